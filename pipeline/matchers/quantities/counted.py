"""What a quantity counts, read off the words around it.

A number and the thing it counts stand together in few ways, and the particles beside the number show which one it
is: 戦車1000両, 67発のミサイル, 発電能力の約50%, 死者は12人に上った, 社員を2万人減らす. Where the text leaves the
thing out, it was named before: うち3隻, 25発を上回り. What is not told stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline import lexicon
from pipeline.matchers.quantities.act import ActRule, Acts, IdleRule, MeasuringRule
from pipeline.matchers.quantities.apart import Apart
from pipeline.matchers.quantities.beside import EVENTS, JOINING, LONGEST_LIST, PEOPLE, STANDARD, STRUCK, AspectRule
from pipeline.matchers.quantities.phrases import (
    FOLLOWERS,
    LONGEST_NAME,
    ActorRule,
    NotItemRule,
    Span,
    is_nominal,
)
from pipeline.schema import Quantity
from pipeline.syntax import Parse, Word

_SAME = {"(", "(約", "(日本円で", "(日本円にして", "=", "=約"}
_EQUALS = re.compile(
    r"(?:を超える|を上回る|を下回る|に(?:あたる|当たる|相当する|及ぶ|上る|のぼる|達する|近い)|近い|から|または|ないし|[(][^()]*[)]ないし)"
)
_ASKED = re.compile(r"(?:ところ|結果)、(?:うち|約)?$")
_POLLED = re.compile(r"(?:を対象|に聞|に尋|が回答|から回答|に(?:アンケート|世論調査|調査))[^。\n]*$")
_AMONG = re.compile(r"(?P<of>(?<![こそ])の)?うち(?:の|は|、)?(?:少なくとも)?$")
_BEFORE_AGE = re.compile(r"(?:[(](?:事件当時|当時|同)?|の|、)$")
_OF_CHANGE = re.compile(
    "(?P<by>[)]?(?:増|減|高|安|増加|減少|上昇|下落|低下))?の(?:1[^。、0-9]{1,5}(?:=|当たり|あたり))?"
)
_PASSIVE = re.compile("[一-龥ァ-ヶー]{1,8}さ?れ")
_MAGNITUDES = {"M", "震度"}
_LISTED = re.compile(r"(?:と|、|、[^。、「」()]{1,12}(?:に|で|へ|から|は))")
_PARALLEL = re.compile(
    r"(?:で|と|だが)?、[^。、「」()0-9]{0,14}(?:「[^。「」]{1,20}」)?[^。、「」()0-9]{0,14}[がはも](?:約|計)?"
)
"""What stands between two numbers that tell the same of two things: 上げ幅はA社が4円、B社が5円."""
_SITES = {"カ所", "店", "校", "社"}
_AT_SITES = re.compile("で(?=[一-龥ァ-ヶA-Za-z])")
_TOTALS = {"frame.comes_to", "frame.exceeds"}
_REMAINING = re.compile("(?:残る|残り|残りの|ほかの|他の|ほか|他|もう|別の|あと|うち)$")
_TOPICS = ("について", "に関して", "をめぐ")
_JUDGED = ("と見", "とみ", "と予", "と推", "と試算", "と発表", "とし")
_IN_A_ROW = re.compile("連続(?:での|で|の)?")
_CLAUSE_BEGINS = re.compile("(?:^|[、。」\n)]|(?:この|その|これら|両|同))$")
_TELLING = 10
"""From how many on two equal numbers of people are hardly different people."""
_HELD = re.compile("で(?:行|実施|開|催)")
_EARLIER = re.compile(
    "(?:[0-9]+(?:年|カ月|か月|週間)前|前回|前年|昨年|去年|前期|前日|前月|前週|同期|従来|当初|改選前|選挙前|公示前)の?$"
)
_CASE = re.compile("(?:では|には|は|が|で)(?:約|計)?$")
_CASES = re.compile(r"(?:と|で)?、[^。、「」()0-9]{1,20}")
_NUMBER_OF = re.compile("の(?:数|人数|件数)(?:に(?:は|ついて|関して)|は|をめぐ)")
_RESULTS = {"勝", "敗"}
_BOTH = {"(", "(いずれも", "(ともに"}
_BEASTS = {"頭", "匹", "羽"}
_SUMMED = re.compile("(?:合わせて|あわせて|計|合計)$")
_LONGEST_EPITHET = 6
_LONGEST_WHOLE = 10
_COUNTING = ("数", "量")
"""The ends of nouns that tell no more than that things are counted."""
_TYPICAL_REACH = 250
"""How many characters before a quantity a noun that its unit counts, or that a total is of, is looked for."""


@dataclass(frozen=True, kw_only=True)
class FrameRule(lexicon.Rule):
    """Where the thing counted stands, told by what comes right ``after`` the quantity, a regular expression.

    ``item``: ``subject`` (the phrase with は, が, も or を before it), ``topic`` (the one with は only), ``goal`` (the
    phrase with に) or ``none``.
    """

    FILE = "quantities/frames.tsv"
    KEY = ("after",)
    ALLOWED = {"item": ("subject", "topic", "goal", "none")}
    PATTERNS = ("after",)

    after: str
    item: str


@dataclass(frozen=True, kw_only=True)
class TypicalRule(lexicon.Rule):
    """Nouns that quantities of some units are told of, each joined with ``|``: 気温 for degrees, ミサイル for 発.

    The nearest of them before the quantity is its item when its own sentence names none beside it. ``alone`` is
    ``yes`` for units that are told of nothing else.
    """

    FILE = "quantities/typical.tsv"
    KEY = ("unit_ids",)

    unit_ids: str
    nouns: str
    alone: str = ""


class Counted(Acts):
    """Finds the items of quantities, and what is done with them (act.py)."""

    def __init__(
        self,
        not_items: Sequence[NotItemRule],
        actors: Sequence[ActorRule],
        frames: Sequence[FrameRule],
        measuring: Sequence[MeasuringRule],
        *,
        typical: Sequence[TypicalRule],
        aspects: Sequence[AspectRule],
        acts: Sequence[ActRule],
        idle: Sequence[IdleRule],
        own: Mapping[str, str],
        otherwise: Mapping[str, str],
        carried: frozenset[str],
    ) -> None:
        super().__init__(not_items, actors, measuring, aspects, acts=acts, idle=idle)
        self.typical = {
            unit_id: (re.compile("|".join(sorted(rule.nouns.split("|"), key=len, reverse=True))), rule)
            for unit_id, rule in lexicon.by_key(typical, lambda rule: rule.unit_ids.split("|")).items()
        }
        self.own = own
        self.otherwise = otherwise
        self.carried = carried
        self.frames = [(re.compile(frame.after, re.MULTILINE), frame) for frame in frames]

    def tell(self, parse: Parse, folded: str, found: Sequence[Quantity]) -> tuple[Quantity, ...]:
        """The quantities ``found``, in order, with item, predicate and agent where the words tell them."""
        article = _Article(self, parse, folded, found)
        for index in range(len(found)):
            article.read(index)
        article.share()
        return tuple(article.done)


def _amount(quantity: Quantity) -> tuple[str, str, Decimal] | None:
    """What shows that two quantities tell the same amount; None where that proves little: 1人, 3%."""
    if quantity.kind not in {"count", "money"} or not quantity.unit or quantity.value is None or quantity.value < 2:
        return None
    return quantity.kind, quantity.unit_id, quantity.value


class _Article(Apart):
    """One article's quantities while they are read in order."""

    def __init__(self, rules: Counted, parse: Parse, folded: str, found: Sequence[Quantity]) -> None:
        super().__init__(rules, parse, folded)
        self.rules: Counted = rules
        self.found = found
        self.done: list[Quantity] = []
        self.said_of: dict[Decimal, Span] = {}
        """What each number was said of last."""
        self.amounts: dict[tuple[str, str, Decimal], Span] = {}
        """What each amount, with its kind and unit, was said of first."""
        self.aged: dict[Decimal, Span] = {}
        """Who was said to be how old."""
        self.frame = ""
        """The frame, or the typical noun, that told the item of the quantity being read."""
        self.aspect = ""
        """The rule of the aspect that the quantity being read tells."""

    def read(self, index: int) -> None:
        """Read what belongs to the quantity at ``index``."""
        quantity = self.found[index]
        self.frame = self.aspect = ""
        item = self._item(index, quantity)
        if item is not None:
            item = self._of_what(self._with_clause(item), quantity)
            self.said_of.update((number, item) for number in (quantity.low, quantity.high) if number is not None)
            if quantity.kind == "age" and quantity.value is not None:
                self.aged[quantity.value] = item
            elif (amount := _amount(quantity)) is not None and not self._is_one(item):
                self.amounts.setdefault(amount, item)
        told = tuple(rule for rule in (self.frame, self.aspect) if rule)
        if told:
            quantity = replace(quantity, rules=(*quantity.rules, *told))
        self.done.append(self._done(replace(quantity, item=item), item, framed=bool(self.frame)))

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
        if of is None or self._is_place(of):
            return item
        if not short and (self._is_name(of) or self.rules.actor(self._last(of).text) is not None):
            return item
        if item[0] - of[0] > _LONGEST_WHOLE:
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
                    return self._compound_before(word.start)
        return None

    def share(self) -> None:
        """Give the item of a number to the one before that is said of it: 3分の2を超える81議席."""
        for i in reversed(range(len(self.done) - 1)):
            this, following = self.done[i], self.done[i + 1]
            if this.item is None and following.item is not None:
                equal = _EQUALS.fullmatch(self.folded, this.end, following.start)
                between = self.folded[this.end : following.start]
                same = between == "=" or (between == "(" and following.kind == "percent")  # 1ドル=147円, 2円（1%）高
                if equal or same or self._of_next(i, this):
                    self.done[i] = replace(this, item=following.item)
            elif self._side_by_side(this, following):
                self.done[i] = replace(this, item=following.item)
        self._share_amounts()
        for i, this in enumerate(self.done):
            paid = self._paid(this) if this.item is None else None
            if paid is not None and (amount := _amount(this)) is not None:
                self.done[i] = replace(this, item=paid)
                self.amounts.setdefault(amount, paid)
        self._share_amounts()
        for i, this in enumerate(self.done):
            if this.item is not None and self._is_total(this):
                self._share_total(i)

    def _share_amounts(self) -> None:
        """Give a number of things the item that the same amount has elsewhere; people who are not known have none."""
        for i, this in enumerate(self.done):
            if this.item is None and this.unit_id not in PEOPLE and self._is_free(this) and (amount := _amount(this)):
                self.done[i] = replace(this, item=self.amounts.get(amount))

    def _is_free(self, quantity: Quantity) -> bool:
        """Whether the quantity may count what is named elsewhere: no frame says that it counts nothing."""
        frame = self._frame(quantity)
        return frame is None or frame.item != "none"

    def _is_total(self, quantity: Quantity) -> bool:
        """Whether the quantity adds up those before it: 合わせて11人."""
        at = quantity.start if quantity.item is None or quantity.item[1] != quantity.start else quantity.item[0]
        return "mod.total" in quantity.rules or _SUMMED.search(self.folded, max(0, at - 4), at) is not None

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
            self.done[i] = replace(self.done[i], item=total.item)

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
        if quantity.kind not in {"percent", "ratio", "money", "count"} or index + 1 == len(self.found):
            return False
        following = self.found[index + 1]
        told = _OF_CHANGE.fullmatch(self.folded, quantity.end, following.start)
        if told is None or following.kind not in {"money", "count", "measure"}:
            return False
        by_so_much = told.group("by") is not None and quantity.unit_id == following.unit_id  # 12円増の80円
        return quantity.kind in {"percent", "ratio"} or by_so_much

    # -- what is counted ----------------------------------------------------------------------------------------------

    def _item(self, index: int, quantity: Quantity) -> Span | None:
        before = self.done[index - 1] if index else None
        if before is not None:
            between = self.folded[before.end : quantity.start]
            if between in _SAME and before.kind == quantity.kind != "count" and (before.item or between[0] == "("):
                return before.item  # 600万ドル（約9億円）, but 1ドル=147円
            if between == "を" and before.kind in {"percent", "ratio", "count"} and quantity.kind == "money":
                return before.item  # 株式の51%を30億円で買う, 指輪1個を5万円で売る
            if _ASKED.search(between) and before.unit_id == quantity.unit_id:
                return before.item  # 住民50人に聞いたところ、32人が
            one = before.value == 1 and before.kind in {"count", "measure"} and quantity.kind == "money"
            if one and before.item is not None and between in {"が", "は", "で", "につき"}:
                return before.item  # 米1キロが600円
            polled = quantity.kind == "percent" and before.unit_id in PEOPLE and before.kind == "count"
            if polled and self.folded.startswith("が", quantity.end) and _POLLED.search(between[-_TYPICAL_REACH:]):
                return before.item  # 成人500人を対象にした調査では、62%が
            if self._of_next(index - 1, before) and before.item is not None:
                return before.item  # 純利益2倍の80億円
            if between == "中" or (between in {"の", ")の"} and quantity.kind in {"percent", "ratio"}):
                return before.item  # 乗客8人中6人, 小麦3トンの2割
            if self._parallel(before, quantity):
                return before.item
        if not quantity.unit and "shape.roll" in quantity.rules:
            return self._topic_noun(quantity)
        if quantity.kind == "score":
            return self._itself(quantity, own) if (own := self.rules.own.get(quantity.unit_id)) else None
        if quantity.kind in {"percent", "ratio"} and self.folded.startswith("その", quantity.start - 2):
            return self._recent(quantity, same_unit=False)  # 難民300人が着いた。その7割は
        if quantity.kind == "age":
            return self._average_age(before, quantity) or self._person(quantity)
        if repeated := _IN_A_ROW.match(self.folded, quantity.end):
            return self._compound_at(repeated.end())  # 4試合連続で完投
        among = _AMONG.search(self.folded, max(0, quantity.start - 10), quantity.start)
        if among is not None:
            own = self.rules.own.get(quantity.unit_id, "")
            return self._whole_of_part(before, among) or self._typical(quantity) or self._counter(quantity, own)
        own = self.rules.own.get(quantity.unit_id)
        if own:
            return self._itself(quantity, own)
        if quantity.kind == "count" and self._describes_next(quantity):
            return None  # 会場を3000人収容の施設に移す
        if quantity.unit_id in _MAGNITUDES:
            return self._right(quantity) or self._typical(quantity)
        if quantity.unit_id in self.rules.typical and self.rules.typical[quantity.unit_id][1].alone:
            return self._typical(quantity)
        if self._of_next(index, quantity):
            return self._left(quantity)  # otherwise told when the next one is known
        if quantity.kind == "ordinal" and (placed := self._placed(quantity)) is not None:
            return placed
        tried = before is not None and before.kind == "ordinal" and quantity.kind == "measure"
        if before is not None and tried and self.folded[before.end : quantity.start] in {"", "・"}:
            return before.start, before.end  # 2本目133メートル
        if quantity.unit_id == "倍":
            return self._left(quantity) or self._framed(quantity) or self._recent(quantity, same_unit=False)
        if quantity.kind == "money" and (stated := self._stated(quantity)) is not None:
            return stated
        if quantity.kind == "measure" and (away := self._away_from(quantity)) is not None:
            return away
        near = self._left(quantity) or self._object(quantity) or self._bracketed(quantity)
        frame = self._frame(quantity)
        own = self.rules.otherwise.get(quantity.unit_id, "")
        if near is not None and own and "サ変" in self._last(near).tag and near[1] == quantity.start:
            return self._counter(quantity, own)  # 新規参入3社
        if near is not None:
            return self._beyond_aspect(near, before, quantity)
        if frame is not None and frame.item == "none":
            self.frame = frame.id
            return None
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
            or self._carried(before, quantity)
            or self._typical(quantity)
            or self._said_already(quantity)
            or self._counter(quantity, self.rules.otherwise.get(quantity.unit_id, ""))
        )

    def _said_already(self, quantity: Quantity) -> Span | None:
        """What the same amount was said of before: 客14人がけがをした。14人は病院に運ばれた."""
        amount = _amount(quantity)
        if amount is None or not self._is_free(quantity):
            return None
        item = self.amounts.get(amount)
        if item is None or (quantity.unit_id in PEOPLE and not self._is_known(quantity, item)):
            return None  # 4人が死亡
        return item

    def _is_known(self, quantity: Quantity, item: Span) -> bool:
        """Whether people are counted as known from before: その3人, 逮捕された3人, 3人は at the head of a clause."""
        if self.folded.startswith(("は", "とも", "の"), quantity.end):
            return True
        here = self.parse.sentence_index(quantity.start)
        if self.folded.startswith("が", quantity.end) and self.parse.sentences[here][0] == quantity.start:
            return True
        near = here - self.parse.sentence_index(item[0]) <= 2
        if near and quantity.value is not None and quantity.value >= _TELLING:
            return True
        if near and self.folded.startswith(("を", "に", "から", "と"), quantity.end):
            return True
        word = self._word_before(quantity.start)
        return word is not None and (word.text in {"この", "その", "これら", "両"} or word.lemma == "た")

    def _thing(self, quantity: Quantity) -> Span | None:
        """The noun after の, or what is told to have it where it is a mere aspect: 粒子は2ミリの大きさだ."""
        right = self._right(quantity)
        if right is not None and self._last(right).text in self.rules.aspects:
            told = (between for word, between in self._particles_before(quantity) if word.text in {"は", "が"})
            far = next(told, True)  # 視界は悪かったが、50キロを超える速度で走った
            return right if far else self._topic_noun(quantity, ("は", "が")) or right
        return right

    def _parallel(self, before: Quantity, quantity: Quantity) -> bool:
        """Whether the number tells the same as the one before it, of another thing: A社が4円、B社が5円."""
        if before.item is None or before.unit_id != quantity.unit_id or quantity.kind in {"age", "ordinal"}:
            return False
        end = before.item[1]
        quoted = self.folded[end : end + 1] in {"」", "』"}  # 「賛成」は48%、「反対」は39%
        apart = end + quoted < before.start - 1 and self.folded[end] != "の"  # not 住宅の全壊は9棟、浸水は20棟
        told = apart and self.before(before.start) in {"が", "は", "も"}
        return told and _PARALLEL.fullmatch(self.folded, before.end, quantity.start) is not None

    def _listed_with(self, before: Quantity | None, quantity: Quantity) -> Span | None:
        """What the number before it counts, for one that tells the same in another unit: 23品目、180万箱に及ぶ."""
        if before is None or before.kind != "count" or quantity.kind not in {"count", "measure"}:
            return None
        between = self.folded[before.end : quantity.start]
        other = before.unit_id != quantity.unit_id and quantity.unit_id not in PEOPLE | EVENTS
        if between == "・" and other and before.item is not None and before.item[1] <= before.start:
            return before.item  # ゼリー3種類・98個
        frame = self._frame(quantity)
        joined = self.folded[before.end : quantity.start] == "、" and before.unit_id != quantity.unit_id
        return before.item if joined and frame is not None and frame.id in _TOTALS else None

    def _case_of(self, before: Quantity | None, quantity: Quantity) -> Span | None:
        """What the numbers of a list of cases count: 死者の数には諸説がある。政府では60人、野党では100人以上とする."""
        if _CASE.search(self.folded, max(0, quantity.start - 3), quantity.start) is None:
            return None
        if before is not None and before.unit_id == quantity.unit_id and before.item is not None:
            same = before.item[1] < before.start - 1 and _CASE.search(self.folded, before.start - 3, before.start)
            return before.item if same and _CASES.fullmatch(self.folded, before.end, quantity.start) else None
        index = self.parse.sentence_index(quantity.start)
        number = _NUMBER_OF.search(self.folded, *self.parse.sentences[index - 1]) if index > 0 else None
        return self._compound_before(number.start()) if number is not None else None

    def _beyond_aspect(self, near: Span, before: Quantity | None, quantity: Quantity) -> Span:
        """The thing itself, where the noun beside the number only says what of it is measured, or for whom it is.

        幅55メートルの水門, 指輪3点（時価20万円）, 家計に3兆円の資金.
        """
        aspect = self.rules.aspects.get(self._last(near).text)
        self.aspect = aspect.id if aspect else ""
        if aspect and before is not None and before.item and self.folded[before.end : near[0]] == "(":
            return before.item
        words = self.parse.words_in(near[1], quantity.start)
        listed = bool(words) and words[0].text in {"など", "等"}  # 賃金など200万円の支払い
        opened = self._quotation(quantity.start) if aspect else -1
        if opened >= 0 and self.folded[opened] == "(" and self.folded.startswith((")", "、"), quantity.end):
            thing = self._compound_before(opened)
            if thing is not None and not self._is_place(thing):
                return thing  # 板（縦1メートル、横40センチ）
        if aspect and self.folded.startswith("にわた", quantity.end):
            return self._topic_noun(quantity, ("は", "が")) or near  # 斜面が幅50メートルにわたって
        if listed and quantity.unit_id in self.rules.otherwise:
            return near  # 運送会社など3社
        if aspect or listed or (near[1] < quantity.start and self.folded[near[1]] == "に"):
            return self._right(quantity) or near
        return near

    def _typical(self, quantity: Quantity) -> Span | None:
        """The nearest noun before the quantity that its unit is told of: 気温 for 35度, ミサイル for 2発."""
        pattern, rule = self.rules.typical.get(quantity.unit_id, (None, None))
        if pattern is None or rule is None:
            return None
        before = list(pattern.finditer(self.folded, max(0, quantity.start - _TYPICAL_REACH), quantity.start))
        after = list(pattern.finditer(self.folded, quantity.end, quantity.end + _TYPICAL_REACH)) if rule.alone else []
        for match in (*reversed(before), *after):
            word = self._word_before(match.end())
            if word is None or word.end != match.end() or self._goes_on(match.end()):
                continue
            if word.start < match.start() and len(match.group()) == 1:
                continue  # 危機
            span = self._compound_before(match.end()) or match.span()
            if match.start() - span[0] <= _LONGEST_EPITHET:
                self.frame = rule.id
                return span
        return None

    def _counter(self, quantity: Quantity, noun: str) -> Span | None:
        """The counter itself as the noun counted: 国 in 3カ国."""
        at = self.parse.text.rfind(noun, quantity.start, quantity.end) if noun else -1
        return (at, at + len(noun)) if at >= 0 else None

    def _whole_of_part(self, before: Quantity | None, among: re.Match[str]) -> Span | None:
        """What うち is said of: 兵士30人のうち5人, トラック22台が着いた。うち4台は."""
        near = self._before_brackets(among.start())
        if among.group("of") and (before is None or before.end != near):
            return self._compound_before(near)
        return before.item if before is not None else None

    def _shared(self, index: int, quantity: Quantity) -> Span | None:
        """The noun that the next quantity has after it, when both count it: 日本に5機、韓国に3機の戦闘機."""
        subject = self._compound_before(quantity.start - 1) if self.before(quantity.start) in "がは" else None
        if subject is not None and (self._is_measure(subject) or self.rules.sum_of(self._last(subject).text)):
            return None  # 賞金が200万円、参加料が3万円の減額
        last = quantity
        for following in self.found[index + 1 : index + LONGEST_LIST]:
            between = self.folded[last.end : following.start]
            if following.unit_id != quantity.unit_id or not _LISTED.fullmatch(between):
                return None
            if (shared := self._right(following)) is not None:
                return shared
            last = following
        return None

    def _equal(self, before: Quantity | None, quantity: Quantity) -> Span | None:
        """What the other one of two numbers counts of which one is said of the other: 半数にあたる113人."""
        if before is not None and _EQUALS.fullmatch(self.folded, before.end, quantity.start):
            topic = self._topic_noun(quantity) if before.kind != quantity.kind == "measure" else None
            if topic is not None and self._is_measure(topic):
                return topic  # 面積は公園3つ分に当たる30ヘクタール
            return before.item
        return None

    def _announced(self, quantity: Quantity) -> Span | None:
        """What the sentence before was about, for a total that begins its sentence: 予算案を決めた。総額8兆円は."""
        index = self.parse.sentence_index(quantity.start)
        if index < 1 or self.parse.sentences[index][0] != quantity.start or "mod.total" not in quantity.rules:
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
        if quantity.kind == "percent" and self.folded.startswith(STANDARD, quantity.end) and self.done:
            before = self.done[-1]
            here = self.parse.sentence_index(quantity.start)
            if before.kind == "percent" and self.parse.sentence_index(before.start) == here:
                return before.item  # 投票率は59%で、前回を3%上回った
        if quantity.unit_id in _SITES and _AT_SITES.match(self.folded, quantity.end):
            return None  # 同社は全国150カ所で店を営む
        bought = frame.id == "frame.bought"
        if bought and quantity.kind != "money":
            return None  # 15店で販売を中止
        for word, verb_between in self._particles_before(quantity):
            if frame.item == "topic" and (word.text != "は" or verb_between):
                continue
            if frame.item == "goal":
                span = self._compound_before(self._before_brackets(word.start)) if word.text == "に" else None
                if span is not None and "地名" not in self.parse.words_in(*span)[0].tag:
                    self.frame = frame.id
                    return span
                continue
            topic = word.text == "は" or self.folded.startswith(_TOPICS, word.start)
            if word.text == "を" and self.folded.startswith(STANDARD, quantity.end):
                continue
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
            of_people = quantity.unit_id in PEOPLE and (frame.id == "frame.only" or (verb_between and topic))
            if of_people and not self._tells_people(span):
                continue  # 特技は歌で、全部で7人
            beside = word.text == "が" and word.end == quantity.start and quantity.kind != "ordinal"
            if beside and (self._is_name(span) or self._is_place(span) or self._has_measure_topic(quantity)):
                continue  # 上げ幅はA社が4円
            if word.text == "を" and quantity.unit_id in EVENTS and self._is_person(span):
                return None  # 女性を3回殴った
            if word.text != "を" and not self._may_be_counted(span, quantity, frame):
                if topic or bought:
                    continue
                return None
            self.frame = frame.id
            return self._struck(span, quantity) or self._with_list(span)
        if frame.item == "topic":
            return None
        if frame.item == "goal":
            return self._topic_noun(quantity)  # 防衛費は7兆円を計上した
        at = self._before_comparison(quantity.start)
        if frame.id in _TOTALS and self.folded[at - 1 : at] == "、":
            span = self._compound_before(at - 1)
            if span is not None and not self._is_name(span) and not self._is_place(span):
                return span  # 大雪による死者、84人に
        return self._headed([word for word in self._words_before(quantity) if word.end <= at])

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
        told = next((each for each in reversed(self.done) if each.start < quantity.start), None)
        return told is None or told.start < topic[0] or told.item != topic or self.before(told.start) == "が"

    def _may_be_counted(self, span: Span, quantity: Quantity, frame: FrameRule) -> bool:
        """Whether a subject can be what the quantity tells of, and is not rather the one who acts."""
        if self._is_name(span):
            return quantity.unit_id == "位"
        amount = self.rules.sum_of(self._last(span).text)
        if amount is not None and quantity.kind in {"count", "measure"}:
            self.aspect = amount.id
            return False
        actor = self.rules.actor(self._last(span).text)
        if quantity.unit_id in PEOPLE and STRUCK.match(self.folded, quantity.end):
            return actor is not None and actor.kind == "person"  # 蒸気が噴き出し1人重傷
        if frame.item == "topic":
            if quantity.kind in {"percent", "ratio"} or quantity.unit_id in self.rules.otherwise:
                return False
            if span[1] - span[0] == 2 and self.folded[span[0]] == "同":
                return False  # 同線は29本が運休した
            if quantity.unit_id in PEOPLE:
                return actor is not None and actor.kind == "person"
            return actor is None and quantity.unit_id not in EVENTS
        if quantity.unit_id in PEOPLE and _HELD.match(self.folded, quantity.end) and "サ変" in self._last(span).tag:
            return False  # 投票は500人で行われる
        if frame.id == "frame.act":
            if actor is not None and quantity.unit_id in PEOPLE:
                beside = self.before(quantity.start) == "が"  # 教員が2名搭乗していた
                return actor.kind == "person" and (beside or _PASSIVE.match(self.folded, quantity.end) is not None)
            happened = quantity.unit_id == "件" and self.before(quantity.start) == "が"  # 不正が20件発覚した
            return actor is None and (happened or quantity.unit_id not in EVENTS)
        judges = actor is not None and (actor.kind == "body" or quantity.unit_id not in PEOPLE)
        if judges and self.folded.startswith(_JUDGED, quantity.end):
            return False  # 政府は3%とみる
        if actor is None or quantity.kind in {"percent", "ratio", "ordinal"}:
            return actor is None or frame.id not in {"frame.exceeds", "frame.sold"}
        return actor.kind == "person" and quantity.unit_id in PEOPLE

    def _frame(self, quantity: Quantity) -> FrameRule | None:
        """The frame that what comes after the quantity makes."""
        end = self._after_brackets(quantity.end)
        while self.folded[end : end + 1] in {"」", "』"}:
            end += 1
        return next((frame for pattern, frame in self.rules.frames if pattern.match(self.folded, end)), None)

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
        for span in (self._left(quantity), told, self._framed(quantity)):
            noun = self.parse.text[slice(*span)] if span is not None else ""
            last = self._last(span).text if span is not None else ""
            same = noun.removesuffix("数").endswith(own) and (own not in _RESULTS or last == own)
            if noun.startswith(own) or same:
                return span  # 参加国, but 準決勝 is no 勝
        word = self._word_before(quantity.start)
        left = self._left(quantity) if word is not None and word.text in FOLLOWERS else None
        named = left is None or self.folded[left[1]] in "」』"
        named = named or (left is not None and self.folded[left[1] - 1] == own[-1])  # 韓国語など14言語
        if left is not None and not named and "サ変" not in self._last(left).tag:
            return left  # 焼き菓子など23品目
        return self._counter(quantity, own)

    def _carried(self, before: Quantity | None, quantity: Quantity) -> Span | None:
        """What was counted before, where the text goes on about the same."""
        if not quantity.unit:
            return self.said_of.get(quantity.high) if quantity.high is not None else None
        if quantity.unit_id in self.rules.carried:
            return self._recent(quantity, same_unit=True)
        text = self.folded
        if _EARLIER.search(text, max(0, quantity.start - 5), quantity.start):
            return self._recent(quantity, same_unit=True)
        if _REMAINING.search(text, max(0, quantity.start - 4), quantity.start):
            return self._recent(quantity, same_unit=True, sentences=LONGEST_LIST)
        if text[max(0, quantity.start - 2) : quantity.start] in {"にも", "でも"} and before is not None:
            return self._recent(quantity, same_unit=before.unit != "")
        if before is not None and before.unit_id == quantity.unit_id:
            things = quantity.kind == "count" and quantity.unit_id not in PEOPLE | EVENTS
            if self._is_some_of_them(before, quantity):
                return before.item
            if self._within_brackets(before, quantity) or (things and self._goes_on_about(before, quantity)):
                return before.item
        if quantity.kind == "percent" and self._is_of_place(quantity):
            return self._recent(quantity, same_unit=True, same_kind=True)
        if self._is_some_of_many(quantity):
            return self._recent(quantity, same_unit=True)
        frame = self._frame(quantity)
        told = frame is not None and frame.item != "topic" and frame.id not in {"frame.act", "frame.ends"}
        if told and not self._has_subject(quantity):
            item = self._recent(quantity, same_unit=quantity.kind != "money", same_kind=True)
            if item is None or quantity.unit_id not in PEOPLE:
                return item
            actor = self.rules.actor(self._last(item).text)
            others = text.startswith("のは", quantity.start - 2) or (actor is not None and actor.kind == "body")
            return None if others else item  # 閉じ込められたのは9人だ
        return None

    def _is_of_place(self, quantity: Quantity) -> bool:
        """Whether the number tells the same of another place: 視聴率は東部で40%。西部が38%だった."""
        particle = self._word_before(quantity.start)
        if particle is None or particle.text not in {"が", "は", "で"}:
            return False
        span = self._compound_before(particle.start)
        return span is not None and self._is_place(span)

    def _is_some_of_many(self, quantity: Quantity) -> bool:
        """Whether the clause begins with some of those counted last: 窓4枚が割れた。1枚は開いていた."""
        if not self.folded.startswith(("は", "とも"), quantity.end) or quantity.value is None:
            return False
        if _CLAUSE_BEGINS.search(self.folded, max(0, quantity.start - 3), quantity.start) is None:
            return False
        last = next((each for each in reversed(self.done) if each.unit_id == quantity.unit_id), None)
        return last is not None and last.low is not None and last.low >= quantity.value

    def _recent(
        self, quantity: Quantity, *, same_unit: bool, same_kind: bool = False, sentences: int = 2
    ) -> Span | None:
        """What the last quantity counted, not more than so many ``sentences`` back."""
        here = self.parse.sentence_index(quantity.start)
        for each in reversed(self.done):
            if here - self.parse.sentence_index(each.start) > (sentences if same_unit else 1):
                return None
            if same_kind and each.kind != quantity.kind:
                continue
            if each.item and (not same_unit or each.unit_id == quantity.unit_id):
                return each.item
        return None

    def _has_subject(self, quantity: Quantity) -> bool:
        """Whether the clause has a phrase with は or が of its own before the quantity."""
        for word, _ in self._particles_before(quantity):
            if word.text in {"は", "が"}:
                noun = self._word_before(word.start)
                if noun is None:
                    return True
                actor = self.rules.actor(noun.text)
                acts = actor is not None and actor.kind == "body"
                return not acts and is_nominal(noun) and self.rules.is_item(noun)
        return False

    def _is_some_of_them(self, before: Quantity, quantity: Quantity) -> bool:
        """Whether fewer people are told of than those counted before: 登山者3人が遭難し、1人が死亡した."""
        if quantity.unit_id not in PEOPLE or before.item is None or quantity.high is None or before.low is None:
            return False
        whole = self.rules.is_person(self._last(before.item).text) and not STRUCK.match(self.folded, before.item[0])
        return whole and quantity.high < before.low and self._goes_on_about(before, quantity, ("が", "は"))

    def _within_brackets(self, before: Quantity, quantity: Quantity) -> bool:
        """Whether the quantity stands in brackets that open after the quantity before it: 2万人（国内では1万人）."""
        opened = self._quotation(quantity.start)
        return before.end <= opened and self.parse.sentence_index(before.start) == self.parse.sentence_index(opened)

    def _goes_on_about(self, before: Quantity, quantity: Quantity, particles: tuple[str, ...] = ("は",)) -> bool:
        """Whether the sentence goes on about some of the same: 遺体が3体見つかり、2体は女性だった."""
        here = self.parse.sentence_index(quantity.start)
        begins = self.before(quantity.start) == "、" and self.folded.startswith(particles, quantity.end)
        return begins and here == self.parse.sentence_index(before.start)

    def _person(self, quantity: Quantity) -> Span | None:
        """Whose age it is: the person before the brackets or before の, after の, or of whom it is told."""
        index = len(self.done)
        counted = self.done[-1] if self.done else None
        of_people = counted is not None and counted.unit_id in PEOPLE
        alone = self.folded[quantity.end : quantity.end + 1] != "の"
        if counted is not None and of_people and alone and self.folded[counted.end : quantity.start] in _BOTH:
            return counted.item  # 部員4人（18～19歳）
        following = self.found[index + 1] if index + 1 < len(self.found) else None
        if following is not None and self.folded[quantity.end : following.start] in {"と", "、", "や"}:
            shared = self._right(following) if following.kind == "age" else None
            if shared is not None and self._is_person(shared):
                return shared  # 29歳と25歳の看守
        right = self._right(quantity) or (None if self._in_brackets(quantity) else self._person_right_after(quantity))
        if right is not None and self.folded.startswith("の", right[1]):
            person = self._phrase_after(right[1] + 1)  # 45歳の会社員の男
            right = person if person is not None and self._is_person(person) else right
        if right is not None and self._is_person(right):
            return right
        if right is not None and (inside := self._up_to_person(right)) is not None:
            return inside
        after = self._phrase_after_act(quantity)
        if after is not None:
            return after
        beside = self._compound_before(quantity.start)
        if beside is not None and self._is_person(beside):
            return self._name_in(beside)
        opened = _BEFORE_AGE.search(self.folded, max(0, quantity.start - 5), quantity.start)
        if opened is not None:
            span = self._compound_before(self._before_reading(opened.start()))
            if span is not None and (self._is_person(span) or opened.group().startswith("(")):
                return self._name_in(span)
        described = self._quotation(quantity.start)
        if self.folded[described : described + 1] == "(" and quantity.start - described < LONGEST_NAME:
            span = self._compound_before(self._before_reading(described))
            if span is not None:
                return self._name_in(span)  # ハルカゼ（牝3歳）
        for word, _ in self._particles_before(quantity):
            if word.text in {"は", "が", "も", "の"}:
                span = self._compound_before(self._before_brackets(word.start))
                if span is not None and self._is_person(span):
                    return self._name_in(span)
        if self.before(quantity.start) in "はがも":
            span = self._compound_before(self._before_brackets(quantity.start - 1))
            if span is not None and self._is_name(span):
                return span  # ハルカゼも3歳馬だ
        if (
            counted is not None
            and counted.unit_id in PEOPLE
            and self.folded[counted.end : quantity.start] in {"が", "は"}
        ):
            return counted.item  # 船員のうち4人が60歳を超える
        known = self.aged.get(quantity.value) if quantity.value is not None else None
        told = known or (self._subject_before(quantity) if self._frame(quantity) is not None else None)
        return told or self._beast_after(quantity)

    def _beast_after(self, quantity: Quantity) -> Span | None:
        """The animal right after its age: 3歳牝馬."""
        beasts = [pattern for unit, (pattern, _) in self.rules.typical.items() if unit in _BEASTS]
        span = self._compound_at(quantity.end)
        for word in self.parse.words_in(*span) if span is not None else ():
            if any(pattern.fullmatch(word.text[i:]) for pattern in beasts for i in range(len(word.text))):
                return word.start, word.end
        return None

    def _average_age(self, before: Quantity | None, quantity: Quantity) -> Span | None:
        """The age or lifespan that is told, not a person's own: 平均寿命は男性が81歳、女性が87歳だった."""
        if before is not None and before.item and before.kind == "age" and self._is_lifespan(before.item):
            return before.item if _PARALLEL.fullmatch(self.folded, before.end, quantity.start) else None
        for word, _ in self._particles_before(quantity):
            if word.text == "は":
                topic = self._compound_before(self._before_brackets(word.start))
                return topic if topic is not None and self._is_lifespan(topic) else None
        return None
