"""The pages of facts: all tables, and each table with what is owed, what was reported, and where reports differ.

They are made from what the gate for rows lets through (standing.visible_facts), with the first reader who asks, and
kept with that reader's projection.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from comity.agreement.model import Agreement, FactTable, Terms
from comity.facts.history import holding
from comity.facts.keys import keyed
from comity.facts.model import Facts
from comity.facts.seen import SeenTable
from comity.kernel.period import Period
from comity.kernel.words import and_list, decapital, named, periods_named, plural
from comity.kernel.words import day as in_words
from comity.reports.months import spoken
from comity.standing.sight import Reader
from comity.standing.visible_facts import ALL, CLOSED, OWN, SOME, visible_facts
from comity.standing.words import is_objection, party_name
from comity.web.alliances.pages.ways import FOLDER, command
from comity.web.alliances.pieces import Page
from comity.web.alliances.rendered import rendered
from comity.web.facts.listings import columns_listing, compared_listing, periods_listing, sent_listing
from comity.web.facts.owed import Owed, owed_periods
from comity.web.facts.owing import owed_by_party
from comity.web.facts.row_listings import Rows, later_listing, rows_listing
from comity.web.facts.schema import TableSaid, reporters_said, table_said
from comity.web.facts.template import periods_to_fill
from comity.web.listing import Cell, Column, Listing

FACTS, TABLE = "facts", "table"
_SEEN = {
    SOME: "The agreement shows you of this table what is old enough, or adds up to long enough periods.",
    OWN: "The agreement closes this table to you: what you see is what your own party reported.",
    CLOSED: "The agreement closes this table to you.",
}
_HEAD = (
    Column("table", "Table"), Column("who", "Reported by"), Column("rows", "Rows in force", "number"),
    Column("latest", "Latest"), Column("due", "Next due", "date"), Column("late", "Overdue", "number"),
    Column("apart", "Differences", "number"),
)  # fmt: skip
_NO_TABLES = "The agreement owes no facts: tables stand under facts in agreement.yaml."


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A table as it is shown to one reader: its terms, what is seen of it, and the periods for which it is owed."""

    table: FactTable
    terms: Terms
    seen: SeenTable
    owed: tuple[Owed, ...]
    disputed: frozenset[tuple[str, int]]
    as_of: date


def shown_tables(agreement: Agreement, facts: Facts, reader: Reader, as_of: date) -> Mapping[str, Shown]:
    """Return all tables as a reader may see them."""
    terms = agreement.versions[-1][1]
    seen = visible_facts(facts, agreement, reader, as_of)
    return {
        name: Shown(
            table=keyed(table, terms), terms=terms, seen=seen[name], as_of=as_of,
            owed=tuple(_of(one, reader, seen[name]) for one in owed_periods(name, agreement, facts, as_of)),
            disputed=_disputed(seen[name]),
        )
        for name, table in terms.facts.items()
    }  # fmt: skip


def _of(owed: Owed, reader: Reader, seen: SeenTable) -> Owed:
    """Return a period as a reader may know it: whether the other side reported is no secret only where its rows are."""
    if seen.seen == ALL:
        return owed
    mine = {party: day for party, day in owed.reported.items() if party in reader.names}
    return Owed(period=owed.period, due=owed.due, reported=mine, complete=owed.complete & reader.names)


def _disputed(seen: SeenTable) -> frozenset[tuple[str, int]]:
    """Return the rows, by file and number, that say another thing than the other side's."""
    apart = (one for one in seen.comparisons if one.state == "differs")
    return frozenset((report.file, report.row) for one in apart for report in one.reports)


def pages(
    tables: Mapping[str, Shown], waiting: Mapping[str, Sequence[tuple[str, str]]], mine: frozenset[str]
) -> Iterator[Page]:
    """Yield the page of all tables and one for each; `waiting` are files by table that do not count yet.

    Each of them comes with the command that submits it.

    `mine` is the party for which the reader reads; none where they read for all.
    """
    said = {name: table_said(one.table, one.terms) for name, one in tables.items()}
    yield Page(page=FACTS, title="Facts", blocks=(_lead(tables, mine), _overview(tables, said)))
    for name, one in tables.items():
        blocks = tuple(_blocks(one, said[name], waiting.get(name, ()), mine))
        yield Page(page=TABLE, key=name, title=said[name].title, blocks=blocks)


def _blocks(
    one: Shown, said: TableSaid, waiting: Sequence[tuple[str, str]], mine: frozenset[str]
) -> Iterator[str | Listing]:
    closed = _SEEN.get(one.seen.seen, "")
    yield rendered(
        "table_lead.html.j2", lead=_table_lead(one), closed=closed, waiting=waiting,
        fill=_to_fill(one, mine),
    )  # fmt: skip
    if one.owed and any(period.reported for period in one.owed):
        yield periods_listing(one.owed, one.terms, one.as_of)
    both = len(one.table.reporters) > 1 and one.table.reporter_column is None and one.seen.seen in (ALL, SOME)
    if both or one.seen.comparisons:
        yield compared_listing(one.seen.comparisons, one.table, one.terms)
        yield from _differing(one)
    if one.seen.seen != CLOSED:
        by = Rows(table=one.table, terms=one.terms, disputed=one.disputed, as_of=one.as_of)
        yield rows_listing(one.seen, by)
        if (later := later_listing(one.seen, by)) is not None:
            yield later
            yield rendered("table_later.html.j2")
        yield sent_listing(one.seen, one.terms, one.as_of)
    yield rendered("table_terms.html.j2", said=said)
    yield columns_listing(said)


