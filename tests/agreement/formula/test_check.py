"""Names and types of one formula in its context."""

from __future__ import annotations

from dataclasses import replace

import pytest

from comity.agreement.formula import types
from comity.agreement.formula.context import Context
from comity.agreement.formula.types import Kind, Type, money
from comity.kernel.period import Grain
from tests.agreement.formula.worlds import CLAUSE, METRIC, ROWS, USD, WORLD, codes, typed, within, wrong

SETTING = Context(world=WORLD, kind="setting")
COLUMN = Context(world=WORLD, kind="column", names={"amount": USD})


# -- types ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1 + 2", Kind.NUMBER),
        ("value - threshold", Kind.NUMBER),
        ("sales + USD 5k", Kind.MONEY),
        ("sales - fee", Kind.MONEY),
        ("5% * sales", Kind.MONEY),
        ("sales * at_risk", Kind.MONEY),
        ("sales / 12", Kind.MONEY),
        ("sales / fee", Kind.NUMBER),
        ("-paid", Kind.MONEY),
        ("period_end - period_start", Kind.NUMBER),
        ("period_end + 30 days", Kind.DATE),
        ("period_end - 6 months", Kind.DATE),
        ("today", Kind.DATE),
        ("2026-03-31", Kind.DATE),
        ("period_end >= 2026-03-31", Kind.TRUTH),
        ("times(quality.missed, 3)", Kind.NUMBER),
        ("12 months", Kind.DURATION),
        ("sales > 0", Kind.TRUTH),
        ("sales between 0 and fee", Kind.TRUTH),
        ("level in ('a', 'b')", Kind.TRUTH),
        ("'reserved' in status", Kind.TRUTH),
        ("level is null", Kind.TRUTH),
        ("not missed and met or credit", Kind.TRUTH),
        ("missed = yes", Kind.TRUTH),
        ("case when missed then fee else 0 end", Kind.MONEY),
        ("case when missed then 0 else fee end", Kind.MONEY),
        ("greatest(sales - fee, 0)", Kind.MONEY),
        ("abs(-5)", Kind.NUMBER),
        ("round(sales, 2)", Kind.MONEY),
        ("mod(7, 2)", Kind.NUMBER),
        ("mod(sales, fee)", Kind.MONEY),
        ("sqrt(value)", Kind.NUMBER),
        ("sales / power(1 + 5%, points)", Kind.MONEY),
        ("power(2, -3)", Kind.NUMBER),
        ("sqrt(sum(levels.good))", Kind.NUMBER),
        ("month(period_end) + year(today)", Kind.NUMBER),
        ("coalesce(fee, USD 5)", Kind.MONEY),
        ("reported(sales)", Kind.TRUTH),
        ("previous(sales, 0)", Kind.MONEY),
        ("year_ago(sales)", Kind.MONEY),
        ("closing(sales_day)", Kind.MONEY),
        ("total(sales_day, quarter)", Kind.MONEY),
        ("mean(achieved, 3, 1)", Kind.NUMBER),
        ("highest(value, life)", Kind.NUMBER),
        ("lowest(value, look_back)", Kind.NUMBER),
        ("times(missed, 12 months)", Kind.NUMBER),
        ("times(sales_day > fee, 30)", Kind.NUMBER),
        ("running(missed)", Kind.NUMBER),
        ("days_running(storm)", Kind.NUMBER),
        ("survey(health.trust)", Kind.NUMBER),
        ("score(cost)", Kind.NUMBER),
        ("points_for(level)", Kind.NUMBER),
        ("points_for", Kind.NUMBER),
        ("discount(points)", Kind.NUMBER),
        ("discount(1, points)", Kind.NUMBER),
        ("discount(USD 0, sales)", Kind.MONEY),
        ("grid(level, points)", Kind.MONEY),
        ("grid(points)", Kind.MONEY),
        ("run_by = 'supplier'", Kind.TRUTH),
        ("agreement", None),
        ("sum(levels.good)", Kind.NUMBER),
        ("sum(levels.fees)", Kind.MONEY),
        ("count(*) filter (where levels.late)", Kind.NUMBER),
        ("count(distinct levels.level)", Kind.NUMBER),
        ("count_if(levels.good > 5)", Kind.NUMBER),
        ("max(levels.sent_on)", Kind.DATE),
        ("avg(achieved)", Kind.NUMBER),
        ("count_if(achieved < 95%) filter (where achieved.level <> 'c')", Kind.NUMBER),
        ("sum(quality.points)", Kind.NUMBER),
        ("quality.missed", Kind.TRUTH),
        ("credits.cap_reached", Kind.TRUTH),
        ("sum(credits.paid)", Kind.MONEY),
        ("credit.pay", Kind.MONEY),
        ("open + later", None),
        ("sales * later", None),
    ],
)
def test_right_formulas_have_a_type(text: str, kind: Kind | None) -> None:
    """Each formula that the language allows has the type it says; what is unset has none, and no complaint."""
    if text == "agreement":
        world = replace(WORLD, settings={**WORLD.settings, "agreement": WORLD.settings["later"]})
        found = typed(text, replace(CLAUSE, world=world))
    else:
        found = typed(text)
    assert (found.kind if found else None) == kind


