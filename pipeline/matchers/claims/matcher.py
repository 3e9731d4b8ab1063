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
from pipeline.matchers.claims.cues import (
    FRAMES,
    NOT_AFTER,
    SINGLE,
    CueRule,
    DayRule,
    NotRule,
    NotSourceRule,
    Rules,
    SourceRule,
)
from pipeline.matchers.claims.sides import Sides
from pipeline.matchers.claims.telling import Talk
from pipeline.matchers.claims.tones import ToneRule, Tones
from pipeline.schema import Claim, Mention
from pipeline.syntax import ASIDE, QUOTED, Parse


class Matcher:
    """Finds claims. Compiled once from the rules in ``folders``."""

    def __init__(self, folders: Sequence[Path]) -> None:
        frames = (*FRAMES, *SINGLE, *(f"not {after}" for after in NOT_AFTER))
        cues: dict[str, dict[str, CueRule]] = {frame: {} for frame in frames}
        for rule in reversed(lexicon.read(CueRule, folders)):
            for frame in rule.takes:
                for surface in (rule.cue, *filter(None, rule.also.split("|"))):
                    cues[frame][surface] = rule
        missing = [frame for frame in SINGLE if not cues[frame]]
        if missing:
            raise lexicon.LexiconError([f"{CueRule.FILE}: no row has the frame {frame}" for frame in missing])
        nothing = CueRule(id="", example="", cue="", frames="", cue_type="")
        for other in lexicon.read(NotRule, folders):
            cues[f"not {other.after}"][other.word] = nothing
        nouns = lexicon.read(SourceRule, folders)[::-1]
        suspects = frozenset(rule.source for rule in nouns if rule.kind == "suspect")
        sources = [replace(rule, kind="person") if rule.source in suspects else rule for rule in nouns]
        self._rules = Rules(
            cues,
            {frame: next(reversed(cues[frame].values())) for frame in SINGLE},
            {rule.source: rule for rule in sources if rule.match == "word"},
            {rule.source: rule for rule in sources if rule.match == "ending"},
            frozenset(rule.source for rule in lexicon.read(NotSourceRule, folders)),
            suspects,
            {rule.source: rule for rule in sources if rule.match == "issue"},
            lexicon.read(DayRule, folders),
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


class _Reader(Sides):
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
