"""What a quantity counts, read off the words around it.

A number and the thing it counts stand together in few ways, and the particles beside the number show which one it
is: 戦車1000両, 67発のミサイル, 発電能力の約50%, 死者は12人に上った, 社員を2万人減らす. Where the text leaves the
thing out, it was named before: うち3隻, 25発を上回り. What is not told stays empty.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.matchers.quantities.act import dictionary_form
from pipeline.matchers.quantities.ages import Ages
from pipeline.matchers.quantities.beside import JOINING, LONGEST_LIST
from pipeline.matchers.quantities.carried import EQUALS, Counting, FrameRule, amount_of
from pipeline.matchers.quantities.phrases import (
    FOLLOWERS,
    Span,
)
from pipeline.schema import Mention, Quantity
from pipeline.syntax import Parse, Word

_SAME = {"(", "(約", "(日本円で", "(日本円にして", "=", "=約"}
_AMONG = re.compile(r"(?P<of>(?<![こそ])の)?うち(?:の|は|、)?(?:少なくとも)?$")
_OF_CHANGE = re.compile(
    "(?P<by>[)]?(?:増|減|高|安|増加|減少|上昇|下落|低下))?の(?:1[^。、0-9]{1,5}(?:=|当たり|あたり))?"
)
_PASSIVE = re.compile("[一-龥ァ-ヶー]{1,8}さ?れ")
_LISTED = re.compile(r"(?:と|、|、(?:年間|月間)|、[^。、「」()]{1,12}(?:に|で|へ|から|は))")
_AT_SITES = re.compile("で(?=[一-龥ァ-ヶA-Za-z])")
_TOPICS = ("について", "に関して", "をめぐ")
_IN_A_ROW = re.compile("連続(?:での|で|の)?")
_PER = ("あたり", "当たり", "につき")
_LONGEST_EPITHET = 6
_LONGEST_WHOLE = 10
_LONGEST_TITLE = 3
_COUNTING = ("数", "量")
"""The ends of nouns that tell no more than that things are counted."""
_TYPICAL_REACH = 250
"""How many characters before a quantity a noun that its unit counts, or that a total is of, is looked for."""


_Told = tuple[Span | None]
"""A decision on what is counted, if only that nothing is."""


class Counted(Counting):
    """Finds the items of quantities, and what is done with them (act.py)."""

    def tell(
        self, parse: Parse, folded: str, found: Sequence[Quantity], names: Sequence[Mention] = ()
    ) -> tuple[Quantity, ...]:
        """The quantities ``found``, in order, with item, predicate and agent where the words tell them."""
        article = _Article(self, parse, folded, found)
        article.names = sorted(names, key=lambda name: (name.end, name.start))
        article.ends = [name.end for name in article.names]
        for index in range(len(found)):
            article.read(index)
        article.share()
        return tuple(article.done)


class _Article(Ages):
    """One article's quantities while they are read in order."""

    rules: Counted

    def read(self, index: int) -> None:
        """Read what belongs to the quantity at ``index``."""
        quantity = self.found[index]
        self.frame = self.aspect = ""
        self.noted.clear()
        self.of_people = self._counts("people", quantity) or quantity.kind == "age"
        item = self._item(index, quantity)
        if item is not None:
            if item not in self.items:
                item = self._with_worth(item)
                item = self._as_named(self._of_what(self._with_clause(item), quantity), quantity)
                self.items.add(item)
            self.said_of.update((number, item) for number in (quantity.low, quantity.high) if number is not None)
            if quantity.kind == "age" and quantity.value is not None:
                self.aged[quantity.value] = item
            elif (amount := amount_of(quantity)) is not None and not self._is_one(item):
                self.amounts.setdefault(amount, item)
        told = tuple(rule for rule in (self.frame, self.aspect) if rule)
        read = replace(quantity, item=item, rules=(*quantity.rules, *told))
        done = self._done(read, item, framed=bool(self.frame))
        self.done.append(replace(done, rules=(*done.rules, *self.noted)))

    def _with_worth(self, item: Span) -> Span:
        """What bears an amount of money, with the amount: 一万円札."""
        worth = self.done[-1] if self.done else None
        borne = worth is not None and worth.kind == "money" and worth.end == item[0]
        if worth is None or not borne or not self._ends_in("denomination", self._last(item).text):
            return item
        return worth.start, item[1]

    def _named_before(self, quantity: Quantity) -> Span | None:
        """The person named before the brackets with the age, whose title has a number: 山田太郎2冠（37歳）."""
        opened = self._quotation(quantity.start)
        for name in self.names[: bisect.bisect_right(self.ends, opened)][-1:] if opened == quantity.start - 1 else ():
            if name.label == "PERSON" and opened - name.end <= _LONGEST_TITLE:
                return name.start, name.end
        return None

    def _as_named(self, item: Span, quantity: Quantity) -> Span:
        """The whole name of which the item is the end, or the bare name of who has a rank or an age."""
        alone = quantity.kind == "age" or self._counts("rank", quantity)
        if alone and (read := self._before_brackets(item[1])) > item[0]:
            item = item[0], read  # 山口彊（つとむ）
        for name in self.names[bisect.bisect_right(self.ends, item[0]) : bisect.bisect_left(self.ends, item[1])]:
            titled = name.label == "PERSON" and not self.folded.startswith("(", name.end)
            if alone and name.start == item[0] and titled:
                return name.start, name.end  # 山田太郎元首相
        for name in self.names[bisect.bisect_left(self.ends, item[1]) :]:
            if name.end > item[1]:
                break
            apart = name.end <= quantity.start or quantity.end <= name.start
            prefix = self.folded[name.start : item[0]]
            apart = apart and not (name.label == "PERSON" and "の" in prefix)
            whole = bool(prefix) and not any(map(str.isdigit, prefix))
            described = self._word_before(name.start) if item[0] < name.start else None
            known = described is not None and (name.label == "ORG" or self.rules.actor(described.text) is not None)
            named = alone and known
            if apart and (whole or named):
                return name.start, name.end  # 結いの党, ビールメーカーSABミラー
        return item

    def _of_what(self, item: Span, quantity: Quantity) -> Span:
        """The item with what it is of, where its noun names a mere amount or relation: 路線バスの数, 米の市場価格."""
        noun = self._last(item).text
        rule = next(
            (self.rules.relations[noun[i:]] for i in range(len(noun)) if noun[i:] in self.rules.relations), None
        )
        short = item[1] - item[0] == 1
        total = self.rules.totals.get(self.parse.text[slice(*item)])
        if (rule is None and total is None and not short) or item[0] >= quantity.start:
            return item
        if total is not None and (decided := self._decided(item)) is not None:
            self.aspect = total.id
            return decided
        joint = self.folded[item[0] - 1 : item[0]]
        if joint == "は" and noun.endswith(_COUNTING) and self.folded.startswith(("が", "も"), item[1]):
            topic = self._compound_before(self._before_brackets(item[0] - 1))
            named = topic is None or self._is_name(topic) or self.rules.actor(self._last(topic).text) is not None
            return item if named or topic is None else topic  # 冷凍食品は出荷数が3万個だった
        of = self._compound_before(item[0] - 1) if joint == "の" else None
        if of is None or of[1] < item[0] - 1 or self._is_place(of) or (noun == "数" and not short):
            return item
        if not short and (self._is_name(of) or self.rules.actor(self._last(of).text) is not None):
            return item
        if item[0] - of[0] > _LONGEST_WHOLE or self.before(of[0]) == "同":
            return item
        if rule is not None:
            self.aspect = self.aspect or rule.id
        return of[0], item[1]

    def _decided(self, total: Span) -> Span | None:
        """What a total is of that is told without it: the object before, 予算案を決めた。総額は8兆円だ."""
        index = self.parse.sentence_index(total[0])
        if self.folded[total[0] - 1 : total[0]] in {"の", "な"}:
            return None
        for start, _ in reversed(self.parse.sentences[max(0, index - 1) : index + 1]):
            for word in reversed(self.parse.words_in(max(start, total[0] - _TYPICAL_REACH), total[0])):
                if word.start < total[0] and word.text == "を" and word.tag.startswith("助詞"):
                    verb = self.parse.head(self.parse.words[word.i - 1])
                    told = self.rules.told_by("outer", dictionary_form(self.parse.words, verb))
                    return self._compound_before(word.start) if told is not None else None
        return None

    def share(self) -> None:
        """Give the item of a number to the one before that is said of it: 3分の2を超える81議席."""
        for i in reversed(range(len(self.done) - 1)):
            this, following = self.done[i], self.done[i + 1]
            if this.item is None and following.item is not None:
                equal = EQUALS.fullmatch(self.folded, this.end, following.start)
                between = self.folded[this.end : following.start]
                same = between == "=" or (between == "(" and following.kind == "percent")  # 1ドル=147円, 2円（1%）高
                if equal or same or self._of_next(i, this):
                    self.done[i] = replace(this, item=following.item)
            elif self._side_by_side(this, following):
                self.done[i] = replace(this, item=following.item)
        self._share_amounts()
        for i, this in enumerate(self.done):
            paid = self._paid(this) if this.item is None else None
            if paid is not None and (amount := amount_of(this)) is not None:
                self.done[i] = replace(this, item=paid)
                self.amounts.setdefault(amount, paid)
        self._share_amounts()
        for i, this in enumerate(self.done):
            self.noted.clear()
            if this.item is not None and self._is_total(this):
                self._share_total(i)
        for i, this in enumerate(self.done):
            self.noted.clear()
            if this.item is not None and this.kind == "count" and (counted := self._of_tally(this.item)) is not None:
                self.done[i] = replace(this, item=counted, rules=(*this.rules, *self.noted))

    def _of_tally(self, item: Span) -> Span | None:
        """What is counted in a noun that tells how many there are: 候補者 in 候補者数, 路線バス in 路線バスの数."""
        words = self.parse.words_in(*item)
        tally = words[-1]
        if self._of_kind("headcount", tally.text):
            noun = self._compound_before(item[1])
            tied = noun is not None and self.before(noun[0]) == "の"
            of = self._compound_before(self._before_brackets(noun[0] - 1)) if noun is not None and tied else None
            if of is not None and not self._is_place(of):
                return of  # 立候補者の人数, 外国産馬の出走頭数
            return None
        end = tally.start - (self.before(tally.start) == "の")
        if len(words) < 2 or not self._of_kind("tally", tally.text):
            return None
        if "サ変" in words[-2].tag and tally.text == "数":
            return None  # 生息数
        all_in_all = len(words) > 2 and words[0].tag == "接頭辞"  # 総入場者数
        return words[all_in_all].start, end

    def _share_amounts(self) -> None:
        """Give a number of things the item that the same amount has elsewhere; people who are not known have none."""
        for i, this in enumerate(self.done):
            if (
                this.item is None
                and not self._counts("people", this)
                and self._is_free(this)
                and (amount := amount_of(this))
            ):
                self.done[i] = replace(this, item=self.amounts.get(amount))

    def _is_total(self, quantity: Quantity) -> bool:
        """Whether the quantity adds up those before it: 合わせて11人."""
        at = quantity.start if quantity.item is None or quantity.item[1] != quantity.start else quantity.item[0]
        return self._is_sum(quantity) or self._cue_before("summed", at) is not None

    def _share_total(self, index: int) -> None:
        """Give the item of a total to the numbers before it that it adds up: 6人を逮捕し、合わせて少年11人を調べた."""
        total = self.done[index]
        sentence = self.parse.sentence_index(total.start)
        left, parts = total.value, []
        for i in reversed(range(index)):
            part = self.done[i]
            other = part.item is not None or part.unit_id != total.unit_id or part.kind != total.kind
            if other or not left or not part.value or self.parse.sentence_index(part.start) != sentence:
                break
            left -= part.value
            parts.append(i)
        for i in parts if left == 0 else ():
            self.done[i] = replace(self.done[i], item=total.item, rules=(*self.done[i].rules, *self.noted))

    def _side_by_side(self, this: Quantity, following: Quantity) -> bool:
        """Whether two numbers tell two sides of one thing, named with the second: 縦2メートル、横9メートルの絵."""
        if this.item is None or following.item is None:
            return False
        aspects = self.rules.aspects
        first, thing = (self.parse.text[slice(*item)] for item in (this.item, following.item))
        second = self.folded[this.end : following.start]
        return first in aspects and thing not in aspects and second[:1] in JOINING and second[1:] in aspects

    def _of_next(self, index: int, quantity: Quantity) -> bool:
        """Whether the quantity tells how the next one came about: 3%減の500億円, 2倍の678億円."""
        if quantity.kind not in {"percent", "ratio", "money", "count", "measure"} or index + 1 == len(self.found):
            return False
        following = self.found[index + 1]
        told = _OF_CHANGE.fullmatch(self.folded, quantity.end, following.start)
        if told is None or following.kind not in {"money", "count", "measure"}:
            return False
        by_so_much = told.group("by") is not None and quantity.unit_id == following.unit_id  # 12円増の80円
        counted = following.kind == "count" and self._right(following) is not None
        described = quantity.kind == "measure" and counted  # 3メートルの2本の木
        return quantity.kind in {"percent", "ratio"} or by_so_much or described

    # -- what is counted ----------------------------------------------------------------------------------------------

    def _item(self, index: int, quantity: Quantity) -> Span | None:
        """What the quantity counts: the first of the ways to tell it that decides, if only for nothing."""
        before = self.done[index - 1] if index else None
        for way in (self._told_by_number_before, self._told_by_kind, self._told_by_unit, self._told_beside):
            told = way(index, before, quantity)
            if told is not None:
                return told[0]
        return self._told_apart(index, before, quantity)

    def _told_by_number_before(self, index: int, before: Quantity | None, quantity: Quantity) -> _Told | None:
        """What the number right before counts, where the words between tie the two."""
        if before is None:
            return None
        between = self.folded[before.end : quantity.start]
        if between in _SAME and before.kind == quantity.kind != "count" and (before.item or between[0] == "("):
            return (before.item,)  # 600万ドル（約9億円）, but 1ドル=147円
        bought = between == "を" or (between == "で" and before.kind == "count")
        if bought and before.kind in {"percent", "ratio", "count"} and quantity.kind == "money":
            return (before.item,)  # 株式の51%を30億円で買う, 指輪1個を5万円で売る, 缶詰3個で500円
        if before.unit_id == quantity.unit_id and self._cue_before("asked", quantity.start, before.end):
            return (before.item,)  # 住民50人に聞いたところ、32人が
        one = before.value == 1 and before.kind in {"count", "measure"} and quantity.kind == "money"
        if one and (between == "" or (before.item is not None and between in {"が", "は", "で", "につき"})):
            return (before.item,)  # 米1キロが600円, 1オンス2300ドル
        polled = quantity.kind == "percent" and self._counts("people", before) and before.kind == "count"
        polled = polled and self.folded.startswith("が", quantity.end)
        if polled and self._cue_before("polled", quantity.start, before.end):
            return (before.item,)  # 成人500人を対象にした調査では、62%が
        if between[:2] in {"(各", "(一"} and len(between) <= _LONGEST_WHOLE and before.unit_id == quantity.unit_id:
            return (before.item,)  # 支部代表141名（各支部3名）
        of_them = between.startswith("のうち") and len(between) <= _LONGEST_WHOLE and between[-1] in "はが"
        if of_them and before.unit_id == quantity.unit_id and not self._counts("people", quantity):
            return (before.item,)  # 病床420床のうち使用中は285床
        if (total := self._total_of_unlike(before, quantity)) is not None:
            return total
        if self._of_next(index - 1, before) and before.item is not None:
            return (before.item,)  # 純利益2倍の80億円
        if between == "中" or (between in {"の", ")の"} and quantity.kind in {"percent", "ratio"}):
            return (before.item,)  # 乗客8人中6人, 小麦3トンの2割
        aged = quantity.kind in {"percent", "ratio"} and between in {"が", "は", "の", "も"}
        if before.kind == "age" and (aged or (between == "" and self._counts("people", quantity))):
            return ((before.start, before.end),)  # 65歳以上が5割を占める, 65歳以上6000人
        return (before.item,) if self._parallel(before, quantity) else None

    def _total_of_unlike(self, before: Quantity, quantity: Quantity) -> _Told | None:
        """What a total of different people is told of: nothing, or the topic that they are all cases of.

        従業員72人と作業員5人の計77人, but 負傷者は市民8人、兵士7人の計15人.
        """
        joined = self.folded[before.end : quantity.start] == "の" and before.unit_id == quantity.unit_id
        if not joined or not self._is_sum(quantity) or not self._counts("people", quantity):
            return None
        if len({each.item and self.folded[slice(*each.item)] for each in self.done[-2:]}) == 1:
            return None
        topic = self._topic_noun(quantity)
        told = topic is not None and (self._is_measure(topic) or self.rules.is_person(self._last(topic).text))
        return (topic if told else None,)

    def _told_by_kind(self, index: int, before: Quantity | None, quantity: Quantity) -> _Told | None:
        """What a score, an age, a share of something told before, or a number of times in a row tells of."""
        if not quantity.unit and "shape.roll" in quantity.rules:
            return (self._topic_noun(quantity),)
        if quantity.kind == "score":
            own = self.rules.own.get(quantity.unit_id)
            return (self._itself(quantity, own) if own else self._right(quantity),)  # 2点のリード
        pointed = self.folded.endswith("その", 0, quantity.start)
        if pointed and quantity.kind in {"percent", "ratio"}:
            return (self._recent(quantity, same_unit=False),)  # 難民300人が着いた。その7割は
        if pointed and quantity.kind == "count" and quantity.value == 1:
            return (self._recent(quantity, same_unit=True),)  # 課題は6つある。その1つだ
        if quantity.kind == "age":
            return (self._average_age(before, quantity) or self._person(quantity) or self._named_before(quantity),)
        if repeated := _IN_A_ROW.match(self.folded, quantity.end):
            own = self.rules.own.get(quantity.unit_id, "")
            return (self._counter(quantity, own) or self._compound_at(repeated.end()),)  # 3大会連続, 6回連続で当選
        if self._counts("result", quantity) and self._is_in_record(index, quantity):
            return (self._counter(quantity, self._noun_of_unit(quantity)),)  # 18戦8勝
        among = _AMONG.search(self.folded, max(0, quantity.start - 10), quantity.start)
        if among is not None:
            whole = self._whole_of_part(before, quantity, among) or self._typical(quantity)
            return (whole or self._counter(quantity, self._noun_of_unit(quantity)),)
        return None

    def _told_by_unit(self, index: int, before: Quantity | None, quantity: Quantity) -> _Told | None:
        """What units of their own say: ranks, counters that are the thing, magnitudes, prices, distances, times."""
        ranked = quantity.kind == "ordinal" and self._counts("rank", quantity)
        if ranked and (placed := self._placed(quantity)) is not None:
            return (placed,)
        if quantity.value == 1 and quantity.kind == "count" and self.folded.startswith(_PER, quantity.end):
            return (
                self._left(quantity) or self._counter(quantity, self._noun_of_unit(quantity)),
            )  # 客室は1両当たり3室
        if own := self.rules.own.get(quantity.unit_id):
            return (self._itself(quantity, own),)
        if quantity.kind == "count" and self._describes_next(quantity):
            return (None,)  # 会場を3000人収容の施設に移す
        if self._counts("magnitude", quantity):
            return (self._right(quantity) or self._typical(quantity),)
        if quantity.unit_id in self.rules.typical and self.rules.typical[quantity.unit_id][1].alone:
            return (self._typical(quantity),)
        if self._of_next(index, quantity):
            return (self._left(quantity),)  # otherwise told when the next one is known
        if quantity.kind == "ordinal" and not ranked and (placed := self._placed(quantity)) is not None:
            return (placed,)
        tried = before is not None and before.kind == "ordinal" and quantity.kind == "measure"
        if before is not None and tried and self.folded[before.end : quantity.start] in {"", "・", "で", "("}:
            return ((before.start, before.end),)  # 2本目133メートル
        if quantity.unit_id == "倍":
            compared = self._left(quantity) or self._right(quantity) or self._framed(quantity)
            return (compared or self._measured(quantity) or self._recent(quantity, same_unit=False),)
        told = None
        if quantity.kind == "money":
            told = self._borne(quantity) or self._stated(quantity)
        elif quantity.kind == "measure":
            told = self._away_from(quantity)
        elif self._counts("times", quantity):
            told = self._repeated_act(quantity)
        told = told or self._another_case(quantity)
        return (told,) if told is not None else None

    def _borne(self, quantity: Quantity) -> Span | None:
        """What bears a sum or is changed by it, right after it: 偽の10ドル紙幣, 住民税の4万円減税."""
        bearer = self._joined(quantity)
        levied = bearer is not None and self._of_kind("levy", self._last(bearer).text)
        return bearer if not levied or self.before(quantity.start) == "の" else None  # but 建設費を4億円増額

    def _told_beside(self, index: int, before: Quantity | None, quantity: Quantity) -> _Told | None:
        """The noun beside the number, or that there is none."""
        near = self._left(quantity) or self._object(quantity) or self._bracketed(quantity)
        if near is not None and quantity.kind == "ordinal" and self._counts("people", quantity):
            near = near if self.rules.is_person(self._last(near).text) else None  # 大リーグ4人目
        own = self.rules.otherwise.get(quantity.unit_id, "")
        if own and (self.folded.startswith("差", quantity.end) or (near is None and self._belongs(quantity))):
            return (self._counter(quantity, own),)  # 1票差, 2社の全株式
        if near is not None and own and self._only_tells_of(near, quantity):
            return (self._counter(quantity, own),)  # 新規参入3社, 佐藤候補（30票）
        if near is not None:
            return (self._tallied(near, quantity) or self._beyond_aspect(near, before, quantity),)
        frame = self._frame(quantity)
        if frame is not None and frame.item == "none":
            self.frame = frame.id
            return (None,)
        return None

    def _told_apart(self, index: int, before: Quantity | None, quantity: Quantity) -> Span | None:
        """The noun that is tied to the number by の, a frame, an act, or by what was counted before."""
        shares = quantity.kind in {"percent", "ratio", "ordinal"}
        return (
            (self._whole(quantity) if shares else None)
            or self._thing(quantity)
            or (None if shares else self._whole(quantity))
            or self._joined(quantity)
            or self._equal(before, quantity)
            or self._stated(quantity)
            or self._answered(quantity)
            or self._announced(quantity)
            or self._shared(index, quantity)
            or self._of_place(quantity)
            or self._told_in_brackets(quantity)
            or self._framed(quantity)
            or self._happened(quantity)
            or self._listed_with(before, quantity)
            or self._case_of(before, quantity)
            or self._group_at(quantity)
            or self._set_at(quantity)
            or self._measured(quantity)
            or self._measure_of_clause(quantity)
            or self._carried(before, quantity)
            or self._measured_again(quantity)
            or self._typical(quantity)
            or self._said_already(quantity)
            or self._counter(quantity, self.rules.otherwise.get(quantity.unit_id, ""))
            or self._of_all(quantity)
            or self._paid_as(quantity)
        )

    def _noun_of_unit(self, quantity: Quantity) -> str:
        """The noun that the counter itself is, always or where nothing else is named; empty for none."""
        return self.rules.own.get(quantity.unit_id) or self.rules.otherwise.get(quantity.unit_id, "")

    def _belongs(self, quantity: Quantity) -> bool:
        """Whether the noun after の only belongs to the bodies that the unit counts: 2社の全株式, but 2社の企業."""
        if quantity.kind != "count" or not self._counts("site", quantity) or self._counts("spot", quantity):
            return False
        right = self._right(quantity) if self.folded.startswith("の", quantity.end) else None
        actor = self.rules.actor(self._last(right).text) if right is not None else None
        return right is not None and (actor is None or actor.kind == "person")

    def _tallied(self, near: Span, quantity: Quantity) -> Span | None:
        """The people whom the topic says that it numbers, by groups: 負傷者数は市民側8人、軍側7人."""
        group = self.rules.actor(self._last(near).text)
        of_group = (group is not None and group.kind == "body") or self.folded[near[1] - 1] == "側"
        if not self._counts("people", quantity) or not of_group or near[1] != quantity.start:
            return None
        topic = self._topic_noun(quantity)
        return topic if topic is not None and self._of_tally(topic) is not None else None

    def _is_in_record(self, index: int, quantity: Quantity) -> bool:
        """Whether a result stands right beside another: 4勝6敗3分け."""
        beside = [self.done[index - 1]] if index and self.done[index - 1].end == quantity.start else []
        beside += self.found[index + 1 : index + 2] if index + 1 < len(self.found) else []
        return any(
            self._counts("result", each) and (each.end == quantity.start or each.start == quantity.end)
            for each in beside
        )

    def _paid_as(self, quantity: Quantity) -> Span | None:
        """What money is paid as, where the text names nothing else that it is: 300万円を弁済した."""
        spent = self._cue_after("spent", quantity.end) if quantity.kind == "money" else None
        if spent is not None:
            return self._compound_before(spent.end("goal"))  # 3億円を防災対策に投じる
        deed = self._compound_at(quantity.end + 1) if self.folded.startswith("を", quantity.end) else None
        paid = quantity.kind == "money" and deed is not None and self._ends_in("payment", self._last(deed).text)
        return deed if paid else None

    def _of_all(self, quantity: Quantity) -> Span | None:
        """The word for all, of which a share is told and nothing else: 全体の2割."""
        word = self._word_before(quantity.start - 1) if self.before(quantity.start) == "の" else None
        share = quantity.kind in {"percent", "ratio"}
        if share and word is not None and word.text == "全体" and self.before(word.start) == "の":
            return self._compound_before(self._before_brackets(word.start - 1)) or (word.start, word.end)
        return (word.start, word.end) if share and word is not None and word.text == "全体" else None

    def _only_tells_of(self, near: Span, quantity: Quantity) -> bool:
        """Whether the noun before what is counted by itself is an act or one person, and no such thing."""
        built = self._counts("spot", quantity) or quantity.unit_id in self.rules.typical  # 冠水58カ所
        beside = near[1] == quantity.start and "サ変" in self._last(near).tag and not built
        return beside or (near[1] >= quantity.start - 1 and self._is_one(near))

    def _thing(self, quantity: Quantity) -> Span | None:
        """The noun after の, or what is told to have it where it is a mere aspect: 粒子は2ミリの大きさだ."""
        right = self._right(quantity)
        if right is not None and quantity.kind == "money" and self._of_kind("balance", self._last(right).text):
            return self._topic_noun(quantity, ("は", "が")) or right  # 貿易収支は3億円の赤字だ
        if right is not None and self._last(right).text in self.rules.aspects:
            told = (between for word, between in self._particles_before(quantity) if word.text in {"は", "が"})
            far = next(told, True)  # 視界は悪かったが、50キロを超える速度で走った
            far = far or self.folded.startswith("まで", right[1])  # 箱が1メートルの高さまで
            told_of = None if far else self._topic_noun(quantity, ("は", "が"))
            return right if told_of is None else self._with_list(told_of)  # 水や土砂が30メートルの高さまで
        return right

    def _beyond_aspect(self, near: Span, before: Quantity | None, quantity: Quantity) -> Span:
        """The thing itself, where the noun beside the number only says what of it is measured, or for whom it is.

        幅55メートルの水門, 指輪3点（時価20万円）, 家計に3兆円の資金.
        """
        aspect = self.rules.aspects.get(self._last(near).text)
        self.aspect = aspect.id if aspect else ""
        if aspect and before is not None and before.item and self.folded[before.end : near[0]] == "(":
            return before.item
        words = self.parse.words_in(near[1], quantity.start)
        listed = any(word.text in {"など", "等"} for word in words[:2])  # 賃金など200万円の支払い, 「海」など3社
        opened = self._quotation(quantity.start) if aspect else -1
        if opened >= 0 and self.folded[opened] == "(" and self.folded.startswith((")", "、"), quantity.end):
            thing = self._compound_before(opened)
            if thing is not None and not self._is_place(thing):
                return thing  # 板（縦1メートル、横40センチ）
        if aspect and self.folded.startswith("にわた", quantity.end):
            return self._topic_noun(quantity, ("は", "が")) or near  # 斜面が幅50メートルにわたって
        if listed and quantity.unit_id in self.rules.otherwise:
            both, members = self._list_to(near)
            if members > 1 and "、" not in self.folded[slice(*both)]:
                return both  # 青空興業とその子会社など3社
            named = self._is_name(near) or self.folded.startswith(("」", "』"), near[1])
            one = self._counter(quantity, self.rules.otherwise[quantity.unit_id]) if named else None
            return one or near  # 運送会社など3社, but 東芝など3社
        if aspect or listed or (near[1] < quantity.start and self.folded[near[1]] == "に"):
            right = self._right(quantity)
            deed = right is not None and ("サ変" in self._last(right).tag or self.folded[right[1] - 1] in "りいきけ")
            priced = quantity.kind == "money" and (aspect is not None or listed)
            return near if right is None or (priced and deed) else right  # 定価2万円の引取り
        return near

    def _typical(self, quantity: Quantity) -> Span | None:
        """The nearest noun before the quantity that its unit is told of: 気温 for 35度, ミサイル for 2発."""
        pattern, rule = self.rules.typical.get(quantity.unit_id, (None, None))
        if pattern is None or rule is None:
            return None
        before = list(pattern.finditer(self.folded, max(0, quantity.start - _TYPICAL_REACH), quantity.start))
        after = list(pattern.finditer(self.folded, quantity.end, quantity.end + _TYPICAL_REACH)) if rule.alone else []
        here = self.parse.sentences[self.parse.sentence_index(quantity.start)][0]
        main = rule.nouns.split("|")[0]
        far = sorted(before, key=lambda match: (match.start() >= here or match.group() == main, match.start()))
        for match in (*reversed(far if rule.alone else before), *after):
            word = self._word_before(match.end())
            if word is None or word.end != match.end() or self._goes_on(match.end()):
                continue
            if word.start < match.start() and len(match.group()) == 1:
                continue  # 危機
            if self.folded.startswith(("ではな", "でな"), match.end()):
                continue  # 余震ではない
            span = self._compound_before(match.end()) or match.span()
            if any("固有名詞-一般" in each.tag for each in self.parse.words_in(*span)) and quantity.value != 1:
                span = match.span()  # 青空航空機、山田航空機の2機
            if match.start() - span[0] <= _LONGEST_EPITHET:
                self.frame = rule.id
                return span
        return None

    def _counter(self, quantity: Quantity, noun: str) -> Span | None:
        """The counter itself as the noun counted: 国 in 3カ国. ``noun`` has its spellings, joined with ``|``."""
        for spelling in filter(None, noun.split("|")):
            at = self.parse.text.rfind(spelling, quantity.start, quantity.end)
            if at >= 0:
                return at, at + len(spelling)
        return None

    def _whole_of_part(self, before: Quantity | None, quantity: Quantity, among: re.Match[str]) -> Span | None:
        """What うち is said of: 兵士30人のうち5人, トラック22台が着いた。うち4台は."""
        near = self._before_brackets(among.start())
        if among.group("of") and (before is None or before.end != near):
            return self._compound_before(near)
        if before is None or before.unit_id == quantity.unit_id or (among.group("of") and before.end == near):
            return before.item if before is not None else None
        return self._recent(quantity, same_unit=True) or before.item  # 客3人が薬200グラムを運んだ。うち1人は

    def _shared(self, index: int, quantity: Quantity) -> Span | None:
        """The noun that the next quantity has after it, when both count it: 日本に5機、韓国に3機の戦闘機."""
        subject = self._compound_before(quantity.start - 1) if self.before(quantity.start) in "がは" else None
        if subject is not None and (self._is_measure(subject) or self.rules.sum_of(self._last(subject).text)):
            return None  # 賞金が200万円、参加料が3万円の減額
        last = quantity
        for following in self.found[index + 1 : index + LONGEST_LIST]:
            between = self.folded[last.end : following.start]
            sides = quantity.kind == following.kind == "measure" and between == "、"  # 180センチ、90キロの体
            if not sides and (following.unit_id != quantity.unit_id or not _LISTED.fullmatch(between)):
                return None
            if (shared := self._right(following)) is not None:
                return shared
            last = following
        return None

    def _announced(self, quantity: Quantity) -> Span | None:
        """What the sentence before was about, for a total that begins its sentence: 予算案を決めた。総額8兆円は."""
        index = self.parse.sentence_index(quantity.start)
        if index < 1 or self.parse.sentences[index][0] != quantity.start or not self._is_sum(quantity):
            return None
        for word in reversed(self.parse.words_in(*self.parse.sentences[index - 1])):
            if word.text == "を" and word.tag.startswith("助詞") and (span := self._compound_before(word.start)):
                return span
        return None

    def _framed(self, quantity: Quantity) -> Span | None:
        """The phrase of which the quantity tells the number: 死者は12人に上った."""
        frame = self._frame(quantity)
        if frame is None:
            return None
        if quantity.kind == "percent" and self._begins("standard", quantity.end) and self.done:
            before = self.done[-1]
            here = self.parse.sentence_index(quantity.start)
            if before.kind == "percent" and self.parse.sentence_index(before.start) == here:
                return before.item  # 投票率は59%で、前回を3%上回った
        if self._counts("site", quantity) and _AT_SITES.match(self.folded, quantity.end):
            return None  # 同社は全国150カ所で店を営む
        bought = frame.has("bought")
        if bought and quantity.kind != "money":
            return None  # 15店で販売を中止
        if (cleft := self._cleft_object(quantity)) is not None:
            return cleft[0] if cleft else None
        for word, verb_between in self._particles_before(quantity):
            if frame.item == "topic" and (word.text not in {"は", "も"} or verb_between):
                continue
            if frame.item == "goal":
                span = self._compound_before(self._before_brackets(word.start)) if word.text == "に" else None
                if span is not None and "地名" not in self.parse.words_in(*span)[0].tag:
                    self.frame = frame.id
                    return span
                continue
            topic = word.text == "は" or frame.item == "topic" or self.folded.startswith(_TOPICS, word.start)
            if word.text in {"を", "も"} and self._cue_after("naming", word.end):
                continue  # 前職を中心に30人, 初版も含めると
            if word.text == "を" and self._begins("standard", quantity.end):
                continue  # 前職を中心に30人
            case = word.text in {"が", "を", "も"} and ((bought and word.text != "を") or not verb_between)
            rate = quantity.kind == "percent" and word.text in {"が", "も"}
            if not topic and not case and not rate:
                continue
            span = self._measured_before(word.start)
            if not topic and not case and (span is None or not self._is_measure(span)):
                continue  # 視聴率が発表され、東部では13%だった
            if span is None:
                if case and word.text != "を" and not (self.done and self.done[-1].end == word.start):
                    return None
                continue  # 人口は減り、65歳以上が9割を占める
            of_people = self._counts("people", quantity) and (frame.has("only") or (verb_between and topic))
            if of_people and not self._tells_people(span):
                continue  # 特技は歌で、全部で7人
            beside = word.text == "が" and word.end == quantity.start and quantity.kind != "ordinal"
            product = any(name.label == "PRODUCT" for name in self._names_near(span[1]))
            if (
                beside
                and not product
                and (self._is_name(span) or self._is_place(span) or self._has_measure_topic(quantity))
            ):
                continue  # 上げ幅はA社が4円
            if word.text == "を" and self._counts("times", quantity) and self._is_person(span):
                return None  # 女性を3回殴った
            if word.text != "を" and not self._may_be_counted(span, quantity, frame):
                if topic or bought:
                    continue
                return None
            if quantity.kind == "percent" and not topic and not self._is_measure(span):
                topic_noun = self._topic_noun(quantity)
                if topic_noun is not None and self._is_fresh_rate(topic_noun):
                    span = topic_noun  # 平均視聴率は前作が過去最低の13%を記録した
            self.frame = frame.id
            return self._struck(span, quantity) or self._with_list(span)
        if frame.item == "topic":
            return None
        if frame.item == "goal":
            return self._topic_noun(quantity)  # 防衛費は7兆円を計上した
        at = self._before_comparison(quantity.start)
        if frame.has("total") and self.folded[at - 1 : at] == "、":
            span = self._compound_before(at - 1)
            if span is not None and not self._is_name(span) and not self._is_place(span):
                return span  # 大雪による死者、84人に
        return self._headed([word for word in self._words_before(quantity) if word.end <= at])

    def _is_of_things(self, quantity: Quantity) -> bool:
        """Whether the unit counts things that are named beside it: no people, no times, no 国 or 社."""
        itself = quantity.unit_id in self.rules.own or quantity.unit_id in self.rules.otherwise
        return not itself and not self._counts_people_or_times(quantity)

    def _cleft_object(self, quantity: Quantity) -> tuple[Span, ...] | None:
        """What the clause that 〜のは makes the topic tells of: はがき in はがきを送ったのは300枚だ; () for nothing.

        None where no such clause stands right before the number.
        """
        if not self.folded.endswith("のは", 0, quantity.start):
            return None
        for word in reversed(self._words_before(quantity)[:-2]):
            if word.text in {"、", "。"}:
                break
            if word.text == "を" and word.tag.startswith("助詞") and self._is_of_things(quantity):
                span = self._compound_before(self._before_brackets(word.start))
                return (span,) if span is not None else None
        return () if self._counts("people", quantity) else None

    def _is_fresh_rate(self, topic: Span) -> bool:
        """Whether the topic is a rate of which no number was told yet."""
        told = bool(self.done) and self.done[-1].start > topic[1]
        return not told and self._ends_in("rate", self._last(topic).text)

    def _tells_people(self, span: Span) -> bool:
        """Whether numbers of people are told of the phrase: 乗客, 定員, 応募, 人口."""
        last = self._last(span)
        return "サ変" in last.tag or self._is_measure(span) or self.rules.actor(last.text) is not None

    def _struck(self, span: Span, quantity: Quantity) -> Span | None:
        """The thing that what happened in ``span`` befell, which the unit counts: 住宅 in 住宅の全壊は19棟."""
        pattern, _ = self.rules.typical.get(quantity.unit_id, (None, None))
        before = self._compound_before(span[0] - 1) if self.folded[span[0] - 1 : span[0]] == "の" else None
        if pattern is None or before is None or not pattern.fullmatch(self.folded, *before):
            return None
        return before

    def _has_measure_topic(self, quantity: Quantity) -> bool:
        """Whether the nearest phrase with は is a measure, of which each number tells a case: 割合は都市部が3%."""
        topic = self._topic_noun(quantity)
        noun = self._last(topic).text if topic is not None else ""
        rule = next((self.rules.measures[noun[i:]] for i in range(len(noun)) if noun[i:] in self.rules.measures), None)
        if topic is None or rule is None:
            return False
        self.aspect = rule.id
        first = next((each for each in self.done if each.start >= topic[1]), None)
        return first is None or first.item != topic or self.before(first.start) == "が"

    def _may_be_counted(self, span: Span, quantity: Quantity, frame: FrameRule) -> bool:
        """Whether a subject can be what the quantity tells of, and is not rather the one who acts."""
        quoted = self.folded.startswith(("」", "』"), span[1])
        if self._is_name(span):
            return quantity.unit_id == "位"
        if quantity.kind == "count" and self.folded[slice(*span)] == "差":
            return quantity.unit_id == "票"
        if self._counts("people", quantity) or quantity.unit_id in self.rules.otherwise:
            happening = self.rules.happening(self._last(span).text)
            if happening is not None:
                self.aspect = happening.id
                return False  # 選挙は300人の定数を争う
        same = span[1] - span[0] == 2 and self.folded[span[0]] == "同"
        if same and quantity.kind == "ordinal":
            return False  # 同校は1回戦で敗れた
        own = self._noun_of_unit(quantity)
        if own and "|" not in own and self._last(span).text.endswith(own) and not frame.has("act"):
            return True  # 閉鎖された学校は2900校だ
        amount = self.rules.sum_of(self._last(span).text)
        if amount is not None and quantity.kind in {"count", "measure"}:
            self.aspect = amount.id
            return False
        actor = None if quoted else self.rules.actor(self._last(span).text)
        if self._counts("people", quantity) and self._begins("fate", quantity.end):
            return actor is not None and actor.kind == "person"  # 蒸気が噴き出し1人重傷
        if frame.item == "topic":
            if quantity.kind in {"percent", "ratio"}:
                return actor is None or actor.kind == "person"  # 支持層も3割が反対した
            if quantity.unit_id in self.rules.otherwise:
                return False
            if span[1] - span[0] == 2 and self.folded[span[0]] == "同":
                return False  # 同線は29本が運休した
            if self._counts("people", quantity):
                return actor is not None and actor.kind == "person"
            return actor is None and not self._counts("times", quantity)
        takes_part = self._counts("people", quantity) and "サ変" in self._last(span).tag
        if (takes_part or self._counts("beast", quantity)) and self._cue_after("held", quantity.end) is not None:
            return False  # 投票は500人で行われる
        if frame.has("act"):
            if actor is not None and self._counts("people", quantity):
                beside = self.before(quantity.start) == "が"  # 教員が2名搭乗していた
                return actor.kind == "person" and (beside or _PASSIVE.match(self.folded, quantity.end) is not None)
            happened = quantity.unit_id == "件" and self.before(quantity.start) == "が"  # 不正が20件発覚した
            happened = happened or self._is_happening(quantity)  # 公判は6回開かれる
            return actor is None and (happened or not self._counts("times", quantity))
        judges = actor is not None and (actor.kind == "body" or not self._counts("people", quantity))
        if judges and self._cue_after("judged", quantity.end):
            return False  # 政府は3%とみる
        if actor is None or quantity.kind in {"percent", "ratio", "ordinal"}:
            return actor is None or not frame.has("doer")
        return actor.kind == "person" and self._counts("people", quantity)

    def _is_happening(self, quantity: Quantity) -> bool:
        """Whether the verb right after a number of times tells of its subject that it happened."""
        verb = self.parse.word_at(quantity.end)
        return verb is not None and verb.dep != "acl" and self._cue_after("happened", quantity.end) is not None

    def _headed(self, words: Sequence[Word]) -> Span | None:
        """A headline's first noun before a comma: 概算要求、8兆円で過去最大."""
        if (
            len(words) < 2
            or words[-1].text != "、"
            or any(word.tag.startswith(("助詞", "動詞")) and word.text != "の" for word in words)
        ):
            return None
        span = self._compound_before(words[-1].start)
        return None if span is None or self._is_name(span) else span

    def _itself(self, quantity: Quantity, own: str) -> Span | None:
        """The counter's own noun (国 in 3カ国), or the fuller noun beside it (参加国は3カ国)."""
        told = self._compound_before(quantity.start - 1) if self.before(quantity.start) in "はが" else None
        right = self._right(quantity)
        if right is not None and self.parse.text.endswith(own, *right):
            return right  # 2票の無効票
        if right is not None and quantity.kind == "ordinal" and "サ変" in self._last(right).tag:
            return right  # 79試合目の登板
        word = self._word_before(quantity.start)
        listed = word is not None and word.text in FOLLOWERS
        for span in (None if listed else self._left(quantity), told, self._framed(quantity)):
            noun = self.parse.text[slice(*span)] if span is not None else ""
            last = self._last(span).text if span is not None else ""
            same = noun.removesuffix("数").endswith(own) and (last == own or not self._counts("result", quantity))
            if noun.startswith(own) or same:
                return span  # 参加国, but 準決勝 is no 勝
        left = self._left(quantity) if listed else None
        named = left is None or self.folded[left[1]] in "」』"
        named = named or (left is not None and self.folded[left[1] - 1] == own[-1])  # 韓国語など14言語
        if left is not None and not named and "サ変" not in self._last(left).tag:
            return left  # 焼き菓子など23品目
        return self._counter(quantity, own)
