"""Relief: an event that a party claims in time, and what it does to the test of a clause.

The but-for test is a recomputation (language, section 7): after `exclude`, `adjust` and `extend` the test is taken
again. Now met means excused, still missed means missed by the adjusted value; raw and adjusted stand side by side.
Source of the mechanics: clause pattern P21.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from comity.agreement.formula.evaluate import Result
from comity.agreement.model import Relief
from comity.clauses.known import Row
from comity.kernel.days import days_after
from comity.kernel.figure import Exact, State, Unknown, Value

CLAIMED, ACCEPTED, REJECTED, FALLEN = "claimed", "accepted", "rejected", "fallen"


@dataclass(slots=True, kw_only=True)
class ReliefClaim:
    """A relief claimed in time. `first` and `last` are the event's days (None: it goes on).

    `state` is `claimed` (it takes effect, provisionally), `accepted`, `rejected` (the verdict is disputed), or `fallen`
    (found not to hold).
    """

    relief: Relief
    by: str
    on: date
    first: date
    last: date | None
    values: Mapping[str, Value]
    state: str = CLAIMED
    key: int = 0

    def covers(self, day: date) -> bool:
        """Tell whether the event was going on on a day."""
        return self.first <= day and (self.last is None or day <= self.last)


def in_force(claims: Sequence[ReliefClaim]) -> list[ReliefClaim]:
    """Return the claims that have an effect."""
    return [claim for claim in claims if claim.state in (CLAIMED, ACCEPTED)]


def days_running(claims: Sequence[ReliefClaim], relief: str, day: date) -> Decimal:
    """Return the days from an event's first day to a day, both counted; 0 where no claim in force covers it."""
    firsts = [c.first for c in in_force(claims) if c.relief.name == relief and c.covers(day)]
    return Decimal((day - min(firsts)).days + 1) if firsts else Decimal(0)


def extended(row: Row | None, claims: Sequence[ReliefClaim], now: date) -> Row | None:
    """Return a row with its due day moved, and its days late lessened, by the delay that relief allows; never more.

    What is not done yet is late only once the day moved has passed.
    """
    delay = sum(_delay(claim) for claim in in_force(claims) if claim.relief.effect == "extend")
    if row is None or not delay:
        return row
    changed: dict[str, Result] = dict(row)
    late, due = row.get("days_late"), row.get("due")
    if isinstance(late, Exact) and late > 0:
        changed["days_late"] = max(late - delay, Decimal(0))
    if isinstance(due, date):
        changed["due"] = moved = days_after(due, delay)
        if isinstance(late, Unknown) and now <= moved:
            changed["days_late"] = Unknown(State.NOT_DUE, f"relief has moved the due day to {moved}")
    return changed


def _delay(claim: ReliefClaim) -> int:
    """Return the days by which a claim moves a due date."""
    delay = claim.values.get("delay")
    return int(delay) if isinstance(delay, Exact) else 0
