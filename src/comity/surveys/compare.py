"""Two groups of respondents on several dimensions: the difference, its interval, and two tests of it.

Sources: Welch 1947, Biometrika 34 (unequal variances), with Satterthwaite's degrees of freedom; the finite-population
correction of Cochran 1977, Sampling Techniques, 2.6; Holm 1979, Scandinavian Journal of Statistics 6; two one-sided
tests of equivalence by Schuirmann 1987, Journal of Pharmacokinetics and Biopharmaceutics 15. The unit is the
respondent: answers of one person to several items are not independent, and pooling them makes intervals far too short
(90 % ones that are right 75 % of the time).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, variance

from comity.surveys.distributions import t_below, t_quantile
from comity.surveys.model import CONFIDENCE, CannotTell, Interval

_RESIDUE = 1e-12  # what floating point leaves of nothing, in units of a scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The means of the respondents of one group, one each, and how many people the group has (None: many).

    `least` is how many answered the question that fewest answered (None: everybody answered every question): what was
    left out is not known, so the group is asked completely only where no question is short of an answer.
    """

    means: Sequence[float]
    population: int | None = None
    least: int | None = None

    @property
    def known(self) -> int:
        """How many of the group are known for certain on every question."""
        return len(self.means) if self.least is None else min(self.least, len(self.means))


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The first group's mean less the second's. `df` is infinite where everybody answered; then `error` is 0."""

    value: float
    error: float
    df: float
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A dimension compared: `p` tests "no difference", `adjusted` is p after Holm over all dimensions compared.

    `apart` and `close` say what the tests show; both may be so, for a difference that is real and small.
    """

    dimension: str
    difference: Difference | CannotTell
    p: float = 1.0
    adjusted: float = 1.0
    apart: bool = False
    close: bool = False


def compare(
    pairs: Mapping[str, tuple[Sample, Sample]], *, margin: float, steps: Mapping[str, float] | None = None,
    confidence: float = CONFIDENCE,
) -> tuple[Compared, ...]:  # fmt: skip
    """Compare two groups on every dimension.

    `margin` is the least difference that matters, in units of the scale; `steps` holds, for each dimension, the
    least difference that two respondents' means can have (the scale's step divided by the number of items), see
    `difference`. "No difference"
    is rejected at 1 - confidence after Holm, because calling one dimension in eleven apart by chance would accuse
    somebody. "Closer than the margin" is read off the interval itself: it lies inside the margin (two one-sided
    tests at half of 1 - confidence), and is not adjusted, so that a reader sees it on the chart.
    """
    found = {
        name: difference(*pair, step=(steps or {}).get(name, 0.0), confidence=confidence)
        for name, pair in pairs.items()
    }
    chances = {name: chance(one) for name, one in found.items() if isinstance(one, Difference)}
    adjusted = dict(zip(chances, holm(list(chances.values())), strict=True))
    rows = []
    for name, one in found.items():
        if isinstance(one, CannotTell):
            rows.append(Compared(dimension=name, difference=one))
            continue
        row = Compared(
            dimension=name,
            difference=one,
            p=chances[name],
            adjusted=adjusted[name],
            apart=adjusted[name] <= 1 - confidence,
            close=-margin < one.interval.low and one.interval.high < margin,
        )
        rows.append(row)
    return tuple(rows)


def difference(
    first: Sample, second: Sample, *, step: float = 0.0, confidence: float = CONFIDENCE
) -> Difference | CannotTell:  # fmt: skip
    """Return the first group's mean less the second's, with Welch's interval.

    Means on a grid of `step` cannot show a spread below that of rounding, step²/12 (Sheppard): where four people
    happen to agree exactly, their spread is taken to be that, not nothing.
    """
    short = [side for side in (first, second) if len(side.means) < 2]
    if short:
        return CannotTell(reason=f"a side has {_answers(len(short[0].means))}; two are the least for a spread")
    if any(side.population is not None and side.population < len(side.means) for side in (first, second)):
        return CannotTell(reason="more people answered than the group is said to have")
    parts = [(_squared_error(side, step), len(side.means) - 1) for side in (first, second)]
    value, squared = fmean(first.means) - fmean(second.means), sum(part for part, _ in parts)
    value = value if abs(value) > _RESIDUE else 0.0
    everybody = all(side.population == side.known for side in (first, second))
    if squared == 0 and not everybody:
        return CannotTell(reason="each side's answers are all the same, so there is no spread to judge by")
    df = squared**2 / sum(part**2 / free for part, free in parts) if squared else math.inf
    reach = t_quantile((1 + confidence) / 2, df) * math.sqrt(squared)
    interval = Interval(low=value - reach, high=value + reach, confidence=confidence)
    return Difference(value=value, error=math.sqrt(squared), df=df, interval=interval)


def chance(found: Difference) -> float:
    """Return the probability of a difference at least as large if there were none (two-sided p)."""
    if found.error == 0:
        return 1.0 if found.value == 0 else 0.0
    return 2 * t_below(-abs(found.value) / found.error, found.df)


def holm(chances: Sequence[float]) -> list[float]:
    """Return p values adjusted by Holm's step-down method, in the order given."""
    order = sorted(range(len(chances)), key=chances.__getitem__)
    adjusted, highest = [1.0] * len(chances), 0.0
    for rank, place in enumerate(order):
        highest = max(highest, min(1.0, (len(chances) - rank) * chances[place]))
        adjusted[place] = highest
    return adjusted


def _squared_error(side: Sample, step: float) -> float:
    """Return the squared standard error of a side's mean; nothing where everybody of the group answered."""
    count = len(side.means)
    left_out = 1.0 if side.population is None else 1 - side.known / side.population
    spread = variance(side.means)
    return max(spread if spread > _RESIDUE**2 else 0.0, step**2 / 12) / count * left_out


def _answers(count: int) -> str:
    return "no respondent" if count == 0 else f"{count} respondent"
