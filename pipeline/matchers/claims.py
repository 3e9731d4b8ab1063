"""Claims: who said what. Recognises source, cue and content; whom a source's name means is told in link.

An article is read sentence by sentence, each as a line of words in which every quotation is folded into one word, so
that speaker and verb stand side by side however long the quotation is. The line is walked once; at every word that
may mark reported speech (と, ことを, よう, によると, との見方 ...) a cue is looked up in ``models/claims/cues.tsv``, then the
content's left border and the source are found among the topics and subjects before it.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import lexicon
from pipeline.schema import CUE_TYPES, Claim, Mention
from pipeline.syntax import ASIDE, QUOTED, Parse, Word

FRAMES = (
    *("と", "こと", "よう", "を", "か", "伝聞", "との", "連体", "示す"),
    *("による", "ところ", "では", "話として", "括弧", "括弧調べ", "見出し", "体言", "引用", "問答", "とする", "判明"),
)
KINDS = ("person", "unnamed", "organization", "country", "media", "document", "basis", "pronoun")
"""``document`` speaks by itself (報告書は…としている); ``basis`` is only what a telling rests on (警察の調べでは)."""


@dataclass(frozen=True, kw_only=True)
class CueRule(lexicon.Rule):
    """A reporting expression.

    ``cue`` is its dictionary form and ``also`` other spellings, joined with ``|``. ``frames`` tells what it takes:
    と 「Q」と述べる, こと 〜ことを認める, よう 〜よう求める, を 「Q」を訴える, か 〜かを尋ねる, 伝聞 hearsay that names nobody
    (〜とされる), との a noun (〜との見方), 連体 a noun with a clause (〜する意向), 示す a verb that takes such a noun; and the
    frames of one row each that have no verb.
    """

    FILE = "claims/cues.tsv"
    KEY = ("cue", "frames")

    cue: str
    frames: str
    cue_type: str
    also: str = ""

    def problem(self) -> str:
        """A frame or a cue type that is none."""
        for frame in self.frames.split("|"):
            if frame not in FRAMES:
                return f"frame is {frame!r}, not one of {', '.join(FRAMES)}"
        return "" if self.cue_type in CUE_TYPES else f"cue_type is {self.cue_type!r}, not one of {', '.join(CUE_TYPES)}"


@dataclass(frozen=True, kw_only=True)
class SourceRule(lexicon.Rule):
    """A noun that ends the name of somebody or something that makes claims: 大統領, 関係者, 省, 紙, 報告書, 同氏."""

    FILE = "claims/sources.tsv"
    KEY = ("source",)

    source: str
    kind: str

    def problem(self) -> str:
        """A kind that is none."""
        return "" if self.kind in KINDS else f"kind is {self.kind!r}, not one of {', '.join(KINDS)}"


@dataclass(frozen=True, kw_only=True)
class NotRule(lexicon.Rule):
    """What stands after と or として and shows that nothing is reported: 〜と名付ける, 〜と会談する, 〜として逮捕する."""

    FILE = "claims/not_claims.tsv"
    KEY = ("word", "after")

    word: str
    after: str = "と"


@dataclass(frozen=True, kw_only=True)
class NotSourceRule(lexicon.Rule):
    """A noun that says nothing though it be the topic beside a quotation: 場合, 理由, こと."""

    FILE = "claims/not_sources.tsv"
    KEY = ("source",)

    source: str


@dataclass(frozen=True, slots=True)
class _Cue:
    """A cue found in a line: its rule, its words from ``first`` to before ``last``, and how it is inflected."""

    rule: CueRule
    first: int
    last: int
    passive: bool = False
    negative: bool = False


@dataclass(frozen=True, slots=True)
class _Noun:
    """A noun phrase that may be a source: its words in the line, its span in the text, and its kind ("" for none)."""

    first: int
    last: int
    start: int
    end: int
    kind: str
    particle: str
    rule: str = ""

    @property
    def source_kind(self) -> str:
        """The kind as the table gives it; "" and "pronoun" are settled in link."""
        return "document" if self.kind == "basis" else self.kind


_BODIES = {
    *("Company", "Government", "Corporation_Other", "International_Organization", "Organization_Other"),
    *("Political_Organization_Other", "Military", "Political_Party", "Public_Institution", "School", "Cabinet"),
    *("Show_Organization", "Pro_Sports_Organization", "Newspaper", "Sports_Organization_Other", "Company_Group"),
}
_LABELS = {"PERSON": "person", "ORG": "organization", "GPE": "country", "NORP": "unnamed"}
_LONGEST_CUE = 6
_LONGEST_SOURCE = 8
_REACH = 28
"""Between a quoting particle and its cue stand at most so many words."""


class Matcher:
    """Finds claims. Compiled once from the rules in ``folders``."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._cues: dict[str, dict[str, CueRule]] = {frame: {} for frame in FRAMES}
        for rule in reversed(lexicon.read(CueRule, folders)):
            for frame in rule.frames.split("|"):
                for surface in (rule.cue, *filter(None, rule.also.split("|"))):
                    self._cues[frame][surface] = rule
        nothing = CueRule(id="", example="", cue="", frames="", cue_type="")
        for other in lexicon.read(NotRule, folders):
            self._cues.setdefault(f"not {other.after}", {})[other.word] = nothing
        self._sources = {rule.source: rule for rule in reversed(lexicon.read(SourceRule, folders))}
        self._silent = frozenset(rule.source for rule in lexicon.read(NotSourceRule, folders))

    def find(self, parse: Parse, mentions: Sequence[Mention] = ()) -> tuple[Claim, ...]:
        """The claims in the article, by start of their content; ``mentions`` help to name the source."""
        return _Article(parse, mentions, self._cues, self._sources, self._silent).claims()


_NOMINAL = ("名詞", "代名詞", "接頭辞", "接尾辞-名詞的", "記号")
_PROPER = "名詞-固有名詞"
_JOINERS = frozenset("・･=＝-－‐–—~～&＆/／%％")
_DATES = {"Date", "Time", "Period_Day", "Period_Month", "Period_Year", "Period_Time", "Era", "Day_Of_Week"}
_DASHES = frozenset("―—–─‐－-")
_CALENDAR = frozenset("年月日時週朝夜夕晩今昨翌先来毎前")
_RELATIVE = frozenset("今昨翌先来同前")
_ENDINGS = ("終止形", "連体形", "命令形", "意志推量形")


class _Article:
    """The state of reading one article: what was found so far, and who spoke last."""

    def __init__(
        self,
        parse: Parse,
        mentions: Sequence[Mention],
        cues: dict[str, dict[str, CueRule]],
        sources: dict[str, SourceRule],
        silent: frozenset[str],
    ) -> None:
        self.parse = parse
        self.text = parse.text
        self.cues = cues
        self.sources = sources
        self.silent = silent
        self.mentions = sorted(mentions, key=lambda mention: mention.start)
        self.mention_starts = [mention.start for mention in self.mentions]
        self.found: dict[tuple[int, int], Claim] = {}
        self.number = 0
        self.paragraph = -1
        self.speaker: _Noun | None = None
        self.spoke = -9
        self.reporter: _Noun | None = None
        self.topic: _Noun | None = None
        self.topic_at = -9
        self.orphan: tuple[Word, int] | None = None
        self.after: _Noun | None = None
        self.asked = -9
        self.guest: _Noun | None = None
        self.announced: tuple[_Noun, _Cue, tuple[int, int], int] | None = None

    def claims(self) -> tuple[Claim, ...]:
        for self.number, (start, end) in enumerate(self.parse.sentences):
            paragraph = self.parse.paragraph_at(start)
            begins = paragraph.start if paragraph else start
            if begins != self.paragraph:
                self.leave()
                self.paragraph, self.reporter = begins, None
            self.read(start, end)
        self.leave()
        return tuple(sorted(self.found.values(), key=lambda claim: (claim.start, claim.end)))

    def read(self, start: int, end: int) -> None:
        """Read one sentence, then what stands in its quotations that are no claims but hold whole sentences."""
        words = self.parse.folded(start, end)
        if not words:
            return
        line = _Line(self, words)
        line.read()
        for word in words:
            waits = self.orphan is not None and self.orphan[0] is word
            if word.pos == QUOTED and word.start not in line.used and not waits and "。" in word.text[:-2]:
                self.read_inside(word.start + 1, word.end - 1)

    def leave(self) -> None:
        """At the end of a paragraph a quotation alone belongs to who spoke right before it."""
        if self.orphan is not None and self.after is not None and self.after.kind in {"person", "unnamed"}:
            quote, noun = self.orphan[0], self.after
            rule = self.cues["引用"]["と"]
            start, end = quote.start + 1, quote.end - 1
            source = (noun.start, noun.end)
            self.add(Claim(start, end, "direct", rule.cue_type, (rule.id,), None, source, source_kind=noun.kind), noun)
            self.orphan = None

    def read_inside(self, start: int, end: int) -> None:
        begin = start
        for word in self.parse.folded(start, end):
            if word.text == "。":
                self.read(begin, word.end)
                begin = word.end
        if begin < end and begin > start:
            self.read(begin, end)

    def mention_in(self, start: int, end: int, labels: Sequence[str]) -> Mention | None:
        """The last name of one of the labels that lies in the span."""
        at = bisect.bisect_left(self.mention_starts, end)
        while at > 0 and self.mentions[at - 1].start >= start:
            at -= 1
            if self.mentions[at].end <= end and self.mentions[at].label in labels:
                return self.mentions[at]
        return None

    def carried(self, cue: CueRule) -> _Noun | None:
        """Who goes on speaking where the sentence names nobody."""
        if "伝聞" in cue.frames:
            return self.reporter
        if self.speaker is not None and self.number - self.spoke <= 1:
            return self.speaker
        if self.topic is not None and self.number - self.topic_at <= 1:
            return self.topic
        return self.reporter

    def add(self, claim: Claim, noun: _Noun | None) -> None:
        if claim.start >= claim.end:
            return
        self.found.setdefault((claim.start, claim.end), claim)
        if noun is not None:
            self.speaker, self.spoke, self.reporter = noun, self.number, noun


