"""What the fold over a clause's life needs: figures with their history, those of the other account, those excluded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from comity.agreement.acts import Act
from comity.agreement.inline import with_inline_metrics
from comity.agreement.model import Agreement
from comity.clauses.known import Known
from comity.clauses.life.model import Refusal
from comity.facts.model import Facts
from comity.facts.other import on_the_other_account
from comity.metrics.driver import Driver
from comity.metrics.measure import measure
from comity.metrics.scopes import Given
from comity.standing.life import Earlier, _before_corrections, _excluded, _is_disputed
from comity.standing.timeline import Figures, Snapshot, timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Figures as clauses see them, and the agreement they were measured by: aggregates in clauses are metrics there.

    `other` are those on the other reporter's account where two differ, `excluded` those without the rows that a claim
    of relief leaves out, by the number of the act. `refused` are acts about facts that count for nothing.
    """

    agreement: Agreement
    known: Known
    other: Known | None
    excluded: Mapping[int, Known]
    refused: tuple[Refusal, ...]


def inputs_of(
    agreed: Agreement, facts: Facts, acts: Sequence[Act] = (), *, as_of: date, driver: Driver,
    given: Given | None = None, earlier: Earlier | None = None,
) -> Inputs:  # fmt: skip
    """Measure what the fold needs. `earlier` gives the facts before each correction; without it there was none."""
    supplied = given or {}
    agreement = with_inline_metrics(agreed)

    def measured(of: Facts) -> Figures:
        return measure(agreement, of, as_of=as_of, driver=driver, given=given).figures

    figures = measured(facts)
    latest = Snapshot(until=as_of, figures=figures, facts=facts)
    past = [
        Snapshot(until=day, figures=measured(was), facts=was) for day, was in _before_corrections(facts, earlier, as_of)
    ]
    found = timeline(agreement, latest, as_of=as_of, acts=acts, given=supplied, earlier=past)
    other = None
    if _is_disputed(figures, facts):
        swapped = on_the_other_account(facts)
        theirs = Snapshot(until=as_of, figures=measured(swapped), facts=swapped)
        other = timeline(agreement, theirs, as_of=as_of, acts=acts, given=supplied, earlier=past).known
    excluded = dict(_excluded(agreement, facts, acts, measured, as_of, supplied))
    return Inputs(agreement=agreement, known=found.known, other=other, excluded=excluded, refused=found.refused)
