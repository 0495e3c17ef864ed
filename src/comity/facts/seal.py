"""Sealing: from submissions to the facts as known on a day, one row a fact that counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pyarrow as pa

from comity.agreement.model import FactTable
from comity.facts.convert import convert, narrowed
from comity.facts.digest import digest
from comity.facts.history import history, holding
from comity.facts.model import Facts, SealedTable, Submission
from comity.facts.rates import RateBook, finer, rates_of
from comity.facts.reconcile import reconcile
from comity.kernel.calendar import Calendar
from comity.kernel.period import Grain
from comity.kernel.problem import Problem


def seal(
    submissions: Sequence[Submission],
    tables: Mapping[str, FactTable],
    calendar: Calendar,
    *,
    known_at: date,
    currency: str | None,
    rates_table: str | None,
) -> Facts:
    """Return all tables as known on a day: corrected, converted into `currency`, reconciled.

    Tables must carry their keys (facts.keys.keyed). The order of submissions and of their rows changes nothing.
    """
    sealer = _Sealer(submissions, calendar, known_at, currency)
    rates = tables.get(rates_table) if rates_table is not None else None
    if rates is not None:
        sealer.seal(rates, _no_rates(rates))
    for table in tables.values():
        if table is not rates:
            sealer.seal(table, sealer.book(table, rates))
    sealed = {name: sealer.sealed[name] for name in tables}
    return Facts(tables=sealed, known_at=known_at, problems=tuple(sealer.problems))


class _Sealer:
    """Seals one table after another, the rates first."""

    def __init__(
        self, submissions: Iterable[Submission], calendar: Calendar, known_at: date, currency: str | None
    ) -> None:
        self.submissions: dict[str, list[Submission]] = {}
        for submission in sorted(submissions, key=lambda s: (s.path, s.digest)):
            self.submissions.setdefault(submission.table_name, []).append(submission)
        self.calendar = calendar
        self.known_at = known_at
        self.currency = currency
        self.sealed: dict[str, SealedTable] = {}
        self.problems: list[Problem] = []

    def seal(self, table: FactTable, book: RateBook | Problem) -> None:
        """Seal one table."""
        mine = self.submissions.get(table.name, [])
        ever, clashes = history(table, mine, self.calendar, self.known_at)
        converted, unconverted = convert(holding(ever, self.known_at), table, self.currency, book)
        counted, comparisons, unmatched = reconcile(converted, table, self.calendar, self.currency)
        self.problems += [*clashes, *unconverted, *unmatched]
        known = [s for s in mine if s.known_at is None or s.known_at <= self.known_at]
        covers = frozenset(name for s in known for name in s.covers)
        rows = narrowed(counted, table)
        self.sealed[table.name] = SealedTable(
            name=table.name,
            rows=rows,
            history=ever,
            digest=digest(table.name, rows, _identifying(rows), covers),
            covers=covers,
            covered_by=frozenset((s.reporter, name) for s in known for name in s.covers if s.reporter is not None),
            comparisons=comparisons,
        )

    def book(self, table: FactTable, rates: FactTable | None) -> RateBook | Problem:
        """Return the rates for a table, or why there are none for it."""
        if rates is None:
            return _no_rates(table)
        found = rates_of(self.sealed[rates.name].rows, rates)
        if found is None:
            return _not_rates(rates)
        if finer(rates, table):
            return _too_fine(rates, table)
        return RateBook(found, rates.every or Grain.DAY, self.calendar)


def _identifying(rows: pa.Table) -> list[str]:
    """Return the columns that say what is known; where a row was read is no part of it."""
    return [name for name in rows.column_names if name not in ("_file", "_row")]


def _no_rates(table: FactTable) -> Problem:
    return Problem(
        code="CMY-443",
        place=table.place,
        why=f"{table.name} is reported in a currency other than the agreement's, which names no rates to convert it",
        hint="Name the table of exchange rates both parties trust: `rates: TABLE`.",
    )


def _not_rates(rates: FactTable) -> Problem:
    return Problem(
        code="CMY-443",
        place=rates.place,
        why=f"{rates.name} cannot be used as rates",
        hint="A table of rates has a period, a column `currency` of texts and a column `rate` of numbers.",
    )


def _too_fine(rates: FactTable, table: FactTable) -> Problem:
    fine = rates.every or Grain.DAY
    return Problem(
        code="CMY-442",
        place=table.place,
        why=f"{table.name} is reported every {table.every}, but {rates.name} holds one rate for each {fine}",
        hint=f"Agree on rates for each {table.every}, or report {table.name} every {fine}.",
    )
