"""The matchers as spaCy components, for anybody's own ja_ginza pipeline.

    nlp = spacy.load("ja_ginza")
    nlp.add_pipe("news_dates")
    doc = nlp("北朝鮮は11月18日に発射した。")
    [(span.text, span.label_, span.kb_id_) for span in doc.spans["dates"]]

Each component fills one group of ``doc.spans``: ``mentions``, ``dates``, ``quantities`` or ``claims``. ``span.id_`` is
the id of the rule. ``span.label_`` and ``span.kb_id_`` are label and canonical form of a mention, type and value of a
date, kind and value of a quantity, cue type and source of a claim. All three are plain strings of the Doc's own store,
so they survive DocBin and worker processes. Spans are whole tokens: a name inside a token (露 in 訪露) widens to it;
the tables of ``kikigaki extract`` have the exact characters.

The article's date is read from ``doc._.published`` (``YYYY-MM-DD``, or a date); left empty, it is worked out from the
text. Every component runs all matchers, since they need each other: four of them cost four times as much as one.
spaCy imports this module whenever a pipeline is built, so nothing is read before a component is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from pipeline.link import Linker
from pipeline.parse import parse_of
from pipeline.published import read_date
from pipeline.schema import Annotation, Article
from pipeline.tabulate import number

if TYPE_CHECKING:
    from pipeline.annotate import Annotator

Found = tuple[int, int, str, str, str]
"""Start and end in characters, label, value, rule."""


class NewsComponent:
    """Fills ``doc.spans[name]`` with what the article's annotation holds under that name."""

    def __init__(self, name: str, records: Callable[[Annotation], Iterable[Found]], models: str) -> None:
        from pipeline.annotate import Annotator

        self._name = name
        self._records = records
        folder = Path(models) if models else None
        self._annotator: Annotator = Annotator(folder)
        self._linker = Linker(folder)

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with its group of spans set; tokens and entities stay as they are.

        Raises ValueError when ``doc._.published`` is no date.
        """
        parse = parse_of(doc)
        given = str(doc._.published or "")
        published = read_date(given)
        if given and not published:
            raise ValueError(f"doc._.published is {given!r}, which is no date")
        article = Article(article_id="", source_path="", text=doc.text, published=published)
        annotation = self._linker.link(self._annotator.annotate(article, parse), parse)
        group = SpanGroup(doc, name=self._name)
        for start, end, label, value, rule in self._records(annotation):
            span = doc.char_span(start, end, label, kb_id=value, span_id=rule, alignment_mode="expand")
            if span is not None:
                group.append(span)
        doc.spans[self._name] = group
        return doc


def _mentions(annotation: Annotation) -> Iterable[Found]:
    return ((m.start, m.end, m.label, m.canonical, m.rules[0]) for m in annotation.mentions)


def _dates(annotation: Annotation) -> Iterable[Found]:
    return ((d.start, d.end, d.type, d.value, d.rules[0]) for d in annotation.dates)


def _quantities(annotation: Annotation) -> Iterable[Found]:
    for q in annotation.quantities:
        value = number(q.value) if q.value is not None else f"{number(q.low)}..{number(q.high)}"
        yield q.start, q.end, q.kind, value, q.rules[0]


def _claims(annotation: Annotation) -> Iterable[Found]:
    return ((c.start, c.end, c.cue_type, c.source_name, c.rules[0]) for c in annotation.claims)


@Language.factory("news_mentions", default_config={"models": ""})
def news_mentions(nlp: Language, name: str, models: str) -> NewsComponent:
    """Names, in ``doc.spans["mentions"]``. ``models``: a folder with rules of your own, or empty."""
    return NewsComponent("mentions", _mentions, models)


@Language.factory("news_dates", default_config={"models": ""})
def news_dates(nlp: Language, name: str, models: str) -> NewsComponent:
    """Temporal expressions, in ``doc.spans["dates"]``. ``models``: a folder with rules of your own, or empty."""
    return NewsComponent("dates", _dates, models)


@Language.factory("news_quantities", default_config={"models": ""})
def news_quantities(nlp: Language, name: str, models: str) -> NewsComponent:
    """Quantities, in ``doc.spans["quantities"]``. ``models``: a folder with rules of your own, or empty."""
    return NewsComponent("quantities", _quantities, models)


@Language.factory("news_claims", default_config={"models": ""})
def news_claims(nlp: Language, name: str, models: str) -> NewsComponent:
    """Claims, in ``doc.spans["claims"]``. ``models``: a folder with rules of your own, or empty."""
    return NewsComponent("claims", _claims, models)


if not Doc.has_extension("published"):
    Doc.set_extension("published", default="")
