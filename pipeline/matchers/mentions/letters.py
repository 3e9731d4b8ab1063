"""Countries written with one character, alone or joined: 米大統領, 日米韓, 訪露."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.matchers.mentions.naming import FOREIGN, KATAKANA, Hit, Letter, Reading
from pipeline.syntax import Word

_NUMERALS = frozenset("〇一二三四五六七八九十数")
_FORMER = frozenset("元旧全")


class Letters(Reading):
    """Finds countries' characters, by their neighbours."""

    def _letters(self, known: Sequence[Hit]) -> list[Hit]:
        """Countries written with one character, alone or joined."""
        if self.rules.letter_run is None:
            return []
        named = {hit.canonical for hit in known}
        taken = bytearray(self.blocked)
        heads = {hit.start: hit for hit in known}
        for hit in known:
            taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
        found: list[Hit] = []
        for match in self.rules.letter_run.finditer(self.folded):
            start, stop = match.span()
            while start < stop and taken[start]:
                start += 1
            while start < stop and any(taken[start:stop]):
                stop -= 1
            if self.folded[start - 1 : start] in self.rules.before and start + 1 in self.ends:
                stop = start + 1  # 訪米中: 中 is no country
            rules = self._letters_stand(start, stop, named, heads)
            if rules is None:
                continue
            for offset in range(start, stop):
                found.append(self._letter(offset, rules))
        return found

    def _letter(self, offset: int, rules: tuple[str, ...]) -> Hit:
        letter = self.folded[offset]
        names = self.rules.names
        name = names.letters.get(letter) or names.among_letters[letter]
        return Hit(
            offset,
            offset + 1,
            name.label,
            (name.rule, *rules),
            name.ene,
            name.canonical,
            country=name.country,
            sure=False,
        )

    def _letters_stand(
        self, start: int, stop: int, named: set[str], heads: Mapping[int, Hit]
    ) -> tuple[str, ...] | None:
        """The rules by which the characters from start to stop each stand for a country; None when they do not."""
        run = self.folded[start:stop]
        beside = self.folded[start - 1 : start] + self.folded[stop : stop + 1]
        if KATAKANA.search(run) and (KATAKANA.search(beside) or (KATAKANA.fullmatch(run) and len(run) > 1)):
            return None
        if not run or (len(run) == 1 and run not in self.rules.names.letters) or len(set(run)) < len(run):
            return None
        before = self.folded[start - 1] if start else ""
        after_word = self._word_after(stop, self.rules.after)
        countries = [self.rules.names.letters[letter].canonical for letter in run if letter in self.rules.names.letters]
        known = all(country in named for country in countries)
        opens = (
            (start in self.starts or before in self.rules.before or before in _FORMER)
            and not before.isdigit()
            and before not in _NUMERALS
        )
        closes = stop in self.ends or bool(after_word)
        if len(run) > 1:
            joined = self._word_after(stop, self.rules.joined)
            if not opens or not (closes or joined):
                return None
            if joined:
                return (
                    self.rules.joined[joined].id,
                    *((self.rules.doubtful[run].id,) if run in self.rules.doubtful else ()),
                )
            return () if run not in self.rules.doubtful else None
        if before in self.rules.before and start - 1 in self.starts and self._ends_word(stop):
            return (self.rules.before[before].id,)
        if not opens:
            return None
        safe = self.rules.names.safe
        if after_word and (run in safe or (known and run + after_word not in self.rules.names.by_form)):
            return (self.rules.after[after_word].id,)
        beside_name = heads.get(stop)
        if (
            run not in self.rules.doubtful
            and beside_name is not None
            and beside_name.country == self.rules.names.letters[run].country
        ):
            return ()
        if run not in safe or stop not in self.ends:
            return None
        if stop in heads or FOREIGN.match(self.folded, stop):
            return ()
        word = self.words[self.index[start]]
        if (known or run in self.rules.names.sure) and word.end == stop and self._is_compounded(word):
            return ()
        bare = not (word.i and self.words[word.i - 1].end == start and _is_noun(self.words[word.i - 1]))
        return () if known and bare and self.folded[stop : stop + 1] in "、はがのにとも」" else None

    def _is_compounded(self, word: Word) -> bool:
        """Whether a word opens a compound of nouns that it does not count or qualify: 英医学誌."""
        if word.i and self.words[word.i - 1].end == word.start and _is_noun(self.words[word.i - 1]):
            return False
        if word.i + 1 >= len(self.words) or self.words[word.i + 1].start != word.end:
            return False
        return self.words[word.i + 1].tag.startswith("名詞-普通名詞") and len(self.words[word.i + 1].text) > 1

    def _ends_word(self, stop: int) -> bool:
        """Whether a word ends at the offset, but for what may follow a name within a word: 親米派."""
        word = self.words[self.index[stop]] if stop < len(self.index) and self.index[stop] >= 0 else None
        rest = self.folded[stop : word.end] if word is not None else ""
        return stop in self.ends or rest in self.rules.bounds or rest in self.rules.endings

    def _word_after(self, offset: int, words: dict[str, Letter]) -> str:
        """The longest of ``words`` that stands at the offset and ends with a word of the text; empty for none."""
        for length in range(6, 0, -1):
            word = self.folded[offset : offset + length]
            if len(word) == length and word in words and (offset + length in self.ends):
                return word
        return ""


def _is_noun(word: Word) -> bool:
    return word.tag.startswith(("名詞", "接頭辞", "接尾辞"))
