"""How far those who coded interviews judged alike: their agreement, and how severe each is beside the others.

Respondents of a wave each see the alliance from one side, and nothing links them. Coders are linked: two of them read
the same notes. So what one chose less what the other chose is the coder's and not the interview's. The unit is the
interview: levels of one interview are not independent, as answers of one person are not (`compare`). The many-facet
Rasch measure (`severity`) stands beside: it also tells coders apart who never read the same interview, as long as
others link them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import fmean, stdev

from comity.surveys.calibration import Habit
from comity.surveys.distributions import t_quantile
from comity.surveys.krippendorff import Metric, alpha
from comity.surveys.matrix import matrix
from comity.surveys.measured import rounded
from comity.surveys.methods import BESIDE, CODERS, LINKED
from comity.surveys.model import CONFIDENCE, CannotTell, Interval
from comity.surveys.released import Reliability
from comity.surveys.severity import Judged, Measure, Spread, severity
from comity.surveys.wave import Coded

CODERS_ANSWERS = "Would another coder have given the same levels to the same interviews?"
LINKED_ANSWERS = "Is one coder stricter than another, apart from what they coded?"
SEPARATION = "How far do the coders differ in severity, in units of the error (separation)?"
BESIDE_ANSWERS = "How many levels higher does this coder go than whoever coded the same interviews?"
MARGIN = 0.5
"""Half a level: within it a coder is in line with the others, as in training (`calibration`)."""


def coders(coded: Sequence[Coded], scale: tuple[int, int], least: int) -> tuple[Reliability, ...]:
    """Return how far coders agreed, and how each stands beside the others; of too few interviews only why not."""
    if len(coded) < least:
        why = f"fewer than {least} interviews were coded twice"
        return _refused(CODERS, CODERS_ANSWERS, why), _refused(LINKED, LINKED_ANSWERS, why)
    measured = severity(_judged(coded), scale, rater="coder", thing="interview")
    names = sorted({name for one in coded for name in one.coders})
    if isinstance(measured, CannotTell):
        return _agreement(coded), _refused(LINKED, LINKED_ANSWERS, measured.reason)
    rasch = {one.name: one for one in measured.raters}
    beside = [_beside(name, coded, rasch[name], least) for name in names]
    return _agreement(coded), *beside, _separation(measured.rater_spread)


def _agreement(coded: Sequence[Coded]) -> Reliability:
    """Return how far coders agreed about levels, each question of each interview a unit."""
    found = alpha(matrix([(one.first, one.second) for each in coded for one in each.levels]), Metric.ORDINAL)
    if isinstance(found, CannotTell):
        return _refused(CODERS, CODERS_ANSWERS, found.reason)
    return _told(CODERS, CODERS_ANSWERS, found.value, found.interval)


def _judged(coded: Sequence[Coded]) -> list[Judged]:
    return [
        Judged(rater=name, thing=str(place), item=one.question, level=level)
        for place, each in enumerate(coded)
        for one in each.levels
        for name, level in zip(each.coders, (one.first, one.second), strict=True)
    ]


def _beside(name: str, coded: Sequence[Coded], rasch: Measure, least: int) -> Reliability:
    """Return how many levels a coder goes above whoever coded the same interviews, and what habit that shows."""
    apart = [value for one in coded if (value := _apart(name, one)) is not None]
    method = BESIDE + name
    if len(apart) < least:
        return _refused(method, BESIDE_ANSWERS, f"fewer than {least} interviews were coded by {name} and another")
    finest = max(len(one.levels) for one in coded if name in one.coders)
    # Levels are whole: a coder who is always off by the same amount still has the spread of rounding (Sheppard).
    error = math.sqrt(max(stdev(apart) ** 2, 1 / finest**2 / 12) / len(apart))
    reach = t_quantile((1 + CONFIDENCE) / 2, len(apart) - 1) * error
    mean = fmean(apart)
    interval = Interval(low=mean - reach, high=mean + reach)
    return _told(method, BESIDE_ANSWERS, mean, interval, f"{_SAYS[habit_of(interval)]} {_rasch(rasch)}")


def _separation(found: Spread) -> Reliability:
    """Return how well the coders can be told apart; of coders little is welcome."""
    note = "Below 1 the coders can hardly be told apart: what differs between them is within the error."
    return Reliability(method=LINKED, of="", says=SEPARATION, value=rounded(found.separation), reason=note)


def _apart(name: str, one: Coded) -> float | None:
    """Return a coder's mean less the other's over the questions of an interview; None for one that others coded."""
    if name not in one.coders or not one.levels:
        return None
    difference = fmean(both.first - both.second for both in one.levels)
    return difference if name == one.coders[0] else -difference


def habit_of(interval: Interval) -> Habit:
    """Return what an interval of levels above the others shows: within half a level of them is in line."""
    if interval.low > -MARGIN and interval.high < MARGIN:
        return Habit.IN_LINE
    if interval.low > 0:
        return Habit.MILDER
    return Habit.HARSHER if interval.high < 0 else Habit.CANNOT_TELL


_SAYS: Mapping[Habit, str] = {
    Habit.IN_LINE: "In line: the whole interval lies within half a level of the others.",
    Habit.MILDER: "Milder: gives higher levels than the others to the same interviews.",
    Habit.HARSHER: "Harsher: gives lower levels than the others to the same interviews.",
    Habit.CANNOT_TELL: "Too few interviews to tell a habit from chance.",
}


def _rasch(one: Measure) -> str:
    return (
        f"Many-facet Rasch severity {one.value:+.2f} logits (standard error {one.error:.2f}, "
        f"infit {one.infit:.2f}, outfit {one.outfit:.2f}); above zero is severe."
    )


def _told(method: str, says: str, value: float, interval: Interval | None, note: str = "") -> Reliability:
    ends = {"low": rounded(interval.low), "high": rounded(interval.high)} if interval is not None else {}
    return Reliability(method=method, of="", says=says, value=rounded(value), reason=note, **ends)


def _refused(method: str, says: str, reason: str) -> Reliability:
    return Reliability(method=method, of="", says=says, reason=reason)
