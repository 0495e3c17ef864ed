"""Payments on the command line: stated by who paid, confirmed or denied by who was paid, and off the docket."""

from __future__ import annotations

import json

import pytest

from tests.cli.record.conftest import Pair, three_months


@pytest.fixture
def owing(pair: Pair) -> Pair:
    """February and March were missed, so that Heron owes Marten credits for both."""
    return pair.after(three_months)


def docket(pair: Pair, day: str = "2026-05-02") -> dict[str, str]:
    """Return what Marten's docket says of accounts, by the id of the line."""
    ran = pair.run("docket", pair.marten, "--as-of", day, "--known-at", day, "--json")
    return {one["id"]: one["what"] for one in json.loads(ran.out)["docket"] if one["kind"] in ("settlement", "receipt")}


FEBRUARY_OWED = "Service credits 2026-02: pay Marten USD 200"
MARCH_OWED = "Service credits 2026-03: pay Marten USD 300"


def test_a_debt_is_paid_confirmed_and_gone(owing: Pair) -> None:
    """Heron states what it paid and sees what is left; Marten is asked for its word, gives it, and March is gone."""
    assert list(docket(owing).values()) == [FEBRUARY_OWED, MARCH_OWED]
    out = owing.run("pay", owing.heron, "credits", "2026-03", "--amount", "USD 300", "--on", "2026-04-20").out
    assert "heron pays credits of 2026-03: amount USD 300" in out
    assert "payment of USD 300 by Heron on 2026-04-20: not there -> stated" in out
    assert "Service credits, 2026-03: left for Heron to pay: USD 300 -> USD 0" in out
    owing.meet()
    assert list(docket(owing).values()) == [
        FEBRUARY_OWED,
        "Service credits 2026-03: accept or reject that USD 300 was paid",
    ]
    out = owing.run("respond", owing.marten, "accept", "credits", "2026-03", "--on", "2026-04-22").out
    assert "payment of USD 300 by Heron on 2026-04-20: stated -> confirmed" in out
    assert list(docket(owing).values()) == [FEBRUARY_OWED]


def test_what_did_not_arrive_is_owed_again(owing: Pair) -> None:
    """400 without a month pay February and half of March; Marten denies them, and both are back on the docket."""
    out = owing.run("pay", owing.heron, "credits", "--amount", "USD 400", "--on", "2026-04-20").out
    assert "Service credits, 2026-03: left for Heron to pay: USD 300 -> USD 100" in out
    owing.meet()
    out = owing.run("respond", owing.marten, "reject", "credits", "--on", "2026-04-22").out
    assert "Service credits, 2026-03: left for Heron to pay: USD 100 -> USD 300" in out
    assert list(docket(owing).values()) == [FEBRUARY_OWED, MARCH_OWED]


def test_too_much_is_told_and_kept_for_what_comes(owing: Pair) -> None:
    """20 more than is owed are Heron's credit, said before it signs."""
    out = owing.run("pay", owing.heron, "credits", "2026-Q1", "--amount", "USD 520", "--on", "2026-04-20").out
    assert "Service credits: paid by Heron beyond what it owes: USD 0 -> USD 20" in out


@pytest.mark.parametrize(
    ("party", "arguments", "why"),
    [
        ("heron", ["pay", "credits", "2026-Q1", "--amount", "EUR 480"], "this amount is in EUR"),
        ("heron", ["pay", "credits", "2026-Q5", "--amount", "USD 480"], "the year 2026 has no quarter 5"),
        ("heron", ["pay", "credit", "2026-Q1", "--amount", "USD 480"], "Did you mean credits?"),
        ("heron", ["pay", "delivery", "2026-03", "--amount", "USD 480"], "is paid about the account and a period"),
        ("marten", ["respond", "accept", "credits", "2026-Q1"], "no payment to marten is stated about credits 2026-Q1"),
    ],
)
def test_a_payment_that_cannot_count_is_not_recorded(owing: Pair, party: str, arguments: list[str], why: str) -> None:
    """Another currency, no such period, no such account, a clause instead of its account, no payment."""
    command, *more = arguments
    folder = owing.heron if party == "heron" else owing.marten
    ran = owing.comity(command, folder, *more, "--on", "2026-04-20")
    assert ran.status == 1
    assert why in ran.err


def test_the_same_payment_is_not_stated_twice(owing: Pair) -> None:
    """By a slip on one day, refused; with a reference of its own it is another payment."""
    same = ("pay", owing.heron, "credits", "2026-Q1", "--amount", "USD 100", "--on", "2026-04-20")
    owing.run(*same)
    err = owing.comity(*same).err
    assert "stated already, on 2026-04-20" in err
    assert err.endswith("give each a reference of its own: --reference TEXT\n")
    owing.run(*same, "--reference", "second transfer")


@pytest.mark.parametrize(
    ("amount", "why"),
    [
        ("USD 1.224,30", "USD 1.224,30 is no amount. Write it with a point, such as 'USD 1224.30', or 'USD 10k'."),
        ("97%", "97% is no amount"),
        ("USD 0", "USD 0 is not more than nothing"),
        ("-5", "-5 is not more than nothing"),
    ],
)
def test_an_amount_that_is_none_is_told_at_its_option(owing: Pair, amount: str, why: str) -> None:
    """It is wrong usage of `--amount`, with an example, and not a matter of the docket."""
    ran = owing.comity("pay", owing.heron, "credits", "2026-Q1", f"--amount={amount}", "--on", "2026-04-20")
    assert (ran.status, f"Invalid value for '--amount': {why}" in ran.err) == (2, True), ran.err


@pytest.mark.parametrize("amount", ["USD 1,000.50", "1000.50", "USD 1k", "USD 0.2k"])
def test_an_amount_is_written_as_in_the_agreement(owing: Pair, amount: str) -> None:
    """With or without the currency, whole or in thousands."""
    out = owing.run("pay", owing.heron, "credits", "2026-Q1", "--amount", amount, "--on", "2026-04-20").out
    assert f"heron pays credits of 2026-Q1: amount {amount}" in out
