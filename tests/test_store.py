import sqlite3

import pytest

from pipeline.schema import Failure
from pipeline.store import FOLDER, Item, LockedError, Store, StoreError, discard, lock, places


def file(outputs):
    return outputs / FOLDER / "store.sqlite"


def test_rows_come_back_by_code_point(tmp_path):
    with Store(tmp_path) as store:
        for name in ("b", "あ", "B", "𠮷", "￥", "a/1", "a"):
            store.put_article(name, "k", {"mentions": [(name, "1"), (name, "2")], "dates": []})
    with Store(tmp_path) as store:
        names = [row[0] for row in store.rows("mentions")]
        assert names[::2] == names[1::2] == sorted({*names})
        assert list(store.rows("dates")) == []
        assert store.article_ids() == sorted({*names})


def test_an_article_takes_the_place_of_its_former_self(tmp_path):
    with Store(tmp_path) as store:
        store.put_article("a", "1", {"mentions": [("old",)], "dates": [("old",)]})
        store.put_article("a", "2", {"mentions": [("\ud800 new",)]})
        assert list(store.rows("mentions")) == [("\ud800 new",)]
        assert list(store.rows("dates")) == []
        assert store.key("a") == "2"
        store.drop_articles(["a"])
        assert store.key("a") is None
        assert list(store.rows("mentions")) == []


def test_sources_and_what_they_gave(tmp_path):
    broken = Failure("x.jsonl", "", "read", "json", "x.jsonl:2: is no JSON")
    with Store(tmp_path) as store:
        store.put_item("/x.jsonl", 0, Item("a", "ka"))
        store.put_item("/x.jsonl", 1, Item("", "", broken))
        store.put_item("/x.jsonl", 2, Item("b", "kb"))
        store.put_source("/x.jsonl", "k")
        store.put_article("a", "ka", {})
        store.put_article("b", "another", {})
        assert store.sources() == {"/x.jsonl": "k"}
        assert list(store.items("/x.jsonl")) == [
            Item("a", "ka", None, done=True),
            Item("", "", broken),
            Item("b", "kb"),
        ]
    assert places(tmp_path) == {"a": "/x.jsonl", "b": "/x.jsonl"}
    with Store(tmp_path) as store:
        store.drop_sources(["/x.jsonl"])
        assert store.sources() == {}
        assert list(store.items("/x.jsonl")) == []


def test_what_was_not_finished_is_not_kept(tmp_path):
    def interrupted():
        with Store(tmp_path) as store:
            store.put_article("a", "1", {"mentions": [("a",)]})
            store.commit()
            store.put_article("b", "1", {"mentions": [("b",)]})
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    with Store(tmp_path) as store:
        assert store.article_ids() == ["a"]
        assert list(store.rows("mentions")) == [("a",)]


def test_a_fact_is_written_only_when_it_changes(tmp_path):
    with Store(tmp_path) as store:
        store.put_fact("why", {"rules": ["a"]})
    before = file(tmp_path).read_bytes(), file(tmp_path).stat().st_mtime_ns
    with Store(tmp_path) as store:
        store.put_fact("why", {"rules": ["a"]})
        store.put_fact("nothing", None)
        assert store.fact("why") == {"rules": ["a"]}
        assert store.fact("nothing") is None
    assert (file(tmp_path).read_bytes(), file(tmp_path).stat().st_mtime_ns) == before


def test_a_damaged_store_says_so(tmp_path):
    with Store(tmp_path) as store:
        store.put_article("a", "1", {"mentions": [("a" * 5000,)]})
    whole = file(tmp_path).read_bytes()
    file(tmp_path).write_bytes(b"no database at all, but a text" * 500)
    with pytest.raises(StoreError):
        Store(tmp_path)
    file(tmp_path).write_bytes(whole[:5000] + b"\xff" * (len(whole) - 5000))
    with pytest.raises(StoreError), Store(tmp_path) as store:
        list(store.rows("mentions"))
    discard(tmp_path)
    with Store(tmp_path) as store:
        assert store.article_ids() == []


def test_damaged_rows_say_so(tmp_path):
    with Store(tmp_path) as store:
        store.put_article("a", "1", {"mentions": [("a",)]})
    with sqlite3.connect(file(tmp_path)) as db:
        db.execute("UPDATE rows SET data = x'00'")
    db.close()
    with pytest.raises(StoreError), Store(tmp_path) as store:
        list(store.rows("mentions"))


def test_a_store_of_another_version_is_refused(tmp_path):
    with Store(tmp_path):
        pass
    with sqlite3.connect(file(tmp_path)) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(StoreError, match="another version"):
        Store(tmp_path)


def test_one_run_at_a_time(tmp_path):
    import os

    with lock(tmp_path), pytest.raises(LockedError) as caught, lock(tmp_path):
        pass
    assert caught.value.pid == os.getpid()
    with lock(tmp_path):
        pass


def test_places_of_nothing(tmp_path):
    assert places(tmp_path) == {}
    assert list(tmp_path.iterdir()) == []
