"""What expressions of time mean: each is resolved in the order of the text, as a reader does it.

What it is resolved against is the article's date and what is under discussion (:class:`Discourse`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from pipeline import numerals, timex
from pipeline.clock import duration, read_clock, weekday
from pipeline.matchers.temporal import Found, Grammar, WordRule
from pipeline.matchers.tense import describes_noun, predicate, tense_of
from pipeline.schema import Date
from pipeline.syntax import Parse
from pipeline.timex import Point

_FAR = 1000
_FORESIGHT = 4
"""How many years ahead budgets look."""
_TERM_AHEAD = 6
"""How many months ahead a term (10〜12月期) is another year's, unless the text foresees it."""
_NUMERAL = re.compile("[0-9〇一二三四五六七八九十百千]")
_LISTED = re.compile("[一-龠]")
"""What follows a date in a list of dates and events: 10日告示、27日投開票."""
_LOOSE = {"edge", "clock_edge", "after", "daypart", "season"}
"""The pieces that may be taken for one though they begin another word: the 中 of 12日中国."""
_DAYPART_WORDS = {"TMO": "朝", "TNI": "夜"}
_ABROAD = re.compile(r"\([^()。]{0,12}(?:日本|現地)(?:時間)?[^()。]{0,6}$")
"""What stands before a date that only tells the one before it for another place: 7日(日本時間8日)."""
_APPOSED = re.compile(r"の?\(?|、|に(?:当た|あた)る")
"""What stands between a date and another that tells the same in full: 翌年の1988年, 2日後の28日, 翌日11月1日."""


@dataclass(slots=True)
class Discourse:
    """What is under discussion: the last date told, the last day, the last month, and where the date stood.

    ``recent`` is the last day within a week of the article's date: what a report comes back to after a digression.
    ``ahead`` is where the year after the article's was last named: a schedule for it names months without it, above all
    where the text goes on to tell its ``programme``. ``aside`` is the end of a date that was only touched on.
    ``medium`` is the day of a report that is quoted, and where it stood. ``frame`` is the day told before one that only
    describes a noun (3日に起きた事故で); ``described`` tells that the last date does so.
    """

    point: Point = field(default_factory=Point)
    day: Point = field(default_factory=Point)
    recent: Point = field(default_factory=Point)
    month: Point = field(default_factory=Point)
    value: str = ""
    mod: str = ""
    end: int = -1
    ahead: int = -1
    programme: bool = False
    aside: int = -1
    medium: Point = field(default_factory=Point)
    medium_end: int = -1
    frame: Point = field(default_factory=Point)
    described: bool = False
    stated_year: bool = False


