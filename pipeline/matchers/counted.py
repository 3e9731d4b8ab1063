"""What a quantity counts, what is done with it, and who does that: read off the words around it.

A number and the thing it counts stand together in few ways, and which one it is shows in the particles next to the
number: 戦車1000両 (right before it), 67発のミサイル, 発電能力の約50%, 死者は12人に上った, 社員を2万人減らす. Where the text
leaves the thing out, it was named before: うち3隻, 25発を上回り. What is not told stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline import lexicon
from pipeline.schema import Quantity
from pipeline.syntax import Parse, Word

Span = tuple[int, int]

_LIST = {"や", "・", "及び", "および", "並びに"}
_FOLLOWERS = {"など", "ら", "たち", "達", "等"}
_TIME_TAIL = re.compile(r"(?:年度?|月|日|期|週|時|世紀|年代|前|後|以降|現在)$")
_REACHES = re.compile(
    r"(?:だった|だ|である|です|で[、。はあ]|で$|に(?:上|のぼ|達|及|とど|留|な|増|減|急|膨|下|落|跳|倍|縮|広|拡|引き|迫|満|すぎ|過ぎ|届|伸|高|低|戻|回復|改善|悪化|ふく|限|すぎ|抑|留ま)"
    r"|を(?:超|越|上回|下回|割|突破|記録|切|維持|誇|数え|占|保|目指|見込)|と(?:な|、|いう|し|みられ|見|予|推|想|最|過|発表|大|少|多|高|低|前|約)|[。、」』)]|$"
    r"|から|まで|も|しか|増|減|余|の(?:見込|見通し|予定)|程度|といい|との|という|上昇|下落|低下|プラス|マイナス|高|安|多|少)"
)
_PLACE_TAGS = ("名詞-固有名詞-地名",)


@dataclass(frozen=True, kw_only=True)
class NotItemRule(lexicon.Rule):
    """A noun beside a number that is never what is counted: 昨年, 合計, うち. ``surfaces`` are joined with ``|``."""

    FILE = "quantities/not_items.tsv"
    KEY = ("surfaces",)

    surfaces: str


@dataclass(frozen=True, kw_only=True)
class ActorRule(lexicon.Rule):
    """The last word of a phrase that can act: 政府, 軍, 氏. ``surfaces`` are joined with ``|``."""

    FILE = "quantities/actors.tsv"
    KEY = ("surfaces",)

    surfaces: str


class Counted:
    """Finds item, predicate and agent of quantities."""

    def __init__(
        self,
        not_items: Sequence[NotItemRule],
        actors: Sequence[ActorRule],
        *,
        own: Mapping[str, str],
        carried: frozenset[str],
    ) -> None:
        self._not_items = {surface for rule in not_items for surface in rule.surfaces.split("|")}
        self._actors = {surface: rule.id for rule in actors for surface in rule.surfaces.split("|")}
        self._own = own
        self._carried = carried

    def tell(self, parse: Parse, folded: str, found: Sequence[Quantity]) -> tuple[Quantity, ...]:
        """The quantities ``found``, in order, with item, predicate and agent where the words tell them."""
        article = _Article(self, parse, folded, found)
        for index in range(len(found)):
            article.read(index)
        return tuple(article.done)

    def is_item(self, word: Word) -> bool:
        """Whether a noun phrase that ends in ``word`` may be what is counted."""
        return word.text not in self._not_items


class _Article:
    """One article's quantities while they are read in order."""

    def __init__(self, rules: Counted, parse: Parse, folded: str, found: Sequence[Quantity]) -> None:
        self.rules = rules
        self.parse = parse
        self.folded = folded
        self.found = found
        self.done: list[Quantity] = []

    def read(self, index: int) -> None:
        """Read what belongs to the quantity at ``index``."""
        quantity = self.found[index]
        item = self._item(index, quantity)
        self.done.append(replace(quantity, item=item))

    # -- what is counted ----------------------------------------------------------------------------------------------

    def _item(self, index: int, quantity: Quantity) -> Span | None:
        before = self.done[index - 1] if index else None
        if before is not None and self._repeats(before, quantity):
            return before.item
        if quantity.kind == "age":
            return self._person(quantity)
        part = self._part_of(index, quantity)
        if part is not None:
            return part or None
        if quantity.unit_id == "倍":
            return self._subject(quantity) or self._carried(quantity)
        return (
            self._left(quantity)
            or self._whole(quantity)
            or self._right(quantity)
            or self._joined(quantity)
            or self._subject(quantity)
            or self._itself(quantity)
            or self._carried(quantity)
        )

    def _repeats(self, before: Quantity, quantity: Quantity) -> bool:
        """Whether ``quantity`` gives the same amount again in brackets: 600万ドル（約9億円）."""
        between = self.folded[before.end : quantity.start]
        return between in {"(", "(約", "(日本円で", "=", "(日本円にして"} and before.kind == quantity.kind != "count"

    def _part_of(self, index: int, quantity: Quantity) -> Span | tuple[()] | None:
        """What うち refers to (兵士30人のうち5人): a span, () when nothing is named, None without うち."""
        match = re.search(r"(?:の)?うち(?:、|の|は)?$", self.folded[max(0, quantity.start - 6) : quantity.start])
        if match is None:
            return None
        at = quantity.start - len(match.group())
        before = self.done[index - 1] if index else None
        if match.group().startswith("の"):
            if before is not None and at - before.end in range(3):
                return before.item or ()
            return self._compound_before(at) or ()
        own = self._left(quantity)
        return own or (before.item if before is not None and before.item else None) or ()

    def _left(self, quantity: Quantity) -> Span | None:
        """The noun right before the number: 戦車1000両, 社員ら100人."""
        span = self._compound_before(quantity.start)
        if span is None:
            return None
        last = self._word_before(span[1])
        if last is not None and last.tag.startswith(_PLACE_TAGS) and quantity.kind in {"count", "money", "measure"}:
            return None
        return self._with_list(span)

    def _whole(self, quantity: Quantity) -> Span | None:
        """The noun before の: 発電能力の約50%, 社員の3人."""
        at = quantity.start
        if self.folded[at - 1 : at] != "の":
            return None
        span = self._compound_before(self._before_brackets(at - 1))
        if span is None:
            return None
        last = self._word_before(span[1])
        if last is not None and "固有名詞" in last.tag and quantity.kind not in {"percent", "ratio", "ordinal"}:
            return None
        return span

    def _right(self, quantity: Quantity) -> Span | None:
        """The noun after の: 67発のミサイル."""
        at = self._after_brackets(quantity.end)
        match = re.compile(r"(?:規模|単位|態勢|体制|相当|近く|分|ずつ|級)?もの|(?:規模|単位|態勢|相当|分|ずつ|級|以上|余り)?の").match(self.folded, at)
        if match is None:
            return None
        return self._phrase_after(match.end(), quantity)

    def _joined(self, quantity: Quantity) -> Span | None:
        """The noun right after the unit: 152ミリ砲弾, 28回出場."""
        word = self.parse.word_at(quantity.end)
        if word is None or word.start != quantity.end or not _nominal(word):
            return None
        if quantity.unit_id in {"人", "名"} or quantity.kind in {"percent", "money", "ratio"}:
            return None
        span = self._compound_from(word)
        if span is None:
            return None
        last = self._word_before(span[1])
        if last is None or not self.rules.is_item(last) or (span[1] - span[0] == 1 and quantity.kind != "count"):
            return None
        if "サ変" in last.tag and quantity.unit_id not in {"回", "度", "件", "連続"}:
            return None
        return span

    def _subject(self, quantity: Quantity) -> Span | None:
        """The phrase of which the quantity tells the number: 死者は12人に上った, 社員を2万人減らす."""
        after = self.folded[self._after_brackets(quantity.end) :][:8]
        reaches = _REACHES.match(after) is not None
        floating = not reaches and re.match(r"[がはをにへの]", after) is None
        if not reaches and not floating:
            return None
        verb_between = False
        words = self.parse.words_in(self._sentence_start(quantity), quantity.start)
        i = len(words) - 1
        while i > 0:
            word, noun = words[i], words[i - 1]
            if word.tag.startswith("補助記号-括弧開") or word.text in {"。", "！", "？"}:
                break
            if word.pos == "VERB" or word.tag.startswith("動詞"):
                verb_between = True
            elif word.tag.startswith("助詞") and noun.end <= word.start and not noun.tag.startswith("助詞"):
                topic = word.text in {"は", "も"}
                case = word.text in {"が", "を"}
                if (topic or (case and not verb_between)) and (_nominal(noun) or noun.tag.startswith("補助記号-括弧閉")):
                    if floating and topic and word.text == "は" and not self._countable(noun):
                        i -= 1
                        continue
                    span = self._compound_before(word.start)
                    if span is not None:
                        last = self._word_before(span[1])
                        if last is None or not ("固有名詞" in last.tag and quantity.kind == "count" and floating):
                            return self._with_list(span)
                    if case:
                        return None
            i -= 1
        return None

    def _countable(self, noun: Word) -> bool:
        return "固有名詞" not in noun.tag and noun.text not in self.rules._actors

    def _itself(self, quantity: Quantity) -> Span | None:
        """The counter's own noun: 州 in 4州, 国 in 3カ国."""
        noun = self.rules._own.get(quantity.unit_id, "")
        at = self.parse.text.rfind(noun, quantity.start, quantity.end) if noun else -1
        return (at, at + len(noun)) if at >= 0 else None

    def _carried(self, quantity: Quantity) -> Span | None:
        """What the same counter counted last, or what the same number was said of."""
        if not quantity.unit:
            return next(
                (each.item for each in reversed(self.done) if each.item and quantity.high in {each.high, each.low, each.value}),
                None,
            )
        if quantity.unit_id in self.rules._carried:
            return next((each.item for each in reversed(self.done) if each.item and each.unit_id == quantity.unit_id), None)
        return None

    def _person(self, quantity: Quantity) -> Span | None:
        """Whose age it is."""
        start = quantity.start
        if self.folded[start - 1 : start] == "(":
            return self._person_before(start - 1)
        if self.folded[start - 1 : start] == "の":
            return self._person_before(start - 1)
        right = self._right(quantity)
        if right is not None and self._word_before(right[1]).text not in {"誕生日", "時", "とき", "若さ", "頃", "受賞"}:
            return right
        return self._subject(quantity)

    def _person_before(self, at: int) -> Span | None:
        return self._compound_before(at)

    # -- phrases ------------------------------------------------------------------------------------------------------

    def _sentence_start(self, quantity: Quantity) -> int:
        index = self.parse.sentence_index(quantity.start)
        return self.parse.sentences[index][0] if index >= 0 else 0

    def _word_before(self, at: int) -> Word | None:
        return self.parse.word_at(at - 1) if at else None

    def _before_brackets(self, at: int) -> int:
        """``at``, or where the pair of brackets that closes there opens: before (GDP)."""
        if self.folded[at - 1 : at] in {")", "]"}:
            paragraph = self.parse.paragraph_at(at - 1)
            for pair in paragraph.brackets if paragraph else ():
                if pair.close == at - 1:
                    return pair.open
        return at

    def _after_brackets(self, at: int) -> int:
        """``at``, or where the pair of brackets that opens there has closed."""
        if self.folded[at : at + 1] == "(":
            paragraph = self.parse.paragraph_at(at)
            for pair in paragraph.brackets if paragraph else ():
                if pair.open == at:
                    return pair.close + 1
        return at

    def _compound_before(self, at: int) -> Span | None:
        """The compound noun that ends at ``at``, without など and ら, or None."""
        word = self._word_before(at)
        while word is not None and word.end == at and word.text in _FOLLOWERS and word.start:
            at = word.start
            word = self._word_before(at)
        if word is not None and word.tag.startswith("補助記号-括弧閉"):
            inside = self._in_quotes(at)
            if inside is None:
                return None
            outside = self._compound_before(inside[0] - 1) if inside[0] > 1 else None
            return outside or (inside if inside[1] > inside[0] else None)
        if word is None or word.end != at or not _nominal(word) or not self.rules.is_item(word):
            return None
        if word.tag == "名詞-数詞" or word.tag.startswith("接頭辞"):
            return None
        words = self.parse.words
        first = word
        while first.i:
            previous = words[first.i - 1]
            if previous.end != first.start or not _nominal(previous) or previous.tag == "名詞-数詞":
                break
            if previous.tag == "名詞-普通名詞-副詞可能" or previous.text in self.rules._not_items:
                break
            first = previous
        if first.i and words[first.i - 1].tag == "名詞-数詞" and words[first.i - 1].end == first.start and "助数詞" in first.tag:
            return None
        while first.i < word.i and (first.tag.startswith("補助記号") or first.text == "・"):
            first = words[first.i + 1]
        if _TIME_TAIL.search(self.parse.text[first.start : word.end]) and "副詞可能" in word.tag:
            return None
        return first.start, word.end

    def _in_quotes(self, at: int) -> Span | None:
        """The inside of the pair of brackets that closes right before ``at``."""
        paragraph = self.parse.paragraph_at(at - 1)
        for pair in paragraph.brackets if paragraph else ():
            if pair.close == at - 1:
                return pair.open + 1, pair.close
        return None

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

    def _compound_from(self, word: Word) -> Span | None:
        """The compound noun that begins with ``word``."""
        words = self.parse.words
        last = word
        while last.i + 1 < len(words):
            following = words[last.i + 1]
            if following.start != last.end or following.tag == "名詞-数詞" or not _nominal(following):
                break
            last = following
        if last.text in {"・"}:
            last = words[last.i - 1]
        return (word.start, last.end) if last.i >= word.i else None

    def _phrase_after(self, at: int, quantity: Quantity) -> Span | None:
        """The noun phrase that begins at ``at``: its first noun that can be counted."""
        words = self.parse.words
        word = self.parse.word_at(at)
        limit = word.i + 14 if word is not None else 0
        while word is not None and word.i < limit:
            if _nominal(word) and word.tag != "名詞-数詞" and not word.tag.startswith("補助記号"):
                span = self._compound_from(word)
                if span is None:
                    return None
                last = self._word_before(span[1])
                assert last is not None
                following = words[last.i + 1] if last.i + 1 < len(words) else None
                if following is not None and following.text == "の" and "固有名詞" in last.tag:
                    word = words[following.i + 1] if following.i + 1 < len(words) else None
                    continue
                if following is not None and following.tag.startswith(("助動詞", "動詞", "形容詞")) and "形状詞" in last.tag:
                    word = following
                    continue
                if not self.rules.is_item(last):
                    return None
                return self._without_act(span, quantity)
            if word.text in {"。", "、"} or word.tag.startswith("補助記号-句点"):
                return None
            word = words[word.i + 1] if word.i + 1 < len(words) else None
        return None

    def _without_act(self, span: Span, quantity: Quantity) -> Span:
        """The phrase without the act at its end where people are counted: 社員 in 2万人の社員削減."""
        inside = self.parse.words_in(*span)
        if quantity.unit_id in {"人", "名"} and len(inside) > 1 and inside[-1].tag.endswith("サ変可能"):
            return inside[0].start, inside[-2].end
        return span


def _nominal(word: Word) -> bool:
    """Whether the word may be part of a compound noun."""
    return word.tag.startswith(("名詞", "接尾辞-名詞的", "接頭辞", "形状詞-一般")) or word.text == "・"
