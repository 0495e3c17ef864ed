"""Numbers on which a dispute ended: what of them is still to be reported, whatever the table is like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

import pyarrow as pa
import pytest

from comity.adapters.duckdb import DuckDBDriver
from comity.agreement.model import Agreement
from comity.agreement.read import read_agreement
from comity.facts.contested import Contested
from comity.facts.load import load
from comity.facts.model import Facts, RawFile
from comity.standing.corrections import corrections, with_corrections
from comity.standing.sight import Reader
from comity.standing.standing import standing
from comity.standing.visible import visible

AGREEMENT = b"""\
comity: 1
alliance: kits
title: Kits of Fern and Lark
parties: {fern: Fern Works Ltd, lark: Lark Foods Ltd}
currency: USD
rates: rates
starts: 2026-01-01
facts:
  orders:
    reported by: fern
    every: month
    key: [month, region]
    columns: {month: period, region: text, filled: number, price: money}
  sales: {reported by: {fern: EUR m}, every: month, columns: {month: period, amount: money}}
  rates: {reported by: published, every: month, columns: {month: period, currency: text, rate: number > 0}}
metrics:
  filled: {is: sum(orders.filled), every: month}
  sold: {is: sum(sales.amount), every: month}
visibility:
  filled: {seen by: [fern, lark]}
"""
EARLY, RAISED, ENDED, TODAY = date(2026, 2, 3), date(2026, 2, 10), date(2026, 3, 1), date(2026, 5, 4)
SETTLED = Contested(
    table="orders", period="2026-01", scope={"region": "north"}, column="filled", by="lark", value="90", reason="",
    since=RAISED, until=ENDED, agreed="95", file="record", row=7,
)  # fmt: skip


@cache
def agreement() -> Agreement:
    """Return an agreement with a table in its own currency and one in another."""
    found, problems = read_agreement(("agreement.yaml", AGREEMENT), [])
    assert isinstance(found, Agreement), problems
    return found


def facts(*reports: tuple[date, str], known_at: date = TODAY) -> Facts:
    """Return the facts where Fern reported so many filled orders of the north on each of some days."""
    files = [_file("orders", day, {"month": ["2026-01"], "region": ["north"], "filled": [filled], "price": ["5"]})
             for day, filled in reports]  # fmt: skip
    return load({"orders": files}, agreement().versions[0][1], known_at)[0]


def _file(table: str, day: date, columns: Mapping[str, list[str]], by: str = "fern") -> RawFile:
    about = {"known at": day.isoformat(), "reported by": by}
    return RawFile(path=f"facts/{table}/{day}.csv", table=pa.table(columns), digest="", about=about)


def awaited(found: Facts, *disputes: Contested) -> Sequence[tuple[str, str, str]]:
    """Return what is to be reported: the row, by whom, in place of what."""
    made = corrections(found, disputes, agreement().versions[0][1])
    return [(one.row, one.reporter, one.reported) for one in made]


@pytest.mark.parametrize(
    ("reports", "reported"),
    [
        ([(EARLY, "100")], ["100"]),
        ([(EARLY, "100"), (date(2026, 3, 5), "97")], ["97"]),
        ([(EARLY, "100"), (date(2026, 3, 5), "95.0")], []),
        ([(EARLY, "100"), (date(2026, 3, 5), "95"), (date(2026, 4, 5), "98")], []),
        ([(EARLY, "100"), (ENDED, "95")], []),
        ([(date(2026, 2, 1), "95"), (EARLY, "100")], ["100"]),
        ([(EARLY, "100"), (date(2026, 2, 12), "95"), (date(2026, 2, 20), "99")], ["99"]),
        ([(EARLY, "")], []),
        ([], []),
    ],
)  # fmt: skip
def test_a_number_is_awaited_until_a_report_carries_it(reports: list[tuple[date, str]], reported: list[str]) -> None:
    """Another one does not do, nor one replaced before the dispute ended; a later correction is another matter."""
    assert awaited(facts(*reports), SETTLED) == [("2026-01 north", "fern", one) for one in reported]


@pytest.mark.parametrize(
    "more",
    [
        {"agreed": ""}, {"agreed": "many"}, {"until": None}, {"until": date(2026, 5, 5)}, {"table": "nothing"},
        {"column": "region"}, {"column": "_file"}, {"column": "nothing"}, {"period": "2026-07"},
        {"scope": {}, "period": ""},
    ],
)  # fmt: skip
def test_what_names_no_number_of_a_row_awaits_nothing(more: dict[str, object]) -> None:
    """Whatever a party wrote into its entries, it stops nobody's evaluation."""
    assert awaited(facts((EARLY, "100")), replace(SETTLED, **more)) == []  # type: ignore[arg-type]


def test_of_disputes_of_one_number_the_last_counts() -> None:
    """Disputed again it is in dispute; settled again without a number it stays as it is."""
    again = replace(SETTLED, since=date(2026, 3, 10), until=None, agreed="", row=9)
    assert awaited(facts((EARLY, "100")), SETTLED, again) == []
    assert awaited(facts((EARLY, "100")), SETTLED, replace(again, until=date(2026, 3, 20))) == []
    other = replace(again, scope={"region": "south"})
    assert len(awaited(facts((EARLY, "100")), SETTLED, other)) == 1


def test_an_amount_reported_in_another_currency_is_awaited_until_the_next_report() -> None:
    """USD 3,476,000 comes out of no amount in EUR at 1.0983: what Fern reports once it is agreed on is taken for it."""
    rates = _file("rates", EARLY, {"month": ["2026-01"], "currency": ["EUR"], "rate": ["1.0983"]}, "published")
    sales = [_file("sales", day, {"month": ["2026-01"], "amount": [amount]})
             for day, amount in ((EARLY, "3"), (date(2026, 3, 5), "3.1649"))]  # fmt: skip
    one = replace(SETTLED, table="sales", scope={}, column="amount", agreed="USD 3476000")
    terms = agreement().versions[0][1]
    found = [load({"rates": [rates], "sales": sales[:count]}, terms, TODAY)[0] for count in (1, 2)]
    assert [awaited(each, one) for each in found] == [[("2026-01", "fern", "USD 3,294,900")], []]


def test_the_line_is_shown_to_who_may_see_the_table() -> None:
    """It names a number of the table: a reader to whom that is closed does not see it."""
    found = facts((EARLY, "100"))
    bare = standing(agreement(), found, as_of=TODAY, known_at=TODAY, driver=DuckDBDriver())
    whole = with_corrections(bare, found, [SETTLED])
    for reader, shown in ((Reader(frozenset({"lark"})), 1), (Reader(frozenset()), 0)):
        assert [line.kind for line in visible(whole, reader).docket].count("correction") == shown


def test_before_the_day_on_which_the_dispute_ended_there_is_no_line() -> None:
    """As of February the number was in dispute, whatever is known by May."""
    found, day = facts((EARLY, "100")), date(2026, 2, 28)
    bare = standing(agreement(), found, as_of=day, known_at=TODAY, driver=DuckDBDriver())
    assert with_corrections(bare, found, [SETTLED]) is bare


def test_a_dispute_that_ended_only_later_was_open_on_the_day() -> None:
    """As of April the number is in dispute once more, though it is known by now that this ended too."""
    found, day = facts((EARLY, "100")), date(2026, 4, 1)
    bare = standing(agreement(), found, as_of=day, known_at=TODAY, driver=DuckDBDriver())
    again = replace(SETTLED, since=date(2026, 3, 10), until=date(2026, 4, 20), value="80", agreed="", row=9)
    assert with_corrections(bare, found, [SETTLED, again]) is bare
