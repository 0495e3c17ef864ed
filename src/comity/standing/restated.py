"""Figures that were corrected: what each was before, what it became, and on which day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from comity.clauses.known import Figures as Known
from comity.kernel.figure import Exact, Figure
from comity.standing.model import Restated


def restated(figures: Mapping[str, Sequence[Figure]], known: Known) -> dict[str, tuple[Restated, ...]]:
    """Return the corrections of every metric that has one; a figure that was merely late is none.

    `known` is the history of each figure as clauses see it. The figure shown may differ from the last of it: then the
    correction came too late to move anything.
    """
    found = {name: tuple(one for figure in of for one in _of(figure, known)) for name, of in figures.items()}
    return {name: of for name, of in found.items() if of}


def _of(figure: Figure, known: Known) -> Iterator[Restated]:
    history = known.cell(figure.metric, figure.scope, figure.period.name)
    steps = [(since, one.value) for since, one in history if one.value is not None]
    for (_, was), (on, became) in pairwise(steps):
        if was != became:
            yield _restated(figure, was, became, on, moves=True)
    if steps and figure.value is not None and figure.known is not None and steps[-1][1] != figure.value:
        yield _restated(figure, steps[-1][1], figure.value, figure.known, moves=False)


def _restated(figure: Figure, was: Exact, became: Exact, on: date, *, moves: bool) -> Restated:
    return Restated(
        metric=figure.metric, period=figure.period, scope=figure.scope, was=was, became=became, unit=figure.unit, on=on,
        moves=moves,
    )  # fmt: skip
