"""What an entry would change, found before it is recorded: the same evaluation with it and without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from comity.cli.signing import refused
from comity.opening.alliance import Opened, open_from, standing_of
from comity.opening.source import Source, source_at

if TYPE_CHECKING:
    from comity.adapters.desk import Desk
    from comity.record.documents import Documents
    from comity.standing.model import Standing

MOST = 12
"""How many changes of a kind are listed; the rest is counted."""


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


def told(before: Standing, after: Standing) -> Iterator[str]:
    """Yield in lines what changes."""
    from comity.standing.changes import changes, owed

    found = changes(before, after)
    if not found:
        yield "  It changes no figure, no verdict and no amount as of that day."
    kinds = {"figure": "figures", "verdict": "verdicts", "step": "steps", "money": "amounts", "payment": "payments"}
    for kind, many in kinds.items():
        of = [one for one in found if one.kind == kind]
        for one in of[:MOST]:
            settle = f"; to settle: {owed(one, after.terms.currency or '')}" if one.difference else ""
            yield f"  {one.what}: {one.before} -> {one.after}{settle}"
        if len(of) > MOST:
            yield f"  and {len(of) - MOST} further {many}"


def refuse_if_refused(desk: Desk, standing: Standing, position: int) -> None:
    """Raise Refused where the act at a position counts for nothing, with the reason of the engine."""
    for one in standing.life.refused:
        if one.act.source == "record" and one.act.place.line == position:
            raise refused(desk, one.reason, "`comity docket` shows which acts are awaited, of whom and until when.")
