"""What an entry would change, found before it is recorded: the same evaluation with it and without it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from comity.adapters.clock import today
from comity.cli.signing import refused
from comity.opening.alliance import Opened, open_from, standing_of
from comity.opening.source import Source, source_at

if TYPE_CHECKING:
    from comity.adapters.desk import Desk
    from comity.record.documents import Documents
    from comity.standing.changed import Changed
    from comity.standing.model import Standing

MOST = 12
"""How many changes of a kind are listed; the rest is counted."""

NOTHING = "  It changes no figure, no verdict and no amount as of that day."


def with_entries(desk: Desk, *data: bytes) -> Documents:
    """Return what the record would amount to with further entries."""
    from comity.record.documents import documents
    from comity.record.history import read_entry

    return documents(desk.entries(), [*desk.waiting(), *map(read_entry, data)])


def opened_with(desk: Desk, found: Documents, day: date) -> Opened:
    """Open the alliance as a record has it, as known on a day. Raises Refused."""
    return open_from(desk.folder, Source(documents=found, blobs=desk.blobs), known_at=day)


def before_and_after(desk: Desk, found: Documents, day: date) -> tuple[Standing, Standing]:
    """Return the standing of a day as it is, and as it would be. Raises Refused."""
    was = open_from(desk.folder, replace(source_at(desk), warnings=()), known_at=day)
    return standing_of(was, as_of=day, known_at=day), standing_of(
        opened_with(desk, found, day), as_of=day, known_at=day
    )


def effects(desk: Desk, found: Documents, day: date) -> list[str]:
    """Return in lines what changes as of a day and, where it is past, what has come of it since. Raises Refused."""
    return effects_of(desk, found, day, *before_and_after(desk, found, day))


def effects_of(desk: Desk, found: Documents, day: date, before: Standing, after: Standing) -> list[str]:
    """Return the same where the two standings of the day are known already. Raises Refused.

    What follows from an entry of a day may show only later: a period ends, a term runs out. What is the same today as
    on that day is not said twice.
    """
    from comity.standing.changes import changes

    then, now = changes(before, after), today()
    lines = list(_told(then, after)) if then else [NOTHING]
    if day >= now:
        return lines
    was, is_now = before_and_after(desk, found, now)
    said = {(one.kind, one.what, one.after) for one in then}
    since = [one for one in changes(was, is_now) if (one.kind, one.what, one.after) not in said]
    return [*lines, *([f"  As of today, {now}:", *_told(since, is_now)] if since else [])]


def _told(found: Sequence[Changed], after: Standing) -> Iterator[str]:
    """Yield changes in lines."""
    from comity.standing.changes import owed

    kinds = {"figure": "figures", "verdict": "verdicts", "step": "steps", "money": "amounts", "payment": "payments"}
    for kind, many in kinds.items():
        of = [one for one in found if one.kind == kind]
        for one in of[:MOST]:
            settle = f"; difference to settle: {owed(one, after.terms.currency or '')}" if one.difference else ""
            yield f"  {one.what}: {one.before} -> {one.after}{settle}"
        if len(of) > MOST:
            yield f"  and {len(of) - MOST} further {many}"


def refuse_if_refused(desk: Desk, standing: Standing, position: int) -> None:
    """Raise Refused where the act at a position counts for nothing, with the reason of the engine."""
    for one in standing.life.refused:
        if one.act.source == "record" and one.act.place.line == position:
            raise refused(desk, one.reason, "`comity docket` shows which acts are awaited, of whom and until when.")
