"""Claims: who said what. Recognises source, cue and content; whom a source's name means is told in link.

Each sentence is walked once. At every word that may mark reported speech (と, ことを, よう, によると, との見方 ...) a
cue is looked up in ``models/claims/cues.tsv``; then the content's left border and the source are found among the
topics and subjects before it. Who spoke last is kept, for sentences that do not name their speaker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import lexicon
from pipeline.matchers.borders import Borders, Span
from pipeline.matchers.cues import FRAMES, SPEAKERS, CueRule, NotRule, NotSourceRule, Rules, Setting, SourceRule
from pipeline.matchers.speakers import Noun
from pipeline.matchers.speech import REACH, Cue, Line
from pipeline.matchers.tones import ToneRule, Tones
from pipeline.schema import Claim, Mention
from pipeline.syntax import ASIDE, QUOTED, Parse, Word

_STRAYS = frozenset("」』）)】”、。 \u3000")
"""What no content begins with: brackets that close what was never opened in it."""
_PAIRS = {"「": "」", "『": "』"}
_HELD_BY_NOBODY = frozenset({"state", "report", "predict", "warn"})
"""Types of telling that are hearsay where nobody tells."""
_DASHES = frozenset("―—–─‐－-")
_UTTERANCE = 8
"""A quotation with its speaker in brackets is at least so long, brackets included; a shorter one is a term."""
_SAYING = 14
"""A quotation said of a topic right before it is at most so long, brackets included."""
_TERM = 14
"""A quotation so long is no term, brackets included."""
_DEEDS = frozenset({"demand", "promise", "deny", "affirm"})
"""What papers do not do in reports: who asks or denies something is another."""
_NEAR = 2
"""An answer follows its question within so many sentences."""
_WHILE = 5
"""A person may go on speaking for so many sentences."""
_FAR = 9


class Matcher:
    """Finds claims. Compiled once from the rules in ``folders``."""

    def __init__(self, folders: Sequence[Path]) -> None:
        cues: dict[str, dict[str, CueRule]] = {
            frame: {} for frame in (*FRAMES, "not 場", "not 席", "not 接続", "not 受", "not 相手", "not 回答")
        }
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
        )
        self._tones = Tones(lexicon.read(ToneRule, folders))

    def find(self, parse: Parse, mentions: Sequence[Mention] = ()) -> tuple[Claim, ...]:
        """The claims in the article, by start of their content; ``mentions`` help to name the source."""
        return _Article(parse, mentions, self._rules, self._tones).claims()


@dataclass(frozen=True, slots=True)
class _Told:
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
class _Frame:
    """Content that a phrase such as 〜によると opens at the word ``begin``, with the span of the phrase."""

    noun: Noun
    begin: int
    cue: Span
    rule: CueRule


class _Article(Setting):
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
        self.announced: _Frame | None = None
        self.suspect: Noun | None = None
        self.untold: Span | None = None

    def claims(self) -> tuple[Claim, ...]:
        """The article's claims, by start of their content."""
        for number, (start, end) in enumerate(self.parse.sentences):
            self.number = number
            paragraph = self.parse.paragraph_at(start)
            begins = paragraph.start if paragraph else start
            if begins != self.paragraph:
                self.leave()
                self.paragraph, self.reporter, self.paper, self.untold = begins, None, None, None
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

    def is_orphan(self, word: Word) -> bool:
        """Whether the word is a quotation that still waits for its speaker."""
        return self.orphan is not None and self.orphan.start <= word.start < self.orphan.end

    def leave(self) -> None:
        """A quotation alone that the next sentence has not claimed belongs to who spoke right before it."""
        quote, noun, self.orphan = self.orphan, self.before, None
        if quote is not None and noun is not None and noun.kind in {"person", "unnamed"} and not self.faint:
            rule = self.cues["引用"]["と"]
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

    def carried(self, rule: CueRule) -> Noun | None:
        """Who goes on speaking where the sentence names nobody."""
        if "供述" in rule.frames and self.suspect is not None:
            return self.suspect
        if "伝聞" in rule.frames:
            return self.reporter
        speaker, topic = self.last_speaker(), self.topic
        if rule.cue_type == "report" and self.paper is not None:
            return self.paper
        relayed = speaker is not None and speaker.kind == "media" and rule.cue_type != "report"
        if relayed and topic is not None and topic.kind != "country" and self.number - self.topic_at <= 1:
            return topic  # a paper relays; who was spoken of speaks
        teller = speaker or self.reporter
        human = rule.cue_type in _DEEDS or "口頭" in rule.frames
        return None if teller is not None and teller.kind == "media" and human else teller

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
            self.paper = noun if noun.kind == "media" else self.paper


