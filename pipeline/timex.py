"""TIMEX3 values: calendar arithmetic on dates that are known only in part, and what a value covers.

A :class:`Point` is a calendar date of which the year, the month or the day may be unknown. A value is the string that
stands in the ``value`` column: ``2022-11``, ``2022-W46``, ``2022-Q3``, ``FY2022``, ``199X``, ``2022-11-18TMO``,
``P2.5Y``, ``PRESENT_REF``. A date that cannot be (February 30) is no Point and no value.

The hours 24 to 29 of broadcasters and timetables (25時) are kept as they are written: ``2022-11-18T25:30`` is half past
one on the 19th.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

FISCAL_START = 4
"""The month in which the Japanese fiscal year (年度) begins."""

_UNIT_DAYS = {"day": 1, "week": 7}
_OPEN_END = {"AFTER", "ON_OR_AFTER"}
_OPEN_START = {"BEFORE", "ON_OR_BEFORE"}
SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 14)}
"""First and last month of the seasons; winter runs into the next year."""

_NUMBER = r"(?:[0-9]+(?:\.[0-9]+)?|X)"
_DURATION = re.compile(
    rf"P(?=[0-9XT])(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}W)?(?:{_NUMBER}D)?"
    rf"(?:T(?=[0-9X])(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?"
)
_CALENDAR = re.compile(
    r"(?P<bc>BC)?(?P<fy>FY)?(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX|XXXX)"
    r"(?:-(?:(?P<month>0[1-9]|1[0-2]|XX)(?:-(?P<day>0[1-9]|[12][0-9]|3[01]|XX))?"
    r"|W(?P<week>0[1-9]|[1-4][0-9]|5[0-3]|XX)(?:-(?P<weekday>[1-7]|WE))?"
    r"|Q(?P<quarter>[1-4X])|H(?P<half>[12X])|(?P<season>SP|SU|FA|WI)))?"
    r"(?P<time>T(?:MO|MI|AF|EV|NI|XX|[0-2][0-9](?::[0-5][0-9](?::[0-5][0-9])?)?))?"
)
_TIME = re.compile(r"T(?:MO|MI|AF|EV|NI|[0-2][0-9](?::[0-5][0-9](?::[0-5][0-9])?)?)")
_REFERENCES = {"PRESENT_REF", "PAST_REF", "FUTURE_REF"}


@dataclass(frozen=True, slots=True)
class Point:
    """A calendar date, each part of which may be unknown (None): 2022, November 2022, the 18th of some month."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> Point:
        """The date written as ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; anything else gives a Point without parts."""
        match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text)
        if not match:
            return cls()
        point = cls(*(int(part) if part else None for part in match.groups()))
        return point if point.exists else cls()

    @classmethod
    def of(cls, day: dt.date) -> Point:
        """The Point of a day."""
        return cls(day.year, day.month, day.day)

    @property
    def exists(self) -> bool:
        """Whether there is such a date: false for February 30, month 13 and the year 0."""
        if self.year is not None and not 1 <= self.year <= 9999:
            return False
        if self.month is not None and not 1 <= self.month <= 12:
            return False
        return self.day is None or 1 <= self.day <= month_length(self.year, self.month)

    @property
    def value(self) -> str:
        """The TIMEX3 value, with X for what is not known; empty when nothing is."""
        year = "XXXX" if self.year is None else f"{self.year:04d}"
        if self.day is not None:
            return f"{year}-{'XX' if self.month is None else f'{self.month:02d}'}-{self.day:02d}"
        if self.month is not None:
            return f"{year}-{self.month:02d}"
        return "" if self.year is None else year

    @property
    def date(self) -> dt.date | None:
        """The day, when all is known and there is such a day."""
        if self.year is None or self.month is None or self.day is None or not self.exists:
            return None
        return dt.date(self.year, self.month, self.day)

    @property
    def last(self) -> dt.date | None:
        """The last day that the Point covers, or None without a year and for a day that is none."""
        if self.year is None or not self.exists:
            return None
        month = self.month or 12
        return dt.date(self.year, month, self.day or month_length(self.year, month))

    def plus(self, count: int, unit: str) -> Point:
        """The date ``count`` units later, to the precision of the unit and no finer than this one.

        Units are ``year``, ``month``, ``week`` and ``day``; weeks and days ask for a full date, months for a month.
        """
        if unit == "year":
            return Point() if self.year is None else _real(Point(self.year + count))
        if unit == "month":
            if self.month is None:
                return Point()
            years, month = divmod(self.month - 1 + count, 12)
            return _real(Point(None if self.year is None else self.year + years, month + 1))
        day = self.date
        if day is None:
            return Point()
        try:
            return Point.of(day + dt.timedelta(days=count * _UNIT_DAYS[unit]))
        except OverflowError:
            return Point()


