"""Which numbers of an agreement can be turned, and what is left when one is."""

from __future__ import annotations

from decimal import Decimal

from comity.agreement.formula.unparse import unparse
from comity.agreement.model import Formula, KeyedMap, Terms
from comity.standing.backtest.dials import Dial, clause_dial, dials, setting_dial
from tests.standing.explain.builders import agreement

TEXT = """
comity: 1
alliance: dials
title: Dials
parties: {a: A, b: B}
currency: USD
starts: 2026-01-01
settings:
  floor: 90%
  margin: USD 2k
  bands: {0: 1%, 5: 2%}
  name_of: {north: critical}
metrics:
  share: {is: x, every: month, unit: percent}
  cost: {is: y, every: month, unit: USD}
  by_region: {is: z, every: month, per: region, unit: percent}
  x: {is: count(t.n), every: month}
  y: {is: sum(t.paid), every: month, unit: USD}
  z: {is: sum(t.n), every: month, per: region}
  z_of_all: {is: sum(t.n), every: month}
facts:
  t: {reported by: a, every: month, columns: {month: period, region: text, n: number, paid: money}}
clauses:
  named: {owed by: a, owed to: b, measure: share, every: month, at least: floor, round: 0.1%}
  written: {owed by: a, owed to: b, measure: cost, every: month, at most: USD 50k}
  formula: {owed by: a, owed to: b, measure: cost, every: month, at most: 3 * margin}
  mapped: {owed by: a, owed to: b, measure: by_region, every: month, per: region, at least: {north: 95%, south: 92%}}
  late:
    owed by: a
    owed to: b
    every: month
    missed if: x > 60 and z_of_all < 4 or mean(share, 3) < floor
    rules:
      many: {when: "times(missed, 4) >= 2 and x > 0", again: never, then: {declare: persistent}}
"""


def terms() -> Terms:
    """Return the terms of the text."""
    return agreement(TEXT).versions[0][1]


def dial(name: str) -> Dial:
    """Return one dial."""
    return next(one for one in dials(terms()) if one.name == name)


def test_thresholds_settings_and_conditions_are_found_once_each() -> None:
    """Own numbers, settings behind them, comparisons in conditions; one with 0 asks only whether there is any."""
    found = {one.name: (one.by, one.unit, one.agreed, one.clauses) for one in dials(terms())}
    assert found == {
        "floor": ("value", "percent", Decimal("0.90"), ("named", "late")),
        "written": ("value", "USD", Decimal(50_000), ("written",)),
        "margin": ("value", "USD", Decimal(2_000), ("formula",)),
        "mapped": ("points", "percent", Decimal(0), ("mapped",)),
        "late.missed if": ("value", "", Decimal(60), ("late",)),
        "late.missed if.2": ("value", "", Decimal(4), ("late",)),
        "late.many": ("value", "", Decimal(2), ("late",)),
    }


def test_only_counts_are_whole() -> None:
    """Two of four is a count; sixty days may be any number."""
    assert dial("late.many").whole and not dial("late.missed if").whole


def test_a_setting_that_is_a_count_is_turned_as_a_count() -> None:
    """How many months may be missed is whole, and is held against counts of months, never against the measure."""
    text = TEXT.replace("  margin: USD 2k", "  margin: USD 2k\n  allowed: 2").replace(
        "times(missed, 4) >= 2", "times(missed, 4) >= allowed"
    )
    allowed = next(one for one in dials(agreement(text).versions[0][1]) if one.name == "allowed")
    assert allowed.whole and allowed.side is not None and unparse(allowed.side) == "times(missed, 4)"
    assert (allowed.agreed, allowed.clauses) == (2, ("late",))
    assert not dial("floor").whole


def test_the_rounding_of_the_clause_is_the_least_step() -> None:
    """Where the threshold is the setting itself, a finer step could not matter."""
    named = next(one for one in dials(terms()) if one.name == "floor")
    assert named.step in (Decimal("0.001"), Decimal(0))
    assert dial("written").step == 0


def test_a_turned_threshold_leaves_everything_else_alone() -> None:
    """One clause has another number; all others are the very same."""
    before = terms()
    after = dial("written").turn(before, Decimal(60_000))
    threshold = after.clauses["written"].threshold
    assert isinstance(threshold, Formula) and threshold.text == "USD 60000"
    assert all(after.clauses[name] is clause for name, clause in before.clauses.items() if name != "written")
    assert after.settings is before.settings


def test_several_values_are_shifted_together() -> None:
    """Half a point more for every member."""
    threshold = dial("mapped").turn(terms(), Decimal("0.005")).clauses["mapped"].threshold
    assert isinstance(threshold, KeyedMap)
    assert [one.text for one in threshold.entries.values() if isinstance(one, Formula)] == ["95.5%", "92.5%"]


def test_a_number_inside_a_condition_is_replaced_where_it_stands() -> None:
    """The rest of the condition, its second comparison too, stays."""
    turned = dial("late.missed if").turn(terms(), Decimal(90)).clauses["late"].missed_if
    assert turned is not None
    assert unparse(turned.node) == "x > 90 and z_of_all < 4 or mean(share, 3) < floor"
    rule = dial("late.many").turn(terms(), Decimal(3)).clauses["late"].rules["many"].when
    assert rule is not None and unparse(rule.node) == "times(missed, 4) >= 3 and x > 0"


def test_what_is_no_number_has_no_dial() -> None:
    """Words, bands of a table, and names nobody agreed."""
    assert setting_dial("name_of", terms()) is None
    assert setting_dial("bands", terms()) is None
    assert setting_dial("unknown", terms()) is None
    assert clause_dial(terms().clauses["formula"]) is None
