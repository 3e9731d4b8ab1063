import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline import __version__, cli, entities, extract, store
from tests import fake

SLOW = """
import sys, time
from pipeline import cli, extract
from tests import fake

def slow(job, articles):
    for pair in fake.engine(articles):
        yield pair
        print("one", flush=True)
        time.sleep(30)

extract._engine = slow
cli.main()
"""
HEAVY = {
    "spacy",
    "thinc",
    "ginza",
    "sudachipy",
    "numpy",
    "pandas",
    "pyarrow",
    "trafilatura",
    "lxml",
    "pydantic",
    "yaml",
}
HEAVY |= {"pipeline.annotate", "pipeline.parse", "pipeline.workers", "multiprocessing", "rich"}


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A folder with a corpus of two articles, to work in, without a model."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(entities, "corpus", fake.corpus)
    monkeypatch.setattr(extract, "_engine", lambda job, articles: fake.engine(articles))
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("〈金〉は67発")
    (tmp_path / "corpus" / "b.txt").write_text("3万人")
    return tmp_path


def kikigaki(*args):
    return CliRunner().invoke(cli.app, list(args), catch_exceptions=False)


def lines(result):
    return [" ".join(line.split()) for line in result.output.splitlines()]


def test_all_well(home):
    result = kikigaki("extract")
    assert result.exit_code == 0
    assert {"articles read 2", "new 2", "unchanged 0", "failed 0", "rows in quantities 2"} <= {*lines(result)}
    assert lines(result)[-1] == "tables in outputs: written"
    assert (home / "outputs" / "quantities.csv").is_file()
    result = kikigaki("extract")
    assert result.exit_code == 0
    assert {"articles read 2", "new 0", "unchanged 2"} <= {*lines(result)}
    assert lines(result)[-1] == "tables in outputs: as they were, nothing has changed"
    assert kikigaki("verify").exit_code == 0


def test_some_failed(home):
    (home / "corpus" / "c.txt").write_text("!raise")
    (home / "corpus" / "d.pdf").write_text("")
    result = kikigaki("extract", "corpus", "--output", "out")
    assert result.exit_code == 1
    assert {"articles read 3", "failed 2"} <= {*lines(result)}
    assert "1 x annotate: ValueError, as c.txt: a number that is none" in lines(result)
    assert kikigaki("extract", "corpus", "--output", "out").exit_code == 1
    assert kikigaki("extract", "corpus", "--output", "out", "--keep-going").exit_code == 0


def test_options(home):
    assert kikigaki("extract", "corpus/a.txt", "--format", "jsonl, csv,csv", "--max-characters", "5").exit_code == 1
    assert {path.suffix for path in (home / "outputs").glob("[a-z]*.*")} == {".csv", ".jsonl", ".json"}
    result = kikigaki("extract", "--force")
    assert "asked for by --force: every article is done again" in lines(result)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["extract", "nowhere"], "no such file or folder: nowhere"),
        (["extract", "--format", "xlsx"], "unknown format 'xlsx'"),
        (["extract", "--format", ","], "no format given"),
        (["extract", "--models", "nowhere"], "does not exist"),
        (["extract", "--workers", "-1"], "-1"),
        (["extract", "--colour"], "--colour"),
        (["check", "--models", "nowhere"], "does not exist"),
    ],
)
def test_wrong_usage(home, args, message):
    result = kikigaki(*args)
    assert result.exit_code == 2
    assert message in result.output
    assert not (home / "outputs" / "datapackage.json").exists()


def test_wrong_rules(home, monkeypatch):
    monkeypatch.undo()
    monkeypatch.chdir(home)
    mine = home / "mine" / "dates"
    mine.mkdir(parents=True)
    (mine / "nonsense.tsv").write_text("id\n")
    result = kikigaki("check", "--models", "mine")
    assert result.exit_code == 2
    assert "mine/dates/nonsense.tsv:1: no such rule file" in result.output
    result = kikigaki("extract", "--models", "mine", "--workers", "0")
    assert result.exit_code == 2
    assert "mine/dates/nonsense.tsv:1: no such rule file" in result.output
    assert not (home / "outputs" / "datapackage.json").exists()


def test_rules_that_do_not_fit_together(home):
    (home / "mine" / "dates").mkdir(parents=True)
    row = "id\tkind\tpattern\texample\nown.date\tcalendar\t{nothing}日\t[一日]\n"
    (home / "mine" / "dates" / "patterns.tsv").write_text(row, encoding="utf-8")
    result = kikigaki("check", "--models", "mine")
    assert (result.exit_code, "no piece and no word is called 'nothing'" in result.output) == (2, True)


def test_right_rules():
    result = kikigaki("check")
    assert (result.exit_code, result.output) == (0, "the rules are well\n")


def test_verify_tells_what_is_wrong(home):
    kikigaki("extract")
    (home / "outputs" / "quantities.csv").write_text("")
    result = kikigaki("verify")
    assert result.exit_code == 1
    assert "quantities.csv: is not the file that the data package describes" in result.output
    assert kikigaki("verify", "nowhere").exit_code == 1


def test_one_run_at_a_time(home):
    (home / "outputs").mkdir()
    with store.lock(home / "outputs"):
        result = kikigaki("extract")
    assert result.exit_code == 3
    assert f"process {os.getpid()}" in result.output


def test_trouble_with_the_disk(home):
    (home / "outputs").write_text("a file where a folder should be")
    result = kikigaki("extract")
    assert result.exit_code == 3
    assert "given up" in result.output


@pytest.mark.parametrize("error", [extract.EngineError("no model"), RuntimeError("a fault")])
def test_given_up(home, monkeypatch, error):
    def broken(job, articles):
        raise error

    monkeypatch.setattr(extract, "_engine", broken)
    result = kikigaki("extract")
    assert result.exit_code == 3
    assert str(error) in result.output


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stopped(home, number, code):
    root = Path(__file__).parent.parent
    run = subprocess.Popen(
        [sys.executable, "-c", SLOW, "extract"],
        cwd=home,
        env=os.environ | {"PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with run:
        assert run.stdout.readline() == "one\n"
        run.send_signal(number)
        _, said = run.communicate(timeout=20)
    assert run.returncode == code
    assert ("goes on from here" in said) == (number == signal.SIGINT)
    result = kikigaki("extract")
    assert {"articles read 2", "new 1", "unchanged 1"} <= {*lines(result)}


def test_version():
    assert kikigaki("--version").output == f"kikigaki {__version__}\n"


@pytest.mark.parametrize("args", [[], ["--help"], ["extract", "--help"], ["check", "--help"], ["verify", "--help"]])
def test_help(args):
    result = kikigaki(*args)
    assert result.exit_code == (0 if args else 2)
    assert "Usage" in result.output


def test_nothing_to_do_is_light(home):
    """Spawned processes and heavy imports are for runs with something to do."""
    kikigaki("extract")
    code = "import sys; from pipeline import cli\ntry: cli.main()\nfinally: print(*sys.modules, file=sys.stderr)"
    root = Path(__file__).parent.parent
    run = subprocess.run(
        [sys.executable, "-c", code, "extract"],
        cwd=home,
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "nothing has changed" in run.stdout
    assert {*run.stderr.split()} & HEAVY == set()
