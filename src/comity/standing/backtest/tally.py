"""Counting a life: verdicts, firings, steps and money of the periods that were tested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from comity.agreement.formula import tree
from comity.agreement.formula.parts import formulas
from comity.agreement.model import Terms
from comity.clauses.accounts import Ledger
from comity.clauses.life.model import CaseRecord, Life, StepState
from comity.clauses.model import Outcome, Verdict
from comity.kernel import exact
from comity.kernel.figure import Scope, Unknown
from comity.kernel.period import Period
from comity.metrics.words import value_words
from comity.standing.backtest.model import (
    AccountTally,
    ClauseTally,
    Firing,
    MemberTally,
    RuleTally,
    StepTally,
    Sum,
    Tally,
)


def tallied(life: Life, terms: Terms, last: date) -> Tally:
    """Return what came of the periods that ended by the last day tested."""
    cases = [case for case in life.cases if case.period.last <= last and case.withdrawn is None]
    clauses = tuple(_clause(name, life, terms, cases, last) for name in terms.clauses)
    accounts = tuple(account for ledger in life.ledgers.values() if (account := _account(ledger, last)).periods)
    changes = [
        (
            change.setting,
            ", ".join(change.members),
            value_words(change.value, _unit(change.setting, terms)),
            change.first,
        )
        for of in life.settings.changes.values()
        for change in of
        if change.first <= last
    ]
    return Tally(clauses=clauses, accounts=accounts, settings=tuple(changes))


def _unit(setting: str, terms: Terms) -> str:
    """Return `percent` where a setting holds percentages, so that what it was set to is written as one."""
    term = terms.settings.get(setting)
    nodes = [formula.node for formula in formulas(term)] if term is not None else []
    return "percent" if nodes and all(isinstance(node, tree.Number) and node.percent for node in nodes) else ""


# -- clauses ----------------------------------------------------------------------------------


def _clause(name: str, life: Life, terms: Terms, cases: Iterable[CaseRecord], last: date) -> ClauseTally:
    own = [case for case in cases if case.clause == name and case.rule]
    rules = tuple(_rule(name, rule, life, own, last) for rule in terms.clauses[name].rules)
    return ClauseTally(name=name, members=tuple(members(life, name, last)), rules=rules, steps=tuple(_steps(own)))


def members(life: Life, clause: str, last: date) -> Iterator[MemberTally]:
    """Yield the verdicts on a clause, member by member."""
    by_scope: dict[Scope, list[Verdict]] = {}
    for verdict in life.verdicts.get(clause, ()):
        if verdict.period.last <= last:
            by_scope.setdefault(verdict.scope, []).append(verdict)
    for scope, of in by_scope.items():
        yield MemberTally(scope=scope, verdicts=tuple((v.period, v.outcome, v.reason) for v in of))


def _rule(clause: str, rule: str, life: Life, cases: Iterable[CaseRecord], last: date) -> RuleTally:
    fired = [Firing(scope=c.scope, period=c.period, known=c.opened) for c in cases if c.rule == rule]
    ends = {(v.clause, v.scope, v.period.name): v.period.last for of in life.verdicts.values() for v in of}
    ends |= {where: verdict.period.last for where, verdict in life.bare.items()}
    unsure = [
        where for where, rules in life.unsure.items()
        if where[0] == clause and rule in rules and ends.get(where, last) <= last
    ]  # fmt: skip
    return RuleTally(
        name=rule, fired=tuple(sorted(fired, key=lambda one: (one.period.first, one.scope))), unsure=len(unsure)
    )


def _steps(cases: Iterable[CaseRecord]) -> Iterator[StepTally]:
    found: dict[tuple[str, str], list[tuple[date, StepState, tuple[str, ...], str]]] = {}
    for case in cases:
        for step in case.steps:
            if step.state is not StepState.PASSED_OVER:
                key = (case.rule, step.name)
                found.setdefault(key, []).append((step.opened, step.state, step.step.who, step.step.modal))
    for (rule, name), records in found.items():
        states = [state for _, state, _, _ in records]
        yield StepTally(
            rule=rule, name=name, who=records[0][2], modal=records[0][3], opened=len(records),
            first=min(opened for opened, _, _, _ in records),
            done=states.count(StepState.DONE), lapsed=states.count(StepState.LAPSED),
            open=states.count(StepState.OPEN) + states.count(StepState.TOLLED),
        )  # fmt: skip


# -- accounts ---------------------------------------------------------------------------------


def _account(ledger: Ledger, last: date) -> AccountTally:
    by_period: dict[Period, tuple[list[Decimal | Unknown], list[Decimal | Unknown]]] = {}
    cuts: dict[Period, None] = {}
    for key, claim in ledger.claims.items():
        if claim.period.last > last:
            continue
        accrued, paid = by_period.setdefault(claim.period, ([], []))
        before, after = _decimal(claim.amount), ledger.paid_of(key)
        accrued.append(before)
        paid.append(after)
        if isinstance(before, Decimal) and isinstance(after, Decimal) and before != after:
            cuts[claim.period] = None
    periods = sorted(by_period, key=lambda period: (period.last, period.first, period.name))
    rows = tuple((period, summed(by_period[period][0]), summed(by_period[period][1])) for period in periods)
    return AccountTally(
        name=ledger.account.name, owed_by=ledger.account.owed_by, owed_to=ledger.account.owed_to, periods=rows,
        accrued=together(accrued for _, accrued, _ in rows), paid=together(paid for _, _, paid in rows),
        cuts=tuple(sorted(cuts)),
    )  # fmt: skip


def _decimal(amount: exact.Exact | Unknown) -> Decimal | Unknown:
    return amount if isinstance(amount, Unknown) else exact.to_decimal(amount)


def summed(amounts: Iterable[Decimal | Unknown]) -> Sum:
    """Return the sum of amounts, and how many of them are not known."""
    total, unknown = Decimal(0), 0
    for amount in amounts:
        if isinstance(amount, Unknown):
            unknown += 1
        else:
            total = exact.to_decimal(exact.add(total, amount))
    return Sum(known=total, unknown=unknown)


def together(sums: Iterable[Sum]) -> Sum:
    """Return the sum of sums."""
    listed = list(sums)
    return Sum(known=summed(one.known for one in listed).known, unknown=sum(one.unknown for one in listed))


# -- short counts, for one value of many --------------------------------------------------------


def counts(life: Life, last: date, outcome: Outcome) -> Mapping[str, int]:
    """Return how many periods of each clause had a verdict."""
    return {
        name: sum(verdict.outcome is outcome and verdict.period.last <= last for verdict in of)
        for name, of in life.verdicts.items()
    }


def firings(life: Life, last: date) -> Mapping[tuple[str, str], int]:
    """Return how often each rule of each clause fired."""
    found: dict[tuple[str, str], int] = {}
    for case in life.cases:
        if case.rule and case.withdrawn is None and case.period.last <= last:
            found[case.clause, case.rule] = found.get((case.clause, case.rule), 0) + 1
    return found


def money(life: Life, last: date) -> tuple[Mapping[str, Sum], Mapping[str, Sum]]:
    """Return by account what was awarded and what was left after the caps."""
    accounts = [_account(ledger, last) for ledger in life.ledgers.values()]
    return {one.name: one.accrued for one in accounts}, {one.name: one.paid for one in accounts}