def test_money_keeps_its_currency_and_percentages_their_sign() -> None:
    """Display hints travel: a sum of percentages is one, a product is not."""
    assert typed("5% * sales") == money("USD")
    assert typed("value - 5%") == types.PERCENT
    assert typed("value * 2") == types.NUMBER
    assert typed("sum(levels.good) / sum(levels.total)", METRIC) == types.NUMBER


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("sales + 5", "CMY-323"),
        ("sales + 0", "CMY-323"),
        ("sales * sales", "CMY-323"),
        ("5 / sales", "CMY-323"),
        ("period_end + 30", "CMY-323"),
        ("30 days + period_end", "CMY-323"),
        ("period_end + period_start", "CMY-323"),
        ("12 months * 2", "CMY-323"),
        ("level + 'a'", "CMY-323"),
        ("missed + met", "CMY-323"),
        ("-level", "CMY-323"),
        ("missed and points", "CMY-323"),
        ("not points", "CMY-323"),
        ("case when points then 1 else 2 end", "CMY-323"),
        ("case when missed then 1 else 'a' end", "CMY-323"),
        ("least(1, fee)", "CMY-323"),
        ("greatest(period_end, today)", "CMY-323"),
        ("mod(fee, 2)", "CMY-323"),
        ("sqrt(fee)", "CMY-323"),
        ("power(fee, 2)", "CMY-323"),
        ("power(2, fee)", "CMY-323"),
        ("power(2, 0.5)", "CMY-322"),
        ("power(2, -1001)", "CMY-322"),
        ("month(5)", "CMY-323"),
        ("abs(level)", "CMY-323"),
        ("running(points)", "CMY-323"),
        ("total(missed, 3)", "CMY-323"),
        ("previous(sales, 1)", "CMY-323"),
        ("sum(levels.level)", "CMY-323"),
        ("count_if(levels.good)", "CMY-323"),
        ("sum(levels.good) filter (where levels.good)", "CMY-323"),
        ("points_for(5)", "CMY-323"),
        ("discount(level)", "CMY-323"),
        ("sales > 5", "CMY-324"),
        ("sales = level", "CMY-324"),
        ("period_end > '2026-01-01'", "CMY-324"),
        ("period_end - day_one", "CMY-320"),
        ("period_end - period_start > 30 days", "CMY-324"),
        ("missed > met", "CMY-324"),
        ("level in ('a', 5)", "CMY-324"),
        ("value between 1 and fee", "CMY-324"),
        ("EUR 5 * points", "CMY-325"),
        ("levels.good", "CMY-326"),
        ("levels", "CMY-326"),
        ("achieved.level = 'a'", "CMY-326"),
        ("sum(max(levels.good))", "CMY-327"),
        ("sum(sqrt(levels.good))", "CMY-327"),
        ("count(*) filter (where power(levels.good, 2) > 4)", "CMY-327"),
        ("sum(levels.good / orders.days_late)", "CMY-327"),
        ("sum(levels.good * rate)", "CMY-327"),
        ("sum(5)", "CMY-327"),
        ("count(*)", "CMY-327"),
        ("sum(distinct levels.good)", "CMY-327"),
        ("abs(points) filter (where missed)", "CMY-327"),
        ("sum(previous(levels.good))", "CMY-327"),
        ("points_for(level) filter (where missed)", "CMY-327"),
        ("sales_day", "CMY-328"),
        ("sales_year", "CMY-328"),
        ("previous(sales_day)", "CMY-328"),
        ("closing(sales)", "CMY-328"),
        ("opening(sales_year)", "CMY-328"),
        ("sum(sales_year)", "CMY-328"),
        ("quarter", "CMY-329"),
        ("total(sales, 3 periods)", "CMY-329"),
        ("total(sales, 15 business days)", "CMY-329"),
        ("total(sales, points * 2)", "CMY-329"),
        ("total(sales, level)", "CMY-329"),
        ("total(sales_year, quarter)", "CMY-329"),
        ("total(sales, 2, 5)", "CMY-329"),
        ("total(sales, 0)", "CMY-322"),
        ("total(sales, 1000000000)", "CMY-322"),
        ("total(sales, 2.5)", "CMY-322"),
        ("total(sales, 6, points)", "CMY-322"),
        ("mean(sales)", "CMY-322"),
        ("abs()", "CMY-322"),
        ("abs(1, 2)", "CMY-322"),
        ("least(1)", "CMY-322"),
        ("round(value, points)", "CMY-322"),
        ("round(value, 999999)", "CMY-322"),
        ("sum(*)", "CMY-322"),
        ("abs(*)", "CMY-322"),
        ("least(*, 1)", "CMY-306"),
        ("greatest", "CMY-322"),
        ("discount", "CMY-322"),
        ("discount(1, 2, 3)", "CMY-322"),
        ("sales(1)", "CMY-321"),
        ("fee(1)", "CMY-321"),
        ("average(levels.good)", "CMY-321"),
        ("points_for('uptme')", "CMY-334"),
        ("run_by = 'suplier'", "CMY-334"),
        ("count_if(levels.kind = 'mony')", "CMY-334"),
        ("sum(levels.godo)", "CMY-320"),
        ("sum(levles.good)", "CMY-320"),
        ("sum(good)", "CMY-320"),
        ("a.b.c", "CMY-320"),
        ("achieved.month", "CMY-320"),
        ("cost", "CMY-320"),
        ("health", "CMY-320"),
        ("survey(health.luck)", "CMY-320"),
        ("survey(5)", "CMY-320"),
        ("score(speed)", "CMY-320"),
        ("days_running(flood)", "CMY-320"),
        ("valeu > 5", "CMY-320"),
        ("total(total(total(total(value, 3), 3), 3), 3)", "CMY-302"),
    ],
)
def test_wrong_formulas_have_one_problem(text: str, code: str) -> None:
    """Each mistake is one problem, and brings no others with it."""
    assert codes(text) == [code]


