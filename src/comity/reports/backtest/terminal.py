"""A backtest in a terminal: what the terms would have done, then what other thresholds would have done."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from comity.reports.backtest.model import AccountPart, BacktestView, ClauseLine, SweepPart
from comity.reports.terminal_parts import Pen, marked, new_table, printing, section
from comity.reports.view.model import TwinTable
from comity.standing.words import DAGGER

MOST_ROWS = 24
"""Periods of an account that a screen takes; JSON, page and CSV have all."""

WORDS = frozenset(
    "Rule,Clause,When,Step,Clause and rule,Whose,First opened,Setting,Member,To,From,Period,Cap,Value".split(",")
)
"""Headers over words; all others stand over numbers."""


def show(view: BacktestView, console: Console) -> None:
    """Print a backtest."""
    with printing(console):
        pen = Pen(console)
        console.print(_head(view))
        for part in _parts(view, pen):
            console.print()
            console.print(part)


def _head(view: BacktestView) -> RenderableType:
    clocks = f"{view.days}, evaluated as of {view.as_of}, known at {view.known_at}. Terms {view.terms.short}."
    assumed = [Text(f"- {one}", "dim") for one in view.assumed]
    return Group(
        Text(view.title, "bold"), Text(view.parties, "dim"), Text(), Text(view.lead), Text(clocks, "dim"), *assumed
    )


def _parts(view: BacktestView, pen: Pen) -> Iterator[RenderableType]:
    if view.clauses:
        yield section("Clauses", "", _clauses(view.clauses, pen))
    for title, table in (("Rules", view.rules), ("Steps", view.steps), ("Settings", view.settings)):
        if table is not None:
            yield section(title, Text(_after(table), "dim"), _table(table))
    for account in view.accounts:
        yield _account(account)
    if view.sweeps:
        note = Text("one threshold at a time, everything else as agreed", "dim")
        yield section("Other thresholds", note, Group(*_sweeps(view.sweeps)))
    if view.dagger:
        yield Text(f"{DAGGER} added for illustration; not a term the parties agreed.", "dim")


def _after(table: TwinTable) -> str:
    return table.caption.partition(": ")[2]


def _clauses(lines: tuple[ClauseLine, ...], pen: Pen) -> Table:
    table = new_table("Clause", ">Missed", ">Share", "Verdicts", *(("In turn",) if pen.wide else ()))
    for line in lines:
        title = Text(marked(line.title, line.dagger)).append(f"\n{line.owes}", "dim")
        counts = Text(", ").join(pen.chip(chip) for chip in line.counts)
        strip = (pen.strip(line.strip),) if pen.wide else ()
        table.add_row(title, f"{line.missed:,}", line.share, counts, *strip)
    return table


def _table(twin: TwinTable, most: int | None = None) -> Table:
    table = new_table(*(head if head in WORDS else f">{head}" for head in twin.head))
    for column, head in zip(table.columns, twin.head, strict=True):
        column.no_wrap = head == "Value"
    for row in twin.rows if most is None else twin.rows[-most:]:
        table.add_row(*(cell.text for cell in row))
    return table


def _account(account: AccountPart) -> RenderableType:
    rows = account.table.rows
    more = [Text(f"{len(rows) - MOST_ROWS} earlier periods are not shown", "dim")] if len(rows) > MOST_ROWS else []
    body = Group(Text(account.says), *more, _table(account.table, MOST_ROWS))
    return section(f"Account: {account.title}", "", body)


def _sweeps(parts: tuple[SweepPart, ...]) -> Iterator[RenderableType]:
    for at, part in enumerate(parts):
        if at:
            yield Text()
        yield Text.assemble((marked(part.title, part.dagger), "bold"), (f"  agreed: {part.agreed}", "dim"))
        yield Text(part.says)
        yield _table(part.brief)
