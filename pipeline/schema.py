"""The words of the project: an article, what is found in it, and the columns of every table.

Offsets (``start``, ``end``) are Unicode code points into the article's text, half-open; ``text[start:end]`` is always
what a record is about. The tables' columns are described here once; the CSV header, the Table Schema in
``outputs/datapackage.json`` and the types that ``pipeline.load`` gives all come from these descriptions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Cell = str
Row = tuple[Cell, ...]
"""One row of a table: one cell for each column, in the table's order, as written to CSV before any escaping."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article as read, before anything is found in it.

    ``text`` is the decoded text, unchanged: no stripping, no normalisation, line ends as they are.
    ``published`` is ``YYYY-MM-DD``, or ``""`` when the input does not tell.
    ``published_basis`` is ``metadata``, ``filename``, ``url`` or ``none``.
    ``verbatim`` is true when ``text`` stands in the source just like that (a .txt without front matter, the
    ``text`` of a jsonl line); every other text is kept in ``outputs/texts/``.
    """

    article_id: str
    source_path: str
    text: str
    title: str = ""
    publisher: str = ""
    author: str = ""
    url: str = ""
    published: str = ""
    published_basis: str = "none"
    encoding: str = "utf-8"
    verbatim: bool = True

    @property
    def text_sha256(self) -> str:
        """SHA-256 of the text as UTF-8, in hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Failure:
    """One input, or one part of one, that could not be read or processed: a row of ``errors``."""

    source_path: str
    article_id: str
    stage: str
    code: str
    message: str

    def row(self) -> Row:
        """The row of the errors table."""
        return (self.source_path, self.article_id, self.stage, self.code, self.message)


def failure(source_path: str, article_id: str, stage: str, error: Exception) -> Failure:
    """The Failure that tells of an exception which nobody expected."""
    return Failure(source_path, article_id, stage, type(error).__name__, " ".join(str(error).split())[:300])


@dataclass(frozen=True, slots=True)
class Mention:
    """A proper name where it stands. ``rules``: ids of the rows of models/ that made it, the main one first."""

    start: int
    end: int
    label: str
    rules: tuple[str, ...]
    ene: str = ""
    canonical: str = ""
    title: str = ""
    country: str = ""
    entity_id: str = ""


