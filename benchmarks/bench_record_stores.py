"""The record: durable appends against plain inserts of the same bytes, in SQLite and in PostgreSQL."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import apsw
import psycopg

from benchmarks.bench_record import made
from benchmarks.measure import Result, seconds
from comity.adapters.record_postgres import PostgresStore, set_up
from comity.adapters.record_sqlite import SQLiteStore
from comity.record.store import Store
from tests.record.stores.server import ADMIN, installed, running

APPENDS, BATCH = 800, 1_000
Insert = Callable[[Sequence[bytes]], object]
"""Inserts rows of bytes, and returns when they are on the disk."""


def sqlite(folder: Path) -> list[Result]:
    """Compare in SQLite files of one folder."""
    insert = plain(folder / "plain.sqlite")
    return compared("SQLite", lambda name: SQLiteStore(folder / f"{name}.sqlite"), insert, "synchronous=FULL")


def postgres() -> list[Result]:
    """Compare in a server of its own, which waits for its disk as it does by default; nothing where there is none."""
    if installed() is None:
        print("PostgreSQL is not installed: records in it were not measured", file=sys.stderr)
        return []
    with running() as server:
        database = server.database(ADMIN)
        set_up(database, ADMIN)
        insert = plain_in_server(database)
        return compared("PostgreSQL", lambda name: PostgresStore(database, name), insert, "fsync, synchronous_commit")


def compared(where: str, opened: Callable[[str], Store], insert: Insert, durable: str) -> list[Result]:
    """Compare appends one by one with inserts of the same bytes, in turns, and a batch with a batch.

    Of each the lower quartile counts: whatever else the machine does only makes it longer.
    """
    record, batch = made(APPENDS + 1), made(BATCH)
    store, together = opened("single"), opened("batch")
    store.append(record.entries[:1])
    pairs = [
        (seconds(lambda: store.append([data])), seconds(lambda: insert([data])))  # noqa: B023 - called at once
        for data in record.entries[1:]
    ]
    ours, theirs = (statistics.quantiles(times, n=4) for times in zip(*pairs, strict=True))
    ours_batch, plain_batch = seconds(lambda: together.append(batch.entries)), seconds(lambda: insert(batch.entries))
    store.close()
    together.close()
    note = f"{1 / ours[0]:.0f} appends a second against {1 / theirs[0]:.0f} inserts, {durable}"
    return [
        Result(name=f"record in {where}: a durable append, against a plain insert", value=ours[0] / theirs[0],
               unit="x", bar=1 / 0.8, note=f"{note}; by medians {ours[1] / theirs[1]:.2f}"),
        Result(name=f"record in {where}: {BATCH} entries in one append, against one insert", unit="x",
               value=ours_batch / plain_batch,
               note=f"{BATCH / ours_batch:,.0f} entries a second; every signature is verified"),
    ]  # fmt: skip


def plain(path: Path) -> Insert:
    """Return what inserts rows of bytes into a table, in a transaction that waits for the disk as a record does."""
    connection = apsw.Connection(str(path))
    connection.pragma("journal_mode", "wal")
    connection.pragma("synchronous", 2)
    connection.execute("create table rows (position integer primary key, data blob not null) strict")
    numbers = count()

    def insert(rows: Sequence[bytes]) -> None:
        with connection:
            connection.executemany("insert into rows values (?, ?)", [(next(numbers), data) for data in rows])

    return insert


def plain_in_server(database: str) -> Insert:
    """Return what inserts rows of bytes into a table of a server: one prepared statement, or one for each of many."""
    connection = psycopg.connect(database, autocommit=True)
    connection.execute("create table rows (position bigint primary key, data bytea not null)")
    for setting in ("fsync", "synchronous_commit"):
        if connection.execute(f"show {setting}").fetchone() != ("on",):
            raise RuntimeError(f"a plain insert would not wait for the disk: {setting} is off")
    statement, numbers = "insert into rows values (%s, %s)", count()

    def insert(rows: Sequence[bytes]) -> None:
        if len(rows) == 1:
            connection.execute(statement, (next(numbers), rows[0]), prepare=True)
            return
        with connection.transaction(), connection.cursor() as cursor:
            cursor.executemany(statement, [(next(numbers), data) for data in rows])

    return insert


def bench() -> list[Result]:
    """Return what is measured here."""
    with TemporaryDirectory() as folder:
        return [*sqlite(Path(folder)), *postgres()]


if __name__ == "__main__":
    from benchmarks.__main__ import main

    raise SystemExit(main(["bench_record_stores"]))
