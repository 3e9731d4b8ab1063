"""The whole pipeline: corpus/ -> read -> parse -> annotate -> link -> tabulate -> write -> outputs/.

:class:`Analyser` is the chain for one article and knows nothing of files; :func:`extract` does what is new, leaves
what is known, and writes the tables when anything in them has changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Protocol

from pipeline import __version__, fingerprint, read, store, write
from pipeline.schema import BY_NAME, Article, Failure, Result, Row, Table

Outcome = Result | Failure
MAX_CHARACTERS = 200_000


class Analyser:
    """parse, annotate, link, tabulate: what one article says, as rows. Loads model and rules once."""

    def __init__(self, models: Path | None = None) -> None:
        from pipeline import annotate, link, parse, tabulate

        self._parse = parse.Parser()
        self._annotate = annotate.Annotator(models).annotate
        self._link, self._tabulate, self._error = link.link, tabulate.tabulate, parse.ParseError

    def __call__(self, articles: Sequence[Article]) -> Iterator[Outcome]:
        """One outcome for each article, in order. What goes wrong in one article is that article's failure."""
        try:
            parses = list(self._parse.pipe(article.text for article in articles))
        except Exception as error:
            if len(articles) > 1:
                for article in articles:
                    yield from self([article])
            else:
                yield failure(articles[0], "parse", error)
            return
        for article, parse in zip(articles, parses, strict=True):
            if isinstance(parse, self._error):
                yield failure(article, "parse", parse)
                continue
            try:
                annotation = self._link(self._annotate(article, parse), parse)
                yield self._tabulate(annotation, "" if article.verbatim else write.text_path(article.article_id))
            except Exception as error:
                yield failure(article, "annotate", error)


def failure(article: Article, stage: str, error: Exception) -> Failure:
    """The row of ``errors`` for an article that made ``stage`` fail."""
    message = " ".join(str(error).split())[:300]
    return Failure(article.source_path, article.article_id, stage, type(error).__name__, message)


class EngineError(Exception):
    """Nothing can be analysed, whatever the articles are."""


class Progress(Protocol):
    """Who wants to know how a run is getting on."""

    def say(self, line: str) -> None:
        """Something worth a line."""

    def begin(self, size: int) -> None:
        """There are ``size`` bytes of input in all."""

    def advance(self, size: int, articles: int) -> None:
        """``size`` more bytes are done with, and ``articles`` more articles analysed."""


class Silent:
    """Progress that nobody watches."""

    def say(self, line: str) -> None:
        """Not said."""

    def begin(self, size: int) -> None:
        """Not shown."""

    def advance(self, size: int, articles: int) -> None:
        """Not shown."""


Engine = Callable[[Iterable[Article]], Iterable[tuple[Article, Outcome]]]
"""Whatever runs an Analyser over articles: here, in worker processes, on a cluster. The order is free."""


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


@dataclass(frozen=True, slots=True)
class Job:
    """What a run is to do. ``models`` is the user's folder of rules."""

    paths: tuple[Path, ...]
    output: Path
    models: Path | None = None
    formats: tuple[str, ...] = ("csv",)
    workers: int = 1
    force: bool = False
    max_characters: int = MAX_CHARACTERS


def extract(job: Job, progress: Progress | None = None, engine: Engine | None = None) -> Summary:
    """Bring ``job.output`` up to date with the articles at ``job.paths``.

    Raises LockedError when another run is at it, FormatError and LexiconError for wrong settings and rules, OSError
    when files cannot be written. Whatever ends it early, finished articles are kept and the old tables stand.
    """
    progress = progress or Silent()
    write.check_formats(job.formats)
    with store.lock(job.output):
        try:
            return _Run(job, progress, engine).do()
        except store.StoreError as error:
            progress.say(f"what earlier runs found cannot be used ({error}); everything is done anew")
            store.discard(job.output)
            return _Run(job, progress, engine).do()


