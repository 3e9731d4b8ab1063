"""One entity for each person, organisation and place, in the article and over the corpus' rows; and who said what."""

import pytest

from pipeline.entities import corpus
from pipeline.link import Linker
from pipeline.schema import Annotation, Article, table
from pipeline.syntax import Parse


@pytest.fixture(scope="module")
def named(parser, annotated):
    def run(text, article_id="a"):
        parse = parser.parse(text)
        linked = annotated(Article(article_id, "", text), parse)
        return [(text[m.start : m.end], m.canonical, m.entity_id) for m in linked.mentions]

    return run


@pytest.mark.model
def test_short_forms_take_the_fullest_form_of_the_article(named):
    assert named("ウラジーミル・プーチン大統領は会見した。プーチン氏は金正恩総書記に触れた。金氏は応じた。") == [
        ("ウラジーミル・プーチン", "ウラジーミル・プーチン", "PERSON:ウラジーミル・プーチン"),
        ("プーチン", "ウラジーミル・プーチン", "PERSON:ウラジーミル・プーチン"),
        ("金正恩", "金正恩", "PERSON:金正恩"),
        ("金", "金正恩", "PERSON:金正恩"),
    ]


@pytest.mark.model
def test_country_is_one_however_it_is_written(named):
    assert {(form, canonical) for form, canonical, _ in named("米誌は北朝鮮を論じた。米国は黙った。")} == {
        ("米", "米国"),
        ("北朝鮮", "北朝鮮"),
        ("米国", "米国"),
    }
    assert named("アメリカは米紙に反論した。") == [
        ("アメリカ", "アメリカ", "GPE:米国"),
        ("米", "アメリカ", "GPE:米国"),
    ]


@pytest.mark.model
def test_listed_organisation_is_one(named):
    assert named("国連安全保障理事会は会合を開いた。安保理は結論を出さなかった。") == [
        ("国連安全保障理事会", "国連安全保障理事会", "ORG:国連安全保障理事会"),
        ("安保理", "国連安全保障理事会", "ORG:国連安全保障理事会"),
    ]


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        ("南沙諸島の沖で衝突した。南沙をめぐる対立が続く。", "南沙", "南沙諸島"),
        ("韓国軍合同参謀本部が発表した。合同参謀本部は警戒を強めた。", "合同参謀本部", "韓国軍合同参謀本部"),
        ("松江地方裁判所に提訴した。松江地裁は請求を退けた。", "松江地裁", "松江地方裁判所"),
        ("高知県で大雨が降った。高知では川があふれた。", "高知", "高知県"),
    ],
)
def test_short_form_takes_the_long_one_beside_it(named, text, short, full):
    found = {form: (canonical, entity_id) for form, canonical, entity_id in named(text)}
    assert found[short] == found[full]
    assert found[short][0] == full


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("ニューヨーク州で雪が降った。ニューヨークでは列車が止まった。", {"ニューヨーク州", "ニューヨーク"}),
        ("東明治生命保険が発表した。明治生命保険は応じた。", {"東明治生命保険", "明治生命保険"}),
        ("関東平野で気温が上がった。関東では水が足りない。", {"関東平野", "関東"}),
        ("高知県と高知市が話し合った。高知は雨だった。", {"高知県", "高知市", "高知"}),
    ],
    ids=["city", "company", "plain", "either"],
)
def test_what_only_sounds_short_stays_itself(named, text, forms):
    found = {form: canonical for form, canonical, _ in named(text)}
    assert found == {form: form for form in forms}


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "entity_id"),
    [
        ("東京地裁は請求を退けた。", "ORG:東京地方裁判所"),
        ("西鉄は値上げする。", "ORG:西日本鉄道"),
        ("沖縄で祭りがあった。", "GPE:沖縄県"),
        ("北京市で会合が開かれた。", "GPE:北京"),
        ("四国で雨が続く。", "LOC:四国地方"),
        ("東ドイツで暮らした。", "GPE:東ドイツ"),
    ],
)
def test_canonical_is_the_articles_own_form_of_what_is_known(named, text, entity_id):
    ((form, canonical, known),) = named(text)
    assert (canonical, known) == (form, entity_id)


