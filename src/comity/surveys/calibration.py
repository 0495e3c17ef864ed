"""Rater training: everybody judges the same described cases, and each sees how they differ from the panel.

Source: anchoring vignettes, King, Murray, Salomon & Tandon 2004, Enhancing the validity and cross-cultural
comparability of measurement in survey research, American Political Science Review 98: a case described in words is
the same for all, so differences in its answers are differences of raters; `placed` puts an answer among the rater's
own vignettes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean, stdev

from comity.surveys.distributions import t_quantile
from comity.surveys.model import CONFIDENCE, CannotTell, Estimate, Interval


class Habit(StrEnum):
    """How a rater judges beside the panel."""

    IN_LINE = "in line"
    MILDER = "milder"
    HARSHER = "harsher"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A rater beside the panel, which is everybody else.

    `difference` is the rater's mean less the panel's over the same vignettes, in levels; `same` the share of
    vignettes on the panel's median level; `furthest` the vignette judged most differently, with the levels between.
    `out_of_order` counts pairs of vignettes that the rater put against their intended order.
    """

    rater: str
    vignettes: int
    difference: Estimate | CannotTell
    same: float
    furthest: tuple[str, float]
    out_of_order: int
    habit: Habit
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An answer among the rater's own vignettes, from `low` to `high` on a scale of 1 (below all) to 2n + 1 (above).

    Odd places lie between vignettes, even ones are equal to one. `low` differs from `high` where the rater's own
    vignettes tie or are out of order, so that the answer has no single place.
    """

    low: int
    high: int


def calibrate(
    answers: Mapping[str, Mapping[str, int]],
    order: Sequence[str],
    *,
    margin: float = 0.5,
    confidence: float = CONFIDENCE,
) -> tuple[Beside, ...] | CannotTell:
    """Compare raters (rater -> vignette -> level) with the panel; `order` names the vignettes, worst first.

    A rater is in line where the interval of the difference lies within `margin` levels.
    """
    if sum(1 for one in answers.values() if one) < 3:
        return CannotTell(reason="a panel needs three raters, so that each can be set beside two others")
    return tuple(_beside(rater, answers, order, margin, confidence) for rater in sorted(answers) if answers[rater])


def placed(answer: int, vignettes: Sequence[int]) -> Placed:
    """Place an answer among the rater's own levels for the vignettes, worst first; one at least."""
    reached = [1] if answer < vignettes[0] else []
    for number, level in enumerate(vignettes):
        if answer == level:
            reached.append(2 * number + 2)
        above = vignettes[number + 1] if number + 1 < len(vignettes) else math.inf
        if level < answer < above:
            reached.append(2 * number + 3)
    return Placed(low=min(reached), high=max(reached))


def _beside(
    rater: str, answers: Mapping[str, Mapping[str, int]], order: Sequence[str], margin: float, confidence: float
) -> Beside:
    own = answers[rater]
    panel = {name: [one[name] for other, one in answers.items() if other != rater and name in one] for name in order}
    shared = [name for name in order if name in own and panel[name]]
    apart = {name: own[name] - fmean(panel[name]) for name in shared}
    difference = _difference(list(apart.values()), confidence)
    habit, reason = _habit(difference, margin)
    furthest = max(apart, key=lambda name: abs(apart[name]), default="")
    return Beside(
        rater=rater,
        vignettes=len(shared),
        difference=difference,
        same=fmean([_usual(panel[name], own[name]) for name in shared]) if shared else 0.0,
        furthest=(furthest, apart.get(furthest, 0.0)),
        out_of_order=_out_of_order([own[name] for name in order if name in own]),
        habit=habit,
        reason=reason,
    )


def _usual(panel: Sequence[int], own: int) -> float:
    """Return 1 where a level lies at the panel's median, or between the two middle answers."""
    ranked = sorted(panel)
    return float(ranked[(len(ranked) - 1) // 2] <= own <= ranked[len(ranked) // 2])


def _difference(apart: Sequence[float], confidence: float) -> Estimate | CannotTell:
    if len(apart) < 3:
        return CannotTell(reason="fewer than three vignettes were judged together with the panel")
    mean = fmean(apart)
    # Levels are whole: a rater who is always off by the same amount still has the spread of rounding (Sheppard).
    error = math.sqrt(max(stdev(apart) ** 2, 1 / 12) / len(apart))
    reach = t_quantile((1 + confidence) / 2, len(apart) - 1) * error
    return Estimate(value=mean, interval=Interval(low=mean - reach, high=mean + reach, confidence=confidence))


def _habit(difference: Estimate | CannotTell, margin: float) -> tuple[Habit, str]:
    if isinstance(difference, CannotTell):
        return Habit.CANNOT_TELL, difference.reason
    low, high = difference.interval.low, difference.interval.high
    if -margin < low and high < margin:
        return Habit.IN_LINE, f"the whole interval lies within {margin:g} levels of the panel"
    if low > 0:
        return Habit.MILDER, "gives higher levels than the panel for the same cases"
    if high < 0:
        return Habit.HARSHER, "gives lower levels than the panel for the same cases"
    return Habit.CANNOT_TELL, "too few vignettes to tell a habit from chance"


def _out_of_order(levels: Sequence[int]) -> int:
    return sum(1 for i, low in enumerate(levels) for high in levels[i + 1 :] if low > high)
