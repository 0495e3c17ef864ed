"""What a backtest stands on: the terms laid over the facts, the figures, each known when it was due.

Figures are measured once; the fold over clauses runs for each value that is tried. Only a setting that metrics or
scores read as well makes the figures be measured again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from comity.agreement.acts import Act
from comity.agreement.formula import tree
from comity.agreement.formula.parts import formulas
from comity.agreement.inline import with_inline_metrics
from comity.agreement.model import Agreement, Terms
from comity.clauses.finality import tables_of
from comity.clauses.known import Known
from comity.clauses.life.live import live
from comity.clauses.life.model import Life
from comity.clauses.life.shape import Shape, shape_of
from comity.clauses.needs import needs_of
from comity.clauses.text import Texts
from comity.facts.hindsight import due_of, extent, known_when_due
from comity.facts.model import Facts
from comity.facts.other import on_the_other_account
from comity.kernel.figure import Exact
from comity.metrics.driver import Driver
from comity.metrics.measure import measure
from comity.standing.backtest.dials import Dial
from comity.standing.backtest.reach import Reach
from comity.standing.backtest.terms import laid_over
from comity.standing.milestone_table import milestone_rows, with_milestone_table
from comity.standing.timeline import Snapshot, timeline

NO_ACTS = (
    "Nobody acts: elections lapse, notices are not given, nothing is claimed, waived, disputed or paid. Milestones on "
    "record as completed are."
)
WHEN_DUE = "Each fact counts as reported on the day it was due, in its latest version; corrections are not replayed."


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What does not change from one value to the next: the terms laid over the facts, figures, and the shape."""

    agreement: Agreement
    facts: Facts
    acts: tuple[Act, ...]
    last: date
    as_of: date
    driver: Driver
    known: Known
    other: Known | None
    shape: Shape

    @property
    def terms(self) -> Terms:
        """The terms that are tested."""
        return self.agreement.versions[0][1]

    def live(self) -> Life:
        """Return the life of the clauses under the terms."""
        # What depends on what stays when a number changes; what the words themselves decide is found for each anew.
        shape = replace(self.shape, texts=Texts(self.agreement))
        return live(self.agreement, self.known, self.acts, as_of=self.as_of, other=self.other, shape=shape)

    def narrowed(self, reach: Reach) -> Bench:
        """Return the same with the clauses only that a threshold reaches."""
        agreement = Agreement(versions=((self.agreement.versions[0][0], reach.narrowed(self.terms)),))
        return replace(self, agreement=agreement, shape=shape_of(agreement))

    def turned(self, dial: Dial, value: Exact) -> Bench:
        """Return the same with one threshold at another value."""
        terms = dial.turn(self.terms, value)
        agreement = Agreement(versions=((self.agreement.versions[0][0], terms),))
        if dial.is_setting and reaches_metrics(dial.name, terms):
            known, other = _measured(agreement, self.facts, self.acts, self.as_of, self.driver)
            return replace(self, agreement=agreement, known=known, other=other)
        return replace(self, agreement=agreement)


# -- setting up -------------------------------------------------------------------------------


def span_of(agreement: Agreement, facts: Facts) -> tuple[date, date] | None:
    """Return the first and the last day of the facts that clauses rest on; None where there are none."""
    return extent(facts, sorted(tables_read(agreement.versions[-1][1])))


def tables_read(terms: Terms) -> frozenset[str]:
    """Return the tables of facts that clauses rest on, through metrics and settings."""
    laid = with_inline_metrics(Agreement(versions=((terms.starts, terms),))).versions[0][1]
    found: set[str] = set()
    for clause in laid.clauses.values():
        for need in needs_of(clause, laid):
            kind, _, name = need.partition(".")
            if kind == "metrics":
                found |= {table.name for table in tables_of(name, laid)}
            elif kind == "tables" and name in laid.facts:
                found.add(name)
    return frozenset(found)


def bench_of(
    agreed: Agreement, facts: Facts, acts: Sequence[Act], days: tuple[date, date], driver: Driver
) -> tuple[Bench, list[str]]:  # fmt: skip
    """Return the terms laid over the facts of some days, measured, and what that assumes."""
    laid, assumed = laid_over(agreed, days[0])
    agreement = with_inline_metrics(with_milestone_table(laid))
    terms = agreement.versions[0][1]
    rows = {clause.table for clause in terms.clauses.values() if clause.table}
    dated = known_when_due(facts, terms, rows)
    as_of = _all_known(terms, days[1])
    completed = tuple(act for act in acts if act.do == "complete" and act.on <= as_of)
    known, other = _measured(agreement, dated, completed, as_of, driver)
    bench = Bench(
        agreement=agreement, facts=dated, acts=completed, last=days[1], as_of=as_of, driver=driver, known=known,
        other=other, shape=shape_of(agreement),
    )  # fmt: skip
    return bench, [*assumed, WHEN_DUE, NO_ACTS]


def _all_known(terms: Terms, last: date) -> date:
    """Return the day by which all facts up to a day are due."""
    days = [last]
    for name in tables_read(terms):
        table = terms.facts[name]
        inside = terms.calendar.containing(table.every, last) if table.every is not None else None
        # A period that goes on after the last day is not tested, so its facts need not be waited for.
        if inside is None or inside.last <= last:
            days.append(due_of(table, last, terms))
    return max(days)


def _measured(
    agreement: Agreement, facts: Facts, acts: Sequence[Act], as_of: date, driver: Driver
) -> tuple[Known, Known | None]:
    """Return the figures, each known when it was due; those on the other account too where reporters differ."""
    names = list(agreement.versions[0][1].metrics)

    rows = milestone_rows(agreement, acts, as_of)

    def known(of: Facts) -> Known:
        tabled = rows.known(of, as_of) if rows is not None else of
        figures = measure(agreement, tabled, as_of=as_of, driver=driver).figures
        latest = Snapshot(until=as_of, figures=figures, facts=of)
        return timeline(agreement, latest, as_of=as_of, acts=acts, given=names).known

    return known(facts), known(on_the_other_account(facts)) if facts.differ else None


def reaches_metrics(setting: str, terms: Terms) -> bool:
    """Tell whether a metric or the scorecard reads a setting, through other settings."""
    pending = [metric.formula.node for metric in terms.metrics.values()]
    scored = [one for dimension in terms.scorecard.values() for one in dimension.metrics]
    pending += [formula.node for one in scored for formula in one.anchors]
    seen: set[str] = set()
    while pending:
        for word in _words(pending.pop()):
            if word == setting:
                return True
            if word in terms.settings and word not in seen:
                seen.add(word)
                pending += [formula.node for formula in formulas(terms.settings[word])]
    return False


def _words(node: tree.Node) -> Iterator[str]:
    for part in tree.walk(node):
        if isinstance(part, tree.Name):
            yield part.parts[0]
        elif isinstance(part, tree.Call):
            yield part.function
