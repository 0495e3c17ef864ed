"""Milestones as a table that metrics aggregate over: made from the terms and the acts, sealed like facts.

A milestone belongs to the period of the day it is due. How late one is that is not done yet grows from day to day: a
figure that is shown counts it to the day of evaluation and is provisional; one on which clauses rest is undetermined
until it is done, since what follows from it must not depend on the day somebody looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any

from comity.agreement.acts import Act
from comity.agreement.formula import tree
from comity.agreement.formula.parts import formulas
from comity.agreement.formula.tables import MILESTONES, milestone_columns
from comity.agreement.formula.types import Kind
from comity.agreement.inline import written_in
from comity.agreement.model import Agreement, Column, FactTable, Formula, Milestone, Terms
from comity.clauses.finality import metrics_behind, tables_of
from comity.facts.made import sealed_rows
from comity.facts.model import Facts, OpenRow, SealedTable
from comity.kernel.figure import State, Unknown
from comity.kernel.period import Grain
from comity.standing.milestones import Course, courses_of, due_day
from comity.standing.rows import VERY_LATE, row_of

ONE_DAY = timedelta(days=1)
DAYS_LATE = "days_late"
_CHANGING = ("done", "accepted", "earned", DAYS_LATE)
_WORDS = {Kind.TEXT: "text", Kind.DATE: "date", Kind.NUMBER: "number", Kind.MONEY: "money"}


def with_milestones(
    agreement: Agreement, facts: Facts, acts: Iterable[Act], *, as_of: date
) -> tuple[Agreement, Facts]:  # fmt: skip
    """Return the agreement and its facts with the table of milestones, for figures that are shown.

    Both stay as they are where no formula reads it.
    """
    tabled = with_milestone_table(agreement)
    rows = milestone_rows(tabled, tuple(acts), as_of)
    return (tabled, rows.shown(facts)) if rows is not None else (agreement, facts)


# -- the table among the facts of the terms ---------------------------------------------------


def with_milestone_table(agreement: Agreement) -> Agreement:
    """Return the agreement with `milestones` among its tables of facts, if any formula aggregates over it.

    It is for measuring only: nobody owes it, so the docket, the page and the schedule must not see it.
    """
    versions = agreement.versions
    if not any(terms.milestones for _, terms in versions) or not any(_is_read(terms) for _, terms in versions):
        return agreement
    tabled = tuple((day, replace(terms, facts={**terms.facts, MILESTONES: _table(terms)})) for day, terms in versions)
    return replace(agreement, versions=tabled)


def _is_read(terms: Terms) -> bool:
    return any(name.parts[0] == MILESTONES for formula in _formulas(terms) for name in tree.names(formula.node))


def _formulas(terms: Terms) -> Iterator[Formula]:
    yield from (metric.formula for metric in terms.metrics.values())
    for setting in terms.settings.values():
        yield from formulas(setting)
    for clause in terms.clauses.values():
        if isinstance(clause.every, Grain):
            yield from written_in(clause)


def _table(terms: Terms) -> FactTable:
    # `due` is the first date among them, which makes it the day of a row.
    columns = {
        name: Column(name=name, type=_WORDS[of.kind] if of is not None else "number", place=terms.place)
        for name, of in milestone_columns(terms).items()
    }
    return FactTable(
        name=MILESTONES, reporters=(), every=None, columns=columns, place=terms.place, key=("milestone",)
    )  # fmt: skip


def milestone_rows(agreement: Agreement, acts: Sequence[Act], as_of: date) -> MilestoneRows | None:
    """Return the rows of the table, None for an agreement without it."""
    if MILESTONES not in agreement.versions[0][1].facts:
        return None
    return MilestoneRows(agreement=agreement, acts=acts, as_of=as_of)


# -- its rows ---------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class MilestoneRows:
    """The rows of the table as known on any day, from an agreement that has the table."""

    agreement: Agreement
    acts: Sequence[Act]
    as_of: date

    @cached_property
    def metrics(self) -> frozenset[str]:
        """The metrics that rest on milestones, directly or through others."""
        return frozenset(
            name
            for _, terms in self.agreement.versions
            for name in terms.metrics
            if any(table.name == MILESTONES for table in tables_of(name, terms))
        )

    @cached_property
    def narrowed(self) -> Agreement:
        """The agreement with no other metrics than those, and what they are computed from."""
        return replace(
            self.agreement, versions=tuple((day, self._narrow(terms)) for day, terms in self.agreement.versions)
        )  # fmt: skip

    def _narrow(self, terms: Terms) -> Terms:
        kept = {name for one in self.metrics & set(terms.metrics) for name in metrics_behind(one, terms)}
        return replace(terms, metrics={name: metric for name, metric in terms.metrics.items() if name in kept})

    @property
    def is_open(self) -> bool:
        """Whether it is open on the day of evaluation how late some milestone will be."""
        return any(row.counted for row in self._sealed(self.as_of, counted=True).open)

    def eves(self) -> list[date]:
        """Return the days after which something changed: by an act, by silence that accepts, by an amendment.

        What changes before the period of a milestone is over is known with the period, and no earlier day matters.
        """
        versions = self.agreement.versions
        days = {day for (_, was), (day, terms) in pairwise(versions) if _agreed_days(was) != _agreed_days(terms)}
        for _, terms in versions:
            for course in courses_of(terms, self.acts, self.as_of).values():
                over = self._over(course.milestone, terms)
                days |= {stage.since for stage in course.stages[1:] if over is not None and stage.since > over}
        return sorted(day - ONE_DAY for day in days if date.min < day <= self.as_of)

    def _over(self, milestone: Milestone, terms: Terms) -> date | None:
        """Return the last day of the shortest period to which a milestone belongs, None for one without a day."""
        due = due_day(milestone, terms)
        grains = {terms.metrics[name].every for name in self.metrics if name in terms.metrics}
        return None if due is None else min((terms.calendar.containing(g, due).last for g in grains), default=due)

    def shown(self, facts: Facts) -> Facts:
        """Return the facts with the table, with days late counted to the day of evaluation."""
        return self._added(facts, self.as_of, counted=True)

    def known(self, facts: Facts, day: date) -> Facts:
        """Return the facts with the table as known on a day; what rests on days late still growing cannot be told."""
        return self._added(facts, min(day, self.as_of), counted=False)

    def _added(self, facts: Facts, day: date, *, counted: bool) -> Facts:
        return replace(facts, tables={**facts.tables, MILESTONES: self._sealed(day, counted=counted)})

    def _sealed(self, day: date, *, counted: bool) -> SealedTable:
        terms = self.agreement.as_of(day)
        rows, open_ = [], []
        for name, course in courses_of(terms, self.acts, day).items():
            due = due_day(terms.milestones[name], terms)
            if due is None:
                continue
            row = self._row(course, due, day)
            rows.append(row)
            if row["done"] is None:
                open_.append(_open(row, due, day, counted=counted))
        # While a day has yet to pass a figure is not due, whatever else is open in it.
        first_not_over = tuple(sorted(open_, key=lambda row: row.day < day))
        ordered = sorted(rows, key=lambda row: (row["due"], row["milestone"]))
        return sealed_rows(terms.facts[MILESTONES], ordered, covers=self._whole_term(terms), open_=first_not_over)

    def _row(self, course: Course, due: date, day: date) -> dict[str, Any]:
        stage, milestone = course.at(day), course.milestone
        source = stage.act.place if stage.act is not None else milestone.place
        # That it is late is known when its day has passed.
        passed = due + ONE_DAY if stage.done is None and due < day else date.min
        known = max(stage.since, passed, self._agreed(milestone, due, day))
        return {
            **row_of(course, stage, due),
            DAYS_LATE: Decimal(((stage.done or max(day, due)) - due).days),
            "_first": due, "_last": due, "_reporter": milestone.owed_by or "", "_known_at": known,
            "_file": source.file, "_row": source.line or 0, "_disputed": False,
        }  # fmt: skip

    def _agreed(self, milestone: Milestone, due: date, day: date) -> date:
        """Return the day since which a milestone is due on the day it is."""
        since = self.agreement.versions[0][0]
        before = None
        for begins, terms in self.agreement.versions:
            if begins <= day or begins == self.agreement.versions[0][0]:
                known = terms.milestones.get(milestone.name)
                now = due_day(known, terms) if known is not None else None
                since = begins if now == due and before != due else since
                before = now
        return since

    def _whole_term(self, terms: Terms) -> list[str]:
        """Return the years of the term: which milestones are due is known for every period, also where none is."""
        last = max(self.as_of, terms.ends or self.as_of)
        first = min(self.agreement.versions[0][1].starts, last)
        return [year.name for year in terms.calendar.between(Grain.YEAR, first, last)]


def _agreed_days(terms: Terms) -> tuple[object, ...]:
    """Return what an amendment may change of the table."""
    return terms.milestones, terms.starts, terms.ends


def _open(row: dict[str, Any], due: date, day: date, *, counted: bool) -> OpenRow:
    """Return what is open of a milestone that is not done: everything until its day has passed, then how late it is."""
    name, so_far = row["milestone"], (day - due).days
    if so_far <= 0:
        not_over = Unknown(State.NOT_DUE, f"{name} is due on {due}")
        return OpenRow(day=due, row=row, unknown=dict.fromkeys(_CHANGING, not_over), counted=False, why=not_over.reason)
    # For clauses no more is certain than that the day has passed: on which day it became how late is not kept.
    least = Decimal(so_far if counted else 1)
    why = f"{name} is not done yet" + (f": its days late are counted to {day}" if counted else "")
    late = Unknown(State.UNDETERMINED, why, least, VERY_LATE)
    return OpenRow(day=due, row=row, unknown={DAYS_LATE: late}, counted=counted, why=why)
