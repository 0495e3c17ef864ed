"""Two columns of one row in dispute: each is raised, counted and ended by itself."""

from __future__ import annotations

import json

import pytest

from tests.cli.record.conftest import JANUARY, Pair, two_months

ROW = ("deliveries", "2026-01", "north")


def dispute(pair: Pair, column: str, value: str, row: tuple[str, ...] = ROW) -> str:
    """Let Marten dispute a column of January."""
    return pair.run("dispute", pair.marten, *row, "--column", column, "--value", value, "--on", "2026-03-10").out


@pytest.fixture
def twice(pair: Pair) -> Pair:
    """January with 975 of 1000 orders in time, of which Marten holds 900 and USD 12k of charges for right."""
    reported = pair.after(two_months)
    dispute(reported, "on_time", "900")
    dispute(reported, "charges", "USD 12k")
    return reported


def january(pair: Pair, day: str) -> tuple[str, str, str]:
    """Return the states of both figures of January and its verdict, as of and as known on a day."""
    ran = pair.run("evaluate", pair.marten, "--as-of", day, "--known-at", day, "--json")
    found = json.loads(ran.out)
    on_time, charges = (found["figures"][name][0]["state"] for name in ("on_time", "charges"))
    return on_time, charges, found["verdicts"]["delivery"][0]["verdict"]


def test_a_second_column_of_a_row_is_disputed_by_itself(pair: Pair) -> None:
    """The figures that rest on the orders in time turn with the first dispute, the charges only with the second."""
    reported = pair.after(two_months)
    first = dispute(reported, "on_time", "900")
    assert "final -> 97.5%, disputed" in first and "Charges" not in first
    assert january(reported, "2026-03-10") == ("disputed", "final", "undetermined")
    second = dispute(reported, "charges", "USD 12k")
    assert "Charges of the month, 2026-01: USD 10,000, final -> USD 10,000, disputed" in second
    assert january(reported, "2026-03-10") == ("disputed", "disputed", "undetermined")


def test_a_verdict_is_decided_where_a_party_is_right_in_both_columns_or_in_none(pair: Pair) -> None:
    """900 of 1000 would be missed; 900 of 920, as Marten holds by now, is met like the 975 of 1000 that Heron has."""
    reported = pair.after(two_months)
    dispute(reported, "on_time", "900")
    assert "Delivery on the agreed day, 2026-01: undetermined -> met" in dispute(reported, "orders", "920")
    assert january(reported, "2026-03-10") == ("disputed", "final", "met")


def test_a_settlement_ends_the_dispute_of_its_column_alone(twice: Pair) -> None:
    """The charges count again, and the orders in time stay in dispute, until the dispute of them ends too."""
    out = twice.run("settle", twice.marten, *ROW, "--column", "charges", "--on", "2026-03-20").out
    assert "marten ends its dispute of deliveries 2026-01 north (charges, entry 7)" in out
    assert "Charges of the month, 2026-01: USD 10,000, disputed -> USD 10,000, final" in out
    assert "Orders delivered" not in out
    assert january(twice, "2026-03-20") == ("disputed", "final", "undetermined")
    twice.run("settle", twice.marten, *ROW, "--on", "2026-03-21")
    assert january(twice, "2026-03-21") == ("final", "final", "met")


def test_the_number_agreed_on_is_one_of_the_column_that_is_settled(twice: Pair) -> None:
    """Its kind, what is reported beside it, and what Heron is to report are those of the charges."""
    charges = (*ROW, "--column", "charges", "--on", "2026-03-20", "--value")
    assert "EUR 9k is in EUR, and charges is not" in twice.comity("settle", twice.marten, *charges, "EUR 9k").err
    out = twice.run("settle", twice.marten, *charges, "USD 11k").out
    assert "USD 11,000 was agreed on, USD 10,000 is reported" in out
    assert "reported 2026-01 north with charges USD 11,000" in out


def test_which_of_several_disputes_of_a_row_ends_is_not_guessed(twice: Pair) -> None:
    """The columns in dispute are named, and one that is in none is refused."""
    ran = twice.comity("settle", twice.marten, *ROW, "--on", "2026-03-20")
    assert (ran.status, "CMY-905" in ran.err) == (1, True)
    assert "marten disputes on_time and charges of deliveries 2026-01 north" in ran.err
    assert "Name the one that you end with --column." in ran.err
    ran = twice.comity("settle", twice.marten, *ROW, "--column", "orders", "--on", "2026-03-20")
    assert (ran.status, "no open dispute of deliveries 2026-01 north, orders" in ran.err) == (1, True)
    assert "It disputes on_time and charges there." in ran.err


def test_a_datum_is_disputed_once_however_it_is_named(twice: Pair) -> None:
    """January has one row, found without its depot too: a dispute of the same column of it is one already."""
    again = ("--column", "on_time", "--value", "910", "--on", "2026-03-11")
    ran = twice.comity("dispute", twice.marten, *ROW[:2], *again)
    assert (ran.status, "you dispute this already" in ran.err) == (1, True)


def test_the_same_column_of_another_row_is_another_datum(twice: Pair) -> None:
    """The southern depot of the same month is disputed beside the northern one."""
    twice.meet()
    twice.submit(JANUARY.replace("north,975", "south,960"), "2026-03-10")
    twice.meet()
    dispute(twice, "on_time", "950", (*ROW[:2], "south"))
    assert "disputes deliveries 2026-01 south, on_time: 950\n" in twice.run("log", twice.marten).out


def test_the_log_says_which_column_is_meant(twice: Pair) -> None:
    """Each dispute names its column, and what ends it names the dispute."""
    twice.run("settle", twice.marten, *ROW, "--column", "charges", "--on", "2026-03-20")
    said = twice.run("log", twice.marten).out
    assert "disputes deliveries 2026-01 north, on_time: 900\n" in said
    assert "disputes deliveries 2026-01 north, charges: USD 12k\n" in said
    assert "ends its dispute, entry 7\n" in said


def test_a_column_is_named_of_a_datum_only(twice: Pair) -> None:
    """A clause has none."""
    ran = twice.comity("settle", twice.marten, "delivery", "2026-02", "--column", "on_time", "--on", "2026-03-20")
    assert (ran.status, "delivery is no table" in ran.err) == (2, True)


def test_a_correction_of_the_row_ends_no_dispute(twice: Pair) -> None:
    """Heron reports what Marten held for right of the orders: both disputes stay until Marten ends them."""
    twice.meet()
    twice.submit(JANUARY.replace("975", "900"), "2026-03-20")
    twice.meet()
    twice.run("settle", twice.marten, *ROW, "--column", "on_time", "--on", "2026-03-20")
    assert january(twice, "2026-03-20") == ("final", "disputed", "missed")


def test_the_docket_says_with_which_column_each_of_two_disputes_is_ended(twice: Pair) -> None:
    """What it says can be run as it stands; once one dispute is left, the row says enough."""
    day = ("--as-of", "2026-03-20", "--known-at", "2026-03-20", "--json")
    settles = "comity settle FOLDER deliveries 2026-01 north"
    out = twice.run("docket", twice.marten, *day).out
    assert (f"{settles} --column on_time ends it" in out, f"{settles} --column charges ends it" in out) == (True, True)
    twice.run("settle", twice.marten, *ROW, "--column", "charges", "--on", "2026-03-20")
    assert f"{settles} ends it" in twice.run("docket", twice.marten, *day).out
