"""Dates, times, durations and recurring times, with the TIMEX3 value that a careful reader gives them.

The expressions are recognised in the folded text (:mod:`pipeline.matchers.dates.temporal`), then resolved in order
(:mod:`pipeline.matchers.dates.resolution`). What a text shows of its own date is told by
:mod:`pipeline.matchers.dates.present`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline import numerals
from pipeline.matchers.dates import present
from pipeline.matchers.dates.resolution import Reader
from pipeline.matchers.dates.temporal import Grammar
from pipeline.schema import Date
from pipeline.syntax import Parse
from pipeline.timex import Point


class Matcher:
    """Finds temporal expressions. Compiled once from the rules in ``folders``."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._grammar = Grammar(folders)

    def infer(self, parse: Parse) -> tuple[str, str]:
        """The article's date as its text shows it, and the basis (url, text, inferred or none)."""
        return present.infer(self._grammar, parse)

    def find(self, parse: Parse, published: str = "") -> tuple[Date, ...]:
        """The temporal expressions in the article, by start; ``published`` (YYYY[-MM[-DD]] or empty) anchors them."""
        folded = numerals.fold(parse.text)
        reader = Reader(self._grammar, parse, folded, Point.parse(published))
        return reader.read(list(self._grammar.find(folded)))
