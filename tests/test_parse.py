"""GiNZA set up for news."""

import pytest

from pipeline.parse import BATCH, PIECE, Parser

pytestmark = pytest.mark.model

TEXTS = [
    "外相は「訪露は延期する。理由は言えない」と述べた。港は閉じた。",
    "",
    " \n\u3000",
    "見出し\n\n　海峡で船3隻が座礁した。\r\n  けが人はいない。😀 ｶﾀｶﾅ ㍍\n",
    "人口約６０万人の港町。" * 400,
]


def test_words_and_sentences_have_the_articles_offsets(parser):
    for text, parse in zip(TEXTS, parser.pipe(TEXTS), strict=True):
        assert parse.text == text
        for i, word in enumerate(parse.words):
            assert word.i == i
            assert text[word.start : word.end] == word.text
            assert 0 <= word.head < len(parse.words)
        assert "".join(word.text for word in parse.words if not word.text.isspace()) == "".join(text.split())


def test_a_sentence_does_not_end_inside_a_quotation(parser):
    parse = parser.parse(TEXTS[0])
    assert [TEXTS[0][start:end] for start, end in parse.sentences] == [TEXTS[0][:25], TEXTS[0][25:]]
    first = parse.words_in(*parse.sentences[0])
    (root,) = (word for word in first if word.head == word.i)
    assert root.lemma == "述べる"


def test_batches_do_not_change_the_result(parser):
    assert list(parser.pipe(TEXTS)) == [parser.parse(text) for text in TEXTS]


def test_fast_way_changes_no_label(parser):
    assert list(Parser(fast=False).pipe(TEXTS)) == list(parser.pipe(TEXTS))


@pytest.mark.parametrize("text", ["あ" * (BATCH + PIECE), "\ufdfa" * 3000, "㍍" * 9000])
def test_any_length_and_any_character(parser, text):
    parse = parser.parse(text)
    assert parse.words[-1].end == len(text)
