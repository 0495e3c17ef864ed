"""Which metrics and clauses rest on a table of facts."""

from comity.agreement.read import read_agreement
from comity.standing.rests import resting_on_tables

AGREEMENT = b"""\
comity: 1
alliance: kits
title: Kits of Fern and Lark
parties: {fern: Fern Works Ltd, lark: Lark Foods Ltd}
currency: USD
starts: 2026-01-01
facts:
  orders: {reported by: lark, every: month, columns: {month: period, filled: number >= 0, ordered: number > 0}}
  ratings: {reported by: lark, every: month, columns: {month: period, rating: number >= 1}}
metrics:
  filled: {is: sum(orders.filled), every: month}
  fill_rate: {is: filled / sum(orders.ordered), every: month}
  rating: {is: avg(ratings.rating), every: month}
  both: {is: fill_rate + rating, every: month}
clauses:
  supply:
    owed by: fern
    owed to: lark
    measure: fill_rate
    every: month
    at least: 0.95
    rules:
      low: {when: missed, then: {must: fern, pay: USD 5k, within: 30 days}}
  liking: {owed by: fern, owed to: lark, measure: sum(ratings.rating), every: month, at least: 7}
  again: {owed by: fern, owed to: lark, missed if: supply.missed, every: month}
"""


def test_metrics_and_clauses_are_found_through_one_another() -> None:
    """A clause rests on a table through its metric, and a metric through other metrics."""
    agreement, problems = read_agreement(("agreement.yaml", AGREEMENT), ())
    assert agreement is not None, problems
    found = resting_on_tables(agreement)
    assert found["orders"] == ("filled", "fill_rate", "both", "supply", "again")
    assert found["ratings"] == ("rating", "both", "liking")
