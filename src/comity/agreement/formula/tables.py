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
from comity.agreement.worth import is_money

_STEP = {"opened": types.DATE, "due": types.DATE, "ended": types.DATE}
MILESTONES = "milestones"


def column_type(column: Column, currency: str | None) -> Maybe:
    """Return the type of a declared column; money of facts is converted to the agreement's currency."""
    match column.type:
        case "money" | "rounding":
            return types.money(currency or column.currency)
        case "text" | "reporter":
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
    tables.setdefault(MILESTONES, Table(name=MILESTONES, sort="milestones", columns=milestone_columns(terms)))
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


def milestone_columns(terms: Terms) -> dict[str, Maybe]:
    """Return the columns of the table of milestones.

    `done` is the day of completion, `accepted` that of acceptance, `earned` the day on which it is done, and accepted
    where acceptance is agreed. `worth` is money or a number, as the milestones say; unknown where none says it.
    """
    days = dict.fromkeys(("due", "done", "accepted", "earned"), types.DATE)
    worths = {is_money(one.worth) for one in terms.milestones.values() if one.worth is not None}
    worth = types.money(terms.currency) if worths == {True} else types.NUMBER if worths == {False} else None
    return {"milestone": types.TEXT, "owner": types.TEXT, **days, "worth": worth, "days_late": types.NUMBER}


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