def _differing(one: Shown) -> Iterator[str]:
    """Yield how a difference of the reports, or a dispute, is brought to an end; nothing where there is none."""
    differing = [found for found in one.seen.comparisons if found.state == "differs"]
    disputed = [found for found in differing if is_objection(one.terms, found)]
    if not differing:
        return
    settled = ""
    if disputed:
        last = max(disputed, key=lambda found: found.period.first)
        about = [one.table.name, last.period.name, *(member for _, member in last.scope)]
        of_row = [found for found in disputed if (found.period, found.scope) == (last.period, last.scope)]
        settled = command("settle", FOLDER, *about, *(["--column", last.column] if len(of_row) > 1 else []))
    yield rendered(
        "table_differ.html.j2", table=one.table.name, settled=settled, corrected=len(disputed) < len(differing)
    )


def _table_lead(one: Shown) -> str:
    """Return what is overdue of a table, or due next, in a sentence; "" where neither can be said."""
    late: dict[str, list[Period]] = {}
    for period in one.owed:
        for party in period.late(one.as_of):
            late.setdefault(party, []).append(period.period)
    if late:
        told = [f"{party_name(one.terms, party)} for {periods_named(of)}" for party, of in late.items()]
        return f"Overdue: {and_list(told)}."
    following = _next(one)
    return f"Nothing is overdue; the next report is due on {in_words(following, one.as_of)}." if following else ""


def _to_fill(one: Shown, mine: frozenset[str]) -> str:
    """Return what stands in the template for the reader's party; "" where it fills in nothing."""
    reporters = {party.party for party in one.table.reporters} & mine
    if not reporters:
        return ""
    filled = set(periods_to_fill(one.owed, sorted(reporters), one.as_of))
    periods = [owed.period for owed in one.owed if owed.period.name in filled]
    if one.table.every is None:
        return "The template has the columns; each row is for one thing, on its day."
    if not periods:
        return "You have reported every period that has begun, so that the template has the columns alone."
    members = [name for name in one.table.key if name != one.table.period_column and one.table.columns[name].words]
    each = f", a row for each {and_list([name.replace('_', ' ') for name in members])}" if members else ""
    return f"The template is filled in for {periods_named(periods)}{each}."


# -- all tables -------------------------------------------------------------------------------


def _lead(tables: Mapping[str, Shown], mine: frozenset[str]) -> str:
    late = [name for name, one in tables.items() for period in one.owed if period.late(one.as_of)]
    owed = owed_by_party([(name, one.owed, one.terms, one.as_of) for name, one in tables.items()], mine)
    return rendered("facts_lead.html.j2", lead=_lead_said(tables, late), owed=owed)


def _lead_said(tables: Mapping[str, Shown], late: Sequence[str]) -> str:
    if not tables:
        return "The agreement owes no facts."
    if late:
        names = and_list([decapital(named(name)) for name in sorted(set(late))])
        return f"{plural(len(late), 'report is', 'reports are')} overdue, of {names}."
    if not any(one.seen.rows.num_rows for one in tables.values()):
        return "Nothing has been reported yet. Open a table, download its template, fill it in and upload it."
    return "No report is overdue."


def _overview(tables: Mapping[str, Shown], said: Mapping[str, TableSaid]) -> Listing:
    rows = tuple(_row(name, one, said[name]) for name, one in tables.items())
    return Listing(name="tables", caption="Tables of facts", columns=_HEAD, rows=rows, empty=_NO_TABLES)


def _row(name: str, one: Shown, said: TableSaid) -> tuple[Cell, ...]:
    held, closed = _in_force(one).num_rows, one.seen.seen == CLOSED
    late = sum(bool(period.late(one.as_of)) for period in one.owed)  # as the docket counts: one for both parties
    apart = sum(comparison.state == "differs" for comparison in one.seen.comparisons)
    following, (latest, since) = _next(one), _latest(one)
    return (
        Cell(said.title, href=f"{name}/", sub=said.says),
        Cell(reporters_said(one.table, one.terms), sub=said.every),
        Cell("closed to you" if closed else f"{held:,}", "" if closed else str(held)),
        Cell(spoken(latest), since.isoformat() if since else "", full=latest),
        Cell(in_words(following, one.as_of), following.isoformat()) if following else Cell("–"),
        Cell(str(late) if late else "–", str(late), mark="missing" if late else ""),
        Cell(str(apart) if apart else "–", str(apart), mark="disputed" if apart else ""),
    )


def _in_force(one: Shown) -> pa.Table:
    """Return the rows of a table that hold on the day, each party's own."""
    return holding(one.seen.rows, one.as_of)


def _latest(one: Shown) -> tuple[str, date | None]:
    """Return the last period or day that rows are about, and its first day."""
    column = one.table.period_column
    rows = _in_force(one)
    if column is None or not rows.num_rows:
        return "–", None
    last = max(rows.select([column, "_first"]).to_pylist(), key=lambda row: row["_first"] or date.min)
    return str(last[column]), last["_first"]


def _next(one: Shown) -> date | None:
    """Return the next day on which something is due that nobody has reported."""
    coming = [
        period.due for period in one.owed
        if period.due is not None and period.due >= one.as_of and None in period.reported.values()
    ]  # fmt: skip
    return min(coming, default=None)
