"""Worked examples: the agreement's own tests, run by `comity check`."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.adapters.duckdb import DuckDBDriver
from comity.agreement.model import Agreement
from comity.agreement.read import read_agreement
from comity.kernel.problem import Problem, Severity
from comity.standing.worked.model import Outcome, Result
from comity.standing.worked.run import run_examples

SCENARIOS = sorted((Path(__file__).parent / "scenarios").glob("*.yaml"))
QUALITY = Path(__file__).parent / "scenarios" / "quality.yaml"


def agreement(text: str) -> Agreement:
    """Read an agreement that must be right."""
    found, problems = read_agreement(("agreement.yaml", text.encode()))
    assert found is not None
    assert [str(p) for p in problems if p.severity is Severity.ERROR] == []
    return found


def run(text: str) -> tuple[list[Outcome], list[Problem]]:
    """Run the worked examples of an agreement."""
    return run_examples(agreement(text), DuckDBDriver())


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_expectation_of_a_scenario_holds(path: Path) -> None:
    """A scenario is an agreement whose examples all hold, with nothing left unchecked."""
    outcomes, problems = run(path.read_text())
    assert [str(problem) for problem in problems] == []
    assert outcomes
    assert {one.result for outcome in outcomes for one in outcome.expectations} == {Result.HELD}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("round: 0.1%", "round: 0.01%"),
        ("at least: level", "above: level"),
        ("2026-07-01: 96%", "2026-08-01: 96%"),
        ("95%: 1, 90%: 2", "95%: 1, 90%: 3"),
        ("running(missed), 2)", "running(missed), 3) + 1"),
        ("quarter) >= 2", "quarter) >= 3"),
        (
            "accepted_share: {is: sum(gate.accepted) / sum(gate.delivered)",
            "accepted_share: {is: sum(gate.accepted) / 10000",
        ),
    ],
)
def test_changing_one_parameter_breaks_an_example(right: str, wrong: str) -> None:
    """The mutated twin fails: the examples do depend on each term they are about."""
    text = QUALITY.read_text()
    assert right in text
    _, problems = run(text.replace(right, wrong, 1))
    assert {problem.code for problem in problems} == {"CMY-601"}


def test_a_failure_points_at_the_expected_value() -> None:
    """Place, expected and found value are in the problem."""
    text = QUALITY.read_text().replace("value: 95%, verdict: met", "value: 94%, verdict: met")
    _, problems = run(text)
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "value: 94%, verdict" in row)
    assert [(p.place.line, p.why) for p in problems] == [
        (line, "the example expects quality 2026-01 value to be 94%, but it is 95%")
    ]


STEPS = """
comity: 1
alliance: steps
title: A cut that a step changes
parties: {a: A Ltd, b: B Ltd}
currency: USD
starts: 2026-01-01
settings: {cut: 0%, level: 95%}
facts:
  gate: {reported by: a, every: month, columns: {month: period, share: number}}
metrics:
  share: {is: sum(gate.share), unit: percent, every: month}
clauses:
  quality:
    owed by: a
    owed to: b
    measure: share
    every: month
    at least: 95%
    rules:
      miss: {then: {set: {cut: 1%}}}
  cut_small: {owed by: a, owed to: b, measure: cut, every: month, at most: 2%}
examples:
  - given: {share: {2026-01: 94%}}
    expect:
      quality: {2026-01: {verdict: missed, fires: miss}}
      cut: {2026-02-01: 1%}
      level: {2026-02-01: 95%}
      cut_small: {2026-02: {verdict: met}}
"""


def test_a_setting_that_a_step_changed_decides_later_clauses() -> None:
    """The cut is 1% from the day after the month that was missed, and the clause on it is judged by that."""
    outcomes, problems = run(STEPS)
    assert [str(p) for p in problems] == []
    results = {f"{one.about} {one.word}".strip(): one.found for one in outcomes[0].expectations}
    assert results["cut 2026-02-01 value"] == "1%"
    assert results["cut_small 2026-02 verdict"] == "met"
    assert {one.result for one in outcomes[0].expectations} == {Result.HELD}


def test_a_cut_that_is_too_large_for_another_clause_is_a_failure_there() -> None:
    """With a cut of 3% the clause that allows 2% is missed, and its example says so."""
    _, problems = run(STEPS.replace("{cut: 1%}}}", "{cut: 3%}}}"))
    assert [p.code for p in problems] == ["CMY-601", "CMY-601"]


COHORTS = """
comity: 1
alliance: test
title: Test
parties: {aster: Aster Ltd, borealis: Borealis SA}
starts: 2026-01-01
ends: 2027-12-31
facts:
  kept:
    reported by: aster
    every: quarter
    key: [quarter, cohort]
    columns: {quarter: period, cohort: text, customers: number}
metrics:
  retained: {is: sum(kept.customers), every: quarter, per: cohort}
examples:
  - says: Customers won in 2019 are a cohort of their own.
    given:
      kept:
        - {quarter: 2026-Q1, cohort: 2019, customers: 40}
        - {quarter: 2026-Q1, cohort: 2029, customers: 50}
    expect: {retained: {2019: {2026-Q1: 40}, 2029: {2026-Q1: 50}}}
"""


def test_a_member_called_like_a_year_is_a_member() -> None:
    """The cohort of 2019 lies before the term and that of 2029 after it: both are names, and neither moves the day."""
    outcomes, problems = run(COHORTS)
    assert problems == []
    assert {(one.about, one.found) for one in outcomes[0].expectations} == {
        ("retained 2019 2026-Q1", "40"), ("retained 2029 2026-Q1", "50")
    }  # fmt: skip


def test_a_forgotten_member_is_told() -> None:
    """Without it nothing would be compared, and the example would hold whatever it says."""
    _, problems = read_agreement(
        ("agreement.yaml", COHORTS.replace("{retained: {2019: {2026-Q1: 40}, 2029: {2026-Q1: 50}}}",
                                           "{retained: {2026-Q1: 40}}").encode())
    )  # fmt: skip
    assert [(one.code, one.why) for one in problems if one.severity is Severity.ERROR] == [
        ("CMY-203", "a map of periods is needed here, but this is the text 40")
    ]
