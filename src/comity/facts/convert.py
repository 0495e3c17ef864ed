"""Amounts into the agreement's currency, exactly, at the rates known on the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from comity.agreement.model import FactTable
from comity.facts.cells import distinct, one_array
from comity.facts.digits import decimal_array, multiply, narrow
from comity.facts.money import AMOUNTS, denomination
from comity.facts.rates import RateBook
from comity.kernel.problem import Place, Problem, Severity


@dataclass(frozen=True, slots=True)
class Converted:
    """Rows in the agreement's currency, the same rows as reported, and the rates used: column -> rate of each row.

    A column without an entry in `rates` was reported in the agreement's currency or is no amount. `waiting` are the
    rows left out because there is no rate for them.
    """

    rows: pa.Table
    reported: pa.Table
    rates: Mapping[str, pa.Array]
    waiting: pa.Table


def convert(
    rows: pa.Table, table: FactTable, currency: str | None, book: RateBook | Problem
) -> tuple[Converted, list[Problem]]:
    """Convert all amounts; rows whose rate is not known yet are left out, as if they had not been reported.

    `book` is the problem to report where rates are needed but there are none to use.
    """
    foreign = _foreign(rows, table, currency)
    if not foreign:
        return Converted(rows, rows, {}, rows.slice(0, 0)), []
    if isinstance(book, Problem):
        native = _native(rows, foreign)
        return _parted(rows, native, {}), [book]
    rates, missing = _rates(rows, foreign, book)
    known = _all([pc.or_(pc.is_valid(rates[name]), pc.is_null(one_array(rows.column(name)))) for name in rates])
    parted = _parted(rows, known, rates)
    problems = [_missing(table, code, period, where) for (code, period, _), where in sorted(missing.items())]
    try:
        return replace(parted, rows=_multiplied(parted)), problems
    except pa.ArrowInvalid:
        return _parted(rows, pa.repeat(pa.scalar(False), rows.num_rows), {}), [*problems, _too_long(table)]


def _multiplied(parted: Converted) -> pa.Table:
    """Return the rows with every amount at its rate. ArrowInvalid where the digits do not fit."""
    rows = parted.rows
    for name, rate in parted.rates.items():
        values = multiply(one_array(rows.column(name)), rate)
        rows = rows.set_column(rows.column_names.index(name), name, values)
    return rows


def _parted(rows: pa.Table, usable: pa.Array, rates: Mapping[str, pa.Array]) -> Converted:
    """Part the rows that can be used from those that wait for a rate."""
    kept = rows.filter(usable)
    used = {name: values.filter(usable) for name, values in rates.items()}
    return Converted(kept, kept, used, rows.filter(pc.invert(usable)))


def _foreign(rows: pa.Table, table: FactTable, currency: str | None) -> dict[str, dict[str, str]]:
    """Return, by column, who of those in the rows reports it in another currency than the agreement's, and in which."""
    found: dict[str, dict[str, str]] = {}
    here = rows.column("_reporter").unique().to_pylist()
    for column in table.columns.values():
        if column.type in AMOUNTS:
            codes = {reporter: denomination(table, column, reporter, currency).currency for reporter in here}
            other = {reporter: code for reporter, code in codes.items() if code is not None and code != currency}
            if other:
                found[column.name] = other
    return found


def _native(rows: pa.Table, foreign: dict[str, dict[str, str]]) -> pa.Array:
    """Return which rows have no amount in a currency that cannot be converted."""
    kept = []
    for name, codes in foreign.items():
        theirs = pc.is_in(one_array(rows.column("_reporter")), pa.array(list(codes), pa.string()))
        kept.append(pc.or_(pc.invert(theirs), pc.is_null(one_array(rows.column(name)))))
    return _all(kept)


def _all(masks: list[pa.Array]) -> pa.Array:
    together = masks[0]
    for mask in masks[1:]:
        together = pc.and_(together, mask)
    return together


def _rates(
    rows: pa.Table, foreign: dict[str, dict[str, str]], book: RateBook
) -> tuple[dict[str, pa.Array], dict[tuple[str, str, str], Place]]:
    """Return the rate of each row by column, null where none is known, and the first row of each file that lacks it.

    Whoever hands in a file is told of what is missing for it, though it was missing for earlier files too.
    """
    lasts, which = distinct(one_array(rows.column("_last")))
    reporter = one_array(rows.column("_reporter"))
    rates: dict[str, pa.Array] = {}
    missing: dict[tuple[str, str, str], Place] = {}
    for name, codes in foreign.items():
        # One row of rates for each foreign reporter, after one of ones for those who need no conversion.
        known: list[Decimal | None] = [Decimal(1)] * len(lasts)
        for code in codes.values():
            known += [book.rate(code, last) for last in lasts.to_pylist()]
        line = pc.fill_null(pc.add(pc.index_in(reporter, pa.array(list(codes), pa.string())), 1), 0)
        rates[name] = pc.take(decimal_array(known), pc.add(pc.multiply(line, len(lasts)), which))
        lacking = pc.and_(pc.is_null(rates[name]), pc.is_valid(one_array(rows.column(name))))
        for row in rows.filter(lacking).select(["_reporter", "_last", "_file", "_row"]).to_pylist():
            place = Place(file=row["_file"], cell=f"row {row['_row']}, column {name}")
            missing.setdefault((codes[row["_reporter"]], book.period(row["_last"]), row["_file"]), place)
    return rates, missing


def _missing(table: FactTable, code: str, period: str, place: Place) -> Problem:
    return Problem(
        code="CMY-441",
        place=place,
        why=f"there is no rate for {code} in {period}; what {table.name} says of it in {code} counts as missing",
        hint="Add the rate to the table of rates; then it counts.",
        severity=Severity.WARNING,
    )


def _too_long(table: FactTable) -> Problem:
    return Problem(
        code="CMY-429",
        place=Place(file=f"facts/{table.name}"),
        why=f"an amount of {table.name}, converted, has more digits than the 38 that are kept",
        hint="Report amounts or rates with fewer digits.",
    )


def narrowed(rows: pa.Table, table: FactTable) -> pa.Table:
    """Return the rows with every number in the type that its values need, however they were reported."""
    for name, column in table.columns.items():
        if column.type in ("number", *AMOUNTS):
            values = narrow(one_array(rows.column(name)))
            rows = rows.set_column(rows.column_names.index(name), name, values)
    return rows
