"""Temporal expressions in sentences as news write them: all that are found, with their values."""

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import lexicon, numerals, sentences, timex
from pipeline.matchers.dates import Matcher
from pipeline.matchers.resolution import Reader
from pipeline.matchers.temporal import KINDS
from pipeline.schema import DATE_BASES, DATE_MODS
from pipeline.syntax import Parse

PUBLISHED = "2024-06-19"

# [text|value] or [text|value|mod]; a range's ends are marked with ~ after the value.
MARKED = """
[19日午前7時|2024-06-19T07:00]現在、2県で停電が続く。
監督は[1日|P1D]でも早い再開を望んだ。船は[12日|2024-06-12]に沈んだ。
上下線の7本に[最大で1時間20分|PT1H20M|EQUAL_OR_LESS]の遅れが出た。
会見録は[2024/06/18-11:05|2024-06-18T11:05]に配信された。
申し込みは[5月末日|2024-05-31]に締め切られ、[今月末日|2024-06-30]に抽選がある。
店は産地を[40年|P40Y]も偽っていた。
[24年1〜3月期|2024-Q1]は増益だった。[24年12月期|2024-12]の予想は据え置き、売上高は[前年同期|2023-Q1]を上回った。
首相は[18日|2024-06-18]、[前日|2024-06-17]の会談について記者団に語った。
会談は[25日|2024-06-25]に開かれる予定だ。
工場は[30日|2024-05-30]に閉鎖した。
政府は[7月|2024-07]に法案を提出する方針を固めた。
同社は[3月|2024-03]に工場を閉鎖した。
[昨年12月|2023-12]に始まった協議は[今年2月|2024-02]に決裂し、[4月|2024-04]に再開した。
[2018年3月|2018-03]に合意し、[同年6月|2018-06]に調印した。[翌年|2019]には発効した。
[2012年9月|2012-09]に結党し、[11月|2012-11]に別の党と合流した。
[22年2月|2022-02]に侵攻が始まり、[2年以上|P2Y|EQUAL_OR_MORE]が過ぎた。
[22年間|P22Y]にわたり政権を握った。
[22年|P22Y]ぶりの優勝だった。
駅は[22年前|2002]に建てられた。
[22年|2022]の侵攻以降、制裁が続く。
任期[3年|P3Y]の委員が[15年|2015]から務める。
同社は[30年|2030]までに排出量を半減させる。
創業[100年|P100Y]の老舗が店を閉じた。
橋は[2002年12月|2002-12]に落ちた。この[2002年|2002]の事故で規則が変わった。
[23年|2023]は減り、[15年|2015]に100万人だった数は[08年以降|2008|ON_OR_AFTER]で最も少ない。
[35年|P35Y]ローンを組み、[22年1月|2022-01]と比べて増えた。国連は[3月|2024-03]に公表した。
[2007年度|FY2007]の中央競馬を、[12日|2024-06-12]中国が報じた。元日本代表の一人が呼び掛けさせた。
男は懲役[1年4月|P1Y4M]、執行猶予[3年|P3Y]の判決を受けた。
[24年4〜6月期|2024-Q2]の生産は減った。[24年1〜3月期|2024-Q1]は[前年同期|2023-Q1]を下回った。
[2025年3月期|2025-03]は増収を見込む。
[23年度上半期|FY2023-H1]は好調だった。[昨年度|FY2023]は減り、[新年度|FY2024]は増える。
[2024年第1四半期|2024-Q1]の売上高は増えた。
[令和6年|2024]の地震から[半年|P0.5Y]がたった。
[平成元年|1989]に生まれ、[昭和30年代|195X]の町並みを歩いた。
[1990年代後半|199X|END]に増え、[2030年代半ば|203X|MID]に減る。
[19世紀末|18XX|END]に建てられた。
[今月上旬|2024-06~|START]から[下旬|2024-06~|END]にかけて増える。
[5日|2024-06-05~]から[7日|2024-06-07~]まで開かれた。
[16|2024-06-16~]〜[18日|2024-06-18~]に開いた。
[8|2024-06-08]、[9日|2024-06-09]に投票があった。
[17|2024-06-17]、[18両日|2024-06-18]に開いた。
[今年1|2024-01~]〜[2月|2024-02~]は増えた。
[2013|2013~]〜[15年|2015~]に増えた。
[15日午後|2024-06-15TAF~]から[16日未明|2024-06-16TMO~]にかけて降った。
式は[19日（水）午後3時半|2024-06-19T15:30~]から[5時|2024-06-19T17:00~]まで開かれる。
[6日午前0時過ぎ|2024-06-06T00:00|AFTER]、日本時間[同日午後|2024-06-06TAF]に起きた。
地震は[2日午前3時34分（UTC-4）ごろ|2024-06-02T03:34|APPROX]起きた。
[先週末|2024-W24-WE]に会い、[来週月曜|2024-06-24]に結論を出すと決めた。
[毎週月曜|XXXX-WXX-1]と[毎月第1金曜|XXXX-WXX-5]に開かれる。
[年に|P1Y]1度、[週|P1W]2回、[1日|P1D]当たり50人が使う。
[ここ数年|PXY]、[毎年|P1Y]のように起きている。
[今後5年間|P5Y]で投じる。[過去10年|P10Y]で最悪だ。
[約30年|P30Y|APPROX]ぶりに改めた。[少なくとも3カ月|P3M|EQUAL_OR_MORE]遅れる。
[3年近く|P3Y|LESS_THAN]続き、[1カ月余り|P1M|MORE_THAN]休んだ。
[1時間20分|PT1H20M]遅れ、[2時間43分12秒|PT2H43M12S]で走った。
[2年半|P2.5Y]と[20年8カ月|P20Y8M]。
[10月以降|2024-10|ON_OR_AFTER]に始める。[2000年以降|2000|ON_OR_AFTER]は続く。
[来春|2025-SP]に開業する。[昨秋以降|2023-FA|ON_OR_AFTER]は減った。
[年内|2024]に増やし、[来月末|2024-07|END]に終える。
[5年前|2019]に、[3カ月前|2024-03]に、[10日前|2024-06-09]に終えた。
[6日|2024-06-06]に会談し、[翌7日|2024-06-07]に帰国した。その[3日後|2024-06-10]に辞めた。
開戦の[翌年|1942]の[1942年|1942]に生まれた。
[昨年9月|2023-09]に発足し、[同11月|2023-11]に解散した。
[2月後半|2024-02|END]は[前月同期|2024-01|END]を下回った。
[70年|1970]に始まり、曲折の[50年|P50Y]
[平成40年|2028]に完成する。[25時|2024-06-19T25:00]から放送する。
[元日|2024-01-01]に起きた。[西暦724年|0724]に建てられた。
[2024/7/31|2024-07-31]まで。[2/1|2024-02-01~]〜[2/14|2024-02-14~]に売った。
[2日|P2D]に1度降り、[毎年8月15日|XXXX-08-15]に祈る。[H30年|2018]に建った。[紀元前300年|BC0300]の神殿。
平年より[3日|P3D]早い。[1964年|1964]（[昭和39年|1964]）[10月10日|1964-10-10]に開いた。
[現在|PRESENT_REF]も続き、[今後|FUTURE_REF]も続く。[当時|PAST_REF]とは違う。
[3月末|2024-03|END]現在の数だ。
毎日新聞の四日市支局は、三日月の下で国防5カ年計画を報じた。
小学4年の児童と3年生が一日も早い再開を望み、3分の1が十分だと答えた。
[あさって|2024-06-21]、総理大臣が会見します。[おととい|2024-06-17]、火事がありました。
[きのうの夜|2024-06-18TNI]、地震がありました。番組は[きょう午後７時|2024-06-19T19:00]から放送します。
[おととしの３月|2022-03]に事故があり、[ことし１月|2024-01]に再発しました。
[先月２０日|2024-05-20]に逮捕され、[今月２５日|2024-06-25]に公判が開かれます。
両首脳は[六月七日|2024-06-07]に会談し、[同八日|2024-06-08]に帰国した。
[来年1〜3月期|2025-Q1]の伸びは鈍る。株価は[1カ月|P1M]ぶりに下げた。
[1泊2日|P2D]の旅行を楽しんだ。[1日半|P1.5D]かけて歩いた。
[5日|2024-06-05]付の紙面で伝えた。
選手は[7日|2024-06-07]（日本時間[8日|2024-06-08]）の試合に出た。
[90年代半ば|199X|MID]に伸びた。戦後[70年|P70Y]の談話を出した。生後[3カ月|P3M]の子犬だ。
祭りは[6月30日|2024-06-30~]〜[7月2日|2024-07-02~]に開かれる。式典は[8/15|2024-08-15]に開く。
窓口は[午後7|2024-06-19T19:00~]〜[9時|2024-06-19T21:00~]に開く。
相談会は[29|2024-06-29]、[30の両日|2024-06-30]に開かれる。
[年|P1Y]3回の講習を[隔週|P2W]で開く。[月内|2024-06]に決め、[年度内|FY2024]に着工する。
満期[10年|P10Y]の債券を売る。平成に入って減った。
[日曜夜|2024-06-16TNI]に放送された。[来週月曜午後9時|2024-06-24T21:00]に始まる。
[24年|2024]春闘の回答が出た。[昨年|2023]の夏場所を上回った。円は[前週末|2024-W24-WE]比で下げた。
[昭和二十年八月十五日|1945-08-15]に終わった。
寺は[1945（昭和20）年8月|1945-08]に焼けた。[平成元（1989）年|1989]に直した。
[令和6（2024）年度|FY2024]の予算が成立した。
[半年前|2023-12]に引っ越した。[1年半前|2022-12]に始め、[2年前の夏|2022-SU]に終えた。
展示は[今月3|2024-06-03~]〜[5日|2024-06-05~]に開かれた。
容疑者は[18日午後1時|2024-06-18T13:00]に入り、[同2時9分|2024-06-18T14:09]に出た。
[来年早々|2025|START]に決める。[年央|2024|MID]には回復する。[10年先|2034]を見据える。
勝負は五分五分だ。桜は七分咲きだった。一日乗車券を即日発送する。
結論は[2、3日|PXD]中に出る。
[第2四半期|2024-Q2]の売上高は増えた。
[第1四半期|FY2024-Q1]（[4〜6月期|2024-Q2]）の決算を発表した。
満員御礼は[十一日|P11D]を数えた。患者を[平均4・2年間|P4.2Y]追跡した。
[昨年1年間|2023]の件数は増えた。[1月上中旬|2024-01]の輸出は減った。
[9日午前1時48分ごろ|2024-06-09T01:48~|APPROX]から[58分ごろ|2024-06-09T01:58~|APPROX]にかけて発射した。
遅れは[15分|PT15M]から[20分|PT20M]だった。
捕虜は[16年|P16Y]から[20年|P20Y]の間、抑留された。
[平成十年の師走|1998-12]のことだった。[毎年春|XXXX-SP]に咲く。
[翌2013年3月|2013-03]に開いた。[正午すぎ|2024-06-19T12:00|AFTER]に着いた。
[毎週火、金曜|P1W]と[毎月第3日曜|XXXX-WXX-7]に開き、第3日曜に休む。
[週明け|2024-W26|START]に判断する。
選管は知事選を[7月10日|2024-07-10]告示、[27日|2024-07-27]投開票で行うことを決めた。20歳3カ月の騎手だ。
首相は[7月10日|2024-07-10]の選挙について、[15日|2024-06-15]に会見した。
重体の1人を含むことが[13日|2024-06-13]分かった。
日中関係は一時悪化した。前半11分に先制した。六日町で2月30日に会う。
"""

