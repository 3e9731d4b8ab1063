"""Who can say something, and with which words: the cues, nouns and clause borders of one sentence.

A sentence is seen as a line of words in which every quotation is folded into one word, so that speaker and verb stand
side by side however long the quotation is. A :class:`Line` answers questions about such a line; ``claims`` asks them.
"""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline import lexicon
from pipeline.schema import CUE_TYPES, Mention
from pipeline.syntax import ASIDE, QUOTED, Parse, Word

FRAMES = (
    *("と", "こと", "よう", "を", "か", "伝聞", "との", "連体", "示す"),
    *("による", "ところ", "では", "話として", "括弧", "括弧調べ", "見出し", "体言", "引用", "問答", "とする", "判明"),
    *("前文", "供述"),
)
SPEAKERS = frozenset({"person", "unnamed", "organization", "country"})
KINDS = ("person", "suspect", "unnamed", "organization", "country", "media", "document", "basis", "pronoun")
"""``document`` speaks by itself (報告書は…としている); ``basis`` is only what a telling rests on (警察の調べでは). A
``suspect`` is a person whom the police question."""


@dataclass(frozen=True, kw_only=True)
class CueRule(lexicon.Rule):
    """A reporting expression.

    ``cue`` is its dictionary form and ``also`` other spellings, joined with ``|``. ``frames`` tells what it takes, also
    joined with ``|``: と (「Q」と述べる), こと (〜ことを認める), よう (〜よう求める), を (「Q」を訴える),
    か (〜かを尋ねる), 伝聞 hearsay that names nobody (〜とされる), との a noun (〜との見方), 連体 a noun with a
    clause (〜する意向), 示す a verb that takes such a noun, 判明 (〜ことが分かる), 前文 a verb that may tell of the
    sentence before it (〜。県が発表した), 供述 what suspects do; and the frames of one row each.
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
    """A noun that ends the name of somebody or something that makes claims: 大統領, 関係者, 省, 紙, 報告書, 同氏.

    ``match`` is ``word``, or ``ending`` for the last character of common nouns (弁護人, 参列者).
    """

    FILE = "claims/sources.tsv"
    KEY = ("source", "match")

    source: str
    kind: str
    match: str = "word"

    def problem(self) -> str:
        """A kind or a match that is none."""
        if self.match not in {"word", "ending"}:
            return f"match is {self.match!r}, not word or ending"
        return "" if self.kind in KINDS else f"kind is {self.kind!r}, not one of {', '.join(KINDS)}"


@dataclass(frozen=True, kw_only=True)
class NotRule(lexicon.Rule):
    """What stands after と or として and shows that nothing is reported: 〜と名付ける, 〜として逮捕する.

    After との: who meets a view without holding it (〜との批判を受ける). After 場: an occasion of speaking, which is no
    part of what is said (記者会見し、〜ことを認めた).
    """

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
class Cue:
    """A cue found in a line: its rule, its words from ``first`` to before ``last``, and how it is inflected."""

    rule: CueRule
    first: int
    last: int
    passive: bool = False
    negative: bool = False


@dataclass(frozen=True, slots=True)
class Noun:
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
_PLACE = 14
REACH = 28
"""Between a quoting particle and its cue stand at most so many words."""


_NOMINAL = ("名詞", "代名詞", "接頭辞", "接尾辞-名詞的", "記号")
_PROPER = "名詞-固有名詞"
_JOINERS = frozenset("・･=＝-－‐–—~～&＆/／%％.")
_DATES = {"Date", "Time", "Period_Day", "Period_Month", "Period_Year", "Period_Time", "Era", "Day_Of_Week"}
_CALENDAR = frozenset("年月日時週朝夜夕晩今昨翌先来毎前")
_RELATIVE = frozenset("今昨翌先来同前")
_ENDINGS = ("終止形", "連体形", "命令形", "意志推量形")


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules, by what they are looked up with.

    ``cues`` holds the cue rules by frame and surface; frames that begin with ``not`` hold what reports nothing.
    ``sources`` are nouns that end the name of a source, ``endings`` the last characters of words for people, ``silent``
    nouns that never speak, ``suspects`` those sources that name people under suspicion.
    """

    cues: Mapping[str, Mapping[str, CueRule]]
    sources: Mapping[str, SourceRule]
    endings: Mapping[str, SourceRule]
    silent: frozenset[str]
    suspects: frozenset[str]


