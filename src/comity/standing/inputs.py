"""What the fold over a clause's life needs: figures with their history, those of the other account, those excluded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from comity.agreement.acts import Act
from comity.agreement.inline import with_inline_metrics
from comity.agreement.model import Agreement
from comity.clauses.known import Known
from comity.clauses.life.model import Refusal
from comity.facts.model import Facts
from comity.facts.other import on_the_other_account
from comity.facts.without import without_rows
from comity.kernel.figure import State
from comity.metrics.driver import Driver
from comity.metrics.measure import measure
from comity.metrics.scopes import Given
from comity.standing.timeline import Figures, Snapshot, Timeline, timeline

Earlier = Callable[[date], Facts]
"""The facts of an alliance as they were known on an earlier day."""

Change = Callable[[Facts], Facts]
"""Facts seen otherwise: on the other reporter's account, without some rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Figures as clauses see them, and the agreement they were measured by: aggregates in clauses are metrics there.

    `figures` are those of the agreement's own metrics. `other` are those on the other reporter's account where two
    differ, `excluded` those without the rows that a claim of relief leaves out, by the number of the act. `refused` are
    acts about facts that count for nothing.
    """

    agreement: Agreement
    figures: Figures
    known: Known
    other: Known | None
    excluded: Mapping[int, Known]
    refused: tuple[Refusal, ...]


def inputs_of(
    agreed: Agreement, facts: Facts, acts: Sequence[Act] = (), *, as_of: date, driver: Driver,
    given: Given | None = None, earlier: Earlier | None = None,
) -> Inputs:  # fmt: skip
    """Measure what the fold needs.

    `earlier` gives the facts before each correction; without it they are taken as if they had been there always.
    """
    agreement = with_inline_metrics(agreed)
    before = list(_before_corrections(facts, earlier, as_of))

    supplied = given or {}

    def measured(of: Facts, restated: Given) -> Figures:
        return measure(agreement, of, as_of=as_of, driver=driver, given={**supplied, **restated}).figures

    def snapshot(until: date, of: Facts) -> Snapshot:
        return Snapshot(until=until, figures=measured(of, {}), facts=of)

    def history(change: Change, latest: Snapshot) -> Timeline:
        past = [snapshot(day, change(was)) for day, was in before]
        return timeline(
            agreement, latest, as_of=as_of, acts=acts, given=supplied, earlier=past,
            remeasure=partial(measured, latest.facts),
        )  # fmt: skip

    latest = snapshot(as_of, facts)
    found = history(_as_they_are, latest)
    other = None
    # A datum that was in dispute once was open then, though it is agreed by now.
    if _is_disputed(latest) or any(_differs(was) for _, was in before):
        other = history(on_the_other_account, snapshot(as_of, on_the_other_account(facts))).known
    excluded = {
        at: history(change, snapshot(as_of, change(facts))).known for at, change in _exclusions(agreement, acts, as_of)
    }
    named = {name for _, terms in agreed.versions for name in terms.metrics}
    shown = {name: of for name, of in latest.figures.items() if name in named}
    return Inputs(
        agreement=agreement, figures=shown, known=found.known, other=other, excluded=excluded, refused=found.refused
    )  # fmt: skip


def _as_they_are(facts: Facts) -> Facts:
    return facts


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


def _is_disputed(latest: Snapshot) -> bool:
    if any(figure.state is State.DISPUTED for of in latest.figures.values() for figure in of):
        return True
    return _differs(latest.facts)


def _differs(facts: Facts) -> bool:
    return any(one.state == "differs" for table in facts.tables.values() for one in table.comparisons)


def _exclusions(agreement: Agreement, acts: Sequence[Act], as_of: date) -> Iterator[tuple[int, Change]]:
    """Yield, for each claim of relief that excludes rows, the number of its act and the facts without those rows."""
    for at, act in enumerate(acts):
        clause = agreement.as_of(act.on).clauses.get(act.about[0]) if act.about else None
        relief = clause.relief.get(act.relief) if clause is not None else None
        if act.do != "claim" or relief is None or relief.effect != "exclude" or act.on > as_of:
            continue
        first, last = act.values.get("from"), act.values.get("to", act.values.get("from"))
        if isinstance(first, date) and isinstance(last, date):
            yield at, partial(without_rows, first=first, last=last, values=act.values)
