"""Bytes -> text: every encoding of Japanese comes back to the letter, everything else is refused."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.decode import DecodeError, decode

LINES = (
    "政府は19日、約3万人の労働者を派遣する計画を発表した。",
    "官房長官は記者会見で「事実関係を確認している」と述べた。",
    "同省によると、昨年度の輸出額は2兆4500億円に達した。",
    "気象庁は、台風が関東地方に上陸するおそれがあるとしている。",
    "「もう限界だ」。避難所で暮らす女性（72）は声を落とした。",
    "両首脳は電話で約40分間、停戦の条件について話し合った。",
    "国連の報告書は、死者が少なくとも67人に上るとみている。",
    "株価は一時、前日に比べて1200円余り値を下げた。",
    "研究チームは新しいワクチンの効果を確かめたという。",
    "決勝は5日、国立競技場で開かれ、3対2で逆転勝ちした。",
    "市は今月末までに、給水車を10台増やす方針だ。",
    "ミサイルは日本の排他的経済水域の外に落下したとみられる。",
    "野党は「説明が足りない」と批判を強めている。",
)
NEC_AND_IBM = "髙橋氏と㈱ﾃｽﾄは①の案を選んだ～－∥。"
ISO_2022 = ("iso2022_jp", "iso2022_jp_ext", "iso2022_jp_2004")
UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-32")
CODECS = (*UNICODE, "cp932", "euc_jp", "euc_jis_2004", *ISO_2022)


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("lines", [1, 3, 12])
def test_every_codec_comes_back(codec, lines):
    chance = random.Random(f"{codec} {lines}")
    for _ in range(60):
        text = "\n".join(chance.choices(LINES, k=lines))
        data = text.encode(codec)
        found, name = decode(data)
        assert found == text
        assert data.decode(name) == text


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_either_byte_order(codec):
    text = "\n".join(LINES)
    assert decode(("\ufeff" + text).encode(codec)) == (text, codec[:6])


@pytest.mark.parametrize("codec", ["cp932", *UNICODE])
@pytest.mark.parametrize("line", LINES[:3])
def test_characters_of_nec_and_ibm(codec, line):
    text = NEC_AND_IBM + line
    assert decode(text.encode(codec))[0] == text


def test_nec_characters_in_euc():
    data = "①㈱架空の社長は「来年もやる」と話した。".encode("euc_jis_2004")
    assert decode(data) == (data.decode("euc_jis_2004"), "euc_jis_2004")


@pytest.mark.parametrize("codec", ["cp932", "euc_jp"])
@pytest.mark.parametrize("text", ["首相訪米", "東京", "新内閣発足"])
def test_headlines_without_kana(codec, text):
    assert decode(text.encode(codec)) == (text, codec)


@pytest.mark.parametrize(
    ("codec", "label"),
    [
        ("cp932", "Shift_JIS"),
        ("cp932", "x-sjis"),
        ("cp932", "windows-31j"),
        ("euc_jp", "EUC-JP"),
        ("euc_jp", "x-euc-jp"),
    ],
)
def test_a_label_decides_where_bytes_do_not(codec, label):
    text = "ﾆﾎﾝﾉ ﾆｭｰｽ"
    assert decode(text.encode(codec), label) == (text, codec)


@pytest.mark.parametrize("label", ["Shift_JIS", "EUC-JP", "iso-8859-1", "nonsense", ""])
@pytest.mark.parametrize("codec", ["cp932", "euc_jp", "utf-8", "iso2022_jp"])
def test_a_wrong_label_is_not_believed(codec, label):
    assert decode(LINES[0].encode(codec), label) == (LINES[0], codec)


def test_plain_ascii():
    assert decode(b"Tokyo, 19 June\r\n") == ("Tokyo, 19 June\r\n", "utf-8")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        (LINES[0].encode("utf-16-le"), "binary"),
        (bytes(range(1, 32)) * 9, "binary"),
        ("\ufeffa\0b".encode("utf-16-le"), "binary"),
        (b"\xff\xfe\x00\xd8", "encoding"),
        (b"\xef\xbb\xbf\xe6", "encoding"),
        (b"19 June \x1b$B!\x1b(B", "encoding"),
        ("Le président a déclaré".encode("latin-1"), "encoding"),
        ("中国政府发表声明，要求立即停止一切挑衅行为，并表示将采取必要措施。".encode("gbk"), "encoding"),
        ("中國政府發表聲明，要求立即停止一切挑釁行為，並表示將採取必要措施。".encode("big5"), "encoding"),
        ("정부는 19일 약 3만명의 노동자를 파견한다고 발표했다고 전했다.".encode("euc_kr"), "encoding"),
        (b"\x80\x81\xff" * 9, "encoding"),
    ],
)
def test_refused(data, code):
    with pytest.raises(DecodeError) as error:
        decode(data)
    assert error.value.code == code


def test_broken_utf8_is_told_with_its_line():
    data = "\n".join(LINES).encode()
    cut = data.index("気象".encode()) + 1
    with pytest.raises(DecodeError, match=r"UTF-8 with broken bytes.*line 4"):
        decode(data[:cut] + data[cut + 1 :])


@given(st.binary(max_size=300))
@settings(max_examples=500, deadline=None)
def test_no_bytes_raise_anything_else(data):
    try:
        text, codec = decode(data)
    except DecodeError as error:
        assert error.code in {"binary", "encoding"}
    else:
        assert data.decode(codec) == text


@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=4), st.sampled_from(CODECS), st.data())
@settings(max_examples=300, deadline=None)
def test_no_damaged_article_raises_anything_else(lines, codec, data):
    whole = "\n".join(lines).encode(codec)
    cut = data.draw(st.integers(0, len(whole)))
    damaged = whole[:cut] + data.draw(st.binary(max_size=3)) + whole[cut + data.draw(st.integers(0, 3)) :]
    try:
        text, name = decode(damaged)
    except DecodeError:
        return
    assert damaged.decode(name) == text
