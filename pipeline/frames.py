"""outputs/ -> pandas DataFrames with the right types, for notebooks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import write
from pipeline.schema import BY_NAME, Table

if TYPE_CHECKING:
    from pandas import DataFrame

DTYPES = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}
"""pandas' type for each type of column. All of them know an empty cell as missing."""


class OutputsError(Exception):
    """The folder holds no finished run, or files of two runs."""


class Tables(Mapping[str, "DataFrame"]):
    """The tables of one run: ``tables["quantities"]`` or ``tables.quantities``. Each is read when first asked for."""

    def __init__(self, outputs: Path, files: Mapping[str, str]) -> None:
        self._outputs, self._files = outputs, files
        self._frames: dict[str, DataFrame] = {}

    def __getitem__(self, name: str) -> DataFrame:
        if name not in self._frames:
            self._frames[name] = _frame(self._outputs / self._files[name], BY_NAME[name])
        return self._frames[name]

    def __getattr__(self, name: str) -> DataFrame:
        if name.startswith("_") or name not in self._files:
            raise AttributeError(name)
        return self[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._files]

    def __repr__(self) -> str:
        return f"Tables({str(self._outputs)!r}: {', '.join(self._files)})"


def read_tables(outputs: str | Path) -> Tables:
    """The tables in the folder ``outputs``.

    Raises OutputsError when no run has finished there, or when a file is not the one that the last run wrote.
    """
    folder = Path(outputs)
    try:
        package: dict[str, Any] = json.loads((folder / write.PACKAGE).read_bytes())
        resources = [each for each in package["resources"] if each["name"] in BY_NAME]
        for resource in resources:
            _check(folder / resource["path"], resource["hash"])
    except FileNotFoundError as error:
        raise OutputsError(f"{error.filename} is missing: run kikigaki extract") from None
    except (ValueError, KeyError, TypeError) as error:
        raise OutputsError(f"{folder / write.PACKAGE} is damaged ({error}): run kikigaki extract") from None
    return Tables(folder, {resource["name"]: resource["path"] for resource in resources})


def _check(path: Path, wanted: str) -> None:
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if f"sha256:{found}" != wanted:
        raise OutputsError(f"{path} is not the file that the last run wrote: it was changed, or a run broke off")


def _frame(path: Path, table: Table) -> DataFrame:
    import pandas

    types: dict[str, Any] = {column.name: DTYPES[column.type] for column in table.columns}
    if path.suffix == ".parquet":
        return pandas.read_parquet(path).astype(types)
    if path.suffix == ".jsonl":
        with path.open(encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        return pandas.DataFrame(rows, columns=list(table.header)).astype(types)
    frame = pandas.read_csv(path, dtype=types, keep_default_na=False, na_values=[""], encoding="utf-8")
    for column in table.columns:
        if column.type == "string":
            risky = frame[column.name].str.match(r"'[=+\-@\t\r\n＝＋－＠']").fillna(value=False)
            if risky.any():
                frame.loc[risky, column.name] = frame.loc[risky, column.name].str[1:]
    return frame
