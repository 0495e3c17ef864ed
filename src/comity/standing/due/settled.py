"""Settlements as lines of the docket: the net of an account that falls due."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from comity.agreement.model import Agreement, Terms
from comity.clauses.accounts import Ledger
from comity.clauses.life.model import Life
from comity.clauses.postings import Entry
from comity.clauses.settlements import Settlement, settlements
from comity.kernel.figure import State, Unknown
from comity.kernel.numbers import format_value
from comity.kernel.words import day as in_words
from comity.kernel.words import named, plural
from comity.standing.due.deadlines import time_until
from comity.standing.model import Due
from comity.standing.words import party_name

SHOWN_AFTER = timedelta(days=92)
"""How long a settlement stays on the docket after it fell due: the record does not say whether it was paid."""


def is_final(life: Life) -> Callable[[Entry], bool]:
    """Return how to tell whether an entry rests on figures that are final."""
    every = [verdict for of in life.verdicts.values() for verdict in of]
    states = {(v.clause, v.scope, v.period.name): v.state for v in every}
    states |= {where: verdict.state for where, verdict in life.bare.items()}

    def final(entry: Entry) -> bool:
        where = entry.key[:3] if isinstance(entry.key, tuple) else entry.key
        return states.get(where) is not State.PROVISIONAL  # type: ignore[call-overload]

    return final


def settlements_due(agreement: Agreement, life: Life, *, as_of: date, until: date) -> Iterator[Due]:
    """Yield the settlements that fall due by a day, or fell due within the last quarter, account by account."""
    terms, final = agreement.as_of(as_of), is_final(life)
    for ledger in life.ledgers.values():
        for settlement in settlements(ledger, as_of=as_of, is_final=final):
            line = _line(ledger, settlement, terms, as_of, until)
            if line is not None:
                yield line


def _line(ledger: Ledger, settlement: Settlement, terms: Terms, as_of: date, until: date) -> Due | None:
    """Return a settlement as a line; None where nothing is owed, or it is too far away or too long ago."""
    account = ledger.account
    with_invoice = settlement.due is None and not isinstance(settlement.amount, Unknown)
    day = settlement.due or settlement.period.last
    if settlement.amount == Decimal(0) or day > until or day < as_of - SHOWN_AFTER:
        return None
    unknown = isinstance(settlement.amount, Unknown)
    so_far = " so far" if settlement.period.last > as_of and not unknown else ""
    return Due(
        kind="settlement",
        what=f"{named(account.name)} {settlement.period}: {_act(settlement, account.owed_to, terms)}{so_far}",
        table=account.name,
        party=settlement.payer or account.owed_by,
        period=settlement.period,
        due=None if unknown or with_invoice else day,
        state="open" if unknown or with_invoice else "payable" if day < as_of else "due",
        why=_why(settlement, as_of, with_invoice=with_invoice),
        if_nothing="It stays owed; the record does not say whether it was paid.",
        left=None if unknown or with_invoice else time_until(day, as_of, None, terms.calendar),
        key=f"settlement/{account.name}/{settlement.period}",
    )


def _act(settlement: Settlement, payee: str, terms: Terms) -> str:
    if isinstance(settlement.amount, Unknown):
        return f"a sum to {party_name(terms, payee)} that is not known yet ({settlement.amount.reason})"
    return f"pay {party_name(terms, settlement.payee)} {format_value(settlement.amount, terms.currency or '')}"


def _why(settlement: Settlement, as_of: date, *, with_invoice: bool) -> str:
    said = f"Net of {plural(len(settlement.entries), 'entry', 'entries')}, {settlement.state}"
    if with_invoice:
        return f"{said}, goes with the next invoice"
    return f"{said}, due from {in_words(settlement.due, as_of)}" if settlement.due is not None else said
