"""Where the tests keep a record, in a word that can be handed to another process."""

from __future__ import annotations

from comity.adapters.record_sqlite import SQLiteStore
from comity.adapters.record_tables import Tables


def opened_at(place: str) -> Tables:
    """Return the store at a place."""
    kind, _, where = place.partition(" ")
    if kind == "sqlite":
        return SQLiteStore(where)
    from comity.adapters.record_postgres import PostgresStore  # a process that writes SQLite starts sooner without it

    name, _, database = where.partition(" ")
    return PostgresStore(database, name)
