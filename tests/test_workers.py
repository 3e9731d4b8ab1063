import multiprocessing
import os
import signal
import time

import pytest

from pipeline import extract, workers
from pipeline.schema import Article, Failure
from tests import fake

LIMITS = workers.Limits(seconds=4.0, seconds_per_character=0.0, memory=400_000_000)


def articles(*texts):
    return [Article(f"{i:02}", "x.jsonl", text) for i, text in enumerate(texts)]


def done(given, count=2, limits=LIMITS, make=fake.Analyser, size=3):
    batches = [given[i : i + size] for i in range(0, len(given), size)]
    return {article.article_id: outcome for article, outcome in workers.run(make, batches, count, limits)}


def codes(outcomes):
    return {name: outcome.code for name, outcome in outcomes.items() if isinstance(outcome, Failure)}


def test_every_article_has_the_outcome_it_would_have_alone():
    given = articles(*(f"〈金〉が{i}発" for i in range(20)), "!raise")
    assert done(given) == {article.article_id: outcome for article, outcome in fake.engine(given)}


def test_nothing_to_do_starts_nothing(monkeypatch):
    monkeypatch.setattr(workers, "_Worker", None)
    assert done([]) == {}


def test_one_that_dies_hangs_or_eats_memory_harms_only_itself():
    given = articles("1", "!exit", "2", "!hang", "3", "4", "!memory", "5", "!kill", "6")
    outcomes = done(given)
    assert codes(outcomes) == {"01": "died", "03": "timeout", "06": "memory", "08": "died"}
    assert [outcomes[name].message for name in ("01", "08")] == [
        "its worker process ended (exit code 7), twice",
        "its worker process ended (signal 9), twice",
    ]
    assert all(outcome.stage == "run" for outcome in outcomes.values() if isinstance(outcome, Failure))
    assert sorted(outcomes) == [article.article_id for article in given]


class Slow:
    """Tells its process, and takes its time."""

    def __call__(self, given):
        for outcome in fake.Analyser()(given):
            time.sleep(0.1)
            yield outcome


def test_a_worker_killed_from_outside_loses_nothing():
    given = articles(*map(str, range(12)))
    batches = [given[i : i + 3] for i in range(0, 12, 3)]
    outcomes = {}
    killed = []
    for article, outcome in workers.run(Slow, batches, 2, LIMITS):
        outcomes[article.article_id] = outcome
        if len(outcomes) in {2, 7}:
            killed.append(kill_a_child())
    assert len(killed) == 2
    assert outcomes == {article.article_id: outcome for article, outcome in fake.engine(given)}


def kill_a_child():
    child = multiprocessing.active_children()[0]
    os.kill(child.pid, signal.SIGKILL)
    return child


def test_all_workers_end_when_the_run_does():
    running = workers.run(Slow, [articles("1", "2", "3")] * 4, 2, LIMITS)
    next(running)
    assert multiprocessing.active_children()
    running.close()
    assert multiprocessing.active_children() == []


def test_a_worker_is_replaced_after_its_share(monkeypatch):
    started = []
    honest = workers._Worker.__init__

    def counting(self, *args):
        started.append(1)
        honest(self, *args)

    monkeypatch.setattr(workers._Worker, "__init__", counting)
    given = articles(*map(str, range(12)))
    assert len(done(given, count=1, limits=workers.Limits(articles=6))) == 12
    assert len(started) == 2


def test_workers_that_cannot_load_end_the_run():
    with pytest.raises(workers.WorkerError, match="RuntimeError: no model"):
        done(articles("1"), make=fake.refuse)


def test_workers_that_die_at_once_end_the_run():
    with pytest.raises(workers.WorkerError, match="3 workers in turn did not come up"):
        done(articles("1"), make=fake.die)


def test_what_a_worker_inherits_is_its_alone(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    monkeypatch.setenv("MALLOC_TOP_PAD_", "")
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    before = signal.getsignal(signal.SIGINT)
    with workers._starting():
        assert os.environ["OPENBLAS_NUM_THREADS"] == "1"
        assert os.environ["OMP_NUM_THREADS"] == "7"
        assert os.environ["MALLOC_TOP_PAD_"] == workers.ENVIRONMENT["MALLOC_TOP_PAD_"]
        assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN
    assert "OPENBLAS_NUM_THREADS" not in os.environ
    assert os.environ["OMP_NUM_THREADS"] == "7"
    assert signal.getsignal(signal.SIGINT) == before


@pytest.mark.parametrize("users", ["", "7"])
def test_a_worker_has_one_thread_whatever_the_user_has_set(monkeypatch, users):
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", users)
    with workers._starting():
        assert os.environ["OPENBLAS_NUM_THREADS"] == "1"
    assert os.environ["OPENBLAS_NUM_THREADS"] == users


def test_workers_do_not_hear_ctrl_c():
    outcomes = {}
    for article, outcome in workers.run(Slow, [articles("1", "2", "3", "4")], 1, LIMITS):
        outcomes[article.article_id] = outcome
        for child in multiprocessing.active_children():
            os.kill(child.pid, signal.SIGINT)
    assert len(outcomes) == 4
    assert codes(outcomes) == {}


def test_any_number_of_workers_writes_the_same_bytes(tmp_path, monkeypatch):
    monkeypatch.setattr(extract, "Analyser", fake.make)
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for i in range(30):
        (corpus / f"{i}.txt").write_text(f"〈金〉が{i}発\n" * (i + 1) + ("!raise" if i == 7 else ""))
    found = []
    for count in (0, 1, 3):
        summary = extract.extract(extract.Job((corpus,), tmp_path / str(count), workers=count))
        assert len(summary.failures) == 1
        found.append({path.name: path.read_bytes() for path in (tmp_path / str(count)).glob("[a-z]*.*")})
    assert found[0] == found[1] == found[2]
