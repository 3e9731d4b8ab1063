"""When an article was published: dates of metadata and dates of URLs."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.published import UrlDates, UrlRule, read_date


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2024-06-19", "2024-06-19"),
        (" 2024/6/9 ", "2024-06-09"),
        ("2024.06.19", "2024-06-19"),
        ("20240619", "2024-06-19"),
        ("20240619T103000Z", "2024-06-19"),
        ("2024年6月19日", "2024-06-19"),
        ("２０２４年６月１９日（水）１０時", "2024-06-19"),
        ("2024年6月19日10時30分", "2024-06-19"),
        ("2024-06-19T23:59:59-11:00", "2024-06-19"),
        ("2024-06-19 05:00 JST", "2024-06-19"),
        ("令和6年6月19日", "2024-06-19"),
        ("令和元年５月１日（水）", "2019-05-01"),
        ("平成31年4月", "2019-04"),
        ("昭和64年", "1989"),
        ("令和6年2月30日", ""),
        ("令和6", ""),
        ("2024-06", "2024-06"),
        ("2024年6月", "2024-06"),
        ("2024", "2024"),
        ("2024年", "2024"),
        ("", ""),
        ("昨日", ""),
        ("2024-02-30", ""),
        ("2024-13", ""),
        ("0000-01-01", ""),
        ("24-06-19", ""),
        ("6月19日", ""),
        ("2024-06-191", ""),
        ("2024-06-19から2024-07-01", ""),
        ("1718755200", ""),
    ],
)
def test_dates_of_metadata(value, date):
    assert read_date(value) == date


@given(st.text(max_size=30))
@settings(max_examples=300, deadline=None)
def test_no_date_raises(value):
    assert len(read_date(value)) in {0, 4, 7, 10}


@pytest.mark.parametrize(
    ("url", "date"),
    [
        ("https://news.example.jp/2024/6/9/a.html", "2024-06-09"),
        ("https://news.example.jp/2024/06/19", "2024-06-19"),
        ("https://news.example.jp/2024/06/19?p=2", "2024-06-19"),
        ("https://news.example.jp/20240619-OYT1T50000/", "2024-06-19"),
        ("https://news.example.jp/1989/06/19/a", ""),
        ("https://news.example.jp/20241399/20240230/", ""),
        ("https://news.example.jp/202406190/", ""),
        ("https://news.example.jp/articles/12345678", ""),
        ("https://news.example.jp/article?id=20240619", ""),
        ("https://news.example.jp/article#20240619", ""),
        ("https://news.example.jp/2024/06/", ""),
        ("https://www.jiji.com/jc/article?k=2024061900123&g=int", "2024-06-19"),
        ("https://other.example.com/jc/article?k=2024061900123", ""),
        ("", ""),
        ("https://a.example/" + "a" * 3000 + "/2024/06/19/", ""),
    ],
)
def test_dates_of_urls(url, date):
    assert UrlDates([Path(__file__).parent.parent / "models"]).find(url)[0] == date


@pytest.mark.parametrize(
    ("pattern", "example", "problem"),
    [
        (r"/(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)/", "[2024-06-19] https://a.example/20240619/", ""),
        (
            r"/(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)/",
            "[2024-06-18] https://a.example/20240619/",
            "finds 2024-06-19",
        ),
        (r"/(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)/", "[2024-06-18] https://a.example/", "finds no date"),
        (r"/(?P<year>\d{4})/", "[2024-06-19] https://a.example/2024/", "no group day month"),
    ],
)
def test_rules_for_urls_are_checked(pattern, example, problem):
    found = UrlRule(id="url.test", example=example, pattern=pattern).problem()
    assert problem in found
    assert bool(problem) == bool(found)
