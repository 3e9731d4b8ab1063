"""The rules by which quantities are found: units, modifiers, words that are numbers, and what is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline import lexicon, numerals
from pipeline.schema import KINDS, MODIFIERS

_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
SORTS = {"people", "times", "turn", "rank", "site", "spot", "beast", "result", "magnitude"}
"""What a unit may count (UnitRule.sorts)."""


@dataclass(frozen=True, kw_only=True)
class UnitRule(lexicon.Rule):
    """A counter or unit. ``surfaces`` are its spellings, joined with ``|``; ``place`` says where the number stands.

    ``item``: the noun counted when the counter is itself the thing (カ国 → 国); ``otherwise``: the same where only
    nothing else is named (店). ``carry`` is ``yes`` for a counter of few kinds of things, so that what it counted last
    is what it counts when nothing is named (25発を上回り).
    ``before``: a regular expression for what must stand right before the number (4回の2点).
    ``grades``: what belongs to the number after it, joined with ``|`` (震度5弱). ``next``: a regular expression for
    what must follow, where one surface is two units (30度, but 6度優勝した). ``most``: the largest whole number with
    which it is this unit (2度, but 30度). ``sorts``: what it counts, joined with ``|``: ``people``, ``times`` (回),
    ``turn`` (what may also tell when in a match: 7回に), ``rank``, ``site`` (places where something is done),
    ``spot`` (parts of a place), ``beast``, ``result`` (勝), ``magnitude`` (of earthquakes).
    """

    FILE = "quantities/units.tsv"
    KEY = ("surfaces", "place", "before", "next", "most")
    ALLOWED = {"kind": KINDS, "place": ("before", "after")}
    PATTERNS = ("before", "next")

    surfaces: str
    kind: str
    unit_id: str
    place: str = "after"
    item: str = ""
    otherwise: str = ""
    carry: str = ""
    grades: str = ""
    before: str = ""
    next: str = ""
    most: str = ""
    sorts: str = ""

    def problem(self) -> str:
        """A largest number that is no number, or a sort that is none."""
        if self.most and not self.most.isdecimal():
            return f"most is {self.most!r}, not a whole number"
        if self.sorts and not set(self.sorts.split("|")) <= SORTS:
            return f"sorts is {self.sorts!r}, not of {', '.join(sorted(SORTS))}"
        return ""


@dataclass(frozen=True, kw_only=True)
class ModifierRule(lexicon.Rule):
    """A word beside a number that says how it is meant. ``place``: before or after it, or beyond its particle.

    ``beyond`` (を超え) stays outside the quantity's text. ``role`` is ``total`` for what says that things are added up.
    """

    FILE = "quantities/modifiers.tsv"
    KEY = ("surfaces", "place")
    ALLOWED = {"place": ("before", "after", "beyond"), "modifier": MODIFIERS, "role": ("total",)}

    surfaces: str
    place: str
    modifier: str
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class WordRule(lexicon.Rule):
    """A word that is a number, or a number with its counter, in itself: 半数, ゼロ, ひとり."""

    FILE = "quantities/words.tsv"
    KEY = ("surfaces",)
    ALLOWED = {"kind": KINDS, "modifier": MODIFIERS}

    surfaces: str
    kind: str
    value: str
    modifier: str = "exact"
    unit: str = ""
    unit_id: str = ""

    def problem(self) -> str:
        """A value that is no number."""
        return "" if _NUMBER.fullmatch(self.value) else f"value is {self.value!r}, not a number"


@dataclass(frozen=True, kw_only=True)
class PartRule(lexicon.Rule):
    """A smaller unit that follows a larger one: 50銭 after 1万2000円. ``share`` is its worth in the larger one."""

    FILE = "quantities/parts.tsv"
    KEY = ("unit", "part")

    unit: str
    part: str
    share: str

    def problem(self) -> str:
        """A share that is no number."""
        return "" if _NUMBER.fullmatch(self.share) else f"share is {self.share!r}, not a number"


@dataclass(frozen=True, kw_only=True)
class TailRule(lexicon.Rule):
    """What belongs to a number after its unit: ``half`` (2キロ半), ``order`` (5人目) or ``decade`` (30円台).

    Not before one of the words in ``never`` (半年, 目標), and only before one of ``before`` where there are any; all
    are joined with ``|``.
    """

    FILE = "quantities/tails.tsv"
    KEY = ("part", "words")
    ALLOWED = {"part": ("half", "order", "decade")}

    part: str
    words: str
    never: str = ""
    before: str = ""

    def pattern(self) -> str:
        """A regular expression for the words where they are this part."""
        never = f"(?!{_any_of(self.never)})" if self.never else ""
        return f"(?:{_any_of(self.words)}){never}" + (f"(?={_any_of(self.before)})" if self.before else "")


@dataclass(frozen=True, kw_only=True)
class BareRule(lexicon.Rule):
    """Where a number without a unit tells an amount: regular expressions for the folded text before and after it.

    ``person`` is ``yes`` when a person must stand before it (漁師の男性（34）).
    """

    FILE = "quantities/bare.tsv"
    KEY = ("before", "after")
    ALLOWED = {"kind": KINDS}
    PATTERNS = ("before", "after")

    kind: str
    before: str = ""
    after: str = ""
    person: str = ""


@dataclass(frozen=True, kw_only=True)
class ShapeRule(lexicon.Rule):
    """A way of writing amounts without a unit.

    ``shape``: ``fraction`` (3分の1), ``pair`` (2対1), ``scaled`` (約3万), ``decade`` (40代), ``roll`` (議席は、A党31、
    B党24、C党9). ``next``: a regular expression for what must follow a pair, or for what a roll is of.
    """

    FILE = "quantities/shapes.tsv"
    KEY = ("shape", "next")
    ALLOWED = {"shape": ("fraction", "pair", "scaled", "decade", "roll")}
    PATTERNS = ("next",)

    shape: str
    kind: str
    next: str = ""


@dataclass(frozen=True, kw_only=True)
class NotRule(lexicon.Rule):
    """What looks like a quantity and is none: a regular expression for the folded text, with ``#`` for a number."""

    FILE = "quantities/not_quantities.tsv"
    KEY = ("pattern",)
    PATTERNS = ("pattern",)

    pattern: str


def surfaces(rule: UnitRule | ModifierRule | WordRule) -> Sequence[str]:
    """The spellings of the rule's words, folded."""
    return [numerals.fold(surface) for surface in rule.surfaces.split("|")]


def _any_of(words: str) -> str:
    return "|".join(map(re.escape, words.split("|")))
