"""Backtests to be shown: the draft of Wren and Kite, one without money, one with hostile texts, and an empty one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from comity.clauses.model import Outcome
from comity.standing.backtest.model import Backtest, Sum, Tally
from tests.standing.backtest.builders import backtested

KNOWN = date(2026, 2, 1)
HOSTILE = '<script>alert(1)</script> =cmd & "quotes" {{ braces }} #[typst]'


@cache
def drafted() -> Backtest:
    """The draft over its two years, every threshold turned."""
    with TemporaryDirectory() as folder:
        return backtested(Path(folder))


def penniless() -> Backtest:
    """The same without any money: nothing is awarded by any value."""
    found = drafted()
    sweeps = tuple(
        replace(sweep, tried=tuple(replace(one, accrued={}, paid={}) for one in sweep.tried)) for sweep in found.sweeps
    )
    return replace(found, tally=replace(found.tally, accounts=()), sweeps=sweeps)


def undecided() -> Backtest:
    """The same with an amount and some verdicts that are not known."""
    found = drafted()
    account = found.tally.accounts[0]
    period, accrued, _ = account.periods[0]
    unknown = Sum(known=Decimal(0), unknown=1)
    periods = ((period, accrued, unknown), *account.periods[1:])
    changed = replace(account, periods=periods, paid=replace(account.paid, unknown=1))
    clause = found.tally.clauses[0]
    member = clause.members[0]
    verdicts = ((member.verdicts[0][0], Outcome.UNDETERMINED, "not reported"), *member.verdicts[1:])
    members = (replace(member, verdicts=verdicts), *clause.members[1:])
    sweep = found.sweeps[0]
    tried = tuple(replace(one, undetermined={"punctuality": 2}, paid={"credits": unknown}) for one in sweep.tried[:2])
    sweeps = (replace(sweep, tried=(*tried, *sweep.tried[2:])), *found.sweeps[1:])
    tally = replace(
        found.tally, accounts=(changed, *found.tally.accounts[1:]),
        clauses=(replace(clause, members=members), *found.tally.clauses[1:]),
    )  # fmt: skip
    return replace(found, tally=tally, sweeps=sweeps)


def hostile() -> Backtest:
    """The same, but titles, members and reasons try to be markup, a formula of a spreadsheet, a template."""
    found = drafted()
    terms = replace(
        found.terms, title=HOSTILE,
        clauses={name: replace(clause, title=HOSTILE) for name, clause in found.terms.clauses.items()},
    )  # fmt: skip
    clause = found.tally.clauses[0]
    member = clause.members[0]
    verdicts = tuple((period, Outcome.UNDETERMINED, f"={HOSTILE}") for period, _, _ in member.verdicts)
    changed = replace(member, scope=(("region", f"={HOSTILE}"),), verdicts=verdicts)
    clauses = (replace(clause, members=(changed, *clause.members[1:])), *found.tally.clauses[1:])
    return replace(found, terms=terms, tally=replace(found.tally, clauses=clauses), assumed=(HOSTILE,))


def empty() -> Backtest:
    """Terms that nothing came of."""
    found = drafted()
    return replace(found, tally=Tally(clauses=(), accounts=()), sweeps=(), assumed=())


ALL: dict[str, Callable[[], Backtest]] = {
    "drafted": drafted,
    "penniless": penniless,
    "undecided": undecided,
    "hostile": hostile,
    "empty": empty,
}
