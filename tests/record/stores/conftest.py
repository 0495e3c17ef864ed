"""Stores for the tests: a SQLite file, and a record in a private PostgreSQL server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from comity.adapters.record_postgres import set_up
from comity.adapters.record_tables import Tables
from tests.record.stores.places import opened_at
from tests.record.stores.server import ADMIN, WRITER, Server, running


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server with the tables, and with a role that may write records."""
    with running() as server:
        with psycopg.connect(server.database(ADMIN)) as connection:
            connection.execute(f"create role {WRITER} login")
        set_up(server.database(ADMIN), WRITER)
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new record is kept, in words that `opened` and the processes of tests understand."""
    if request.param == "sqlite":
        return f"sqlite {tmp_path / 'record.sqlite'}"
    server: Server = request.getfixturevalue("server")
    return f"postgres {uuid4().hex} {server.database()}"


@pytest.fixture
def open_store(place: str) -> Iterator[Callable[[], Tables]]:
    """A function that opens the record, each time with a connection of its own."""
    opened: list[Tables] = []

    def made() -> Tables:
        opened.append(opened_at(place))
        return opened[-1]

    yield made
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: Callable[[], Tables]) -> Tables:
    """A new record."""
    return open_store()
