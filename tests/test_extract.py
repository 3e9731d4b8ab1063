import json
import os
import random
import shutil
import tempfile
from pathlib import Path

import pytest

import pipeline
from pipeline import entities, extract, read, store, verify, write
from pipeline.schema import Article, Failure, Result
from tests import fake


@pytest.fixture
def tmp_path():
    """A folder in memory where there is such a thing: these tests write many files to disk."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(entities, "corpus", fake.corpus)
    monkeypatch.setattr(os, "fsync", lambda file: None)


class Watch(extract.Silent):
    def __init__(self):
        self.said = []
        self.size = self.done = self.articles = self.works = 0

    def say(self, line):
        self.said.append(line)

    def begin(self, size):
        self.size = size

    def work(self):
        self.works += 1

    def advance(self, size, articles):
        self.done += size
        self.articles += articles


class Spy:
    """An engine that tells which articles it was asked for."""

    def __init__(self):
        self.asked = []

    def __call__(self, articles):
        for article, outcome in fake.engine(articles):
            self.asked.append(article.article_id)
            yield article, outcome


def fill(folder, **files):
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return folder


def run(corpus, outputs, engine=fake.engine, watch=None, **options):
    return extract.extract(extract.Job((corpus,), outputs, **options), watch, engine)


def tables(outputs):
    """Everything that readers see below the outputs."""
    return {
        path.relative_to(outputs).as_posix(): path.read_bytes()
        for path in sorted(outputs.rglob("*"))
        if path.is_file() and store.FOLDER not in path.parts
    }


def stats(outputs):
    return {path: path.stat().st_mtime_ns for path in outputs.rglob("*") if path.is_file() and path.name != "lock"}


def clean(corpus, tmp_path, **options):
    """The tables of a run that knows nothing of earlier ones."""
    shutil.rmtree(tmp_path / "clean", ignore_errors=True)
    run(corpus, tmp_path / "clean", **options)
    return tables(tmp_path / "clean")


def line(name, text, **more):
    return json.dumps({"id": name, "text": text, **more}, ensure_ascii=False) + "\n"


def test_a_first_run(tmp_path):
    corpus = fill(
        tmp_path / "corpus",
        a__txt="〈金〉が67発を発射した。\n〈金氏〉は3万人を派遣した。",
        b__md="---\ntitle: 二つ目\npublished: 2024-06-19\n---\n労働者は30人。",
        c__jsonl=line("c1", "1と2", published="2024-01-02") + "{\n" + line("c2", "〈金〉"),
        d__pdf="",
        e__png="",
    )
    watch = Watch()
    summary = run(corpus, tmp_path / "out", watch=watch)
    assert (summary.articles, summary.new, summary.unchanged, summary.removed, summary.skipped) == (4, 4, 0, 0, 1)
    assert [(each.article_id, each.code) for each in summary.failures] == [("", "json"), ("d", "unsupported")]
    assert summary.rows["quantities"] == 5
    assert summary.characters == 42
    assert summary.written
    assert watch.said == []
    assert (watch.articles, watch.done, watch.works) == (4, watch.size, 1)
    found = pipeline.load(tmp_path / "out")
    assert found.articles["article_id"].tolist() == ["a", "b", "c1", "c2"]
    assert found.articles["text_path"].fillna("").tolist() == ["", "texts/b.txt", "", ""]
    assert (tmp_path / "out" / "texts" / "b.txt").read_text() == "労働者は30人。"
    assert found.mentions["entity_id"].tolist() == ["PERSON:金"] * 3
    assert found.entities[["canonical", "mentions", "articles"]].to_numpy().tolist() == [["金", 3, 2]]
    assert found.errors["source_path"].tolist() == ["c.jsonl", "d.pdf"]
    verdict = verify.verify(tmp_path / "out")
    assert (verdict.problems, verdict.notes) == ([], [])


def test_nothing_to_do(tmp_path):
    corpus = fill(tmp_path / "corpus", a__txt="1", b__md="---\ntitle: x\n---\n2", bad__jsonl="{", worse__txt="!raise")
    first = run(corpus, tmp_path / "out")
    before = tables(tmp_path / "out"), stats(tmp_path / "out")
    spy, watch = Spy(), Watch()
    summary = run(corpus, tmp_path / "out", spy, watch)
    assert spy.asked == []
    assert (summary.new, summary.redone, summary.unchanged, summary.removed) == (0, 0, 3, 0)
    assert summary.failures == first.failures
    assert summary.rows == first.rows
    assert len(first.failures) == 2
    assert not summary.written
    assert (tables(tmp_path / "out"), stats(tmp_path / "out")) == before
    assert (watch.articles, watch.done, watch.works) == (0, watch.size, 0)


def test_only_what_changed_is_analysed(tmp_path):
    corpus = fill(tmp_path / "corpus", a__txt="1", b__txt="2", c__jsonl=line("c1", "3") + line("c2", "4"))
    run(corpus, tmp_path / "out")
    fill(corpus, b__txt="20", c__jsonl=line("c2", "4") + line("c0", "5"))
    (corpus / "a.txt").rename(corpus / "z.txt")
    spy = Spy()
    summary = run(corpus, tmp_path / "out", spy)
    assert sorted(spy.asked) == ["b", "c0", "z"]
    assert (summary.articles, summary.new, summary.redone, summary.unchanged, summary.removed) == (4, 2, 1, 1, 2)
    assert tables(tmp_path / "out") == clean(corpus, tmp_path)


def test_new_metadata_is_a_change(tmp_path):
    corpus = fill(tmp_path / "corpus", a__txt="1", b__txt="2")
    run(corpus, tmp_path / "out")
    fill(corpus, a__meta__yaml="published: 2024-06-19\n")
    spy = Spy()
    run(corpus, tmp_path / "out", spy)
    assert spy.asked == ["a"]
    assert tables(tmp_path / "out") == clean(corpus, tmp_path)


def test_a_moved_corpus_is_the_same_corpus(tmp_path):
    corpus = fill(tmp_path / "corpus", a__txt="1", c__jsonl=line("c", "3"))
    run(corpus, tmp_path / "out")
    spy = Spy()
    summary = run(corpus.rename(tmp_path / "moved"), tmp_path / "out", spy)
    assert spy.asked == []
    assert not summary.written


def test_files_of_others_are_left_alone(tmp_path):
    corpus = fill(tmp_path / "corpus", a__txt="1", b__md="2")
    (tmp_path / "texts").mkdir()
    mine = fill(tmp_path / "texts", mine__txt="mine")
    run(corpus, tmp_path)
    (corpus / "b.md").unlink()
    run(corpus, tmp_path)
    assert [path.name for path in mine.iterdir()] == ["mine.txt"]
    with pytest.raises(read.InputError, match="choose another --output"):
        run(mine, tmp_path)
    assert (mine / "mine.txt").read_text() == "mine"


def test_an_emptied_corpus_empties_the_tables(tmp_path):
    corpus = fill(tmp_path / "corpus", a__txt="〈金〉1", b__md="2")
    run(corpus, tmp_path / "out")
    shutil.rmtree(corpus)
    corpus.mkdir()
    summary = run(corpus, tmp_path / "out")
    assert (summary.articles, summary.removed, summary.rows["entities"]) == (0, 2, 0)
    assert tables(tmp_path / "out") == clean(corpus, tmp_path)


def test_the_first_of_two_with_one_id_stays(tmp_path, monkeypatch):
    corpus = fill(tmp_path / "corpus", a__txt="1", b__jsonl=line("a", "2") + line("b", "3") + line("b", "4"))
    summary = run(corpus, tmp_path / "out")
    assert [(each.source_path, each.article_id, each.code) for each in summary.failures] == [
        ("b.jsonl", "a", "duplicate_id"),
        ("b.jsonl", "b", "duplicate_id"),
    ]
    assert pipeline.load(tmp_path / "out").quantities["value"].tolist() == [1, 3]
    with monkeypatch.context() as patch:
        patch.setattr(read, "Reader", None)  # nothing is to be read
        assert run(corpus, tmp_path / "out").failures == summary.failures
    (corpus / "a.txt").rename(corpus / "c.txt")
    run(corpus, tmp_path / "out")
    assert pipeline.load(tmp_path / "out").quantities["value"].tolist() == [2, 3, 1]
    assert tables(tmp_path / "out") == clean(corpus, tmp_path)


def test_another_earlier_article_takes_the_id(tmp_path):
    corpus = fill(tmp_path / "corpus", b__jsonl=line("a", "2"))
    run(corpus, tmp_path / "out")
    fill(corpus, a__txt="1")
    run(corpus, tmp_path / "out")
    assert pipeline.load(tmp_path / "out").quantities["value"].tolist() == [1]
    assert tables(tmp_path / "out") == clean(corpus, tmp_path)


@pytest.mark.parametrize("seed", range(30))
def test_incremental_is_clean(tmp_path, seed):
    """Whatever is added, changed, renamed and removed, and whatever options change: the tables are a clean run's."""
    rng = random.Random(seed)
    corpus = fill(tmp_path / "corpus")
    names = ["a.txt", "b.txt", "b.md", "sub/a.txt", "c.jsonl", "d.jsonl", "e.html", "f.pdf"]
    bodies = ["〈金〉は{}発", "{}人\n\n〈李氏〉と{}人", "!raise {}", "", "-{}=", "x" * 50 + "{}"]

    def text(name):
        body = rng.choice(bodies).replace("{}", str(rng.randrange(5)))
        if not name.endswith(".jsonl"):
            return body
        return (
            "".join(line(rng.choice("abcd"), rng.choice(bodies).format(rng.randrange(5), 1)) for _ in range(3))
            + body[:1]
        )

    (corpus / "sub").mkdir()
    options = {}
    for _ in range(6):
        for _ in range(rng.randrange(4)):
            path = corpus / rng.choice(names)
            there = [each for each in corpus.rglob("*") if each.is_file()]
            match rng.choice(["put", "put", "put", "remove", "rename", "meta"]):
                case "put":
                    path.write_text(text(path.name))
                case "meta":
                    path.with_suffix(".meta.yaml").write_text(f"published: 2024-01-{rng.randrange(10, 40)}\n")
                case "remove" if there:
                    rng.choice(there).unlink()
                case "rename" if there:
                    rng.choice(there).rename(path)
                case _:
                    pass
        if not rng.randrange(3):
            options = rng.choice([{}, {"max_characters": 20}, {"formats": ("jsonl", "csv")}, {"force": True}])
        run(corpus, tmp_path / "out", **options)
        assert tables(tmp_path / "out") == clean(corpus, tmp_path, **options)
        assert verify.verify(tmp_path / "out").problems == []


