from pipeline import fingerprint


def test_the_same_twice():
    one, two = fingerprint.take(None, {"max_characters": 5}), fingerprint.take(None, {"max_characters": 5})
    assert one == two
    assert fingerprint.digest(one) == fingerprint.digest(two)
    assert fingerprint.changes(one, two) == []


def test_what_it_holds(tmp_path):
    (tmp_path / "quantities").mkdir()
    (tmp_path / "quantities" / "units.tsv").write_text("id\n")
    (tmp_path / "notes.txt").write_text("no rule")
    taken = fingerprint.take(tmp_path, {})
    assert "quantities/units.tsv" in taken["rules"]
    assert "your own quantities/units.tsv" in taken["rules"]
    assert not [name for name in taken["rules"] if "notes" in name]
    assert {"parse.py", "matchers/dates/matcher.py", "run.py"} <= taken["program"].keys()
    assert not {"cli.py", "workers.py"} & taken["program"].keys()
    assert taken["versions"]["spacy"].startswith("3.8")
    assert all(taken["versions"][name] for name in ("ginza", "ja-ginza", "SudachiPy", "SudachiDict-core", "python"))


def test_what_has_changed_is_told():
    before = {
        "rules": {"dates/eras.tsv": "1", "dates/gone.tsv": "1"},
        "versions": {"spacy": "3.8.16", "lxml": ""},
        "options": {"max_characters": "5"},
    }
    now = {
        "rules": {"dates/eras.tsv": "2", "dates/new.tsv": "1"},
        "versions": {"spacy": "3.8.18", "lxml": "6.0"},
        "options": {"max_characters": "5"},
    }
    assert fingerprint.changes(before, now) == [
        "rules changed: dates/eras.tsv, dates/gone.tsv, dates/new.tsv",
        "versions changed: lxml none -> 6.0, spacy 3.8.16 -> 3.8.18",
    ]
    assert fingerprint.digest(before) != fingerprint.digest(now)
    many = {"rules": {f"{i}.tsv": "1" for i in range(9)}}
    assert fingerprint.changes({}, many) == ["rules changed: 0.tsv, 1.tsv, 2.tsv, 3.tsv, 4.tsv and 4 more"]
