"""Exchange rates: read from the table that the agreement trusts, found for the day on which a row's period ends.

A row is converted at the rate of the rate period that contains the last day of its own period.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from comity.agreement.model import FactTable
from comity.facts.digits import digits_after, digits_before
from comity.facts.found import indices
from comity.facts.keys import CURRENCY, RATE
from comity.facts.model import Rates
from comity.facts.sheet import Sheet
from comity.kernel.calendar import Calendar
from comity.kernel.period import Grain

TOO_LONG = "CMY-429"
BEFORE, AFTER = 9, 12
"""Digits of a rate before and after the point."""
_FINENESS = (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR, Grain.CONTRACT_YEAR)


def is_of_rates(table: FactTable) -> bool:
    """Tell whether a table is one of rates: with a period, a column `currency` of texts and one `rate` of numbers."""
    columns = table.columns
    return (
        table.period_column is not None
        and CURRENCY in columns
        and columns[CURRENCY].type == "text"
        and RATE in columns
        and columns[RATE].type == "number"
    )


def check_rates(sheet: Sheet, rates: pa.Array) -> None:
    """Note every rate of a file with more digits than a rate may have.

    Otherwise an amount times a rate could be too long, and whoever reports rates would learn from that how long an
    amount is that is closed to them, or keep its reporter from reporting it.
    """
    text = pc.fill_null(pc.cast(rates, pa.string()), "")
    long = pc.or_(pc.greater(digits_before(text), BEFORE), pc.greater(digits_after(text), AFTER))
    hint = f"A rate has up to {BEFORE} digits before the point and {AFTER} after it. Round it."
    sheet.found.cells(TOO_LONG, RATE, indices(long), lambda i: f"the rate {text[i].as_py()} has too many digits", hint)


def rates_of(rows: pa.Table, table: FactTable) -> Rates | None:
    """Return the rates in the rows of a table; None if it is no table of rates."""
    if not is_of_rates(table):
        return None
    names = rows.column(table.period_column).to_pylist()
    keys = zip(rows.column(CURRENCY).to_pylist(), map(str, names), strict=True)
    values = zip(keys, rows.column(RATE).to_pylist(), strict=True)
    return Rates(table=table.name, rates={key: Decimal(rate) for key, rate in values if rate is not None})


def finer(rates: FactTable, table: FactTable) -> bool:
    """Whether rates are of a finer grain than a table, so that none of them is the rate of its periods."""
    return _FINENESS.index(rates.every or Grain.DAY) < _FINENESS.index(table.every or Grain.DAY)


class RateBook:
    """Looks up rates; `grain` is that of the rates."""

    def __init__(self, rates: Rates, grain: Grain, calendar: Calendar) -> None:
        self.rates = rates.rates
        self.grain = grain
        self.calendar = calendar
        self._periods: dict[date, str] = {}

    def period(self, last: date) -> str:
        """Return the name of the rate period that contains the last day of a row's period."""
        if last not in self._periods:
            self._periods[last] = self.calendar.containing(self.grain, last).name
        return self._periods[last]

    def rate(self, currency: str, last: date) -> Decimal | None:
        """Return the rate of a currency for a period that ends on a day; None if it is not known."""
        return self.rates.get((currency, self.period(last)))