class _Reader(Borders):
    """A sentence on its way to claims, read from left to right."""

    def __init__(self, article: _Article, words: Sequence[Word]) -> None:
        super().__init__(article, words)
        self.article = article
        self.used: set[int] = set()
        self.frame: _Frame | None = None
        self.relayed: _Frame | None = None
        self.before_frame: Noun | None = None
        self.outlet: Noun | None = None
        self.kept: list[Span] = []
        self.last_cue: Cue | None = None
        self.claimed = False

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

    def keep(
        self, content: tuple[int, int, str], rule: CueRule, noun: Noun | None, cue: Span | None, *, shown: str = ""
    ) -> None:
        """Keep a claim of ``rule``'s type. ``shown`` is the id of the verb's rule where ``rule`` is that of a noun."""
        start, end, quote_type = content
        text = self.article.text
        while start < end and (text[start] in _STRAYS or self.is_unclosed(start, end)):
            start += 1
        if start == end:
            return
        rules = (rule.id, *filter(None, (shown, noun.rule if noun is not None else "")))
        source = (noun.start, noun.end) if noun is not None else None
        kind = noun.source_kind if noun is not None else "none"
        medium = self.medium_of(noun, start) or self.relaying(noun)
        claim = Claim(start, end, quote_type, rule.cue_type, rules, cue, source, source_kind=kind, medium=medium)
        reports = noun is None or noun.kind not in {"person", "unnamed"} or self.goes_on(noun, cue)
        if start < end and (start, end) not in self.article.found:
            self.kept.append((start, end))
        self.article.add(claim, noun, rule.cue, reports=reports)
        self.claimed = True
        if noun is not None and rule.cue_type != "ask":
            self.source = noun

    def goes_on(self, noun: Noun, cue: Span | None) -> bool:
        """Whether somebody who says something may go on with 〜という, where there is a paper that may do so."""
        closes = cue is not None and self.ends_at(cue[1])
        if self.frame is not None:
            return noun.kind == "person" and closes
        return self.article.paper is None or (noun.particle != "が" and closes)

    def relaying(self, noun: Noun | None) -> Span | None:
        """The medium that relays what ``noun`` says: A紙 in A紙によると、林氏は「Q」と述べた."""
        outlet = self.outlet
        if noun is None or outlet is None or noun.kind in {"media", "pronoun"} or noun.start < outlet.end:
            return None
        return outlet.start, outlet.end

    def is_unclosed(self, start: int, end: int) -> bool:
        """Whether a quotation mark at ``start`` is not closed before ``end``."""
        text = self.article.text
        close = _PAIRS.get(text[start], "")
        return bool(close) and text.count(text[start], start, end) > text.count(close, start, end)

    def tell(
        self,
        told: _Told,
        cue: Cue,
        *,
        rule: CueRule | None = None,
        span: Span | None = None,
        carry: bool = True,
        cut: bool = False,
    ) -> bool:
        """Keep what is told with a cue, when its source is found; whether it was.

        ``rule`` and ``span`` stand for the cue's own where a noun belongs to it. ``carry``: the source may come from
        what was read before. ``cut``: clauses before that of the content do not belong to it.
        """
        noun, low, after = self.source_for(told, cue)
        suffered = cue.passive and told.quotes is None
        noun = told.aside or (None if suffered else noun)
        carried = noun is None
        if noun is None and carry and not suffered:
            suspect = self.article.suspect if "供述" in cue.rule.frames else None
            noun = self.told_by_frame(told, low, cue) or suspect or self.source
            noun = noun or self.framing(told) or self.article.carried(cue.rule)
        if cut and told.quotes is None:
            low = max(low, self.clause_begin(low, told.mark))
        content = self.content_of(told, low, after=after, carried=carried)
        relay = None
        if self.at(cue.last) != "と":
            relay, self.relayed = self.relayed, None
        if relay is not None and self.words[relay.begin].start < content[1]:
            begin = self.words[relay.begin].start
            if noun is not None and noun.kind == "media":
                self.outlet = noun
            if noun is not None and noun.start >= begin and told.quotes is not None:
                whole = begin, self.span_of(cue)[1], "mixed"  # who is told to have said something
            else:
                if content[2] != "direct":
                    content = (max(content[0], begin), *content[1:])
                whole = self.wider(content, told, begin)
            self.keep(whole, relay.rule, relay.noun, relay.cue)
        shown = cue.rule.id if rule is not None else ""
        rule = rule or cue.rule
        if suffered and rule.cue_type in _HELD_BY_NOBODY:
            rule = replace(rule, cue_type="hearsay")
        self.keep(content, rule, noun, span or self.span_of(cue), shown=shown)
        return noun is not None

    def wider(self, content: tuple[int, int, str], told: _Told, start: int) -> tuple[int, int, str]:
        """The content from ``start``: with its quotation marks when more than the quotation stands there."""
        if content[2] == "direct":
            return (start, self.words[told.last].end, "mixed") if start < content[0] - 1 else content
        return max(start, content[0]), *content[1:]

    def close(self, cue: Cue) -> None:
        """The next content begins after the cue, unless the cue's clause is itself told."""
        self.last_cue = cue
        aside = self.at(cue.last) in self.setting.silent and self.at(cue.last + 1) in {"で", "、"}
        following = self.words[cue.last] if cue.last < self.size else None
        if aside or following is None or following.pos in {"PUNCT", QUOTED} or following.tag == "助詞-接続助詞":
            self.segment = cue.last + 2 * aside

    def content_of(self, told: _Told, low: int, *, after: bool, carried: bool = False) -> tuple[int, int, str]:
        """Start, end and quote_type of the content, which begins at word ``low`` or later when it is no quotation.

        ``after``: it stands after its source, and what belongs to the telling may stand between them. ``carried``: so
        it may where the sentence does not name the source.
        """
        quotes = told.quotes
        if quotes is not None:
            self.used.update(word.start for word in self.words[quotes[0] : quotes[1] + 1])
            if not self.is_part_of_phrase(quotes[0]):
                return (*self.inside(quotes), "direct")
        addressed = self.at(told.mark) == "よう"
        b = self.content_begin(low, told.last + 1, after_source=after, addressed=addressed, carried=carried)
        while b > 0 and self.words[b].tag.startswith(("助詞", "助動詞")):
            b -= 1
            while b > 0 and self.words[b - 1].bunsetu == self.words[b].bunsetu and self.at(b - 1) != "、":
                b -= 1
        spoken = any(word.pos == QUOTED and self.is_sentence(word) for word in self.words[b : told.last + 1])
        spoken = spoken or self.is_quote(told.last - 1)
        return self.words[b].start, self.words[told.last].end, "mixed" if quotes or spoken else "indirect"

    def source_for(self, told: _Told, cue: Cue, *, low: int = 0) -> tuple[Noun | None, int, bool]:
        """The source, the word where content may begin, and whether the content follows the source.

        The source is looked for between the mark (or ``low``) and the cue, after the cue, and before the content.
        """
        between = [n for n in self.marked(max(told.mark, low) + 1, cue.first) if n.particle in {"は", "が", "も"}]
        between = [n for n in between if n.particle != "が" or not self.is_inner(n, cue.first)]
        between = [n for n in between if n.kind] or [n for n in between if not self.is_dated(n.last - 1)]
        nested = self.at(cue.last) in {"と", "こと", "旨"}
        if between:
            return between[-1], self.outer_end(told) if nested else self.segment, False
        noun = self.attributed(cue)
        if noun is not None:
            return noun, self.segment, False
        if told.quotes is None or self.is_part_of_phrase(told.quotes[0]):
            noun = self.speaker_of_clause(told.mark, nested=nested)
            retold = self.last_cue is not None and self.last_cue.last == told.mark and self.article.paper is not None
            if retold and noun is not None and noun.particle == "が" and cue.rule.cue_type == "report":
                return self.article.paper, self.segment, False  # which tells that somebody said
            if noun is not None and noun.particle == "が" and cue.rule.cue_type == "report" and self.is_relayed():
                noun = None
            told_of = noun is not None and noun.kind == "country" and cue.rule.cue_type == "report"
            if told_of and self.article.paper is not None:
                return self.article.paper, self.segment, False  # which goes on telling of the country
            if noun is None and cue.rule.cue_type == "report":
                noun = self.paper_before(told.mark)
            noun = noun or self.dated_teller(told.mark)
            if noun is None:
                return None, self.segment, False
            return noun, noun.last + 1 + (noun.particle == "で"), True
        first = told.quotes[0]
        if self.frame is not None and self.frame.begin == first:
            relays = self.frame.noun.kind == "media" and cue.rule.cue_type != "report"
            noun = self.article.carried(cue.rule) if relays else None
            if self.at(cue.last) == "と" and self.lemma(cue.last + 1) == "いう":
                noun = self.spoken_of(self.frame.noun)
            return noun or self.frame.noun, self.segment, True
        noun = self.speaker_before(first, nested=nested)
        said_of = self.is_said_of(noun, told.quotes)
        if said_of and noun is None:
            self.partial = first
        if noun is not None and (self.is_partial(noun, first) or said_of):
            self.partial = first
            return noun, noun.last + 1, True
        return noun, self.segment, True

    def credit_writer(self, k: int) -> None:
        """「東洋評論」は「Q」とし、「Q」とする専門家の寄稿を載せた: all this is the expert's, and in that journal."""
        writer = self.source
        claims = [self.article.found[span] for span in self.kept]
        papers = [claim for claim in claims if claim.source_kind == "media" and claim.cue_type != "report"]
        if (
            writer is None
            or writer.kind not in {"person", "unnamed"}
            or not papers
            or self.words[k - 1].end <= writer.end
        ):
            return
        between = self.setting.text[writer.end : self.words[k - 1].start]
        if between != "の" or self.kind_of(k - 1, k - 1)[0] != "document":
            return
        span, medium = (writer.start, writer.end), papers[-1].source
        for claim in claims:
            if claim in papers or claim.source == span:
                own = replace(claim, source=span, source_kind=writer.source_kind, medium=medium)
                self.article.found[claim.start, claim.end] = own

    def is_relayed(self) -> bool:
        """Whether a medium tells the words under reading: A紙によると、…と報じた."""
        return self.frame is not None and self.frame.noun.kind == "media"

    def is_said_of(self, noun: Noun | None, quotes: Span) -> bool:
        """Whether the quotation only says something of a topic right before it: 首相は、延期は「ない」と述べた."""
        q = quotes[0]
        low = self.segment if noun is None else noun.last
        if q != quotes[1] or "。" in self.at(q) or low >= q - 1:
            return False
        if self.at(q - 1) == "は" and self.at(q - 2) == "と":
            return True
        if noun is None or self.breaks(noun.last, q):
            return False
        if self.at(q - 1) not in {"は", "が"} or not self.is_noun(q - 2) or len(self.at(q)) > _SAYING:
            return False
        topic = self.noun_before(q - 1, self.at(q - 1), noun.last)
        last = q - 2
        while last > 0 and self.words[last].pos == ASIDE:
            last -= 1
        return topic is not None and not topic.kind and not self.is_dated(last) and not self.may_speak(topic)

    def outer_end(self, told: _Told) -> int:
        """The word after who tells that somebody tells: ロイターは、…と高官が述べたと伝えた."""
        topic = next(iter(self.marked(self.segment, told.mark)), None)
        apart = topic is not None and topic.particle == "は" and self.at(topic.last + 1) == "、"
        return topic.last + 2 if topic is not None and apart and topic.kind in {*SPEAKERS, "media"} else self.segment

    def dated_teller(self, k: int) -> Noun | None:
        """A topic that no rule knows, with the day of the telling after it: ソラリスは9月25日、…と発表した."""
        topic = next(iter(self.marked(self.segment, k)), None)
        if topic is None or topic.particle != "は" or topic.first > self.segment + 1 or not self.is_named(topic):
            return None
        end = topic.last + 1
        while end < k and (self.is_dated(end) or self.words[end].pos in {"NUM", ASIDE}):
            end += 1
        dated = end > topic.last + 1 and self.is_day_of_telling(end - 1)
        return topic if dated and self.at(end) == "、" else None

    def spoken_of(self, teller: Noun) -> Noun | None:
        """The person of whom somebody tells what he said: 長女によると、「Q」と話しているという."""
        topics = [noun for noun in self.marked(0, teller.first) if noun.particle == "は"]
        people = [noun for noun in topics if noun.kind in {"person", "unnamed"} or self.may_speak(noun)]
        if people:
            return people[-1]
        topic, at = self.article.person, self.article.person_at
        return topic if self.article.number - at <= _NEAR else None

    def told_by_frame(self, told: _Told, low: int, cue: Cue) -> Noun | None:
        """The source of an open 〜によると where the verb has no subject; then both are one claim."""
        frame = self.frame
        if frame is None or told.quotes is not None or frame.begin < low or not self.ends_line(cue.last):
            return None
        self.frame = None
        return frame.noun

    def framing(self, told: _Told) -> Noun | None:
        """The source of an open 〜によると for a telling in the midst of the sentence; media only relay quotations."""
        frame = self.frame
        relays = frame is not None and frame.noun.kind == "media" and told.quotes is not None
        return frame.noun if frame is not None and not relays else None

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
        if self.at(i) == "の" and self.at(i + 1) in {"こと", "事"} and self.ends_line(closed):
            self.read_hearsay(told, Cue(self.setting.cues["伝聞"]["のこと"], i, closed))
        elif told.clausal and self.at(i) in nouns and self.at(i + 1) in {"が", "も"}:
            self.read_nominal(told, i - 1)
        elif told.clausal and self.lemma(i) in {"の", "いう", "する"} and self.read_nominal(told, i):
            return
        elif self.lemma(i) == "する":
            self.read_held(told, i)
        elif self.lemma(i) != "の" and not (self.lemma(i) == "いう" and (self.is_noun(i + 1) or self.is_noun(i + 2))):
            self.read_verb(told, i)

    def told_before(self, k: int) -> _Told | None:
        """What stands before the particle と at word ``k``."""
        p = k - 1
        quotes = self.quoted_before(k)
        if quotes is not None:
            return _Told(k, p, quotes)
        if p > 0 and self.words[p].pos == ASIDE and self.is_quote(p - 1):
            aside = self.speaker_inside(self.words[p])
            return _Told(k, p, self.quoted_before(p), aside=aside)
        p -= self.at(p) == "、"
        return _Told(k, p, clausal=self.ends_clause(p)) if p >= self.segment else None

    def read_verb(self, told: _Told, i: int) -> None:
        """〜と and, from word ``i``, a verb: 〜と述べた, 〜と報じられた."""
        hearsay = self.cue_at(i, "伝聞") or self.passive_at(i, clausal=told.clausal)
        if hearsay is not None:
            self.read_hearsay(told, hearsay)
            return
        cue = self.cue_after(i, "と", patient=told.quotes is not None)
        if cue is None:
            if told.quotes is not None and not self.read_verbless(told, told.quotes):
                self.read_unlisted(told, told.quotes, i)
            return
        suffered = cue.passive and cue.rule.cue_type == "affirm"
        if cue.negative or (not told.clausal and (suffered or not self.leads_to(told.last, cue))):
            return
        comma = self.at(told.mark - 1) == "、" or self.at(told.mark + 1) == "、"
        past = self.at(told.last) in {"た", "だ", "です"}
        if told.quotes is None and comma and not past and self.is_condition_for(told, cue):
            return
        if told.quotes is not None and self.at(cue.last) in self.setting.cues["not 回答"]:
            return
        nested = self.last_cue is not None and self.last_cue.last == told.mark
        self.tell(told, cue, cut=not nested)
        self.close(cue)

    def is_condition_for(self, told: _Told, cue: Cue) -> bool:
        """Whether 〜と、 may be a condition: something stands between it and the cue that is not who tells it."""
        nouns = self.marked(told.mark + 1, cue.first)
        if nouns:
            return nouns[-1].last != cue.first - 1 or nouns[-1].particle != "が" or nouns[-1].kind not in SPEAKERS
        between = range(told.mark + 2, cue.first) if self.at(told.mark + 1) == "、" else range(0)
        return any(self.at(i) in {"を", "に"} and not self.is_dated(i - 1) for i in between)

    def read_held(self, told: _Told, i: int) -> None:
        """〜とする, 〜としている, 〜として、."""
        kept = self.at(i + 1) == "て"
        if kept and self.at(told.mark - 1) + "として" in self.setting.cues["話として"]:
            self.read_relay(told.mark, i)
            return
        rule, quotes = self.setting.cues["とする"]["とする"], told.quotes
        cue = self.inflected(rule, i, i + 1)
        if cue.passive:
            known = self.cue_at(i, "伝聞") or Cue(self.setting.cues["伝聞"]["される"], i, cue.last, passive=True)
            self.read_hearsay(told, known)
            return
        if cue.negative or not (
            told.clausal
            or (self.is_stated(told.last) and self.at(i + 1) in {"て", "ながら", "つつ"})
            or (kept and self.at(i + 2) in {"いる", "い", "おり"} and self.is_equated(told.last))
        ):
            return
        if kept and (self.at(i + 2) in {"の", "は", "も"} or self.is_suffered(cue.last)):
            return
        if quotes is not None:
            attributive = self.is_noun(cue.last) or self.at(cue.last) in {"など", "等"}
            attributive = attributive and self.at(cue.last) not in self.setting.silent
            attributive = attributive and quotes[0] == quotes[1] and len(self.words[quotes[0]].text) < _TERM
            attributive = attributive or self.is_label(quotes)
            if (self.at(quotes[0] - 1) == "を" or attributive) and not self.is_sentence(self.words[quotes[1]]):
                return
        elif (
            "意志推量形" in self.words[told.last].inflection
            or self.at(told.last) == "ん"
            or (kept and self.is_charge(cue.last))
            or (self.is_noun(cue.last) and not (kept and told.clausal) and self.attributed(cue) is None)
        ):
            return
        noun = self.source_for(told, cue)[0]
        written = self.frame is not None and self.frame.noun.kind in {"document", "basis"}
        if written and quotes is None and self.ends_line(cue.last) and (noun is None or noun.particle == "が"):
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

    def is_utterance(self, quotes: Span) -> bool:
        """Whether one of the quotations is a sentence, and not only a term."""
        return any(self.is_sentence(self.words[q]) or len(self.words[q].text) >= _TERM for q in quotes)

    def is_label(self, quotes: Span) -> bool:
        """Whether a short quotation only names a result: 見通しを取り下げて「未定」とした."""
        before = self.words[quotes[0] - 1] if quotes[0] else None
        short = quotes[0] == quotes[1] and len(self.words[quotes[0]].text) < _UTTERANCE
        return short and before is not None and before.tag == "助詞-接続助詞" and before.text == "て"

    def read_hearsay(self, told: _Told, cue: Cue) -> None:
        """〜という, 〜とされる, 〜と報じられた."""
        quotes = told.quotes
        said = cue.rule.cue in {"という", "のこと"}
        told_so = (
            self.at(cue.last) == "の" and self.lemma(cue.last + 1) in {"だ", "です"} and self.ends_line(cue.last + 2)
        )
        if said and not (
            self.ends_line(cue.last) or self.at(cue.last) in {"が", "けど", "から"} or told_so or told.aside
        ):
            return
        nested = self.at(cue.last) == "と" and (quotes is None or self.voice_before(quotes[0], apart=False) is None)
        if not said and (self.is_noun(cue.last) or nested):
            return
        rumoured = self.at(told.mark + 1) == "も" and self.ends_line(cue.last)
        if cue.negative or (not told.clausal and not rumoured and not self.leads_to(told.last, cue)):
            return
        if said and self.last_cue is not None and self.last_cue.last == told.mark and self.last_cue.passive:
            return  # 監督から「Q」と言われたという: one telling
        if quotes is not None and cue.rule.cue in {"いわれる", "言われる"} and not self.is_utterance(quotes):
            self.close(cue)
            return
        if self.frame is not None and quotes is None:
            return
        noun = told.aside
        if said:
            noun = noun or (self.speaker_before(quotes[0]) if quotes is not None else None)
            noun = noun or self.source or (self.frame.noun if self.frame is not None else None)
            last = self.article.last_speaker() if quotes is not None else None
            noun = noun or (last if last is not None and last.kind == "person" else None)
            noun = noun or self.article.carried(cue.rule)
        elif quotes is not None:
            noun = noun or self.voice_before(quotes[0], apart=False)
        low = self.segment
        if quotes is None:
            low = self.clause_begin(low, told.mark)
            low = low if said else self.after_turn(low, told.mark)
        rule = replace(cue.rule, cue_type="hearsay" if noun is None else "report")
        self.keep(self.content_of(told, low, after=False), rule, noun, self.span_of(cue))
        self.close(cue)

    def read_verbless(self, told: _Told, quotes: Span) -> bool:
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

    def read_unlisted(self, told: _Told, quotes: Span, i: int) -> None:
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
        noun = told.aside or self.speaker_before(quotes[0])
        if noun is None and self.words[verb].lemma != "ある":
            carried = self.source or self.article.carried(rule)
            noun = carried if carried is not None and carried.kind == "person" else None
        if noun is None or noun.kind not in {*SPEAKERS, "media"} or cue.passive:
            return
        span = self.span_of(cue) if self.words[verb].pos == "VERB" else None
        self.keep(self.content_of(told, self.segment, after=True), rule, noun, span)

    # -- nouns: との見方 -------------------------------------------------------------------------------------------

    def read_nominal(self, told: _Told, i: int) -> bool:
        """〜との見方, 〜というAの発表, 〜とする主張. Whether it was one."""
        found = self.view_after(i)
        if found is None:
            return False
        rule, first, h, owner = found
        quotes, noun = told.quotes, told.aside or owner
        cue = self.shown_by(h + 2) if self.at(h + 1) in {"を", "は", "も"} else None
        owned = bool(self.marked_by(self.segment, told.mark))
        if cue is not None and (cue.passive or cue.negative or owned):
            cue = None
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
        if noun is None and quotes is not None and self.frame is not None and self.frame.noun.kind != "media":
            noun = self.frame.noun
        if noun is not None and rule.cue_type == "hearsay":
            rule = replace(rule, cue_type="state")
        elif noun is None and cue is None and rule.cue_type in _HELD_BY_NOBODY:
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

    def view_after(self, i: int) -> tuple[CueRule, int, int, Noun | None] | None:
        """The noun that takes 〜との or 〜という at word ``i``: its rule, first and last word, and whose it is."""
        begin = i + 1 + (self.lemma(i) in {"いう", "する"} and self.at(i + 1) == "た")
        nouns, text = self.setting.cues["との"], self.setting.text
        found: tuple[CueRule, int, int, Noun | None] | None = None
        run = begin
        for n in range(begin, min(begin + 12, self.size)):
            word = self.words[n]
            if not self.is_noun(n) and word.text not in {"の", "による", "に", "よる", "から"} and word.pos != "ADJ":
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

    def holder(self, told: _Told, h: int, noun: Noun | None) -> tuple[Noun | None, int, bool]:
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
            self.read_nominal(_Told(k, quotes[1], quotes), k)

    def is_said(self, quotes: Span) -> bool:
        """Whether one of the quotations ends as something said does, however short it is: 「やりすぎだ」."""
        return any(self.is_quote(q) and self.is_inflected(self.words[q]) for q in range(quotes[0], quotes[1] + 1))

    # -- ことを, よう, を, かを -------------------------------------------------------------------------------------

    def read_fact(self, k: int) -> None:
        """〜ことを明らかにした."""
        clausal = k > 0 and self.ends_clause(k - 1)
        if clausal and self.at(k + 1) == "が":
            self.read_found(k)
            return
        quotes = None if clausal else self.quoted_before(k)
        if self.at(k + 1) not in {"を", "も", "は"} or not (clausal or quotes):
            return
        cue = self.active(self.cue_after(k + 2, "こと"))
        if cue is not None:
            told = _Told(k, k - 1, quotes)
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
                    self.keep(self.content_of(_Told(k, k - 1), low, after=True), cue.rule, noun, self.span_of(cue))
                    self.close(cue)
                return

    def read_wish(self, k: int) -> None:
        """〜よう求めた."""
        if k == 0 or self.words[k - 1].pos not in {"VERB", "AUX"}:
            return
        cue = self.active(self.cue_after(k + 1 + (self.at(k + 1) == "に"), "よう"))
        if cue is not None:
            self.tell(_Told(k, k - 1), cue, carry=not self.is_noun(cue.last), cut=True)
            self.close(cue)

    def read_asked(self, k: int) -> None:
        """「直ちに撤退するよう」求めた."""
        cue = self.active(self.cue_after(k + 1, "よう")) if self.at(k + 1) != "と" else None
        if cue is not None:
            self.tell(_Told(k + 1, k, (k, k)), cue)
            self.close(cue)

    def read_object(self, k: int) -> None:
        """「Q」を訴えた; 〜する意向を示した; 〜かを尋ねた."""
        nouns = self.setting.cues["連体"]
        quotes = self.quoted_before(k)
        self.credit_writer(k)
        if quotes is not None:
            cue = self.active(self.cue_after(k + 1, "を"))
            named = self.is_noun(quotes[0] - 1) or self.is_part_of_phrase(quotes[0])
            if cue is not None and cue.first <= k + 3 and not named:
                self.tell(_Told(k, k - 1, quotes), cue)
                self.close(cue)
        elif self.at(k - 1) in nouns and k > 2 and self.ends_clause(k - 2) and self.at(k - 2) != "な":
            cue = self.active(self.shown_by(k + 1))
            if cue is not None:
                span = (self.words[k - 1].start, self.span_of(cue)[1])
                self.tell(_Told(k - 1, k - 2), cue, rule=nouns[self.at(k - 1)], span=span)
                self.close(cue)
        elif k > 0 and self.at(k - 1) == "か":
            cue = self.active(self.cue_after(k + 1, "か"))
            if cue is not None and not self.is_noun(cue.last):
                self.tell(_Told(k, k - 1), cue)
                self.close(cue)

    # -- によると, では, の話として ---------------------------------------------------------------------------------

    def read_according(self, k: int) -> None:
        """〜によると."""
        then = k + 1 + (self.at(k + 1) in {"ます", "まし"})
        if self.at(then) not in {"と", "ば"} or k < 2 or self.at(k - 2) == "ところ":
            return
        noun = self.noun_before(k - 1, "による", self.segment)
        before = noun.first if noun is not None else k
        if noun is not None and self.words[noun.last - 1].tag == "代名詞":
            noun = self.source or self.article.told_of()
        named = noun is not None and (self.is_named(noun) or self.at(noun.last - 1).isascii())
        if noun is None or not (noun.kind or named or self.at(then + 1) == "、"):
            return
        span = (self.words[k - 1].start, self.words[then].end)
        self.open_frame(before, _Frame(noun, then + 1, span, self.setting.cues["による"]["によると"]))

    def read_document(self, k: int) -> None:
        """警察の調べでは、."""
        if k == 0 or not (self.at(k + 1) == "は" or (self.at(k + 1) == "も" and self.at(k + 2) == "、")):
            return
        noun = self.noun_before(k, "で", self.segment)
        if noun is None or {noun.kind, self.kind_of(k - 1, k - 1)[0]}.isdisjoint({"document", "basis"}):
            return
        if self.frame is None or noun.first >= self.frame.begin:
            span = (self.words[noun.last - 1].start, self.words[k + 1].end)
            self.open_frame(noun.first, _Frame(noun, k + 2, span, self.setting.cues["では"]["では"]))

    def read_where(self, k: int) -> None:
        """〜が報じたところでは、."""
        cues = (self.cue_at(j, "と") for j in range(k - 1, max(k - 7, -1), -1))
        cue = next((cue for cue in cues if cue is not None and cue.last == k), None)
        then = k + 1
        while self.at(then) in {"に", "よる", "よれ", "ば", "と", "で", "は"}:
            then += 1
        if cue is None or self.at(then) != "、":
            return
        nouns = [noun for noun in self.marked(self.segment, cue.first) if noun.particle != "で"]
        if self.at(cue.first - 1) == "の" and (noun := self.noun_before(cue.first - 1, "の", self.segment)) is not None:
            nouns.append(noun)  # 教頭の伝えたところでは
        if nouns:
            span = (self.words[cue.first].start, self.words[then - 1].end)
            self.open_frame(nouns[-1].first, _Frame(nouns[-1], then, span, self.setting.cues["ところ"]["ところでは"]))

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
            self.relayed = _Frame(noun, then, (self.words[k - 1].start, self.words[i + 1].end), rule)

    def read_break(self, k: int) -> None:
        """〜によりますと…ということで、警察は調べています: what is told ends there."""
        if self.lemma(k - 3) == "いう" and self.at(k - 4) == "と":
            self.shut_frame(k - 4)
            self.segment = k + 1

    def open_frame(self, before: int, frame: _Frame) -> None:
        """What follows is told by the frame's noun, to the end of the sentence or the next such frame."""
        self.shut_frame(before)
        begin = frame.begin + (self.at(frame.begin) == "、")
        self.before_frame = self.article.reporter
        if frame.noun.kind == "media":
            self.article.paper = self.outlet = frame.noun
        if begin < self.size:
            self.frame, self.segment = replace(frame, begin=begin), begin
            if self.relayed is not None:
                self.relayed = replace(self.relayed, begin=begin)

    def shut_frame(self, before: int) -> None:
        """Keep what the open frame tells, up to the word ``before``."""
        frame, self.frame = self.frame, None
        if frame is None:
            return
        if self.article.reporter is self.before_frame:
            self.article.reporter = frame.noun
        begin, end = frame.begin, before
        if before < self.size and self.words[before - 1].pos != "PUNCT":  # 弁護士の in 弁護士の林さんの話では
            end = next((i for i in range(before - 1, begin, -1) if self.at(i) == "、"), begin)
        while end > begin and self.words[end - 1].pos in {"PUNCT", "CCONJ"}:
            end -= 1
        end = self.without_closing(begin, end)
        while begin < end and self.words[begin].pos == "PUNCT":
            begin += 1
        while end > begin and self.words[end - 1].pos == "PUNCT":
            end -= 1
        if begin >= end or (self.is_quote(begin) and self.words[begin].start in self.used):
            return
        quoted = any(word.start in self.used for word in self.words[begin:end])
        whole = end == begin + 1 and self.is_quote(begin)
        if end == begin + 1 and not whole:
            return  # a headline's 発言では謝罪
        noun, rule, cue = frame.noun, frame.rule, frame.cue
        if self.relayed is not None:
            begin = max(begin, self.relayed.begin) if self.relayed.begin < end else begin
            noun, rule, cue, self.relayed = self.relayed.noun, self.relayed.rule, self.relayed.cue, None
        content = (self.words[begin].start, self.words[end - 1].end, "mixed" if quoted else "indirect")
        if whole:
            content = self.content_of(_Told(end, begin, (begin, begin)), begin, after=False)
        speaker = self.article.speaker, self.article.spoke, self.article.reporter
        inner, self.source = self.source, None
        self.keep(content, rule, noun, cue)
        if inner is not None:  # who is told to have said something goes on speaking
            self.source = inner
            self.article.speaker, self.article.spoke, self.article.reporter = speaker

    # -- beside and between sentences ------------------------------------------------------------------------------

    def read_aside(self, k: int) -> None:
        """「Q」（三浦監督）; （業界団体調べ）."""
        word = self.words[k]
        if word.text[1:-1].endswith("調べ") and self.segment < k:
            inner = self.parse.folded(word.start + 1, word.end - 3)
            noun = Line(self.setting, inner).noun_before(len(inner)) if inner else None
            if noun is not None:
                content = self.content_of(_Told(k, k - 1), self.segment, after=False)
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
                content = self.content_of(_Told(k, k - 1), self.segment, after=False)
                self.keep(content, self.setting.cues["括弧調べ"]["による"], noun, (word.end - 4, word.end - 1))
            return
        quotes = self.quoted_before(k)
        if quotes is None or self.is_noun(quotes[0] - 1) or self.at(k + 1) not in {"", "。", "、"}:
            return
        topic = self.speaker_before(quotes[0])
        beside = topic is not None and topic.kind and topic.last + 1 == quotes[0] and topic.particle in {"は", "も"}
        noun = topic if beside else self.speaker_inside(word)
        if noun is not None and len(self.words[quotes[1]].text) >= _UTTERANCE:
            content = self.content_of(_Told(k, quotes[1], quotes), self.segment, after=False)
            self.keep(content, self.setting.cues["括弧"]["（）"], noun, None)

    def read_answer(self) -> bool:
        """A quotation that begins the sentence and whose speaker was named before. Whether nothing is left to read.

        林氏はこう語る。「Q」; and in an interview: ―いまの気持ちは。 「Q」
        """
        article, first = self.article, self.words[0]
        announced, article.announced = article.announced, None
        told = _Told(1, 0, (0, 0))
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
            article.faint = not self.is_utterance((0, after - 1))
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
            content = self.content_of(_Told(last, quotes[1], quotes), self.segment, after=True)
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
        if len(nouns) != 1 or not nouns[0].kind or nouns[0].particle == "で":
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
            return
        for k in range(2, cue.first):
            if self.at(k) == "を" and self.at(k - 2) == "の" and self.kind_of(k - 1, k - 1)[0] == "basis":
                speaker = self.noun_before(k - 2, "の")
                if speaker is not None and speaker.kind == "person":
                    self.article.reporter = speaker  # 報道官の談話を伝えた。それによると
        nouns = [noun for noun in self.marked(0, cue.first) if noun.kind and noun.particle != "で"]
        if nouns:
            self.article.announced = _Frame(nouns[-1], cue.last, self.span_of(cue), cue.rule)

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
            content = self.content_of(_Told(last + 1, last, (last, last)), self.segment, after=False)
            self.keep(content, self.setting.cues["見出し"]["「"], noun, None)

    def is_apart(self, i: int) -> bool:
        """Whether space stands before word ``i``, or is it: 川村大臣「Q」　閣議後会見で."""
        return self.at(i).isspace() or self.words[i].start > self.words[i - 1].end
