"""Records in PostgreSQL (psycopg 3, the optional extra `postgres`): several in one database, durable when it returns.

One writer at a time holds the advisory lock of its record. The role that writes may add entries and read them, and can
neither change nor remove one; `set_up`, run by the owner of the database, sees to that.

A connection that writes alone needs one way to the server and back: one statement locks the record, looks whether the
entry follows the one that the connection knows as the last, and adds it, or nothing. What it sees is older than the
lock that it waited for, so that the place may be taken meanwhile: then nothing is added.

An entry that waited and was recorded counts as waiting no more, and is taken away when many are added, or a state kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar

import psycopg
from psycopg import sql

from comity.adapters.record_head import Head
from comity.adapters.record_tables import BATCH, Added, Rows, Tables
from comity.record.merkle import Hash
from comity.record.refusal import Refusal

LOCK_MS = 30_000
"""How long a writer waits for another one."""

_SCHEMA = """
create schema if not exists comity_record;
create table if not exists comity_record.entries (
  record text not null, position bigint not null, entry_id text not null, leaf bytea not null, data bytea not null,
  primary key (record, position), unique (record, entry_id)
);
create table if not exists comity_record.heads (record text primary key, state bytea not null);
create table if not exists comity_record.checkpoints (
  record text not null, size bigint not null, note text not null, root text not null, final boolean not null,
  primary key (record, size)
);
create table if not exists comity_record.waiting (
  record text not null, number bigint generated always as identity, entry_id text not null, data bytea not null,
  primary key (record, entry_id)
);
create or replace function comity_record.entries_stay() returns trigger language plpgsql
  as $$ begin raise exception 'entries stay'; end $$;
create or replace trigger entries_stay before update or delete or truncate on comity_record.entries
  for each statement execute function comity_record.entries_stay();
