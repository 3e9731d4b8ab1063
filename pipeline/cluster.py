"""Work on many machines: the same analysis by the workers of a Dask cluster.

Every worker process loads the model once and takes small batches of articles; what it finds comes back as soon as it
is done, and no more is under way than the workers need to be busy, so that a corpus of any size fits. When a worker
dies, the articles that it may have died of are tried again, each alone on the cluster, after all others; the one that
does it again becomes a row of ``errors``.
"""

from __future__ import annotations

import faulthandler
import logging
import pickle
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from pipeline import schema
from pipeline.schema import Article, Failure
from pipeline.workers import ENVIRONMENT, Analyse, Limits, Outcome

if TYPE_CHECKING:
    from distributed import Client, Future

_AHEAD = 3
"""Batches under way for each worker: one in work, the others on their way."""
_WAIT = 60
"""Seconds in which scheduler and a first worker must answer."""
_WATCH = 60.0
"""Seconds after which it is looked again whether there is a worker."""
_LOG = logging.getLogger(__name__)


class ClusterError(Exception):
    """Nothing can be analysed on the cluster, whatever the articles are."""


def run(
    make: Callable[[], Analyse],
    batches: Iterable[Sequence[Article]],
    *,
    scheduler: str = "",
    count: int = 1,
    limits: Limits | None = None,
) -> Iterator[tuple[Article, Outcome]]:
    """Each article with its outcome, as they come, from the workers of ``scheduler`` or ``count`` on this machine.

    ``make`` is pickled, and called once in every worker process. Raises ClusterError when nobody answers, when the
    connection is lost, or when a worker cannot load. Warns while no worker is left, and waits for others.
    """
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        raise ClusterError('Dask is not installed: pip install "kikigaki[cluster]"') from error
    limits = limits or Limits()
    with ExitStack() as stack:
        address = scheduler or stack.enter_context(_local(count, limits))
        try:
            client = stack.enter_context(Client(address, timeout=_WAIT, set_as_default=False))
            client.wait_for_workers(1, timeout=_WAIT)
        except OSError as error:
            raise ClusterError(
                f"no scheduler with a worker answers at {scheduler or 'this machine'}: {error}"
            ) from error
        stack.enter_context(_watched(client))
        work = _Work(client, make, limits)
        fresh = iter(batches)
        running: dict[Future[list[Outcome]], Sequence[Article]] = {}
        finished = as_completed(loop=client.loop)
        suspects: list[Article] = []
        while True:
            room = _AHEAD * max(1, len(client.nthreads())) - len(running)
            for batch in islice(fresh, max(0, room)):
                future = work.submit(batch)
                running[future] = batch
                finished.add(future)
            if not running:
                break
            future = next(finished)
            articles = running.pop(future)
            outcomes = work.outcomes(future)
            if isinstance(outcomes, Exception):
                suspects.extend(articles)
            else:
                yield from zip(articles, outcomes, strict=True)
        for article in suspects:
            outcomes = work.outcomes(work.submit([article]))
            yield article, _failure(article, outcomes) if isinstance(outcomes, Exception) else outcomes[0]


def _local(count: int, limits: Limits) -> AbstractContextManager[object]:
    """A scheduler and workers on this machine, each a process."""
    from distributed import LocalCluster

    cluster: AbstractContextManager[object] = LocalCluster(
        n_workers=count,
        threads_per_worker=1,
        processes=True,
        memory_limit=limits.memory,
        dashboard_address=":0",
        silence_logs=logging.CRITICAL,
        scheduler_kwargs={"allowed_failures": 0},
        env=dict(ENVIRONMENT),
    )
    return cluster


@contextmanager
def _watched(client: Client) -> Iterator[None]:
    """Meanwhile somebody looks whether there is a worker: those of a job queue have their hours, and others come."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(_WATCH):
            if not client.nthreads():
                _LOG.warning("no worker is left; waiting for one")

    thread = threading.Thread(target=watch, name="kikigaki watch", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


class _Work:
    """What is handed to the cluster, and what comes back."""

    def __init__(self, client: Client, make: Callable[[], Analyse], limits: Limits) -> None:
        self._client, self._recipe, self._limits = client, pickle.dumps(make), limits

    def submit(self, articles: Sequence[Article]) -> Future[list[Outcome]]:
        """The articles on their way to a worker."""
        allowed = self._limits.seconds + self._limits.seconds_per_character * sum(len(each.text) for each in articles)
        return self._client.submit(analyse, self._recipe, list(articles), allowed, pure=False)

    def outcomes(self, future: Future[list[Outcome]]) -> list[Outcome] | Exception:
        """An outcome for each article, or what the worker died of. Raises ClusterError."""
        from distributed.client import FutureCancelledError

        try:
            return future.result()
        except ClusterError:
            raise
        except FutureCancelledError as error:
            raise ClusterError(f"the connection to the scheduler is lost: {error}") from error
        except Exception as error:
            return error


def _failure(article: Article, error: Exception) -> Failure:
    from distributed import KilledWorker

    if isinstance(error, KilledWorker):
        message = "its worker process ended or was ended for taking too long or too much memory, twice"
        return Failure(article.source_path, article.article_id, "run", "died", message)
    return schema.failure(article.source_path, article.article_id, "run", error)


# ---------------------------------------------------------------- in the workers


def analyse(recipe: bytes, articles: Sequence[Article], seconds: float) -> list[Outcome]:
    """One outcome for each article, by what ``recipe`` makes. A process that takes longer than ``seconds`` ends."""
    with _ALONE:
        made = _made(recipe)
        faulthandler.dump_traceback_later(seconds, exit=True)
        try:
            return list(made(articles))
        finally:
            faulthandler.cancel_dump_traceback_later()


_ALONE = threading.Lock()
"""Threads of one worker take turns: they would only hinder each other."""


@lru_cache(maxsize=1)
def _made(recipe: bytes) -> Analyse:
    """The analyser, loaded once in this process."""
    try:
        made: Analyse = pickle.loads(recipe)()
    except Exception as error:
        raise ClusterError(f"a worker cannot load: {type(error).__name__}: {error}") from error
    return made