@pytest.mark.parametrize(
    ("text", "why", "hint"),
    [
        ("valeu", "nothing here is called valeu", "Did you mean value?"),
        ("sum(levels.godo)", "levels has no column godo", "Did you mean good?"),
        ("sum(levles.good)", "there is no table levles", "Did you mean levels?"),
        ("good", "nothing here is called good", "levels.good"),
        ("averge(levels.good)", "there is no function averge", "Did you mean"),
        ("nvl(fee, 0)", "there is no function nvl", "coalesce"),
        ("read_csv('x')", "there is no function read_csv", "tables of the agreement and nothing else"),
        ("points_for('uptme')", "points_for has no entry 'uptme'", "Did you mean uptime?"),
        ("sales + 5", "money in USD plus a number", "USD 50k"),
        ("sales_day", "sales_day is measured every day, but this formula stands for every month", "closing(sales_day)"),
        ("discount", "discount is a step table and needs a number", "discount(value)"),
        ("levels.good", "levels.good is a column", "sum(levels.good)"),
        ("mean(sales)", "mean takes 2 to 3 arguments, but here it has 1", "mean(x, w, least)"),
    ],
)
def test_what_is_wrong_is_said_plainly(text: str, why: str, hint: str) -> None:
    """The reason names what stands there; the hint names what should."""
    (problem,) = wrong(text)
    assert why in problem.why
    assert hint in problem.hint


def test_a_problem_stands_at_the_node_and_shows_the_definition() -> None:
    """Column and related place lead to both ends of the mistake."""
    (problem,) = wrong("value > sum(levels.godo)")
    assert (problem.place.line, problem.place.column) == (41, 11 + len("value > sum("))
    assert [(near.place.line, near.says) for near in problem.related] == [(8, "levels is defined here")]


