"""A table of facts in words, as the schedule says it: what each column holds, who reports it, by when."""

from __future__ import annotations

from dataclasses import dataclass

from comity.agreement.model import FactTable, Terms
from comity.kernel.words import capital, named
from comity.reports.schedule.english.names import book_of
from comity.reports.schedule.english.times import point
from comity.reports.schedule.markup import bare
from comity.reports.schedule.parts.facts import column_text, report_speech
from comity.standing.words import parties_named

PUBLISHED = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnSaid:
    """A column: its name in files, what it holds, and whether rows are known by it."""

    name: str
    says: str
    is_key: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSaid:
    """A table in words. `due`, `final` and `restate` are "" where nothing is agreed."""

    title: str
    says: str
    reporters: str
    every: str
    due: str
    final: str
    restate: str
    columns: tuple[ColumnSaid, ...]


def table_said(table: FactTable, terms: Terms) -> TableSaid:
    """Return a table in words. `table` carries its key (facts.keys.keyed)."""
    book = book_of(terms)
    speech = report_speech(book, table)

    def when(deadline: object) -> str:
        said = point(deadline, speech) if deadline is not None else ""  # type: ignore[arg-type]
        return bare(said).replace("the last fact needed was reported", "the report")

    columns = tuple(
        ColumnSaid(
            name=column.name,
            says=capital(bare(column_text(book, column, table))),
            is_key=column.name in (*table.key, table.period_column),
        )
        for column in table.columns.values()
    )
    return TableSaid(
        title=named(table.name), says=table.says, reporters=reporters_said(table, terms),
        every=f"every {table.every}" if table.every else "each row on its own day",
        due=when(table.due), final=when(table.final), restate=when(table.restate), columns=columns,
    )  # fmt: skip


def reporters_said(table: FactTable, terms: Terms) -> str:
    """Return who reports a table: `Fern and Lark`, or that a public source does."""
    names = [one.party for one in table.reporters]
    return "a public source" if names == [PUBLISHED] else parties_named(terms, *names)
