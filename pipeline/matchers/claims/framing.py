"""What a phrase opens that names the source before all that is told: によると, では, の話として, 報じたところでは."""

from __future__ import annotations

from dataclasses import replace

from pipeline.matchers.claims.reading import Reading
from pipeline.matchers.claims.speakers import Noun
from pipeline.matchers.claims.telling import Frame


class Framing(Reading):
    """A sentence in which a phrase may name the source of all that follows."""

    def read_according(self, k: int) -> None:
        """〜によると."""
        then = k + 1 + (self.at(k + 1) in {"ます", "まし"})
        if self.at(then) not in {"と", "ば"} or k < 2 or self.at(k - 2) == "ところ" or self.at(then + 1) == "し":
            return
        noun = self.noun_before(k - 1, "による", self.segment)
        before = noun.first if noun is not None else k
        if noun is not None and self.words[noun.last - 1].tag == "代名詞":
            noun = self.source or self.article.told_of()
        named = noun is not None and (self.is_named(noun) or self.at(noun.last - 1).isascii())
        teller = self.teller_inside(noun) if noun is not None and noun.kind == "basis" else None
        if teller is not None:
            noun, before = teller, teller.first
        if noun is None or not (noun.kind or named or self.at(then + 1) == "、"):
            return
        span = (self.words[k - 1].start, self.words[then].end)
        self.open_frame(before, Frame(noun, then + 1, span, self.setting.only["による"]))

    def teller_inside(self, noun: Noun) -> Noun | None:
        """Who tells what the noun calls a telling, in a clause before it: 乗客が本紙に語った話."""
        begin = self.run_of(noun.last - 1, self.segment)
        while self.at(begin - 1) == "の" and self.is_dated(begin - 2):
            begin = self.run_of(begin - 2, self.segment)
        if begin <= self.segment or self.words[begin - 1].pos not in {"VERB", "AUX"}:
            return None
        subjects = [each for each in self.marked(self.segment, begin) if each.particle == "が"]
        teller = subjects[-1] if subjects else None
        return teller if teller is not None and teller.kind in {"person", "unnamed"} else None

    def read_reading(self, k: int) -> None:
        """東洋新聞の報道を見ると、."""
        if self.lemma(k + 1) not in {"見る", "みる", "読む"} or self.at(k + 2) != "と":
            return
        noun = self.noun_before(k, "による", self.segment)
        begin = self.run_of(k - 1, self.segment)
        owner = self.noun_before(begin - 1, "の", self.segment) if self.at(begin - 1) == "の" else None
        if noun is not None and owner is not None and owner.kind == "media":
            span = (self.words[k].start, self.words[k + 2].end)
            self.open_frame(noun.first, Frame(noun, k + 3, span, self.setting.only["による"]))

    def read_citing(self, k: int) -> None:
        """消息筋を引用して."""
        then = k + 1
        while then < self.size and self.at(then) != "、" and then < k + 5:
            then += 1
        noun = self.noun_before(k, "を", self.segment) if self.at(then) == "、" else None
        if self.lemma(k + 1) == "引用" and noun is not None and noun.kind and then + 1 < self.size:
            rule = self.setting.only["話として"]
            self.relayed = Frame(noun, then + 1, (self.words[k + 1].start, self.words[then - 1].end), rule)

    def read_document(self, k: int) -> None:
        """警察の調べでは、."""
        apart = self.at(k + 2) == "、" or self.is_quote(k + 2)
        if k == 0 or not (self.at(k + 1) == "は" or (self.at(k + 1) == "も" and apart)):
            return
        noun = self.noun_before(k, "で", self.segment)
        inner = self.frame is not None or (noun is not None and noun.first > self.segment + 1)
        if self.at(k + 1) == "も" and self.is_quote(k + 2) and inner:
            return
        if noun is None or {noun.kind, self.kind_of(k - 1, k - 1)[0]}.isdisjoint({"document", "basis"}):
            return
        if self.frame is None or noun.first >= self.frame.begin:
            span = (self.words[noun.last - 1].start, self.words[k + 1].end)
            self.open_frame(noun.first, Frame(noun, k + 2, span, self.setting.only["では"]))

    def read_where(self, k: int) -> None:
        """〜が報じたところでは、."""
        cues = (self.cue_at(j, "と") for j in range(k - 1, max(k - 7, -1), -1))
        past = k - (self.at(k - 1) == "た")
        cue = next((cue for cue in cues if cue is not None and cue.last in {past, k}), None)
        then = k + 1
        while self.at(then) in {"に", "よる", "よれ", "ば", "と", "で", "は"}:
            then += 1
        if cue is None or (self.at(then) != "、" and then == k + 1):
            return
        nouns = [noun for noun in self.marked(self.segment, cue.first) if noun.particle != "で"]
        if self.at(cue.first - 1) == "の" and (noun := self.noun_before(cue.first - 1, "の", self.segment)) is not None:
            nouns.append(noun)  # 教頭の伝えたところでは
        reports = then > k + 1 or "前文" in cue.rule.takes or (nouns and nouns[-1].kind == "media")
        if nouns and reports:
            span = (self.words[cue.first].start, self.words[then - 1].end)
            self.open_frame(nouns[-1].first, Frame(nouns[-1], then, span, self.setting.only["ところ"]))

    def read_relay(self, k: int, i: int) -> None:
        """〜の話として."""
        if self.at(k - 2) != "の":
            return
        noun = self.noun_before(k - 2 - (self.at(k - 3) == "から"), "の", self.segment)
        then = i + 2 + (self.at(i + 2) == "、")
        if noun is not None and self.is_timed(noun):
            owners = self.marked_by(self.segment, noun.first, comma=False)
            noun = owners[-1] if owners else self.owner_before(noun)  # 中央選管の5日現在の集計として
        if noun is not None and not noun.kind and self.at(k - 1) != "情報":
            noun = replace(noun, kind="organization")
        if noun is not None and noun.kind and then < self.size:
            rule = self.setting.cues["話として"][self.at(k - 1) + "として"]
            self.relayed = Frame(noun, then, (self.words[k - 1].start, self.words[i + 1].end), rule)

    def read_break(self, k: int) -> None:
        """〜によりますと…ということで、警察は調べています: what is told ends there."""
        if self.lemma(k - 3) == "いう" and self.at(k - 4) == "と":
            self.shut_frame(k - 4)
            self.segment = k + 1
