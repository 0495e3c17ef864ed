"""What an act about an account changes: the payments stated, what is left to pay, and what is paid beyond it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count

from comity.clauses.remitted import STATED, Discharge, Remittance, discharge
from comity.clauses.settlements import settlements
from comity.kernel.figure import Unknown
from comity.kernel.numbers import format_value
from comity.kernel.period import Period
from comity.standing.changed import Changed
from comity.standing.model import Standing
from comity.standing.words import account_title, party_name

Says = Callable[[Period | date], str]
"""How a period or a day is called."""
ZERO = Decimal(0)
NOTHING = Discharge(payables=(), credits={})


def paid_changes(before: Standing, after: Standing, says: Says = str) -> Iterator[Changed]:
    """Yield what differs on the accounts whose payments differ; what facts change there are other changes."""
    for name, remitted in after.life.remitted.items():
        old = before.life.remitted.get(name, ())
        if old != remitted:
            yield from _statements(old, remitted, after, says)
            yield from _left(_paid(before, name), _paid(after, name), name, after, says)


def _statements(
    old: Sequence[Remittance], new: Sequence[Remittance], after: Standing, says: Says
) -> Iterator[Changed]:  # fmt: skip
    before, now = _states(old), _states(new)
    for one, number in dict.fromkeys([*now, *before]):
        was, state = (of.get((one, number), "not there") for of in (before, now))
        if was != state:
            what = f"payment of {_money(one.amount, after)} by {party_name(after.terms, one.payer)} on {says(one.on)}"
            yield Changed(kind="payment", what=what, before=was, after=state)


def _states(of: Sequence[Remittance]) -> Mapping[tuple[Remittance, int], str]:
    """Return the state of each payment, whatever was answered: one that was denied can be stated again just alike."""
    found: dict[tuple[Remittance, int], str] = {}
    for one in of:
        bare = replace(one, state=STATED, answered=None)
        number = next(at for at in count() if (bare, at) not in found)
        found[bare, number] = one.state
    return found


def _left(old: Discharge, new: Discharge, name: str, after: Standing, says: Says) -> Iterator[Changed]:
    before, now = _by_period(old, says), _by_period(new, says)
    for (first, period, payer), left in now.items():
        was = before.get((first, period, payer), ZERO)
        if was != left:
            what = f"{account_title(after.terms, name)}, {period}: left for {party_name(after.terms, payer)} to pay"
            yield Changed(kind="payment", what=what, before=_money(was, after), after=_money(left, after))
    for payer in sorted({*old.credits, *new.credits}):
        of = [one.credits.get(payer, ZERO) for one in (old, new)]
        if of[0] != of[1]:
            what = f"{account_title(after.terms, name)}: paid by {party_name(after.terms, payer)} beyond what it owes"
            yield Changed(kind="payment", what=what, before=_money(of[0], after), after=_money(of[1], after))


def _by_period(found: Discharge, says: Says) -> Mapping[tuple[date, str, str], Decimal]:
    of = ((one.settlement, one.left) for one in found.payables)
    return {
        (one.period.first, says(one.period), one.payer): left for one, left in of if not isinstance(left, Unknown)
    }  # fmt: skip


def _paid(standing: Standing, name: str) -> Discharge:
    ledger = standing.life.ledgers.get(name)
    if ledger is None:
        return NOTHING
    return discharge(settlements(ledger, as_of=standing.as_of), standing.life.remitted.get(name, ()))


def _money(amount: Decimal, standing: Standing) -> str:
    return format_value(amount, standing.terms.currency or "")
