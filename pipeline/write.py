"""Rows -> outputs/: one file for each table and format, the texts, and datapackage.json, each replaced atomically.

A reader never sees half a file: each is written beside its place, brought to disk and then put there by one rename.
``datapackage.json`` holds hash and row count of every table and comes last, so that a mixture of two runs shows.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.schema import TABLES, Column, Row, Table

FORMATS = ("csv", "parquet", "jsonl")
PACKAGE = "datapackage.json"
TEXTS = "texts"
_TEMPORARY = ".kikigaki-{}.tmp"
_MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet", "jsonl": "application/x-ndjson"}
_RISKY = re.compile(r"'?[=+\-@\t\r\n＝＋－＠]|''")
_ESCAPED = re.compile(r"'[=+\-@\t\r\n＝＋－＠']")
_SPECIAL = re.compile(r'[",\r\n]')
_CARE = re.compile(r"""[",\r\n]|(?:^|\x1f)['=+\-@\t＝＋－＠]""")
"""Found in a row, its cells joined with U+001F, when one may have to be escaped or quoted: most need neither."""
_LONGEST_NAME = 200
_CHUNK = 20_000


class FormatError(Exception):
    """A format that is not known, or whose library is not installed."""


@dataclass(frozen=True, slots=True)
class File:
    """One finished file: its name below the outputs, SHA-256, size, and number of rows."""

    name: str
    sha256: str
    size: int
    rows: int


def check_formats(formats: Sequence[str]) -> None:
    """Raises FormatError when a format cannot be written."""
    for name in formats:
        if name not in FORMATS:
            raise FormatError(f"unknown format {name!r}; known are {', '.join(FORMATS)}")
    if not formats:
        raise FormatError(f"no format given; known are {', '.join(FORMATS)}")
    if "parquet" in formats:
        try:
            import pyarrow  # noqa: F401  # only asked whether it is there
        except ImportError:
            raise FormatError("Parquet needs pyarrow: pip install 'kikigaki[parquet]'") from None


def escape(cell: str) -> str:
    """A text cell that no spreadsheet runs as a formula: ``=1+1`` → ``'=1+1``. :func:`unescape` gives it back."""
    return "'" + cell if _RISKY.match(cell) else cell


def unescape(cell: str) -> str:
    """The text cell as it was before :func:`escape`."""
    return cell[1:] if _ESCAPED.match(cell) else cell


def text_path(article_id: str) -> str:
    """Where the text of the article is kept, below the outputs; another article's is never there.

    Letters and digits of any script stay, all else is percent-encoded; a long name ends in a hash of the whole.
    """
    name = "".join(char if char.isalnum() or char in "-_" else _percent(char) for char in article_id)
    if len(name.encode()) > _LONGEST_NAME:
        tail = hashlib.sha256(article_id.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        name = name.encode()[: _LONGEST_NAME - 17].decode("utf-8", "ignore") + "~" + tail
    return f"{TEXTS}/{name}.txt"


def _percent(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))


def publish(
    outputs: Path,
    rows: Callable[[Table], Iterable[Row]],
    *,
    texts: Iterable[tuple[str, str]] = (),
    formats: Sequence[str] = ("csv",),
    version: str = "",
    former: Iterable[str] = (),
) -> list[File]:
    """Write all tables and texts, then the data package. Returns the tables' files and the package's.

    ``rows`` gives the rows of a table, in order, each time it is called. ``texts`` are pairs of a path made by
    :func:`text_path` and its text. The same rows give the same bytes. ``former`` names files that earlier runs wrote:
    those that are not written again are removed, and no other file is ever touched.
    """
    outputs.mkdir(parents=True, exist_ok=True)
    for folder in (outputs, outputs / TEXTS):
        _remove(folder.glob(_TEMPORARY.format("*")))
    kept = set()
    for path, text in texts:
        _write_text(outputs / path, text)
        kept.add(path)
    if kept:
        _sync(outputs / TEXTS)
    with ExitStack() as waiting:
        # Nothing is put in its place before all is written; what comes last, the package, is entered first.
        described = waiting.enter_context(_replacing(outputs / PACKAGE))
        files = [_write_table(outputs, table, rows(table), kind, waiting) for table in TABLES for kind in formats]
        package = json.dumps(_package(files, version), ensure_ascii=False, indent=1) + "\n"
        described.write_bytes(package.encode())
    _sync(outputs)
    kept |= {file.name for file in files} | {PACKAGE}
    _remove(outputs / name for name in former if name not in kept)
    return [*files, File(PACKAGE, hashlib.sha256(package.encode()).hexdigest(), len(package.encode()), 0)]


def _write_table(outputs: Path, table: Table, rows: Iterable[Row], kind: str, waiting: ExitStack) -> File:
    """Write a table beside its place, which it takes when ``waiting`` ends well."""
    path = outputs / f"{table.name}.{kind}"
    temporary = waiting.enter_context(_replacing(path))
    count = _WRITERS[kind](temporary, table, rows)
    with temporary.open("rb") as file:
        sha256, size = hashlib.file_digest(file, "sha256").hexdigest(), file.tell()
    return File(path.name, sha256, size, count)


