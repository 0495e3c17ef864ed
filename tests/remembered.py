"""What the whole suite makes again and again, and nothing changes, is made once for a process.

Two things: the events of a YAML text that was read to its end, and the database inside the process, of which a driver
gets a connection of its own. Either is what the code itself would make; tests/adapters/test_duckdb.py looks at a
driver that opens its database itself.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

LONGEST, MOST = 50_000, 400
"""Letters of a text whose events are kept, and how many texts are."""


def events_once(read: Callable[[str], Iterator[Any]]) -> Callable[[str], Iterator[Any]]:
    """Return the reader of YAML that remembers the events of the latest texts, as far as they have no mistake."""
    kept: dict[str, list[Any]] = {}

    @functools.wraps(read)
    def events(text: str) -> Iterator[Any]:
        if text in kept:
            yield from kept[text]
            return
        found = []
        for event in read(text):
            found.append(event)
            yield event
        if len(text) <= LONGEST:
            kept[text] = found
            if len(kept) > MOST:
                del kept[next(iter(kept))]

    return events


Opened = Callable[[int, frozenset[Path]], "duckdb.DuckDBPyConnection"]


def database_once(opened: Opened) -> Opened:
    """Return what opens a connection, to the one database of a process where no file is to be read.

    What a driver registers is seen by its own connection alone.
    """
    kept: dict[int, duckdb.DuckDBPyConnection] = {}

    @functools.wraps(opened)
    def connection(threads: int, paths: frozenset[Path]) -> duckdb.DuckDBPyConnection:
        if paths:
            return opened(threads, paths)
        if threads not in kept:
            kept[threads] = opened(threads, paths)
        return kept[threads].cursor()

    return connection
