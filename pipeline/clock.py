"""Times of day and lengths of time, read from the text that writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from pipeline import numerals

_WEEKDAYS = "月火水木金土日"


def weekday(text: str) -> int:
    """1 for Monday to 7 for Sunday, of （水）, 水曜 or 水曜日."""
    return next(_WEEKDAYS.index(char) + 1 for char in text if char in _WEEKDAYS)


def read_clock(text: str, parts: Sequence[str]) -> str:
    """``HH:MM`` or ``HH:MM:SS`` of 午後3時半 and 3:20 pm; ``parts`` are the parts of the day named beside it.

    Empty for what is no time. The hours 24 to 29 are kept.
    """
    match = re.match(
        r"([0-9〇零一二三四五六七八九十]+)(?:時|:)(半|[0-9一二三四五六七八九十]+)?分?:?(?:([0-9一二三四五六七八九十]+)秒?)?",
        text,
    )
    if not match:
        return "12:00" if text.startswith("正午") else ""
    hour = int(numerals.read(match[1]) or 0)
    minute = 30 if match[2] == "半" else int(numerals.read(match[2]) or 0) if match[2] else 0
    second = int(numerals.read(match[3]) or 0) if match[3] else None
    words = "".join(parts)
    late = re.search(r"午後|PM|pm|夕|夜|晩|昼", words + text)
    early = re.search(r"午前|AM|am|未明|朝", words + text)
    if re.search("午前|AM|am", words + text):
        late = None
    if late and hour < 12 and not (late[0] in {"夜", "晩"} and hour < 5) and not (late[0] == "昼" and hour > 5):
        hour += 12
    if hour == 12 and (early or (late and late[0] in {"夜", "晩"})):
        hour = 0
    if hour > 29 or minute > 59 or (second or 0) > 59:
        return ""
    return f"{hour:02d}:{minute:02d}" + ("" if second is None else f":{second:02d}")


_AMOUNT = re.compile(
    r"(?P<number>[0-9][0-9,]*(?:[.・][0-9]+)?[十百千万億]*|[1-9一二三四五六七八九]、[2-9二三四五六七八九](?=日)|何?[数一二三四五六七八九十百千〇][数一二三四五六七八九十百千〇]*(?:・[一二三四五六七八九])?|四半|半|ひと)"
    r"(?P<unit>[カヵかヶケ箇個]?年|[カヵかヶケ箇個]?月|週|営業日|日|時間|分|秒|世紀)間?(?P<rest>半|(?<=秒)[0-9]{1,3})?"
)
_WORD_NUMBERS = {"半": "0.5", "ひと": "1", "四半": "0.25"}
_UNITS = {"年": "Y", "月": "M", "週": "W", "日": "D", "時": "TH", "分": "TM", "秒": "TS", "世": "Y", "営": "D"}


def duration(text: str) -> str:
    """The TIMEX3 value of a length of time: 2年半 → P2.5Y, 1時間20分 → PT1H20M, 数日 → PXD; empty for none."""
    days: dict[str, str] = {}
    for match in _AMOUNT.finditer(text):
        number, unit = match["number"], match["unit"].lstrip("カヵかヶケ箇個")
        key = _UNITS[unit[0]]
        if set("数何、") & set(number):
            amount = "X"
        else:
            if number[0].isdecimal():
                number = number.replace("・", ".")
            read = numerals.read(_WORD_NUMBERS.get(number, number))
            if read is None:
                return ""
            if match["rest"]:
                read += Decimal("0.5" if match["rest"] == "半" else f"0.{match['rest']}")
            if unit == "世紀":
                read *= 100
            amount = format(read, "f")
            if "." in amount:
                amount = amount.rstrip("0").rstrip(".")
        if key in days:
            return ""
        days[key] = amount
    if not days:
        return ""
    date_part = "".join(days[key] + key for key in ("Y", "M", "W", "D") if key in days)
    time_part = "".join(days[key] + key[1] for key in ("TH", "TM", "TS") if key in days)
    return "P" + date_part + ("T" + time_part if time_part else "")
