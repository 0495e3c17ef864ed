"""Everything an aggregate can read: facts, milestones, accounts, clauses and steps, as tables of typed columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from comity.agreement.formula import types
from comity.agreement.formula.circles import VERDICT
from comity.agreement.formula.context import ROW, Table, World
from comity.agreement.formula.contexts import every_of, members_of
from comity.agreement.formula.parts import following
from comity.agreement.formula.types import Maybe
from comity.agreement.model import Clause, Column, FactTable, Step, Terms

_STEP = {"opened": types.DATE, "due": types.DATE, "ended": types.DATE}
_MILESTONES = {"milestone": types.TEXT, "due": types.DATE, "done": types.DATE, "days_late": types.NUMBER}


def column_type(column: Column, currency: str | None) -> Maybe:
    """Return the type of a declared column; money of facts is converted to the agreement's currency."""
    match column.type:
        case "money" | "rounding":
            return types.money(currency or column.currency)
        case "text":
            return replace(types.TEXT, words=column.words)
        case "truth":
            return types.TRUTH
        case "date":
            return types.DATE
        case "period":
            return types.PERIOD
        case _:
            return types.NUMBER


def tables_of(terms: Terms) -> dict[str, Table]:
    """Return all tables; where two things share a name, facts come before accounts, clauses and steps."""
    tables = {name: _fact_table(table, terms.currency) for name, table in terms.facts.items()}
    tables.setdefault("milestones", Table(name="milestones", sort="milestones", columns=_MILESTONES))
    sums = dict.fromkeys(("accrued", "paid", "balance"), types.money(terms.currency))
    for name, account in terms.accounts.items():
        columns = {**sums, "cap_reached": types.TRUTH, "period": types.PERIOD}
        tables.setdefault(name, Table(name=name, sort="account", columns=columns, place=account.place))
    for clause in terms.clauses.values():
        tables.setdefault(clause.name, _clause_table(clause, terms, tables))
    for clause in terms.clauses.values():
        for name, rule in clause.rules.items():
            for step in _steps(rule, name):
                columns = {**_STEP, "amount": types.money(terms.currency)}
                tables.setdefault(step, Table(name=step, sort="step", columns=columns, place=rule.place))
    return tables


def _fact_table(table: FactTable, currency: str | None) -> Table:
    columns = {name: column_type(column, currency) for name, column in table.columns.items()}
    return Table(name=table.name, sort="facts", columns=columns, place=table.place, every=table.every or ROW)


def _clause_table(clause: Clause, terms: Terms, tables: Mapping[str, Table]) -> Table:
    """Return the table a clause is: its members and all names it binds."""
    columns: dict[str, Maybe] = {}
    if clause.table in tables:
        columns |= {**tables[clause.table].columns} | {"day": types.DATE}
    columns |= members_of(World(tables=tables), clause.per) | {"period": types.PERIOD, "status": types.TEXT}
    columns |= dict.fromkeys(("pay", "paid"), types.money(terms.currency))
    if clause.measure is not None:
        columns |= dict.fromkeys(("raw", "value", "threshold", "shortfall")) | {"points_short": types.NUMBER}
    if clause.measure is not None or clause.missed_if is not None:
        columns |= dict.fromkeys(VERDICT, types.TRUTH)
    columns |= dict.fromkeys(clause.rules, types.TRUTH) | dict.fromkeys(clause.let)
    return Table(
        name=clause.name, sort="clause", columns=columns, place=clause.place, every=every_of(clause), per=clause.per
    )


def _steps(step: Step, name: str) -> Iterator[str]:
    """Yield the names of a step and of all that follow it, as far as a formula can mention them."""
    said = name or step.name or step.do
    if said.isidentifier() and said == said.lower():
        yield said
    for later in following(step):
        yield from _steps(later, "")
