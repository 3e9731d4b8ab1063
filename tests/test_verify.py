import hashlib
import json
import re

import pytest

from pipeline import entities, extract, store, verify, write
from tests import fake


@pytest.fixture
def outputs(tmp_path, monkeypatch):
    """The tables of three articles: a file, an extracted text, and a line."""
    monkeypatch.setattr(entities, "corpus", fake.corpus)
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_bytes("〈金〉が67発を発射した。\r\n労働者は30人。".encode("cp932"))
    (corpus / "b.md").write_text("---\ntitle: 題\n---\n〈李〉は2人と=3人。")
    (corpus / "c.jsonl").write_text(json.dumps({"id": "c1", "text": "\ufeff4"}) + "\n{\n")
    extract.extract(extract.Job((corpus,), tmp_path / "out"), engine=fake.engine)
    return tmp_path / "out"


def change(outputs, name, old, new):
    """Change a table as a careful forger would: with a new hash in the data package."""
    path = outputs / name
    data = re.sub(old, new, path.read_bytes().decode(), count=1)
    assert data.encode() != path.read_bytes()
    path.write_bytes(data.encode())
    package = json.loads((outputs / "datapackage.json").read_bytes())
    for resource in package["resources"]:
        if resource["path"] == name:
            resource["hash"] = f"sha256:{hashlib.sha256(data.encode()).hexdigest()}"
    (outputs / "datapackage.json").write_text(json.dumps(package))


def test_all_is_well(outputs):
    verdict = verify.verify(outputs)
    assert (verdict.problems, verdict.notes, verdict.tables) == ([], [], 8)
    assert verdict.rows == 3 + 4 + 2 + 2 + 5 + 1


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("quantities.csv", "67,67,67", "67,6x7,67", "quantities.csv:2: low is '6x7': no number"),
        ("quantities.csv", "a#q1", "a#q2", "quantities.csv:3: quantity_id a#q2 stands there already"),
        ("quantities.csv", "a#q1", "", "quantities.csv:2: quantity_id is empty"),
        ("quantities.csv", ",count,", ",weight,", "quantities.csv:2: kind is 'weight': none of count, money"),
        ("quantities.csv", "a#s1", "a#s9", "quantities.csv: a#q1: sentence_id a#s9 is not in sentences"),
        ("quantities.csv", ",67,4,6,", ",67,5,7,", "quantities.csv: a#q1: text is not what stands at 5, 7"),
        ("quantities.csv", ",67,4,6,", ",67,24,26,", "quantities.csv:3: is not in its place"),
        ("quantities.csv", "\na,.*", "", "quantities.csv: has 4 rows, but the data package says 5"),
        ("quantities.csv", "fake\n", "fake,more\n", "quantities.csv:2: 24 cells, not 23"),
        ("quantities.csv", "low", "least", "quantities.csv: its header is"),
        ("mentions.csv", "PERSON:金", "PERSON:王", "mentions.csv: a#m1: entity_id PERSON:王 is not in entities"),
        ("articles.csv", r",cp932,\d+,", ",cp932,99,", "articles.csv: a: characters is 99, not 2"),
        ("articles.csv", "\nb,", "\nA,", "articles.csv:3: is not in its place"),
        ("articles.csv", "(?s)\nb,.*", '\nb,"', "articles.csv: cannot be read"),
    ],
)
def test_what_is_wrong_is_told(outputs, name, old, new, problem):
    change(outputs, name, old, new)
    assert any(line.startswith(problem) for line in verify.verify(outputs).problems), verify.verify(outputs).problems


def test_a_file_that_is_not_the_one_written(outputs):
    (outputs / "dates.csv").write_bytes((outputs / "dates.csv").read_bytes() + b"\n")
    assert "dates.csv: is not the file" in verify.verify(outputs).problems[0]
    (outputs / "dates.csv").unlink()
    assert verify.verify(outputs).problems == ["dates.csv: cannot be read: No such file or directory"]


def test_no_data_package(outputs):
    (outputs / "datapackage.json").write_text('{"resources": [')
    assert "cannot be read" in verify.verify(outputs).problems[0]
    (outputs / "datapackage.json").write_text('{"resources": []}')
    assert verify.verify(outputs).problems == []
    (outputs / "datapackage.json").unlink()
    assert "no finished run" in verify.verify(outputs).problems[0]


@pytest.mark.parametrize(
    ("harm", "article"),
    [
        (lambda outputs: (outputs.parent / "corpus" / "a.txt").unlink(), "a"),
        (lambda outputs: (outputs / write.text_path("b")).write_text("another text"), "b"),
        (lambda outputs: (outputs.parent / "corpus" / "c.jsonl").write_text(""), "c1"),
    ],
)
def test_texts_that_are_gone_are_told(outputs, harm, article):
    harm(outputs)
    verdict = verify.verify(outputs)
    assert verdict.problems == []
    assert verdict.notes == [
        f"rows of 1 articles were not checked against their texts, which are gone or changed: {article}"
    ]


def test_sources_are_found_without_the_store(outputs, monkeypatch):
    store.discard(outputs)
    monkeypatch.chdir(outputs.parent)
    assert verify.verify(outputs).notes == []


def test_many_problems_of_one_kind_are_counted(tmp_path, monkeypatch):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text(" ".join(map(str, range(100))))
    monkeypatch.setattr(entities, "corpus", fake.corpus)
    extract.extract(extract.Job((corpus,), tmp_path / "out"), engine=fake.engine)
    (corpus / "a.txt").rename(corpus / "b.txt")
    data = (tmp_path / "out" / "quantities.csv").read_text().replace(",count,", ",weight,")
    (tmp_path / "out" / "quantities.csv").write_text(data)
    problems = verify.verify(tmp_path / "out").problems
    assert len(problems) == 1 + 20 + 1
    assert problems[-1] == "quantities.csv: 80 more rows with the same trouble: kind value"
