"""A table of facts in words, as the schedule says it: what each column holds, who reports it, by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comity.agreement.formula import tree
from comity.agreement.model import Column, FactTable, Formula, Terms
from comity.agreement.review.parts import formulas_of_clause
from comity.facts.headings import headed
from comity.facts.money import AMOUNTS
from comity.kernel.words import and_list, capital, named
from comity.opening.drafts.folder import standard_of
from comity.reports.schedule.english.names import book_of
from comity.reports.schedule.english.times import point
from comity.reports.schedule.markup import bare
from comity.reports.schedule.parts.facts import column_text, report_speech
from comity.standing.words import parties_named, title_of

PUBLISHED = "published"
MOST_USERS = 6
"""Metrics and clauses that are named of those that reckon with a column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnSaid:
    """A column: its name in files, what it holds, whether rows are known by it, and what it means ("" if none says)."""

    name: str
    says: str
    is_key: bool
    means: str = ""


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


def table_said(table: FactTable, terms: Terms, parties: Sequence[str] = ()) -> TableSaid:
    """Return a table in words. `table` carries its key (facts.keys.keyed).

    Its units are those in which some of its reporters, `parties`, hand it in; of all of them if none is named.
    """
    book = book_of(terms)
    speech = report_speech(book, table)

    def when(deadline: object) -> str:
        said = point(deadline, speech) if deadline is not None else ""  # type: ignore[arg-type]
        return bare(said).replace("the last fact needed was reported", "the report")

    columns = tuple(
        ColumnSaid(
            name=column.name,
            says=capital(bare(column_text(book, column, table))) + _unit(table, column, terms, parties),
            is_key=column.name in (*table.key, table.period_column),
            means=_meaning(table, column, terms),
        )
        for column in table.columns.values()
    )
    return TableSaid(
        title=named(table.name), says=table.says, reporters=reporters_said(table, terms),
        every=f"every {table.every}" if table.every else "each row on its own day",
        due=when(table.due), final=when(table.final), restate=when(table.restate), columns=columns,
    )  # fmt: skip


def _unit(table: FactTable, column: Column, terms: Terms, parties: Sequence[str]) -> str:
    """Return in which money a column is handed in, where its type does not say it: `, in EUR m`."""
    if column.type not in AMOUNTS or column.currency:
        return ""
    whose = parties or [one.party for one in table.reporters]
    told = headed(table, column, whose, terms.currency).removeprefix(column.name).strip(" ()")
    return f", in {told}" if told else ""


def _meaning(table: FactTable, column: Column, terms: Terms) -> str:
    """Return what the catalogue says of a column of its tables; else which metrics and clauses reckon with it."""
    standard = standard_of(table)
    if standard is not None and column.name in standard.columns:
        return f"{capital(standard.columns[column.name])}."
    used = [
        title_of(terms, "metrics", name) for name, one in terms.metrics.items() if _reads(one.formula, table, column)
    ]
    used += [
        title_of(terms, "clauses", name) for name, one in terms.clauses.items()
        if any(_reads(formula, table, column) for formula in formulas_of_clause(one))
    ]  # fmt: skip
    return f"Used by {and_list([f'“{title}”' for title in used], MOST_USERS)}." if used else ""


def _reads(formula: Formula, table: FactTable, column: Column) -> bool:
    return any(name.parts[:2] == (table.name, column.name) for name in tree.names(formula.node))


def reporters_said(table: FactTable, terms: Terms) -> str:
    """Return who reports a table: `Fern and Lark`, or that a public source does."""
    names = [one.party for one in table.reporters]
    return "a public source" if names == [PUBLISHED] else parties_named(terms, *names)
