"""Annotation -> Annotation: same entity, this speaker, that date. And, over finished rows, the corpus' entities."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.schema import Annotation, Claim, Date, Mention, Quantity, Row, table
from pipeline.syntax import Parse


def link(annotation: Annotation, parse: Parse) -> Annotation:
    """The annotation with its records tied to one another, within the article."""
    annotation = name_entities(annotation, parse)
    annotation = name_sources(annotation, parse)
    annotation = tie_claims(annotation)
    return tie_quantities(annotation, parse)


def name_entities(annotation: Annotation, parse: Parse) -> Annotation:
    """Mentions with ``canonical`` and ``entity_id``: the fullest form of the same entity in the article.

    A mention comes with the ``canonical`` of its row of models/, or with the full name that stands beside it; that
    makes its ``entity_id``. A person's family name takes the full name of the article that it belongs to; one that
    stands alone stays within the article, so that its id ends in ``@`` and the article's.
    """
    if not annotation.mentions:
        return annotation
    text = parse.text
    people = _People(annotation.mentions, parse)
    longest: dict[tuple[str, str], str] = {}
    for mention in annotation.mentions:
        key = (mention.label, mention.canonical)
        form = text[mention.start : mention.end]
        if mention.canonical and len(form) > max(len(longest.get(key, "")), 1) and form[0] not in _FORMER:
            longest[key] = form
    places = _full_places(annotation.mentions, text)
    forms = {text[mention.start : mention.end] for mention in annotation.mentions}
    fuller = _fuller_forms(annotation.mentions, text)
    named: list[Mention] = []
    for mention in annotation.mentions:
        form = text[mention.start : mention.end]
        if mention.label == "PERSON":
            name, alone = people.name(mention)
            suffix = f"@{annotation.article.article_id}" if alone else ""
            named.append(replace(mention, canonical=name, entity_id=f"PERSON:{name}{suffix}"))
            continue
        longer = fuller.get((mention.label, form))
        if longer is not None:
            whole = text[longer.start : longer.end]
            name = longest.get((mention.label, longer.canonical), whole)
            entity_id = f"{mention.label}:{longer.canonical or whole}"
            named.append(replace(mention, canonical=name, entity_id=entity_id, ene=longer.ene))
            continue
        known = mention.canonical or form
        if mention.label == "GPE" and known == form:
            known = places.get(form, form)
        full = longest.get((mention.label, mention.canonical)) or places.get(known, known)
        if known in forms and len(known) > len(full):
            full = known
        named.append(replace(mention, canonical=full, entity_id=f"{mention.label}:{known}"))
    countries = {mention.entity_id: mention.country for mention in named if mention.country}
    return replace(
        annotation, mentions=tuple(replace(each, country=countries.get(each.entity_id, "")) for each in named)
    )


_FORMER = frozenset("旧東西")
"""How names of countries that are no more begin: 旧ソ連, 西ドイツ."""
_DOTS = re.compile("[・･=＝]")
_ENDS_OF_PLACES = ("市", "県", "州", "府", "都", "町", "村", "区", "省")


def _full_places(mentions: Sequence[Mention], text: str) -> dict[str, str]:
    """Places written with and without 市, 県 and the like: the short form with the long one, where there is but one."""
    full: dict[str, set[str]] = {}
    for mention in mentions:
        form = text[mention.start : mention.end]
        if mention.label == "GPE" and form.endswith(_ENDS_OF_PLACES) and len(form) > 2:
            full.setdefault(form[:-1], set()).add(form)
    return {short: next(iter(forms)) for short, forms in full.items() if len(forms) == 1}


_REGIONS = ("諸島", "群島", "列島", "半島", "地方", "地域", "高原", "山脈", "平野", "海峡")
_SHORTENED = {
    "地裁": "地方裁判所",
    "高裁": "高等裁判所",
    "家裁": "家庭裁判所",
    "地検": "地方検察庁",
    "署": "警察署",
    "警": "警察本部",
    "大": "大学",
    "委": "委員会",
    "労組": "労働組合",
    "証": "証券取引所",
}
"""How the ends of organisations' names are shortened, and what they stand for."""


