"""The command ``kikigaki``.

What is heavy is imported inside the commands, so that ``--help`` and a run with nothing to do are quick.
"""

from __future__ import annotations

import signal
import sqlite3
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from pipeline import __version__, report


class Exit(IntEnum):
    """What the command's exit code means."""

    OK = 0
    SOME_FAILED = 1
    USAGE = 2
    ABORTED = 3
    INTERRUPTED = 130


class Engine(StrEnum):
    """Where articles are analysed."""

    LOCAL = "local"
    DASK = "dask"


app = typer.Typer(
    name="kikigaki",
    help="Japanese news, into tables: names, dates, quantities, and who claimed what.",
    epilog="Exit codes: 0 all well, 1 done but some articles failed, 2 wrong usage or rules, 3 given up, 130 Ctrl-C.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command."""
    app()


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kikigaki {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


Models = Annotated[
    Path | None,
    typer.Option("--models", help="Folder of your own rules; they win over ours.", exists=True, file_okay=False),
]


@app.command()
def extract(  # noqa: PLR0917  # typer's way to say what the options are
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Folders and files of articles.", show_default="corpus")
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder of the tables.")] = Path("outputs"),
    models: Models = None,
    formats: Annotated[str, typer.Option("--format", help="csv, parquet, jsonl; several with commas.")] = "csv",
    workers: Annotated[int, typer.Option("--workers", "-j", min=0, help="Worker processes; 0: work in this one.")] = 1,
    engine: Annotated[
        Engine, typer.Option("--engine", help="local: processes of this machine; dask: a cluster's.")
    ] = Engine.LOCAL,
    scheduler: Annotated[
        str, typer.Option("--scheduler", help="Address of the Dask scheduler; without one, --workers on this machine.")
    ] = "",
    fast: Annotated[bool, typer.Option("--fast", help="Words without syntax: far cheaper, claims less exact.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Analyse every article again.")] = False,
    keep_going: Annotated[bool, typer.Option("--keep-going", help="Exit 0 although some articles failed.")] = False,
    max_characters: Annotated[int, typer.Option("--max-characters", min=1, help="Longest article taken.")] = 200_000,
) -> None:
    """Read articles and write their tables.

    Articles that have not changed since the last run are not analysed again; when rules have changed, all are.
    """
    from pipeline import extract as chain
    from pipeline.run import Job

    if scheduler and engine is not Engine.DASK:
        _stop(Exit.USAGE, "--scheduler is for --engine dask")

    job = Job(
        paths=tuple(paths or [Path("corpus")]),
        output=output,
        models=models,
        formats=tuple(dict.fromkeys(name.strip() for name in formats.split(",") if name.strip())),
        workers=workers,
        engine=engine.value,
        scheduler=scheduler,
        fast=fast,
        force=force,
        max_characters=max_characters,
    )
    with _exits(output), report.progress() as progress:
        summary = chain.extract(job, progress)
    typer.echo(report.table(summary, output))
    if summary.failures and not keep_going:
        raise typer.Exit(Exit.SOME_FAILED)


@app.command()
def check(models: Models = None) -> None:
    """Check the rules, ours and your own: every wrong row with its file and line."""
    from pipeline import annotate, extract, published  # noqa: F401  # published declares the rules of URLs

    with _exits():
        extract.check_rules(models)
        annotate.Annotator(models)  # finds what only shows when rules meet
    typer.echo("the rules are well")


@app.command()
def verify(
    outputs: Annotated[Path, typer.Argument(help="Folder of the tables.")] = Path("outputs"),
) -> None:
    """Check that the tables are whole: hashes, types, keys, order, and every row's place in its text."""
    from pipeline import verify as verifier

    with _exits():
        found = verifier.verify(outputs)
    for line in (*found.notes, *found.problems):
        typer.echo(line)
    if found.problems:
        typer.echo(f"{outputs}: {len(found.problems)} problems", err=True)
        raise typer.Exit(Exit.SOME_FAILED)
    typer.echo(f"{outputs}: {found.rows:,} rows in {found.tables} tables are as they should be")


def _stop(code: Exit, *lines: str) -> NoReturn:
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(code)


@contextmanager
def _exits(output: Path | None = None) -> Iterator[None]:
    """Whatever goes wrong inside, as a plain message and the right exit code; ``output`` is the folder written to."""
    from pipeline.extract import EngineError
    from pipeline.lexicon import LexiconError
    from pipeline.read import InputError
    from pipeline.store import LockedError
    from pipeline.write import FormatError

    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        yield
    except KeyboardInterrupt:
        _stop(Exit.INTERRUPTED, "stopped; finished articles are kept, the same command goes on from here")
    except (FormatError, InputError) as error:
        _stop(Exit.USAGE, str(error))
    except LexiconError as error:
        _stop(Exit.USAGE, *error.problems, f"{len(error.problems)} problems in the rules")
    except LockedError as error:
        _stop(Exit.ABORTED, f"{output}: {error}")
    except EngineError as error:
        _stop(Exit.ABORTED, f"given up: {error}")
    except (OSError, sqlite3.Error) as error:
        tables = f"; the tables in {output} are as they were, finished articles are kept" if output else ""
        _stop(Exit.ABORTED, f"given up: {error}{tables}")
    except Exception:
        _stop(
            Exit.ABORTED,
            traceback.format_exc(),
            "given up because of a fault in kikigaki: please report the lines above",
        )
