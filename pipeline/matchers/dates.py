"""Dates, times, durations and recurring times, with the TIMEX3 value that a careful reader gives them.

One regular expression, composed from the rows of ``models/dates/``, finds the expressions in the folded text. Each is
then resolved in the order of the text against the article's date and what is under discussion (:class:`_Discourse`).
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from pipeline import lexicon, numerals, timex
from pipeline.schema import DATE_MODS, Date
from pipeline.syntax import Parse, Word
from pipeline.timex import Point

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_FAR = 1000
_CUE_REACH = 12
_FORESIGHT = 4
"""How many years ahead budgets look."""
_TERM_AHEAD = 6
"""How many months ahead a term (10〜12月期) is another year's, unless the text foresees it."""
_BEGINS = "0-9〇零一二三四五六七八九十百千数半ひ元'’西紀年月週第師"
"""The characters with which an expression may begin, other than the first ones of the words in models/dates/."""
_NUMERAL = re.compile("[0-9〇一二三四五六七八九十百千]")
_LOOSE = {"edge", "clock_edge", "after", "daypart", "season"}
_QUESTIONS = ("duration", "days", "recurrence", "plan", "range")
_WEEKDAYS = "月火水木金土日"
_DAYPART_WORDS = {"TMO": "朝", "TNI": "夜"}


def _pattern_problem(pattern: str) -> str:
    """Why the pattern, its {pieces} aside, is no regular expression; empty when it is one."""
    try:
        re.compile(_PLACEHOLDER.sub("x", pattern))
    except re.error as error:
        return f"pattern is no regular expression: {error}"
    return ""


@dataclass(frozen=True, kw_only=True)
class PartRule(lexicon.Rule):
    """A piece of an expression."""

    FILE = "dates/parts.tsv"

    name: str
    pattern: str

    def problem(self) -> str:
        """A pattern that does not compile."""
        return _pattern_problem(self.pattern)


@dataclass(frozen=True, kw_only=True)
class PatternRule(lexicon.Rule):
    """A whole expression, made of pieces, and the way it is read (a method of :class:`_Reader`)."""

    FILE = "dates/patterns.tsv"

    kind: str
    pattern: str

    def problem(self) -> str:
        """An unknown kind, or a pattern that does not compile."""
        if not hasattr(_Reader, f"read_{self.kind}"):
            return f"kind is {self.kind!r}, which nothing reads"
        return _pattern_problem(self.pattern)


@dataclass(frozen=True, kw_only=True)
class WordRule(lexicon.Rule):
    """A word that names a time by its distance from another: 昨年, 翌日, 毎週."""

    FILE = "dates/words.tsv"
    KEY = ("part", "word")

    part: str
    word: str
    anchor: str = ""
    unit: str
    shift: int
    detail: str = ""
    mod: str = ""

    def problem(self) -> str:
        """An unknown anchor or modifier."""
        if self.anchor not in {"", "published", "context"}:
            return f"anchor is {self.anchor!r}, neither published nor context"
        return _mod_problem(self.mod)


@dataclass(frozen=True, kw_only=True)
class DaypartRule(lexicon.Rule):
    """A part of the day and its TIMEX3 letters."""

    FILE = "dates/dayparts.tsv"
    KEY = ("word",)

    word: str
    value: str


@dataclass(frozen=True, kw_only=True)
class EdgeRule(lexicon.Rule):
    """A word beside an expression that modifies it: 末, 以降, 約."""

    FILE = "dates/edges.tsv"
    KEY = ("part", "word")

    part: str
    word: str
    mod: str = ""

    def problem(self) -> str:
        """An unknown modifier."""
        return _mod_problem(self.mod)


def _mod_problem(mod: str) -> str:
    return f"mod is {mod!r}, not one of TIMEX3's" if mod and mod not in DATE_MODS else ""


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

    No example: what it makes is the article's date and no row.
    """

    FILE = "dates/datelines.tsv"
    KEY = ("pattern",)

    example: str = ""
    pattern: str
    basis: str

    def problem(self) -> str:
        """A basis that is none, or a pattern that does not compile or names no year and month."""
        if self.basis not in {"text", "url"}:
            return f"basis is {self.basis!r}, neither text nor url"
        problem = _pattern_problem(self.pattern)
        if not problem and not {"year", "month"} <= set(re.compile(self.pattern).groupindex):
            return "pattern has no groups year and month"
        return problem


@dataclass(frozen=True, kw_only=True)
class NotRule(lexicon.Rule):
    """What looks like a date and is none."""

    FILE = "dates/not_dates.tsv"
    KEY = ("pattern",)

    pattern: str

    def problem(self) -> str:
        """A pattern that does not compile."""
        return _pattern_problem(self.pattern)


@dataclass(frozen=True, kw_only=True)
class CueRule(lexicon.Rule):
    """What settles a question about an expression: a pattern in the text right after or right before it.

    ``duration``: whether 10年 is a length of time and no year; ``days``: the same of 4日; ``recurrence``: whether a
    length of time comes back; ``plan``: whether a predicate tells a plan; ``range``: whether what stands between two
    expressions makes a range of them.
    """

    FILE = "dates/cues.tsv"

    question: str
    side: str
    pattern: str

    def problem(self) -> str:
        """An unknown question or side, or a pattern that does not compile."""
        if self.question not in _QUESTIONS:
            return f"question is {self.question!r}, not one of {', '.join(_QUESTIONS)}"
        if self.side not in {"before", "after"}:
            return f"side is {self.side!r}, not before or after"
        return _pattern_problem(self.pattern)


@dataclass(frozen=True, slots=True)
class _Found:
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


class _Grammar:
    """The rows of models/dates/, compiled."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.words = {(row.part, row.word): row for row in lexicon.read(WordRule, folders)}
        self.edges = {(row.part, row.word): row for row in lexicon.read(EdgeRule, folders)}
        self.dayparts = {row.word: row for row in lexicon.read(DaypartRule, folders)}
        self.eras = {row.name: row for row in lexicon.read(EraRule, folders)}
        self.datelines = [(row, re.compile(row.pattern, re.M)) for row in lexicon.read(DatelineRule, folders)]
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
            self._parts.setdefault(part, []).append(("", "|".join(map(re.escape, words))))
        self._pieces: list[tuple[str, str]] = []
        self._patterns: dict[str, tuple[PatternRule, int, int]] = {}
        rows = lexicon.read(PatternRule, folders)
        self._not = re.compile("|".join(f"(?:{row.pattern})" for row in lexicon.read(NotRule, folders)))
        alternatives = []
        for number, row in enumerate(rows):
            first = len(self._pieces)
            alternatives.append(f"(?P<p{number}>{self._expand(row.pattern)})")
            self._patterns[f"p{number}"] = (row, first, len(self._pieces))
        # Most characters of a text begin no expression: two quick looks keep the long alternation from them.
        words = sorted({word for _, word, _ in literals})
        initials = "".join(map(re.escape, sorted({word[0] for word in words})))
        look = f"(?=[{initials}{_BEGINS}])(?=[{_BEGINS}]|{'|'.join(map(re.escape, words))})"
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

    def find(self, folded: str) -> Iterator[_Found]:
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
            yield _Found(
                match.start(),
                match.end(),
                row.kind,
                tuple((name, text) for _, name, text in pieces),
                tuple(dict.fromkeys(rules)),
            )

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


