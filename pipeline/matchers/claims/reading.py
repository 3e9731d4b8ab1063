"""A sentence on its way to claims: what is told, by whom, and where it begins and ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.matchers.claims.borders import Borders, Span
from pipeline.matchers.claims.cues import SPEAKERS, CueRule
from pipeline.matchers.claims.speakers import Noun
from pipeline.matchers.claims.speech import Cue
from pipeline.matchers.claims.telling import Frame, Talk, Told
from pipeline.schema import Claim
from pipeline.syntax import ASIDE, QUOTED, Word

_STRAYS = frozenset("」』）)】”、。 \u3000")
"""What no content begins with: brackets that close what was never opened in it."""
_PAIRS = {"「": "」", "『": "』"}
HELD_BY_NOBODY = frozenset({"state", "report", "predict", "warn"})
"""Types of telling that are hearsay where nobody tells."""
_NEAR = 2
"""Of whom was spoken so many sentences before may still be told of."""
_SAYING = 14
"""A quotation said of a topic right before it is at most so long, brackets included."""


class Reading(Borders):
    """A sentence on its way to claims: what is told is kept with its source, its cue and its borders."""

    def __init__(self, article: Talk, words: Sequence[Word]) -> None:
        super().__init__(article, words)
        self.article = article
        self.used: set[int] = set()
        self.frame: Frame | None = None
        self.relayed: Frame | None = None
        self.last_cue: Cue | None = None
        self.claimed = False
        self.before_frame: Noun | None = None
        self.outlet: Noun | None = None
        self.fronted: Noun | None = None
        self.kept: list[Span] = []
        self.met = ""
        self.reporter = article.reporter

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
        rules = (rule.id, *filter(None, (shown, noun.rule if noun is not None else "")), *dict.fromkeys(self.dated))
        self.dated = []
        source = (noun.start, noun.end) if noun is not None else None
        kind = noun.source_kind if noun is not None else "none"
        medium = self.medium_of(noun, start) or self.relaying(noun)
        claim = Claim(start, end, quote_type, rule.cue_type, rules, cue, source, source_kind=kind, medium=medium)
        relayed = noun is not None and noun.kind == "organization" and self.is_relayed()
        reports = noun is None or (noun.kind not in {"person", "unnamed"} and not relayed) or self.goes_on(noun, cue)
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
        """The medium that relays what ``noun`` says and is not part of: A紙 in A紙によると、林氏は「Q」と述べた."""
        outlet = self.outlet
        if noun is None or outlet is None or noun.kind in {"media", "pronoun"}:
            return None
        if outlet.start <= noun.start < outlet.end:
            return None
        return outlet.start, outlet.end

    def is_unclosed(self, start: int, end: int) -> bool:
        """Whether a quotation mark at ``start`` is not closed before ``end``."""
        text = self.article.text
        close = _PAIRS.get(text[start], "")
        return bool(close) and text.count(text[start], start, end) > text.count(close, start, end)

    def tell(
        self,
        told: Told,
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
        shown = ""
        suffered = cue.passive and told.quotes is None
        noun = told.aside or (None if suffered else noun)
        carried = noun is None
        if self.frame is not None and noun is self.frame.noun and told.quotes is None and self.is_retelling(cue):
            self.frame = None
        if noun is None and carry and not suffered:
            suspect = self.article.suspect if "供述" in cue.rule.takes else None
            idle = self.source is not None and "捜査" in cue.rule.takes and self.article.is_suspect(self.source)
            noun = self.told_by_frame(told, low, cue) or suspect or (None if idle else self.source)
            noun = noun or self.framing(told, cue) or self.article.carried(cue.rule, quoted=told.quotes is not None)
            probe = self.probes(cue)
            if noun is not None and noun.kind in {"person", "unnamed", "media"} and probe is not None:
                noun, shown = None, probe.id  # nobody but the police can be meant
            relayed = self.is_relayed() and self.is_deed(told, cue) and told.quotes is None
            if relayed and (noun is None or noun.kind == "media"):
                return False
        closing = noun is not None and noun.kind == "media" and self.words[told.mark].start < noun.start
        if closing and self.frame is not None and not self.is_relayed() and told.quotes is None:
            self.shut_frame(told.mark)
        if closing and told.quotes is None and cue.rule.cue_type == "report" and self.is_first_report(cue):
            low, cut = 0, False  # …が、…だと東洋新聞は伝えた
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
            if noun is not None and noun.start >= begin and (told.quotes is not None or noun.kind != "media"):
                quoted = "mixed" if told.quotes is not None else "indirect"
                whole = begin, self.span_of(cue)[1], quoted  # who is told to have said something
            else:
                if content[2] != "direct":
                    content = (max(content[0], begin), *content[1:])
                whole = self.wider(content, told, begin)
            self.keep(whole, relay.rule, relay.noun, relay.cue)
        shown = cue.rule.id if rule is not None else shown
        rule = rule or cue.rule
        if suffered and rule.cue_type in HELD_BY_NOBODY:
            rule = replace(rule, cue_type="hearsay")
        self.keep(content, rule, noun, span or self.span_of(cue), shown=shown)
        return noun is not None

    def is_first_report(self, cue: Cue) -> bool:
        """Whether no medium has told anything in the sentence before the words under reading."""
        if self.frame is not None or self.outlet is not None or self.at(cue.last) in {"と", "こと", "旨"}:
            return False
        return self.last_cue is None or self.last_cue.rule.cue_type != "report"

    def wider(self, content: tuple[int, int, str], told: Told, start: int) -> tuple[int, int, str]:
        """The content from ``start``: with its quotation marks when more than the quotation stands there."""
        if content[2] == "direct":
            return (start, self.words[told.last].end, "mixed") if start < content[0] - 1 else content
        return max(start, content[0]), *content[1:]

    def close(self, cue: Cue) -> None:
        """The next content begins after the cue, unless the cue's clause is itself told."""
        self.last_cue = cue
        joint = "".join(self.at(i) for i in range(cue.last, cue.last + 2))
        if joint == "ともに" or joint.startswith("とともに"):
            self.segment = cue.last + 1 + (joint == "ともに")
            return
        aside = self.at(cue.last) in self.setting.silent and self.at(cue.last + 1) in {"で", "、"}
        following = self.words[cue.last] if cue.last < self.size else None
        if aside or following is None or following.pos in {"PUNCT", QUOTED} or following.tag == "助詞-接続助詞":
            turns = following is not None and following.tag == "助詞-接続助詞" and self.is_turn(cue.last)
            self.segment = cue.last + 2 * aside + turns

    def content_of(self, told: Told, low: int, *, after: bool, carried: bool = False) -> tuple[int, int, str]:
        """Start, end and quote_type of the content, which begins at word ``low`` or later when it is no quotation.

        ``after``: it stands after its source, and what belongs to the telling may stand between them. ``carried``: so
        it may where the sentence does not name the source.
        """
        quotes = told.quotes
        self.dated = []
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

    def source_for(self, told: Told, cue: Cue, *, low: int = 0) -> tuple[Noun | None, int, bool]:
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
            subject = next((each for each in self.marked(self.segment, told.mark) if self.is_apart_subject(each)), None)
            if subject is not None:
                return subject, subject.last + 2, True
            return noun, self.segment, False
        if told.quotes is None or self.is_part_of_phrase(told.quotes[0]):
            noun = self.speaker_of_clause(told.mark, nested=nested)
            retold = self.last_cue is not None and self.last_cue.last == told.mark and self.article.paper is not None
            if retold and noun is not None and noun.particle == "が" and cue.rule.cue_type == "report":
                return self.article.paper, self.segment, False  # which tells that somebody said
            if noun is not None and noun.particle == "が" and cue.rule.cue_type == "report" and self.is_relayed():
                noun = None
            lasting = self.at(cue.last - 1) in {"いる", "い"}
            spoken = noun is not None and noun.kind != "media" and self.is_relayed() and not nested
            if spoken and self.frame is not None and self.is_retelling(cue):
                return self.frame.noun, self.segment, False  # A紙によると、会長は…と伝えた
            told_of = noun is not None and (noun.kind == "country" or (noun.kind == "unnamed" and lasting))
            told_of = told_of and cue.rule.cue_type == "report"
            if told_of and self.article.paper is not None:
                return self.article.paper, self.segment, False  # which goes on telling of the country
            if noun is None and cue.rule.cue_type == "report":
                noun = self.paper_before(told.mark)
            noun = noun or self.dated_teller(told.mark)
            if self.fronted is not None and (noun is None or noun.particle == "が") and not nested:
                return self.fronted, self.segment, False
            if noun is None:
                return None, self.segment, False
            return noun, noun.last + 1 + (noun.particle == "で"), True
        first = told.quotes[0]
        if self.frame is not None and self.frame.begin == first:
            relays = self.frame.noun.kind == "media" and cue.rule.cue_type != "report"
            noun = self.fronted or (self.article.carried(cue.rule, quoted=True) if relays else None)
            if self.at(cue.last) == "と" and self.lemma(cue.last + 1) == "いう":
                noun = self.spoken_of(self.frame.noun)
            return noun or self.frame.noun, self.segment, True
        noun = self.speaker_before(first, nested=nested) or self.fronted
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

    def is_retelling(self, cue: Cue) -> bool:
        """Whether the sentence ends with what only papers do: と報じた."""
        return self.ends_line(cue.last) and cue.rule.cue_type == "report" and "前文" in cue.rule.takes

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

    def outer_end(self, told: Told) -> int:
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

    def told_by_frame(self, told: Told, low: int, cue: Cue) -> Noun | None:
        """The source of an open 〜によると where the verb has no subject; then both are one claim."""
        frame = self.frame
        if frame is not None and frame.noun.kind == "media" and self.is_deed(told, cue):
            return None
        if frame is None or told.quotes is not None or frame.begin < low or not self.ends_line(cue.last):
            return None
        self.frame = None
        return frame.noun

    def probes(self, cue: Cue) -> CueRule | None:
        """The verb after the cue that tells what the police do: 〜とみて調べる."""
        probe = self.cue_at(cue.last, "調べ") if cue.last < self.size else None
        return probe.rule if probe is not None else None

    def is_deed(self, told: Told, cue: Cue) -> bool:
        """Whether the cue tells what papers only report: a demand, a promise, a wish, or what the police look into."""
        wish = self.lemma(told.last) == "たい"
        return wish or cue.rule.cue_type in {"demand", "promise"} or self.probes(cue) is not None

    def framing(self, told: Told, cue: Cue) -> Noun | None:
        """The source of an open 〜によると for a telling in the midst of the sentence; media only relay quotations."""
        frame = self.frame
        relays = (
            frame is not None and frame.noun.kind == "media" and (told.quotes is not None or self.is_deed(told, cue))
        )
        return frame.noun if frame is not None and not relays else None

    # -- what 〜によると opens ---------------------------------------------------------------------------------------

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
        spoken = "では" in frame.rule.takes and self.at(begin + 1) == "と"  # 県のコメントでも「Q」と
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

    def joins_on(self, i: int) -> bool:
        """Whether the word only joins a clause to the next one: 来春になるが、読売新聞によると."""
        return self.at(i) in {"が", "けど"} and self.words[i].tag == "助詞-接続助詞"
