from pathlib import Path

from pipeline import report
from pipeline.run import Summary
from pipeline.schema import TABLES, Failure


def failures(count, code, where="a.txt"):
    return [Failure(where, "a", "read", code, f"{where}: what to do")] * count


def test_table():
    some = (
        failures(1, "empty")
        + failures(1200, "json", "b.jsonl")
        + failures(2, "x")
        + failures(2, "y")
        + failures(2, "z")
    )
    summary = Summary(articles=1500, new=3, redone=1, unchanged=1496, removed=2, skipped=4, failures=some)
    summary.rows, summary.characters, summary.seconds, summary.written = {"quantities": 12345}, 9000, 3.0, True
    shown = report.table(summary, Path("out"))
    lines = [" ".join(line.split()) for line in shown.splitlines()]
    assert lines[:7] == [
        *("articles read 1,500", "new 3", "done again 1", "unchanged 1,496"),
        *("removed 2", "failed 1,207", "files skipped 4"),
    ]
    assert [line for line in lines if line.startswith("rows in")] == [
        f"rows in {table.name} {12345 if table.name == 'quantities' else 0:,}" for table in TABLES
    ]
    assert lines[-9:] == [
        *("seconds 3.0", "characters per second 3,000", "what failed most:"),
        "1,200 x read: json, as b.jsonl: b.jsonl: what to do",
        *(f"2 x read: {code}, as a.txt: a.txt: what to do" for code in "xyz"),
        "1 x read: empty, as a.txt: a.txt: what to do",
        "tables in out: written",
    ]


def test_nothing_to_do_has_no_speed():
    assert "per second" not in report.table(Summary(), Path("out"))


def test_lines_come_now_and_then(capsys, monkeypatch):
    with report.progress() as progress:
        assert type(progress) is report.Lines
        progress.begin(200)
        progress.work()
        progress.advance(50, 1)
        monkeypatch.setattr(report, "_EVERY", 0)
        progress.advance(50, 0)
        progress.advance(0, 1)
        progress.say("rules changed")
    assert capsys.readouterr().err == "loading the model\n2 articles analysed, 50% of the input done\nrules changed\n"


def test_a_terminal_has_a_bar_once_there_is_work(monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with report.progress() as progress:
        progress.begin(100)
        progress.say("said before")
        progress.advance(50, 0)
        assert progress._bar is None
        progress.work()
        progress.advance(25, 1)
        progress.say("said [during] it")
        assert progress._bar is not None
        assert (progress._bar.tasks[0].completed, progress._bar.tasks[0].fields["articles"]) == (75, 1)
    assert not progress._bar.live.is_started
    said = capsys.readouterr().err
    assert "said before" in said
    assert "said [during] it" in said
