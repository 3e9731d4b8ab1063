"""The rules of reported speech, and what a sentence is read against: the article's parse and names with these rules."""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline import lexicon
from pipeline.schema import CUE_TYPES, Mention
from pipeline.syntax import Parse

FRAMES = (
    *("と", "こと", "よう", "を", "か", "伝聞", "との", "連体", "示す"),
    *("による", "ところ", "では", "話として", "括弧", "括弧調べ", "見出し", "体言", "引用", "問答", "とする", "判明"),
    *("前文", "供述", "口頭", "捜査"),
)
SPEAKERS = frozenset({"person", "unnamed", "organization", "country"})
KINDS = ("person", "suspect", "unnamed", "organization", "country", "media", "document", "basis", "pronoun")
"""``document`` speaks by itself (報告書は…としている); ``basis`` is only what a telling rests on (警察の調べでは). A
``suspect`` is a person whom the police question."""


@dataclass(frozen=True, kw_only=True)
class CueRule(lexicon.Rule):
    """A reporting expression.

    ``cue`` is its dictionary form and ``also`` other spellings, joined with ``|``. ``frames`` tells what it takes, also
    joined with ``|``: と (「Q」と述べる), こと (〜ことを認める), よう (〜よう求める), を (「Q」を訴える),
    か (〜かを尋ねる), 伝聞 hearsay that names nobody (〜とされる), との a noun (〜との見方), 連体 a noun with a
    clause (〜する意向), 示す a verb that takes such a noun, 判明 (〜ことが分かる), 前文 a verb that may tell of the
    sentence before it (〜。県が発表した), 供述 what suspects do, 捜査 what they
    never do, 口頭 what only people do, and papers never; and the frames of one row each.
    """

    FILE = "claims/cues.tsv"
    KEY = ("cue", "frames")
    ALLOWED = {"cue_type": CUE_TYPES}

    cue: str
    frames: str
    cue_type: str
    also: str = ""

    def problem(self) -> str:
        """A frame that is none."""
        wrong = [frame for frame in self.frames.split("|") if frame not in FRAMES]
        return f"frame is {wrong[0]!r}, not one of {', '.join(FRAMES)}" if wrong else ""


@dataclass(frozen=True, kw_only=True)
class SourceRule(lexicon.Rule):
    """A noun that ends the name of somebody or something that makes claims: 大統領, 関係者, 省, 紙, 報告書, 同氏.

    ``match`` is ``word``, or ``ending`` for the last character of common nouns (弁護人, 参列者).
    """

    FILE = "claims/sources.tsv"
    KEY = ("source", "match")
    ALLOWED = {"kind": KINDS, "match": ("word", "ending")}

    source: str
    kind: str
    match: str = "word"


@dataclass(frozen=True, kw_only=True)
class NotRule(lexicon.Rule):
    """What stands after と or として and shows that nothing is reported: 〜と名付ける, 〜として逮捕する.

    After との: who meets a view without holding it (〜との批判を受ける). After 場: an occasion of speaking, which is no
    part of what is said (記者会見し、〜ことを認めた).
    """

    FILE = "claims/not_claims.tsv"
    KEY = ("word", "after")
    ALLOWED = {"after": ("と", "として", "との", "受", "回答", "場", "席", "接続", "相手")}

    word: str
    after: str = "と"


@dataclass(frozen=True, kw_only=True)
class NotSourceRule(lexicon.Rule):
    """A noun that says nothing though it be the topic beside a quotation: 場合, 理由, こと."""

    FILE = "claims/not_sources.tsv"
    KEY = ("source",)

    source: str


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules, by what they are looked up with.

    ``cues`` holds the cue rules by frame and surface; frames that begin with ``not`` hold what reports nothing.
    ``sources`` are nouns that end the name of a source, ``endings`` the last characters of words for people, ``silent``
    nouns that never speak, ``suspects`` those sources that name people under suspicion.
    """

    cues: Mapping[str, Mapping[str, CueRule]]
    sources: Mapping[str, SourceRule]
    endings: Mapping[str, SourceRule]
    silent: frozenset[str]
    suspects: frozenset[str]


class Setting:
    """What a line is read against: the article's parse and names, and the rules."""

    def __init__(self, parse: Parse, mentions: Sequence[Mention], rules: Rules) -> None:
        self.parse = parse
        self.text = parse.text
        self.cues = rules.cues
        self.sources = rules.sources
        self.endings = rules.endings
        self.silent = rules.silent
        self.suspects = rules.suspects
        self._mentions = sorted(mentions, key=lambda mention: mention.start)
        self._starts = [mention.start for mention in self._mentions]

    def mention_in(self, start: int, end: int, labels: Sequence[str]) -> Mention | None:
        """The last name of one of the labels that lies in the span."""
        at = bisect.bisect_left(self._starts, end)
        while at > 0 and self._starts[at - 1] >= start:
            at -= 1
            if self._mentions[at].end <= end and self._mentions[at].label in labels:
                return self._mentions[at]
        return None
