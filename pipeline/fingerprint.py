"""What an article's rows depend on besides the article: rules, program, versions and options.

When any of it changes, every article is done again, and the run can say why.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

from pipeline import lexicon

PACKAGES = ("spacy", "ginza", "ja-ginza", "SudachiPy", "SudachiDict-core", "thinc", "numpy", "trafilatura", "lxml")
"""The packages whose versions can change a row."""
_RULES = {".tsv", ".jsonl"}
_WITHOUT_EFFECT = {
    *("cli.py", "report.py", "frames.py", "verify.py"),
    *("workers.py", "cluster.py", "components.py", "store.py", "fingerprint.py"),
}
"""Modules of ours that no row depends on."""

Fingerprint = Mapping[str, Mapping[str, str]]
"""Kind (rules, program, versions, options) -> what -> its hash or value."""


def take(models: Path | None, options: Mapping[str, object]) -> Fingerprint:
    """The fingerprint of a run with the user's rules in ``models`` and with ``options`` that rows depend on."""
    package = Path(__file__).parent
    rules: dict[str, str] = {}
    for folder in lexicon.folders(models):
        mark = "" if folder == lexicon.shipped() else "your own "
        for path in sorted(folder.rglob("*")):
            if path.suffix in _RULES and path.is_file():
                rules[mark + path.relative_to(folder).as_posix()] = _hash(path)
    return {
        "rules": rules,
        "program": {
            name: _hash(package / name)
            for name in sorted(path.relative_to(package).as_posix() for path in package.rglob("*.py"))
            if name not in _WITHOUT_EFFECT
        },
        "versions": {name: _version(name) for name in PACKAGES} | {"python": "{}.{}".format(*sys.version_info)},
        "options": {name: str(value) for name, value in options.items()},
    }


def digest(fingerprint: Fingerprint) -> str:
    """The whole fingerprint in one short string."""
    return hashlib.sha256(json.dumps(fingerprint, sort_keys=True).encode()).hexdigest()[:32]


def changes(before: Fingerprint, now: Fingerprint) -> list[str]:
    """What is different, a line for each kind: ``rules changed: quantities/units.tsv``. Empty when nothing is."""
    lines = []
    for kind, values in now.items():
        old = before.get(kind, {})
        names = sorted(name for name in {*old, *values} if old.get(name) != values.get(name))
        if names and kind in {"versions", "options"}:
            names = [f"{name} {old.get(name) or 'none'} -> {values.get(name) or 'none'}" for name in names]
        if names:
            shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
            lines.append(f"{kind} changed: {shown}")
    return lines


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:32]


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
