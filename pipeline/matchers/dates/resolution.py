"""What expressions of time mean: each is resolved in the order of the text, as a reader does it.

What it is resolved against is the article's date and what is under discussion (discourse.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from pipeline import numerals, timex
from pipeline.clock import duration, read_clock, weekday
from pipeline.matchers.dates.discourse import Context
from pipeline.matchers.dates.temporal import Found, Grammar
from pipeline.schema import Date
from pipeline.syntax import Parse
from pipeline.timex import Point

_TERM_AHEAD = 6
"""How many months ahead a term (10〜12月期) is another year's, unless the text foresees it."""
_NUMERAL = re.compile("[0-9〇一二三四五六七八九十百千]")
_LOOSE = {"edge", "clock_edge", "after", "daypart", "season"}
"""The pieces that may be taken for one though they begin another word: the 中 of 12日中国."""
_DAYPART_WORDS = {"TMO": "朝", "TNI": "夜"}


class Reader(Context):
    """Resolves the expressions of one article, in order."""

    def __init__(self, grammar: Grammar, parse: Parse, folded: str, published: Point) -> None:
        super().__init__(grammar, parse, folded, published)
        self.kanji_days = bool(
            re.search(r"[二三]?十[一二三四五六七八九]?日(?!間)|[一二三四五六七八九十]月", folded)
        ) and not re.search(r"[0-9]日(?!間)", folded)
        self.made: list[Date] = []
        self.hour: Date | None = None
        self.later: Date | None = None
        self.twelve_hours = False

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
        abroad = self.abroad(made.start)
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

        元日 of 元日本代表 and けさ of 掛けさせた are no expressions. One with a number
        may stand in a word (27日付), and so may 同日 in 同日付.
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
        if first is None or last is None or first.start != found.start:
            return None
        return found if self.folded[found.end : last.end] in {"", "付"} else None

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

    def read_vague(self, found: Found) -> Date | None:
        """現在, 将来; not the 現在 of 3月末現在 and 午前7時現在."""
        if self.made and found.start == self.made[-1].end:
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
                    now = self.published.year or self.talk.point.year
                    to_come = False
                    if year < 100:
                        year = timex.short_year(year, now)
                        to_come = now is not None and year > now and self.tense(found) == "past"
                    if not to_come:
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
            of_event = event[1] not in self.text_since(sentence[0], found)[: -len(event[0])]
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
        line = self.folded[max(0, found.start - 1) : found.start] == "\n" and self.folded.startswith("\n", found.end)
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
            start, end = self.parse.sentences[last] if self.parse.sentences else (0, len(self.folded))
            if self.folded.find(event[1], max(start, hour.start - 200), min(end, hour.end + 200)) < 0:
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
        self.talk.term = value
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
        """前年同期, 前月同期: the period under discussion, a year or a month earlier.

        Of a year earlier it is the term last told (7〜9月期), whatever else was touched on since.
        """
        word = self.grammar.words["period_word", found.get("period_word")]
        talk = self.talk
        if talk.term and word.unit == "year" and word.word.endswith("期"):
            fiscal, year = talk.term.startswith("FY") * 2, talk.term.removeprefix("FY")[:4]
            if year.isdecimal():
                shifted = f"{int(year) + word.shift:04d}"
                value = f"{talk.term[:fiscal]}{shifted}{talk.term[fiscal + 4 :]}"
                return self.date(found, value, basis="context")
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
        abroad = self.abroad(found.start)
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
            return self.last_day(found, replace(base.plus(month_word.shift, "month"), day=day)), basis
        if month is not None:
            point = Point(None, month, day)
            if not point.exists:
                return point, "explicit"
            year, basis = self.year(found, point)
            return self.last_day(found, replace(point, year=year)), basis
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

    @staticmethod
    def last_day(found: Found, month: Point) -> Point:
        """The last day of the month when the expression names it (5月末日), else the point as it is."""
        if found.get("day") and month.day is None and month.month is not None:
            return replace(month, day=timex.month_length(month.year, month.month))
        return month

    def clock(self, found: Found, words: Sequence[str]) -> str:
        """The time of day that the expression tells beside these parts of the day; empty without one."""
        shared = found.get("shared_clock")
        return read_clock(f"{shared}時" if shared else found.get("clock"), words)

    def timed(self, found: Found, made: Date | None) -> Date | None:
        """The record of a day with the part of the day or the time that is told with it: 日曜夜, 来週月曜午後9時."""
        parts = found.all("daypart")
        time = self.clock(found, parts) or (self.grammar.dayparts[parts[-1]].value if parts else "")
        return replace(made, type="TIME", value=f"{made.value}T{time}") if made is not None and time else made

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
