"""Annotation -> Annotation: same entity, this speaker, that date. And, over finished rows, the corpus' entities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.schema import Annotation, Mention, Quantity, Row
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
    """Claims with ``source_name``, ``source_kind``, ``source_title``, ``source_entity_id`` and ``medium``."""
    return annotation


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


def _date_of(quantity: Quantity, near: Sequence[int], annotation: Annotation, parse: Parse) -> int | None:
    """The date that the quantity belongs to, among those of its sentence (``near``), or None.

    It stands before the quantity, in the same quotation or around it. The one right before it with の wins (昨年の25発);
    then the nearest one that frames the sentence, before one that only limits it (18日までに).
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
    frames = [i for i in before if not parse.text.startswith(("まで", "から"), annotation.dates[i].end)]
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
