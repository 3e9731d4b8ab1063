"""The words around a quantity: compound nouns, what they name, particles and brackets before and after it."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline import lexicon
from pipeline.matchers.quantities.rules import UnitRule, WordRule
from pipeline.schema import Mention, Quantity
from pipeline.syntax import Parse, Word

Span = tuple[int, int]

_LIST = {"や", "・", "及び", "および", "並びに"}
_MORE = _LIST - {"・"}
FOLLOWERS = {"など", "ら", "たち", "達", "等"}
_CHANGED = ("増と", "減と", "高と", "安と")
_KINDS = (
    "honorific",
    "former",
    "degree",
    "region",
    "numbered",
    "scope",
    "among",
    "measured",
    "difference",
    "comparing",
    "standard",
    "fate",
    "number",
    "rate",
    "tally",
    "denomination",
    "reached",
    "scale",
    "attribute",
    "belonging",
    "kin",
    "payment",
    "levy",
    "gathering",
    "deed",
    "answer",
    "balance",
    "held",
    "headcount",
    "polite",
)
"""Kinds of words (models/quantities/nouns.tsv)."""
_BEFORE = {
    "seeming": 6,
    "compared": 12,
    "earlier": 6,
    "remaining": 4,
    "summed": 4,
    "way": 6,
    "marked": 6,
    "paid_for": 6,
    "asked": 6,
    "polled": 250,
}
"""Kinds of cues before a number, and how many characters long they may be."""
_AFTER = (
    "joined",
    "naming",
    "repeated",
    "happened",
    "held",
    "then",
    "who_came",
    "away",
    "lies_apart",
    "lying",
    "spot",
    "sea",
    "judged",
    "chosen",
    "made",
    "spent",
)
LONGEST_NAME = 20
_LONGEST_SURNAME = 3
_LONGEST_ANSWER = 6
_REACH = 250
"""How many characters before a quantity its item is looked for."""
_CLOSING = set("」』")
_WHEN = "名詞-普通名詞-副詞可能"
_KATAKANA = re.compile("[ァ-ヺー]+")
_KATAKANA_NAME = re.compile("[ァ-ヺー・=]+")


@dataclass(frozen=True, kw_only=True)
class UncountedRule(lexicon.Rule):
    """A noun beside a number that is never what is counted: 昨年, 合計, うち. ``surfaces`` are joined with ``|``.

    ``begins`` is ``yes`` for those with which what is counted may begin: 民間 in 民間企業3社. ``joined`` is ``yes`` for
    those with which it may end when another noun stands before: 行動計画3件. ``people`` is ``yes`` for those that only
    are no people.
    """

    FILE = "quantities/uncounted.tsv"
    KEY = ("surfaces",)

    surfaces: str
    begins: str = ""
    joined: str = ""
    people: str = ""


@dataclass(frozen=True, kw_only=True)
class ActorRule(lexicon.Rule):
    """The last word of a phrase that can act. ``surfaces`` are whole words, ``endings`` ends of words, each with ``|``.

    ``kind``: ``body`` (政府, 銀行) or ``person`` (選手, 参加者).
    """

    FILE = "quantities/actors.tsv"
    KEY = ("surfaces",)
    ALLOWED = {"kind": ("body", "person")}

    kind: str
    surfaces: str
    endings: str = ""


@dataclass(frozen=True, kw_only=True)
class NounRule(lexicon.Rule):
    """Words, joined with ``|``, by what they tell beside a number (``kind``; models/quantities/nouns.tsv says how)."""

    FILE = "quantities/nouns.tsv"
    KEY = ("kind", "words")
    ALLOWED = {"kind": _KINDS}

    kind: str
    words: str


@dataclass(frozen=True, kw_only=True)
class CueRule(lexicon.Rule):
    """What stands right before or after a number and says how it is meant (``kind``): a regular expression."""

    FILE = "quantities/cues.tsv"
    KEY = ("kind",)
    ALLOWED = {"kind": (*_BEFORE, *_AFTER)}
    PATTERNS = ("pattern",)

    kind: str
    pattern: str


class Nouns:
    """What nouns can be: counted, acting, persons."""

    def __init__(self, folders: Sequence[Path], units: Sequence[UnitRule]) -> None:
        actors = lexicon.read(ActorRule, folders)
        self._sorts = {(sort, rule.unit_id) for rule in units for sort in rule.sorts.split("|")}
        self._words = {surface for rule in lexicon.read(WordRule, folders) for surface in rule.surfaces.split("|")}
        self._uncounted = lexicon.by_key(lexicon.read(UncountedRule, folders), lambda rule: rule.surfaces.split("|"))
        self._kinds = lexicon.by_key(
            lexicon.read(NounRule, folders), lambda rule: [(rule.kind, word) for word in rule.words.split("|")]
        )
        self.cues = {
            rule.kind: (re.compile(f"(?:{rule.pattern})$" if rule.kind in _BEFORE else rule.pattern), rule)
            for rule in reversed(lexicon.read(CueRule, folders))
        }
        self._longest = max((len(word) for _, word in self._kinds), default=0)
        self._actors = lexicon.by_key(actors, lambda rule: rule.surfaces.split("|"))
        self._endings = lexicon.by_key(actors, lambda rule: filter(None, rule.endings.split("|")))

    def counts(self, sort: str, quantity: Quantity) -> bool:
        """Whether the quantity's unit is of that sort (UnitRule.sorts)."""
        return self.is_of(sort, quantity.unit_id)

    def is_of(self, sort: str, unit_id: str) -> bool:
        """Whether the unit is of that sort."""
        return (sort, unit_id) in self._sorts

    def of_kind(self, kind: str, word: str) -> NounRule | None:
        """The rule by which the word is of that kind, or None."""
        return self._kinds.get((kind, word))

    def ending(self, kind: str, noun: str) -> NounRule | None:
        """The rule by which the noun ends in a word of that kind, or None."""
        return next((rule for end in endings(noun) if (rule := self.of_kind(kind, end))), None)

    def beginning(self, kind: str, text: str, at: int) -> NounRule | None:
        """The rule by which a word of that kind begins at ``at`` in the text, or None."""
        ends = range(at + self._longest, at, -1)
        return next((rule for end in ends if (rule := self.of_kind(kind, text[at:end]))), None)

    def actor(self, word: str) -> ActorRule | None:
        """The rule by which a phrase that ends in ``word`` can act, or None."""
        return self._actors.get(word) or next(
            (self._endings[word[-n:]] for n in range(min(len(word) - 1, 4), 0, -1) if word[-n:] in self._endings), None
        )

    def is_person(self, word: str) -> bool:
        """Whether ``word`` describes a person."""
        rule = self.actor(word)
        return rule is not None and rule.kind == "person"

    def describes_person(self, word: Word | None) -> bool:
        """Whether a phrase that ends in ``word`` names or describes a person."""
        return word is not None and ("人名" in word.tag or word.ene == "Person" or self.is_person(word.text))

    def is_number(self, word: Word) -> bool:
        """Whether the word is a number in itself: 半数."""
        return word.text in self._words

    def uncounted(self, word: Word) -> UncountedRule | None:
        """The rule by which a noun phrase that ends in ``word`` is never what is counted, or None."""
        return self._uncounted.get(word.text)


