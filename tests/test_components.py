"""The matchers in anybody's own pipeline."""

import datetime as dt

import pytest
import spacy
from spacy.tokens import DocBin

pytestmark = pytest.mark.model

TEXT = "ロシア外務省は6月18日、弾薬約300発を押収したと発表した。"


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.load("ja_ginza")
    for name in ("news_mentions", "news_dates", "news_quantities", "news_claims"):
        nlp.add_pipe(name)  # found by its entry point
    return nlp


@pytest.fixture(scope="module")
def doc(nlp):
    doc = nlp.make_doc(TEXT)
    doc._.published = "2024-06-19"
    return nlp(doc)


def spans(doc, name):
    return [(span.text, span.label_, span.kb_id_) for span in doc.spans[name]]


def test_groups(doc):
    assert ("ロシア外務省", "ORG", "ロシア外務省") in spans(doc, "mentions")
    assert spans(doc, "dates") == [("6月18日", "DATE", "2024-06-18")]
    assert spans(doc, "quantities") == [("約300発", "count", "300")]
    assert spans(doc, "claims") == [("弾薬約300発を押収した", "state", "ロシア外務省")]
    assert all(span.id_ for group in doc.spans.values() for span in group)


def test_groups_survive_serialisation(nlp, doc):
    (again,) = DocBin(docs=[doc], store_user_data=False).get_docs(nlp.vocab)
    for name in doc.spans:
        assert spans(again, name) == spans(doc, name)
        assert [span.id_ for span in again.spans[name]] == [span.id_ for span in doc.spans[name]]


def test_the_date_of_the_article(nlp):
    for given in ("2024/06/19", "2024年6月19日", dt.date(2024, 6, 19)):
        doc = nlp.make_doc(TEXT)
        doc._.published = given
        assert spans(nlp(doc), "dates") == [("6月18日", "DATE", "2024-06-18")]
    doc = nlp.make_doc(TEXT)
    doc._.published = "水曜日"
    with pytest.raises(ValueError, match="which is no date"):
        nlp(doc)
