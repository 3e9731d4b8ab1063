"""What is told with ことを, よう, を and か: 〜ことを認めた, 〜よう求めた, 「Q」を訴えた, 〜かを尋ねた."""

from __future__ import annotations

from pipeline.matchers.claims.quoting import Quoting
from pipeline.matchers.claims.telling import Told


class Facts(Quoting):
    """A sentence in which what is told may be the object of a verb."""

    def read_fact(self, k: int) -> None:
        """〜ことを明らかにした."""
        clausal = k > 0 and self.ends_clause(k - 1)
        if clausal and self.at(k + 1) == "が":
            self.read_found(k)
            return
        quotes = None if clausal else self.quoted_before(k)
        particle = k + 1 + (self.at(k + 1) in {"など", "等"})
        if self.at(particle) not in {"を", "も", "は"} or not (clausal or quotes):
            return
        learnt = self.lemma(particle + 1) == "知る" and self.lemma(particle + 2) != "せる"
        cue = None if learnt else self.active(self.cue_after(particle + 1, "こと"))
        found = cue is not None and self.at(cue.last) == "と" and "観察" in cue.rule.takes  # 確認したと発表した
        if cue is not None and not found:
            told = Told(k, k - 1, quotes)
            self.tell(told, cue, cut=not self.source_for(told, cue)[2])
            self.close(cue)

    def read_found(self, k: int) -> None:
        """捜査関係者への取材で、…ことが分かった."""
        cue = next((c for j in range(k + 2, self.size) if (c := self.cue_at(j, "判明")) is not None), None)
        if cue is None or cue.negative:
            return
        for m in [*range(k + 2, cue.first), *range(self.segment + 1, k)]:
            if self.at(m) == "へ" and self.at(m + 1) == "の" and self.at(m + 3) == "で":
                noun = self.noun_before(m, "へ", k + 2 if m > k else self.segment)
                if noun is not None and noun.kind and self.kind_of(m + 2, m + 2)[0] == "basis":
                    low = self.segment if m > k else m + 4
                    self.keep(self.content_of(Told(k, k - 1), low, after=True), cue.rule, noun, self.span_of(cue))
                    self.close(cue)
                return

    def read_wish(self, k: int) -> None:
        """〜よう求めた."""
        if k == 0 or self.words[k - 1].pos not in {"VERB", "AUX"}:
            return
        cue = self.active(self.cue_after(k + 1 + (self.at(k + 1) == "に"), "よう"))
        if cue is not None:
            self.tell(Told(k, k - 1), cue, carry=not self.is_noun(cue.last), cut=True)
            self.close(cue)

    def read_asked(self, k: int) -> None:
        """「直ちに撤退するよう」求めた."""
        cue = self.active(self.cue_after(k + 1, "よう")) if self.at(k + 1) != "と" else None
        if cue is not None:
            self.tell(Told(k + 1, k, (k, k)), cue)
            self.close(cue)

    def read_object(self, k: int) -> None:
        """「Q」を訴えた; 〜する意向を示した; 〜かを尋ねた."""
        nouns = self.setting.cues["連体"]
        quotes = self.quoted_before(k)
        self.read_reading(k)
        self.read_citing(k)
        self.credit_writer(k)
        if quotes is not None:
            cue = self.active(self.cue_after(k + 1, "を"))
            named = self.is_noun(quotes[0] - 1) or self.is_part_of_phrase(quotes[0])
            if cue is not None and cue.first <= k + 3 and not named:
                self.tell(Told(k, k - 1, quotes), cue)
                self.close(cue)
        elif self.at(k - 1) in nouns and k > 2 and self.ends_clause(k - 2) and self.at(k - 2) != "な":
            cue = self.active(self.shown_by(k + 1))
            if cue is not None:
                span = (self.words[k - 1].start, self.span_of(cue)[1])
                self.tell(Told(k - 1, k - 2), cue, rule=nouns[self.at(k - 1)], span=span)
                self.close(cue)
        elif k > 0 and self.at(k - 1) == "か":
            cue = self.active(self.cue_after(k + 1, "か"))
            if cue is not None and not self.is_noun(cue.last):
                self.tell(Told(k, k - 1), cue)
                self.close(cue)
