"""Claims of relief: tested for timeliness, in force at once, accepted or rejected (language, section 7)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from comity.agreement.acts import Act
from comity.agreement.model import Relief
from comity.clauses.env import RelievedEnv
from comity.clauses.finality import final_day
from comity.clauses.life.carried import unfit
from comity.clauses.life.targets import Target
from comity.clauses.relief import ACCEPTED, CLAIMED, REJECTED, ReliefClaim
from comity.clauses.track import Track
from comity.kernel.days import days_after
from comity.kernel.period import Period
from comity.kernel.words import day as in_words

if TYPE_CHECKING:
    from comity.clauses.life.fold import Fold


def claim(fold: Fold, act: Act, target: Target) -> str:
    """Let a claim of relief take effect; returns why it is refused, "" if it is not."""
    track, period = target.track, _period(target)
    clause = fold.agreement.as_of(period.first).clauses.get(track.name) if period is not None else None
    relief = clause.relief.get(act.relief) if clause is not None else None
    if period is None or clause is None or relief is None:
        return f"{track.name} knows no relief {act.relief}"
    if clause.owed_by not in act.by:
        return f"only {clause.owed_by} may claim relief from what it owes"
    first = act.values.get("from")
    if not isinstance(first, date):
        return "a claim says when the event began: with: {from: 2026-03-03}"
    wrong = unfit(relief.name, relief.carries, act.values, lambda named: RelievedEnv.of(track, period, named))
    if wrong:
        return wrong
    late = _late(fold, relief, act, first, target) or (_closed(fold, target, act) if relief.within is None else "")
    if late:
        return late
    last = act.values.get("to")
    made = ReliefClaim(
        relief=relief, by=act.by[0], on=act.on, first=first, last=last if isinstance(last, date) else None,
        values=act.values, key=fold.key_of(act),
    )  # fmt: skip
    indexes = _periods(target, made)
    for index in indexes:
        track.claims.setdefault(index, []).append(made)
        fold.changed(track, index)
        if relief.effect == "extend" and isinstance(due := (track.row(index) or {}).get("due"), date):
            fold.look_on(days_after(due), track, index)
    return ""


def _period(target: Target) -> Period | None:
    """Return the period whose terms a claim is read by: the one it names, else the clause's last so far."""
    spans, index = target.track.spans, target.index
    if index is None and target.coming is not None:
        return target.coming
    return spans[index if index is not None else -1].period if spans else None


def _late(fold: Fold, relief: Relief, act: Act, first: date, target: Target) -> str:
    """Return why a claim comes too late, "" if it is in time."""
    if relief.within is None:
        return ""
    anchors = {"event": first, "": first} | _period_days(target)
    day = fold.court.calendar.deadline_day(relief.within, anchors)
    if day is None or act.on <= day:
        return ""
    return f"the claim came on {in_words(act.on, act.on)}; it had to come by {in_words(day, act.on)}"


def _period_days(target: Target) -> dict[str, date]:
    """Return the days of the period that a claim is about, from which its time may count as well."""
    period = _period(target)
    return {"period start": period.first, "period end": period.last, "day": period.first} if period else {}


def _closed(fold: Fold, target: Target, act: Act) -> str:
    """Return why a claim without a time of its own comes too late: the facts of its period are final."""
    return final_since(fold, target.track, target.index, act.on) if target.index is not None else ""


def final_since(fold: Fold, track: Track, index: int, on: date) -> str:
    """Return since when the facts of a period are final, in words; "" where they are not on a day."""
    day = final_day(track, index)
    if day is None or on <= day:
        return ""
    return f"the facts of {track.spans[index].period} are final since {in_words(day, on)}"


def _periods(target: Target, made: ReliefClaim) -> list[int]:
    """Return the periods a claim is for: the one it names, else all that its event touches."""
    if target.index is not None or target.coming is not None:
        return [target.index] if target.index is not None else []
    spans = target.track.spans
    touches = [made.first <= s.period.last and (made.last is None or s.period.first <= made.last) for s in spans]
    return [at for at, touched in enumerate(touches) if touched]


def answer(fold: Fold, act: Act, target: Target) -> str:
    """Accept or reject the claims made for a period; a rejected one leaves the verdict disputed."""
    track = target.track
    indexes = [target.index] if target.index is not None else list(track.claims)
    clause = track.spans[indexes[0]].clause if indexes else None
    if clause is None or clause.owed_to not in act.by:
        return f"only the party that {track.name} is owed to may {act.do} a claim"
    open_ = [
        made for index in indexes for made in track.claims.get(index, ())
        if made.state == CLAIMED and act.relief in ("", made.relief.name)
    ]  # fmt: skip
    if not open_:
        return f"no claim of relief is open for {track.name}"
    for made in open_:
        made.state = ACCEPTED if act.do == "accept" else REJECTED
    for index in indexes:
        fold.changed(track, index)
    return ""
