"""The words around a quantity: compound nouns, what they name, particles and brackets before and after it."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline import lexicon
from pipeline.schema import Quantity
from pipeline.syntax import Parse, Word

Span = tuple[int, int]

_LIST = {"や", "・", "及び", "および", "並びに"}
FOLLOWERS = {"など", "ら", "たち", "達", "等"}
_NUMBERED = {"式", "型", "系", "号"}
"""What may follow a number inside a name: 一二式地対艦誘導弾."""
_HONORIFICS = {"さん", "氏", "君", "くん", "ちゃん", "容疑者", "被告", "選手", "投手"}
_FORMER = {"元", "前", "旧", "両", "現", "新", "副"}
_DEGREES = {"最大", "最高", "最低", "最多", "平均", "全体", "年間"}
_COMPARING = {"比べる", "比較", "較べる"}
_CHANGED = ("増と", "減と", "高と", "安と")
LONGEST_NAME = 20
_LONGEST_ANSWER = 6
_REACH = 250
"""How many characters before a quantity its item is looked for."""
_REGIONS = {
    *(
        "市",
        "町",
        "村",
        "区",
        "県",
        "府",
        "都",
        "道",
        "州",
        "郡",
        "中部",
        "東部",
        "西部",
        "南部",
        "北部",
        "北東部",
        "南東部",
        "北西部",
    ),
    *(
        "南西部",
        "高原",
        "平野",
        "半島",
        "地方",
        "地区",
        "地域",
        "郊外",
        "湾",
        "沖",
        "沿岸",
        "中心部",
        "近郊",
        "全域",
        "各地",
    ),
}
_KATAKANA_NAME = re.compile("[ァ-ヺー・=]+")


@dataclass(frozen=True, kw_only=True)
class NotItemRule(lexicon.Rule):
    """A noun beside a number that is never what is counted: 昨年, 合計, うち. ``surfaces`` are joined with ``|``."""

    FILE = "quantities/not_items.tsv"
    KEY = ("surfaces",)

    surfaces: str


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


class Nouns:
    """What nouns can be: counted, acting, persons."""

    def __init__(self, not_items: Sequence[NotItemRule], actors: Sequence[ActorRule]) -> None:
        self._not_items = {surface for rule in not_items for surface in rule.surfaces.split("|")}
        self._actors = lexicon.by_key(actors, lambda rule: rule.surfaces.split("|"))
        self._endings = lexicon.by_key(actors, lambda rule: filter(None, rule.endings.split("|")))

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

    def is_item(self, word: Word) -> bool:
        """Whether a noun phrase that ends in ``word`` may be what is counted."""
        return word.text not in self._not_items


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
        self.around: list[int] = []
        """For each pair of brackets the index of the one around it, or -1."""
        for i, pair in enumerate(self.pairs):
            outer = i - 1
            while outer >= 0 and self.pairs[outer].close < pair.open:
                outer = self.around[outer]
            self.around.append(outer)

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
        named = [i for i, word in enumerate(words) if "人名" in word.tag]
        if not named:
            return span
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
        while last + 1 < len(words) and _KATAKANA_NAME.fullmatch(words[last].text[-1] + words[last + 1].text):
            last += 1  # アポロ|マーベリック
        if (
            last + 2 < len(words)
            and len(words[last + 1].text) == 1
            and words[last + 1].text not in _FORMER
            and words[last + 2].text in _HONORIFICS
        ):
            last += 1  # 翔|士|さん
        start, end = words[first].start, min(words[last].end, span[1])
        return (start, end) if end - start > 1 else span

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
        return "固有名詞-地名" in words[-1].tag or ("固有名詞-地名" in words[0].tag and words[-1].text in _REGIONS)

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
            if word.tag.startswith(("補助記号-括弧開", "補助記号-句点")):
                return
            changed = word.lemma == "なる" and self.folded[max(0, word.start - 2) : word.start] in _CHANGED
            if (
                word.dep != "fixed"
                and not changed
                and word.lemma not in _COMPARING
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
        if word is not None and word.tag.startswith("補助記号-括弧閉"):
            open_ = self.opening.get(at - 1)
            if open_ is None:
                return None
            quoted = self.before(at) in "」』" and 0 < at - 2 - open_ <= LONGEST_NAME
            return self._compound_before(open_) or ((open_ + 1, at - 1) if quoted else None)
        read = word is not None and word.start < at < word.end and self.folded[at] == "(" and "人名" in word.tag
        if word is None or (word.end != at and not read) or not is_nominal(word):
            return None
        if not self.nouns.is_item(word) or word.text == "・":
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
            if previous.tag == "名詞-普通名詞-副詞可能" or not (suffixed or self._may_begin(previous)):
                break
            first = previous
        if first.i and is_numeric(words[first.i - 1]) and words[first.i - 1].end == first.start:
            if first is word:
                return None  # a counter
            first = words[first.i - 1] if first.text in _NUMBERED else words[first.i + 1]  # 152ミリ砲弾
        while first.i < word.i and (first.text == "・" or first.text in FOLLOWERS or first.tag.startswith("接尾辞")):
            first = words[first.i + 1]
        if first is word and word.tag.startswith("接尾辞"):
            return None
        return first.start, min(at, word.end)  # the reading may be part of the word: 哲大（てつひろ）

    def _may_begin(self, word: Word) -> bool:
        """Whether a compound noun may begin with the word: 最大風速, but not 昨年比輸出."""
        return word.text in _DEGREES or self.nouns.is_item(word)

    def _with_clause(self, span: Span) -> Span:
        """The phrase; a bare 人 with the verb that says who is meant: 反対と答えた人."""
        if self.folded[slice(*span)] not in {"人", "者"}:
            return span
        start = span[0]
        while (word := self._word_before(start)) is not None and word.tag.startswith(("動詞", "助動詞")):
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

    def _compound_from(self, word: Word) -> Span | None:
        """The compound noun that begins with ``word``."""
        words = self.parse.words
        if word.tag.startswith("接尾辞"):
            following = words[word.i + 1] if word.i + 1 < len(words) else word
            if not self.nouns.is_item(word):
                return None  # 3社とも市場を
            if following.start != word.end or not following.tag.startswith("名詞-普通名詞"):
                return None
            word = following  # 18リットル入り容器
        last = word
        while last.i + 1 < len(words):
            following = words[last.i + 1]
            if following.start != last.end or is_numeric(following) or not is_nominal(following):
                break
            if "サ変" in last.tag and "人名" in following.tag:
                break  # 名人戦終了|羽生名人
            if last.tag == "名詞-普通名詞-一般" and following.tag == "名詞-固有名詞-地名-国":
                break  # 地震|日本の沿岸に津波
            last = following
        if word.text == "・":
            return None
        while last.i >= word.i and (last.text == "・" or not self.nouns.is_item(last)):
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
                if word.text in {"うち", "中", "内", "ほか", "他"}:
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
        scope = i < len(words) - 2 and words[i - 1].text in {"内", "範囲", "規模", "民間", "独自", "自前", "国産"}
        if not scope:
            return None
        i += words[i].text == "で"
        return words[i + 1] if words[i].text == "の" else None

    def _without_act(self, span: Span) -> Span | None:
        """The phrase without the act at its end: 社員 in 2万人の社員削減, none in 2人の死亡."""
        inside = self.parse.words_in(*span)
        if inside[-1].tag.endswith("サ変可能"):
            return (span[0], inside[-2].end) if len(inside) > 1 and self.nouns.is_item(inside[-2]) else None
        return span


def is_numeric(word: Word) -> bool:
    """Whether the word is a number, or begins with one (3m)."""
    return word.tag == "名詞-数詞" or word.text[0].isdigit()


def is_nominal(word: Word) -> bool:
    """Whether the word may be part of a compound noun."""
    return word.tag.startswith(("名詞", "接尾辞-名詞的", "接頭辞", "形状詞-一般", "記号-文字")) or word.text in {
        "・",
        "ノ",
    }
