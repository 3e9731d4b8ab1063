"""Annotation -> Annotation: same entity, this speaker, that date. And, over finished rows, the corpus' entities."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.schema import Annotation, Claim, Date, Mention, Quantity, Row
from pipeline.syntax import Parse


def link(annotation: Annotation, parse: Parse) -> Annotation:
    """The annotation with its records tied to one another, within the article."""
    annotation = name_entities(annotation, parse)
    annotation = name_sources(annotation, parse)
    annotation = tie_claims(annotation)
    return tie_quantities(annotation, parse)


def name_entities(annotation: Annotation, parse: Parse) -> Annotation:
    """Mentions with ``canonical`` and ``entity_id``: the fullest form of the same entity in the article."""
    return annotation


def name_sources(annotation: Annotation, parse: Parse) -> Annotation:
    """Claims with ``source_name``, ``source_kind``, ``source_title``, ``source_entity_id``, ``medium``, ``about``."""
    names = _Names(annotation, parse)
    named = [names.resolved(claim) for claim in annotation.claims]
    for i, claim in enumerate(named):
        about = _answered(named, i, parse)
        if about is not None:
            named[i] = replace(claim, about=about)
    return replace(annotation, claims=tuple(named))


_SPEAKERS = {"person", "organization", "country", "media"}
_KINDS = {"PERSON": "person", "ORG": "organization", "GPE": "country"}
_ANSWERS = {"deny", "affirm"}
_NEAR = 2
"""A denial answers a claim at most so many sentences before it."""


class _Names:
    """Whom the sources of an article's claims mean."""

    def __init__(self, annotation: Annotation, parse: Parse) -> None:
        self.text = parse.text
        self.mentions = sorted(annotation.mentions, key=lambda mention: (mention.start, mention.end))
        self.starts = [mention.start for mention in self.mentions]
        self.dates = annotation.dates
        self.date_starts = [date.start for date in annotation.dates]

    def resolved(self, claim: Claim) -> Claim:
        """The claim with what its source's span means."""
        if claim.medium is not None:
            claim = replace(claim, medium_date=self.date_after(claim.medium[1]))
        if claim.source is None:
            return replace(claim, source_kind="none")
        start, end = claim.source
        written = self.text[start:end]
        if claim.source_kind == "media" and not claim.medium:
            claim = replace(claim, medium_date=self.date_after(end))
        mention = self.meant(start, end, claim.source_kind)
        if mention is None and written.startswith("同"):
            mention = self.before(start, written[1:], claim.source_kind)
        elif mention is None and claim.source_kind == "pronoun":
            mention = self.before(start, "", "person")
        if mention is None:
            kind = "unnamed" if claim.source_kind in {"pronoun", "none", ""} else claim.source_kind
            return replace(claim, source_name=self.composed(start, written), source_kind=kind)
        kind = _KINDS.get(mention.label, "unnamed")
        if claim.source_kind in {"media", "document"}:
            kind = claim.source_kind
        title = mention.title or (written[mention.end - start :] if start <= mention.start < end else "")
        return replace(
            claim,
            source_name=mention.canonical or self.text[mention.start : mention.end],
            source_kind=kind,
            source_title=title.strip("・、 ") if kind == "person" else "",
            source_entity_id=mention.entity_id,
        )

    def within(self, start: int, end: int) -> list[Mention]:
        """The names that lie in the span."""
        first = bisect.bisect_left(self.starts, start)
        last = bisect.bisect_left(self.starts, end)
        return [mention for mention in self.mentions[first:last] if mention.end <= end]

    def meant(self, start: int, end: int, kind: str) -> Mention | None:
        """The name that the span from ``start`` to ``end`` stands for, when it is one name."""
        inside = self.within(start, end)
        if kind == "person" or not kind:
            people = [mention for mention in inside if mention.label == "PERSON"]
            if people:
                return people[-1]
        if kind == "document":
            bodies = [mention for mention in inside if mention.label == "ORG"] or inside
            return bodies[0] if len(bodies) == 1 else None
        if not inside or kind == "unnamed":
            return None
        last = inside[-1]
        if len(inside) > 1 and last.start > start and last.end == end and inside[-2].label == last.label:
            return None
        return last if end - last.end <= 1 else None

    def before(self, start: int, noun: str, kind: str) -> Mention | None:
        """The last name before ``start`` that 同 with the noun can mean: 同省 an organisation in 省, 同氏 a person."""
        at = bisect.bisect_left(self.starts, start)
        for mention in reversed(self.mentions[:at]):
            surface = self.text[mention.start : mention.end]
            if mention.label == "ORG" and noun and (surface.endswith(noun) or (mention.canonical or "").endswith(noun)):
                return mention
            if mention.label == "PERSON" and (kind == "person" or self.text.startswith(noun or "氏", mention.end)):
                return mention
        return None

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
    claims = sorted((claim.end - claim.start, claim.start, i) for i, claim in enumerate(annotation.claims))

    def around(start: int, end: int) -> int | None:
        return next((i for length, begin, i in claims if begin <= start and end <= begin + length), None)

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
            return i
    frames = [i for i in before if not parse.text.startswith(_NOT_WHEN, annotation.dates[i].end)]
    return frames[-1] if frames else None


def _quotation(parse: Parse, at: int) -> int:
    """Where the innermost pair of brackets around ``at`` opens; -1 for none."""
    paragraph = parse.paragraph_at(at)
    around = [pair.open for pair in (paragraph.brackets if paragraph else ()) if pair.open <= at <= pair.close]
    return max(around, default=-1)


def _entity_of(span: tuple[int, int] | None, mentions: Sequence[Mention]) -> str:
    """The entity of the last mention within the span; empty without one."""
    if span is None:
        return ""
    inside = [each.entity_id for each in mentions if span[0] <= each.start and each.end <= span[1]]
    return inside[-1] if inside else ""


def corpus(mentions: Iterable[Row], published: dict[str, str]) -> tuple[list[Row], dict[str, str]]:
    """The rows of ``entities`` made from all rows of ``mentions``, and the entity ids that were merged into others.

    ``published`` gives the date of each article_id. The mapping holds, for each id in the rows that is not kept, the
    id that takes its place.
    """
    return [], {}
