"""Records become rows; a span outside the text is refused."""

from decimal import Decimal

import pytest

from pipeline.schema import TABLES, Annotation, Article, Claim, Date, Mention, Quantity, Sentence, table
from pipeline.tabulate import OffsetError, number, tabulate

TEXT = "外相は5日、船3隻を送ると述べた。"
ARTICLE = Article("港/a", "corpus/港/a.txt", TEXT, published="2024-06-19", published_basis="metadata")


def annotation(**records):
    return Annotation(ARTICLE, (Sentence(0, len(TEXT)),), "2024-06-19", "metadata", **records)


def test_rows_have_the_tables_columns():
    found = annotation(
        mentions=(Mention(0, 2, "PERSON", ("m.a", "m.b"), canonical="外相", entity_id="PERSON:外相"),),
        dates=(Date(3, 5, "DATE", "2024-06-05", ("d.a",), basis="published", claim=0),),
        quantities=(
            Quantity(
                *(7, 9, "count", ("q.a",), Decimal("3.0"), Decimal(3), None, "at_least", "隻", "隻", (6, 7), "送る"),
                agent=(0, 2),
                date=0,
                claim=0,
            ),
        ),
        claims=(Claim(6, 12, "indirect", "state", ("c.a",), (13, 16), (0, 2), "外相", "person"),),
    )
    rows = tabulate(found, "texts/a.txt").rows
    assert set(rows) == {each.name for each in TABLES} - {"entities", "errors"}
    for name, some in rows.items():
        assert all(len(row) == len(table(name).columns) for row in some)
        assert all(isinstance(cell, str) for row in some for cell in row)
    cell = {
        name: dict(zip(table(name).header, rows[name][0], strict=True)) for name in ("dates", "quantities", "claims")
    }
    assert cell["dates"]["claim_id"] == "港/a#c1"
    assert (
        cell["quantities"]
        | {
            "quantity_id": "港/a#q1",
            "text": "3隻",
            "value": "3",
            "low": "3",
            "high": "",
            "item": "船",
            "item_start": "6",
            "agent": "外相",
            "date_id": "港/a#d1",
            "date_value": "2024-06-05",
            "sentence_id": "港/a#s1",
            "rule": "q.a",
        }
        == cell["quantities"]
    )
    assert (cell["claims"]["content"], cell["claims"]["cue"]) == (TEXT[6:12], TEXT[13:16])
    counts = dict(zip(table("articles").header, rows["articles"][0], strict=True))
    assert (counts["characters"], counts["mentions"], counts["claims"]) == (str(len(TEXT)), "1", "1")
    assert counts["text_path"] == "texts/a.txt"


@pytest.mark.parametrize("span", [(-1, 2), (3, 3), (5, 4), (0, len(TEXT) + 1)])
def test_span_outside_the_text(span):
    with pytest.raises(OffsetError):
        tabulate(annotation(mentions=(Mention(*span, "PERSON", ("m.a",)),)))


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (Decimal("1E+4"), "10000"), (Decimal("2.50"), "2.5"), (Decimal("0"), "0"), (Decimal("-3"), "-3")],
)
def test_number(value, text):
    assert number(value) == text


def test_title_is_taken_from_the_text():
    found = Annotation(Article("a", "a.txt", "港が再開\n市は喜ぶ。"), (Sentence(0, 4, "title"), Sentence(5, 10)))
    assert tabulate(found).rows["articles"][0][2] == "港が再開"