def _fuller_forms(mentions: Sequence[Mention], text: str) -> dict[tuple[str, str], Mention]:
    """For each label and form that a longer form of the article stands behind, and no second one: that mention.

    南沙 for 南沙諸島; 合同参謀本部 for 韓国軍合同参謀本部; 松江地裁 for 松江地方裁判所;
    a company's first word for the company (三河 for 三河工業).
    """
    by_form: dict[tuple[str, str], Mention] = {}
    for mention in mentions:
        if mention.label not in {"PERSON", "GPE"}:
            by_form.setdefault((mention.label, text[mention.start : mention.end]), mention)
    candidates: dict[tuple[str, str], set[str]] = {}
    for (label, form), mention in by_form.items():
        for short in _short_forms(label, form, mention):
            if (label, short) in by_form and _may_be_short(by_form[label, short], mention, short):
                candidates.setdefault((label, short), set()).add(form)
    return {
        (label, short): by_form[label, next(iter(forms))]
        for (label, short), forms in candidates.items()
        if len(forms) == 1
    }


def _short_forms(label: str, form: str, mention: Mention) -> Iterator[str]:
    """What the form may be shortened to."""
    if label == "LOC":
        yield from (form.removesuffix(end) for end in _REGIONS if form.endswith(end))
    if label == "ORG":
        for short, end in _SHORTENED.items():
            if form.endswith(end):
                yield form.removesuffix(end) + short
        if mention.ene == _COMPANY:
            yield from (form[:length] for length in range(2, len(form)))
    if label in {"ORG", "NORP"}:
        yield from (form[length:] for length in range(1, len(form) - (4 if label == "ORG" else 2)))


def _may_be_short(short: Mention, long: Mention, form: str) -> bool:
    """Whether a mention may be short for the other: it must not be known as another name of something."""
    return not short.canonical or (short.canonical == form and _COMPANY not in {short.ene, long.ene})


class _People:
    """The people whom an article names in full, and whom its family names mean."""

    def __init__(self, mentions: Sequence[Mention], parse: Parse) -> None:
        self._parse = parse
        self._titles: dict[str, set[str]] = {}
        self._by_part: dict[str, list[tuple[int, str]]] = {}
        forms = {
            self._form(mention) for mention in mentions if mention.label == "PERSON" and not self._is_short(mention)
        }
        prefixes = {form[: dot.start()]: form for form in sorted(forms) for dot in _DOTS.finditer(form)}
        self._longer = {form: prefixes[form] for form in forms if form in prefixes and _DOTS.search(form)}
        for mention in mentions:
            if mention.label != "PERSON" or self._is_short(mention):
                continue
            form = mention.canonical or self._form(mention)
            name = self._longer.get(form, form)
            self._titles.setdefault(name, set()).add(mention.title)
            for part in _parts(self._form(mention)):
                self._by_part.setdefault(part, []).append((mention.start, name))

    def _form(self, mention: Mention) -> str:
        """The name as written, but for a space between family and given name: 山田　太郎."""
        form = self._parse.text[mention.start : mention.end]
        return form if form.isascii() else "".join(form.split())

    def _is_short(self, mention: Mention) -> bool:
        """Whether the mention is one word without a given name beside it: プーチン, 葛西, 金."""
        form = self._form(mention)
        if mention.canonical:
            return False
        if _DOTS.search(form):
            return False
        if len(form) < 3 or _is_katakana(form):
            return True
        word = self._parse.word_at(mention.start)
        return word is not None and word.end >= mention.end and "人名-姓" in word.tag

    def name(self, mention: Mention) -> tuple[str, bool]:
        """The person's fullest name in the article, and whether it is no more than one part of a name."""
        form = self._form(mention)
        if not self._is_short(mention):
            name = mention.canonical or form
            return self._longer.get(name, name), False
        places = self._by_part.get(form, [])
        if not places:
            whole = {name for name in self._titles if len(form) > 1 and name.endswith(form) and not _DOTS.search(name)}
            return (whole.pop(), False) if len(whole) == 1 else (form, True)
        same = [place for place in places if mention.title and mention.title in self._titles[place[1]]] or places
        before = bisect.bisect_right(same, (mention.start, "\uffff")) - 1
        return same[max(before, 0)][1], False


