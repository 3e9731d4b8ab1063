"""Nouns that hold what is told: との見方, という発表, 「Q」などの声."""

from __future__ import annotations

from dataclasses import replace

from pipeline.matchers.claims.borders import Span
from pipeline.matchers.claims.cues import CueRule
from pipeline.matchers.claims.framing import Framing
from pipeline.matchers.claims.reading import HELD_BY_NOBODY
from pipeline.matchers.claims.speakers import Noun
from pipeline.matchers.claims.speech import REACH
from pipeline.matchers.claims.telling import Told

_VIEWED = 18
"""Words after との or という in which the noun for the view ends."""


class Views(Framing):
    """A sentence in which a noun may hold what is told."""

    def read_nominal(self, told: Told, i: int) -> bool:
        """〜との見方, 〜というAの発表, 〜とする主張. Whether it was one."""
        found = self.view_after(i)
        if found is None:
            return False
        rule, first, h, owner = found
        quotes, noun = told.quotes, told.aside or owner
        teller = self.teller_after(h)
        noun = noun or teller
        cue = self.shown_by(h + 2) if self.at(h + 1) in {"を", "は", "も"} and teller is None else None
        owned = bool(self.marked_by(self.segment, told.mark))
        if cue is not None and (cue.passive or cue.negative or owned):
            cue = None
        if cue is not None and owner is not None and self.marked(h + 1, cue.first):
            self.outlet = next((each for each in self.marked(h + 1, cue.first) if each.kind == "media"), self.outlet)
            cue = None  # 林氏の言葉を東洋新聞は伝えた
        span = (self.words[first].start, self.words[h].end)
        if cue is not None:
            span = (span[0], self.span_of(cue)[1])
            if cue.rule.cue_type in {"deny", "affirm", "demand"}:
                rule = replace(rule, cue_type=cue.rule.cue_type)
            source, low, after = self.source_for(told, cue, low=h + 1)
            noun = noun or source or self.source or self.article.carried(cue.rule)
        else:
            self.met = ""
            noun, low, after = self.holder(told, h, noun)
            copula = self.lemma(h + 1) in {"だ", "です"} or (self.at(h + 1) == "で" and self.lemma(h + 2) == "ある")
            if copula and noun is None and quotes is None and self.frame is None:
                noun = self.article.carried(rule)  # 〜との見方だ: who spoke goes on
        if not after and quotes is None:
            low = self.after_turn(max(low, self.clause_begin(low, told.mark)), told.mark)
            low = self.matter_end(low, told.mark) if noun is None else low
        content = self.content_of(told, low, after=after, carried=noun is None and cue is None)
        relayed = noun is None or noun.kind == "media"
        speaker = self.owner_of(quotes) if relayed and quotes is not None else None
        if speaker is not None and quotes is not None:
            noun, content = speaker, (*self.inside(quotes), "direct")
        if noun is None and quotes is not None and self.frame is not None and self.frame.noun.kind != "media":
            noun = self.frame.noun
        if noun is not None and rule.cue_type == "hearsay":
            rule = replace(rule, cue_type="state")
        elif noun is None and cue is None and rule.cue_type in HELD_BY_NOBODY:
            rule = replace(rule, cue_type="hearsay")
        self.keep(content, rule, noun, span, shown=cue.rule.id if cue is not None else self.met)
        if cue is not None:
            self.close(cue)
        elif self.at(h + 1) == "や":
            self.segment = h + 2
        denier = next((n for n in self.marked(0, told.mark) if n.particle == "は" and n.kind), None) if owned else None
        if denier is not None:  # who speaks of the claim goes on speaking
            self.source = self.article.speaker = denier
        return True

    def teller_after(self, h: int) -> Noun | None:
        """Who tells the view ``h`` after it: との観測を、東洋新聞は伝えた."""
        if self.at(h + 1) != "を" or self.at(h + 2) != "、":
            return None
        for noun in self.marked(h + 3, min(h + 3 + REACH, self.size)):
            cue = self.cue_at(noun.last + 1, "示す") if noun.last + 1 < self.size else None
            if noun.kind and noun.first <= h + 6 and cue is not None and not cue.passive:
                return noun
        return None

    def owner_of(self, quotes: Span) -> Noun | None:
        """Whose words a quotation is: 町長の「Q」という発言."""
        q = quotes[0]
        noun = self.noun_before(q - 1, "の", self.segment) if self.at(q - 1) == "の" else None
        return noun if noun is not None and noun.kind in {"person", "unnamed"} else None

    def is_shown(self, told: Told, i: int) -> bool:
        """Whether a view that is no clause is shown: 別の地震との見解を示した."""
        found = self.view_after(i)
        if found is None or not self.is_noun(told.last) or found[0].cue_type not in {"state", "hearsay", "predict"}:
            return False
        cue = self.shown_by(found[2] + 2) if self.at(found[2] + 1) == "を" else None
        return cue is not None and "体言見解" in cue.rule.takes

    def view_after(self, i: int) -> tuple[CueRule, int, int, Noun | None] | None:
        """The noun that takes 〜との or 〜という at word ``i``: its rule, first and last word, and whose it is."""
        begin = i + 1 + (self.lemma(i) in {"いう", "する"} and self.at(i + 1) == "た")
        begin += self.at(i) == "する" and self.at(begin) == "、"
        nouns, text = self.setting.cues["との"], self.setting.text
        found: tuple[CueRule, int, int, Noun | None] | None = None
        run = begin
        for n in range(begin, min(begin + _VIEWED, self.size)):
            word = self.words[n]
            if (
                not self.is_noun(n)
                and word.text not in {"の", "による", "に", "よる", "から", "へ"}
                and word.pos != "ADJ"
            ):
                break
            run = run if n > begin and self.is_noun(n - 1) else n
            known = nouns.get(text[self.words[run].start : word.end]) or nouns.get(word.text)
            if known is None:
                continue
            if self.at(n + 1) == "の" and n + 2 < self.size:
                found = (known, run, n, None)  # との内容の証言
                begin = n + 2
            elif not self.is_noun(n + 1):
                owner = None
                if run > begin and self.at(run - 1) in {"の", "よる"}:
                    owner = self.noun_before(run - 1 - (self.at(run - 1) == "よる"), "の", begin)
                return known, run, n, owner if owner is not None and owner.kind else None
        return found

    def holder(self, told: Told, h: int, noun: Noun | None) -> tuple[Noun | None, int, bool]:
        """Who holds the view ``h`` that no known verb shows: 野党から「Q」との声, 専門家は…との懸念を強める."""
        quotes = told.quotes
        for each in reversed(self.marked_by(self.segment, told.mark)):
            return noun or each, each.last + 2, True
        if self.at(h + 1) in {"が", "も"} and noun is None:
            noun = self.voice_after(h + 2)
        topics = [each for each in self.marked(self.segment, told.mark) if each.particle == "は" and each.kind]
        if noun is None and not topics and self.is_equation(h + 1):
            speaker = self.article.speaker  # 〜との見方だ
            noun = speaker if self.article.number - self.article.spoke == 1 else None
        if self.at(h + 1) != "を":
            k = quotes[0] if quotes is not None else told.mark
            return noun or self.voice_before(k, apart=quotes is None), self.segment, False
        verb = self.verb_after(h + 2)
        if verb is None and noun is None and quotes is not None:
            beside = self.speaker_before(quotes[0])  # 林氏は「Q」とする発言をきのう…した
            noun = beside if beside is not None and beside.kind and beside.last + 1 == quotes[0] else None
        if verb is None or noun is not None:
            return noun, self.segment, False
        topic = self.speaker_before(quotes[0]) if quotes is not None else None
        topic = topic if quotes is not None else self.speaker_of_clause(told.mark, nested=False)
        if topic is None or not topic.kind or verb.passive:
            return None, self.segment, False
        met = next((cue for j in range(h + 2, verb.first + 1) if (cue := self.cue_at(j, "受け手")) is not None), None)
        self.met = met.rule.id if met is not None else ""
        return None if met is not None else topic, topic.last + 1, True

    def read_voices(self, k: int) -> None:
        """「Q」「Q」などの声."""
        quotes = self.quoted_before(k)
        if quotes is None or self.at(k + 1) not in self.setting.cues["との"] or self.is_noun(k + 2):
            return
        spoken = self.is_sentence(self.words[quotes[0]]) or (quotes[0] < quotes[1] and self.is_said(quotes))
        if spoken and not self.is_part_of_phrase(quotes[0]):
            self.read_nominal(Told(k, quotes[1], quotes), k)

    def is_said(self, quotes: Span) -> bool:
        """Whether one of the quotations ends as something said does: 「かわいそう」「やりすぎだ」."""
        return any(self.is_quote(q) and self.is_inflected(self.words[q]) for q in range(quotes[0], quotes[1] + 1))