@dataclass(slots=True)
class _Discourse:
    """What is under discussion: the last date told, the last day, the last month, and where the date stood.

    ``recent`` is the last day within a week of the article's date: what a report comes back to after a digression.
    ``ahead`` is where the year after the article's was last named: a schedule for it names months without it.
    """

    point: Point = field(default_factory=Point)
    day: Point = field(default_factory=Point)
    recent: Point = field(default_factory=Point)
    month: Point = field(default_factory=Point)
    value: str = ""
    mod: str = ""
    end: int = -1
    ahead: int = -1
    stated_year: bool = False


class _Reader:
    """Resolves the expressions of one article, in order."""

    def __init__(self, grammar: _Grammar, parse: Parse, folded: str, published: Point) -> None:
        self.grammar = grammar
        self.parse = parse
        self.folded = folded
        self.published = published
        self.talk = _Discourse()
        self.kanji_days = bool(
            re.search(r"[二三]?十[一二三四五六七八九]?日(?!間)|[一二三四五六七八九十]月", folded)
        ) and not re.search(r"[0-9]日(?!間)", folded)
        self.made: list[Date] = []
        self.current: _Found | None = None
        self.used: tuple[str, ...] = ()
        self.next: _Found | None = None

    def read(self, found: Sequence[_Found]) -> tuple[Date, ...]:
        """The records, in order; what turns out to be no date is left out."""
        for i, each in enumerate(found):
            self.current, self.used = self.whole_words(each), ()
            if self.current is None:
                continue
            self.next = found[i + 1] if i + 1 < len(found) else None
            reading: Callable[[_Found], Date | None] = getattr(self, f"read_{each.kind}")
            made = reading(self.current)
            if made is None:
                continue
            if made.type != "DURATION" or not made.earliest:
                earliest, latest = timex.interval(made.value, made.mod)
                made = replace(made, earliest=made.earliest or earliest, latest=made.latest or latest)
            self.made.append(made)
        return self.ranges(self.made)

    def whole_words(self, found: _Found) -> _Found | None:
        """The expression without a last piece that belongs to a word (中 of 12日中国); None when it cuts a word itself.

        元日 of 元日本代表 and けさ of 掛けさせた are no expressions. One with a number may stand in a word (27日付).
        """
        if not self.parse.words:
            return found
        first, last = self.parse.word_at(found.start), self.parse.word_at(found.end - 1)
        name, text = found.pieces[-1] if found.pieces else ("", "")
        if last is not None and last.end != found.end and name in _LOOSE and last.start > found.start:
            end = found.end - len(text)
            end -= self.folded[end - 1] == "の"
            return replace(found, end=end, pieces=found.pieces[:-1])
        if _NUMERAL.search(self.folded, found.start, found.end):
            return found
        cut = first is None or last is None or first.start != found.start or last.end != found.end
        return None if cut else found

    def ranges(self, dates: list[Date]) -> tuple[Date, ...]:
        """The records with both ends of every range (2日から5日, 4〜6月) pointing at each other."""
        for i in range(len(dates) - 1):
            left, right = dates[i], dates[i + 1]
            ends = {left.type, right.type} <= {"DATE", "TIME"} and left.range_with is None
            cue = self.grammar.joins(self.folded, left.end, right.start) if ends else ""
            if cue:
                dates[i] = replace(left, range_with=i + 1)
                dates[i + 1] = replace(right, range_with=i, rules=(*right.rules, cue))
        return tuple(dates)

    # kinds of expressions -------------------------------------------------------------------------------------

    def read_vague(self, found: _Found) -> Date | None:
        """現在, 将来; not the 現在 of 3月末現在."""
        if found.start == self.talk.end:
            return None
        value = self.grammar.vague[found.get("vague")].value
        return self.date(found, value, type_="DURATION" if value.startswith("PX") else "DATE")

    def read_duration(self, found: _Found) -> Date | None:
        """2年半, 約3カ月間; 22年 alone may be a year."""
        amount = found.get("amount")
        single = re.fullmatch(r"([0-9]{2}|[〇一二三四五六七八九]{2}|[12][0-9]{3})年", amount)
        if single and not found.all("before", "after"):
            cue = self.grammar.cue("duration", self.folded, found.start, found.end)
            talk = self.talk.point
            if not cue or (self.follows(found) and talk.year is not None and talk.month is None):
                number = numerals.read(single[1])
                if number is not None:
                    year = int(number)
                    if year < 100:
                        year = timex.short_year(year, self.published.year or self.talk.point.year)
                    return self.calendar(found, Point(year), "explicit", stated=True)
            found = replace(found, rules=(*found.rules, cue))
        value = duration(amount)
        if not value:
            return None
        cue = self.grammar.cue("recurrence", self.folded, found.start, found.end)
        if cue:
            self.used = (cue,)
        return self.date(found, value, type_="SET" if cue else "DURATION", mod=self.mod(found))

    def read_bc(self, found: _Found) -> Date | None:
        """紀元前300年: a value without days."""
        number = numerals.read(found.get("number"))
        if number is None or not 0 < number < 10_000 or number != int(number):
            return None
        return self.date(found, f"BC{int(number):04d}")

    def read_set(self, found: _Found) -> Date | None:
        """毎週, 毎朝9時."""
        word = self.grammar.words["set_word", found.get("set_word")]
        value = word.unit
        if found.get("season"):
            value = "XXXX" + self.stretch(found)
        point = Point(None, self.number(found, "month"), self.number(found, "day"))
        if point.value:
            value = point.value if point.exists else value
        if found.get("weekday"):
            value = f"XXXX-WXX-{weekday(found.get('weekday'))}"
        if found.get("clock"):
            clock = read_clock(found.get("clock"), [word.word[-1], *found.all("daypart")])
            value = f"T{clock}" if clock else value
        return self.date(found, value, type_="SET")

    def read_rate(self, found: _Found) -> Date | None:
        """年2回."""
        unit = next(unit for unit in "年月週日" if unit in self.folded[found.start : found.end])
        return self.date(found, "P1" + {"年": "Y", "月": "M", "週": "W", "日": "D"}[unit], type_="SET")

    def read_offset(self, found: _Found) -> Date | None:
        """5年前, 3日後."""
        value = duration(found.get("amount"))
        if not value:
            return None
        sign = -1 if found.get("offset") == "前" else 1
        base, basis = self.published, "published"
        # 3年後に廃止する counts from today, 3日後に見つかった and 投票の3日前 from what is under discussion.
        told = sign > 0 and self.tense(found) not in {"future", "plan"}
        if told or self.folded[max(0, found.start - 1) : found.start] in {"の", "ら"}:
            base, basis = self.talk.day if self.talk.day.year else self.talk.point, "context"
        if base.year is None:
            base, basis = self.published, "published"
        point, finest = base, ""
        half_years = re.fullmatch(r"P([0-9]*)\.5Y", value)
        if half_years:
            value = f"P{12 * int(half_years[1] or 0) + 6}M"
        steps = re.findall(r"([0-9.]+|X)([YMWD])", value.partition("T")[0])
        for count, unit in steps:
            name = {"Y": "year", "M": "month", "W": "week", "D": "day"}[unit]
            if count == "X" or "." in count:
                point, finest = Point(base.year), "vague"
                break
            moved = point.plus(sign * int(count), name)
            if "営業日" in found.get("amount"):
                moved = timex.business_days(point, sign * int(count))
            if len(steps) > 1 and name in {"year", "month"} and point.day is not None:
                months = sign * int(count) * (12 if name == "year" else 1)
                moved = point.plus(months, "month")
                moved = replace(moved, day=min(point.day, timex.month_length(moved.year, moved.month)))
            point = moved
        if "T" in value:
            finest = "time"
        mod = self.mod(found)
        mod = {"EQUAL_OR_MORE": "ON_OR_BEFORE" if sign < 0 else "ON_OR_AFTER"}.get(mod, mod)
        apposed = self.apposed()
        if apposed is not None and apposed.year is not None:
            point = Point(
                apposed.year,
                apposed.month if point.month is not None else None,
                apposed.day if point.day is not None else None,
            )
            basis = "context"
        if finest == "vague":
            unknown = {"M": Point(base.year).value, "W": Point(base.year).value, "D": replace(base, day=None).value}
            start = unknown.get(steps[0][1], "")
            value = f"{start}-XX" if start else "PAST_REF" if sign < 0 else "FUTURE_REF"
            return self.date(found, value, mod=mod, basis=basis)
        if finest == "time":
            if base.day is None:
                return self.date(found, value, type_="DURATION", mod=self.mod(found))
            return self.date(found, f"{base.value}TXX", type_="TIME", mod=mod, basis=basis)
        if not point.value:
            return self.date(found, "PAST_REF" if sign < 0 else "FUTURE_REF", mod=mod)
        return self.calendar(found, point, basis, mod=mod, stated=True)

    def read_term(self, found: _Found) -> Date | None:
        """昨年10〜12月期."""
        first, last = (int(numerals.read(found.get(name)) or 0) for name in ("from_month", "to_month"))
        if not (1 <= first <= 12 and 1 <= last <= 12):
            return None
        year, basis = self.year(found, Point(None, first))
        now = self.published
        if basis == "published" and year == now.year and now.month is not None and year is not None:
            # A term that has yet to begin is only told of when it is foreseen.
            unforeseen = first - now.month >= _TERM_AHEAD and self.tense(found) not in {"future", "plan"}
            year -= unforeseen and not found.get("year_word")
        length = (last - first) % 12 + 1
        name = "XXXX" if year is None else f"{year:04d}"
        if length == 3 and first % 3 == 1:
            value = f"{name}-Q{(first + 2) // 3}"
        elif length == 6 and first in {1, 7}:
            value = f"{name}-H{1 if first == 1 else 2}"
        elif length == 6 and first in {4, 10}:
            value = f"FY{name}-H{1 if first == 4 else 2}"
        else:
            value = name
        made = self.date(found, value, basis=basis)
        if year is not None:
            self.note(found, Point(year, first), value, stated=True)
            end = Point(year + (last < first), last)
            if end.last:
                made = replace(made, earliest=date(year, first, 1).isoformat(), latest=end.last.isoformat())
        return made

    def read_century(self, found: _Found) -> Date | None:
        """20世紀, 19世紀末."""
        word = self.grammar.words.get(("century_word", found.get("century_word")))
        if word is not None:
            year = self.published.year
            value = "XXXX" if year is None else f"{(year - 1) // 100 + word.shift:02d}XX"
            return self.date(found, value, mod=self.mod(found), basis="published")
        number = numerals.read(self.folded[found.start : found.end].partition("世紀")[0])
        if number is None or not 1 <= number <= 30:
            return None
        return self.date(found, f"{int(number) - 1:02d}XX", mod=self.mod(found))

    def read_decade(self, found: _Found) -> Date | None:
        """1990年代, 80年代."""
        text = self.folded[found.start : found.end].partition("年代")[0]
        era = self.grammar.eras.get(found.get("era"))
        number = numerals.read(text.removeprefix(era.name if era else "'"))
        if number is None:
            return None
        year = int(number)
        if era:
            year += era.first - 1
        elif year < 100:
            year = timex.short_year(year, self.published.year)
        return self.date(found, f"{year // 10:03d}X", mod=self.mod(found), basis="era" if era else "explicit")

    def read_fiscal(self, found: _Found) -> Date | None:
        """2024年度, 昨年度, 24年度上半期."""
        mod = self.mod(found)
        if found.get("year"):
            year, basis = self.read_year(found)
        else:
            word = self.grammar.words["fiscal_word", found.get("fiscal_word")]
            mod = mod or word.mod
            base, basis = (self.talk.point, "context") if word.anchor == "context" else (self.published, "published")
            if base.year is None:
                base, basis = self.published, "published"
            fiscal = base.year if word.anchor == "context" else timex.fiscal_year(base)
            if word.detail == "coming":
                fiscal = timex.coming_year(base)
            year = None if fiscal is None else fiscal + word.shift
        value = "FYXXXX" if year is None else f"FY{year:04d}"
        value += self.stretch(found)
        if year is not None:
            self.note(found, Point(year), value, stated=True)
        return self.date(found, value, mod=mod, basis=basis)

    def read_numeric(self, found: _Found) -> Date | None:
        """2024/6/19, 2/1."""
        year, month, day = (found.get(f"numeric_{name}") for name in ("year", "month", "day"))
        point = Point(int(year) if year else None, int(month), int(day))
        basis = "explicit"
        if not year:
            number, basis = self.year(found, point)
            point = replace(point, year=number)
        made = self.calendar(found, point, basis, stated=bool(year))
        clock = read_clock(found.get("clock"), ())
        if made is not None and clock:
            made = replace(made, type="TIME", value=f"{made.value}T{clock}")
        return made

    def read_week(self, found: _Found) -> Date | None:
        """来週, 先週月曜, 今週末."""
        word = self.grammar.words["week_word", found.get("week_word")]
        base, basis = (self.talk.day, "context") if word.anchor == "context" else (self.published, "published")
        if base.day is None:
            base, basis = self.published, "published"
        mod = self.mod(found) or word.mod
        coming = word.detail == "coming" and self.tense(found) != "past"
        day = base.plus(word.shift + coming, "week").date
        if day is None:
            value = "XXXX-WXX" + (f"-{weekday(found.get('weekday'))}" if found.get("weekday") else "")
            return self.date(found, value, mod=mod, basis=basis)
        if found.get("weekday"):
            point = Point.of(timex.weekday_in_week(day, weekday(found.get("weekday"))))
            return self.timed(found, self.calendar(found, point, basis, mod=mod, stated=True))
        value = timex.week(day) + (f"-{word.detail}" if word.detail == "WE" else "")
        return self.date(found, value, mod=mod, basis=basis)

    def read_weekday(self, found: _Found) -> Date | None:
        """月曜日: the last one, or the next one in a plan; この金曜日, 次の金曜日."""
        number = self.grammar.words["weekday_name", found.get("weekday_name")].shift
        day = self.published.date
        if day is None:
            return self.date(found, f"XXXX-WXX-{number}", basis="published")
        this = timex.weekday_in_week(day, number)
        reference = self.grammar.words.get(("weekday_ref", found.get("weekday_ref")))
        if reference is not None:
            this += timedelta(days=7 * reference.shift)
            if reference.shift < 0 and this + timedelta(days=7) < day:
                this += timedelta(days=7)
        elif self.follows(found) and self.talk.point.date is not None:
            this = timex.weekday_in_week(self.talk.point.date, number)
            this += timedelta(days=7 if this < self.talk.point.date else 0)
        elif self.tense(found) in {"future", "plan"}:
            this += timedelta(days=7 if this < day else 0)
        elif this > day:
            this -= timedelta(days=7)
        return self.timed(found, self.calendar(found, Point.of(this), "published", stated=True))

    def read_quarter_alone(self, found: _Found) -> Date | None:
        """第2四半期: of the year under discussion, or the latest one; 第1四半期（4〜6月期） is the fiscal year's."""
        number = int(numerals.read(found.get("lone_quarter")[1]) or 0)
        fiscal = re.match(r"\(([0-9]{1,2})[~-][0-9]{1,2}月", self.folded[found.end : found.end + _CUE_REACH])
        first = int(fiscal[1]) if fiscal else 3 * number - 2
        year, basis = self.year(found, Point(None, min(first + 2, 12)))
        name = "XXXX" if year is None else f"{year - (fiscal is not None and first < timex.FISCAL_START):04d}"
        of_fiscal_year = fiscal is not None and first != 3 * number - 2
        return self.date(found, f"{'FY' if of_fiscal_year else ''}{name}-Q{number}", basis=basis)

    def read_quarter(self, found: _Found) -> Date | None:
        """今四半期, 前四半期."""
        word = self.grammar.words["quarter_word", found.get("quarter_word")]
        point = self.published.plus(3 * word.shift, "month")
        if point.year is None:
            return None
        return self.date(found, f"{point.year:04d}-Q{timex.quarter(point)}", basis="published")

    def read_period(self, found: _Found) -> Date | None:
        """前年同期, 前月同期: the period under discussion, a year or a month earlier."""
        word = self.grammar.words["period_word", found.get("period_word")]
        talk = self.talk
        if talk.point.year is None or talk.point.day is not None:
            near = self.published.year
            return self.date(found, "XXXX" if near is None else f"{near + (word.unit == 'year') * word.shift:04d}")
        if word.unit == "month":
            point = Point(talk.point.year, talk.point.month).plus(word.shift, "month")
            return self.date(found, point.value, mod=talk.mod, basis="context") if point.value else None
        year, shifted = f"{talk.point.year:04d}", f"{talk.point.year + word.shift:04d}"
        return self.date(found, talk.value.replace(year, shifted, 1), mod=talk.mod, basis="context")

    def read_clock(self, found: _Found) -> Date | None:
        """午前10時: of the day under discussion; 同2時: in its half of the day; 翌午前10時: of the day after."""
        clock = self.clock(found, found.all("daypart") or self.afternoon(found))
        if not clock:
            return None
        day = self.day(found)
        if found.get("same") == "翌":
            day = day.plus(1, "day")
        base, basis = (day, "context") if day.year else (self.published, "published")
        value = f"{base.value}T{clock}" if base.day else f"T{clock}"
        return self.date(found, value, type_="TIME", mod=self.mod(found), basis=basis)

    def afternoon(self, found: _Found) -> list[str]:
        """午後 for what leaves it out: the right end of a range (午後2時から5時), 同5時 after 午後2時."""
        last = self.made[-1] if self.made else None
        if last is None or last.type != "TIME":
            return []
        if found.get("same") != "同" and not self.grammar.joins(self.folded, last.end, found.start):
            return []
        return ["午後"] if re.search(r"T(?:1[2-9]|2[0-3]):", last.value) else []

    def read_clock_minute(self, found: _Found) -> Date | None:
        """58分 of 1時48分から58分: the hour is that of the time before; 20分 of 15分から20分 is a length of time."""
        last = self.made[-1] if self.made else None
        time = re.search(r"T[0-9]{2}:([0-9]{2})$", last.value) if last is not None else None
        minute = int(found.get("minute")[:-1])
        joined = last is not None and self.grammar.joins(self.folded, last.end, found.start)
        if last is None or time is None or not joined or minute < int(time[1]):
            return self.date(found, f"PT{minute}M", type_="DURATION", mod=self.mod(found))
        value = f"{last.value[:-2]}{minute:02d}"
        return self.date(found, value, type_="TIME", mod=self.mod(found), basis=last.basis)

    def read_calendar(self, found: _Found) -> Date | None:
        """Years, months and days in every mixture, with the part of the day or the time."""
        mod = self.mod(found)
        day_word = self.grammar.words.get(("day_word", found.get("day_word")))
        year_word = self.grammar.words.get(("year_word", found.get("year_word")))
        month_word = self.grammar.words.get(("month_word", found.get("month_word")))
        day = self.number(found, "day", "lone_day", "shared_day")
        month = self.number(found, "month", "shared_month")
        feast = self.grammar.words.get(("feast", found.get("feast")))
        if feast is not None:
            month, day = int(feast.detail[:2]), int(feast.detail[3:])
        part = ""
        if day_word is not None:
            base, basis = self.base(found, day_word)
            point = base.plus(day_word.shift, "day")
            apposed = self.apposed() if day_word.anchor == "context" else None
            if apposed is not None and apposed.date is not None:
                point = apposed
            part = day_word.detail
            if not point.value:
                clock = self.clock(found, found.all("daypart") or [_DAYPART_WORDS.get(part, "")])
                return self.date(found, f"T{clock}", type_="TIME") if clock else None
        elif month_word is not None:
            base, basis = self.base(found, month_word)
            if found.get("year_word") or found.get("year"):
                year, basis = self.year(found, Point())
                base = Point(year, base.month)
            point = replace(base.plus(month_word.shift, "month"), day=day)
            mod = mod or month_word.mod
        elif month is not None:
            point = Point(None, month, day)
            if not point.exists:
                return None
            year, basis = self.year(found, point)
            point = replace(point, year=year)
        elif day is not None:
            if found.get("lone_day") == "一日" and not self.kanji_days and not found.all("daypart", "same"):
                return self.date(found, "P1D", type_="DURATION", mod=mod)
            cue = self.grammar.cue("days", self.folded, found.start, found.end)
            if cue and not self.follows(found) and not found.all("daypart", "same"):
                self.used = (cue,)
                return self.date(found, f"P{day}D", type_="DURATION", mod=mod)
            base, basis = self.month(found, day)
            point = Point(base.year, base.month, day)
        elif found.get("shared_year"):
            point, basis = Point(int(found.get("shared_year"))), "explicit"
        else:
            year, basis = self.year(found, Point())
            point = Point(year)
            if year_word is not None:
                mod = mod or year_word.mod
                apposed = self.apposed() if year_word.anchor == "context" else None
                if apposed is not None and apposed.year is not None:
                    point, basis = Point(apposed.year), "context"
                if year_word.detail in timex.SEASONS:
                    found = replace(found, pieces=(*found.pieces, ("season_code", year_word.detail)))
        if not point.exists:
            return None
        parts = [self.grammar.dayparts[text].value for text in found.all("daypart")]
        if parts:
            part = "T" + parts[-1]
        clock = self.clock(found, found.all("daypart") or [_DAYPART_WORDS.get(part, "")])
        if not clock and parts and found.all("daypart")[-1].startswith("正午"):
            part = "T12:00"
        word = day_word or month_word or year_word
        aside = word is not None and word.anchor == "context" and word.shift < 0
        made = self.calendar(found, point, basis, mod=mod, stated=bool(found.get("year") or year_word), aside=aside)
        if made is None:
            return None
        if point.day is not None and (clock or part):
            made = replace(made, type="TIME", value=made.value + (f"T{clock}" if clock else part))
        return made

    def clock(self, found: _Found, words: Sequence[str]) -> str:
        """The time of day that the expression tells beside these parts of the day; empty without one."""
        shared = found.get("shared_clock")
        return read_clock(f"{shared}時" if shared else found.get("clock"), words)

    def timed(self, found: _Found, made: Date | None) -> Date | None:
        """The record of a day with the part of the day or the time that is told with it: 日曜夜, 来週月曜午後9時."""
        parts = found.all("daypart")
        time = self.clock(found, parts) or (self.grammar.dayparts[parts[-1]].value if parts else "")
        return replace(made, type="TIME", value=f"{made.value}T{time}") if made is not None and time else made

    # parts ------------------------------------------------------------------------------------------------------

    def date(self, found: _Found, value: str, *, type_: str = "DATE", mod: str = "", basis: str = "explicit") -> Date:
        """The record of a value."""
        return Date(found.start, found.end, type_, value, (*found.rules, *self.used), mod=mod, basis=basis)

    def calendar(
        self, found: _Found, point: Point, basis: str, *, mod: str = "", stated: bool = False, aside: bool = False
    ) -> Date | None:
        """The record of a calendar date, which becomes the date under discussion (not an aside); None for no date."""
        if not point.exists:
            return None
        value = point.value
        if point.month is None and point.day is None:
            value = (value or "XXXX") + self.stretch(found)
        if not aside:
            self.note(found, point, value, mod=mod, stated=stated)
        return self.date(found, value, mod=mod, basis=basis)

    def note(self, found: _Found, point: Point, value: str, *, mod: str = "", stated: bool = False) -> None:
        """Makes the date the one under discussion."""
        talk = self.talk
        talk.point, talk.value, talk.mod, talk.end, talk.stated_year = point, value, mod, found.end, stated
        if stated and point.year is not None and point.year - 1 == self.published.year:
            talk.ahead = found.start
        day, today = point.date, self.published.date
        if day is not None:
            talk.day = point
            if today is not None and abs((day - today).days) <= 7:
                talk.recent = point
        if point.month is not None:
            talk.month = point

    def stretch(self, found: _Found) -> str:
        """What a part of the year adds to its value: -Q3, -H1, -SU, -W12."""
        if found.get("season_code"):
            return f"-{found.get('season_code')}"
        if found.get("season"):
            return "-" + {"春": "SP", "夏": "SU", "秋": "FA", "冬": "WI"}[found.get("season")[-1]]
        if found.get("half"):
            return "-H1" if "上" in found.get("half") else "-H2"
        if found.get("quarter"):
            return f"-Q{numerals.read(found.get('quarter').lstrip('の')[1])}"
        if found.get("nth_week"):
            return f"-W{int(found.get('nth_week').lstrip('の')[1:-1]):02d}"
        return ""

    def mod(self, found: _Found) -> str:
        """The TIMEX3 modifier of the words beside the expression: an open side wins, then the first."""
        mods = [
            self.grammar.edges[name, text].mod
            for name, text in found.pieces
            if name in {"edge", "clock_edge", "before", "after"} and self.grammar.edges[name, text].mod
        ]
        return next((mod for mod in mods if mod in {"ON_OR_AFTER", "ON_OR_BEFORE"}), mods[0] if mods else "")

    def number(self, found: _Found, *names: str) -> int | None:
        """The number that one of the pieces writes."""
        for name in names:
            text = found.get(name)
            if text:
                number = numerals.read(re.sub("[の両日月年]", "", text.replace("師走", "12")))
                return None if number is None else int(number)
        return None

    def base(self, found: _Found, word: WordRule) -> tuple[Point, str]:
        """What the word counts from, and the basis."""
        if word.anchor == "context":
            point = {"day": self.day(found), "month": self.talk.month}.get(word.unit, self.talk.point)
            if point.value and (point.year is not None or word.unit != "year"):
                return point, "context"
        return self.published, "published"

    def day(self, found: _Found) -> Point:
        """The day under discussion: the last one told, but not one long past that was only touched on."""
        talk = self.talk
        if talk.recent.day is None or talk.day == talk.recent:
            return talk.day
        told, today = talk.day.date, self.published.date
        to_come = told is not None and today is not None and (told - today).days > 1
        if to_come:
            bracketed = re.fullmatch(r"\([^()。、]{0,8}", self.folded[talk.end : found.start])
            return talk.day if bracketed or self.tense(found) in {"future", "plan"} else talk.recent
        return talk.recent if self.gap(found) > 0 and not talk.stated_year else talk.day

    def read_year(self, found: _Found) -> tuple[int | None, str]:
        """The year that the expression states, and the basis."""
        text = found.get("year")
        both = re.search(r"(?<=\()[12][0-9]{3}(?=\))|[12][0-9]{3}(?=年? ?\()", text)
        if both:
            return int(both[0]), "explicit"
        number = re.sub("西暦|[ '’]|年", "", text)
        era = found.get("era")
        if era:
            number = number.removeprefix(era)
            count = 1 if number == "元" else int(numerals.read(number) or 0)
            return self.grammar.eras[era].first + count - 1, "era"
        read = int(numerals.read(number) or 0)
        if "西暦" in text or read >= 100:
            return read, "explicit"
        year = timex.short_year(read, self.published.year or self.talk.point.year)
        counted = self.fiscal_of_era(read) if found.kind == "fiscal" else None
        if counted is not None and year - (self.published.year or year) > _FORESIGHT:
            return counted, "era"
        return year, "explicit"

    def fiscal_of_era(self, number: int) -> int | None:
        """The year that a budget counts in the era of the article (18年度 of 2005 is 平成18年度), when it is near."""
        now = self.published.year
        if now is None or re.search(r"(?<![0-9.])0[0-9]年", self.folded):
            return None
        year = max(era.first for era in self.grammar.eras.values() if era.first <= now) + number - 1
        return year if abs(year - now) <= _FORESIGHT else None

    def year(self, found: _Found, point: Point) -> tuple[int | None, str]:
        """The year of a month, a day of a month or a year word, and the basis."""
        if found.get("year"):
            return self.read_year(found)
        word = self.grammar.words.get(("year_word", found.get("year_word")))
        if word is not None:
            base, basis = self.base(found, word)
            if word.detail == "coming":
                return timex.coming_year(base), basis
            return (None if base.year is None else base.year + word.shift), basis
        talk, published = self.talk, self.published
        if talk.point.year is not None and point.month is not None:
            earlier = talk.point.month is not None and point.month < talk.point.month
            if found.get("same") == "翌":
                return talk.point.year + (point.month <= (talk.point.month or 0)), "context"
            if found.get("same"):
                return talk.point.year, "context"
            if self.follows(found):
                return talk.point.year + earlier, "context"
            if talk.point.month is None and re.fullmatch(r"\)?の?", self.folded[talk.end : found.start]):
                return talk.point.year, "context"  # 1964年（昭和39年）10月
            to_come = published.month is not None and point.month > published.month
            goes_on = self.gap(found) == 0 or (self.gap(found) == 1 and to_come and self.tense(found) == "past")
            elsewhere = talk.stated_year and talk.point.year != published.year and talk.point.month is not None
            if goes_on and elsewhere and not earlier:
                return talk.point.year, "context"
        if published.year is None:
            return talk.point.year, "context"
        behind = point.month is not None and published.month is not None and point.month < published.month
        if behind and talk.ahead >= 0:
            near = {"past": -1, "": 3}.get(self.tense(found), _FAR - 1)
            if self.gap(found, talk.ahead) <= near:
                return published.year + 1, "context"
        return timex.year_for(point, published, self.tense(found)), "published"

    def month(self, found: _Found, day: int) -> tuple[Point, str]:
        """Year and month of a day that is told alone, and the basis."""
        talk, published = self.talk, self.published
        if found.get("same") == "翌":
            for eve in (talk.day, talk.recent):
                after = eve.plus(1, "day")
                if after.day == day:
                    return after, "context"
        elif found.get("same") and talk.month.month is not None:
            return talk.month, "context"
        if talk.point.month is not None:
            later = talk.point.day is None or day >= talk.point.day
            if self.follows(found):
                return talk.point.plus(not later, "month"), "context"
            gap = self.gap(found)
            told, today = replace(talk.point, day=day).date, published.date
            ahead = told is not None and today is not None and (told - today).days > 5
            # 「2月に合意したが、15日に」 in a report of the 16th: the day before, not that of February.
            fresh = published.day is not None and 0 <= published.day - day <= 3 and talk.point.day is None
            aside = fresh and found.start - talk.end > 12
            if gap == 0 and later and not aside and not (ahead and self.tense(found) == "past"):
                return talk.point, "context"
            story = talk.stated_year and talk.point.day is not None and self.is_distant(talk.point)
            if gap == 1 and later and story:
                return talk.point, "context"
        if published.month is None:
            return (talk.month if talk.point.month is not None and self.gap(found) <= 1 else Point()), "context"
        return timex.month_for(day, published, self.tense(found)), "published"

    def gap(self, found: _Found, since: int | None = None) -> int:
        """Sentences between a place in the text and the expression, in one paragraph; many across paragraphs.

        The place is that of the date under discussion, or the offset ``since`` (-1: no place).
        """
        since = self.talk.end - 1 if since is None else since
        if since < 0 or self.parse.paragraph_at(since) != self.parse.paragraph_at(found.start):
            return _FAR
        return self.parse.sentence_index(found.start) - self.parse.sentence_index(since)

    def is_distant(self, point: Point) -> bool:
        """Whether the date lies so far from the article's that what follows it is still about that time."""
        if point.year is None or self.published.year is None:
            return False
        months = 12 * (self.published.year - point.year) + (self.published.month or 12) - (point.month or 12)
        return abs(months) > 2

    def follows(self, found: _Found) -> bool:
        """Whether the expression is the right end of a range whose left end is the date under discussion."""
        between = self.folded[max(self.talk.end, 0) : found.start]
        return (
            self.talk.end >= 0
            and len(between) <= 4
            and bool(re.fullmatch(r"(?:から|[~・、-]|と|および|及び)", between))
        )

    def distance(self, found: _Found) -> int | None:
        """Years from the article's to the one that the expression names: 昨年 and 1年前 are -1; None for others."""
        word = self.grammar.words.get(("year_word", found.get("year_word")))
        if found.kind == "calendar" and word is not None and word.anchor == "published" and word.unit == "year":
            return word.shift if not word.mod else None
        years = re.fullmatch(r"P([0-9]+)Y", duration(found.get("amount"))) if found.kind == "offset" else None
        return (-1 if found.get("offset") == "前" else 1) * int(years[1]) if years and not found.all("before") else None

    def ties(self, found: _Found, after: _Found) -> bool:
        """Whether the next expression tells the same time in full: in brackets right after it, or after its noun."""
        between = self.folded[found.end : after.start]
        if found.kind == "offset":
            return bool(re.fullmatch(r"の|[^。\n(]{0,30}\(", between))
        return bool(re.fullmatch(r"の?\(|、?すなわち", between)) and not found.get("month")

    def since(self, found: _Found, after: _Found) -> bool:
        """Whether the next expression counts the years from this one to the present: 2004年以来8年ぶり."""
        between = self.folded[found.end : after.start]
        told = self.folded[found.start : found.end].endswith("以来") or "以来" in between
        return told and bool(re.fullmatch(r"[^。\n年]{0,20}", between)) and self.folded.startswith("ぶり", after.end)

    def apposed(self) -> Point | None:
        """The date that stands in apposition right after the expression being read: 翌年の1988年, 2日後の28日."""
        after, before = self.next, self.current
        if after is None or before is None or after.kind != "calendar":
            return None
        if not re.fullmatch(r"の|の?\(|、", self.folded[before.end : after.start]):
            return None
        point = Point(None, self.number(after, "month"), self.number(after, "day", "lone_day"))
        if after.get("year"):
            return replace(point, year=self.read_year(after)[0])
        if point.month is not None and point.day is not None and not after.get("year_word"):
            return replace(point, year=self.year(after, point)[0])
        if point.day is not None and point.month is None and not after.get("month_word"):
            return replace(self.month(after, point.day)[0], day=point.day)
        return None

    def tense(self, found: _Found) -> str:
        """How the text tells what the expression dates: ``past``, ``future``, ``plan``, or empty.

        A plain non-past verb (future) tells what is to come; a state (している, ある, だ) or a condition (すると) tells
        nothing, and neither does a term (20日までに), which may be over or not.
        """
        word = _predicate(self.parse, found.start, found.end)
        if word is None:
            return ""
        plan = self.grammar.cue("plan", self.folded, word.start, word.end)
        if plan:
            self.used = (plan,)
            return "plan"
        if self.folded.startswith("まで", found.end) or self.folded.startswith(("と、", "ば、"), word.end):
            return ""
        return _tense(self.parse, word)


