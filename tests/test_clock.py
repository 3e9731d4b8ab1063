"""Times of day and lengths of time as news write them."""

import pytest

from pipeline import clock


@pytest.mark.parametrize(
    ("text", "parts", "value"),
    [
        ("3時半", ["午後"], "15:30"),
        ("三時四十五分", ["午後"], "15:45"),
        ("12時", ["午後"], "12:00"),
        ("12時", ["夜"], "00:00"),
        ("0時5分10秒", ["午前"], "00:05:10"),
        ("5時", ["夕"], "17:00"),
        ("2時", ["夜"], "02:00"),
        ("9:05 pm", [], "21:05"),
        ("25時", [], "25:00"),
        ("正午", [], "12:00"),
        ("30時", [], ""),
        ("9時60分", [], ""),
        ("同日", [], ""),
    ],
)
def test_times_of_day(text, parts, value):
    assert clock.read_clock(text, parts) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2年半", "P2.5Y"),
        ("1年4月", "P1Y4M"),
        ("3カ月間", "P3M"),
        ("四半世紀", "P25Y"),
        ("1時間20分", "PT1H20M"),
        ("9秒98", "PT9.98S"),
        ("数日", "PXD"),
        ("2、3日", "PXD"),
        ("1泊2日", "P2D"),
        ("4・2年間", "P4.2Y"),
        ("二・五年", "P2.5Y"),
        ("3日5日", ""),
        ("年", ""),
    ],
)
def test_lengths_of_time(text, value):
    assert clock.duration(text) == value


@pytest.mark.parametrize(("text", "number"), [("(水)", 3), ("月曜", 1), ("日曜日", 7)])
def test_weekdays(text, number):
    assert clock.weekday(text) == number
