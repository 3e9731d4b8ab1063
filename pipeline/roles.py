"""What a sentence is in its article: title, heading, body, caption, byline or boilerplate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline import lexicon
from pipeline.schema import ROLES, Sentence
from pipeline.syntax import Parse


@dataclass(frozen=True, kw_only=True)
class RoleRule(lexicon.Rule):
    """``pattern``: a regular expression searched in the sentence's line; the first row that matches decides."""

    FILE = "sentences/roles.tsv"

    role: str
    pattern: str

    def problem(self) -> str:
        """A role that is none, or a pattern that does not compile."""
        if self.role not in ROLES:
            return f"role is {self.role!r}, not one of {', '.join(ROLES)}"
        try:
            re.compile(self.pattern)
        except re.error as error:
            return f"pattern is no regular expression: {error}"
        return ""


class Matcher:
    """Gives each sentence its role. Compiled once from the rules in ``folders``."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._rules = [(re.compile(rule.pattern), rule.role) for rule in lexicon.read(RoleRule, folders)]

    def find(self, parse: Parse, title: str = "") -> tuple[Sentence, ...]:
        """The parse's sentences with their roles. ``title`` is the article's title where metadata gives it."""
        return tuple(Sentence(start, end) for start, end in parse.sentences)