class _Line:
    """One sentence as a line of words, quotations folded; read from left to right."""

    def __init__(self, article: _Article, words: Sequence[Word]) -> None:
        self.article = article
        self.parse = article.parse
        self.words = words
        self.size = len(words)
        self.segment = 0
        self.used: set[int] = set()
        self.source: _Noun | None = None
        self.frames: list[tuple[_Noun, int, _Cue | tuple[int, int], CueRule]] = []
        self.relayed: tuple[_Noun, int, tuple[int, int], CueRule] | None = None
        self.last_cue: _Cue | None = None
        self.partial = -1

    # -- words ---------------------------------------------------------------------------------------------------

    def at(self, i: int) -> str:
        """The text of word ``i``, empty outside the line."""
        return self.words[i].text if 0 <= i < self.size else ""

    def is_noun(self, i: int) -> bool:
        """Whether the word may be part of a noun phrase; the tag tells, since GiNZA's ``pos`` may call a paper a verb."""
        if not 0 <= i < self.size:
            return False
        word = self.words[i]
        return word.pos in {QUOTED, ASIDE} or word.tag.startswith(_NOMINAL) or word.text in _JOINERS

    def is_dated(self, i: int) -> bool:
        word = self.words[i]
        return word.ene in _DATES or (word.tag.endswith("副詞可能") and not _CALENDAR.isdisjoint(word.text))

    def is_day(self, i: int) -> bool:
        """Whether the word is part of a date that stands before a name without a particle: 18日, 昨年."""
        word = self.words[i]
        return word.ene in _DATES or (word.tag.endswith("副詞可能") and word.text[0] in _RELATIVE)

    def under(self, head: int) -> dict[int, bool]:
        return {head: True}

    def is_under(self, i: int, known: dict[int, bool]) -> bool:
        """Whether the word with index ``i`` of the parse depends on the head in ``known``."""
        path = []
        words = self.parse.words
        while i not in known:
            path.append(i)
            if words[i].head == i:
                known[i] = False
                break
            i = words[i].head
        for each in path:
            known[each] = known[i]
        return known[i]

    # -- cues ----------------------------------------------------------------------------------------------------

    def cue_at(self, i: int, frame: str) -> _Cue | None:
        """The longest cue of the frame that begins at word ``i``."""
        rules = self.article.cues[frame]
        text, start = self.article.text, self.words[i].start
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

    def inflected(self, rule: CueRule, first: int, last: int) -> _Cue:
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
        return _Cue(rule, first, last, passive, negative)

    def cue_after(self, i: int, frame: str) -> _Cue | None:
        """The cue of the frame to which the words from ``i`` lead, with no other predicate between."""
        for j in range(i, min(i + _REACH, self.size)):
            word = self.words[j]
            if word.text in {"。", "と"} and j > i:
                return None
            if word.pos not in {"ADP", "PUNCT", QUOTED, ASIDE}:
                if self.cue_at(j, "not と") is not None:
                    return None
                cue = self.cue_at(j, frame)
                if cue is not None:
                    return cue
            if word.pos == QUOTED and self.at(j + 1) != "を":
                return None
            if word.pos in {"VERB", "ADJ"} and word.inflection and word.dep != "fixed":
                following = self.words[j + 1] if j + 1 < self.size else None
                adverbial = following is not None and following.text in {"て", "で", "に", "く"}
                if not adverbial and "連用形" not in word.inflection:
                    return None
                if following is not None and following.text in {"、", "た", "まし"}:
                    return None
        return None

    def span_of(self, cue: _Cue) -> tuple[int, int]:
        last = cue.last - 1
        while last > cue.first and self.words[last].text in {"て", "で", "が"} and self.words[last].pos != "AUX":
            last -= 1
        return self.words[cue.first].start, self.words[last].end

    # -- nouns ---------------------------------------------------------------------------------------------------

    def noun_before(self, m: int, particle: str = "", low: int = 0) -> _Noun | None:
        """The noun phrase that ends before word ``m``."""
        h = m - 1
        while h >= low and (self.words[h].pos == ASIDE or self.at(h) in {"など", "等", "ら", "ほか"}):
            h -= 1
        if h < low or not self.is_noun(h):
            return None
        first = h
        while first > low and self.is_noun(first - 1) and self.words[first - 1].end == self.words[first].start:
            first -= 1
        while first < h and self.is_day(first):
            first += 1
        if self.words[first].pos == ASIDE:
            first += 1
        if first > h:
            return None
        start, end = self.words[first].start, self.words[h].end
        kind, rule = self.kind_of(first, h)
        quoted = next((i for i in range(h, first - 1, -1) if self.words[i].pos == QUOTED), None)
        if quoted is not None and (quoted == h or kind == "media"):
            start, end = self.words[quoted].start + 1, self.words[quoted].end - 1
            if quoted < h or not kind:
                kind = kind or "media" if particle == "による" else kind
            return _Noun(first, m, start, end, kind, particle, rule)
        person = self.article.mention_in(start, end, ["PERSON"])
        if person is not None and (kind in {"person", "unnamed"} or (not kind and end - person.end <= 8)):
            return _Noun(first, m, person.start, end, "person", particle, rule)
        body = self.article.mention_in(start, end, ["ORG", "GPE"])
        if body is not None and body.end == end and body.start > start and kind in {"organization", "media"}:
            start = body.start
        elif kind in {"unnamed", "document", "basis", "organization", "person"}:
            wide = self.widened(first, h, kind, low)
            if kind in {"document", "basis"} and wide < first and self.at(first - 1) == "の":
                owner = self.noun_before(first - 1, particle, low)
                if owner is not None and owner.kind in {"person", "unnamed"}:
                    return replace(owner, last=m)
            first = wide
            start = self.words[first].start
        first, start = self.joined(first, start, kind, low)
        return _Noun(first, m, start, end, kind, particle, rule)

    def joined(self, first: int, start: int, kind: str, low: int) -> tuple[int, int]:
        """The noun with the ones joined to it by と, や and commas: ロシアと北朝鮮, 時事通信、共同通信など."""
        while (
            first - 2 >= low and self.at(first - 1) in {"と", "や", "及び", "および", "、"} and self.is_noun(first - 2)
        ):
            before = first - 2
            begin = before
            while begin > low and self.is_noun(begin - 1) and self.words[begin - 1].end == self.words[begin].start:
                begin -= 1
            span = self.words[begin].start, self.words[before].end
            named = self.article.mention_in(*span, ["PERSON", "ORG", "GPE", "NORP"])
            if named is None or named.end != span[1]:
                break
            first, start = begin, named.start
        return first, start

    def widened(self, first: int, h: int, kind: str, low: int) -> int:
        """The first word of the phrase with the modifiers without which the noun names nobody."""
        while first - 2 >= low and self.at(first - 1) == "の" and self.is_noun(first - 2):
            before = first - 2
            begin = before
            while begin > low and self.is_noun(begin - 1) and self.words[begin - 1].end == self.words[begin].start:
                begin -= 1
            if self.is_dated(before) or (kind == "organization" and self.kind_of(begin, before)[0] != "country"):
                break
            first = begin
        if kind in {"document", "basis"} or (kind == "unnamed" and first == h):
            known = self.under(self.words[h].i)
            begin = first
            stops = {"は", "が"} if kind == "unnamed" else {"は"}
            while begin > low and self.is_under(self.words[begin - 1].i, known) and self.at(begin - 1) not in stops:
                begin -= 1
            if begin < first and self.words[first - 1].pos in {"VERB", "AUX"}:
                while begin < first and (self.is_dated(begin) or self.words[begin].pos in {"PUNCT", "ADP", "CCONJ"}):
                    begin += 1
                first = begin
        return first

    def kind_of(self, first: int, last: int) -> tuple[str, str]:
        """What kind of source the noun made of these words is, and the rule that tells; empty for none."""
        words, article = self.words, self.article
        head = words[last]
        if head.pos == QUOTED:
            name = head.text[1:-1]
            suffixes = (article.sources.get(name[-n:]) for n in range(min(len(name), _LONGEST_SOURCE), 1, -1))
            known = next((found for found in suffixes if found is not None and found.kind == "media"), None)
            if known is not None:
                return known.kind, known.id
            inside = article.mention_in(head.start, head.end, ["PERSON", "ORG", "GPE"])
            return (_LABELS[inside.label] if inside else ""), ""
        end = head.end
        rule = None
        for begin in range(last, max(last - _LONGEST_SOURCE, first - 1), -1):
            found = article.sources.get(article.text[words[begin].start : end])
            rule = found or rule
        if rule is None:
            lengths = range(min(len(head.text) - 1, _LONGEST_SOURCE), 0, -1)
            suffixes = (article.sources.get(head.text[-n:]) for n in lengths if n > 1 or head.tag.startswith(_PROPER))
            rule = next((found for found in suffixes if found is not None), None)
        named = article.mention_in(words[first].start, end, list(_LABELS))
        if named is not None and named.end == end:
            kind = _LABELS[named.label]
            if kind in {"organization", "country"} and rule is not None and rule.kind not in {"person", "pronoun"}:
                kind = rule.kind
            elif kind == "organization" and self.is_paper(first, last):
                kind = "media"
            return kind, rule.id if rule else ""
        if rule is not None:
            return rule.kind, rule.id
        if head.ene == "Person" and head.tag.startswith(_PROPER):
            return "person", ""
        if head.ene == "Position_Vocation":
            return "unnamed", ""
        if head.ene in _BODIES:
            return "organization", ""
        return ("country", "") if head.ene == "Country" else ("", "")

    def is_paper(self, first: int, last: int) -> bool:
        """Whether a noun for a medium stands before the name: 仏紙ルモンド."""
        rules = self.article.sources
        text, start = self.article.text, self.words[first].start
        return any(
            (rule := rules.get(text[max(start, word.end - 1) : word.end])) is not None and rule.kind == "media"
            for word in self.words[first:last]
        )

    # -- sources -------------------------------------------------------------------------------------------------

    def marked(self, low: int, high: int) -> list[_Noun]:
        """Nouns between the words ``low`` and ``high`` that a particle marks as topic or subject, in order."""
        out = []
        for m in range(low, high):
            word = self.words[m]
            if word.text not in {"は", "も", "が", "で"} or not word.tag.startswith("助詞") or m == low:
                continue
            if word.text == "で" and self.at(m + 1) not in {"は", "も"}:
                continue
            noun = self.noun_before(m, word.text, low)
            if noun is not None:
                out.append(noun)
        return out

    def closed(self, low: int, high: int) -> bool:
        """Whether a clause ends between the words, so that a subject before it is not that of what follows."""
        return any(
            word.pos in {"VERB", "AUX", "ADJ"} and any(form in word.inflection for form in (*_ENDINGS, "仮定形"))
            for word in self.words[low:high]
        )

    def may_speak(self, noun: _Noun) -> bool:
        """Whether a topic that no rule knows may name a speaker."""
        last = noun.last - 1
        word = self.words[last]
        if not word.tag.startswith(_PROPER) and not word.text.isascii() and noun.particle != "が":
            return False
        return not self.is_dated(last) and self.at(last) not in self.article.silent and self.words[last].pos != ASIDE

    def is_inner(self, noun: _Noun) -> bool:
        """Whether the subject belongs to a clause that modifies a noun: 女性が乗っていた便."""
        words = self.parse.words
        head = words[self.words[noun.last - 1].head]
        return head.dep == "acl" and head.i > self.words[noun.last - 1].i

    def speaker_before(self, q: int, *, nested: bool = False) -> _Noun | None:
        """Who says the quotation at word ``q``: the nearest topic or subject before it that can speak.

        A subject gives way to a topic before it in the same clause, unless the saying is itself told (``nested``).
        """
        asked = self.asked_before(q)
        if asked is not None:
            return asked
        subject = weak = last = None
        for noun in reversed(self.marked(self.segment, q)):
            if noun.particle in {"は", "も"}:
                if noun.kind:
                    inner = subject or (last if nested else None)
                    return inner if inner is not None and (nested or self.breaks(noun.last, q)) else noun
                if noun.particle == "は" and weak is None and self.may_speak(noun):
                    weak = noun
            elif noun.particle == "が" and noun.kind and subject is None:
                if not self.closed(noun.last, q) and not self.is_inner(noun):
                    subject = noun
                    if nested:
                        break
            elif noun.particle == "が" and last is None and self.may_speak(noun) and not self.breaks(noun.last, q):
                last = noun
            elif noun.particle == "で" and noun.kind in {"organization", "document", "media"} and weak is None:
                weak = noun
        return subject or weak or (last if last is not None and not self.closed(last.last, q) else None)

    def breaks(self, low: int, high: int) -> bool:
        """Whether a comma after a predicate stands between the words."""
        return any(
            self.at(i) == "、" and self.words[i - 1].pos in {"VERB", "AUX", "ADJ", "SCONJ"}
            for i in range(low + 1, high)
        )

    def is_partial(self, noun: _Noun | None, q: int) -> bool:
        """Whether the quotation at word ``q`` ends a told clause that begins after its speaker: Aは、Bが「Q」と述べた."""
        if noun is None or noun.last >= q or noun.particle not in {"は", "も"}:
            return False
        if self.at(q - 1) in {"は", "が"} and self.at(q - 2) in {"の", "こと"} and noun.last < q - 1:
            return True
        return not self.breaks(noun.last, q) and any(
            each.particle == "が" and not self.closed(each.last, q) for each in self.marked(noun.last + 1, q)
        )

    def asked_before(self, q: int) -> _Noun | None:
        """Who is asked right before the quotation at word ``q``: 住民に聞くと、「Q」."""
        i = q - 1 - (self.at(q - 1) == "、")
        if self.at(i) != "と" or i < 3 or self.lemma(i - 1) not in self.article.cues["か"] or self.at(i - 2) != "に":
            return None
        return self.noun_before(i - 2, "に", self.segment)

    def turns(self, low: int, high: int) -> bool:
        """Whether a main clause ends between the words with が、: what follows speaks of something else."""
        return any(
            self.at(i) == "、" and self.at(i - 1) == "が" and self.words[i - 1].tag == "助詞-接続助詞"
            for i in range(low, high)
        )

    def speaker_of_clause(self, k: int, nested: bool) -> _Noun | None:
        """Who tells the clause that ends before word ``k``: the outermost topic that can speak, else such a subject."""
        marked = self.marked(self.segment, k)
        nouns = [noun for noun in marked if noun.kind and noun.kind != "basis"]
        if nested and len(nouns) > 1:
            nouns = nouns[1:]
        for i in range(len(nouns) - 1, 0, -1):
            if nouns[i].particle in {"は", "も"} and self.turns(nouns[i - 1].last, nouns[i].first):
                nouns = nouns[i:]
                break
        if self.segment and self.source is not None:
            nouns = [noun for noun in nouns if noun.particle != "が"]
        for noun in nouns:
            if noun.particle in {"は", "も"}:
                return noun
        for noun in nouns:
            if noun.particle == "が" and self.is_inner(noun):
                continue
            if noun.kind != "document" if noun.particle == "が" else noun.kind in {"organization", "document", "media"}:
                return noun
        topics = [noun for noun in marked if noun.particle == "は"]
        if len(topics) > 1 and not topics[0].kind and self.is_named(topics[0]):
            return topics[0]  # two topics: the one who tells, and the one that is told about
        return None

    def is_named(self, noun: _Noun) -> bool:
        """Whether a proper noun is part of the noun."""
        return any(word.tag.startswith(_PROPER) for word in self.words[noun.first : noun.last])

    # -- content -------------------------------------------------------------------------------------------------

    def content_begin(self, low: int, k: int, *, after_source: bool) -> int:
        """The first word of told content between ``low`` and ``k``, after what belongs to the telling."""
        b = low
        while b < k:
            if self.at(b) in {"、", "　", " "} or self.words[b].pos in {"CCONJ", ASIDE}:
                b += 1
                continue
            c = b
            while c < k and self.is_noun(c):
                c += 1
            if c == b or c >= k:
                break
            mark = self.at(c)
            dated = self.is_dated(c - 1) or self.is_dated(b)
            if after_source and dated and (mark == "、" or (mark == "に" and b == low and self.is_plain(c))):
                b = c + 1
            elif dated and mark == "、" and b == low and low > 0:
                b = c + 1
            elif mark == "で" and self.at(c + 1) == "は" and self.at(c - 1) in {"間", "一部"}:
                b = c + 2
            elif mark == "の" and self.at(c + 1) == "間" and self.at(c + 2) == "で" and b == low:
                b = c + 3 + (self.at(c + 3) == "は")
            elif mark == "に" and self.at(c + 1) in {"対し", "対する"} and self.at(c + 2) in {"、", "て"}:
                b = c + 2 + (self.at(c + 2) == "て")
            elif after_source and mark == "で" and self.at(c + 1) in {"、", "「"} and self.kind_of(b, c - 1)[0]:
                b = c + 1
            elif (
                after_source
                and mark == "に"
                and self.is_plain(c)
                and self.kind_of(b, c - 1)[0] in {"unnamed", "person"}
            ):
                b = c + 1
            elif after_source and mark == "の":
                d = c + 1
                while d < k and self.is_noun(d):
                    d += 1
                if d == c + 1 or self.at(d) not in {"で", "に"} or self.at(d + 1) in {"は", "も"}:
                    break
                place = self.kind_of(c + 1, d - 1)[0] in {"unnamed", "media", "document", "basis"}
                if not place and not (self.is_dated(d - 1) and self.at(d + 1) == "、"):
                    break
                b = d + 1
            else:
                break
        return b if b < k else low

    def is_plain(self, m: int) -> bool:
        """Whether the particle at word ``m`` stands alone, neither a topic nor part of a compound (における)."""
        return self.at(m + 1) not in {"は", "も"} and not (m + 1 < self.size and self.words[m + 1].dep == "fixed")

    def clause_begin(self, low: int, k: int) -> int:
        """The first word of the clause that ends at word ``k - 1``, where a clause before it has been closed."""
        marker = self.words[k] if k < self.size else self.words[k - 1]
        head = self.words[k - 1] if self.words[k - 1].head == marker.i else self.parse.words[marker.head]
        known = self.under(head.i)
        b = k - 1
        while b >= low and (self.words[b].pos == "PUNCT" or self.is_under(self.words[b].i, known)):
            b -= 1
        b += 1
        for i in range(b - 1, low, -1):
            word = self.words[i - 1]
            if self.at(i) == "、" and word.pos in {"SCONJ", "VERB", "AUX", "ADJ"} and not self.is_condition(i - 1):
                return i + 1
        return low

    def is_condition(self, i: int) -> bool:
        """Whether the word ends a condition: 〜なら, 〜すれば, 〜したら, 〜すると."""
        return self.at(i) in {"ば", "と", "ては", "ても"} or "仮定形" in self.words[i].inflection

    def after_turn(self, low: int, k: int) -> int:
        """The first word after the last main clause that が、 ends between the words."""
        return next((i + 1 for i in range(k - 2, low, -1) if self.turns(i, i + 1)), low)

    # -- reading -------------------------------------------------------------------------------------------------

    def read(self) -> None:
        if self.answer() or self.reply():
            return
        k = 0
        while k < self.size:
            word = self.words[k]
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
            elif word.pos == ASIDE:
                self.read_aside(k)
            k += 1
        self.finish()

    def emit(
        self,
        start: int,
        end: int,
        quote_type: str,
        rule: CueRule,
        noun: _Noun | None,
        cue: tuple[int, int] | None,
        cue_type: str = "",
        shown: str = "",
    ) -> None:
        """Keep a claim. ``shown`` is the id of the verb's rule where ``rule`` is that of a noun."""
        rules = (rule.id, *filter(None, (shown, noun.rule if noun is not None else "")))
        source = (noun.start, noun.end) if noun is not None else None
        kind = noun.source_kind if noun is not None else "none"
        claim = Claim(
            *(start, end, quote_type, cue_type or rule.cue_type, rules, cue, source),
            source_kind=kind,
            medium=self.medium_of(noun, start),
        )
        self.article.add(claim, noun)
        if noun is not None:
            self.source = noun

    def medium_of(self, noun: _Noun | None, content: int) -> tuple[int, int] | None:
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
                        if owner is not None and owner.kind == "media":
                            return owner.start, owner.end
        return None

    def names_medium(self, place: _Noun) -> bool:
        """Whether the noun is a name in quotation marks after a noun for a medium: 国営テレビ「マシーラ」."""
        q = place.last - 1
        while q > place.first and self.words[q].pos == ASIDE:
            q -= 1
        return self.words[q].pos == QUOTED and q > place.first and self.kind_of(place.first, q - 1)[0] == "media"

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

    def read_to(self, k: int) -> None:
        """と and what follows it."""
        quotes = self.quoted_before(k)
        p = k - 1
        aside = None
        if quotes is None and p > 0 and self.words[p].pos == ASIDE and self.words[p - 1].pos == QUOTED:
            aside = self.speaker_inside(self.words[p])
            quotes = self.quoted_before(p) if aside else None
        comma = quotes is None and self.at(p) == "、"
        if comma:
            p -= 1
        if p < self.segment and quotes is None:
            return
        following = k + 1
        while self.at(following) in {"も", "は", "まで", "さえ", "だけ", "、"}:
            following += 1
        if quotes is not None and self.is_quote(following) and not self.is_sentence(self.words[quotes[1]]):
            return
        clausal = quotes is not None or self.ends_clause(p)
        if self.at(following) == "の" and self.at(following + 1) in {"こと", "事"} and self.ends_line(following + 2):
            cue = _Cue(self.article.cues["伝聞"]["のこと"], following, following + 2)
            self.read_hearsay(k, p, cue, quotes, clausal, aside)
            return
        if self.at(following) == "の" or self.lemma(following) in {"いう", "する"}:
            if clausal and self.read_nominal(k, p, following, quotes, aside):
                return
        if self.at(following) in self.article.cues["との"] and self.at(following + 1) in {"が", "も"} and clausal:
            self.read_nominal(k, p, following - 1, quotes, aside)
            return
        if self.lemma(following) == "いう" and (self.is_noun(following + 1) or self.is_noun(following + 2)):
            return
        if self.lemma(following) == "する":
            self.read_held(k, p, following, quotes, clausal)
            return
        if self.at(k + 1) == "し" or self.at(following) == "の":
            return
        hearsay = self.cue_at(following, "伝聞") if following < self.size else None
        if hearsay is None and following < self.size:
            hearsay = self.passive_at(following, clausal=clausal)
        if hearsay is not None:
            self.read_hearsay(k, p, hearsay, quotes, clausal, aside)
            return
        cue = self.cue_after(following, "と") if following < self.size else None
        if cue is None:
            if quotes is not None and not self.read_verbless(k, quotes):
                self.read_unlisted(k, p, following, quotes)
            return
        if cue.negative or (not clausal and not self.leads_to(p, cue)):
            return
        if quotes is None and (comma or self.at(k + 1) == "、") and self.marked(k + 1, cue.first):
            return
        self.read_said(k, p, cue, quotes, aside)

    def is_quote(self, i: int) -> bool:
        return 0 <= i < self.size and self.words[i].pos == QUOTED

    def lemma(self, i: int) -> str:
        return self.words[i].lemma if 0 <= i < self.size else ""

    def ends_clause(self, p: int) -> bool:
        """Whether a clause may end with word ``p``."""
        word = self.words[p]
        if word.pos in {"VERB", "AUX", "ADJ"} and word.inflection:
            return any(form in word.inflection for form in _ENDINGS)
        return word.tag.startswith("助詞-終助詞") or word.text in {"か", "ね", "よ"}

    def leads_to(self, p: int, cue: _Cue) -> bool:
        """Whether the noun ``p`` before と depends on the cue."""
        if not self.is_noun(p) and self.words[p].pos not in {"ADJ", "VERB"}:
            return False
        return self.words[cue.first].i <= self.words[p].head < self.words[cue.last - 1].i + 1

    def passive_at(self, i: int, *, clausal: bool) -> _Cue | None:
        """A reporting verb in the passive right after と: と報じられた."""
        for j in range(i, min(i + 4, self.size)):
            if self.cue_at(j, "not と") is not None:
                return None
            cue = self.cue_at(j, "と") if self.words[j].pos in {"VERB", "NOUN", "ADJ"} else None
            if cue is not None:
                return cue if cue.passive and (clausal or cue.rule.cue_type == "report") else None
        return None

    def content_of(self, k: int, p: int, quotes: tuple[int, int] | None, low: int, after: bool) -> tuple[int, int, str]:
        """Start, end and quote_type of the content that ends at word ``p``, told or quoted before word ``k``."""
        if quotes is not None and not self.is_part_of_phrase(quotes[0]):
            self.used.update(self.words[i].start for i in range(quotes[0], quotes[1] + 1))
            start, end = self.words[quotes[0]].start + 1, self.words[quotes[1]].end - 1
            while start < end and self.article.text[start].isspace():
                start += 1
            while end > start and self.article.text[end - 1].isspace():
                end -= 1
            return start, end, "direct"
        b = self.content_begin(low, p + 1, after_source=after)
        while b > 0 and self.words[b].tag.startswith(("助詞", "助動詞")):
            b -= 1
            while b > 0 and self.words[b - 1].bunsetu == self.words[b].bunsetu and self.at(b - 1) != "、":
                b -= 1
        if quotes is not None:
            self.used.update(self.words[i].start for i in range(quotes[0], quotes[1] + 1))
        spoken = any(w.pos == QUOTED and len(w.text) > 10 for w in self.words[b : p + 1])
        return self.words[b].start, self.words[p].end, "mixed" if quotes or spoken else "indirect"

    def source_for(
        self, k: int, p: int, cue: _Cue, quotes: tuple[int, int] | None, between_from: int = 0
    ) -> tuple[_Noun | None, int, bool]:
        """The source of what stands before word ``k``, the word where content may begin, and whether it follows."""
        low = max(k, between_from) + 1
        between = [n for n in self.marked(low, cue.first) if n.particle in {"は", "が", "も"}]
        if between:
            return between[-1], self.segment, False
        after = self.attributed(cue)
        if after is not None:
            return after, self.segment, False
        if quotes is not None and not self.is_part_of_phrase(quotes[0]):
            if self.frames and self.frames[-1][1] == quotes[0]:
                return self.frames[-1][0], self.segment, True
            noun = self.speaker_before(quotes[0], nested=self.at(cue.last) in {"と", "こと", "旨"})
            if self.is_partial(noun, quotes[0]) and noun is not None:
                self.partial = quotes[0]
                return noun, noun.last + 1, True
            return noun, self.segment, True
        nested = self.at(cue.last) in {"と", "こと", "旨"}
        noun = self.speaker_of_clause(k, nested)
        if noun is None:
            return None, self.segment, False
        low = noun.last + 1 + (noun.particle == "で")
        return noun, low, True

    def attributed(self, cue: _Cue) -> _Noun | None:
        """The noun that the cue's clause modifies, when it can speak: 「Q」と述べた大統領は."""
        if self.at(cue.last) == "の" and self.at(cue.last + 1) == "は":
            last = self.size
            while last > 0 and (self.words[last - 1].pos in {"PUNCT", "AUX"} or self.lemma(last - 1) == "ある"):
                last -= 1
            named = self.noun_before(last, "", cue.last + 2)
            return named if named is not None and named.kind else None
        if cue.last >= self.size or not self.is_noun(cue.last) or self.at(cue.last) in self.article.silent:
            return None
        last = cue.last
        while last < self.size and (self.is_noun(last) or (self.at(last) == "の" and self.is_noun(last + 1))):
            last += 1
        if self.words[cue.last - 1].end != self.words[cue.last].start:
            return None
        noun = self.noun_before(last, "", cue.last)
        return noun if noun is not None and noun.kind in {"person", "unnamed", "organization", "country"} else None

    def read_said(self, k: int, p: int, cue: _Cue, quotes: tuple[int, int] | None, aside: _Noun | None) -> None:
        """〜と述べた."""
        noun, low, after = self.source_for(k, p, cue, quotes)
        noun = aside or noun
        nested_before = self.last_cue is not None and self.last_cue.last == k
        if noun is None:
            noun = self.told_by_frame(quotes, low, cue) or self.source or self.article.carried(cue.rule)
        begin = low
        if not quotes and not nested_before:
            begin = max(low, self.clause_begin(low, k))
        start, end, kind = self.content_of(k, p, quotes, begin, after)
        relay = self.relayed
        if relay is not None:
            source, first, span, rule = relay
            if self.words[first].start < end:
                self.emit(self.words[first].start, end, kind, rule, source, span)
            self.relayed = None
        self.emit(start, end, kind, cue.rule, noun, self.span_of(cue))
        self.close(cue)

    def close(self, cue: _Cue) -> None:
        """The next content begins after the cue, unless the cue's clause is itself told."""
        self.last_cue = cue
        aside = self.at(cue.last) in self.article.silent and self.at(cue.last + 1) in {"で", "、"}
        following = self.words[cue.last] if cue.last < self.size else None
        if aside or following is None or following.pos in {"PUNCT", QUOTED} or following.tag == "助詞-接続助詞":
            self.segment = cue.last + 2 * aside

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
        return self.inflected(self.article.cues["引用"]["と"], verb, verb + 1).passive

    def told_by_frame(self, quotes: tuple[int, int] | None, low: int, cue: _Cue) -> _Noun | None:
        """The source of an open 〜によると where the verb has no subject; then both are one claim."""
        if not self.frames or quotes is not None:
            return None
        noun, begin, _, _ = self.frames[-1]
        if begin < low or not self.ends_line(cue.last):
            return None
        self.frames.pop()
        return noun

    def is_stated(self, p: int) -> bool:
        """Whether the word states something without a copula: 遺憾, 百人."""
        word = self.words[p]
        return word.tag.startswith("形状詞") or word.pos == "NUM" or self.words[max(p - 1, 0)].pos == "NUM"

    def read_held(self, k: int, p: int, i: int, quotes: tuple[int, int] | None, clausal: bool) -> None:
        """〜とする, 〜としている, 〜として、."""
        if self.words[k - 1].text + "として" in self.article.cues["話として"] and self.at(i + 1) == "て":
            self.read_relay(k, i)
            return
        rule = self.article.cues["とする"]["とする"]
        cue = self.inflected(rule, i, i + 1)
        if cue.passive:
            hearsay = self.cue_at(i, "伝聞") or _Cue(self.article.cues["伝聞"]["される"], i, cue.last, True)
            self.read_hearsay(k, p, hearsay, quotes, clausal, None)
            return
        told = clausal or self.is_stated(p) and self.at(i + 1) in {"て", "ながら", "つつ"}
        if not told or cue.negative or (quotes is None and "意志推量形" in self.words[p].inflection):
            return
        if quotes is None and (self.at(p) == "ん" or self.is_noun(cue.last) and self.attributed(cue) is None):
            return
        if self.at(i + 2) in {"の", "は", "も"} and self.at(i + 1) == "て":
            return
        if self.at(i + 1) == "て" and (quotes is None and self.is_charge(cue.last) or self.is_suffered(cue.last)):
            return
        if quotes is not None and self.at(quotes[0] - 1) == "を" and not self.is_sentence(self.words[quotes[1]]):
            return
        noun, low, after = self.source_for(k, p, cue, quotes)
        if noun is None:
            noun = self.told_by_frame(quotes, low, cue) or self.source or self.article.carried(rule)
        if noun is None:
            return
        start, end, kind = self.content_of(k, p, quotes, low, after)
        self.emit(start, end, kind, rule, noun, (self.words[k].start, self.span_of(cue)[1]))
        if self.at(cue.last - 1) != "て" or self.at(cue.last) == "、" and quotes is None:
            self.close(cue)

    def read_hearsay(
        self, k: int, p: int, cue: _Cue, quotes: tuple[int, int] | None, clausal: bool, aside: _Noun | None
    ) -> None:
        """〜という, 〜とされる, 〜と報じられた."""
        said = cue.rule.cue in {"という", "のこと"}
        if said and not (self.ends_line(cue.last) or self.at(cue.last) in {"が", "けど", "から"} or aside):
            return
        if not said and self.is_noun(cue.last) and self.at(cue.last - 1) != "、":
            return
        if cue.negative or not clausal and not self.leads_to(p, cue):
            return
        if self.frames and quotes is None:
            return
        noun = aside
        low, after = self.segment, False
        if said and quotes is not None and noun is None:
            noun = self.speaker_before(quotes[0])
        if noun is None and said:
            noun = self.article.carried(cue.rule)
        if noun is None and cue.passive and quotes is not None:
            noun = self.voice_before(quotes[0], apart=False)
        begin = self.clause_begin(low, k) if quotes is None else low
        begin = begin if said else self.after_turn(begin, k)
        start, end, kind = self.content_of(k, p, quotes, begin, after)
        self.emit(start, end, kind, cue.rule, noun, self.span_of(cue), "hearsay" if noun is None else "report")
        self.close(cue)

    def ends_line(self, i: int) -> bool:
        return i >= self.size or self.at(i) in {"。", "」", "』"} or self.words[i].pos == ASIDE

    def read_nominal(self, k: int, p: int, i: int, quotes: tuple[int, int] | None, aside: _Noun | None) -> bool:
        """〜との見方, 〜というAの発表, 〜とする主張. Whether it was one."""
        j = i + 1
        if self.lemma(i) in {"いう", "する"} and self.at(i + 1) == "た":
            j += 1
        nouns = self.article.cues["との"]
        rule = owner = None
        run = j
        for n in range(j, min(j + 12, self.size)):
            word = self.words[n]
            if not self.is_noun(n) and word.text not in {"の", "による", "に", "よる", "から"} and word.pos != "ADJ":
                break
            run = n if n == j or not self.is_noun(n - 1) else run
            known = nouns.get(self.article.text[self.words[run].start : word.end]) or nouns.get(word.text)
            if known is not None and self.at(n + 1) == "の" and n + 2 < self.size:
                rule, h, j = known, n, n + 2
                continue
            if known is not None and not self.is_noun(n + 1):
                rule, h = known, n
                if run > j and self.at(run - 1) in {"の", "よる"}:
                    stop = run - 1 if self.at(run - 1) == "の" else run - 2
                    owner = self.noun_before(stop, "の", j)
                break
            if word.text == "寄稿" and n > j and self.at(n - 1) == "の":
                break
        if rule is None:
            return False
        mark = self.at(h + 1)
        cue: _Cue | None = None
        if mark in {"を", "は", "も"}:
            cue = self.shown_by(h + 2)
        noun = aside or (owner if owner is not None and owner.kind else None)
        after = False
        low = self.segment
        cue_type = rule.cue_type
        span = (self.words[run].start if run <= h else self.words[h].start, self.words[h].end)
        if cue is not None and not cue.passive and not cue.negative:
            span = (span[0], self.span_of(cue)[1])
            if cue.rule.cue_type in {"deny", "affirm", "demand"}:
                cue_type = cue.rule.cue_type
            found, low, after = self.source_for(k, p, cue, quotes, h + 1)
            if noun is None:
                noun = found or self.source or self.article.carried(cue.rule)
        else:
            noun, low, after = self.holder(k, h, noun, quotes)
        begin = low
        if not after and quotes is None:
            begin = self.after_turn(max(low, self.clause_begin(low, k)), k)
        start, end, kind = self.content_of(k, p, quotes, begin, after)
        if noun is None and self.frames:
            frame = self.frames[-1][0]
            noun = frame if quotes is not None else None
        self.emit(start, end, kind, rule, noun, span, cue_type, cue.rule.id if cue is not None else "")
        if cue is not None:
            self.close(cue)
        return True

    def holder(
        self, k: int, h: int, noun: _Noun | None, quotes: tuple[int, int] | None
    ) -> tuple[_Noun | None, int, bool]:
        """Who holds the view ``h`` that no known verb shows: 政府による…との主張, 野党から…との声, 専門家は…との懸念を強める."""
        for each in reversed(self.marked_by(self.segment, k)):
            return noun or each, each.last + 2, True
        if self.at(h + 1) != "を":
            return (
                noun or self.voice_before(quotes[0] if quotes is not None else k, apart=quotes is None),
                self.segment,
                False,
            )
        verb = self.verb_after(h + 2)
        if verb is None or noun is not None:
            return noun, self.segment, False
        topic = self.speaker_before(quotes[0]) if quotes is not None else self.speaker_of_clause(k, nested=False)
        if topic is None or not topic.kind or verb.passive:
            return None, self.segment, False
        meets = any(self.cue_at(j, "not との") for j in range(h + 2, verb.first + 1))
        return None if meets else topic, topic.last + 1, True

    def verb_after(self, i: int) -> _Cue | None:
        """The verb to which the words from ``i`` lead, whatever it is."""
        for j in range(i, min(i + 6, self.size)):
            if self.words[j].pos == "VERB":
                return self.inflected(self.article.cues["引用"]["と"], j, j + 1)
            if self.at(j) in {"。", "、"}:
                break
        return None

    def voice_before(self, k: int, *, apart: bool) -> _Noun | None:
        """Whom a voice before word ``k`` comes from: 野党から「Q」, 専門家の間では. ``apart``: only as a topic."""
        for m in range(k - 1, self.segment, -1):
            if self.at(m) in {"から", "より"} and self.words[m].tag == "助詞-格助詞":
                if self.at(m + 1) not in {"は", "も"} and (apart or m + 2 < k):
                    continue
                noun = self.noun_before(m, "から", self.segment)
            elif self.at(m) == "で" and self.at(m - 1) == "間" and self.at(m - 2) == "の":
                noun = self.noun_before(m - 2, "の", self.segment)
            else:
                continue
            speaks = noun is not None and noun.kind in {"person", "unnamed", "organization", "country", "media"}
            return noun if speaks else None
        return None

    def shown_by(self, i: int) -> _Cue | None:
        """The verb that shows a noun such as 見方 or 意向, close after it."""
        cue = self.cue_after(i, "示す")
        if cue is None or cue.first > i + (0 if cue.rule.cue == "する" else 5):
            return None
        return cue

    def read_voices(self, k: int) -> None:
        """「Q」「Q」などの声."""
        quotes = self.quoted_before(k)
        if quotes is None or self.at(k + 1) not in self.article.cues["との"] or self.is_noun(k + 2):
            return
        if self.is_sentence(self.words[quotes[0]]) and not self.is_part_of_phrase(quotes[0]):
            self.read_nominal(k, quotes[1], k, quotes, None)

    def marked_by(self, low: int, high: int) -> list[_Noun]:
        """Nouns before による in the span: 政府による、…との主張."""
        out = []
        for m in range(low + 1, high):
            if self.at(m) == "に" and self.at(m + 1) == "よる" and self.at(m + 2) == "、":
                noun = self.noun_before(m, "による", low)
                if noun is not None and noun.kind:
                    out.append(noun)
        return out

    def read_verbless(self, k: int, quotes: tuple[int, int]) -> bool:
        """「Q」と三浦監督。 Whether it was so."""
        last = k + 1
        while last < self.size and self.at(last) not in {"。", "、"}:
            last += 1
        if last == k + 1 or last - k > 12 or (last < self.size and self.at(last) != "。"):
            return False
        noun = self.noun_before(last, "", k + 1)
        if noun is None or noun.kind not in {"person", "unnamed", "organization"} or noun.first != k + 1:
            return False
        start, end, kind = self.content_of(k, quotes[1], quotes, self.segment, after=False)
        self.emit(start, end, kind, self.article.cues["体言"]["。と"], noun, None)
        return True

    def read_unlisted(self, k: int, p: int, i: int, quotes: tuple[int, int]) -> None:
        """A quoted sentence with と and a verb that no rule knows: 選手は「Q」と、大きく息をついた."""
        quote = self.words[quotes[1]]
        if self.is_part_of_phrase(quotes[0]) or not (
            self.is_sentence(quote) or self.is_sentence(self.words[quotes[0]])
        ):
            return
        verb = next(
            (j for j in range(i, min(i + _REACH, self.size)) if self.words[j].pos == "VERB" or self.at(j) == "。"), None
        )
        if verb is None or any(self.cue_at(j, "not と") for j in range(i, verb + 1)):
            return
        rule = self.article.cues["引用"]["と"]
        cue = self.inflected(rule, verb, verb + 1)
        noun = self.speaker_before(quotes[0])
        if noun is None or noun.kind not in {"person", "unnamed", "organization", "country"} or cue.passive:
            return
        start, end, kind = self.content_of(k, p, quotes, self.segment, after=True)
        span = self.span_of(cue) if self.words[verb].pos == "VERB" else None
        self.emit(start, end, kind, rule, noun, span)

    def is_sentence(self, quote: Word) -> bool:
        """Whether the quotation holds a sentence, not a name or a term."""
        if "。" in quote.text:
            return True
        inside = self.parse.words_in(quote.start + 1, quote.end - 1)
        return len(inside) > 4 and (inside[-1].pos in {"AUX", "PART", "VERB", "ADJ"} and bool(inside[-1].inflection))

    def read_according(self, k: int) -> None:
        """〜によると."""
        then = k + 1
        if self.at(then) in {"ます", "まし"}:
            then += 1
        if self.at(then) not in {"と", "ば"} or k < 2:
            return
        where = self.at(k - 2) == "ところ"
        if where:
            return
        noun = self.noun_before(k - 1, "による", self.segment)
        if noun is not None and self.words[noun.last - 1].tag == "代名詞":
            noun = self.source or self.article.reporter
        if noun is None or noun.kind == "" and self.at(then + 1) != "、":
            return
        before = noun.first if noun.last == k - 1 else k - 2
        span = (self.words[k - 1].start, self.words[then].end)
        self.open_frame(noun, before, then + 1, span, self.article.cues["による"]["によると"])

    def open_frame(self, noun: _Noun, before: int, then: int, span: tuple[int, int], rule: CueRule) -> None:
        """What follows is told by ``noun``, to the end of the sentence or the next such frame."""
        if self.frames:
            self.shut_frame(before)
        if self.at(then) == "、":
            then += 1
        if then < self.size:
            if self.relayed is not None:
                self.relayed = (self.relayed[0], then, *self.relayed[2:])
            self.frames.append((noun, then, span, rule))
            self.segment = then

    def read_document(self, k: int) -> None:
        """警察の調べでは、."""
        if self.at(k + 1) not in {"は", "も"} or k == 0:
            return
        noun = self.noun_before(k, "で", self.segment)
        if noun is None or noun.kind not in {"document", "basis"} or (self.frames and noun.first <= self.frames[-1][1]):
            return
        span = (self.words[noun.last - 1].start, self.words[k + 1].end)
        self.open_frame(noun, noun.first, k + 2, span, self.article.cues["では"]["では"])

    def read_where(self, k: int) -> None:
        """〜が報じたところでは、."""
        cue = None
        for j in range(k - 1, max(k - 7, -1), -1):
            found = self.cue_at(j, "と")
            if found is not None and found.last == k:
                cue = found
                break
        if cue is None:
            return
        then = k + 1
        while self.at(then) in {"に", "よる", "よれ", "ば", "と", "で", "は"}:
            then += 1
        if self.at(then) != "、":
            return
        nouns = [noun for noun in self.marked(self.segment, cue.first) if noun.particle != "で"]
        if not nouns:
            return
        span = (self.words[cue.first].start, self.words[then - 1].end)
        self.open_frame(nouns[-1], nouns[-1].first, then, span, self.article.cues["ところ"]["ところでは"])

    def read_relay(self, k: int, i: int) -> None:
        """〜の話として."""
        rule = self.article.cues["話として"][self.words[k - 1].text + "として"]
        if self.at(k - 2) == "の":
            noun = self.noun_before(k - 2 - (self.at(k - 3) == "から"), "の", self.segment)
        else:
            noun = None
        if noun is None:
            return
        then = i + 2
        if self.at(then) == "、":
            then += 1
        if then < self.size:
            self.relayed = (noun, then, (self.words[k - 1].start, self.words[i + 1].end), rule)

    def read_fact(self, k: int) -> None:
        """〜ことを明らかにした."""
        mark = self.at(k + 1)
        if mark == "が" and k > 0 and self.ends_clause(k - 1):
            self.read_found(k)
            return
        if mark not in {"を", "も", "は"} or k == 0 or not self.ends_clause(k - 1):
            quotes = self.quoted_before(k)
            if quotes is None or mark != "を":
                return
        else:
            quotes = None
        cue = self.cue_after(k + 2, "こと")
        if cue is None or cue.passive or cue.negative:
            return
        noun, low, after = self.source_for(k, k - 1, cue, quotes)
        if noun is None:
            noun = self.source or self.article.carried(cue.rule)
        begin = low if after else max(low, self.clause_begin(low, k))
        start, end, kind = self.content_of(k, k - 1, quotes, begin, after)
        self.emit(start, end, kind, cue.rule, noun, self.span_of(cue))
        self.close(cue)

    def read_found(self, k: int) -> None:
        """捜査関係者への取材で、…ことが分かった."""
        cue = next((c for j in range(k + 2, self.size) if (c := self.cue_at(j, "判明")) is not None), None)
        if cue is None or cue.negative:
            return
        for m in [*range(k + 2, cue.first), *range(self.segment + 1, k)]:
            if self.at(m) == "へ" and self.at(m + 1) == "の" and self.at(m + 3) == "で":
                noun = self.noun_before(m, "へ", k + 2 if m > k else self.segment)
                if noun is None or not noun.kind or self.kind_of(m + 2, m + 2)[0] != "basis":
                    return
                low = self.segment if m > k else m + 4
                start, end, kind = self.content_of(k, k - 1, None, low, after=True)
                self.emit(start, end, kind, cue.rule, noun, self.span_of(cue))
                self.close(cue)
                return

    def read_wish(self, k: int) -> None:
        """〜よう求めた."""
        if k == 0 or self.words[k - 1].pos not in {"VERB", "AUX"}:
            return
        then = k + 1 + (self.at(k + 1) == "に")
        cue = self.cue_after(then, "よう") if then < self.size else None
        if cue is None or cue.passive or cue.negative:
            return
        noun, low, after = self.source_for(k, k - 1, cue, None)
        if noun is None and not self.is_noun(cue.last):
            noun = self.source or self.article.carried(cue.rule)
        start, end, kind = self.content_of(k, k - 1, None, low, after=True)
        self.emit(start, end, kind, cue.rule, noun, self.span_of(cue))
        self.close(cue)

    def read_object(self, k: int) -> None:
        """「Q」を訴えた; 〜する意向を示した; 〜かを尋ねた."""
        if k == 0:
            return
        if self.words[k - 1].pos == QUOTED and not self.is_noun(k - 2):
            cue = self.cue_after(k + 1, "を")
            quotes = self.quoted_before(k)
            if cue is not None and not cue.passive and not cue.negative and cue.first <= k + 3 and quotes:
                if self.is_part_of_phrase(quotes[0]):
                    return
                noun, low, after = self.source_for(k, k - 1, cue, quotes)
                noun = noun or self.source or self.article.carried(cue.rule)
                start, end, kind = self.content_of(k, k - 1, quotes, low, after)
                self.emit(start, end, kind, cue.rule, noun, self.span_of(cue))
                self.close(cue)
            return
        nouns = self.article.cues["連体"]
        if self.at(k - 1) in nouns and k > 2 and self.ends_clause(k - 2):
            cue = self.shown_by(k + 1)
            if cue is None or cue.passive or cue.negative:
                return
            noun, low, after = self.source_for(k - 1, k - 2, cue, None)
            noun = noun or self.source or self.article.carried(cue.rule)
            if noun is None:
                return
            start, end, kind = self.content_of(k - 1, k - 2, None, low, after)
            span = (self.words[k - 1].start, self.span_of(cue)[1])
            self.emit(start, end, kind, nouns[self.at(k - 1)], noun, span, shown=cue.rule.id)
            self.close(cue)
        elif self.at(k - 1) == "か":
            cue = self.cue_after(k + 1, "か")
            if cue is None or cue.passive or cue.negative or self.is_noun(cue.last):
                return
            noun, low, after = self.source_for(k, k - 1, cue, None)
            noun = noun or self.source or self.article.carried(cue.rule)
            start, end, kind = self.content_of(k, k - 1, None, low, after)
            self.emit(start, end, kind, cue.rule, noun, self.span_of(cue))
            self.close(cue)

    def speaker_inside(self, aside: Word) -> _Noun | None:
        """The speaker named in brackets: （外務省幹部）."""
        words = self.parse.folded(aside.start + 1, aside.end - 1)
        if not words or len(words) > 16:
            return None
        line = _Line(self.article, words)
        noun = line.noun_before(line.size)
        if noun is None or noun.kind not in {"person", "unnamed", "organization", "pronoun"}:
            return None
        return noun

    def read_aside(self, k: int) -> None:
        """「Q」（三浦監督）; （業界団体調べ）."""
        if k == 0:
            return
        word = self.words[k]
        if word.text[1:-1].endswith("調べ"):
            inner = self.parse.folded(word.start + 1, word.end - 3)
            noun = _Line(self.article, inner).noun_before(len(inner)) if inner else None
            if noun is not None and self.segment < k:
                rule = self.article.cues["括弧調べ"]["調べ"]
                start, end, kind = self.content_of(k, k - 1, None, self.segment, after=False)
                self.emit(start, end, kind, rule, noun, (word.end - 3, word.end - 1))
            return
        quotes = self.quoted_before(k)
        if quotes is None or self.at(k + 1) == "と" or self.is_noun(quotes[0] - 1):
            return
        if len(self.words[quotes[1]].text) < 8 or self.at(k + 1) not in {"", "。", "、"}:
            return
        noun = self.speaker_inside(word)
        if noun is None:
            return
        start, end, kind = self.content_of(k, quotes[1], quotes, self.segment, after=False)
        self.emit(start, end, kind, self.article.cues["括弧"]["（）"], noun, None)

    # -- the sentence as a whole ---------------------------------------------------------------------------------

    def shut_frame(self, before: int) -> None:
        """End the open frame before the word ``before``."""
        noun, begin, span, rule = self.frames.pop()
        end = min(before, self.size)
        while end > begin and (self.words[end - 1].pos in {"PUNCT", "CCONJ"} or self.at(end - 1) in {"。", "、"}):
            end -= 1
        for closing in (["と", "いう"], ["と", "の", "こと"], ["と", "の", "事"], ["と", "いう", "こと"]):
            if [word.text for word in self.words[end - len(closing) : end]] == closing and end - len(closing) > begin:
                end -= len(closing)
                break
        while end > begin and self.words[end - 1].pos == "PUNCT":
            end -= 1
        while begin < end and self.words[begin].pos == "PUNCT":
            begin += 1
        if begin >= end:
            return
        first = self.words[begin]
        if first.pos == QUOTED and first.start in self.used:
            return
        quoted = any(word.start in self.used for word in self.words[begin:end])
        start, stop = first.start, self.words[end - 1].end
        if isinstance(span, _Cue):
            return
        rules = (rule.id, noun.rule) if noun.rule else (rule.id,)
        claim = Claim(
            *(start, stop, "mixed" if quoted else "indirect", rule.cue_type, rules, span, (noun.start, noun.end)),
            source_kind=noun.source_kind,
        )
        if self.relayed is not None and self.relayed[1] <= begin:
            source, _, where, relay = self.relayed
            self.relayed = None
            self.emit(start, stop, claim.quote_type, relay, source, where)
            return
        inner = self.source
        self.article.found.setdefault((start, stop), claim)
        if inner is None:
            self.article.speaker, self.article.spoke, self.article.reporter = noun, self.article.number, noun

    def answer(self) -> bool:
        """A quotation alone whose speaker the sentence before or after names."""
        article = self.article
        first = self.words[0]
        if first.pos == QUOTED and article.announced is not None:
            noun, cue, span, number = article.announced
            article.announced = None
            if article.number - number <= 1 and not self.at(1).startswith(("と", "を", "は", "が", "の", "で", "に")):
                quotes = (0, 0)
                start, end, kind = self.content_of(1, 0, quotes, 0, after=False)
                self.emit(start, end, kind, cue.rule, noun, span)
                self.segment = 1
                return self.size < 3
        article.announced = None
        return False

    def reply(self) -> bool:
        """The answer to an interviewer's question in the paragraph before: ―いまの気持ちは。 「ほっとしている」"""
        article = self.article
        first = self.words[0]
        if first.text[0] in _DASHES:
            if article.asked < 0:
                article.guest = article.speaker or article.topic
            article.asked = article.number
            return False
        if first.pos != QUOTED or article.asked < 0 or article.number - article.asked > 2 or not self.ends_line(1):
            return False
        article.asked = article.number
        quotes = (0, 0)
        start, end, kind = self.content_of(1, 0, quotes, 0, after=False)
        self.emit(start, end, kind, article.cues["問答"]["―"], article.guest, None)
        return True

    def finish(self) -> None:
        article = self.article
        if self.frames:
            self.shut_frame(self.size)
        if article.orphan is not None and article.number - article.orphan[1] <= 1:
            self.claim_orphan(article.orphan[0])
            article.leave()
        article.orphan = None
        first = self.words[0]
        if first.pos == QUOTED and first.start not in self.used and self.ends_line(1) and self.is_sentence(first):
            article.orphan = (first, article.number)
            near = article.number - article.spoke <= 1
            article.after = (
                article.speaker if near else article.topic if article.number - article.topic_at <= 1 else None
            )
        if self.source is None:
            self.announce()
        self.headline()
        nouns = [n for n in self.marked(0, self.size) if n.kind in {"person", "unnamed", "organization", "country"}]
        for m in range(2, self.size):
            if self.lemma(m) in article.cues["か"] and self.at(m - 1) == "に":
                guest = self.noun_before(m - 1, "に")
                nouns = [guest] if guest is not None and guest.kind == "person" else nouns
        topics = [n for n in nouns if n.particle in {"は", "も"}] or [n for n in nouns if n.particle == "が"]
        topics = topics or [n for n in nouns if n.particle == "に"]
        if topics:
            article.topic, article.topic_at = topics[0], article.number

    def final_cue(self) -> _Cue | None:
        """The reporting verb with which the sentence ends."""
        end = self.size
        while end > 0 and self.words[end - 1].pos == "PUNCT":
            end -= 1
        for j in range(max(end - 7, 0), end):
            cue = self.cue_at(j, "と") if self.words[j].pos in {"VERB", "NOUN", "ADJ"} else None
            if cue is not None and cue.last >= end and not cue.negative and not cue.passive:
                return cue
        return None

    def claim_orphan(self, quote: Word) -> None:
        """「Q」。林氏はそう指摘する。 「Q」。女性は涙ぐんだ。"""
        so = next((i for i in range(self.size) if self.at(i) in {"そう", "こう"}), None)
        cue = self.cue_after(so + 1, "と") if so is not None and so + 1 < self.size else None
        if so is None and self.source is None:
            cue = self.final_cue()
        high = self.size if so is None else so + 2
        nouns = [n for n in self.marked(0, self.size) if n.particle in {"は", "も", "が"} and n.last < high]
        if cue is not None and not cue.negative and not cue.passive:
            noun = nouns[0] if nouns else self.article.carried(cue.rule)
            if noun is not None:
                self.emit(quote.start + 1, quote.end - 1, "direct", cue.rule, noun, self.span_of(cue))
                self.article.orphan = None
            return
        noun = next((n for n in nouns if n.particle == "は" and n.kind in {"person", "unnamed"}), None)
        if self.source is None and noun is not None:
            self.emit(quote.start + 1, quote.end - 1, "direct", self.article.cues["引用"]["と"], noun, None)
            self.article.orphan = None

    def announce(self) -> None:
        """林氏はこう語る。「Q」"""
        cue = self.final_cue()
        if cue is None:
            return
        nouns = [n for n in self.marked(0, cue.first) if n.kind and n.particle in {"は", "も", "が"}]
        if nouns:
            self.article.announced = (nouns[-1], cue, self.span_of(cue), self.article.number)

    def headline(self) -> None:
        """川村大臣「Q」, in a line that is no sentence."""
        if self.at(self.size - 1) == "。":
            return
        last = self.size - 1
        while last > 0 and self.words[last].pos == ASIDE:
            last -= 1
        word = self.words[last]
        if word.pos != QUOTED or word.start in self.used or last == 0 or word.text[0] != "「":
            return
        noun = self.noun_before(last - (self.at(last - 1) in {":", "：", " ", "　"}))
        if noun is None or noun.kind != "person":
            return
        self.used.add(word.start)
        self.emit(word.start + 1, word.end - 1, "direct", self.article.cues["見出し"]["「"], noun, None)
