"""Claims: who said what. Recognises source, cue and content; whom a source's name means is told in link.

Each sentence is walked once. At every word that may mark reported speech (と, ことを, よう, によると, との見方 ...) a
cue is looked up in ``models/claims/cues.tsv``; then the content's left border and the source are found among the
topics and subjects before it. Who spoke last is kept, for sentences that do not name their speaker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline import lexicon
from pipeline.matchers.claims.borders import Span
from pipeline.matchers.claims.cues import FRAMES, SPEAKERS, CueRule, NotRule, NotSourceRule, Rules, SourceRule
from pipeline.matchers.claims.reading import HELD_BY_NOBODY, Reading
from pipeline.matchers.claims.speakers import Noun
from pipeline.matchers.claims.speech import REACH, Cue, Line
from pipeline.matchers.claims.telling import Frame, Talk, Told
from pipeline.matchers.claims.tones import ToneRule, Tones
from pipeline.schema import Claim, Mention
from pipeline.syntax import ASIDE, QUOTED, Parse, Word

_DASHES = frozenset("―—–─‐－-")
_UTTERANCE = 8
"""A quotation with its speaker in brackets is at least so long, brackets included; a shorter one is a term."""
_TERM = 14
"""A quotation so long is no term, brackets included."""
_NEAR = 2
"""An answer follows its question within so many sentences."""
_VIEWED = 18
"""Words after との or という in which the noun for the view ends."""
_TITLED = 8
"""Words in which the name after another name ends."""
_CONDITIONS = frozenset({"すれば", "すると", "したら"})
_CIRCUMSTANCES = ("場", "席", "相手", "受", "接続", "回答", "とする")
"""What a :class:`NotRule` may stand after besides と, として and との."""


class Matcher:
    """Finds claims. Compiled once from the rules in ``folders``."""

    def __init__(self, folders: Sequence[Path]) -> None:
        frames = (*FRAMES, *(f"not {after}" for after in _CIRCUMSTANCES))
        cues: dict[str, dict[str, CueRule]] = {frame: {} for frame in frames}
        for rule in reversed(lexicon.read(CueRule, folders)):
            for frame in rule.frames.split("|"):
                for surface in (rule.cue, *filter(None, rule.also.split("|"))):
                    cues[frame][surface] = rule
        nothing = CueRule(id="", example="", cue="", frames="", cue_type="")
        for other in lexicon.read(NotRule, folders):
            cues.setdefault(f"not {other.after}", {})[other.word] = nothing
        nouns = lexicon.read(SourceRule, folders)[::-1]
        suspects = frozenset(rule.source for rule in nouns if rule.kind == "suspect")
        sources = [replace(rule, kind="person") if rule.source in suspects else rule for rule in nouns]
        self._rules = Rules(
            cues,
            {rule.source: rule for rule in sources if rule.match == "word"},
            {rule.source: rule for rule in sources if rule.match == "ending"},
            frozenset(rule.source for rule in lexicon.read(NotSourceRule, folders)),
            suspects,
            {rule.source: rule for rule in sources if rule.match == "issue"},
        )
        self._tones = Tones(lexicon.read(ToneRule, folders))

    def find(self, parse: Parse, mentions: Sequence[Mention] = ()) -> tuple[Claim, ...]:
        """The claims in the article, by start of their content; ``mentions`` help to name the source."""
        return _Article(parse, mentions, self._rules, self._tones).claims()


class _Article(Talk):
    """An article that is read for claims."""

    def claims(self) -> tuple[Claim, ...]:
        """The article's claims, by start of their content."""
        for number, (start, end) in enumerate(self.parse.sentences):
            self.number = number
            paragraph = self.parse.paragraph_at(start)
            begins = paragraph.start if paragraph else start
            if begins != self.paragraph:
                self.leave()
                self.paragraph, self.reporter, self.paper, self.untold = begins, None, None, None
                self.body = None
            self.read(start, end)
        self.leave()
        return tuple(sorted(self.found.values(), key=lambda claim: (claim.start, claim.end)))

    def read(self, start: int, end: int) -> None:
        """Read one sentence, then the sentences in those of its quotations that are no claims."""
        words = self.parse.folded(start, end)
        if not words:
            return
        reader = _Reader(self, words)
        reader.read()
        for word in words:
            if word.pos == QUOTED and word.start not in reader.used and not self.is_orphan(word):
                self.read_inside(word.start + 1, word.end - 1)

    def read_inside(self, start: int, end: int) -> None:
        """Read the sentences of a quotation that holds more than one."""
        begin = start
        for word in self.parse.folded(start, end) if "。" in self.text[start : end - 1] else ():
            if word.text == "。":
                self.read(begin, word.end)
                begin = word.end
        if start < begin < end:
            self.read(begin, end)