@pytest.mark.model
def test_former_state_is_no_fuller_form(named):
    assert named("旧ソ連は崩壊した。ソ連の国々は独立した。") == [
        ("旧ソ連", "ソ連", "GPE:ソ連"),
        ("ソ連", "ソ連", "GPE:ソ連"),
    ]


@pytest.mark.model
def test_abbreviation_tells_another_countrys_party(named):
    assert {entity_id for _, _, entity_id in named("自由民主党（FDP）が勝った。FDPは喜んだ。")} == {
        "ORG:ドイツ自由民主党"
    }
    assert named("自由民主党が負けた。") == [("自由民主党", "自由民主党", "ORG:自由民主党")]


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("ジョン・ド・シャルマン委員長が会見した。ド・シャルマン委員長は退いた。", "ジョン・ド・シャルマン"),
        ("スラン・チャイヤデット首相が会見した。スラン首相は退いた。", "スラン・チャイヤデット"),
        ("エマ・ロナ・ティルさんが祝われた。エマ・ティルさんは笑った。", "エマ・ロナ・ティル"),
    ],
    ids=["last words", "first word", "middle left out"],
)
def test_foreign_name_with_words_left_out(named, text, full):
    assert {canonical for _, canonical, _ in named(text)} == {full}


@pytest.mark.model
def test_foreign_names_of_one_family_stay_two(named):
    found = named("ルカ・カラビッチさんと父のラド・カラビッチさんが語った。")
    assert [canonical for _, canonical, _ in found] == ["ルカ・カラビッチ", "ラド・カラビッチ"]


@pytest.fixture(scope="module")
def linked(parser, annotated):
    def run(text):
        parse = parser.parse(text)
        return annotated(Article("a", "", text), parse)

    return run


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("佐藤首相は所信を述べた。", [("佐藤", "首相", "JP")]),
        ("英国の佐藤首相は所信を述べた。", [("佐藤", "首相", "GB")]),
        ("佐藤社長は所信を述べた。", [("佐藤", "社長", "")]),
        ("李首相は所信を述べた。", [("李", "首相", "")]),
        ("佐藤内閣が発足した。", [("佐藤", "", "")]),
        ("佐藤、田村両被告は争った。", [("田村", "被告", "")]),
    ],
)
def test_title_and_country_of_a_person(linked, text, titles):
    people = [mention for mention in linked(text).mentions if mention.label == "PERSON"]
    assert [(text[each.start : each.end], each.title, each.country) for each in people] == titles


