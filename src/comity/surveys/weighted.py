"""The mean of everybody, each party weighing as much as it was asked, from what is shown already.

Source: post-stratification after Holt & Smith 1979, Journal of the Royal Statistical Society A 142. Where one party
answered less than the other, the plain mean leans to the other. Strata are the parties, and never the roles: of a party
with two roles the plain mean and the weighted one would be two equations for the means of the two roles, which are
shown nowhere (ADR 23). For the same reason there is no interval: beside that of the gap it would tell how much the
people of each party differ. What silent people of a party may think is in the bounds (`nonresponse`).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from comity.kernel import exact
from comity.surveys.contradictions import Means, question_means
from comity.surveys.model import CannotTell
from comity.surveys.released import PLACES, DimensionResult, Released

_STEP = Decimal(1).scaleb(-PLACES)


def weighted(wave: Released, of: str) -> Decimal | CannotTell:
    """Return the mean of a dimension with each party weighing as many people as were asked; or why there is none.

    Every party must be shown, on the same questions as everybody: a reader could work it out from the released counts.
    """
    whole = wave.dimension(of)
    if whole is None or whole.mean is None:
        return CannotTell(reason=whole.reason if whole is not None else "the wave did not ask about it")
    means, total, asked = question_means(wave), Fraction(), 0
    for one in wave.responses:
        if one.role or not one.invited:
            continue
        mean = _mean(wave.dimension(of, one.party), whole.questions, means)
        if mean is None:
            return CannotTell(reason=f"not all its questions are shown of {one.party}")
        total += one.invited * mean
        asked += one.invited
    if not asked:
        return CannotTell(reason="nobody was asked")
    return exact.round_to(total / asked, _STEP, "half even")


def _mean(found: DimensionResult | None, questions: Sequence[str], means: Means) -> Fraction | None:
    """Return the mean of a party on some questions; None where one of them is not shown."""
    if found is None or found.mean is None or found.questions != questions:
        return None
    own = [means.get((key, found.group)) for key in questions]
    known = [one for one in own if one is not None]
    return sum(known, Fraction()) / len(known) if known and len(known) == len(own) else None
