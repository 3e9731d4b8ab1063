"""Placeholder: mentions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.schema import Mention
from pipeline.syntax import Parse


class Matcher:
    """Finds names. Compiled once from the rules in ``folders``."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders

    def find(self, parse: Parse) -> tuple[Mention, ...]:
        """The names in the article, by start."""
        return ()
