"""Annotation -> Annotation: same entity, this speaker, that date."""

from __future__ import annotations

import bisect
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from pipeline import lexicon
from pipeline.entities import name_entities
from pipeline.names import split
from pipeline.schema import Annotation, Mention, Quantity
from pipeline.sources import name_sources
from pipeline.syntax import Parse


def link(annotation: Annotation, parse: Parse, models: Path | None = None) -> Annotation:
    """The annotation with its records tied to one another, within the article. ``models``: the user's own rules."""
    annotation = name_entities(annotation, parse, models)
    annotation = name_sources(annotation, parse, models)
    annotation = tie_claims(annotation)
    return tie_quantities(annotation, parse, models)


@dataclass(frozen=True, kw_only=True)
class Limit(lexicon.Rule):
    """Words (joined with ``|``) after a date that only limits or compares what is counted: 18日までに, 前年比."""

    FILE = "quantities/limits.tsv"
    KEY = ("words",)

    words: str


@lru_cache(maxsize=4)
def _limits(models: Path | None) -> Mapping[str, str]:
    """The limiting words, ours and the user's, with the ids of their rules, read once."""
    return {word: rule.id for rule in lexicon.read(Limit, lexicon.folders(models)) for word in split(rule.words)}


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


def tie_quantities(annotation: Annotation, parse: Parse, models: Path | None = None) -> Annotation:
    """Quantities with the date of what they tell and the entity of their agent. ``models``: the user's rules."""
    limits = _limits(models)
    by_sentence: dict[int, list[int]] = {}
    for i, date in enumerate(annotation.dates):
        if date.type in {"DATE", "TIME"}:
            by_sentence.setdefault(parse.sentence_index(date.start), []).append(i)
    found = []
    for quantity in annotation.quantities:
        near = by_sentence.get(parse.sentence_index(quantity.start), [])
        limited = {i: rule for i in near if (rule := _limit(parse.text, annotation.dates[i].end, limits))}
        found.append(
            replace(
                quantity,
                date=_date_of(quantity, near, limited, annotation, parse),
                agent_entity_id=_entity_of(quantity.agent, annotation.mentions),
                rules=(*quantity.rules, *limited.values()),
            )
        )
    return replace(annotation, quantities=tuple(found))


def _limit(text: str, end: int, limits: Mapping[str, str]) -> str:
    """The id of the rule whose word stands at ``end``, after a date; empty without one."""
    return next((rule for word, rule in limits.items() if text.startswith(word, end)), "")


def _date_of(
    quantity: Quantity, near: Sequence[int], limited: Container[int], annotation: Annotation, parse: Parse
) -> int | None:
    """The date that the quantity belongs to, among those of its sentence (``near``), or None.

    It stands before the quantity, in the same quotation or around it. The one right before it wins (昨年の25発); then
    the nearest one that frames the sentence, but none that is ``limited`` (18日までに).
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
    frames = [i for i in before if i not in limited]
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
