"""outputs/ -> what is wrong with them: hashes, types, values, keys, order, and every row's place in its text."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline import store, write
from pipeline.schema import BY_NAME, TABLES, Row, Table

_SHOWN = 20
"""Problems of one kind in one table that are told one by one."""
_LONGEST_CELL = 2**30
_FORMS = {
    "string": re.compile("(?s:.*)"),
    "integer": re.compile("-?[0-9]+"),
    "number": re.compile(r"-?[0-9]+(?:\.[0-9]+)?"),
    "boolean": re.compile("true|false"),
}


@dataclass(slots=True)
class Verdict:
    """What was found: ``problems`` are wrong, ``notes`` could not be checked."""

    rows: int = 0
    tables: int = 0
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def verify(outputs: Path) -> Verdict:
    """Check the tables in ``outputs``: that they are as they were written and as the schema says."""
    return _Check(outputs).run()


class _Check:
    def __init__(self, outputs: Path) -> None:
        self.outputs = outputs
        self.verdict = Verdict()
        self.told: Counter[tuple[str, str]] = Counter()
        self.sound: list[Table] = []
        """The tables that can be read to their end."""
        self.keys: dict[str, set[str]] = defaultdict(set)

    def run(self) -> Verdict:
        resources = self._resources()
        mains: list[Table] = []
        for resource in resources:
            there = self._file(resource)
            table = BY_NAME.get(resource["name"])
            if table is not None and resource["format"] == "csv":
                mains.append(table)
                if there and self._table(table, resource):
                    self.sound.append(table)
        missing = sorted({table.name for table in TABLES} - {resource["name"] for resource in resources})
        if resources and missing:
            self._wrong(write.PACKAGE, "names", f"does not name {', '.join(missing)}")
        if resources and not mains:
            self.verdict.notes.append("only hashes were checked: rows are checked in CSV tables")
        for table in self.sound:
            self._references(table)
        if BY_NAME["articles"] in self.sound:
            self._offsets()
        self.verdict.tables = len(mains)
        for (where, kind), count in self.told.items():
            if count > _SHOWN:
                self.verdict.problems.append(f"{where}: {count - _SHOWN} more rows with the same trouble: {kind}")
        return self.verdict

    def _wrong(self, where: str, kind: str, what: str) -> None:
        """A problem; one that many rows of a table share is told of some."""
        self.told[where.partition(":")[0], kind] += 1
        if self.told[where.partition(":")[0], kind] <= _SHOWN:
            self.verdict.problems.append(f"{where}: {what}")

    def _resources(self) -> list[dict[str, Any]]:
        path = self.outputs / write.PACKAGE
        try:
            resources = json.loads(path.read_bytes())["resources"]
            return [
                {"name": str(each["name"]), "format": str(each["format"]), "path": str(each["path"])}
                | {"hash": str(each["hash"]), "rows": int(each["rows"]), "bytes": int(each["bytes"])}
                for each in resources
            ]
        except FileNotFoundError:
            self._wrong(str(path), "missing", "there is none: no finished run has written here")
        except (OSError, ValueError, KeyError, TypeError) as error:
            self._wrong(str(path), "damaged", f"cannot be read: {error}")
        return []

    def _file(self, resource: Mapping[str, Any]) -> bool:
        path = self.outputs / resource["path"]
        try:
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            self._wrong(resource["path"], "missing", f"cannot be read: {error.strerror}")
            return False
        if f"sha256:{found}" != resource["hash"]:
            self._wrong(
                resource["path"], "hash", "is not the file that the data package describes: its hash is another"
            )
        return True

    def _rows(self, table: Table) -> Iterator[Row]:
        """The rows of a CSV table, cells as they were before escaping; those of a wrong length are left out."""
        for _, row in islice(self._numbered(table), 1, None):
            if len(row) == len(table.columns):
                yield row

    def _numbered(self, table: Table) -> Iterator[tuple[int, Row]]:
        texts = [column.type == "string" for column in table.columns]
        csv.field_size_limit(_LONGEST_CELL)
        with (self.outputs / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            for row in reader:
                padded = (*texts, *([True] * len(row)))
                yield reader.line_num, tuple(write.unescape(c) if t else c for c, t in zip(row, padded, strict=False))

    def _table(self, table: Table, resource: Mapping[str, Any]) -> bool:
        """Whether the table can be read; what is wrong in its rows is noted."""
        name = resource["path"]
        rows = 0
        last: tuple[str, ...] | None = None
        place: Callable[[Row], tuple[Any, ...]] = _order(table)
        try:
            numbered = self._numbered(table)
            _, header = next(numbered, (1, ()))
            if header != table.header:
                self._wrong(name, "header", f"its header is {','.join(header)}, not {','.join(table.header)}")
                return False
            for line, row in numbered:
                rows += 1
                where = f"{name}:{line}"
                if len(row) != len(table.columns):
                    self._wrong(where, "cells", f"{len(row)} cells, not {len(table.columns)}")
                    continue
                wrong = self._cells(table, row, where)
                if table.key:
                    key = table.cell(row, table.key[0])
                    if not key:
                        self._wrong(where, "key", f"{table.key[0]} is empty")
                    elif key in self.keys[table.name]:
                        self._wrong(where, "key", f"{table.key[0]} {key} stands there already")
                    self.keys[table.name].add(key)
                if not wrong:
                    here = place(row)
                    if last is not None and here < last:
                        self._wrong(where, "order", "is not in its place: rows are sorted by article, start and end")
                    last = here
        except (UnicodeDecodeError, csv.Error) as error:
            self._wrong(name, "damaged", f"cannot be read: {error}")
            return False
        if rows != resource["rows"]:
            self._wrong(name, "count", f"has {rows} rows, but the data package says {resource['rows']}")
        self.verdict.rows += rows
        return True

    def _cells(self, table: Table, row: Row, where: str) -> bool:
        """Whether a cell is not of its column's type or values."""
        wrong = False
        for cell, column in zip(row, table.columns, strict=True):
            if not cell:
                continue
            if not _FORMS[column.type].fullmatch(cell):
                self._wrong(where, f"{column.name} type", f"{column.name} is {cell!r}: no {column.type}")
                wrong = True
            elif column.values and cell not in column.values:
                self._wrong(
                    where, f"{column.name} value", f"{column.name} is {cell!r}: none of {', '.join(column.values)}"
                )
        return wrong

    def _references(self, table: Table) -> None:
        for column, other, _ in table.refers:
            if BY_NAME[other or table.name] not in self.sound:
                continue
            known = self.keys[other or table.name]
            at = table.header.index(column)
            for row in self._rows(table):
                if row[at] and row[at] not in known:
                    key = table.cell(row, table.key[0])
                    self._wrong(
                        f"{table.name}.csv",
                        f"{column} unknown",
                        f"{key}: {column} {row[at]} is not in {other or table.name}",
                    )

    def _offsets(self) -> None:
        """Every row against its article's text."""
        articles = BY_NAME["articles"]
        texts = _Texts(self.outputs, [dict(zip(articles.header, row, strict=True)) for row in self._rows(articles)])
        placed = [table for table in self.sound if "article_id" in table.header and "sentence_id" in table.header]
        streams = [_by_article(table, self._rows(table)) for table in placed]
        heads = [next(stream, None) for stream in streams]
        gone: list[str] = []
        for article in texts.articles:
            name = article["article_id"]
            text = texts.of(article)
            if text is None:
                gone.append(name)
            elif str(len(text)) != article["characters"]:
                self._wrong(
                    "articles.csv", "characters", f"{name}: characters is {article['characters']}, not {len(text)}"
                )
            for i, (table, stream) in enumerate(zip(placed, streams, strict=True)):
                while (head := heads[i]) is not None and head[0] <= name:
                    if head[0] == name and text is not None:
                        for row in head[1]:
                            self._place(table, row, text)
                    heads[i] = next(stream, None)
        if gone:
            some = ", ".join(gone[:5]) + (", ..." if len(gone) > 5 else "")
            self.verdict.notes.append(
                f"rows of {len(gone)} articles were not checked against their texts, which are gone or changed: {some}"
            )

    def _place(self, table: Table, row: Row, text: str) -> None:
        cells = dict(zip(table.header, row, strict=True))
        for words, start, end in _SPANS_OF[table.name]:
            if not cells[start] and not cells[end] and not cells[words]:
                continue
            try:
                found = text[int(cells[start]) : int(cells[end])]
            except ValueError:
                found = ""
            if found != cells[words] or not found:
                key = table.cell(row, table.key[0])
                self._wrong(
                    f"{table.name}.csv",
                    f"{words} offsets",
                    f"{key}: {words} is not what stands at {cells[start]}, {cells[end]}",
                )


