"""TIMEX3 values: what they cover, which are valid, and how dates known in part are moved."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import timex
from pipeline.timex import Point

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


@pytest.mark.parametrize(
    ("value", "mod", "expected"),
    [
        ("2022", "", ("2022-01-01", "2022-12-31")),
        ("2024-02", "END", ("2024-02-01", "2024-02-29")),
        ("2022-11-18", "", ("2022-11-18", "2022-11-18")),
        ("2022-11-18TMO", "", ("2022-11-18", "2022-11-18")),
        ("2022-11-18T15:00", "BEFORE", ("2022-11-18", "2022-11-18")),
        ("2022-W46", "", ("2022-11-14", "2022-11-20")),
        ("2022-W46-WE", "", ("2022-11-19", "2022-11-20")),
        ("2022-W46-3", "", ("2022-11-16", "2022-11-16")),
        ("2021-W53", "", ("", "")),  # 2021 has 52 weeks
        ("2022-Q3", "", ("2022-07-01", "2022-09-30")),
        ("2022-H2", "", ("2022-07-01", "2022-12-31")),
        ("FY2022", "", ("2022-04-01", "2023-03-31")),
        ("FY2022-Q4", "", ("2023-01-01", "2023-03-31")),
        ("FY2022-H1", "", ("2022-04-01", "2022-09-30")),
        ("2022-WI", "", ("2022-12-01", "2023-02-28")),
        ("199X", "", ("1990-01-01", "1999-12-31")),
        ("18XX", "", ("1800-01-01", "1899-12-31")),
        ("2022-XX", "", ("2022-01-01", "2022-12-31")),
        ("2022-10", "ON_OR_AFTER", ("2022-10-01", "")),
        ("2022-10", "AFTER", ("2022-11-01", "")),
        ("2022-10", "ON_OR_BEFORE", ("", "2022-10-31")),
        ("2022-10", "BEFORE", ("", "2022-09-30")),
        ("XXXX-11-18", "", ("", "")),
        ("T15:00", "", ("", "")),
        ("P3M", "", ("", "")),
        ("PRESENT_REF", "", ("", "")),
    ],
)
def test_interval(value, mod, expected):
    assert timex.interval(value, mod) == expected


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("DATE", "2022"),
        ("DATE", "XXXX-11-18"),
        ("DATE", "XXXX-XX-18"),
        ("DATE", "XXXX-WXX-3"),
        ("DATE", "FY2022-Q1"),
        ("DATE", "199X"),
        ("DATE", "FUTURE_REF"),
        ("TIME", "T15:00"),
        ("TIME", "2022-11-18T25:30"),
        ("TIME", "2022-11-18TNI"),
        ("DURATION", "P2.5Y"),
        ("DURATION", "PT1H20M"),
        ("DURATION", "PXD"),
        ("SET", "P1Y"),
        ("SET", "XXXX-WXX-1"),
    ],
)
def test_valid(kind, value):
    assert timex.is_valid(kind, value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("DATE", ""),
        ("DATE", "2022-13"),
        ("DATE", "2022-02-30"),
        ("DATE", "2022-11-18T15:00"),
        ("TIME", "2022-11-18"),
        ("DURATION", "P"),
        ("DURATION", "PT"),
        ("DURATION", "2022"),
        ("DURATION", "P1H"),
        ("SET", "毎年"),
    ],
)
def test_invalid(kind, value):
    assert not timex.is_valid(kind, value)


@pytest.mark.parametrize("text", ["", "2022-13", "2023-02-29", "0000", "昨年", "2022-1-1", "2022-11-18T15:00"])
def test_what_is_no_date_makes_a_point_without_parts(text):
    assert Point.parse(text) == Point()


@given(DAYS)
def test_a_day_is_read_as_it_is_written(day):
    point = Point.parse(day.isoformat())
    assert point.date == point.last == day
    assert point.value == day.isoformat()
    assert timex.interval(point.value) == (day.isoformat(), day.isoformat())


@given(DAYS, st.integers(-3000, 3000))
def test_days_are_counted(day, count):
    assert Point.of(day).plus(count, "day").date == day + dt.timedelta(days=count)
    assert Point.of(day).plus(count, "week") == Point.of(day).plus(7 * count, "day")


@given(DAYS, st.integers(-600, 600))
def test_months_and_years_are_counted_to_their_own_precision(day, count):
    moved = Point.of(day).plus(count, "month")
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == count
    assert moved.day is None
    assert Point.of(day).plus(count, "year") == Point(day.year + count)


def test_moving_what_is_not_known_gives_nothing():
    assert Point(2022).plus(1, "month") == Point()
    assert Point(2022, 11).plus(1, "day") == Point()
    assert Point(None, 11).plus(2, "month") == Point(None, 1)
    assert Point(9999).plus(1, "year") == Point()
    assert Point(9999, 12, 31).plus(1, "day") == Point()


@given(DAYS, st.integers(-500, 500))
def test_business_days_are_counted_one_by_one(day, count):
    moved, step = day, dt.timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        moved += step
        while moved.isoweekday() > 5:
            moved += step
    assert timex.business_days(Point.of(day), count).date == moved


@pytest.mark.parametrize(
    ("number", "around", "expected"),
    [(22, 2024, 2022), (50, 2024, 2050), (98, 2024, 1998), (6, 2006, 2006), (70, 2024, 1970), (45, None, 2045)],
)
def test_short_year(number, around, expected):
    assert timex.short_year(number, around) == expected


@pytest.mark.parametrize(
    ("month", "published", "tense", "expected"),
    [
        (3, (2024, 6), "past", 2024),
        (9, (2024, 6), "future", 2024),
        (9, (2024, 6), "", 2024),
        (12, (2024, 1), "past", 2023),
        (12, (2024, 1), "", 2023),
        (10, (2024, 6), "past", 2023),
        (1, (2024, 12), "plan", 2025),
        (1, (2024, 12), "past", 2024),
        (3, (2024, 11), "plan", 2025),
    ],
)
def test_year_for(month, published, tense, expected):
    assert timex.year_for(Point(None, month), Point(*published), tense) == expected


@pytest.mark.parametrize(
    ("day", "published", "tense", "expected"),
    [
        (18, (2024, 6, 19), "past", "2024-06"),
        (25, (2024, 6, 19), "plan", "2024-06"),
        (30, (2024, 7, 2), "past", "2024-06"),
        (30, (2024, 7, 2), "", "2024-06"),
        (20, (2024, 7, 19), "past", "2024-07"),
        (5, (2024, 6, 28), "plan", "2024-07"),
        (31, (2024, 7, 2), "past", "2024-07"),  # there is no June 31
        (31, (2024, 6, 19), "", "2024-05"),
        (18, (2024, 6), "past", "2024-06"),
    ],
)
def test_month_for(day, published, tense, expected):
    assert timex.month_for(day, Point(*published), tense).value == expected


@given(st.text(alphabet="0123456789-XTPYMDWQHFSU:.BC", max_size=16))
def test_no_value_raises_and_what_is_covered_is_in_order(value):
    for mod in ("", "AFTER", "BEFORE", "ON_OR_AFTER"):
        first, last = timex.interval(value, mod)
        assert not (first and last) or first <= last
