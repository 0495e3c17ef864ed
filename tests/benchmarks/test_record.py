"""The benchmark of the record compares what it says."""

from collections.abc import Iterator
from pathlib import Path

import apsw
import psycopg
import pytest

from benchmarks.bench_record import made, signatures_alone, whole
from benchmarks.bench_record_stores import plain, plain_in_server
from tests.record.stores.server import ADMIN, Server, running


@pytest.fixture
def server() -> Iterator[Server]:
    """A server of its own."""
    with running() as server:
        yield server


def test_the_same_signatures_are_verified_both_times() -> None:
    """The record verifies in full, and its signatures alone are those of all its entries."""
    record = made(20)
    whole(record)
    signatures_alone(record)
    assert len({signature for _, _, signature in record.signatures}) == len(record.entries) == 20


def test_a_plain_insert_waits_for_the_disk_as_an_append_does(tmp_path: Path) -> None:
    """The rows are there afterwards, whole, in a database with a write-ahead log."""
    insert = plain(tmp_path / "plain.sqlite")
    insert([b"one"])
    insert([b"two", b"three"])
    connection = apsw.Connection(str(tmp_path / "plain.sqlite"))
    assert connection.execute("select data from rows order by position").fetchall() == [
        (b"one",),
        (b"two",),
        (b"three",),
    ]
    assert connection.pragma("journal_mode") == "wal"


def test_a_plain_insert_into_a_server_is_there_for_everybody(server: Server) -> None:
    """One row and several are committed when the insert returns: another connection reads them."""
    insert = plain_in_server(server.database(ADMIN))
    insert([b"one"])
    insert([b"two", b"three"])
    with psycopg.connect(server.database(ADMIN)) as connection:
        found = connection.execute("select data from rows order by position").fetchall()
    assert found == [(b"one",), (b"two",), (b"three",)]
