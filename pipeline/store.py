"""What earlier runs found: the finished rows of every article, kept in ``outputs/.kikigaki/store.sqlite``.

The store is a cache and no more: whatever is in it can be made again from the corpus. SQLite's transactions make it
survive a kill at any moment; a store that is damaged all the same is thrown away and built anew.
"""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from pipeline.schema import BY_NAME, Failure, Row

FOLDER = ".kikigaki"
"""Where a run keeps its own things, below the outputs."""
VERSION = 1
TEXT = "text"
"""The name under which an article's text is kept when it does not stand in the source: one row of one cell."""

_SCHEMA = f"""
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sources (name TEXT PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE items (
    source TEXT NOT NULL, position INTEGER NOT NULL, article_id TEXT NOT NULL, key TEXT NOT NULL, failure TEXT,
    PRIMARY KEY (source, position)
) WITHOUT ROWID;
CREATE TABLE articles (article_id TEXT PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE rows (name TEXT NOT NULL, article_id TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (name, article_id));
PRAGMA user_version = {VERSION};
"""
_NAMES = ", ".join(f"'{name}'" for name in (*BY_NAME, TEXT))
_TROUBLES = (
    *(sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN),
    *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PERM, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_AUTH),
)
"""What is wrong with the machine rather than with the store."""


class StoreError(Exception):
    """The store cannot be read: damaged, or written by another version. It may be thrown away."""


class LockedError(Exception):
    """Another run is writing the same outputs; ``pid`` is its process, or 0 when it does not tell."""

    def __init__(self, pid: int) -> None:
        super().__init__(f"another run (process {pid}) is writing these outputs")
        self.pid = pid


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a source gave: an article, with the key of all that was read of it, or a failure."""

    article_id: str
    key: str
    failure: Failure | None = None
    done: bool = False
    """Whether the store holds this very article's rows."""


