"""Who did not answer, and what their silence could hide.

Sources: post-stratification after Holt & Smith 1979, Journal of the Royal Statistical Society A 142, with the variance
of stratified sampling (Cochran 1977, 5.3); worst-case bounds of Manski 1989, Journal of Human Resources 24.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, variance

from comity.surveys.distributions import t_quantile
from comity.surveys.model import CONFIDENCE, CannotTell, Estimate, Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """A party's people in one role: how many were invited, and the mean of each of those who answered."""

    party: str
    role: str
    invited: int
    means: Sequence[float]

    @property
    def name(self) -> str:
        """Party and role, in words."""
        return f"{self.party}, {self.role}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How many of those invited answered; `share` is None where nobody was invited."""

    party: str
    role: str
    invited: int
    answered: int
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What the answers say of all who were invited.

    `weighted` gives every stratum its share of those invited, `plain` is the mean of the answers as they came, and
    `bounds` is what it could be whatever the silent ones think: it rests on no assumption at all.
    """

    rates: tuple[Rate, ...]
    plain: float
    weighted: Estimate | CannotTell
    bounds: Interval


def rates(strata: Sequence[Stratum]) -> tuple[Rate, ...]:
    """Return the rate of response of each party and role."""
    return tuple(
        Rate(
            party=one.party,
            role=one.role,
            invited=one.invited,
            answered=len(one.means),
            share=len(one.means) / one.invited if one.invited else None,
        )
        for one in strata
    )


def response(
    strata: Sequence[Stratum], scale: tuple[float, float], *, confidence: float = CONFIDENCE
) -> Response | CannotTell:  # fmt: skip
    """Weigh the answers of strata by those invited; `scale` has the lowest and the highest possible answer."""
    crowded = [one.name for one in strata if len(one.means) > one.invited]
    if crowded:
        return CannotTell(reason=f"more answers than invitations: {'; '.join(crowded)}")
    means = [mean for one in strata for mean in one.means]
    if not means:
        return CannotTell(reason="nobody answered")
    invited = sum(one.invited for one in strata)
    low, high = ((sum(means) + end * (invited - len(means))) / invited for end in scale)
    return Response(
        rates=rates(strata),
        plain=fmean(means),
        weighted=_weighted([one for one in strata if one.invited], invited, confidence),
        bounds=Interval(low=low, high=high, confidence=1.0),
    )


def _weighted(strata: Sequence[Stratum], invited: int, confidence: float) -> Estimate | CannotTell:
    silent = [one.name for one in strata if not one.means]
    if silent:
        return CannotTell(reason=f"nobody answered for {'; '.join(silent)}, so nothing stands for them")
    freedom = sum(len(one.means) - 1 for one in strata)
    if not freedom and any(len(one.means) < one.invited for one in strata):
        return CannotTell(reason="one answer a stratum shows no spread, so no interval can be given")
    pooled = sum((len(one.means) - 1) * _spread(one) for one in strata) / max(1, freedom)
    value = sum(one.invited / invited * fmean(one.means) for one in strata)
    squared = 0.0
    for one in strata:
        # Where one person answered for several, the spread is taken from the other strata.
        spread = _spread(one) if len(one.means) > 1 else pooled
        silent_share = 1 - len(one.means) / one.invited
        squared += (one.invited / invited) ** 2 * silent_share * spread / len(one.means)
    reach = t_quantile((1 + confidence) / 2, freedom) * math.sqrt(squared) if squared else 0.0
    return Estimate(value=value, interval=Interval(low=value - reach, high=value + reach, confidence=confidence))


def _spread(one: Stratum) -> float:
    return variance(one.means) if len(one.means) > 1 else 0.0