def _is_katakana(form: str) -> bool:
    return all("ァ" <= char <= "ヺ" or char == "ー" for char in form)


def _parts(form: str) -> list[str]:
    """The forms that a full name is shortened to: its last part, or the family name of one to three characters."""
    dotted = _DOTS.split(form)
    if len(dotted) > 1:
        return [dotted[-1]]
    return [form[:length] for length in (1, 2, 3) if length < len(form)]


def name_sources(annotation: Annotation, parse: Parse) -> Annotation:
    """Claims with ``source_name``, ``source_kind``, ``source_title``, ``source_entity_id``, ``medium``, ``about``."""
    names = _Names(annotation, parse)
    named = [names.resolved(claim) for claim in annotation.claims]
    for i, claim in enumerate(named):
        about = _answered(named, i, parse)
        if about is not None:
            named[i] = replace(claim, about=about)
    return replace(annotation, claims=tuple(named))


_BODIES = {"organization", "media", "document"}
_COMPANY = "Company"
_MEMORY = 200
"""A reader looks back over so many names for what 同省 means."""
_PAPERS = ("紙", "誌", "記事")
_INQUIRIES = ("調べ", "取り調べ", "捜査")
_POLICE = ("署", "警", "警察", "警視庁", "地検", "特捜部", "消防局", "消防本部", "保安部", "当局")
"""How the names of those end whose inquiry a bare 調べ is."""
_PLAYERS = ("選手", "力士", "投手", "容疑者")
"""Titles that so many people of one article may have that they name nobody alone."""
_CAMPS = ("陣営", "夫妻", "サイド", "一家", "一派")
"""What stands after the name of one of a group that speaks together."""
_BOTH = ("両", "双方", "我々", "われわれ", "私たち")
_ASIDE = re.compile("[（(][^（）()]*[）)]")
_KINDS = {"PERSON": "person", "ORG": "organization", "GPE": "country"}
_ANSWERS = {"deny", "affirm"}
_NEAR = 2
"""A denial answers a claim at most so many sentences before it."""


