"""What was paid on an account, as lines of its statement, and what was paid beyond what is owed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from comity.clauses.remitted import CONFIRMED, DENIED, STATED, Discharge, Remittance
from comity.kernel.numbers import format_value
from comity.kernel.words import day, period_name
from comity.reports.view.context import Context
from comity.reports.view.life_model import EntryView
from comity.reports.view.model import Chip, Shown
from comity.standing.words import party_name

CHIPS = {
    STATED: Chip("provisional", "Stated"),
    CONFIRMED: Chip("final", "Confirmed"),
    DENIED: Chip("disputed", "Denied"),
}


def remittance_row(one: Remittance, signed: Decimal, balance: Decimal, context: Context) -> EntryView:
    """Return a payment as a line of the statement of an account, and whose word it is.

    `signed` is its amount in the direction of the account; what is denied is shown, and leaves the balance as it was.
    """
    payer, payee = (party_name(context.terms, name) for name in (one.payer, one.payee))
    period = f", {period_name(one.period)}" if one.period is not None else ""
    says = {STATED: f"as {payer} states", CONFIRMED: f"{payee} has received it", DENIED: f"{payee} has not received it"}
    answered = f" {day(one.answered, context.today)}" if one.answered is not None else ""
    return EntryView(
        when=day(one.on, context.today),
        what=f"Paid by {payer}{period}",
        how="; ".join(filter(None, (one.reference, says[one.state]))),
        amount=Shown(_money(signed, context)),
        balance=_money(balance, context),
        chip=CHIPS[one.state],
        settles=answered.strip(),
        difference=False,
        day=one.on.isoformat(),
        plain=str(signed),
        after=str(balance),
    )


def credit_words(paid: Discharge, context: Context) -> Iterator[str]:
    """Yield what each party has paid beyond what it owes, and what is kept for what is not known."""
    for name, amount in sorted(paid.credits.items()):
        yield f"{party_name(context.terms, name)} has paid {_money(amount, context)} beyond what it owes"
    for name, amount in sorted(paid.kept.items()):
        yield f"{_money(amount, context)} that {party_name(context.terms, name)} has paid wait for what is not known"


def _money(amount: Decimal, context: Context) -> str:
    return format_value(amount, context.terms.currency or "")
