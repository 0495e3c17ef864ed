"""Severity of raters: a many-facet Rasch model, and a refusal where the design cannot tell severity from merit.

Source: Linacre 1989, Many-Facet Rasch Measurement, with the rating scale of Andrich 1978, Psychometrika 43; fit by the
maximum of the posterior under weak normal priors, so that a rater who always gave the highest answer stays finite.
The log odds of one level against the level below are: object - rater - item - step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.surveys.facets import Fit, fit
from comity.surveys.linking import unlinked
from comity.surveys.model import CannotTell

FACETS = ("thing", "rater", "item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One answer: who judged which object by which item, at which level of the scale."""

    rater: str
    thing: str
    item: str
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A rater, object or item on the logit scale, with its standard error, from `answers` answers.

    For raters a positive measure is severe, for items hard, for objects good; raters and items have mean 0.
    `infit` and `outfit` (mean squares) are 1 where answers scatter as the model expects: well above, they are
    erratic; well below, too regular. Outfit is moved by single surprises, infit by those near the rater's own level.
    """

    name: str
    value: float
    error: float
    infit: float
    outfit: float
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How well measures can be told apart: `separation` is their true spread in units of its error.

    `reliability` is the share of the observed variance that is not error. For raters, low is welcome.
    """

    separation: float
    reliability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Severity:
    """Raters, objects and items on one scale, and the steps between its levels; objects freed of who judged them."""

    raters: tuple[Measure, ...]
    objects: tuple[Measure, ...]
    items: tuple[Measure, ...]
    steps: tuple[float, ...]
    rater_spread: Spread
    object_spread: Spread


def severity(
    answers: Sequence[Judged], scale: tuple[int, int], *, rater: str = "rater", thing: str = "object"
) -> Severity | CannotTell:  # fmt: skip
    """Measure the raters' severity, or say why it cannot be measured, in words for a rater and what they judge."""
    if len({one.rater for one in answers}) < 2:
        return CannotTell(reason=f"severity is a comparison: two {rater}s are needed")
    if any(not scale[0] <= one.level <= scale[1] for one in answers):
        return CannotTell(reason="an answer lies outside the scale")
    apart = unlinked([(one.rater, one.thing, one.item) for one in answers], rater=rater, thing=thing)
    if apart:
        return CannotTell(reason=apart)
    facets = [sorted({getattr(one, key) for one in answers}) for key in FACETS]
    places = [_places(answers, key, names) for key, names in zip(FACETS, facets, strict=True)]
    levels = np.array([one.level - scale[0] for one in answers])
    found = fit(places, [len(names) for names in facets], levels, scale[1] - scale[0])
    objects, raters, items = (
        _measures(names, place, found, facet) for facet, (names, place) in enumerate(zip(facets, places, strict=True))
    )
    return Severity(
        raters=raters,
        objects=objects,
        items=items,
        steps=tuple(float(x) for x in found.steps),
        rater_spread=_spread(raters),
        object_spread=_spread(objects),
    )


def _places(answers: Sequence[Judged], key: str, names: Sequence[str]) -> NDArray[np.intp]:
    """Return the place of each answer's rater, object or item among the names."""
    number = {name: place for place, name in enumerate(names)}
    return np.array([number[getattr(one, key)] for one in answers], dtype=np.intp)


def _measures(names: Sequence[str], place: NDArray[np.intp], found: Fit, facet: int) -> tuple[Measure, ...]:
    squared = (found.observed - found.expected) ** 2
    rows = []
    for number, name in enumerate(names):
        own = place == number
        rows.append(
            Measure(
                name=name,
                value=float(found.measures[facet][number]),
                error=float(found.errors[facet][number]),
                infit=float(squared[own].sum() / found.variance[own].sum()),
                outfit=float((squared[own] / found.variance[own]).mean()),
                answers=int(own.sum()),
            )
        )
    return tuple(rows)


def _spread(measures: Sequence[Measure]) -> Spread:
    values = np.array([one.value for one in measures])
    noise = float(np.mean([one.error**2 for one in measures]))
    seen = float(values.var(ddof=1)) if len(values) > 1 else 0.0
    true = max(0.0, seen - noise)
    return Spread(separation=(true / noise) ** 0.5, reliability=true / seen if seen else 0.0)
