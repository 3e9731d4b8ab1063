"""Files -> articles: which files are articles, what they say in which encoding, and when they were published.

:func:`inputs` finds the files, without opening any. A :class:`Source` is one of them: cheap, and it tells by a hash
whether it has changed. :class:`Reader` reads a source into articles; what cannot be read is a
:class:`~pipeline.schema.Failure` with a message that says what to do, and never an exception. :func:`unique` keeps two
inputs from having one id.

Articles are input that nobody has checked: files are read up to a limit, links do not lead out of the folder given,
YAML is read as plain strings, HTML without network.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import os
import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from pipeline import lexicon
from pipeline.decode import MARKS, DecodeError, decode
from pipeline.published import UrlDates, read_date
from pipeline.schema import Article, Failure
from pipeline.webpage import PageError, charset, read_page

Kind = Literal["text", "markdown", "html", "jsonl"]
KINDS: Mapping[str, Kind] = {".txt": "text", ".md": "markdown", ".html": "html", ".htm": "html", ".jsonl": "jsonl"}
"""What is read, by extension. A .jsonl holds one article a line, the others are one article each."""

DOCUMENTS = frozenset({".pdf", ".docx", ".doc", ".rtf", ".odt", ".epub"})
"""What surely holds text, but is not read: it is reported rather than skipped."""

SIDECAR = ".meta.yaml"
FIELDS = ("title", "published", "publisher", "author", "url")
"""What metadata may say of an article, wherever it stands. ``date`` is read as ``published``."""


class InputError(ValueError):
    """A path that was given cannot be an input at all: it does not exist, or is neither a file nor a folder."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large an input may be. ``characters``: of one article's text."""

    characters: int = 200_000

    @property
    def file_bytes(self) -> int:
        """Bytes of one file, or of one line of a .jsonl (which may have any number of lines)."""
        return max(5_000_000, 25 * self.characters)


