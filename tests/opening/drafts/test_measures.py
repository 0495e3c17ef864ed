"""Metrics and targets of a draft."""

from __future__ import annotations

import pytest

from comity.agreement.suggest import suggest
from comity.catalogue.sets import KINDS, starter_set
from comity.kernel.problem import Refused
from comity.opening.drafts.measures import (
    found_in_catalogue,
    measured,
    owed_tables,
    settings_of,
    with_entries,
    with_reporter,
    with_target,
    without_metrics,
)
from comity.opening.drafts.reading import new_errors, reading

SUPPLY = starter_set("supply")
NOTHING = """\
comity: 1
alliance: new
title: New
parties: {fern: Fern Ltd, lark: Lark Ltd}
currency: USD
starts: 2027-01-01
ends: 2029-12-31
"""


def target_of(text: str, name: str) -> str | None:
    return next(one.target for one in measured(text, reading(text).terms) if one.name == name)


def test_metrics_bring_the_tables_that_they_read() -> None:
    """From nothing, two entries of the catalogue: both tables are owed, and nothing is wrong but targets to come."""
    terms = reading(NOTHING).terms
    assert terms is not None
    text = with_entries(NOTHING, terms, {"revenue": "", "fill_rate": ""})
    after = reading(text)
    assert after.terms is not None and not after.errors
    assert [name for name, _ in owed_tables(after.terms)] == ["sales", "deliveries"]
    assert {one.code for one in after.problems} == {"CMY-804"}


def test_a_metric_that_is_there_is_not_added_twice() -> None:
    """Sending the same form again adds nothing."""
    terms = reading(SUPPLY).terms
    assert terms is not None and with_entries(SUPPLY, terms, {"fill_rate": "quality"}) == SUPPLY


def test_a_target_is_written_where_the_metric_looks_for_it() -> None:
    """Of a setting the setting changes; a bare reference to the catalogue becomes a map with its target."""
    rows = {one.name: one for one in measured(SUPPLY, reading(SUPPLY).terms)}
    text = with_target(SUPPLY, rows["fill_rate"], "99%")
    assert "  fill_target: 99%  " in text and target_of(text, "fill_rate") == "99%"
    assert target_of(with_target(text, {**rows}["fill_rate"], "98%"), "fill_rate") == "98%"
    bare = NOTHING + "facts: {sales: {catalogue: sales 1, reported by: fern}}\nmetrics:\n  revenue: catalogue 1\n"
    row = measured(bare, reading(bare).terms)[0]
    assert row.target == "" and target_of(with_target(bare, row, "USD 2m"), "revenue") == "USD 2m"


def test_a_target_that_no_form_can_say_is_left_alone() -> None:
    """A target that changes with time is written by hand, and stays."""
    text = SUPPLY.replace("fill_target: unset ", "fill_target: {2027-01-01: 98%, 2028-01-01: 99%} ")
    row = next(one for one in measured(text, reading(text).terms) if one.name == "fill_rate")
    assert row.target is None and with_target(text, row, "97%") == text


def test_settings_are_shown_with_what_their_comments_say() -> None:
    """`credit_cap` is a sum that was put there as an example; targets and tables are not among the settings."""
    found = {one.name: one for one in settings_of(SUPPLY, measured(SUPPLY, reading(SUPPLY).terms))}
    assert found["credit_cap"].value == "USD 60k" and found["credit_cap"].says.startswith("placeholder")
    assert "fill_target" not in found and "severity" not in found


def test_a_metric_goes_with_its_score() -> None:
    """The scorecard does not score what is not measured any more."""
    text = without_metrics(SUPPLY, ["fill_rate"])
    assert not new_errors(SUPPLY, text) and "fill_rate: {weight" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_all_that_is_suggested_can_be_added(kind: str) -> None:
    """Whatever is suggested for a starter set fits into it without a new problem."""
    text = starter_set(kind)
    terms = reading(text).terms
    assert terms is not None
    wanted = {one.entry.name: one.objective for one in suggest(terms, kind)}
    assert not new_errors(text, with_entries(text, terms, wanted))


def test_another_party_reports() -> None:
    """One word of the table changes."""
    text = with_reporter(SUPPLY, "capacity", "customer")
    assert ("capacity", "customer") in owed_tables(reading(text).terms) and text.count("\n") == SUPPLY.count("\n")


def test_words_lead_to_entries() -> None:
    """A search without words finds nothing, one with words the entry that people mean."""
    assert found_in_catalogue("  ") == ()
    assert found_in_catalogue("fill rate")[0].name == "fill_rate"


def test_a_table_of_another_kind_under_the_same_name_is_not_overwritten() -> None:
    """An own table `sales` stays as it is; the entry reads what is there, or `check` says that it cannot."""
    own = NOTHING + "facts:\n  sales: {reported by: fern, every: month, columns: {month: period, n: number}}\n"
    terms = reading(own).terms
    assert terms is not None
    try:
        text = with_entries(own, terms, {"revenue": ""})
    except Refused:
        return
    assert "columns: {month: period, n: number}" in text
