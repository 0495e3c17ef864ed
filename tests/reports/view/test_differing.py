"""Decisions about several numbers on which parties differ: each is told by its column, and each period once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from comity.adapters.duckdb import DuckDBDriver
from comity.facts.contested import Contested, contested
from comity.reports.document import document
from comity.reports.view.sheet import view
from comity.standing.model import Standing
from comity.standing.standing import standing
from tests.reports.builders import rich
from tests.standing.test_agreed_numbers import EARLY, SETTLED, TODAY, agreement, facts

FILLED = replace(SETTLED, until=None, agreed="")
PRICE = replace(FILLED, column="price", value="USD 6", row=8)


def stood(*disputes: Contested) -> Standing:
    """Return the standing where Fern reported 100 orders at USD 5 and Lark disputes some of it."""
    found = contested(facts((EARLY, "100")), disputes, agreement().versions[0][1])
    return standing(agreement(), found, as_of=TODAY, known_at=TODAY, driver=DuckDBDriver())


def told(found: Standing) -> tuple[str, Sequence[str]]:
    """Return the title of the decision about what is disputed, and its sentences."""
    (one,) = [one for one in view(found).decisions if one.chip.word == "Disputed"]
    return one.title, one.says.removesuffix(".").split(". ")


def test_two_columns_of_a_row_are_told_each_with_its_number_and_the_period_once() -> None:
    """Lark disputes how many orders were filled and their price: neither number hides the other."""
    title, says = told(stood(FILLED, PRICE))
    assert title == "Orders: Lark disputes what Fern reported in Jan 2026"
    assert says == [
        "Filled, north: Lark disputes what Fern reported and holds 90 for right",
        "Price, north: Lark disputes what Fern reported and holds USD 6 for right",
    ]


def test_a_single_number_is_told_as_it_was_evaluated() -> None:
    """With one dispute the sheet says what the document says."""
    title, says = told(stood(PRICE))
    assert title == "Orders: Lark disputes what Fern reported in Jan 2026"
    assert says == ["Lark disputes what Fern reported and holds USD 6 for right"]


def test_the_evaluated_document_says_what_it_said() -> None:
    """Only what is shown is told apart: the digests of evaluations on record rest on the document."""
    (one,) = [one for one in document(stood(FILLED, PRICE))["decisions"] if one["kind"] == "disputed"]
    assert one["title"] == "Orders: Lark disputes what Fern reported in 2026-01 and 2026-01"


@pytest.mark.parametrize(("count", "more"), [(3, []), (4, ["And 1 number more"]), (9, ["And 6 numbers more"])])
def test_of_many_numbers_the_latest_are_told_and_the_others_counted(count: int, more: list[str]) -> None:
    """Months in which two reports differ: three are told, each with its month."""
    base = rich()
    (differs,) = [one for one in base.comparisons if one.state == "differs"]
    months = [replace(differs, period=base.terms.calendar.period(f"2024-0{n}")) for n in range(1, count + 1)]
    title, says = told(replace(base, comparisons=tuple(months)))
    assert len(says) == 3 + len(more) and says[3:] == more
    assert says[2].startswith(f"Amount, {date(2024, count, 1):%b} 2024: ")
    spelled = "Jan 2024, Feb 2024 and Mar 2024" if count == 3 else f"{count} periods, Jan 2024 to "
    assert f" in {spelled}" in title