def _predicate(parse: Parse, start: int, end: int) -> Word | None:
    """The word that governs the span: the first verb, adjective or noun of action above it, or the topmost word."""
    word = parse.head_of_span(start, end)
    if word is None:
        return None
    for _ in range(4):
        head = parse.head(word)
        if head.i == word.i:
            break
        word = head
        if word.pos in {"VERB", "ADJ"} or _is_action(word):
            break
    return word


def _tense(parse: Parse, word: Word) -> str:
    """``past`` or ``future`` as the predicate's own ending, or that of the clause it runs into, shows; or empty."""
    for _ in range(3):
        tail = _tail(parse, word)
        if any(_is_past(follower) for follower in tail):
            return "past"
        last = tail[-1] if tail else word
        if "連用形" not in last.inflection and last.text not in {"て", "で"}:
            break
        head = parse.head(word)
        if head.i <= word.i or head.pos not in {"VERB", "ADJ"}:
            break
        word = head
    else:
        return ""
    if word.pos != "VERB" or not re.search("終止形|連体形", last.inflection):
        return ""
    return "" if any(follower.lemma in {"いる", "ある", "てる"} for follower in (word, *tail)) else "future"


def _is_action(word: Word) -> bool:
    return word.tag.startswith("名詞-普通名詞-サ変")


