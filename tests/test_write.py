import csv
import json
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import pipeline
from pipeline import frames, write
from pipeline.schema import BY_NAME, TABLES

HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝１",
    "＋１",
    "－１",
    "＠",
    "'=1",
    "''",
    "'''=1",
    "'",
    "'a",
]
SPREADSHEET = re.compile(r"[=+\-@\t\r\n＝＋－＠]")


def row(table, **cells):
    return tuple(cells.get(name, "") for name in table.header)


def article(name="a", **cells):
    return row(BY_NAME["articles"], article_id=name, published_basis="none", characters="3", **cells)


def quantity(name="a", number=1, **cells):
    return row(BY_NAME["quantities"], article_id=name, quantity_id=f"{name}#q{number}", **{"kind": "count"} | cells)


def published(outputs, tables, **options):
    files = write.publish(outputs, lambda table: tables.get(table.name, ()), **options)
    return {file.name: file for file in files}


@given(st.one_of(st.text(), st.text("'=+-@\t\r\n＝＋－＠a")))
@example("'=1")
@example("''")
def test_escaping_is_undone_and_leaves_no_formula(cell):
    escaped = write.escape(cell)
    assert write.unescape(escaped) == cell
    assert not SPREADSHEET.match(escaped)


@given(st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"]))), min_size=1))
@settings(max_examples=25, deadline=None)
def test_every_text_comes_back_from_csv(tmp_path_factory, cells):
    outputs = tmp_path_factory.mktemp("outputs")
    published(outputs, {"quantities": [quantity(number=i, text=cell, item=cell) for i, cell in enumerate(cells)]})
    with (outputs / "quantities.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert [write.unescape(each["text"]) for each in rows] == cells
    assert [write.unescape(each["item"]) for each in rows] == cells


def test_csv_to_the_letter(tmp_path):
    published(tmp_path, {"quantities": [quantity(text='約"30",万', item="=人\r\n", value="-3", low="-3")]})
    data = (tmp_path / "quantities.csv").read_bytes().decode()
    header, _, rest = data.partition("\n")
    assert header == ",".join(BY_NAME["quantities"].header)
    assert rest == 'a,,a#q1,"約""30"",万",,,count,-3,-3,,,,,"\'=人\r\n",,,,,,,,,\n'


def test_a_row_of_another_length_is_refused(tmp_path):
    with pytest.raises(ValueError, match="a row of articles has 1 cells, not 17"):
        published(tmp_path, {"articles": [("a",)]})
    assert not [path for path in tmp_path.iterdir() if path.is_file()]


def test_all_formats_say_the_same(tmp_path):
    rows = [
        quantity(number=1, text="NA", value="67", low="0.5", start="3", item="=1"),
        quantity(number=2, text="null", value="123456789012345678901234567890", high="-2"),
    ]
    published(tmp_path / "all", {"quantities": rows, "articles": [article()]}, formats=("csv", "jsonl", "parquet"))
    lines = [json.loads(line) for line in (tmp_path / "all" / "quantities.jsonl").read_text().splitlines()]
    assert [(line["text"], line["value"], line["low"], line["start"], line["item"]) for line in lines] == [
        ("NA", 67, 0.5, 3, "=1"),
        ("null", 123456789012345678901234567890, None, None, None),
    ]
    found = []
    for kind in ("csv", "jsonl", "parquet"):
        published(tmp_path / kind, {"quantities": rows, "articles": [article()]}, formats=(kind,))
        found.append(pipeline.load(tmp_path / kind))
        assert sorted(path.suffix for path in (tmp_path / kind).iterdir()) == sorted(["." + kind] * 8 + [".json"])
    for tables in found:
        assert list(tables) == [table.name for table in TABLES]
        for name, frame in tables.items():
            assert frame.equals(found[0][name]), name
            assert frame.dtypes.astype(str).tolist() == [frames.DTYPES[column.type] for column in BY_NAME[name].columns]


def test_load_keeps_words_that_look_like_gaps(tmp_path):
    texts = ["NA", "null", "None", "nan", "67", "1e5", *HOSTILE]
    published(tmp_path, {"quantities": [quantity(number=i, text=text) for i, text in enumerate(texts)]})
    frame = pipeline.load(tmp_path).quantities
    assert frame["text"].tolist() == texts
    assert frame["item"].isna().all()
    assert frame["value"].isna().all()


def test_load_refuses_a_mixture_of_runs(tmp_path):
    with pytest.raises(frames.OutputsError, match="run kikigaki extract"):
        pipeline.load(tmp_path)
    published(tmp_path, {"articles": [article()]})
    kept = (tmp_path / "articles.csv").read_bytes()
    published(tmp_path, {"articles": [article("b")]})
    (tmp_path / "articles.csv").write_bytes(kept)
    with pytest.raises(frames.OutputsError, match=r"articles\.csv"):
        pipeline.load(tmp_path)
    (tmp_path / "datapackage.json").write_text("{}")
    with pytest.raises(frames.OutputsError, match="damaged"):
        pipeline.load(tmp_path)


def test_unknown_table():
    with pytest.raises(AttributeError):
        _ = frames.Tables(None, {}).nothing


def test_a_run_that_breaks_leaves_the_tables_as_they_were(tmp_path):
    published(tmp_path, {"articles": [article("old")]})
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    with pytest.raises(ValueError, match="a row of quantities has 1 cells"):
        published(tmp_path, {"articles": [article("new")], "quantities": [("a",)]})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before


def test_same_rows_same_bytes(tmp_path):
    tables = {"articles": [article("a"), article("b")], "quantities": [quantity()]}
    for name in ("one", "two"):
        published(tmp_path / name, tables, formats=write.FORMATS, texts=[(write.text_path("a"), "本文")])
    files = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file())
    assert len(files) == 26
    for path in files:
        assert (tmp_path / "one" / path).read_bytes() == (tmp_path / "two" / path).read_bytes()


def test_what_an_earlier_run_left_is_removed(tmp_path):
    (tmp_path / "texts").mkdir()
    for mine in ("README.md", ".my.tmp", "texts/mine.txt"):
        (tmp_path / mine).write_text("mine")
    texts = {write.text_path(name): name for name in "ab"}
    published(tmp_path, {}, formats=("csv", "jsonl"), texts=texts.items())
    (tmp_path / ".kikigaki-0123.tmp").write_text("half a file")
    (tmp_path / "texts" / ".kikigaki-0123.tmp").write_text("half a text")
    before = (tmp_path / "texts" / "a.txt").stat().st_mtime_ns
    former = [*texts, *(f"{table.name}.{kind}" for table in TABLES for kind in ("csv", "jsonl")), write.PACKAGE]
    published(tmp_path, {}, texts=[*texts.items()][:1], former=former)
    assert {path.name for path in tmp_path.iterdir()} == {
        *(f"{table.name}.csv" for table in TABLES),
        *("datapackage.json", "texts", "README.md", ".my.tmp"),
    }
    assert {path.name for path in (tmp_path / "texts").iterdir()} == {"a.txt", "mine.txt"}
    assert (tmp_path / "texts" / "a.txt").stat().st_mtime_ns == before


def test_a_text_is_kept_to_the_letter(tmp_path):
    text = "\ufeff一行目\r\n二行目\r三行目\n"
    published(tmp_path, {}, texts=[(write.text_path("a"), text)])
    assert (tmp_path / "texts" / "a.txt").read_bytes().decode() == text


@pytest.mark.parametrize(
    ("article_id", "path"),
    [
        ("2024-06-19_会談", "texts/2024-06-19_会談.txt"),
        ("外交/日米", "texts/外交%2F日米.txt"),
        ("../../etc/passwd", "texts/%2E%2E%2F%2E%2E%2Fetc%2Fpasswd.txt"),
        (".hidden", "texts/%2Ehidden.txt"),
        ("a%2Fb c", "texts/a%252Fb%20c.txt"),
        ("か\u3099", "texts/か%E3%82%99.txt"),
        ("\ud800", "texts/%ED%A0%80.txt"),
    ],
)
def test_text_path(article_id, path):
    assert write.text_path(article_id) == path


@given(st.lists(st.text(st.characters()), unique=True, max_size=20))
@example(["あ" * 300, "あ" * 299, "あ" * 300 + "い"])
@example(["a", "a~", "a%7E", "~"])
def test_text_paths_are_safe_and_never_shared(article_ids):
    paths = [write.text_path(article_id) for article_id in article_ids]
    assert len({*paths}) == len(paths)
    for path in paths:
        folder, slash, name = path.partition("/")
        assert (folder, slash) == ("texts", "/")
        assert len(name.encode()) <= 255
        assert not name.startswith(".") or name == ".txt"
        assert not re.search(r"[/\0\\]", name)


def test_formats_are_checked(monkeypatch):
    write.check_formats(["csv", "jsonl", "parquet"])
    with pytest.raises(write.FormatError, match="xlsx"):
        write.check_formats(["csv", "xlsx"])
    with pytest.raises(write.FormatError, match="no format"):
        write.check_formats([])
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(write.FormatError, match=r"pip install 'kikigaki\[parquet\]'"):
        write.check_formats(["parquet"])


def test_frictionless_agrees(tmp_path):
    frictionless = pytest.importorskip("frictionless")
    rows = {
        "articles": [article("a", text_path="texts/a.txt"), article("b")],
        "sentences": [row(BY_NAME["sentences"], article_id="a", sentence_id="a#s1", start="0", end="3", role="body")],
        "quantities": [quantity(sentence_id="a#s1", value="67", low="67", high="67.5", text="=67\n発")],
        "errors": [row(BY_NAME["errors"], source_path="x.pdf", stage="read", code="unsupported")],
    }
    published(tmp_path, rows)
    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])
    assert report.stats["tasks"] == len(TABLES)
    published(tmp_path, rows | {"quantities": [quantity(sentence_id="a#s9", kind="weight", value="x")]})
    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    kinds = {kind for (kind,) in report.flatten(["type"])}
    assert {"type-error", "constraint-error", "foreign-key"} <= kinds
