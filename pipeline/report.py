"""What a run shows of itself: a bar on a terminal, plain lines otherwise, and a table at the end."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.schema import TABLES

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from pipeline.run import Summary

_EVERY = 10.0
"""Seconds between two plain lines."""
_TOP = 5


class Lines:
    """Progress as plain lines on standard error: for logs."""

    def __init__(self) -> None:
        self._size = self._done = self._articles = 0
        self._last = time.monotonic()

    def say(self, line: str) -> None:
        """One line."""
        print(line, file=sys.stderr, flush=True)

    def begin(self, size: int) -> None:
        """There are ``size`` bytes of input."""
        self._size = size

    def work(self) -> None:
        """One line, before the model is loaded."""
        self.say("loading the model")

    def advance(self, size: int, articles: int) -> None:
        """A line now and then."""
        self._done += size
        self._articles += articles
        if articles and time.monotonic() - self._last >= _EVERY:
            self._last = time.monotonic()
            self.say(f"{self._articles:,} articles analysed, {self._done / max(self._size, 1):.0%} of the input done")


class Terminal(Lines):
    """Progress as a bar, shown once there is an article to analyse."""

    def __init__(self) -> None:
        super().__init__()
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def say(self, line: str) -> None:
        """One line above the bar."""
        if self._bar is not None:
            self._bar.console.print(line, highlight=False, markup=False)
        else:
            super().say(line)

    def work(self) -> None:
        """The bar appears."""
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            BarColumn(),
            TextColumn("{task.percentage:>3.0f}%"),
            TextColumn("{task.fields[articles]:,} articles"),
        )
        self._bar = Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("", total=self._size, completed=self._done, articles=0)
        self._bar.start()

    def advance(self, size: int, articles: int) -> None:
        """The bar, a little further."""
        self._done += size
        self._articles += articles
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=self._done, articles=self._articles)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()


@contextmanager
def progress() -> Iterator[Lines]:
    """The progress that suits standard error, for as long as the block lasts."""
    if not sys.stderr.isatty():
        yield Lines()
        return
    terminal = Terminal()
    try:
        yield terminal
    finally:
        terminal.close()


def table(summary: Summary, output: Path) -> str:
    """What a run has done, for people."""
    lines = [
        ("articles read", summary.articles),
        ("  new", summary.new),
        ("  done again", summary.redone),
        ("  unchanged", summary.unchanged),
        ("removed", summary.removed),
        ("failed", len(summary.failures)),
        ("files skipped", summary.skipped),
        *((f"rows in {each.name}", summary.rows.get(each.name, 0)) for each in TABLES),
    ]
    width = max(len(name) for name, _ in lines)
    shown = [f"{name:<{width}}  {count:>11,}" for name, count in lines]
    shown.append(f"{'seconds':<{width}}  {summary.seconds:>11,.1f}")
    if summary.characters:
        shown.append(f"{'characters per second':<{width}}  {summary.characters / max(summary.seconds, 0.001):>11,.0f}")
    kinds = Counter((failure.stage, failure.code) for failure in summary.failures)
    if kinds:
        shown.append("what failed most:")
    for (stage, code), count in kinds.most_common(_TOP):
        first = next(each for each in summary.failures if (each.stage, each.code) == (stage, code))
        shown.append(f"  {count:,} x {stage}: {code}, as {first.source_path}: {first.message}")
    state = "written" if summary.written else "as they were, nothing has changed"
    return "\n".join([*shown, f"tables in {output}: {state}"])