class _Run:
    """One run of :func:`extract`."""

    def __init__(self, job: Job, progress: Progress, engine: Engine | None) -> None:
        self.job, self.progress, self.summary = job, progress, Summary()
        self.engine = engine or partial(_engine, job)
        self.fingerprint = fingerprint.take(job.models, {"max_characters": job.max_characters})
        self.mark = fingerprint.digest(self.fingerprint)
        self.claimed: dict[str, str] = {}
        self.keys: dict[str, str] = {}
        self.failures: list[Failure] = []
        self.reader: read.Reader | None = None

    def do(self) -> Summary:
        """The run from its first file to its last."""
        began = time.monotonic()
        found = read.inputs(self.job.paths, exclude=[self.job.output])
        self.failures = list(found.failures)
        self.summary.skipped = sum(found.skipped.values())
        self.progress.begin(sum(_size(source.path) for source in found.sources))
        with store.Store(self.job.output) as self.store:
            self._tell_why()
            self.known = self.store.sources()
            self.retry = {row[1] for row in self.store.rows("errors") if row[2] == "run"}
            for article, outcome in self.engine(self._todo(found.sources)):
                self._keep(article, outcome)
            self._forget({_place(source) for source in found.sources})
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

    def _todo(self, sources: Iterable[read.Source]) -> Iterator[Article]:
        """The articles that must be analysed: new or changed ones, and all of them under a new fingerprint."""
        for source in sources:
            place, sha256 = _place(source), source.sha256()
            key = _hash(self.mark, source.name, sha256)
            size = _size(source.path)
            known = bool(sha256) and self.known.get(place) == key
            if known and not any(self._is_due(item) for item in self.store.items(place)):
                for item in self.store.items(place):
                    self.summary.unchanged += self._claim(source, item)
            else:
                for article in self._read(source, place, key):
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
            yield failure(Article(source.article_id, source.name, text=""), "read", error)

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
        from pipeline import link

        self.store.put_fact("published", None)
        self.store.commit()
        dates = {row[0]: row[_PUBLISHED] for row in self.store.rows("articles")}
        entities, merged = link.corpus(self.store.rows("mentions"), dates)

        def rows(table: Table) -> Iterable[Row]:
            if table.name in {"entities", "errors"}:
                return entities if table.name == "entities" else errors
            found = self.store.rows(table.name)
            return _merged(table, found, merged) if merged else found

        texts = ((write.text_path(name), some[0][0]) for name, some in self.store.articles_with(store.TEXT))
        files = write.publish(self.job.output, rows, texts, self.job.formats, __version__)
        self.summary.rows = {file.name.partition(".")[0]: file.rows for file in files if file.name != write.PACKAGE}
        self.summary.written = True
        names = [file.name for file in files] + [
            write.text_path(name) for name, _ in self.store.articles_with(store.TEXT)
        ]
        self.store.put_fact(
            "published",
            {"state": state, "files": _stats(self.job.output, names), "rows": self.summary.rows},
        )


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


def _engine(job: Job, articles: Iterable[Article]) -> Iterator[tuple[Article, Outcome]]:
    """The engine that the job asks for: ``workers`` processes, or this very one when there are to be none."""
    groups = batches(articles)
    first = next(groups, None)
    if first is None:
        return
    check_rules(job.models)
    make = partial(Analyser, job.models)
    groups = chain([first], groups)
    if job.workers:
        from pipeline import workers

        try:
            yield from workers.run(make, groups, job.workers)
        except workers.WorkerError as error:
            raise EngineError(str(error)) from error
    else:
        analyse = make()
        for batch in groups:
            yield from zip(batch, analyse(batch), strict=True)


def check_rules(models: Path | None) -> None:
    """Raises LexiconError with all that is wrong in the rules, before anything is done with them."""
    from pipeline import annotate, lexicon  # noqa: F401  # the matchers declare which rules there are

    problems = lexicon.check(models)
    if problems:
        raise lexicon.LexiconError(problems)


BATCH_CHARACTERS = 10_000
BATCH_ARTICLES = 32


def batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """The articles in small groups, so that the parser can fill its own batches over their borders."""
    batch: list[Article] = []
    size = 0
    for article in articles:
        if batch and (size + len(article.text) > BATCH_CHARACTERS or len(batch) == BATCH_ARTICLES):
            yield batch
            batch, size = [], 0
        batch.append(article)
        size += len(article.text)
    if batch:
        yield batch
