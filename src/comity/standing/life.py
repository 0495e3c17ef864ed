"""What became of the clauses: figures and acts brought together with the history of facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from comity.agreement.acts import Act
from comity.agreement.inline import with_inline_metrics
from comity.agreement.model import Agreement
from comity.clauses.known import Known
from comity.clauses.life.live import live
from comity.clauses.life.model import Life
from comity.facts.model import Facts
from comity.facts.other import on_the_other_account
from comity.facts.without import without_rows
from comity.kernel.figure import State
from comity.metrics.driver import Driver
from comity.metrics.measure import measure
from comity.metrics.scopes import Given
from comity.standing.timeline import Figures, Snapshot, timeline

Earlier = Callable[[date], Facts]
"""The facts of an alliance as they were known on an earlier day."""


def life_of(
    agreed: Agreement, facts: Facts, acts: Sequence[Act] = (), *, as_of: date, driver: Driver,
    given: Given | None = None, earlier: Earlier | None = None,
) -> tuple[Figures, Life]:  # fmt: skip
    """Return the figures of all metrics, and the life of all clauses that rests on them.

    `earlier` gives the facts before each correction; without it they are taken as if they had been there always.
    """
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
    life = live(agreement, found.known, acts, as_of=as_of, other=other, excluded=excluded)
    named = {name for _, terms in agreed.versions for name in terms.metrics}
    shown = {name: of for name, of in figures.items() if name in named}
    return shown, replace(life, refused=(*found.refused, *life.refused))


def _before_corrections(facts: Facts, earlier: Earlier | None, as_of: date) -> Iterator[tuple[date, Facts]]:
    """Yield the facts as known on the eve of each day on which a row took the place of another."""
    if earlier is None:
        return
    days = {
        day.as_py()
        for table in facts.tables.values()
        for day in table.history.column("_superseded_at").unique()
        if day.as_py() is not None
    }
    for day in sorted(days):
        eve = day - timedelta(days=1)
        if eve < min(facts.known_at, as_of):
            yield eve, earlier(eve)


def _is_disputed(figures: Figures, facts: Facts) -> bool:
    if any(figure.state is State.DISPUTED for of in figures.values() for figure in of):
        return True
    return any(one.state == "differs" for table in facts.tables.values() for one in table.comparisons)


# -- relief that excludes rows ----------------------------------------------------------------


def _excluded(
    agreement: Agreement, facts: Facts, acts: Sequence[Act], measured: Callable[[Facts], Figures], as_of: date,
    given: Mapping[str, Any],
) -> Iterator[tuple[int, Known]]:  # fmt: skip
    """Yield, for each claim of relief that excludes rows, the figures without them."""
    for at, act in enumerate(acts):
        terms = agreement.as_of(act.on)
        clause = terms.clauses.get(act.about[0]) if act.about else None
        relief = clause.relief.get(act.relief) if clause is not None else None
        if act.do != "claim" or relief is None or relief.effect != "exclude" or act.on > as_of:
            continue
        first, last = act.values.get("from"), act.values.get("to", act.values.get("from"))
        if not isinstance(first, date) or not isinstance(last, date):
            continue
        without = without_rows(facts, first, last, act.values)
        snapshot = Snapshot(until=as_of, figures=measured(without), facts=without)
        yield at, timeline(agreement, snapshot, as_of=as_of, given=given).known
