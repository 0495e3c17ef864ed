"""The numbers of a sweep: counts over the clauses concerned, and the payments that the values tried move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from comity.standing.backtest.model import Backtest, Sum, Sweep, Tried


def count(counts: Mapping[str, int], sweep: Sweep) -> int:
    """Return the sum of counts over the clauses that a threshold decides."""
    return sum(counts.get(clause, 0) for clause in sweep.clauses)


def fired(one: Tried, sweep: Sweep) -> int:
    """Return how often the rule fired whose condition is turned."""
    clause, _, rule = sweep.name.partition(".")
    return one.fired.get((clause, rule.partition(".")[0]), 0)


def paying(sweep: Sweep, backtest: Backtest) -> str:
    """Return the party whose payments the values that were tried move; of two the one whose move most, "" for none."""
    payers = dict.fromkeys(_payer(name, backtest) for name in moving(sweep))
    return max(payers, key=lambda payer: _spread(sweep, backtest, payer), default="")


def _spread(sweep: Sweep, backtest: Backtest, payer: str) -> Decimal:
    amounts = [total(one, sweep, backtest, payer).known for one in sweep.tried]
    return max(amounts) - min(amounts)


def _payer(account: str, backtest: Backtest) -> str:
    """Return who owes the positive amounts of an account; one without a name is called `payer to payee`."""
    found = backtest.terms.accounts.get(account)
    return found.owed_by if found is not None else account.partition(" to ")[0]


def payee(payer: str, sweep: Sweep, backtest: Backtest) -> str:
    """Return to whom a party owes the amounts that move."""
    found = (name for name in moving(sweep) if _payer(name, backtest) == payer)
    name = next(found, "")
    account = backtest.terms.accounts.get(name)
    return account.owed_to if account is not None else name.partition(" to ")[2]


def total(one: Tried, sweep: Sweep, backtest: Backtest, payer: str) -> Sum:
    """Return what a party would have paid in the accounts that move."""
    sums = [one.paid.get(name, Sum()) for name in moving(sweep) if _payer(name, backtest) == payer]
    known = sum((found.known for found in sums), Decimal(0))
    return Sum(known=known, unknown=sum(found.unknown for found in sums))


def is_rule(sweep: Sweep) -> bool:
    """Tell whether the number stands in the condition of a rule, and decides how often that fires."""
    return "." in sweep.name and not sweep.name.partition(".")[2].startswith("missed if")


def rules(sweep: Sweep) -> Sequence[tuple[str, str]]:
    """Return the rules of the clauses concerned that fired at all."""
    found = dict.fromkeys(rule for one in sweep.tried for rule in one.fired if rule[0] in sweep.clauses)
    return sorted(found, key=lambda rule: sweep.clauses.index(rule[0]))


def moving(sweep: Sweep) -> list[str]:
    """Return the accounts in which the values that were tried make a difference."""
    names = dict.fromkeys(name for one in sweep.tried for name in one.paid)
    return [
        name
        for name in names
        if len({(one.accrued.get(name, Sum()), one.paid.get(name, Sum())) for one in sweep.tried}) > 1
    ]
