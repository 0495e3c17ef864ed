"""From the judgement of a party to its weights."""

from __future__ import annotations

from collections.abc import Sequence

from comity.kernel.problem import Problem, Severity
from comity.scorecards.weights import bestworst, pairs
from comity.scorecards.weights.model import (
    METHODS,
    BestWorst,
    Consistency,
    Elicited,
    Judgement,
    Pairs,
    Stated,
    Swing,
)


def elicit(judged: Judgement, names: Sequence[str]) -> tuple[Elicited, list[Problem]]:
    """Return the weights of a party in the order of `names`, and a warning where its comparisons do not go together."""
    about, fits = judged.about, None
    match about:
        case Swing(points=shares) | Stated(weights=shares):
            # Von Winterfeldt & Edwards 1986, Decision Analysis and Behavioral Research: points over their sum.
            weights = {name: float(shares[name]) for name in names}
        case BestWorst():
            weights = {name: float(weight) for name, weight in bestworst.best_worst(about)[0].items()}
            fits = bestworst.consistency(about)
        case Pairs():
            rows = pairs.matrix(names, about)
            weights = dict(zip(names, pairs.eigen(rows)[0], strict=True))
            fits = pairs.consistency(names, rows)
    whole = sum(weights.values())
    found = Elicited(
        party=judged.party,
        method=METHODS[type(about)],
        weights={name: weights[name] / whole for name in names},
        place=judged.place,
        consistency=fits,
        says=judged.says,
    )
    return found, [_warning(judged, fits)] if fits is not None and not fits.fine else []


def _warning(judged: Judgement, fits: Consistency) -> Problem:
    why = (
        f"the comparisons of {judged.party} do not go together: {fits.measure} {fits.ratio:.3f}, "
        f"at most {fits.limit:.4g} is usual"
    )
    if fits.circle:
        first, second, third = fits.circle
        why += f"; {first} is held above {second}, {second} above {third}, and {third} above {first}"
    hint = ""
    if fits.worst is not None:
        worst = fits.worst
        hint = (
            f"Judge again first: {worst.first} over {worst.second}, said to be {worst.said:.3g}; "
            f"{worst.fits:.2g} would fit the rest."
        )
    return Problem(code="CMY-484", place=judged.place, why=why, hint=hint, severity=Severity.WARNING)
