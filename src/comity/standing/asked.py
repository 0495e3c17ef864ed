"""How much an agreement asks to be computed as of a day, counted before any of it is.

Whoever may put an agreement or a file into a workplace could otherwise keep it busy for hours: with a metric measured
every day since 1800, with a worked example of the year 9000, with a hundred thousand members, or with corrections on
a thousand days, before each of which all figures are measured once more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from comity.agreement.acts import Act
from comity.agreement.formula import tree
from comity.agreement.inline import with_inline_metrics
from comity.agreement.model import Agreement, Clause, Formula, Metric, Terms
from comity.facts.model import Facts, SealedTable
from comity.kernel.period import Grain
from comity.kernel.problem import Place, Problem
from comity.kernel.values import dataclass
from comity.kernel.words import named
from comity.metrics.members import agreed_members, tested_members
from comity.standing.milestones import due_day

TOO_MUCH = "CMY-988"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one thing of the agreement asks for: so many figures, verdicts or periods."""

    what: str
    count: int
    place: Place


def asked(agreement: Agreement, facts: Facts, acts: Sequence[Act] = (), *, as_of: date) -> list[Asked]:
    """Return what everything of an agreement asks for; more rather than less where the text leaves it open."""
    counter = _Counter(with_inline_metrics(agreement), facts, as_of)
    others = int(_other_account(facts)) + _exclusions(agreement, acts)
    passes = (1 + len(facts.corrected_on)) * (1 + others)  # each is measured as known before each correction
    return [*counter.metrics(passes), *counter.clauses(), *counter.tables(), *counter.milestones(acts)]


def too_much(found: Sequence[Asked], most: int, hint: str) -> Problem | None:
    """Return the problem of asking for more than `most` in all, with what asks for most of it; None within it."""
    total = sum(one.count for one in found)
    if total <= most:
        return None
    first = max(found, key=lambda one: one.count)
    why = (
        f"to evaluate this agreement takes {total:,} figures and verdicts, {first.count:,} of them for {first.what}; "
        f"at most {most:,} are computed here"
    )
    return Problem(code=TOO_MUCH, place=first.place, why=why, hint=hint)


def _other_account(facts: Facts) -> bool:
    """Return whether figures are measured on the other account too: what is agreed by now may have differed before."""
    are_compared = any(table.comparisons for table in facts.tables.values())
    return facts.differ or bool(facts.contested) or (are_compared and bool(facts.corrected_on))


def _exclusions(agreement: Agreement, acts: Sequence[Act]) -> int:
    """Return how many claims leave out rows: all figures are measured without them, for each."""
    clauses = [
        (act, agreement.as_of(act.on).clauses.get(act.about[0])) for act in acts if act.do == "claim" and act.about
    ]
    reliefs = [clause.relief.get(act.relief) for act, clause in clauses if clause is not None]
    return sum(relief is not None and relief.effect == "exclude" for relief in reliefs)


class _Counter:
    """Counts by the terms as they were agreed last."""

    def __init__(self, agreement: Agreement, facts: Facts, as_of: date) -> None:
        self.agreement = agreement
        self.terms = agreement.versions[-1][1]
        self.facts = facts
        self.starts = agreement.versions[0][1].starts
        self.last = min(as_of, self.terms.ends or as_of)
        self.as_of = as_of

    def metrics(self, passes: int) -> Iterator[Asked]:
        """Yield the figures of each metric, in all passes."""
        known = {
            name: (metric, terms) for _, terms in self.agreement.versions for name, metric in terms.metrics.items()
        }
        for name, (metric, terms) in known.items():
            count = self._figures(metric, terms) * passes
            yield Asked(what=f"the metric {metric.title or named(name)}", count=count, place=metric.place)

    def clauses(self) -> Iterator[Asked]:
        """Yield the verdicts of each clause."""
        known = {
            name: (clause, terms) for _, terms in self.agreement.versions for name, clause in terms.clauses.items()
        }
        for name, (clause, terms) in known.items():
            what = f"the clause {clause.title or named(name)}"
            yield Asked(what=what, count=self._verdicts(clause, terms), place=clause.place)

    def tables(self) -> Iterator[Asked]:
        """Yield the periods for which each table is owed, by each reporter."""
        for name, table in self.terms.facts.items():
            if table.every is not None:
                count = self._periods(table.every) * len(table.reporters)
                yield Asked(what=f"the table {named(name)}", count=count, place=table.place)

    def milestones(self, acts: Sequence[Act]) -> Iterator[Asked]:
        """Yield the days for which each milestone was late: what is known of it changes on each."""
        done = {act.about[0]: act.on for act in acts if act.do == "complete" and act.about}
        for name, milestone in self.terms.milestones.items():
            due = due_day(milestone, self.terms)
            days = (done.get(name, self.as_of) - due).days if due is not None else 0
            yield Asked(what=f"the milestone {named(name)}", count=max(0, days), place=milestone.place)

    def _periods(self, grain: Grain) -> int:
        if self.last < self.starts:
            return 0
        calendar = self.terms.calendar
        first, last = (calendar.ordinal(calendar.containing(grain, day)) for day in (self.starts, self.last))
        return last - first + 1

    def _figures(self, metric: Metric, terms: Terms) -> int:
        periods = self._periods(metric.every)
        if not metric.per:
            return periods
        agreed = len(agreed_members(metric, terms))
        if agreed:
            return periods * agreed
        named_ = sum(_pairs(table, metric.per, periods) for table in self._read(metric.formula, terms))
        return named_ + periods * len(tested_members(metric, terms))

    def _verdicts(self, clause: Clause, terms: Terms) -> int:
        if clause.table:
            sealed = self.facts.tables.get(clause.table)
            return sealed.rows.num_rows if sealed is not None else len(terms.milestones)
        periods = self._periods(clause.every) if isinstance(clause.every, Grain) else 1
        formulas = [one for one in (clause.measure, clause.missed_if, *clause.let.values()) if one is not None]
        metrics = [terms.metrics[name] for name in _names(formulas) if name in terms.metrics]
        agreed = [len(agreed_members(metric, terms)) for metric in metrics if metric.per == clause.per]
        tables = {table.name: table for one in formulas for table in self._read(one, terms)}
        members = [_members(table, clause.per) for table in tables.values()]
        return periods * max([1, *agreed, *members]) if clause.per else periods

    def _read(self, formula: Formula, terms: Terms) -> list[SealedTable]:
        """Return the tables that a formula reads, also through metrics."""
        seen: set[str] = set()
        waiting = [formula]
        while waiting:
            for name in _names([waiting.pop()]):
                if name not in seen and name in terms.metrics:
                    waiting.append(terms.metrics[name].formula)
                seen.add(name)
        return [table for name, table in self.facts.tables.items() if name in seen]


def _names(formulas: Sequence[Formula]) -> dict[str, None]:
    return dict.fromkeys(name.parts[0] for one in formulas for name in tree.names(one.node))


def _members(table: SealedTable, per: Sequence[str]) -> int:
    """Return how many members a table names; none where it does not know all the columns."""
    if not set(per) <= set(table.rows.column_names):
        return 0
    return int(table.rows.select([*per]).group_by([*per]).aggregate([]).num_rows)


def _pairs(table: SealedTable, per: Sequence[str], periods: int) -> int:
    """Return in how many periods members are measured, all together: where nobody is named, all may be expected."""
    members = _members(table, per)
    if not members:
        return 0
    named_ = table.rows.select(["_last", *per]).group_by(["_last", *per]).aggregate([])
    days = len(named_.column("_last").unique())
    return min(periods * members, int(named_.num_rows) + max(0, periods - days) * members)