def _is_past(word: Word) -> bool:
    return word.lemma == "た" and word.tag.startswith("助動詞")


def _tail(parse: Parse, word: Word) -> list[Word]:
    """The auxiliaries and endings that follow the predicate."""
    tail: list[Word] = []
    for follower in parse.words[word.i + 1 : word.i + 7]:
        if follower.pos not in {"AUX", "SCONJ", "VERB", "PART"} or follower.tag.startswith("補助記号"):
            break
        tail.append(follower)
    return tail


def weekday(text: str) -> int:
    """1 for Monday to 7 for Sunday, of （水）, 水曜 or 水曜日."""
    return next(_WEEKDAYS.index(char) + 1 for char in text if char in _WEEKDAYS)


def read_clock(text: str, parts: Sequence[str]) -> str:
    """``HH:MM`` or ``HH:MM:SS`` of 午後3時半 and 3:20 pm; ``parts`` are the parts of the day named beside it.

    Empty for what is no time. The hours 24 to 29 are kept.
    """
    match = re.match(
        r"([0-9〇零一二三四五六七八九十]+)(?:時|:)(半|[0-9一二三四五六七八九十]+)?分?:?(?:([0-9一二三四五六七八九十]+)秒?)?",
        text,
    )
    if not match:
        return "12:00" if text.startswith("正午") else ""
    hour = int(numerals.read(match[1]) or 0)
    minute = 30 if match[2] == "半" else int(numerals.read(match[2]) or 0) if match[2] else 0
    second = int(numerals.read(match[3]) or 0) if match[3] else None
    words = "".join(parts)
    late = re.search(r"午後|PM|pm|夕|夜|晩|昼", words + text)
    early = re.search(r"午前|AM|am|未明|朝", words + text)
    if re.search("午前|AM|am", words + text):
        late = None
    if late and hour < 12 and not (late[0] in {"夜", "晩"} and hour < 5) and not (late[0] == "昼" and hour > 5):
        hour += 12
    if hour == 12 and (early or (late and late[0] in {"夜", "晩"})):
        hour = 0
    if hour > 29 or minute > 59 or (second or 0) > 59:
        return ""
    return f"{hour:02d}:{minute:02d}" + ("" if second is None else f":{second:02d}")


