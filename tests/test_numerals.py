"""Numbers are read exactly, however they are written."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.numerals import fold, read, read_amount

DIGITS = "〇一二三四五六七八九"
LARGE = ((10**16, "京"), (10**12, "兆"), (10**8, "億"), (10**4, "万"), (1, ""))


def kanji(number: int) -> str:
    """三千五百: with 十百千 and 万億兆京, as in running text."""
    if number == 0:
        return "〇"
    written = ""
    for scale, name in LARGE:
        part, number = divmod(number, scale)
        if part:
            written += below_ten_thousand(part) + name
    return written


def below_ten_thousand(number: int) -> str:
    written = ""
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, scale)
        if digit:
            written += ("" if digit == 1 and name else DIGITS[digit]) + name
    return written


def mixed(number: int) -> str:
    """1億2300万45: digits with 万億兆京."""
    if number == 0:
        return "0"
    written = ""
    for scale, name in LARGE:
        part, number = divmod(number, scale)
        if part:
            written += f"{part}{name}"
    return written


WAYS = {
    "digits": str,
    "full width": lambda number: str(number).translate({ord("0") + i: chr(0xFF10 + i) for i in range(10)}),
    "grouped": "{:,}".format,
    "by position": lambda number: "".join(DIGITS[int(digit)] for digit in str(number)),
    "kanji": kanji,
    "mixed": mixed,
}


@pytest.mark.parametrize("way", WAYS)
@given(number=st.one_of(st.integers(0, 10**5), st.integers(0, 10**16)))
def test_what_is_written_is_read(way, number):
    written = WAYS[way](number)
    assert read(written) == number
    assert read_amount(written) == (number, number, number)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1万1000", 11000),
        ("三千五百", 3500),
        ("1億2,300万", 123_000_000),
        ("2.5兆", 2_500_000_000_000),
        ("二・五", "2.5"),
        ("９・８", "9.8"),
        ("3千", 3000),
        ("3千5百", 3500),
        ("五一", 51),
        ("一万億", 10**12),
        ("壱萬", 10000),
        ("百二十", 120),
    ],
)
def test_read(written, number):
    assert read(written) == Decimal(number)


@pytest.mark.parametrize(
    "written", ["", "万", "億千", "一億億", "1千千", "3.5百万十千", "三月", "2人", ".0十", "1.2.3百"]
)
def test_no_number(written):
    assert read(written) is None


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("数", 2, 9),
        ("数十", 20, 90),
        ("数百万", 2_000_000, 9_000_000),
        ("十数", 11, 19),
        ("10数", 11, 19),
        ("10数万", 110_000, 190_000),
        ("百数十", 110, 190),
        ("2千数百", 2100, 2900),
        ("1万数千", 11_000, 19_000),
        ("何千", 2000, 9000),
    ],
)
def test_vague(written, low, high):
    assert read_amount(written) == (None, low, high)


def test_thousands():
    assert read_amount("1.5k") == (1500, 1500, 1500)


@pytest.mark.parametrize("written", ["数数", "数々", "k", "11数"])
def test_no_amount(written):
    assert read_amount(written) is None


@given(st.text(alphabet="0123456789０１２〇一二三十百千万億兆京数何,，.・ k", max_size=30))
def test_any_text_is_a_number_or_none(text):
    amount = read_amount(text)
    assert amount is None or amount.low <= amount.high
    if amount is not None and amount.value is not None:
        assert amount.low == amount.value == amount.high


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text):
    assert len(fold(text)) == len(text)
