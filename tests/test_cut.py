"""Pieces cut out of the sample articles at any place: all of them can be read."""

import random
from pathlib import Path

import pytest

from pipeline.extract import Analyser
from pipeline.read import Reader, inputs
from pipeline.schema import Article, Failure

CORPUS = Path(__file__).parents[1] / "corpus"
STRAY = ("「", "」", "「」", "(", ")", "、", "。", "\n", "は", "の", "何", "3個", "2位", "第3回「", "同3位で", "90%")
ENDINGS = (
    "疑う点はなく、何",
    "監督は協力するよう求めた",
    "宇宙庁は月に人を送ることを計画していることを発表",
    "書簡を出した。それによると北海社は株を買い取ることを提案している",
)


def pieces(rng, count):
    """Pieces of 5 to 90 characters, some with something thrown in."""
    reader = Reader()
    read = [each for source in inputs([CORPUS]).sources for each in reader.read(source)]
    texts = [each.text for each in read if isinstance(each, Article)]
    for _ in range(count):
        text = rng.choice(texts)
        start = rng.randrange(len(text))
        piece = text[start : start + rng.randrange(5, 90)]
        if rng.random() < 0.4:
            at = rng.randrange(len(piece))
            piece = piece[:at] + rng.choice(STRAY) + piece[at:]
        yield piece


@pytest.mark.model
def test_any_piece_of_an_article():
    texts = [*ENDINGS, *pieces(random.Random(20190501), 600)]
    articles = [Article(str(i), "cut", text, published="2024-06-19") for i, text in enumerate(texts)]
    failures = [
        (article.text, outcome.message)
        for article, outcome in zip(articles, Analyser()(articles), strict=True)
        if isinstance(outcome, Failure)
    ]
    assert not failures
