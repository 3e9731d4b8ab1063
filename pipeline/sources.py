"""Whom the sources of claims mean: 同氏, 同省, a family name, a title alone -> the name of who said it."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import lexicon
from pipeline.names import is_katakana, split
from pipeline.schema import Annotation, Claim, Date, Mention
from pipeline.syntax import Parse

_MEANINGS = (
    *("medium", "company", "country", "body", "many", "group", "several", "address", "kin", "press", "paper", "voice"),
    *("trade", "form"),
)


@dataclass(frozen=True, kw_only=True)
class Reference(lexicon.Rule):
    """Words (joined with ``|``) that stand for names, and what they ``mean``.

    medium: after 同, the paper heard last. company, country: after 同, the last of these. kin: after 同, the last
    organisation whose name ends in one of ``of``. body: the same without 同. many: a title that names nobody alone.
    group: what follows the name of one of those who speak together. several: what stands for more than one. address:
    follows a name and is no title. press: what a paper makes (報道). paper: what names of papers end with, which may
    be left out. voice: what somebody says (説明), so that its owner is the source. form and trade: what the name of a
    company follows (株式会社丸山, メーカー・丸山).
    """

    FILE = "claims/references.tsv"
    KEY = ("words",)
    ALLOWED = {"means": _MEANINGS}

    words: str
    means: str
    of: str = ""

    def problem(self) -> str:
        """The names that the meaning needs left out."""
        return "of is empty" if self.means in {"body", "kin"} and not self.of else ""


_AFTER_SAME = ("company", "country", "kin")


class References:
    """The words that stand for names."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        rules = lexicon.read(Reference, folders)
        self._rules = lexicon.by_key(rules, lambda rule: [(rule.means, word) for word in split(rule.words)])

    def find(self, written: str) -> Reference | None:
        """The rule of what is written, when there is one."""
        if _SAME.match(written):
            noun = written[1:].partition("の")[0]
            exact = next((self._rules[means, noun] for means in _AFTER_SAME if (means, noun) in self._rules), None)
            return exact or self._last("medium", noun)
        whole = self._rules.get(("body", written)) or self._rules.get(("many", written))
        return whole or self._last("group", written) or self._first("several", written)

    def address(self, title: str) -> Reference | None:
        """The rule of a form of address, which is no title."""
        return self._rules.get(("address", title))

    def word(self, written: str) -> Reference | None:
        """The rule of the noun with which a document ends, when it only tells that somebody says something."""
        return self._last("press", written) or self._last("voice", written)

    @property
    def papers(self) -> Reference | None:
        """The rule of what names of papers end with."""
        return next((rule for (means, _), rule in self._rules.items() if means == "paper"), None)

    def trades(self) -> tuple[Reference, ...]:
        """The rules of what the name of a company follows."""
        return tuple({rule.id: rule for (means, _), rule in self._rules.items() if means in {"form", "trade"}}.values())

    def _last(self, means: str, written: str) -> Reference | None:
        return next(
            (rule for (kind, word), rule in self._rules.items() if kind == means and written.endswith(word)), None
        )

    def _first(self, means: str, written: str) -> Reference | None:
        return next(
            (rule for (kind, word), rule in self._rules.items() if kind == means and written.startswith(word)), None
        )


def name_sources(annotation: Annotation, parse: Parse, references: References) -> Annotation:
    """Claims with ``source_name``, ``source_kind``, ``source_title``, ``source_entity_id``, ``medium``, ``about``."""
    names = _Names(annotation, parse, references)
    named = [names.resolved(claim) for claim in annotation.claims]
    for i, claim in enumerate(named):
        about = _answered(named, i, parse)
        if about is not None:
            named[i] = replace(claim, about=about)
    return replace(annotation, claims=tuple(named))


