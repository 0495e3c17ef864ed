"""`comity dispute` and `comity settle` of a single datum."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

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


def corrections(pair: Pair, folder: Path, day: str, *more: str) -> list[tuple[str, str, str]]:
    """Return what the docket of a day has of numbers that were agreed on and are still to be reported."""
    ran = pair.run("docket", folder, "--as-of", day, "--known-at", day, "--json", *more)
    lines = [line for line in json.loads(ran.out)["docket"] if line["kind"] == "correction"]
    return [(line["what"], line["party"], line["if_nothing"]) for line in lines]


def test_a_number_agreed_on_stands_on_the_docket_until_it_is_reported(reported: Pair) -> None:
    """Settled on 960, 975 counts: Heron is told, whatever horizon it asks for, until its file carries the 960."""
    reported.run("dispute", reported.marten, *DATUM, "--value", "900", "--on", "2026-03-10")
    reported.meet()
    out = reported.run("settle", reported.marten, *DATUM[:3], "--value", "960", "--on", "2026-03-20").out
    assert "960 was agreed on, 975 is reported: 960 counts once heron submits it" in out
    assert "marten: ends its dispute, entry 6, on 960\n" in reported.run("log", reported.marten).out
    assert "until heron has reported 2026-01 north with on_time 960: `comity submit FOLDER deliveries FILE`" in out
    reported.meet()
    line = ("Deliveries 2026-01, north: report 960 for on_time", "heron", "What is reported, 975, goes on counting.")
    assert [corrections(reported, reported.heron, day) for day in ("2026-03-19", "2026-03-20")] == [[], [line]]
    assert corrections(reported, reported.heron, "2026-03-20", "--until", "2026-03-21") == [line]
    reported.submit(JANUARY.replace("975", "965"), "2026-03-21")
    assert corrections(reported, reported.heron, "2026-03-21")[0][2] == "What is reported, 965, goes on counting."
    reported.submit(JANUARY.replace("975", "960"), "2026-03-22", "again.csv")
    days = ("2026-03-21", "2026-03-22")
    assert [len(corrections(reported, reported.heron, day)) for day in days] == [1, 0]
    reported.submit(JANUARY.replace("975", "970"), "2026-03-25", "later.csv")
    assert corrections(reported, reported.heron, "2026-03-25") == []


def test_an_evaluation_holds_whether_a_correction_is_awaited_or_not(reported: Pair) -> None:
    """What is still to be reported is no result: the number that was agreed on leaves the document as it is."""
    reported.run("dispute", reported.marten, *DATUM, "--value", "900", "--on", "2026-03-10")
    bare = shutil.copytree(reported.marten, reported.marten.with_name("bare"))
    day = ("--as-of", "2026-03-20", "--known-at", "2026-03-20")
    documents = []
    for folder, value in ((bare, ()), (reported.marten, ("--value", "960"))):
        reported.run("settle", folder, *DATUM[:3], *value, "--on", "2026-03-20")
        documents.append(reported.run("evaluate", folder, *day, "--json").out)
    assert documents[0] == documents[1] and len(corrections(reported, reported.marten, "2026-03-20")) == 1


def test_a_number_agreed_on_that_is_reported_already_awaits_nothing(reported: Pair) -> None:
    """Corrected before the dispute ends, or found right as it was: nothing is left to do."""
    reported.run("dispute", reported.marten, *DATUM, "--value", "900", "--on", "2026-03-10")
    out = reported.run("settle", reported.marten, *DATUM[:3], "--value", "975", "--on", "2026-03-20").out
    assert "975 was agreed on, and needs no correction" in out and "docket" not in out
    assert corrections(reported, reported.marten, "2026-03-20") == []


def test_who_disputes_a_number_again_awaits_no_correction_of_it(reported: Pair) -> None:
    """The number did not come: Marten disputes it anew, and the dispute stands in place of what was agreed on."""
    reported.run("dispute", reported.marten, *DATUM, "--value", "900", "--on", "2026-03-10")
    reported.run("settle", reported.marten, *DATUM[:3], "--value", "960", "--on", "2026-03-20")
    reported.run("dispute", reported.marten, *DATUM, "--value", "960", "--on", "2026-03-25")
    found = [len(corrections(reported, reported.marten, day)) for day in ("2026-03-24", "2026-03-25")]
    assert found == [1, 0]


def disputes(pair: Pair, folder: Path, day: str, *more: str) -> list[tuple[str, str]]:
    """Return who has which open dispute on the docket of a day."""
    ran = pair.run("docket", folder, "--as-of", day, "--known-at", day, "--json", *more)
    return [(line["party"], line["what"]) for line in json.loads(ran.out)["docket"] if line["kind"] == "dispute"]


def test_an_open_dispute_stands_on_both_dockets_until_it_is_ended(reported: Pair) -> None:
    """Marten, which raised it, ends it, Heron answers it, whatever horizon it asks for; the day it ends, none."""
    reported.run("dispute", reported.marten, *DATUM, "--value", "900", "--on", "2026-03-10")
    reported.meet()
    answer = ("heron", "Deliveries 2026-01, north: correct on_time, or hold to it")
    end = ("marten", "Deliveries 2026-01, north: end the dispute of on_time")
    assert [disputes(reported, reported.heron, day) for day in ("2026-03-09", "2026-03-10")] == [[], [answer, end]]
    assert disputes(reported, reported.heron, "2026-03-10", "--party", "heron", "--until", "2026-03-11") == [answer]
    reported.run("settle", reported.marten, *DATUM[:3], "--on", "2026-03-20")
    found = [disputes(reported, reported.marten, day) for day in ("2026-03-19", "2026-03-20")]
    assert found == [[answer, end], []]


def test_what_a_line_about_a_dispute_says_can_be_run_as_it_stands(reported: Pair) -> None:
    """The docket has the words of the commands in no other spelling: no month, no name of a party is put into them."""
    reported.run("dispute", reported.marten, *DATUM, "--value", "900", "--on", "2026-03-10")
    out = reported.run("docket", reported.marten, "--as-of", "2026-03-10", "--known-at", "2026-03-10").out
    said = " ".join(re.sub("[│|]", " ", out).split())
    assert "comity settle FOLDER deliveries 2026-01 north ends it" in said, out
    assert "comity submit FOLDER deliveries FILE corrects it" in said, out


def test_an_evaluation_says_nothing_of_who_is_to_end_a_dispute(reported: Pair) -> None:
    """The lines stand in the docket alone, so that evaluations recorded before there were any hold."""
    reported.run("dispute", reported.marten, *DATUM, "--value", "900", "--on", "2026-03-10")
    day = ("--as-of", "2026-03-10", "--known-at", "2026-03-10")
    whole = json.loads(reported.run("evaluate", reported.marten, *day, "--json").out)
    assert len(disputes(reported, reported.marten, "2026-03-10")) == 2
    assert not [line for line in whole["docket"] if line["kind"] == "dispute"] and whole["docket"]


WRONG = [
    ("on_time", "-7", "-7 is not what on_time may hold", "on_time is declared as number >= 0."),
    ("on_time", "many", "many is no number", "on_time is declared as number >= 0."),
    ("on_time", "1/3", "1/3 is no number", "on_time is declared as number >= 0."),
    ("on_time", "USD 900", "USD 900 is in USD, and on_time is not", "on_time is declared as number >= 0."),
    ("charges", "EUR 900", "EUR 900 is in EUR, and charges is not", "declared as money >= 0, an amount in USD"),
    ("charges", "XXX 900", "XXX 900 is no number", "declared as money >= 0, an amount in USD such as USD 5k."),
]


@pytest.mark.parametrize(("column", "value", "why", "rule"), WRONG)
def test_a_number_that_the_column_forbids_is_neither_held_for_right_nor_agreed_on(
    reported: Pair, column: str, value: str, why: str, rule: str
) -> None:
    """It is refused with the rule of the column, where a dispute is raised and where one is settled."""
    january = ("deliveries", "2026-01", "north")
    ran = reported.comity("dispute", reported.marten, *january, "--column", column, "--value", value)
    assert (ran.status, why in ran.err, rule in ran.err) == (1, True, True), ran.err
    reported.run("dispute", reported.marten, *january, "--column", column, "--value", "9", "--on", "2026-03-10")
    ran = reported.comity("settle", reported.marten, *january, "--value", value, "--on", "2026-03-20")
    assert (ran.status, why in ran.err, rule in ran.err) == (1, True, True), ran.err


def test_the_number_that_is_reported_cannot_be_held_against_itself(reported: Pair) -> None:
    """USD 10k is the 10000 that Heron reported, in other words."""
    charges = (*DATUM[:3], "--column", "charges", "--value", "USD 10k")
    ran = reported.comity("dispute", reported.marten, *charges, "--on", "2026-03-10")
    assert (ran.status, "USD 10,000 is what heron reported" in ran.err) == (1, True), ran.err


def test_an_empty_cell_is_not_disputed(reported: Pair) -> None:
    """What was not reported cannot be wrong; a dispute of it would change nothing."""
    reported.submit("month,depot,on_time,orders,charges\n2026-03,north,,1000,10000\n", "2026-04-03")
    reported.meet()
    march = ("deliveries", "2026-03", "north", "--column", "on_time", "--value", "900")
    ran = reported.comity("dispute", reported.marten, *march, "--on", "2026-04-04")
    assert (ran.status, "without a number" in ran.err) == (1, True), ran.err


def test_what_is_said_of_numbers_is_not_taken_for_a_clause(reported: Pair) -> None:
    """A clause has no column and no value: given one, the command is wrong, and nothing is recorded."""
    for command in ("dispute", "settle"):
        ran = reported.comity(command, reported.marten, "delivery", "2026-02", "--value", "9", "--on", "2026-03-10")
        assert (ran.status, "delivery is no table" in ran.err) == (2, True), ran.err


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["deliveries", "2026-01", "north", "--column", "on_time"], "says what you hold for right"),
        (["deliveries", "2026-01", "north", "--column", "depot", "--value", "1"], "name a column of numbers"),
        (
            ["deliveries", "2026-07", "north", "--column", "on_time", "--value", "1"],
            "Nothing is reported of deliveries 2026-07 by 2026-03-10; the last period reported by then is 2026-02.",
        ),
        (
            ["deliveries", "2026-01", "south", "--column", "on_time", "--value", "1"],
            "no row is known of deliveries 2026-01 south on 2026-03-10\n  Name TABLE PERIOD and each member.",
        ),
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


def test_facts_are_attested_once(reported: Pair) -> None:
    """A second word of the same party adds nothing, whether the first waits or is in order; another file is another."""
    reported.run("attest", reported.marten, "4", "--on", "2026-03-10")
    waits = reported.comity("attest", reported.marten, "4", "--on", "2026-03-11")
    reported.meet()
    again = reported.comity("attest", reported.marten, "4", "--on", "2026-03-11")
    for ran in (waits, again):
        assert (ran.status, "marten attested entry 4 already, with entry 6" in ran.err) == (1, True)
    reported.run("attest", reported.marten, "5", "--on", "2026-03-11")


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
