"""Bands: values that fall between two of them, below all of them, or into one that contradicts the threshold."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from comity.agreement.formula import tree
from comity.agreement.formula.parts import entries, formulas
from comity.agreement.model import Clause, Formula, Step, StepTable, Term, Terms
from comity.agreement.review.conditions import never
from comity.agreement.review.desk import Desk, finding
from comity.agreement.review.parts import formulas_of_step, steps_of_clause
from comity.agreement.review.ranges import Ranges, constant
from comity.agreement.review.wordings import number
from comity.kernel import exact
from comity.kernel.exact import Exact
from comity.kernel.problem import Problem, Related
from comity.kernel.values import dataclass

MEASURED = ("value", "raw")
SHORT = ("shortfall", "points_short")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A step table read in a clause: the setting's name, its tables, what it is read with, and where.

    `guard` is the condition that holds where it is read, None where nothing is known; `name` is what is read, through
    `let`, where that is a single name.
    """

    setting: str
    tables: tuple[StepTable, ...]
    argument: tree.Node
    formula: Formula
    clause: Clause
    guard: tree.Node | None
    name: str


def bands(desk: Desk) -> Iterator[Problem]:
    """Find what a lawyer and the machine would read differently in step tables."""
    told: set[tuple[str, str]] = set()
    for clause in desk.terms.clauses.values():
        for reading in _readings(clause, desk.terms):
            for problem in (*_between(reading, desk.terms), *_below(reading, desk.terms), *_inside(reading)):
                if (problem.code, f"{clause.name} {reading.setting}") not in told:
                    told.add((problem.code, f"{clause.name} {reading.setting}"))
                    yield problem
    for name, term in desk.terms.settings.items():
        for table in tables_of(term):
            yield from _turning(name, table)


def tables_of(term: Term) -> Iterator[StepTable]:
    """Yield the step tables of a value, in whatever maps they stand."""
    if isinstance(term, StepTable):
        yield term
    else:
        for entry in entries(term):
            yield from tables_of(entry)


# -- where tables are read --------------------------------------------------------------------


def _readings(clause: Clause, terms: Terms) -> Iterator[Reading]:
    for formula in (f for f in (clause.measure, clause.missed_if, *clause.let.values()) if f is not None):
        yield from _in_formula(formula, clause, None, terms)
    for step in steps_of_clause(clause):
        guard = _guard(step, clause)
        for formula in formulas_of_step(step):
            if formula not in (step.when, step.unless):
                yield from _in_formula(formula, clause, guard, terms)


def _guard(step: Step, clause: Clause) -> tree.Node | None:
    """Return the condition on which a rule or its direct consequence comes about; None deeper in a case."""
    for rule in clause.rules.values():
        if step is rule or step in rule.then:
            return rule.when.node if rule.when is not None else tree.Name(start=0, end=0, parts=("missed",))
    return None


def _in_formula(formula: Formula, clause: Clause, guard: tree.Node | None, terms: Terms) -> Iterator[Reading]:
    pending = [formula.node]
    while pending:
        node = pending.pop()
        if isinstance(node, tree.Case):
            continue  # a case picks its own branch; what it leaves out is not read
        pending += tree.children(node)
        if isinstance(node, tree.Call) and node.function in terms.settings and len(node.arguments) == 1:
            tables = tuple(tables_of(terms.settings[node.function]))
            if tables:
                yield Reading(
                    setting=node.function, tables=tables, argument=node.arguments[0], formula=formula, clause=clause,
                    guard=guard, name=_read(node.arguments[0], clause),
                )  # fmt: skip


def _read(node: tree.Node, clause: Clause) -> str:
    """Return the name that is read, through `let`; "" for anything that is no single name."""
    seen: set[str] = set()
    while isinstance(node, tree.Name) and len(node.parts) == 1:
        name = node.parts[0]
        if name in seen or name not in clause.let:
            return name
        seen.add(name)
        node = clause.let[name].node
    return ""


# -- findings ---------------------------------------------------------------------------------


def is_rounded(name: str, clause: Clause, terms: Terms) -> bool:
    """Say whether what a name stands for is rounded: by the clause, or by the metric that is its measure."""
    if name in terms.metrics:
        return terms.metrics[name].round is not None
    measured = clause.measure.text.strip() if clause.measure is not None else ""
    by_metric = measured in terms.metrics and terms.metrics[measured].round is not None
    return by_metric or (clause.round is not None and name != "raw")


