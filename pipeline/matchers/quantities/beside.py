"""The noun beside a number: right before it, in brackets or before の, or right after it.

戦車1000両, 登山客（10人）, 発電能力の約50%, 67発のミサイル, 152ミリ砲弾.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline import lexicon
from pipeline.matchers.quantities.phrases import (
    ActorRule,
    Nouns,
    Phrases,
    Span,
    endings,
    is_nominal,
    is_numeric,
)
from pipeline.matchers.quantities.rules import ModifierRule, UnitRule
from pipeline.schema import Quantity
from pipeline.syntax import Parse

JOINING = {"と", "、", "や", "・", "及び", "および", "並びに", "ならびに"}
LONGEST_LIST = 10
_OF = re.compile("の(?!み|うち)")
_LIST_ENDS = re.compile("(?:など|等|ら)、$")
_BECOMING = re.compile("となる(?=[一-龥ァ-ヶA-Za-z「])")
_AFTER_BRACKETED = {")", "、", ",", "増", "減", "相", "編", "乗"}
_RUN_ON = re.compile("[ァ-ヶー]{3,}")
"""A noun in katakana that runs on from the unit in one word: 1トントラック."""


@dataclass(frozen=True, kw_only=True)
class AspectRule(lexicon.Rule):
    """A noun that says what of a thing is measured. ``surfaces`` are joined with ``|``.

    ``kind``: ``side`` for what gives way to the thing itself (幅 in 幅55メートルの水門), ``measure`` for the ends of
    nouns that all the numbers of a sentence may be told of (割合は都市部が3%、農村が5%), ``sum`` for the ends of nouns
    of which only money and shares are told (投資額), ``relation`` for the ends of nouns that
    need what they are of (船の数), ``total`` for those that may be of what was decided before (総額は8兆円だ),
    ``happening`` for the ends of nouns that happen and of which no people are counted (火災3人死亡).
    """

    FILE = "quantities/aspects.tsv"
    KEY = ("surfaces", "kind")
    ALLOWED = {"kind": ("side", "measure", "sum", "relation", "total", "happening")}

    surfaces: str
    kind: str


class Things(Nouns):
    """What nouns can be, and which only say what of a thing is measured."""

    def __init__(self, folders: Sequence[Path], units: Sequence[UnitRule]) -> None:
        super().__init__(folders, units)
        aspects = lexicon.read(AspectRule, folders)
        self.aspects = self._of_kind("side", aspects)
        self.measures = self._of_kind("measure", aspects)
        self.sums = self._of_kind("sum", aspects)
        self.relations = self._of_kind("relation", aspects)
        self.totals = self._of_kind("total", aspects)
        self.summing = frozenset(rule.id for rule in lexicon.read(ModifierRule, folders) if rule.role == "total")
        self.things = frozenset(rule.unit_id for rule in units if rule.carry and "beast" not in rule.sorts)
        """The units of things that people own or drive, and that are no people themselves."""
        self.happenings = self._of_kind("happening", aspects)

    @staticmethod
    def _of_kind(kind: str, aspects: Sequence[AspectRule]) -> dict[str, AspectRule]:
        return lexicon.by_key((each for each in aspects if each.kind == kind), lambda rule: rule.surfaces.split("|"))

    def actor(self, word: str) -> ActorRule | None:
        """The rule by which a phrase that ends in ``word`` can act, or None; an aspect (身長) cannot."""
        return None if word in self.aspects else super().actor(word)

    def happening(self, word: str) -> AspectRule | None:
        """The rule by which ``word`` is what happens, so that no people are counted by it (通り魔事件), or None."""
        return next((self.happenings[end] for end in endings(word) if end in self.happenings), None)

    def sum_of(self, word: str) -> AspectRule | None:
        """The rule by which only money and shares are told of ``word`` (投資額, 建設費), or None."""
        return next((self.sums[end] for end in endings(word) if end in self.sums), None)


class Beside(Phrases):
    """One article's phrases, and the nouns that stand beside a quantity."""

    def __init__(self, rules: Things, parse: Parse, folded: str) -> None:
        super().__init__(rules, parse, folded)
        self.rules = rules
        self.aspect = ""
        """The rule of the aspect that the quantity being read tells."""

    def _left(self, quantity: Quantity) -> Span | None:
        """The noun right before the number: 戦車1000両, 社員ら100人. Also before なら and だけで."""
        at = self._before_comparison(quantity.start)
        if (mixed := self._before_total(at)) is not None:
            return mixed
        seeming = self._cue_before("seeming", at)
        if seeming is not None and not self.folded.startswith("の", quantity.end):
            return self._compound_before(seeming.start())  # 補給艦とみられる2隻
        if self.folded[at - 1 : at] == ":" and (label := self._compound_before(at - 1)) is not None:
            told = quantity.kind != "percent" or self._is_measure(label)
            return label if told else self._rate_before(label) or label  # 資本金：9000万円
        thing = quantity.kind == "count" and bool(quantity.unit)
        at -= thing and _LIST_ENDS.search(self.folded, max(0, at - 3), at) is not None  # 馬や牛など、80頭
        marker = self._cue_before("paid_for" if quantity.kind == "money" else "marked", at)
        opened = self._quotation(quantity.start)
        listed = opened >= 0 and self.folded[opened] == "("  # （1年生・3人、2年生・4人）
        beside = thing or quantity.kind == "measure"
        pointed = beside and self.folded[at - 1 : at] == "・" and (listed or not self._counts_people_or_times(quantity))
        at_noun = at - (len(marker.group()) if marker else pointed)
        at_noun -= marker is not None and "わせ" in marker.group() and self.before(at_noun) == "、"
        span = self._compound_before(at_noun)
        if quantity.kind == "percent" and self.folded[at - 1 : at] == "比":
            span = self._compound_before(self._before_brackets(at - 1))  # 国内総生産（GDP）比2%
        if self.folded.endswith("全体で", 0, at):
            span = self._compound_before(at - len("全体で"))  # ベルギービール全体で15万ケースの販売
        if span is None and self.folded[at - 1 : at] == "で":
            span = self._measured_before(at - 1)
            if span is not None and not self._is_measure(span) and self.rules.sum_of(self._last(span).text) is None:
                return None  # 面積で20ヘクタール, 職員数で80人, but 会場で20人
        if span is None or (quantity.kind in {"count", "money", "measure"} and self._is_place(span)):
            return None
        if quantity.kind == "count" and self._is_one(span):
            polite = self._last(span)  # 佐藤社長ら3人, 佐藤さんら3人
            bare = (span[0], polite.start) if self._of_kind("polite", polite.text) else span
            return bare if self.before(at) == "ら" and self._counts("people", quantity) else None
        if self._counts("people", quantity) and self._begins("fate", quantity.end):
            return span if self.rules.actor(self._last(span).text) is not None else None  # 客3人死亡, but 火災3人死亡
        happening = self.rules.happening(self._last(span).text) if self._counts("people", quantity) else None
        if happening is not None:
            self.aspect = happening.id
            return None  # 会長選が告示2人の候補者
        if self._counts("people", quantity) and self._is_told(span):
            return None  # 11人が死亡54人が負傷
        if quantity.kind == "money" and self.rules.is_person(self._last(span).text):
            return None  # 入場料は大人1500円
        given = marker is not None and marker.group() in {"に", "には"}
        if given and self.rules.actor(self._last(span).text) is not None:
            return None  # 会社に3億円
        if marker and quantity.kind == "ordinal":
            return None  # 投手として1回戦から
        if self._adds_up(quantity, marker):
            both, members = self._list_to(span)
            joint = self._word_before(self.parse.words_in(*span)[0].start)
            if members > 1 and joint is not None and joint.text != "、":
                return both  # 砂糖と調味料あわせて400キロ
        if thing and marker and marker.group() == "として" and self._right(quantity) is not None:
            return None  # 地震対策として3万人分の備蓄
        if marker and marker.group() == "として" and self._counts("people", quantity):
            return span if self.rules.is_person(self._last(span).text) else None  # 難民として3人, but 賞品として3人に
        return self._with_list(span)

    def _is_sum(self, quantity: Quantity) -> bool:
        """Whether a modifier says that things are added up: 計11人."""
        return not self.rules.summing.isdisjoint(quantity.rules)

    def _adds_up(self, quantity: Quantity, marker: re.Match[str] | None) -> bool:
        """Whether the quantity is told as a sum: あわせて400キロ, 計400キロ."""
        joined = marker is not None and "わせ" in marker.group()
        return joined or self._cue_before("summed", quantity.start) is not None or self._is_sum(quantity)

    def _rate_before(self, label: Span) -> Span | None:
        """The rate at the head of the list in which the label stands: 投票率　小選挙区：67%、比例：66%."""
        begin = self.parse.sentences[self.parse.sentence_index(label[0])][0]
        for word in reversed(self.parse.words_in(begin, label[0])):
            if is_nominal(word) and self._ends_in("rate", word.text):
                return self._compound_before(word.end)
        return None

    def _counts_people_or_times(self, quantity: Quantity) -> bool:
        return self._counts("people", quantity) or self._counts("times", quantity)

    def _is_told(self, span: Span) -> bool:
        """Whether a noun of action is the verb of the phrase before it: 死亡 in 11人が死亡."""
        return "サ変" in self._last(span).tag and self.before(span[0]) in {"が", "を"}

    def _before_total(self, at: int) -> Span | None:
        """The noun before 計, where the words of the parse take its end and 計 together: 中学|生計 in 中学生計12人."""
        word = self._word_before(at)
        if word is None or word.end == at or not is_nominal(word):
            return None
        span = self._compound_before(word.start)
        return (span[0], at) if span is not None and span[1] == word.start else None

    def _before_comparison(self, at: int) -> int:
        """``at``, or where 前年比 and the like before it begin."""
        compared = self._cue_before("compared", at)
        return compared.start() if compared else at

    def _bracketed(self, quantity: Quantity) -> Span | None:
        """The noun before brackets that hold the quantity first: 登山客（10人）."""
        at = self._before_comparison(quantity.start)
        at -= self.folded[at - 1 : at] == "全"
        if self.folded[at - 1 : at] != "(" or self.folded[quantity.end : quantity.end + 1] not in _AFTER_BRACKETED:
            return None
        span = self._measured_before(at - 1)
        if span is None or self._is_place(span) or (self._counts("times", quantity) and self._is_one(span)):
            return None
        return span

    def _object(self, quantity: Quantity) -> Span | None:
        """The phrase with を right before the number: 社員を2万人減らす."""
        at = self._before_comparison(quantity.start)
        if self.folded[at - 1 : at] != "を" or self.folded.startswith(("を", "の"), quantity.end):
            return None
        if self._begins("standard", quantity.end):
            return None  # 前年を3%上回った
        span = self._measured_before(at - 1)
        often = quantity.unit_id in {"回", "度"}
        if span is not None and quantity.kind != "count":
            both, members = self._list_to(span)
            if members > 1 and "、" not in self.folded[slice(*both)]:
                return both  # 食料と新聞を8%に据え置く
        return None if span is None or (often and self._is_person(span)) else span  # 女性を3回殴った

    def _object_afar(self, quantity: Quantity) -> Span | None:
        """The phrase with を before the number, where only what tells when or where stands between."""
        words = self.parse.words_in(self.parse.sentences[self.parse.sentence_index(quantity.start)][0], quantity.start)
        for word in reversed(words):
            if word.pos in {"VERB", "AUX"} or word.text in {"が", "は", "も", "、", "」"}:
                return None
            if word.text == "を":
                span = self._measured_before(word.start)
                return None if span is None or self._is_person(span) else span
        return None

    def _measured_before(self, at: int) -> Span | None:
        """The phrase that ends at ``at``; before の where its own noun is no thing: 対応率 in 対応率の目標."""
        span = self._compound_before(self._before_brackets(at))
        word = self._word_before(at)
        if span is None and any(name.label == "PRODUCT" for name in self._names_near(at)):
            return self._named_at(at)  # 火星12を4発
        if span is not None or word is None or word.end != at:
            return span
        begin = word.start - 2 * self.folded.endswith("過去", 0, word.start)
        difference = self._of_kind("difference", word.text)
        if not difference and not self._of_kind("measured", word.text):
            return None
        if difference and len(word.text) == 1 and self.folded[word.start - 2 : word.start] in {"その", "この"}:
            return word.start, word.end  # その差は
        if difference and len(word.text) == 1 and self.folded.endswith("との", 0, word.start):
            return word.start, word.end  # 次点との差は
        of = self._compound_before(begin - (self.before(begin) == "の"))  # 予想の平均, 売上高合計, 人出の過去最高
        return (of[0], at) if of is not None and difference else of  # 得票の差, but その差

    def _whole(self, quantity: Quantity) -> Span | None:
        """The noun before の: 発電能力の約50%, 社員の3人."""
        at = quantity.start
        if self.folded[at - 1 : at] != "の" or (self._counts("spot", quantity) and quantity.value == 1):
            return None  # ホテルの一室
        if quantity.kind == "measure" and self.folded.startswith(("で", "だ"), quantity.end):
            topic = self._topic_noun(quantity)
            if topic is not None and self._is_measure(topic):
                return topic  # 最高速度は急行の時速90キロだ
        span = self._compound_before(self._before_brackets(at - 1))
        if span is not None and quantity.kind == "percent" and self._of_kind("difference", self._last(span).text):
            return self._topic_noun(quantity, ("は", "が"))  # 失業率は0.1ポイント上昇の2%だ
        if span is None and quantity.kind in {"percent", "ratio"}:
            total = self._word_before(at - 1)  # 職員全体の1割, 輸入は東部が全体の7割
            whole = total is not None and total.end == at - 1
            span = self._compound_before(total.start) if total is not None and whole else None
            if span is None and total is not None and whole and total.text == "全体":
                return self._topic_noun(quantity)
        if span is None:
            return None
        if self._counts("people", quantity) and (
            self._begins("fate", span[0]) or self._of_kind("attribute", self._last(span).text)
        ):
            return None  # 行方不明の2人, 外国籍の6人
        if quantity.kind == "count" and quantity.value is not None and 1 < quantity.value <= LONGEST_LIST:
            listed, members = self._list_to(span)
            if members == quantity.value:
                return listed  # 夫（40）と妻（38）の2人
            named = any(name.end == span[1] and name.label == "PERSON" for name in self._names_near(span[1]))
            if self._counts("people", quantity) and (named or self._is_one(span)):
                title = self._last(span)  # 山田容疑者（50）、佐藤容疑者の3人, but 佐藤氏の他、鈴木氏の3人
                shared = self.rules.is_person(title.text) and len(title.text) > 1
                shared = shared and not self._of_kind("polite", title.text)
                return (title.start, title.end) if shared else None
            if members > 1:  # 助教と研究員の計5人, but ゼリー、プリンの5種
                return None if "、" in self.folded[slice(*listed)] else listed
        things = quantity.kind == "count" and not self._counts_people_or_times(quantity)
        if things and not self._counts("spot", quantity) and not self._is_place(span):
            listed, members = self._list_to(span)
            if members > 1 and "、" not in self.folded[slice(*listed)]:
                return listed  # せんべいとまんじゅうの20個
        if quantity.kind in {"percent", "ratio"} and self._is_place(span):
            topic = self._topic_noun(quantity)
            told = topic is not None and (
                self._is_measure(topic) or self.rules.sum_of(self._last(topic).text) is not None
            )
            return topic if told else span  # 所得は隣国の3分の1だ
        if quantity.kind in {"percent", "ratio"} or (quantity.kind == "ordinal" and not self._is_name(span)):
            return span
        if self._counts("people", quantity) and any(name.label == "ORG" for name in self._names_near(span[1])):
            return span  # 青空党の3人
        counter = self.folded[span[0] - 1 : span[0]].isnumeric()  # 11都県の300棟
        return None if counter or self._is_name(span) else span

    def _list_to(self, last: Span) -> tuple[Span, int]:
        """The list that ends in ``last``, and how many it names: 甲氏と、その妻の乙氏; one for no list."""
        first = start = last[0]
        members = 1 + self._joined_names(last)
        while members <= LONGEST_LIST:
            start -= self.folded[start - 1 : start] in {"「", "『"}
            word = self._word_before(start)
            if word is None or word.end != start or word.text not in {*JOINING, "の", "その"}:
                break
            if word.text == "その":
                start = word.start
                continue
            joint = self._word_before(word.start)
            if joint is not None and word.text != joint.text and "、" in {word.text, joint.text} <= JOINING:
                word = joint
            before = self._compound_before(self._before_brackets(word.start))
            if before is None and word.text == "の" and (counter := self._number_before(word.start)) is not None:
                start = counter  # 同市の61歳の男性
                continue
            if before is None:
                break
            start = before[0]
            if word.text != "の":
                first, members = start, members + 1 + self._joined_names(before)
        return (first, last[1]), members

    def _number_before(self, at: int) -> int | None:
        """Where the number with its counter begins that ends at ``at``, or None."""
        counter = self._word_before(at)
        number = self._word_before(counter.start) if counter is not None and counter.end == at else None
        return number.start if number is not None and is_numeric(number) else None

    def _joined_names(self, span: Span) -> int:
        """How often ・ joins two people in the phrase: 佐藤氏・鈴木氏."""
        words = self.parse.words_in(*span)
        return sum(
            joint.text == "・" and "人名" in name.tag and self.rules.is_person(title.text)
            for name, title, joint in zip(words, words[1:], words[2:], strict=False)
        )

    def _right(self, quantity: Quantity) -> Span | None:
        """The noun after の: 67発のミサイル."""
        if quantity.kind == "ordinal" and _BECOMING.match(self.folded, quantity.end):
            return self._phrase_after(quantity.end + 3)  # 2つ目となる橋
        after = self._after_brackets(quantity.end)
        match = _OF.match(self.folded, after) or self._cue_after("joined", after)
        if match is None and quantity.kind in {"money", "measure"} and self.folded.startswith("での", quantity.end):
            return self._compound_at(quantity.end + 2)  # 5万円での回収
        if match is None:
            return None
        if match.group().startswith("を") and self._counts("magnitude", quantity):
            return None  # 震度5を観測した町
        if quantity.kind == "measure" and (quoted := self._quoted(match.end())) is not None:
            return quoted  # 120メートルに及ぶ「海の道」
        act = self.parse.word_at(match.end()) if self._counts("times", quantity) and match.group() == "の" else None
        rule = self.nouns.uncounted(act) if act is not None else None
        deed = act is not None and "サ変" in act.tag and (rule is None or rule.joined != "")
        if act is not None and deed and not self._goes_on(act.end):
            return act.start, act.end  # 3回の調査, but 3回のもの
        thought = match.group().startswith("と") and match.group() != "という"  # とみられる
        if thought and self.before(quantity.start) == "の":
            return None  # 三大名園の一つとされる庭
        if match.group().startswith("を") or thought or "に" in match.group() or "ある" in match.group():
            word = self.parse.word_at(match.end())
            described = word is not None and (is_nominal(word) or word.tag.startswith(("形容詞", "連体詞")))
            told = self.before(quantity.start)
            observed = match.group().startswith("を") and ("し" in match.group() or "とする" in match.group())
            if (
                (not observed and told in "がも")
                or (told == "は" and not observed and not match.group().endswith(("ある", "相当する")))
                or not described
            ):
                return None  # 死者が100人を超える事故
        span = self._phrase_after(match.end())
        if span is not None and match.group() == "という" and not self._is_measure(span):
            return None  # 12%というシェア, but 12%という数字
        if span is not None and quantity.kind == "ordinal":
            after = self._after_brackets(span[1])
            won = self._compound_at(after) if after > span[1] else None
            if won is not None and "サ変" in self._last(won).tag:
                return won  # 21回目のリーグ（2部）優勝
        of_people = self._counts("people", quantity) or quantity.kind == "age"
        written = quantity.kind == "count" and quantity.unit and not of_people and match.group() == "の"
        if written and span is not None and self.rules.is_person(self._last(span).text):
            if quantity.unit_id in self.rules.things:
                return None  # 2機の操縦士
            words = self.parse.words_in(*span)
            if len(words) > 1 and self.rules.happening(words[-2].text) is not None:
                return span[0], words[-2].end  # 3つの爆発死者
            owned = self._compound_at(span[1] + 1) if self.folded.startswith("の", span[1]) else None
            return (span[0], owned[1]) if owned is not None else span  # 2万件の会員の名簿
        if span is not None and not thought:
            span = self._with_list_after(span)  # 2トンもある屋台やみこし
        if span is None or not of_people or match.group()[0] not in "のもをに":
            return span  # 1000人規模の衝突
        if (people := self._people_in(span)) is not None:
            return people  # 22人の推薦人名簿
        if self._ends_in("belonging", self._last(span).text):
            return None  # 300人の名簿
        return self._without_act(span)

    def _people_in(self, span: Span) -> Span | None:
        """The part of a compound noun up to the people in it, where it ends with none: 推薦人 in 推薦人名簿."""
        words = self.parse.words_in(*span)
        ends = [word.end for word in words if self.rules.is_person(word.text)]
        return (span[0], ends[-1]) if ends and ends[-1] < span[1] and self.rules.actor(words[-1].text) is None else None

    def _describes_next(self, quantity: Quantity) -> bool:
        """Whether the number with an act after it describes the noun that follows: 3000人収容の施設."""
        act = self.parse.word_at(quantity.end)
        if act is None or act.start != quantity.end or "サ変" not in act.tag or self.before(quantity.start) != "を":
            return False
        return self.folded.startswith("の", act.end)

    def _joined(self, quantity: Quantity) -> Span | None:
        """The noun right after the unit: 152ミリ砲弾, 28回出場."""
        if quantity.kind == "count" and quantity.value == 1 and (quoted := self._quoted(quantity.end)) is not None:
            return quoted  # 1往復「出雲」
        if quantity.value == 1 and self.folded.startswith(("あたり", "当たり"), quantity.end):
            return None
        pointed = self.folded.startswith("・", quantity.end)
        start = quantity.end + pointed
        word = self.parse.word_at(start)
        if word is not None and word.start < start < word.end and _RUN_ON.fullmatch(word.text, start - word.start):
            return start, word.end  # トン|トラック in one word
        if word is None or word.start != start or not is_nominal(word) or is_numeric(word):
            return None
        ordered = quantity.kind == "ordinal"
        if quantity.kind == "money":
            bearer = self._compound_from(word)
            last = self._last(bearer).text if bearer is not None else ""
            paid = last and (self._ends_in("denomination", last) or self._of_kind("levy", last))
            return bearer if paid else None  # 10ドル紙幣, 4万円減税
        if quantity.kind in {"percent", "ratio", "score"}:
            return None
        if self._counts("people", quantity) and not ordered:
            after = self._compound_from(word)
            persons = after is not None and self.rules.is_person(self._last(after).text) and not self._is_one(after)
            return after if persons else None  # 4350人従業員
        span = self._compound_from(word)
        if span is None or (ordered and self.folded[slice(*span)] == "タイ"):
            return None  # 歴代2位タイ
        named = self._is_name(span) or _RUN_ON.match(self.folded, *span) is not None or self._named_at(span[1])
        if pointed and self._counts("rank", quantity) and not named:
            return None  # 3位・銅メダル, but 3位・山田花子
        if not ordered and "副詞可能" in self._last(span).tag:
            return None  # 4発同時に
        if self._counts("rank", quantity) and self._of_kind("reached", self._last(span).text):
            return None  # 4位以内確保, but 1位指名
        done = self.parse.word_at(span[1])
        acts = "サ変" in self._last(span).tag or self._of_kind("deed", self.folded[slice(*span)])
        if acts and quantity.unit_id == "件" and done is not None and done.lemma == "する":
            return None  # 火災が9件発生した
        if acts and self._counts("times", quantity) and (thing := self._object_afar(quantity)) is not None:
            return thing  # 地震を朝から昼までに63回記録した
        if not ordered and acts != self._counts("times", quantity):
            return None
        ranked = self._counts("rank", quantity) and self._last(span).tag.startswith("名詞-普通名詞")  # 1着馬
        return span if span[1] - span[0] > 1 or quantity.kind == "count" or ranked else None

    def _topic_noun(self, quantity: Quantity, particles: Sequence[str] = ("は",)) -> Span | None:
        """The noun before the nearest of the particles, when it is no name and nobody who acts."""
        for word, _ in self._particles_before(quantity):
            if word.text in particles:
                span = self._measured_before(word.start)
                if span is None or self._is_name(span) or self.rules.actor(self._last(span).text) is not None:
                    return None
                return span
        return None

    def _is_measure(self, span: Span) -> bool:
        """Whether the phrase names what can be measured: 最高速度, 割合."""
        noun = self._last(span).text
        return noun in self.rules.aspects or any(end in self.rules.measures for end in endings(noun))

    def _compound_at(self, at: int) -> Span | None:
        """The compound noun that begins at ``at``."""
        word = self.parse.word_at(at)
        if word is None or word.start != at or not is_nominal(word) or is_numeric(word):
            return None
        return self._compound_from(word)

    def _goes_on(self, at: int) -> bool:
        """Whether a compound noun goes on at ``at``: 気温 in 気温差."""
        word = self.parse.word_at(at)
        return word is not None and word.start == at and is_nominal(word) and not is_numeric(word)