@pytest.mark.model
def test_rules_of_the_users_own_win(parser, annotator, tmp_path):
    folder = tmp_path / "mentions"
    folder.mkdir()
    (folder / "title_bounds.tsv").write_text("words\tkind\n代表\tnone\n", encoding="utf-8")
    parse = parser.parse("佐藤代表は所信を述べた。")
    annotation = annotator.annotate(Article("a", "", parse.text), parse)
    assert [Linker(models).link(annotation, parse).mentions[0].title for models in (None, tmp_path)] == ["代表", ""]


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("秋田県霧沢市で火事があった。霧沢市は寒い。", ["JP", "JP", "JP"]),
        ("ヨルダンのアカバで火事があった。", ["JO", "JO"]),
        ("ヨルダンと霧沢市が話し合った。", ["JO", ""]),
        ("日本の中東政策が変わる。", ["JP", ""]),
    ],
    ids=["inside", "of", "beside", "known"],
)
def test_place_is_in_the_country_that_is_told(linked, text, countries):
    assert [mention.country for mention in linked(text).mentions] == countries


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "source", "name", "kind"),
    [
        ("オリオン電機は工場を閉じる。同社は「需要が減った」と述べた。", "同社", "オリオン電機", "organization"),
        ("オリオン電機は工場を閉じる。同社の幹部は「需要が減った」と話した。", "同社の幹部", "同社の幹部", "unnamed"),
        ("東海市は計画を決めた。同市環境課は「来年に始める」と述べた。", "同市環境課", "東海市環境課", "organization"),
        ("東海市は計画を決めた。同市は「来年に始める」と述べた。", "同市", "東海市", "organization"),
        ("中国側は「来年に始める」と述べた。", "中国側", "中国", "country"),
        ("読売新聞関西版によると、工場で火事があった。", "読売新聞関西版", "読売新聞", "organization"),
        ("Jリーグの浦和レッズは「来年に始める」と述べた。", "Jリーグの浦和レッズ", "浦和レッズ", "organization"),
        ("同じ報道によると、工場で火事があった。", "同じ報道", "同じ報道", "media"),
        ("ロシアの国連大使は「協議を続ける」と述べた。", "ロシアの国連大使", "ロシアの国連大使", "person"),
        ("国防省（東京）の幹部は「需要が減った」と話した。", "国防省（東京）の幹部", "国防省（東京）の幹部", "unnamed"),
        (
            "東洋経済協会が昨年まとめた調査によると、費用が増えた。",
            "東洋経済協会が昨年まとめた調査",
            "東洋経済協会",
            "document",
        ),
        ("県連合会がまとめた調査によると、費用が増えた。", "県連合会がまとめた調査", "県連合会", "document"),
        ("産経新聞の報道によると、工場で火事があった。", "産経新聞の報道", "産経新聞", "media"),
        ("読売新聞ほかの報道によると、工場で火事があった。", "読売新聞ほかの報道", "読売新聞", "media"),
        ("オリオン電機の説明によると、工場で火事があった。", "オリオン電機の説明", "オリオン電機", "organization"),
        ("福井県の発表によると、橋で事故があった。", "福井県の発表", "福井県", "organization"),
        (
            "海上安全ネットワークの調べによると、船が沈んだ。",
            "海上安全ネットワークの調べ",
            "海上安全ネットワーク",
            "organization",
        ),
        (
            "読売新聞と毎日新聞が伝えた。読売、毎日によると、けが人はいない。",
            "読売、毎日",
            "読売新聞、毎日新聞",
            "media",
        ),
        (
            "公園を管理する「町みどりの協会」が会見した。同協会は「点検した」と述べた。",
            "同協会",
            "町みどりの協会",
            "organization",
        ),
        (
            "中央国立博物館は来月に開く。同博物館によると、展示は三百点に上る。",
            "同博物館",
            "中央国立博物館",
            "organization",
        ),
        ("番組「朝の旅路」が終わる。同番組は「来月に終える」と伝えた。", "同番組", "朝の旅路", "media"),
        (
            "事務機メーカー・タカバヤシの製品でけが人が出た。同社は「調べる」と述べた。",
            "同社",
            "タカバヤシ",
            "organization",
        ),
        ("和服の専門店「藍の蔵」が破産した。同社は「調べる」と述べた。", "同社", "藍の蔵", "organization"),
        ("北側一雄国土交通大臣は「協議を続ける」と述べた。", "北側一雄国土交通大臣", "北側一雄", "person"),
        (
            "読売新聞が伝えた富山北署の調べによると、男は逃げていた。",
            "読売新聞が伝えた富山北署の調べ",
            "富山北署",
            "organization",
        ),
        ("県の発表によると、橋で事故があった。", "県の発表", "県", "organization"),
        (
            "在ニューヨーク総領事館によると、雨が降った。",
            "在ニューヨーク総領事館",
            "在ニューヨーク総領事館",
            "organization",
        ),
        ("今回の発表によると、橋で事故があった。", "発表", "発表", "document"),
        ("読売新聞の調べによると、けが人はいない。", "読売新聞の調べ", "読売新聞", "media"),
        ("東洋大や福井県の発表によると、水が流れていた。", "東洋大や福井県の発表", "東洋大や福井県", "organization"),
        ("日本サッカー協会は会見を開いた。協会は「点検した」と述べた。", "協会", "日本サッカー協会", "organization"),
        ("ラジオ・オーストラリアは、橋が落ちたと報じた。", "ラジオ・オーストラリア", "ラジオ・オーストラリア", "media"),
    ],
)
def test_source_is_named(linked, text, source, name, kind):
    claim = linked(text).claims[-1]
    assert (text[slice(*claim.source)], claim.source_name, claim.source_kind) == (source, name, kind)


