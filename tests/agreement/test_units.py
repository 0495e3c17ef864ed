"""Metrics of money carry their currency."""

import pytest

from comity.agreement.read import read

AGREEMENT = b"""\
comity: 1
alliance: units
title: Units
parties: {fern: Fern Ltd, lark: Lark Ltd}
currency: USD
starts: 2026-01-01
facts:
  sales:
    reported by: fern
    every: month
    columns: {month: period, amount: money, units: number}
metrics:
  sold: {is: sum(sales.amount), every: month}
  sold_in_quarter: {is: "total(sold, 3)", every: month}
  price: {is: sold / units_sold, every: month}
  units_sold: {is: sum(sales.units), every: month}
  growth: {is: sold / year_ago(sold) - 1, every: month, unit: percent}
  named: {is: sum(sales.units), every: month, unit: boxes}
"""


@pytest.mark.parametrize(
    ("metric", "unit"),
    [
        ("sold", "USD"),
        ("sold_in_quarter", "USD"),
        ("price", "USD"),
        ("units_sold", ""),
        ("growth", "percent"),
        ("named", "boxes"),
    ],
)
def test_the_unit_of_money_is_its_currency(metric: str, unit: str) -> None:
    """A metric whose formula yields money is in the agreement's currency; a unit that is named stays."""
    terms, problems = read(AGREEMENT, "agreement.yaml")
    assert problems == []
    assert terms is not None
    assert terms.metrics[metric].unit == unit