KANJI = """
省は[二十九日|2024-08-29]、[二〇二五年度|FY2025]予算を公表した。
[昨年四月|2023-04]に始まった休戦が[同十月|2023-10]に失効した。
[一日未明|2024-08-01TMO]に空爆があり、[同日|2024-08-01]、声明を出した。
[二三年|2023]の調査では、[十年|P10Y]ぶりに減り、[〇九年|2009]を下回った。
[十年間|P10Y]で減り、[十数年|PXY]かかった。
[十七|2024-08-17]、[十八両日|2024-08-18]に調べた。
[五分|PT5M]もたたないうちに逃げた。
[午後三時半|2024-08-30T15:30]に始まった。
"""

EARLIER = """
[16年度|FY2004]予算で決まり、[18年度|FY2006]に配備する。
"""

JANUARY = """
[昨年の大みそか|2023-12-31]に集まった。[12月28日|2023-12-28]の取引で上げた。
[昨年末|2023|END]に比べて下げた。[年明け|2024|START]の市場は荒れた。
[10〜12月期|2023-Q4]のGDPは減った。
"""

TABLES = [(MARKED, PUBLISHED), (KANJI, "2024-08-30"), (EARLIER, "2005-07-21"), (JANUARY, "2024-01-04")]
"""The sentences with the day on which they were published."""
LINES = [(line, published) for table, published in TABLES for line in table.strip().splitlines()]


