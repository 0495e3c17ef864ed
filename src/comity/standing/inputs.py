"""What the fold over a clause's life needs: figures with their history, those of the other account, those excluded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial

from comity.agreement.acts import Act
from comity.agreement.inline import with_inline_metrics
from comity.agreement.model import Agreement
from comity.clauses.known import Cell, Known
from comity.clauses.life.model import Refusal
from comity.facts.model import Facts
from comity.facts.other import on_the_other_account
from comity.facts.without import without_rows
from comity.kernel.figure import State
from comity.metrics.driver import Driver
from comity.metrics.measure import measure
from comity.metrics.scopes import Given
from comity.standing.milestone_table import MilestoneRows, milestone_rows, with_milestone_table
from comity.standing.milestones import refused_acts
from comity.standing.timeline import Figures, Late, Snapshot, Timeline, timeline

Earlier = Callable[[date], Facts]
"""The facts of an alliance as they were known on an earlier day."""

Change = Callable[[Facts], Facts]
"""Facts seen otherwise: on the other reporter's account, without some rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Figures as clauses see them, and the agreement they were measured by: aggregates in clauses are metrics there.

    `facts` are those it was measured by, with the milestones where a formula reads them as a table. `figures` are those
    of the agreement's own metrics. `other` are those on the other reporter's account where two
    differ, `excluded` those without the rows that a claim of relief leaves out, by the number of the act. `late` is
    what came too late to move anything, with the facts that were measured before it. `refused` are acts about facts
    that count for nothing.
    """

    agreement: Agreement
    facts: Facts
    figures: Figures
    known: Known
    other: Known | None
    excluded: Mapping[int, Known]
    late: Mapping[Cell, Late]
    refused: tuple[Refusal, ...]


def inputs_of(
    agreed: Agreement, facts: Facts, acts: Sequence[Act] = (), *, as_of: date, driver: Driver,
    given: Given | None = None, earlier: Earlier | None = None,
) -> Inputs:  # fmt: skip
    """Measure what the fold needs.

    `earlier` gives the facts before each correction; without it they are taken as if they had been there always.
    """
    agreement = with_inline_metrics(with_milestone_table(agreed))
    rows = milestone_rows(agreement, acts, as_of)
    by = _Measuring(agreement, rows, acts, given or {}, as_of, driver)
    before = list(_before_corrections(facts, earlier, as_of))
    latest = by.snapshot(as_of, facts)
    found = by.history(_as_they_are, latest, before)
    other = None
    # A datum that was in dispute once was open then, though it is agreed by now.
    if _is_disputed(latest) or any(was.differ for _, was in before):
        contrary = by.snapshot(as_of, on_the_other_account(facts))
        other = by.history(on_the_other_account, contrary, before).known
    excluded = {
        at: by.history(change, by.snapshot(as_of, change(facts)), before).known
        for at, change in _exclusions(agreement, acts, as_of)
    }
    named = {name for _, terms in agreed.versions for name in terms.metrics}
    return Inputs(
        agreement=agreement, facts=rows.shown(facts) if rows is not None else facts,
        figures={name: of for name, of in by.shown(latest).items() if name in named},
        known=found.known, other=other, excluded=excluded,
        late={cell: replace(one, before=by.measured(one.before)) for cell, one in found.late.items()},
        refused=(*found.refused, *refused_acts(agreed, acts, as_of)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Measuring:
    """Measures figures from facts, with the milestones as known on a day where a formula reads them as a table."""

    agreement: Agreement
    rows: MilestoneRows | None
    acts: Sequence[Act]
    given: Given
    as_of: date
    driver: Driver
    made: dict[tuple[date, int], Snapshot] = field(default_factory=dict)

    def figures(self, of: Facts, restated: Given) -> Figures:
        """Return the figures of all metrics as known last, those of some of them restated."""
        known = self.rows.known(of, self.as_of) if self.rows is not None else of
        return self._measured(self.agreement, known, {**self.given, **restated})

    def snapshot(self, until: date, of: Facts) -> Snapshot:
        """Return the figures as known up to a day. The same facts are measured once for a day."""
        made = self.made.get((until, id(of)))
        if made is None:
            known = self.rows.known(of, until) if self.rows is not None else of
            figures = self._measured(self.agreement, known, self.given)
            # The snapshot holds the facts, so that no other ones can get their id.
            made = self.made[until, id(of)] = Snapshot(until=until, figures=figures, facts=of)
        return made

    def measured(self, one: Snapshot) -> Snapshot:
        """Return a snapshot with the facts that it was measured by."""
        return replace(one, facts=self.rows.known(one.facts, one.until)) if self.rows is not None else one

    def shown(self, latest: Snapshot) -> Figures:
        """Return the figures that people see: days late are counted to the day of evaluation, provisionally."""
        if self.rows is None or not self.rows.is_open:
            return latest.figures
        return {**latest.figures, **self._resting(self.rows, self.rows.shown(latest.facts))}

    def history(self, change: Change, latest: Snapshot, before: Sequence[tuple[date, Facts]]) -> Timeline:
        """Return since when each figure was known, of facts that are seen otherwise."""
        past = [self.snapshot(day, change(was)) for day, was in before]
        if self.rows is not None:
            # Between two corrections nothing but milestones changed: the figures that rest on them are enough.
            past += [self._staged(eve, _facts_on(eve, past, latest), self.rows) for eve in self.rows.eves()]
            past.sort(key=lambda one: one.until)
        return timeline(
            self.agreement, latest, as_of=self.as_of, acts=self.acts, given=self.given, earlier=past,
            remeasure=partial(self.figures, latest.facts),
        )  # fmt: skip

    def _staged(self, until: date, of: Facts, rows: MilestoneRows) -> Snapshot:
        return Snapshot(until=until, figures=self._resting(rows, rows.known(of, until)), facts=of)

    def _resting(self, rows: MilestoneRows, facts: Facts) -> Figures:
        """Return the figures that rest on milestones."""
        found = self._measured(rows.narrowed, facts, self.given)
        return {name: of for name, of in found.items() if name in rows.metrics}

    def _measured(self, agreement: Agreement, facts: Facts, given: Given) -> Figures:
        return measure(agreement, facts, as_of=self.as_of, driver=self.driver, given=given).figures


def _facts_on(day: date, corrections: Iterable[Snapshot], latest: Snapshot) -> Facts:
    """Return the facts as known before the first correction after a day."""
    return next((one.facts for one in corrections if one.until >= day), latest.facts)


def _as_they_are(facts: Facts) -> Facts:
    return facts


def _before_corrections(facts: Facts, earlier: Earlier | None, as_of: date) -> Iterator[tuple[date, Facts]]:
    """Yield the facts as known on the eve of each day on which a row took another's place or came into dispute."""
    if earlier is None:
        return
    for day in sorted(facts.corrected_on):
        eve = day - timedelta(days=1)
        if eve < min(facts.known_at, as_of):
            yield eve, earlier(eve)


def _is_disputed(latest: Snapshot) -> bool:
    figures = (figure for of in latest.figures.values() for figure in of)
    return latest.facts.differ or any(figure.state is State.DISPUTED for figure in figures)


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
