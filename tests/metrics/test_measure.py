"""Whole measurements: members, amendments, many metrics at once, and the digests they carry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pytest

from comity.adapters.duckdb import DuckDBDriver
from comity.agreement.model import Clause, KeyedMap, StepTable
from comity.kernel.calendar import Calendar
from comity.kernel.figure import State
from comity.kernel.period import Grain
from comity.kernel.problem import Refused
from comity.metrics.driver import Source
from comity.metrics.measure import Measurement, measure
from comity.metrics.plan import Pass
from tests.metrics.builders import (
    DRIVER,
    KNOWN,
    PLACE,
    after,
    agreed,
    facts,
    figure,
    formula,
    measured,
    metric,
    owed,
    sealed,
    terms,
)

SALES = owed("sales", {"month": "period", "product": "text", "region": "text", "net": "money"}, due=after(10))
BY_PRODUCT = metric("net", "sum(sales.net)", per=("product",))


def sale(month: str, net: str, product: str = "a", region: str = "north") -> dict[str, Any]:
    """Return a row of sales."""
    return {"month": month, "product": product, "region": region, "net": Decimal(net)}


def keyed(**entries: str) -> KeyedMap:
    """Return a value for each member."""
    return KeyedMap(entries={member: formula(text) for member, text in entries.items()}, place=PLACE)


def shown(measurement: Measurement, name: str, until: str = "2026-03") -> list[tuple[str, str, Any]]:
    """Return (member, period, value or state) in the order of the figures."""
    return [
        (found.member, found.period.name, found.state.value if found.value is None else found.value)
        for found in measurement.figures[name]
        if found.period.name <= until
    ]


# -- the calendar -----------------------------------------------------------------------------


def test_figures_are_dense_from_the_start_to_the_day_of_evaluation() -> None:
    """Every period that has begun is there, also the running one and those without facts."""
    found = measured(
        terms([SALES], [metric("m", "sum(sales.net)")]), sealed(SALES, [sale("2026-02", "1")]), as_of=date(2026, 4, 3)
    )
    assert shown(found, "m", "2026-12") == [
        ("", "2026-01", "missing"), ("", "2026-02", 1), ("", "2026-03", "not_due"), ("", "2026-04", "not_due"),
    ]  # fmt: skip


def test_figures_end_with_the_agreement() -> None:
    """After the end nothing is measured; the quarter in which it ends is."""
    agreement = terms([SALES], [metric("m", "sum(sales.net)", Grain.QUARTER)], ends=date(2026, 5, 20))
    rows = [sale("2026-04", "1"), sale("2026-05", "2")]
    assert shown(measured(agreement, sealed(SALES, rows)), "m", "2026-Q9") == [
        ("", "2026-Q1", "missing"), ("", "2026-Q2", 3),
    ]  # fmt: skip


def test_before_the_start_there_are_no_figures() -> None:
    """An agreement that has not begun measures nothing."""
    found = measured(terms([SALES], [BY_PRODUCT]), sealed(SALES, []), as_of=date(2025, 12, 31))
    assert found.figures == {"net": ()}


def test_years_that_start_in_july_and_contract_years() -> None:
    """Years and contract years sum the months that end in them, wherever they begin."""
    calendar = Calendar(year_starts=(7, 1), term_starts=date(2024, 3, 1))
    metrics = [metric("year", "sum(sales.net)", Grain.YEAR), metric("cy", "sum(sales.net)", Grain.CONTRACT_YEAR)]
    months = calendar.between(Grain.MONTH, date(2024, 3, 1), date(2026, 2, 28))
    rows = [sale(month.name, "1") for month in months]
    agreement = terms([SALES], metrics, calendar=calendar, starts=date(2024, 3, 1))
    found = measured(agreement, sealed(SALES, rows, calendar=calendar), as_of=date(2026, 3, 31))
    assert shown(found, "year", "9") == [
        ("", "2023/24", 4), ("", "2024/25", 12), ("", "2025/26", "not_due"),
    ]  # fmt: skip
    assert shown(found, "cy", "D") == [("", "CY1", 12), ("", "CY2", 12), ("", "CY3", "not_due")]


# -- members ----------------------------------------------------------------------------------


def test_members_are_those_the_facts_name_ordered_by_member_then_period() -> None:
    """Without a keyed map a period has the members its facts name; one named by no facts keeps the last ones."""
    rows = [sale("2026-01", "1", "b"), sale("2026-01", "2", "a"), sale("2026-02", "3", "a")]
    found = measured(terms([SALES], [BY_PRODUCT]), sealed(SALES, rows))
    assert shown(found, "net") == [
        ("a", "2026-01", 2), ("a", "2026-02", 3), ("a", "2026-03", "missing"), ("b", "2026-01", 1),
    ]  # fmt: skip


def test_members_are_the_keys_of_the_target_where_it_has_them() -> None:
    """A member of the agreement without facts is missing, and a member of the facts without a key is not measured."""
    goal = metric("net", "sum(sales.net)", per=("product",), target=keyed(a="1", c="2"))
    rows = [sale("2026-01", "1", "b"), sale("2026-01", "2", "a")]
    assert shown(measured(terms([SALES], [goal]), sealed(SALES, rows)), "net", "2026-01") == [
        ("a", "2026-01", 2), ("c", "2026-01", "missing"),
    ]  # fmt: skip


def test_a_map_read_with_another_column_names_no_members() -> None:
    """Weights by product say nothing about which regions there are."""
    by_region = metric("net", "sum(sales.net * weight(sales.product))", per=("region",))
    found = measured(
        terms([SALES], [by_region], settings={"weight": keyed(a="2", b="3")}),
        sealed(SALES, [sale("2026-01", "1", "a", "north"), sale("2026-01", "1", "b", "north")]),
    )
    assert shown(found, "net", "2026-01") == [("north", "2026-01", 5)]


def test_a_map_read_with_the_scope_column_names_the_members() -> None:
    """A value for each region says which regions are measured."""
    by_region = metric("net", "sum(sales.net) * weight(region)", per=("region",))
    found = measured(
        terms([SALES], [by_region], settings={"weight": keyed(north="2", south="3")}),
        sealed(SALES, [sale("2026-01", "1", "a", "north")]),
    )
    assert shown(found, "net", "2026-01") == [("north", "2026-01", 2), ("south", "2026-01", "missing")]


def test_members_of_a_clause_on_the_metric_are_measured_too() -> None:
    """A clause with a threshold for each member finds the figure of each, missing or not."""
    clause = Clause(
        name="enough", owed_by="aster", owed_to="borealis", every=Grain.MONTH, place=PLACE, per=("product",),
        measure=formula("net"), relation="at least", threshold=keyed(a="1", c="2"),
    )  # fmt: skip
    agreement = terms([SALES], [BY_PRODUCT], clauses={"enough": clause})
    found = measured(agreement, sealed(SALES, [sale("2026-01", "1", "b")]))
    assert shown(found, "net", "2026-01") == [
        ("a", "2026-01", "missing"), ("b", "2026-01", 1), ("c", "2026-01", "missing"),
    ]  # fmt: skip


def test_two_scope_columns() -> None:
    """A member is one of each column, in the order of `per`."""
    both = metric("net", "sum(sales.net)", per=("region", "product"))
    rows = [sale("2026-01", "1", "a", "south"), sale("2026-01", "2", "b", "north"), sale("2026-01", "4", "b", "north")]
    found = measured(terms([SALES], [both]), sealed(SALES, rows))
    assert shown(found, "net", "2026-01") == [("north, b", "2026-01", 6), ("south, a", "2026-01", 1)]
    assert found.figures["net"][0].scope == (("region", "north"), ("product", "b"))


def test_a_table_without_the_scope_column_counts_in_full_for_each_member() -> None:
    """A share divides a member's figure by that of all."""
    metrics = [BY_PRODUCT, metric("all_", "sum(sales.net)"), metric("share", "net / all_", per=("product",))]
    rows = [sale("2026-01", "1", "a"), sale("2026-01", "3", "b")]
    found = measured(terms([SALES], metrics), sealed(SALES, rows))
    assert shown(found, "share", "2026-01") == [("a", "2026-01", Decimal("0.25")), ("b", "2026-01", Decimal("0.75"))]