def test_changed_rules_redo_everything_and_say_so(tmp_path):
    corpus = fill(tmp_path / "corpus", a__txt="1", b__txt="2")
    mine = tmp_path / "mine"
    (mine / "quantities").mkdir(parents=True)
    units = mine / "quantities" / "units.tsv"
    units.write_text("id\n")
    run(corpus, tmp_path / "out", models=mine)
    units.write_text("id\nx\n")
    spy, watch = Spy(), Watch()
    summary = run(corpus, tmp_path / "out", spy, watch, models=mine)
    assert spy.asked == ["a", "b"]
    assert watch.said == ["rules changed: your own quantities/units.tsv: every article is done again"]
    assert (summary.new, summary.redone, summary.unchanged) == (0, 2, 0)
    watch = Watch()
    assert run(corpus, tmp_path / "out", watch=watch, models=mine).unchanged == 2
    assert watch.said == []
    run(corpus, tmp_path / "out", watch=watch, models=mine, max_characters=100)
    assert watch.said == ["options changed: max_characters 200000 -> 100: every article is done again"]
    watch = Watch()
    run(corpus, tmp_path / "out", watch=watch, models=mine, max_characters=100, fast=True)
    assert watch.said == ["options changed: fast False -> True: every article is done again"]


def test_force_redoes_everything(tmp_path):
    corpus = fill(tmp_path / "corpus", a__txt="1", b__txt="2")
    run(corpus, tmp_path / "out")
    before = tables(tmp_path / "out")
    spy = Spy()
    summary = run(corpus, tmp_path / "out", spy, force=True)
    assert (spy.asked, summary.redone) == (["a", "b"], 2)
    assert tables(tmp_path / "out") == before


