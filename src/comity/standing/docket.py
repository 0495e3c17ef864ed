"""The docket: what is due, by whom, by when, why, and what happens if nothing is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from comity.agreement.acts import Act
from comity.agreement.model import Agreement
from comity.clauses.life.model import Life
from comity.facts.model import Facts
from comity.standing.due.awaited import steps_due
from comity.standing.due.owed import facts_due, farthest, milestones_due
from comity.standing.due.paid import receipts_due
from comity.standing.due.positions import claims_due, positions_due
from comity.standing.due.roles import roles_due
from comity.standing.due.settled import settlements_due
from comity.standing.model import Due, Judgement

HORIZON = timedelta(days=92)
"""How far ahead the docket looks for what comes round by itself: a quarter."""


def docket(
    agreement: Agreement, facts: Facts, life: Life | None = None, acts: Sequence[Act] = (), *, as_of: date,
    until: date | None = None, judgements: Mapping[str, Sequence[Judgement]] | None = None,
) -> tuple[Due, ...]:  # fmt: skip
    """Return the lines of the docket, earliest first, those without a last day at the end.

    Facts, finality and settlements are listed up to `until` (a quarter ahead where it is not given), open steps always:
    what somebody may still do is never left out for being far away. Without a `life` only facts and milestones are;
    without `judgements`, by metric, no role is asked to judge.
    """
    horizon = until if until is not None else farthest(as_of, HORIZON)
    owed = list(facts_due(agreement, facts, as_of=as_of, until=horizon))
    found = [
        *owed,
        *roles_due(agreement, judgements or {}, owed, as_of=as_of),
        *milestones_due(agreement.as_of(as_of), life, acts, as_of=as_of, until=horizon),
        *(_of_life(agreement, life, as_of, horizon) if life is not None else ()),
    ]
    return in_order(found)


def in_order(lines: Iterable[Due]) -> tuple[Due, ...]:
    """Return lines of the docket, earliest first, those without a last day at the end."""
    return tuple(sorted(lines, key=_order))


def _of_life(agreement: Agreement, life: Life, as_of: date, until: date) -> Iterator[Due]:
    yield from steps_due(agreement, life, as_of=as_of, until=until)
    yield from claims_due(agreement, life, as_of=as_of)
    yield from positions_due(agreement, life, as_of=as_of)
    yield from settlements_due(agreement, life, as_of=as_of, until=until)
    yield from receipts_due(agreement, life, as_of=as_of)


def _order(line: Due) -> tuple[date, str, str, str]:
    return line.due or date.max, line.what, line.party, line.key
