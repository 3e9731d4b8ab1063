"""Names in marked sentences: ``[ロシア国防省|ORG]``; the whole list is compared, so what is not marked counts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import lexicon, sentences
from pipeline.matchers import mentions
from pipeline.schema import LABELS
from pipeline.syntax import Parse, Word

MARK = re.compile(r"\[([^\]|]+)\|([A-Z_]+)\]")

MARKED = [
    # countries of one character
    "[日|GPE][米|GPE][韓|GPE]の高官が協議した。",
    "[朝|GPE][露|GPE]首脳会談を前に警備が強まった。",
    "大統領は来月、訪[露|GPE]する。",
    "訪[米|GPE]中の代表団が帰国した。",
    "[米|GPE]誌が特集を組んだ。",
    "[日|GPE][中|GPE]関係の改善を図る。",
    "日中の気温は三十度を超えた。",
    "今日の日程と時間は未定だ。",
    "二十日朝、独自に調べた。",
    "印刷した資料を独立した部屋に置いた。",
    "米の値段が上がり、農家は喜んだ。",
    "仏像を見て独占を論じた。",
    "反[日|GPE]デモが起きた。",
    # organisations keep their country
    "[ロシア国防省|ORG]は攻撃を認めた。",
    "[米政府|ORG]高官は否定した。",
    "[北朝鮮軍|ORG]の兵士が越境した。",
    "同国外務省は会見を開いた。".replace("外務省", "[外務省|ORG]"),
    "[山形県警|ORG]は男を逮捕した。",
    "[東京大|ORG]の[山田太郎|PERSON]教授が解説した。",
    "[国連|ORG]は[WHO|ORG]と協力する。",
    # people
    "[プーチン|PERSON]大統領は[金正恩|PERSON]総書記と会った。",
    "[アンナ・ペトロワ|PERSON]氏は首を振った。",
    "[李在明|PERSON]大統領が演説した。",
    "[小川|PERSON]容疑者を送検した。",
    "サッカー選手が集まり、チーム監督が話した。",
    "全候補が当選した。",
    "新しい大統領は[女王|PERSON]に会った。".replace("[女王|PERSON]", "女王"),
    "【[ソウル|GPE]=[森谷桂樹|PERSON]】[韓国|GPE]は反発した。",
    "[桐島ことり|PERSON]さんが受賞した。",
    "同連合会の[田浦義人|PERSON]会長は首を振った。",
    "[岸川|PERSON]名誉監督が花束を受け取った。",
    "横綱[磯乃嵐|PERSON]が敗れ、[磯乃嵐|PERSON]は無言だった。",
    "十両以上の関取が集まった。",
    # media
    "「[オハイオ・クーリエ|ORG]」紙は社説で論じた。",
    "[米|GPE]紙「[オハイオ・クーリエ|ORG]」が報じた。",
    "調印式に臨む首脳ら=[ロイター|ORG]",
    # places
    "[東京都|GPE][港区|GPE]で火災があった。",
    "[米|GPE][フロリダ州|GPE]で竜巻が起きた。",
    "[熱海|GPE]で土砂が崩れた。",
    "[日本|GPE]国内では販売していない。",
    "[ウクライナ人|NORP]の避難者を支援する。",
    "英語とロシア語を教える。",
    "タイトルを防衛し、タイヤを替えた。",
    # numbers and models
    "[国連安保理決議1718|LAW]の履行を求めた。",
    "[海自|ORG]の[P8A|PRODUCT]哨戒機が飛んだ。",
    "会場にはA4用紙が置かれた。",
    # compounds that end as organisations do
    "[ひまわり証券|ORG]が社名を変える。",
    "[パナマ運河|FAC]を船が通る。",
    "[ドイツ|GPE]本部は日本法人と[ヤフー株式会社|ORG]に触れた。".replace("日本法人", "[日本|GPE]法人"),
    # brackets: by the word beside them, by their neighbours, by a year or a publisher
    "代表作に「[霧の岬|WORK_OF_ART]」「[遠い灯台|WORK_OF_ART]」などがある。",
    "小説「[霧の岬|WORK_OF_ART]」が売れ、「[霧の岬|WORK_OF_ART]」は映画にもなった。",
    "監督は「[砂の道|WORK_OF_ART]」(1998年)で知られる。",
    "『[硝子の庭|WORK_OF_ART]』([青磁書房|ORG])が選ばれた。",
    "土産菓子・『[雪のしずく|PRODUCT]』を販売する。",
    "臨時列車として「[しおさい|PRODUCT]」を走らせ、運休した。",
    "毎年秋に「[みどりの収穫祭|EVENT]」が開かれる。",
    "「努力が足りない」と話した。",
    "寝台特急「[出雲|PRODUCT]」が[出雲市|GPE]に着いた。",
    "防災ヘリコプター「[若竹2|PRODUCT]([わかたけ・ツー|PRODUCT])」が飛んだ。",
    # parts of longer names
    "電車は新大阪へ向かった。",
    "[東松江市|GPE]で火災があった。",
    "[駒大苫小牧|ORG]が勝ち、[日大山形|ORG]が敗れた。",
    "[東京モノレール|ORG]が運転を再開した。",
    "[福島|GPE]大会の決勝が行われた。",
    "[農林水産省近畿農政局|ORG]が検査した。",
    "[アラスカ日報日本語版|ORG]が伝えた。",
    # schools and faculties
    "閉校する[山室小|ORG]の児童と[富来中|ORG]の生徒が歌った。",
    "今年は円高が進んだ。",
    "[宮城野大学文学部|ORG]の教授が講演した。",
    # numbered occasions and units
    "[第12回白鷺国際音楽祭|EVENT]が閉幕した。",
    "[第9旅団|ORG]が訓練を公開した。",
    "第3回大会が開かれた。",
    # initials, positions, players
    "[F.アロンソ|PERSON]選手が[M.シューマッハ|PERSON]選手を抜いた。",
    "A・B・Cさんの3人が証言した。",
    "初回、先発の[岸川|PERSON]が打者を抑えた。",
    "八回、[矢野|PERSON]の二塁打で同点とした。",
    "会場は[イチロー|PERSON]の一打に沸いた。",
    # teams called by their town's name
    "[阪神タイガース|ORG]は[広島|ORG]戦で敗れ、[広島|ORG]は首位に立った。",
    "[広島|GPE]で集会が開かれた。",
    # Latin readings
    "[ヘレン・ウィットカム|PERSON]([Helen Whitcombe|PERSON])氏が述べた。",
    # what is no name
    "原油高で[ロシア|GPE]製油所への攻撃が続いた。",
    "電気自動車(EV)の販売が伸びた。",
    "同市の市立小学校で授業があった。",
    # bodies called by common nouns
    "[国立海洋熱学センター|ORG]が発表した。",
    "[北方海流研究所|ORG]の[白石直樹|PERSON]研究員が解説した。",
    "再発防止対策委員会の[白石直樹|PERSON]委員長が解説した。",
    "[参院国土交通委員会|ORG]で審議された。",
    "[北極海洋観測プロジェクト|ORG](AMP)は画像を公開し、AMPの担当者が話した。".replace("AMP", "[AMP|ORG]"),
    "[国連スーダン監視派遣団|ORG]([UNSMM|ORG])が撤収した。",
    "[熊本海上保安部|ORG]が調べている。",
    "[緑風党|ORG]の党首が辞任し、[緑風党|ORG]は議席を失った。",
    "少数党の党首と各地の政党の党首が集まった。",
    "[中国外交部|ORG]の報道官が反論した。",
    # companies by what stands around them
    "電機大手[アルテミス|ORG]が減産を決め、[アルテミス|ORG]の社員が話した。",
    "大手ホームページ制作会社が倒産した。",
    "[Hokkonews|ORG]によると、列車は遅れた。",
    "詩集は[白波社|ORG]刊、2千円。",
    "[株式会社ノルデン醸造所|ORG]は創業百年を迎えた。",
    "菓子の「[ポルテル|PRODUCT]」が売れた。",
    "『[道の駅みずほ|FAC]』が開業した。",
    "歌手「[ミオリナ|PERSON]」として活動する。",
    "[ロデリック・パムス・オクタン|PERSON]が首位に立った。",
    "[グレアム|PERSON]・[英国|GPE]首相が会見した。",
    "[陸奥ハイテク|ORG](本社・[名古屋市|GPE])が新工場を建てる。",
    "[東証|ORG]に上場する[ノベルティア|ORG]が新工場を建てた。",
    "[島尾亮|PERSON]選手(トヨナカ)が優勝した。",
    # people called as places are
    "[山野|PERSON]会長が面会した。",
    "[長野優斗|PERSON]選手は笑顔だった。監督も[長野|PERSON]を励ました。",
    "[長野県|GPE]の[長野優斗|PERSON]選手は[長野|GPE]で生まれた。",
    "[在日ケニア大使館|ORG]が声明を出した。",
    # what only ends as a name does
    "医療センターの新棟が完成した。",
    "同大学大学院の教授が講演した。",
    "連続テレビ小説の収録が始まった。",
    "[アフリカ|LOC]豚熱の検査が続く。".replace("[アフリカ|LOC]", "アフリカ"),
    "[全国高校対話選手権|EVENT]に出場した。",
    # places by their endings and at the head of a report
    "[黒岩中継所|FAC]で首位に立った。",
    "[コルテア港|FAC]で船が沈んだ。",
    "[ファースト・ネルソン礁|LOC]で船が衝突した。",
    "【[弥生崎|GPE]】[弥生崎町|GPE]の朝市に人が集まり、[弥生崎線|FAC]も混んだ。",
    "【解説】朝市に人が集まった。",
    "[三重県|GPE][熊野|GPE]沖で船が転覆した。",
    "[秋田|GPE]・[福井|GPE]の両県警が調べた。",
    # sides of a match
    "[福井|ORG]3-1[鳥取|ORG]。[福井|ORG]は首位に立ち、[福井市|GPE]で祝賀会がある。",
    "[福井サンバード|ORG]が勝った。[福井|ORG]3-1[鳥取|ORG]。",
    "[東海学連選抜|ORG]が3位に入った。",
    "[第31回長崎島原間往復高校駅伝競走|EVENT]第1日は雪だった。",
    # countries before other names
    "[英|GPE][ランカスター大|ORG]が発表した。",
    "[米|GPE]投資ファンドが株を買った。",
    "[ロシア|GPE]艦隊が南下した。",
    "[米第七艦隊|ORG]が寄港した。",
    "[米国|GPE]産ではなく、兵糧米の一部が配られた。",
    # laws and products with letters
    "[海洋生物保全(MBC)法|LAW]に基づいて調べた。",
    "[日豪共同防衛条約|LAW]が結ばれた。",
    "水上無人艇[マルカV5|PRODUCT]が港を襲った。",
    # names that go on around a name of a place, of a person or of a body
    "[象潟交響楽団|ORG]が来日し、[象潟温泉|LOC]に泊まった。",
    "書店に「[桜庭葵衣著作集|WORK_OF_ART]」が並ぶ。",
    "「[象潟と周辺の漁村遺産|FAC]」が登録された。",
    "[立浪部屋|ORG]の力士が[奥ノ浜|PERSON]親方に会った。",
    "[カマル・ハッサン病院|FAC]に運ばれた。",
    "[国際連合安全保障理事会|ORG]が開かれ、[IAEA|ORG]事務局長が出席した。",
    "[新国立競技場|FAC]の建設が進む。",
    "[株式会社アイフル|ORG]が届け出た。",
    "町立[象潟小学校|ORG]と[横浜市|GPE]立中学校の生徒が歌った。",
    "[世界テニス協会|ORG]が日程を決め、国際金融機関が応じた。",
    "[中国|GPE]道路の「[中国|GPE]の鉄道」を論じた。".replace("[中国|GPE]道路の", ""),
    "主将の[岸川美咲|PERSON](17)=[象潟南高|ORG]=が先制した。",
    "[テリー伊藤|PERSON]氏が出演した。",
    "[ケルソ・アモリム|PERSON][ブラジル|GPE]外相が応じた。",
    "[韓国|GPE]紙が報じ、[日本|GPE]製品の不買が広がった。",
    "雪が積もった。(c)[AFP|ORG]/[Jane HARROW|PERSON]",
    "国会議員が官公庁に集まり、記録タイの白星を祝った。",
    "[三越象潟店|FAC]が閉まり、専門店が残った。",
    "[衆院予算委|ORG]と[米食品医薬品局|ORG]の[小児科諮問委員会|ORG]で論じた。",
    "路線は[日暮里・舎人線|FAC]と呼ばれる。",
    "俳優の・俳優・[ロジャー・ハント|PERSON]氏が来日した。".replace("俳優の・", ""),
    "[イスラエル|GPE]国防相と選挙管理委員は述べた。",
    "[Xbox360|PRODUCT]を発売し、[全日本選抜柔道選手権大会|EVENT]に協賛した。",
    "同僚の[結束達也|PERSON]([けっそく・たつや|PERSON])さんが助かった。",
    "[米国|GPE]産を米不足の対策とし、[米|GPE]構想を論じた。",
    "[宇宙航空研究開発機構|ORG]([宇宙機構|ORG])は、[宇宙機構|ORG]の施設を公開した。",
    "[象潟醤油株式会社|ORG]は、[象潟醤油|ORG]の名を残す。",
    # public offices as buildings, and newspapers called as their towns
    "[群馬県庁|ORG]は発表し、記者は[群馬県庁|FAC]前に集まった。",
    "[象潟新聞|ORG]が報じた。[象潟|ORG]によると、町長は[象潟|GPE]にいた。",
    # other labels
    "「[海洋資源協力条約|LAW]」に署名した。",
    "委員は[新テロ対策特別措置法案|LAW]を審議した。",
    "[世界柔道選手権大会|EVENT]の代表に決まった。",
    "映画「[月夜の灯台|WORK_OF_ART]」が公開された。",
    "[冷戦|EVENT]のさなかだった。",
]


def read(marked):
    """The sentence without its marks, and the names marked in it as (start, text, label)."""
    text, names, at = "", [], 0
    for mark in MARK.finditer(marked):
        text += marked[at : mark.start()]
        names.append((len(text), mark[1], mark[2]))
        text += mark[1]
        at = mark.end()
    return text + marked[at:], names


@pytest.fixture(scope="module")
def matcher():
    return mentions.Matcher(lexicon.folders())


@pytest.fixture(scope="module")
def parses(parser):
    texts = [read(marked)[0] for marked in MARKED]
    return dict(zip(texts, parser.pipe(texts), strict=True))


@pytest.mark.model
@pytest.mark.parametrize("marked", MARKED)
def test_names(marked, parses, matcher):
    text, names = read(marked)
    found = matcher.find(parses[text])
    assert [(m.start, text[m.start : m.end], m.label) for m in found] == names


def one(parser, matcher, text):
    return {text[m.start : m.end]: m for m in matcher.find(parser.parse(text))}


@pytest.mark.model
def test_titles_and_countries(parser, matcher):
    found = one(parser, matcher, "ロシアのプーチン大統領は、アルテム・リトキン極東連邦大学准教授と会った。")
    assert (found["プーチン"].title, found["プーチン"].country) == ("大統領", "RU")
    assert found["アルテム・リトキン"].title == "極東連邦大学准教授"
    assert found["極東連邦大学"].label == "ORG"


@pytest.mark.model
def test_a_diplomat_is_not_of_the_country_of_the_post(parser, matcher):
    found = one(parser, matcher, "ロシアのマリノフ駐北朝鮮大使が述べた。")
    assert (found["マリノフ"].title, found["マリノフ"].country) == ("駐北朝鮮大使", "RU")


@pytest.mark.model
def test_reading_is_a_second_mention_of_the_same_person(parser, matcher):
    found = one(parser, matcher, "韓国統一省の朴英子(パク・ヨンジャ)報道官は批判した。")
    assert found["パク・ヨンジャ"].canonical == "朴英子"
    assert found["朴英子"].title == "報道官"


@pytest.mark.model
def test_abbreviation_is_what_the_full_name_is(parser, matcher):
    found = one(parser, matcher, "南極気候研究所（ＳＣＲＩ）が発表した。ＳＣＲＩは来月も調べる。")
    assert (found["ＳＣＲＩ"].label, found["ＳＣＲＩ"].canonical) == ("ORG", "南極気候研究所")


@pytest.mark.model
def test_unlisted_name_before_its_abbreviation(parser, matcher):
    found = one(parser, matcher, "放送技術向上機構（ＢＧＫ）が意見を出した。ＢＧＫは調べを続ける。")
    assert (found["放送技術向上機構"].label, found["ＢＧＫ"].canonical) == ("ORG", "放送技術向上機構")


@pytest.mark.model
def test_repeated_names_are_found_everywhere(parser, matcher):
    text = "イリヤ・ボルコフ准教授が寄稿した。ボルコフの見方は違う。"
    found = [text[m.start : m.end] for m in matcher.find(parser.parse(text))]
    assert found == ["イリヤ・ボルコフ", "ボルコフ"]


@pytest.mark.model
def test_a_repeated_name_does_not_run_past_the_end_of_the_text(parser, matcher):
    text = "寄付は日本赤十字社、富山県災害対策本部、富山県共同募金会が受け付ける。相談は、富山県"
    last = matcher.find(parser.parse(text))[-1]
    assert (last.start, last.end) == (len(text) - 3, len(text))


@pytest.fixture
def own(tmp_path):
    (tmp_path / "mentions").mkdir()

    def write(*rows):
        path = tmp_path / "mentions" / "names.tsv"
        header = "surface\tlabel\tcanonical\tcountry\twikidata\taliases"
        path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
        return tmp_path

    return write


@pytest.mark.model
def test_names_of_a_user_win(parser, own):
    folder = own("日米韓\tORG\t日米韓事務局\tJP\tQ1\t三国局", "冷戦\tWORK_OF_ART\t\t\t\t")
    found = one(parser, mentions.Matcher(lexicon.folders(folder)), "日米韓と三国局は冷戦を論じた。")
    assert {text: (m.label, m.canonical, m.country) for text, m in found.items()} == {
        "日米韓": ("ORG", "日米韓事務局", "JP"),
        "三国局": ("ORG", "日米韓事務局", "JP"),
        "冷戦": ("WORK_OF_ART", "冷戦", ""),
    }


@pytest.mark.model
def test_a_name_of_one_character(parser, own):
    matcher = mentions.Matcher(lexicon.folders(own("鵬\tPRODUCT\t\t\t\t")))
    parse = parser.parse("新型機「鵬」は鵬の名で呼ばれる。")
    found = [(m.start, m.label) for m in matcher.find(parse) if parse.text[m.start : m.end] == "鵬"]
    assert found == [(4, "PRODUCT"), (7, "PRODUCT")]


def test_names_of_a_user_that_collide_name_both_lines(own):
    folder = own("青葉\tORG\t\t\t\t", "若葉\tORG\t\t\t\t", "青葉\tGPE\t\t\t\t")
    with pytest.raises(lexicon.LexiconError) as caught:
        mentions.Matcher(lexicon.folders(folder))
    assert caught.value.problems == (f"{folder / 'mentions/names.tsv'}:4: 青葉 stands on line 2 already",)


def test_aliases_of_a_user_that_collide_name_both_lines(own):
    folder = own("青葉\tORG\t\t\t\t若葉", "若葉\tGPE\t\t\t\t")
    with pytest.raises(lexicon.LexiconError) as caught:
        mentions.Matcher(lexicon.folders(folder))
    assert "names:2" in str(caught.value)
    assert "names:3" in str(caught.value)
    assert "若葉" in str(caught.value)


TAGS = [
    "名詞-固有名詞-人名-姓",
    "名詞-固有名詞-地名-一般",
    "名詞-普通名詞-一般",
    "助詞-格助詞",
    "補助記号-一般",
    "名詞-数詞",
]
PIECES = [
    "日",
    "米韓",
    "金",
    "大統領",
    "・",
    "ロシア",
    "省",
    "(",
    ")",
    "「",
    "」",
    "大",
    "ＵＮ",
    "=",
    "氏",
    "の",
    "3",
    "\n",
    "。",
    "プー",
]


def parse_of(pieces, tag="名詞-普通名詞-一般"):
    """A parse by hand: each piece is a word."""
    words, at = [], 0
    for i, piece in enumerate(pieces):
        word, this = piece if isinstance(piece, tuple) else (piece, tag)
        words.append(Word(i, at, at + len(word), word, word, "NOUN", this, "dep", i))
        at += len(word)
    text = "".join(word.text for word in words)
    paragraphs = sentences.paragraphs(text)
    return Parse(text, tuple(words), tuple(sentences.sentences(text, paragraphs)), paragraphs)


@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(TAGS)), max_size=40))
def test_any_words_give_names_in_order_that_do_not_overlap(pieces):
    parse = parse_of(pieces)
    found = FOUND.find(parse)
    ends = [0]
    for mention in found:
        assert ends[-1] <= mention.start < mention.end <= len(parse.text)
        assert mention.label in LABELS
        assert all(mention.rules)
        ends.append(mention.end)


FOUND = mentions.Matcher(lexicon.folders())
