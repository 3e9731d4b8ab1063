"""Annotation -> rows, one list for each table. Every cell is the string that CSV holds, before any escaping."""

from __future__ import annotations

import bisect
from decimal import Decimal

from pipeline.schema import Annotation, Result, Row


class OffsetError(AssertionError):
    """A record's span does not lie in the article's text: a fault of the matcher that made it."""


def number(value: Decimal | None) -> str:
    """A plain decimal with no grouping and no exponent; empty for None. ``Decimal("1E+4")`` gives ``10000``."""
    if value is None:
        return ""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def tabulate(annotation: Annotation, text_path: str = "") -> Result:
    """The article's finished rows. ``text_path`` tells where the text is kept, when not in the source itself.

    Raises OffsetError when a span is not one of the text.
    """
    article = annotation.article
    text, name = article.text, article.article_id
    starts = [sentence.start for sentence in annotation.sentences]

    def cut(start: int, end: int) -> str:
        if not 0 <= start < end <= len(text):
            raise OffsetError(f"span {start}:{end} is not within the {len(text)} characters of {name}")
        return text[start:end]

    def span(bounds: tuple[int, int] | None) -> tuple[str, str, str]:
        return (cut(*bounds), str(bounds[0]), str(bounds[1])) if bounds else ("", "", "")

    def id_of(letter: str, index: int | None) -> str:
        return "" if index is None else f"{name}#{letter}{index + 1}"

    def sentence(start: int) -> str:
        return id_of("s", max(bisect.bisect_right(starts, start) - 1, 0) if starts else None)

    sentences: list[Row] = [
        (name, id_of("s", i), str(each.start), str(each.end), cut(each.start, each.end), each.role)
        for i, each in enumerate(annotation.sentences)
    ]
    mentions: list[Row] = [
        (
            *(name, sentence(each.start), id_of("m", i), cut(each.start, each.end), str(each.start), str(each.end)),
            *(each.label, each.ene, each.entity_id, each.canonical, each.title, each.country, each.rules[0]),
        )
        for i, each in enumerate(annotation.mentions)
    ]
    dates: list[Row] = [
        (
            *(name, sentence(each.start), id_of("d", i), cut(each.start, each.end), str(each.start), str(each.end)),
            *(each.type, each.value, each.mod, each.earliest, each.latest, each.basis),
            *(id_of("d", each.range_with), id_of("c", each.claim), each.rules[0]),
        )
        for i, each in enumerate(annotation.dates)
    ]
    quantities: list[Row] = [
        (
            *(name, sentence(each.start), id_of("q", i), cut(each.start, each.end), str(each.start), str(each.end)),
            *(each.kind, number(each.value), number(each.low), number(each.high), each.modifier),
            *(each.unit, each.unit_id, *span(each.item), each.predicate, span(each.agent)[0], each.agent_entity_id),
            *(id_of("d", each.date), annotation.dates[each.date].value if each.date is not None else ""),
            *(id_of("c", each.claim), each.rules[0]),
        )
        for i, each in enumerate(annotation.quantities)
    ]
    claims: list[Row] = [
        (
            *(name, sentence(each.start), id_of("c", i), cut(each.start, each.end), str(each.start), str(each.end)),
            *(each.quote_type, *span(each.cue), each.cue_type, *span(each.source), each.source_entity_id),
            *(each.source_name, each.source_kind, each.source_title, span(each.medium)[0], each.medium_date),
            *(id_of("c", each.about), each.rules[0]),
        )
        for i, each in enumerate(annotation.claims)
    ]
    title = article.title or next(
        (cut(each.start, each.end) for each in annotation.sentences if each.role == "title"), ""
    )
    facts = (sentences, mentions, dates, quantities, claims)
    about: Row = (
        *(name, article.source_path, title, article.publisher, article.author, article.url),
        *(annotation.published, annotation.published_basis, article.encoding, str(len(text))),
        *(str(len(rows)) for rows in facts),
        *(article.text_sha256, text_path),
    )
    tables = ("sentences", "mentions", "dates", "quantities", "claims")
    return Result(name, {"articles": [about], **dict(zip(tables, facts, strict=True))})
