"""聞き書き kikigaki: Japanese news, into tables.

``pipeline.load("outputs")`` gives the tables that a run has written as pandas DataFrames. Everything else is a module:
the chain is read, parse, annotate, link, tabulate, write, and ``pipeline.extract`` shows it on one screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.frames import Tables

__all__ = ["__version__", "load"]
__version__ = "0.1.0"


def load(outputs: str | Path = "outputs") -> Tables:
    """The tables in the folder ``outputs`` as pandas DataFrames, by name and as attributes.

    Raises OutputsError when there are none, or when they are not all of one run.
    """
    from pipeline.frames import read_tables

    return read_tables(outputs)