_AMOUNT = re.compile(
    r"(?P<number>[0-9][0-9,]*(?:[.・][0-9]+)?[十百千万億]*|[1-9一二三四五六七八九]、[2-9二三四五六七八九](?=日)|[数一二三四五六七八九十百千〇][数一二三四五六七八九十百千〇]*(?:・[一二三四五六七八九])?|四半|半|ひと)"
    r"(?P<unit>[カヵかヶケ箇個]?年|[カヵかヶケ箇個]?月|週|営業日|日|時間|分|秒|世紀)間?(?P<rest>半|(?<=秒)[0-9]{1,3})?"
)
_WORD_NUMBERS = {"半": "0.5", "ひと": "1", "四半": "0.25"}
_UNITS = {"年": "Y", "月": "M", "週": "W", "日": "D", "時": "TH", "分": "TM", "秒": "TS", "世": "Y", "営": "D"}


def duration(text: str) -> str:
    """The TIMEX3 value of a length of time: 2年半 → P2.5Y, 1時間20分 → PT1H20M, 数日 → PXD; empty for none."""
    days: dict[str, str] = {}
    for match in _AMOUNT.finditer(text):
        number, unit = match["number"], match["unit"].lstrip("カヵかヶケ箇個")
        key = _UNITS[unit[0]]
        if "数" in number or "、" in number:
            amount = "X"
        else:
            if number[0].isdecimal():
                number = number.replace("・", ".")
            read = numerals.read(_WORD_NUMBERS.get(number, number))
            if read is None:
                return ""
            if match["rest"]:
                read += Decimal("0.5" if match["rest"] == "半" else f"0.{match['rest']}")
            if unit == "世紀":
                read *= 100
            amount = format(read, "f")
            if "." in amount:
                amount = amount.rstrip("0").rstrip(".")
        if key in days:
            return ""
        days[key] = amount
    if not days:
        return ""
    date_part = "".join(days[key] + key for key in ("Y", "M", "W", "D") if key in days)
    time_part = "".join(days[key] + key[1] for key in ("TH", "TM", "TS") if key in days)
    return "P" + date_part + ("T" + time_part if time_part else "")