def unmark(line):
    """The sentence without its marks, and what they say: (start, end, value, mod, whether it is in a range)."""
    text, wanted, last = "", [], 0
    for match in re.finditer(r"\[([^|\]]+)\|([^|\]~]+)(~?)(?:\|([^\]]+))?\]", line):
        text += line[last : match.start()]
        wanted.append((len(text), len(text) + len(match[1]), match[2], match[4] or "", bool(match[3])))
        text += match[1]
        last = match.end()
    return text + line[last:], wanted


def bare(text):
    """A parse without words: the text with its sentences."""
    paragraphs = sentences.paragraphs(text)
    return Parse(text, (), tuple(sentences.sentences(text, paragraphs)), paragraphs)


@pytest.fixture(scope="module")
def matcher():
    return Matcher(lexicon.folders())


@pytest.fixture(scope="module")
def parses(parser):
    texts = [unmark(line)[0] for line, _ in LINES]
    return dict(zip(texts, parser.pipe(texts), strict=True))


GOES_ON = "政府は2023年5月9日に港を閉じた。6月2日には船が沈んだ。9月4日に再開した。"
BACKGROUND = "会社は2005年12月3日に合併した。12月20日に上場した。"


@pytest.mark.model
@pytest.mark.parametrize(("text", "expected"), [(GOES_ON, ("2023-09", "inferred")), (BACKGROUND, ("", "none"))])
def test_a_full_date_from_which_the_text_goes_on(text, expected, parser, matcher):
    text = "港の行方\n\n戦いは長引いている。" + text
    (parse,) = parser.pipe([text])
    assert matcher.infer(parse) == expected


