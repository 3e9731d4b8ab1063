"""Annotation -> Annotation: same entity, this speaker, that date. And, over finished rows, the corpus' entities."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.schema import Annotation, Row
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
    return annotation


def tie_quantities(annotation: Annotation, parse: Parse) -> Annotation:
    """Quantities with the date of what they tell and the entity of their agent."""
    return annotation


def corpus(mentions: Iterable[Row], published: dict[str, str]) -> tuple[list[Row], dict[str, str]]:
    """The rows of ``entities`` made from all rows of ``mentions``, and the entity ids that were merged into others.

    ``published`` gives the date of each article_id. The mapping holds, for each id in the rows that is not kept, the
    id that takes its place.
    """
    return [], {}