def test_a_metric_with_members_is_brought_to_one_without_by_an_aggregate() -> None:
    """`max(net)` is the greatest among the members, `sum(net)` their sum; one unknown member leaves it open."""
    metrics = [BY_PRODUCT, metric("most", "max(net)"), metric("sum_", "sum(net)"), metric("n", "count_if(net > 2)")]
    rows = [sale("2026-01", "1", "a"), sale("2026-01", "3", "b")]
    found = measured(terms([SALES], metrics), sealed(SALES, rows))
    assert [figure(found, name, "2026-01").value for name in ("most", "sum_", "n")] == [3, 4, 1]
    assert figure(found, "most", "2026-02").state is State.UNDETERMINED


def test_a_figure_asked_for_a_member_that_nobody_named_is_missing() -> None:
    """Whoever asks for a member gets a figure with a state, and for a metric of another period none."""
    found = measured(terms([SALES], [BY_PRODUCT]), sealed(SALES, [sale("2026-01", "1", "a")]))
    january, year = (Calendar().period(name) for name in ("2026-01", "2026"))
    asked = found.figure("net", (("product", "z"),), january)
    assert asked is not None
    assert asked.state is State.MISSING
    assert "sales for 2026-01 (z)" in asked.reason
    assert found.figure("net", (("product", "a"),), year) is None
    assert found.figure("other", (), january) is None
    assert found.scopes("net", january) == [(("product", "a"),)]