def test_what_failed_for_want_of_time_is_tried_again(tmp_path):
    corpus = fill(tmp_path / "corpus", a__txt="1", b__txt="2")

    def hasty(articles):
        for article in articles:
            yield article, Failure(article.source_path, article.article_id, "run", "timeout", "took too long")

    assert len(run(corpus, tmp_path / "out", hasty).failures) == 2
    summary = run(corpus, tmp_path / "out")
    assert (summary.failures, summary.redone) == ([], 2)
    assert tables(tmp_path / "out") == clean(corpus, tmp_path)


@pytest.mark.parametrize("name", ["quantities.csv", "texts/b.txt", "datapackage.json"])
def test_tables_that_were_touched_are_written_again(tmp_path, name):
    corpus = fill(tmp_path / "corpus", a__txt="1", b__md="2")
    run(corpus, tmp_path / "out")
    before = tables(tmp_path / "out")
    for harm in (Path.unlink, lambda path: path.write_text("harm")):
        harm(tmp_path / "out" / name)
        spy = Spy()
        assert run(corpus, tmp_path / "out", spy).written
        assert spy.asked == []
        assert tables(tmp_path / "out") == before


def test_another_format_writes_but_analyses_nothing(tmp_path):
    corpus = fill(tmp_path / "corpus", a__txt="1")
    run(corpus, tmp_path / "out")
    spy = Spy()
    run(corpus, tmp_path / "out", spy, formats=("jsonl",))
    assert spy.asked == []
    assert tables(tmp_path / "out") == clean(corpus, tmp_path, formats=("jsonl",))