def _real(point: Point) -> Point:
    """The point, or one without parts when there is no such date."""
    return point if point.exists else Point()


def month_length(year: int | None, month: int | None) -> int:
    """Days in the month; the most that it can have when year or month are not known."""
    if month is None:
        return 31
    return calendar.monthrange(2000 if year is None else year, month)[1]


def week(day: dt.date) -> str:
    """The week's value: ``2022-W46``."""
    year, number, _ = day.isocalendar()
    return f"{year:04d}-W{number:02d}"


def weekday_in_week(day: dt.date, weekday: int) -> dt.date:
    """The day of the same week (Monday to Sunday) that falls on ``weekday`` (1 to 7)."""
    return day + dt.timedelta(days=weekday - day.isoweekday())


def business_days(point: Point, count: int) -> Point:
    """The day ``count`` working days (Monday to Friday) later; a Point without parts when the day is not known."""
    day = point.date
    if day is None or abs(count) > 1000:
        return Point()
    step = dt.timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    try:
        while left:
            day += step
            left -= day.isoweekday() <= 5
    except OverflowError:
        return Point()
    return Point.of(day)


def fiscal_year(point: Point) -> int | None:
    """The fiscal year in which the point lies; a point without a month counts as in its later part."""
    if point.year is None:
        return None
    return point.year if (point.month or 12) >= FISCAL_START else point.year - 1


def coming_year(point: Point) -> int | None:
    """The year that 年明け and 新年度 mean: the next one in the months before it, the one begun in those after."""
    return None if point.year is None else point.year + ((point.month or 1) >= 8)


def quarter(point: Point) -> int | None:
    """The calendar quarter of the point."""
    return None if point.month is None else (point.month + 2) // 3


def short_year(number: int, around: int | None) -> int:
    """The year that two digits mean (22 → 2022, 98 → 1998): the one no more than 30 years after ``around``."""
    century = ((around or 2020) + 30) // 100 * 100
    year = century + number
    return year if year <= (around or 2020) + 30 else year - 100


def year_for(point: Point, published: Point, tense: str) -> int | None:
    """The year of a month, or a day of a month, that a report of the day ``published`` tells without one.

    Newspapers leave out the year when it is the current one; around the turn of the year, also when the month is
    much nearer in the next or the last. ``tense`` is ``past``, ``future`` (a plain non-past), ``plan`` or empty.
    """
    if published.year is None or published.month is None or point.month is None:
        return published.year
    ahead = point.month - published.month
    if ahead > 0 and ((tense == "past" and ahead >= 4) or (not tense and ahead >= 9)):
        return published.year - 1
    if ahead < 0 and ((tense == "plan" and ahead <= -6) or (tense == "future" and ahead <= -10)):
        return published.year + 1
    return published.year


def month_for(day: int, published: Point, tense: str) -> Point:
    """Year and month of a day that a report of the day ``published`` tells alone: the latest such day, or the next.

    What is told as past lies behind, what is planned ahead; without a tense, the nearer of both is meant. A day just
    ahead is not that of last month even when told as past: it is another time zone's, or the past of a plan.
    """
    this = Point(published.year, published.month)
    if published.day is None:
        return this
    if day > published.day:
        last = this.plus(-1, "month")
        if day > month_length(this.year, this.month):
            return last
        ahead = day - published.day
        behind = published.day + month_length(last.year, last.month) - day
        back = {"past": ahead > 5, "plan": False, "future": 2 * behind < ahead}.get(tense, behind < ahead)
        return last if back and day <= month_length(last.year, last.month) else this
    behind = published.day - day
    onward = (tense == "plan" and behind > 7) or (tense == "future" and behind > 14)
    return this.plus(1, "month") if onward else this


