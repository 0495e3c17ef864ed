"""A datum in dispute: held against the number that the disputing party names, from a day and until a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from comity.agreement.model import Terms
from comity.agreement.read import read
from comity.facts.contested import Contested, contested
from comity.facts.load import load
from comity.facts.model import Facts, RawFile
from comity.facts.other import on_the_other_account
from tests.facts.builders import LATE
from tests.record.test_documents import FEB, JAN, MAR

TEXT = b"""\
comity: 1
alliance: kits
title: Kits
parties: {fern: Fern, lark: Lark}
currency: USD
starts: 2026-01-01
facts:
  orders:
    reported by: fern
    every: month
    key: [month, region]
    columns: {month: period, region: text, filled: number, price: money}
metrics: {filled: {is: sum(orders.filled), every: month, per: region}}
"""
DISPUTE = Contested(
    table="orders", period="2026-01", scope={"region": "north"}, column="filled", by="lark", value="90", reason="",
    since=FEB, until=None, file="record", row=7,
)  # fmt: skip


@pytest.fixture(scope="module")
def terms() -> Terms:
    """An agreement with one table."""
    found, problems = read(TEXT, "agreement.yaml")
    assert found is not None, problems
    return found


def facts(terms: Terms, day: date = LATE) -> Facts:
    """Return the facts of two regions, reported on 10 January."""
    import pyarrow as pa

    rows = {"month": ["2026-01"] * 2, "region": ["north", "south"], "filled": ["100", "100"], "price": ["5", "5"]}
    about = {"known at": JAN.isoformat(), "reported by": "fern"}
    raw = RawFile(path="facts/orders/a.csv", table=pa.table(rows), digest="", about=about)
    return load({"orders": [raw]}, terms, day)[0]


def seen(found: Facts, column: str = "filled") -> dict[str, tuple[Any, bool]]:
    """Return value and dispute of each region."""
    rows = found.tables["orders"].rows.to_pylist()
    return {row["region"]: (row[column], row["_disputed"]) for row in rows}


def test_only_the_row_that_is_named_is_in_dispute(terms: Terms) -> None:
    """North is disputed and keeps the number that was reported; on the other account it is Lark's."""
    found = contested(facts(terms), [DISPUTE], terms)
    assert seen(found) == {"north": (100, True), "south": (100, False)}
    other = {region: Decimal(value) for region, (value, _) in seen(on_the_other_account(found)).items()}
    assert other == {"north": 90, "south": 100}


@pytest.mark.parametrize(("day", "is_open"), [(JAN, False), (FEB, True), (date(2026, 3, 9), True), (MAR, False)])
def test_a_dispute_is_open_from_its_day_until_the_day_it_ends(terms: Terms, day: date, *, is_open: bool) -> None:
    """On the day on which it ends the number counts again."""
    found = contested(facts(terms, day), [replace(DISPUTE, until=MAR)], terms)
    assert seen(found)["north"][1] is is_open


def test_the_days_on_which_disputes_begin_and_end_are_kept(terms: Terms) -> None:
    """Whoever asks since when a figure was in doubt looks at the eves of these days."""
    assert contested(facts(terms), [replace(DISPUTE, until=MAR)], terms).contested == (FEB, MAR)
    assert contested(facts(terms, FEB), [replace(DISPUTE, until=MAR)], terms).contested == (FEB,)


def test_the_digest_tells_disputed_facts_from_others(terms: Terms) -> None:
    """Two parties with one digest compute the same, so a dispute is part of it."""
    plain = facts(terms)
    digests = {
        of.tables["orders"].digest
        for of in (plain, contested(plain, [DISPUTE], terms), contested(plain, [replace(DISPUTE, value="91")], terms))
    }
    assert len(digests) == 3
    assert contested(plain, [], terms).tables["orders"].digest == plain.tables["orders"].digest


@pytest.mark.parametrize(
    "change",
    [
        {"table": "nothing"}, {"column": "nothing"}, {"column": "region"}, {"period": "2026-07"},
        {"scope": {"region": "east"}}, {"scope": {"nothing": "north"}},
    ],
)  # fmt: skip
def test_a_dispute_about_what_is_not_there_changes_nothing(terms: Terms, change: dict[str, Any]) -> None:
    """The other party may dispute anything; only a datum that was reported can be in dispute."""
    found = contested(facts(terms), [replace(DISPUTE, **change)], terms)
    assert [disputed for _, disputed in seen(found).values()] == [False, False]


def test_a_dispute_without_a_number_marks_the_datum(terms: Terms) -> None:
    """It is shown as disputed; on the other account nothing is known that could count instead."""
    found = contested(facts(terms), [replace(DISPUTE, value="")], terms)
    assert seen(found)["north"] == (100, True)
    assert Decimal(seen(on_the_other_account(found))["north"][0]) == 100


def test_a_price_is_disputed_in_money(terms: Terms) -> None:
    """Written as in an agreement."""
    found = contested(facts(terms), [replace(DISPUTE, column="price", value="USD 4k")], terms)
    assert Decimal(seen(on_the_other_account(found), "price")["north"][0]) == 4000
