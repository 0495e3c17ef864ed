"""From which day an entry may count: what whoever relied on the record by then knew is not changed afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from comity.record.entry import Payload
from comity.record.note import Checkpoint, day_of

ONE_DAY = timedelta(days=1)
"""Allowed, since the parties may live in different time zones."""
WHEN = (
    "An entry counts from tomorrow at the latest, and from a day that is past as long as nobody can rely on that day."
)


def cosigned_on(checkpoint: Checkpoint, party: str) -> date | None:
    """Return the day (UTC) on which a party cosigned a checkpoint; None if it did not."""
    return max((one.moment.date() for one in checkpoint.cosignatures if one.name == party), default=None)


def wrong_day(payload: Payload, checkpoints: Iterable[Checkpoint], now: datetime) -> str:
    """Return why an entry may not count from the day it says, "" if it may.

    Not from after the day on which it was signed, and not from before the last checkpoint that its signer had seen or
    had cosigned, whatever it says to have seen: whoever relied on that checkpoint knew everything up to that day. A day
    is allowed on either side for time zones. `checkpoints` are those of the entries before it.
    """
    day, claimed = payload.effective_at, payload.claimed_at.astimezone(UTC)
    if day - claimed.date() > ONE_DAY:  # differences: the last day there is has no tomorrow
        return f"it would count from {day}, but was signed on {claimed.date()}"
    if claimed - now > ONE_DAY:
        return f"its clock says {claimed.date()}, which is to come"
    known = list(checkpoints)
    seen = [one for one in known if one.size == payload.seen_size and one.size > 0]
    settled = max((day_of(one) for one in seen if one.cosignatures), default=date.min)
    if settled > date.min and settled - day > ONE_DAY:
        return f"it would count from {day}, but its signer had seen the record cosigned on {settled}"
    bound = max((own for one in known if (own := cosigned_on(one, payload.actor)) is not None), default=date.min)
    if bound > date.min and bound - day > ONE_DAY:
        return f"it would count from {day}, but {payload.actor} itself cosigned the record without it on {bound}"
    return ""
