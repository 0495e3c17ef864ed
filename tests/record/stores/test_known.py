"""What a connection knows of a record, and how it finds out that others have written, on SQLite and on PostgreSQL."""

from collections.abc import Callable
from itertools import cycle

import apsw
import psycopg
import pytest

from comity.adapters.record_postgres import PostgresStore
from comity.adapters.record_sqlite import SQLiteStore
from comity.adapters.record_tables import KEPT, Tables
from comity.record.history import REVOKED, History, read_entry
from comity.record.refusal import Refusal
from comity.record.store import taken
from tests.record.making import FERN, cosigned, entry, record
from tests.record.stores.server import ADMIN, Server

Opening = Callable[[], Tables]


def test_a_long_record_of_single_entries_is_known_to_whoever_opens_it(store: Tables, open_store: Opening) -> None:
    """The state is kept every hundred entries and the rest is followed: before, at and after such a size."""
    _, entries = record(2 * KEPT + 3)
    for number, data in enumerate(entries, start=1):
        store.append([data])
        if number % KEPT in (0, 1, KEPT - 1):
            expected, _ = record(number - 1)
            assert open_store().history().state() == expected.state()


def test_what_a_history_is_told_a_store_does_not_hear(store: Tables) -> None:
    """The history that a store hands out can be continued by way of trial: the store's own stays as it is."""
    history, entries = record(3)
    store.append(entries[:2])
    tried = store.history()
    tried.actors.clear()
    tried.growth.add(bytes(32))
    tried.keys.clear()
    store.append(entries[2:])
    assert store.history().state() == history.state()


