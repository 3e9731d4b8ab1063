"""models/ -> typed, validated rules.

Every file below models/ is a TSV table whose rows are instances of one :class:`Rule` class. The class says which file
it reads and which columns the file has (its dataclass fields); the loader says file and line of whatever is wrong.
A second folder, given by the user, may hold the same files: its rows come first and win over ours.
"""

from __future__ import annotations

import dataclasses
import re
import typing
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, TypeVar

SHIPPED = (Path(__file__).parent / "_models", Path(__file__).parent.parent / "models")
"""Where our own rules are: inside an installed wheel, or beside the package in a checkout."""


class LexiconError(ValueError):
    """One or more rows of models/ are wrong. ``problems`` holds one ``file:line: what`` for each."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One row of a file of models/. Subclasses name their file and add their columns as ``str`` or ``int`` fields.

    A field without default must be filled. ``example`` is a sentence with the target in square brackets, which
    ``tests/test_models.py`` runs: the bracketed text must come out as a row, made by this very rule (in a
    ``not_*.tsv``: no row of that table may touch it).
    """

    FILE: ClassVar[str] = ""
    KEY: ClassVar[tuple[str, ...]] = ("id",)
    """The columns whose combination must be unique within one folder, besides ``id``."""
    ALLOWED: ClassVar[Mapping[str, Collection[str]]] = {}
    """Columns that hold one of a few values; one that may be left out may be empty too."""
    PATTERNS: ClassVar[tuple[str, ...]] = ()
    """Columns that hold a regular expression."""

    id: str
    example: str

    @classmethod
    def columns(cls) -> dict[str, type]:
        """Column names and their types, in the order in which they are declared."""
        hints = typing.get_type_hints(cls)
        return {field.name: hints[field.name] for field in dataclasses.fields(cls)}

    def problem(self) -> str:
        """What else is wrong with this row in itself; empty when nothing is. For subclasses."""
        return ""


R = TypeVar("R", bound=Rule)
K = TypeVar("K", bound=Hashable)


def shipped() -> Path:
    """The folder of the rules that come with the project. Raises FileNotFoundError when it is missing."""
    for folder in SHIPPED:
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"no rules found at {' or '.join(map(str, SHIPPED))}")


def folders(own: Path | None = None) -> tuple[Path, ...]:
    """The folders to read rules from, the winning one first. ``own`` is the user's folder."""
    return (own, shipped()) if own is not None else (shipped(),)


def rule_classes() -> tuple[type[Rule], ...]:
    """Every class of rules that the imported modules declare, by file name."""

    def below(cls: type[Rule]) -> Iterator[type[Rule]]:
        for sub in cls.__subclasses__():
            yield sub
            yield from below(sub)

    return tuple(sorted((cls for cls in below(Rule) if cls.FILE), key=lambda cls: cls.FILE))


def read(cls: type[R], where: Iterable[Path]) -> tuple[R, ...]:
    """The rows of the rules ``cls`` from the folders ``where``; rows of earlier folders come first.

    A row whose key stands in an earlier folder is dropped: it has been overruled.
    Raises LexiconError with every problem found, each with file and line.
    """
    rows: list[R] = []
    seen: dict[tuple[str, ...], int] = {}
    problems: list[str] = []
    for depth, folder in enumerate(where):
        path = folder / cls.FILE
        if not path.is_file():
            continue
        here: dict[tuple[str, ...], int] = {}
        for line, row in _rows(cls, path, own=folder != shipped(), problems=problems):
            keys = {("id", row.id), tuple(str(getattr(row, name)) for name in cls.KEY)}
            clash = next((here[key] for key in keys if key in here), None)
            if clash is not None:
                name = next(" ".join(key) for key in keys if key in here)
                problems.append(f"{path}:{line}: {name} stands on line {clash} already")
                continue
            here.update(dict.fromkeys(keys, line))
            if not any(seen.get(key, depth) < depth for key in keys):
                rows.append(row)
        for key in here:
            seen.setdefault(key, depth)
    if problems:
        raise LexiconError(problems)
    return tuple(rows)


