"""`comity dispute` and `comity settle` of a single datum."""

from __future__ import annotations

import json

import pytest

from tests.cli.record.conftest import JANUARY, Pair, two_months

DATUM = ("deliveries", "2026-01", "north", "--column", "on_time")


@pytest.fixture
def reported(pair: Pair) -> Pair:
    """January at 97.5 % and February at 95 %."""
    return pair.after(two_months)


def verdict(pair: Pair, month: int, day: str) -> tuple[str, str]:
    """Return the verdict on a month, and the state of its figure, as of and as known on a day."""
    ran = pair.run("evaluate", pair.marten, "--as-of", day, "--known-at", day, "--json")
    one = json.loads(ran.out)["verdicts"]["delivery"][month - 1]
    return one["verdict"], one["state"]


def test_a_dispute_leaves_open_what_comes_out_differently(reported: Pair) -> None:
    """97.5 % is met; 90 %, as Marten holds, would be missed: undetermined, until it is settled."""
    out = reported.run("dispute", reported.marten, *DATUM, "--value", "900", "--on", "2026-03-10").out
    assert "975 is reported, 900 is held for right" in out
    assert "Delivery on the agreed day, 2026-01: met -> undetermined" in out
    assert verdict(reported, 1, "2026-03-09") == ("met", "final")
    assert verdict(reported, 1, "2026-03-10") == ("undetermined", "disputed")


def test_a_dispute_that_changes_no_verdict_leaves_it(reported: Pair) -> None:
    """95 % and 94 % are both missed: the figure is disputed, the verdict stands."""
    february = ("deliveries", "2026-02", "north", "--column", "on_time")
    reported.run("dispute", reported.marten, *february, "--value", "940", "--on", "2026-03-10")
    assert verdict(reported, 2, "2026-03-10") == ("missed", "disputed")


def test_the_party_that_raised_a_dispute_ends_it(reported: Pair) -> None:
    """From that day on the number of the record counts again."""
    reported.run("dispute", reported.marten, *DATUM, "--value", "900", "--on", "2026-03-10")
    reported.meet()
    ran = reported.comity("settle", reported.heron, *DATUM[:3], "--on", "2026-03-20")
    assert (ran.status, "heron has no open dispute" in ran.err) == (1, True)
    reported.run("settle", reported.marten, *DATUM[:3], "--on", "2026-03-20")
    assert [verdict(reported, 1, day)[0] for day in ("2026-03-19", "2026-03-20")] == ["undetermined", "met"]


def test_a_dispute_settled_on_another_number_is_a_correction(reported: Pair) -> None:
    """Heron submits 960 on the day on which Marten ends its dispute: 96 % is missed from then on."""
    reported.run("dispute", reported.marten, *DATUM, "--value", "900", "--on", "2026-03-10")
    reported.meet()
    reported.submit(JANUARY.replace("975", "960"), "2026-03-20")
    reported.meet()
    reported.run("settle", reported.marten, *DATUM[:3], "--value", "960", "--on", "2026-03-20")
    assert verdict(reported, 1, "2026-03-20")[0] == "missed"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["deliveries", "2026-01", "north", "--column", "on_time"], "says what you hold for right"),
        (["deliveries", "2026-01", "north", "--column", "depot", "--value", "1"], "name a column of numbers"),
        (["deliveries", "2026-07", "north", "--column", "on_time", "--value", "1"], "no row is known"),
        (["deliveries", "2026-01", "south", "--column", "on_time", "--value", "1"], "no row is known"),
        (["deliveries", "2026-01", "north", "--column", "on_time", "--value", "many"], "many is no number"),
        (["deliveries", "2026-01", "north", "east", "--column", "on_time", "--value", "1"], "known by its period and"),
    ],
)
def test_a_dispute_names_a_datum_that_is_there_and_another_number(
    reported: Pair, arguments: list[str], why: str
) -> None:
    """What cannot be found, or says nothing, is refused before it is recorded."""
    ran = reported.comity("dispute", reported.marten, *arguments, "--on", "2026-03-10")
    assert (ran.status, why in ran.err) == (1, True), ran.err


def test_nobody_disputes_what_it_reported_itself(reported: Pair) -> None:
    """Who finds an own mistake corrects it."""
    ran = reported.comity("dispute", reported.heron, *DATUM, "--value", "900", "--on", "2026-03-10")
    assert (ran.status, "comity submit" in ran.err) == (1, True)


def test_a_datum_is_disputed_once(reported: Pair) -> None:
    """A second dispute of the same datum by the same party is refused."""
    reported.run("dispute", reported.marten, *DATUM, "--value", "900", "--on", "2026-03-10")
    ran = reported.comity("dispute", reported.marten, *DATUM, "--value", "910", "--on", "2026-03-11")
    assert (ran.status, "you dispute this already" in ran.err) == (1, True)


def test_facts_are_attested_by_the_other_party_alone(reported: Pair) -> None:
    """Marten holds Heron's file for right; Heron's own word is its submission."""
    reported.run("attest", reported.marten, "4")
    assert reported.comity("attest", reported.heron, "4").status == 1
    assert "attests" in reported.run("log", reported.marten).out


def test_an_evaluation_on_record_can_be_made_again(reported: Pair) -> None:
    """It names how many entries it rests on and the digest of what they give, whoever evaluates them."""
    reported.run("attest", reported.heron, "--on", "2026-03-20")
    reported.meet()
    reported.run("attest", reported.marten, "--on", "2026-03-20")
    entries = json.loads(reported.run("log", reported.marten, "--json").out)["entries"]
    bodies = [
        json.loads(reported.run("log", reported.marten, one["leaf"][:12]).out)["payload"]["body"]
        for one in entries
        if one["type"] == "evaluation.made"
    ]
    assert [body["size"] for body in bodies] == [6, 7]
    assert bodies[0]["result"] == bodies[1]["result"]
