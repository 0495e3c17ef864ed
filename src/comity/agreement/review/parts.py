"""The parts of terms that a reviewer goes through: steps with whose they are, formulas, and what formulas rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from comity.agreement.formula import tree
from comity.agreement.formula.parts import every_step, formulas
from comity.agreement.model import Clause, Formula, Step, Terms
from comity.kernel.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """A step with which something begins: a rule of a clause (`rule` is its name) or a level of a ladder."""

    step: Step
    clause: Clause | None = None
    rule: str = ""
    ladder: str = ""


def first_steps(terms: Terms) -> Iterator[First]:
    """Yield the rules of all clauses and the levels of all ladders."""
    for clause in terms.clauses.values():
        for name, rule in clause.rules.items():
            yield First(step=rule, clause=clause, rule=name)
    for name, levels in terms.ladders.items():
        for level in levels:
            yield First(step=level, ladder=name)


def steps_of_clause(clause: Clause) -> Iterator[Step]:
    """Yield every step of a clause, once however often an alias repeats it."""
    seen: set[int] = set()
    for rule in clause.rules.values():
        for step in every_step(rule):
            if id(step) not in seen:
                seen.add(id(step))
                yield step


def formulas_of_step(step: Step) -> Iterator[Formula]:
    """Yield the formulas of one step."""
    yield from (f for f in (step.condition, step.when, step.unless, step.pay, step.at_most) if f is not None)
    for term in step.set.values():
        yield from formulas(term)


def tested(clause: Clause) -> Iterator[Formula]:
    """Yield the formulas a verdict rests on: the measure and its threshold, or the condition of a miss."""
    yield from (f for f in (clause.measure, clause.missed_if) if f is not None)
    if clause.threshold is not None:
        yield from formulas(clause.threshold)


def formulas_of_clause(clause: Clause) -> Iterator[Formula]:
    """Yield every formula of a clause."""
    yield from tested(clause)
    yield from clause.let.values()
    yield from (relief.measure for relief in clause.relief.values() if relief.measure is not None)
    for step in steps_of_clause(clause):
        yield from formulas_of_step(step)


def mentioned(node: tree.Node) -> set[str]:
    """Return the names a formula mentions, the functions it calls, and the first parts of dotted names."""
    found: set[str] = set()
    for below in tree.walk(node):
        if isinstance(below, tree.Name):
            found.add(below.parts[0])
        elif isinstance(below, tree.Call):
            found.add(below.function)
    return found


@dataclass(slots=True)
class Ground:
    """What formulas rest on, through metrics, settings, `let` and other clauses."""

    metrics: set[str] = field(default_factory=set)
    tables: set[str] = field(default_factory=set)
    clauses: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)
    """Accounts, milestones, surveys, scores and reliefs: each is reported or recorded in its own way."""

    @property
    def empty(self) -> bool:
        """Whether nothing anybody reports or records is among it."""
        return not (self.metrics or self.tables or self.clauses or self.others)


_RECORDED = ("survey", "score", "days_running", "milestones")


def ground_of(nodes: Iterator[tree.Node], terms: Terms, clause: Clause | None = None) -> Ground:
    """Return what formulas rest on. `clause` is the one in which they stand, whose `let` they can name."""
    ground, pending, seen = Ground(), list(nodes), set[str]()
    while pending:
        for name in mentioned(pending.pop()) - seen:
            seen.add(name)
            pending += _behind(name, terms, clause, ground)
    return ground


def _behind(name: str, terms: Terms, clause: Clause | None, ground: Ground) -> list[tree.Node]:
    """Note what a name is, and return the formulas behind it."""
    own = _own(name, clause) if clause is not None else []
    if own:
        return own
    if name in terms.metrics:
        ground.metrics.add(name)
        return [terms.metrics[name].formula.node]
    if name in terms.settings:
        return [formula.node for formula in formulas(terms.settings[name])]
    if name in terms.facts:
        ground.tables.add(name)
    elif name in terms.clauses:
        ground.clauses.add(name)
        return [formula.node for formula in formulas_of_clause(terms.clauses[name])]
    elif name in terms.accounts or name in _RECORDED:
        ground.others.add(name)
    return []


def _own(name: str, clause: Clause) -> list[tree.Node]:
    if name in clause.let:
        return [clause.let[name].node]
    if name in ("raw", "value", "shortfall", "points_short") and clause.measure is not None:
        return [clause.measure.node]
    if name in ("missed", "met", "threshold"):
        return [formula.node for formula in tested(clause)]
    return []
