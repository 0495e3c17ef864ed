"""Acts about an account: a party states what it paid, and the other confirms or denies that it has received it.

They open nothing and close nothing: no verdict, step or amount rests on them. An act `pay` about a clause is another
thing, the payment that a step of a case awaits.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from comity.agreement.acts import Act
from comity.agreement.model import Agreement
from comity.agreement.paying import ANSWERS, PAY, account_about
from comity.clauses.remitted import CONFIRMED, DENIED, STATED, Remittance
from comity.kernel.currencies import minor_unit, round_money
from comity.kernel.exact import compare
from comity.kernel.figure import Exact
from comity.kernel.numbers import format_value
from comity.kernel.period import Period

AMOUNT, REFERENCE = "amount", "reference"
REFERENCE_WRITTEN = "with: {amount: …, reference: …}"
"""How an act is told to carry a reference; a command says its option in place of it."""
OVER_OF = {"accept": CONFIRMED, "reject": DENIED}
"""What each answer makes of a payment."""


class Remittances:
    """What was paid on each account, as the acts say that were received so far."""

    __slots__ = ("_agreement", "of")

    def __init__(self, agreement: Agreement) -> None:
        self._agreement = agreement
        self.of: dict[str, list[Remittance]] = {}

    def receive(self, received: Act) -> str | None:
        """Let an act about an account count; returns why it is refused, "" if it is not, None for any other act."""
        if received.do != PAY and received.do not in ANSWERS:
            return None
        about = account_about(received.about, self._agreement)
        if about is None:
            return None
        name, rest = about
        sides = self._sides(name)
        if len(received.by) != 1 or received.by[0] not in sides:
            who = "the one party that paid" if received.do == PAY else "the one party that was paid"
            return f"{name} is between {' and '.join(sides)}: {who} says so"
        period = self._period(rest, received.on)
        if isinstance(period, str):
            return period
        if received.do == PAY:
            return self._paid(name, sides, period, received)
        return self._answered(name, period, received)

    # -- who and when ---------------------------------------------------------------------

    def _sides(self, name: str) -> tuple[str, str]:
        for _, terms in reversed(self._agreement.versions):
            if name in terms.accounts:
                return terms.accounts[name].owed_by, terms.accounts[name].owed_to
        owed_by, _, owed_to = name.partition(" to ")
        return owed_by, owed_to

    def _period(self, name: str, on: date) -> Period | str | None:
        if not name:
            return None
        try:
            return self._agreement.as_of(on).calendar.period(name)
        except ValueError as reason:
            return str(reason)

    # -- a payment ------------------------------------------------------------------------

    def _paid(self, name: str, sides: tuple[str, str], period: Period | None, received: Act) -> str:
        amount = self._amount(received)
        if isinstance(amount, str):
            return amount
        payer = received.by[0]
        stated = Remittance(
            account=name, payer=payer, payee=sides[1] if payer == sides[0] else sides[0], amount=amount,
            on=received.on, period=period, reference=received.written.get(REFERENCE, ""),
        )  # fmt: skip
        twin = next((one for one in self.of.get(name, ()) if one.counts and _is_same(one, stated)), None)
        if twin is not None:
            return self._stated_already(twin, stated)
        self.of.setdefault(name, []).append(stated)
        return ""

    def _stated_already(self, twin: Remittance, stated: Remittance) -> str:
        if twin.amount != stated.amount:
            was = f"{twin.reference} is the payment of {self._money(twin.amount)} that was stated on {twin.on}"
            return f"{was}: give this one another reference, or let {twin.payee} reject that one first"
        each = f"give each a reference of its own: {REFERENCE_WRITTEN}"
        return f"this payment is stated already, on {twin.on}; if it was made twice, {each}"

    def _money(self, amount: Decimal) -> str:
        return format_value(amount, self._agreement.versions[-1][1].currency or "")

    def _amount(self, received: Act) -> Decimal | str:
        amount, currency = received.values.get(AMOUNT), self._agreement.versions[-1][1].currency
        if not isinstance(amount, Exact) or amount <= 0 or "%" in received.written.get(AMOUNT, ""):
            return "a payment says its amount, which is more than nothing: with: {amount: USD 10k}"
        rounded = round_money(amount, currency)
        if compare(amount, rounded) != 0:
            return f"an amount paid has no parts of less than {minor_unit(currency)}"
        return rounded

    # -- what the payee says --------------------------------------------------------------

    def _answered(self, name: str, period: Period | None, received: Act) -> str:
        """Confirm or deny the payments that an answer means: those unanswered, or else those answered otherwise.

        Where some of these have this answer already, nobody can tell which of the others it is about: it is refused.
        """
        becomes = OVER_OF[received.do]
        of = self.of.get(name, [])
        meant = [at for at, one in enumerate(of) if _is_meant(one, period, received)]
        if not meant:
            return f"no payment to {received.by[0]} is stated about {' '.join(received.about)}{_with(received)}"
        unanswered = [at for at in meant if of[at].state == STATED]
        found = unanswered or [at for at in meant if of[at].state != becomes]
        if not found:
            return f"it was {becomes} on {of[meant[-1]].answered}"
        if not unanswered and len(found) < len(meant):
            which = "say which payment is meant by its amount or reference: with: {reference: …}"
            return f"all are answered, and some were {becomes} already; {which}"
        for at in found:
            of[at] = replace(of[at], state=becomes, answered=received.on)
        return ""


def _is_same(one: Remittance, other: Remittance) -> bool:
    """Tell whether two statements are of one payment: with the same reference, or without any, alike and of one day."""
    if (one.payer, one.reference) != (other.payer, other.reference):
        return False
    return bool(one.reference) or (one.amount, one.on, one.period) == (other.amount, other.on, other.period)


def _is_meant(one: Remittance, period: Period | None, received: Act) -> bool:
    amount, reference = received.values.get(AMOUNT), received.written.get(REFERENCE)
    if one.payee not in received.by or (period is not None and one.period != period):
        return False
    return (amount is None or one.amount == amount) and reference in (None, one.reference)


def _with(received: Act) -> str:
    said = [f"{name} {received.written[name]}" for name in (AMOUNT, REFERENCE) if name in received.written]
    return f" with {' and '.join(said)}" if said else ""