@pytest.mark.model
@pytest.mark.parametrize(
    ("source", "title"), [("佐藤氏", ""), ("佐藤さん", ""), ("佐藤社長", "社長"), ("佐藤夫人", "夫人")]
)
def test_form_of_address_is_no_title(linked, source, title):
    (claim,) = linked(f"{source}は「来年に始める」と述べた。").claims
    assert (claim.source_name, claim.source_title) == ("佐藤", title)


@pytest.mark.model
def test_branch_is_no_company(linked):
    text = "オリオン電機は値上げする。青森支社も準備した。同社は「来年に始める」と述べた。"
    assert linked(text).claims[-1].source_name == "オリオン電機"


@pytest.mark.model
def test_both_papers_are_the_two_that_were_heard(linked):
    two = "毎日新聞・読売新聞によると、工場で火事があった。"
    assert linked(two + "両紙によると、けが人はいない。").claims[-1].source_name == "毎日新聞・読売新聞"
    three = "産経新聞によると、工場は閉まっていた。" + two
    assert linked(three + "両紙によると、けが人はいない。").claims[-1].source_name == "両紙"


@pytest.mark.model
def test_two_people_of_one_family_name_stay_two(named):
    found = named("山田太郎社長と山田花子監督が対談した。山田社長は笑い、山田監督はうなずいた。")
    assert [canonical for _, canonical, _ in found] == ["山田太郎", "山田花子", "山田太郎", "山田花子"]


@pytest.mark.model
def test_space_within_a_name_makes_no_other_person(named):
    assert {entity_id for _, _, entity_id in named("山田　太郎社長が退く。山田太郎社長は黙った。")} == {
        "PERSON:山田太郎"
    }


@pytest.mark.model
def test_family_name_alone_stays_within_its_article(named):
    assert named("田中社長は謝罪した。", "x/1") == [("田中", "田中", "PERSON:田中@x/1")]


def test_nothing_found_is_nothing_tied():
    annotation = Annotation(Article("a", "", ""), ())
    assert Linker().link(annotation, Parse("", (), (), ())) == annotation


HEADER = table("mentions").header
ENTITIES = table("entities").header


def row(article, text, entity_id, canonical=None, *, title="", country=""):
    cells = dict.fromkeys(HEADER, "")
    cells |= {"article_id": article, "text": text, "entity_id": entity_id, "label": entity_id.partition(":")[0]}
    cells |= {"canonical": canonical or text, "title": title, "country": country}
    return tuple(cells[name] for name in HEADER)


def run(rows, published=None, wikidata=None):
    rows, merged = corpus(rows, published or {}, wikidata)
    return [dict(zip(ENTITIES, each, strict=True)) for each in rows], merged


def test_entities_count_and_date_their_mentions():
    rows = [
        row("b", "米", "GPE:米国", "米国", country="US"),
        row("a", "アメリカ", "GPE:米国", "アメリカ", country="US"),
        row("a", "国連", "ORG:国連"),
        row("c", "米", "GPE:米国", "米国", country="US"),
    ]
    found, merged = run(rows, {"a": "2024-02-01", "b": "2023-05-05", "c": ""}, {"GPE:米国": "Q30"})
    assert merged == {}
    assert [each["entity_id"] for each in found] == ["GPE:米国", "ORG:国連"]
    assert tuple(found[0].values()) == (
        *("GPE:米国", "アメリカ", "GPE", "US", "Q30", "アメリカ|米", "3", "3"),
        *("2023-05-05", "2024-02-01"),
    )


