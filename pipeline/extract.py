"""The whole pipeline: corpus/ -> read -> parse -> annotate -> link -> tabulate -> write -> outputs/.

:class:`Analyser` is the chain for one article and knows nothing of files. :func:`extract` reads what is new, has it
analysed, here or in worker processes, and writes the tables; run.py knows what is new.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path

from pipeline import fingerprint, read, schema, store, write
from pipeline.run import Engine, Job, Outcome, Progress, Run, Silent, Summary
from pipeline.schema import Article

BATCH_CHARACTERS = 10_000
BATCH_ARTICLES = 32
"""How much is analysed at once: enough for the parser to fill its own batches over the articles' borders."""


def extract(job: Job, progress: Progress | None = None, engine: Engine | None = None) -> Summary:
    """Bring ``job.output`` up to date with the articles at ``job.paths``.

    Raises InputError, FormatError and LexiconError for wrong paths, settings and rules, LockedError when another run
    is at it, EngineError when nothing can be analysed, and OSError when files cannot be written. Whatever ends it
    early, finished articles are kept and the old tables stand.
    """
    write.check_formats(job.formats)
    inputs = read.inputs(job.paths, exclude=[job.output])
    texts = (job.output / write.TEXTS).absolute()
    if any(source.path.absolute().is_relative_to(texts) for source in inputs.sources):
        raise read.InputError(f"{job.output / write.TEXTS} is where texts are written: choose another --output")
    engine, progress = engine or partial(_engine, job), progress or Silent()
    with store.lock(job.output):
        try:
            return Run(job, inputs, engine, progress).do()
        except store.StoreError as error:
            progress.say(f"what earlier runs found cannot be used ({error}); everything is done anew")
            store.discard(job.output)
            return Run(job, inputs, engine, progress).do()


class Analyser:
    """parse, annotate, link, tabulate: what one article says, as rows. Loads model and rules once.

    ``fast`` does without the model: words only, no syntax.
    """

    def __init__(self, models: Path | None = None, *, fast: bool = False) -> None:
        from pipeline import annotate, link, parse, tabulate

        self._parse = parse.Tokenizer() if fast else parse.Parser()
        self._annotate = annotate.Annotator(models).annotate
        self._link = link.Linker(models).link
        self._tabulate, self._error = tabulate.tabulate, parse.ParseError

    def __call__(self, articles: Sequence[Article]) -> Iterator[Outcome]:
        """One outcome for each article, in order. What goes wrong in one article is that article's failure."""
        try:
            parses = list(self._parse.pipe(article.text for article in articles))
        except Exception as error:
            if len(articles) > 1:
                for article in articles:
                    yield from self([article])
            else:
                yield _failure(articles[0], "parse", error)
            return
        for article, parse in zip(articles, parses, strict=True):
            if isinstance(parse, self._error):
                yield _failure(article, "parse", parse)
                continue
            try:
                annotation = self._link(self._annotate(article, parse), parse)
                yield self._tabulate(annotation, "" if article.verbatim else write.text_path(article.article_id))
            except Exception as error:
                yield _failure(article, "annotate", error)


def _failure(article: Article, stage: str, error: Exception) -> schema.Failure:
    return schema.failure(article.source_path, article.article_id, stage, error)


class EngineError(Exception):
    """Nothing can be analysed, whatever the articles are."""


def _engine(job: Job, articles: Iterable[Article]) -> Generator[tuple[Article, Outcome]]:
    """The engine that the job asks for: a cluster, ``workers`` processes, or this very one."""
    groups = batches(articles)
    first = next(groups, None)
    if first is None:
        return
    check_rules(job.models)
    make = partial(Analyser, job.models, fast=job.fast)
    groups = chain([first], groups)
    if job.engine == "dask":
        from pipeline import cluster

        make = partial(_there, make, job.models, fingerprint.take(job.models, {}))
        try:
            yield from cluster.run(make, groups, scheduler=job.scheduler, count=max(1, job.workers))
        except cluster.ClusterError as error:
            raise EngineError(str(error)) from error
    elif job.workers:
        from pipeline import workers

        try:
            yield from workers.run(make, groups, job.workers)
        except workers.WorkerError as error:
            raise EngineError(str(error)) from error
    else:
        analyse = make()
        for batch in groups:
            yield from zip(batch, analyse(batch), strict=True)


def _there(make: Callable[[], Analyser], models: Path | None, here: fingerprint.Fingerprint) -> Analyser:
    """What ``make`` makes, on a machine that may be another. Raises EngineError where rows would not be the same."""
    differences = fingerprint.changes(here, fingerprint.take(models, {}))
    if differences:
        raise EngineError(f"this worker is not set up as the machine that asks: {'; '.join(differences)}")
    return make()


def check_rules(models: Path | None) -> None:
    """Raises LexiconError with all that is wrong in the rules, before anything is done with them."""
    from pipeline import annotate, lexicon, link  # noqa: F401  # matchers and link declare which rules there are

    problems = lexicon.check(models)
    if problems:
        raise lexicon.LexiconError(problems)


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
