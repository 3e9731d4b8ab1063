"""Expressions of time as they are recognised: the rows of ``models/dates/``, compiled to one regular expression.

What is found is told as pieces (year, month, daypart ...) with the rules that took part; what they mean is another
matter (:mod:`pipeline.matchers.dates.resolution`).
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline import lexicon, timex
from pipeline.schema import DATE_MODS

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_CUE_REACH = 12
"""How many characters before and after an expression a cue may take into account."""
_BEGINS = "0-9〇零一二三四五六七八九十百千数何半ひ元'’西紀年月週師"
"""The characters with which an expression may begin, other than the first ones of the words in models/dates/."""
_NO_RUN = "(?<![0-9]{12})(?<![〇一二三四五六七八九十百千]{12})"
"""Nothing begins far inside a run of digits: else the time that such a run takes would grow with its square."""
_QUESTIONS = (
    *("duration", "long", "days", "recurrence", "habit", "yearly", "weekdays"),
    *("plan", "programme", "medium", "range"),
)
KINDS = (
    *("calendar", "numeric", "bc", "century", "decade", "fiscal", "term", "period", "quarter", "quarter_alone"),
    *("week", "weekday", "nth_weekday", "clock", "clock_minute", "offset", "duration", "set", "rate", "vague"),
)
"""The kinds of expressions that patterns.tsv may name; each is read by a method of its own."""


@dataclass(frozen=True, kw_only=True)
class PartRule(lexicon.Rule):
    """A piece of an expression."""

    FILE = "dates/parts.tsv"
    PATTERNS = ("pattern",)

    name: str
    pattern: str


@dataclass(frozen=True, kw_only=True)
class PatternRule(lexicon.Rule):
    """A whole expression, made of pieces, and the way it is read (``read_KIND`` of the Reader)."""

    FILE = "dates/patterns.tsv"
    ALLOWED = {"kind": KINDS}
    PATTERNS = ("pattern",)

    kind: str
    pattern: str


@dataclass(frozen=True, kw_only=True)
class WordRule(lexicon.Rule):
    """A word that names a time by its distance from another: 昨年, 翌日, 毎週."""

    FILE = "dates/words.tsv"
    KEY = ("part", "word")
    ALLOWED = {"anchor": ("published", "context"), "mod": DATE_MODS}

    part: str
    word: str
    anchor: str = ""
    unit: str
    shift: int
    detail: str = ""
    mod: str = ""


@dataclass(frozen=True, kw_only=True)
class DaypartRule(lexicon.Rule):
    """A part of the day and its TIMEX3 letters."""

    FILE = "dates/dayparts.tsv"
    KEY = ("word",)
    ALLOWED = {"value": ("MO", "MI", "AF", "EV", "NI", "DT")}

    word: str
    value: str


@dataclass(frozen=True, kw_only=True)
class EdgeRule(lexicon.Rule):
    """A word beside an expression that modifies it: 末, 以降, 約."""

    FILE = "dates/edges.tsv"
    KEY = ("part", "word")
    ALLOWED = {"mod": DATE_MODS}

    part: str
    word: str
    mod: str = ""


@dataclass(frozen=True, kw_only=True)
class EraRule(lexicon.Rule):
    """An era and its first year."""

    FILE = "dates/eras.tsv"
    KEY = ("name",)

    name: str
    first: int


@dataclass(frozen=True, kw_only=True)
class VagueRule(lexicon.Rule):
    """A time that no calendar can tell: 現在, 将来."""

    FILE = "dates/vague.tsv"
    KEY = ("word",)

    word: str
    value: str

    def problem(self) -> str:
        """A value that is no reference and no duration."""
        if not (timex.is_valid("DATE", self.value) or timex.is_valid("DURATION", self.value)):
            return f"value is {self.value!r}, which is not TIMEX3"
        return ""


@dataclass(frozen=True, kw_only=True)
class DatelineRule(lexicon.Rule):
    """Where an article states its own date: groups ``year``, ``month``, ``day``, and ``tens`` of the month.

    ``basis``: ``text`` or ``url``, or ``inferred`` for the dates of papers that the article cites, which write the
    month as a number or in English (group ``name``). No example: what it makes is the article's date and no row.
    """

    FILE = "dates/datelines.tsv"
    KEY = ("pattern",)
    ALLOWED = {"basis": ("text", "url", "inferred")}
    PATTERNS = ("pattern",)

    example: str = ""
    pattern: str
    basis: str

    def problem(self) -> str:
        """A pattern that names no year and month."""
        groups = set(re.compile(self.pattern).groupindex)
        return "" if "year" in groups and groups & {"month", "name"} else "pattern has no groups year and month"


@dataclass(frozen=True, kw_only=True)
class EventRule(lexicon.Rule):
    """An event of which every newspaper reader knows when it was: ``since``, as YYYY-MM.

    No example: what it tells is the article's date, and no row.
    """

    FILE = "dates/events.tsv"
    KEY = ("pattern",)
    PATTERNS = ("pattern",)

    example: str = ""
    pattern: str
    since: str

    def problem(self) -> str:
        """A month that is none."""
        return "" if re.fullmatch(r"[12][0-9]{3}-(?:0[1-9]|1[0-2])", self.since) else f"since is {self.since!r}"


@dataclass(frozen=True, kw_only=True)
class NotRule(lexicon.Rule):
    """What looks like a date and is none."""

    FILE = "dates/not_dates.tsv"
    KEY = ("pattern",)
    PATTERNS = ("pattern",)

    pattern: str


@dataclass(frozen=True, kw_only=True)
class CueRule(lexicon.Rule):
    """What settles a question about an expression: a pattern in the text right after or right before it.

    ``duration``: whether 10年 is a length of time and no year; ``long``: the same of 1300年; ``days``: the same of 4日;
    ``recurrence``: whether a length of time comes back; ``habit``: the same of a weekday; ``yearly``: of a day of the
    year; ``weekdays``: of a time of day; ``plan``: whether a predicate tells a plan; ``programme``: whether a year is
    that of a programme that the text goes on to tell; ``medium``: whether a day is that of a report; ``range``: whether
    what stands between two expressions makes a range of them.
    """

    FILE = "dates/cues.tsv"
    ALLOWED = {"question": _QUESTIONS, "side": ("before", "after")}
    PATTERNS = ("pattern",)

    question: str
    side: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Found:
    """An expression as it was recognised: its pieces in order, as (name, text), and the rules that took part."""

    start: int
    end: int
    kind: str
    pieces: tuple[tuple[str, str], ...]
    rules: tuple[str, ...]

    def get(self, name: str) -> str:
        """The last piece of that name, or the empty string."""
        return next((text for key, text in reversed(self.pieces) if key == name), "")

    def all(self, *names: str) -> list[str]:
        """Every piece of these names, in order."""
        return [text for key, text in self.pieces if key in names]


def _by_initial(words: Sequence[str]) -> str:
    """A pattern of the words, tried in their order, that looks only at those with the right first character."""
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(initial)}(?:{'|'.join(rest)})" for initial, rest in rests.items())


class Grammar:
    """The rows of models/dates/, compiled. ``words``, ``edges`` and the like give the row of a piece's text."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.words = {(row.part, row.word): row for row in lexicon.read(WordRule, folders)}
        self.edges = {(row.part, row.word): row for row in lexicon.read(EdgeRule, folders)}
        self.dayparts = {row.word: row for row in lexicon.read(DaypartRule, folders)}
        self.eras = {row.name: row for row in lexicon.read(EraRule, folders)}
        self.datelines = [(row, re.compile(row.pattern, re.M)) for row in lexicon.read(DatelineRule, folders)]
        self._events = [(row, re.compile(row.pattern)) for row in lexicon.read(EventRule, folders)]
        self.vague = {row.word: row for row in lexicon.read(VagueRule, folders)}
        self._cues: dict[str, list[tuple[CueRule, re.Pattern[str]]]] = {question: [] for question in _QUESTIONS}
        for cue in lexicon.read(CueRule, folders):
            self._cues[cue.question].append((cue, re.compile(cue.pattern)))
        self._parts: dict[str, list[tuple[str, str]]] = {}
        for rule in lexicon.read(PartRule, folders):
            self._parts.setdefault(rule.name, []).append((rule.id, rule.pattern))
        literals: list[tuple[str, str, str]] = [(row.part, row.word, row.id) for row in self.words.values()]
        literals += [(row.part, row.word, row.id) for row in self.edges.values()]
        literals += [("daypart", row.word, row.id) for row in self.dayparts.values()]
        literals += [("era", row.name, row.id) for row in self.eras.values()]
        literals += [("vague", row.word, row.id) for row in self.vague.values()]
        self._ids = {(part, word): id_ for part, word, id_ in literals}
        for part in sorted({part for part, _, _ in literals}):
            words = sorted((word for name, word, _ in literals if name == part), key=lambda word: (-len(word), word))
            self._parts.setdefault(part, []).append(("", _by_initial(words)))
        self._pieces: list[tuple[str, str]] = []
        self._patterns: dict[str, tuple[PatternRule, int, int]] = {}
        rows = lexicon.read(PatternRule, folders)
        refused = "|".join(f"(?:{row.pattern})" for row in lexicon.read(NotRule, folders))
        self._not = re.compile(f"{_NO_RUN}(?:{refused})")
        alternatives = []
        for number, row in enumerate(rows):
            first = len(self._pieces)
            alternatives.append(f"(?P<p{number}>{self._expand(row.pattern)})")
            self._patterns[f"p{number}"] = (row, first, len(self._pieces))
        # Most characters of a text begin no expression: two quick looks keep the long alternation from them.
        words = sorted({word for _, word, _ in literals})
        initials = "".join(map(re.escape, sorted({word[0] for word in words})))
        look = f"(?=[{initials}{_BEGINS}])(?=[{_BEGINS}]|{_by_initial(words)}){_NO_RUN}"
        self._regex = re.compile(f"{look}(?:{'|'.join(alternatives)})")

    def _expand(self, pattern: str) -> str:
        """The pattern with every {piece} replaced by a named group for each of its rows."""

        def piece(match: re.Match[str]) -> str:
            groups = []
            if match[1] not in self._parts:
                raise lexicon.LexiconError([f"{PatternRule.FILE}: no piece and no word is called {match[1]!r}"])
            for id_, inner in self._parts[match[1]]:
                name = f"x{len(self._pieces)}"
                self._pieces.append((match[1], id_))
                groups.append(f"(?P<{name}>{self._expand(inner)})")
            return f"(?:{'|'.join(groups)})"

        return _PLACEHOLDER.sub(piece, pattern)

    def find(self, folded: str) -> Iterator[Found]:
        """The expressions in the folded text, in order, none overlapping another."""
        barred = deque(match.span() for match in self._not.finditer(folded))
        for match in self._regex.finditer(folded):
            if match.lastgroup is None or match.end() == match.start():
                continue
            while barred and barred[0][1] <= match.start():
                barred.popleft()
            if barred and barred[0][0] <= match.start():
                continue
            row, first, last = self._patterns[match.lastgroup]
            pieces = []
            rules = [row.id]
            for number in range(first, last):
                text = match[f"x{number}"]
                if text is not None:
                    name, id_ = self._pieces[number]
                    pieces.append((match.start(f"x{number}"), name, text))
                    rules.append(id_ or self._ids[name, text])
            pieces.sort(key=lambda piece: piece[0])
            yield Found(
                match.start(),
                match.end(),
                row.kind,
                tuple((name, text) for _, name, text in pieces),
                tuple(dict.fromkeys(rules)),
            )

    def events(self, folded: str) -> Iterator[tuple[int, int, tuple[int, int]]]:
        """Where the folded text names an event of known date: start, end, and its year and month."""
        for row, pattern in self._events:
            for match in pattern.finditer(folded):
                yield match.start(), match.end(), (int(row.since[:4]), int(row.since[5:]))

    def cue(self, question: str, folded: str, start: int, end: int) -> str:
        """The id of the first cue that settles the question about the span, or the empty string."""
        before, after = folded[max(0, start - _CUE_REACH) : start], folded[end : end + _CUE_REACH]
        for row, pattern in self._cues.get(question, ()):
            if pattern.search(before) if row.side == "before" else pattern.match(after):
                return row.id
        return ""

    def joins(self, folded: str, left: int, right: int) -> str:
        """The id of the cue that makes a range of two expressions with this between them, or the empty string."""
        if not 0 <= left < right <= left + _CUE_REACH:
            return ""
        return next((row.id for row, pattern in self._cues["range"] if pattern.fullmatch(folded, left, right)), "")
