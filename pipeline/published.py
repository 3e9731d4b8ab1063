"""When an article was published: dates as metadata write them, and dates that a URL shows."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline import lexicon

_PUBLISHED = tuple(
    re.compile(pattern + r"(?:\s*\([^)]{1,5}\))?(?:\s*T?\s*\d{1,2}[:時].*|T\d{2,6}(?:\D.*)?)?", re.DOTALL)
    for pattern in (
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",
        r"(?P<year>\d{4})(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})",
        r"(?P<year>\d{4})年\s*(?P<month>\d{1,2})月\s*(?P<day>\d{1,2})日",
    )
)
_ERA_YEAR = re.compile(r"(?P<era>令和|平成|昭和)\s*(?P<number>元|\d{1,2})年")
_BEFORE_ERA = {"令和": 2018, "平成": 1988, "昭和": 1925}
"""The year before the first of each era in which articles for reading by machines may be dated."""
_PUBLISHED_ROUGHLY = re.compile(r"(?P<year>\d{4})(?:年?|[-/.年]\s*(?P<month>\d{1,2})月?)")


def read_date(value: str) -> str:
    """A date as metadata write it, as ``YYYY-MM-DD`` (or ``YYYY-MM``, ``YYYY``); empty when it is none.

    The year may be that of an era (令和6年6月19日).

    A time of day and a time zone are left out, not reckoned with: the day is the one that the publisher wrote.
    """
    folded = _ERA_YEAR.sub(_year_of_era, unicodedata.normalize("NFKC", value).strip(), count=1)
    for pattern in _PUBLISHED:
        if match := pattern.fullmatch(folded):
            return _day(match["year"], match["month"], match["day"])
    if match := _PUBLISHED_ROUGHLY.fullmatch(folded):
        year, month = match["year"], match["month"]
        return _day(year, month or "1", "1")[: 7 if month else 4]
    return ""


def _year_of_era(match: re.Match[str]) -> str:
    """The year of the Gregorian calendar in place of 令和6年."""
    number = match["number"]
    return f"{_BEFORE_ERA[match['era']] + (1 if number == '元' else int(number))}年"


def _day(year: str, month: str, day: str) -> str:
    """The day in ISO form; empty when there is no such day."""
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


@dataclass(frozen=True, kw_only=True)
class UrlRule(lexicon.Rule):
    """``pattern``: a regular expression that finds the date in a URL, in groups ``year``, ``month`` and ``day``.

    ``example`` is the date in brackets, a space, and a URL that shows it: ``[2024-06-19] https://example.jp/...``.
    """

    FILE = "articles/urls.tsv"
    PATTERNS = ("pattern",)

    pattern: str

    def problem(self) -> str:
        """A pattern that lacks a group, or does not find the example's date."""
        pattern = re.compile(self.pattern)
        lacking = {"year", "month", "day"} - pattern.groupindex.keys()
        if lacking:
            return f"pattern has no group {' '.join(sorted(lacking))}"
        if self.example:
            date, _, url = self.example.partition(" ")
            found = _date_of_url(pattern, url)
            if f"[{found}]" != date:
                return f"the pattern finds {found or 'no date'} in the example, not {date}"
        return ""


_URL_CHARACTERS = 2_000


class UrlDates:
    """Finds the date that a URL shows. Compiled once from the rules in ``folders``; the first row that matches wins."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._patterns = [(rule.id, re.compile(rule.pattern)) for rule in lexicon.read(UrlRule, folders)]

    def find(self, url: str) -> tuple[str, str]:
        """The date as ``YYYY-MM-DD`` and the id of the rule; both empty when the URL shows none."""
        if len(url) <= _URL_CHARACTERS:
            for rule, pattern in self._patterns:
                if date := _date_of_url(pattern, url):
                    return date, rule
        return "", ""


def _date_of_url(pattern: re.Pattern[str], url: str) -> str:
    """The first plausible date that ``pattern`` finds in ``url``; a year of two digits is one from 1990 to 2089."""
    for match in pattern.finditer(url):
        year = match["year"]
        if len(year) == 2:
            year = ("19" if year >= "90" else "20") + year
        date = _day(year, match["month"], match["day"])
        if "1990" <= date < "2101":
            return date
    return ""
