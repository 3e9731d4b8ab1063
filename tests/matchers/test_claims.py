"""Claims in whole sentences: everything that is found is compared, so that what must not be found counts too."""

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import lexicon
from pipeline.link import link
from pipeline.matchers import claims
from pipeline.schema import Article
from pipeline.sentences import paragraphs, sentences
from pipeline.syntax import Parse, Word

# text -> (source, cue, content) of every claim, by start of the content; None for no source or no cue
FRAMES = {
    "森下知事は「道路を直す」と述べた。": [("森下知事", "述べた", "道路を直す")],
    "「道路を直す」と森下知事は述べた。": [("森下知事", "述べた", "道路を直す")],
    "「道路を直したいのだ」と述べた森下知事は、その足で現地に向かった。": [
        ("森下知事", "述べた", "道路を直したいのだ"),
    ],
    "「高くて手が出ない」と語るのは、都内に住む山本さんだ。": [("山本さん", "語る", "高くて手が出ない")],
    "「値上げはつらいが、仕方がない」（都内の主婦）。": [("都内の主婦", None, "値上げはつらいが、仕方がない")],
    "「死者は二百人に上る」（ロペス大統領）という。": [("ロペス大統領", "いう", "死者は二百人に上る")],
    "「今日の勝利は全員のものだ」と三浦監督。": [("三浦監督", None, "今日の勝利は全員のものだ")],
    "「正直、驚いた」。林氏はそう打ち明ける。": [("林氏", "打ち明ける", "正直、驚いた")],
    "林氏はこう指摘する。「今こそ投資すべきだ。待っていては遅れる」": [
        ("林氏", "指摘する", "今こそ投資すべきだ。待っていては遅れる"),
    ],
    "「早く家に帰りたい」。避難所で暮らす七十代の女性は涙ぐんだ。": [
        ("七十代の女性", "涙ぐんだ", "早く家に帰りたい"),
    ],
    "林氏は「客が戻らない」と嘆く。「値段は上げたくないが、限界だ」": [
        ("林氏", "嘆く", "客が戻らない"),
        ("林氏", None, "値段は上げたくないが、限界だ"),
    ],
    "三浦監督は「今日は選手がよく走ってくれた」と、大きく息をついた。": [
        ("三浦監督", "息をついた", "今日は選手がよく走ってくれた"),
    ],
    "川村大臣は「急ぐ」「必ずやる」と強調した。": [("川村大臣", "強調した", "急ぐ」「必ずやる")],
    "川村大臣は「『急げ』と言った覚えはない」と答えた。": [("川村大臣", "答えた", "『急げ』と言った覚えはない")],
    "林氏は「雨が降った。川があふれた。橋が流された」と証言した。": [
        ("林氏", "証言した", "雨が降った。川があふれた。橋が流された"),
    ],
    "住民に話を聞くと、「水が足りない」と訴える。": [("住民", "訴える", "水が足りない")],
    "三浦監督は「あきらめずに走ったことが、この結果になった」。": [
        ("三浦監督", None, "あきらめずに走ったことが、この結果になった"),
    ],
    "「大きな音がして、窓が割れた」と近くに住む主婦の林美子さん。": [
        ("林美子さん", None, "大きな音がして、窓が割れた"),
    ],
    "林孝（りん・こう）報道官は「話し合いを続ける」と述べた。": [
        ("林孝（りん・こう）報道官", "述べた", "話し合いを続ける"),
    ],
    "記者が「辞める考えはあるか」と尋ねたのに対し、川村大臣は「ない」と答えた。": [
        ("記者", "尋ねた", "辞める考えはあるか"),
        ("川村大臣", "答えた", "ない"),
    ],
}
TOLD = {
    "外務省は、両国が来月に会談すると発表した。": [("外務省", "発表した", "両国が来月に会談する")],
    "強い地震があったと気象庁が発表した。": [("気象庁", "発表した", "強い地震があった")],
    "会社は工場を閉める検討に入ったことを明らかにした。": [("会社", "明らかにした", "工場を閉める検討に入った")],
    "市民団体は県に資料を公開するよう求めた。": [("市民団体", "求めた", "資料を公開する")],
    "森下知事は新しい条例をつくる意向を示した。": [("森下知事", "意向を示した", "新しい条例をつくる")],
    "委員は工事がいつ終わるかを尋ねた。": [("委員", "尋ねた", "工事がいつ終わるか")],
    "市は全ての学校を直すとしている。": [("市", "としている", "全ての学校を直す")],
    "小島教授は「早すぎる」との見方を示した。": [("小島教授", "見方を示した", "早すぎる")],
    "小島教授は、議論が早すぎるとの見方は否定した。": [("小島教授", "見方は否定した", "議論が早すぎる")],
    "田代社長は工場を閉めると述べ、従業員の行き先を探すと約束した。": [
        ("田代社長", "述べ", "工場を閉める"),
        ("田代社長", "約束した", "従業員の行き先を探す"),
    ],
    "森下知事は「急ぐ」とした上で、費用は国が出すべきだと主張した。": [
        ("森下知事", "とした", "急ぐ"),
        ("森下知事", "主張した", "費用は国が出すべきだ"),
    ],
    "川村大臣は都内で記者会見し、記録に誤りがあったことを認めた。": [
        ("川村大臣", "認めた", "記録に誤りがあった"),
    ],
    "薬の効き目が確かめられたと、大学の研究チームが発表した。": [
        ("大学の研究チーム", "発表した", "薬の効き目が確かめられた"),
    ],
    "県は工事を進めているが、小島教授は計画が甘いと批判した。": [("小島教授", "批判した", "計画が甘い")],
}
RELAYED = {
    "毎朝新聞によると、国防相は「戦争は近く終わる」と述べた。": [
        ("毎朝新聞", "によると", "国防相は「戦争は近く終わる」と述べた"),
        ("国防相", "述べた", "戦争は近く終わる"),
    ],
    "気象台によると、山では雪が積もったという。": [("気象台", "によると", "山では雪が積もった")],
    "警察の調べでは、車は信号を無視して走っていた。": [("警察の調べ", "調べでは", "車は信号を無視して走っていた")],
    "毎朝新聞は複数の外交筋の話として、会談は来月になると報じた。": [
        ("毎朝新聞", "報じた", "複数の外交筋の話として、会談は来月になる"),
        ("複数の外交筋", "話として", "会談は来月になる"),
    ],
    "毎朝新聞が報じたところでは、両社は合併で合意した。": [("毎朝新聞", "報じたところでは", "両社は合併で合意した")],
    "捜査関係者への取材で、男が刃物を買っていたことが分かった。": [
        ("捜査関係者", "分かった", "男が刃物を買っていた"),
    ],
    "通信社は大統領が辞任すると伝えた。後任は外相だという。": [
        ("通信社", "伝えた", "大統領が辞任する"),
        ("通信社", "いう", "後任は外相だ"),
    ],
}
HEARSAY = {
    "船は北へ向かったとされる。": [(None, "される", "船は北へ向かった")],
    "火は台所から出たとみられている。": [(None, "みられている", "火は台所から出た")],
    "下請けに負担が偏ったとの指摘もある。": [(None, "指摘", "下請けに負担が偏った")],
    "専門家の間では、利上げは避けられないとの見方が強い。": [("専門家", "見方", "利上げは避けられない")],
    "野党からは「説明が足りない」との声が上がる。": [("野党", "声", "説明が足りない")],
    "会場には千人が集まったとのことだ。": [(None, "のことだ", "会場には千人が集まった")],
}
NOTHING = [
    "妹は子犬を「そら」と名付けた。",
    "大統領は首相と会談した。",
    "作品は「海の家」と題された。",
    "党首は仲間とともに駅前に立った。",
    "会社の金を着服したとして、警察は社員を逮捕した。",
    "看板には「立ち入り禁止」と書かれている。",
    "「ひばり号」は東洋自動車の乗用車である。",
    "雨がやむと、子どもたちは外へ出た。",
    "山田さんは知らないと言わなかった。",
    "政府は工事を始めようとしている。",
    "これは平和の礎といえる。",
]
CARRIED = {
    "両社は来年四月に合併することになった。東洋通信が伝えた。": [
        ("東洋通信", "伝えた", "両社は来年四月に合併することになった"),
    ],
    "沢村容疑者を逮捕したのは北署だ。同署は動機を調べている。「金に困っていた」と供述した。": [
        ("沢村容疑者", "供述した", "金に困っていた"),
    ],
    "林選手は病院で手当てを受けた。母親によると、「早く走りたい」と話しているという。": [
        ("林選手", "話している", "早く走りたい"),
    ],
    "谷口市長は「橋を直す」と述べた。また、費用は寄付でまかなうとも語った。": [
        ("谷口市長", "述べた", "橋を直す"),
        ("谷口市長", "語った", "費用は寄付でまかなう"),
    ],
    "高橋選手に聞いた。\n―いまの気持ちは。\n「ほっとしています。走れてよかった」\n―次は。\n「来年も勝ちたい」": [
        ("高橋選手", None, "ほっとしています。走れてよかった"),
        ("高橋選手", None, "来年も勝ちたい"),
    ],
}
ALL = FRAMES | TOLD | RELAYED | HEARSAY | CARRIED | {text: [] for text in NOTHING}

