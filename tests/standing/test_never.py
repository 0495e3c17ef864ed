"""Days at the end of the calendar: agreements write 9999-12-31 for "never", and everything goes on working."""

from __future__ import annotations

from datetime import date

import pytest

from comity.adapters.duckdb import DuckDBDriver
from comity.agreement.acts import read_acts
from comity.agreement.compose import compose
from comity.agreement.read import read_agreement
from comity.facts.load import load
from comity.kernel.problem import Severity
from comity.reports.document import document
from comity.reports.ics import ics
from comity.standing.standing import standing
from comity.standing.worked.run import run_examples

TODAY = date(2026, 8, 20)
TEXT = """
comity: 1
alliance: never
title: Never
parties: {fern: Fern Ltd, lark: Lark plc}
currency: USD
starts: 2026-01-01
ends: 2027-12-31
facts:
  visits: {reported by: fern, every: year, due: 5 days after period end, columns: {year: period, n: number}}
metrics:
  reach: {is: sum(visits.n), every: year}
milestones:
  launch: {due: 2026-03-01, owed by: fern}
clauses:
  seen:
    owed by: fern
    owed to: lark
    measure: reach
    every: year
    at least: 5
    rules: {low: {when: missed, then: [{may: lark, do: notice, within: 30 days, else: {declare: reserved}}]}}
  built:
    owed by: fern
    owed to: lark
    every: row of milestones
    measure: days_late
    at most: 0
    relief: {weather: {effect: extend, with: {delay: number}, within: 30 days}}
examples:
- {says: one, as of: 2027-02-01, given: {reach: {2026: 3}}, expect: {}}
"""


def told(text: str, acts: str = "") -> str:
    """Return what the views say of an agreement without facts."""
    agreement, problems = read_agreement(("agreement.yaml", text.encode()))
    assert agreement is not None and [str(one) for one in problems if one.severity is Severity.ERROR] == []
    outcomes, failed = run_examples(agreement, DuckDBDriver())
    assert [str(one) for one in failed] == [] and outcomes
    facts, _ = load({}, agreement.versions[-1][1], TODAY, agreement)
    node, _ = compose(acts.encode(), "acts.yaml")
    received, wrong = read_acts(node, agreement) if acts else ((), [])
    assert [str(one) for one in wrong] == []
    found = standing(agreement, facts, received, as_of=TODAY, known_at=TODAY, driver=DuckDBDriver())
    return f"{document(found)}{ics(found, found.docket).decode()}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ends: 2027-12-31", "ends: 9999-12-31"),
        ("due: 5 days after period end", "due: 9999-12-31"),
        ("within: 30 days, else", "within: 9999-12-31, else"),
        ("due: 2026-03-01", "due: 9999-12-31"),
        ("within: 30 days}}", "within: 9999-12-31}}"),
    ],
)
def test_never_is_a_day_like_others(old: str, new: str) -> None:
    """A term, a report, a step, a milestone and a claim that are due on the last day of all are evaluated and shown."""
    assert old in TEXT
    assert "seen" in told(TEXT.replace(old, new))


def test_a_claim_that_moves_a_day_beyond_the_calendar_moves_it_to_its_end() -> None:
    """Whatever number one party writes into its claim, the standing of both can be computed."""
    claim = "- {on: 2026-03-10, by: fern, do: claim, relief: weather, about: built launch, with: {delay: 999999999}}\n"
    assert "seen" in told(TEXT, claim)


@pytest.mark.parametrize("year", ["0001", "0026", "0999"])
def test_an_agreement_starts_in_a_year_of_four_digits(year: str) -> None:
    """A start so early is a slip of the pen: told at its place, and never passed over in silence."""
    agreement, problems = read_agreement(("agreement.yaml", TEXT.replace("starts: 2026", f"starts: {year}").encode()))
    assert agreement is None
    (problem,) = [one for one in problems if one.code == "CMY-219"]
    assert problem.place.excerpt == f"starts: {year}-01-01"