def test_connections_in_turns_follow_one_another(store: Tables, open_store: Opening) -> None:
    """Three connections in no regular order, each with one or several entries and some twice: one record."""
    history, entries = record(60)
    turns = cycle([store, store, other := open_store(), store, open_store(), other, other])
    at = 0
    while at < len(entries):
        count = 1 + at % 3 // 2
        before = max(0, at - at % 5 // 4)
        next(turns).append(entries[before : at + count])
        at += count
    assert list(store.entries()) == list(other.entries()) == entries
    assert store.history().state() == open_store().history().state() == history.state()


def test_a_checkpoint_that_another_connection_kept_has_been_seen(store: Tables, open_store: Opening) -> None:
    """An entry names a checkpoint that became final through another connection: it is recorded, and followed."""
    history, entries = record(3)
    other = open_store()
    store.append(entries)
    other.keep(cosigned(history.checkpoint()))
    later = entry(history, "fern", FERN, seen_size=4, seen_root=history.root.hex())
    assert store.append([later])[0].position == 4
    assert other.history().size == open_store().history().size == 5


def test_a_refused_entry_leaves_what_is_known(store: Tables) -> None:
    """After a refusal of each kind the next sound entry takes its place."""
    history, entries = record(4)
    store.append(entries[:2])
    taken = entry(history, "lark", FERN, entry_id="0" * 32)
    for wrong in ([taken], [entries[4]], [entries[2], entries[2][:-1]]):
        with pytest.raises(Refusal):
            store.append(wrong)
    assert [one.position for one in store.append(entries[2:])] == [2, 3, 4]
    assert store.history().state() == history.state()


def test_another_entry_under_a_known_id_is_refused(store: Tables) -> None:
    """A sound next entry that takes the id of an earlier one is refused, and nothing of it stays."""
    history, entries = record(2)
    for data in entries:
        store.append([data])
    first = entry(history, "fern", FERN, body={"n": "new"}, entry_id="1" * 32)
    store.append([first])
    second = entry(store.history(), "fern", FERN, body={"n": "newer"}, entry_id="1" * 32)
    with pytest.raises(Refusal) as why:
        store.append([second])
    assert why.value.kind == "other-entry"
    assert list(store.entries()) == [*entries, first]


def test_what_waited_waits_no_more_however_it_is_recorded(store: Tables) -> None:
    """Entries that waited leave when they are recorded, alone or together; another one under such an id stays."""
    history, entries = record(4)
    store.append(entries[:1])
    other = entry(history, "lark", FERN, entry_id=read_entry(entries[4]).payload.entry_id)
    for data in (*entries[1:4], other):
        store.wait(data)
    store.append(entries[1:2])
    assert store.waiting() == [*entries[2:4], other]
    store.append(entries[2:])
    assert store.waiting() == [other]


def test_what_waited_leaves_the_table_of_a_server_later(server: Server) -> None:
    """A single append leaves the row behind, which counts for nothing; the next ones together take it away."""
    store = PostgresStore(server.database(), "tidied")
    _, entries = record(5)
    store.append(entries[:1])
    store.wait(entries[2])
    store.append(entries[1:2])
    store.append(entries[2:3])
    assert store.waiting() == []
    store.wait(entries[2])  # it is there already
    assert store.waiting() == []
    store.append(entries[3:])
    with psycopg.connect(server.database(ADMIN)) as connection:
        rows = connection.execute("select count(*) from comity_record.waiting where record = 'tidied'").fetchone()
    assert rows == (0,)
    store.close()


# -- a database that changed underneath -------------------------------------------------------


def without_last(server: Server, name: str) -> None:
    """Take the last entry of a record away, as an operator does who restores an older database."""
    with psycopg.connect(server.database(ADMIN)) as connection:
        connection.execute("alter table comity_record.entries disable trigger entries_stay")
        connection.execute(
            "delete from comity_record.entries where record = %s and position ="
            " (select max(position) from comity_record.entries where record = %s)",
            (name, name),
        )
        connection.execute("alter table comity_record.entries enable trigger entries_stay")


def test_an_older_database_does_not_take_what_follows_a_lost_entry(server: Server) -> None:
    """The server lost an entry that a connection knows: the next one is refused, the lost one is recorded again."""
    store = PostgresStore(server.database(), "older")
    history, entries = record(5)
    for data in entries[:4]:
        store.append([data])
    without_last(server, "older")
    with pytest.raises(Refusal) as why:
        store.append(entries[5:])  # of the actor of the lost one, as this connection knows it the next
    assert why.value.kind == "out-of-sequence"
    assert list(store.entries()) == entries[:3]
    store.append(entries[3:])
    assert store.history().state() == history.state()
    store.close()


def test_a_damaged_entry_is_told(tmp_path) -> None:
    """An entry that somebody changed in the file is not followed: the refusal names its position."""
    _, entries = record(4)
    store = SQLiteStore(tmp_path / "record.sqlite")
    store.append(entries)
    store.close()
    connection = apsw.Connection(str(tmp_path / "record.sqlite"))
    connection.execute("drop trigger entries_stay")
    connection.execute("update entries set data = x'00' where position = 3")
    connection.close()
    (tmp_path / "record.head.txt").unlink()
    with pytest.raises(Refusal, match="entry 3 is not as it was recorded") as why:
        SQLiteStore(tmp_path / "record.sqlite").history()
    assert why.value.kind == "storage"


def test_a_state_of_more_entries_than_there_are_is_told(tmp_path) -> None:
    """Entries at the end were removed from the file: the state that was kept says that there were more."""
    _, entries = record(KEPT)
    store = SQLiteStore(tmp_path / "record.sqlite")
    store.append(entries)
    store.close()
    connection = apsw.Connection(str(tmp_path / "record.sqlite"))
    connection.execute("drop trigger entries_last")
    connection.execute("delete from entries where position > 50")
    connection.close()
    (tmp_path / "record.head.txt").unlink()
    with pytest.raises(Refusal, match=f"{KEPT + 1} entries were recorded, and 51 are here"):
        SQLiteStore(tmp_path / "record.sqlite").history()


def test_a_copy_of_a_history_goes_its_own_way() -> None:
    """A copy has the same state; what the one follows the other does not know, nor a key that is revoked in one."""
    history, _ = record(5)
    copy = history.copy()
    assert copy.state() == history.state()
    state = History.of_state(history.state()).state()
    taken(history, entry(history, "fern", FERN, REVOKED, {"key_id": FERN.public.key_id}), {})
    assert history.keys[FERN.public.key_id].is_revoked
    history.actors["fern"] = (9, "")
    assert copy.state() == state