@dataclass(frozen=True, slots=True)
class Source:
    """A file with articles. ``name``: its path below the folder given, as in ``source_path``, always with ``/``."""

    path: Path
    name: str
    kind: Kind
    sidecar: Path | None = None

    @property
    def article_id(self) -> str:
        """The article's id (for a .jsonl: what the ids of lines without an id begin with)."""
        return _article_id(self.name)

    def sha256(self) -> str:
        """SHA-256 over the bytes of the file and its sidecar; empty when they cannot be read."""
        digests = []
        try:
            for path in (self.path, self.sidecar):
                if path is not None:
                    with path.open("rb") as file:
                        digests.append(hashlib.file_digest(file, "sha256").hexdigest())
        except OSError:
            return ""
        return hashlib.sha256(" ".join(digests).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Inputs:
    """What :func:`inputs` found. ``skipped``: how many entries were left out, by reason."""

    sources: tuple[Source, ...]
    failures: tuple[Failure, ...]
    skipped: Mapping[str, int]


@dataclass(slots=True)
class _Found:
    """What a walk has found so far."""

    sources: list[Source] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    sidecars: dict[str, Path] = field(default_factory=dict)
    stems: set[str] = field(default_factory=set)
    """Names without extension of all files that a sidecar may belong to."""

    def fail(self, name: str, code: str, message: str) -> None:
        self.failures.append(Failure(name, _article_id(name), "read", code, message))


def inputs(paths: Sequence[Path], exclude: Iterable[Path] = ()) -> Inputs:
    """The sources among the files and below the folders ``paths``, in the order given, each folder's sorted by name.

    Folders in ``exclude`` (such as the one the tables go to) are not entered. Links to folders are not followed, links
    to files only within the folder given. Skipped are hidden files, files of kinds that hold no article, and a
    folder's ``README*``, which is about the articles. A file named by ``paths`` itself is read whatever its name.
    Raises InputError when one of ``paths`` is neither a file nor a folder, or is one of ``exclude``.
    """
    missing = [str(path) for path in paths if not path.is_dir() and not path.is_file()]
    if missing:
        raise InputError("no such file or folder: " + ", ".join(missing))
    closed = {os.path.realpath(path) for path in exclude}
    both = next((path for path in paths if os.path.realpath(path) in closed), None)
    if both is not None:
        raise InputError(f"{both} is the folder of the tables too: choose another one for them with --output")
    seen: set[str] = set()
    sources: list[Source] = []
    failures: list[Failure] = []
    skipped: Counter[str] = Counter()
    for path in paths:
        found = _walk(path, closed) if path.is_dir() else _single(path)
        for source in sorted(found.sources, key=lambda source: source.name):
            absolute = os.path.abspath(source.path)  # noqa: PTH100  # resolve() would follow links
            if absolute not in seen:
                seen.add(absolute)
                sources.append(source)
        failures += sorted(found.failures, key=lambda failure: failure.source_path)
        skipped += found.skipped
    return Inputs(tuple(sources), tuple(failures), dict(sorted(skipped.items())))


def _single(path: Path) -> _Found:
    """A file that was given by name."""
    found = _Found()
    name = _shown(path.name)
    for owner in (path.name, path.stem):
        sidecar = path.with_name(owner + SIDECAR)
        if sidecar.is_file():
            found.sidecars.setdefault(_shown(owner), sidecar)
    _add(found, path, name)
    if not found.sources and not found.failures:
        found.fail(name, "unsupported", f"{name}: only {' '.join(KINDS)} are read")
    return _with_sidecars(found)


def _walk(root: Path, closed: set[str]) -> _Found:
    """All files below the folder ``root``."""
    found = _Found()
    home = Path(os.path.realpath(root))
    folders = [root]
    while folders:
        folder = folders.pop()
        if os.path.realpath(folder) in closed:
            continue
        try:
            with os.scandir(folder) as scan:
                entries = list(scan)
        except OSError as error:
            name = _shown(folder.relative_to(root).as_posix())
            found.fail(name, "unreadable", f"{name}: the folder cannot be read: {error.strerror}")
            continue
        for entry in entries:
            path = folder / entry.name
            if entry.name.startswith((".", "~$")):
                found.skipped["hidden"] += 1
            elif entry.is_dir(follow_symlinks=False):
                folders.append(path)
            else:
                _visit(found, path, _shown(path.relative_to(root).as_posix()), home)
    return _with_sidecars(found)


def _visit(found: _Found, path: Path, name: str, home: Path) -> None:
    """One entry below the folder ``home`` that is no folder itself."""
    text = path.suffix.lower() in KINDS.keys() | DOCUMENTS
    if path.is_symlink():
        if path.is_dir():
            found.skipped["link to a folder"] += 1
            return
        if not Path(os.path.realpath(path)).is_relative_to(home):
            if text:
                found.fail(name, "outside", f"{name}: links to a file outside the folder; put the file itself there")
            else:
                found.skipped["of another kind"] += 1
            return
    try:
        mode = path.stat().st_mode
    except OSError as error:
        if text:
            found.fail(name, "unreadable", f"{name}: cannot be read: {error.strerror}")
        else:
            found.skipped["of another kind"] += 1
        return
    if not stat.S_ISREG(mode):
        found.skipped["no regular file"] += 1
    elif name.endswith(SIDECAR):
        found.sidecars[name.removesuffix(SIDECAR)] = path
    elif path.name.upper().split(".")[0] == "README":
        found.skipped["README"] += 1
    else:
        _add(found, path, name)


def _add(found: _Found, path: Path, name: str) -> None:
    """A regular file, sorted by its kind."""
    suffix = path.suffix.lower()
    found.stems |= {name, name[: len(name) - len(path.suffix)]}
    if suffix in KINDS:
        found.sources.append(Source(path, name, KINDS[suffix]))
    elif suffix in DOCUMENTS:
        found.fail(name, "unsupported", f"{name}: {suffix} is not read; save it as .txt (UTF-8) or .html")
    else:
        found.skipped["of another kind"] += 1


def _with_sidecars(found: _Found) -> _Found:
    """Gives every source its sidecar: NAME.txt.meta.yaml, or else NAME.meta.yaml."""
    for index, source in enumerate(found.sources):
        stem = source.name[: len(source.name) - len(source.path.suffix)]
        sidecar = found.sidecars.get(source.name) or found.sidecars.get(stem)
        if sidecar is not None:
            found.sources[index] = replace(source, sidecar=sidecar)
    for owner in found.sidecars.keys() - found.stems:
        name = owner + SIDECAR
        found.fail(name, "sidecar", f"{name}: there is no article {owner}.txt (or .md, .html, .jsonl) beside it")
    return found


def _shown(name: str) -> str:
    """A file name as text: bytes that are no UTF-8 become escapes."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _article_id(name: str) -> str:
    """The id that a file's name gives: without the extension, in Unicode's composed form."""
    folder, slash, file = name.rpartition("/")
    stem, dot, _ = file.rpartition(".")
    return unicodedata.normalize("NFC", folder + slash + (stem if dot and stem else file))


def unique(
    items: Iterable[Article | Failure], taken: MutableMapping[str, str] | None = None
) -> Iterator[Article | Failure]:
    """``items``, where an article whose id is taken is replaced by a Failure: the first keeps the id.

    ``taken`` maps each id to the ``source_path`` it came from. It is filled on the way; a caller may share it between
    calls and put the ids of articles there that need not be read again.
    """
    taken = {} if taken is None else taken
    for item in items:
        if isinstance(item, Article):
            if item.article_id in taken:
                first = taken[item.article_id]
                message = f"{item.source_path}: the id {item.article_id} is that of {first}: rename one of them"
                yield Failure(item.source_path, item.article_id, "read", "duplicate_id", message)
                continue
            taken[item.article_id] = item.source_path
        yield item


class _ReadError(Exception):
    """Why an input is no article, or lacks something. ``line``: where in the file, when that is known."""

    def __init__(self, code: str, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.line = line

    def failure(self, name: str, article_id: str) -> Failure:
        """The row of errors that tells of it."""
        where = f"{name}:{self.line}" if self.line else name
        return Failure(name, article_id, "read", self.code, f"{where}: {self.message}")


class Reader:
    """Reads sources. Holds what is the same for all: the limits, and the rules for dates in URLs.

    ``models`` is the user's own folder of rules. Raises LexiconError.
    """

    def __init__(self, limits: Limits | None = None, models: Path | None = None) -> None:
        self.limits = limits or Limits()
        self._dates = UrlDates(lexicon.folders(models))

    def read(self, source: Source) -> Iterator[Article | Failure]:
        """The articles of ``source``, with a Failure for each that cannot be read, in whole or in part.

        Where metadata stand in several places, a sidecar wins over what the file says of itself: whoever adds one
        means to correct the file. But what a line of a .jsonl says wins over the sidecar, which is for all lines.
        """
        try:
            sidecar = _sidecar(source.sidecar) if source.sidecar is not None else {}
            yield from self._lines(source, sidecar) if source.kind == "jsonl" else self._file(source, sidecar)
        except _ReadError as error:
            yield error.failure(source.name, source.article_id)
        except PageError as error:
            yield _ReadError(error.code, str(error)).failure(source.name, source.article_id)
        except OSError as error:
            unreadable = _ReadError("unreadable", f"cannot be read: {error.strerror or error}")
            yield unreadable.failure(source.name, source.article_id)

    def _file(self, source: Source, sidecar: Mapping[str, str]) -> Iterator[Article | Failure]:
        """The one article of a .txt, .md or .html."""
        limit = self.limits.file_bytes
        with source.path.open("rb") as file:
            data = file.read(limit + 1)
        if len(data) > limit:
            raise self._too_large(limit, "bytes")
        verbatim = False
        if source.kind == "html":
            page, encoding = _decode(data, charset(data))
            text, metadata = read_page(page)
        else:
            text, encoding = _decode(data)
            metadata, start = _front_matter(text)
            verbatim = source.kind == "text" and start == 0
            text = text[start:]
        metadata = {**metadata, **sidecar}
        article = self._article(
            source,
            text,
            metadata,
            article_id=source.article_id,
            encoding=encoding,
            verbatim=verbatim,
            file_name=source.path.name,
        )
        yield article
        if problem := _undated(metadata, article):
            yield problem.failure(source.name, source.article_id)

    def _lines(self, source: Source, sidecar: Mapping[str, str]) -> Iterator[Article | Failure]:
        """The articles of a .jsonl, one a line. What a line does not say, the sidecar says for all of them."""
        limit = self.limits.file_bytes
        with source.path.open("rb") as file:
            head = file.read(4096)
            codec = next((codec for mark, codec in MARKS if head.startswith(mark)), "")
            if codec not in {"", "utf-8-sig"}:
                raise _ReadError("encoding", f"is in {codec}, but a .jsonl is UTF-8: save it as UTF-8")
            if b"\0" in head:
                raise _ReadError("binary", "is no text file: it holds NUL characters")
            file.seek(len(codecs.BOM_UTF8) if codec else 0)
            number, empty = 0, True
            lines: dict[str, int] = {}
            while line := file.readline(limit + 1):
                number += 1
                empty = empty and not line.strip()
                try:
                    if len(line) > limit:
                        while line and not line.endswith(b"\n"):
                            line = file.readline(limit)
                        raise self._too_large(limit, "bytes in one line")
                    if line.strip():
                        for found in self._line(source, number, line, sidecar, codec):
                            if isinstance(found, Article):
                                first = lines.setdefault(found.article_id, number)
                                if first != number:
                                    same = _ReadError("duplicate_id", f"its id is that of line {first}", number)
                                    yield same.failure(source.name, found.article_id)
                                    break
                            yield found
                except _ReadError as error:
                    error.line = number
                    yield error.failure(source.name, "")
        if empty:
            raise _ReadError("empty", "holds no text")

    def _line(
        self, source: Source, number: int, line: bytes, sidecar: Mapping[str, str], codec: str
    ) -> Iterator[Article | Failure]:
        """The article of one line of a .jsonl."""
        decoded, encoding = _decode(line)
        try:
            values = json.loads(decoded)
        except json.JSONDecodeError as error:
            raise _ReadError("json", f"is no JSON: {error.msg}, at character {error.pos + 1}") from None
        except (ValueError, RecursionError) as error:
            raise _ReadError("json", f"is no JSON that can be read: {error}") from None
        if not isinstance(values, dict):
            raise _ReadError("json", "is no JSON object {...}")
        text = values.get("text")
        if not isinstance(text, str):
            raise _ReadError("json", "has no text, or one that is no string")
        metadata = {**sidecar, **_fields(values, "json")}
        # A line without id is known by its text, not by its number: other lines may come and go.
        name = _value(values, "id", "json") or f"{source.article_id}-{_digest(text)[:12]}"
        article_id = unicodedata.normalize("NFC", name)
        try:
            article = self._article(
                source, text, metadata, article_id=article_id, encoding=codec or encoding, verbatim=True
            )
        except _ReadError as error:
            error.line = number
            yield error.failure(source.name, article_id)
            return
        yield article
        if problem := _undated(metadata, article):
            problem.line = number
            yield problem.failure(source.name, article_id)

    def _article(
        self,
        source: Source,
        text: str,
        metadata: Mapping[str, str],
        *,
        article_id: str,
        encoding: str,
        verbatim: bool,
        file_name: str = "",
    ) -> Article:
        """The article, with the date that its metadata, ``file_name`` or its URL state, in this order."""
        if not _SOMETHING.search(text):
            raise _ReadError("empty", "holds no text")
        if "\0" in text:
            raise _ReadError("binary", "the text holds NUL characters")
        if not _is_unicode(text):
            raise _ReadError("encoding", "the text holds half a character (a lone surrogate)")
        if len(text) > self.limits.characters:
            raise self._too_large(self.limits.characters, "characters", len(text))
        dated = _DATED_NAME.match(file_name)
        dates = {
            "metadata": read_date(metadata.get("published", "")),
            "filename": read_date(dated[0]) if dated else "",
            "url": self._dates.find(metadata.get("url", ""))[0],
        }
        basis = next((basis for basis, date in dates.items() if date), "none")
        return Article(
            article_id=article_id,
            source_path=source.name,
            text=text,
            title=metadata.get("title", ""),
            publisher=metadata.get("publisher", ""),
            author=metadata.get("author", ""),
            url=metadata.get("url", ""),
            published=dates.get(basis, ""),
            published_basis=basis,
            encoding=encoding,
            verbatim=verbatim,
        )

    def _too_large(self, limit: int, unit: str, size: int | None = None) -> _ReadError:
        """The problem of an input beyond a limit."""
        more = f"{size:,}" if size else f"more than {limit:,}"
        message = f"{more} {unit}; the limit is {limit:,}: split it, or raise the limit with --max-characters"
        return _ReadError("too_large", message)


_SOMETHING = re.compile(r"[^\s\ufeff\u200b\u2060]")
_DATED_NAME = re.compile(r"\d{4}-\d\d-\d\d(?!\d)")


def _decode(data: bytes, label: str = "") -> tuple[str, str]:
    """Like :func:`pipeline.decode.decode`, with our exception; data without text are a problem too."""
    try:
        text, codec = decode(data, label)
    except DecodeError as error:
        raise _ReadError(error.code, str(error)) from None
    if not _SOMETHING.search(text):
        raise _ReadError("empty", "holds no text")
    return text, codec


def _is_unicode(text: str) -> bool:
    """Whether ``text`` can be written at all: JSON and YAML can spell halves of a character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


# Metadata: front matter, sidecars, the fields of a line of JSON


def _fields(values: Mapping[Any, Any], code: str) -> dict[str, str]:
    """What ``values`` say of the article, without what they leave empty. Raises _ReadError with ``code``."""
    fields = {name: _value(values, name, code) for name in FIELDS}
    fields["published"] = fields["published"] or _value(values, "date", code)
    return {name: value for name, value in fields.items() if value}


def _value(values: Mapping[Any, Any], name: str, code: str) -> str:
    """One field in one line of text: a string, a number, or a list of them. Raises _ReadError with ``code``."""
    value = values.get(name)
    parts = value if isinstance(value, list) else [value]
    if any(isinstance(part, bool) or not isinstance(part, str | int | float | None) for part in parts):
        raise _ReadError(code, f"{name} is neither text nor a number")
    try:
        text = ", ".join(" ".join(str(part).split()) for part in parts if part is not None)
    except ValueError as error:  # a whole number of thousands of digits
        raise _ReadError(code, f"{name}: {error}") from None
    if "\0" in text or not _is_unicode(text):
        raise _ReadError(code, f"{name} holds half a character or a NUL")
    return text


_FENCE = re.compile(r"---[ \t]*\r?\n")
_CLOSING_FENCE = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_KEY = re.compile(rf"(?:{'|'.join((*FIELDS, 'date'))})[ \t]*:(?:\s|\Z)", re.IGNORECASE)
_FRONT_MATTER_CHARACTERS = 20_000


def _front_matter(text: str) -> tuple[dict[str, str], int]:
    """The metadata at the head of ``text``, and where the article itself begins.

    Front matter stands between two lines ``---`` at the very start, and one of its lines begins with a field that we
    know; anything else that begins with such a line is text. Raises _ReadError.
    """
    opening = _FENCE.match(text)
    if not opening:
        return {}, 0
    closing = _CLOSING_FENCE.search(text, opening.end(), _FRONT_MATTER_CHARACTERS)
    block = text[opening.end() : closing.start() if closing else _FRONT_MATTER_CHARACTERS]
    lines = block.splitlines()
    if closing is None:
        lines = lines[:1]  # without an end, only the first line can show that it is meant as front matter
    if not any(_KEY.match(line) for line in lines):
        return {}, 0
    if closing is None:
        raise _ReadError("front_matter", "the front matter has no closing line ---", 1)
    return _yaml(block, "front_matter", first_line=2), closing.end()


_SIDECAR_BYTES = 100_000


def _sidecar(path: Path) -> dict[str, str]:
    """The metadata of a sidecar. Raises _ReadError and OSError."""
    with path.open("rb") as file:
        data = file.read(_SIDECAR_BYTES + 1)
    name = _shown(path.name)
    if len(data) > _SIDECAR_BYTES:
        raise _ReadError("sidecar", f"{name} holds more than {_SIDECAR_BYTES:,} bytes")
    try:
        return _yaml(decode(data)[0], "sidecar", first_line=1)
    except DecodeError as error:
        raise _ReadError("sidecar", f"{name}: {error}") from None
    except _ReadError as error:
        line = f":{error.line}" if error.line else ""
        raise _ReadError("sidecar", f"{name}{line}: {error.message}") from None


def _yaml(block: str, code: str, first_line: int) -> dict[str, str]:
    """The fields of a YAML mapping. Raises _ReadError with ``code`` and the line."""
    import yaml

    try:
        # The base loader makes strings, lists and dicts only: a date stays as it is written, and no tag is obeyed.
        values = yaml.load(block, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + first_line if mark is not None else 0
        raise _ReadError(code, f"no valid YAML: {getattr(error, 'problem', None) or error}", line) from None
    except RecursionError:
        raise _ReadError(code, "no valid YAML: nested too deeply", first_line) from None
    if values is None or values == "":
        return {}
    if not isinstance(values, dict):
        raise _ReadError(code, "no YAML of the form name: value", first_line)
    named = {str(name).lower(): None if value in ("null", "~") else value for name, value in values.items()}
    try:
        return _fields(named, code)
    except _ReadError as error:
        error.line = first_line
        raise


def _undated(metadata: Mapping[str, str], article: Article) -> _ReadError | None:
    """What is wrong with the date that the metadata give, if it could not be read."""
    stated = metadata.get("published", "")
    if not stated or article.published_basis == "metadata":
        return None
    instead = f"the date is taken from its {article.published_basis}" if article.published else "it is left out"
    return _ReadError("published", f"published is {stated[:100]!r}, not a date such as 2024-06-19; {instead}")
