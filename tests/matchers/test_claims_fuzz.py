"""Claims in strings that no newspaper prints, of brackets, cues and text: nothing raises, and spans are exact."""

import random

import pytest

from pipeline import lexicon
from pipeline.extract import Analyser
from pipeline.matchers import claims
from pipeline.schema import TABLES, Article, Mention
from pipeline.sentences import paragraphs, sentences
from pipeline.syntax import Parse, Word

PARTICLE, AUXILIARY = ("ADP", "助詞-格助詞", ""), ("AUX", "助動詞", "助動詞-タ;終止形-一般")
NOUN, NAME = ("NOUN", "名詞-普通名詞-一般", ""), ("PROPN", "名詞-固有名詞-人名-姓", "")
VERB, STEM = ("VERB", "動詞-一般", "下一段-バ行;終止形-一般"), ("VERB", "動詞-一般", "下一段-バ行;連用形-一般")
MARK = ("PUNCT", "補助記号-読点", "")
# text, dictionary form, (pos, tag, inflection)
PIECES = [
    *((mark, mark, MARK) for mark in "「」『』（）()“”【】。、：―\n　"),
    *((text, text, PARTICLE) for text in ("と", "は", "が", "を", "に", "の", "で", "も", "か", "や", "から", "って")),
    *(
        (text, text, NOUN)
        for text in ("こと", "よう", "旨", "ところ", "話", "見方", "情報", "懸念", "意向", "声", "間")
    ),
    *(
        (text, text, NOUN)
        for text in ("首相", "外務省", "関係者", "記者団", "会見", "報告書", "新聞", "12", "日", "調べ")
    ),
    *((text, text, NAME) for text in ("林", "山本", "ロシア")),
    *(
        (stem, verb, STEM)
        for stem, verb in (("述べ", "述べる"), ("し", "する"), ("認め", "認める"), ("受け", "受ける"))
    ),
    *((stem, verb, STEM) for stem, verb in (("よる", "よる"), ("れ", "れる"), ("否定", "否定"), ("報じ", "報じる"))),
    *((verb, verb, VERB) for verb in ("する", "いう", "求める", "ある", "なる", "みる", "示す", "発表する", "続く")),
    *((text, text, AUXILIARY) for text in ("た", "だ", "ない", "べき", "ます", "て", "れる", "せん")),
]
KNOWN = {piece[0]: piece for piece in PIECES}
RUNS = [
    [KNOWN[text] for text in run.split()]
    for run in (
        "林 は",
        "外務省 の 関係者 が",
        "「 続く 」 と 述べ た 。",
        "「 こと は ある 。 続く 」 と し て 、",
        "（ 林 ） と いう 。",
        "と の 見方 が ある",
        "こと を 認め た 、",
        "よう 求める",
        "新聞 に よる と 、",
        "調べ で は 、",
        "関係者 の 話 と し て 、",
        "ある と する",
        "ない と みる",
        "意向 を 示す 。",
    )
]
SENTENCES = (
    "首相は「対話を続ける」と述べた。",
    "毎朝新聞によると、",
    "―次は。\n",
    "との見方がある。",
    "（林氏）という。",
)
NAMED = ("content", "cue", "source")
MATCHER = claims.Matcher(lexicon.folders())


def thrown(rng):
    """A parse of pieces in any order, with heads that may run in circles."""
    pieces, length = [], rng.randrange(1, 40)
    while len(pieces) < length:
        pieces += rng.choice(RUNS) if rng.random() < 0.3 else [rng.choice(PIECES)]
    words, at = [], 0
    for i, (text, lemma, (pos, tag, inflection)) in enumerate(pieces):
        if text != "\n":
            head = rng.randrange(len(pieces))
            words.append((at, text, lemma, pos, tag, inflection, head, i))
        at += len(text)
    text = "".join(piece[0] for piece in pieces)
    last = len(words) - 1
    parsed = tuple(
        Word(
            *(i, start, start + len(surface), surface, lemma, pos, tag, "dep", min(head, last)),
            bunsetu=n,
            inflection=inflection,
        )
        for i, (start, surface, lemma, pos, tag, inflection, head, n) in enumerate(words)
    )
    lines = paragraphs(text)
    names = tuple(
        Mention(start, start + len(surface), "PERSON", ("test",))
        for start, surface, *_ in words
        if surface in {"林", "山本"}
    )
    return Parse(text, parsed, tuple(sentences(text, lines)), lines), names


def test_without_a_model():
    rng = random.Random(20240619)
    found = 0
    for _ in range(20_000):
        parse, names = thrown(rng)
        for claim in MATCHER.find(parse, names):
            found += 1
            for span in ((claim.start, claim.end), claim.cue, claim.source, claim.medium):
                assert span is None or 0 <= span[0] < span[1] <= len(parse.text), parse.text
            assert not parse.text[claim.start].isspace(), parse.text
    assert found > 2_000


@pytest.mark.model
def test_through_the_whole():
    rng = random.Random(19990528)
    pieces = [piece[0] for piece in PIECES] + list(SENTENCES) * 3
    texts = ["".join(rng.choices(pieces, k=rng.randrange(1, 16))) for _ in range(300)]
    articles = [Article(f"a{i}", f"a{i}.txt", text, published="2024-06-19") for i, text in enumerate(texts)]
    header = next(table for table in TABLES if table.name == "claims").header
    columns = [(header.index(name), header.index(f"{name}_start"), header.index(f"{name}_end")) for name in NAMED]
    found = 0
    for article, outcome in zip(articles, Analyser()(articles), strict=True):
        assert not hasattr(outcome, "message"), (article.text, outcome)
        for row in outcome.rows["claims"]:
            found += 1
            for name, start, end in columns:
                assert row[name] == (article.text[int(row[start]) : int(row[end])] if row[start] else ""), article.text
    assert found > 30
