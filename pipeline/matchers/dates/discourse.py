"""What an article is telling of, and the year, the month and the day that an expression leaves to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property

from pipeline import numerals, timex
from pipeline.matchers.dates.temporal import Found, Grammar, WordRule
from pipeline.matchers.dates.tense import describes_noun, predicate, tense_of
from pipeline.syntax import Parse
from pipeline.timex import Point

_FAR = 1000
_REACH = 200
"""How many characters back a look for what ties an expression to the one before it goes."""
_DAYS_KEPT = 16
"""How many of the last days of a sentence a day without its month is compared with."""
_FORESIGHT = 4
"""How many years ahead budgets look."""
_LISTED = re.compile("[一-龠]")
"""What follows a date in a list of dates and events: 10日告示、27日投開票."""
_COPULA = re.compile("で、|だ?。")
_LEADS_UP = re.compile("から(?!翌|[0-9]|[^、。]{0,10}(?:まで|かけ))")
"""What follows a day from which on something was so."""
_ABROAD = re.compile(r"\([^()。]{0,12}(?:日本|現地)(?:時間)?[^()。]{0,6}$")
"""What stands before a date that only tells the one before it for another place: 7日(日本時間8日)."""
_APPOSED = re.compile(r"の?\(?|、|に(?:当た|あた)る|となる")
"""What stands between a date and another that tells the same in full: 翌年の1988年, 2日後の28日, 翌日11月1日."""


@dataclass(slots=True)
class Discourse:
    """What is under discussion: the last date told, the last day, the last month, and where the date stood.

    ``recent`` is the last day within a week of the article's date: what a report comes back to after a digression.
    ``term`` is the last term (10〜12月期) told. ``ahead`` is where the year after the article's was last named: a
    schedule for it names months without it, above all where the text goes on to tell its ``programme``. ``aside`` is
    the end of a date that was only touched on. ``medium`` is the day of a report that is quoted, and where it stood.
    ``frame`` is the day told before one that only describes a noun (3日に起きた事故で); ``described`` tells that the
    last date does so.
    """

    point: Point = field(default_factory=Point)
    day: Point = field(default_factory=Point)
    recent: Point = field(default_factory=Point)
    month: Point = field(default_factory=Point)
    value: str = ""
    mod: str = ""
    term: str = ""
    end: int = -1
    ahead: int = -1
    programme: bool = False
    aside: int = -1
    medium: Point = field(default_factory=Point)
    medium_end: int = -1
    frame: Point = field(default_factory=Point)
    described: bool = False
    stated_year: bool = False


class Context:
    """The article, the date it is resolved against, and what is under discussion at the expression being read."""

    def __init__(self, grammar: Grammar, parse: Parse, folded: str, published: Point) -> None:
        self.grammar = grammar
        self.parse = parse
        self.folded = folded
        self.published = published
        self.talk = Discourse()
        self.days: list[tuple[int, Point]] = []
        self.named: set[Point] = set()
        self.months: set[tuple[int, int]] = set()
        self.current: Found | None = None
        self.next: Found | None = None
        self.used: tuple[str, ...] = ()

    @cached_property
    def writes_zero_years(self) -> bool:
        """Whether the article writes years like 05年, which no era has."""
        return re.search(r"(?<![0-9.])0[0-9]年", self.folded) is not None

    def word(self, found: Found, part: str) -> WordRule | None:
        """The row of words.tsv for the expression's piece of that name, or None."""
        return self.grammar.words.get((part, found.get(part)))

    def number(self, found: Found, *names: str) -> int | None:
        """The number that one of the pieces writes."""
        for name in names:
            text = found.get(name)
            if text:
                number = numerals.read(re.sub("[の両日月年]", "", text.replace("師走", "12")))
                return None if number is None else int(number)
        return None

    def mod(self, found: Found) -> str:
        """The TIMEX3 modifier of the words beside the expression: an open side wins, then the first."""
        mods = [
            self.grammar.edges[name, text].mod
            for name, text in found.pieces
            if name in {"edge", "clock_edge", "before", "after"} and self.grammar.edges[name, text].mod
        ]
        return next((mod for mod in mods if mod in {"ON_OR_AFTER", "ON_OR_BEFORE"}), mods[0] if mods else "")

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
            self.named.add(point)
            interrupts = talk.described and last.day is not None and self.gap(found, since - 1) == 0
            talk.frame = last if interrupts else Point()
            # 9日から強風が続いていた tells what led up to the day under discussion.
            led_up = last == talk.recent and last.date is not None and day < last.date
            led_up = led_up and _LEADS_UP.match(self.folded, found.end) is not None
            talk.day = last if led_up else point
            interrupts = interrupts or led_up
            if today is not None and not interrupts and -7 <= (day - today).days <= 0:
                talk.recent = point
        if point.month is not None:
            talk.month = point
            if point.year is not None:
                self.months.add((point.year, point.month))

    def abroad(self, start: int) -> re.Match[str] | None:
        """What shows that the date that starts there only tells the one before it for another place; None without."""
        return _ABROAD.search(self.folded, max(0, start - 24), start)

    def is_aside(self, found: Found) -> bool:
        """Whether the date only tells the one before it for another place, or in full when that was an aside."""
        if self.abroad(found.start) and self.talk.day.day is not None:
            return True
        if self.talk.aside < 0 or self.talk.day.day is None:
            return False
        return bool(_APPOSED.fullmatch(self.folded, self.talk.aside, found.start))

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
        between = self.text_since(talk.end, found)
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
        if now is None or self.writes_zero_years:
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
            if word.mod == "END" and word.anchor == "published" and (base.month or 12) <= 2:
                # In January 年末 is the end of the year that is over, unless the text looks ahead.
                return base.plus(word.shift - (self.tense(found) not in {"future", "plan"}), "year").year, basis
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
                r"\)?の?" if talk.value.startswith("FY") else r"\)?[のは]?", self.text_since(talk.end, found)
            ):
                return talk.point.year, "context"  # 1964年（昭和39年）10月
            to_come = published.month is not None and point.month > published.month
            over = published.year is not None and talk.point.year < published.year
            story = to_come and over and self.tense(found) == "past"
            goes_on = self.gap(found) == 0 or (self.gap(found) == 1 and story)
            elsewhere = talk.stated_year and talk.point.year != published.year and talk.point.month is not None
            aside = talk.described and self.gap(found) == 0 and "、" in self.text_since(talk.end, found)
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
        this, last = ((published.year - back, point.month) for back in (0, 1))
        if point.month and not behind and last in self.months and this not in self.months and tense in {"", "past"}:
            return last[0], "context"  # 7月の放送 in January, of July in the year told before
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
        if self.abroad(found.start) and talk.day.date:
            for days in (0, 1, -1):  # 31日(日本時間1日)
                there = talk.day.plus(days, "day")
                if there.day == day:
                    return there, "context"
        for end, told_day in reversed(self.days[-_DAYS_KEPT:]):
            if self.gap(found, end - 1) != 0:
                break
            if told_day.day == day and talk.point.day is not None and day < talk.point.day:
                return told_day, "context"
        bracket = re.fullmatch(r"[^()。\n]{1,16}", self.text_since(talk.end, found)) and self.in_bracket(found)
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
        if point.value < published.value[:7] and this in self.named:
            return this, "context"  # a day to come that the text has named in full before
        return point, "published"

    def in_bracket(self, found: Found) -> bool:
        """Whether the expression and the one before it stand in one pair of round brackets."""
        start = self.parse.sentences[self.parse.sentence_index(found.start)][0] if self.parse.sentences else 0
        before = self.folded[max(start, self.talk.end - 40) : self.talk.end]
        return before.rfind("(") > before.rfind(")")

    def text_since(self, end: int, found: Found) -> str:
        """The text from the offset to the expression, or as much of it as stands near the expression."""
        return self.folded[max(0, end, found.start - _REACH) : found.start]

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
        between = self.text_since(self.talk.end, found)
        return (
            self.talk.end >= 0
            and len(between) <= 4
            and bool(re.fullmatch(r"(?:から|[~・、-]|と|および|及び)", between))
        )

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
        if self.folded[found.start - 1 : found.start] == "は" and _COPULA.match(self.folded, found.end):
            return ""  # 開幕戦は26日で、
        tense = tense_of(self.parse, word)
        return "" if tense == "past" and self.folded.startswith("まで", found.end) else tense