def test_family_name_joins_the_one_full_name_of_its_title_and_country():
    rows = [
        row("a", "ジョン・スミス", "PERSON:ジョン・スミス", title="首相", country="GB"),
        row("b", "スミス", "PERSON:スミス@b", title="首相", country="GB"),
    ]
    found, merged = run(rows)
    assert merged == {"PERSON:スミス@b": "PERSON:ジョン・スミス"}
    assert [(each["entity_id"], each["mentions"]) for each in found] == [("PERSON:ジョン・スミス", "2")]


@pytest.mark.parametrize(
    ("title", "country"),
    [("", "GB"), ("首相", ""), ("外相", "GB"), ("首相", "US")],
    ids=["none", "nowhere", "other", "else"],
)
def test_family_name_alone_is_never_enough(title, country):
    rows = [
        row("a", "ジョン・スミス", "PERSON:ジョン・スミス", title="首相", country="GB"),
        row("b", "スミス", "PERSON:スミス@b", title=title, country=country),
    ]
    assert run(rows)[1] == {}


def test_family_name_of_two_people_joins_neither():
    rows = [
        row("a", "金一郎", "PERSON:金一郎", title="外相", country="KR"),
        row("b", "金二郎", "PERSON:金二郎", title="外相", country="KR"),
        row("c", "金", "PERSON:金@c", title="外相", country="KR"),
    ]
    assert run(rows)[1] == {}


def test_spellings_of_a_foreign_name_are_one():
    rows = [
        row("a", "ヴィクトル・オルロフ", "PERSON:ヴィクトル・オルロフ", title="大統領", country="RU"),
        row("a", "ヴィクトル・オルロフ", "PERSON:ヴィクトル・オルロフ", title="大統領", country="RU"),
        row("b", "ビクトール・オルロフ", "PERSON:ビクトール・オルロフ"),
        row("c", "オルロフ", "PERSON:オルロフ@c", title="大統領", country="RU"),
    ]
    found, merged = run(rows)
    kept = "PERSON:ヴィクトル・オルロフ"
    assert merged == {"PERSON:ビクトール・オルロフ": kept, "PERSON:オルロフ@c": kept}
    assert [(each["entity_id"], each["mentions"]) for each in found] == [(kept, "4")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ビクトル・オルロフ", "RU"), ("ヴィクトル・オルロフ", "UA")),
        (("ビクトル・オルロフ", ""), ("ビクトリ・オルロフ", "")),
        (("オルロフ", ""), ("オールロフ", "")),
    ],
    ids=["countries", "sound", "family names"],
)
def test_other_people_stay_two(one, other):
    rows = [row("a", name, f"PERSON:{name}", country=country) for name, country in (one, other)]
    assert run(rows)[1] == {}


def test_family_names_alone_join_one_another_by_title_and_country():
    rows = [row(name, "スミス", f"PERSON:スミス@{name}", title="首相", country="GB") for name in "cab"]
    found, merged = run(rows)
    assert merged == {"PERSON:スミス@b": "PERSON:スミス@a", "PERSON:スミス@c": "PERSON:スミス@a"}
    assert len(found) == 1


def test_order_of_rows_does_not_matter():
    rows = [
        row("a", "ジョン・スミス", "PERSON:ジョン・スミス", title="首相", country="GB"),
        row("b", "スミス", "PERSON:スミス@b", title="首相", country="GB"),
        row("c", "スミス", "PERSON:スミス@c", title="首相", country="GB"),
        row("c", "英", "GPE:英国", "英国", country="GB"),
    ]
    assert corpus(rows, {}) == corpus(rows[::-1], {})
