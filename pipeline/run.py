"""What is new, what is known, what is gone: one run brings the tables up to date with the corpus.

Every source has a key (where it is, what is in it, and the fingerprint of all else that rows depend on), and so has
every article. A source whose key is known is not read, an article whose key is known is not analysed, and tables in
which nothing changes are not written.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import Protocol

from pipeline import __version__, fingerprint, read, schema, store, write
from pipeline.schema import BY_NAME, TABLES, Article, Failure, Result, Row, Table


@dataclass(frozen=True, slots=True)
class Job:
    """What a run is to do. ``models`` is the user's folder of rules; ``fast`` does without the neural parser.

    ``engine`` is ``local`` (this process or worker processes) or ``dask``, with the address of its ``scheduler``.
    """

    paths: tuple[Path, ...]
    output: Path
    models: Path | None = None
    formats: tuple[str, ...] = ("csv",)
    workers: int = 1
    engine: str = "local"
    scheduler: str = ""
    fast: bool = False
    force: bool = False
    max_characters: int = 200_000


class Progress(Protocol):
    """Who wants to know how a run is getting on."""

    def say(self, line: str) -> None:
        """Something worth a line."""

    def begin(self, size: int) -> None:
        """There are ``size`` bytes of input in all."""

    def work(self) -> None:
        """There is an article to analyse: from now on it takes time."""

    def advance(self, size: int, articles: int) -> None:
        """``size`` more bytes are done with, and ``articles`` more articles analysed."""


class Silent:
    """Progress that nobody watches."""

    def say(self, line: str) -> None:
        """Not said."""

    def begin(self, size: int) -> None:
        """Not shown."""

    def work(self) -> None:
        """Not shown."""

    def advance(self, size: int, articles: int) -> None:
        """Not shown."""


Outcome = Result | Failure
Engine = Callable[[Iterable[Article]], Generator[tuple[Article, Outcome]]]
"""Whatever analyses articles: in this process, in workers, on a cluster. Outcomes may come in any order."""


@dataclass(slots=True)
class Summary:
    """What a run has done."""

    articles: int = 0
    new: int = 0
    redone: int = 0
    unchanged: int = 0
    removed: int = 0
    skipped: int = 0
    reasons: list[str] = field(default_factory=list)
    """Why articles were done again that had not changed."""
    failures: list[Failure] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    characters: int = 0
    """Characters analysed in this run."""
    seconds: float = 0.0
    written: bool = False


class Run:
    """One run: reads what is new, has it analysed, keeps the rows, and writes the tables. Hold the lock meanwhile."""

    def __init__(self, job: Job, inputs: read.Inputs, engine: Engine, progress: Progress) -> None:
        self.job, self.inputs, self.engine, self.progress = job, inputs, engine, progress
        self.summary = Summary(skipped=sum(inputs.skipped.values()))
        self.fingerprint = fingerprint.take(job.models, {"max_characters": job.max_characters, "fast": job.fast})
        self.mark = fingerprint.digest(self.fingerprint)
        self.claimed: dict[str, str] = {}
        self.keys: dict[str, str] = {}
        self.failures = list(inputs.failures)
        self.reader: read.Reader | None = None
        self.working = False

    def do(self) -> Summary:
        """The run from its first file to its last."""
        began = time.monotonic()
        self.progress.begin(sum(_size(source.path) for source in self.inputs.sources))
        with store.Store(self.job.output) as self.store:
            self._tell_why()
            self.known = self.store.sources()
            self.retry = {row[1] for row in self.store.rows("errors") if row[2] == "run"}
            with closing(self.engine(self._todo())) as outcomes:
                for article, outcome in outcomes:
                    self._keep(article, outcome)
            self._forget({_place(source) for source in self.inputs.sources})
            self._publish()
        self.summary.seconds = time.monotonic() - began
        return self.summary

    def _tell_why(self) -> None:
        """Say what has changed, besides articles, since the last run."""
        before = self.store.fact("fingerprint")
        if before is not None:
            self.summary.reasons = fingerprint.changes(before, self.fingerprint)
        if self.job.force:
            self.summary.reasons = ["asked for by --force"]
        for reason in self.summary.reasons:
            self.progress.say(f"{reason}: every article is done again")
        self.store.put_fact("fingerprint", self.fingerprint)

    def _todo(self) -> Iterator[Article]:
        """The articles that must be analysed: new or changed ones, and all of them under a new fingerprint."""
        for source in self.inputs.sources:
            place, sha256 = _place(source), source.sha256()
            key = _hash(self.mark, source.name, sha256)
            size = _size(source.path)
            if sha256 and self.known.get(place) == key and self._is_done(place):
                for item in self.store.items(place):
                    self.summary.unchanged += self._claim(source, item)
            else:
                for article in self._read(source, place, key):
                    if not self.working:
                        self.working = True
                        self.progress.work()
                    size -= len(article.text.encode("utf-8", "surrogatepass"))
                    yield article
            self.progress.advance(size, 0)

    def _read(self, source: read.Source, place: str, key: str) -> Iterator[Article]:
        """The articles of one source that are due. Notes all that the source gives."""
        self.store.drop_sources([place])
        for position, found in enumerate(self._given(source)):
            if isinstance(found, Failure):
                item = store.Item(found.article_id, "", found)
            else:
                own = _hash(self.mark, *astuple(found))
                item = store.Item(found.article_id, own, None, self.store.key(found.article_id) == own)
            self.store.put_item(place, position, item)
            due = self._is_due(item)
            if self._claim(source, item) and not due:
                self.summary.unchanged += 1
            elif due and isinstance(found, Article):
                self.keys[found.article_id] = item.key
                yield found
        self.store.put_source(place, key)

    def _given(self, source: read.Source) -> Iterator[Article | Failure]:
        """What the source gives. Whatever goes wrong in it is its failure."""
        self.reader = self.reader or read.Reader(read.Limits(self.job.max_characters), self.job.models)
        try:
            yield from self.reader.read(source)
        except Exception as error:
            yield schema.failure(source.name, source.article_id, "read", error)

    def _is_done(self, place: str) -> bool:
        """Whether all articles that the source gives have been analysed."""
        first: dict[str, store.Item] = {}
        for item in self.store.items(place):
            first.setdefault(item.article_id, item)
        return not any(self._is_due(item) for item in first.values())

    def _is_due(self, item: store.Item) -> bool:
        """Whether the item is an article that must be analysed."""
        if item.failure or item.article_id in self.claimed:
            return False
        return self.job.force or not item.done or item.article_id in self.retry

    def _claim(self, source: read.Source, item: store.Item) -> bool:
        """Whether the item is an article, and the first of its id. All else is a failure."""
        named = item.failure or Article(item.article_id, source.name, text="")
        (named,) = read.unique([named], self.claimed)
        if isinstance(named, Failure):
            self.failures.append(named)
        return isinstance(named, Article)

    def _keep(self, article: Article, outcome: Outcome) -> None:
        key = self.keys.pop(article.article_id)
        if self.store.key(article.article_id) is None:
            self.summary.new += 1
        else:
            self.summary.redone += 1
        self.summary.characters += len(article.text)
        if isinstance(outcome, Failure):
            rows: dict[str, Sequence[Row]] = {"errors": [outcome.row()]}
        else:
            rows = {name: _in_order(BY_NAME[name], some) for name, some in outcome.rows.items()}
            if not article.verbatim:
                rows[store.TEXT] = [(article.text,)]
        self.store.put_fact("published", None)
        self.store.put_article(article.article_id, key, rows)
        self.store.commit()
        self.progress.advance(len(article.text.encode("utf-8", "surrogatepass")), 1)

    def _forget(self, present: set[str]) -> None:
        """Drop the sources that are gone, and the articles that nothing gives any more."""
        self.store.drop_sources(name for name in self.known if name not in present)
        gone = [article_id for article_id in self.store.article_ids() if article_id not in self.claimed]
        if gone:
            self.store.put_fact("published", None)
            self.store.drop_articles(gone)
        self.summary.removed = len(gone)
        self.summary.articles = len(self.claimed)

    def _publish(self) -> None:
        """Write the tables, unless they stand there already."""
        errors = sorted({*(each.row() for each in self.failures), *self.store.rows("errors")}, key=_error_order)
        self.summary.failures = [Failure(*row) for row in errors]
        state = {"formats": self.job.formats, "errors": _hash(*errors), "mark": self.mark}
        published = self.store.fact("published")
        if (
            published
            and published["state"] == _plain(state)
            and published["files"] == _stats(self.job.output, published["files"])
        ):
            self.summary.rows = published["rows"]
            return
        from pipeline import entities as merging
        from pipeline import lexicon
        from pipeline import names as known

        names = {f"{table.name}.{kind}" for table in TABLES for kind in self.job.formats} | {write.PACKAGE}
        names |= {write.text_path(article_id) for article_id, _ in self.store.articles_with(store.TEXT)}
        former = self.store.files()
        self.store.put_fact("published", None)
        self.store.put_files(sorted(names - former))
        self.store.commit()
        dates = {row[0]: row[_PUBLISHED] for row in self.store.rows("articles")}
        wikidata = known.names(lexicon.folders(self.job.models)).wikidata
        entities, merged = merging.corpus(self.store.rows("mentions"), dates, wikidata)

        def rows(table: Table) -> Iterable[Row]:
            if table.name in {"entities", "errors"}:
                return entities if table.name == "entities" else errors
            found = self.store.rows(table.name)
            return _merged(table, found, merged) if merged else found

        texts = ((write.text_path(name), some[0][0]) for name, some in self.store.articles_with(store.TEXT))
        files = write.publish(
            self.job.output, rows, texts=texts, formats=self.job.formats, version=__version__, former=former
        )
        self.store.drop_files(sorted(former - names))
        self.summary.rows = {file.name.partition(".")[0]: file.rows for file in files if file.name != write.PACKAGE}
        self.summary.written = True
        stats = _stats(self.job.output, sorted(names))
        self.store.put_fact("published", {"state": state, "files": stats, "rows": self.summary.rows})


_PUBLISHED = BY_NAME["articles"].header.index("published")


def _in_order(table: Table, rows: Sequence[Row]) -> Sequence[Row]:
    """An article's rows by start and end, as every table is sorted."""
    places = [i for i, name in enumerate(table.header) if name in _BOUNDS]
    return sorted(rows, key=lambda row: [int(row[i]) for i in places]) if places else rows


