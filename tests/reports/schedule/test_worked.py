"""Annex A: worked examples with what is given, their computation, and what came out."""

from __future__ import annotations

import re

import pytest

from comity.adapters.duckdb import DuckDBDriver
from comity.adapters.folder import read_folder
from comity.agreement.read import read_agreement
from comity.reports.schedule.plain import text
from comity.reports.schedule.write import schedule_of
from comity.standing.worked.run import run_examples
from tests.reports.schedule.builders import EXAMPLES, HEAD, said, section

CLAUSE = """\
clauses:
  supply:
    owed by: supplier
    owed to: buyer
    measure: fill_rate
    every: month
    round: 0.1%
    at least: 95%
    rules:
      credit:
        then: {pay: points_short * 2% * fees, into: credits, at most: USD 3k}
"""
GIVEN = """\
examples:
  - says: One point below.
    given: {fill_rate: {2026-01: 93.96%, 2026-02: 95%}, fees: {2026-01..2026-02: USD 100k}}
    expect:
      supply:
        2026-01: {verdict: missed, fires: credit, pay: USD 2k}
        2026-02: {verdict: met, fires: none}
"""


def annex(more: str) -> str:
    return section(said(CLAUSE + more), "Worked examples")


def test_a_payment_is_shown_with_its_arithmetic() -> None:
    """The figures given, put into the formula of the payment, and what comes of it."""
    assert re.search(r"payment under clause 4\.\d: 1 × 2% × USD 100,000 = USD 2,000\.", annex(GIVEN))


def test_a_test_is_shown_with_its_rounding() -> None:
    """What was measured, what it rounds to, and how it stands to the threshold."""
    found = annex(GIVEN)
    assert "January 2026: 93.96%, rounded to 94%, is not at least 95%, so the clause is Missed." in found
    assert "February 2026: 95% is at least 95%, so the clause is Met." in found


def test_a_limit_that_decides_is_shown() -> None:
    """Where the payment's own limit holds the amount down, the line says so."""
    found = annex(GIVEN.replace("93.96%", "93%").replace("pay: USD 2k", "pay: USD 3k"))
    assert "2 × 2% × USD 100,000, limited to USD 3,000 = USD 3,000." in found


def test_no_arithmetic_is_printed_that_does_not_lead_there() -> None:
    """An expectation that the formula does not give gets no line, rather than a wrong one."""
    assert "payment under" not in annex(GIVEN.replace("pay: USD 2k", "pay: USD 2001"))


def test_acts_and_values_are_printed_in_words() -> None:
    """Days, amounts and parties as the schedule writes them."""
    acts = (
        "examples:\n  - says: A notice.\n    given: {fill_rate: {2026-01: 90%}}\n    acts:\n"
        "      - {on: 2026-02-20, by: buyer, do: waive, about: supply 2026-01}\n    as of: 2026-03-01\n"
        "    expect: {supply: {2026-01: {verdict: missed}}}\n"
    )
    found = annex(acts)
    assert "On 20 February 2026, the Buyer: “waive”, about “supply 2026-01”." in found
    assert "Looked at as of the end of 1 March 2026." in found


def test_a_payment_made_and_what_is_left_of_it_are_printed_and_refused_acts_by_their_days() -> None:
    """A payment on an account stands among the acts, what is unpaid among the outcomes; refused acts are dated."""
    acts = (
        "examples:\n  - says: Half is paid.\n    given: {fill_rate: {2026-01: 93%}, fees: {2026-01: USD 100k}}\n"
        "    acts:\n"
        "      - {on: 2026-02-20, by: supplier, do: pay, about: credits 2026-01, with: {amount: USD 1500}}\n"
        "      - {on: 2026-02-21, by: buyer, do: pay, about: credits 2026-01}\n"
        "      - {on: 2026-02-22, by: buyer, do: pay, about: credits 2026-01}\n    as of: 2026-03-01\n"
        "    expect: {refused: [2026-02-21, 2026-02-22], credits: {2026-01: {unpaid: USD 1500}}}\n"
    )
    found = annex(acts)
    assert "the Supplier: “pay”, about “credits 2026-01”, stating Amount: USD 1,500." in found
    assert "21 February 2026, 22 February 2026" in found
    assert "Unpaid USD 1,500" in found


@pytest.mark.parametrize("name", ["clauses/p13-pay-to-keep", "clauses/p01-pool-credit"])
def test_what_the_engine_found_stands_beside_what_is_expected(name: str) -> None:
    """Run by the engine, every outcome of an example is marked as the same."""
    folder, _ = read_folder(EXAMPLES / name)
    assert folder is not None
    agreement, _ = read_agreement(folder.agreement, folder.amendments)
    assert agreement is not None
    outcomes, _ = run_examples(agreement, DuckDBDriver())
    found = section(text(schedule_of(agreement, outcomes)), "Worked examples")
    rows = [line for line in found.splitlines() if line.count(" | ") == 3]
    marks = {row.rpartition(" | ")[2] for row in rows}
    assert marks == {"Computed", "The same"}


def test_an_outcome_that_differs_is_printed_as_such() -> None:
    """A schedule made of an agreement whose example fails shows where, and what was found."""
    wrong = (HEAD + CLAUSE + GIVEN.replace("verdict: met", "verdict: missed")).encode()
    agreement, _ = read_agreement(("agreement.yaml", wrong))
    assert agreement is not None
    outcomes, problems = run_examples(agreement, DuckDBDriver())
    assert [problem.code for problem in problems] == ["CMY-601"]
    assert "Differs: verdict: met" in text(schedule_of(agreement, outcomes))
