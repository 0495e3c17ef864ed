"""The figures of a metric in all periods of a track, as they are known on the day of evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from comity.agreement.formula.evaluate import Result
from comity.clauses.known import NOTHING_YET
from comity.kernel.figure import Figure, Scope, State, Unknown
from comity.kernel.values import dataclass

if TYPE_CHECKING:
    from comity.clauses.track import Track

NEVER_KNOWN: tuple[None, None] = (None, None)


@dataclass(frozen=True, slots=True)
class Figured:
    """The figures of a metric, by period.

    `days` are those from which each counts (None: not yet), `knowns` those on which its last fact was known.
    `provisional` lists the periods with a provisional figure; `once` tells whether none was restated or is disputed.
    """

    values: list[Result]
    days: list[date | None]
    knowns: list[date | None]
    provisional: list[int]
    once: bool


def figured(track: Track, name: str, scope: Scope) -> Figured:
    """Return the figures of a metric and member in the periods of a track."""
    as_of = track.court.as_of
    histories = track.court.figures.cells_of(name, scope, track.index)
    values, days, knowns = _all_final(histories, as_of)
    provisional: list[int] = []
    once = True
    for at in range(len(values), len(histories)):
        history = histories[at]
        day, figure = history[-1] if history and history[-1][0] <= as_of else NEVER_KNOWN
        once = once and len(history) < 2
        value: Result = None
        if figure is not None:
            value = figure.value
            if figure.state is not State.FINAL:
                once = once and figure.state is not State.DISPUTED
                if figure.state is State.PROVISIONAL:
                    provisional.append(at)
        if value is None:
            open_ = bool(history) or track.lasts[at] > as_of
            value, day = _without_value(track, name, at, figure, day, open_=open_)
        values.append(value)
        days.append(day)
        knowns.append(figure.known if figure is not None else None)
    return Figured(values, days, knowns, provisional, once)


def _without_value(
    track: Track, name: str, at: int, figure: Figure | None, day: date | None, *, open_: bool
) -> tuple[Unknown, date | None]:  # fmt: skip
    """Return the value of a period without one, and the day from which that counts."""
    if figure is not None:
        return Unknown(figure.state, figure.reason), day if figure.state is not State.NOT_DUE else None
    if open_:
        return NOTHING_YET, None
    return Unknown(State.UNDETERMINED, f"{name} has no figure for {track.spans[at].period}"), None


def _all_final(
    histories: Sequence[Sequence[tuple[date, Figure]]], as_of: date
) -> tuple[list[Result], list[date | None], list[date | None]]:
    """Return values, days and days known of the first periods, where all that are there are known once, and final.

    Nothing where it takes a look at each of them. The last periods are those that most often wait for their figures.
    """
    end = len(histories)
    while end and not histories[end - 1]:
        end -= 1
    there, final = [history[0] for history in histories[:end] if len(history) == 1], State.FINAL
    values: list[Result] = [
        one.value for day, one in there if day <= as_of and one.state is final and one.value is not None
    ]  # fmt: skip
    if len(values) < end:
        return [], [], []
    return values, [day for day, _ in there], [one.known for _, one in there]
