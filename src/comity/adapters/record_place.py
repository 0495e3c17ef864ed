"""Where the record of a folder is kept: in SQLite beside its files, or in the PostgreSQL database that it names.

FOLDER/record/record.sqlite   the record, in most folders
FOLDER/record/database        else one line: how PostgreSQL is reached, `postgresql://comity@db.example/records`

In a database the record of each party has a name of its own, its origin and the party, so that many can be in one. A
password does not stand in the folder, which can be sent to the other party as it is: libpq takes it from ~/.pgpass.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import apsw

from comity.adapters.record_head import Head
from comity.adapters.record_sqlite import SQLiteStore
from comity.kernel.problem import Place, Problem, Refused
from comity.record.refusal import Refusal

if TYPE_CHECKING:
    from comity.record.store import Store

STORE, DATABASE, HEAD = "record.sqlite", "database", "record.head.txt"
NO_DATABASE, DAMAGED = "CMY-916", "CMY-908"
_PASSING = (apsw.BusyError, apsw.LockedError, apsw.FullError, apsw.ReadOnlyError, apsw.CantOpenError)
"""What says nothing of the record itself."""


def place_of(record: Path) -> Path:
    """Return the file that stands for the record in messages; `record` is FOLDER/record."""
    database = record / DATABASE
    return database if database.is_file() else record / STORE


def is_there(record: Path, name: str) -> bool:
    """Tell whether anything was recorded; `name` is that of the record in a database. Raises Refused.

    A file without an entry is what is left where the opening was interrupted: it counts for nothing.
    """
    if place_of(record).name == STORE:
        noted = Head(record / HEAD).noted()
        if not (record / STORE).is_file():
            return False
        if noted is not None and noted[0] > 0:  # seen without opening the record: every command asks for it
            return True
    store = opened(record, name)
    try:
        return store.history().size > 0
    finally:
        store.close()


def opened(record: Path, name: str) -> Store:
    """Open a record, an empty one where nothing was recorded. Raises Refused where it is damaged or out of reach."""
    place = place_of(record)
    if place.name == DATABASE:
        return in_database(read_connection(place), name, place, record / HEAD)
    record.mkdir(parents=True, exist_ok=True)
    try:
        return SQLiteStore(place)
    except Refusal as refusal:
        raise (_out_of_use if isinstance(refusal.__cause__, _PASSING) else _damaged)(place, refusal) from refusal


def read_connection(place: Path) -> str:
    """Return how the database is reached that a folder names. Raises Refused where the file says something else."""
    try:
        lines = place.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError:
        lines = []
    if len(lines) != 2 or lines[1] or not lines[0].strip():
        raise refused(place, "this file has to say in one line how PostgreSQL is reached")
    return checked(lines[0], place)


def checked(connection: str, place: Path) -> str:
    """Return a connection string without a password. Raises Refused for any other."""
    said = _said(connection, place)
    if said is None:  # libpq says why in words that quote it, with the password that may be in it
        raise refused(place, "this is no connection string of PostgreSQL")
    if said.get("password") or said.get("sslpassword"):
        hint = "Take it out, and keep it where libpq looks for it: ~/.pgpass, or a service (pg_service.conf)."
        raise refused(place, "a password does not belong into the folder, which the other party may get", hint)
    return connection


def in_database(connection: str, name: str, place: Path, head: Path | None = None) -> Store:
    """Open the record of a name in a prepared database. Raises Refused: out of reach, or not as its head says."""
    _driver(place)
    from comity.adapters.record_postgres import PostgresStore

    try:
        store = PostgresStore(connection, name, head)
    except Refusal as refusal:
        raise (_out_of_reach if refusal.kind == "storage" else _damaged)(place, refusal) from refusal
    try:
        store.history()
    except Refusal as refusal:
        store.close()
        raise _out_of_reach(place, refusal) from refusal
    return store


def refused(place: Path, why: str, hint: str = "") -> Refused:
    """Return that a database cannot be used, to be raised."""
    shown = hint or "`comity database use FOLDER CONNECTION` notes it, such as postgresql://comity@db.example/records"
    return Refused(Problem(code=NO_DATABASE, place=Place(file=str(place)), why=why, hint=shown))


def _damaged(place: Path, refusal: Refusal) -> Refused:
    hint = "Take the record from a backup, or from the other party by `comity sync`."
    return Refused(
        Problem(code=DAMAGED, place=Place(file=str(place)), why=f"this record is damaged: {refusal.why}", hint=hint)
    )


def _out_of_use(place: Path, refusal: Refusal) -> Refused:
    """Return that a sound file cannot be used now: to take an older copy instead would lose entries."""
    hint = "Nothing is lost: try again once no other program holds it, it may be written, and the disk has room."
    return refused(place, f"this record cannot be used now: {refusal.why}", hint)


def _out_of_reach(place: Path, refusal: Refusal) -> Refused:
    why = " ".join(refusal.why.split())
    hint = "See that it runs, and that its owner prepared it: `comity database prepare CONNECTION ROLE`."
    return refused(place, f"the database that keeps this record cannot be used: {why}", hint)


def _said(connection: str, place: Path) -> dict[str, str] | None:
    """Return what a connection string says, by libpq's names; None where it is none."""
    _driver(place)
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    try:
        return {key: str(value) for key, value in conninfo_to_dict(connection).items()}
    except psycopg.Error:
        return None


def _driver(place: Path) -> None:
    """Raise Refused where the driver of PostgreSQL is not installed."""
    try:
        import psycopg  # noqa: F401 - whether it is there
    except ImportError as missing:
        hint = "Install it: pip install 'comity[postgres]'"
        raise refused(place, f"this record is in PostgreSQL, whose driver is not here ({missing})", hint) from missing
