"""Placeholder: claims."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.schema import Claim, Mention
from pipeline.syntax import Parse


class Matcher:
    """Finds claims. Compiled once from the rules in ``folders``."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders

    def find(self, parse: Parse, mentions: Sequence[Mention] = ()) -> tuple[Claim, ...]:
        """The claims in the article, by start of their content; ``mentions`` help to name the source."""
        return ()
