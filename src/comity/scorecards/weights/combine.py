"""The parties together: weights side by side, their geometric mean, and what would change the order.

The geometric mean of shares keeps every ratio fair to both: if one side holds A twice as important as B and the other
half as important, together they are equal (J. Aczel & T. L. Saaty 1983, Procedures for synthesizing ratio judgements).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, fsum, log

from comity.scorecards.weights.model import Elicited


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """What one party would have to say for two dimensions to change places: `needed` times as important, not `said`."""

    party: str
    said: float
    needed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Two neighbours in the common order: `above` outweighs `below` by `ratio`. `apart`: some party sees it otherwise.

    `needed` says for each party what it alone would have to change.
    """

    above: str
    below: str
    ratio: float
    apart: bool
    needed: tuple[Needed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Consensus:
    """The parties' weights, their combination, and the steps of the common order, heaviest first.

    `proposal` are whole percentages that add up to 100, to be agreed; None while the comparisons of a party do not go
    together, or only one party has judged.
    """

    parties: tuple[Elicited, ...]
    together: Mapping[str, float]
    steps: tuple[Step, ...]
    proposal: Mapping[str, int] | None
    open: tuple[str, ...]
    """The parties whose judgement is missing, or does not go together."""


def consensus(elicited: Sequence[Elicited], parties: Sequence[str]) -> Consensus:
    """Return what several parties' weights come to; `parties` are those who should have judged. At least one has."""
    together = geometric([one.weights for one in elicited])
    judged = {one.party: one for one in elicited}
    open_ = tuple(
        party
        for party in parties
        if party not in judged or not ((fits := judged[party].consistency) is None or fits.fine)
    )
    order = sorted(together, key=lambda name: -together[name])
    return Consensus(
        parties=tuple(elicited),
        together=together,
        steps=tuple(_step(above, below, elicited, together) for above, below in pairwise(order)),
        proposal=None if open_ else percentages(together),
        open=open_,
    )


def geometric(weights: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the geometric mean of several sets of weights, adding up to 1; a weight of 0 on one side makes it 0."""
    names = list(weights[0])
    means = {
        name: exp(fsum(log(one[name]) for one in weights) / len(weights)) if all(one[name] for one in weights) else 0.0
        for name in names
    }
    whole = fsum(means.values())
    return {name: mean / whole for name, mean in means.items()}


def percentages(weights: Mapping[str, float]) -> dict[str, int]:
    """Return whole percentages that add up to 100, by largest remainder; ties in the order of the scorecard."""
    exactly = {name: 100 * weight for name, weight in weights.items()}
    found = {name: int(share + 1e-9) for name, share in exactly.items()}
    left = 100 - sum(found.values())
    for name in sorted(exactly, key=lambda one: found[one] - exactly[one])[:left]:
        found[name] += 1
    return found


def _step(above: str, below: str, elicited: Sequence[Elicited], together: Mapping[str, float]) -> Step:
    """Return two neighbours. The common ratio is the root of the product of the parties' ratios.

    So they change places once one party's own ratio is divided by the common one as often as there are parties.
    """
    ratio = _ratio(together, above, below)
    said = [(one.party, _ratio(one.weights, above, below)) for one in elicited]
    needed = tuple(
        Needed(party=party, said=own, needed=own / ratio ** len(elicited) if ratio != float("inf") else 0.0)
        for party, own in said
    )
    return Step(above=above, below=below, ratio=ratio, apart=any(own < 1 for _, own in said), needed=needed)


def _ratio(weights: Mapping[str, float], above: str, below: str) -> float:
    return weights[above] / weights[below] if weights[below] else float("inf")
