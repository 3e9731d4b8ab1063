"""What is short but strange, repeated many times: nothing raises, and offsets hold. What it costs: benchmarks/."""

import pytest

from pipeline.parse import Tokenizer
from pipeline.schema import Article
from pipeline.tabulate import tabulate

UNITS = [
    *("「", "」", "（", "、", "。", "\n", "・", "ー", "年", "3月", "今年", "第3", "約", "3人", "3,", "ら"),
    *("山田氏", "A", "A(B)", "ア", "株式会社", "と述べた。", "「A」と述べた。"),
    *("3", "三", "kg", "-"),
]


@pytest.fixture(scope="module")
def tokenizer():
    return Tokenizer()


@pytest.mark.parametrize("unit", UNITS)
def test_repeats(tokenizer, annotated, unit):
    text = (unit * 2_000)[:2_000]
    parse = tokenizer.parse(text)
    annotation = annotated(Article("a", "a.txt", text, published="2024-06-19"), parse)
    tabulate(annotation)  # refuses a span outside the text
    assert annotation.article.text == text
