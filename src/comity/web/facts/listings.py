"""The listings of a table's page: periods owed, the two reports side by side, files, and what columns mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from comity.agreement.model import FactTable, Terms
from comity.facts.history import SUPERSEDED
from comity.facts.model import Comparison
from comity.facts.seen import SeenTable
from comity.kernel.numbers import PERCENT, format_value
from comity.kernel.period import Period
from comity.kernel.words import day as in_words
from comity.kernel.words import named, period_name, time_left
from comity.standing.words import party_name
from comity.web.amounts import counted
from comity.web.facts.owed import Owed
from comity.web.facts.provenance import stated
from comity.web.facts.schema import TableSaid
from comity.web.listing import Cell, Column, Listing

_STATES = {"agreed": "final", "differs": "disputed", "one report": "missing"}

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
            _period(one.period),
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
            return Cell("overdue", mark="missing", sub=f"since {in_words(one.due, as_of)}")
        return Cell("not yet", mark="not_due", sub=time_left(one.due, as_of) if one.due else "")
    after = (day - one.due).days if one.due is not None else 0
    late = f"{after} {'day' if after == 1 else 'days'} after it was due" if after > 0 else ""
    return Cell(in_words(day, as_of), day.isoformat(), sub=late)


def _period(period: Period) -> Cell:
    """Return a period as people read it; a file has it as the agreement writes it."""
    return Cell(period_name(period), period.first.isoformat(), full=period.name)


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
    apart = one.difference
    return (
        _period(one.period),
        Cell(named(one.column), sub=members),
        *(
            counted(format_value(said[party].converted, unit), said[party].converted, unit)
            if party in said else Cell("not reported", mark="missing")
            for party in parties
        ),
        counted(format_value(apart, PERCENT), apart, PERCENT) if apart is not None else Cell("–"),
        Cell(one.state, mark=_STATES.get(one.state, ""), sub="" if one.state == "agreed" else one.reason),
    )  # fmt: skip


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
            Cell(file.rpartition("/")[2], sub=stated(file, min(day for day, _ in rows))),
            Cell(party_name(terms, reporter)), _known((day for day, _ in rows), as_of),
            Cell(f"{len(rows):,}", str(len(rows))), _count(sum(in_force for _, in_force in rows)),
        )  # fmt: skip


def _known(days: Iterable[date], as_of: date) -> Cell:
    """Return since when the rows of a file are known: the last day that has come, and what is about others."""
    known = sorted(set(days))
    come = [day for day in known if day <= as_of]
    if not come:
        return Cell(in_words(known[0]), known[0].isoformat(), sub="not yet")
    about = [f"the first {in_words(come[0])}"] if len(come) > 1 else []
    about += [f"the last rows count from {in_words(known[-1])}"] if known[-1] > as_of else []
    return Cell(in_words(come[-1]), come[-1].isoformat(), sub="; ".join(about))


def _count(count: int) -> Cell:
    return Cell(f"{count:,}", str(count))


# -- columns ----------------------------------------------------------------------------------


def columns_listing(said: TableSaid) -> Listing:
    """Return what each column of a table means."""
    columns = (Column("name", "Column"), Column("holds", "What it holds"), Column("key", "Rows are known by it"))
    rows = tuple(
        (Cell(one.name), Cell(one.says, sub=one.means), Cell("yes" if one.is_key else "no")) for one in said.columns
    )
    return Listing(name="columns", caption="What each column means", columns=columns, rows=rows)
