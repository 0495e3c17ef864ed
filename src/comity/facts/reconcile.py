"""Two reporters of one fact: which report counts, and whether they agree.

The first named reporter's row counts. Where only another one reported, its row does, and who is missing is
said: a gap on one side is a gap and no zero. Where the reports differ by more than their rounding and the agreed
tolerance explain, the first one's row stays, marked as disputed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from comity.agreement.model import Column, FactTable
from comity.facts.agree import compared
from comity.facts.convert import Converted
from comity.facts.model import Comparison, Reported
from comity.facts.money import denomination
from comity.kernel.calendar import Calendar
from comity.kernel.period import Grain, Period
from comity.kernel.problem import Problem
from comity.kernel.words import and_list

DISPUTED = "_disputed"
_MEASURED = ("number", "money")
_ORIGIN = ("_first", "_reporter", "_known_at", "_file", "_row")

Key = tuple[Any, ...]
Rows = dict[Key, dict[str, int]]
"""For each key the position of each reporter's row."""


def reconcile(
    converted: Converted, table: FactTable, calendar: Calendar, currency: str | None
) -> tuple[pa.Table, tuple[Comparison, ...], list[Problem]]:
    """Return the rows that count with `_disputed`, the comparisons by period, and what cannot be matched.

    Where each party reports its own rows, all of them count and nothing is compared.
    """
    rows = converted.rows
    if len(table.reporters) == 1 or table.reporter_column is not None:
        return rows.append_column(DISPUTED, pa.repeat(pa.scalar(False), rows.num_rows)), (), []
    if not table.key:
        return _first_only(rows, table)
    matcher = _Matcher(converted, table, calendar, currency)
    counting: list[int] = []
    disputed: list[bool] = []
    comparisons: list[Comparison] = []
    for key, by_reporter in matcher.rows().items():
        found = list(matcher.compare(key, by_reporter))
        counting.append(next(iter(by_reporter.values())))
        disputed.append(any(comparison.state == "differs" for comparison in found))
        comparisons += found
    kept = rows.take(pa.array(counting, pa.int64())).append_column(DISPUTED, pa.array(disputed, pa.bool_()))
    return kept, tuple(sorted(comparisons, key=lambda c: (c.period, c.scope))), []


def _first_only(rows: pa.Table, table: FactTable) -> tuple[pa.Table, tuple[Comparison, ...], list[Problem]]:
    """Let the first reporter's rows count where no key says which rows are about the same."""
    first = table.reporters[0].party
    kept = rows.filter(pc.equal(rows.column("_reporter"), first))
    kept = kept.append_column(DISPUTED, pa.repeat(pa.scalar(False), kept.num_rows))
    if kept.num_rows == rows.num_rows:
        return kept, (), []
    why = f"the agreement names no key by which reports of {table.name} could be matched; only those of {first} count"
    hint = "Say in the agreement what identifies a row: `key: [day, number]`."
    return kept, (), [Problem(code="CMY-444", place=table.place, why=why, hint=hint)]


class _Matcher:
    """Matches and compares the rows of several reporters by their key."""

    def __init__(self, converted: Converted, table: FactTable, calendar: Calendar, currency: str | None) -> None:
        self.table = table
        self.calendar = calendar
        self.currency = currency
        self.measured = [column for column in table.columns.values() if column.type in _MEASURED]
        self.has_money = any(column.type == "money" for column in self.measured)
        self.rounding = next((c.name for c in table.columns.values() if c.type == "rounding"), None)
        wanted = [*table.key, *_ORIGIN, *(c.name for c in table.columns.values() if c.type in (*_MEASURED, "rounding"))]
        names = list(dict.fromkeys(wanted))
        self.converted = {name: converted.rows.column(name).to_pylist() for name in names}
        self.reported = {c.name: converted.reported.column(c.name).to_pylist() for c in self.measured}
        self.rates = {name: rate.to_pylist() for name, rate in converted.rates.items()}
        waiting = [converted.waiting.column(name).to_pylist() for name in (*table.key, "_reporter")]
        self.waiting = {(tuple(key), reporter) for *key, reporter in zip(*waiting, strict=True)}

    def rows(self) -> Rows:
        """Return the rows of each key, those of the first named reporter first."""
        found: Rows = {}
        order = [reporter.party for reporter in self.table.reporters]
        keys = zip(*(self.converted[name] for name in self.table.key), strict=True)
        for index, key in enumerate(keys):
            found.setdefault(key, {})[self.converted["_reporter"][index]] = index
        return {key: dict(sorted(rows.items(), key=lambda row: order.index(row[0]))) for key, rows in found.items()}

    def compare(self, key: Key, by_reporter: dict[str, int]) -> Iterator[Comparison]:
        """Compare what was reported of one key, column by column; a column that nobody filled is not compared."""
        for column in self.measured:
            reports = tuple(
                self._report(column, index)
                for index in by_reporter.values()
                if self.converted[column.name][index] is not None
            )
            if reports:
                period = self._period(key, by_reporter)
                comparison = compared(self.table, column, period, self._scope(key), reports, self.currency)
                yield self._explained(comparison, key)

    def _explained(self, comparison: Comparison, key: Key) -> Comparison:
        """Say of a report that is there and cannot be converted that it waits, not that it was never made."""
        waiting = [party for party in comparison.missing if (key, party) in self.waiting]
        if comparison.state != "one report" or not waiting:
            return comparison
        return replace(comparison, reason=f"The report of {and_list(waiting)} waits for an exchange rate.")

    def _report(self, column: Column, index: int) -> Reported:
        cells = self.converted
        reporter = cells["_reporter"][index]
        # Beside money, a rounding is one of money: the numbers in the same row are exact.
        rounded = self.rounding if column.type == "money" or not self.has_money else None
        rounding = cells[rounded][index] if rounded is not None else None
        rate = self.rates[column.name][index] if column.name in self.rates else None
        code = denomination(self.table, column, reporter, self.currency).currency
        return Reported(
            reporter=reporter,
            value=Decimal(self.reported[column.name][index]),
            currency=code,
            converted=Decimal(cells[column.name][index]),
            rate=rate if code != self.currency else None,
            rounding=Decimal(rounding or 0),
            known_at=cells["_known_at"][index],
            file=cells["_file"][index],
            row=cells["_row"][index],
        )

    def _period(self, key: Key, by_reporter: dict[str, int]) -> Period:
        name = self.table.period_column
        if self.table.every is not None and name in self.table.key:
            return self.calendar.period(key[self.table.key.index(name)])
        first = self.converted["_first"][next(iter(by_reporter.values()))]
        return self.calendar.containing(self.table.every or Grain.DAY, first)

    def _scope(self, key: Key) -> tuple[tuple[str, str], ...]:
        named = zip(self.table.key, key, strict=True)
        return tuple((name, str(member)) for name, member in named if name != self.table.period_column)