"""
_RECORDED = (
    "exists (select from comity_record.entries as e"
    " where e.record = w.record and e.entry_id = w.entry_id and e.data = w.data)"
)
_GRANTS = """
revoke all on all tables in schema comity_record from {role};
grant usage on schema comity_record to {role};
grant select, insert on comity_record.entries to {role};
grant select, insert, update on comity_record.heads, comity_record.checkpoints to {role};
grant select, insert, delete on comity_record.waiting to {role};
"""


def set_up(database: str, role: str) -> None:
    """Make the tables, as their owner, and let a role that exists write records. It can be run again. Refusal.

    `database` is a connection string of PostgreSQL's.
    """
    try:
        with psycopg.connect(database) as connection:
            connection.execute(_SCHEMA)
            connection.execute(sql.SQL(_GRANTS).format(role=sql.Identifier(role)))
    except psycopg.Error as failure:
        raise Refusal("storage", f"the database was not set up: {failure}") from failure


class PostgresStore(Tables):
    """A store of one record (comity.record.store.Store), by its name, in a database that was set up.

    `database` is a connection string of PostgreSQL's, `head` the file outside of it that notes what was recorded last.
    Raises Refusal with kind `storage` where the database fails, and on opening with `truncated` or `fork` where it
    holds less than, or other than, its head says. A store is used by one thread at a time.
    """

    STATEMENTS: ClassVar[Mapping[str, str]] = {
        "state": "select state from comity_record.heads where record = %s",
        "set state": "insert into comity_record.heads values (%s, %s)"
        " on conflict (record) do update set state = excluded.state",
        "last": "select position, leaf from comity_record.entries where record = %s order by position desc limit 1",
        "leaf": "select leaf from comity_record.entries where record = %s and position = %s",
        "place": "select position, leaf from comity_record.entries where record = %s and entry_id = %s",
        "places": "select entry_id, position, leaf from comity_record.entries where record = %s and entry_id = any(%s)",
        "add all": "insert into comity_record.entries (record, position, entry_id, leaf, data)"
        " select %s, * from unnest(%s::bigint[], %s::text[], %s::bytea[], %s::bytea[])",
        "added": "delete from comity_record.waiting as w where record = %s and " + _RECORDED,
        "add": "insert into comity_record.entries (record, position, entry_id, leaf, data)"
        " select record, %s::bigint, %s::text, %s::bytea, %s::bytea from comity_record.entries"
        " where record = %s and position = %s and leaf = %s and pg_advisory_xact_lock(%s) is not null"
        " on conflict (record, position) do nothing",
        "count": "select coalesce(max(position) + 1, 0) from comity_record.entries where record = %s",
        "entries": "select data from comity_record.entries"
        " where record = %s and position >= %s and position < %s order by position",
        "leaves": "select leaf from comity_record.entries where record = %s and position < %s order by position",
        "checkpoints": "select note from comity_record.checkpoints where record = %s order by size",
        "note": "select note from comity_record.checkpoints where record = %s and size = %s",
        "keep": "insert into comity_record.checkpoints values (%s, %s, %s, %s, %s)"
        " on conflict (record, size) do update set note = excluded.note, final = excluded.final",
        "finals": "select size, root from comity_record.checkpoints where record = %s and final",
        "wait": "insert into comity_record.waiting (record, entry_id, data) values (%s, %s, %s)",
        "waits": "select data from comity_record.waiting as w where record = %s and entry_id = %s and not " + _RECORDED,
        "wait no more": "delete from comity_record.waiting where record = %s and entry_id = %s",
        "waiting": "select data from comity_record.waiting as w where record = %s and not "
        + _RECORDED
        + " order by number",
    }

    def __init__(self, database: str, record: str, head: Path | None = None) -> None:
        self._record = record
        self._head = Head(head) if head is not None else None
        self._lock = int.from_bytes(sha256(b"comity record\n" + record.encode()).digest()[:8], "big", signed=True)
        with _as_refusals():
            self._connection = psycopg.connect(database, autocommit=True)
            self._connection.execute(
                f"set synchronous_commit = on; set lock_timeout = {LOCK_MS};"
                # Whoever has waited for the lock has to see what was written meanwhile.
                " set default_transaction_isolation = 'read committed'; set plan_cache_mode = force_generic_plan"
            )
            self._one_by_one = self._connection.cursor()  # made anew for each, a cursor takes a tenth of an append
            if self._connection.execute("show fsync").fetchone() != ("on",):
                self._connection.close()
                raise Refusal("storage", "this database does not wait for its disk: its setting fsync is off")
        try:
            self._as_its_head_says()
        except Refusal:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()
        if self._head is not None:
            self._head.close()

    def _rows(self, statement: str, *values: Any) -> Rows:
        with _as_refusals():
            done = self._connection.execute(self.STATEMENTS[statement], (self._record, *values))
            # Within a transaction what changes rows is only sent here; if it fails, the commit does.
            return done.fetchall() if self.STATEMENTS[statement].startswith("select") else []

    def _add_one(self, before: Hash, one: Added) -> bool:
        at = one.position
        values = at, one.entry_id, one.leaf, one.data, self._record, at - 1, before, self._lock
        with _as_refusals():
            try:
                return self._one_by_one.execute(self.STATEMENTS["add"], values, prepare=True).rowcount == 1
            except psycopg.errors.UniqueViolation:  # another entry has its id
                return False

    def _add(self, before: Hash, added: Sequence[Added], state: bytes | None) -> None:
        for start in range(0, len(added), BATCH):
            some = added[start : start + BATCH]
            ids, leaves, data = [one.entry_id for one in some], [one.leaf for one in some], [one.data for one in some]
            self._rows("add all", [one.position for one in some], ids, leaves, data)
        self._rows("added")
        if state is not None:
            self._rows("set state", state)

    def _last_and_places(self, ids: Sequence[str]) -> tuple[Rows, Rows]:
        """Send both statements, then wait for both results: one way to the server and back."""
        with _as_refusals():
            last, places = (
                self._connection.execute(self.STATEMENTS[statement], values)
                for statement, values in (("last", (self._record,)), ("places", (self._record, list(ids))))
            )
            return last.fetchall(), places.fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Begin and lock the record, commit at the end; whatever is raised undoes all of it."""
        with _as_refusals(), self._connection.pipeline(), self._connection.transaction():
            self._connection.execute("select pg_advisory_xact_lock(%s)", (self._lock,))
            yield


@contextmanager
def _as_refusals() -> Iterator[None]:
    """Raise what the database raises as a Refusal.

    Where the connection was lost (the server had no time to say a word, or said that it goes down), nobody knows
    whether a commit arrived; to append again is safe, and tells.
    """
    try:
        yield
    except psycopg.Error as failure:
        lost = failure.sqlstate is None or failure.sqlstate.startswith(("08", "57P"))
        what = "the database was lost; append again to be sure" if lost else "nothing was recorded"
        raise Refusal("storage", f"{what}: {failure}") from failure
