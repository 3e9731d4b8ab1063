"""Noun phrases that may name who says something.

A sentence is seen as a line of words in which every quotation is folded into one word, so that speaker and verb stand
side by side however long the quotation is. :class:`Nouns` answers questions about the nouns of such a line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.matchers.claims.cues import Setting
from pipeline.schema import Mention
from pipeline.syntax import ASIDE, QUOTED, Word

_BODIES = {
    *("Company", "Government", "Corporation_Other", "International_Organization", "Organization_Other"),
    *("Political_Organization_Other", "Military", "Political_Party", "Public_Institution", "School", "Cabinet"),
    *("Show_Organization", "Pro_Sports_Organization", "Newspaper", "Sports_Organization_Other", "Company_Group"),
}
_LABELS = {"PERSON": "person", "ORG": "organization", "GPE": "country", "NORP": "unnamed"}
_LONGEST_SOURCE = 8
_NAME = 4
"""A katakana word that a noun for a body calls by name is at least so long."""
_GIVEN = "人名-名"
_FAMILY = 3
"""Characters of a family name at most."""
_WRITTEN = frozenset({"document", "basis", "media"})
_NOMINAL = ("名詞", "代名詞", "接頭辞", "接尾辞-名詞的", "記号")
PROPER = "名詞-固有名詞"
KATAKANA = re.compile("[ァ-ヶー]+")
_ROW = frozenset("・=＝/／")
"""What stands between the names of several papers that tell the same."""
_JOINERS = frozenset("・･=＝-－‐–—~～&＆/／%％.")
_ALSO = frozenset({"及び", "および", "並びに", "ならびに"})
_AND = frozenset({"と", "や", "、", "など", *_ALSO})
_RESIDENT = "在"
"""What stands before the place of an embassy: 在ニューヨーク総領事館."""
_OTHERS = frozenset({"など", "等", "ほか", "他"})
_DATES = {"Date", "Time", "Period_Day", "Period_Month", "Period_Year", "Period_Time", "Era", "Day_Of_Week"}
_CALENDAR = frozenset("年月日時週朝夜夕晩今昨翌先来毎前")
_RELATIVE = frozenset("今昨翌先来同前")


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


class Nouns:
    """One sentence as a line of words, quotations folded. Words are named by their place in the line."""

    def __init__(self, setting: Setting, words: Sequence[Word]) -> None:
        self.setting = setting
        self.parse = setting.parse
        self.words = words
        self.size = len(words)

    # -- words ---------------------------------------------------------------------------------------------------

    def at(self, i: int) -> str:
        """The text of word ``i``, empty outside the line."""
        return self.words[i].text if 0 <= i < self.size else ""

    def is_noun(self, i: int) -> bool:
        """Whether the word may be part of a noun phrase. The tag tells, since ``pos`` may call a newspaper a verb."""
        if not 0 <= i < self.size:
            return False
        word = self.words[i]
        if word.tag.startswith("形状詞"):
            return word.dep == "compound"  # 高等弁務官
        return word.pos in {QUOTED, ASIDE} or word.tag.startswith(_NOMINAL) or word.text in _JOINERS

    def run_of(self, i: int, low: int) -> int:
        """The first word of the nouns that stand unbroken up to word ``i``.

        The dictionary may have a name with the brackets after it, so that words overlap: 信解(しんげ).
        """
        while i > low and self.is_noun(i - 1) and self.words[i - 1].end >= self.words[i].start:
            i -= 1
        return i

    def is_dated(self, i: int) -> bool:
        """Whether the word is part of a date or names a time of day."""
        word = self.words[i]
        return word.ene in _DATES or (word.tag.endswith("副詞可能") and not _CALENDAR.isdisjoint(word.text))

    def is_day(self, i: int) -> bool:
        """Whether the word is part of a date that stands before a name without a particle: 18日, 昨年."""
        word = self.words[i]
        return word.ene in _DATES or (word.tag.endswith("副詞可能") and word.text[0] in _RELATIVE)

    def is_adverb(self, i: int) -> bool:
        """Whether the word, which names nobody, stands before a noun as an adverb: 現在 in 現在同社では."""
        return self.words[i].tag.endswith("副詞可能") and self.at(i) in self.setting.silent

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

    def is_sentence(self, quote: Word) -> bool:
        """Whether the quotation holds a sentence, not a name or a term."""
        if "。" in quote.text:
            return True
        inside = self.parse.words_in(quote.start + 1, quote.end - 1)
        return len(inside) > 2 and (inside[-1].pos in {"AUX", "PART", "VERB", "ADJ"} and bool(inside[-1].inflection))

    def is_inflected(self, quote: Word) -> bool:
        """Whether the quotation ends with a verb, an adjective or an auxiliary."""
        inside = [word for word in self.parse.words_in(quote.start + 1, quote.end - 1) if word.pos != "PUNCT"]
        return bool(inside) and bool(inside[-1].inflection)

    # -- nouns ---------------------------------------------------------------------------------------------------

    def noun_before(self, m: int, particle: str = "", low: int = 0) -> Noun | None:
        """The noun phrase that ends before word ``m``."""
        h = m - 1
        while h >= low and (self.words[h].pos == ASIDE or self.at(h) in {*_OTHERS, "ら"}):
            h -= 1
        if h < low or not self.is_noun(h):
            return None
        first = self.run_of(h, low)
        issue, h = h, self.without_issue(h, first)
        while first < h and (self.is_day(first) or self.is_adverb(first)):
            first += 1
        if self.words[first].pos == ASIDE:
            first += 1
        if first > h:
            return None
        start, end = self.words[first].start, self.end_of(h)
        kind, rule = self.kind_of(first, h)
        rule = next(
            (self.setting.issues[self.at(i)].id for i in range(issue, h, -1) if self.at(i) in self.setting.issues), rule
        )
        quoted = next((i for i in range(h, first - 1, -1) if self.words[i].pos == QUOTED), None)
        if quoted is not None and (quoted == h or kind == "media"):
            start, end = self.words[quoted].start + 1, self.words[quoted].end - 1
            if not self.setting.text[start:end].strip():
                return None
            if quoted < h or not kind:
                kind = kind or self.kind_of_named(self.at(quoted)[1:-1]) if particle == "による" else kind
            return Noun(first, m, start, end, kind, particle, rule)
        person = self.person_in(first, h)
        if person is not None and (kind in {"person", "unnamed"} or (not kind and end - person.end <= 8)):
            start = self.name_begin(first, person)
            first, start = self.joined(first, start, "person", low) if kind == "person" else (first, start)
            return Noun(first, m, start, end, "person", particle, rule)
        body = self.setting.mention_in(start, end, ["ORG", "GPE"])
        if body is not None and body.label == "GPE" and self.is_station(first, body):
            return Noun(first, m, start, end, kind, particle, rule)
        same = self.at(first)[0] == "同"  # 同社盛岡支社
        if (
            body is not None
            and body.end == end
            and body.start > start
            and not same
            and kind in {"organization", "media"}
        ):
            start = self.first_of_row(start, body)
        elif kind in {"unnamed", "document", "basis", "organization", "person"} or (kind == "media" and first == h):
            wide = self.widened(first, h, kind, low)
            if kind in {"document", "basis"} and wide < first and self.at(first - 1) == "の":
                before = first - 2
                while before > wide and self.is_dated(before) and self.at(self.run_of(before, wide) - 1) == "の":
                    before = self.run_of(before, wide) - 2
                owner = self.noun_before(before + 1, particle, low)
                if owner is not None and owner.kind in {"person", "unnamed"}:
                    return replace(owner, last=m)
            first = wide
            start = self.words[first].start
        if kind == "media" and body is None and first < h:
            named = self.name_after_kind(first, h)
            first, start = (named, self.words[named].start) if named > first else (first, start)
        rowed = start
        first, start = self.joined(first, start, kind, low)
        foreign = self.at(h).isascii() or KATAKANA.fullmatch(self.at(h)) is not None
        unknown = not kind and person is None and particle == "による"
        if unknown and (foreign or self.words[h].tag.startswith(PROPER) or rowed > start):
            kind = "organization"  # UDNによると
        return Noun(first, m, start, end, kind, particle, rule)

    def kind_of_named(self, name: str) -> str:
        """What a name in quotation marks before によると is: a body when it ends so, else a medium."""
        suffixes = (self.setting.sources.get(name[-n:]) for n in range(min(len(name) - 1, _LONGEST_SOURCE), 1, -1))
        return next((rule.kind for rule in suffixes if rule is not None and rule.kind == "organization"), "media")

    def without_issue(self, h: int, low: int) -> int:
        """The last word of the paper whose issue the nouns up to word ``h`` name: 東洋新聞 in 東洋新聞4月5日付夕刊."""
        last, told = h, False
        while last > low:
            issue, word = self.at(last) in self.setting.issues, self.words[last]
            if not (issue or word.pos == "NUM" or "助数詞" in word.tag or self.is_dated(last)):
                break
            last, told = last - 1, told or issue
        return last if told and self.kind_of(low, last)[0] == "media" else h

    def name_begin(self, low: int, person: Mention) -> int:
        """Where the person's name begins: before the mention where a family name that is also a word was left out."""
        i = next((i for i in range(low, self.size) if self.words[i].start == person.start), low)
        given, family = self.words[i], self.words[max(i - 1, low)]
        foreign = KATAKANA.fullmatch(given.text) and KATAKANA.fullmatch(family.text) and family.end == given.start
        mixed = given.tag.endswith(_GIVEN) and KATAKANA.fullmatch(family.text) and family.end == given.start
        if i > low and (foreign or mixed) and family.text not in self.setting.sources:
            return family.start  # ソール|ハイム
        apart = i == low or family.end != given.start or family.tag != "名詞-普通名詞-一般"
        if apart or len(family.text) > _FAMILY or family.text in self.setting.sources:
            return person.start
        titled = i + 1 < self.size and self.kind_of(i + 1, i + 1)[0] == "person"
        named = given.tag.endswith(_GIVEN) and given.end == person.end and titled
        return family.start if named or family.ene == given.ene == "Person" else person.start

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
        """Where the names joined to the last one begin: 東西新聞・朝刊南, 共同通信=東洋新聞, 聯合（電子版）・新華社."""
        text, start = self.setting.text, body.start
        if start > low and text[start - 1] == _RESIDENT:
            return start - 1
        while start - 1 > low and text[start - 1] in _ROW:
            end = start - 1
            if text[end - 1] in "）)":
                end = max(text.rfind("（", low, end), text.rfind("(", low, end))
            before = self.setting.mention_in(low, end, [body.label])
            if before is None or before.end != end:
                break
            start = before.start
        country = self.setting.mention_in(low, start, ["GPE"])
        prefixed = country is not None and country.start == low and country.end == start
        return low if prefixed else start

    def joined(self, first: int, start: int, kind: str, low: int) -> tuple[int, int]:
        """The noun with the ones joined to it by と, や and commas: ロシアと北朝鮮, 時事通信、共同通信など."""
        while first - 2 >= low and self.at(first - 1) in _AND:
            before = first - 2 - (self.at(first - 1) in _ALSO and self.at(first - 2) == "、")
            while before > low and (self.words[before].pos == ASIDE or self.at(before) in _OTHERS):
                before -= 1
            if before < low or not self.is_noun(before):
                break
            begin = self.run_of(before, low)
            span = self.words[begin].start, self.end_of(before)
            labels = ["PERSON", "ORG", "GPE", "NORP", *(("LOC",) if kind == "media" else ())]
            named = self.setting.mention_in(*span, labels)
            titled = named is not None and named.label == "PERSON" and self.kind_of(begin, before)[0] == "person"
            placed = kind == "media" and named is not None and named.label == "GPE" and self.at(first - 1) == "、"
            alike = self.is_like(begin, before, kind, low)
            if placed or (kind == "person" and not alike):
                break
            if named is not None and (named.end == span[1] or titled):
                first, start = begin, named.start
            elif alike:
                first, start = begin, span[0]
            else:
                break
        return first, start

    def is_like(self, begin: int, before: int, kind: str, low: int) -> bool:
        """Whether the nouns may name one that tells together with another: 同庁や東西地下鉄, かなロコ及び東西新聞."""
        if self.is_dated(before):
            return False
        if self.at(begin)[0] == "同":
            return kind == self.kind_of(begin, before)[0] == "organization"
        beside = self.kind_of(begin, before)[0]
        if kind in {"person", "document"}:
            return beside == ("person" if kind == "person" else "organization") and self.at(before + 1) != "、"
        joint = self.at(before + 1 + (self.at(before + 1) == "、" and self.at(before + 2) in _ALSO))
        together = beside == "media" or (beside != "" and joint in {"や", *_ALSO})
        return kind == "media" and (begin == low or self.is_dated_before(begin, low)) and together

    def is_dated_before(self, begin: int, low: int) -> bool:
        """Whether only a date with の stands before the word ``begin``: 12月3日の公式サイト."""
        return self.at(begin - 1) == "の" and begin - 1 > low and all(self.is_dated(i) for i in range(low, begin - 1))

    def widened(self, first: int, h: int, kind: str, low: int) -> int:
        """The first word of the phrase with the modifiers without which the noun names nobody."""
        if kind in {"person", "unnamed"} and first > low and self.at(first - 1) == "ある":
            first -= 1
        begin = first
        while begin - 2 >= low and self.at(begin - 1) == "の":
            before = begin - 2 - (self.at(begin - 2) in _OTHERS)
            if before < low or not self.is_noun(before):
                break
            begin = self.run_of(before, low)
            if self.is_dated(before) and kind in _WRITTEN:
                continue  # 東洋新聞の5日の報道
            if self.is_dated(before) or self.at(before) in self.setting.silent:
                break
            owner = self.kind_of(begin, before)[0]
            named = self.at(before + 1) in _OTHERS and any(
                word.tag.startswith(PROPER) for word in self.words[begin : before + 1]
            )
            if owner == "pronoun" or (
                kind == "organization" and owner not in {"country", "organization"} and not named
            ):
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
            if last > first and self.kind_of(first, last - 1)[0] == "media":
                return "media", ""  # ニュースサイト「東洋の窓」
            inside = setting.mention_in(head.start, head.end, ["PERSON", "ORG", "GPE"])
            return (_LABELS[inside.label] if inside and inside.end >= head.end - 1 else ""), ""
        end = self.end_of(last)
        text = head.text[: end - head.start]
        rule = None
        for begin in range(last, max(last - _LONGEST_SOURCE, first - 1), -1):
            found = setting.sources.get(setting.text[words[begin].start : end])
            rule = found or rule
        if rule is None:
            whole = setting.text[words[first].start : end]  # 同県警 is 同県 and 警 in the dictionary
            longest = len(whole) if len(text) == 1 else len(text) - 1
            lengths = range(min(longest, _LONGEST_SOURCE), 0, -1)
            short = head.tag.startswith(PROPER) or text[:1] == "同"
            suffixes = (setting.sources.get(whole[-n:]) for n in lengths if n > 1 or short)
            rule = next((found for found in suffixes if found is not None), None)
        named = setting.mention_in(words[first].start, end, list(_LABELS))
        if named is not None and named.label == "GPE" and self.is_station(first, named):
            return "media", ""
        if named is not None and named.end == end:
            kind = _LABELS[named.label]
            if kind in {"organization", "country"} and rule is not None and rule.kind not in {"person", "pronoun"}:
                kind = rule.kind
            elif kind == "organization" and self.is_paper(first, last):
                kind = "media"
            return kind, rule.id if rule else ""
        if rule is not None:
            return rule.kind, rule.id
        if head.tag.startswith(PROPER) or KATAKANA.fullmatch(text):
            apposed = self.apposed(first, last)
            if apposed == "media" or (apposed and KATAKANA.fullmatch(setting.text, end - _NAME, end)):
                return apposed, ""
        if head.ene == "Person" and head.tag.startswith(PROPER):
            return "person", ""
        ending = setting.endings.get(text[-1:]) if len(text) > 1 and head.tag == "名詞-普通名詞-一般" else None
        if ending is not None:
            return ending.kind, ending.id
        if head.ene in {"Position_Vocation", "N_Person"}:
            return "unnamed", ""
        if head.ene in _BODIES:
            return "organization", ""
        return ("country", "") if head.ene == "Country" else ("", "")

    def name_after_kind(self, first: int, h: int) -> int:
        """The first word of a foreign name after a noun for a medium: ノルドランド in 地元紙ノルドランド."""
        rules = self.setting.sources
        for i in range(first + 1, h + 1):
            name = self.setting.text[self.words[i].start : self.end_of(h)]
            before = rules.get(self.at(i - 1)) or rules.get(self.at(i - 1)[-1:])
            if before is not None and before.kind == "media" and self.at(i - 1)[-1:] in self.setting.sources:
                return i if KATAKANA.fullmatch(name.replace("・", "")) and len(name) >= _NAME else first
        return first

    def is_station(self, first: int, place: Mention) -> bool:
        """Whether a place only ends the name of a medium: ラジオ・オーストラリア."""
        i = next((i for i in range(first, self.size) if self.words[i].start == place.start), first)
        rule = self.setting.sources.get(self.at(i - 2)) if i - 2 >= first and self.at(i - 1) == "・" else None
        return rule is not None and rule.kind == "media"

    def is_paper(self, first: int, last: int) -> bool:
        """Whether a noun for a medium stands before the name: 仏紙ルモンド."""
        return self.apposed(first, last) == "media"

    def apposed(self, first: int, last: int) -> str:
        """What the nouns before a name call it: media in 通信社ノルド, organization in 証券会社ノルド; else empty."""
        rules = self.setting.sources
        found = ""
        for word in self.words[first:last]:
            rule = rules.get(word.text) or rules.get(word.text[-1:])
            if rule is not None and rule.kind == "media":
                return "media"
            if rule is not None and rule.kind == "organization" and len(word.text) > 1:
                found = rule.kind
        return found
