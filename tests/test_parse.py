"""GiNZA set up for news."""

import os
import subprocess
import sys
from contextlib import nullcontext
from dataclasses import fields, replace
from types import SimpleNamespace

import pytest

from pipeline.parse import BATCH, PIECE, PROBE, STOCK, Speed, Tokenizer, import_numpy

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


MEASURES = [field.name for field in fields(Speed)]


@pytest.fixture
def at(parser):
    """The parser, switched as asked for."""
    before = parser.speed

    def switched(speed):
        parser._set(speed)
        return parser

    yield switched
    parser._set(before)


@pytest.mark.parametrize("measure", [*MEASURES, "all"])
def test_speed_changes_no_label(at, measure):
    texts = [text[:500] for text in TEXTS]
    stock = list(at(STOCK).pipe(texts))
    assert any(word.ene for each in stock for word in each.words)
    assert list(at(Speed() if measure == "all" else replace(STOCK, **{measure: True})).pipe(texts)) == stock


def test_all_measures_work_here(parser):
    assert parser.speed == Speed()
    assert len({word.ene for word in parser.parse(PROBE).words}) > 4
    assert len({word.dep for word in parser.parse(PROBE).words}) > 8


def test_what_fails_or_changes_a_label_is_left_off(at, monkeypatch, caplog):
    parser = at(STOCK)

    def fail(*_):
        raise AttributeError("no such step")

    monkeypatch.setattr("pipeline.parse._step", fail)
    assert parser._working(Speed(), "3.8.18") == Speed(stepped_transitions=False)
    assert "stepped_transitions is left off, GiNZA will be slower: no such step" in caplog.text

    def lazy(component, docs):
        return component.moves.init_batch(docs)

    at(STOCK)
    monkeypatch.setattr("pipeline.parse._step", lazy)
    assert parser._working(Speed(), "3.8.18") == Speed(stepped_transitions=False)
    assert "labels would change" in caplog.text


def test_what_is_private_to_a_version_is_left_off_in_another(at):
    assert at(STOCK)._working(Speed(), "3.9.0") == Speed(stepped_transitions=False)
    assert at(STOCK)._working(STOCK, "3.8.18") == STOCK


@pytest.mark.parametrize("users", [None, "", "7"])
def test_openblas_has_one_thread_whatever_the_user_has_set(users):
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    environment |= {} if users is None else {"OPENBLAS_NUM_THREADS": users}
    told = (
        "import os, numpy as np\n"
        "threads = len(os.listdir('/proc/self/task'))\n"
        "print(threads, os.environ.get('OPENBLAS_NUM_THREADS'))"
    )
    code = f"from pipeline.parse import import_numpy\nimport_numpy()\n{told}"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == f"1 {users}\n"


def test_numpy_that_came_earlier_is_held_only_meanwhile(monkeypatch):
    held = []

    class Controller:
        def limit(self, **limits):
            held.append(limits)
            return nullcontext()

    monkeypatch.setitem(sys.modules, "threadpoolctl", SimpleNamespace(ThreadpoolController=Controller))
    hold = import_numpy()
    assert held == []
    hold()
    assert held == [{"limits": 1, "user_api": "blas"}]
    monkeypatch.setitem(sys.modules, "threadpoolctl", None)
    with import_numpy()():
        assert len(held) == 1


def test_words_without_a_model_are_ginzas(parser):
    for plain, full in zip(Tokenizer().pipe(TEXTS), parser.pipe(TEXTS), strict=True):
        assert (plain.text, plain.sentences, plain.paragraphs) == (full.text, full.sentences, full.paragraphs)
        for mine, its in zip(plain.words, full.words, strict=True):
            assert replace(its, pos=mine.pos, dep="", head=its.i, ene="", ene_begins=False, bunsetu=its.i) == mine


@pytest.mark.parametrize("text", ["あ" * (BATCH + PIECE), "\ufdfa" * 3000, "㍍" * 9000])
def test_any_length_and_any_character(parser, text):
    parse = parser.parse(text)
    assert parse.words[-1].end == len(text)
