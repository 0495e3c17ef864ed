"""A small agreement for the tests of formulas, and short ways to ask what is wrong with one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from comity.agreement.formula import types
from comity.agreement.formula.check import check
from comity.agreement.formula.context import Context, Every, MetricUse, SettingUse, Table, World
from comity.agreement.formula.parse import parse
from comity.agreement.formula.types import Maybe, Type, money
from comity.agreement.model import Formula
from comity.kernel.period import Grain
from comity.kernel.problem import Place, Problem

HERE = Place(file="agreement.yaml", line=41, column=11)
USD = money("USD")

LEVELS = Table(
    name="levels", sort="facts", every=Grain.MONTH, place=Place(file="agreement.yaml", line=8, column=3),
    columns={"month": types.PERIOD, "level": types.TEXT, "good": types.NUMBER, "total": types.NUMBER, "fees": USD,
             "late": types.TRUTH, "sent_on": types.DATE, "kind": replace(types.TEXT, words=("quality", "money"))},
)  # fmt: skip
ORDERS = Table(
    name="orders", sort="facts", every="row",
    columns={"promised_on": types.DATE, "days_late": types.NUMBER, "value": USD},
)  # fmt: skip
CREDITS = Table(
    name="credits", sort="account",
    columns={"accrued": USD, "paid": USD, "balance": USD, "cap_reached": types.TRUTH},
)  # fmt: skip
QUALITY = Table(
    name="quality", sort="clause", every=Grain.MONTH, per=("level",),
    columns={"level": types.TEXT, "period": types.PERIOD, "points": types.NUMBER, "missed": types.TRUTH},
)  # fmt: skip

WORLD = World(
    currency="USD",
    tables={table.name: table for table in (LEVELS, ORDERS, CREDITS, QUALITY)},
    metrics={
        "rate": MetricUse(name="rate", every=Grain.MONTH, type=types.PERCENT, place=HERE),
        "sales": MetricUse(name="sales", every=Grain.MONTH, type=USD),
        "sales_year": MetricUse(name="sales_year", every=Grain.YEAR, type=USD),
        "sales_day": MetricUse(name="sales_day", every=Grain.DAY, type=USD),
        "achieved": MetricUse(name="achieved", every=Grain.MONTH, per=("level",), type=types.PERCENT),
        "open": MetricUse(name="open", every=Grain.MONTH),
    },
    settings={
        "at_risk": SettingUse(name="at_risk", type=types.PERCENT),
        "fee": SettingUse(name="fee", type=USD),
        "look_back": SettingUse(name="look_back", type=types.DURATION),
        "run_by": SettingUse(name="run_by", type=replace(types.TEXT, words=("supplier", "customer"))),
        "points_for": SettingUse(
            name="points_for", type=types.NUMBER, layers=("keyed",), keys=frozenset({"uptime", "repair"})
        ),
        "discount": SettingUse(name="discount", type=types.PERCENT, layers=("step",)),
        "grid": SettingUse(name="grid", type=USD, layers=("keyed", "step"), keys=frozenset({"uptime"})),
        "later": SettingUse(name="later"),
    },
    surveys={"health": frozenset({"trust", "pace"})},
    dimensions=frozenset({"cost"}),
)

METRIC = Context(
    world=WORLD, kind="metric", every=Grain.MONTH, absent={"value": "only clauses have it."},
    names={"period_start": types.DATE, "period_end": types.DATE},
)  # fmt: skip
CLAUSE = Context(
    world=WORLD, kind="clause", every=Grain.MONTH, per=("level",), rules=frozenset({"credit"}),
    reliefs=frozenset({"storm"}),
    names={"level": types.TEXT, "value": types.PERCENT, "raw": types.PERCENT, "threshold": types.PERCENT,
           "shortfall": types.PERCENT, "points_short": types.NUMBER, "missed": types.TRUTH, "met": types.TRUTH,
           "status": types.TEXT, "paid": USD, "pay": USD, "credit": types.TRUTH, "points": types.NUMBER,
           "period_start": types.DATE, "period_end": types.DATE},
)  # fmt: skip
ROWS = Context(
    world=WORLD, kind="clause", every="row", table="orders",
    names={**ORDERS.columns, "day": types.DATE, "missed": types.TRUTH},
)  # fmt: skip


def formula(text: str, place: Place = HERE) -> Formula:
    """Return a formula that must parse."""
    node, problems = parse(text, place)
    assert node is not None, problems
    return Formula(text=text, node=node, place=place)


def typed(text: str, context: Context = CLAUSE, expects: Maybe = None) -> Maybe:
    """Return the type of a formula that must be right."""
    found, problems = check(formula(text), context, expects)
    assert problems == []
    return found


def wrong(text: str, context: Context = CLAUSE, expects: Type | None = None) -> list[Problem]:
    """Return what is wrong with a formula that parses."""
    return check(formula(text), context, expects)[1]


def codes(text: str, context: Context = CLAUSE, expects: Type | None = None) -> list[str]:
    """Return the codes of all that is wrong with a formula, whether it parses or not."""
    node, problems = parse(text, HERE)
    if node is None:
        return [problem.code for problem in problems]
    return [problem.code for problem in check(Formula(text=text, node=node, place=HERE), context, expects)[1]]


def within(every: Every, names: Mapping[str, Maybe] | None = None) -> Context:
    """Return the context of a clause with another period."""
    return replace(CLAUSE, every=every, names={**CLAUSE.names, **(names or {})})
