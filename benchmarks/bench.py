"""What kikigaki costs, as ratios to bare GiNZA measured in the same run.

    python benchmarks/bench.py [ARTICLES...] [--pairs 5] [--limit 300] [--only cpu,memory,...]

ARTICLES are what ``kikigaki extract`` takes; without any, the sample articles are used, copied with other digits until
there are enough. Bare GiNZA is ``spacy.load("ja_ginza").pipe(texts, batch_size=64)`` as it comes, and writes no table.
Each side lives in a process of its own that loads its model once; the two work in turn, so that whatever else the
machine does falls on both. CPU is user and system time of the work alone, start-up left out.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parent.parent
PARTS = ("cpu", "stages", "start", "workers", "growth", "length", "repeats", "memory")


def cpu() -> float:
    """CPU seconds of this process and its finished children so far."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def peak_mb() -> float:
    """Largest resident size of this process or of any of its finished children so far, in MB."""
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024


# ---------------------------------------------------------------- the texts


def texts_of(paths: Sequence[Path], limit: int) -> list[str]:
    """``limit`` texts: those of the articles at ``paths``, and copies of them with other digits as far as needed."""
    from pipeline import read

    reader = read.Reader(read.Limits(200_000))
    found = read.inputs(paths)
    texts = [item.text for source in found.sources for item in reader.read(source) if hasattr(item, "text")]
    if not texts:
        sys.exit(f"no articles at {', '.join(map(str, paths))}")
    dice = random.Random(7)
    while len(texts) < limit:
        texts.append(re.sub(r"[1-9]", lambda _: str(dice.randrange(1, 10)), texts[len(texts) - len(texts) // 2 - 1]))
    return texts[:limit]


def corpus(folder: Path, texts: Sequence[str]) -> Path:
    """The texts as a bulk file that ``kikigaki extract`` reads."""
    path = folder / "articles.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for i, text in enumerate(texts):
            file.write(
                json.dumps({"id": f"a{i:06}", "published": "2024-06-19", "text": text}, ensure_ascii=False) + "\n"
            )
    return path


# ---------------------------------------------------------------- the two sides, each in a process of its own


def serve_bare() -> Callable[[Path], dict[str, float]]:
    """Bare GiNZA, as a user has it."""
    import spacy

    nlp = spacy.load("ja_ginza")

    def work(path: Path) -> dict[str, float]:
        texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
        began, first = cpu(), 0.0
        clock = time.perf_counter()
        for _ in nlp.pipe(texts, batch_size=64):
            first = first or time.perf_counter() - clock
        return {"cpu": cpu() - began, "first": first}

    return work


def serve_base() -> Callable[[Path], dict[str, float]]:
    """GiNZA as kikigaki sets it up, without anything of ours after it."""
    from pipeline.parse import Parser

    parser = Parser()

    def work(path: Path) -> dict[str, float]:
        texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
        began = cpu()
        for _ in parser.pipe(texts):
            pass
        return {"cpu": cpu() - began}

    return work


def serve_kikigaki(fast: bool = False) -> Callable[[Path], dict[str, float]]:
    """All of kikigaki, from the file to the tables."""
    from pipeline import extract

    analyse = extract.Analyser(fast=fast)

    def engine(articles: Iterator[object]) -> Iterator[tuple[object, object]]:
        for batch in extract.batches(articles):  # type: ignore[arg-type]
            yield from zip(batch, analyse(batch), strict=True)

    def work(path: Path) -> dict[str, float]:
        with tempfile.TemporaryDirectory() as output:
            began = cpu()
            job = extract.Job((path,), Path(output), fast=fast)
            summary = extract.extract(job, engine=engine)  # type: ignore[arg-type]
            return {"cpu": cpu() - began, "rows": float(sum(summary.rows.values()))}

    return work


SIDES: dict[str, Callable[[], Callable[[Path], dict[str, float]]]] = {
    "bare": serve_bare,
    "base": serve_base,
    "kikigaki": serve_kikigaki,
    "fast": partial(serve_kikigaki, fast=True),
}


class Side:
    """One of SIDES in a process of its own."""

    def __init__(self, name: str) -> None:
        self.name = name
        from pipeline.workers import ENVIRONMENT

        command = [sys.executable, __file__, "--serve", name]
        environment = os.environ if name == "bare" else os.environ | ENVIRONMENT  # as every worker has it
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment
        )
        self._answer()

    def _answer(self) -> dict[str, float]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            sys.exit(f"{self.name} died")
        return dict(json.loads(line))

    def work(self, path: Path) -> dict[str, float]:
        """What one go over the articles at ``path`` took."""
        assert self._process.stdin
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()
        return self._answer()

    def close(self) -> None:
        """End the process."""
        self._process.communicate("")


def serve(name: str) -> None:
    """Load, then do one go for each path that comes in, telling what it took."""
    work = SIDES[name]()
    print(json.dumps({}), flush=True)
    for line in sys.stdin:
        print(json.dumps(work(Path(line.strip())) | {"peak": peak_mb()}), flush=True)


# ---------------------------------------------------------------- the parts


def say(title: str, rows: Sequence[tuple[str, str]]) -> None:
    """One part's figures."""
    print(f"\n{title}")
    for name, value in rows:
        print(f"  {name:54} {value}", flush=True)


def part_cpu(texts: Sequence[str], folder: Path, pairs: int) -> None:
    """CPU ratios, in turn."""
    path = corpus(folder, texts)
    warm = corpus(Path(tempfile.mkdtemp(dir=folder)), texts[:5])
    sides = [Side(name) for name in SIDES]
    took: dict[str, list[dict[str, float]]] = {side.name: [] for side in sides}
    for side in sides:
        side.work(warm)
    for _ in range(pairs):
        for side in sides:
            took[side.name].append(side.work(path))
    for side in sides:
        side.close()

    def ratio(one: str, other: str) -> str:
        each = [a["cpu"] / b["cpu"] for a, b in zip(took[one], took[other], strict=True)]
        return f"{statistics.median(each):.3f}   ({min(each):.3f} to {max(each):.3f})"

    characters = sum(map(len, texts))
    per_second = {name: characters / statistics.median(go["cpu"] for go in goes) for name, goes in took.items()}
    ours = [(a["cpu"] - b["cpu"]) / b["cpu"] for a, b in zip(took["kikigaki"], took["base"], strict=True)]
    say(
        f"CPU, {len(texts)} articles, {characters:,} characters, {pairs} goes in turn",
        [
            ("kikigaki, all tables written / bare GiNZA", ratio("kikigaki", "bare")),
            ("kikigaki --fast, all tables written / bare GiNZA", ratio("fast", "bare")),
            ("GiNZA as kikigaki sets it up / bare GiNZA", ratio("base", "bare")),
            ("all else in kikigaki / GiNZA as it sets it up", f"{statistics.median(ours):.3f}"),
            *((f"characters per CPU second, {name}", f"{value:,.0f}") for name, value in per_second.items()),
            *((f"peak memory, {name}", f"{goes[-1]['peak']:,.0f} MB") for name, goes in took.items()),
        ],
    )


def part_stages(texts: Sequence[str], folder: Path, pairs: int) -> None:
    """The share of each stage."""
    from pipeline.annotate import Annotator
    from pipeline.link import Linker
    from pipeline.parse import Parser
    from pipeline.schema import Article
    from pipeline.tabulate import tabulate

    parser, annotator, linker = Parser(), Annotator(), Linker()
    spent: dict[str, float] = {}

    def timed(stage: str, work: Callable[[], object]) -> object:
        began = time.process_time()
        out = work()
        spent[stage] = spent.get(stage, 0.0) + time.process_time() - began
        return out

    parser.parse(texts[0])
    for text in texts:
        article = Article("a", "a.txt", text, published="2024-06-19")
        parse = timed("parse", lambda text=text: parser.parse(text))
        annotation = timed("annotate", lambda article=article, parse=parse: annotator.annotate(article, parse))
        timed("  of that, mentions", lambda parse=parse: annotator.mentions.find(parse))
        timed("  of that, dates", lambda parse=parse: annotator.dates.find(parse, "2024-06-19"))
        timed("  of that, quantities", lambda parse=parse: annotator.quantities.find(parse))
        timed("  of that, claims", lambda parse=parse, found=annotation: annotator.claims.find(parse, found.mentions))
        annotation = timed("link", lambda found=annotation, parse=parse: linker.link(found, parse))
        timed("tabulate", lambda found=annotation: tabulate(found))
    whole = sum(spent[stage] for stage in ("parse", "annotate", "link", "tabulate"))
    characters = sum(map(len, texts))
    say(
        "Share of each stage (articles one by one)",
        [
            (stage, f"{seconds / whole:6.1%}   {1e6 * seconds / characters:6.1f} µs a character")
            for stage, seconds in spent.items()
        ],
    )


def run(*options: str) -> tuple[float, float]:
    """Wall and CPU seconds of one ``kikigaki extract``."""
    command = [str(Path(sys.executable).parent / "kikigaki"), "extract", *options, "--keep-going"]
    wall, before = time.perf_counter(), cpu()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - wall, cpu() - before


def part_start(texts: Sequence[str], folder: Path, pairs: int) -> None:
    """The first row, nothing to do, one changed article against the same article alone."""
    many = [texts[i % len(texts)] for i in range(1000)]
    files = folder / "files"
    files.mkdir()
    for i, text in enumerate(many):
        (files / f"a{i:04}.txt").write_text(text[:200], encoding="utf-8")
    one = folder / "one.txt"
    one.write_text(texts[0], encoding="utf-8")
    first, _ = run(str(one), "--output", str(folder / "first"))
    out = str(folder / "start")
    run(str(files), "--output", out)
    idle = [run(str(files), "--output", out) for _ in range(pairs)]
    (files / "a0500.txt").write_text(texts[0], encoding="utf-8")
    changed, cost = run(str(files), "--output", out)
    alone, share = run(str(one), "--output", str(folder / "alone"))
    say(
        "Start, in seconds of wall time",
        [
            ("one article, from the command to its rows", f"{first:.2f}"),
            ("nothing to do, 1,000 articles", f"{statistics.median(wall for wall, _ in idle):.2f}"),
            ("one changed article in 1,000", f"{changed:.2f}, CPU {cost:.2f}"),
            ("the same article alone", f"{alone:.2f}, CPU {share:.2f}"),
        ],
    )


def part_workers(texts: Sequence[str], folder: Path, pairs: int) -> None:
    """Two workers against one."""
    path = corpus(folder, texts)
    little = corpus(Path(tempfile.mkdtemp(dir=folder)), texts[:1])
    gains, throughputs = [], []
    for _ in range(max(1, pairs // 2)):
        took = {}
        for count in ("1", "2"):
            start, whole = (
                run(str(each), "--workers", count, "--output", tempfile.mkdtemp(dir=folder))[0]
                for each in (little, path)
            )
            took[count] = (whole, whole - start)
        gains.append(took["1"][0] / took["2"][0])
        throughputs.append(took["1"][1] / took["2"][1])
    say(
        "Workers, wall of one / wall of two",
        [
            ("start-up included", f"{statistics.median(gains):.2f}"),
            ("start-up left out", f"{statistics.median(throughputs):.2f}"),
        ],
    )


def part_growth(texts: Sequence[str], folder: Path, pairs: int) -> None:
    """From 100 to 800 articles."""
    side = Side("kikigaki")
    few, many = ([texts[i % len(texts)] for i in range(n)] for n in (100, 800))
    ratios = []
    side.work(corpus(folder, few[:5]))
    for _ in range(max(1, pairs // 2)):
        small = side.work(corpus(folder, few))["cpu"]
        large = side.work(corpus(folder, many))["cpu"]
        ratios.append(large / small * sum(map(len, few)) * 8 / sum(map(len, many)))
    side.close()
    say("Growth", [("CPU of 800 articles / CPU of 100, by characters", f"{statistics.median(ratios):.2f}")])


def part_length(texts: Sequence[str], folder: Path, pairs: int) -> None:
    """From 1,000 to 200,000 characters in one article."""
    side = Side("kikigaki")
    whole = "\n\n".join(texts)
    whole *= 200_000 // len(whole) + 1
    side.work(corpus(folder, [whole[:1000]]))
    rows = []
    for size in (1_000, 10_000, 50_000, 200_000):
        took = side.work(corpus(folder, [whole[:size]]))
        rows.append(
            (f"{size:,} characters", f"{1e6 * took['cpu'] / size:,.0f} µs a character, peak {took['peak']:,.0f} MB")
        )
    side.close()
    say("One article", rows)


REPEATED = (
    *(
        "「",
        "」",
        "（",
        "、",
        "。",
        "\n",
        "・",
        "ー",
        "年",
        "3月",
        "今年",
        "第3",
        "約",
        "3人",
        "3,",
        "3",
        "三",
        "kg",
        "-",
    ),
    *("山田氏", "A", "A(B)", "ア", "株式会社", "米韓", "大学", "国連", "と述べた。", "「A」と述べた。", "人は「あ」と"),
)
"""What is short but strange, to be repeated without end."""


def part_repeats(texts: Sequence[str], folder: Path, pairs: int) -> None:
    """How the cost of the rules grows on endless repeats: 1 is linear, 8 would be quadratic."""
    from pipeline.annotate import Annotator
    from pipeline.link import Linker
    from pipeline.parse import Tokenizer
    from pipeline.schema import Article
    from pipeline.tabulate import tabulate

    tokenizer, annotator, linker = Tokenizer(), Annotator(), Linker()
    growth = []
    for unit in REPEATED:
        took = []
        for length in (2_000, 2_000, 16_000):
            text = (unit * length)[:length]
            parse = tokenizer.parse(text)
            began = time.process_time()
            article = Article("a", "a.txt", text, published="2024-06-19")
            tabulate(linker.link(annotator.annotate(article, parse), parse))
            took.append(time.process_time() - began)
        growth.append((took[2] / took[1] / 8, unit))
    say(
        "Rules on endless repeats, 2,000 to 16,000 characters",
        [(f"growth per character, {unit!r}", f"{ratio:.2f}") for ratio, unit in sorted(growth, reverse=True)[:5]],
    )


def part_memory(texts: Sequence[str], folder: Path, pairs: int) -> None:
    """Peak memory over 2,000 articles."""
    side = Side("kikigaki")
    took = side.work(corpus(folder, [texts[i % len(texts)] for i in range(2000)]))
    side.close()
    say("Memory", [("peak over 2,000 articles", f"{took['peak']:,.0f} MB")])


def main() -> None:
    """Run the parts asked for."""
    summary = (__doc__ or "").partition("\n")[0]
    options = argparse.ArgumentParser(description=summary)
    options.add_argument("articles", nargs="*", type=Path)
    options.add_argument("--pairs", type=int, default=5, help="goes of each side, in turn")
    options.add_argument("--limit", type=int, default=300, help="articles")
    options.add_argument("--only", default=",".join(PARTS), help="parts, with commas")
    options.add_argument("--serve", choices=SIDES, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.serve:
        serve(chosen.serve)
        return
    texts = texts_of(chosen.articles or [ROOT / "corpus"], chosen.limit)
    for name in chosen.only.split(","):
        with tempfile.TemporaryDirectory() as folder:
            globals()[f"part_{name}"](texts, Path(folder), chosen.pairs)


if __name__ == "__main__":
    main()
