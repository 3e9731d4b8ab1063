"""Paragraphs, brackets and sentences of a text, found from its characters alone.

A sentence never ends inside a quotation: GiNZA's own segmentation does, and then speaker and verb fall apart. So the
sentences are cut here, before the parser runs, with the depth of brackets known; the depth starts anew with every
paragraph, so that one stray bracket costs no more than its paragraph.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass

PAIRS = {
    "「": "」",
    "『": "』",
    "（": "）",
    "(": ")",
    "【": "】",
    "〔": "〕",
    "《": "》",
    "〈": "〉",
    "“": "”",
    "［": "］",
    "[": "]",
}
QUOTES = "「『“"
NEVER_ENDS_QUOTE = 1500
"""A longer pair of brackets does not hold its sentences together: it is a stray bracket or a whole article."""
NEVER_ENDS = 1900
"""A longer sentence is cut at a comma: SudachiPy takes no more than 65,535 bytes, and a character may become 33."""
NESTING = 32
_JOINED_LINES = 6
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_BRACKET = re.compile("[" + re.escape("".join(PAIRS) + "".join(PAIRS.values())) + "]")
_END = re.compile(r"[。｡]+[」』）)】”]*|[！？!?‼⁇⁈⁉]+(?![、，とのでがをにはへもやっ・ァ-ヶー」』）)】!！?？])")
_INSIDE_NAME = re.compile(r"[A-Za-z0-9][!?！？]+\S")  # Yahoo!ニュース


@dataclass(frozen=True, slots=True)
class Bracket:
    """A matched pair: ``open`` is the offset of the opening character, ``close`` of the closing one.

    ``depth`` counts the pairs around it, 0 for none.
    """

    open: int
    close: int
    depth: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text, or several when a quotation runs over them, with its matched brackets in order."""

    start: int
    end: int
    brackets: tuple[Bracket, ...] = ()


def brackets(text: str, start: int, end: int) -> tuple[Bracket, ...]:
    """The matched pairs of brackets within the span, by opening offset. Unmatched ones are left out."""
    stack: list[tuple[int, str]] = []
    found: list[tuple[int, int]] = []
    for match in _BRACKET.finditer(text, start, end):
        char = match.group()
        if char in PAIRS:
            if len(stack) < NESTING:
                stack.append((match.start(), PAIRS[char]))
            continue
        for back in range(len(stack) - 1, -1, -1):
            if stack[back][1] == char:
                found.append((stack[back][0], match.start()))
                del stack[back:]
                break
    found.sort()
    out: list[Bracket] = []
    around: list[int] = []
    for open_, close in found:
        while around and around[-1] < open_:
            around.pop()
        out.append(Bracket(open_, close, len(around)))
        around.append(close)
    return tuple(out)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The text's paragraphs, without surrounding space: its lines, joined where a quotation runs on.

    A line joins the next ones when it leaves a quotation open that one of the next few lines closes, with no blank
    line between. Linear in the length of the text.
    """
    lines: list[tuple[int, int]] = []
    for match in _LINE.finditer(text):
        start, end = _strip(text, match.start(), match.end())
        if start < end:
            lines.append((start, end))
    out: list[Paragraph] = []
    i = 0
    while i < len(lines):
        start, end = lines[i]
        last = i
        if _leaves_open(text, start, end):
            for j in range(i + 1, min(i + _JOINED_LINES, len(lines))):
                gap = text[lines[j - 1][1] : lines[j][0]]
                if gap.count("\n") > 1 or lines[j][1] - start > NEVER_ENDS_QUOTE:
                    break
                if not _leaves_open(text, start, lines[j][1]):
                    last, end = j, lines[j][1]
                    break
        out.append(Paragraph(start, end, brackets(text, start, end)))
        i = last + 1
    return tuple(out)


def _leaves_open(text: str, start: int, end: int) -> bool:
    """Whether a quotation mark opens in the span and is not closed in it."""
    matched = {bracket.open for bracket in brackets(text, start, end)}
    return any(text[i] in QUOTES and i not in matched for i in range(start, end))


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def sentences(text: str, within: Sequence[Paragraph]) -> list[tuple[int, int]]:
    """The sentences of the paragraphs as spans without surrounding space; none longer than NEVER_ENDS."""
    out: list[tuple[int, int]] = []
    for paragraph in within:
        closed = [
            (pair.open, pair.close)
            for pair in paragraph.brackets
            if pair.depth == 0 and pair.close - pair.open <= NEVER_ENDS_QUOTE
        ]
        opens = [pair[0] for pair in closed]
        start = paragraph.start
        for match in _END.finditer(text, paragraph.start, paragraph.end):
            end = match.end()
            around = bisect.bisect_right(opens, match.start()) - 1
            if around >= 0 and match.start() < closed[around][1]:
                continue
            if match.start() > start and _INSIDE_NAME.match(text, match.start() - 1):
                continue
            out.extend(_cut(text, start, end))
            start = end
        out.extend(_cut(text, start, paragraph.end))
    return out


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The span without surrounding space, cut after commas or anywhere where it is too long."""
    out: list[tuple[int, int]] = []
    start, end = _strip(text, start, end)
    while end - start > NEVER_ENDS:
        comma = text.rfind("、", start + NEVER_ENDS // 2, start + NEVER_ENDS)
        cut = comma + 1 if comma >= 0 else start + NEVER_ENDS
        out.append((start, _strip(text, start, cut)[1]))
        start, end = _strip(text, cut, end)
    if start < end:
        out.append((start, end))
    return out
