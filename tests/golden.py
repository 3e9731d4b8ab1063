"""Rewrite what is generated and kept in git: the tables of tests/golden/ and outputs/README.md (`make golden`)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from pipeline.annotate import Annotator
from pipeline.entities import corpus
from pipeline.link import Linker
from pipeline.parse import Parser
from pipeline.schema import TABLES, Article, Row, Table
from pipeline.tabulate import tabulate

HERE = Path(__file__).parent / "golden"
OUTPUTS_README = Path(__file__).parent.parent / "outputs" / "README.md"


def articles() -> Iterator[Article]:
    """The golden articles; the date stands at the start of each file's name."""
    for path in sorted(HERE.glob("*/*.txt")):
        text = path.read_bytes().decode("utf-8")
        yield Article(path.stem, path.name, text, published=path.stem[:10], published_basis="filename")


def as_csv(table: Table, rows: list[Row]) -> str:
    """The rows as CSV with a header."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([table.header, *rows])
    return out.getvalue()


def tables(parser: Parser, annotator: Annotator) -> dict[Path, str]:
    """What every file of tables in tests/golden/ should hold."""
    linker = Linker()
    out: dict[Path, str] = {}
    for article in articles():
        parse = parser.parse(article.text)
        rows = dict(tabulate(linker.link(annotator.annotate(article, parse), parse)).rows)
        rows["entities"], _ = corpus(rows["mentions"], {article.article_id: article.published})
        folder = next(HERE.glob(f"*/{article.source_path}")).parent
        for table in TABLES:
            if table.name not in {"errors", "articles"}:
                out[folder / f"{table.name}.csv"] = as_csv(table, list(rows[table.name]))
    return out


def outputs_readme() -> str:
    """What outputs/README.md should hold: each table and column, from the schema."""
    lines = [
        "# outputs/",
        "",
        "What `make extract` writes here, one CSV file for each table. All of it is made anew from `corpus/`;",
        "nothing but this page is kept in git.",
        "",
        "- Offsets (`start`, `end`) count Unicode code points from the start of the article's text, half-open:",
        "  `text[start:end]` is the row's `text`. An empty cell means not known or not applicable.",
        "- The text is the source file itself, or the jsonl line's `text`; for any other input (HTML, Markdown, front",
        "  matter) it stands in `texts/`, where `text_path` in `articles.csv` points.",
        "- `datapackage.json` describes all tables (Frictionless Table Schema) with their hashes and row counts.",
        "- A text cell that a spreadsheet would run as a formula has a leading apostrophe; `pipeline.load()` takes it",
        "  off.",
    ]
    for table in TABLES:
        lines += ["", f"## {table.name}.csv", "", f"{table.description[0].upper()}{table.description[1:]}.", ""]
        lines += ["| column | type | what it holds |", "|---|---|---|"]
        for column in table.columns:
            values = f": {', '.join(f'`{value}`' for value in column.values)}" if column.values else ""
            lines.append(f"| {column.name} | {column.type} | {column.description.replace('|', '&#124;')}{values} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write all of it."""
    for path, text in tables(Parser(), Annotator()).items():
        path.write_text(text, encoding="utf-8")
    OUTPUTS_README.write_text(outputs_readme(), encoding="utf-8")


if __name__ == "__main__":
    main()
