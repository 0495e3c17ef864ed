"""The mechanisms of clauses as small agreements: each says what is agreed, what happened and what follows."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.adapters.duckdb import DuckDBDriver
from comity.agreement.read import read_agreement
from comity.kernel.problem import Severity
from comity.standing.worked.model import Result
from comity.standing.worked.run import run_examples

SCENARIOS = sorted((Path(__file__).parent / "scenarios").glob("*.yaml"))


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_expectation_of_a_scenario_holds(path: Path) -> None:
    """A scenario is an agreement without errors, all of whose worked examples hold."""
    agreement, problems = read_agreement((path.name, path.read_bytes()))
    assert agreement is not None
    assert [str(one) for one in problems if one.severity is Severity.ERROR] == []
    outcomes, problems = run_examples(agreement, DuckDBDriver())
    assert [str(one) for one in problems] == []
    assert all(outcome.expectations for outcome in outcomes)
    assert {one.result for outcome in outcomes for one in outcome.expectations} == {Result.HELD}
