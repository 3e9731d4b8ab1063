"""Bytes -> text, for Japanese: which encoding a file is in, found by decoding it strictly.

Statistical guessers are wrong on short Japanese texts. But the encodings exclude each other nearly always: a byte order
mark is decisive; ISO-2022-JP shows its escapes; text in another encoding is hardly ever valid UTF-8; and Shift_JIS with
a single hiragana in it is not valid EUC-JP, while EUC-JP read as Shift_JIS holds not one full-width kana.
"""

from __future__ import annotations

import codecs
import re

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
"""Byte order marks, and the codec that reads what begins with one (and takes it off)."""

_ISO_2022 = ("iso2022_jp", "iso2022_jp_ext", "iso2022_jp_2004", "iso2022_jp_3")
_LEGACY = ("cp932", "euc_jp", "euc_jis_2004")
_KNOWN = "UTF-8, UTF-16 or UTF-32 with a byte order mark, Shift_JIS (cp932), EUC-JP, ISO-2022-JP"

_ESCAPE = re.compile(rb"\x1b(?:\$[@B(]|\([IJ])")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r\x1b")) + b"\x7f"
_KANA = re.compile(r"[ぁ-ゖァ-ヺー]")
_HALF_WIDTH = re.compile(r"[ｦ-ﾟ]")
_WIDE = re.compile(r"[^\x00-\x7f]")
_NEVER = re.compile(r"[\x80-\x9f\uf8f0-\uf8f3]")
"""What cp932 makes of bytes that stand for nothing."""


class DecodeError(ValueError):
    """The bytes are no text that can be read. ``code``: ``binary`` or ``encoding``."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def decode(data: bytes, label: str = "") -> tuple[str, str]:
    """The text of ``data``, and the Python codec with which ``data.decode(codec)`` is that text.

    ``label`` is what the file calls its encoding, if it does; it decides only where the bytes leave a choice.
    Raises DecodeError.
    """
    for mark, codec in MARKS:
        if data.startswith(mark):
            text = _strict(data, codec)
            if text is None:
                raise DecodeError("encoding", f"begins like {codec}, but is not: save it as UTF-8")
            if "\0" in text:
                raise DecodeError("binary", "is no text file: it holds NUL characters")
            return text, codec
    if b"\0" in data:
        raise DecodeError("binary", "is no text file (if it is UTF-16 without a byte order mark, save it as UTF-8)")
    if 20 * (len(data) - len(data.translate(None, _CONTROLS))) > len(data):
        raise DecodeError("binary", "is no text file: it is full of control characters")
    if data.isascii() and _ESCAPE.search(data):
        for codec in _ISO_2022:
            text = _strict(data, codec)
            if text is not None:
                return text, codec
        raise DecodeError("encoding", "has the escapes of ISO-2022-JP, but is not valid in it: save it as UTF-8")
    text = _strict(data, "utf-8")
    return (text, "utf-8") if text is not None else _legacy(data, _codec(label))


def _legacy(data: bytes, label: str) -> tuple[str, str]:
    """Text in Shift_JIS or EUC-JP. Raises DecodeError for what does not look like Japanese in either."""
    _check_not_broken_utf8(data)
    best: tuple[tuple[float, bool, float], str, str] | None = None
    for codec in _LEGACY:
        text = _strict(data, codec)
        if text is None or _NEVER.search(text):
            continue
        wide = len(_WIDE.findall(text))
        kana, half_width = len(_KANA.findall(text)) / wide, len(_HALF_WIDTH.findall(text)) / wide
        labelled = label != "" and codec.startswith(label)
        # Hardly a kana, but it may be a headline, a list of names, or all in half-width kana.
        plausible = kana >= 0.05 or labelled or half_width > 0.8 or (wide < 20 and 2 * wide > len(text))
        score = (kana, labelled, -half_width)
        if plausible and (best is None or score > best[0]):
            best = score, text, codec
    if best is None:
        raise DecodeError("encoding", f"its encoding is none of {_KNOWN}; save it as UTF-8")
    return best[1:]


def _strict(data: bytes, codec: str) -> str | None:
    """``data`` decoded, or None when it is not valid in ``codec``."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _check_not_broken_utf8(data: bytes) -> None:
    """Raises DecodeError for UTF-8 with a few broken bytes: read as Shift_JIS, it could pass for Japanese."""
    text = data.decode("utf-8", "replace")
    wide, broken = len(_WIDE.findall(text)), text.count("\ufffd")
    if 10 * broken <= wide:
        line = text.count("\n", 0, text.index("\ufffd")) + 1
        raise DecodeError("encoding", f"is UTF-8 with broken bytes, the first of them in line {line}; save it again")


def _codec(label: str) -> str:
    """The codec that an encoding's name in HTML means; empty unless it is one of Shift_JIS and EUC-JP."""
    name = label.lower().removeprefix("x-")
    try:
        codec = codecs.lookup({"windows-31j": "cp932"}.get(name, name)).name
    except LookupError:
        return ""
    return {"shift_jis": "cp932", "cp932": "cp932", "euc_jp": "euc_j"}.get(codec, "")
