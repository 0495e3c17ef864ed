"""What `comity suggest` adds: what speaks of the objectives, what shows gaming, what is left out otherwise."""

import pytest

from comity.agreement.model import Terms
from comity.agreement.read import read
from comity.agreement.suggest import MOST, QUARTERS, lines_to_add, suggest, tables_read
from comity.catalogue.load import catalogue
from comity.catalogue.model import KINDS
from comity.kernel.problem import Severity

HEAD = """\
comity: 1
alliance: kits
title: Kits
parties: {fern: Fern Ltd, lark: Lark Ltd}
currency: USD
starts: 2026-01-01
objectives:
  growth: Grow revenue in new markets together.
  supply: Deliver what is ordered on time.
  trust: Work as one team that trusts each other.
"""
SALES = "facts:\n  sales: {catalogue: sales 1, reported by: fern, due: 10 days after period end}\n"


def terms(more: str = "") -> Terms:
    found, problems = read((HEAD + more).encode(), "agreement.yaml")
    assert found is not None
    assert [p for p in problems if p.severity is Severity.ERROR] == []
    return found


def test_every_objective_is_served_by_what_speaks_of_it() -> None:
    """Each objective gets entries that share its words, and the reason names the words."""
    found = suggest(terms())
    by_objective = {one.objective: one for one in reversed(found)}
    assert {"growth", "supply", "trust"} <= set(by_objective)
    assert by_objective["trust"].entry.name == "trust"
    assert any(one.entry.name == "delivery_on_time" for one in found if one.objective == "supply")
    assert "trusts" in by_objective["trust"].reasons[0]


def test_nothing_is_suggested_that_is_there_already() -> None:
    """What the agreement measures is not suggested again."""
    there = terms(SALES + "metrics:\n  sold: {catalogue: revenue_growth 1, serves: growth}\n")
    assert "revenue_growth" not in {one.entry.name for one in suggest(there)}


@pytest.mark.parametrize("kind", ["", *KINDS])
def test_a_set_leaves_no_quarter_out_and_stays_small(kind: str) -> None:
    """Money, operations, strategy, the relationship and governance are seen; judged and leading ones are there."""
    entries = [one.entry for one in suggest(terms(), kind)]
    assert len(entries) <= MOST
    for families in QUARTERS.values():
        assert any(entry.family in families for entry in entries)
    assert any(entry.nature == "qualitative" for entry in entries)
    assert any(entry.signal == "leading" for entry in entries)


@pytest.mark.parametrize("kind", ["", *KINDS])
def test_what_can_be_gamed_has_its_pair(kind: str) -> None:
    """Every entry that serves an objective stands beside one that shows when it is gamed."""
    found = suggest(terms(), kind)
    names = {one.entry.name for one in found}
    for one in found:
        if one.objective and "gamed" not in one.reasons[0]:
            assert names & set(one.entry.pair_with), one.entry.name


def test_the_lines_to_add_make_a_sound_agreement() -> None:
    """The agreement with the suggested lines reads without error, and measures all that was suggested."""
    found = suggest(terms(), "supply")
    lines = lines_to_add(found, terms())
    agreed = terms(lines)
    assert {one.entry.name for one in found} == set(agreed.metrics)
    assert {table for one in found for table in one.tables} - {"milestones"} == set(agreed.facts)


def test_data_that_is_owed_already_is_preferred() -> None:
    """With sales owed, what reads sales is named with that reason."""
    reasons = [reason for one in suggest(terms(SALES)) for reason in one.reasons]
    assert "It reads sales, which the agreement owes already." in reasons


def test_every_entry_reads_tables_of_the_catalogue() -> None:
    """What an entry reads can be added from the catalogue, or is the table of milestones."""
    for entry in catalogue().latest:
        assert set(tables_read(entry)) <= {*catalogue().tables, "milestones"}, entry.name


def test_no_name_is_suggested_that_the_agreement_uses() -> None:
    """Whoever defined `trust` otherwise would have the name twice after adding the lines."""
    own = terms(SALES + "metrics:\n  trust: {is: sum(sales.amount), every: quarter, serves: growth}\n")
    assert "trust" not in {one.entry.name for one in suggest(own)}


def test_a_table_with_other_columns_is_no_table_of_the_catalogue() -> None:
    """Where the agreement owes deliveries of its own, nothing that reads the catalogue's deliveries is suggested."""
    own = """\
facts:
  deliveries:
    reported by: fern
    every: month
    due: 10 days after period end
    columns: {month: period, kept: number, placed: number}
"""
    found = suggest(terms(own))
    assert "deliveries" not in {table for one in found for table in one.tables}