@dataclass(frozen=True, slots=True)
class Date:
    """A temporal expression with its TIMEX3 value. ``range_with``: index of the other end among the article's dates."""

    start: int
    end: int
    type: str
    value: str
    rules: tuple[str, ...]
    mod: str = ""
    earliest: str = ""
    latest: str = ""
    basis: str = "explicit"
    range_with: int | None = None
    claim: int | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit and what is counted. ``low`` and ``high`` are ``None`` on an open side.

    ``item`` and ``agent`` are spans (start, end) of the text; ``predicate`` is a dictionary form.
    ``date`` and ``claim`` are indexes among the article's dates and claims, set by link.
    """

    start: int
    end: int
    kind: str
    rules: tuple[str, ...]
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    modifier: str = "exact"
    unit: str = ""
    unit_id: str = ""
    item: tuple[int, int] | None = None
    predicate: str = ""
    agent: tuple[int, int] | None = None
    agent_entity_id: str = ""
    date: int | None = None
    claim: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """Who said what: source, cue and content as spans of the text (PARC3's parts; Pareti 2016).

    ``start``, ``end`` bound the content. ``source_name`` is what the source's span resolves to, filled by link.
    ``about`` is the index of the claim that this one answers.
    """

    start: int
    end: int
    quote_type: str
    cue_type: str
    rules: tuple[str, ...]
    cue: tuple[int, int] | None = None
    source: tuple[int, int] | None = None
    source_name: str = ""
    source_kind: str = "none"
    source_title: str = ""
    source_entity_id: str = ""
    medium: tuple[int, int] | None = None
    medium_date: str = ""
    about: int | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the text, with its role: title, heading, body, caption, byline or boilerplate."""

    start: int
    end: int
    role: str = "body"


@dataclass(frozen=True, slots=True)
class Annotation:
    """All that was found in one article."""

    article: Article
    sentences: tuple[Sentence, ...]
    published: str = ""
    published_basis: str = "none"
    mentions: tuple[Mention, ...] = ()
    dates: tuple[Date, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """One article's finished rows, by table name. Entities are made later, over the whole corpus."""

    article_id: str
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)


Type = Literal["string", "integer", "number", "boolean"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, Frictionless type, what it holds, and the values it may take (none: any)."""

    name: str
    type: Type
    description: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One table: ``outputs/<name>.csv``."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    refers: tuple[tuple[str, str, str], ...] = ()
    """Foreign keys: (column, other table, its column)."""

    @property
    def header(self) -> tuple[str, ...]:
        """The columns' names in order."""
        return tuple(column.name for column in self.columns)

    def cell(self, row: Row, name: str) -> Cell:
        """The cell of ``row`` in the column called ``name``."""
        return row[self.header.index(name)]


LABELS = ("PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "LAW", "WORK_OF_ART")
ROLES = ("title", "heading", "body", "caption", "byline", "boilerplate")
BASES = ("metadata", "filename", "url", "text", "inferred", "none")
DATE_TYPES = ("DATE", "TIME", "DURATION", "SET")
DATE_MODS = (
    *("START", "MID", "END", "APPROX", "BEFORE", "AFTER", "ON_OR_BEFORE", "ON_OR_AFTER"),
    *("LESS_THAN", "MORE_THAN", "EQUAL_OR_LESS", "EQUAL_OR_MORE"),
)
DATE_BASES = ("explicit", "published", "context", "era")
KINDS = ("count", "money", "percent", "ratio", "measure", "age", "ordinal", "score")
MODIFIERS = ("exact", "approx", "more_than", "at_least", "less_than", "at_most", "nearly", "several")
QUOTE_TYPES = ("direct", "indirect", "mixed")
CUE_TYPES = (
    *("state", "report", "affirm", "deny", "criticise", "demand", "warn", "promise", "predict", "ask", "hearsay"),
)
SOURCE_KINDS = ("person", "organization", "country", "media", "document", "unnamed", "none")


def _text(name: str, description: str, values: tuple[str, ...] = ()) -> Column:
    return Column(name, "string", description, values)


def _count(name: str, description: str) -> Column:
    return Column(name, "integer", description)


def _number(name: str, description: str) -> Column:
    return Column(name, "number", description)


_ARTICLE = _text("article_id", "the article, as in articles")
_SENTENCE = _text("sentence_id", "the sentence in which the row's text begins, as in sentences")
_START = _count("start", "where it begins: code points from the start of the article's text")
_END = _count("end", "where it ends, half-open")
_RULE = _text("rule", "id of the row of models/ that made this row")
_IN_ARTICLE = ("article_id", "articles", "article_id")
_IN_SENTENCE = ("sentence_id", "sentences", "sentence_id")
_IN_CLAIM = ("claim_id", "claims", "claim_id")

TABLES: tuple[Table, ...] = (
    Table(
        "articles",
        "one row for each article read",
        (
            _text("article_id", "path below the given folder without its extension, or the id of a jsonl line"),
            _text("source_path", "the file it was read from"),
            _text("title", "title, from metadata or from the text's first line"),
            _text("publisher", "who published it, from metadata"),
            _text("author", "who wrote it, from metadata"),
            _text("url", "where it was published"),
            _text("published", "the article's date: YYYY-MM-DD, or YYYY-MM or YYYY when inferred no closer"),
            _text("published_basis", "where the date comes from", BASES),
            _text("encoding", "the encoding the file was read in"),
            _count("characters", "length of the text in code points"),
            _count("sentences", "rows of this article in sentences"),
            _count("mentions", "rows of this article in mentions"),
            _count("dates", "rows of this article in dates"),
            _count("quantities", "rows of this article in quantities"),
            _count("claims", "rows of this article in claims"),
            _text("text_sha256", "SHA-256 of the text as UTF-8"),
            _text("text_path", "where the text is kept below the outputs, when it is not the source file itself"),
        ),
        ("article_id",),
    ),
    Table(
        "sentences",
        "the article's sentences; none ends inside a quotation",
        (
            _ARTICLE,
            _text("sentence_id", "id of the row"),
            _START,
            _END,
            _text("text", "the sentence as it stands in the article"),
            _text("role", "what the sentence is in the article", ROLES),
        ),
        ("sentence_id",),
        (_IN_ARTICLE,),
    ),
    Table(
        "mentions",
        "each time a name appears",
        (
            _ARTICLE,
            _SENTENCE,
            _text("mention_id", "id of the row"),
            _text("text", "the name as written"),
            _START,
            _END,
            _text("label", "OntoNotes label", LABELS),
            _text("ene", "Sekine Extended Named Entity class, where known"),
            _text("entity_id", "what the name refers to, as in entities"),
            _text("canonical", "fullest form of the same entity in this article"),
            _text("title", "role or title as written beside the name"),
            _text("country", "ISO 3166-1 alpha-2 code, where known"),
            _RULE,
        ),
        ("mention_id",),
        (_IN_ARTICLE, _IN_SENTENCE, ("entity_id", "entities", "entity_id")),
    ),
    Table(
        "entities",
        "each person, organisation, place or thing named, over the whole corpus",
        (
            _text("entity_id", "id of the entity, the same in every run"),
            _text("canonical", "fullest form over the corpus"),
            _text("label", "OntoNotes label", LABELS),
            _text("country", "ISO 3166-1 alpha-2 code, where known"),
            _text("wikidata", "Wikidata id, where models/ gives it"),
            _text("aliases", "distinct surface forms, joined with |"),
            _count("mentions", "rows in mentions"),
            _count("articles", "articles that name it"),
            _text("first_seen", "date of the earliest dated article that names it"),
            _text("last_seen", "date of the latest dated article that names it"),
        ),
        ("entity_id",),
    ),
    Table(
        "dates",
        "temporal expressions with their TIMEX3 value",
        (
            _ARTICLE,
            _SENTENCE,
            _text("date_id", "id of the row"),
            _text("text", "the expression as written"),
            _START,
            _END,
            _text("type", "TIMEX3 type", DATE_TYPES),
            _text("value", "TIMEX3 value; what cannot be known stays X"),
            _text("mod", "TIMEX3 modifier", DATE_MODS),
            _text("earliest", "first day that the value covers; empty when open or not a calendar value"),
            _text("latest", "last day that the value covers; empty when open or not a calendar value"),
            _text("basis", "what the value was worked out from", DATE_BASES),
            _text("range_with", "date_id of the other end of a range"),
            _text("claim_id", "the claim inside which the expression stands"),
            _RULE,
        ),
        ("date_id",),
        (_IN_ARTICLE, _IN_SENTENCE, ("range_with", "", "date_id"), _IN_CLAIM),
    ),
    Table(
        "quantities",
        "numbers with their unit and what is counted",
        (
            _ARTICLE,
            _SENTENCE,
            _text("quantity_id", "id of the row"),
            _text("text", "number, unit and the modifiers that belong to them"),
            _START,
            _END,
            _text("kind", "kind of quantity", KINDS),
            _number("value", "the number as written, when one is given"),
            _number("low", "lower bound; empty when open"),
            _number("high", "upper bound; empty when open"),
            _text("modifier", "how the number is meant", MODIFIERS),
            _text("unit", "unit as written"),
            _text("unit_id", "ISO 4217 for money, UCUM for measures, percent, wari, else the counter's own name"),
            _text("item", "what is counted, as written"),
            _count("item_start", "where the item begins"),
            _count("item_end", "where the item ends, half-open"),
            _text("predicate", "what was done to it, as a dictionary form"),
            _text("agent", "who did it, as written"),
            _text("agent_entity_id", "who did it, as in entities"),
            _text("date_id", "when, as in dates"),
            _text("date_value", "when, as a TIMEX3 value"),
            _text("claim_id", "the claim inside which the quantity stands"),
            _RULE,
        ),
        ("quantity_id",),
        (
            _IN_ARTICLE,
            _IN_SENTENCE,
            ("agent_entity_id", "entities", "entity_id"),
            ("date_id", "dates", "date_id"),
            _IN_CLAIM,
        ),
    ),
    Table(
        "claims",
        "who said what",
        (
            _ARTICLE,
            _SENTENCE,
            _text("claim_id", "id of the row"),
            _text("content", "what is claimed, without its outermost brackets"),
            _count("content_start", "where the content begins"),
            _count("content_end", "where the content ends, half-open"),
            _text("quote_type", "quoted, told, or told with a quotation inside", QUOTE_TYPES),
            _text("cue", "the reporting word as written"),
            _count("cue_start", "where the cue begins"),
            _count("cue_end", "where the cue ends, half-open"),
            _text("cue_type", "what kind of saying it is", CUE_TYPES),
            _text("source", "who says it, as written, wherever it stands"),
            _count("source_start", "where the source begins"),
            _count("source_end", "where the source ends, half-open"),
            _text("source_entity_id", "who says it, as in entities"),
            _text("source_name", "who says it: the canonical name; an unnamed source as written"),
            _text("source_kind", "what kind of source it is", SOURCE_KINDS),
            _text("source_title", "role or title of the source"),
            _text("medium", "where it was said, when that is not the source itself"),
            _text("medium_date", "when that medium appeared"),
            _text("about_claim_id", "the claim that this one confirms or denies"),
            _RULE,
        ),
        ("claim_id",),
        (
            _IN_ARTICLE,
            _IN_SENTENCE,
            ("source_entity_id", "entities", "entity_id"),
            ("about_claim_id", "", "claim_id"),
        ),
    ),
    Table(
        "errors",
        "inputs that could not be read or processed",
        (
            _text("source_path", "the file"),
            _text("article_id", "the article, when it is known"),
            _text("stage", "where it failed", ("read", "parse", "annotate", "run")),
            _text("code", "short name of the problem"),
            _text("message", "what is wrong and what to do"),
        ),
        (),
    ),
)


def table(name: str) -> Table:
    """The table called ``name``. Raises KeyError for a name that is no table."""
    return BY_NAME[name]


BY_NAME: Mapping[str, Table] = {each.name: each for each in TABLES}
