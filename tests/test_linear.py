"""No rule costs more than in proportion to the text: what is short but strange is repeated without end."""

import time

import pytest

from pipeline.link import link
from pipeline.parse import Tokenizer
from pipeline.schema import Article
from pipeline.tabulate import tabulate

SHORT, LONG = 2_000, 16_000
FACTOR = 2
"""How much dearer than in proportion it may seem on a busy machine; eight would be quadratic."""
UNITS = [
    *("「", "」", "（", "、", "。", "\n", "・", "ー", "年", "3月", "今年", "第3", "約", "3人", "3,", "ら"),
    *("山田氏", "A", "A(B)", "ア", "株式会社", "と述べた。", "「A」と述べた。"),
    *(pytest.param(unit, marks=pytest.mark.xfail(strict=False, reason="quadratic in dates")) for unit in "3三"),
    *(
        pytest.param(unit, marks=pytest.mark.xfail(strict=False, reason="quadratic in quantities"))
        for unit in ("kg", "-")
    ),
]


@pytest.fixture(scope="module")
def tokenizer():
    return Tokenizer()


@pytest.mark.parametrize("unit", UNITS)
def test_repeats(tokenizer, annotator, unit):
    def cost(length):
        text = (unit * length)[:length]
        parse = tokenizer.parse(text)
        began = time.process_time()
        tabulate(link(annotator.annotate(Article("a", "a.txt", text, published="2024-06-19"), parse), parse))
        return time.process_time() - began

    cost(SHORT)
    assert cost(LONG) < FACTOR * max(cost(SHORT), 0.01) * LONG / SHORT
