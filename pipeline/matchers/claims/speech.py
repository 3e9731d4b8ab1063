"""Who says something in a sentence, and with which words: its cues, its speakers and the borders of its clauses.

A :class:`Line` answers questions about the sentence's line of words; ``claims`` asks them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.matchers.claims.cues import SPEAKERS, CueRule, Setting
from pipeline.matchers.claims.speakers import KATAKANA, PROPER, Noun, Nouns
from pipeline.syntax import ASIDE, QUOTED, Word

_LONGEST_CUE = 6
_PLACE = 14
_LONG_WORD = 5
_JOINT = 4
_LONG_NAME = 6
_FOREIGN = re.compile("[ァ-ヶー・]+")
_TURNS = frozenset({"が", "けれど", "けれども"})
REACH = 28
"""Between a quoting particle and its cue stand at most so many words."""
_ENDINGS = ("終止形", "連体形", "命令形", "意志推量形")


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue found in a line: its rule, its words from ``first`` to before ``last``, and how it is inflected."""

    rule: CueRule
    first: int
    last: int
    passive: bool = False
    negative: bool = False


class Line(Nouns):
    """A sentence's line of words on its way to claims.

    ``segment`` is the word where the clause under reading begins; what is before it has been read.
    """

    def __init__(self, setting: Setting, words: Sequence[Word]) -> None:
        super().__init__(setting, words)
        self.segment = 0
        self.source: Noun | None = None
        self.partial = -1

    # -- cues ----------------------------------------------------------------------------------------------------

    def cue_at(self, i: int, frame: str) -> Cue | None:
        """The longest cue of the frame that begins at word ``i``."""
        rules = self.setting.cues[frame]
        text, start = self.setting.text, self.words[i].start
        for last in range(min(i + _LONGEST_CUE, self.size) - 1, i - 1, -1):
            word = self.words[last]
            key = text[start : word.start] + word.lemma
            rule = rules.get(key)
            if rule is None and last == i and word.lemma != word.text:
                rule = None
            if rule is None and "サ変可能" in word.tag and self.at(last + 1) in {"", "。", "、", "」"}:
                rule = rules.get(key + "する")
            if rule is not None:
                return self.inflected(rule, i, last + 1)
        return None

    def inflected(self, rule: CueRule, first: int, last: int) -> Cue:
        """The cue with the auxiliaries that follow it."""
        passive = negative = False
        while last < self.size:
            word = self.words[last]
            if (
                word.pos == "AUX"
                or (word.dep == "fixed" and word.pos == "VERB")
                or (word.text in {"て", "で"} and word.tag == "助詞-接続助詞")
            ):
                passive = passive or word.lemma in {"れる", "られる"}
                negative = negative or word.lemma in {"ない", "ぬ", "ず"}
            elif not (word.lemma in {"いる", "くる", "おる", "ある"} and self.at(last - 1) in {"て", "で"}):
                break
            last += 1
        return Cue(rule, first, last, passive, negative)

    def cue_after(self, i: int, frame: str, *, patient: bool = False) -> Cue | None:
        """The cue of the frame to which the words from ``i`` lead, with no other predicate between.

        ``patient``: a predicate that modifies a noun may stand between (と船が傾いた時のことを証言した).
        """
        for j in range(i, min(i + REACH, self.size)):
            word = self.words[j]
            if word.text in {"。", "と"} and j > i:
                return None
            if word.pos not in {"ADP", "PUNCT", QUOTED, ASIDE}:
                if self.cue_at(j, "not と") is not None:
                    return None
                cue = self.cue_at(j, frame)
                if cue is not None:
                    return cue
            named = self.at(j + 1) == "を" or (self.at(j + 1) in {"は", "が", "も"} and not self.is_sentence(word))
            if word.pos == QUOTED and not named and not self.is_noun(j - 1):
                return None
            if word.pos in {"VERB", "ADJ"} and word.inflection and word.dep != "fixed":
                after = next((n for n in range(j + 1, self.size) if self.words[n].pos != "AUX"), self.size)
                if patient and self.is_noun(after):
                    continue
                following = self.words[j + 1] if j + 1 < self.size else None
                adverbial = following is not None and following.text in {"て", "で", "に", "く"}
                if not adverbial and "連用形" not in word.inflection:
                    return None
                if following is not None and following.text in {"、", "た", "まし"}:
                    return None
        return None

    def span_of(self, cue: Cue) -> tuple[int, int]:
        """The cue's span in the text, without a particle that joins it to what follows."""
        last = cue.last - 1
        while last > cue.first and self.words[last].text in {"て", "で", "が"} and self.words[last].pos != "AUX":
            last -= 1
        return self.words[cue.first].start, self.words[last].end

    # -- sources -------------------------------------------------------------------------------------------------

    def marked(self, low: int, high: int) -> list[Noun]:
        """Nouns between the words ``low`` and ``high`` that a particle marks as topic or subject, in order."""
        out = []
        for m in range(low, high):
            word = self.words[m]
            if word.text not in {"は", "も", "が", "で"} or not word.tag.startswith("助詞") or m == low:
                continue
            if word.text == "で" and self.at(m + 1) not in {"は", "も"}:
                continue
            noun = self.noun_before(m, word.text, low)
            if noun is not None and self.at(noun.last - 1) not in self.setting.silent:
                out.append(noun)
        return out

    def closed(self, low: int, high: int) -> bool:
        """Whether a clause ends between the words, so that a subject before it is not that of what follows."""
        for i in range(low, high):
            word = self.words[i]
            if word.pos == "ADJ" and "連体形" in word.inflection and self.is_noun(i + 1):
                continue  # 強い懸念
            if word.pos in {"VERB", "AUX", "ADJ"} and any(form in word.inflection for form in (*_ENDINGS, "仮定形")):
                return True
        return False

    def may_speak(self, noun: Noun) -> bool:
        """Whether a topic that no rule knows may name a speaker."""
        last = noun.last - 1
        word = self.words[last]
        named = word.tag.startswith(PROPER) or word.text.isascii() or (noun.particle == "は" and self.is_foreign(noun))
        if not named and noun.particle != "が":
            return False
        return not self.is_dated(last) and self.at(last) not in self.setting.silent and self.words[last].pos != ASIDE

    def speaks_at(self, noun: Noun, q: int) -> bool:
        """Whether an unknown topic, right before a quoted sentence at word ``q``, may be a name: 若ノ峰は「…」."""
        head = self.words[noun.last - 1]
        plain = head.tag == "名詞-普通名詞-一般" and not head.ene and head.text not in self.setting.silent
        return noun.particle == "は" and noun.last + 1 == q and plain and noun.last - noun.first > 1

    def is_inner(self, noun: Noun, high: int) -> bool:
        """Whether the subject belongs to a clause before word ``high`` that modifies a noun: 女性が乗っていた便."""
        subject = self.words[noun.last - 1]
        head = self.parse.words[subject.head]
        if head.dep != "acl" or head.i <= subject.i or head.start >= self.words[high].start:
            return False
        after = next((i for i in range(noun.last, high) if self.words[i].start > head.start), high)
        while after < high and self.words[after].pos == "AUX":
            after += 1
        return self.at(after) != "、" or "連用形" not in self.words[after - 1].inflection

    def speaker_before(self, q: int, *, nested: bool = False) -> Noun | None:
        """Who says the quotation at word ``q``: the nearest topic or subject before it that can speak.

        A subject gives way to a topic before it in the same clause, unless the saying is itself told (``nested``).
        """
        asked = self.asked_before(q)
        if asked is not None:
            return asked
        subject: Noun | None = None
        weak: Noun | None = None
        last: Noun | None = None
        late: Noun | None = None
        for noun in reversed(self.marked(self.segment, q)):
            if noun.particle in {"は", "も"}:
                if noun.particle == "も" and self.words[noun.last - 1].dep == "obj":
                    continue  # 専門家も交えて
                if noun.kind:
                    inner: Noun | None = subject or (last if nested else None)
                    return inner if inner is not None and (nested or self.breaks(noun.last, q)) else noun
                beside = noun.particle == "は" or noun.last + 1 + (self.at(noun.last + 1) == "、") == q
                if beside and weak is None and (self.may_speak(noun) or self.speaks_at(noun, q)):
                    weak = noun
            elif noun.particle == "が" and self.is_conceded(noun.last, q):
                continue  # 住民が注意しても、「Q」と答えた
            elif noun.particle == "が" and noun.kind and subject is None:
                if not self.closed(noun.last, q) and not self.is_inner(noun, q):
                    subject = noun
                    if nested:
                        break
                elif noun.kind in {"person", "unnamed"} and late is None and not self.is_inner(noun, q):
                    changes = any(self.at(i) == "と" and self.words[i].pos == "SCONJ" for i in range(noun.last, q))
                    late = noun if noun.kind == "person" or not changes else None
            elif noun.particle == "が" and last is None and self.may_speak(noun) and not self.breaks(noun.last, q):
                last = noun
            elif noun.particle == "で" and weak is None:
                beside = noun.last + 2 == q and self.may_speak(noun)
                weak = noun if beside or noun.kind in {"organization", "document", "media"} else None
        if late is not None and (weak is None or (weak.particle == "で" and late.first > weak.first)):
            weak = late  # 市役所では市長が会見し、…ことから「Q」と話した
        if weak is not None and not weak.kind and self.is_name(weak):
            weak = replace(weak, kind="organization")
        if subject is not None and self.breaks(subject.last, q):
            subject = next((n for n in self.marked(self.segment, subject.first) if self.is_apart_subject(n)), subject)
        found = subject or weak or (last if last is not None and not self.closed(last.last, q) else None)
        return found or self.headed(q)

    def is_conceded(self, low: int, high: int) -> bool:
        """Whether a clause that ends in ても、 stands between the words: what follows has a subject of its own."""
        return any(
            self.at(i) == "も" and self.at(i - 1) in {"て", "で"} and self.at(i + 1) == "、"
            for i in range(low + 1, high)
        )

    def breaks(self, low: int, high: int) -> bool:
        """Whether a comma after a predicate stands between the words, or after 〜ため or 〜した後."""
        ends = {"VERB", "AUX", "ADJ", "SCONJ"}
        return any(
            self.at(i) == "、"
            and (
                self.words[i - 1].pos in ends
                or (self.words[i - 2].pos in ends and self.at(i - 1) in self.setting.silent)
            )
            for i in range(low + 1, high)
        )

    def is_partial(self, noun: Noun | None, q: int) -> bool:
        """Whether the quotation at word ``q`` ends a told clause after its speaker: 首相は国が「Q」と述べた."""
        if noun is None or noun.last >= q or noun.particle not in {"は", "も"}:
            return False
        if self.at(q - 1) in {"は", "が"} and self.at(q - 2) in {"の", "こと"} and noun.last < q - 1:
            return True
        return not self.breaks(noun.last, q) and any(
            each.particle == "が" and not self.closed(each.last, q) for each in self.marked(noun.last + 1, q)
        )

    def asked_before(self, q: int) -> Noun | None:
        """Who is asked right before the quotation at word ``q``: 住民に聞くと、「Q」; 住民に話を聞くと、「Q」."""
        i = q - 1 - (self.at(q - 1) == "、")
        if self.at(i) == "ところ" and self.at(i - 1) == "た":
            i -= 1 + (self.at(i - 2) == "し")
            return self.noun_before(i - 2, "に", self.segment) if self.is_asking(i - 1) else None
        if self.at(i) != "と" or i < 3 or self.lemma(i - 1) not in self.setting.cues["か"]:
            return None
        i -= 2 + 2 * (self.at(i - 2) == "を")
        return self.noun_before(i, "に", self.segment) if self.at(i) == "に" else None

    def is_asking(self, i: int) -> bool:
        """Whether word ``i`` is a verb of asking, after whom it is that is asked: 准教授へ取材(したところ)."""
        rules = self.setting.cues["か"]
        return self.at(i - 1) in {"に", "へ"} and (self.lemma(i) in rules or f"{self.at(i)}する" in rules)

    def turns(self, low: int, high: int) -> bool:
        """Whether a main clause ends between the words with が、: what follows speaks of something else."""
        return any(self.at(i) == "、" and self.is_turn(i - 1) for i in range(low, high))

    def is_turn(self, i: int) -> bool:
        """Whether word ``i`` ends a main clause before another one: 〜したが, 〜したものの."""
        word = self.words[i]
        joined = self.at(i - 1) == "もの" and self.at(i) == "の" and word.pos == "SCONJ"
        return joined or (word.text in _TURNS and word.tag == "助詞-接続助詞")

    def breaks_off(self, low: int, high: int) -> bool:
        """Whether a clause with で ends right before word ``high``: 空は晴れで、同局は…."""
        return (
            high - 2 > low
            and self.at(high - 1) == "、"
            and self.at(high - 2) == "で"
            and self.words[high - 2].pos == "AUX"
        )

    def speaker_of_clause(self, k: int, *, nested: bool) -> Noun | None:
        """Who tells the clause that ends before word ``k``: the outermost topic that can speak, else such a subject."""
        marked = self.marked(self.segment, k)
        nouns = [noun for noun in marked if noun.kind != "basis" and (noun.kind or self.is_title(noun))]
        if nested and len(nouns) > 1:
            nouns = nouns[1:]
        for i in range(len(nouns) - 1, 0, -1):
            between = nouns[i - 1].last, nouns[i].first
            if nouns[i].particle in {"は", "も"} and (self.turns(*between) or self.breaks_off(*between)):
                nouns = nouns[i:]
                break
        if self.segment and self.source is not None:
            nouns = [noun for noun in nouns if noun.particle != "が"]
        apart = len(nouns) > 1 and self.is_apart_subject(nouns[0]) and nouns[1].particle == "は" and not nested
        if apart and not self.closed(nouns[0].last, nouns[1].first):
            return nouns[0]  # 複数の新聞が、この女性は…と伝えた
        topics = [noun for noun in marked if noun.particle == "は"]
        teller = topics[0] if topics and not topics[0].kind and self.is_named(topics[0]) else None
        for noun in nouns:
            if noun.particle in {"は", "も"}:
                again = next((each for each in reversed(topics) if self.is_same(each, noun)), noun)
                first = teller is not None and teller.first < noun.first and self.at(teller.last + 1) == "、"
                return teller if first and noun.kind == "unnamed" else again
        for noun in nouns:
            if noun.particle == "が" and (self.is_inner(noun, k) or not self.is_foremost(noun)):
                continue
            if noun.kind != "document" if noun.particle == "が" else noun.kind in {"organization", "document", "media"}:
                return noun
        if not marked and self.headed(k) is not None:
            return self.headed(k)
        if len(topics) > 1:
            return teller  # of two topics the first tells, and the other is told about
        opening = bool(topics) and not topics[0].kind and self.is_name(topics[0]) and self.opens(topics[0])
        return replace(topics[0], kind="organization") if opening else None

    def headed(self, k: int) -> Noun | None:
        """Who speaks in a headline: the noun with which the line begins, before a comma: 県、「Q」と発表."""
        last = self.size - 1
        if self.segment or self.words[last].inflection or self.words[last].pos == "PUNCT":
            return None
        m = next((i for i in range(min(k, self.size)) if not self.is_noun(i)), 0)
        noun = self.noun_before(m, "は") if m and self.at(m) == "、" else None
        return noun if noun is not None and noun.kind in {*SPEAKERS, "media"} else None

    def is_apart_subject(self, noun: Noun) -> bool:
        """Whether a comma parts a subject from what it tells: 中国の報道機関が、…と報じた会社."""
        return noun.particle == "が" and noun.kind in {*SPEAKERS, "media"} and self.at(noun.last + 1) == "、"

    def is_same(self, noun: Noun, other: Noun) -> bool:
        """Whether both nouns are written alike: 県は…したところ、県は…と発表した."""
        text = self.setting.text
        return text[noun.start : noun.end] == text[other.start : other.end]

    def opens(self, topic: Noun) -> bool:
        """Whether the clause under reading begins with the topic, and what it tells does not follow at once."""
        after = topic.last + 1
        apart = self.at(after) == "、" or (after < self.size and self.is_day(after))
        joined = self.at(topic.first - 1) == "、" and topic.first <= self.segment + _JOINT  # このため、X社は、
        first = topic.first <= self.segment + 1 or joined
        return self.source is None and first and (apart or self.segment > 0)

    def is_timed(self, noun: Noun) -> bool:
        """Whether the noun only tells when: 現在, 5日."""
        return self.at(noun.last - 1) in self.setting.silent or self.is_dated(noun.last - 1)

    def owner_before(self, noun: Noun) -> Noun | None:
        """The noun to which の joins the noun: 委員会 in 委員会の5日現在."""
        h = noun.last - 1
        while h > self.segment and self.words[h].pos == ASIDE:
            h -= 1
        begin = self.run_of(h, self.segment)
        return self.noun_before(begin - 1, "の", self.segment) if self.at(begin - 1) == "の" else None

    def paper_before(self, k: int) -> Noun | None:
        """Who reports the words before word ``k``, a paper or a name of which no rule knows the kind: ANTARAは…."""
        marked = self.marked(self.segment, k)
        if marked and marked[0].kind == "media":
            return marked[0]  # A紙が住民の話として…と伝えた
        topics = [noun for noun in marked if noun.particle == "は"]
        if not topics or topics[0].kind:
            return None
        return replace(topics[0], kind="organization") if self.is_name(topics[0]) else None

    def is_name(self, noun: Noun) -> bool:
        """Whether the noun looks like a name: a proper noun is part of it, or it is foreign to the dictionary."""
        head = self.words[max(noun.last - 1, noun.first)]
        foreign = len(head.text) >= _LONG_WORD and KATAKANA.fullmatch(head.text) is not None
        return self.is_named(noun) or head.text.isascii() or foreign or self.is_foreign(noun)

    def is_foreign(self, noun: Noun) -> bool:
        """Whether the noun is a long word in katakana, as companies are called."""
        return (
            noun.end - noun.start >= _LONG_NAME
            and _FOREIGN.fullmatch(self.setting.text, noun.start, noun.end) is not None
        )

    def is_number(self, noun: Noun) -> bool:
        """Whether the noun only counts people: 4人."""
        return self.words[max(noun.last - 1, noun.first)].ene == "N_Person"

    def is_title(self, noun: Noun) -> bool:
        """Whether the noun is a topic in quotation marks: 「東洋評論」(4月5日)は、."""
        head = next((i for i in range(noun.last - 1, noun.first - 1, -1) if self.words[i].pos != ASIDE), noun.first)
        return noun.particle == "は" and self.words[head].pos == QUOTED

    def is_foremost(self, noun: Noun) -> bool:
        """Whether a subject stands so that it may be that of the telling: by name, or first, or before a comma."""
        return noun.kind != "unnamed" or noun.first <= self.segment + 1 or self.at(noun.last + 1) == "、"

    def is_named(self, noun: Noun) -> bool:
        """Whether a proper noun is part of the noun."""
        return any(word.tag.startswith(PROPER) for word in self.words[noun.first : noun.last])

    # -- quotations, clauses and verbs ---------------------------------------------------------------------------

    def quoted_before(self, k: int) -> tuple[int, int] | None:
        """First and last of the quotations that stand at once before word ``k``."""
        last = k - 1
        while last >= 0 and self.at(last) in {"など", "等", "とか"}:
            last -= 1
        if last < 0 or self.words[last].pos != QUOTED:
            return None
        first = last
        while first > 0:
            before = first - 1
            if self.at(before) in {"、", "・", "や"} and before > 0:
                before -= 1
            if self.words[before].pos != QUOTED:
                break
            first = before
        return first, last

    def is_part_of_phrase(self, q: int) -> bool:
        """Whether the quotation at word ``q`` is only part of a larger phrase: 市民に対する「裏切り」."""
        if q == self.partial:
            return True
        if q <= self.segment:
            return False
        before = self.words[q - 1]
        if before.end != self.words[q].start:
            return False
        return self.at(q - 1) == "の" or (
            before.pos in {"VERB", "AUX", "ADJ"} and "連体形" in before.inflection and self.at(q - 1) != "、"
        )

    def is_quote(self, i: int) -> bool:
        """Whether word ``i`` is a quotation."""
        return 0 <= i < self.size and self.words[i].pos == QUOTED

    def lemma(self, i: int) -> str:
        """The dictionary form of word ``i``, empty outside the line."""
        return self.words[i].lemma if 0 <= i < self.size else ""

    def ends_clause(self, p: int) -> bool:
        """Whether a clause may end with word ``p``."""
        word = self.words[p]
        if word.inflection:
            return any(form in word.inflection for form in _ENDINGS)
        return word.tag.startswith("助詞-終助詞") or word.text in {"か", "ね", "よ"}

    def leads_to(self, p: int, cue: Cue) -> bool:
        """Whether the noun ``p`` before と depends on the cue."""
        if not self.is_noun(p) and self.words[p].pos not in {"ADJ", "VERB"}:
            return False
        return self.words[cue.first].i <= self.words[p].head < self.words[cue.last - 1].i + 1

    def passive_at(self, i: int, *, clausal: bool) -> Cue | None:
        """A reporting verb in the passive right after と: と報じられた."""
        for j in range(i, min(i + 4, self.size)):
            if self.cue_at(j, "not と") is not None:
                return None
            cue = self.cue_at(j, "と") if self.words[j].pos in {"VERB", "NOUN", "ADJ"} else None
            if cue is not None:
                return cue if cue.passive and (clausal or cue.rule.cue_type == "report") else None
        return None

    def attributed(self, cue: Cue) -> Noun | None:
        """The noun that the cue's clause modifies, when it can speak: 「Q」と述べた大統領は."""
        if self.at(cue.last) == "の" and self.at(cue.last + 1) == "は":
            last = self.size
            while last > 0 and (self.words[last - 1].pos in {"PUNCT", "AUX"} or self.lemma(last - 1) == "ある"):
                last -= 1
            named = self.noun_before(last, "", cue.last + 2)
            return named if named is not None and named.kind else None
        if cue.last >= self.size or self.is_quote(cue.last) or self.at(cue.last - 1) == "て":
            return None
        if "連用形" in self.words[cue.last - 1].inflection:
            return None
        if not self.is_noun(cue.last) or self.at(cue.last) in self.setting.silent:
            return None
        last = cue.last
        while last < self.size and (self.is_noun(last) or (self.at(last) == "の" and self.is_noun(last + 1))):
            last += 1
        if self.words[cue.last - 1].end != self.words[cue.last].start:
            return None
        if last < self.size and not self.words[last].tag.startswith(("助詞", "助動詞", "補助記号")):
            return None  # 有希ちゃんらしき女児
        noun = self.noun_before(last, "", cue.last)
        return noun if noun is not None and noun.kind in {"person", "unnamed", "organization", "country"} else None

    def is_stated(self, p: int) -> bool:
        """Whether the word states something without a copula: 遺憾, 百人."""
        word = self.words[p]
        counted = self.words[max(p - 1, 0)].pos == "NUM" and self.at(p - 2) != "第"
        return word.tag.startswith("形状詞") or word.pos == "NUM" or counted

    def is_equated(self, p: int) -> bool:
        """Whether the noun at word ``p`` is said of a subject, with no object between: 高騰が要因としている."""
        if not self.is_noun(p) and self.at(p) != "など":
            return False
        for i in range(p - 1, self.segment, -1):
            if self.words[i].text in {"を", "に"} and self.words[i].tag.startswith("助詞-格助詞"):
                return False
            if self.at(i) in {"が", "は"} and self.words[i].tag.startswith("助詞"):
                return bool(self.marked(self.segment, i))
        return False

    def is_charge(self, i: int) -> bool:
        """Whether what follows 〜として is an arrest or a suit, so that 〜 is a charge and nobody's words."""
        for j in range(i, self.size):
            if self.at(j) == "と" and self.lemma(j + 1) != "し" and self.ends_clause(j - 1):
                return False
            if self.cue_at(j, "not として") is not None:
                return True
        return False

    def is_suffered(self, i: int) -> bool:
        """Whether the first verb after 〜として is passive, so that its subject is not who says 〜."""
        verb = next((j for j in range(i, self.size) if self.words[j].pos == "VERB" or self.at(j) == "、"), None)
        if verb is None or self.words[verb].pos != "VERB":
            return False
        return self.inflected(self.setting.only["引用"], verb, verb + 1).passive

    def ends_line(self, i: int) -> bool:
        """Whether the sentence is over at word ``i``."""
        return i >= self.size or self.at(i) in {"。", "」", "』"} or self.words[i].pos == ASIDE

    def is_equation(self, i: int) -> bool:
        """Whether the sentence ends with だ, である or です at word ``i``."""
        last = i
        while last < self.size and (self.words[last].pos == "AUX" or self.lemma(last) == "ある"):
            last += 1
        return last > i and self.ends_line(last)

    def ends_at(self, offset: int) -> bool:
        """Whether nothing but punctuation follows the offset in the sentence."""
        return all(word.pos == "PUNCT" for word in reversed(self.words) if word.start >= offset)

    def verb_after(self, i: int) -> Cue | None:
        """The verb to which the words from ``i`` lead, whatever it is."""
        for j in range(i, min(i + 6, self.size)):
            if self.words[j].pos == "VERB":
                return self.inflected(self.setting.only["引用"], j, j + 1)
            if self.at(j) in {"。", "、"}:
                break
        return None

    def voice_before(self, k: int, *, apart: bool) -> Noun | None:
        """Whom a voice before word ``k`` comes from: 野党から「Q」, 専門家の間では. ``apart``: only as a topic."""
        k -= self.at(k - 1) == "、"
        for m in range(k - 1, self.segment, -1):
            if self.at(m) == "に" and m + 1 == k and not apart:
                noun = self.noun_before(m, "に", self.segment)
                noun = noun if noun is not None and noun.kind in {"person", "unnamed"} else None
            elif self.at(m) in {"から", "より"} and self.words[m].tag == "助詞-格助詞":
                topic = self.at(m + 1) in {"は", "も"}
                if m + 1 + topic < k if not apart else not (topic and self.at(m + 2) == "、"):
                    continue
                noun = self.noun_before(m, "から", self.segment)
            elif self.at(m) == "で" and self.at(m - 1) == "間" and self.at(m - 2) == "の":
                noun = self.noun_before(m - 2, "の", self.segment)
            else:
                continue
            speaks = noun is not None and noun.kind in {"person", "unnamed", "organization", "country", "media"}
            return noun if speaks else None
        places = [noun for noun in self.marked(self.segment, k) if noun.particle == "で"] if apart else []
        return places[-1] if places and places[-1].kind == "unnamed" else None

    def voice_after(self, i: int) -> Noun | None:
        """Whom a voice named before word ``i`` comes from: との指摘が専門家の間から出ている, との声が農家から上がる."""
        for m in range(i, min(i + _PLACE, self.size)):
            if self.at(m) == "、":
                break
            if self.at(m) in {"から", "より", "で"} and self.words[m].tag.startswith("助詞-格助詞"):
                among = self.at(m - 1) == "間" and self.at(m - 2) == "の"
                noun = self.noun_before(m - 2 if among else m, "から", i) if among or self.at(m) != "で" else None
                if noun is not None and noun.kind in {"person", "unnamed", "organization", "country", "media"}:
                    return noun
        return None

    def is_voice(self, first: int, m: int) -> bool:
        """Whether では at word ``m`` follows people among whom something is said: 市場では、."""
        return self.at(m + 1) == "は" and self.kind_of(first, m - 1)[0] == "unnamed"

    def shown_by(self, i: int) -> Cue | None:
        """The verb that shows a noun such as 見方 or 意向, close after it."""
        cue = self.cue_after(i, "示す")
        if cue is None or cue.first > i + (0 if "直後" in cue.rule.takes else 5):
            return None
        return cue

    def marked_by(self, low: int, high: int, *, comma: bool = True) -> list[Noun]:
        """Nouns before による in the span, with a comma after it: 政府による、…との主張."""
        out = []
        for m in range(low + 1, high):
            if self.at(m) == "に" and self.at(m + 1) == "よる" and (self.at(m + 2) == "、" or not comma):
                noun = self.noun_before(m, "による", low)
                if noun is not None and noun.kind:
                    out.append(noun)
        return out

    def final_cue(self) -> Cue | None:
        """The reporting verb with which the sentence ends."""
        end = self.size
        while end > 0 and self.words[end - 1].pos == "PUNCT":
            end -= 1
        for j in range(max(end - 7, 0), end):
            cue = self.cue_at(j, "と") if self.words[j].pos in {"VERB", "NOUN", "ADJ"} else None
            if cue is not None and cue.last >= end and not cue.negative and not cue.passive:
                return cue
        return None

    def names_medium(self, place: Noun) -> bool:
        """Whether the noun is a name in quotation marks after a noun for a medium: 国営テレビ「マシーラ」."""
        q = place.last - 1
        while q > place.first and self.words[q].pos == ASIDE:
            q -= 1
        return self.words[q].pos == QUOTED and q > place.first and self.kind_of(place.first, q - 1)[0] == "media"

    def medium_of(self, noun: Noun | None, content: int) -> tuple[int, int] | None:
        """Where ``noun`` said what begins at ``content``, when that stands between them: 「A」紙で."""
        if noun is None or noun.last >= self.size or self.words[0].start > noun.start:
            return None
        for m in range(noun.last + 1, self.size):
            if self.words[m].start >= content:
                break
            if self.at(m) in {"で", "に"} and self.at(m + 1) not in {"は", "も"}:
                place = self.noun_before(m, "", noun.last + 1)
                if place is not None and (place.kind == "media" or self.names_medium(place)):
                    return place.start, place.end
                if place is not None and place.kind == "basis":
                    for n in range(m - 1, place.first, -1):
                        owner = self.noun_before(n, "の", noun.last + 1) if self.at(n) == "の" else None
                        if owner is not None and (owner.kind == "media" or self.names_medium(owner)):
                            return owner.start, owner.end
        return None

    def speaker_inside(self, aside: Word) -> Noun | None:
        """The speaker named in brackets: （外務省幹部）."""
        words = self.parse.folded(aside.start + 1, aside.end - 1)
        if not words or len(words) > 16:
            return None
        line = Line(self.setting, words)
        noun = line.noun_before(line.size)
        if noun is None or noun.kind not in {"person", "unnamed", "organization", "pronoun"}:
            return None
        return noun

    def active(self, cue: Cue | None) -> Cue | None:
        """The cue unless it is passive or negative."""
        return None if cue is None or cue.passive or cue.negative else cue
