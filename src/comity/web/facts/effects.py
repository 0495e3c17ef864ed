"""What an upload would change in the standing, as its uploader may see it: evaluated with it and without it."""

from __future__ import annotations

from pathlib import Path

from comity.kernel.problem import Refused
from comity.opening.alliance import Opened, facts_and_problems, standing_of
from comity.standing.changes import changes
from comity.standing.visible import visible
from comity.web.access import Access
from comity.web.facts.prepared import Effect, Prepared
from comity.web.facts.staging import staged

MOST_ROWS = 50_000
"""Rows of facts up to which it is quick enough to evaluate twice while somebody waits."""


def effects_of(access: Access, opened: Opened, made: Prepared, stored: Path) -> tuple[Effect, ...] | None:
    """Return what changes; None where that cannot be said now: too many rows, or files that have problems already."""
    day = made.known_at
    try:
        facts, _ = facts_and_problems(opened, day)
        if sum(table.history.num_rows for table in facts.tables.values()) + made.rows > MOST_ROWS:
            return None
        before = visible(standing_of(opened, as_of=day, known_at=day), access.reader)
        with staged(opened, made.table, made.file, stored) as there:
            after = visible(standing_of(there, as_of=day, known_at=day), access.reader)
    except Refused:
        return None
    found = changes(before, after)
    return tuple(Effect(kind=one.kind, what=one.what, before=one.before, after=one.after) for one in found)