class _Names:
    """Whom the sources of an article's claims mean."""

    def __init__(self, annotation: Annotation, parse: Parse) -> None:
        self.parse = parse
        self.text = parse.text
        self.said: Claim | None = None
        self.bodies: set[str] = set()
        self.mentions = sorted(annotation.mentions, key=lambda mention: (mention.start, mention.end))
        self.starts = [mention.start for mention in self.mentions]
        self.media = {claim.source[0] for claim in annotation.claims if claim.source and claim.source_kind == "media"}
        self.media_starts = sorted(self.media)
        self.heard_ids = {mention.entity_id for mention in self.mentions if mention.start in self.media}
        self.dates = annotation.dates
        self.date_starts = [date.start for date in annotation.dates]

    def resolved(self, claim: Claim) -> Claim:
        """The claim with what its source's span means. Claims come in the order of the text."""
        if claim.medium is not None:
            claim = replace(claim, medium_date=self.date_after(claim.medium[1]))
        if claim.source is None:
            return replace(claim, source_kind="none")
        start, end = claim.source
        if claim.source_kind == "media" and not claim.medium:
            claim = replace(claim, medium_date=self.date_after(end))
        mention = self.meant(start, end, claim.source_kind) or self.referred(claim, start, end)
        said = self.said
        last = said.source[0] if said is not None and said.source is not None else -1
        if said is not None and self.is_he(claim, start, end) and (mention is None or last > mention.start):
            return replace(
                claim,
                source_name=said.source_name,
                source_kind="person",
                source_title=said.source_title,
                source_entity_id=said.source_entity_id,
            )
        claim = self.unmentioned(claim, start, end) if mention is None else self.mentioned(claim, mention, start, end)
        if claim.source_kind == "person":
            self.said = claim
        elif claim.source_kind == "organization":
            self.bodies.add(claim.source_entity_id)
        return claim

    def mentioned(self, claim: Claim, mention: Mention, start: int, end: int) -> Claim:
        """The claim with a source that is a name of the article."""
        kind = _KINDS.get(mention.label, "unnamed")
        if kind != "person" and claim.source_kind in _BODIES:
            kind = claim.source_kind
        title = mention.title or (self.text[mention.end : end] if start <= mention.start < end else "")
        return replace(
            claim,
            source_name=mention.canonical or self.text[mention.start : mention.end],
            source_kind=kind,
            source_title=title.strip("・、 ") if kind == "person" else "",
            source_entity_id=mention.entity_id,
        )

    def unmentioned(self, claim: Claim, start: int, end: int) -> Claim:
        """The claim with a source that no name of the article tells: as written, or the name that stands in it."""
        written = self.text[start:end]
        vague = claim.source_kind in {"pronoun", "none", ""} or written.endswith(_CAMPS)
        kind = "unnamed" if vague else claim.source_kind
        name = ""
        if kind == "document":
            name = self.owner(start, end)
        elif kind == "person":
            name = self.name_in(start, end)
        return replace(claim, source_name=name or self.composed(start, _ASIDE.sub("", written)), source_kind=kind)

    def is_he(self, claim: Claim, start: int, end: int) -> bool:
        """Whether the source is only a word for who was spoken of last: 同氏, 彼."""
        written = self.text[start:end]
        return written == "同氏" or (claim.source_kind == "pronoun" and not written.startswith(_BOTH))

    def referred(self, claim: Claim, start: int, end: int) -> Mention | None:
        """The name that a source without one stands for: 同省, 彼, 調べ, 首相."""
        written, kind = self.text[start:end], claim.source_kind
        if written.startswith("同"):
            noun, of, _ = written[1:].partition("の")
            if of and kind != "document":
                return None
            return self.before(start, noun, "organization" if of else kind)
        if kind == "pronoun":
            return None if written.startswith(_BOTH) else self.before(start, "", "person")
        if written in _INQUIRIES:
            return self.last(start, lambda mention: mention.label == "ORG" and self.form(mention).endswith(_POLICE))
        if kind == "person":
            titled = [each for each in self.recent(start) if each.title.endswith(written)]
            same = len({each.entity_id for each in titled}) == 1 and written not in _PLAYERS
            return titled[0] if same else None
        return None

    def form(self, mention: Mention) -> str:
        """The name as written."""
        return self.text[mention.start : mention.end]

    def last(self, start: int, fits: Callable[[Mention], bool]) -> Mention | None:
        """The last name before ``start`` that fits."""
        return next(filter(fits, self.recent(start)), None)

    def recent(self, start: int) -> list[Mention]:
        """The names before ``start`` that a reader remembers, the last one first."""
        last = bisect.bisect_left(self.starts, start)
        return self.mentions[max(0, last - _MEMORY) : last][::-1]

    def owner(self, start: int, end: int) -> str:
        """The proper name whose report the source is, without what stands in brackets: 東洋研究所（東京）の調査."""
        owner, of, _ = _ASIDE.sub("", self.text[start:end]).rpartition("の")
        words = self.parse.words_in(start, end)
        named = any(word.tag.startswith("名詞-固有名詞") for word in words)
        clause = any(word.tag.startswith(("動詞", "助動詞")) for word in words)
        return owner if of and named and not clause and "の" not in owner else ""

    def name_in(self, start: int, end: int) -> str:
        """The part of a source that seems to be a person's name, between what it belongs to and its title."""
        words = [word for word in self.parse.words_in(start, end) if word.start >= start]
        belongs = [i for i, word in enumerate(words) if word.text in {"の", "、"}]
        words = words[belongs[-1] + 1 if belongs else 0 :]
        name = ""
        if any(word.tag.startswith(("助詞", "動詞", "形容詞", "助動詞")) for word in words):
            return ""
        for word in words:
            proper = word.tag.startswith("名詞-固有名詞") or word.text.isascii() or _is_katakana(word.text)
            if word.ene != "Person" or not (name or proper) or word.tag.startswith("補助記号"):
                break
            name += word.text
        return name if words and name != self.text[words[0].start : end] else ""

    def within(self, start: int, end: int) -> list[Mention]:
        """The names that lie in the span."""
        first = bisect.bisect_left(self.starts, start)
        last = bisect.bisect_left(self.starts, end)
        return [mention for mention in self.mentions[first:last] if mention.end <= end]

    def meant(self, start: int, end: int, kind: str) -> Mention | None:
        """The name that the span from ``start`` to ``end`` stands for, when it is one name."""
        asides = [found.span() for found in _ASIDE.finditer(self.text, start, end)]
        inside = [
            mention
            for mention in self.within(start, end)
            if not any(open_ <= mention.start < close for open_, close in asides)
        ]
        if kind == "person" or not kind:
            people = [mention for mention in inside if mention.label == "PERSON"]
            if people and not self.is_modifier(people[-1], end):
                return None if self.text.endswith(_CAMPS, start, end) else people[-1]
        if kind == "document":
            bodies = [mention for mention in inside if mention.label == "ORG"] or inside
            return bodies[0] if len(bodies) == 1 else None
        if not inside or kind == "unnamed":
            return None
        last = inside[-1]
        if len(inside) > 1 and last.start > start and last.end == end and inside[-2].label == last.label:
            return None
        return last if end - last.end <= 1 else None

    def is_modifier(self, mention: Mention, end: int) -> bool:
        """Whether the name only belongs to the noun that ends at ``end``: 林に近い議員."""
        words = self.parse.words_in(mention.end, end)
        kinds = ("動詞", "形容詞", "助動詞")
        return any(word.tag.startswith(kinds) or word.text == "の" for word in words if word.start >= mention.end)

    def before(self, start: int, noun: str, kind: str) -> Mention | None:
        """The last name before ``start`` that 同 with the noun can mean: 同省 an organisation in 省, 同氏 a person."""
        recent = self.recent(start)
        for mention in recent:
            if mention.label == "PERSON":
                if kind == "person" and (noun in {"", "氏"} or self.is_called(mention, noun)):
                    return mention
            elif mention.label == "ORG" and noun and kind in _BODIES:
                surface = self.text[mention.start : mention.end]
                if surface.endswith(noun) or mention.canonical.endswith(noun):
                    return mention
        if noun.endswith(_PAPERS):
            return self.heard(start)
        if noun == "社":
            companies = (m for m in recent if m.ene == _COMPANY and m.entity_id not in self.heard_ids)
            spoken = (m for m in recent if m.entity_id in self.bodies and m.label == "ORG")
            return next(companies, None) or next(spoken, None)
        return None

    def is_called(self, mention: Mention, noun: str) -> bool:
        """Whether the noun is the title of the person: 同報道官 means one named as 報道官 before."""
        return mention.title.endswith(noun) or self.text.startswith(noun, mention.end)

    def heard(self, start: int) -> Mention | None:
        """The medium that was a claim's source last before ``start``: 同紙, 同記事."""
        last = bisect.bisect_left(self.media_starts, start)
        if last == 0:
            return None
        first = bisect.bisect_left(self.starts, self.media_starts[last - 1])
        return self.mentions[first] if first < len(self.mentions) and self.starts[first] < start else None

    def composed(self, start: int, written: str) -> str:
        """The source as written, with 同国 replaced by the country that it means: 同国外務省 → チリ外務省."""
        if not written.startswith("同国"):
            return written
        at = bisect.bisect_left(self.starts, start)
        country = next((mention for mention in reversed(self.mentions[:at]) if mention.label == "GPE"), None)
        if country is None:
            return written
        return (country.canonical or self.text[country.start : country.end]) + written[2:]

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