@pytest.mark.parametrize("harm", ["no database", "truncated", "rows"])
def test_a_damaged_store_is_thrown_away(tmp_path, harm):
    corpus = fill(tmp_path / "corpus", **{f"a{i}__txt": f"{i}" * 2000 for i in range(9)})
    run(corpus, tmp_path / "out")
    before = tables(tmp_path / "out")
    path = tmp_path / "out" / store.FOLDER / "store.sqlite"
    data = path.read_bytes()
    path.write_bytes(
        {"no database": b"x" * 9999, "truncated": data[:9000], "rows": data[:8192] + b"\xff" * 60000}[harm]
    )
    watch = Watch()
    run(corpus, tmp_path / "out", watch=watch)
    assert len(watch.said) == 1
    assert "everything is done anew" in watch.said[0]
    assert tables(tmp_path / "out") == before


def test_a_stopped_run_goes_on_where_it_was(tmp_path):
    corpus = fill(tmp_path / "corpus", a__txt="1", b__jsonl="".join(line(f"b{i}", str(i)) for i in range(5)))
    run(fill(tmp_path / "before", x__txt="0"), tmp_path / "out")
    old = tables(tmp_path / "out")

    def stopped(articles):
        for count, pair in enumerate(fake.engine(articles)):
            if count == 3:
                raise KeyboardInterrupt
            yield pair

    with pytest.raises(KeyboardInterrupt):
        run(corpus, tmp_path / "out", stopped)
    assert tables(tmp_path / "out") == old
    spy = Spy()
    run(corpus, tmp_path / "out", spy)
    assert spy.asked == ["b2", "b3", "b4"]
    assert tables(tmp_path / "out") == clean(corpus, tmp_path)


