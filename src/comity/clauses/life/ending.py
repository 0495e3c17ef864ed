"""The end of an agreement: what falls away with it, and what outlives it (language, sections 7 and 12)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from comity.agreement.model import Clause
from comity.clauses.life.cases import Case, Run
from comity.clauses.life.consequences import withdraw
from comity.clauses.life.steps import void
from comity.clauses.spans import end_of
from comity.clauses.track import Track
from comity.kernel.days import days_after

if TYPE_CHECKING:
    from comity.clauses.life.fold import Fold

ONE_DAY = timedelta(days=1)
REASON = "the agreement ended before it was due"


def terminate(fold: Fold, first: date, by: Case) -> None:
    """Let the agreement end before a day: no period begins on it or later, and what began is shortened.

    Clauses that outlive the agreement go on until their own end, counted from the new one. Steps stay open until the
    last day (end). Cases about periods that fall away fall with them, but for the one that brought the end about.
    """
    last = first - ONE_DAY
    if fold.ended is not None and fold.ended <= last:
        return
    fold.ended = last
    for name, tracks in fold.court.tracks.items():
        for track in tracks.values():
            _shorten(fold, track, first, by)
            fold.tick(name, last)
    fold.moved("ends")
    if last < fold.court.now:
        end(fold)
    else:
        fold.plan(last)


def _shorten(fold: Fold, track: Track, first: date, by: Case) -> None:
    if not track.spans:
        return
    clause = track.spans[-1].clause
    if outlives(fold, clause):
        own = fold.court.calendar.deadline_day(clause.ends, {"ends": first - ONE_DAY}) if clause.ends else None
        if own is None:
            return
        first = days_after(own)
    if by.track is track:
        first = max(first, by.period.last + ONE_DAY)
    for case in fold.cases:
        if case.track is track and case.period.first >= first and case.withdrawn is None:
            withdraw(fold, case)
    twin = fold.court.other.twin(track) if fold.court.other is not None else None
    for one in (track, twin):
        if one is not None:
            one.cut(first)


def end(fold: Fold) -> None:
    """Make void what is still open when the last day is over, as far as it does not survive."""
    for run in fold.ongoing():
        if is_void_after(fold, run):
            void(fold, run, REASON)


def is_void_after(fold: Fold, run: Run) -> bool:
    """Tell whether a step falls away with the agreement: it was not due by the last day, and does not survive.

    Sums accrued, cures of money, the levels of open ladders and the steps of clauses that outlive the agreement do.
    """
    if fold.ended is None or (run.due is not None and run.due <= fold.ended):
        return False
    case = run.case
    clause = case.track.spans[min(case.index, len(case.track.spans) - 1)].clause
    return not (run.step.pay is not None or run.ladder is not None or outlives(fold, clause))


def outlives(fold: Fold, clause: Clause) -> bool:
    """Tell whether a clause has an end of its own that lies behind the agreement's."""
    if clause.ends is None:
        return False
    terms = fold.agreement.versions[-1][1]
    own = end_of(clause, terms)
    return terms.ends is None or own is None or own > terms.ends
