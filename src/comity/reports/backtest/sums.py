"""Sums of money in words, to the last cent, with what is not known of them."""

from __future__ import annotations

from decimal import Decimal

from comity.kernel.numbers import money_in_full
from comity.kernel.words import plural
from comity.standing.backtest.model import Sum


def amount(value: Decimal, currency: str | None) -> str:
    """Return an amount in full, with its cents where it has any: `USD 1,208,200`, `−USD 1,333.33`."""
    return money_in_full(value, currency or "")


def sum_words(found: Sum, currency: str | None) -> str:
    """Return a sum; where parts are not known it says how many, and that it is no less than the rest."""
    if not found.unknown:
        return amount(found.known, currency)
    return f"{amount(found.known, currency)} and {plural(found.unknown, 'amount')} not known"


def paying(owed_by: str, owed_to: str, found: Sum) -> tuple[str, Sum]:
    """Return who pays in the end, and how much: a negative sum runs the other way."""
    if found.known >= 0:
        return owed_by, found
    return owed_to, Sum(known=-found.known, unknown=found.unknown)
