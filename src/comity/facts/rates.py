"""Exchange rates: read from the table that the agreement trusts, found for the day on which a row's period ends.

A row is converted at the rate of the rate period that contains the last day of its own period.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pyarrow as pa

from comity.agreement.model import FactTable
from comity.facts.keys import CURRENCY, RATE
from comity.facts.model import Rates
from comity.kernel.calendar import Calendar
from comity.kernel.period import Grain

_FINENESS = (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR, Grain.CONTRACT_YEAR)


def rates_of(rows: pa.Table, table: FactTable) -> Rates | None:
    """Return the rates in the rows of a table; None if it is no table of rates."""
    columns = table.columns
    is_table_of_rates = (
        table.period_column is not None
        and CURRENCY in columns
        and columns[CURRENCY].type == "text"
        and RATE in columns
        and columns[RATE].type == "number"
    )
    if not is_table_of_rates:
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
