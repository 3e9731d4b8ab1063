"""Whose age it is: the person or animal beside the number, in brackets, after it, or of whom it is told."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.matchers.quantities.carried import PARALLEL, Carrying
from pipeline.matchers.quantities.phrases import LONGEST_NAME, Span, is_nominal
from pipeline.schema import Quantity

_BEFORE_AGE = re.compile(r"(?:[(](?:事件当時|当時|同)?|の|、)$")
_MONTHS = re.compile("[0-9]{1,2}[カヶか]月")
_OF_SO_MANY = re.compile("(?:まで|前後|くらい|ぐらい)?の")
_BOTH = {"(", "(いずれも", "(ともに"}
_LONGEST_WHOLE = 10


class Ages(Carrying):
    """One article's quantities, and whose ages they are."""

    def _average_age(self, before: Quantity | None, quantity: Quantity) -> Span | None:
        """The age or lifespan that is told, not a person's own: 平均寿命は男性が81歳、女性が87歳だった."""
        if before is not None and before.item and before.kind == "age" and self._is_lifespan(before.item):
            return before.item if PARALLEL.fullmatch(self.folded, before.end, quantity.start) else None
        for word, _ in self._particles_before(quantity):
            if word.text == "は":
                topic = self._compound_before(self._before_brackets(word.start))
                return topic if topic is not None and self._is_lifespan(topic) else None
        return None

    def _person(self, quantity: Quantity) -> Span | None:
        """Whose age it is: the person before the brackets or before の, after の, or of whom it is told."""
        index = len(self.done)
        counted = self.done[-1] if self.done else None
        of_people = counted is not None and self._counts("people", counted)
        alone = self.folded[quantity.end : quantity.end + 1] != "の"
        if counted is not None and of_people and alone and self.folded[counted.end : quantity.start] in _BOTH:
            return counted.item  # 部員4人（18～19歳）
        following = self.found[index + 1] if index + 1 < len(self.found) else None
        if following is not None and self.folded[quantity.end : following.start] in {"と", "、", "や"}:
            shared = self._right(following) if following.kind == "age" else None
            if shared is not None and self._is_person(shared):
                return shared  # 29歳と25歳の看守
        if following is not None and _OF_SO_MANY.fullmatch(self.folded, quantity.end, following.start):
            many = self._right(following) if self._counts("people", following) else None
            if many is not None and self._is_person(many):
                return many  # 1歳から3歳までの5人の女の子
        months = _MONTHS.match(self.folded, quantity.end)  # 1歳11カ月の幼児
        if months is not None:
            quantity = replace(quantity, end=months.end())
        right = self._right(quantity) or (None if self._in_brackets(quantity) else self._person_right_after(quantity))
        if right is not None and self.folded.startswith("の", right[1]):
            person = self._phrase_after(right[1] + 1)  # 45歳の会社員の男
            kin = person is not None and self._of_kind("kin", self._last(person).text)
            right = person if person is not None and not kin and self._is_person(person) else right
        if right is not None and self._is_person(right):
            return right
        if right is not None and (inside := self._up_to_person(right)) is not None:
            return inside
        opened = self._quotation(quantity.start)
        alone = self.before(quantity.start) not in "はがも" and (opened < 0 or self.folded[opened] != "(")
        if alone and (beast := self._beast_after(quantity)) is not None:
            return beast
        after = self._phrase_after_act(quantity)
        if after is not None:
            return after
        beside = self._compound_before(quantity.start)
        if beside is not None and self._is_person(beside):
            return self._name_in(beside)
        joint = _BEFORE_AGE.search(self.folded, max(0, quantity.start - 5), quantity.start)
        if joint is not None:
            span = self._compound_before(self._before_reading(joint.start()))
            if span is not None and (self._is_person(span) or joint.group().startswith("(")):
                return self._name_in(span)
        if opened >= 0 and self.folded[opened] == "(" and quantity.start - opened < LONGEST_NAME:
            span = self._compound_before(self._before_reading(opened))
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
            and self._counts("people", counted)
            and self.folded[counted.end : quantity.start] in {"が", "は"}
        ):
            return counted.item  # 船員のうち4人が60歳を超える
        if self._cue_after("then", quantity.end) and (told := self._recent(quantity, same_unit=True, same_kind=True)):
            return told  # 田中選手は27歳。15歳のときに優勝した
        known = self.aged.get(quantity.value) if quantity.value is not None else None
        return known or (self._subject_before(quantity) if self._frame(quantity) is not None else None)

    def _beast_after(self, quantity: Quantity) -> Span | None:
        """The animal right after its age: 3歳牝馬."""
        beasts = [pattern for unit_id, (pattern, _) in self.rules.typical.items() if self.rules.is_of("beast", unit_id)]
        word = self.parse.word_at(quantity.end)
        while word is not None and is_nominal(word) and word.start < quantity.end + _LONGEST_WHOLE:
            if any(pattern.fullmatch(word.text[i:]) for pattern in beasts for i in range(len(word.text))):
                return word.start, word.end
            word = self.parse.word_at(word.end)
        return None
