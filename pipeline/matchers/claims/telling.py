"""What is told in an article while it is read: what was found so far, and who spoke last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.matchers.claims.borders import Span
from pipeline.matchers.claims.cues import CueRule, Rules, Setting
from pipeline.matchers.claims.speakers import Noun
from pipeline.matchers.claims.tones import Tones
from pipeline.schema import Claim, Mention
from pipeline.syntax import Parse, Word

_NEAR = 2
"""Of whom was spoken so many sentences before may still speak."""
_WHILE = 5
"""A person may go on speaking for so many sentences."""
_FAR = 9
_DEEDS = frozenset({"demand", "promise", "deny", "affirm"})
"""What papers do not do in reports: who asks or denies something is another."""


@dataclass(frozen=True, slots=True)
class Told:
    """What stands before a word that marks reported speech.

    ``mark`` is that word, ``last`` the last word of the content. ``quotes`` are the first and the last of the
    quotations that the content is or ends with. ``clausal``: it is a quotation or ends as a clause does. ``aside``: the
    speaker named in brackets after the quotation.
    """

    mark: int
    last: int
    quotes: Span | None = None
    clausal: bool = True
    aside: Noun | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """Content that a phrase such as 〜によると opens at the word ``begin``, with the span of the phrase."""

    noun: Noun
    begin: int
    cue: Span
    rule: CueRule


class Talk(Setting):
    """The state of reading one article: what was found so far, and who spoke last."""

    def __init__(self, parse: Parse, mentions: Sequence[Mention], rules: Rules, tones: Tones) -> None:
        super().__init__(parse, mentions, rules)
        self.tones = tones
        self.found: dict[Span, Claim] = {}
        self.number = 0
        self.paragraph = -1
        self.speaker: Noun | None = None
        self.spoke = -_FAR
        self.reporter: Noun | None = None
        self.paper: Noun | None = None
        self.body: Noun | None = None
        self.person: Noun | None = None
        self.person_at = -_FAR
        self.closing: Noun | None = None
        self.closing_at = -_FAR
        self.topic: Noun | None = None
        self.topic_at = -_FAR
        self.orphan: Word | None = None
        self.faint = False
        self.before: Noun | None = None
        self.asked = -_FAR
        self.guest: Noun | None = None
        self.answer: Span | None = None
        self.announced: Frame | None = None
        self.suspect: Noun | None = None
        self.untold: Span | None = None

    def is_orphan(self, word: Word) -> bool:
        """Whether the word is a quotation that still waits for its speaker."""
        return self.orphan is not None and self.orphan.start <= word.start < self.orphan.end

    def leave(self) -> None:
        """A quotation alone that the next sentence has not claimed belongs to who spoke right before it."""
        quote, noun, self.orphan = self.orphan, self.before, None
        if quote is not None and self.text.startswith("。『", quote.end):
            return  # the title of an article, and then its paper
        if quote is not None and noun is not None and noun.kind in {"person", "unnamed"} and not self.faint:
            rule = self.only["引用"]
            span = (noun.start, noun.end)
            kind = noun.source_kind
            claim = Claim(
                *(quote.start + 1, quote.end - 1, "direct", rule.cue_type, (rule.id,), None, span), source_kind=kind
            )
            self.add(claim, noun, rule.cue)

    def last_speaker(self) -> Noun | None:
        """Who spoke, or of whom was spoken, in this sentence or the one before."""
        if self.closing is not None and self.number - self.closing_at == 1:
            return self.closing
        if self.speaker is not None and self.number - self.spoke <= 1:
            return self.speaker
        return self.topic if self.number - self.topic_at <= 1 else None

    def told_of(self) -> Noun | None:
        """Whose words それによると means: who spoke, or of whom was spoken, in the sentence before."""
        if self.speaker is not None and self.number - self.spoke == 1:
            return self.speaker
        if self.topic is not None and self.number - self.topic_at == 1 and self.topic.kind != "country":
            return self.topic
        return self.reporter

    def person_speaking(self) -> Noun | None:
        """Who is most likely to speak where nobody is named: of whom was spoken last, or who spoke before."""
        if self.number - self.person_at <= _NEAR:
            return self.person
        speaks = self.speaker is not None and self.speaker.kind == "person" and self.number - self.spoke <= _WHILE
        return self.speaker if speaks else None

    def carried(self, rule: CueRule, *, quoted: bool = False) -> Noun | None:
        """Who goes on speaking where the sentence names nobody."""
        if "供述" in rule.takes and self.suspect is not None:
            return self.suspect
        if "伝聞" in rule.takes:
            return self.reporter
        speaker, topic = self.last_speaker(), self.topic
        if rule.cue_type == "report" and self.paper is not None:
            return self.paper
        relayed = speaker is not None and speaker.kind == "media" and rule.cue_type != "report"
        spoken_of = _NEAR if quoted else 1
        if relayed and topic is not None and topic.kind != "country" and self.number - self.topic_at <= spoken_of:
            return topic  # a paper relays; who was spoken of speaks
        teller = speaker or self.body or self.reporter
        spoke = self.speaker is not None and self.speaker.kind == "person" and self.number - self.spoke <= _WHILE
        if "口頭" in rule.takes and spoke and teller is not None and teller.kind == "organization":
            teller = self.speaker
        if teller is not None and "捜査" in rule.takes and self.is_suspect(teller):
            return None
        human = rule.cue_type in _DEEDS or "口頭" in rule.takes
        if teller is None or (teller.kind == "media" and human):
            return self.person_speaking() if quoted else None
        return teller

    def is_suspect(self, noun: Noun) -> bool:
        """Whether the noun names somebody under suspicion."""
        return self.text.endswith(tuple(self.suspects), noun.start, noun.end)

    def toned(self, claim: Claim, cue: str) -> Claim:
        """The claim with the type that the end of its content shows."""
        words = self.parse.words_in(claim.start, claim.end)
        tone = self.tones.of(self.text[claim.start : claim.end], words, cue)
        return claim if tone is None else replace(claim, cue_type=tone.cue_type, rules=(*claim.rules, tone.id))

    def add(self, claim: Claim, noun: Noun | None, cue: str, *, reports: bool = True) -> None:
        """Keep a claim, unless the same content has been claimed; its source is who spoke last.

        ``reports``: that source may go on telling with 〜という.
        """
        if claim.start >= claim.end:
            return
        self.found.setdefault((claim.start, claim.end), claim if claim.cue_type != "state" else self.toned(claim, cue))
        if noun is not None and claim.cue_type != "ask":
            self.speaker, self.spoke = noun, self.number
            self.reporter = noun if reports else self.reporter
            self.body = noun if noun.kind == "organization" and not reports else None if reports else self.body
            self.paper = noun if noun.kind == "media" else self.paper