# text -> field of the last claim -> its value
LINKED = {
    "国防省は侵攻を計画したと報じられた。これに対し、報道官は「偽の情報だ」と否定した。": {
        "about": 0,
        "cue_type": "deny",
        "source_kind": "person",
    },
    "アンナ・ブラウン大使は国営テレビ「ポルト」(6月1日)で「協力を続ける」と述べた。": {
        "source_name": "アンナ・ブラウン",
        "source_title": "大使",
        "source_kind": "person",
        "medium": "ポルト",
        "medium_date": "2024-06-01",
    },
    "大野健一教授は新しい薬を作った。同氏は「来年には使える」と語った。": {
        "source_name": "大野健一",
        "source_kind": "person",
    },
    "米政府高官は「取引はまだだ」と述べた。": {"source_name": "米政府高官", "source_kind": "unnamed"},
    "経済産業省は資料を配った。同省は「調べている」と説明した。": {
        "source_name": "経済産業省",
        "source_kind": "organization",
    },
    "千葉県警は男を逮捕した。調べでは、男は夜に店へ入った。": {"source_name": "千葉県警"},
    "アンナ・ブラウン大使が着いた。大使は「協力を続ける」と述べた。": {"source_name": "アンナ・ブラウン"},
    "海が荒れたとの情報がある。": {"source_name": "", "source_kind": "none", "cue_type": "hearsay"},
    "林氏は敵を「危険な集団」と評し、仲間の結束を訴えた。": {"quote_type": "direct", "cue_type": "state"},
    "谷口市長は町に対する「裏切り」だと批判した。": {"quote_type": "mixed", "cue_type": "criticise"},
}
TEXTS = [*ALL, *LINKED]
MARKS = st.sampled_from(
    [
        *"「」『』（）()“”【】。、\n",
        "と",
        "述べた",
        "は",
        "によると",
        "大統領",
        "としている",
        "との見方",
        "ことを",
        "認めた",
        "よう",
        "という",
        "が",
    ]
)