class Failpoints:
    """Ends a run, in one way or another, before or after its n-th operation on the files that readers see."""

    def __init__(self, monkeypatch, outputs):
        self.outputs, self.left, self.after, self.act = outputs, -1, False, None
        for owner, name in ((os, "fsync"), (os, "replace"), (Path, "open"), (Path, "write_bytes"), (Path, "unlink")):
            monkeypatch.setattr(owner, name, self.watched(name, getattr(owner, name)))

    def watched(self, name, operation):
        def watching(*args, **kwargs):
            mode = args[1] if name == "open" and len(args) > 1 else kwargs.get("mode", "r")
            ours = name == "fsync" or (
                self.outputs in Path(args[0]).parents and store.FOLDER not in Path(args[0]).parts
            )
            if self.act is None or not ours or (name == "open" and "w" not in mode):
                return operation(*args, **kwargs)
            self.left -= 1
            due = self.left == 0  # asked now, since one operation may call another
            if due and not self.after:
                self.act()
            result = operation(*args, **kwargs)
            if due:
                if name == "open":
                    result.close()
                self.act()
            return result

        return watching

    def arm(self, number, after, act):
        self.left, self.after, self.act = number, after, act


def disk_full():
    raise OSError(28, "No space left on device")


def killed():
    os._exit(9)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("act", [disk_full, killed])
def test_a_run_may_end_anywhere(tmp_path, monkeypatch, act, after):
    """After every end: a reader sees an old or a new file, never half a one, and the next run mends all."""
    old, new = tmp_path / "old", tmp_path / "new"
    fill(old, a__txt="1", b__md="2", c__md="3")
    fill(new, a__txt="1", b__md="20", d__md="〈金〉4", e__txt="!raise")
    wanted = clean(new, tmp_path)
    run(old, tmp_path / "first")
    former = tables(tmp_path / "first")
    points = Failpoints(monkeypatch, tmp_path / "out")
    number = 0
    while True:
        number += 1
        points.act = None
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        shutil.copytree(tmp_path / "first", tmp_path / "out")
        points.arm(number, after, act)
        if ends_well(new, tmp_path / "out", act):
            break
        points.act = None
        for name, data in tables(tmp_path / "out").items():
            if not name.endswith(".tmp"):
                assert data in (former.get(name), wanted.get(name)), name
        sound = verify.verify(tmp_path / "out").problems == []
        if not sound:
            assert tables(tmp_path / "out") not in (former, wanted)
        run(new, tmp_path / "out")
        assert tables(tmp_path / "out") == wanted
    assert number > 30


def ends_well(corpus, outputs, act):
    if act is killed:
        child = os.fork()
        if child == 0:
            try:
                run(corpus, outputs)
            finally:
                os._exit(0)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    try:
        run(corpus, outputs)
    except OSError:
        return False
    return True


def test_a_reader_that_breaks_costs_one_file(tmp_path, monkeypatch):
    corpus = fill(tmp_path / "corpus", a__txt="1", b__txt="2")
    honest = read.Reader.read

    def broken(self, source):
        if source.name == "a.txt":
            raise ValueError("surprise")
        yield from honest(self, source)

    monkeypatch.setattr(read.Reader, "read", broken)
    summary = run(corpus, tmp_path / "out")
    assert summary.failures == [Failure("a.txt", "a", "read", "ValueError", "surprise")]
    assert summary.rows["articles"] == 1


def test_rows_are_sorted_within_an_article(tmp_path):
    corpus = fill(tmp_path / "corpus", a__txt="5 4 3")

    def upside_down(articles):
        for article, outcome in fake.engine(articles):
            yield article, Result(outcome.article_id, {k: rows[::-1] for k, rows in outcome.rows.items()})

    run(corpus, tmp_path / "out", upside_down)
    assert tables(tmp_path / "out") == clean(corpus, tmp_path)


