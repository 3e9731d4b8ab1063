"""Questions asked of a parsed article.

A :class:`Parse` is an article's text with its words and sentences, all in offsets of the article. It is what the
matchers see: plain values, made from GiNZA's Docs by ``parse.py`` and kept apart from spaCy, so that a matcher can be
tested on a parse written by hand, and an article of any length is one value though it was parsed in pieces.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter

from pipeline.sentences import QUOTES, Paragraph

QUOTED = "QUOTE"
ASIDE = "ASIDE"
"""``pos`` of words into which quotations and other brackets are folded; no part of speech of UD."""


@dataclass(frozen=True, slots=True)
class Word:
    """One token of GiNZA (SudachiPy, split mode C).

    ``head`` is the index of the syntactic head in ``Parse.words`` (a root's is its own). ``tag`` is Sudachi's part of
    speech (名詞-固有名詞-地名-国), ``pos`` the universal one, ``dep`` the UD relation. ``ene`` is GiNZA's guess of a
    named-entity class (Sekine's), with ``ene_begins`` true on its first word. ``bunsetu`` counts phrases (文節).
    ``inflection`` is Sudachi's (下一段-バ行;連用形-一般).
    """

    i: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    ene: str = ""
    ene_begins: bool = False
    bunsetu: int = 0
    inflection: str = ""

    @property
    def is_past(self) -> bool:
        """Whether it is the ending of the past: the た of 起きた, the だ of 死んだ; not that of 静かだ."""
        return self.inflection.startswith("助動詞-タ")


@dataclass(frozen=True)
class Parse:
    """An article's text, its words in order, its sentences as spans, and its paragraphs with their brackets."""

    text: str
    words: tuple[Word, ...]
    sentences: tuple[tuple[int, int], ...]
    paragraphs: tuple[Paragraph, ...]

    @cached_property
    def _starts(self) -> list[int]:
        return [word.start for word in self.words]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        return [paragraph.start for paragraph in self.paragraphs]

    @cached_property
    def _children(self) -> list[list[int]]:
        children: list[list[int]] = [[] for _ in self.words]
        for word in self.words:
            if word.head != word.i:
                children[word.head].append(word.i)
        return children

    def words_in(self, start: int, end: int) -> Sequence[Word]:
        """The words that overlap the span, in order."""
        first = bisect.bisect_right(self._starts, start) - 1
        if first < 0 or self.words[first].end <= start:
            first += 1
        return self.words[first : bisect.bisect_left(self._starts, end)]

    def word_at(self, offset: int) -> Word | None:
        """The word that covers the offset, or None between words."""
        found = self.words_in(offset, offset + 1)
        return found[0] if found else None

    def sentence_index(self, offset: int) -> int:
        """Index of the sentence in which the offset lies; between sentences, of the one before. -1 before the first."""
        return bisect.bisect_right(self._sentence_starts, offset) - 1

    def paragraph_at(self, offset: int) -> Paragraph | None:
        """The paragraph in which the offset lies, or None."""
        index = bisect.bisect_right(self._paragraph_starts, offset) - 1
        if index < 0 or self.paragraphs[index].end <= offset:
            return None
        return self.paragraphs[index]

    def folded(self, start: int, end: int) -> tuple[Word, ...]:
        """The words of the span, with each outermost pair of brackets that lies in it folded into one word.

        Such a word spans the pair with all that it holds. Its ``pos`` is ``QUOTED`` for quotation marks and ``ASIDE``
        for other brackets, its ``i``, ``dep`` and ``head`` are those of the head of what is inside. Unmatched
        brackets stay words like any other.
        """
        paragraph = self.paragraph_at(start)
        pairs = paragraph.brackets if paragraph is not None else ()
        out: list[Word] = []
        at = bisect.bisect_left(self._starts, start)
        stop = bisect.bisect_left(self._starts, end)
        for n in range(bisect.bisect_left(pairs, start, key=attrgetter("open")), len(pairs)):
            pair = pairs[n]
            if pair.open >= end:
                break
            if pair.close >= end or (out and pair.open < out[-1].end):
                continue
            while at < stop and self.words[at].start < pair.open:
                out.append(self.words[at])
                at += 1
            pos = QUOTED if self.text[pair.open] in QUOTES else ASIDE
            inner = self.head_of_span(pair.open, pair.close + 1)
            if inner is None:
                continue
            text = self.text[pair.open : pair.close + 1]
            out.append(replace(inner, start=pair.open, end=pair.close + 1, text=text, lemma=text, pos=pos, tag=""))
            while at < stop and self.words[at].start <= pair.close:
                at += 1
        out.extend(self.words[at:stop])
        return tuple(out)

    def head(self, word: Word) -> Word:
        """The word's syntactic head; a root is its own."""
        return self.words[word.head]

    def children(self, word: Word) -> Iterator[Word]:
        """The word's dependents, in order."""
        return (self.words[i] for i in self._children[word.i])

    def head_of_span(self, start: int, end: int) -> Word | None:
        """The word of the span whose head lies outside it (the last such one), or None for no word."""
        inside = self.words_in(start, end)
        if not inside:
            return None
        first, last = inside[0].i, inside[-1].i
        for word in reversed(inside):
            if word.pos not in {"ADP", "PUNCT", "AUX", "SCONJ", "PART"} and not (
                first <= word.head <= last and word.head != word.i
            ):
                return word
        return inside[-1]

    def particles_after(self, offset: int) -> str:
        """The particles (助詞) that follow the offset at once, joined; empty when none does."""
        found = []
        for word in self.words[bisect.bisect_left(self._starts, offset) :]:
            if word.start != offset or not word.tag.startswith("助詞"):
                break
            found.append(word.text)
            offset = word.end
        return "".join(found)
