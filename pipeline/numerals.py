"""Japanese numerals -> exact numbers: 漢数字, 全角, 大字, 兆億万, and every mixture that newspapers write.

Text is never changed before it is searched: :func:`fold` maps one character to one character, so that offsets into the
folded text are offsets into the text.
"""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {
    **{char: str(i) for i, char in enumerate("〇一二三四五六七八九")},
    **{char: str(i) for i, char in enumerate("零壱弐参肆伍陸漆捌玖")},
    "壹": "1",
    "貳": "2",
    "參": "3",
    "◯": "0",
    "○": "0",
}
_SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "阡": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "億": 10**8, "兆": 10**12, "京": 10**16, "垓": 10**20}

_FOLD = str.maketrans(
    {
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
        **dict.fromkeys("〜～∼", "~"),
        **dict.fromkeys("−‐‑‒–—―", "-"),
        "\u3000": " ",
    }
)

DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)"
KANJI = "[〇一二三四五六七八九十百千壱弐参拾]"
NUMBER = (
    rf"(?:(?:{DIGITS}(?:[.・][0-9]+)?[十百千]?|{KANJI}+(?:・{KANJI}+)?)(?:[兆億万京][ ]?(?=[0-9{KANJI[1:-1]}])"
    rf"(?:{DIGITS}[十百千]?|{KANJI}+))*[兆億万京]?)"
)
"""A regular expression for a number in folded text. It finds candidates; :func:`read` decides."""


def fold(text: str) -> str:
    """The text with full-width forms and dashes of every kind made ASCII, character for character."""
    return text.translate(_FOLD)


def read(text: str) -> Decimal | None:
    """The number that the whole text writes, or None when it writes none.

    ``1万1000`` → 11000, ``1億2,300万`` → 123000000, ``三千五百`` → 3500, ``二〇二四`` → 2024, ``2.5兆`` →
    2500000000000, ``９・８`` → 9.8, ``3千`` → 3000, ``壱萬`` → 10000. A bare 万 is no number; a bare 十, 百 or 千 is.
    """
    text = fold(text).replace(",", "").replace(" ", "")
    if not text:
        return None
    total = Decimal(0)
    below: int | None = None
    rest = text
    while rest:
        cut = next((i for i, char in enumerate(rest) if char in _LARGE), None)
        part = rest if cut is None else rest[:cut]
        value = _below_ten_thousand(part, alone=cut is None and rest is text)
        if value is None:
            return None
        if cut is None:
            total += value
            break
        unit = _LARGE[rest[cut]]
        if below is not None and unit >= below:
            return None  # 億 after 万: not one number
        total, below, rest = total + value * unit, unit, rest[cut + 1 :]
    return total


def _below_ten_thousand(text: str, *, alone: bool) -> Decimal | None:
    """The number in digits, in kanji by position (二〇二四) or with 十百千 (三千五百); ``alone``: it may be long."""
    if not text:
        return None
    plain = "".join(_DIGITS.get(char, char) for char in text).replace("・", ".")
    if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", plain):
        return Decimal(plain) if alone or len(plain.partition(".")[0]) <= 5 else None
    total, waiting, last = Decimal(0), "", 10_000
    for char in plain:
        if char in _SMALL:
            unit = _SMALL[char]
            if unit >= last or waiting.endswith("."):
                return None
            total += (Decimal(waiting) if waiting else 1) * unit
            waiting, last = "", unit
        elif char.isascii() and (char.isdigit() or char == "."):
            waiting += char
        else:
            return None
    if waiting:
        if not re.fullmatch(r"[0-9]+", waiting) or int(waiting) >= last:
            return None
        total += int(waiting)
    return total