# -- terms that change --------------------------------------------------------------------------


def test_each_period_is_measured_under_the_terms_of_its_first_day() -> None:
    """An amendment in mid-February changes the formula from March."""
    first = terms([SALES], [metric("m", "sum(sales.net)")])
    second = terms([SALES], [metric("m", "sum(sales.net) * 2"), metric("extra", "count(sales.net)")])
    amended = agreed(first, (date(2026, 2, 15), second))
    rows = [sale(f"2026-0{month}", "5") for month in (1, 2, 3)]
    found = measured(amended, sealed(SALES, rows))
    assert [value for _, _, value in shown(found, "m")] == [5, 5, 10]
    assert shown(found, "extra") == [("", "2026-03", 1)]
    digests = {one.derivation.definition for one in found.figures["m"] if one.derivation}
    assert len(digests) == 2


def test_a_metric_can_change_its_period() -> None:
    """Monthly until March, quarterly from April."""
    first = terms([SALES], [metric("m", "sum(sales.net)")])
    second = terms([SALES], [metric("m", "sum(sales.net)", Grain.QUARTER)])
    rows = [sale(f"2026-0{month}", "1") for month in range(1, 7)]
    found = measured(agreed(first, (date(2026, 4, 1), second)), sealed(SALES, rows), as_of=date(2026, 7, 31))
    assert [(f.period.name, f.value) for f in found.figures["m"]] == [
        ("2026-01", 1), ("2026-02", 1), ("2026-03", 1), ("2026-Q2", 3), ("2026-Q3", None),
    ]  # fmt: skip


# -- formulas that SQL cannot do ----------------------------------------------------------------


def test_rows_are_evaluated_in_python_where_sql_is_not_exact() -> None:
    """Points for every full 24 hours: 23.9 hours is one point, 24 two, 50 at a key event five; eight in all."""
    incidents = owed("incidents", {"month": "period", "service": "text", "hours": "number", "key": "truth"})
    text = "sum(1 + floor(incidents.hours / 24) + case when incidents.key then 2 else 0 end)"
    rows = [
        {"month": "2026-01", "service": "a", "hours": Decimal(hours), "key": key}
        for hours, key in (("23.9", False), ("24", False), ("50", True))
    ]
    found = measured(terms([incidents], [metric("points", text, per=("service",))]), sealed(incidents, rows))
    assert figure(found, "points", "2026-01", "a").value == 8
    assert found.engine.plans[0].key.by is Pass.ROWS


def test_a_setting_with_a_value_for_each_member_reads_the_member_of_the_row() -> None:
    """A keyed map by bare name inside an aggregate takes the figure's member, called it takes the row's."""
    settings = {"limit_": keyed(a="2", b="4")}
    rows = [sale("2026-01", "3", "a"), sale("2026-01", "3", "b"), sale("2026-01", "5", "b")]
    metrics = [
        metric("bare", "count_if(sales.net > limit_)", per=("product",)),
        metric("called", "count_if(sales.net > limit_(sales.product))"),
    ]
    found = measured(terms([SALES], metrics, settings=settings), sealed(SALES, rows))
    assert shown(found, "bare", "2026-01") == [("a", "2026-01", 1), ("b", "2026-01", 1)]
    assert figure(found, "called", "2026-01").value == 2


def test_a_step_table_is_called_with_a_column() -> None:
    """Each row is weighed by the band its own amount falls into."""
    bands = StepTable(
        entries=((Decimal(0), formula("1")), (Decimal(10), formula("5"))), otherwise=None, place=PLACE
    )  # fmt: skip
    found = measured(
        terms([SALES], [metric("m", "sum(weight(sales.net))")], settings={"weight": bands}),
        sealed(SALES, [sale("2026-01", "9"), sale("2026-01", "10")]),
    )
    assert figure(found, "m", "2026-01").value == 6


# -- many metrics, few statements ---------------------------------------------------------------


