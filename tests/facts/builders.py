"""Tables owed and files of facts, written by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from comity.agreement.formula.parse import parse
from comity.agreement.model import Column, FactTable, Formula, Reporter, Terms
from comity.facts.model import Facts, RawFile, Submission
from comity.facts.seal import seal
from comity.facts.validate import validate
from comity.kernel.calendar import Calendar
from comity.kernel.period import Grain
from comity.kernel.problem import Place, Problem

HERE = Place(file="agreement.yaml", line=1, column=1)
CALENDAR = Calendar(term_starts=date(2016, 1, 1))
STARTS = date(2016, 1, 1)
MILLION = Decimal(10**6)
KNOWN = date(2026, 1, 31)
LATE = date(2100, 1, 1)

DOLLARS = Reporter(party="regeneron", currency="USD", scale=MILLION)
EUROS = Reporter(party="sanofi", currency="EUR", scale=MILLION)
ALPHA = Reporter(party="alpha")
PUBLISHED = Reporter(party="published")


def condition(text: str) -> Formula:
    """Return a parsed condition."""
    node, problems = parse(text)
    assert node is not None, problems
    return Formula(text=text, node=node, place=HERE)


def column(name: str, kind: str | Column | Sequence[str]) -> Column:
    """Return a column of a type, with a condition (`number >= 0`), or with its allowed words."""
    if isinstance(kind, Column):
        return kind
    if not isinstance(kind, str):
        return Column(name=name, type="text", words=tuple(kind), place=HERE)
    type_, _, rest = kind.partition(" ")
    held = condition(f"{name} {rest}") if rest else None
    return Column(name=name, type=type_, condition=held, place=HERE)


def money(name: str, currency: str | None = None, scale: int | None = None) -> Column:
    """Return a column of money that names its own."""
    return Column(
        name=name, type="money", currency=currency, scale=None if scale is None else Decimal(scale), place=HERE
    )


def owed(
    name: str,
    columns: Mapping[str, str | Column | Sequence[str]],
    *,
    by: Sequence[Reporter] = (ALPHA,),
    every: Grain | None = Grain.MONTH,
    key: Sequence[str] = (),
    tolerance: str = "0",
) -> FactTable:
    """Return a fact table that is owed."""
    return FactTable(
        name=name,
        reporters=tuple(by),
        every=every,
        columns={name: column(name, kind) for name, kind in columns.items()},
        key=tuple(key),
        tolerance=Decimal(tolerance),
        place=HERE,
    )


SALES = owed(
    "sales",
    {"quarter": "period", "amount": "money", "rounding": "rounding"},
    by=(DOLLARS, EUROS),
    every=Grain.QUARTER,
    key=("quarter",),
)
RATES = owed(
    "rates",
    {"quarter": "period", "currency": "text", "rate": "number > 0"},
    by=(PUBLISHED,),
    every=Grain.QUARTER,
    key=("quarter", "currency"),
)
LEVELS = owed(
    "levels",
    {"month": "period", "level": "text", "good": "number >= 0", "checked": "truth"},
    key=("month", "level"),
)


def file_of(columns: Mapping[str, Sequence[Any]], path: str = "facts/levels/2026.csv", **about: str) -> RawFile:
    """Return a file as it is read; `known_at` and the like are what about.yaml says."""
    said = {key.replace("_", " "): value for key, value in about.items()}
    table = pa.table({name: pa.array(values) for name, values in columns.items()})
    return RawFile(path=path, table=table, digest=path, about=said, rows_are_lines=path.endswith(".csv"))


def checked(
    table: FactTable,
    raw: RawFile,
    *,
    calendar: Calendar = CALENDAR,
    starts: date = STARTS,
    ends: date | None = None,
    currency: str | None = "USD",
) -> tuple[Submission | None, list[Problem]]:
    """Validate a file."""
    return validate(raw, table, calendar, starts, ends, currency)


def accepted(table: FactTable, raw: RawFile, **context: Any) -> Submission:
    """Validate a file that has no problems."""
    submission, problems = checked(table, raw, **context)
    assert problems == []
    assert submission is not None
    return submission


def sealed(
    submissions: Sequence[Submission],
    *tables: FactTable,
    known_at: date = LATE,
    currency: str | None = "USD",
    rates_table: str | None = "rates",
) -> Facts:
    """Seal submissions as known on a day."""
    owed_tables = {table.name: table for table in tables}
    rates = rates_table if rates_table in owed_tables else None
    return seal(submissions, owed_tables, CALENDAR, known_at=known_at, currency=currency, rates_table=rates)


def terms(*tables: FactTable, **more: Any) -> Terms:
    """Return terms that owe some tables."""
    values: dict[str, Any] = {
        "alliance": "test",
        "title": "Test",
        "parties": {},
        "calendar": CALENDAR,
        "starts": STARTS,
        "place": HERE,
        "digest": "",
        "currency": "USD",
        "facts": {table.name: table for table in tables},
    }
    return Terms(**values | more)
