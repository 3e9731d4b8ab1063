"""What was counted before, where the text goes on about the same: うち3隻, 25発を上回り, A社が4円、B社が5円."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pipeline import lexicon
from pipeline.matchers.quantities.act import Acts
from pipeline.matchers.quantities.apart import Apart
from pipeline.matchers.quantities.beside import LONGEST_LIST
from pipeline.matchers.quantities.phrases import Span, is_nominal
from pipeline.matchers.quantities.rules import UnitRule
from pipeline.schema import KINDS, Quantity
from pipeline.syntax import Parse

EQUALS = re.compile(
    r"(?:を超える|を上回る|を下回る|に(?:あたる|当たる|相当する|及ぶ|上る|のぼる|達する|近い)|近い|から|または|ないし|[(][^()]*[)]ないし)"
)
PARALLEL = re.compile(
    r"(?:で|と|だが)?、[^。、「」()0-9]{0,14}(?:「[^。「」]{1,20}」)?[^。、「」()0-9]{0,14}(?<!の)[がはも](?:約|計)?"
)
"""What stands between two numbers that tell the same of two things: 上げ幅はA社が4円、B社が5円."""
_ROLES = {"total", "doer", "bought", "only", "act", "end"}
_CLAUSE_BEGINS = re.compile("(?:^|[、。」\n)]|(?:この|その|これら|両|同))$")
_TELLING = 10
"""From how many on two equal numbers of people are hardly different people."""
_CASE = re.compile("(?:では|には|は|が|で)(?:約|計)?$")
_CASES = re.compile(r"(?:と|で)?、[^。、「」()0-9]{1,20}")
_NUMBER_OF = re.compile("の(?:数|人数|件数)(?:に(?:は|ついて|関して)|は|をめぐ)")


@dataclass(frozen=True, kw_only=True)
class FrameRule(lexicon.Rule):
    """Where the thing counted stands, told by what comes right ``after`` the quantity, a regular expression.

    ``item``: ``subject`` (the phrase with は, が, も or を before it), ``topic`` (the one with は only), ``goal`` (the
    phrase with に) or ``none``. ``role``: more that the frame says, joined with ``|``: ``total`` (how many there are in
    all), ``doer`` (the subject may be who does it), ``bought``, ``only``, ``act`` (any act), ``end`` (of the clause).
    ``kinds``: the kinds of quantities for which it holds, joined with ``|``; empty for all.
    """

    FILE = "quantities/frames.tsv"
    KEY = ("after", "kinds")
    ALLOWED = {"item": ("subject", "topic", "goal", "none")}
    PATTERNS = ("after",)

    after: str
    item: str
    role: str = ""
    kinds: str = ""

    def problem(self) -> str:
        """A role or a kind that is none."""
        for name, told, known in (("role", self.role, _ROLES), ("kinds", self.kinds, set(KINDS))):
            if told and not set(told.split("|")) <= known:
                return f"{name} is {told!r}, not of {', '.join(sorted(known))}"
        return ""

    def has(self, role: str) -> bool:
        """Whether the frame has the role."""
        return role in self.role.split("|")


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


class Counting(Acts):
    """What units, frames and typical nouns tell of what is counted."""

    def __init__(self, folders: Sequence[Path], units: Sequence[UnitRule]) -> None:
        super().__init__(folders, units)
        typical = lexicon.by_key(lexicon.read(TypicalRule, folders), lambda rule: rule.unit_ids.split("|"))
        self.typical = {
            unit_id: (re.compile("|".join(sorted(rule.nouns.split("|"), key=len, reverse=True))), rule)
            for unit_id, rule in typical.items()
        }
        self.own = {rule.unit_id: rule.item for rule in reversed(units) if rule.item}
        self.otherwise = {rule.unit_id: rule.otherwise for rule in reversed(units) if rule.otherwise}
        self.carried = frozenset(rule.unit_id for rule in units if rule.carry)
        self.frames = [(re.compile(rule.after, re.MULTILINE), rule) for rule in lexicon.read(FrameRule, folders)]


def amount_of(quantity: Quantity) -> tuple[str, str, Decimal] | None:
    """What shows that two quantities tell the same amount; None where that proves little: 1人, 3%."""
    if quantity.kind not in {"count", "money"} or not quantity.unit or quantity.value is None or quantity.value < 2:
        return None
    return quantity.kind, quantity.unit_id, quantity.value


class Carrying(Apart):
    """One article's quantities, and what was counted before."""

    def __init__(self, rules: Counting, parse: Parse, folded: str, found: Sequence[Quantity]) -> None:
        super().__init__(rules, parse, folded)
        self.rules: Counting = rules
        self.found = found
        self.done: list[Quantity] = []
        self.said_of: dict[Decimal, Span] = {}
        """What each number was said of last."""
        self.amounts: dict[tuple[str, str, Decimal], Span] = {}
        """What each amount, with its kind and unit, was said of first."""
        self.aged: dict[Decimal, Span] = {}
        """Who was said to be how old."""
        self.items: set[Span] = set()
        """What was counted so far."""
        self.frame = ""
        """The frame, or the typical noun, that told the item of the quantity being read."""

    def _frame(self, quantity: Quantity) -> FrameRule | None:
        """The frame that what comes after the quantity makes."""
        end = self._after_brackets(quantity.end)
        while self.folded[end : end + 1] in {"」", "』"}:
            end += 1
        return next(
            (
                frame
                for pattern, frame in self.rules.frames
                if (not frame.kinds or quantity.kind in frame.kinds.split("|")) and pattern.match(self.folded, end)
            ),
            None,
        )

    def _is_free(self, quantity: Quantity) -> bool:
        """Whether the quantity may count what is named elsewhere: no frame says that it counts nothing."""
        frame = self._frame(quantity)
        return frame is None or frame.item != "none"

    def _parallel(self, before: Quantity, quantity: Quantity) -> bool:
        """Whether the number tells the same as the one before it, of another thing: A社が4円、B社が5円."""
        if before.item is None or before.unit_id != quantity.unit_id or quantity.kind in {"age", "ordinal"}:
            return False
        if not self._is_free(quantity):
            return False  # 1万戸が停電、8000戸で断水
        end = before.item[1]
        quoted = self.folded[end : end + 1] in {"」", "』"}  # 「賛成」は48%、「反対」は39%
        apart = end + quoted < before.start - 1 and self.folded[end] != "の"  # not 住宅の全壊は9棟、浸水は20棟
        told = apart and self.before(before.start) in {"が", "は", "も"}
        own = self._word_before(quantity.start - 1)
        told = told and not (
            own is not None and own.text == "者" and self._counts("people", quantity)
        )  # 行方不明者は5人
        return told and PARALLEL.fullmatch(self.folded, before.end, quantity.start) is not None

    def _another_case(self, quantity: Quantity) -> Span | None:
        """The measure of which the sentence told one case, for a number that tells the next: 割合は甲が7%、乙は11%."""
        if quantity.kind != "percent" or self.before(quantity.start) not in {"が", "は", "も"}:
            return None
        last = next((each for each in reversed(self.done) if each.kind == "percent"), None)
        if last is None or last.item is None or last.item[1] >= last.start - 1 or not self._is_measure(last.item):
            return None
        case = self._compound_before(quantity.start - 1)
        if case is None or self._is_measure(case) or self.rules.sum_of(self._last(case).text) is not None:
            return None
        here = self.parse.sentence_index(quantity.start)
        return last.item if here == self.parse.sentence_index(last.item[0]) else None

    def _listed_with(self, before: Quantity | None, quantity: Quantity) -> Span | None:
        """What the number before it counts, for one that tells the same in another unit: 23品目、180万箱に及ぶ."""
        if before is None or before.kind != "count" or quantity.kind not in {"count", "measure"}:
            return None
        between = self.folded[before.end : quantity.start]
        other = before.unit_id != quantity.unit_id and not self._counts_people_or_times(quantity)
        if between == "・" and other and before.item is not None and before.item[1] <= before.start:
            return before.item  # ゼリー3種類・98個
        frame = self._frame(quantity)
        joined = self.folded[before.end : quantity.start] == "、" and before.unit_id != quantity.unit_id
        beside = before.item is not None and self.folded[before.item[1] : before.start] in {"", "など", "等"}
        if joined and quantity.kind == "measure" and beside:
            return before.item  # 薬物3袋、2グラム
        return before.item if joined and frame is not None and frame.has("total") else None

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

    def _equal(self, before: Quantity | None, quantity: Quantity) -> Span | None:
        """What the other one of two numbers counts of which one is said of the other: 半数にあたる113人."""
        if before is not None and EQUALS.fullmatch(self.folded, before.end, quantity.start):
            topic = self._topic_noun(quantity) if before.kind != quantity.kind == "measure" else None
            if topic is not None and self._is_measure(topic):
                return topic  # 面積は公園3つ分に当たる30ヘクタール
            whole = before.item is not None and self.folded[slice(*before.item)] == "全体"
            return None if whole else before.item  # 全体の14%にあたる870人
        return None

    def _said_already(self, quantity: Quantity) -> Span | None:
        """What the same amount was said of before: 客14人がけがをした。14人は病院に運ばれた."""
        amount = amount_of(quantity)
        if amount is None or not self._is_free(quantity):
            return None
        item = self.amounts.get(amount)
        if item is None or (self._counts("people", quantity) and not self._is_known(quantity, item)):
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

    def _carried(self, before: Quantity | None, quantity: Quantity) -> Span | None:
        """What was counted before, where the text goes on about the same."""
        if not quantity.unit:
            return self.said_of.get(quantity.high) if quantity.high is not None else None
        if quantity.unit_id in self.rules.carried:
            return self._recent(quantity, same_unit=True)
        text = self.folded
        if text.endswith(("含めた", "含む"), 0, quantity.start) and self._counts("people", quantity):
            return None  # 田中氏、鈴木氏を含めた3人
        if self._cue_before("earlier", quantity.start) and self._counts("people", quantity):
            for word, _ in self._particles_before(quantity):
                topic = self._compound_before(word.start) if word.text in {"は", "も"} else None
                if topic is not None and self.rules.is_person(self._last(topic).text):
                    return topic  # 訪日客も昨年の3000万人を下回った
        if self._cue_before("earlier", quantity.start):
            return self._recent(quantity, same_unit=True)
        if text.endswith("別の", 0, quantity.start) and self._counts("people", quantity):
            return None
        if self._cue_before("remaining", quantity.start):
            return self._recent(quantity, same_unit=True, sentences=LONGEST_LIST)
        if text[max(0, quantity.start - 2) : quantity.start] in {"にも", "でも"} and before is not None:
            return self._recent(quantity, same_unit=before.unit != "")
        if before is not None and before.unit_id == quantity.unit_id:
            things = quantity.kind == "count" and not self._counts_people_or_times(quantity)
            if self._is_some_of_them(before, quantity):
                return before.item
            if self._within_brackets(before, quantity) or (things and self._goes_on_about(before, quantity)):
                return before.item
        if quantity.kind == "percent" and self._is_of_place(quantity):
            return self._recent(quantity, same_unit=True, same_kind=True)
        if self._is_some_of_many(quantity):
            return self._recent(quantity, same_unit=True)
        frame = self._frame(quantity)
        told = frame is not None and frame.item != "topic" and not (frame.has("act") or frame.has("end"))
        if told and not self._has_subject(quantity):
            item = self._recent(quantity, same_unit=quantity.kind != "money", same_kind=True)
            if item is None or not self._counts("people", quantity):
                return item
            actor = self.rules.actor(self._last(item).text)
            others = text.endswith("のは", 0, quantity.start) or (actor is not None and actor.kind == "body")
            return None if others else item  # 閉じ込められたのは9人だ
        return None

    def _measured_again(self, quantity: Quantity) -> Span | None:
        """The measure that the last number of the same unit told, for one that tells another case of it.

        候補者数は青空党が240人だった。みどり党は30人、
        """
        if quantity.kind not in {"percent", "count"} or not quantity.unit or self._counts("times", quantity):
            return None
        if not self._is_free(quantity) or self._begins("fate", quantity.end + 1):
            return None
        here = self.parse.sentence_index(quantity.start)
        last = next((each for each in reversed(self.done) if each.unit_id == quantity.unit_id), None)
        if last is None or last.item is None or here - self.parse.sentence_index(last.start) > 1:
            return None
        return last.item if self._is_measure(last.item) else None

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
                return not acts and is_nominal(noun) and self._is_item(noun)
        return False

    def _is_some_of_them(self, before: Quantity, quantity: Quantity) -> bool:
        """Whether fewer people are told of than those counted before: 登山者3人が遭難し、1人が死亡した."""
        if not self._counts("people", quantity) or before.item is None or quantity.high is None or before.low is None:
            return False
        whole = self.rules.is_person(self._last(before.item).text) and not self._begins("fate", before.item[0])
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
