"""What a remedy account comes to: net and by each side, as the docket asks for it, and what of it can still change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from comity.clauses.accounts import Ledger
from comity.clauses.remitted import Discharge, Payable, outstanding, total
from comity.clauses.settlements import FINAL
from comity.kernel import exact
from comity.kernel.figure import Unknown
from comity.kernel.numbers import format_value
from comity.kernel.words import and_list, plural
from comity.reports.view.context import Context
from comity.standing.words import party_name

ZERO = Decimal(0)


def owed(ledger: Ledger, paid: Discharge, context: Context) -> tuple[str, str]:
    """Return who owes whom what on an account, and what is to be said of it: each side's sum, and what is final.

    Sums of both sides are two payments until they are made, even if they are alike.
    """
    account = ledger.account
    forth, back = outstanding(paid, account.owed_by)
    owes = {account.owed_by: forth, account.owed_to: back}
    so_far = " so far" if _unknown(paid) or not (forth or back or _all_final(paid)) else ""
    sums = [_each(owes, context)] if forth and back else []
    return _net(owes, context) + so_far, ", ".join([*sums, *_finality(owes, paid, context)])


def _net(owes: Mapping[str, Decimal], context: Context) -> str:
    (one, forth), (other, back) = owes.items()
    net = exact.to_decimal(exact.sub(forth, back))
    if not forth and not back:
        return "Nothing is owed"
    if not net:
        return f"{_party(one, context)} and {_party(other, context)} owe each other {_money(forth, context)}"
    payer, payee = (one, other) if net > 0 else (other, one)
    said = f"{_party(payer, context)} owes {_party(payee, context)} {_money(abs(net), context)}"
    return f"{said} net" if forth and back else said


def _each(owes: Mapping[str, Decimal], context: Context) -> str:
    (one, forth), (other, back) = owes.items()
    if forth == back:
        return "nothing net"
    sums = f"{_money(forth, context)} to pay and {_party(other, context)} {_money(back, context)}"
    return f"{_party(one, context)} has {sums}"


def _finality(owes: Mapping[str, Decimal], paid: Discharge, context: Context) -> Iterable[str]:
    """Yield what of it is final and what can still change, and how many settlements are not known."""
    unknown = _unknown(paid)
    pending = {name: exact.to_decimal(exact.sub(sum_, _final(name, paid.payables))) for name, sum_ in owes.items()}
    changing = {name: amount for name, amount in pending.items() if amount}
    if changing:
        yield f"of it {_pending(owes, changing, context)} pending"
    elif any(owes.values()):
        yield "what is known is final" if unknown else "all of it final"
    elif not unknown:
        yield "all of it final" if _all_final(paid) else "not all of it final"
    if unknown:
        yield f"{plural(unknown, 'settlement')} {'is' if unknown == 1 else 'are'} not known yet"


def _pending(owes: Mapping[str, Decimal], changing: Mapping[str, Decimal], context: Context) -> str:
    """Return what can still change: beside what is final where one side owes, by each side where both do."""
    if all(owes.values()):
        return and_list(
            [f"{_money(sum_, context)} that {_party(name, context)} owes" for name, sum_ in changing.items()]
        )
    ((name, amount),) = changing.items()
    return f"{_money(exact.to_decimal(exact.sub(owes[name], amount)), context)} final, {_money(amount, context)}"


def _final(name: str, payables: Iterable[Payable]) -> Decimal:
    """Return what is left of the settlements of a party that are final."""
    final = (one.left for one in payables if one.settlement.state == FINAL and one.settlement.payer == name)
    return total(left for left in final if isinstance(left, Decimal))


def _all_final(paid: Discharge) -> bool:
    return all(one.settlement.state == FINAL for one in paid.payables)


def _unknown(paid: Discharge) -> int:
    return sum(isinstance(one.settlement.amount, Unknown) for one in paid.payables)


def _money(amount: Decimal, context: Context) -> str:
    return format_value(amount, context.terms.currency or "")


def _party(name: str, context: Context) -> str:
    return party_name(context.terms, name)
