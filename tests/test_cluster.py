"""A cluster of two real processes on this machine."""

import os
import signal
import sys
import time
from functools import partial

import pytest

from pipeline import cluster, extract, fingerprint, workers
from pipeline.schema import Article, Failure
from tests import fake

pytest.importorskip("distributed")
pytestmark = [
    pytest.mark.cluster,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # Dask's own sockets
]


@pytest.fixture(scope="module")
def local():
    """A cluster that stays, as one does that was started by hand."""
    with cluster._local(2, workers.Limits(memory=1_000_000_000)) as started:
        yield started.scheduler_address


def articles(*texts):
    return [Article(f"{i:02}", "x.jsonl", text) for i, text in enumerate(texts)]


def done(scheduler, given, make=fake.Analyser, size=3, limits=None):
    batches = (given[i : i + size] for i in range(0, len(given), size))
    found = list(cluster.run(make, batches, scheduler=scheduler, limits=limits))
    assert len(found) == len({article.article_id for article, _ in found})
    return {article.article_id: outcome for article, outcome in found}


def expected(given):
    return {article.article_id: outcome for article, outcome in fake.engine(given)}


def loading(folder):
    """Tells that it is being loaded."""
    with (folder / "loaded").open("a") as file:
        file.write(f"{os.getpid()}\n")
    return fake.Analyser()


class Slow:
    """Takes its time."""

    def __call__(self, given):
        time.sleep(0.5)
        return fake.Analyser()(given)


class Killed:
    """Is killed from outside once, in the middle of its work."""

    def __init__(self, folder):
        self.mark = folder / "killed"

    def __call__(self, given):
        for outcome in fake.Analyser()(given):
            time.sleep(0.02)
            if given[0].article_id == "06" and not self.mark.exists():
                self.mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            yield outcome


def test_every_article_has_its_outcome_and_each_worker_loads_once(local, tmp_path):
    given = articles(*(f"〈金〉が{i}発" for i in range(40)), "!raise")
    make = partial(loading, tmp_path)
    assert done(local, given, make) == expected(given)
    assert done(local, given, make) == expected(given)
    pids = (tmp_path / "loaded").read_text().split()
    assert len(pids) == len(set(pids)) == 2


def test_no_more_is_under_way_than_needed(local):
    taken = []

    def batches():
        for article in articles(*map(str, range(40))):
            taken.append(article)
            yield [article]

    running = cluster.run(fake.Analyser, batches(), scheduler=local)
    next(running)
    assert len(taken) <= 2 * cluster._AHEAD
    running.close()


def test_one_that_dies_or_hangs_harms_only_itself(local):
    given = articles("1", "!exit", "2", "3", "!hang", "4")
    outcomes = done(local, given, limits=workers.Limits(seconds=1.0, seconds_per_character=0.0))
    failed = {name: outcome for name, outcome in outcomes.items() if isinstance(outcome, Failure)}
    assert {name: (failure.stage, failure.code) for name, failure in failed.items()} == {
        "01": ("run", "died"),
        "04": ("run", "died"),
    }
    assert {name: outcomes[name] for name in outcomes.keys() - failed} == expected(
        [each for each in given if "!" not in each.text]
    )


def test_a_worker_killed_from_outside_loses_nothing(local, tmp_path):
    given = articles(*map(str, range(12)))
    assert done(local, given, partial(Killed, tmp_path)) == expected(given)
    assert (tmp_path / "killed").exists()


def test_the_bytes_of_one_local_worker(local, tmp_path, monkeypatch):
    monkeypatch.setattr(extract, "Analyser", fake.make)
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for i in range(30):
        (corpus / f"{i}.txt").write_text(f"〈金〉が{i}発\n" * (i + 1) + ("!raise" if i == 7 else ""))
    found = []
    for options in ({"workers": 1}, {"engine": "dask", "scheduler": local}):
        out = tmp_path / str(len(found))
        summary = extract.extract(extract.Job((corpus,), out, **options))
        assert len(summary.failures) == 1
        found.append({path.name: path.read_bytes() for path in out.glob("[a-z]*.*")})
    assert found[0] == found[1]


def test_a_worker_that_cannot_load_ends_the_run(local):
    with pytest.raises(cluster.ClusterError, match="a worker cannot load: RuntimeError: no model"):
        done(local, articles("1"), fake.refuse)


def test_a_worker_with_other_versions_is_not_asked():
    here = fingerprint.take(None, {})
    assert isinstance(extract._there(fake.Analyser, None, here), fake.Analyser)
    other = {**here, "versions": {**here["versions"], "spacy": "3.7"}}
    with pytest.raises(extract.EngineError, match=r"not set up as the machine that asks: versions changed: spacy 3\.7"):
        extract._there(fake.Analyser, None, other)


def test_a_cluster_of_its_own(tmp_path):
    """Without a scheduler's address."""
    given = articles("1", "2")
    assert dict(cluster.run(fake.Analyser, [given], count=1)) == dict(fake.engine(given))


def test_nobody_answers(monkeypatch):
    monkeypatch.setattr(cluster, "_WAIT", 0.5)
    with pytest.raises(cluster.ClusterError, match=r"no scheduler with a worker answers at tcp://127\.0\.0\.1:9"):
        done("tcp://127.0.0.1:9", articles("1"))


def test_without_the_extra(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    (tmp_path / "a.txt").write_text("1")
    job = extract.Job((tmp_path / "a.txt",), tmp_path / "out", engine="dask")
    with pytest.raises(extract.EngineError, match=r'pip install "kikigaki\[cluster\]"'):
        extract.extract(job)


def test_that_no_worker_is_left_is_told(local, monkeypatch, caplog):
    monkeypatch.setattr(cluster, "_WATCH", 0.05)
    monkeypatch.setattr("distributed.Client.nthreads", lambda client: {})
    given = articles("a")
    assert done(local, given, Slow) == expected(given)
    assert "no worker is left" in caplog.text
