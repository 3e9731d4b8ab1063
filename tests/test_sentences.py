"""Sentences and brackets, from characters alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.sentences import NEVER_ENDS, NEVER_ENDS_QUOTE, brackets, paragraphs, sentences


def split(text):
    return [text[start:end] for start, end in sentences(text, paragraphs(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("港は閉じた。船は沖で待つ。", ["港は閉じた。", "船は沖で待つ。"]),
        ("外相は「延期する。理由は言えない」と述べた。", ["外相は「延期する。理由は言えない」と述べた。"]),
        ("「戻る。」「戻らない。」と割れた。採決した。", ["「戻る。」「戻らない。」と割れた。", "採決した。"]),
        ("「『撤退だ。』と聞いた。」という。", ["「『撤退だ。』と聞いた。」という。"]),
        ("見出し\n\n本文だ。", ["見出し", "本文だ。"]),
        ("　字下げした。\r\n　次の段落。\r\n", ["字下げした。", "次の段落。"]),
        # A quotation that runs over lines holds them together; a stray bracket costs its own line alone.
        ("「第一に、\n第二に。」と語った。終わり。", ["「第一に、\n第二に。」と語った。", "終わり。"]),
        ("「閉じない。まだ続く。\n\n次の段落。", ["「閉じない。", "まだ続く。", "次の段落。"]),
        ("本文。』\n次。", ["本文。』", "次。"]),
        ("なぜか！　分からない。", ["なぜか！", "分からない。"]),
        ("Yahoo!ニュースで読んだ。", ["Yahoo!ニュースで読んだ。"]),
        ("「本当か？」と問う。", ["「本当か？」と問う。"]),
        ("本当か？と問う。", ["本当か？と問う。"]),
        ("", []),
        (" \n\u3000\n", []),
    ],
)
def test_sentences(text, expected):
    assert split(text) == expected


def test_overlong_quotation_is_cut():
    text = "「" + "続く話だ。" * (NEVER_ENDS_QUOTE // 5 + 1) + "」と述べた。"
    assert len(split(text)) > NEVER_ENDS_QUOTE // 5


def test_overlong_sentence_is_cut_at_a_comma():
    text = "長い、" * NEVER_ENDS
    parts = split(text)
    assert "".join(parts) == text
    assert all(len(part) <= NEVER_ENDS and part.endswith("、") for part in parts)


def test_brackets_nest_and_forget_strays():
    text = "」「A『B』（C」D"
    found = [(text[b.open : b.close + 1], b.depth) for b in brackets(text, 0, len(text))]
    assert found == [("「A『B』（C」", 0), ("『B』", 1)]


TEXTS = st.text(alphabet=st.sampled_from("あ。、「」『』（）()！？!\n\r\t 　A1“”"), max_size=200)


@given(TEXTS)
def test_every_character_is_in_a_sentence_or_is_space(text):
    spans = sentences(text, paragraphs(text))
    assert spans == sorted(spans)
    at = 0
    for start, end in spans:
        assert at <= start < end
        assert text[at:start].isspace() or at == start
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        at = end
    assert not text[at:].strip()


@given(TEXTS)
def test_brackets_match(text):
    closing = {"「": "」", "『": "』", "（": "）", "(": ")", "“": "”"}
    found = brackets(text, 0, len(text))
    for each in found:
        assert closing[text[each.open]] == text[each.close]
        assert each.depth == sum(other.open < each.open and each.close < other.close for other in found)