@pytest.fixture(scope="module")
def annotations(parser, annotator):
    articles = [Article("a", "", text, published="2024-06-19") for text in TEXTS]
    return {
        article.text: link(annotator.annotate(article, parse), parse)
        for article, parse in zip(articles, parser.pipe(TEXTS), strict=True)
    }


def cut(text, span):
    return text[slice(*span)] if span else None


@pytest.mark.model
@pytest.mark.parametrize("text", ALL)
def test_found(text, annotations):
    found = annotations[text].claims
    assert [(cut(text, c.source), cut(text, c.cue), text[c.start : c.end]) for c in found] == ALL[text]


@pytest.mark.model
@pytest.mark.parametrize("text", LINKED)
def test_linked(text, annotations):
    claim = annotations[text].claims[-1]
    expected = LINKED[text]
    found = {name: getattr(claim, name) for name in expected}
    if "medium" in found:
        found["medium"] = cut(text, found["medium"])
    assert found == expected


def by_hand(text):
    """A parse without a parser: every character a word, particles tagged by their looks, all heads the last word."""
    lines = paragraphs(text)
    words = tuple(
        Word(i, i, i + 1, char, char, *_tags(char), "dep", len(text) - 1, bunsetu=i) for i, char in enumerate(text)
    )
    return Parse(text, words, tuple(sentences(text, lines)), lines)


def _tags(char):
    if char in "とはがをにのでもへ":
        return "ADP", "助詞-格助詞"
    if char in "「」『』（）()“”【】。、":
        return "PUNCT", "補助記号"
    return ("VERB", "動詞-一般") if char in "述認めたる" else ("NOUN", "名詞-普通名詞-一般")


MATCHER = claims.Matcher(lexicon.folders())


@given(st.lists(MARKS, max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_brackets(text):
    for claim in MATCHER.find(by_hand(text)):
        content = text[claim.start : claim.end]
        assert content
        for span in (claim.cue, claim.source, claim.medium):
            assert span is None or text[slice(*span)]
        assert not content.startswith("」")


@pytest.mark.model
@given(parts=st.lists(MARKS | st.text(max_size=3), max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_text(parser, parts):
    text = "".join(parts)
    for claim in MATCHER.find(parser.parse(text)):
        assert 0 <= claim.start < claim.end <= len(text)


@pytest.mark.model
def test_stray_bracket_costs_its_paragraph_only(parser):
    text = "林氏は「道を直すと述べた。\n\n森下知事は「橋を直す」と述べた。"
    assert "橋を直す" in [text[c.start : c.end] for c in MATCHER.find(parser.parse(text))]


def test_matcher_pickles_with_its_rules():
    text = "林氏は「あ」"
    again = pickle.loads(pickle.dumps(MATCHER))
    assert again.find(by_hand(text)) == MATCHER.find(by_hand(text))
