"""What is told with と: 「Q」と述べた, 〜としている, 〜という, 「Q」と三浦監督."""

from __future__ import annotations

from dataclasses import replace

from pipeline.matchers.claims.borders import Span
from pipeline.matchers.claims.cues import SPEAKERS
from pipeline.matchers.claims.speech import REACH, Cue
from pipeline.matchers.claims.telling import Told
from pipeline.matchers.claims.views import Views
from pipeline.syntax import ASIDE, QUOTED

UTTERANCE = 8
"""A quotation with its speaker in brackets is at least so long, brackets included; a shorter one is a term."""
_TERM = 14
"""A quotation so long is no term, brackets included."""
_TITLED = 8
"""Words in which the name after another name ends."""
_CONDITIONAL = frozenset({"ば", "と", "たら"})


class Quoting(Views):
    """A sentence in which と may mark what is told."""

    def read_to(self, k: int) -> None:
        """と and what follows it."""
        told = self.told_before(k)
        i = k + 1
        while self.at(i) in {"も", "は", "まで", "さえ", "だけ", "、"}:
            i += 1
        if told is None or i >= self.size:
            return
        quotes, nouns = told.quotes, self.setting.cues["との"]
        if quotes is not None and self.is_quote(i) and not self.is_sentence(self.words[quotes[1]]):
            return
        closed = i + 2 + (self.lemma(i + 2) in {"だ", "です"})
        closed += self.at(closed) == "た"
        viewed = told.clausal and self.lemma(i) in {"の", "いう", "する"}
        noted = self.at(i) == "の" and self.at(i + 1) in {"こと", "事"} and self.ends_line(closed)
        if noted or self.is_passed_on(told, i, closed):
            self.read_hearsay(told, Cue(self.setting.only["とのこと"], i, closed))
        elif told.clausal and self.at(i) in nouns and self.at(i + 1) in {"が", "も"}:
            self.read_nominal(told, i - 1)
        elif (viewed or (self.at(i) == "の" and self.is_shown(told, i))) and self.read_nominal(told, i):
            return
        elif self.lemma(i) == "する":
            self.read_held(told, i)
        elif self.lemma(i) != "の" and not (
            self.lemma(i) == "いう" and (self.is_noun(i + 1) or (self.is_noun(i + 2) and self.at(i + 1) != "、"))
        ):
            self.read_verb(told, i)

    def is_passed_on(self, told: Told, i: int, closed: int) -> bool:
        """Whether 〜ということです at word ``i`` ends the sentence of a broadcaster, or of who told the one before.

        Not what only explains: 大事なのは早く逃げるということです.
        """
        if self.lemma(i) != "いう" or self.at(i + 1) != "こと" or not self.ends_line(closed):
            return False
        explains = any(self.at(j) == "の" and self.at(j + 1) == "は" for j in range(self.segment, told.mark))
        broadcast = self.lemma(i + 2) == "です" and not explains
        return told.clausal and (broadcast or self.reporter is not None) and self.frame is None

    def told_before(self, k: int) -> Told | None:
        """What stands before the particle と at word ``k``."""
        p = k - 1
        quotes = self.quoted_before(k)
        if quotes is not None:
            return Told(k, p, quotes)
        if p > 0 and self.words[p].pos == ASIDE and self.is_quote(p - 1):
            aside = self.speaker_inside(self.words[p])
            return Told(k, p, self.quoted_before(p), aside=aside)
        p -= self.at(p) == "、"
        return Told(k, p, clausal=self.ends_clause(p)) if p >= self.segment else None

    def read_verb(self, told: Told, i: int) -> None:
        """〜と and, from word ``i``, a verb: 〜と述べた, 〜と報じられた."""
        hearsay = self.cue_at(i, "伝聞") or self.passive_at(i, clausal=told.clausal)
        if hearsay is not None:
            self.read_hearsay(told, hearsay)
            return
        if told.quotes is not None and self.is_listed(told.quotes, i):
            return
        if self.read_passed_on(told, i):
            return
        cue = self.cue_after(i, "と", patient=told.quotes is not None)
        if cue is None:
            if told.quotes is not None and not self.read_verbless(told, told.quotes):
                self.read_unlisted(told, told.quotes, i)
            return
        mutual = "相互" in cue.rule.takes or cue.rule.cue_type == "demand"  # 住民と連絡する, あと五本と迫る
        suffered = mutual or (cue.passive and cue.rule.cue_type == "affirm")
        if cue.negative or (not told.clausal and (suffered or not self.leads_to(told.last, cue))):
            return
        comma = self.at(told.mark - 1) == "、" or self.at(told.mark + 1) == "、"
        past = self.at(told.last) in {"た", "だ", "です"}
        if told.quotes is None and comma and not past and self.is_condition_for(told, cue):
            return
        if told.quotes is None and "仕草" in cue.rule.takes:
            return
        if told.quotes is not None and self.at(cue.last) in self.setting.cues["not 回答"]:
            return
        if told.quotes is not None and self.is_quote(cue.last) and not self.is_utterance(told.quotes):
            return  # 「A」と、海外で放送している「B」
        nested = self.last_cue is not None and self.last_cue.last == told.mark
        self.tell(told, cue, cut=not nested)
        self.close(cue)

    def read_passed_on(self, told: Told, i: int) -> bool:
        """東洋新聞は…と関係者の話として報じている. Whether it was so from word ``i``."""
        for m in range(i + 2, min(i + REACH, self.size - 2)):
            if self.at(m) in {"、", "。"} or self.words[m].pos == QUOTED:
                break
            rule = self.setting.cues["話として"].get(f"{self.at(m - 1)}として") if self.at(m) == "と" else None
            noun = self.noun_before(m - 2, "の", i) if rule is not None and self.at(m - 2) == "の" else None
            cue = self.cue_after(m + 3, "と") if noun is not None and self.at(m + 2) == "て" else None
            if rule is None or noun is None or not noun.kind or cue is None or cue.rule.cue_type != "report":
                continue
            teller, low, after = self.source_for(told, cue)
            self.outlet = teller if teller is not None and teller.kind == "media" else self.outlet
            content = self.content_of(told, low, after=after)
            self.keep(content, rule, noun, (self.words[m - 1].start, self.words[m + 2].end))
            self.close(cue)
            return True
        return False

    def is_listed(self, quotes: Span, i: int) -> bool:
        """Whether the quotation is a name beside another name: ビール「曙」と発泡酒「東雲」."""
        named = quotes[0] == quotes[1] and self.is_noun(quotes[0] - 1) and not self.is_utterance(quotes)
        then = next((j for j in range(i, min(i + _TITLED, self.size)) if not self.is_noun(j) and self.at(j) != "の"), i)
        return named and any(self.is_quote(j) for j in range(i, then))

    def is_condition_for(self, told: Told, cue: Cue) -> bool:
        """Whether 〜と、 may be a condition: something stands between it and the cue that is not who tells it."""
        nouns = self.marked(told.mark + 1, cue.first)
        if nouns:
            last = cue.first
            while last > nouns[-1].last + 1 and (self.is_dated(last - 1) or self.at(last - 1) in {"に", "、"}):
                last -= 1
            return nouns[-1].last != last - 1 or nouns[-1].particle != "が" or nouns[-1].kind not in SPEAKERS
        between = range(told.mark + 2, cue.first) if self.at(told.mark + 1) == "、" else range(0)
        return any(self.at(i) in {"を", "に"} and not self.is_dated(i - 1) for i in between)

    def read_held(self, told: Told, i: int) -> None:
        """〜とする, 〜としている, 〜として、."""
        kept = self.at(i + 1) == "て"
        if self.lemma(i) == "する" and self.at(i + 1) in _CONDITIONAL:
            return
        if kept and self.at(told.mark - 1) + "として" in self.setting.cues["話として"]:
            self.read_relay(told.mark, i)
            return
        rule, quotes = self.setting.only["とする"], told.quotes
        cue = self.inflected(rule, i, i + 1)
        relies = kept and self.at(told.last) == "よる" and self.at(told.last - 1) == "に"
        if relies and self.at(i + 2) not in {"いる", "い", "おり"}:
            self.source = self.source_for(told, cue)[0] or self.source  # 通信社によるとして、…と伝えた
            self.segment = cue.last + (self.at(cue.last) == "、")
            return
        if cue.passive:
            known = self.cue_at(i, "伝聞") or Cue(self.setting.only["とされる"], i, cue.last, passive=True)
            self.read_hearsay(told, known)
            return
        apart = self.at(cue.last) == "、" or self.ends_line(cue.last)
        stated = self.is_stated(told.last) and (apart or self.words[told.last].tag.startswith("形状詞"))
        if cue.negative or not (
            told.clausal
            or (stated and kept)
            or (self.is_stated(told.last) and self.at(i + 1) in {"ながら", "つつ"})
            or (kept and self.at(i + 2) in {"いる", "い", "おり"} and self.is_equated(told.last))
        ):
            return
        if kept and (self.at(i + 2) in {"の", "は", "も"} or self.is_suffered(cue.last)):
            return
        if not kept and self.is_noun(cue.last) and self.is_worded(cue.last):
            return
        if quotes is not None and not kept and self.at(cue.last) == "こと" and not self.is_utterance(quotes):
            return  # 名称を「若葉」とすることが決まった
        if quotes is not None and kept and self.is_role(quotes, cue):
            return
        if quotes is not None:
            attributive = self.is_noun(cue.last) or self.at(cue.last) in {"など", "等"}
            attributive = attributive and self.at(cue.last) not in self.setting.silent
            attributive = attributive and quotes[0] == quotes[1] and len(self.words[quotes[0]].text) < _TERM
            attributive = attributive or self.is_label(quotes)
            if (self.at(quotes[0] - 1) == "を" or attributive) and not self.is_sentence(self.words[quotes[1]]):
                return
        elif (
            ("意志推量形" in self.words[told.last].inflection and self.lemma(told.last) not in {"だ", "です"})
            or self.at(told.last) == "ん"
            or (kept and self.is_charge(cue.last))
            or (
                self.is_noun(cue.last)
                and self.at(cue.last) not in {"うえ", "上"}
                and not (kept and told.clausal)
                and self.attributed(cue) is None
            )
        ):
            return
        noun = self.source_for(told, cue)[0]
        written = self.frame is not None and self.frame.noun.kind in {"document", "basis"}
        written = written or (self.frame is not None and self.relayed is not None)
        if (
            written
            and quotes is None
            and self.ends_line(cue.last)
            and (noun is None or noun.particle == "が" or self.relayed)
        ):
            return  # what the document says, to the end of the sentence
        if noun is None and self.source is None and self.article.carried(rule) is None:
            kept = kept and quotes is None and self.ends_line(cue.last)
            noun = self.article.speaker if kept else None  # 〜としている in a report on one company
            if noun is None:
                return
            self.source = noun
        last = cue.last - 1  # として is written whole, whatever follows
        end = self.words[last].end if self.at(last) == "て" else self.span_of(cue)[1]
        self.tell(told, cue, span=(self.words[told.mark].start, end))
        if self.at(cue.last - 1) != "て" or (self.at(cue.last) == "、") == (quotes is None):
            self.close(cue)

    def is_worded(self, i: int) -> bool:
        """Whether the nouns from word ``i`` name what is worded so, and nobody's view: 〜とする規則."""
        last = i
        while self.is_noun(last + 1):
            last += 1
        return any(self.cue_at(j, "not とする") is not None for j in range(i, last + 1))

    def is_role(self, quotes: Span, cue: Cue) -> bool:
        """Whether the quotation is a title or what something serves as: 「駒」として動く, 「再開」として報じる."""
        goes_on = not self.ends_line(cue.last) and self.at(cue.last) != "、"
        titled = goes_on and self.cue_at(cue.last, "前文") is not None and not self.is_said(quotes)
        return titled or (goes_on and self.is_part_of_phrase(quotes[0]) and not self.is_utterance(quotes))

    def is_utterance(self, quotes: Span) -> bool:
        """Whether one of the quotations is a sentence, and not only a term."""
        return any(self.is_sentence(self.words[q]) or len(self.words[q].text) >= _TERM for q in quotes)

    def is_label(self, quotes: Span) -> bool:
        """Whether a short quotation only names a result: 見通しを取り下げて「未定」とした."""
        before = self.words[quotes[0] - 1] if quotes[0] else None
        short = quotes[0] == quotes[1] and len(self.words[quotes[0]].text) < UTTERANCE
        return short and before is not None and before.tag == "助詞-接続助詞" and before.text == "て"

    def read_hearsay(self, told: Told, cue: Cue) -> None:
        """〜という, 〜とされる, 〜と報じられた."""
        quotes = told.quotes
        said = "人伝" in cue.rule.takes
        told_so = (
            self.at(cue.last) == "の" and self.lemma(cue.last + 1) in {"だ", "です"} and self.ends_line(cue.last + 2)
        )
        if said and not (
            self.ends_line(cue.last)
            or self.at(cue.last) in {"が", "けど", "から"}
            or (self.at(cue.last) == "、" and self.at(cue.last - 1) in {"いい", "言い"} and quotes is None)
            or told_so
            or told.aside
        ):
            return
        nested = self.at(cue.last) == "と" and (quotes is None or self.voice_before(quotes[0], apart=False) is None)
        topical = self.at(cue.last) == "の" and not told.clausal  # 問題とされるのは
        term = quotes is not None and not self.is_utterance(quotes)
        voice = self.voice_before(quotes[0], apart=False) if quotes is not None and cue.passive else None
        if not said and (self.is_noun(cue.last) or nested or topical) and (voice is None or term):
            return
        rumoured = self.at(told.mark + 1) == "も" and self.ends_line(cue.last)
        if cue.negative or (not told.clausal and not rumoured and not self.leads_to(told.last, cue)):
            return
        again = said and self.last_cue is not None and self.last_cue.last == told.mark
        if again and (self.last_cue is None or self.last_cue.passive or self.reporter is None):
            return  # 監督から「Q」と言われたという: one telling
        if term and not said and "伝聞" in cue.rule.takes:
            self.close(cue)
            return
        if self.frame is not None and quotes is None:
            return
        noun = told.aside
        if said:
            noun = noun or (self.speaker_before(quotes[0]) if quotes is not None else None)
            if again:
                told_by = self.reporter
                if told_by is not None and told_by.kind in {"person", "unnamed"}:
                    told_by = self.article.paper or told_by
                noun = noun or told_by
            noun = noun or self.source or (self.frame.noun if self.frame is not None else None)
            last = self.article.last_speaker() if quotes is not None else None
            spoke = last is not None and (last.kind == "person" or last is self.article.body)
            noun = noun or (last if spoke else None)
            noun = noun or self.article.carried(cue.rule)
        elif quotes is not None:
            noun = noun or self.voice_before(quotes[0], apart=False)
        if said and noun is None and self.at(cue.last) == "、":
            noun = self.article.person_speaking()
            if noun is None:
                return
        low = self.segment
        if quotes is None:
            low = self.clause_begin(low, told.mark)
            low = low if said else self.after_turn(low, told.mark)
        given = cue.rule.cue_type if voice is not None else "report"
        rule = replace(cue.rule, cue_type="hearsay" if noun is None else given)
        speaker, reporter = (self.article.speaker, self.article.spoke), self.article.reporter
        start, end = self.span_of(cue)
        if "伝聞" in cue.rule.takes and (said or quotes is None):
            start = self.words[told.mark].start  # という, とされる
        self.keep(self.content_of(told, low, after=False), rule, noun, (start, end))
        if again:  # who is told to have said something goes on speaking
            self.article.speaker, self.article.spoke = speaker
        if voice is not None and self.is_noun(cue.last):  # 監督から「Q」と言われたことを林氏は忘れない
            (self.article.speaker, self.article.spoke), self.article.reporter = speaker, reporter
        self.close(cue)

    def read_verbless(self, told: Told, quotes: Span) -> bool:
        """「Q」と三浦監督. Whether it was so."""
        first = last = told.mark + 1
        while last < self.size and self.at(last) not in {"。", "、"}:
            last += 1
        if last == first or last - first > REACH or self.at(last) == "、":
            return False
        noun = self.noun_before(last, "", first)
        if noun is None or noun.kind not in {"person", "unnamed", "organization"}:
            return False
        modified = noun.first > first and "連体形" in self.words[noun.first - 1].inflection
        if noun.first != first and not modified and self.at(noun.first - 1) not in {"の", "、"}:
            return False
        content = self.content_of(told, self.segment, after=False)
        self.keep(content, self.setting.only["体言"], noun, None)
        return True

    def read_unlisted(self, told: Told, quotes: Span, i: int) -> None:
        """A quoted sentence with と and a verb that no rule knows: 選手は「Q」と、大きく息をついた."""
        spoken = any(self.is_sentence(self.words[q]) or "、" in self.at(q) for q in quotes)
        if self.is_part_of_phrase(quotes[0]) or not spoken:
            return
        stop = min(i + REACH, self.size)
        verb = next((j for j in range(i, stop) if self.words[j].pos == "VERB" or self.at(j) == "。"), None)
        if verb is None or any(self.cue_at(j, "not と") for j in range(i, verb + 1)):
            return
        rule = self.setting.only["引用"]
        cue = self.inflected(rule, verb, verb + 1)
        voice = self.voice_before(quotes[0], apart=False) if self.at(quotes[0] - 1) != "に" else None
        noun = told.aside or voice or self.speaker_before(quotes[0])
        if noun is None and self.words[verb].lemma != "ある":
            carried = self.source or self.article.carried(rule)
            noun = carried if carried is not None and carried.kind == "person" else None
        if noun is None or noun.kind not in {*SPEAKERS, "media"} or (cue.passive and voice is None):
            return
        span = self.span_of(cue) if self.words[verb].pos == "VERB" else None
        self.last_cue = cue
        self.keep(self.content_of(told, self.segment, after=True), rule, noun, span)