def _spans(table: Table) -> list[tuple[str, str, str]]:
    """The columns of a table that quote the article, each with the columns of its bounds."""
    spans = [("text", "start", "end")] if "start" in table.header else []
    spans += [(name, f"{name}_start", f"{name}_end") for name in table.header if f"{name}_start" in table.header]
    return spans


_SPANS_OF = {table.name: _spans(table) for table in TABLES}


def _order(table: Table) -> Callable[[Row], tuple[Any, ...]]:
    """How the rows of a table are sorted."""
    if table.name == "errors":
        return lambda row: (row[1], row[0])
    if table.name == "entities":
        return lambda row: ()
    article = table.header.index("article_id")
    spans = _SPANS_OF[table.name]
    if not spans:
        return lambda row: (row[article],)
    start, end = (table.header.index(name) for name in spans[0][1:])
    return lambda row: (row[article], int(row[start] or -1), int(row[end] or -1))


def _by_article(table: Table, rows: Iterator[Row]) -> Iterator[tuple[str, list[Row]]]:
    at = table.header.index("article_id")
    name = ""
    some: list[Row] = []
    for row in rows:
        if row[at] != name and some:
            yield name, some
            some = []
        name = row[at]
        some.append(row)
    if some:
        yield name, some


class _Texts:
    """The articles' texts: in outputs/texts/ or in the sources. A text counts when its SHA-256 is the article's."""

    def __init__(self, outputs: Path, articles: list[dict[str, str]]) -> None:
        self.articles = articles
        self._outputs = outputs
        self._places = store.places(outputs)
        self._lines: dict[str, dict[str, int]] = {}

    def of(self, article: Mapping[str, str]) -> str | None:
        """The article's text, or None when it is nowhere."""
        if article["text_path"]:
            candidates = [self._outputs / article["text_path"]]
        else:
            place = self._places.get(article["article_id"])
            candidates = [Path(place)] if place else []
            candidates += [Path(article["source_path"]), Path("corpus", article["source_path"])]
        for path in candidates:
            try:
                text = self._read(path, article)
            except (OSError, ValueError, LookupError):
                continue
            if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() == article["text_sha256"]:
                return text
        return None

    def _read(self, path: Path, article: Mapping[str, str]) -> str:
        if path.suffix.lower() == ".jsonl":
            return self._in_jsonl(path, article["text_sha256"])
        encoding = "utf-8" if article["text_path"] else article["encoding"]
        return path.read_bytes().decode(encoding, "surrogatepass" if encoding == "utf-8" else "strict")

    def _in_jsonl(self, path: Path, sha256: str) -> str:
        """The text of that SHA-256; where each line's text stands in the file is worked out once."""
        places = self._lines.get(str(path))
        if places is None:
            places = self._lines[str(path)] = {}
            with path.open("rb") as file:
                place = 0
                for line in file:
                    with suppress(ValueError, KeyError, TypeError, AttributeError):
                        places[hashlib.sha256(_text_of(line).encode()).hexdigest()] = place
                    place += len(line)
        with path.open("rb") as file:
            file.seek(places[sha256])
            return _text_of(file.readline())


def _text_of(line: bytes) -> str:
    """The text of one line of a .jsonl."""
    text: str = json.loads(line.removeprefix(b"\xef\xbb\xbf"))["text"]
    return text
