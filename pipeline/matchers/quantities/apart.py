"""The noun apart from a number, told in the number's own sentence, or the place or person that it is told of.

4位となったチーム, 半島の東方300キロ, 20カ所に給水所を設けた, 党員票では7割に達した, 78歳で亡くなった祖父.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from pipeline.matchers.quantities.act import Acting
from pipeline.matchers.quantities.phrases import Span, is_nominal
from pipeline.schema import Quantity

_PHRASES = re.compile("[はがのをにで]")
_OVER = re.compile("に(?:わた|亘|渡)(?:り|って)")
_REPEATED = re.compile("(?:以上|余り|ほど)?(?:[、も]|にわた|$|[一-龥])")
_STATED = re.compile(r"(?P<noun>[^。、「」()]{1,20}?)として")
_REACHED = ("に", "で", "と", "だ", "を", "、", "。", "・", "の座", "の地位", "の位置")
"""What follows the place that somebody comes to."""
_OF_IT = re.compile("(?:へ|で|と|から)?の")
_BELONGING = re.compile("(?:所属|出身|在籍)?の")
_UP_TO = re.compile("まで(?:は|が)?$")
_TOLD = ("。", "だ", "で", "と", "ある", "」", "\n")
_LONGEST_CLAUSE = 16
_LONGEST_REPORT = 4
"""How many sentences after its topic was named a report may still be about it."""


class Apart(Acting):
    """One article's phrases, and the nouns that stand apart from a quantity."""

    def _placed(self, quantity: Quantity) -> Span | None:
        """What a rank or an ordinal orders: 第5回大会, 第5回「港の音楽会」, 4位となったチーム, 田中選手が3位."""
        described = None
        if self._counts("rank", quantity):
            described = self._cue_after("who_came", self._after_brackets(quantity.end))
        if described is not None:
            span = self._phrase_after(described.end())
            return self._named_last(span) if span is not None else None
        if self.folded[quantity.start] == "第":
            if (quoted := self._quoted(quantity.end)) is not None:
                return quoted  # 第5回「港の音楽会」
            season = self.parse.word_at(quantity.end)
            if season is not None and season.tag.endswith("副詞可能") and self.folded.startswith("の", season.end):
                span = self._compound_at(season.end + 1)
                return (quantity.end, span[1]) if span is not None else None  # 第92回夏の全国大会
            joined = self._joined(quantity)
            after = self._after_brackets(joined[1]) if joined is not None else 0
            events = (
                [word for word in self.parse.words_in(*joined) if self._of_kind("held", word.text)] if joined else []
            )
            if joined is not None and events:
                return joined[0], events[-1].end  # 第44回総選挙当選者数
            if joined is not None and after > joined[1]:
                return self._compound_at(after) or joined  # 第5回諸国連合（AU）首脳会議
            if joined is not None or not self._counts("rank", quantity):
                return joined
        if not self._counts("rank", quantity):
            return self._one_more(quantity)
        beside = (name for name in self.names if name.start == quantity.end and name.label in {"PERSON", "ORG"})
        if (holder := next(beside, None)) is not None:
            return holder.start, holder.end  # 1位M.山田
        if (joined := self._joined(quantity)) is not None:
            return joined  # 3位チーム
        right = self._phrase_after(quantity.end + 1) if self.folded.startswith("の", quantity.end) else None
        if right is not None and self._holds(right):
            return self._named_last(right)  # リーグ3位のチーム
        if self.before(quantity.start) == "同" and self.folded.startswith("で", quantity.end):
            named = self._phrase_after(quantity.end + 1)
            if named is not None and self._holds(named):
                return self._name_in(named)  # 同3位で英国の青空社
        if self.folded.startswith("の", quantity.end) and (quoted := self._quoted(quantity.end + 1)) is not None:
            return quoted  # 2位の「楽」
        if self.folded.startswith("には", quantity.end) and (chosen := self._subject_after(quantity)) is not None:
            return chosen  # 2位には初優勝にちなむ「楽」が選ばれた
        if self.folded.startswith(("は", "に"), quantity.end):
            held = self.folded.startswith("には", quantity.end)
            named = self._phrase_after(quantity.end + 1 + held)
            named = self._end_of_chain(named) if named is not None else None
            then = self.folded[named[1] : named[1] + 1] if named is not None else ""
            told = self.folded.startswith("は", quantity.end) and then in {"", "、", "。", "だ", "で", "("}
            if named is not None and (told or (held and then == "が") or self._is_name(named)):
                return self._name_in(named)  # 2位はロシア, 3位にホンダ, 4位には日本が入った
        if self.before(quantity.start) in "がはも" and self.before(quantity.start - 1) not in "でに":
            span = self._compound_before(self._before_asides(quantity.start - 1))
            return self._name_in(span) if span is not None else None
        return self._of_scale(quantity) or self._ranked(quantity)

    def _end_of_chain(self, span: Span) -> Span:
        """The last of the phrases that の ties together: 青空号 in 港町競馬所属の青空号."""
        while (joint := _BELONGING.match(self.folded, span[1])) and (
            named := self._compound_at(joint.end())
        ) is not None:
            span = named
        return span

    def _one_more(self, quantity: Quantity) -> Span | None:
        """Of whom somebody is the next, told in a cleft: 日本人選手が優勝したのは山田選手に次いで3人目だ."""
        people = self._counts("people", quantity)
        if not (people or quantity.unit_id == "件") or not self.folded.startswith(_REACHED, quantity.end):
            return None
        words = self._words_before(quantity)
        cleft = next((i for i in range(len(words) - 1) if words[i].text == "の" and words[i + 1].text == "は"), 0)
        for word in reversed(words[:cleft]):
            if word.text == ("が" if people else "を") and word.tag.startswith("助詞"):
                span = self._compound_before(self._before_brackets(word.start))
                return span if span is not None and (not people or self._holds(span)) else None
        return None

    def _named_last(self, span: Span) -> Span:
        """The name in the phrase, or the one that の ties to it: 山田花子 in 港大学の山田花子."""
        while self.folded.startswith("の", span[1]):
            named = self._compound_at(span[1] + 1)
            if named is None or not (self._is_person(named) or self._is_name(named)):
                break
            span = named
        return self._name_in(span)

    def _of_scale(self, quantity: Quantity) -> Span | None:
        """Whose rank it is on the scale named beside it: 青空ビールのシェア3位, 港生命は業界2位で."""
        scale = self._word_before(quantity.start)
        if scale is None or scale.end != quantity.start or not self._of_kind("scale", scale.text):
            return None
        right = self._phrase_after(quantity.end + 1) if self.folded.startswith("の", quantity.end) else None
        if right is not None and not self._of_kind("scale", self._last(right).text):
            return self._named_last(right)  # 世界2位の青空ビール, but 業界1位のシェア
        opened = self._quotation(quantity.start)
        while scale.i and (before := self.parse.words[scale.i - 1]).end == scale.start and is_nominal(before):
            scale = before
        if self.before(scale.start) == "の":
            holder = self._compound_before(self._before_brackets(scale.start - 1))
            return self._name_in(holder) if holder is not None and not self._is_place(holder) else None
        inside = opened >= 0 and self.folded[opened] == "("
        return self._subject(replace(quantity, start=opened) if inside else quantity)  # 田中氏は候補者（順位5位）だ

    def _ranked(self, quantity: Quantity) -> Span | None:
        """Who comes to the place, the nearest subject or topic that can: 佐藤選手は後半に追い上げて3位に入った."""
        if not self.folded.startswith(_REACHED, quantity.end):
            return None
        told = any(
            word.text in {"は", "が", "も"} and self.before(word.start) != "で"
            for word, _ in self._particles_before(quantity)
        )
        alone = not told and quantity.unit_id != "党" and self._compound_before(quantity.start) is None
        return self._subject(quantity) or (self._topic_before(quantity) if alone else None)

    def _topic_before(self, quantity: Quantity) -> Span | None:
        """Whom the sentences right before are about: 田中選手は4大会に出た。昨年は3位だった."""
        index = self.parse.sentence_index(quantity.start)
        for start, end in reversed(self.parse.sentences[max(0, index - _LONGEST_REPORT) : index]):
            for word in self.parse.words_in(start, end):
                if word.text == "は" and word.tag.startswith("助詞"):
                    span = self._compound_before(self._before_asides(word.start))
                    if span is not None and self._is_person(span):
                        return self._name_in(span)
        return None

    def _subject(self, quantity: Quantity) -> Span | None:
        """The nearest subject or topic that can hold a rank."""
        for word, _ in self._particles_before(quantity):
            if word.text in {"は", "が", "も"}:
                at = self._before_asides(word.start)
                span = self._compound_before(at)
                if span is not None and self._holds(span):
                    both, members = self._list_to(span)
                    joined = members > 1 and "、" not in self.folded[slice(*both)]
                    return both if joined else self._name_in(span)
                if span is None and (named := self._named_at(at)) is not None:
                    return named  # 青空1969
        return None

    def _subject_after(self, quantity: Quantity) -> Span | None:
        """The nearest subject after the number, in its sentence."""
        end = self.parse.sentences[self.parse.sentence_index(quantity.start)][1]
        for word in self.parse.words_in(quantity.end, end):
            if word.text == "が" and word.tag.startswith("助詞-格助詞"):
                span = self._compound_before(self._before_brackets(word.start))
                return self._name_in(span) if span is not None else None
        return None

    def _holds(self, span: Span) -> bool:
        """Whether the phrase names or describes somebody who can hold a rank."""
        return self._is_name(span) or self.rules.actor(self._last(span).text) is not None

    def _stated(self, quantity: Quantity) -> Span | None:
        """What people or money are said to be after their number: 20万人が隣国に難民としてとどまる."""
        people = self._counts("people", quantity)
        if not people and quantity.kind != "money":
            return None
        if self.folded[quantity.end : quantity.end + 1] not in ({"が", "は", "も"} if people else {"が", "を"}):
            return None
        stated = _STATED.match(self.folded, quantity.end + 1)
        span = self._compound_before(stated.end("noun")) if stated is not None else None
        return span if span is not None and self.rules.is_person(self._last(span).text) == people else None

    def _paid(self, quantity: Quantity) -> Span | None:
        """For what money is, right after it in a headline: 100万円賠償命令."""
        word = self.parse.word_at(quantity.end)
        if quantity.kind != "money" or word is None or word.start != quantity.end:
            return None
        named = "サ変" in word.tag and self._is_item(word) and self._goes_on(word.end)
        return (word.start, word.end) if named else None  # but 100万円詐取 tells an act

    def _away_from(self, quantity: Quantity) -> Span | None:
        """From where a distance is told: 半島の東方300キロ, 現場から40キロ離れた."""
        lying = self._cue_after("lying", quantity.end)
        if lying is not None and (place := self._phrase_after(lying.end())) is not None:
            return place  # 本土の南20キロに位置する島
        spot = self._cue_after("spot", quantity.end)
        if spot is not None and self._left(quantity) is None:
            return spot.span("place")
        way = self._cue_before("way", quantity.start)
        if way is not None:
            told = (
                way.group("of") and self.folded[quantity.end : quantity.end + 2] == "の、"
            ) or not self.folded.startswith("の", quantity.end)
            if told and not any(between for word, between in self._particles_before(quantity) if word.text == "は"):
                topic = self._topic_noun(quantity)
                if topic is not None:
                    return topic  # 現場は駅の西400メートル
            if (sea := self._cue_after("sea", quantity.end)) is not None:
                return sea.span("place")  # 港の南西60キロの海上
            span = self._compound_before(way.start())
            return (span[0], way.end()) if span is not None else None
        if (
            self.folded.endswith("から", 0, quantity.start)
            and (apart := self._cue_after("lies_apart", quantity.end))
            and (place := self._phrase_after(apart.end())) is not None
        ):
            return place  # 岸から3キロ離れた島
        if self.folded.endswith("から", 0, quantity.start) and self.folded[quantity.end - 2 : quantity.end] == "以内":
            return self._compound_before(self._before_brackets(quantity.start - 2))  # 国境から2キロ以内
        to = _UP_TO.search(self.folded, max(0, quantity.start - 3), quantity.start)
        if to is not None and self.folded.startswith(_TOLD, quantity.end):
            return self._compound_before(self._before_brackets(to.start()))  # 駅までは5キロ
        if self.folded.endswith("から", 0, quantity.start) and self._cue_after("away", quantity.end):
            return self._compound_before(self._before_brackets(quantity.start - 2))
        return None

    def _answered(self, quantity: Quantity) -> Span | None:
        """What so large a share answers or does, at the end of a headline: 国民投票で8割が賛成."""
        if quantity.kind != "percent" or not self.folded.startswith("が", quantity.end):
            return None
        span = self._compound_at(quantity.end + 1)
        if span is None or "サ変" not in self._last(span).tag:
            return None
        answer = self._of_kind("answer", self._last(span).text)  # 増税には6割が反対した
        return span if answer or self.folded[span[1] : span[1] + 1] in {"", "\n", "。", "、", "-"} else None

    def _group_at(self, quantity: Quantity) -> Span | None:
        """The group of which a share is told, with では: 党員票では7割に達した."""
        people = self._counts("people", quantity)
        shares = quantity.kind in {"percent", "ratio"}
        if not (people or shares) or not self.folded.endswith("では", 0, quantity.start):
            return None
        span = self._compound_before(self._before_brackets(quantity.start - 2))
        if people and (span is None or not self.rules.is_person(self._last(span).text)):
            return None  # 大リーガーでは27人が達成した
        return None if span is None or self._is_name(span) or self._is_place(span) else span

    def _set_at(self, quantity: Quantity) -> Span | None:
        """What is set up in so many places: 20カ所に給水所を設けた."""
        if quantity.unit_id != "カ所" or not self.folded.startswith("に", quantity.end):
            return None
        span = self._phrase_after(quantity.end + 1)
        return span if span is not None and self.folded.startswith("を", span[1]) else None

    def _of_place(self, quantity: Quantity) -> Span | None:
        """The measure that is the topic, of which a place's number is told: 総雨量は長崎市の300ミリを含め."""
        if quantity.kind == "percent" or self.before(quantity.start) != "の":
            return None
        place = self._compound_before(quantity.start - 1)
        topic = self._topic_noun(quantity) if place is not None and self._is_place(place) else None
        return topic if topic is not None and self._is_measure(topic) else None

    def _told_in_brackets(self, quantity: Quantity) -> Span | None:
        """The noun before brackets that end with a measure or price of it: 海岸線（港―岬、20キロ）."""
        if quantity.kind not in {"measure", "money"} or not self.folded.startswith((")", "・"), quantity.end):
            return None
        opened = self._quotation(quantity.start)
        span = self._compound_before(opened) if opened >= 0 and self.folded[opened] == "(" else None
        if (
            span is None
            or self._is_person(span)
            or self.parse.sentence_index(opened) != self.parse.sentence_index(quantity.start)
        ):
            return None
        if quantity.kind == "measure":
            apart = _PHRASES.search(self.folded, opened, quantity.start) is None
            return span if apart and self._left(quantity) is None else None
        return span if self.rules.sum_of(self._last(span).text) is not None else None

    def _measured(self, quantity: Quantity) -> Span | None:
        """The measure or sum told right before the number, whatever follows: 費用が3億円かかる."""
        at = self._before_comparison(quantity.start)
        if self.before(at) not in {"は", "が", "も"} or self._counts("people", quantity):
            return None
        span = self._compound_before(self._before_brackets(at - 1))
        if span is None:
            return None
        total = self.rules.sum_of(self._last(span).text) is not None
        known = any(name.label in {"PERSON", "ORG", "GPE"} for name in self._names_near(span[1]))
        named = (
            known or self._is_name(span) or self._is_place(span) or self.rules.actor(self._last(span).text) is not None
        )
        if quantity.kind in {"money", "percent", "ratio"}:
            return None if named else span  # 歳入は11億元と少ない
        return span if quantity.kind == "measure" and not total and not named else None

    def _measure_of_clause(self, quantity: Quantity) -> Span | None:
        """The nearest measure or sum before the number that numbers of its kind tell, whatever stands between.

        来場者数が予想を超える9400人となった, 価格を発表していた6万円から5万円に値下げする.
        """
        if not quantity.unit or quantity.kind not in {"percent", "money", "count", "measure"}:
            return None
        if self._counts("times", quantity):
            return None
        if self._counts("people", quantity) and self._begins("fate", quantity.end + 1):
            return None  # 3人が死亡した
        for word, _ in self._particles_before(quantity):
            if word.text not in {"は", "が", "も", "を"}:
                continue
            span = self._measured_before(word.start)
            if (
                span is None
                or self._is_name(span)
                or (word.text != "は" and self._clause_ends(word.end, quantity.start))
            ):
                continue
            noun = self._last(span).text
            if quantity.kind == "count":
                fits = self._ends_in("number", noun)
            elif quantity.kind == "percent":
                fits = self._ends_in("rate", noun)
            elif quantity.kind == "measure":
                fits = word.text == "は" and noun.endswith("量")  # 雪の量は山沿いで70センチ
            else:
                fits = self.rules.sum_of(noun) is not None
            if fits:
                return span
        return None

    def _clause_ends(self, start: int, end: int) -> bool:
        """Whether a clause that goes on with a comma ends in the span: 人口が減り、."""
        words = self.parse.words_in(start, end)
        return any(
            comma.text == "、" and verb.tag.startswith(("動詞", "助動詞", "助詞-接続助詞"))
            for verb, comma in itertools.pairwise(words)
        )

    def _happened(self, quantity: Quantity) -> Span | None:
        """What happened so many times: 3回、社長に報告した, 週に2回、体操を続ける, 爆発音が2回した."""
        if quantity.unit_id not in {"回", "度"} or quantity.kind != "count":
            return None
        won = self.folded[max(0, quantity.start - 2) : quantity.start]
        if (won.endswith("に") or won == "にも") and self._cue_after("chosen", quantity.end):
            return self._compound_before(quantity.start - len("にも" if won == "にも" else "に"))
        if quantity.unit_id == "回" and _REPEATED.match(self.folded, quantity.end) is None:
            return None  # 6回に得点した
        found = self._act(quantity, None)
        if found is None or found.relative:
            return None
        act, end = found.verb, found.end
        if act.tag.startswith("名詞") and act.tag.endswith("サ変可能"):
            return self._compound_before(act.end)
        if act.dep == "acl" and act.start <= quantity.end + 1:
            head = self.parse.head(act)
            return self._compound_before(head.end) if "サ変" in head.tag else None  # 3回行われた検査
        paused = self.folded.startswith("、", quantity.end)
        for child in self.parse.children(act):
            if child.dep not in {"obj", "nsubj"} or child.start < end:
                continue
            span = self._compound_before(child.end)
            held = child.dep == "obj" and self.rules.told_by("outer", act.lemma) is not None
            if span is not None and ((paused and child.dep == "obj") or held or "サ変" in self._last(span).tag):
                return span  # 2回にわたり手術を受けた, 10回書き込みを行った
        return None

    def _repeated_act(self, quantity: Quantity) -> Span | None:
        """The act that was done so many times, told after it: 3回行われた住民への爆撃."""
        over = _OVER.match(self.folded, quantity.end)
        done = self._compound_at(over.end()) if over is not None else None
        if done is not None and "サ変" in self._last(done).tag and self.folded.startswith(("し", "さ", "を"), done[1]):
            return done  # 3回にわたり検査した
        made = self._cue_after("made", quantity.end)
        if made is not None and (deed := self._compound_before(made.end("deed"))) is not None:
            return deed  # 20回も犯行を重ねた
        verb = self._cue_after("repeated", quantity.end)
        span = self._phrase_after(verb.end()) if verb is not None else None
        if span is None:
            return None
        while (joint := _OF_IT.match(self.folded, span[1])) and (noun := self._compound_at(joint.end())) is not None:
            span = noun
        return span if "サ変" in self._last(span).tag else None

    def _in_brackets(self, quantity: Quantity) -> bool:
        """Whether the age stands first in brackets, so that its person is before them: （54・女）."""
        return self.before(quantity.start) == "(" and self.folded.startswith("・", quantity.end)

    def _up_to_person(self, span: Span) -> Span | None:
        """The part of the phrase that describes a person: 女性 in 女性宅, 無職男性 in 無職男性逮捕."""
        ends = [word.end for word in self.parse.words_in(*span) if self.rules.is_person(word.text)]
        return (span[0], ends[-1]) if ends else None

    def _phrase_after_act(self, quantity: Quantity) -> Span | None:
        """Whom a clause with the age describes: 78歳で亡くなった祖父の一郎さん, 12歳で渡米した歌手."""
        if not self.folded.startswith(("で", "となる", "となった", "になる", "になった"), quantity.end):
            return None
        for word in self.parse.words_in(quantity.end, quantity.end + _LONGEST_CLAUSE):
            if word.text in {"、", "。", "は", "が", "と"} or word.tag.startswith("補助記号-括弧"):
                return None
            previous = self.parse.words[word.i - 1]
            if word.text in {"はず", "見込み", "予定"}:
                continue  # 80歳となるはずの
            past = previous.lemma == "た" and previous.tag.startswith("助動詞")
            if is_nominal(word) and (past or previous.text in {"なる", "の"}):
                span = self._compound_from(word)
                while span is not None and self.folded[span[1] : span[1] + 1] in {"の", "、"}:
                    named = self._compound_at(span[1] + 1)
                    if named is None or not self._is_person(named):
                        break
                    span = named
                return self._name_in(span) if span is not None and self._is_person(span) else None
        return None

    def _is_lifespan(self, span: Span) -> bool:
        return self.parse.text.endswith(("年齢", "寿命"), *span)

    def _subject_before(self, quantity: Quantity) -> Span | None:
        """The person whom the sentence before is about, for an age told alone (死去した。97歳だった)."""
        index = self.parse.sentence_index(quantity.start)
        closing = self.folded.startswith("。", quantity.end)
        if index < 1 or (quantity.start > self.parse.sentences[index][0] + 3 and not closing):
            return None
        for word in self.parse.words_in(*self.parse.sentences[index - 1]):
            if word.text in {"は", "が"} and word.tag.startswith("助詞"):
                span = self._compound_before(self._before_reading(word.start))
                if span is not None and self._is_person(span):
                    return self._name_in(span)
        return None

    def _person_right_after(self, quantity: Quantity) -> Span | None:
        """The noun right after an age: 60代男性."""
        return self._compound_at(quantity.end + self.folded.startswith("・", quantity.end))

    def _before_asides(self, at: int) -> int:
        """Where a name ends, before its reading, title and age: 村上太郎（むらかみ・たろう）選手（29）."""
        return self._before_brackets(self._before_reading(self._before_brackets(at)))

    def _before_reading(self, at: int) -> int:
        """Where a name ends whose reading and title stand before ``at``: 山田太郎（やまだ・たろう）容疑者."""
        title = self._word_before(at)
        if title is None or title.end != at or not self.rules.is_person(title.text):
            return at
        before = self._before_brackets(title.start)
        return at if before == title.start else before
