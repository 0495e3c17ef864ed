"""Settlements as lines of the docket: the net of an account that falls due."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from comity.agreement.model import Agreement, Terms
from comity.clauses.accounts import Ledger
from comity.clauses.life.cases import ONGOING
from comity.clauses.life.model import CaseRecord, Life
from comity.clauses.postings import Entry
from comity.clauses.remitted import Payable, Remittance, discharge, total
from comity.clauses.settlements import Settlement, settlements
from comity.kernel.figure import State, Unknown
from comity.kernel.words import day as in_words
from comity.kernel.words import plural
from comity.standing.due.deadlines import RECENT, time_until
from comity.standing.due.paid import money, paid_words
from comity.standing.model import Due
from comity.standing.words import account_title, party_name

ZERO = Decimal(0)
UNPAID, ALL_UNPAID = "It stays owed until its payment is stated.", "They stay owed until their payment is stated."


UNSURE = (State.PROVISIONAL, State.DISPUTED, State.UNDETERMINED, State.MISSING)
"""States of a verdict in which what follows from it can still change."""


def is_final(life: Life) -> Callable[[Entry], bool]:
    """Return how to tell whether an entry rests on figures that are final, and on nothing that is in dispute."""
    every = [verdict for of in life.verdicts.values() for verdict in of]
    states = {(v.clause, v.scope, v.period.name): v.state for v in every}
    states |= {where: verdict.state for where, verdict in life.bare.items()}
    contested = {(case.clause, case.scope, case.period.name) for case in life.cases if _is_contested(case)}

    def final(entry: Entry) -> bool:
        where = entry.key[:3] if isinstance(entry.key, tuple) else entry.key
        return where not in contested and states.get(where) not in UNSURE  # type: ignore[call-overload]

    return final


def _is_contested(case: CaseRecord) -> bool:
    """Tell whether a dispute of a case is open: a level of a ladder whose turn it is."""
    return any(step.level and step.state in ONGOING for step in case.steps)


def settlements_due(agreement: Agreement, life: Life, *, as_of: date, until: date) -> Iterator[Due]:
    """Yield what is left to pay of settlements that fall due by a day or fell due before, account by account.

    Those that fell due more than a quarter ago are one line for each party that owes them: no debt goes by being old,
    but by being paid.
    """
    terms, final = agreement.as_of(as_of), is_final(life)
    for name, ledger in life.ledgers.items():
        older: dict[str, list[Payable]] = {}
        remitted = life.remitted.get(name, ())
        for one in discharge(settlements(ledger, as_of=as_of, is_final=final), remitted).payables:
            day = _day(one.settlement)
            if one.left == ZERO or day > until:
                continue
            if day < as_of - RECENT and not isinstance(one.left, Unknown):
                older.setdefault(one.settlement.payer, []).append(one)
            else:
                yield _line(ledger, one, remitted, terms, as_of)
        yield from (_older(ledger, of, remitted, terms, as_of) for of in older.values())


def _day(settlement: Settlement) -> date:
    return settlement.due or settlement.period.last


def _line(ledger: Ledger, one: Payable, remitted: Sequence[Remittance], terms: Terms, as_of: date) -> Due:
    account, settlement, day = ledger.account, one.settlement, _day(one.settlement)
    with_invoice = settlement.due is None and not isinstance(settlement.amount, Unknown)
    unknown = isinstance(settlement.amount, Unknown)
    so_far = " so far" if settlement.period.last > as_of and not unknown else ""
    return Due(
        kind="settlement",
        what=f"{account_title(terms, account.name)} {settlement.period}: {_act(one, account.owed_to, terms)}{so_far}",
        table=account.name,
        party=settlement.payer or account.owed_by,
        period=settlement.period,
        due=None if unknown or with_invoice else day,
        state="open" if unknown or with_invoice else "payable" if day < as_of else "due",
        why=_and(_why(settlement, as_of, with_invoice=with_invoice), paid_words([one], remitted, terms)),
        if_nothing=UNPAID,
        left=None if unknown or with_invoice else time_until(day, as_of, None, terms.calendar),
        key=f"settlement/{account.name}/{settlement.period}",
        amount=one.left if isinstance(one.left, Decimal) else None,
    )


def _older(
    ledger: Ledger, payables: Sequence[Payable], remitted: Sequence[Remittance], terms: Terms, as_of: date
) -> Due:  # fmt: skip
    """Return what a party still owes from settlements of more than a quarter ago, due since the first of them was."""
    of = [one.settlement for one in payables]
    account, payer = ledger.account, of[0].payer
    amount = total(one.left for one in payables if not isinstance(one.left, Unknown))
    first, last = of[0], of[-1]
    span = f"{first.period}" if first is last else f"{first.period} to {last.period}"
    settled = plural(len(of), "settlement")
    days = [one.due for one in of if one.due is not None]
    since = f", due since {in_words(min(days), as_of)}" if days else ", each with the invoice of its period"
    return Due(
        kind="settlement",
        what=f"{account_title(terms, account.name)} {span}: pay {_sum_to(of[0].payee, amount, terms)}",
        table=account.name,
        party=payer,
        due=min(days, default=None),
        state="payable" if days else "open",
        why=_and(f"{settled} of more than a quarter ago{since}", paid_words(payables, remitted, terms)),
        if_nothing=UNPAID if len(of) == 1 else ALL_UNPAID,
        left=time_until(min(days), as_of, None, terms.calendar) if days else None,
        key=f"settlement/{account.name}/earlier/{payer}",
        amount=amount,
        settles=first.period if first is last else None,
    )


def _sum_to(payee: str, amount: Decimal, terms: Terms) -> str:
    return f"{party_name(terms, payee)} {money(amount, terms)}"


def _and(said: str, paid: str) -> str:
    return f"{said}; {paid}" if paid else said


def _act(one: Payable, payee: str, terms: Terms) -> str:
    left = one.left
    if isinstance(left, Unknown):
        return f"a sum to {party_name(terms, payee)} that is not known yet ({left.reason})"
    return f"pay {_sum_to(one.settlement.payee, left, terms)}"


def _why(settlement: Settlement, as_of: date, *, with_invoice: bool) -> str:
    said = f"Net of {plural(len(settlement.entries), 'entry', 'entries')}, {settlement.state}"
    if with_invoice:
        return f"{said}, goes with the next invoice"
    return f"{said}, due from {in_words(settlement.due, as_of)}" if settlement.due is not None else said
