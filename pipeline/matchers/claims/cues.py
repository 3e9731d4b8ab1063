"""The rules of reported speech, and what a sentence is read against: the article's parse and names with these rules."""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline import lexicon
from pipeline.schema import CUE_TYPES, Mention
from pipeline.syntax import Parse

FRAMES = (
    *("と", "こと", "よう", "を", "か", "伝聞", "との", "連体", "示す", "話として", "括弧調べ", "判明"),
    *(
        "前文",
        "供述",
        "口頭",
        "捜査",
        "調べ",
        "仕草",
        "観察",
        "相互",
        "人伝",
        "結び",
        "直後",
        "体言見解",
        "文末",
        "受け手",
    ),
)
SINGLE = (
    "による",
    "ところ",
    "では",
    "話として",
    "括弧",
    "見出し",
    "体言",
    "引用",
    "問答",
    "とする",
    "とされる",
    "とのこと",
)
"""Frames whose row is looked up by the frame alone."""
SPEAKERS = frozenset({"person", "unnamed", "organization", "country"})
KINDS = ("person", "suspect", "unnamed", "organization", "country", "media", "document", "basis", "pronoun")
"""``document`` speaks by itself (報告書は…としている); ``basis`` is only what a telling rests on (警察の調べでは). A
``suspect`` is a person whom the police question."""
NOT_AFTER = ("と", "として", "とする", "場", "席", "相手", "受", "接続", "回答")
"""What a :class:`NotRule` may stand after: a particle of telling, or a circumstance (places, seats, listeners ...)."""


@dataclass(frozen=True, kw_only=True)
class CueRule(lexicon.Rule):
    """A reporting expression.

    ``cue`` is its dictionary form and ``also`` other spellings, joined with ``|``. ``frames`` tells what it takes, also
    joined with ``|``: と (「Q」と述べる), こと (〜ことを認める), よう (〜よう求める), を (「Q」を訴える),
    か (〜かを尋ねる), 伝聞 hearsay that names nobody (〜とされる), との a noun (〜との見方), 連体 a noun with a
    clause (〜する意向), 示す a verb that takes such a noun, 判明 (〜ことが分かる), 話として (〜の話として), 括弧調べ
    (（業界団体調べ）), and the frames of one row each in ``SINGLE``.

    Other frames tell more of it. 前文: it may tell of the sentence before it (〜。県が発表した). 供述: suspects do
    it; 捜査: they never do; 調べ: the police do it after a view (〜とみて調べる). 口頭: only people do it, papers
    never. 仕草: it shows a mood and tells no more than a quotation (胸を張る). 観察: it is no telling where another
    verb tells of it (確認したと発表した). 相互: one does it with another, so that only a clause or a quotation is
    told (住民と連絡する). 人伝: it passes on what somebody named before has told (〜という). 結び: it may end what
    〜によると tells. 直後: it follows its noun at once (説明をする). 体言見解: it shows a view that is a noun
    alone (別の地震との見解を示す). 文末: only at the end of a sentence. 受け手: who does it meets a view and does not
    hold it (〜との批判を受ける).
    """

    FILE = "claims/cues.tsv"
    KEY = ("cue", "frames")
    ALLOWED = {"cue_type": CUE_TYPES}

    cue: str
    frames: str
    cue_type: str
    also: str = ""

    @cached_property
    def takes(self) -> frozenset[str]:
        """The frames, one by one."""
        return frozenset(self.frames.split("|"))

    def problem(self) -> str:
        """A frame that is none."""
        wrong = self.takes - {*FRAMES, *SINGLE}
        return f"frames are not {' or '.join(sorted(wrong))}, but {', '.join((*FRAMES, *SINGLE))}" if wrong else ""


@dataclass(frozen=True, kw_only=True)
class SourceRule(lexicon.Rule):
    """A noun that ends the name of somebody or something that makes claims: 大統領, 関係者, 省, 紙, 報告書, 同氏.

    ``match`` is ``word``, ``ending`` for the last character of common nouns (弁護人, 参列者), or ``issue`` for what
    follows the name of a paper and tells which one it was (夕刊, 面).
    """

    FILE = "claims/sources.tsv"
    KEY = ("source", "match")
    ALLOWED = {"kind": KINDS, "match": ("word", "ending", "issue")}

    source: str
    kind: str
    match: str = "word"


@dataclass(frozen=True, kw_only=True)
class NotRule(lexicon.Rule):
    """What stands after と or として and shows that nothing is reported: 〜と名付ける, 〜として逮捕する.

    After 場: an occasion of speaking, which is no part of what is said (記者会見し、〜ことを認めた). After とする: what
    is worded so and is nobody's view (〜とする規則).
    """

    FILE = "claims/not_claims.tsv"
    KEY = ("word", "after")
    ALLOWED = {"after": NOT_AFTER}

    word: str
    after: str = "と"


@dataclass(frozen=True, kw_only=True)
class NotSourceRule(lexicon.Rule):
    """A noun that says nothing though it be the topic beside a quotation: 場合, 理由, こと."""

    FILE = "claims/not_sources.tsv"
    KEY = ("source",)

    source: str


@dataclass(frozen=True, kw_only=True)
class DayRule(lexicon.Rule):
    """What tells whether a date between the source and what is told belongs to the telling.

    ``sense`` is ``told`` where it is the day of the telling (県は12日、…と発表した), or ``planned`` where it is that of
    what is told (県は年内に…と発表した). ``word`` stands at the ``end`` of the date, its ``start``, or ``within`` it.
    """

    FILE = "claims/days.tsv"
    KEY = ("word", "sense")
    ALLOWED = {"sense": ("told", "planned"), "side": ("start", "end", "within")}

    word: str
    sense: str
    side: str

    def fits(self, date: str) -> bool:
        """Whether the word stands where it should in the date."""
        if self.side == "within":
            return self.word in date
        return date.endswith(self.word) if self.side == "end" else date.startswith(self.word)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules, by what they are looked up with.

    ``cues`` holds the cue rules by frame and surface; frames that begin with ``not`` hold what reports nothing.
    ``only`` holds the rules of the frames of one row each.
    ``sources`` are nouns that end the name of a source, ``endings`` the last characters of words for people, ``silent``
    nouns that never speak, ``suspects`` those sources that name people under suspicion, ``issues`` what follows the
    name of a paper and tells which one it was, ``days`` what tells whose a date is.
    """

    cues: Mapping[str, Mapping[str, CueRule]]
    only: Mapping[str, CueRule]
    sources: Mapping[str, SourceRule]
    endings: Mapping[str, SourceRule]
    silent: frozenset[str]
    suspects: frozenset[str]
    issues: Mapping[str, SourceRule]
    days: tuple[DayRule, ...]


class Setting:
    """What a line is read against: the article's parse and names, and the rules."""

    def __init__(self, parse: Parse, mentions: Sequence[Mention], rules: Rules) -> None:
        self.parse = parse
        self.text = parse.text
        self.cues = rules.cues
        self.only = rules.only
        self.sources = rules.sources
        self.endings = rules.endings
        self.silent = rules.silent
        self.suspects = rules.suspects
        self.issues = rules.issues
        self.days = rules.days
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