def test_only_so_much_is_said_about_one_formula() -> None:
    """A formula of hundreds of unknown names gives twenty problems, quickly."""
    assert codes(f"value in ({', '.join(f'x{n}' for n in range(900))})") == ["CMY-320"] * 20


def test_every_mistake_of_a_formula_is_reported() -> None:
    """Two wrong names are two problems; the unknown types they leave behind are none."""
    assert codes("valeu + sum(levels.godo) > 5") == ["CMY-320", "CMY-320"]


# -- contexts ---------------------------------------------------------------------------------


def test_a_metric_without_the_members_cannot_read_one_with_them() -> None:
    """A figure for each level is aggregated before it enters a figure for all."""
    assert codes("achieved", METRIC) == ["CMY-328"]
    assert typed("min(achieved)", METRIC) == types.PERCENT


def test_what_a_clause_binds_means_nothing_in_a_metric() -> None:
    """`value` is explained rather than called unknown."""
    (problem,) = wrong("value + 1", METRIC)
    assert problem.code == "CMY-330"
    assert "only clauses have it" in problem.why


def test_a_keyed_map_read_bare_needs_members() -> None:
    """Without members a map of members is called with one; a setting may still pass it on."""
    assert codes("points_for", METRIC) == ["CMY-330"]
    assert codes("points_for('uptime')", METRIC) == []
    assert codes("points_for", SETTING) == []


def test_rows_of_a_clause_are_read_bare() -> None:
    """In a clause over rows a column is the row's; in an aggregate it is the whole table's."""
    assert typed("days_late > 0 and orders.days_late < 9", ROWS) == types.TRUTH
    assert typed("sum(days_late) + count(*)", ROWS) == types.NUMBER
    assert typed("count(*) filter (where orders.days_late > days_late)", ROWS) == types.NUMBER
    assert typed("sales_year > fee", ROWS) == types.TRUTH


def test_steps_of_a_case_wait_for_finer_figures() -> None:
    """In `when` and `unless` of a step inside a case, finer metrics run on; coarser ones cannot."""
    inside = replace(within(Grain.QUARTER), steps_on=True)
    assert codes("4 * sales >= USD 5m", inside) == []
    assert codes("sales_year >= USD 5m", inside) == ["CMY-328"]
    assert codes("sales >= USD 5m", within(Grain.QUARTER)) == ["CMY-328"]


def test_once_is_coarser_than_any_period() -> None:
    """A clause measured once brings figures together over its life."""
    assert codes("sales", within("once")) == ["CMY-328"]
    assert codes("total(sales, life)", within("once")) == []


def test_windows_are_read_in_the_period_of_their_figures() -> None:
    """Within a window all figures are of one period, the finest of them."""
    assert codes("total(sales, 6)", within(Grain.YEAR)) == []
    assert codes("total(sales_year, 3)", within(Grain.YEAR)) == []
    assert codes("total(sales_year + sales, 3)", within(Grain.YEAR)) == ["CMY-328"]
    assert codes("times(total(sales_day, 3) > fee, 6)") == []


def test_conditions_of_columns_look_at_one_value() -> None:
    """There are no periods, hence no time functions, where one cell is checked."""
    assert typed("amount > 0", COLUMN) == types.TRUTH
    assert codes("previous(amount) > 0", COLUMN) == ["CMY-330"]


@pytest.mark.parametrize(
    ("text", "expects", "code"),
    [
        ("points", types.TRUTH, "CMY-333"),
        ("5%", USD, "CMY-333"),
        ("0", USD, None),
        ("fee", USD, None),
        ("later", USD, None),
        ("later", None, None),
        ("fee", types.PERCENT, "CMY-333"),
        ("EUR 5", USD, "CMY-325"),
    ],
)
def test_a_place_asks_for_a_type(text: str, expects: Type | None, code: str | None) -> None:
    """What `when`, `pay` or a threshold needs is required, and a second complaint is not made."""
    assert codes(text, CLAUSE, expects) == ([code] if code else [])


def test_an_agreement_without_a_currency_takes_any() -> None:
    """Where no currency is agreed, amounts are only compared with amounts of the same one."""
    context = replace(CLAUSE, world=replace(WORLD, currency=None))
    assert codes("USD 5 > EUR 5", context) == ["CMY-325"]
    assert codes("USD 5 + EUR 5", context) == ["CMY-325"]
    assert codes("EUR 5 * 2", context) == []
