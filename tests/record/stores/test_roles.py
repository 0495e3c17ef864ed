"""What the role that writes records in PostgreSQL may do, and what it may not."""

import psycopg
import pytest

from comity.adapters.record_postgres import PostgresStore, set_up
from comity.record.refusal import Refusal
from tests.record.making import record
from tests.record.stores.server import ADMIN, WRITER, Server


@pytest.mark.parametrize(
    "statement",
    [
        "update comity_record.entries set data = ''",
        "delete from comity_record.entries",
        "truncate comity_record.entries",
        "drop table comity_record.entries",
        "delete from comity_record.heads",
        "delete from comity_record.checkpoints",
    ],
)
def test_the_writer_adds_and_reads_only(server: Server, statement: str) -> None:
    """The role that writes can neither change nor remove an entry, a head or a checkpoint."""
    with psycopg.connect(server.database()) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)


@pytest.mark.parametrize("statement", ["update {} set data = ''", "delete from {}", "truncate {}"])
def test_the_owner_is_kept_from_changing_entries_by_mistake(server: Server, statement: str) -> None:
    """Even the owner of the tables is stopped by a trigger, which is hygiene and no proof."""
    with psycopg.connect(server.database(ADMIN)) as connection, pytest.raises(psycopg.Error, match="entries stay"):
        connection.execute(statement.format("comity_record.entries"))


def test_records_in_one_database_are_apart(server: Server) -> None:
    """Two records of different names are independent, and the writer of one does not wait for that of the other."""
    history, entries = record(3)
    one, other = (PostgresStore(server.database(), f"apart {number}") for number in (1, 2))
    one.append(entries)
    with one._transaction():
        other.append(entries[:2])
    assert (one.history().size, other.history().size) == (4, 2)
    assert one.history().state() == history.state()
    one.close()
    other.close()


def test_setting_up_again_changes_nothing(server: Server) -> None:
    """The tables can be set up again, as an upgrade does, with records in them."""
    _, entries = record(3)
    store = PostgresStore(server.database(), "set up again")
    store.append(entries)
    set_up(server.database(ADMIN), WRITER)
    assert list(store.entries()) == entries
    store.close()


def test_a_role_that_does_not_exist_is_a_refusal(server: Server) -> None:
    """Setting up for an unknown role, or without a server, is refused with kind `storage`."""
    for database, role in ((server.database(ADMIN), "nobody"), ("host=/nowhere", WRITER)):
        with pytest.raises(Refusal) as why:
            set_up(database, role)
        assert why.value.kind == "storage"


def test_a_writer_that_waits_too_long_is_refused(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another writer keeps the record locked, appending ends in a refusal instead of waiting for ever."""
    monkeypatch.setattr("comity.adapters.record_postgres.LOCK_MS", 50)
    _, entries = record(1)
    one, other = (PostgresStore(server.database(), "locked") for _ in range(2))
    with one._transaction(), pytest.raises(Refusal, match="nothing was recorded") as why:
        other.append(entries)
    assert why.value.kind == "storage"
    other.append(entries)
    one.close()
    other.close()


def test_a_database_that_does_not_sync_is_refused(server: Server) -> None:
    """With fsync switched off on the server nothing acknowledged would survive a loss of power: no record is opened."""
    with psycopg.connect(server.database(ADMIN), autocommit=True) as connection:
        try:
            connection.execute("alter system set fsync = off")
            connection.execute("select pg_reload_conf()")
            with pytest.raises(Refusal, match="fsync"):
                _until_refused(server.database())
        finally:
            connection.execute("alter system reset fsync")
            connection.execute("select pg_reload_conf()")


def _until_refused(database: str) -> None:
    for _ in range(200):  # the server takes its settings a moment later
        PostgresStore(database, "unsynced").close()
