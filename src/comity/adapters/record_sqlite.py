"""A record in one SQLite file (apsw, which carries a current SQLite): one writer at a time, durable when it returns.

`synchronous=FULL` on a write-ahead log: what was acknowledged survives a loss of power. Beside the file lies its head.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, ClassVar

import apsw

from comity.adapters.record_head import Head
from comity.adapters.record_tables import Added, Rows, Tables
from comity.record.history import History
from comity.record.merkle import Hash
from comity.record.refusal import Refusal

BUSY_MS = 30_000
"""How long a writer waits for another one."""

_SCHEMA = """
create table if not exists entries (
  position integer primary key, entry_id text not null unique, leaf blob not null, data blob not null
) strict;
create table if not exists head (one integer primary key check (one = 1), state blob not null) strict;
create table if not exists checkpoints (
  size integer primary key, note text not null, root text not null, final integer not null check (final in (0, 1))
) strict;
create table if not exists waiting (
  number integer primary key, entry_id text not null unique, data blob not null
) strict;
create trigger if not exists entries_stay before update on entries begin select raise(abort, 'entries stay'); end;
create trigger if not exists entries_last before delete on entries begin select raise(abort, 'entries stay'); end;
create trigger if not exists entries_wait_no_more after insert on entries begin
  delete from waiting where entry_id = new.entry_id and data = new.data;
end;
"""


class SQLiteStore(Tables):
    """A store of one record (comity.record.store.Store). Raises Refusal with kind `storage` where the disk fails.

    Opening refuses (`truncated` or `fork`) a file that holds less than, or other than, its head outside says. With a
    `vfs` of apsw's, which cannot share memory, the store has the file for itself, and keeps no head.
    """

    STATEMENTS: ClassVar[Mapping[str, str]] = {
        "state": "select state from head",
        "set state": "insert into head values (1, ?) on conflict (one) do update set state = excluded.state",
        "last": "select position, leaf from entries order by position desc limit 1",
        "leaf": "select leaf from entries where position = ?",
        "place": "select position, leaf from entries where entry_id = ?",
        "add": "insert into entries select ?1, ?2, ?3, ?4"
        " where ?1 = 0 or exists (select 1 from entries where position = ?1 - 1 and leaf = ?5)",
        "count": "select coalesce(max(position) + 1, 0) from entries",
        "entries": "select data from entries where position >= ? and position < ? order by position",
        "leaves": "select leaf from entries where position < ? order by position",
        "checkpoints": "select note from checkpoints order by size",
        "note": "select note from checkpoints where size = ?",
        "keep": "insert into checkpoints values (?, ?, ?, ?)"
        " on conflict (size) do update set note = excluded.note, final = excluded.final",
        "finals": "select size, root from checkpoints where final = 1",
        "wait": "insert into waiting (entry_id, data) values (?, ?)",
        "waits": "select data from waiting where entry_id = ?",
        "wait no more": "delete from waiting where entry_id = ?",
        "waiting": "select data from waiting order by number",
    }

    def __init__(self, path: Path | str, vfs: str | None = None) -> None:
        if vfs is None and str(path) != ":memory:":
            self._head = Head(Path(path).with_suffix(".head.txt"))
        try:
            self._connection = apsw.Connection(str(path), vfs=vfs)
        except apsw.Error as failure:
            raise Refusal("storage", f"the record cannot be opened: {failure}") from failure
        try:
            self._prepare(is_alone=vfs is not None)
        except apsw.Error as failure:
            self.close()
            raise Refusal("storage", f"the record cannot be opened: {failure}") from failure
        except BaseException:
            self.close()
            raise

    def _prepare(self, *, is_alone: bool) -> None:
        self._connection.set_busy_timeout(BUSY_MS)
        if is_alone:
            self._connection.pragma("locking_mode", "exclusive")
        self._connection.pragma("journal_mode", "wal")
        self._connection.pragma("synchronous", 2)  # FULL
        self._as_its_head_says()
        with self._transaction():
            self._connection.execute(_SCHEMA)

    def _found(self) -> History:
        is_new = not self._connection.execute("select 1 from sqlite_schema where name = 'entries'").fetchall()
        return History() if is_new else self.history()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
        if self._head is not None:
            self._head.close()

    def _rows(self, statement: str, *values: Any) -> Rows:
        try:
            return self._connection.execute(self.STATEMENTS[statement], values).fetchall()
        except apsw.Error as failure:
            raise Refusal("storage", f"nothing was recorded: {failure}") from failure

    def _add_one(self, before: Hash, one: Added) -> bool:
        values = one.position, one.entry_id, one.leaf, one.data, before
        try:
            self._connection.execute(self.STATEMENTS["add"], values)
        except apsw.ConstraintError:  # another entry has its place or its id
            return False
        except apsw.Error as failure:
            raise Refusal("storage", f"nothing was recorded: {failure}") from failure
        return self._connection.changes() == 1

    def _add(self, before: Hash, added: Sequence[Added], state: bytes | None) -> None:
        for one in added:
            if not self._add_one(before, one):
                raise Refusal("storage", "nothing was recorded: the record is not as it was a moment ago")
            before = one.leaf
        if state is not None:
            self._rows("set state", state)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Begin for writing, commit at the end; whatever is raised undoes all of it.

        SQLite itself rolls back when the disk is full; a ROLLBACK after that would hide why.
        """
        try:
            self._connection.execute("begin immediate")
            yield
            self._connection.execute("commit")
        except apsw.Error as failure:
            raise Refusal("storage", f"nothing was recorded: {failure}") from failure
        finally:
            if self._connection.in_transaction:
                with suppress(apsw.Error):
                    self._connection.execute("rollback")
