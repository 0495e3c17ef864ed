"""When something was signed: between the checkpoint that its signer had seen and the first one that covers it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from comity.evidence.named import Named
from comity.evidence.pack import Pack
from comity.evidence.report import Finding, Found, listed
from comity.evidence.stamps import verify_stamp
from comity.record.note import Checkpoint
from comity.record.refusal import Refusal

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

DAY = timedelta(days=1)
SLACK = timedelta(hours=1)
"""How far the clocks of two parties may be apart before a time is called impossible."""


def time_of(checkpoint: Checkpoint) -> datetime:
    """Return when the last cosignature of a checkpoint was made, by the clock of its signer (UTC)."""
    return datetime.fromtimestamp(max(one.time for one in checkpoint.cosignatures), UTC)


def day_of(checkpoint: Checkpoint) -> date:
    """Return the day of the last cosignature of a checkpoint (UTC)."""
    return time_of(checkpoint).date()


def claims(names: Named, finals: Sequence[Checkpoint]) -> Iterator[Finding]:
    """Yield the entries whose claimed time cannot be right; the record dates them by checkpoints instead."""
    times = {one.size: time_of(one) for one in finals}
    sizes = sorted(times)
    for position, one in enumerate(names.dated):
        claimed, seen = one.claimed, times.get(one.seen)
        later = bisect_right(sizes, position)
        covered = times[sizes[later]] if later < len(sizes) else None
        # Differences, not sums: a time that somebody claims may be the last one there is.
        if seen is not None and seen - claimed > SLACK:
            why = f"its signer had seen the record as cosigned on {seen:%Y-%m-%d %H:%M} UTC, which is later"
        elif covered is not None and claimed - covered > SLACK:
            why = f"it was cosigned on {covered:%Y-%m-%d %H:%M} UTC, which is earlier"
        else:
            continue
        says = f"{one.actor} dates this entry {claimed:%Y-%m-%d %H:%M} UTC, but {why}"
        yield Finding(found=Found.ATTESTED, about="time", says=says, position=position)


def dated_back(names: Named, finals: Sequence[Checkpoint]) -> Iterator[Finding]:
    """Yield which entries count from a day whose record was final without them, or from one that was still to come.

    An entry may have waited for the keeper, or somebody changes what was known on an earlier day: so they are named. A
    day is allowed on either side for time zones.
    """
    days = sorted((one.size, day_of(one)) for one in finals)
    sizes = [size for size, _ in days]
    late = []
    for position, one in enumerate(names.dated):
        before = bisect_right(sizes, position) - 1
        final = days[before][1] if before >= 0 else date.min
        if before >= 0 and final - one.day > DAY:
            late.append(f"entry {position} of {one.actor} ({one.day}; final before it on {final})")
        elif one.day - one.claimed.astimezone(UTC).date() > DAY:
            late.append(f"entry {position} of {one.actor} ({one.day}; signed on {one.claimed:%Y-%m-%d})")
    if late:
        says = f"they count from another day than that on which they can have become known: {listed(late)}"
        yield Finding(found=Found.ATTESTED, about="time", says=says)


def stamps(pack: Pack, authorities: Sequence[Certificate]) -> Iterator[Finding]:
    """Yield what the time stamps of a pack prove."""
    by_size = {one.size: one for one in pack.checkpoints}
    for size, token in sorted(pack.stamps.items()):
        checkpoint = by_size.get(size)
        if checkpoint is None:
            says = f"there is a time stamp for {size:,} entries, and no checkpoint of them"
            yield Finding(found=Found.CORRUPT, about="time", says=says)
            continue
        try:
            stamp = verify_stamp(token, checkpoint, authorities)
        except Refusal as refusal:
            yield Finding(found=Found.CORRUPT, about="time", says=refusal.why)
            continue
        was = f"the first {size:,} entries were there on {stamp.time:%Y-%m-%d %H:%M:%S} UTC"
        if stamp.authority is None:
            says = f"{was}, as a time stamp says that was not checked: no authority is trusted here (--authority)"
            yield Finding(found=Found.ATTESTED, about="time", says=says)
        else:
            yield Finding(found=Found.PROVEN, about="time", says=f"{was}, by the time stamp of {stamp.authority}")