def _rows(cls: type[R], path: Path, *, own: bool, problems: list[str]) -> Iterator[tuple[int, R]]:
    """The well-formed rows of one file with their line numbers; what is wrong goes to ``problems``.

    In a user's own folder ``id`` and ``example`` may be left out.
    """
    columns = cls.columns()
    optional = {field.name for field in dataclasses.fields(cls) if field.default is not dataclasses.MISSING}
    if own:
        optional |= {"id", "example"}
    header: list[str] | None = None
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        problems.append(f"{path}:1: cannot be read as UTF-8: {error}")
        return
    for number, raw in enumerate(lines, 1):
        text = raw.rstrip("\r")
        if not text.strip() or text.startswith("#"):
            continue
        cells = text.split("\t")
        if header is None:
            header = cells
            unknown = [name for name in header if name not in columns]
            missing = [name for name in columns if name not in header and name not in optional]
            twice = sorted({name for name in header if header.count(name) > 1})
            if unknown or missing or twice:
                for what, names in (("unknown column", unknown), ("missing column", missing), ("repeated", twice)):
                    problems.extend(f"{path}:{number}: {what} {name!r}" for name in names)
                return
            continue
        if len(cells) > len(header):
            problems.append(f"{path}:{number}: {len(cells)} cells, but the header has {len(header)}")
            continue
        values = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
        row, problem = _row(cls, columns, values, optional, f"{path.stem}:{number}" if own else "")
        if problem:
            problems.append(f"{path}:{number}: {problem}")
        elif row is not None:
            yield number, row


def _row(
    cls: type[R], columns: dict[str, type], values: dict[str, str], optional: set[str], default_id: str
) -> tuple[R | None, str]:
    """The rule that ``values`` make, or what is wrong with them."""
    given: dict[str, object] = {}
    for name, kind in columns.items():
        value = values.get(name, "")
        if name == "id" and not value:
            value = default_id
        if not value:
            if name not in optional:
                return None, f"{name} is empty"
            if name in {"id", "example"}:
                given[name] = value
            continue
        if kind is int:
            try:
                given[name] = int(value)
            except ValueError:
                return None, f"{name} is {value!r}, not a whole number"
        else:
            given[name] = value
    row = cls(**given)  # type: ignore[arg-type]  # the columns were checked against the fields
    if row.example and not target(row.example):
        return None, f"example {row.example!r} has no target in square brackets"
    return row, _wrong_cell(row, optional) or row.problem()


def _wrong_cell(row: Rule, optional: Collection[str]) -> str:
    """What is wrong with a column of few values, or of regular expressions; empty when nothing is."""
    for name, values in row.ALLOWED.items():
        value = getattr(row, name)
        if value not in values and (value or name not in optional):
            return f"{name} is {value!r}, not one of {', '.join(values)}"
    for name in row.PATTERNS:
        try:
            re.compile(getattr(row, name))
        except re.error as error:
            return f"{name} is no regular expression: {error}"
    return ""


def target(example: str) -> tuple[str, int, int] | None:
    """An example's text without its square brackets, and the target's offsets in it; None without a target."""
    open_, close = example.find("["), example.find("]")
    if open_ < 0 or close < open_ + 2:
        return None
    return example[:open_] + example[open_ + 1 : close] + example[close + 1 :], open_, close - 1


def by_key(rules: Iterable[R], keys: Callable[[R], Iterable[K]]) -> dict[K, R]:
    """Each key, such as a word, with its rule. Of two rules the first has it: a user's folder comes before ours."""
    found: dict[K, R] = {}
    for rule in rules:
        for key in keys(rule):
            found.setdefault(key, rule)
    return found


def check(own: Path | None = None) -> list[str]:
    """Every problem in the rules, ours and those in the folder ``own``: ``file:line: what``, or none.

    Only classes of rules whose modules have been imported are known.
    """
    problems: list[str] = []
    known = {cls.FILE for cls in rule_classes()}
    for folder in folders(own):
        if not folder.is_dir():
            problems.append(f"{folder}: no such folder")
            continue
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and path.suffix in {".tsv", ".jsonl"} and name not in known:
                problems.append(f"{path}:1: no such rule file; known are {', '.join(sorted(known))}")
    for cls in rule_classes():
        try:
            read(cls, [folder for folder in folders(own) if folder.is_dir()])
        except LexiconError as error:
            problems.extend(error.problems)
    return problems