@pytest.mark.model
@pytest.mark.parametrize(("line", "published"), LINES)
def test_sentence(line, published, parses, matcher):
    text, wanted = unmark(line)
    dates = matcher.find(parses[text], published)
    found = [(date.start, date.end, date.value, date.mod, date.range_with is not None) for date in dates]
    assert [(text[a:b], *rest) for a, b, *rest in found] == [(text[a:b], *rest) for a, b, *rest in wanted]
    assert found == wanted


@pytest.mark.parametrize(
    ("text", "published", "value", "basis"),
    [
        ("2022年に", "", "2022", "explicit"),
        ("令和4年に", "", "2022", "era"),
        ("今年", "2022-11-25", "2022", "published"),
        ("今年", "2022-11", "2022", "published"),
        ("18日", "2022-11", "2022-11-18", "published"),
        ("18日", "", "XXXX-XX-18", "context"),
        ("11月18日", "", "XXXX-11-18", "context"),
        ("月曜日", "", "XXXX-WXX-1", "published"),
        ("午後3時", "", "T15:00", "published"),
        ("来週", "", "XXXX-WXX", "published"),
    ],
)
def test_value_and_basis(text, published, value, basis, matcher):
    (date,) = matcher.find(bare(text), published)
    assert (date.value, date.basis) == (value, basis)


