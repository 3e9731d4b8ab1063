"""What is done with the things that a number counts, and who does it: read off the parse.

The act is the verb that the quantity depends on (発射した), or the noun of action that stands for one (3人死亡、). Who
does it is its subject or the topic, where that can act: 政府, 会社, 市長.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline import lexicon
from pipeline.matchers.beside import AspectRule, Beside, Things
from pipeline.matchers.phrases import ActorRule, NotItemRule, Span, is_nominal
from pipeline.schema import Quantity
from pipeline.syntax import Parse, Word

_SAID_NEXT = re.compile("な|し|見|み|推|予|試算|、")
"""What may follow と so that the act is more than the telling: 12人となる, 3億円と見積もる."""


@dataclass(frozen=True, kw_only=True)
class MeasuringRule(lexicon.Rule):
    """Predicates that tell how much something is, so that nobody acts: 上る, 達する. Joined with ``|``."""

    FILE = "quantities/not_acts.tsv"
    KEY = ("surfaces",)

    surfaces: str


class Acts(Things):
    """What nouns can be, and which predicates only tell how much something is."""

    def __init__(
        self,
        not_items: Sequence[NotItemRule],
        actors: Sequence[ActorRule],
        measuring: Sequence[MeasuringRule],
        aspects: Sequence[AspectRule],
    ) -> None:
        super().__init__(not_items, actors, aspects)
        self.measuring = {surface for rule in measuring for surface in rule.surfaces.split("|")}

    def reaches(self, predicate: str) -> bool:
        """Whether the predicate only tells how much something is or becomes: 上る, 達する."""
        return predicate in self.measuring


class Acting(Beside):
    """One article's phrases, and what is done with its quantities."""

    def __init__(self, rules: Acts, parse: Parse, folded: str) -> None:
        super().__init__(rules, parse, folded)
        self.rules: Acts = rules

    def _done(self, quantity: Quantity, item: Span | None, framed: bool) -> Quantity:
        """The quantity with what is done and who does it. ``framed``: a frame told the item."""
        act = None if self._describes(quantity) else self._act(quantity, item)
        if act is None:
            return quantity
        agent, rule = self._agent(quantity, item, *act, framed)
        rules = (*quantity.rules, rule) if rule else quantity.rules
        return replace(quantity, predicate=_dictionary_form(self.parse.words, act[0]), agent=agent, rules=rules)

    def _describes(self, quantity: Quantity) -> bool:
        """Whether the number only describes a thing or person, which no act belongs to: 38歳の女, 第2回大会."""
        word = self.parse.word_at(quantity.end)
        following = word is not None and (word.text == "の" or is_nominal(word))
        return quantity.kind == "age" or (quantity.kind == "ordinal" and following)

    def _phrase_end(self, quantity: Quantity, item: Span | None) -> int:
        """Where the phrase ends in which the quantity stands: with the item that follows it."""
        if item is not None and quantity.end <= item[0] <= quantity.end + 12:
            return item[1]
        return self._after_brackets(quantity.end)

    def _act(self, quantity: Quantity, item: Span | None) -> tuple[Word, int] | None:
        """The verb, or noun that stands for one (発射。), that the quantity depends on, and where its phrase ends."""
        end = self._phrase_end(quantity, item)
        words = self.parse.words
        after = self.parse.word_at(end)
        if after is not None and after.start == end and after.tag.endswith("サ変可能") and _closes(words, after, end):
            return after, end  # 3人死亡、
        if after is not None and after.start == end and after.tag == "動詞-一般":
            return after, end  # 3%減った
        word = self._word_before(end)
        for _ in range(6):
            if word is None:
                return None
            if self._tells(word):
                return None
            head = self.parse.head(word)
            if head.i <= word.i or head.start < end:
                return None
            if _is_act(words, head):
                return head, max(end, word.end)
            if head.pos not in {"NOUN", "PROPN", "NUM"}:
                return None
            word = head
        return None

    def _tells(self, word: Word) -> bool:
        """Whether the phrase that ends in ``word`` is itself what is told: 34回で、, 11人と伝えた."""
        following = self.parse.words[word.i + 1] if word.i + 1 < len(self.parse.words) else None
        if following is None or following.start != word.end:
            return False
        if following.pos == "AUX" and following.lemma in {"だ", "です"} and following.text not in {"に", "な"}:
            return True
        if following.dep == "cop" and following.text == "で":
            return True
        return following.text == "と" and _SAID_NEXT.match(self.folded, following.end) is None

    def _agent(
        self, quantity: Quantity, item: Span | None, act: Word, end: int, framed: bool
    ) -> tuple[Span | None, str]:
        """Who does the act, and the rule that says so; nobody where the quantity's phrase, to ``end``, does it."""
        case = self.parse.particles_after(end)
        if _is_passive(self.parse.words, act):
            return self._by(quantity, act)
        if (
            case[:1] in {"が", "は"}
            or (case[:1] == "に" and framed)
            or self.rules.reaches(_dictionary_form(self.parse.words, act))
        ):
            return None, ""
        chain = [act]
        while (
            len(chain) < 3 and chain[-1].dep in {"advcl", "acl", "fixed"} and self.parse.head(chain[-1]).pos == "VERB"
        ):
            chain.append(self.parse.head(chain[-1]))
            if chain[-2].dep == "acl":
                chain.pop()
                break
        for verb in chain:
            for child in reversed(list(self.parse.children(verb))):
                if child.dep in {"nsubj", "dislocated"} and child.end <= quantity.start:
                    found = self._actor(child, quantity, item)
                    if found[0]:
                        return found
        done = any(word.lemma == "た" for word in self.parse.words[act.i + 1 : act.i + 3])
        if (act.dep == "acl" and done) or case[:1] not in {"を", ""}:
            return None, ""  # 30センチを観測した雪, but 5機を購入する計画
        return self._topic(quantity, item)

    def _by(self, quantity: Quantity, act: Word) -> tuple[Span | None, str]:
        """The agent of a passive act: the phrase with によって."""
        for child in self.parse.children(act):
            if child.dep == "obl" and self.folded.startswith(("によって", "により"), child.end):
                return self._actor(child, quantity, None)
        return None, ""

    def _topic(self, quantity: Quantity, item: Span | None) -> tuple[Span | None, str]:
        """The nearest phrase with は that can act; without one, the nearest with が in the same clause."""
        for particle in ("は", "が"):
            for word, verb_between in self._particles_before(quantity):
                if particle == "が" and verb_between:
                    break
                if word.text == particle and (noun := self._word_before(word.start)) is not None:
                    found = self._actor(noun, quantity, item)
                    if found[0] is None and particle == "は":
                        found = self._doer(noun, quantity, item)
                    if found[0]:
                        return found
        return None, ""

    def _doer(self, topic: Word, quantity: Quantity, item: Span | None) -> tuple[Span | None, str]:
        """Who does the act that the topic names: 海軍 in 海軍が行った演習は."""
        if not topic.tag.endswith("サ変可能"):
            return None, ""
        for verb in self.parse.children(topic):
            if verb.dep == "acl" and verb.i < topic.i:
                for child in self.parse.children(verb):
                    if child.dep == "nsubj" and self.folded.startswith("が", child.end):
                        return self._actor(child, quantity, item)
        return None, ""

    def _actor(self, word: Word, quantity: Quantity, item: Span | None) -> tuple[Span | None, str]:
        """The phrase that ends in ``word``, when it can act and stands in the same quotation as the quantity."""
        span = self._compound_before(word.end)
        if span is None or self._quotation(word.start) != self._quotation(quantity.start):
            return None, ""
        if span == item or (item and span[0] < item[1] and item[0] < span[1]):
            return None, ""
        last = self._last(span)
        if span[1] - span[0] == 1 and (not word.tag.startswith("名詞") or self.folded[span[0] - 1 : span[0]] == "の"):
            return None, ""  # 維新の会
        rule = self.rules.actor(last.text)
        if rule is None and not ("固有名詞" in last.tag and "地名-一般" not in last.tag):
            return None, ""
        return span, rule.id if rule else ""


