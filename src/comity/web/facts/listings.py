"""The listings of a table's page: periods owed, the two reports side by side, rows, files, and what columns mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from comity.agreement.model import FactTable, Terms
from comity.facts.history import SUPERSEDED
from comity.facts.model import Comparison
from comity.facts.seen import SeenTable
from comity.kernel import exact
from comity.kernel.numbers import digits, exact_places, format_value
from comity.kernel.period import Period
from comity.kernel.words import day as in_words
from comity.kernel.words import named, time_left
from comity.standing.words import party_name
from comity.web.facts.owed import Owed
from comity.web.facts.schema import TableSaid
from comity.web.listing import Cell, Column, Kind, Listing

MOST_ROWS = 2000
"""Rows of a table that its page holds, the newest; a page is read whole."""
_NUMBERS = ("number", "money", "rounding")
_STATES = {"agreed": "final", "differs": "disputed", "one report": "missing"}
_MOST_PLACES = 18

# -- what is owed -----------------------------------------------------------------------------


def periods_listing(owed: Sequence[Owed], terms: Terms, as_of: date) -> Listing:
    """Return the periods for which a table is owed, with who has reported each."""
    parties = list(dict.fromkeys(party for one in owed for party in one.reported))
    columns = (
        Column("period", "Period"), Column("due", "Due", "date"),
        *(Column(party, party_name(terms, party), "date") for party in parties),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(one.period.name, one.period.first.isoformat()),
            _day(one.due, as_of),
            *(_report(one, party, as_of) for party in parties),
        )
        for one in sorted(owed, key=lambda one: not one.late(as_of))  # what is late comes first
    )
    return Listing(name="owed", caption="What is owed", columns=columns, rows=rows, size=12)


def _report(one: Owed, party: str, as_of: date) -> Cell:
    if party in one.complete:
        return Cell("declared complete")
    if party not in one.reported:
        return Cell("not owed")
    day = one.reported[party]
    if day is None:
        if party in one.late(as_of) and one.due is not None:
            return Cell("late", mark="missing", sub=f"since {in_words(one.due, as_of)}")
        return Cell("not yet", mark="not_due", sub=time_left(one.due, as_of) if one.due else "")
    after = (day - one.due).days if one.due is not None else 0
    late = f"{after} {'day' if after == 1 else 'days'} after it was due" if after > 0 else ""
    return Cell(in_words(day, as_of), day.isoformat(), sub=late)


def _day(day: date | None, as_of: date) -> Cell:
    return Cell(in_words(day, as_of), day.isoformat()) if day is not None else Cell("no day agreed")


# -- the two reports --------------------------------------------------------------------------


def compared_listing(comparisons: Sequence[Comparison], table: FactTable, terms: Terms) -> Listing:
    """Return what the reporters of a table say of the same, and how far apart they are."""
    spoken = [report.reporter for one in comparisons for report in one.reports]  # who disputes a datum reports it too
    parties = list(dict.fromkeys([*(one.party for one in table.reporters), *spoken]))
    columns = (
        Column("period", "Period"), Column("what", "What"),
        *(Column(party, party_name(terms, party), "number") for party in parties),
        Column("apart", "Apart", "number"), Column("state", "State"),
    )  # fmt: skip
    rows = tuple(_compared(one, parties, terms) for one in sorted(comparisons, key=_newest))
    empty = "Nothing is compared yet: that begins with the first period of which both have reported."
    return Listing(
        name="compared", caption="Both reports, side by side", columns=columns, rows=rows, empty=empty, size=12
    )


def _newest(one: Comparison) -> tuple[int, Period]:
    return -one.period.first.toordinal(), one.period


def _compared(one: Comparison, parties: Sequence[str], terms: Terms) -> tuple[Cell, ...]:
    said = {report.reporter: report for report in one.reports}
    unit = ""
    if (table := terms.facts.get(one.table)) is not None and one.column in table.columns:
        column = table.columns[one.column]
        unit = (terms.currency or "") if column.type == "money" else (column.unit or "")
    members = ", ".join(member for _, member in one.scope)
    apart = exact.to_decimal(one.difference) if one.difference is not None else None
    return (
        Cell(one.period.name, one.period.first.isoformat()),
        Cell(named(one.column), sub=members),
        *(
            Cell(format_value(said[party].converted, unit), f"{exact.to_decimal(said[party].converted):f}")
            if party in said else Cell("not reported", mark="missing")
            for party in parties
        ),
        Cell(format_value(apart, "percent"), f"{apart:f}") if apart is not None else Cell("–"),
        Cell(one.state, mark=_STATES.get(one.state, ""), sub="" if one.state == "agreed" else one.reason),
    )  # fmt: skip


# -- rows -------------------------------------------------------------------------------------


def rows_listing(
    seen: SeenTable, table: FactTable, terms: Terms, disputed: frozenset[tuple[str, int]], as_of: date
) -> Listing:  # fmt: skip
    """Return the rows of a table as they were reported, the newest first, those replaced among them."""
    wanted = [*table.columns, "_first", "_reporter", "_known_at", "_file", "_row", SUPERSEDED]
    rows = seen.rows.select(list(dict.fromkeys(wanted))).to_pylist()
    rows.sort(key=lambda row: (row["_first"] or date.min, row["_known_at"]), reverse=True)
    kinds = {name: _kind(column.type) for name, column in table.columns.items()}
    columns = (
        *(Column(name, named(name), kind) for name, kind in kinds.items()),
        Column("_reporter", "Reported by"), Column("_known_at", "Known since", "date"), Column("_state", "State"),
    )  # fmt: skip
    shown = tuple(
        (
            *(_cell(row[name], kind) for name, kind in kinds.items()),
            Cell(party_name(terms, row["_reporter"])),
            Cell(in_words(row["_known_at"], as_of), row["_known_at"].isoformat()),
            _state(row, disputed, as_of),
        )
        for row in rows[:MOST_ROWS]
    )
    more = f", the newest {MOST_ROWS:,} of {len(rows):,}" if len(rows) > MOST_ROWS else ""
    empty = "No row yet. Download the template, fill it in, and upload it on this page."
    return Listing(name="rows", caption=f"Rows as reported{more}", columns=columns, rows=shown, empty=empty, size=25)


def _kind(type_: str) -> Kind:
    if type_ in _NUMBERS:
        return "number"
    return "date" if type_ == "date" else "text"


def _cell(value: Any, kind: Kind) -> Cell:
    if value is None:
        return Cell("–")
    if isinstance(value, bool):
        return Cell("yes" if value else "no")
    if isinstance(value, date):
        return Cell(in_words(value), value.isoformat())
    if kind == "number":
        number = Decimal(value)
        return Cell(digits(number, exact_places(number, _MOST_PLACES)), f"{number:f}")
    return Cell(str(value))


def _state(row: dict[str, Any], disputed: frozenset[tuple[str, int]], as_of: date) -> Cell:
    if row["_known_at"] > as_of:
        return Cell(f"counts from {in_words(row['_known_at'], as_of)}", mark="not_due")
    until = row[SUPERSEDED]
    if until is not None and until <= as_of:
        return Cell("replaced", sub=f"on {in_words(until, as_of)}")
    if (row["_file"], row["_row"]) in disputed:
        return Cell("disputed", mark="disputed")
    return Cell("in force", sub=f"until {in_words(until, as_of)}" if until is not None else "")


# -- files ------------------------------------------------------------------------------------


def sent_listing(seen: SeenTable, terms: Terms, as_of: date) -> Listing:
    """Return the files in which rows of a table were reported."""
    columns = (
        Column("file", "File"), Column("who", "Reported by"), Column("known", "Known since", "date"),
        Column("rows", "Rows", "number"), Column("force", "In force", "number"),
    )  # fmt: skip
    return Listing(
        name="files", caption="Files reported", columns=columns, rows=tuple(_files(seen, terms, as_of)),
        empty="No file yet.", size=12,
    )  # fmt: skip


def _files(seen: SeenTable, terms: Terms, as_of: date) -> Iterator[tuple[Cell, ...]]:
    groups: dict[tuple[str, str], list[tuple[date, bool]]] = {}
    told = seen.rows.select(["_file", "_reporter", "_known_at", SUPERSEDED]).to_pylist()
    for row in told:
        until = row[SUPERSEDED]
        in_force = row["_known_at"] <= as_of and (until is None or until > as_of)
        groups.setdefault((row["_file"], row["_reporter"]), []).append((row["_known_at"], in_force))
    newest = sorted(groups.items(), key=lambda item: max(known for known, _ in item[1]), reverse=True)
    for (file, reporter), rows in newest:
        yield (
            Cell(file.rpartition("/")[2]), Cell(party_name(terms, reporter)), _known(known for known, _ in rows),
            Cell(f"{len(rows):,}", str(len(rows))), _count(sum(in_force for _, in_force in rows)),
        )  # fmt: skip


def _known(days: Iterable[date]) -> Cell:
    known = sorted(set(days))
    said = in_words(known[-1])
    return Cell(said, known[-1].isoformat(), sub=f"the first {in_words(known[0])}" if len(known) > 1 else "")


def _count(count: int) -> Cell:
    return Cell(f"{count:,}", str(count))


# -- columns ----------------------------------------------------------------------------------


def columns_listing(said: TableSaid) -> Listing:
    """Return what each column of a table means."""
    columns = (Column("name", "Column"), Column("holds", "What it holds"), Column("key", "Rows are known by it"))
    rows = tuple((Cell(one.name), Cell(one.says), Cell("yes" if one.is_key else "no")) for one in said.columns)
    return Listing(name="columns", caption="What each column means", columns=columns, rows=rows)