def test_every_kind_of_expression_is_read():
    assert [kind for kind in KINDS if not hasattr(Reader, f"read_{kind}")] == []


def test_ends_of_a_range_point_at_each_other(matcher):
    dates = matcher.find(bare("会議は2日から5日まで、7日に開かれた。"), PUBLISHED)
    assert [date.range_with for date in dates] == [1, 0, None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5年前の新聞（2017年12月27日）は報じた。11月18日に発射した。", ("2022-11", "inferred")),
        ("昨年（2020年）は減った。", ("2021", "inferred")),
        ("2004年以来8年ぶりに優勝した。", ("2012", "inferred")),
        ("題名\n\n2022年11月25日\n\n本文の文章がここに続く。", ("2022-11-25", "text")),
        ("題名\nhttps://example.jp/2022/11/25/article.html\n\n本文。", ("2022-11-25", "url")),
        ("題名\n\n本文の文章。\n（2022年11月25日朝刊）", ("2022-11-25", "text")),
        ("題名\nhttps://www.nikkei.com/article/DGXZQOXX2512A0V21C22A1000000/\n\n本文。", ("2022-11", "url")),
        ("2022年の侵攻が始まりだった。06年に実験した。", ("", "none")),
        ("19日に会談した。", ("", "none")),
        ("", ("", "none")),
    ],
)
def test_infer(text, expected, matcher):
    assert matcher.infer(bare(text)) == expected


PIECES = """
今年 昨年 来月 先週 同日 翌日 同 翌 前年同期 年末 年度 毎週 月曜 （水） 午後 未明 現在 令和 昭和 西暦 元旦 この 約
2022年 22年 0年 9999年 2月 13月 30日 31日 二十九日 十二月 3時半 25時 99分 1日 3カ月 2年半 数日 10年 半 末 以降 前 後
から 〜 、 ・ の （ ） 2024/2/30 12/31 100世紀 990年代 第4四半期 以来 ぶり まで 。 １２ 〇 元年 千 万 / 営業日 億
同 泊 、3日 先 週明け 師走 58分 分から 1年間 第2四半期 平成元（1989）年 8/15 ・
""".split()  # noqa: SIM905  (seventy quoted strings would hide what they are)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=40)
PUBLICATIONS = st.dates().map(dt.date.isoformat) | st.sampled_from(["", "2022", "2022-11", "昨日", "2023-02-29"])


@settings(max_examples=400, deadline=None)
@given(text=TEXTS, published=PUBLICATIONS)
def test_whatever_the_text_values_are_timex3_and_spans_are_in_order(text, published, matcher):
    parse = bare(text)
    matcher.infer(parse)
    dates, last = matcher.find(parse, published), 0
    for i, date in enumerate(dates):
        assert last <= date.start < date.end <= len(text)
        assert timex.is_valid(date.type, date.value), date
        assert not (date.earliest and date.latest) or date.earliest <= date.latest
        assert date.basis in DATE_BASES
        assert date.mod in ("", *DATE_MODS)
        assert date.range_with is None or dates[date.range_with].range_with == i
        last = date.end


@given(
    text=st.sampled_from(["今日", "きのう", "明日", "あさって", "3日前", "10日後に", "2週間前", "前日", "本日"]),
    published=st.dates(dt.date(1950, 1, 1), dt.date(2050, 1, 1)),
    days=st.integers(-400, 400),
)
def test_relative_days_move_with_the_article(text, published, days, matcher):
    (before,) = matcher.find(bare(text), published.isoformat())
    (after,) = matcher.find(bare(text), (published + dt.timedelta(days=days)).isoformat())
    assert dt.date.fromisoformat(after.value) - dt.date.fromisoformat(before.value) == dt.timedelta(days=days)


def test_folding_keeps_offsets():
    text = "２０２４年６月１９日（水）〜２０日"
    assert len(numerals.fold(text)) == len(text)
