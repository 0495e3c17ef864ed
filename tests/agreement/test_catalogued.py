"""References to the catalogue: they become terms of the agreement, keep the version, and take the agreement's names."""

from datetime import date

import pytest

from comity.agreement.model import Agreement, Formula, Terms
from comity.agreement.read import read, read_agreement
from comity.kernel.period import Grain
from comity.kernel.problem import Problem, Severity
from tests.agreement.documents import errors

HEAD = """\
comity: 1
alliance: small
title: A small alliance
parties: {finch: Finch Ltd, heron: Heron Ltd}
currency: USD
starts: 2026-01-01
"""
SALES = """\
facts:
  sales: {catalogue: sales 1, reported by: finch}
"""


def terms(text: str, facts: str = SALES) -> Terms:
    found, problems = read((HEAD + facts + text).encode(), "agreement.yaml")
    assert problems == []
    assert found is not None
    return found


def problems(text: str, facts: str = SALES) -> list[Problem]:
    return read((HEAD + facts + text).encode(), "agreement.yaml")[1]


def only(text: str, facts: str = SALES) -> Problem:
    found = problems(text, facts)
    assert len(found) == 1, "\n".join(map(str, found))
    return found[0]


def test_a_name_and_a_version_stand_for_all_terms_of_an_entry() -> None:
    """`revenue: catalogue 1` is a metric with the entry's formula, period, title and definition."""
    metric = terms("metrics:\n  revenue: catalogue 1\n").metrics["revenue"]
    assert metric.formula.text == "sum(sales.amount)"
    assert metric.every is Grain.QUARTER
    assert metric.title == "Revenue through the alliance"
    assert metric.says.startswith("The net sales")
    assert metric.catalogue == "revenue 1"


def test_other_keys_change_what_the_entry_says() -> None:
    """What the agreement writes beside the reference holds; the rest is the entry's."""
    text = "metrics:\n  net: {catalogue: revenue 1, every: month, title: Net, target: USD 5m}\n"
    metric = terms(text).metrics["net"]
    assert (metric.every, metric.title) == (Grain.MONTH, "Net")
    assert isinstance(metric.target, Formula)
    assert metric.better == "higher"


def test_a_table_takes_the_agreements_own_columns() -> None:
    """A standard table gains and loses columns as the agreement says, and its key follows."""
    facts = """\
facts:
  sales: {catalogue: sales 1, reported by: finch, columns: {region: removed, channel: text}}
"""
    table = terms("metrics:\n  revenue: catalogue 1\n", facts).facts["sales"]
    assert "region" not in table.columns
    assert table.columns["channel"].type == "text"
    assert table.key == ("period", "product")
    assert table.catalogue == "sales 1"


def test_own_names_and_formulas_go_into_the_formula() -> None:
    """`with` puts a table, a column or a whole formula in the place of what the entry's formula names."""
    facts = """\
facts:
  orders:
    reported by: finch
    every: month
    columns: {month: period, amount: money, rebate: money}
"""
    by_table = terms("metrics:\n  a: {catalogue: revenue 1, with: {sales: orders}}\n", facts)
    assert by_table.metrics["a"].formula.text == "sum(orders.amount)"
    text = "metrics:\n  a: {catalogue: revenue 1, with: {sales.amount: orders.amount - orders.rebate}}\n"
    assert terms(text, facts).metrics["a"].formula.text == "sum(orders.amount - orders.rebate)"


def test_a_parameter_is_a_setting_with_a_default() -> None:
    """A parameter of an entry becomes a setting, unless the agreement sets it or puts something in its place."""
    facts = "facts:\n  investments: {catalogue: investments 1, reported by: finch}\n"
    metric = "metrics:\n  value: {catalogue: net_present_value 1}\n"
    assert "npv_discount_rate" in terms(metric, facts).settings
    own = terms("settings: {npv_discount_rate: 11%}\n" + metric, facts).settings["npv_discount_rate"]
    assert isinstance(own, Formula)
    assert own.text == "11%"
    put = "metrics:\n  value: {catalogue: net_present_value 1, with: {npv_discount_rate: 7%}}\n"
    assert "npv_discount_rate" not in terms(put, facts).settings


def test_a_reference_without_a_version_is_a_warning() -> None:
    """Without a version the latest is used, and the reader says that a later catalogue could change it."""
    found = only("metrics:\n  revenue: catalogue\n")
    assert (found.code, found.severity) == ("CMY-242", Severity.WARNING)
    assert "revenue 1" in found.hint


@pytest.mark.parametrize(
    ("written", "says"),
    [("revnue 1", "Did you mean revenue?"), ("revenue 99", "the latest it knows is"), ("?", "no metric")],
)
def test_a_reference_that_leads_nowhere_says_where_to_look(written: str, says: str) -> None:
    """A misspelt name, an unknown version and nonsense are one problem each, at the reference."""
    found = only(f"metrics:\n  net: {{catalogue: '{written}'}}\n")
    assert found.code == "CMY-241"
    assert says in str(found)
    assert found.place.line == 10


def test_a_table_that_nobody_owes_comes_with_the_line_to_add() -> None:
    """Where an entry's table is missing the problem stands at the reference and gives the line for `facts`."""
    found = [p for p in problems("metrics:\n  revenue: catalogue 1\n", "") if p.code == "CMY-244"]
    assert len(found) == 1
    assert found[0].place.line == 8
    assert "{catalogue: sales 1, reported by: finch}" in found[0].hint


@pytest.mark.parametrize(
    "keys", ["with: {orders: sales}", "is: sum(sales.cost)"], ids=["a name that is not there", "another formula"]
)
def test_the_formula_itself_cannot_be_changed(keys: str) -> None:
    """`with` names what the formula names, and `is` cannot stand beside a reference."""
    assert only(f"metrics:\n  net: {{catalogue: revenue 1, {keys}}}\n").code == "CMY-243"


@pytest.mark.parametrize("written", ["orders", "[orders]", "{sales: [orders]}"])
def test_a_with_that_is_no_map_of_names_is_told(written: str) -> None:
    """What is written under `with` and cannot be used is a problem, and nothing is dropped without a word."""
    assert "CMY-243" in {p.code for p in problems(f"metrics:\n  net: {{catalogue: revenue 1, with: {written}}}\n")}


def test_a_standard_table_takes_no_with() -> None:
    """The columns of a table are changed under `columns`; `with` belongs to formulas."""
    facts = "facts:\n  sales: {catalogue: sales 1, reported by: finch, with: {amount: net}}\n"
    assert {p.code for p in problems("metrics:\n  revenue: catalogue 1\n", facts)} == {"CMY-243"}


def test_an_amendment_changes_one_key_of_a_reference() -> None:
    """An amendment that sets a target leaves the entry's formula and its version as they were."""
    main = HEAD + SALES + "metrics:\n  revenue: catalogue 1\n"
    change = """\
comity: 1
amends: small
title: First amendment
in force: 2027-01-01
changes:
  metrics:
    revenue: {target: USD 9m}
"""
    found, wrong = read_agreement(("agreement.yaml", main.encode()), [("amendments/1.yaml", change.encode())])
    assert errors(wrong) == []
    assert isinstance(found, Agreement)
    later = found.as_of(date(2027, 1, 1)).metrics["revenue"]
    assert later.target is not None
    assert later.formula.text == "sum(sales.amount)"
    assert found.as_of(date(2026, 1, 1)).metrics["revenue"].target is None