class Setting:
    """What a line is read against: the article's parse and names, and the rules."""

    def __init__(self, parse: Parse, mentions: Sequence[Mention], rules: Rules) -> None:
        self.parse = parse
        self.text = parse.text
        self.cues = rules.cues
        self.sources = rules.sources
        self.endings = rules.endings
        self.silent = rules.silent
        self.suspects = rules.suspects
        self._mentions = sorted(mentions, key=lambda mention: mention.start)
        self._starts = [mention.start for mention in self._mentions]

    def mention_in(self, start: int, end: int, labels: Sequence[str]) -> Mention | None:
        """The last name of one of the labels that lies in the span."""
        at = bisect.bisect_left(self._starts, end)
        while at > 0 and self._starts[at - 1] >= start:
            at -= 1
            if self._mentions[at].end <= end and self._mentions[at].label in labels:
                return self._mentions[at]
        return None


class Line:
    """One sentence as a line of words, quotations folded.

    Words are named by their place in the line. ``segment`` is the word where the clause under reading begins; what is
    before it has been read.
    """

    def __init__(self, setting: Setting, words: Sequence[Word]) -> None:
        self.setting = setting
        self.parse = setting.parse
        self.words = words
        self.size = len(words)
        self.segment = 0
        self.source: Noun | None = None
        self.partial = -1

    # -- words ---------------------------------------------------------------------------------------------------

    def at(self, i: int) -> str:
        """The text of word ``i``, empty outside the line."""
        return self.words[i].text if 0 <= i < self.size else ""

    def is_noun(self, i: int) -> bool:
        """Whether the word may be part of a noun phrase. The tag tells, since ``pos`` may call a newspaper a verb."""
        if not 0 <= i < self.size:
            return False
        word = self.words[i]
        return word.pos in {QUOTED, ASIDE} or word.tag.startswith(_NOMINAL) or word.text in _JOINERS

    def is_dated(self, i: int) -> bool:
        """Whether the word is part of a date or names a time of day."""
        word = self.words[i]
        return word.ene in _DATES or (word.tag.endswith("副詞可能") and not _CALENDAR.isdisjoint(word.text))

    def is_day(self, i: int) -> bool:
        """Whether the word is part of a date that stands before a name without a particle: 18日, 昨年."""
        word = self.words[i]
        return word.ene in _DATES or (word.tag.endswith("副詞可能") and word.text[0] in _RELATIVE)

    def is_under(self, i: int, known: dict[int, bool]) -> bool:
        """Whether the word with index ``i`` of the parse depends on the head in ``known``."""
        path = []
        words = self.parse.words
        while i not in known:
            path.append(i)
            known[i] = False  # a root, or a word of a circle, leads nowhere
            i = words[i].head
        for each in path:
            known[each] = known[i]
        return known[i]

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
            if word.pos == QUOTED and self.at(j + 1) != "を" and not self.is_noun(j - 1):
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

    # -- nouns ---------------------------------------------------------------------------------------------------

    def noun_before(self, m: int, particle: str = "", low: int = 0) -> Noun | None:
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
        start, end = self.words[first].start, self.end_of(h)
        kind, rule = self.kind_of(first, h)
        quoted = next((i for i in range(h, first - 1, -1) if self.words[i].pos == QUOTED), None)
        if quoted is not None and (quoted == h or kind == "media"):
            start, end = self.words[quoted].start + 1, self.words[quoted].end - 1
            if not self.setting.text[start:end].strip():
                return None
            if quoted < h or not kind:
                kind = kind or "media" if particle == "による" else kind
            return Noun(first, m, start, end, kind, particle, rule)
        person = self.person_in(first, h)
        if person is not None and (kind in {"person", "unnamed"} or (not kind and end - person.end <= 8)):
            return Noun(first, m, person.start, end, "person", particle, rule)
        body = self.setting.mention_in(start, end, ["ORG", "GPE"])
        if body is not None and body.end == end and body.start > start and kind in {"organization", "media"}:
            start = self.first_of_row(start, body)
        elif kind in {"unnamed", "document", "basis", "organization", "person"}:
            wide = self.widened(first, h, kind, low)
            if kind in {"document", "basis"} and wide < first and self.at(first - 1) == "の":
                owner = self.noun_before(first - 1, particle, low)
                if owner is not None and owner.kind in {"person", "unnamed"}:
                    return replace(owner, last=m)
            first = wide
            start = self.words[first].start
        first, start = self.joined(first, start, kind, low)
        return Noun(first, m, start, end, kind, particle, rule)

    def person_in(self, first: int, h: int) -> Mention | None:
        """The last person named in the words from ``first`` to ``h``, outside brackets: 林孝（りん・こう）報道官."""
        end = self.end_of(h)
        for i in range(h, first - 1, -1):
            if self.words[i].pos == ASIDE:
                person = self.setting.mention_in(self.words[i].end, end, ["PERSON"])
                if person is not None:
                    return person
                end = self.words[i].start
        return self.setting.mention_in(self.words[first].start, end, ["PERSON"])

    def end_of(self, i: int) -> int:
        """Where word ``i`` ends, without brackets that belong to it: the dictionary has 国連児童基金（ユニセフ）."""
        word = self.words[i]
        cut = max(word.text.find("("), word.text.find("（")) if word.pos not in {QUOTED, ASIDE} else -1
        return word.start + cut if cut > 0 else word.end

    def first_of_row(self, low: int, body: Mention) -> int:
        """Where the names joined to the last one with ・ begin: 読売新聞・朝日新聞."""
        start = body.start
        while start - 1 > low and self.setting.text[start - 1] == "・":
            before = self.setting.mention_in(low, start - 1, [body.label])
            if before is None or before.end != start - 1:
                break
            start = before.start
        return start

    def joined(self, first: int, start: int, kind: str, low: int) -> tuple[int, int]:
        """The noun with the ones joined to it by と, や and commas: ロシアと北朝鮮, 時事通信、共同通信など."""
        while (
            first - 2 >= low
            and self.at(first - 1) in {"と", "や", "及び", "および", "、", "など"}
            and self.is_noun(first - 2)
        ):
            before = first - 2
            begin = before
            while begin > low and self.is_noun(begin - 1) and self.words[begin - 1].end == self.words[begin].start:
                begin -= 1
            span = self.words[begin].start, self.words[before].end
            named = self.setting.mention_in(*span, ["PERSON", "ORG", "GPE", "NORP"])
            if named is None or named.end != span[1]:
                break
            first, start = begin, named.start
        return first, start

    def widened(self, first: int, h: int, kind: str, low: int) -> int:
        """The first word of the phrase with the modifiers without which the noun names nobody."""
        if kind in {"person", "unnamed"} and first > low and self.at(first - 1) == "ある":
            first -= 1
        while first - 2 >= low and self.at(first - 1) == "の":
            before = first - 2 - (self.at(first - 2) == "など")
            if before < low or not self.is_noun(before):
                break
            begin = before
            while begin > low and self.is_noun(begin - 1) and self.words[begin - 1].end == self.words[begin].start:
                begin -= 1
            if self.is_dated(before) or self.at(before) in self.setting.silent:
                break
            if kind == "organization" and self.kind_of(begin, before)[0] not in {"country", "organization"}:
                break
            first = begin
        bare = kind in {"person", "unnamed"} and (first == h or self.at(first) == "複数")
        if kind in {"document", "basis"} or bare:
            known = {self.words[h].i: True}
            begin = first
            stops = {"は", "が"} if bare else {"は"}
            while begin > low and self.is_under(self.words[begin - 1].i, known) and self.at(begin - 1) not in stops:
                begin -= 1
            if begin < first and self.words[first - 1].pos in {"VERB", "AUX", "ADJ"}:
                while begin < first and (
                    (self.is_dated(begin) and not self.words[begin + 1].tag.startswith("名詞-普通名詞-一般"))
                    or self.words[begin].pos in {"PUNCT", "ADP", "CCONJ"}
                ):
                    begin += 1
                first = begin
        return first

    def kind_of(self, first: int, last: int) -> tuple[str, str]:
        """What kind of source the noun made of these words is, and the rule that tells; empty for none."""
        words, setting = self.words, self.setting
        head = words[last]
        if head.pos == QUOTED:
            if self.is_sentence(head):
                return "", ""
            name = head.text[1:-1]
            suffixes = (setting.sources.get(name[-n:]) for n in range(min(len(name), _LONGEST_SOURCE), 1, -1))
            known = next((found for found in suffixes if found is not None and found.kind == "media"), None)
            if known is not None:
                return known.kind, known.id
            inside = setting.mention_in(head.start, head.end, ["PERSON", "ORG", "GPE"])
            return (_LABELS[inside.label] if inside else ""), ""
        end = self.end_of(last)
        text = head.text[: end - head.start]
        rule = None
        for begin in range(last, max(last - _LONGEST_SOURCE, first - 1), -1):
            found = setting.sources.get(setting.text[words[begin].start : end])
            rule = found or rule
        if rule is None:
            lengths = range(min(len(text) - 1, _LONGEST_SOURCE), 0, -1)
            suffixes = (setting.sources.get(text[-n:]) for n in lengths if n > 1 or head.tag.startswith(_PROPER))
            rule = next((found for found in suffixes if found is not None), None)
        named = setting.mention_in(words[first].start, end, list(_LABELS))
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
        ending = setting.endings.get(text[-1:]) if len(text) > 1 and head.tag == "名詞-普通名詞-一般" else None
        if ending is not None:
            return ending.kind, ending.id
        if head.ene == "Position_Vocation":
            return "unnamed", ""
        if head.ene in _BODIES:
            return "organization", ""
        return ("country", "") if head.ene == "Country" else ("", "")

    def is_paper(self, first: int, last: int) -> bool:
        """Whether a noun for a medium stands before the name: 仏紙ルモンド."""
        rules = self.setting.sources
        text, start = self.setting.text, self.words[first].start
        return any(
            (rule := rules.get(text[max(start, word.end - 1) : word.end])) is not None and rule.kind == "media"
            for word in self.words[first:last]
        )

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
        if not word.tag.startswith(_PROPER) and not word.text.isascii() and noun.particle != "が":
            return False
        return not self.is_dated(last) and self.at(last) not in self.setting.silent and self.words[last].pos != ASIDE

    def is_inner(self, noun: Noun, high: int) -> bool:
        """Whether the subject belongs to a clause before word ``high`` that modifies a noun: 女性が乗っていた便."""
        subject = self.words[noun.last - 1]
        head = self.parse.words[subject.head]
        return head.dep == "acl" and head.i > subject.i and head.start < self.words[high].start

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
        for noun in reversed(self.marked(self.segment, q)):
            if noun.particle in {"は", "も"}:
                if noun.kind:
                    inner: Noun | None = subject or (last if nested else None)
                    return inner if inner is not None and (nested or self.breaks(noun.last, q)) else noun
                if noun.particle == "は" and weak is None and self.may_speak(noun):
                    weak = noun
            elif noun.particle == "が" and noun.kind and subject is None:
                if not self.closed(noun.last, q) and not self.is_inner(noun, q):
                    subject = noun
                    if nested:
                        break
            elif noun.particle == "が" and last is None and self.may_speak(noun) and not self.breaks(noun.last, q):
                last = noun
            elif noun.particle == "で" and weak is None:
                beside = noun.last + 2 == q and self.may_speak(noun)
                weak = noun if beside or noun.kind in {"organization", "document", "media"} else None
        return subject or weak or (last if last is not None and not self.closed(last.last, q) else None)

    def breaks(self, low: int, high: int) -> bool:
        """Whether a comma after a predicate stands between the words."""
        return any(
            self.at(i) == "、" and self.words[i - 1].pos in {"VERB", "AUX", "ADJ", "SCONJ"}
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
        if self.at(i) != "と" or i < 3 or self.lemma(i - 1) not in self.setting.cues["か"]:
            return None
        i -= 2 + 2 * (self.at(i - 2) == "を")
        return self.noun_before(i, "に", self.segment) if self.at(i) == "に" else None

    def turns(self, low: int, high: int) -> bool:
        """Whether a main clause ends between the words with が、: what follows speaks of something else."""
        return any(
            self.at(i) == "、" and self.at(i - 1) == "が" and self.words[i - 1].tag == "助詞-接続助詞"
            for i in range(low, high)
        )

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
        topics = [noun for noun in marked if noun.particle == "は"]
        teller = topics[0] if topics and not topics[0].kind and self.is_named(topics[0]) else None
        for noun in nouns:
            if noun.particle in {"は", "も"}:
                first = teller is not None and teller.first < noun.first and self.at(teller.last + 1) == "、"
                return teller if first and noun.kind == "unnamed" else noun
        for noun in nouns:
            if noun.particle == "が" and (self.is_inner(noun, k) or not self.is_foremost(noun)):
                continue
            if noun.kind != "document" if noun.particle == "が" else noun.kind in {"organization", "document", "media"}:
                return noun
        return teller if len(topics) > 1 else None  # two topics: the one who tells, and the one that is told about

    def is_title(self, noun: Noun) -> bool:
        """Whether the noun is a topic in quotation marks: 「東洋評論」(4月5日)は、."""
        head = next((i for i in range(noun.last - 1, noun.first - 1, -1) if self.words[i].pos != ASIDE), noun.first)
        return noun.particle == "は" and self.words[head].pos == QUOTED

    def is_foremost(self, noun: Noun) -> bool:
        """Whether a subject stands so that it may be that of the telling: by name, or first, or before a comma."""
        return noun.kind != "unnamed" or noun.first <= self.segment + 1 or self.at(noun.last + 1) == "、"

    def is_named(self, noun: Noun) -> bool:
        """Whether a proper noun is part of the noun."""
        return any(word.tag.startswith(_PROPER) for word in self.words[noun.first : noun.last])

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
        noun = self.noun_before(last, "", cue.last)
        return noun if noun is not None and noun.kind in {"person", "unnamed", "organization", "country"} else None

    def is_stated(self, p: int) -> bool:
        """Whether the word states something without a copula: 遺憾, 百人."""
        word = self.words[p]
        return word.tag.startswith("形状詞") or word.pos == "NUM" or self.words[max(p - 1, 0)].pos == "NUM"

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
        return self.inflected(self.setting.cues["引用"]["と"], verb, verb + 1).passive

    def ends_line(self, i: int) -> bool:
        """Whether the sentence is over at word ``i``."""
        return i >= self.size or self.at(i) in {"。", "」", "』"} or self.words[i].pos == ASIDE

    def verb_after(self, i: int) -> Cue | None:
        """The verb to which the words from ``i`` lead, whatever it is."""
        for j in range(i, min(i + 6, self.size)):
            if self.words[j].pos == "VERB":
                return self.inflected(self.setting.cues["引用"]["と"], j, j + 1)
            if self.at(j) in {"。", "、"}:
                break
        return None

    def voice_before(self, k: int, *, apart: bool) -> Noun | None:
        """Whom a voice before word ``k`` comes from: 野党から「Q」, 専門家の間では. ``apart``: only as a topic."""
        for m in range(k - 1, self.segment, -1):
            if self.at(m) in {"から", "より"} and self.words[m].tag == "助詞-格助詞":
                topic = self.at(m + 1) in {"は", "も"}
                if m + 1 + topic < k if not apart else not (topic and self.at(m + 2) == "、"):
                    continue
                noun = self.noun_before(m, "から", self.segment)
            elif self.at(m) == "で" and self.at(m - 1) == "間" and self.at(m - 2) == "の":
                noun = self.noun_before(m - 2, "の", self.segment)
            elif apart and self.at(m) == "で" and self.at(m + 1) == "は":
                noun = self.noun_before(m, "で", self.segment)
                noun = noun if noun is not None and noun.kind == "unnamed" else None
            else:
                continue
            speaks = noun is not None and noun.kind in {"person", "unnamed", "organization", "country", "media"}
            return noun if speaks else None
        return None

    def is_voice(self, first: int, m: int) -> bool:
        """Whether では at word ``m`` follows people among whom something is said: 市場では、."""
        return self.at(m + 1) == "は" and self.kind_of(first, m - 1)[0] == "unnamed"

    def shown_by(self, i: int) -> Cue | None:
        """The verb that shows a noun such as 見方 or 意向, close after it."""
        cue = self.cue_after(i, "示す")
        if cue is None or cue.first > i + (0 if cue.rule.cue == "する" else 5):
            return None
        return cue

    def marked_by(self, low: int, high: int) -> list[Noun]:
        """Nouns before による in the span: 政府による、…との主張."""
        out = []
        for m in range(low + 1, high):
            if self.at(m) == "に" and self.at(m + 1) == "よる" and self.at(m + 2) == "、":
                noun = self.noun_before(m, "による", low)
                if noun is not None and noun.kind:
                    out.append(noun)
        return out

    def is_sentence(self, quote: Word) -> bool:
        """Whether the quotation holds a sentence, not a name or a term."""
        if "。" in quote.text:
            return True
        inside = self.parse.words_in(quote.start + 1, quote.end - 1)
        return len(inside) > 2 and (inside[-1].pos in {"AUX", "PART", "VERB", "ADJ"} and bool(inside[-1].inflection))

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
