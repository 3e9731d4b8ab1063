"""What a sentence is in its article: title, heading, body, caption, byline or boilerplate.

Captions, bylines and boilerplate are told by their wording, which stands in models/; titles and headings by their place
and shape: a line of its own, short, without a full stop.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline import lexicon
from pipeline.schema import ROLES, Sentence
from pipeline.sentences import Paragraph
from pipeline.syntax import Parse

TITLE_LENGTH = 120
HEADING_LENGTH = 45
_FINAL = re.compile(r"[。｡．.…、，][」』）)】”]*$")
_LIST = re.compile(r"(?:[・･\-‐*＊▶►▸→>＞●○■□◆◇]|[0-9０-９]{1,2}[.．)）、])")
_PREDICATE = re.compile(r"(?:です|ます|した|だった|でした|だ|する|いる|ある|れる|せる|か[?？])$")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, kw_only=True)
class RoleRule(lexicon.Rule):
    """``pattern`` is searched in the sentence.

    ``spreads`` is ``list`` when list lines that follow have its role too, ``next`` when the next line has.
    """

    FILE = "sentences/roles.tsv"
    ALLOWED = {"role": ROLES, "spreads": ("list", "next")}
    PATTERNS = ("pattern",)

    role: str
    pattern: str
    spreads: str = ""


class Matcher:
    """Gives each sentence its role. Compiled once from the rules in ``folders``."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._rules = [(re.compile(rule.pattern), rule) for rule in lexicon.read(RoleRule, folders)]

    def find(self, parse: Parse, title: str = "") -> tuple[Sentence, ...]:
        """The parse's sentences with their roles. ``title`` is the article's title where metadata gives it."""
        text = parse.text
        out: list[Sentence] = []
        spans = iter([*parse.sentences, (len(text), len(text))])
        span = next(spans)
        alone = len(parse.paragraphs) == 1
        title_may_come = not alone
        spreading: RoleRule | None = None
        before: Paragraph | None = None
        for paragraph in parse.paragraphs:
            inside: list[tuple[int, int]] = []
            while span[0] < paragraph.end:
                inside.append(span)
                span = next(spans)
            rules = [self._rule(text, start, end) for start, end in inside]
            line = text[paragraph.start : paragraph.end]
            shape = _shape(line)
            adjoins = before is not None and text.count("\n", before.end, paragraph.start) < 2
            if spreading and rules and rules[0] is None and (spreading.spreads == "next" or shape in {"list", "short"}):
                role = spreading.role
            elif line == title or (
                title_may_come
                and shape != "sentence"
                and (len(inside) == 1 or before is None)
                and len(line) <= TITLE_LENGTH
            ):
                role = "title"
            else:
                role = "heading" if shape == "short" and not alone else "body"
            if rules and rules[0]:
                spreading = rules[0] if rules[0].spreads else None
            elif spreading and (spreading.spreads == "next" or role != spreading.role):
                spreading = None
            roles = [rule.role if rule else role for rule in rules]
            out.extend(Sentence(*place, role) for place, role in zip(inside, roles, strict=True))
            # A second title line stands right below the first, or says the same again.
            is_title = role == "title" and "title" in roles
            first = before is None or (title_may_come and not is_title)
            title_may_come = (is_title and (first or adjoins)) or (
                title_may_come and bool(roles) and all(each in {"caption", "byline", "boilerplate"} for each in roles)
            )
            before = paragraph
        return tuple(out)

    def _rule(self, text: str, start: int, end: int) -> RoleRule | None:
        sentence = text[start:end]
        return next((rule for pattern, rule in self._rules if pattern.search(sentence)), None)


def _shape(line: str) -> str:
    """How a line looks: ``sentence`` (ends as one), ``list`` (begins as an item), ``short`` (a heading), ``long``."""
    if _FINAL.search(line) or not _WORD.search(line):
        return "sentence"
    if _LIST.match(line):
        return "list"
    if len(line) <= HEADING_LENGTH and not _PREDICATE.search(line):
        return "short"
    return "long"
