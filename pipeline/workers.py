"""Work in several processes, none of which can harm the run.

Each worker is a fresh process (spawned: spaCy and OpenBLAS do not survive a fork) that loads the model once, takes
small batches of articles over a pipe and sends one outcome after the other back. One that dies, hangs or eats memory
is killed and replaced. The articles that it had in hand are tried once more, each alone; the one that does it again
becomes a row of ``errors``.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from pathlib import Path

from pipeline.schema import Article, Failure, Result

Outcome = Result | Failure
Analyse = Callable[[Sequence[Article]], Iterable[Outcome]]
"""One outcome for each article, in order."""

ENVIRONMENT: Mapping[str, str] = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    # glibc: keep freed memory rather than give it back and have it cleared again at every batch
    "MALLOC_MMAP_THRESHOLD_": "1073741824",
    "MALLOC_TRIM_THRESHOLD_": "2147483648",
    "MALLOC_TOP_PAD_": "67108864",
}
"""What a worker finds in its environment where the user has set nothing."""
FORCED = {"OPENBLAS_NUM_THREADS"}
"""What it finds there whatever the user has set: more threads cost half as much again and gain nothing."""


class WorkerError(Exception):
    """No worker can be started: whatever the articles are, they cannot be analysed."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a worker may take."""

    seconds: float = 120.0
    seconds_per_character: float = 0.001
    memory: int = 3_000_000_000
    loading: float = 300.0
    """Seconds until it is ready."""
    articles: int = 500
    """It is replaced after so many, since spaCy's caches grow."""


@dataclass(frozen=True, slots=True)
class _Task:
    articles: Sequence[Article]
    again: bool = False
    """Whether this is the second and last try."""


def run(
    make: Callable[[], Analyse], batches: Iterable[Sequence[Article]], count: int, limits: Limits | None = None
) -> Iterator[tuple[Article, Outcome]]:
    """Each article with its outcome, as they come, from ``count`` workers that call what ``make`` makes.

    ``make`` is pickled, and called once in every worker. All workers have ended when the iterator has, however it does.
    Raises WorkerError when workers do not come up.
    """
    limits = limits or Limits()
    fresh = (_Task(batch) for batch in batches)
    again: deque[_Task] = deque()
    task = next(fresh, None)
    crew: list[_Worker] = []
    stillborn = 0
    try:
        while True:
            while task and len(crew) < count and all(worker.task for worker in crew):
                crew.append(_Worker(make, limits))
                crew[-1].give(task)
                task = again.popleft() if again else next(fresh, None)
            for worker in crew:
                if task and not worker.task:
                    worker.give(task)
                    task = again.popleft() if again else next(fresh, None)
            busy = [worker for worker in crew if worker.task]
            if not busy:
                return
            connection.wait([worker.pipe for worker in busy], timeout=_POLL)
            for worker in busy:
                yield from worker.outcomes()
                trouble = worker.trouble()
                if trouble:
                    stillborn = 0 if worker.ready else stillborn + 1
                    if stillborn == _STILLBORN:
                        raise WorkerError(f"{stillborn} workers in turn did not come up: {trouble.message}")
                    left = worker.left()
                    if left and left.again:
                        yield left.articles[0], trouble.failure(left.articles[0])
                    elif left:
                        again.extend(_Task([article], again=worker.ready) for article in left.articles)
                if trouble or worker.spent():
                    worker.end()
                    crew.remove(worker)
            if task is None:
                task = again.popleft() if again else next(fresh, None)
    finally:
        for worker in crew:
            worker.end()


_POLL = 0.2
_STILLBORN = 3


@dataclass(frozen=True, slots=True)
class _Trouble:
    """What is wrong with a worker."""

    code: str
    message: str

    def failure(self, article: Article) -> Failure:
        return Failure(article.source_path, article.article_id, "run", self.code, f"{self.message}, twice")


class _Worker:
    """One worker process, as the run sees it."""

    def __init__(self, make: Callable[[], Analyse], limits: Limits) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, make), name="kikigaki worker", daemon=True)
        with _starting():
            self._process.start()
        theirs.close()  # so that the pipe ends when the worker does
        self._limits = limits
        self.ready = False
        self.task: _Task | None = None
        self._received = self._articles = 0
        self._trouble: _Trouble | None = None
        self._deadline = time.monotonic() + limits.loading

    def give(self, task: _Task) -> None:
        """Hand the worker its next task: at once, or as soon as it is ready to read it."""
        self.task, self._received = task, 0
        self._extend()
        if self.ready:
            self._send(task)

    def _send(self, task: _Task) -> None:
        with suppress(OSError):  # it has died: the pipe will tell
            self.pipe.send(list(task.articles))

    def _extend(self) -> None:
        if self.task and self.ready:
            characters = sum(len(article.text) for article in self.task.articles)
            allowed = self._limits.seconds + self._limits.seconds_per_character * characters
            self._deadline = time.monotonic() + allowed

    def outcomes(self) -> Iterator[tuple[Article, Outcome]]:
        """What has come in, without waiting."""
        try:
            while self.task and self.pipe.poll():
                message = self.pipe.recv()
                if message is None:
                    self.ready = True
                    self._send(self.task)
                elif isinstance(message, str):
                    raise WorkerError(message)
                else:
                    article = self.task.articles[self._received]
                    self._received += 1
                    self._articles += 1
                    if self._received == len(self.task.articles):
                        self.task = None
                    yield article, message
                self._extend()
        except (EOFError, OSError):
            self._process.join(_POLL)
            self._trouble = _Trouble("died", f"its worker process ended ({_ending(self._process.exitcode)})")

    def trouble(self) -> _Trouble | None:
        """What is wrong with the worker, if anything is."""
        if self._trouble is None and self.task:
            memory = _memory(self._process.pid)
            if memory > self._limits.memory:
                self._trouble = _Trouble("memory", f"took more than {self._limits.memory // 10**6:,} MB of memory")
            elif time.monotonic() > self._deadline:
                what = "took too long" if self.ready else "did not load in time"
                self._trouble = _Trouble("timeout", what)
        return self._trouble

    def left(self) -> _Task | None:
        """What the worker has not finished."""
        return _Task(self.task.articles[self._received :], self.task.again) if self.task else None

    def spent(self) -> bool:
        """Whether the worker has done its share."""
        return not self.task and self._articles >= self._limits.articles

    def end(self) -> None:
        """The end of the process, whatever it is doing."""
        self._process.kill()
        self._process.join()
        self.pipe.close()


def _work(pipe: Connection, make: Callable[[], Analyse]) -> None:
    """What a worker does: it sends None when it is ready, or a string as its last word; then outcome upon outcome."""
    with suppress(EOFError, OSError):  # the run has ended
        try:
            analyse = make()
        except Exception as error:
            pipe.send(f"{type(error).__name__}: {error}")
            return
        pipe.send(None)
        while True:
            for outcome in analyse(pipe.recv()):
                pipe.send(outcome)


def _memory(pid: int | None) -> int:
    """Bytes of memory that the process holds; 0 where the system does not tell."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return 0


def _ending(code: int | None) -> str:
    return f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"


@contextmanager
def _starting() -> Iterator[None]:
    """What a worker inherits while it is being started: its environment, and deaf ears for Ctrl-C."""
    before = {name: os.environ.get(name) for name in ENVIRONMENT}
    os.environ.update({name: value for name, value in ENVIRONMENT.items() if not before[name] or name in FORCED})
    here = threading.current_thread() is threading.main_thread()  # no other may handle signals
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN) if here else None
    try:
        yield
    finally:
        if here:
            signal.signal(signal.SIGINT, handler)
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