class Matcher:
    """Finds temporal expressions. Compiled once from the rules in ``folders``."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._grammar = _Grammar(folders)

    def infer(self, parse: Parse) -> tuple[str, str]:
        """The article's date as its text shows it, and the basis (url, text, inferred or none).

        First a date that stands alone as a dateline, or in the article's own address. Then a year that the text ties
        to its present (「5年前（2017年）」, 「昨年（2020年）」) or a full date in the lead, with the newest month told
        as past in it; never closer than the month. A text that only names years shows no date.
        """
        folded = numerals.fold(parse.text)
        for row, pattern in self._grammar.datelines:
            match = pattern.search(folded)
            point = _dateline(match) if match else Point()
            if point.value:
                return point.value, row.basis
        found = list(self._grammar.find(folded))
        reader = _Reader(self._grammar, parse, folded, Point())
        year = _present_year(reader, found)
        if year is None:
            return "", "none"
        month = _newest_month(reader, found, year)
        return Point(year, month).value, "inferred"

    def find(self, parse: Parse, published: str = "") -> tuple[Date, ...]:
        """The temporal expressions in the article, by start; ``published`` (YYYY[-MM[-DD]] or empty) anchors them."""
        folded = numerals.fold(parse.text)
        reader = _Reader(self._grammar, parse, folded, Point.parse(published))
        return reader.read(list(self._grammar.find(folded)))


def _dateline(match: re.Match[str]) -> Point:
    """The date that a match of datelines.tsv names; ``tens`` is the first digit of a month in two groups."""
    groups = match.groupdict()
    year = int(groups["year"])
    month = int((groups.get("tens") or "") + groups["month"])
    day = groups.get("day")
    point = Point(timex.short_year(year, None) if year < 100 else year, month, int(day) if day else None)
    return point if point.exists else Point()


def _present_year(reader: _Reader, found: Sequence[_Found]) -> int | None:
    """The year in which the article was written, where the text ties its present to a stated year; None without.

    Ties are 5年前（2016年）, 昨年（2020年）, 2年前の2012年, 2004年以来8年ぶり; failing these, a full date in the first
    sentence, told as past, that no date in the text comes after.
    """
    ties = Counter[int]()
    for each, after in pairwise(found):
        stated, own, distance = _stated_year(reader, after), _stated_year(reader, each), reader.distance(each)
        if stated is not None and distance is not None and reader.ties(each, after):
            ties[stated - distance] += 1
        years = re.fullmatch(r"P([0-9]+)Y", duration(after.get("amount"))) if after.kind == "duration" else None
        if own is not None and years and reader.since(each, after):
            ties[own + int(years[1])] += 1
    if ties:
        return max(ties, key=lambda year: (ties[year], year))
    stated_years = [year for year in (_stated_year(reader, each) for each in found) if year is not None]
    first = reader.parse.sentences[:2][-1][1] if reader.parse.sentences else 0
    for each in found:
        year = _stated_year(reader, each)
        if year is not None and each.get("day") and each.end <= first and reader.tense(each) == "past":
            return year if year == max(stated_years) else None
    return None


def _stated_year(reader: _Reader, found: _Found | None) -> int | None:
    stated = found is not None and found.get("year") and found.kind != "fiscal"
    return reader.read_year(found)[0] if found is not None and stated else None


def _newest_month(reader: _Reader, found: Sequence[_Found], year: int) -> int | None:
    """The newest month of the year that is told as past: of full dates where there are any, else of months."""
    days: list[int] = []
    months: list[int] = []
    for each in found:
        month = reader.number(each, "month")
        word = reader.grammar.words.get(("year_word", each.get("year_word")))
        stated = _stated_year(reader, each)
        of_year = (
            stated == year if stated is not None else word is None or (word.anchor == "published" and word.shift == 0)
        )
        if each.kind == "calendar" and month is not None and of_year and reader.tense(each) not in {"future", "plan"}:
            (days if each.get("day") else months).append(month)
    told = days or months
    if any(month <= 2 for month in told) and any(month >= 11 for month in told):
        return None  # around the turn of a year the larger number need not be the later month
    return max(told, default=None)