def tie_claims(annotation: Annotation) -> Annotation:
    """Dates and quantities with the innermost claim in whose content they stand."""
    claims = sorted((claim.start, claim.end, i) for i, claim in enumerate(annotation.claims))
    starts = [start for start, _, _ in claims]
    longest = max((end - start for start, end, _ in claims), default=0)

    def around(start: int, end: int) -> int | None:
        near = claims[bisect.bisect_left(starts, end - longest) : bisect.bisect_right(starts, start)]
        return min(((stop - begin, i) for begin, stop, i in near if end <= stop), default=(0, None))[1]

    return replace(
        annotation,
        dates=tuple(replace(date, claim=around(date.start, date.end)) for date in annotation.dates),
        quantities=tuple(replace(each, claim=around(each.start, each.end)) for each in annotation.quantities),
    )


def tie_quantities(annotation: Annotation, parse: Parse) -> Annotation:
    """Quantities with the date of what they tell and the entity of their agent."""
    by_sentence: dict[int, list[int]] = {}
    for i, date in enumerate(annotation.dates):
        if date.type in {"DATE", "TIME"}:
            by_sentence.setdefault(parse.sentence_index(date.start), []).append(i)
    found = []
    for quantity in annotation.quantities:
        near = by_sentence.get(parse.sentence_index(quantity.start), [])
        found.append(
            replace(
                quantity,
                date=_date_of(quantity, near, annotation, parse),
                agent_entity_id=_entity_of(quantity.agent, annotation.mentions),
            )
        )
    return replace(annotation, quantities=tuple(found))


