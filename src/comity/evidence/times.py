"""When something was signed: between the checkpoint that its signer had seen and the first one that covers it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from comity.evidence.named import Dated, Named
from comity.evidence.pack import Pack
from comity.evidence.report import Finding, Found, listed
from comity.evidence.stamps import verify_stamp
from comity.kernel.words import plural
from comity.record.note import Checkpoint, Cosignature, day_of, time_of
from comity.record.refusal import Refusal

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

DAY = timedelta(days=1)
SLACK = timedelta(hours=1)
"""How far the clocks of two parties may be apart before a time is called impossible."""


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


def to_come(names: Named, checkpoints: Sequence[Checkpoint], now: datetime) -> Iterator[Finding]:
    """Yield what lies ahead of the clock here: entries that were signed then or count from then, and cosignatures.

    The clock here may be apart from others as those of two parties may; a day is allowed for time zones.
    """
    latest, last = now + SLACK, now.astimezone(UTC).date() + DAY
    late = [position for position, one in enumerate(names.dated) if one.claimed > latest or one.day > last]
    clock = f"by the clock here ({now.astimezone(UTC):%Y-%m-%d %H:%M} UTC)"
    if late:
        first = names.dated[late[0]]
        says = f"{clock} this entry of {first.actor} is still to come: {_days(first)}"
        if len(late) > 1:
            until = max(max(one.claimed.date(), one.day) for one in map(names.dated.__getitem__, late))
            says += f"; with it {plural(len(late) - 1, 'later one')}, up to {until}"
        yield Finding(found=Found.ATTESTED, about="time", says=says, position=late[0])
    ahead = [
        (of.size, found) for of in checkpoints if (found := [one for one in of.cosignatures if one.moment > latest])
    ]
    if ahead:
        under = listed(f"{_by(found)} under the first {plural(size, 'entry', 'entries')}" for size, found in ahead)
        says = f"{clock} these cosignatures are still to come: {under}"
        yield Finding(found=Found.ATTESTED, about="time", says=says)


def _by(cosignatures: Sequence[Cosignature]) -> str:
    """Return who cosigned on which day: `fern and lark (2027-01-25)`."""
    days = sorted({f"{one.moment:%Y-%m-%d}" for one in cosignatures})
    return f"{listed(one.name for one in cosignatures)} ({listed(days)})"


def is_to_come(checkpoint: Checkpoint, now: datetime) -> bool:
    """Tell whether the last cosignature of a checkpoint lies ahead of the clock here."""
    return time_of(checkpoint) > now + SLACK


def _days(one: Dated) -> str:
    return f"signed on {one.claimed:%Y-%m-%d}" + ("" if one.day == one.claimed.date() else f", counting from {one.day}")


def cosigned_back(names: Named, checkpoints: Sequence[Checkpoint], finals: Sequence[Checkpoint]) -> Iterator[Finding]:
    """Yield the cosignatures that say to be earlier than an entry under them: one of the two times is wrong.

    Whoever cosigns with an earlier time binds itself less to the days before. An entry whose own time is impossible
    (`claims`) says nothing against a cosignature.
    """
    times = {one.size: time_of(one) for one in finals}
    sizes = sorted(times)
    newest: list[int] = []
    start = 0
    for checkpoint in sorted(checkpoints, key=lambda one: one.size):
        later = bisect_left(sizes, checkpoint.size)
        covered = times[sizes[later]] if later < len(sizes) else None
        for position in range(start, checkpoint.size):
            claimed = names.dated[position].claimed
            is_newer = not newest or claimed > names.dated[newest[0]].claimed
            if is_newer and (covered is None or claimed - covered <= SLACK):
                newest = [position]
        start = checkpoint.size
        for position in newest:
            yield from _earlier(checkpoint, position, names.dated[position])


def _earlier(checkpoint: Checkpoint, position: int, entry: Dated) -> Iterator[Finding]:
    """Yield the cosignatures of a checkpoint that say to be earlier than an entry that it covers."""
    for one in checkpoint.cosignatures:
        if entry.claimed - one.moment > SLACK:
            says = (
                f"the cosignature of {one.name} under the first {plural(checkpoint.size, 'entry', 'entries')} says"
                f" {one.moment:%Y-%m-%d %H:%M} UTC, but entry {position} of {entry.actor} among them says"
                f" {entry.claimed:%Y-%m-%d %H:%M} UTC"
            )
            yield Finding(found=Found.ATTESTED, about="time", says=says)


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