def _is_act(words: Sequence[Word], word: Word) -> bool:
    """Whether the word tells an act or change: a verb, or a noun of action used as one."""
    if word.tag.startswith("動詞"):
        return word.lemma not in {"いう", "よる", "おける", "つく", "する"}
    if word.tag.startswith("形容詞"):
        return word.pos in {"ADJ", "VERB"}
    if word.tag.endswith(("サ変可能", "サ変形状詞可能")):
        following = words[word.i + 1] if word.i + 1 < len(words) else None
        return _closes(words, word) or (following is not None and following.lemma in {"する", "できる", "いたす"})
    return False


def _closes(words: Sequence[Word], word: Word, begins: int = -1) -> bool:
    """Whether a noun of action ends its clause, so that it stands for its verb (発射。).

    One inside a compound noun (総選挙) or a list (建設、農業) does not; one that ``begins`` right after a number does.
    """
    following = words[word.i + 1] if word.i + 1 < len(words) else None
    if following is not None and following.lemma == "する" and following.start == word.end:
        return True
    previous = words[word.i - 1] if word.i else None
    direct = word.start == begins
    if not direct and previous is not None and previous.end == word.start and is_nominal(previous):
        return False
    if following is None or following.start > word.end or following.text in set("。」』"):
        return True
    return following.text == "、" and (direct or word.pos == "VERB")


def _is_passive(words: Sequence[Word], act: Word) -> bool:
    """Whether れる or られる follows the act."""
    for word in words[act.i + 1 : act.i + 4]:
        if word.lemma in {"れる", "られる"} and word.tag.startswith("助動詞"):
            return True
        if not word.tag.startswith(("動詞-非自立", "助動詞")):
            return False
    return False


def _dictionary_form(words: Sequence[Word], act: Word) -> str:
    """発射 → 発射する, 上っ → 上る, 法制化 → 法制化する, 投げ抜い → 投げ抜く."""
    previous = words[act.i - 1] if act.i and words[act.i - 1].end == act.start else None
    if act.tag.startswith(("動詞", "形容詞")):
        return (previous.text if previous is not None and previous.tag == "動詞-一般" else "") + act.lemma
    stem = previous.text if previous is not None and act.tag.startswith("接尾辞") else ""
    return stem + act.text + "する"
