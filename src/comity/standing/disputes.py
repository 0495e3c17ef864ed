"""Verdicts in spite of a dispute: what comes out the same on either party's account is decided.

Where two reporters differ, the first named one's number counts and what rests on it is disputed. Here the same
computation is made once more with the other's number. A verdict that both give stands; the others stay open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from comity.agreement.model import Agreement
from comity.clauses.judge import judge
from comity.clauses.model import Outcome, Verdict
from comity.facts.model import Facts
from comity.facts.other import on_the_other_account
from comity.kernel.figure import State, Unknown, Value
from comity.metrics.driver import Driver
from comity.metrics.measure import measure
from comity.metrics.scopes import Given
from comity.standing.index import FigureIndex

Verdicts = Mapping[str, Sequence[Verdict]]


def verdicts_of(
    agreement: Agreement, facts: Facts, figures: FigureIndex, *, as_of: date, driver: Driver, given: Given | None = None
) -> Mapping[str, tuple[Verdict, ...]]:
    """Judge every clause; where reports differ, once more on the other account."""
    verdicts = judge(agreement, figures, as_of=as_of, rows=_rows(facts))
    if not any(v.state is State.DISPUTED for of in verdicts.values() for v in of):
        return verdicts
    other = on_the_other_account(facts)
    measured = FigureIndex(measure(agreement, other, as_of=as_of, driver=driver, given=given).figures)
    return decided(verdicts, judge(agreement, measured, as_of=as_of, rows=_rows(other)))


def _rows(facts: Facts) -> Mapping[str, Any]:
    return {name: table.rows for name, table in facts.tables.items()}


def decided(verdicts: Verdicts, others: Verdicts) -> Mapping[str, tuple[Verdict, ...]]:
    """Return the verdicts, with those decided that come out the same on both accounts."""
    found = {(v.clause, v.scope, v.period.name): v for of in others.values() for v in of}
    return {
        name: tuple(_decided(v, found.get((v.clause, v.scope, v.period.name))) for v in of)
        for name, of in verdicts.items()
    }


def _decided(verdict: Verdict, other: Verdict | None) -> Verdict:
    if verdict.state is not State.DISPUTED or verdict.otherwise is None:
        return verdict
    names = {name: _agreed(name, value, other, verdict.reason) for name, value in verdict.names.items()}
    verdict = replace(verdict, names=names)
    if other is None or verdict.otherwise is not (other.otherwise or other.outcome):
        return verdict
    word = "met" if verdict.otherwise is Outcome.MET else "missed"
    reason = f"{verdict.reason.rstrip('.')}; {word} on either account"
    return replace(verdict, outcome=verdict.otherwise, reason=reason)


def _agreed(name: str, value: Value, other: Verdict | None, reason: str) -> Value:
    """Return a value that both accounts give, else that it is open."""
    same = other is not None and name in other.names and other.names[name] == value
    return value if same else Unknown(State.UNDETERMINED, reason)
