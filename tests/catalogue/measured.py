"""One entry of the catalogue, measured over rows that a test gives, by its own formula and by a query of a test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import duckdb

from comity.adapters.duckdb import DuckDBDriver
from comity.agreement.formula import tree
from comity.agreement.formula.parse import parse
from comity.agreement.model import Agreement, Terms
from comity.agreement.read import read_agreement
from comity.catalogue.example import PARTIES, agreement_of
from comity.catalogue.load import catalogue
from comity.catalogue.model import Entry, StandardTable
from comity.facts.given import given_rows
from comity.facts.load import load
from comity.facts.model import RawFile
from comity.kernel.figure import Figure
from comity.kernel.period import Grain
from comity.metrics.measure import measure

Row = Mapping[str, str | None]
Rows = Mapping[str, Sequence[Row]]
"""Table -> rows, whose cells are texts as they would stand in a file."""


def tables_read(entry: Entry) -> list[str]:
    """Return the tables that the formula of an entry reads."""
    node = parse(str(entry.define["is"]))[0]
    assert node is not None, entry.define["is"]
    return sorted({name.parts[0] for name in tree.names(node) if len(name.parts) > 1} - {"milestones"})


def standard(name: str) -> StandardTable:
    """Return a table of the catalogue."""
    found = catalogue().table(name)
    assert found is not None, name
    return found


def agreed(entry: Entry, *, expected: bool = False) -> Agreement:
    """Return the agreement that measures an entry, read; AssertionError with its problems."""
    text = agreement_of(entry, tables_read(entry), catalogue(), expected=expected)
    found, problems = read_agreement((f"{entry.name}.yaml", text))
    assert found is not None, problems
    assert not problems, "\n".join(map(str, problems))
    return found


def figures(
    entry: Entry, rows: Rows, *, as_of: date, known_at: date | None = None, covers: str = ""
) -> tuple[Figure, ...]:  # fmt: skip
    """Return the figures of an entry, as known on `known_at` (default: `as_of`).

    `covers` are the periods that every table with rows reports as complete, in the first of its files: rows known
    later stand in files of their own.
    """
    agreement = agreed(entry)
    terms = agreement.versions[-1][1]
    files = {name: tuple(_files(name, of, terms, covers)) for name, of in rows.items() if of}
    facts, problems = load(files, terms, known_at=known_at or as_of)
    assert not problems, "\n".join(map(str, problems))
    return measure(agreement, facts, as_of=as_of, driver=DuckDBDriver()).figures[entry.name]


def _files(name: str, rows: Sequence[Row], terms: Terms, covers: str) -> Iterator[RawFile]:
    days = sorted({row.get("known_at") or "" for row in rows})
    for day in days:
        of = [row for row in rows if (row.get("known_at") or "") == day]
        yield replace(_file(name, of, terms, covers if day == days[0] else ""), path=f"{name} {day}".strip())


def _file(name: str, rows: Sequence[Row], terms: Terms, covers: str) -> RawFile:
    columns = list(dict.fromkeys([*terms.facts[name].columns, *(key for row in rows for key in row)]))
    cells = {column: [row.get(column) for row in rows] for column in columns}
    who = terms.facts[name].reporter_column
    cells["reported_by"] = [row[who] if who else "fern" for row in rows]
    cells.setdefault("known_at", [terms.starts.isoformat()] * len(rows))
    return replace(given_rows(name, cells), about={"covers": covers} if covers else {})


# -- the same by SQL --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """What a query found: (members in the order of `per`, period) -> value, None where it found none."""

    values: Mapping[tuple[tuple[str, ...], str], float | None]


def asked(query: str, entry: Entry, rows: Rows, *, as_of: date) -> Asked:
    """Run a query of a test over the rows; it returns `period`, the members, and `value`.

    Each table has its columns with types and, of the day or period of the row: `first` and `last` (dates), and the
    names `month`, `quarter` and `year`. The table `periods` has the periods of the entry that are over: `period`,
    `first`, `last`, `number` (from 1). Settings of the entry are in the table `settings`, one column each.
    """
    terms = agreed(entry).versions[-1][1]
    with duckdb.connect() as connection:
        for name, of in rows.items():
            _create(connection, name, of, terms)
        grain = terms.metrics[entry.name].every
        spans = [p for p in terms.calendar.between(grain, terms.starts, as_of) if p.last <= as_of]
        connection.execute("create table periods (period text, first date, last date, number integer)")
        numbered = [(p.name, p.first, p.last, n) for n, p in enumerate(spans, 1)]
        if numbered:
            connection.executemany("insert into periods values (?, ?, ?, ?)", numbered)
        found = connection.execute(query)
        names = [column[0] for column in found.description or ()]
        lines = [dict(zip(names, line, strict=True)) for line in found.fetchall()]
    per = terms.metrics[entry.name].per
    return Asked(
        {(tuple(str(line[c]) for c in per), line["period"]): _number(line["value"]) for line in lines}
    )  # fmt: skip


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


_TYPES = {"period": "text", "text": "text", "reporter": "text", "date": "date", "truth": "boolean"}


def _create(connection: duckdb.DuckDBPyConnection, name: str, rows: Sequence[Row], terms: Terms) -> None:
    table = terms.facts[name]
    columns = [f'"{c.name}" {_TYPES.get(c.type, "double")}' for c in table.columns.values()]
    connection.execute(
        f'create table "{name}" ({", ".join(columns)}, first date, last date, month text, quarter text, year text)'
    )
    own = table.period_column or ""
    for row in rows:
        period = terms.calendar.period(str(row[own]))
        names = [
            terms.calendar.containing(grain, period.last).name for grain in (Grain.MONTH, Grain.QUARTER, Grain.YEAR)
        ]
        cells = [row.get(column) or None for column in table.columns]
        marks = ", ".join("?" * (len(cells) + 5))
        connection.execute(f'insert into "{name}" values ({marks})', [*cells, period.first, period.last, *names])


__all__ = ["PARTIES", "Asked", "Row", "Rows", "agreed", "asked", "figures", "standard", "tables_read"]