_BODIES = {"organization", "media", "document"}
_KINDS_OF_BODIES = {"ORG": _BODIES, "GPE": {"country", *_BODIES}}
_COMPANY = "Company"
_LIKE_COMPANIES = {"Organization_Other", "Corporation_Other"}
_SHORT = 2
"""Characters of a name that is more often the beginning of one."""
_TOPICS = ("は", "が", "では", "も")
_MEMORY = 200
"""A reader looks back over so many names for what 同省 means."""
_HOME = "JP"
"""The country that news in Japanese never calls 同国."""
_BACK = 1200
"""Characters before 同 in which its meaning may stand."""
_TRIES = 12
_LONGEST_NAME = 30
_NOMINAL = ("名詞", "接頭辞", "接尾辞-名詞的")
_NAME = "[ァ-ヶー一-龥A-Za-z]{2,}"
_STOPS = re.compile("[。、「」]")
_POINTERS = ("同", "両", "当", "各", "他", "全")
_LONGEST_NOUN = 4
"""Characters of the noun after 同: 同委員会."""
_SAME = re.compile("同(?![じ様])")
_SIDE, _EDITION = "側", "版"
"""What follows a place's name: 中国側 is the country, 読売新聞関西版 the paper."""
_QUOTED = re.compile("「[^「」]*」")
_NAME_TAG = "人名"
_AGAINST = frozenset("反親非")
_AND = frozenset("、とやび")
_ABOUT = ("に関", "につい", "に対", "をめぐ", "を巡", "への")
_RESIDENT = "在"
_JOINTS = ("と", "や", "及び", "および", "並びに", "ならびに")
"""What joins names that tell together."""
_BETWEEN = re.compile("[、・･=＝/／とや及びよお]")
"""What begins the words between the names of several papers, and ends them."""
_TITLE = re.compile("「([^「」]+)」$")
_NAMING = ("名詞-普通名詞-一般", "名詞-普通名詞-サ変可能", "名詞-普通名詞-形状詞可能", "接尾辞-名詞的-一般")
_COMPANY_ENDING = "社"
_COMMON = ("名詞-普通名詞-一般", "接尾辞-名詞的-一般")
_ASIDE = re.compile("[（(][^（）()]*[）)]")
_LAST_ASIDE = re.compile("[（(][^（）()]*[）)]$")
_KINDS = {"PERSON": "person", "ORG": "organization", "GPE": "country"}
_ANSWERS = {"deny", "affirm"}
_NEAR = 2
"""A denial answers a claim at most so many sentences before it."""


