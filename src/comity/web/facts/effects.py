"""What an upload would change in the standing, as its uploader may see it: evaluated with it and without it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from comity.facts.model import Comparison
from comity.kernel.problem import Refused
from comity.kernel.words import day as in_words
from comity.kernel.words import named, period_name
from comity.opening.alliance import Opened, facts_and_problems
from comity.standing.changed import Changed
from comity.standing.changes import changes, owed
from comity.standing.model import Standing
from comity.standing.visible import tried
from comity.web.access import Access
from comity.web.alliances.folders import bounded
from comity.web.facts.prepared import Effect, Prepared
from comity.web.facts.staging import staged

DIFFERS = "differs"
MOST_ROWS = 50_000
"""Rows of facts up to which it is quick enough to evaluate twice while somebody waits."""


def effects_of(access: Access, opened: Opened, made: Prepared, stored: Path) -> tuple[Effect, ...] | None:
    """Return what changes; None where that cannot be said now: too many rows, or files that have problems already.

    A correction that counts from a later day is not tried: what the other side handed in for that day is known then.
    """
    day = made.known_at
    if day > made.day:
        return None
    try:
        facts, _ = facts_and_problems(opened, day)
        if sum(table.history.num_rows for table in facts.tables.values()) + made.rows > MOST_ROWS:
            return None
        before = tried(bounded(opened, day), access.reader, made.day)
        with staged(opened, made.table, made.file, stored, made.about) as there:
            after = tried(bounded(there, day), access.reader, made.day)
    except Refused:
        return None
    found = changes(before, after, lambda one: in_words(one) if isinstance(one, date) else period_name(one))
    return (*_disputes(before, after), *(_effect(one, after) for one in found))


def _effect(one: Changed, after: Standing) -> Effect:
    settle = owed(one, after.terms.currency or "") if one.difference else ""
    return Effect(kind=one.kind, what=one.what, before=one.before, after=one.after, settle=settle)


def _disputes(before: Standing, after: Standing) -> Iterator[Effect]:
    """Yield what both sides report and say differently with this file and not without it, or the other way round."""
    old = {_datum(one): one.state for one in before.comparisons}
    for one in after.comparisons:
        was = old.get(_datum(one), "")
        if was != one.state and DIFFERS in (was, one.state):
            about = [named(one.column), period_name(one.period), *(member for _, member in one.scope)]
            yield Effect(
                kind="both reports", what=", ".join(about), before=was or "not reported",
                after=f"{one.state}: {one.reason}" if one.state == DIFFERS else one.state,
            )  # fmt: skip


def _datum(one: Comparison) -> tuple[object, ...]:
    return one.table, one.column, one.period, one.scope
