"""Placeholder: quantities."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.schema import Quantity
from pipeline.syntax import Parse


class Matcher:
    """Finds quantities. Compiled once from the rules in ``folders``."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders

    def find(self, parse: Parse, taken: Sequence[tuple[int, int]] = ()) -> tuple[Quantity, ...]:
        """The quantities in the article, by start, outside the spans ``taken`` (dates, and names with a number)."""
        return ()