_NOT_WHEN = ("まで", "から", "比", "同期比", "同月比", "より", "並み")
"""What follows a date that only limits or compares."""


def _date_of(quantity: Quantity, near: Sequence[int], annotation: Annotation, parse: Parse) -> int | None:
    """The date that the quantity belongs to, among those of its sentence (``near``), or None.

    It stands before the quantity, in the same quotation or around it. The one right before it wins (昨年の25発); then
    the nearest one that frames the sentence, before one that only limits it (18日までに).
    """
    before = [
        i
        for i in near
        if annotation.dates[i].end <= quantity.start
        and _quotation(parse, annotation.dates[i].start) in {-1, _quotation(parse, quantity.start)}
    ]
    for i in reversed(before):
        if parse.text[annotation.dates[i].end : quantity.start] in {"の", "に", "", "、"}:
            return _first_of(i, annotation)
    frames = [i for i in before if not parse.text.startswith(_NOT_WHEN, annotation.dates[i].end)]
    exact = [i for i in frames if not annotation.dates[i].value.endswith("_REF")]
    told = exact or frames
    return _first_of(told[-1], annotation) if told else None


def _first_of(date: int, annotation: Annotation) -> int:
    """The date, or where it ends a range, the one that begins it: 2024 in 2024〜26年."""
    other = annotation.dates[date].range_with
    return date if other is None else min(date, other)


def _quotation(parse: Parse, at: int) -> int:
    """Where the innermost pair of brackets around ``at`` opens; -1 for none."""
    paragraph = parse.paragraph_at(at)
    if paragraph is None:
        return -1
    sentence = parse.sentences[max(parse.sentence_index(at), 0)]
    first, last = (
        bisect.bisect_right(paragraph.brackets, end, key=lambda pair: pair.open) for end in (sentence[0] - 1, at)
    )
    return max((pair.open for pair in paragraph.brackets[first:last] if at <= pair.close), default=-1)


def _entity_of(span: tuple[int, int] | None, mentions: Sequence[Mention]) -> str:
    """The entity of the last mention within the span; empty without one."""
    if span is None:
        return ""
    inside = [each.entity_id for each in mentions if span[0] <= each.start and each.end <= span[1]]
    return inside[-1] if inside else ""