_BOUNDS = ("start", "end", "content_start", "content_end")


def _error_order(row: Row) -> tuple[str, ...]:
    """Errors are sorted by article, then by file."""
    return (row[1], row[0], *row[2:])


def _merged(table: Table, rows: Iterable[Row], merged: dict[str, str]) -> Iterator[Row]:
    """The rows with every entity's id replaced by the one that the corpus has for it."""
    places = {i for i, name in enumerate(table.header) if name.endswith("entity_id")}
    for row in rows:
        yield tuple(merged.get(cell, cell) if i in places else cell for i, cell in enumerate(row))


def _stats(folder: Path, names: Iterable[str]) -> dict[str, list[int]]:
    """Size and time of change of each file that is there."""
    stats = {}
    for name in names:
        try:
            found = os.stat(folder / name)  # noqa: PTH116  # a Path's own is slower, and there may be a million texts
        except OSError:
            continue
        stats[name] = [found.st_size, found.st_mtime_ns]
    return stats


def _place(source: read.Source) -> str:
    """The name under which the store knows a source: where the file is."""
    return os.fsencode(os.path.abspath(source.path)).decode("utf-8", "backslashreplace")  # noqa: PTH100


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _plain(value: object) -> object:
    """The value as it comes back from JSON."""
    return json.loads(json.dumps(value))


def _hash(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
