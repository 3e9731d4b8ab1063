"""What a text shows of its own date, where nothing else tells it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline import numerals, timex
from pipeline.clock import duration
from pipeline.matchers.dates.resolution import Reader
from pipeline.matchers.dates.temporal import Found, Grammar
from pipeline.syntax import Parse
from pipeline.timex import Point


def infer(grammar: Grammar, parse: Parse) -> tuple[str, str]:
    """The article's date as its text shows it, and the basis (url, text, inferred or none).

    First a date that stands alone as a dateline, or in the article's own address. Then the newest date of the papers
    that it cites. Then a year that the text ties to its present (「5年前（2017年）」, 「昨年（2020年）」), be it by an
    event whose date is known (「震災から10年」); a full date in the lead, or one that the text goes on from without
    naming the year again; with the newest month told as past in it. Never closer than the month. A text that only
    names years shows no date.
    """
    folded = numerals.fold(parse.text)
    cited: list[Point] = []
    for row, pattern in grammar.datelines:
        points = [point for match in pattern.finditer(folded) if (point := _dateline(match)).value]
        if points and row.basis != "inferred":
            return points[0].value, row.basis
        cited += points
    found = list(grammar.find(folded))
    reader = Reader(grammar, parse, folded, Point())
    if cited:
        newest = max((point.year or 0, point.month or 0) for point in cited)
        return Point(*newest).value, "inferred"
    year = _present_year(reader, found)
    if year is None:
        return "", "none"
    month = _newest_month(reader, found, year)
    return Point(year, month).value, "inferred"


_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"


def _dateline(match: re.Match[str]) -> Point:
    """The date that a match of datelines.tsv names; ``tens`` is the first digit of a month in two groups."""
    groups = match.groupdict()
    year = int(groups["year"])
    named = groups.get("name")
    month = _MONTHS.index(named) // 3 + 1 if named else int((groups.get("tens") or "") + groups["month"])
    day = groups.get("day")
    point = Point(timex.short_year(year, None) if year < 100 else year, month, int(day) if day else None)
    return point if point.exists else Point()


def _present_year(reader: Reader, found: Sequence[Found]) -> int | None:
    """The year in which the article was written, where the text ties its present to a stated year; None without.

    Ties are 5年前（2016年）, 昨年（2020年）, 2年前の2012年, 2004年以来8年ぶり, 震災から10年; failing these, a full date
    in the first sentence, told as past, that no year in the text comes after; failing that, such a date anywhere that
    a later day of its year follows at once without the year (2023年7月17日に..., 8月16日には...).
    """
    ties = Counter[int]()
    for each, after in pairwise(found):
        stated, own, distance = _stated_year(reader, after), _stated_year(reader, each), reader.distance(each)
        if stated is not None and distance is not None and reader.ties(each, after):
            ties[stated - distance] += 1
        years = re.fullmatch(r"P([0-9]+)Y", duration(after.get("amount"))) if after.kind == "duration" else None
        if own is not None and years and reader.since(each, after):
            ties[own + int(years[1])] += 1
    ties.update(_years_of_events(reader, found))
    if ties:
        return max(ties, key=lambda year: (ties[year], year))
    stated_years = [year for year in (_stated_year(reader, each) for each in found) if year is not None]
    first = reader.parse.sentences[:2][-1][1] if reader.parse.sentences else 0
    for each in found:
        year = _stated_year(reader, each)
        if year is not None and each.get("day") and each.end <= first and reader.tense(each) == "past":
            return year if year == max(stated_years) else None
    for each, after in pairwise(found):
        year = _stated_year(reader, each)
        if year is not None and year == max(stated_years) and _goes_on(reader, each, after):
            return year
    return None


def _years_of_events(reader: Reader, found: Sequence[Found]) -> Iterator[int]:
    """The years of the present that events of known date tell: 昨年2月に始まった侵攻, 震災から10年."""
    events = list(reader.grammar.events(reader.folded))
    for each in found:
        distance = reader.distance(each)
        length = re.fullmatch(r"P([0-9]+)Y(?:([0-9]+)M)?", duration(each.get("amount")))
        exact = each.kind == "duration" and not each.all("before", "after")
        for start, end, (year, month) in events:
            if distance is not None and distance < 0 and _HAPPENED.fullmatch(reader.folded, each.end, start):
                if reader.number(each, "month") in {None, month} and _ITSELF.match(reader.folded, end):
                    yield year - distance
            elif exact and length and _SINCE.fullmatch(reader.folded, end, each.start):
                months = 12 * (year + int(length[1])) + month - 1 + int(length[2] or 0)
                if not _OTHERWISE.match(reader.folded, each.end):
                    yield months // 12


_HAPPENED = re.compile(r"(?:に[^、。\n]{1,6}た|の)[^、。\n]{0,12}")
"""What stands between a year and the event of it: に始まった, の."""
_ITSELF = re.compile("[、。をがはでに]|から|以[降来]|の?後")
"""What stands after an event itself, and not after something called by it (震災の追悼式)."""
_SINCE = re.compile(r"[^、。\n年]{0,8}(?:から|して|以来)(?:、|[^、。\n年]{1,6}で){0,2}|")
"""What stands between an event and the time that has passed since: から, の発生から、11日で."""
_OTHERWISE = re.compile(r"[後目間前]|ぶり|以[上下内]|[^、。\n]{0,6}[0-9]{4}年")
"""What stands after a length of time that does not reach to the day of the article."""


_LATE = 11
"""The month from which on a text may go on in the next year without saying so."""


def _goes_on(reader: Reader, each: Found, after: Found) -> bool:
    """Whether a full date told as past is followed by a later day of its year, named by month and day alone."""
    first, second = reader.number(each, "month"), reader.number(after, "month")
    days = each.get("day") and after.kind == "calendar" and after.get("day")
    if not (first and second and days) or after.get("year") or after.get("year_word"):
        return False
    near = reader.parse.sentence_index(after.start) - reader.parse.sentence_index(each.start) <= 1
    return near and first < second and first < _LATE and reader.tense(each) == "past"


def _stated_year(reader: Reader, found: Found | None) -> int | None:
    stated = found is not None and found.get("year") and found.kind != "fiscal"
    return reader.read_year(found)[0] if found is not None and stated else None


def _newest_month(reader: Reader, found: Sequence[Found], year: int) -> int | None:
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
        in_brackets = reader.folded[max(0, each.start - 1) : each.start] == "(" and reader.folded.startswith(
            ")", each.end
        )
        told = in_brackets or reader.tense(each) not in {"future", "plan"}  # コメルサント紙(6月5日)によれば、…計画だ
        if each.kind == "calendar" and month is not None and of_year and told:
            (days if each.get("day") else months).append(month)
    newest = days or months
    if any(month <= 2 for month in newest) and any(month >= 11 for month in newest):
        return None  # around the turn of a year the larger number need not be the later month
    return max(newest, default=None)