class _Reader(Reading):
    """A sentence on its way to claims, read from left to right."""

    def read(self) -> None:
        """Find the sentence's claims."""
        if self.read_answer():
            return
        for k, word in enumerate(self.words):
            text = word.text
            if text in {"と", "って"} and word.tag.startswith("助詞"):
                self.read_to(k)
            elif text in {"よる", "よれ", "より"} and self.at(k - 1) == "に":
                self.read_according(k)
            elif text in {"こと", "旨", "事"} and word.pos == "NOUN":
                self.read_fact(k)
            elif text == "よう" and word.tag.startswith("形状詞"):
                self.read_wish(k)
            elif text == "の":
                self.read_voices(k)
            elif text == "を":
                self.read_object(k)
            elif text == "で":
                self.read_document(k)
            elif text == "ところ":
                self.read_where(k)
            elif text == "、" and self.frame is not None and self.at(k - 1) == "で" and self.at(k - 2) == "こと":
                self.read_break(k)
            elif word.pos == ASIDE:
                self.read_aside(k)
            elif word.pos == QUOTED and word.text[:-1].endswith(("よう", "ように")):
                self.read_asked(k)
            elif text in self.setting.suspects:
                self.article.suspect = self.noun_before(k + 1)
        self.finish()

    # -- と --------------------------------------------------------------------------------------------------------

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
        viewed = told.clausal and self.lemma(i) in {"の", "いう", "する"}
        noted = self.at(i) == "の" and self.at(i + 1) in {"こと", "事"} and self.ends_line(closed)
        if noted or self.is_passed_on(told, i, closed):
            self.read_hearsay(told, Cue(self.setting.cues["伝聞"]["のこと"], i, closed))
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
        """Whether 〜ということです at word ``i`` ends the sentence of somebody who told the one before."""
        if self.lemma(i) != "いう" or self.at(i + 1) != "こと" or not self.ends_line(closed):
            return False
        return told.clausal and self.reporter is not None and self.frame is None

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
        mutual = "相互" in cue.rule.frames or cue.rule.cue_type == "demand"  # 住民と連絡する, あと五本と迫る
        suffered = mutual or (cue.passive and cue.rule.cue_type == "affirm")
        if cue.negative or (not told.clausal and (suffered or not self.leads_to(told.last, cue))):
            return
        comma = self.at(told.mark - 1) == "、" or self.at(told.mark + 1) == "、"
        past = self.at(told.last) in {"た", "だ", "です"}
        if told.quotes is None and comma and not past and self.is_condition_for(told, cue):
            return
        if told.quotes is None and "仕草" in cue.rule.frames:
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
        if self.at(i) + self.at(i + 1) in _CONDITIONS:
            return
        if kept and self.at(told.mark - 1) + "として" in self.setting.cues["話として"]:
            self.read_relay(told.mark, i)
            return
        rule, quotes = self.setting.cues["とする"]["とする"], told.quotes
        cue = self.inflected(rule, i, i + 1)
        relies = kept and self.at(told.last) == "よる" and self.at(told.last - 1) == "に"
        if relies and self.at(i + 2) not in {"いる", "い", "おり"}:
            self.source = self.source_for(told, cue)[0] or self.source  # 通信社によるとして、…と伝えた
            self.segment = cue.last + (self.at(cue.last) == "、")
            return
        if cue.passive:
            known = self.cue_at(i, "伝聞") or Cue(self.setting.cues["伝聞"]["される"], i, cue.last, passive=True)
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
        self.tell(told, cue, span=(self.words[told.mark].start, self.span_of(cue)[1]))
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
        short = quotes[0] == quotes[1] and len(self.words[quotes[0]].text) < _UTTERANCE
        return short and before is not None and before.tag == "助詞-接続助詞" and before.text == "て"

    def read_hearsay(self, told: Told, cue: Cue) -> None:
        """〜という, 〜とされる, 〜と報じられた."""
        quotes = told.quotes
        said = cue.rule.cue in {"という", "のこと"}
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
        if term and not said and cue.rule.frames == "伝聞":
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
        self.keep(self.content_of(told, low, after=False), rule, noun, self.span_of(cue))
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
        self.keep(content, self.setting.cues["体言"]["。と"], noun, None)
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
        rule = self.setting.cues["引用"]["と"]
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

    # -- nouns: との見方 -------------------------------------------------------------------------------------------

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
        self.keep(content, rule, noun, span, shown=cue.rule.id if cue is not None else "")
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
        return cue is not None and cue.rule.cue == "示す"

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
        meets = any(self.cue_at(j, "not との") for j in range(h + 2, verb.first + 1))
        return None if meets else topic, topic.last + 1, True

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

    # -- ことを, よう, を, かを -------------------------------------------------------------------------------------

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
        found = cue is not None and self.at(cue.last) == "と" and "観察" in cue.rule.frames  # 確認したと発表した
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

    # -- によると, では, の話として ---------------------------------------------------------------------------------

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
        self.open_frame(before, Frame(noun, then + 1, span, self.setting.cues["による"]["によると"]))

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
            self.open_frame(noun.first, Frame(noun, k + 3, span, self.setting.cues["による"]["によると"]))

    def read_citing(self, k: int) -> None:
        """消息筋を引用して."""
        then = k + 1
        while then < self.size and self.at(then) != "、" and then < k + 5:
            then += 1
        noun = self.noun_before(k, "を", self.segment) if self.at(then) == "、" else None
        if self.lemma(k + 1) == "引用" and noun is not None and noun.kind and then + 1 < self.size:
            rule = self.setting.cues["話として"]["話として"]
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
            self.open_frame(noun.first, Frame(noun, k + 2, span, self.setting.cues["では"]["では"]))

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
        reports = then > k + 1 or "前文" in cue.rule.frames or (nouns and nouns[-1].kind == "media")
        if nouns and reports:
            span = (self.words[cue.first].start, self.words[then - 1].end)
            self.open_frame(nouns[-1].first, Frame(nouns[-1], then, span, self.setting.cues["ところ"]["ところでは"]))

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

    def joins_on(self, i: int) -> bool:
        """Whether the word only joins a clause to the next one: 来春になるが、読売新聞によると."""
        return self.at(i) in {"が", "けど"} and self.words[i].tag == "助詞-接続助詞"

    def read_break(self, k: int) -> None:
        """〜によりますと…ということで、警察は調べています: what is told ends there."""
        if self.lemma(k - 3) == "いう" and self.at(k - 4) == "と":
            self.shut_frame(k - 4)
            self.segment = k + 1

    def open_frame(self, before: int, frame: Frame) -> None:
        """What follows is told by the frame's noun, to the end of the sentence or the next such frame."""
        if self.frame is not None and before and self.words[before - 1].pos != "PUNCT":
            low = self.frame.begin  # no 弁護士の in 弁護士の林さんの話では
            before = next((i for i in range(before - 1, low, -1) if self.at(i) == "、"), low)
        self.fronted = self.topic_beside(before) if self.frame is None else self.fronted
        self.shut_frame(before)
        begin = frame.begin + (self.at(frame.begin) == "、")
        self.before_frame = self.article.reporter
        if frame.noun.kind == "media":
            self.article.paper = self.outlet = frame.noun
        self.article.body = None
        if begin < self.size:
            self.frame, self.segment = replace(frame, begin=begin), begin
            if self.relayed is not None:
                self.relayed = replace(self.relayed, begin=begin)

    def topic_beside(self, before: int) -> Noun | None:
        """The speaker whose topic stands right before a frame at word ``before``: 林氏は、東洋新聞によると、「Q」と."""
        topics = [noun for noun in self.marked(self.segment, before) if noun.particle in {"は", "も"}]
        beside = bool(topics) and topics[-1].last + 2 == before and self.at(before - 1) == "、"
        return topics[-1] if beside and topics[-1].kind in SPEAKERS else None

    def end_frame(self, before: int) -> None:
        """Keep what the open frame tells, up to the word ``before``."""
        self.shut_frame(before)

    def shut_frame(self, before: int) -> None:
        """Keep what the open frame tells, up to the word ``before``."""
        frame, self.frame = self.frame, None
        if frame is None:
            return
        if self.article.reporter is self.before_frame:
            self.article.reporter = frame.noun
        begin, end = frame.begin, before
        while end > begin and (self.words[end - 1].pos in {"PUNCT", "CCONJ"} or self.joins_on(end - 1)):
            end -= 1
        end = self.without_closing(begin, end)
        while begin < end and self.words[begin].pos == "PUNCT":
            begin += 1
        while end > begin and self.words[end - 1].pos == "PUNCT":
            end -= 1
        if begin + 1 >= end and not self.is_quote(begin):
            return
        if begin >= end or (self.is_quote(begin) and self.words[begin].start in self.used):
            return
        if before < self.size and self.is_matter(end - 1):
            return  # what another frame goes on to tell of
        quoted = any(word.start in self.used for word in self.words[begin:end])
        spoken = frame.rule.frames == "では" and self.at(begin + 1) == "と"  # 県のコメントでも「Q」と
        whole = self.is_quote(begin) and (end == begin + 1 or (spoken and self.is_sentence(self.words[begin])))
        if end == begin + 1 and not whole:
            return  # a headline's 発言では謝罪
        noun, rule, cue = frame.noun, frame.rule, frame.cue
        if self.relayed is not None:
            begin = max(begin, self.relayed.begin) if self.relayed.begin < end else begin
            noun, rule, cue, self.relayed = self.relayed.noun, self.relayed.rule, self.relayed.cue, None
        content = (self.words[begin].start, self.words[end - 1].end, "mixed" if quoted else "indirect")
        if whole:
            content = self.content_of(Told(end, begin, (begin, begin)), begin, after=False)
        speaker = self.article.speaker, self.article.spoke, self.article.reporter
        inner, self.source = self.source, None
        self.keep(content, rule, noun, cue)
        if inner is not None:  # who is told to have said something goes on speaking
            self.source = inner
            self.article.speaker, self.article.spoke, self.article.reporter = speaker

    def is_matter(self, i: int) -> bool:
        """Whether word ``i`` ends only what is told of: 視聴率は、局の調べでは; 死去について、証言によれば."""
        about = self.at(i) == "て" and self.lemma(i - 1) == "つく" and self.at(i - 2) == "に"
        return about or (self.at(i) in {"は", "も"} and self.words[i].tag == "助詞-係助詞")

    # -- beside and between sentences ------------------------------------------------------------------------------

    def read_aside(self, k: int) -> None:
        """「Q」（三浦監督）; （業界団体調べ）."""
        word = self.words[k]
        if word.text[1:-1].endswith("調べ") and self.segment < k:
            inner = self.parse.folded(word.start + 1, word.end - 3)
            noun = Line(self.setting, inner).noun_before(len(inner)) if inner else None
            if noun is not None:
                content = self.content_of(Told(k, k - 1), self.segment, after=False)
                self.keep(content, self.setting.cues["括弧調べ"]["調べ"], noun, (word.end - 3, word.end - 1))
            return
        if (
            word.text[1:-1].endswith("による")
            and self.segment < k
            and self.frame is None
            and self.at(k + 1) in {"", "。"}
        ):
            inner = self.parse.folded(word.start + 1, word.end - 4)
            noun = Line(self.setting, inner).noun_before(len(inner), "による") if inner else None
            if noun is not None and noun.kind:
                content = self.content_of(Told(k, k - 1), self.segment, after=False)
                self.keep(content, self.setting.cues["括弧調べ"]["による"], noun, (word.end - 4, word.end - 1))
            return
        quotes = self.quoted_before(k)
        if quotes is None or self.is_noun(quotes[0] - 1) or self.at(k + 1) not in {"", "。", "、"}:
            return
        topic = self.speaker_before(quotes[0])
        beside = topic is not None and topic.kind and topic.last + 1 == quotes[0] and topic.particle in {"は", "も"}
        noun = topic if beside else self.speaker_inside(word)
        if noun is not None and len(self.words[quotes[1]].text) >= _UTTERANCE:
            content = self.content_of(Told(k, quotes[1], quotes), self.segment, after=False)
            self.keep(content, self.setting.cues["括弧"]["（）"], noun, None)

    def read_answer(self) -> bool:
        """A quotation that begins the sentence and whose speaker was named before. Whether nothing is left to read.

        林氏はこう語る。「Q」; and in an interview: ―いまの気持ちは。 「Q」
        """
        article, first = self.article, self.words[0]
        announced, article.announced = article.announced, None
        told = Told(1, 0, (0, 0))
        if first.text[0] in _DASHES:
            if article.asked < 0:
                article.guest = article.speaker or article.topic
            article.asked = article.number
        elif first.pos == QUOTED and announced is not None and not self.words[1 % self.size].tag.startswith("助詞"):
            self.keep(self.content_of(told, 0, after=False), announced.rule, announced.noun, announced.cue)
            self.segment = 1
            return self.ends_line(1)
        elif first.pos == QUOTED and article.number - article.asked <= _NEAR and self.ends_line(1):
            article.asked = article.number
            self.keep(self.content_of(told, 0, after=False), article.cues["問答"]["―"], article.guest, None)
            return True
        return False

    def finish(self) -> None:
        """What can be told only when the whole sentence has been read."""
        article = self.article
        self.shut_frame(self.size)
        if article.orphan is not None:
            self.claim_orphan(article.orphan)
        article.leave()
        first = self.words[0]
        after = next((i for i in range(self.size) if not self.is_quote(i)), self.size)
        if after and first.start not in self.used and self.ends_line(after):
            last = self.words[after - 1]
            text = self.article.text[first.start : last.end]
            article.orphan = replace(first, end=last.end, text=text)
            article.before = article.last_speaker() or article.person_speaking()
            article.faint = not (self.is_utterance((0, after - 1)) or self.is_said((0, after - 1)))
        self.read_predicate()
        if not self.claimed:
            self.read_sentence_before()
        if self.source is None:
            self.announce()
        self.read_headline()
        end = next((word.end for word in reversed(self.words) if word.pos != "PUNCT"), first.start)
        begin = next((word.start for word in self.words if word.pos not in {"PUNCT", "CCONJ", ASIDE}), first.start)
        article.untold = None if self.claimed or self.final_cue() is not None else (begin, end)
        nouns = [n for n in self.marked(0, self.size) if n.kind in SPEAKERS and not self.is_number(n)]
        topics = [n for n in nouns if n.particle in {"は", "も"}] or [n for n in nouns if n.particle == "が"]
        topic = self.interviewed() or (topics[0] if topics else None)
        told = max((self.article.found[span].cue or span for span in self.kept), default=None)
        late = [n for n in nouns if told is not None and n.start > told[1] and n.particle in {"は", "も"}]
        if late and late[-1].kind in {"organization", "person"}:
            article.closing, article.closing_at = late[-1], article.number
        if topic is None and not self.claimed:
            topic = self.shown()
        if topic is not None:
            article.topic, article.topic_at = topic, article.number
        if topic is not None and topic.kind == "person":
            article.person, article.person_at = topic, article.number

    def interviewed(self) -> Noun | None:
        """The person of whom the sentence says that he was asked: 高橋選手に聞いた."""
        for m in range(2, self.size):
            if self.at(m - 1) == "に" and self.lemma(m) in self.setting.cues["か"]:
                noun = self.noun_before(m - 1, "に")
                if noun is not None and noun.kind == "person":
                    return noun
        return None

    def shown(self) -> Noun | None:
        """The person with whose name the sentence ends: 会見場に現れた林さん."""
        last = self.size
        while last > 0 and self.words[last - 1].pos == "PUNCT":
            last -= 1
        noun = self.noun_before(last) if last < self.size else None
        return noun if noun is not None and noun.kind == "person" else None

    def read_predicate(self) -> None:
        """A sentence that ends with what its topic says: 林監督は「Q」."""
        last = self.size
        while last > 0 and self.words[last - 1].pos in {"PUNCT", ASIDE}:
            last -= 1
        quotes = self.quoted_before(last)
        if quotes is None or last == self.size or self.words[quotes[1]].start in self.used or quotes[0] == 0:
            return
        if self.is_part_of_phrase(quotes[0]):
            return
        quote = self.words[quotes[1]]
        noun = self.speaker_before(quotes[0])
        spoken = self.is_sentence(quote)
        if noun is None or not noun.kind:
            noun = self.source if spoken and self.claimed else None
            people = [each for each in self.marked(0, quotes[0]) if each.particle in {"は", "が"} and each.kind]
            if noun is None and spoken and not people:
                noun = self.article.person_speaking()
        elif noun.particle not in {"は", "も"}:
            return
        if noun is None or noun.kind not in {"person", "unnamed", "organization"}:
            return
        beside = noun.last == quotes[0] and noun.kind == "person" and self.is_inflected(quote)
        long = len(quote.text) >= _UTTERANCE + 2 and noun.kind != "organization"
        if spoken or beside or long or "、" in quote.text:
            content = self.content_of(Told(last, quotes[1], quotes), self.segment, after=True)
            self.keep(content, self.setting.cues["体言"]["。と"], noun, None)

    def is_inflected(self, quote: Word) -> bool:
        """Whether the quotation ends with a verb, an adjective or an auxiliary."""
        inside = [word for word in self.parse.words_in(quote.start + 1, quote.end - 1) if word.pos != "PUNCT"]
        return bool(inside) and bool(inside[-1].inflection)

    def read_sentence_before(self) -> None:
        """Whose words the sentence before was, when this one only tells that: 〜。県が12日発表した."""
        article, cue = self.article, self.final_cue()
        if article.untold is None or cue is None or "前文" not in cue.rule.frames or self.at(cue.last - 1) != "た":
            return
        nouns = self.marked(0, cue.first)
        if len(nouns) != 1 or nouns[0].particle not in {"は", "が"} or self.is_dated(nouns[0].last - 1):
            return
        between = self.words[nouns[0].last + 1 : cue.first]
        if not any(word.text in {"を", "と"} and word.tag.startswith("助詞") for word in between):
            self.keep((*article.untold, "indirect"), cue.rule, nouns[0], self.span_of(cue))

    def claim_orphan(self, quote: Word) -> None:
        """Claim the quotation that was the sentence before: 「Q」。林氏はそう指摘する; 「Q」。女性は涙ぐんだ."""
        so = next((i for i in range(self.size) if self.at(i) in {"そう", "こう"}), None)
        cue = None
        if so is not None:
            cue = self.cue_after(so + 1, "と")
        elif self.source is None:
            cue = self.final_cue()
        nouns = [noun for noun in self.marked(0, so + 2 if so is not None else self.size) if noun.particle != "で"]
        content = (quote.start + 1, quote.end - 1, "direct")
        if cue is not None and not cue.negative and not cue.passive:
            noun = nouns[0] if nouns else self.attributed(cue) or self.article.carried(cue.rule)
            if noun is not None and (so is not None or not self.article.faint):
                self.keep(content, cue.rule, noun, self.span_of(cue))
                self.article.orphan = None
        elif self.source is None and not self.article.faint:
            voice = self.voice_of_many()
            if voice is not None:
                self.keep(content, *voice)
                self.article.orphan = None
                return
            noun = next((n for n in nouns if n.particle == "は" and n.kind in {"person", "unnamed"}), None)
            if cue is not None and cue.passive:
                noun = self.article.before  # 記者はそう言われた
            if noun is not None:
                self.keep(content, self.setting.cues["引用"]["と"], noun, None)
                self.article.orphan = None

    def voice_of_many(self) -> tuple[CueRule, Noun, Span] | None:
        """Whose voice the sentence says was heard: 住民から戸惑いの声が上がる."""
        for j in range(2, self.size - 1):
            rule = self.setting.cues["との"].get(self.at(j))
            noun = self.voice_before(j, apart=False) if rule is not None and self.at(j + 1) in {"が", "も"} else None
            if rule is not None and noun is not None:
                return replace(rule, cue_type="state"), noun, (self.words[j].start, self.words[j].end)
        return None

    def announce(self) -> None:
        """Remember who is said to speak, when the sentence tells no content: 林氏はこう語る."""
        cue = self.final_cue()
        if cue is None:
            self.announce_text()
            return
        for k in range(2, cue.first):
            if self.at(k) == "を" and self.at(k - 2) == "の" and self.kind_of(k - 1, k - 1)[0] == "basis":
                speaker = self.noun_before(k - 2, "の")
                if speaker is not None and speaker.kind == "person":
                    self.article.reporter = speaker  # 報道官の談話を伝えた。それによると
        nouns = [noun for noun in self.marked(0, cue.first) if noun.kind and noun.particle != "で"]
        if nouns:
            self.article.announced = Frame(nouns[-1], cue.last, self.span_of(cue), cue.rule)
            if "を" in cue.rule.cue:
                self.article.reporter = nouns[-1]  # 党首はコメントを出した。それによると

    def announce_text(self) -> None:
        """Remember whose text follows: 県の声明は次のとおり."""
        end = self.size
        while end > 0 and (self.words[end - 1].pos in {"PUNCT", "AUX"} or self.lemma(end - 1) == "ある"):
            end -= 1
        nouns = [noun for noun in self.marked(0, end) if noun.particle == "は"]
        follows = end > 2 and self.at(end - 1) in {"とおり", "通り"} and self.at(end - 3) in {"次", "以下"}
        if follows and nouns and nouns[-1].kind in {*SPEAKERS, "document", "basis"}:
            span = self.words[nouns[-1].last - 1].start, self.words[nouns[-1].last - 1].end
            self.article.announced = Frame(nouns[-1], end, span, self.setting.cues["引用"]["と"])

    def read_headline(self) -> None:
        """川村大臣「Q」, at the end of a line that is no sentence."""
        last = self.size - 1
        while last > 0 and self.words[last].pos == ASIDE:
            last -= 1
        if not self.claimed and not any(word.text == "。" or word.pos == "AUX" for word in self.words):
            inner = (i for i in range(1, self.size - 1) if self.is_quote(i) and self.is_apart(i + 1))
            last = next((i for i in inner if self.is_inflected(self.words[i])), last)
        word = self.words[last]
        if last == 0 or word.pos != QUOTED or word.text[0] != "「" or word.start in self.used:
            return
        noun = self.noun_before(last - (self.at(last - 1) in {":", "：", " ", "　"}))
        if noun is not None and noun.kind == "person":
            content = self.content_of(Told(last + 1, last, (last, last)), self.segment, after=False)
            self.keep(content, self.setting.cues["見出し"]["「"], noun, None)

    def is_apart(self, i: int) -> bool:
        """Whether space stands before word ``i``, or is it: 川村大臣「Q」　閣議後会見で."""
        return self.at(i).isspace() or self.words[i].start > self.words[i - 1].end