def _is_percent(name: str, clause: Clause, terms: Terms) -> bool:
    if name in terms.metrics:
        return terms.metrics[name].unit == "percent"
    return clause.unit == "percent" and name in (*MEASURED, *SHORT)


def _between(reading: Reading, terms: Terms) -> Iterator[Problem]:
    """A percentage that is not rounded lies between two bands nearly always."""
    if not _is_percent(reading.name, reading.clause, terms) or is_rounded(reading.name, reading.clause, terms):
        return
    percent = reading.name != "points_short"
    for table in reading.tables:
        keys = [key for key, _ in table.entries]
        if len(keys) < 2:
            continue
        low, high = keys[-2:]
        between = exact.sub(high, exact.div(exact.sub(high, low), Decimal(20)))
        said, lower, upper = (number(one, percent=percent) for one in (between, low, high))
        why = f"{reading.setting} is read with a figure that is not rounded: {said} lies between {lower} and {upper}"
        hint = f"Write round: 0.1% if it shall become {upper}, or round: 0.1% down if not."
        near = Related(place=table.place, says=f"{reading.setting} stands here")
        yield finding("CMY-811", reading.formula.place, f"{why}, and counts as {lower}", hint, near)
        return


def _below(reading: Reading, terms: Terms) -> Iterator[Problem]:
    """What lies below every band has no value, unless `else` gives it one."""
    ranges = Ranges(terms=terms, clause=reading.clause)
    for table in reading.tables:
        if table.otherwise is not None or not table.entries or table.entries[0][0] <= 0:
            continue
        lowest = tree.Number(start=0, end=0, value=table.entries[0][0])
        beneath: tree.Node = tree.Binary(start=0, end=0, operator="<", left=reading.argument, right=lowest)
        if reading.guard is not None:
            beneath = tree.Binary(start=0, end=0, operator="and", left=reading.guard, right=beneath)
        if never(beneath, ranges):
            continue
        percent = _is_percent(reading.name, reading.clause, terms) and reading.name != "points_short"
        low = number(table.entries[0][0], percent=percent)
        why = f"{reading.setting} has no value below {low}: what rests on it is then undetermined"
        yield finding("CMY-812", table.place, why, "Add `else:` with the value that holds below all steps.",
                      Related(place=reading.formula.place, says="it is read here"))  # fmt: skip
        return


def _inside(reading: Reading) -> Iterator[Problem]:
    """A threshold in the middle of a band: the clause is met, and the band counts all the same."""
    clause = reading.clause
    if reading.name not in MEASURED or clause.threshold is None:
        return
    percent = clause.unit == "percent"
    for threshold in formulas(clause.threshold):
        value = constant(threshold.node)
        table = next((table for table in reading.tables if value is not None and _splits(table, value)), None)
        if value is None or table is None:
            continue
        key, band = next((key, entry) for key, entry in reversed(table.entries) if key < value)
        if isinstance(band, Formula) and constant(band.node) == 0:
            continue
        said, edge = number(value, percent=percent), number(key, percent=percent)
        why = f"the threshold {said} lies inside the band of {reading.setting} that begins at {edge}"
        hint = f"Figures on both sides of {said} fall into one band: add a step at {said}, or move one of them."
        near = Related(place=table.place, says=f"{reading.setting} stands here")
        yield finding("CMY-814", threshold.place, why, hint, near)


def _splits(table: StepTable, value: Exact) -> bool:
    keys = [key for key, _ in table.entries]
    return len(keys) > 1 and keys[0] < value and value not in keys


def _turning(name: str, table: StepTable) -> Iterator[Problem]:
    """Values that rise and fall again are a slip more often than a bargain."""
    terms_ = [table.otherwise, *(entry for _, entry in table.entries)]
    values = [constant(term.node) for term in terms_ if isinstance(term, Formula)]
    known = [value for value in values if value is not None]
    if len(known) != len([term for term in terms_ if term is not None]) or len(known) < 3:
        return
    rises = [exact.compare(b, a) for a, b in pairwise(known) if a != b]
    if len(set(rises)) > 1:
        said = ", ".join(exact.text(value) for value in known)
        why = f"the values of {name} rise and fall from step to step: {said}"
        yield finding("CMY-813", table.place, why, "Compare the steps with what was agreed; one of them may be a slip.")