def articles(*sizes):
    return [Article(str(i), "", "x" * size) for i, size in enumerate(sizes)]


def test_batches():
    some = articles(9_000, 900, 200, 50_000, 1, *[1] * 40)
    groups = list(extract.batches(some))
    assert [len(group) for group in groups] == [2, 1, 1, 32, 9]
    assert [article for group in groups for article in group] == some
    assert list(extract.batches([])) == []


class Parser:
    def __init__(self):
        self.calls = []

    def pipe(self, texts):
        for text in texts:
            self.calls.append(text)
            if text == "poison":
                raise RuntimeError("parser broke")
            yield ValueError("too strange") if text == "strange" else text


def test_the_chain_keeps_faults_to_their_article(monkeypatch):
    chain = object.__new__(extract.Analyser)
    chain._parse, chain._error = Parser(), ValueError

    def annotate(article, parse):
        if parse == "odd":
            raise KeyError("odd\n" * 500)
        return article

    chain._annotate, chain._link = annotate, lambda annotation, parse: annotation
    chain._tabulate = lambda annotation, path: Result(annotation.article_id, {"articles": [(path,)]})
    texts = ["good", "strange", "poison", "odd", "good"]
    given = [Article(str(i), "x", text, verbatim=i != 4) for i, text in enumerate(texts)]
    outcomes = list(chain(given))
    assert [outcome.article_id for outcome in outcomes] == ["0", "1", "2", "3", "4"]
    assert outcomes[0] == Result("0", {"articles": [("",)]})
    assert outcomes[1] == Failure("x", "1", "parse", "ValueError", "too strange")
    assert outcomes[2] == Failure("x", "2", "parse", "RuntimeError", "parser broke")
    assert (outcomes[3].stage, outcomes[3].code, len(outcomes[3].message)) == ("annotate", "KeyError", 300)
    assert outcomes[4] == Result("4", {"articles": [(write.text_path("4"),)]})


@pytest.mark.model
def test_the_real_chain(tmp_path, monkeypatch, parser):
    """In this process and in a worker: the same bytes, and every row in its place."""
    monkeypatch.undo()
    corpus = fill(
        tmp_path / "corpus",
        a__txt="北朝鮮は18日、弾道ミサイル3発を発射した。\r\n岸田首相は「断じて許されない」と述べた。\n",
        b__md="---\ntitle: 派遣\npublished: 2024-06-19\n---\n派遣\n\n約3万人の労働者が昨年、国境を越えたという。\n",
        c__jsonl=line("c1", "「" * 40 + "\t１＝２", published="2024-06-19") + line("c2", "㍍" * 3000),
    )
    run(corpus, tmp_path / "worker", engine=None)
    monkeypatch.setattr("pipeline.parse.Parser", lambda: parser)
    summary = run(corpus, tmp_path / "here", engine=None, workers=0)
    assert (summary.articles, summary.failures) == (4, [])
    assert tables(tmp_path / "worker") == tables(tmp_path / "here")
    assert verify.verify(tmp_path / "here").problems == []


@pytest.mark.model
def test_fast_needs_no_model(tmp_path, monkeypatch):
    monkeypatch.undo()
    monkeypatch.setattr("pipeline.parse.Parser", None)
    text = "約3万人の労働者が昨年、国境を越えた。\r\n岸田首相は19日、「断じて許されない」と述べた。\n"
    corpus = fill(tmp_path / "corpus", a__jsonl=line("a1", text, published="2024-06-19") + line("a2", "㍍" * 30_000))
    summary = run(corpus, tmp_path / "out", engine=None, workers=0, fast=True)
    assert summary.failures == []
    assert verify.verify(tmp_path / "out").problems == []
    found = pipeline.load(tmp_path / "out")
    assert [*found.dates["value"]] == ["2023", "2024-06-19"]
    assert [*found.quantities["value"]] == [30000]
    assert [*found.mentions["text"]] == ["岸田"]
    assert [*found.claims["cue"]] == ["述べた"]
