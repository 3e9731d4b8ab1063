"""One entity for each person, organisation and place: in the article, and over the corpus' rows."""

import pytest

from pipeline.entities import corpus, name_entities
from pipeline.schema import Annotation, Article, table


@pytest.fixture(scope="module")
def named(parser, annotator):
    def run(text, article_id="a"):
        parse = parser.parse(text)
        linked = name_entities(annotator.annotate(Article(article_id, "", text), parse), parse)
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


def test_nothing_found_is_nothing_named():
    annotation = Annotation(Article("a", "", ""), ())
    assert name_entities(annotation, None) is annotation


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
