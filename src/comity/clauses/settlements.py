"""Settlements: the net of both directions that falls due at each time an account settles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from comity.clauses.accounts import Ledger
from comity.clauses.postings import Entry
from comity.clauses.sharing import earliest
from comity.kernel import exact
from comity.kernel.figure import Unknown
from comity.kernel.period import Grain, Period

PENDING = "pending"
FINAL = "final"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What is due for a period of settling: the `payer` owes the `payee` the amount, which is never negative.

    `period` is a day for accounts settled at once, the period charged for those settled with the next invoice, and
    the period of settling otherwise. `due` is the day from which the net is due: the period's end, or the day the last
    entry was known if that is later; None where it is unknown, or goes with the next invoice. It is `final` once the
    period is over and everything in it is; until then `pending`. Both parties are "" while the amount is unknown.
    """

    period: Period
    amount: Decimal | Unknown
    payer: str
    payee: str
    state: str
    due: date | None
    entries: tuple[Entry, ...]


def settlements(
    ledger: Ledger, *, as_of: date, is_final: Callable[[Entry], bool] = lambda entry: True
) -> tuple[Settlement, ...]:
    """Return the settlements of an account in order of time, as of a day.

    `is_final` says whether an entry can still change because the facts beneath it are not final yet.
    """
    booked: dict[Period, list[Entry]] = {}
    for entry in ledger.entries:
        booked.setdefault(_point(ledger, entry.period, entry.day), []).append(entry)
    unknown: dict[Period, list[Unknown]] = {}
    for claim, why in ledger.undetermined():
        unknown.setdefault(_point(ledger, claim.period, claim.period.last), []).append(why)
    found = [
        _settlement(ledger, period, booked.get(period, []), unknown.get(period, [])) for period in booked | unknown
    ]
    final = [
        each
        if each.period.last > as_of or isinstance(each.amount, Unknown) or not all(map(is_final, each.entries))
        else replace(each, state=FINAL)
        for each in found
    ]
    return tuple(sorted(final, key=lambda each: (each.period.last, each.period.first, each.period.name)))


def _point(ledger: Ledger, period: Period, day: date) -> Period:
    """Return the period of settling that an amount of a period, known on a day, falls in."""
    settle = ledger.account_on(period.first).settle
    if settle == "next invoice":
        return period
    if settle == "at once":
        return ledger.calendar.containing(Grain.DAY, day)
    return ledger.calendar.containing(Grain(settle.removeprefix("every ")), period.last)


def _settlement(ledger: Ledger, period: Period, entries: list[Entry], unknown: list[Unknown]) -> Settlement:
    """Return the net of a period, pending."""
    account = ledger.account
    if unknown:
        amount = earliest(unknown)
        return Settlement(
            period=period, amount=amount, payer="", payee="", state=PENDING, due=None, entries=tuple(entries)
        )
    net = exact.to_decimal(exact.total([entry.amount for entry in entries]))
    payer, payee = (account.owed_by, account.owed_to) if net >= 0 else (account.owed_to, account.owed_by)
    known = max((entry.day for entry in entries), default=period.last)
    return Settlement(
        period=period,
        amount=net.copy_abs(),
        payer=payer,
        payee=payee,
        state=PENDING,
        due=None if account.settle == "next invoice" else max(period.last, known),
        entries=tuple(entries),
    )
