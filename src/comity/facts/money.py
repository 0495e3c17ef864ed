"""In which money a column of amounts is reported."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from comity.agreement.model import Column, FactTable

AMOUNTS = ("money", "rounding")


@dataclass(frozen=True, slots=True)
class Denomination:
    """The currency of a column's cells and how many whole units of it a 1 stands for; no currency: plain numbers."""

    currency: str | None
    scale: Decimal


PLAIN_NUMBERS = Denomination(None, Decimal(1))


def denomination(table: FactTable, column: Column, reporter: str | None, currency: str | None) -> Denomination:
    """Return the money of a column: as the column says, else its reporter, else the agreement (`currency`).

    Numbers have none. A `rounding` is in the money of the table's first column of money; where there is none,
    it is a plain number.
    """
    if column.type == "rounding":
        money = next((c for c in table.columns.values() if c.type == "money"), None)
        return PLAIN_NUMBERS if money is None else denomination(table, money, reporter, currency)
    if column.type != "money":
        return PLAIN_NUMBERS
    if column.currency is not None:
        return Denomination(column.currency, column.scale or Decimal(1))
    for one in table.reporters:
        if one.party == reporter and one.currency is not None:
            return Denomination(one.currency, one.scale)
    return Denomination(currency, Decimal(1))