class Reader:
    """Resolves the expressions of one article, in order."""

    def __init__(self, grammar: Grammar, parse: Parse, folded: str, published: Point) -> None:
        self.grammar = grammar
        self.parse = parse
        self.folded = folded
        self.published = published
        self.talk = Discourse()
        self.kanji_days = bool(
            re.search(r"[二三]?十[一二三四五六七八九]?日(?!間)|[一二三四五六七八九十]月", folded)
        ) and not re.search(r"[0-9]日(?!間)", folded)
        self.made: list[Date] = []
        self.days: list[tuple[int, Point]] = []
        self.hour: Date | None = None
        self.later: Date | None = None
        self.twelve_hours = False
        self.current: Found | None = None
        self.used: tuple[str, ...] = ()
        self.next: Found | None = None

    def read(self, found: Sequence[Found]) -> tuple[Date, ...]:
        """The records, in order; what turns out to be no date is left out."""
        for i, each in enumerate(found):
            self.current, self.used = self.whole_words(each), ()
            if self.current is None:
                continue
            self.next = found[i + 1] if i + 1 < len(found) else None
            reading: Callable[[Found], Date | None] = getattr(self, f"read_{each.kind}")
            made = reading(self.current)
            if made is None:
                continue
            if made.type != "DURATION" or not made.earliest:
                earliest, latest = timex.interval(made.value, made.mod)
                made = replace(made, earliest=made.earliest or earliest, latest=made.latest or latest)
            self.made.append(made)
            self.remember_hour(each, made)
        return self.ranges(self.made)

    def remember_hour(self, found: Found, made: Date) -> None:
        """Keeps the time told last, and whether the text counts twelve hours; not that of another place in brackets."""
        abroad = _ABROAD.search(self.folded, max(0, made.start - 24), made.start)
        if abroad or not re.search(r"[0-9]T[0-9]{2}:", made.value):
            return
        self.later = made
        if found.kind != "offset":
            self.hour = made
            text = self.folded[made.start : made.end]
            if re.search("午[前後]|朝|夕|夜|晩", text):
                self.twelve_hours = True
            elif re.search("(?:1[3-9]|2[0-3])[時:]", text):
                self.twelve_hours = False

    def whole_words(self, found: Found) -> Found | None:
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

    def read_vague(self, found: Found) -> Date | None:
        """現在, 将来; not the 現在 of 3月末現在."""
        if found.start == self.talk.end:
            return None
        value = self.grammar.vague[found.get("vague")].value
        return self.date(found, value, type_="DURATION" if value.startswith("PX") else "DATE")

    def read_duration(self, found: Found) -> Date | None:
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

    def read_bc(self, found: Found) -> Date | None:
        """紀元前300年: a value without days."""
        number = numerals.read(found.get("number"))
        if number is None or not 0 < number < 10_000 or number != int(number):
            return None
        return self.date(found, f"BC{int(number):04d}")

    def read_set(self, found: Found) -> Date | None:
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
            value = f"{value if found.get('weekday') else ''}T{clock}" if clock else value
        return self.date(found, value, type_="SET")

    def read_rate(self, found: Found) -> Date | None:
        """年2回."""
        unit = next(unit for unit in "年月週日" if unit in self.folded[found.start : found.end])
        return self.date(found, "P1" + {"年": "Y", "月": "M", "週": "W", "日": "D"}[unit], type_="SET")

    def read_offset(self, found: Found) -> Date | None:
        """5年前, 3日後."""
        value = duration(found.get("amount"))
        if not value:
            return None
        sign = -1 if found.get("offset") == "前" else 1
        if "T" in value:
            return self.moment(found, value, sign)
        base, basis = self.base_of_offset(found, sign, value)
        if base is None:
            return self.date(found, value, type_="DURATION", mod=self.mod(found))
        half_years = re.fullmatch(r"P([0-9]*)\.5Y", value)
        if half_years:
            value = f"P{12 * int(half_years[1] or 0) + 6}M"
        steps = re.findall(r"([0-9.]+|X)([YMWD])", value.partition("T")[0])
        vague = any(count == "X" or "." in count for count, _ in steps)
        business = "営業日" in found.get("amount")
        point = base if vague else _moved(base, [(sign * int(count), unit) for count, unit in steps], business)
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
        if vague:
            unknown = {"M": Point(base.year).value, "W": Point(base.year).value, "D": replace(base, day=None).value}
            start = unknown.get(steps[0][1], "")
            value = f"{start}-XX" if start else "PAST_REF" if sign < 0 else "FUTURE_REF"
            return self.date(found, value, mod=mod, basis=basis)
        if not point.value and base.year is not None and base.month is None and steps[0][1] == "M":
            return self.date(found, f"{base.value}-XX", mod=mod, basis=basis)
        if not point.value:
            return self.date(found, "PAST_REF" if sign < 0 else "FUTURE_REF", mod=mod)
        return self.calendar(found, point, basis, mod=mod, stated=True)

    def base_of_offset(self, found: Found, sign: int, value: str) -> tuple[Point | None, str]:
        """What years, months, weeks and days are counted from, and the basis; None for an event without a date.

        3年後に廃止する counts from today, 3日後に見つかった and 投票の3日前 from what is under discussion.
        """
        talk = self.talk
        told = talk.day if talk.day.year else talk.point
        if value.endswith(("Y", "M")) and talk.point.day is None and talk.point.year and self.gap(found) <= 1:
            told = talk.point
        before = self.folded[max(0, found.start - 3) : found.start]
        pointing = before.endswith("その") or "この" in found.all("before")
        event = re.search(r"([一-龠ァ-ヶー]{2,})の$", self.folded[max(0, found.start - 16) : found.start])
        elsewhere = talk.end >= 0 and self.gap(found) != 0
        of_event = elsewhere and value.endswith(("W", "D")) and before.endswith(("る", "た"))
        if event and not pointing and 0 <= talk.end < found.start - 1 and self.parse.sentences:
            sentence = self.parse.sentences[self.parse.sentence_index(talk.end - 1)]
            of_event = event[1] not in self.folded[sentence[0] : found.start - len(event[0])]
        if (pointing and told.year is None) or of_event:
            return None, "context"
        past = sign > 0 and self.tense(found) not in {"future", "plan"}
        if (past or pointing or before[-1:] in {"の", "ら"}) and told.year is not None:
            return told, "context"
        return self.published, "published"

    def moment(self, found: Found, value: str, sign: int) -> Date:
        """約30分後: so long after the time of the event it is counted from; a length of time where that is unknown.

        3時間前 on a line of its own is counted from the page's publication.
        """
        after = self.next
        if after is not None and after.kind == "clock" and self.folded[found.end : after.start] == "の":
            clock = self.clock(after, after.all("daypart") or self.afternoon(after))
            day = self.day(found)
            if clock and day.date:
                return self.date(found, f"{day.value}T{clock}", type_="TIME", basis="context")
        line = self.folded[: found.start].endswith("\n") and self.folded.startswith("\n", found.end)
        if line and self.published.day is not None:
            return self.date(found, f"{self.published.value}TXX", type_="TIME", basis="published")
        start, amount = self.hour_of_event(found), re.findall(r"([0-9.]+)([HMS])", value)
        if start is None or "X" in value or "D" in value:
            return self.date(found, value, type_="DURATION", mod=self.mod(found))
        seconds = sum(float(count) * {"H": 3600, "M": 60, "S": 1}[unit] for count, unit in amount)
        moment = start + sign * timedelta(seconds=seconds)
        time = f"{moment:%Y-%m-%dT%H:%M}" + (f":{moment:%S}" if moment.second else "")
        return self.date(found, time, type_="TIME", mod=self.mod(found), basis="context")

    def hour_of_event(self, found: Found) -> datetime | None:
        """The time of the event from which the expression counts: the last one told, where it is that event's."""
        before = self.folded[max(0, found.start - 12) : found.start]
        event = re.search(r"([一-龠]{2,}|[ァ-ヶー]{2,}|[一-龠]ち?上げ)(?:から|の)?$", before)
        of_that = re.search(r"[そこ]の[一-龠]{2,}の$", before)
        bracket = before.rfind("(") > before.rfind(")")
        hour = self.hour if event or of_that or bracket or before.endswith("同") else self.later
        if hour is None:
            return None
        gap = self.gap(found, hour.end - 1)
        if event and not of_that:
            last = self.parse.sentence_index(hour.start)
            told = self.folded[slice(*self.parse.sentences[last])] if self.parse.sentences else self.folded
            if event[1] not in told:
                return None
        elif before.endswith(("てから", "でから", "る", "た")) and gap > 0:
            return None
        value = hour.value
        if gap > (4 if event else 2) or not re.fullmatch(
            r"[0-9-]{10}T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-9]{2})?", value
        ):
            return None
        return datetime.fromisoformat(value)

    def read_term(self, found: Found) -> Date | None:
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

    def read_century(self, found: Found) -> Date | None:
        """20世紀, 19世紀末."""
        word = self.word(found, "century_word")
        if word is not None:
            year = self.published.year
            value = "XXXX" if year is None else f"{(year - 1) // 100 + word.shift:02d}XX"
            return self.date(found, value, mod=self.mod(found), basis="published")
        number = numerals.read(self.folded[found.start : found.end].partition("世紀")[0])
        if number is None or not 1 <= number <= 30:
            return None
        return self.date(found, f"{int(number) - 1:02d}XX", mod=self.mod(found))

    def read_decade(self, found: Found) -> Date | None:
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

    def read_fiscal(self, found: Found) -> Date | None:
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

    def read_numeric(self, found: Found) -> Date | None:
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

    def read_week(self, found: Found) -> Date | None:
        """来週, 先週月曜, 今週末."""
        word = self.grammar.words["week_word", found.get("week_word")]
        base, basis = (self.talk.day, "context") if word.anchor == "context" else (self.published, "published")
        if base.day is None:
            base, basis = self.published, "published"
        mod = self.mod(found) or word.mod
        coming = word.detail == "coming" and self.tense(found) != "past"
        day = base.plus(word.shift + coming, "week").date
        apposed = self.apposed() if found.get("weekday") else None
        if apposed is not None and apposed.day is not None:  # 先週火曜の4日
            return self.date(found, apposed.value, mod=mod, basis="context")
        if day is None:
            value = "XXXX-WXX" + (f"-{weekday(found.get('weekday'))}" if found.get("weekday") else "")
            return self.date(found, value, mod=mod, basis=basis)
        if found.get("weekday"):
            point = Point.of(timex.weekday_in_week(day, weekday(found.get("weekday"))))
            return self.timed(found, self.calendar(found, point, basis, mod=mod, stated=True))
        value = timex.week(day) + (f"-{word.detail}" if word.detail == "WE" else "")
        return self.date(found, value, mod=mod, basis=basis)

    def read_weekday(self, found: Found) -> Date | None:
        """月曜日: the last one, or the next one in a plan; この金曜日, 次の金曜日."""
        number = self.grammar.words["weekday_name", found.get("weekday_name")].shift
        habit = self.grammar.cue("habit", self.folded, found.start, found.end)
        if habit:
            self.used = (habit,)
            return self.date(found, f"XXXX-WXX-{number}", type_="SET")
        day = self.published.date
        if day is None:
            return self.date(found, f"XXXX-WXX-{number}", basis="published")
        this = timex.weekday_in_week(day, number)
        reference = self.word(found, "weekday_ref")
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

    def read_nth_weekday(self, found: Found) -> Date | None:
        """今月第2日曜."""
        point, basis = self.point(found)
        nth, number = int(numerals.read(found.get("nth")[1]) or 0), weekday(found.get("weekday"))
        if point.year is None or point.month is None:
            return self.date(found, f"{point.value or 'XXXX'}-XX" if point.month else "XXXX-XX-XX", basis=basis)
        first = date(point.year, point.month, 1).isoweekday()
        point = replace(point, day=1 + (number - first) % 7 + 7 * (nth - 1))
        return self.calendar(found, point, basis, stated=bool(found.get("year")))

    def read_quarter_alone(self, found: Found) -> Date | None:
        """第2四半期: of the year under discussion, or the latest one; 第1四半期（4〜6月期） is the fiscal year's."""
        number = self.grammar.words["lone_quarter", found.get("lone_quarter")].shift
        fiscal = re.match(r"\(([0-9]{1,2})[~-][0-9]{1,2}月", self.folded[found.end : found.end + 8])
        first = int(fiscal[1]) if fiscal else 3 * number - 2
        year, basis = self.year(found, Point(None, min(first + 2, 12)))
        name = "XXXX" if year is None else f"{year - (fiscal is not None and first < timex.FISCAL_START):04d}"
        of_fiscal_year = fiscal is not None and first != 3 * number - 2
        return self.date(found, f"{'FY' if of_fiscal_year else ''}{name}-Q{number}", basis=basis)

    def read_quarter(self, found: Found) -> Date | None:
        """今四半期, 前四半期."""
        word = self.grammar.words["quarter_word", found.get("quarter_word")]
        point = self.published.plus(3 * word.shift, "month")
        if point.year is None:
            return None
        return self.date(found, f"{point.year:04d}-Q{timex.quarter(point)}", basis="published")

    def read_period(self, found: Found) -> Date | None:
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

    def read_clock(self, found: Found) -> Date | None:
        """午前10時: of the day under discussion; 同2時: in its half of the day; 翌午前10時: of the day after."""
        clock = self.clock(found, found.all("daypart") or self.afternoon(found))
        if not clock:
            return None
        weekdays = self.grammar.cue("weekdays", self.folded, found.start, found.end)
        if weekdays:
            self.used = (weekdays,)
            return self.date(found, f"T{clock}", type_="TIME", mod=self.mod(found))
        day = self.day(found)
        hour = self.hour
        if hour is not None and self.talk.end <= hour.end and self.gap(found, hour.end - 1) == 0:
            day = Point.parse(hour.value[:10])
        if found.get("same") == "翌":
            day = day.plus(1, "day")
        day = day.plus(self.days_apart(found, clock), "day") if day.date else day
        base, basis = (day, "context") if day.year else (self.published, "published")
        value = f"{base.value}T{clock}" if base.day else f"T{clock}"
        return self.date(found, value, type_="TIME", mod=self.mod(found), basis=basis)

    def afternoon(self, found: Found) -> list[str]:
        """午後 for what leaves it out: the right end of a range (午後2時から5時), 同5時 after 午後2時."""
        last = self.hour
        late = re.search(r"T(1[2-9]|2[0-3]):", last.value) if last is not None else None
        if last is None or not late:
            return []
        if self.made[-1] is last and self.grammar.joins(self.folded, last.end, found.start):
            return ["午後"]
        # After 午後1時35分 a bare 3時5分 is in the afternoon, after 13時35分 it is not.
        hour = re.match("[0-9]+", found.get("clock"))
        ahead = int(hour[0]) + 12 - int(late[1]) if hour else -1
        goes_on = (
            self.twelve_hours and hour and int(hour[0]) < 12 and 0 <= ahead <= 6 and self.gap(found, last.end - 1) <= 2
        )
        return ["午後"] if found.get("same") == "同" or goes_on else []

    def days_apart(self, found: Found, clock: str) -> int:
        """Days from the time told last: 1 in 午後9時から午前5時 and 午後9時(日本時間午前4時), -1 for an earlier day."""
        abroad = _ABROAD.search(self.folded, max(0, found.start - 24), found.start)
        last = self.made[-1] if self.made else None
        time = re.search(r"T([0-9:]{5})", last.value) if last is not None else None
        if last is not None and time is not None and self.grammar.joins(self.folded, last.end, found.start):
            return clock < time[1]
        if not abroad or last is None or time is None or abroad.start() - last.end > 8:
            return 0
        return (clock < time[1]) if "日本" in abroad[0] else -(clock > time[1])

    def read_clock_minute(self, found: Found) -> Date | None:
        """58分 of 1時48分から58分: the hour is that of the time before; 20分 of 15分から20分 is a length of time."""
        last = self.made[-1] if self.made else None
        time = re.search(r"T[0-9]{2}:([0-9]{2})$", last.value) if last is not None else None
        minute = int(found.get("minute")[:-1])
        joined = last is not None and self.grammar.joins(self.folded, last.end, found.start)
        if last is None or time is None or not joined or minute < int(time[1]):
            return self.date(found, f"PT{minute}M", type_="DURATION", mod=self.mod(found))
        value = f"{last.value[:-2]}{minute:02d}"
        return self.date(found, value, type_="TIME", mod=self.mod(found), basis=last.basis)

    def read_calendar(self, found: Found) -> Date | None:
        """Years, months and days in every mixture, with the part of the day or the time."""
        length = self.days_long(found)
        if length:
            return self.date(found, length, type_="DURATION", mod=self.mod(found))
        text = self.folded[found.start : found.end]
        long = (
            self.grammar.cue("long", self.folded, found.start, found.end)
            if re.fullmatch("[12][0-9]{3}年", text)
            else ""
        )
        if long:
            self.used = (long,)
            return self.date(found, f"P{text[:4]}Y", type_="DURATION")
        words = [self.word(found, f"{unit}_word") for unit in ("day", "month", "year")]
        word = next((word for word in words if word is not None), None)
        parts = found.all("daypart")
        part = f"T{self.grammar.dayparts[parts[-1]].value}" if parts else word.detail if words[0] and word else ""
        clock = self.clock(found, parts or [_DAYPART_WORDS.get(part, "")])
        if clock:
            part = f"T{clock}"
        elif parts and parts[-1].startswith("正午"):
            part = "T12:00"
        point, basis = self.point(found)
        if not point.value and words[0] is not None:
            return self.date(found, part, type_="TIME") if clock else None
        mod = self.mod(found)
        if word is not None and point.day is None and (word.unit == "month" or point.month is None):
            mod = mod or word.mod
        stated = bool(found.get("year") or found.get("year_word"))
        before = word is not None and word.anchor == "context" and word.shift < 0
        aside = before or self.is_aside(found)
        if aside:
            self.talk.aside = found.end
        medium = self.grammar.cue("medium", self.folded, found.start, found.end)
        if medium and point.day is not None:
            self.used = (*self.used, medium)
            aside = aside or self.talk.day.day is not None
            self.talk.medium, self.talk.medium_end = point, found.end
        if point.day is not None and basis == "published" and (found.get("month") or found.get("feast")):
            yearly = self.grammar.cue("yearly", self.folded, found.start, found.end)
            last = self.made[-1] if self.made else None
            value = replace(point, year=None).value
            again = last and last.value == value and self.folded[last.end : found.start] in {"の", "、", "("}
            if yearly or again:
                self.used = (yearly,) if yearly else ()
                return self.date(found, value, type_="SET")
        if basis == "context" and found.get("month"):
            of_next_year = point.year is not None and point.year - 1 == self.published.year
            stated = stated or of_next_year or (self.talk.stated_year and point.year == self.talk.point.year)
        made = self.calendar(found, point, basis, mod=mod, stated=stated, aside=aside)
        if made is None or point.day is None or not part:
            return made
        return replace(made, type="TIME", value=made.value + part)

    def is_aside(self, found: Found) -> bool:
        """Whether the date only tells the one before it for another place, or in full when that was an aside."""
        if _ABROAD.search(self.folded, max(0, found.start - 24), found.start) and self.talk.day.day is not None:
            return True
        if self.talk.aside < 0 or self.talk.day.day is None:
            return False
        return bool(_APPOSED.fullmatch(self.folded, self.talk.aside, found.start))

    def days_long(self, found: Found) -> str:
        """The length that 4日 or 一日 tells where it is no day of a month; empty where it is one."""
        alone = not found.all("month", "shared_month", "month_word", "day_word", "feast", "daypart", "same")
        day = self.number(found, "lone_day", "shared_day")
        if not alone or day is None:
            return ""
        if found.get("lone_day") == "一日" and not self.kanji_days:
            return "P1D"
        cue = self.grammar.cue("days", self.folded, found.start, found.end)
        if not cue or self.follows(found):
            return ""
        self.used = (cue,)
        return f"P{day}D"

    def point(self, found: Found) -> tuple[Point, str]:
        """The year, month and day that the expression means, and the basis; the Point may be of no real date."""
        day_word, month_word = self.word(found, "day_word"), self.word(found, "month_word")
        day = self.number(found, "day", "lone_day", "shared_day")
        month = self.number(found, "month", "shared_month")
        feast = self.word(found, "feast")
        if feast is not None:
            month, day = int(feast.detail[:2]), int(feast.detail[3:])
        if day_word is not None:
            base, basis = self.base(found, day_word)
            apposed = self.apposed()
            follows = self.folded[found.end : found.end + 1]
            if (follows == "、" and day_word.shift == 0) or (
                follows in {"、", "の"} and day_word.anchor == "published"
            ):
                apposed = None  # 同日、11月9日に認可された
            point, full = base.plus(day_word.shift, "day"), apposed.date if apposed else None
            if full and day_word.anchor == "published" and (not point.date or abs((full - point.date).days) > 2):
                full = None  # 今日1日 is all of the day
            return (apposed if full and apposed else point), basis
        if month_word is not None:
            base, basis = self.base(found, month_word)
            if found.get("year_word") or found.get("year"):
                year, basis = self.year(found, Point())
                base = Point(year, base.month)
            return replace(base.plus(month_word.shift, "month"), day=day), basis
        if month is not None:
            point = Point(None, month, day)
            if not point.exists:
                return point, "explicit"
            year, basis = self.year(found, point)
            return replace(point, year=year), basis
        if day is not None:
            base, basis = self.month(found, day)
            return Point(base.year, base.month, day), basis
        if found.get("shared_year"):
            return Point(int(found.get("shared_year"))), "explicit"
        year_word = self.word(found, "year_word")
        apposed = self.apposed() if year_word is not None and year_word.anchor == "context" else None
        if apposed is not None and apposed.year is not None:
            return Point(apposed.year), "context"
        year, basis = self.year(found, Point())
        return Point(year), basis

    def word(self, found: Found, part: str) -> WordRule | None:
        """The row of words.tsv for the expression's piece of that name, or None."""
        return self.grammar.words.get((part, found.get(part)))

    def clock(self, found: Found, words: Sequence[str]) -> str:
        """The time of day that the expression tells beside these parts of the day; empty without one."""
        shared = found.get("shared_clock")
        return read_clock(f"{shared}時" if shared else found.get("clock"), words)

    def timed(self, found: Found, made: Date | None) -> Date | None:
        """The record of a day with the part of the day or the time that is told with it: 日曜夜, 来週月曜午後9時."""
        parts = found.all("daypart")
        time = self.clock(found, parts) or (self.grammar.dayparts[parts[-1]].value if parts else "")
        return replace(made, type="TIME", value=f"{made.value}T{time}") if made is not None and time else made

    # parts ------------------------------------------------------------------------------------------------------

    def date(self, found: Found, value: str, *, type_: str = "DATE", mod: str = "", basis: str = "explicit") -> Date:
        """The record of a value."""
        return Date(found.start, found.end, type_, value, (*found.rules, *self.used), mod=mod, basis=basis)

    def calendar(
        self, found: Found, point: Point, basis: str, *, mod: str = "", stated: bool = False, aside: bool = False
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

    def note(self, found: Found, point: Point, value: str, *, mod: str = "", stated: bool = False) -> None:
        """Makes the date the one under discussion."""
        talk = self.talk
        last, since = talk.day, talk.end
        talk.point, talk.value, talk.mod, talk.end, talk.stated_year = point, value, mod, found.end, stated
        if stated and point.year is not None and point.year - 1 == self.published.year:
            talk.ahead = found.start
            programme = self.grammar.cue("programme", self.folded, found.start, found.end)
            if programme:
                talk.programme, self.used = True, (*self.used, programme)
        word = predicate(self.parse, found.start, found.end)
        talk.described = word is not None and describes_noun(self.parse, word)
        day, today = point.date, self.published.date
        if day is not None:
            self.days.append((found.end, point))
            interrupts = talk.described and last.day is not None and self.gap(found, since - 1) == 0
            talk.frame = last if interrupts else Point()
            talk.day = point
            if today is not None and not interrupts and -7 <= (day - today).days <= 0:
                talk.recent = point
        if point.month is not None:
            talk.month = point

    def stretch(self, found: Found) -> str:
        """What a part of the year adds to its value: -Q3, -H1, -SU, -W12."""
        year_word = self.word(found, "year_word")
        if year_word is not None and year_word.detail in timex.SEASONS:
            return f"-{year_word.detail}"
        if found.get("season"):
            return "-" + {"春": "SP", "夏": "SU", "秋": "FA", "冬": "WI"}[found.get("season")[-1]]
        if found.get("half"):
            return "-H1" if "上" in found.get("half") else "-H2"
        if found.get("quarter"):
            return f"-Q{numerals.read(found.get('quarter').lstrip('の')[1])}"
        if found.get("nth_week"):
            return f"-W{int(found.get('nth_week').lstrip('の')[1:-1]):02d}"
        return ""

    def mod(self, found: Found) -> str:
        """The TIMEX3 modifier of the words beside the expression: an open side wins, then the first."""
        mods = [
            self.grammar.edges[name, text].mod
            for name, text in found.pieces
            if name in {"edge", "clock_edge", "before", "after"} and self.grammar.edges[name, text].mod
        ]
        return next((mod for mod in mods if mod in {"ON_OR_AFTER", "ON_OR_BEFORE"}), mods[0] if mods else "")

    def number(self, found: Found, *names: str) -> int | None:
        """The number that one of the pieces writes."""
        for name in names:
            text = found.get(name)
            if text:
                number = numerals.read(re.sub("[の両日月年]", "", text.replace("師走", "12")))
                return None if number is None else int(number)
        return None

    def base(self, found: Found, word: WordRule) -> tuple[Point, str]:
        """What the word counts from, and the basis."""
        if word.anchor == "context":
            point = {"day": self.day(found), "month": self.talk.month}.get(word.unit, self.talk.point)
            if point.value and (point.year is not None or word.unit != "year"):
                return point, "context"
        return self.published, "published"

    def day(self, found: Found) -> Point:
        """The day under discussion: the last one told, but not one long past that was only touched on."""
        talk = self.talk
        between = self.folded[max(talk.end, 0) : found.start]
        if talk.medium.day is not None and found.get("day_word") and self.gap(found, talk.medium_end - 1) == 0:
            return talk.medium
        beside = talk.point.day is not None and re.fullmatch(r"\([^()。、]{0,8}|\)?の?", between)
        if beside or between.endswith("その"):
            return talk.day
        if talk.frame.day is not None and found.get("day_word") and "、" in between:
            return talk.frame
        if talk.recent.day is None or talk.day == talk.recent:
            return talk.day
        told, today = talk.day.date, self.published.date
        gap = self.gap(found)
        if told is not None and today is not None and told > today:
            tense = self.tense(found)
            goes_on = tense in {"future", "plan"} or (found.kind == "clock" and gap == 0 and (told - today).days > 1)
            goes_on = goes_on or (not tense and (told - today).days == 1)
            return talk.day if goes_on else talk.recent
        far = told is not None and today is not None and abs(told.year - today.year) > 3
        return talk.recent if gap > 0 and (not talk.stated_year or far or gap > 2) else talk.day

    def read_year(self, found: Found) -> tuple[int | None, str]:
        """The year that the expression states, and the basis."""
        text = found.get("year")
        both = re.search(r"(?<=\()[12][0-9]{3}(?=\))|[12][0-9]{3}(?=年? ?\()", text)
        if both:
            return int(both[0]), "explicit"
        number = re.sub("西暦|紀元後?|[ '’]|年", "", text)
        era = found.get("era")
        if era:
            number = number.removeprefix(era)
            count = 1 if number == "元" else int(numerals.read(number) or 0)
            return self.grammar.eras[era].first + count - 1, "era"
        read = int(numerals.read(number) or 0)
        if text.startswith(("西暦", "紀元")) or read >= 100:
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
        year = max((era.first for era in self.grammar.eras.values() if era.first <= now), default=now) + number - 1
        return year if abs(year - now) <= _FORESIGHT else None

    def year(self, found: Found, point: Point) -> tuple[int | None, str]:
        """The year of a month, a day of a month or a year word, and the basis."""
        if found.get("year"):
            return self.read_year(found)
        word = self.word(found, "year_word")
        if word is not None:
            base, basis = self.base(found, word)
            if word.detail == "coming":
                return timex.coming_year(base), basis
            winter = word.detail == "WI" and base.month is not None and base.month <= 3  # it began in the last year
            return (None if base.year is None else base.year + word.shift - winter), basis
        talk, published = self.talk, self.published
        if talk.point.year is not None and point.month is not None:
            earlier = talk.point.month is not None and point.month < talk.point.month
            if found.get("same") == "翌":
                return talk.point.year + (point.month <= (talk.point.month or 0)), "context"
            if found.get("same"):
                return talk.point.year, "context"
            if self.follows(found):
                # 12月、1月 goes on into the next year, 8月23日、7月30日からの does not.
                listed = self.folded[found.start - 1] in "、・と" and (point.month + 6 > (talk.point.month or 0))
                return talk.point.year + (earlier and not listed), "context"
            if talk.point.month is None and re.fullmatch(
                r"\)?の?" if talk.value.startswith("FY") else r"\)?[のは]?", self.folded[talk.end : found.start]
            ):
                return talk.point.year, "context"  # 1964年（昭和39年）10月
            to_come = published.month is not None and point.month > published.month
            goes_on = self.gap(found) == 0 or (self.gap(found) == 1 and to_come and self.tense(found) == "past")
            elsewhere = talk.stated_year and talk.point.year != published.year and talk.point.month is not None
            aside = talk.described and self.gap(found) == 0 and "、" in self.folded[talk.end : found.start]
            if goes_on and elsewhere and not earlier and not aside:
                return talk.point.year, "context"
        if published.year is None:
            return talk.point.year, "context"
        behind = point.month is not None and published.month is not None and point.month < published.month
        if talk.ahead >= 0 and point.month is not None:
            tense = self.tense(found)
            near = {"past": -1, "": _FAR - 1 if talk.programme else 3}.get(tense, _FAR - 1)
            listed = talk.point.day is not None and point.day is not None and self.gap(found) <= 1
            goes_on = listed and talk.point.year == published.year + 1 and point.month >= (talk.point.month or 1)
            if self.gap(found, talk.ahead) <= near and (
                behind or (goes_on and not self.is_near(point, 60)) or (talk.programme and not self.is_near(point, 3))
            ):
                return published.year + 1, "context"
        tense = self.tense(found)
        if tense == "future" and self.mod(found) == "ON_OR_AFTER":
            tense = "plan"  # 4月以降に始める in December
        return timex.year_for(point, published, tense), "published"

    def month(self, found: Found, day: int) -> tuple[Point, str]:
        """Year and month of a day that is told alone, and the basis."""
        talk, published = self.talk, self.published
        if found.get("same") == "翌":
            for eve in (talk.day, talk.recent):
                after = eve.plus(1, "day")
                if after.day == day:
                    return after, "context"
        elif found.get("same") and talk.month.month is not None:
            return talk.month, "context"
        if _ABROAD.search(self.folded, max(0, found.start - 24), found.start) and talk.day.date:
            for days in (0, 1, -1):  # 31日(日本時間1日)
                there = talk.day.plus(days, "day")
                if there.day == day:
                    return there, "context"
        for end, told_day in reversed(self.days):
            if self.gap(found, end - 1) != 0:
                break
            if told_day.day == day and talk.point.day is not None and day < talk.point.day:
                return told_day, "context"
        bracket = re.fullmatch(r"[^()。\n]{1,16}", self.folded[talk.end : found.start]) and self.in_bracket(found)
        if talk.point.day is not None and bracket and day >= talk.point.day:
            return talk.point, "context"
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
            in_list = all(_LISTED.match(self.folded, end) for end in (talk.end, found.end))
            same = in_list or day == talk.point.day
            same = same or talk.programme
            if gap == 0 and later and not aside and (same or not (ahead and self.tense(found) == "past")):
                return talk.point, "context"
            story = talk.stated_year and talk.point.day is not None and self.is_distant(talk.point)
            if gap == 1 and later and story:
                return talk.point, "context"
        if published.month is None:
            return (talk.month if talk.point.month is not None and self.gap(found) <= 1 else Point()), "context"
        point = timex.month_for(day, published, self.tense(found))
        this = replace(published, day=day)
        if point.value < published.value[:7] and any(told_day == this for _, told_day in self.days):
            return this, "context"  # a day to come that the text has named in full before
        return point, "published"

    def in_bracket(self, found: Found) -> bool:
        """Whether the expression and the one before it stand in one pair of round brackets."""
        start = self.parse.sentences[self.parse.sentence_index(found.start)][0] if self.parse.sentences else 0
        before = self.folded[max(start, self.talk.end - 40) : self.talk.end]
        return before.rfind("(") > before.rfind(")")

    def gap(self, found: Found, since: int | None = None) -> int:
        """Sentences between a place in the text and the expression, in one paragraph; many across paragraphs.

        The place is that of the date under discussion, or the offset ``since`` (-1: no place).
        """
        since = self.talk.end - 1 if since is None else since
        if since < 0 or self.parse.paragraph_at(since) != self.parse.paragraph_at(found.start):
            return _FAR
        return self.parse.sentence_index(found.start) - self.parse.sentence_index(since)

    def is_near(self, point: Point, days: int) -> bool:
        """Whether the day of the article's year is no more days from the article's date, or the month is its month."""
        day, today = replace(point, year=self.published.year).date, self.published.date
        if day is None or today is None:
            return point.month == self.published.month
        return abs((day - today).days) <= days

    def is_distant(self, point: Point) -> bool:
        """Whether the date lies so far from the article's that what follows it is still about that time."""
        if point.year is None or self.published.year is None:
            return False
        months = 12 * (self.published.year - point.year) + (self.published.month or 12) - (point.month or 12)
        return abs(months) > 2

    def follows(self, found: Found) -> bool:
        """Whether the expression is the right end of a range whose left end is the date under discussion."""
        between = self.folded[max(self.talk.end, 0) : found.start]
        return (
            self.talk.end >= 0
            and len(between) <= 4
            and bool(re.fullmatch(r"(?:から|[~・、-]|と|および|及び)", between))
        )

    def distance(self, found: Found) -> int | None:
        """Years from the article's to the one that the expression names: 昨年 and 1年前 are -1; None for others."""
        word = self.word(found, "year_word")
        if found.kind == "calendar" and word is not None and word.anchor == "published" and word.unit == "year":
            return word.shift if not word.mod else None
        years = re.fullmatch(r"P([0-9]+)Y", duration(found.get("amount"))) if found.kind == "offset" else None
        return (-1 if found.get("offset") == "前" else 1) * int(years[1]) if years and not found.all("before") else None

    def ties(self, found: Found, after: Found) -> bool:
        """Whether the next expression tells the same time in full: in brackets right after it, or after its noun."""
        between = self.folded[found.end : after.start]
        if found.kind == "offset":
            return bool(re.fullmatch(r"の|[^。\n(]{0,30}\(", between))
        return bool(re.fullmatch(r"の?\(|、?すなわち", between)) and not found.get("month")

    def since(self, found: Found, after: Found) -> bool:
        """Whether the next expression counts the years from this one to the present: 2004年以来8年ぶり."""
        between = self.folded[found.end : after.start]
        told = self.folded[found.start : found.end].endswith("以来") or "以来" in between
        return told and bool(re.fullmatch(r"[^。\n年]{0,20}", between)) and self.folded.startswith("ぶり", after.end)

    def apposed(self) -> Point | None:
        """The date that stands in apposition right after the expression being read: 翌年の1988年, 2日後の28日."""
        after, before = self.next, self.current
        if after is None or before is None or after.kind != "calendar":
            return None
        if not _APPOSED.fullmatch(self.folded, before.end, after.start):
            return None
        point = Point(None, self.number(after, "month"), self.number(after, "day", "lone_day"))
        if after.get("year"):
            return replace(point, year=self.read_year(after)[0])
        if point.month is not None and point.day is not None and not after.get("year_word"):
            return replace(point, year=self.year(after, point)[0])
        if point.day is not None and point.month is None and not after.get("month_word"):
            return replace(self.month(after, point.day)[0], day=point.day)
        return None

    def tense(self, found: Found) -> str:
        """How the text tells what the expression dates: ``past``, ``future``, ``plan``, or empty.

        A plain non-past verb (future) tells what is to come; a state (している, ある, だ) or a condition (すると) tells
        nothing, and neither does a term (20日までに), which may be over or not.
        """
        word = predicate(self.parse, found.start, found.end)
        if word is None:
            return ""
        plan = self.grammar.cue("plan", self.folded, word.start, word.end)
        if plan:
            self.used = (plan,)
            return "plan"
        if self.folded.startswith(("と、", "ば、"), word.end):
            return ""
        tense = tense_of(self.parse, word)
        return "" if tense == "past" and self.folded.startswith("まで", found.end) else tense


def _moved(point: Point, steps: Sequence[tuple[int, str]], business: bool) -> Point:
    """The point so many years (Y), months (M), weeks (W) and days (D) later; ``business``: days are working days.

    A single step is no finer than its unit (5年前 is a year); several steps keep the day (1年2カ月3日後).
    """
    for count, unit in steps:
        if business:
            point = timex.business_days(point, count)
        elif len(steps) > 1 and unit in "YM" and point.day is not None:
            month = point.plus(count * (12 if unit == "Y" else 1), "month")
            point = replace(month, day=min(point.day, timex.month_length(month.year, month.month)))
        else:
            point = point.plus(count, {"Y": "year", "M": "month", "W": "week", "D": "day"}[unit])
    return point
