"""Placeholder: dates."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.schema import Date
from pipeline.syntax import Parse


class Matcher:
    """Finds temporal expressions. Compiled once from the rules in ``folders``."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders

    def infer(self, parse: Parse) -> tuple[str, str]:
        """The article's date as its text shows it, and the basis (text, inferred or none)."""
        return "", "none"

    def find(self, parse: Parse, published: str = "") -> tuple[Date, ...]:
        """The temporal expressions in the article, by start; ``published`` (YYYY[-MM[-DD]] or empty) anchors them."""
        return ()
