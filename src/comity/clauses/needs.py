"""What a clause rests on, so that it is looked at again when, and only when, something it needs has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from comity.agreement.formula import tree
from comity.agreement.formula.parts import every_step, formulas
from comity.agreement.inline import inline_name, is_inline, scored_surveys
from comity.agreement.model import Clause, Formula, Step, Terms
from comity.clauses.model import VERDICT_NAMES

Needs = frozenset[str]
"""`metrics.x`, `clauses.y`, `accounts.z`, `settings.s`, `tables.t`, `steps.n`."""

STEP_COLUMNS = ("opened", "due", "ended", "amount")
"""What the table of a step holds, one row for each time it was opened."""

TICKS = ("metrics", "clauses", "accounts", "tables")


def needs_of(clause: Clause, terms: Terms) -> Needs:
    """Return everything a clause reads, through `let` and settings, but not through metrics and other clauses."""
    found: set[str] = {f"tables.{clause.table}"} if clause.table else set()
    _follow(formulas_of(clause), clause, terms, found)
    return frozenset(found)


def needs_of_formulas(parts: Iterable[Formula], clause: Clause, terms: Terms) -> Needs:
    """Return everything some formulas of a clause read, through `let` and settings."""
    found: set[str] = set()
    _follow(parts, clause, terms, found)
    return frozenset(found)


def rests_on_facts(needs: Needs) -> bool:
    """Tell whether something beside the calendar can make a clause known."""
    return any(need.partition(".")[0] in TICKS for need in needs)


def direct_needs(rule: Step, clause: Clause, terms: Terms) -> Needs:
    """Return the facts that a rule's own consequences need, and the clause's where a step counts from `report`."""
    found: set[str] = set()
    parts = [formula for step in (rule, *rule.then) for formula in _own(step)]
    if any(word in VERDICT_NAMES for formula in parts for word in _words(formula.node)):
        parts += [*tests_of(clause)]
    _follow(parts, clause, terms, found)
    steps = list(every_step(rule))
    if any(step.within is not None and _counts_from_report(step.within) for step in steps):
        _follow(formulas_of(clause), clause, terms, found)
    return frozenset(need for need in found if need.partition(".")[0] in TICKS)


def _counts_from_report(deadline: object) -> bool:
    among = getattr(deadline, "among", ())
    return getattr(deadline, "anchor", "") == "report" or any(_counts_from_report(one) for one in among)


def tests_of(clause: Clause) -> Iterator[Formula]:
    """Yield the formulas that decide a verdict."""
    yield from (part for part in (clause.measure, clause.missed_if) if part is not None)
    if clause.threshold is not None:
        yield from formulas(clause.threshold)


def formulas_of(clause: Clause) -> Iterator[Formula]:
    """Yield every formula of a clause."""
    yield from tests_of(clause)
    parts = [*clause.let.values(), *(relief.measure for relief in clause.relief.values())]
    yield from (part for part in parts if part is not None)
    for rule in clause.rules.values():
        for step in every_step(rule):
            yield from _own(step)


def _own(step: Step) -> Iterator[Formula]:
    parts = (step.condition, step.when, step.unless, step.pay, step.at_most)
    yield from (part for part in parts if part is not None)
    for term in step.set.values():
        yield from formulas(term)


def _follow(parts: Iterable[Formula], clause: Clause, terms: Terms, found: set[str]) -> None:
    pending, seen = list(parts), set[int]()
    while pending:
        formula = pending.pop()
        if id(formula) in seen:
            continue
        seen.add(id(formula))
        found.update(
            f"metrics.{inline_name(part, clause)}"
            for part in tree.walk(formula.node)
            if isinstance(part, tree.Call) and is_inline(part, clause, terms)
        )
        for word in _words(formula.node):
            pending += _resolved(word, clause, terms, found)


def _words(node: tree.Node) -> Iterator[str]:
    for part in tree.walk(node):
        if isinstance(part, tree.Name):
            yield part.parts[0]
            if len(part.parts) == 2 and part.parts[1] in STEP_COLUMNS:
                yield f"step {part.parts[0]}"
        elif isinstance(part, tree.Call):
            yield part.function
            if part.function == "score" and part.arguments:
                yield f"score {part.arguments[0]}"


def _resolved(word: str, clause: Clause, terms: Terms, found: set[str]) -> Iterable[Formula]:
    """Note what a word stands for; return the formulas behind it that are still to be followed."""
    if word in clause.let:
        return [clause.let[word]]
    if word.startswith("score "):
        dimension = terms.scorecard.get(word.removeprefix("score "))
        found.update(f"metrics.{name}" for name in scored_surveys(word.removeprefix("score "), clause, terms))
        found.update(f"metrics.{scored.metric}" for scored in (dimension.metrics if dimension else ()))
    if word.startswith("step "):
        table = word.removeprefix("step ")
        if table != "milestones" and not any(table in of for of in (terms.facts, terms.accounts, terms.clauses)):
            found.add(f"steps.{table}")
    kinds: Mapping[str, Mapping[str, object]] = {
        "metrics": terms.metrics, "clauses": terms.clauses, "accounts": terms.accounts, "settings": terms.settings,
    }  # fmt: skip
    for kind, names in kinds.items():
        if word in names and not (kind == "clauses" and word == clause.name):
            found.add(f"{kind}.{word}")
            return formulas(terms.settings[word]) if kind == "settings" else ()
    return ()


def payers(account: str, terms: Terms) -> list[str]:
    """Return the clauses that pay into an account."""
    return [
        clause.name
        for clause in terms.clauses.values()
        if any(step.into == account for rule in clause.rules.values() for step in every_step(rule))
    ]


def in_order(terms: Terms) -> list[str]:
    """Return the clauses, each after those it reads, whether directly or through an account."""
    ordered: dict[str, None] = {}
    entered: set[str] = set()

    def visit(name: str) -> None:
        if name in entered:
            return
        entered.add(name)
        for need in sorted(needs_of(terms.clauses[name], terms)):
            kind, _, other = need.partition(".")
            of = [other] if kind == "clauses" else payers(other, terms) if kind == "accounts" else []
            for before in of:
                visit(before)
        ordered[name] = None

    for name in terms.clauses:
        visit(name)
    return list(ordered)
