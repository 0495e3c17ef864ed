"""One level of a scorecard alone: what a dimension is made of, weighed as the dimensions of the whole are."""

from __future__ import annotations

from dataclasses import replace

from comity.agreement.model import Dimension, Terms


def level_of(terms: Terms, dimension: str) -> Terms | None:
    """Return terms whose scorecard is what a dimension is made of: its parts, or its metrics by their names.

    None where the scorecard has no such dimension. `dimension` may name a part, too.
    """
    found = _found(tuple(terms.scorecard.values()), dimension)
    if found is None:
        return None
    inside = {part.name: part for part in found.parts} or {
        one.metric: Dimension(name=one.metric, weight=one.weight, metrics=(one,), place=one.place)
        for one in found.metrics
    }
    return replace(terms, scorecard=inside)


def path_to(terms: Terms, dimension: str) -> tuple[str, ...]:
    """Return the names from the scorecard down to a dimension, that one last; empty where there is none."""
    return _path(tuple(terms.scorecard.values()), dimension)


def _found(among: tuple[Dimension, ...], name: str) -> Dimension | None:
    for one in among:
        inner = one if one.name == name else _found(one.parts, name)
        if inner is not None:
            return inner
    return None


def _path(among: tuple[Dimension, ...], name: str) -> tuple[str, ...]:
    for one in among:
        below = (one.name,) if one.name == name else _path(one.parts, name)
        if below:
            return below if one.name == name else (one.name, *below)
    return ()