class Counting:
    """A driver that remembers the statements it was given."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def execute(self, sql: str, tables: Mapping[str, Source]) -> pa.Table:
        """Run a statement and remember it."""
        self.statements.append(sql)
        return DRIVER.execute(sql, tables)


def test_many_metrics_need_one_statement_for_each_table_period_and_scope() -> None:
    """Two hundred metrics of a month, some by product: two passes over the table, and none is filtered."""
    metrics = [
        metric(f"m{n}", f"sum(sales.net) filter (where sales.net > {n}) / count(sales.net)", per=("product",) * (n % 2))
        for n in range(200)
    ]
    driver = Counting()
    table = sealed(SALES, [sale("2026-01", "50", "a"), sale("2026-01", "150", "b")])
    found = measure(agreed(terms([SALES], metrics)), facts(table), as_of=KNOWN, driver=driver)
    assert len(driver.statements) == 2
    assert not any("FILTER" in statement.upper() for statement in driver.statements)
    assert figure(found, "m100", "2026-01").value == 75
    assert figure(found, "m51", "2026-01", "b").value == 150
    assert figure(found, "m51", "2026-01", "a").value == 0


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_money_is_the_same_on_any_number_of_threads(threads: int) -> None:
    """Sums of many amounts and a ratio of them agree to the last digit, however the work is split."""
    rows = [sale("2026-01", f"{n * 7919 % 100003}.{n % 100:02d}") for n in range(5000)]
    expected = sum(Decimal(row["net"]) for row in rows)
    agreement = agreed(terms([SALES], [metric("m", "sum(sales.net)"), metric("mean_", "avg(sales.net)")]))
    found = measure(agreement, facts(sealed(SALES, rows)), as_of=KNOWN, driver=DuckDBDriver(threads=threads))
    assert figure(found, "m", "2026-01").value == expected
    assert figure(found, "mean_", "2026-01").value == Fraction(expected) / 5000


def test_numbers_too_large_for_an_exact_sum_are_refused() -> None:
    """A product beyond 38 digits is a problem with code and table, not a rounded number."""
    table = owed("big", {"month": "period", "x": "number"})
    row = {"month": "2026-01", "x": Decimal("99999999999999.9999")}
    text = "sum(big.x * big.x * big.x)"
    with pytest.raises(Refused) as refused:
        measured(terms([table], [metric("cubed", text), metric("fine", "sum(big.x)")]), sealed(table, [row]))
    assert [problem.code for problem in refused.value.problems] == ["CMY-503"]
    assert "cubed: a number computed from the table big has more than 38 digits" in str(refused.value)


# -- digests ----------------------------------------------------------------------------------


def derivation(text: str = "sum(sales.net)", net: str = "1", **more: Any) -> Any:
    """Return the derivation of a figure."""
    found = measured(terms([SALES], [metric("m", text, **more)]), sealed(SALES, [sale("2026-01", net)]))
    return figure(found, "m", "2026-01").derivation


def test_a_derivation_names_definition_terms_and_facts() -> None:
    """Spelling changes no digest; another formula, rounding or fact changes exactly its own."""
    base = derivation()
    assert derivation("sum( sales.net )") == base
    assert base.terms == "terms"
    other = derivation("sum(sales.net) + 1")
    assert (other.definition != base.definition, other.facts == base.facts) == (True, True)
    assert derivation(rounding="0.1").definition != base.definition
    later = derivation(net="2")
    assert (later.definition == base.definition, later.facts != base.facts) == (True, True)


def test_a_derived_metric_rests_on_the_tables_of_its_inputs() -> None:
    """Facts are followed through other metrics."""
    metrics = [metric("net", "sum(sales.net)"), metric("double", "net * 2"), metric("fixed_", "1 + 1")]
    found = measured(terms([SALES], metrics), sealed(SALES, [sale("2026-01", "1")]))
    digests = [figure(found, name, "2026-01").derivation for name in ("net", "double", "fixed_")]
    assert digests[0] is not None
    assert digests[1] is not None
    assert digests[2] is not None
    assert digests[0].facts == digests[1].facts != digests[2].facts


def test_figures_that_an_example_gives_are_not_computed() -> None:
    """A given metric has the values given and is missing elsewhere; others are computed from it."""
    metrics = [metric("net", "sum(sales.net)"), metric("double", "net * 2")]
    january = ((), "2026-01")
    found = measure(
        agreed(terms([SALES], metrics)), facts(sealed(SALES, [sale("2026-02", "9")])), as_of=date(2026, 3, 1),
        driver=DRIVER, given={"net": {january: Decimal(4)}},
    )  # fmt: skip
    assert shown(found, "double", "2026-02") == [("", "2026-01", 8), ("", "2026-02", "undetermined")]