class Phrases:
    """One article's noun phrases, brackets and particles. Positions are offsets in the text."""

    def __init__(self, nouns: Nouns, parse: Parse, folded: str) -> None:
        self.nouns = nouns
        self.parse = parse
        self.folded = folded
        self.pairs = [pair for paragraph in parse.paragraphs for pair in paragraph.brackets]
        self.opens = [pair.open for pair in self.pairs]
        self.closing = {pair.open: pair.close for pair in self.pairs}
        self.opening = {pair.close: pair.open for pair in self.pairs}
        self.names: Sequence[Mention] = ()
        self.ends: list[int] = []
        """The article's names by where they end, and where each ends."""
        self.of_people = True
        """Whether the quantity being read counts people."""
        self.noted: dict[str, None] = {}
        """The rules that spoke while the quantity was read, in order."""
        self.around: list[int] = []
        """For each pair of brackets the index of the one around it, or -1."""
        for i, pair in enumerate(self.pairs):
            outer = i - 1
            while outer >= 0 and self.pairs[outer].close < pair.open:
                outer = self.around[outer]
            self.around.append(outer)

    def _is_item(self, word: Word) -> bool:
        """Whether a noun phrase that ends in ``word`` may be what is counted."""
        rule = self.nouns.uncounted(word)
        if rule is not None and rule.people and not self.of_people:
            return True
        previous = self.parse.words[word.i - 1] if word.i else None
        beside = previous is not None and previous.end == word.start and is_nominal(previous)
        if rule is not None and rule.joined and previous is not None and beside and not is_numeric(previous):
            other = self.nouns.uncounted(previous)
            return (other is None or bool(other.joined or other.begins)) and not self.nouns.is_number(previous)
        then = len(word.text) > 2 and word.text[-1] in "後前別" and word.tag.startswith("名詞-普通名詞")  # 就任後
        return not then and not self._note(self.nouns.uncounted(word)) and not self.nouns.is_number(word)

    def _of_kind(self, kind: str, word: str) -> bool:
        """Whether the word is of that kind (models/quantities/nouns.tsv)."""
        return self._note(self.nouns.of_kind(kind, word))

    def _ends_in(self, kind: str, noun: str) -> bool:
        """Whether the noun ends in a word of that kind."""
        return self._note(self.nouns.ending(kind, noun))

    def _begins(self, kind: str, at: int) -> bool:
        """Whether a word of that kind begins at ``at``."""
        return self._note(self.nouns.beginning(kind, self.folded, at))

    def _cue_before(self, kind: str, at: int, low: int = 0) -> re.Match[str] | None:
        """The cue of that kind that ends at ``at``, and begins at ``low`` or later."""
        pattern, rule = self.nouns.cues[kind]
        cue = pattern.search(self.folded, max(low, at - _BEFORE[kind]), at)
        self._note(rule if cue is not None else None)
        return cue

    def _cue_after(self, kind: str, at: int) -> re.Match[str] | None:
        """The cue of that kind that begins at ``at``."""
        pattern, rule = self.nouns.cues[kind]
        cue = pattern.match(self.folded, at)
        self._note(rule if cue is not None else None)
        return cue

    def _note(self, rule: lexicon.Rule | None) -> bool:
        """Remember that the rule spoke; whether there is one."""
        if rule is not None:
            self.noted[rule.id] = None
        return rule is not None

    def _counts(self, sort: str, quantity: Quantity) -> bool:
        """Whether the quantity's unit is of that sort."""
        return self.nouns.counts(sort, quantity)

    def before(self, at: int) -> str:
        """The character before the offset; a line's end at the beginning of the text."""
        return self.folded[at - 1] if at else "\n"

    def _is_person(self, span: Span) -> bool:
        words = self.parse.words_in(*span)
        return any("人名" in word.tag or word.ene == "Person" for word in words) or (
            self.nouns.is_person(words[-1].text)
        )

    def _name_in(self, span: Span) -> Span:
        """The name in a phrase with a title: 葛西紀明 in 葛西紀明選手."""
        words = self.parse.words_in(*span)
        role = next((i for i, word in enumerate(words) if word.text == "・" and self._is_role(words, i)), None)
        if role is not None:
            span = words[role + 1].start, span[1]  # 父・あさひ
            words = words[role + 1 :]
        named = [i for i, word in enumerate(words) if "人名" in word.tag]
        if not named:
            return self._without_title(words, span)
        first, last = named[-1], named[-1]
        for i in reversed(named):
            if any(words[j].tag == "名詞-普通名詞-一般" and len(words[j].text) > 1 for j in range(i, first)):
                break  # ノーベル|平和|賞|マララ
            first = i
        while (
            first > 1
            and words[first - 1].text == "・"
            and _KATAKANA_NAME.fullmatch(words[first - 2].text + words[first].text)
            and not self.nouns.is_person(words[first - 2].text)
        ):
            first -= 2  # カイラ|・|サトル
        while first and _KATAKANA.fullmatch(words[first - 1].text + words[first].text):
            first -= 1  # ヴァン|フォーレ
        start = first
        while start and words[first].tag.endswith("人名-名") and self._may_be_piece(words[start - 1]):
            start -= 1
        if start < first and words[first].start - words[start].start <= _LONGEST_SURNAME:
            first = start  # 若|ノ|鵬|寿則
        alone = first == 1 or (first > 1 and words[first - 2].text == "・")
        if alone and words[first].tag.endswith("人名-名") and self._may_be_surname(words[first - 1]):
            first -= 1  # 水鳥|寿思
        while last + 1 < len(words) and _KATAKANA_NAME.fullmatch(words[last].text[-1] + words[last + 1].text):
            last += 1  # アポロ|マーベリック
        if (
            last + 2 < len(words)
            and len(words[last + 1].text) == 1
            and not self._of_kind("former", words[last + 1].text)
            and self._of_kind("honorific", words[last + 2].text)
        ):
            last += 1  # 翔|士|さん
        start, end = words[first].start, min(words[last].end, span[1])
        return (start, end) if end - start > 1 else span

    def _names_near(self, at: int) -> Sequence[Mention]:
        """The names that end at the offset."""
        return self.names[bisect.bisect_left(self.ends, at) : bisect.bisect_right(self.ends, at)]

    def _named_at(self, at: int) -> Span | None:
        """The name that ends at the offset."""
        i = bisect.bisect_left(self.ends, at)
        found = i < len(self.names) and self.names[i].end == at
        return (self.names[i].start, at) if found else None

    def _may_be_surname(self, word: Word) -> bool:
        """Whether a noun before a given name may be the family name that the parse does not know as one."""
        kanji = all("一" <= char <= "龥" for char in word.text) and len(word.text) <= _LONGEST_SURNAME
        return kanji and word.tag.startswith("名詞-普通名詞-一般") and not self.nouns.is_person(word.text)

    def _may_be_piece(self, word: Word) -> bool:
        """Whether a noun before a given name may be a piece of the family name: 若, ノ, 鵬."""
        return len(word.text) == 1 and word.text != "・" and not self._of_kind("former", word.text)

    def _is_role(self, words: Sequence[Word], at: int) -> bool:
        """Whether ・ at ``at`` stands between a role and the name of who has it: 社長・山田太郎."""
        katakana = at > 0 and _KATAKANA.fullmatch(words[at - 1].text) is not None
        return 0 < at < len(words) - 1 and not katakana and self.nouns.is_person(words[at - 1].text)

    def _without_title(self, words: Sequence[Word], span: Span) -> Span:
        """The name that the parse does not know as one, without its title: 誠 in 誠容疑者, B in 会社員Bさん."""
        if len(words) < 2 or not self._of_kind("honorific", words[-1].text):
            return span
        if self.nouns.is_person(words[-2].text) or self._of_kind("former", words[-2].text):
            return span  # 社長さん
        first = len(words) - 2
        while first > 0 and words[first - 1].text != "・" and not self.nouns.is_person(words[first - 1].text):
            first -= 1
        return words[first].start, words[-2].end

    def _is_name(self, span: Span) -> bool:
        words = self.parse.words_in(*span)
        return "固有名詞" in words[-1].tag or (
            self.nouns.is_person(words[-1].text) and any("人名" in word.tag for word in words)
        )

    def _is_one(self, span: Span) -> bool:
        """Whether the phrase names one person, who cannot be counted."""
        words = self.parse.words_in(*span)
        return any("人名" in word.tag for word in words) and (
            "人名" in words[-1].tag or self.nouns.is_person(words[-1].text)
        )

    def _is_place(self, span: Span) -> bool:
        words = self.parse.words_in(*span)
        return "固有名詞-地名" in words[-1].tag or (
            "固有名詞-地名" in words[0].tag and self._of_kind("region", words[-1].text)
        )

    def _last(self, span: Span) -> Word:
        return self.parse.words_in(*span)[-1]

    def _quotation(self, at: int) -> int:
        """Where the innermost pair of brackets around ``at`` opens; -1 for none."""
        index = bisect.bisect_right(self.opens, at) - 1
        while index >= 0 and self.pairs[index].close < at:
            index = self.around[index]
        return self.opens[index] if index >= 0 else -1

    def _words_before(self, quantity: Quantity) -> Sequence[Word]:
        """The words of the quantity's sentence that stand before it."""
        index = self.parse.sentence_index(quantity.start)
        start = self.parse.sentences[index][0] if index >= 0 else 0
        return self.parse.words_in(max(start, quantity.start - _REACH), quantity.start)

    def _particles_before(self, quantity: Quantity) -> Iterator[tuple[Word, bool]]:
        """The particles after nouns before the quantity, the nearest first, and whether a verb stands between.

        Only those in the quantity's own sentence and brackets; what stands in other brackets is passed over.
        """
        words = self._words_before(quantity)
        verb_between = False
        i = len(words) - 1
        while i > 0:
            word = words[i]
            open_ = self.opening.get(word.start)
            if open_ is not None:
                while i > 0 and words[i].start >= open_:
                    i -= 1
                continue
            initial = word.text == "." and self.before(word.start).isascii()  # F.アロンソ
            if word.tag.startswith(("補助記号-括弧開", "補助記号-句点")) and not initial:
                return
            changed = word.lemma == "なる" and self.folded[max(0, word.start - 2) : word.start] in _CHANGED
            if (
                word.dep != "fixed"
                and not changed
                and not self._of_kind("comparing", word.lemma)
                and (word.tag.startswith("動詞") or word.pos == "VERB")
            ):
                verb_between = True
            elif word.tag == "助詞-接続助詞":
                pass  # 増えたが
            elif word.tag.startswith("助詞") and not words[i - 1].tag.startswith("助詞"):
                yield word, verb_between
            i -= 1

    def _word_before(self, at: int) -> Word | None:
        return self.parse.word_at(at - 1) if at else None

    def _before_brackets(self, at: int) -> int:
        """``at``, or where the pair of brackets that closes there opens: before (GDP)."""
        return self.opening.get(at - 1, at) if self.folded[at - 1 : at] in {")", "]"} else at

    def _quoted(self, at: int) -> Span | None:
        """What stands in the short quotation that opens at ``at``: words, no blank and nothing unclosed."""
        close = self.closing.get(at, -1)
        if self.folded[at : at + 1] not in {"「", "『"} or close - at > LONGEST_NAME:
            return None
        return (at + 1, close) if self.folded[at + 1 : max(at, close)].strip() else None

    def _after_brackets(self, at: int) -> int:
        """``at``, or where the pair of brackets that opens there has closed."""
        return self.closing.get(at, at - 1) + 1 if self.folded[at : at + 1] == "(" else at

    def _compound_before(self, at: int) -> Span | None:
        """The compound noun that ends at ``at``, without など and ら, or None."""
        word = self._word_before(at)
        while word is not None and word.end == at and word.text in FOLLOWERS and word.start:
            at = word.start
            word = self._word_before(at)
        if word is not None and word.text == "さ" and word.end == at and word.i:
            stem = self.parse.words[word.i - 1]
            return (stem.start, at) if stem.tag.startswith("形容詞") and stem.end == word.start else None  # 厚|さ
        if word is not None and word.end == at and word.text == "年生" and word.i:
            grade = self.parse.words[word.i - 1]
            school = self._word_before(grade.start)  # 小学|6|年生
            of_school = (
                school is not None
                and school.end == grade.start
                and len(school.text) > 1
                and school.tag.startswith("名詞-普通名詞-一般")
            )
            return (school.start if school is not None and of_school else grade.start), at
        if word is not None and word.tag.startswith("補助記号-括弧閉"):
            open_ = self.opening.get(at - 1)
            if open_ is None:
                return None
            quoted = self._quoted(open_)
            described = None if self.before(open_) in _CLOSING else self._compound_before(open_)
            named = [] if described is None else self.parse.words_in(*described)
            maker = any(word.tag.startswith("名詞-固有名詞") for word in named)  # 青空社「海の水」
            people = self.of_people and not (named and self.nouns.is_person(named[-1].text))  # 詐欺「受け子」3人
            maker = maker or people
            return quoted if described is None or (maker and quoted is not None) else described
        read = word is not None and word.start < at < word.end and self.folded[at] == "(" and "人名" in word.tag
        if word is None or (word.end != at and not read) or not is_nominal(word):
            return None
        if not self._is_item(word) or word.text == "・":
            return None
        if is_numeric(word) or word.tag.startswith(("接頭辞", "形状詞")) or word.tag.endswith("副詞可能"):
            return None
        words = self.parse.words
        first = word
        while first.i:
            previous = words[first.i - 1]
            if previous.end != first.start or not is_nominal(previous) or is_numeric(previous):
                break
            suffixed = first.tag.startswith("接尾辞")  # 死|者
            if not (suffixed and previous.tag != _WHEN) and not self._may_begin(previous):
                break
            first = previous
        if first.i > 1 and is_numeric(words[first.i - 1]) and words[first.i - 1].end == first.start:
            series = words[first.i - 2]
            if series.end == words[first.i - 1].start and series.text.isascii() and series.text.isalpha():
                first = series  # Itanium2プロセッサ
        if first.i and is_numeric(words[first.i - 1]) and words[first.i - 1].end == first.start:
            if first is word:
                return None  # a counter
            first = words[first.i - 1] if self._of_kind("numbered", first.text) else words[first.i + 1]  # 152ミリ砲弾
        while first.i > 1 and words[first.i - 1].text == "-" and first.text.isascii():
            before = words[first.i - 2]
            if before.end != words[first.i - 1].start or not before.text.isascii():
                break
            first = before  # W-CDMA
        while first.i < word.i and (first.text == "・" or first.text in FOLLOWERS or first.tag.startswith("接尾辞")):
            first = words[first.i + 1]
        if first is word and word.tag.startswith("接尾辞"):
            return None
        return first.start, min(at, word.end)  # the reading may be part of the word: 哲大（てつひろ）

    def _may_begin(self, word: Word) -> bool:
        """Whether a compound noun may begin with the word: 最大風速, 民間企業, but not 昨年比輸出."""
        if self._of_kind("degree", word.text):
            return True
        rule = self.nouns.uncounted(word)
        return word.tag != _WHEN and ((rule is not None and rule.begins != "") or self._is_item(word))

    def _with_clause(self, span: Span) -> Span:
        """The phrase; a bare 人 with the verb that says who is meant: 反対と答えた人."""
        if self.folded[slice(*span)] not in {"人", "者"}:
            return span
        start = span[0]
        while (word := self._word_before(start)) is not None and word.tag.startswith(("動詞", "助動詞", "形状詞")):
            start = word.start
        if start < span[0] and word is not None and word.tag.endswith("サ変可能") and word.end == start:
            start = word.start
        if start < span[0] and self.folded[start - 2 : start] == "」と":
            opened = self.opening.get(start - 2, -1)
            if 0 < start - opened <= _LONGEST_ANSWER:
                start = opened  # 「賛成」と答えた人
        return start, span[1]

    def _with_list(self, span: Span) -> Span:
        """The phrase with what や joins to it on its left."""
        start = span[0]
        while True:
            word = self._word_before(start)
            if word is None or word.end != start or word.text not in _LIST:
                return start, span[1]
            more = self._compound_before(word.start)
            if more is None:
                return start, span[1]
            start = more[0]

    def _with_list_after(self, span: Span) -> Span:
        """The phrase with what や joins to it on its right: 屋台やみこし."""
        end = span[1]
        while (word := self.parse.word_at(end)) is not None and word.start == end and word.text in _MORE:
            more = self.parse.word_at(word.end)
            if more is None or more.start != word.end or not is_nominal(more) or is_numeric(more):
                break
            joined = self._compound_from(more)
            if joined is None or self.folded.startswith("の", joined[1]):
                break  # 人や低下の大きい人
            end = joined[1]
        return span[0], end

    def _compound_from(self, word: Word) -> Span | None:
        """The compound noun that begins with ``word``."""
        words = self.parse.words
        if word.tag.startswith("接尾辞"):
            following = words[word.i + 1] if word.i + 1 < len(words) else word
            if not self._is_item(word):
                return None  # 3社とも市場を
            if following.start != word.end or not following.tag.startswith("名詞-普通名詞"):
                return None
            if self._of_kind("deed", word.text + following.text):
                return word.start, following.end
            word = following  # 18リットル入り容器
        last = word
        while last.i + 1 < len(words):
            following = words[last.i + 1]
            if following.start != last.end or is_numeric(following) or not is_nominal(following):
                break
            if following.text == "第":
                break  # 第3回A杯・第5回B杯
            if "サ変" in last.tag and "人名" in following.tag:
                break  # 名人戦終了|羽生名人
            if last.tag == "名詞-普通名詞-一般" and following.tag == "名詞-固有名詞-地名-国":
                break  # 地震|日本の沿岸に津波
            last = following
        if word.text == "・":
            return None
        while last.i >= word.i and (last.text == "・" or not self._is_item(last)):
            last = words[last.i - 1]
        return (word.start, last.end) if last.i >= word.i else None

    def _phrase_after(self, at: int) -> Span | None:
        """The noun phrase that begins at ``at``: its first noun that can be counted."""
        words = self.parse.words
        word = self.parse.word_at(at)
        limit = word.i + 14 if word is not None else 0
        while word is not None and word.i < limit:
            if is_numeric(word):
                return None
            if is_nominal(word) and not word.tag.startswith("補助記号"):
                if self._of_kind("among", word.text):
                    return None
                span = self._compound_from(word)
                if span is None:
                    word = self._beyond_scope(word)
                    continue
                last = self._word_before(span[1])
                assert last is not None
                following = words[last.i + 1] if last.i + 1 < len(words) else None
                adjective = last.text == "さ"
                if following is not None and following.text == "の" and ("固有名詞" in last.tag or adjective):
                    word = words[following.i + 1] if following.i + 1 < len(words) else None
                    continue
                if adjective:
                    return None
                if following is not None and following.lemma == "する" and "サ変" in last.tag:
                    word = following  # 9点台の安定した成績
                    continue
                if following is not None and following.text in {"な", "に"} and "形状詞" in last.tag:
                    word = following
                    continue
                return max(at, span[0]), span[1]
            if word.text in {"。", "、"} or word.tag.startswith("補助記号-句点"):
                return None
            word = words[word.i + 1] if word.i + 1 < len(words) else None
        return None

    def _beyond_scope(self, word: Word) -> Word | None:
        """The word after の or での that follows a noun which is no thing itself: 賞金 in 100円の範囲内での賞金."""
        words = self.parse.words
        i = word.i
        while i < len(words) and is_nominal(words[i]) and not is_numeric(words[i]):
            i += 1
        scope = i < len(words) - 2 and self._of_kind("scope", words[i - 1].text)
        if not scope:
            return None
        i += words[i].text == "で"
        return words[i + 1] if words[i].text == "の" else None

    def _without_act(self, span: Span) -> Span | None:
        """The phrase without the act at its end: 社員 in 2万人の社員削減, none in 2人の死亡."""
        inside = self.parse.words_in(*span)
        if self._of_kind("gathering", inside[-1].text):
            return span  # 200人のデモ
        if inside[-1].tag.endswith("サ変可能"):
            return (span[0], inside[-2].end) if len(inside) > 1 and self._is_item(inside[-2]) else None
        return span


def endings(noun: str) -> Iterator[str]:
    """The noun and its endings, the longest first, but no piece of a katakana word.

    シェア ends 国内シェア, and not アイシェア.
    """
    for i in range(len(noun)):
        if i == 0 or not _KATAKANA.fullmatch(noun[i - 1 : i + 1]):
            yield noun[i:]


def is_numeric(word: Word) -> bool:
    """Whether the word is a number, or begins with one (3m)."""
    return word.tag == "名詞-数詞" or word.text[0].isdigit()


def is_nominal(word: Word) -> bool:
    """Whether the word may be part of a compound noun."""
    return word.tag.startswith(("名詞", "接尾辞-名詞的", "接頭辞", "形状詞-一般", "記号-文字")) or word.text in {
        "・",
        "ノ",
    }
