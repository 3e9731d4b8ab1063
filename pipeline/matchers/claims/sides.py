"""What is told beside and between sentences: speakers in brackets, quotations alone, answers, headlines."""

from __future__ import annotations

from dataclasses import replace

from pipeline.matchers.claims.borders import Span
from pipeline.matchers.claims.cues import SPEAKERS, CueRule
from pipeline.matchers.claims.facts import Facts
from pipeline.matchers.claims.quoting import UTTERANCE
from pipeline.matchers.claims.speakers import Noun
from pipeline.matchers.claims.speech import Line
from pipeline.matchers.claims.telling import Frame, Told
from pipeline.syntax import ASIDE, QUOTED, Word

_DASHES = frozenset("―—–─‐－-")
_NEAR = 2
"""An answer follows its question within so many sentences."""


class Sides(Facts):
    """A sentence that is read with the ones before and after it."""

    def read_aside(self, k: int) -> None:
        """「Q」（三浦監督）; （業界団体調べ）."""
        word = self.words[k]
        inside = word.text[1:-1]
        credit = next((found for found in self.setting.cues["括弧調べ"].items() if inside.endswith(found[0])), None)
        if credit is not None and self.segment < k and self.frame is None:
            if "文末" not in credit[1].takes or self.at(k + 1) in {"", "。"}:
                self.read_credit(k, *credit)
            return
        quotes = self.quoted_before(k)
        if quotes is None or self.is_noun(quotes[0] - 1) or self.at(k + 1) not in {"", "。", "、"}:
            return
        topic = self.speaker_before(quotes[0])
        beside = topic is not None and topic.kind and topic.last + 1 == quotes[0] and topic.particle in {"は", "も"}
        noun = topic if beside else self.speaker_inside(word)
        if noun is not None and len(self.words[quotes[1]].text) >= UTTERANCE:
            content = self.content_of(Told(k, quotes[1], quotes), self.segment, after=False)
            self.keep(content, self.setting.only["括弧"], noun, None)

    def read_credit(self, k: int, ending: str, rule: CueRule) -> None:
        """（業界団体調べ）, （東洋新聞による）: whose are the words before the brackets at word ``k``."""
        word = self.words[k]
        end = word.end - 1 - len(ending)
        inner = self.parse.folded(word.start + 1, end)
        noun = Line(self.setting, inner).noun_before(len(inner), "による") if inner else None
        if noun is not None:
            content = self.content_of(Told(k, k - 1), self.segment, after=False)
            self.keep(content, rule, noun, (end, word.end - 1))

    def read_answer(self) -> bool:
        """A quotation that begins the sentence and whose speaker was named before. Whether nothing is left to read.

        林氏はこう語る。「Q」; and in an interview: ―いまの気持ちは。 「Q」
        """
        article, first = self.article, self.words[0]
        announced, article.announced = article.announced, None
        told = Told(1, 0, (0, 0))
        if first.text[0] in _DASHES:
            if article.asked < 0:
                article.guest = article.guest or article.speaker or article.topic
            article.asked, article.answer = article.number, None
        elif first.pos == QUOTED and announced is not None and not self.words[1 % self.size].tag.startswith("助詞"):
            self.keep(self.content_of(told, 0, after=False), announced.rule, announced.noun, announced.cue)
            self.segment = 1
            return self.ends_line(1)
        elif first.pos == QUOTED and article.number - article.asked <= _NEAR and self.ends_line(1):
            content = self.content_of(told, 0, after=False)
            if article.answer is not None and article.number - article.asked == 1:  # an answer of several paragraphs
                article.found.pop(article.answer, None)
                content = (article.answer[0], *content[1:])
            article.asked, article.answer = article.number, content[:2]
            self.keep(content, article.only["問答"], article.guest, None)
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
        asked = self.interviewed()
        article.guest = asked or article.guest if article.asked < 0 else article.guest
        topic = asked or (topics[0] if topics else None)
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
        """The person of whom the sentence says that he was asked: 高橋選手に聞いた, 高橋選手に見通しを聞いた."""
        for m in range(2, self.size):
            i = m - 1
            if self.lemma(m) in self.setting.cues["か"] and self.at(i) == "を":
                i -= 1
                while i > self.segment and (self.is_noun(i) or self.at(i) in {"の", "、"}):
                    i -= 1
            if self.at(i) == "に" and self.lemma(m) in self.setting.cues["か"]:
                noun = self.noun_before(i, "に")
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
        long = len(quote.text) >= UTTERANCE + 2 and noun.kind != "organization"
        if spoken or beside or long or "、" in quote.text:
            content = self.content_of(Told(last, quotes[1], quotes), self.segment, after=True)
            self.keep(content, self.setting.only["体言"], noun, None)

    def read_sentence_before(self) -> None:
        """Whose words the sentence before was, when this one only tells that: 〜。県が12日発表した."""
        article, cue = self.article, self.final_cue()
        if article.untold is None or cue is None or "前文" not in cue.rule.takes or self.at(cue.last - 1) != "た":
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
                self.keep(content, self.setting.only["引用"], noun, None)
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
            self.article.announced = Frame(nouns[-1], end, span, self.setting.only["引用"])

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
            self.keep(content, self.setting.only["見出し"], noun, None)

    def is_apart(self, i: int) -> bool:
        """Whether space stands before word ``i``, or is it: 川村大臣「Q」　閣議後会見で."""
        return self.at(i).isspace() or self.words[i].start > self.words[i - 1].end