def _write_csv(path: Path, table: Table, rows: Iterable[Row]) -> int:
    texts = [column.type == "string" for column in table.columns]
    count = 0
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        file.write(",".join(table.header) + "\n")
        for row in rows:
            if len(row) != len(texts):
                raise ValueError(f"a row of {table.name} has {len(row)} cells, not {len(texts)}")
            cells: Iterable[str] = row
            if _CARE.search("\x1f".join(row)):
                cells = (_quoted(escape(cell)) if text else cell for cell, text in zip(row, texts, strict=True))
            file.write(",".join(cells) + "\n")
            count += 1
    return count


def _quoted(cell: str) -> str:
    """The cell as RFC 4180 has it. Python's own writer leaves a lone CR without quotes when lines end in LF."""
    return '"' + cell.replace('"', '""') + '"' if _SPECIAL.search(cell) else cell


def _write_jsonl(path: Path, table: Table, rows: Iterable[Row]) -> int:
    keys = [json.dumps(name) for name in table.header]
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        for row in rows:
            cells = (
                f"{key}: {_json(cell, column)}" for key, cell, column in zip(keys, row, table.columns, strict=True)
            )
            file.write("{" + ", ".join(cells) + "}\n")
            count += 1
    return count


def _json(cell: str, column: Column) -> str:
    """The cell in JSON. A number's digits are kept as they are; an empty cell is null."""
    if not cell:
        return "null"
    return json.dumps(cell, ensure_ascii=False) if column.type == "string" else cell


def _write_parquet(path: Path, table: Table, rows: Iterable[Row]) -> int:
    import pyarrow
    from pyarrow import parquet

    types = {
        "string": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
    }
    schema = pyarrow.schema([(column.name, types[column.type]) for column in table.columns])
    count = 0
    waiting = iter(rows)
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        while chunk := list(islice(waiting, _CHUNK)):
            count += len(chunk)
            columns = zip(*chunk, strict=True)
            arrays = [
                pyarrow.array([_VALUES[column.type](cell) if cell else None for cell in cells], types[column.type])
                for cells, column in zip(columns, table.columns, strict=True)
            ]
            writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))
    return count


_VALUES: dict[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": lambda cell: cell == "true",
}
_WRITERS: dict[str, Callable[[Path, Table, Iterable[Row]], int]] = {
    "csv": _write_csv,
    "parquet": _write_parquet,
    "jsonl": _write_jsonl,
}


def _write_text(path: Path, text: str) -> None:
    """Write the text, unless it stands there to the letter already."""
    data = text.encode("utf-8", "surrogatepass")
    path.parent.mkdir(exist_ok=True)
    if not path.is_file() or path.read_bytes() != data:
        with _replacing(path) as temporary:
            temporary.write_bytes(data)


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A temporary file beside ``path``, put in its place, whole and on disk, when the block ends well."""
    temporary = path.with_name(_TEMPORARY.format(hashlib.sha256(path.name.encode()).hexdigest()[:16]))
    try:
        yield temporary
        _sync(temporary)
        os.replace(temporary, path)  # noqa: PTH105  # one name for tests to fail
    finally:
        temporary.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Bring a file, or the names in a folder, to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(paths: Iterable[Path]) -> None:
    for path in list(paths):
        if path.is_file() or path.is_symlink():
            path.unlink()


def _package(files: Sequence[File], version: str) -> dict[str, Any]:
    """The data package (Frictionless Data) that describes the files."""
    resources = []
    main: set[str] = set()
    for file in files:
        name, _, kind = file.name.partition(".")
        table = next(table for table in TABLES if table.name == name)
        described: dict[str, Any] = {
            "name": name if name not in main else file.name,
            "type": "table",
            "title": table.description,
            "path": file.name,
            "scheme": "file",
            "format": kind,
            "mediatype": _MEDIA[kind],
            "encoding": "utf-8",
            "hash": f"sha256:{file.sha256}",
            "bytes": file.size,
            "rows": file.rows,
        }
        if name not in main:
            described["schema"] = _schema(table)
        main.add(name)
        resources.append(described)
    return {
        "name": "kikigaki",
        "title": "Japanese news in tables: names, dates, quantities, and who claimed what",
        "version": version,
        "resources": resources,
    }


def _schema(table: Table) -> dict[str, Any]:
    """The Table Schema of one table."""
    fields: list[dict[str, Any]] = []
    for column in table.columns:
        field: dict[str, Any] = {"name": column.name, "type": column.type, "description": column.description}
        limits: dict[str, Any] = {}
        if column.name in table.key:
            limits["required"] = True
        if column.values:
            limits["enum"] = list(column.values)
        if limits:
            field["constraints"] = limits
        fields.append(field)
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.refers:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": other, "fields": [field]}}
            for column, other, field in table.refers
        ]
    return schema
