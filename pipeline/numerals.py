"""Japanese numerals -> exact numbers: 漢数字, 全角, 大字, 兆億万, and every mixture that newspapers write.

Text is never changed before it is searched: :func:`fold` maps one character to one character, so that offsets into the
folded text are offsets into the text.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

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

_STACKED = re.compile("[万億]{2}")
_SCALES = {"万億": "兆", "万万": "億", "億億": "億億", "億万": "億万"}
"""一万億 is 一兆; the others that are no scale stay as they are, and :func:`read` refuses them."""

_FOLD = str.maketrans(
    {
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
        **dict.fromkeys("〜～∼", "~"),
        **dict.fromkeys("−‐‑‒–—―", "-"),
        "\u3000": " ",
        "･": "・",
    }
)

DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)"
KANJI = "[〇一二三四五六七八九十百千壱弐参拾]"
_LEADING = f"0-9数何{KANJI[1:-1]}"
_VAGUE_KANJI = rf"(?:何(?=[十百千万億兆]))?[数{KANJI[1:-1]}]*(?:(?<=[〇一二三四五六七八九十])・{KANJI}+)?"
_PIECE = rf"(?:{DIGITS}(?:[.・][0-9]+)?(?:[数十百千][0-9]{{0,3}})*|{_VAGUE_KANJI})"
AMOUNT = (
    rf"(?=[{_LEADING}])(?!何(?![十百千万億兆])){_PIECE}"
    rf"(?:[ ]?[兆億万京](?:[ ]?(?=[0-9数{KANJI[1:-1]}]){_PIECE})?)*(?:(?<=[0-9])k(?![A-Za-z0-9/]))?"
)
"""The same with 数 and 何 (数百万, 十数, 何千). It finds candidates; :func:`read_amount` decides."""


class Amount(NamedTuple):
    """A number as written, and the bounds of what it means: ``value`` is None when only the bounds are known."""

    value: Decimal | None
    low: Decimal
    high: Decimal


def fold(text: str) -> str:
    """The text with full-width forms and dashes of every kind made ASCII, character for character."""
    return text.translate(_FOLD)


def read(text: str) -> Decimal | None:
    """The number that the whole text writes, or None when it writes none.

    ``1万1000`` → 11000, ``1億2,300万`` → 123000000, ``三千五百`` → 3500, ``二〇二四`` → 2024, ``2.5億`` → 250000000,
    ``９・８`` → 9.8, ``3千`` → 3000, ``壱萬`` → 10000. A bare 万 or 億 is no number; a bare 十, 百 or 千 is.
    """
    text = fold(text).replace(",", "").replace(" ", "")
    if not text:
        return None
    text = _STACKED.sub(lambda match: _SCALES[match.group()], text)
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


def read_amount(text: str) -> Amount | None:
    """The number that the whole text writes, which may be vague, or None when it writes none.

    ``数百万`` → 2000000 to 9000000, ``十数`` → 11 to 19, ``百数十`` → 110 to 190, ``何千`` → 2000 to 9000,
    ``3500`` → just that.
    """
    text = fold(text)
    if text.endswith("k"):
        thousands = read(text[:-1])
        return None if thousands is None else Amount(*[thousands * 1000] * 3)
    vague = text.replace("何", "数")
    if "数" not in vague:
        exact = read(text)
        return None if exact is None else Amount(exact, exact, exact)
    if vague.count("数") > 1:
        return None
    front = vague[: vague.index("数")]
    few = "2" if not front else "1"
    if front and front[-1].isdigit():  # 10数: ten and some
        base = read(front)
        rest = vague[len(front) + 1 :]
        scale = Decimal(1) if not rest else read("1" + rest)
        if base is None or scale is None or base % 10:
            return None
        return Amount(None, (base + 1) * scale, (base + 9) * scale)
    low, high = (read(vague.replace("数", digit)) for digit in (few, "9"))
    return None if low is None or high is None else Amount(None, low, high)


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
            if unit >= last or (waiting and not re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", waiting)):
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