class _Names:
    """Whom the sources of an article's claims mean."""

    def __init__(self, annotation: Annotation, parse: Parse, references: References) -> None:
        self.parse = parse
        self.references = references
        self.text = parse.text
        self.said: Claim | None = None
        self.bodies: set[str] = set()
        self.mentions = sorted(annotation.mentions, key=lambda mention: (mention.start, mention.end))
        self.starts = [mention.start for mention in self.mentions]
        reports = [claim.source for claim in annotation.claims if claim.source and self.is_press(claim)]
        self.media = {start for start, _ in reports}
        self.media_spans = sorted(span for span in reports if self.within(*span))
        self.first_media = self.first_heard(annotation.claims)
        self.heard_ids = {
            mention.entity_id for span in reports for mention in self.within(*span) if mention.label == "ORG"
        }
        self.dates = annotation.dates
        self.date_starts = [date.start for date in annotation.dates]

    def paper(self, claim: Claim, start: int, end: int) -> Mention | None:
        """The paper heard before of whose name a report's source is the beginning: 中国 where 中国新聞 was heard."""
        written = self.text[start:end]
        if claim.cue_type != "report" or claim.source_kind not in {"country", "organization", "unnamed", ""}:
            return None
        ends = split(self.references.papers.words) if self.references.papers is not None else ()
        heard = [mention for mention in self.recent(start) if mention.start in self.media]
        later = [mention for mention in self.mentions if mention.start in self.media and mention.start > end]
        full = {written + each for each in ends}
        return next((mention for mention in (*heard, *later) if self.form(mention) in full), None)

    def is_press(self, claim: Claim) -> bool:
        """Whether a medium is the claim's source."""
        if claim.source is None or claim.source_kind != "document":
            return claim.source_kind == "media"
        word = self.references.word(self.text[slice(*claim.source)])
        return word is not None and word.means == "press"

    def resolved(self, claim: Claim) -> Claim:
        """The claim with what its source's span means. Claims come in the order of the text."""
        if claim.medium is not None:
            claim = replace(claim, medium_date=self.date_after(claim.medium[1]))
        if claim.source is None:
            return replace(claim, source_kind="none")
        start, end = claim.source
        reference = self.references.find(self.text[start:end])
        if reference is not None:
            claim = replace(claim, rules=(*claim.rules, reference.id))
        means = reference.means if reference is not None else ""
        if claim.source_kind == "document" and self.text.startswith("同", self.clause_end(start, end)):
            start = self.clause_end(start, end)
        if claim.source_kind == "media" and not claim.medium:
            claim = replace(claim, medium_date=self.date_after(end))
        paper = self.paper(claim, start, end)
        if paper is not None and self.references.papers is not None:
            claim = replace(claim, rules=(*claim.rules, self.references.papers.id))
        mention = paper or self.meant(start, end, claim.source_kind, means)
        mention = mention or self.referred(claim, start, end, reference)
        said = self.said
        last = said.source[0] if said is not None and said.source is not None else -1
        if said is not None and self.is_he(claim, start, end, means) and (mention is None or last > mention.start):
            return replace(
                claim,
                source_name=said.source_name,
                source_kind="person",
                source_title=said.source_title,
                source_entity_id=said.source_entity_id,
            )
        if mention is not None:
            claim = self.mentioned(claim, mention, start, end)
        else:
            claim = self.unmentioned(claim, start, end, means)
        if claim.source_kind == "document":
            claim = self.owned(claim, mention)
        if claim.source_kind == "person":
            self.said = claim
        elif claim.source_kind == "organization":
            self.bodies.add(claim.source_entity_id)
        return claim

    def owned(self, claim: Claim, owner: Mention | None) -> Claim:
        """The claim of a document with the kind of its owner, where it only tells that the owner says something."""
        start, end = claim.source or (0, 0)
        word = self.references.word(self.text[start:end])
        if word is None:
            return claim
        kind = "media" if word.means == "press" else "document"
        if kind == "document" and owner is not None:
            kind = "media" if owner.entity_id in self.heard_ids else _KINDS.get(owner.label, kind)
            kind = "organization" if kind == "country" and owner.ene != "Country" else kind
            kind = "media" if kind == "organization" and self.is_named_as_paper(owner) else kind
        elif kind == "document" and claim.source_name != self.text[start:end]:
            kind = "organization"
        return replace(claim, source_kind=kind, rules=(*claim.rules, word.id))

    def is_named_as_paper(self, mention: Mention) -> bool:
        """Whether the name ends as those of papers do: 東洋新聞."""
        papers = self.references.papers
        return papers is not None and mention.canonical.endswith(split(papers.words))

    def mentioned(self, claim: Claim, mention: Mention, start: int, end: int) -> Claim:
        """The claim with a source that is a name of the article."""
        kind = _KINDS.get(mention.label, "unnamed")
        if kind != "person" and claim.source_kind in _BODIES:
            kind = claim.source_kind
        if mention.start in self.media and mention.end <= start:
            kind = "media"
        before = self.text[start : mention.start] if mention.label == "PERSON" else ""
        family = before if self.is_family(before, mention) else ""
        if self.text[start : mention.start] == _RESIDENT:
            family = _RESIDENT  # 在ニューヨーク総領事館
        title = mention.title or (self.text[mention.end : end] if start <= mention.start < end else "")
        address = self.references.address(title)
        return replace(
            claim,
            rules=(*claim.rules, *((address.id,) if address is not None else ())),
            source_name=family
            + (mention.canonical or self.text[mention.start : mention.end])
            + self.left_over(mention, end),
            source_kind=kind,
            source_title=title.strip("・、 ") if kind == "person" and address is None else "",
            source_entity_id=mention.entity_id,
        )

    def is_family(self, before: str, mention: Mention) -> bool:
        """Whether what stands before a given name is the family name, which the mention lacks."""
        words = self.parse.words_in(mention.start - len(before), mention.end) if before else ()
        given = mention.canonical in {"", self.form(mention)}
        alone = given and len(words) > 1 and words[0].text == before
        foreign = is_katakana(before) and is_katakana(self.form(mention).partition("・")[0])
        return alone and (words[0].tag == "名詞-普通名詞-一般" or foreign)

    def left_over(self, mention: Mention, end: int) -> str:
        """The last character of a foreign name that the mention lacks, before a title: 龍 in 呂慶龍報道官."""
        rest = [word for word in self.parse.words_in(mention.end, end) if word.start >= mention.end]
        lone = len(rest) > 1 and rest[0].start == mention.end and len(rest[0].text) == 1
        person = mention.label == "PERSON" and mention.canonical in {"", self.form(mention)}
        return rest[0].text if lone and person and rest[0].ene == "Person" else ""

    def unmentioned(self, claim: Claim, start: int, end: int, means: str) -> Claim:
        """The claim with a source that no name of the article tells: as written, or the name that stands in it."""
        written = self.text[start:end]
        vague = claim.source_kind in {"pronoun", "none", ""} or means == "group"
        kind = "unnamed" if vague else claim.source_kind
        if claim.source_kind in {"", "unnamed"} and _SAME.match(written) and "の" not in written:
            found = self.spelled(start, written[1:], self.references.find(written))
            if found:
                return replace(claim, source_name=found, source_kind="organization")
        if kind == "unnamed":
            return replace(claim, source_name=written, source_kind=kind)
        trade = self.trading(start) if _SAME.match(written) and means == "company" else None
        if trade is not None:
            claim = replace(claim, rules=(*claim.rules, trade[0].id))
        name = ""
        company = self.short_of(start, written) if kind == "organization" else None
        if company is not None:
            return self.mentioned(claim, company, start, end)
        if kind == "document":
            after = self.clause_end(start, end)
            name = (after > start and self.owner(after, end)) or self.owner(start, end)
        elif kind == "media" and means != "several":
            name = self.in_full(start, end)
        elif kind == "organization" and self.is_common(start, end) and len(self.parse.words_in(start, end)) == 1:
            name = self.fuller(start, written)
        elif kind == "person":
            name = self.name_in(start, end)
        if means == "several":
            paper = self.references.find("同" + written[1:])
            if kind in {"media", "document"} or (paper is not None and paper.means == "medium"):
                name = self.heard_both(start)
                kind = "media" if name and kind == "organization" else kind
        plain = (_ASIDE if kind == "person" else _LAST_ASIDE).sub("", written)
        return replace(claim, source_name=self.composed(start, name or plain), source_kind=kind)

    def in_full(self, start: int, end: int) -> str:
        """What is written there with the full name of each of several papers: 読売、毎日 → 読売新聞、毎日新聞."""
        papers = [
            mention
            for mention in self.within(start, end)
            if mention.label == "ORG"
            and (mention.start == start or _BETWEEN.match(self.text[mention.start - 1]))
            and (mention.end == end or _BETWEEN.match(self.text[mention.end]))
        ]
        if not papers or (papers[0].start, papers[0].end) == (start, end):
            return ""
        parts, at = [], start
        for paper in papers:
            parts += [self.text[at : paper.start], paper.canonical or self.form(paper)]
            at = paper.end
        return _ASIDE.sub("", "".join((*parts, self.text[at:end])))

    def is_he(self, claim: Claim, start: int, end: int, means: str) -> bool:
        """Whether the source is only a word for who was spoken of last: 同氏, 彼."""
        written = self.text[start:end]
        return written == "同氏" or (claim.source_kind == "pronoun" and means != "several")

    def referred(self, claim: Claim, start: int, end: int, reference: Reference | None) -> Mention | None:
        """The name that a source without one stands for: 同省, 彼, 調べ, 首相."""
        written, kind = self.text[start:end], claim.source_kind
        means = reference.means if reference is not None else ""
        if _SAME.match(written):
            noun, of, _ = written[1:].partition("の")
            if of and kind != "document":
                return None
            if reference is not None and means == "kin":
                return self.named_in(start, split(reference.of))
            return self.before(start, noun, "organization" if of or kind in {"", "unnamed"} else kind, means)
        if kind == "pronoun":
            return None if means == "several" else self.before(start, "", "person", means)
        if reference is not None and means == "body":
            return self.named_in(start, split(reference.of))
        if kind == "person":
            titled = [each for each in self.recent(start) if each.title.endswith(written)]
            same = len({each.entity_id for each in titled}) == 1 and means != "many"
            return titled[0] if same else None
        return None

    def named_in(self, start: int, ends: tuple[str, ...]) -> Mention | None:
        """The last organisation before ``start`` whose name has one of the ends, unless it only reports."""
        bodies = [m for m in self.recent(start) if m.label == "ORG" and m.entity_id not in self.heard_ids]
        return next((m for m in bodies if m.canonical.endswith(ends) or self.form(m).endswith(ends)), None)

    def form(self, mention: Mention) -> str:
        """The name as written."""
        return self.text[mention.start : mention.end]

    def recent(self, start: int) -> list[Mention]:
        """The names before ``start`` that a reader remembers, the last one first."""
        last = bisect.bisect_left(self.starts, start)
        return self.mentions[max(0, last - _MEMORY) : last][::-1]

    def owner(self, start: int, end: int) -> str:
        """Whose document the source is, without what stands in brackets: 東洋研究所 in 東洋研究所（東京）の調査.

        It is a name before の, or the subject of a clause: 県協会 in 県協会が昨年まとめた統計.
        """
        written = _ASIDE.sub("", self.text[start:end])
        words = self.parse.words_in(start, end)
        if self.clause_end(start, end) > start:
            subject, ga, _ = written.partition("が")
            plain = ga and "の" not in subject and self.clause_end(start, start + len(subject)) == start
            return subject if plain else ""
        owner, of, _ = written.rpartition("の")
        title = _TITLE.search(owner)
        if title is not None:
            return title[1]  # 反対派の「国民会議」の証言
        if not of or "の" in owner:
            return ""
        end = start + len(owner)
        papers = self.in_full(start, end) if end <= len(self.text) and self.text[start:end] == owner else ""
        named = owner.startswith("同") or any(word.tag.startswith("名詞-固有名詞") for word in words)
        told = self.references.word(written) is not None and self.is_common(start, end)
        fuller = self.fuller(start, owner) if told else ""
        return papers or fuller or (owner if named or told or self.is_body(start, end) else "")

    def short_of(self, start: int, written: str) -> Mention | None:
        """The company before ``start`` whose name begins as a short form with 社 does: リバー社, リバー・ストーン."""
        stem = written.removesuffix(_COMPANY_ENDING)
        if stem == written or not is_katakana(stem):
            return None
        bodies = (mention for mention in self.recent(start) if mention.label == "ORG")
        return next((each for each in bodies if self.form(each).startswith(f"{stem}・")), None)

    def is_common(self, start: int, end: int) -> bool:
        """Whether the span ends with a common noun that tells no time: 県 in 県の発表, not 今回 in 今回の発表."""
        last = next((word for word in reversed(self.parse.words_in(start, end)) if word.end <= end), None)
        return last is not None and last.tag.startswith(_COMMON)

    def fuller(self, start: int, noun: str) -> str:
        """The full name of the body that a noun alone stands for: 東洋漁業協会 for 協会; empty for none before it."""
        named = self.named_in(start, (noun,))
        return (named.canonical or self.form(named)) if named is not None else ""

    def is_body(self, start: int, end: int) -> bool:
        """Whether the nouns in the span may name an organisation: 航空安全ネットワーク."""
        words = self.parse.words_in(start, end)
        return len(words) > 2 and all(word.tag.startswith(_NAMING) for word in words)

    def clause_end(self, start: int, end: int) -> int:
        """Where the last clause in the span ends; ``start`` when there is none."""
        quoted = [found.span() for found in _QUOTED.finditer(self.text, start, end)]
        verbs = (
            word.end
            for word in self.parse.words_in(start, end)
            if word.tag.startswith(("動詞", "助動詞")) and not any(a <= word.start < b for a, b in quoted)
        )
        return max((at for at in verbs if at < end), default=start)

    def owns(self, mention: Mention, end: int) -> bool:
        """Whether what stands up to ``end`` is the mention's own: 北朝鮮の談話, 北朝鮮が出した談話."""
        rest = self.text[mention.end : end]
        return mention.label != "GPE" or (rest.startswith(("の", "が", "など")) and rest.count("の") < 2)

    def name_in(self, start: int, end: int) -> str:
        """The part of a source that seems to be a person's name, between what it belongs to and its title."""
        words = [word for word in self.parse.words_in(start, end) if word.start >= start]
        belongs = [i for i, word in enumerate(words) if word.text in {"の", "、"}]
        words = words[belongs[-1] + 1 if belongs else 0 :]
        name = ""
        if not words or any(word.tag.startswith(("助詞", "動詞", "形容詞", "助動詞")) for word in words):
            return ""
        if any(mention.label == "ORG" and mention.start == words[0].start for mention in self.within(start, end)):
            return ""
        for i, word in enumerate(words):
            proper = word.tag.startswith("名詞-固有名詞") or word.text.isascii() or is_katakana(word.text)
            human = word.ene == "Person" or any(_NAME_TAG in each.tag for each in words[i : i + 2])
            if not human or not (name or proper) or word.tag.startswith("補助記号"):
                break
            name += word.text
        return name if name != self.text[words[0].start : end] else ""

    def within(self, start: int, end: int) -> list[Mention]:
        """The names that lie in the span."""
        first = bisect.bisect_left(self.starts, start)
        last = bisect.bisect_left(self.starts, end)
        return [mention for mention in self.mentions[first:last] if mention.end <= end]

    def meant(self, start: int, end: int, kind: str, means: str) -> Mention | None:
        """The name that the span from ``start`` to ``end`` stands for, when it is one name."""
        asides = [found.span() for found in _ASIDE.finditer(self.text, start, end)]
        inside = [
            mention
            for mention in self.within(start, end)
            if not any(open_ <= mention.start < close for open_, close in asides)
            and not (mention.label == "NORP" and mention.start > start and self.text[mention.start - 1] in _AGAINST)
        ]
        if kind == "person" or not kind:
            people = [mention for mention in inside if mention.label == "PERSON"]
            if len(people) > 1 and self.is_joined(people[-1], start):
                return None  # 林党首と森党首
            if people and not self.is_modifier(people[-1], end):
                return None if means == "group" else people[-1]
        if kind == "document":
            after = self.clause_end(start, end)
            if start < after and "の" in self.text[after:end]:
                told = self.meant(after, end, kind, means)
                if told is not None:
                    return told
            bodies = [mention for mention in inside if mention.label == "ORG" and not self.is_matter(mention)]
            bodies = bodies or [mention for mention in inside if self.owns(mention, end)]
            return bodies[0] if len(bodies) == 1 and not self.is_joined(bodies[0], start) else None
        if not inside or kind == "unnamed":
            return None
        last = inside[-1]
        if len(inside) > 1 and last.end == end and inside[-2].label == last.label:
            return last if self.text[inside[-2].end : last.start] == "の" else None
        joint = self.text[start : last.start]
        if kind != "person" and joint and _SAME.match(joint) and "の" not in joint:
            return None  # 同社盛岡支社
        rest = self.text[last.end : end]
        if start < last.start and kind != "person" and self.text[last.start - 1] in _AND:
            return None
        if rest == _EDITION and len(inside) == 2 and inside[0].label == "ORG" and inside[0].end == last.start:
            return inside[0]
        if last.label in {"GPE", "LOC"}:
            if self.text[start : last.start].endswith("・"):
                return None  # ラジオ・オーストラリア
            return last if rest in {"", _SIDE} else None
        return last if len(rest) <= 1 else None

    def is_matter(self, mention: Mention) -> bool:
        """Whether the name is only what a document is about: ウィキペディア in ウィキペディアに関する調査."""
        return self.text.startswith(_ABOUT, mention.end)

    def is_joined(self, mention: Mention, start: int) -> bool:
        """Whether the name is one of several that tell together, from ``start``: 東洋大や県の発表."""
        after = self.text[mention.end :]
        joins = after.startswith(_JOINTS) and not after.startswith("との")
        return joins or (mention.start > start and self.text[: mention.start].endswith(_JOINTS))

    def is_modifier(self, mention: Mention, end: int) -> bool:
        """Whether the name only belongs to the noun that ends at ``end``: 林に近い議員."""
        words = self.parse.words_in(mention.end, end)
        kinds = ("動詞", "形容詞", "助動詞")
        return any(word.tag.startswith(kinds) or word.text == "の" for word in words if word.start >= mention.end)

    def before(self, start: int, noun: str, kind: str, means: str) -> Mention | None:
        """The last name before ``start`` that 同 with the noun can mean: 同省 an organisation in 省, 同氏 a person."""
        recent = self.recent(start)
        for mention in recent:
            if mention.label == "PERSON":
                if kind == "person" and (noun in {"", "氏"} or self.is_called(mention, noun)):
                    return mention
            elif kind in _KINDS_OF_BODIES.get(mention.label, ()) and self.ends(mention, noun, means):
                return mention
        if means == "medium":
            return self.heard(start)
        if means == "country":
            return next((each for each in recent if each.ene == "Country" and each.country != _HOME), None)
        return self.company(recent) if means == "company" else None

    def company(self, recent: list[Mention]) -> Mention | None:
        """The company that 同社 means: the last of which something is told, the last one, or a body that has spoken."""
        bodies = [m for m in recent if m.label == "ORG" and m.entity_id not in self.heard_ids]
        companies = [m for m in bodies if m.ene == _COMPANY and not self.is_fragment(m)]
        spoken = (m for m in bodies if m.entity_id in self.bodies)
        told = (m for m in bodies if m.ene in _LIKE_COMPANIES and self.is_topic(m))
        return next(iter((*companies, *spoken, *told)), None)

    def is_fragment(self, mention: Mention) -> bool:
        """Whether the name only begins longer names of the article: JR where JR東日本 is told of."""
        form = self.form(mention)
        return len(form) <= _SHORT and any(
            self.form(each).startswith(form) and each.end - each.start > len(form) for each in self.mentions
        )

    def is_topic(self, mention: Mention) -> bool:
        """Whether the sentence tells something of the mention: 東洋引越センターは."""
        return self.text.startswith(_TOPICS, mention.end)

    def ends(self, mention: Mention, noun: str, means: str) -> bool:
        """Whether the name of the mention ends in the noun; a 支社 is no company, though its name ends so."""
        if not noun or (means == "company" and mention.ene != _COMPANY):
            return False
        return self.form(mention).endswith(noun) or mention.canonical.endswith(noun)

    def is_called(self, mention: Mention, noun: str) -> bool:
        """Whether the noun is the title of the person: 同報道官 means one named as 報道官 before."""
        return mention.title.endswith(noun) or self.text.startswith(noun, mention.end)

    def heard(self, start: int) -> Mention | None:
        """The medium that was a claim's source last before ``start``: 同紙, 同記事."""
        last = bisect.bisect_left(self.media_spans, (start, 0))
        return self.within(*self.media_spans[last - 1])[0] if last > 0 else None

    def first_heard(self, claims: Iterable[Claim]) -> list[Mention]:
        """The first mentions of the first three media that are claims' sources."""
        found: dict[str, Mention] = {}
        for claim in claims:
            if claim.source is not None and claim.source_kind == "media" and len(found) < 3:
                for mention in self.within(*claim.source):
                    if mention.label == "ORG":
                        found.setdefault(mention.entity_id, mention)
        return sorted(found.values(), key=lambda mention: mention.start)

    def heard_both(self, start: int) -> str:
        """The two media that were claims' sources before ``start``, for 両紙; empty when there were fewer or more."""
        heard = [mention.canonical for mention in self.first_media if mention.end <= start]
        return "・".join(heard) if len(heard) == 2 else ""

    def composed(self, start: int, written: str) -> str:
        """The source as written, with the name that 同 with a noun means: 同国外務省 → チリ外務省."""
        if not _SAME.match(written):
            return written
        for length in range(min(len(written) - 1, _LONGEST_NOUN), 0, -1):
            noun = written[1 : 1 + length]
            if "の" in noun:
                continue
            reference = self.references.find(written[: 1 + length])
            mention = self.before(start, noun, "organization", reference.means if reference is not None else "")
            if mention is not None:
                return (mention.canonical or self.form(mention)) + written[1 + length :]
            spelled = self.spelled(start, noun, reference)
            if spelled:
                return spelled + written[1 + length :]
        return written

    def spelled(self, start: int, noun: str, reference: Reference | None) -> str:
        """What 同 with the noun stands for, where no name of the article tells: the nouns before it that end so."""
        if reference is not None and reference.means in {"company", "medium", "country", "kin"}:
            trade = self.trading(start) if reference.means == "company" else None
            return trade[1] if trade is not None else ""
        text, at, second = self.text, start, ""
        for _ in range(_TRIES):
            at = text.rfind(noun, max(0, start - _BACK), at)
            end = at + len(noun)
            if at < 0:
                break
            open_ = text.rfind("「", max(0, at - _LONGEST_NAME), at)
            inside = text[open_ + 1 : end] if open_ >= 0 and text.startswith("」", end) else "。"
            if not _STOPS.search(inside):
                return inside if len(inside) > len(noun) else second
            after = _QUOTED.match(text, end)
            if after is not None:
                return after[0][1:-1]  # 番組「朝の窓」
            name = self.nouns_before(end)
            if len(name) > len(noun) + 1 and not name.startswith(_POINTERS):
                if text.startswith(_TOPICS, end):
                    return name
                second = second or name
        return second

    def nouns_before(self, end: int) -> str:
        """The nouns that stand unbroken up to ``end``, when a word ends there; empty where they may be cut."""
        words = self.parse.words_in(max(0, end - _LONGEST_NAME), end + 1)
        run = [word for word in words if word.end <= end]
        after = next((word for word in words if word.start >= end), None)
        cut = after is not None and after.start == end and after.tag.startswith(("名詞", "接尾辞"))
        if not run or run[-1].end != end or cut or run[-1].tag == "名詞-普通名詞-サ変可能":
            return ""
        first = len(run)
        while first > 0 and (run[first - 1].tag.startswith(_NOMINAL) or run[first - 1].text == "・"):
            first -= 1
        part = first > 0 and run[first - 1].text in {"の", "「", "」"}
        return "" if first == len(run) or part else self.text[run[first].start : end]

    def trading(self, start: int) -> tuple[Reference, str] | None:
        """The last name of a company before ``start`` that follows a noun for one: 株式会社東洋, 販売店「東洋」."""
        before = self.text[max(0, start - _BACK) : start]
        for rule in self.references.trades():
            words = "|".join(map(re.escape, split(rule.words)))
            joint = "" if rule.means == "form" else "・"
            found = re.findall(f"(?:{words})(?:・?「([^「」]+)」|{joint}({_NAME}))", before)
            if found:
                return rule, "".join(found[-1]).removesuffix("製")
        return None

    def date_after(self, end: int) -> str:
        """The value of a date in brackets at once after ``end``: 「A」紙(7月18日)."""
        at = bisect.bisect_left(self.date_starts, end)
        if at == len(self.dates):
            return ""
        date: Date = self.dates[at]
        between = self.text[end : date.start]
        return date.value if len(between) <= 4 and between[-1:] in {"(", "（"} else ""


def _answered(claims: list[Claim], i: int, parse: Parse) -> int | None:
    """Index of the claim that claim ``i`` confirms or denies: the last one of another source near before it."""
    claim = claims[i]
    if claim.cue_type not in _ANSWERS:
        return None
    sentence = parse.sentence_index(claim.start)
    for j in range(i - 1, -1, -1):
        other = claims[j]
        if sentence - parse.sentence_index(other.start) > _NEAR:
            return None
        if other.end <= claim.start and (other.source_name != claim.source_name or not claim.source_name):
            return other.about if other.about is not None else j
    return None