def corpus(
    mentions: Iterable[Row], published: Mapping[str, str], wikidata: Mapping[str, str] | None = None
) -> tuple[list[Row], dict[str, str]]:
    """The rows of ``entities`` made from all rows of ``mentions``, and the entity ids that were merged into others.

    ``published`` gives the date of each article_id, ``wikidata`` the Wikidata id of each entity_id of models/. The
    mapping holds, for each id in the rows that is not kept, the id that takes its place. A family name that stood
    alone in its article is merged into the one full name, or else the one family name, that shares its title and
    country; nothing else is merged.
    """
    entities: dict[str, _Entity] = {}
    for row in mentions:
        cells = dict(zip(_MENTIONS, row, strict=True))
        entity = entities.setdefault(cells["entity_id"], _Entity(cells["label"]))
        entity.add(cells)
    merged = _merged(entities)
    for old, new in merged.items():
        entities[new].absorb(entities.pop(old))
    known = wikidata or {}
    rows = [entity.row(entity_id, published, known.get(entity_id, "")) for entity_id, entity in entities.items()]
    return sorted(rows), merged


_MENTIONS = table("mentions").header


class _Entity:
    """What the rows of mentions tell of one entity."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.names: Counter[str] = Counter()
        self.forms: Counter[str] = Counter()
        self.countries: Counter[str] = Counter()
        self.titles: set[tuple[str, str]] = set()
        self.articles: set[str] = set()

    def add(self, cells: Mapping[str, str]) -> None:
        """Count one row of mentions."""
        self.names[cells["canonical"]] += 1
        self.forms[cells["text"]] += 1
        self.articles.add(cells["article_id"])
        if cells["country"]:
            self.countries[cells["country"]] += 1
            if cells["title"]:
                self.titles.add((cells["title"], cells["country"]))

    def absorb(self, other: _Entity) -> None:
        """Take over all that is known of another id of the same entity."""
        self.names += other.names
        self.forms += other.forms
        self.countries += other.countries
        self.titles |= other.titles
        self.articles |= other.articles

    def row(self, entity_id: str, published: Mapping[str, str], wikidata: str) -> Row:
        """The row of entities."""
        canonical = max(self.names, key=lambda name: (len(name), self.names[name], name))
        country = max(self.countries, key=lambda code: (self.countries[code], code), default="")
        dates = sorted(filter(None, (published.get(article, "") for article in self.articles)))
        return (
            *(entity_id, canonical, self.label, country, wikidata, "|".join(sorted(self.forms))),
            *(str(self.forms.total()), str(len(self.articles))),
            *((dates[0], dates[-1]) if dates else ("", "")),
        )


def _merged(entities: Mapping[str, _Entity]) -> dict[str, str]:
    """For each family name that stood alone: the id of the one person with that name, title and country."""
    full: dict[tuple[str, str, str], set[str]] = {}
    alone: dict[tuple[str, str, str], set[str]] = {}
    for entity_id, entity in entities.items():
        if entity.label != "PERSON":
            continue
        name, _, article = entity_id.removeprefix("PERSON:").partition("@")
        for title, country in entity.titles:
            if article:
                alone.setdefault((name, title, country), set()).add(entity_id)
                continue
            for part in _parts(name):
                full.setdefault((part, title, country), set()).add(entity_id)
    candidates: dict[str, set[str]] = {}
    for key, ids in alone.items():
        targets = full.get(key) or {min(ids)}
        for entity_id in ids:
            candidates.setdefault(entity_id, set()).update(targets)
    merged = {
        entity_id: next(iter(targets))
        for entity_id, targets in candidates.items()
        if len(targets) == 1 and entity_id not in targets
    }
    return {old: _last(new, merged) for old, new in merged.items()}


def _last(entity_id: str, merged: Mapping[str, str]) -> str:
    """The id at the end of a chain of merged ids; each step goes to a full name or to a smaller id, so it ends."""
    while entity_id in merged:
        entity_id = merged[entity_id]
    return entity_id