@contextmanager
def lock(outputs: Path) -> Iterator[None]:
    """Keeps other runs out of the folder ``outputs``, until the block ends or the process does. Raises LockedError."""
    folder = outputs / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    file = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            written = os.read(file, 32).strip()
            raise LockedError(int(written) if written.isdigit() else 0) from None
        os.ftruncate(file, 0)
        os.pwrite(file, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(file)  # ends the lock


def discard(outputs: Path) -> None:
    """Throw the store away."""
    for name in ("store.sqlite", "store.sqlite-wal", "store.sqlite-shm", "store.sqlite-journal"):
        (outputs / FOLDER / name).unlink(missing_ok=True)


def places(outputs: Path) -> dict[str, str]:
    """The file from which each article was read, by article_id; nothing when there is no store to tell."""
    path = outputs / FOLDER / "store.sqlite"
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as db:
            return dict(db.execute("SELECT article_id, source FROM items WHERE failure IS NULL"))
    except sqlite3.Error:
        return {}


class Store:
    """The store of the folder ``outputs``, opened or made. Use it as a context manager, and hold the lock meanwhile.

    Whatever is put in is on disk after :meth:`commit`. Every method raises StoreError when the store is damaged.
    """

    def __init__(self, outputs: Path) -> None:
        path = outputs / FOLDER / "store.sqlite"
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None)
        try:
            with _told():
                self._open()
        except BaseException:
            self._db.close()
            raise

    def _open(self) -> None:
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        (tables,) = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not tables:
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.executescript("BEGIN;" + _SCHEMA + "COMMIT;")
        elif version != VERSION:
            raise StoreError(f"written by another version of kikigaki (format {version}, not {VERSION})")
        self._db.execute("PRAGMA synchronous = NORMAL")

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.commit()
            elif self._db.in_transaction:
                self._db.execute("ROLLBACK")
        finally:
            self._db.close()

    def commit(self) -> None:
        """Put on disk all that was put in so far."""
        with _told():
            if self._db.in_transaction:
                self._db.execute("COMMIT")

    def _change(self, sql: str, values: Sequence[object] = ()) -> None:
        with _told():
            if not self._db.in_transaction:
                self._db.execute("BEGIN")
            self._db.execute(sql, values)

    def _rows(self, sql: str, values: Sequence[object] = ()) -> Iterator[Any]:
        with _told():
            for row in self._db.execute(sql, values):  # noqa: UP028  # a generator left over must not touch a closed store
                yield row

    # Facts about the last run

    def fact(self, name: str) -> Any:
        """The fact called ``name``, or None."""
        for (value,) in self._rows("SELECT value FROM facts WHERE name = ?", (name,)):
            return _decoded(value)
        return None

    def put_fact(self, name: str, value: object) -> None:
        """Keep the fact ``name``; None forgets it. A fact that stands already is not written again."""
        if self.fact(name) == value:
            return
        if value is None:
            self._change("DELETE FROM facts WHERE name = ?", (name,))
        else:
            self._change("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, json.dumps(value, sort_keys=True)))

    # Files below the outputs that runs have written

    def files(self) -> set[str]:
        """The names of all files that runs have written, or were about to write, and have not removed."""
        return {name for (name,) in self._rows("SELECT name FROM files")}

    def put_files(self, names: Iterable[str]) -> None:
        """Keep the names of files that are about to be written."""
        for name in names:
            self._change("INSERT INTO files VALUES (?)", (name,))

    def drop_files(self, names: Iterable[str]) -> None:
        """Forget files that have been removed."""
        for name in names:
            self._change("DELETE FROM files WHERE name = ?", (name,))

    # Sources: what each file gave

    def sources(self) -> dict[str, str]:
        """The key of every source known, by name."""
        return dict(self._rows("SELECT name, key FROM sources"))

    def items(self, source: str) -> Iterator[Item]:
        """What the source gave, in order."""
        found = self._rows(
            "SELECT article_id, items.key, failure, articles.key FROM items LEFT JOIN articles USING (article_id) "
            "WHERE source = ? ORDER BY position",
            (source,),
        )
        for article_id, key, failure, done in found:
            yield Item(article_id, key, Failure(*_decoded(failure)) if failure else None, key == done)

    def put_item(self, source: str, position: int, item: Item) -> None:
        """Keep one thing that the source gave. It counts once :meth:`put_source` has been told that it is all."""
        failure = json.dumps(astuple(item.failure)) if item.failure else None
        values = (source, position, item.article_id, item.key, failure)
        self._change("INSERT INTO items VALUES (?, ?, ?, ?, ?)", values)

    def put_source(self, source: str, key: str) -> None:
        """Keep the key of a source all of whose items have been put."""
        self._change("INSERT OR REPLACE INTO sources VALUES (?, ?)", (source, key))

    def drop_sources(self, names: Iterable[str]) -> None:
        """Forget what the sources gave. Their articles stay until they are dropped."""
        for name in names:
            self._change("DELETE FROM items WHERE source = ?", (name,))
            self._change("DELETE FROM sources WHERE name = ?", (name,))

    # Articles: the finished rows of each

    def key(self, article_id: str) -> str | None:
        """The key under which the article's rows were made, or None when there are none."""
        for (key,) in self._rows("SELECT key FROM articles WHERE article_id = ?", (article_id,)):
            return str(key)
        return None

    def article_ids(self) -> list[str]:
        """All articles that have rows here, in order of their ids' code points."""
        return [article_id for (article_id,) in self._rows("SELECT article_id FROM articles ORDER BY article_id")]

    def put_article(self, article_id: str, key: str, rows: Mapping[str, Sequence[Row]]) -> None:
        """Keep the article's finished rows, by table, in place of earlier ones."""
        self._drop_rows(article_id)
        for name, some in rows.items():
            if some:
                self._change("INSERT INTO rows VALUES (?, ?, ?)", (name, article_id, _packed(some)))
        self._change("INSERT OR REPLACE INTO articles VALUES (?, ?)", (article_id, key))

    def drop_articles(self, article_ids: Iterable[str]) -> None:
        """Forget articles and their rows."""
        for article_id in article_ids:
            self._drop_rows(article_id)
            self._change("DELETE FROM articles WHERE article_id = ?", (article_id,))

    def _drop_rows(self, article_id: str) -> None:
        self._change(f"DELETE FROM rows WHERE name IN ({_NAMES}) AND article_id = ?", (article_id,))

    def rows(self, name: str) -> Iterator[Row]:
        """The rows of one table, ordered by the articles' ids, one article in memory at a time."""
        for (data,) in self._rows("SELECT data FROM rows WHERE name = ? ORDER BY article_id", (name,)):
            yield from _unpacked(data)

    def articles_with(self, name: str) -> Iterator[tuple[str, list[Row]]]:
        """The articles that have rows in one table, with these rows."""
        for article_id, data in self._rows(
            "SELECT article_id, data FROM rows WHERE name = ? ORDER BY article_id", (name,)
        ):
            yield article_id, _unpacked(data)


@contextmanager
def _told() -> Iterator[None]:
    """Damage as StoreError; troubles of the machine (disk full, read-only) as they come."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise
    except sqlite3.DatabaseError as error:
        if (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF in _TROUBLES:
            raise
        raise StoreError(str(error)) from error


def _packed(rows: Sequence[Row]) -> bytes:
    return zlib.compress(
        json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"), 1
    )


def _unpacked(data: bytes) -> list[Row]:
    try:
        return [tuple(row) for row in json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))]
    except (zlib.error, ValueError) as error:
        raise StoreError(f"damaged rows: {error}") from error


def _decoded(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError as error:
        raise StoreError(f"damaged entry: {error}") from error
