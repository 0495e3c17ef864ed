"""What became of the clauses: figures and acts brought together with the history of facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from comity.agreement.acts import Act
from comity.agreement.model import Agreement
from comity.clauses.life.live import live
from comity.clauses.life.model import Life
from comity.facts.model import Facts
from comity.metrics.driver import Driver
from comity.metrics.scopes import Given
from comity.standing.inputs import Earlier, Inputs, inputs_of
from comity.standing.timeline import Figures


def life_of(
    agreement: Agreement, facts: Facts, acts: Sequence[Act] = (), *, as_of: date, driver: Driver,
    given: Given | None = None, earlier: Earlier | None = None,
) -> tuple[Figures, Life]:  # fmt: skip
    """Return the figures of all metrics, and the life of all clauses that rests on them.

    `earlier` gives the facts before each correction; without it they are taken as if they had been there always.
    """
    found = inputs_of(agreement, facts, acts, as_of=as_of, driver=driver, given=given, earlier=earlier)
    return found.figures, lived(found, acts, as_of)


def lived(found: Inputs, acts: Sequence[Act], as_of: date) -> Life:
    """Return the life of all clauses, from what the fold needs."""
    life = live(found.agreement, found.known, acts, as_of=as_of, other=found.other, excluded=found.excluded)
    return replace(life, refused=(*found.refused, *life.refused))
