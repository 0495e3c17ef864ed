"""The four elements of a sound clause: an expectation, a method and period, a consequence, a way to dispute or correct.

The checklist is that of contract drafting: whoever cannot answer one of the four questions from the text will answer it
in a dispute. Clauses that lack the same are told together.
"""

from __future__ import annotations

from collections.abc import Iterator

from comity.agreement.formula.parts import every_step
from comity.agreement.model import Clause, Terms
from comity.agreement.review.desk import Desk, finding
from comity.agreement.review.parts import Ground, formulas_of_clause, ground_of, mentioned, steps_of_clause, tested
from comity.agreement.review.wordings import quoted, verb
from comity.kernel.problem import Problem, Related

EXPECTATION = "what is expected"
METHOD = "how it is measured"
CONSEQUENCE = "what follows a miss"
CORRECTION = "how a result is disputed or put right"
_HINTS = {
    EXPECTATION: "write `measure:` with a threshold, or `missed if:`",
    METHOD: "let the measure rest on a table under `facts`",
    CONSEQUENCE: "write what follows a miss under `rules:`",
    CORRECTION: "name a `ladder:`, or give a cure or a relief",
}


def elements(desk: Desk) -> Iterator[Problem]:
    """Find clauses without one of the four elements; not in the terms of others, which nobody here drafted."""
    if desk.reconstructed:
        return
    lacking: dict[tuple[str, ...], list[Clause]] = {}
    used = _used_by_others(desk.terms)
    correctable = [clause for clause in desk.terms.clauses.values() if _correctable(clause, desk.terms)]
    # What is only paid, without a verdict, is disputed where the same figure is.
    figures = {name for clause in correctable for name in _ground(clause, desk.terms).metrics}
    for clause in desk.terms.clauses.values():
        missing = tuple(_missing(clause, desk.terms, used, figures))
        if missing:
            lacking.setdefault(missing, []).append(clause)
    for missing, clauses in lacking.items():
        names = [clause.name for clause in clauses]
        why = f"{quoted(names)} {verb(len(names), 'does', 'do')} not say {' or '.join(missing)}"
        hint = "; ".join(_HINTS[one] for one in missing)
        near = [Related(place=clause.place, says=f"{clause.name} stands here") for clause in clauses[1:]]
        yield finding("CMY-801", clauses[0].place, why, f"{hint[:1].upper()}{hint[1:]}.", *near)


def _missing(clause: Clause, terms: Terms, used: set[str], figures: set[str]) -> Iterator[str]:
    has_test = any(True for _ in tested(clause))
    if not has_test and not clause.rules and not clause.let:
        yield EXPECTATION
    if has_test and not clause.table and ground_of((f.node for f in tested(clause)), terms, clause).empty:
        yield METHOD
    if not clause.rules and clause.name not in used:
        yield CONSEQUENCE
    elsewhere = not has_test and not figures.isdisjoint(_ground(clause, terms).metrics)
    if not _correctable(clause, terms) and not elsewhere:
        yield CORRECTION


def _used_by_others(terms: Terms) -> set[str]:
    """Return the clauses whose outcome another clause reads: what follows from them stands there."""
    return {
        name
        for clause in terms.clauses.values()
        for formula in formulas_of_clause(clause)
        for name in mentioned(formula.node)
        if name != clause.name
    } & set(terms.clauses)


def _correctable(clause: Clause, terms: Terms) -> bool:
    """Say whether a result can be disputed (a ladder), excused, cured by the party that owes, or restated."""
    if clause.ladder or clause.relief:
        return True
    for step in steps_of_clause(clause):
        cures = step.declare == "cured" or (step.modal and clause.owed_by in step.who)
        if step.ladder or cures:
            return True
    return any(terms.facts[name].restate is not None for name in _ground(clause, terms).tables)


def _ground(clause: Clause, terms: Terms) -> Ground:
    return ground_of((f.node for f in formulas_of_clause(clause)), terms, clause)


def dead_ladders(desk: Desk) -> Iterator[Problem]:
    """Find ladders to which no clause leads."""
    terms = desk.terms
    led = {clause.ladder for clause in terms.clauses.values()}
    led |= {step.ladder for clause in terms.clauses.values() for step in steps_of_clause(clause)}
    led |= {step.ladder for levels in terms.ladders.values() for level in levels for step in every_step(level)}
    for name in terms.ladders:
        if name not in led:
            hint = f"Write ladder: {name} in the clauses whose disputes it takes."
            yield finding("CMY-866", desk.at("ladders", name), f"no clause leads to the ladder {name}", hint)