def is_valid(kind: str, value: str) -> bool:
    """Whether the value is TIMEX3 of the type DATE, TIME, DURATION or SET."""
    if value in _REFERENCES:
        return kind == "DATE"
    if kind == "DURATION":
        return bool(_DURATION.fullmatch(value))
    if kind == "SET" and _DURATION.fullmatch(value):
        return True
    if kind in {"TIME", "SET"} and _TIME.fullmatch(value):
        return True
    match = _CALENDAR.fullmatch(value)
    if not match or (kind == "DATE" and match["time"]) or (kind == "TIME" and not match["time"]):
        return False
    if match["day"] and "X" not in match["day"]:
        year, month = (None if "X" in match[name] else int(match[name]) for name in ("year", "month"))
        return Point(year, month, int(match["day"])).exists
    return True


def interval(value: str, mod: str = "") -> tuple[str, str]:
    """First and last day that the value covers, ISO; both empty without a calendar meaning, one when it is open.

    With BEFORE and AFTER the value itself is left out: before 2022 ends on 2021-12-31.
    """
    bounds = _bounds(value)
    if bounds is None:
        return "", ""
    first, last = bounds
    timed = "T" in value
    try:
        if mod == "AFTER" and not timed:
            first = last + dt.timedelta(days=1)
        if mod == "BEFORE" and not timed:
            last = first - dt.timedelta(days=1)
    except OverflowError:
        return "", ""
    return (
        "" if mod in _OPEN_START and not timed else first.isoformat(),
        "" if mod in _OPEN_END and not timed else last.isoformat(),
    )


def _bounds(value: str) -> tuple[dt.date, dt.date] | None:
    """First and last day of a calendar value, or None."""
    match = _CALENDAR.fullmatch(value)
    if not match or match["bc"] or match["year"] == "XXXX":
        return None
    low = max(int(match["year"].replace("X", "0")), 1)
    high = int(match["year"].replace("X", "9"))
    if "X" in match["year"]:
        return dt.date(low, 1, 1), dt.date(high, 12, 31)
    start = FISCAL_START if match["fy"] else 1
    if match["month"] and match["month"] != "XX":
        month = int(match["month"])
        if match["day"] and match["day"] != "XX":
            point = Point(low, month, int(match["day"]))
            return (point.date, point.date) if point.exists and point.date else None
        return dt.date(low, month, 1), dt.date(low, month, month_length(low, month))
    if match["week"] and match["week"] != "XX":
        try:
            monday = dt.date.fromisocalendar(low, int(match["week"]), 1)
        except ValueError:
            return None
        if match["weekday"] == "WE":
            return monday + dt.timedelta(days=5), monday + dt.timedelta(days=6)
        if match["weekday"]:
            day = monday + dt.timedelta(days=int(match["weekday"]) - 1)
            return day, day
        return monday, monday + dt.timedelta(days=6)
    if match["season"]:
        return _months(low, *SEASONS[match["season"]])
    if match["quarter"] and match["quarter"] != "X":
        first = start + 3 * (int(match["quarter"]) - 1)
        return _months(low, first, first + 2)
    if match["half"] and match["half"] != "X":
        first = start + 6 * (int(match["half"]) - 1)
        return _months(low, first, first + 5)
    if match["month"] or match["week"]:
        return dt.date(low, 1, 1), dt.date(low, 12, 31)
    return _months(low, start, start + 11)


def _months(year: int, first: int, last: int) -> tuple[dt.date, dt.date] | None:
    """The days from the first to the last month, counted on from the year's January (13 is the next January)."""
    low, high = (Point(year + (month - 1) // 12, (month - 1) % 12 + 1) for month in (first, last))
    if not (low.exists and high.exists) or low.year is None or low.month is None or high.last is None:
        return None
    return dt.date(low.year, low.month, 1), high.last
