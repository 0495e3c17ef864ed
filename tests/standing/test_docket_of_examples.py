"""The docket of every worked example of every clause pattern: what holds for all of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from comity.adapters.duckdb import DuckDBDriver
from comity.adapters.folder import read_folder
from comity.agreement.model import Agreement
from comity.agreement.read import read_agreement
from comity.clauses.life.cases import ONGOING
from comity.clauses.life.model import CaseRecord, StepRecord, StepState
from comity.facts.model import Facts
from comity.standing.docket import docket
from comity.standing.due.awaited import is_last_day
from comity.standing.model import Due
from comity.standing.worked.model import Outcome
from comity.standing.worked.run import run_examples

PATTERNS = sorted((Path(__file__).parents[2] / "examples" / "clauses").glob("p*"))


@pytest.fixture(scope="module", params=PATTERNS, ids=lambda path: path.name)
def dockets(request) -> list[tuple[Agreement, Outcome, list[Due]]]:
    """The docket of each example that names its day, facts owed aside."""
    folder, _ = read_folder(request.param)
    assert folder is not None
    agreement, _ = read_agreement(folder.agreement, folder.amendments)
    assert agreement is not None
    found = []
    for outcome in run_examples(agreement, DuckDBDriver())[0]:
        day = outcome.example.as_of
        if day is not None:
            lines = docket(agreement, Facts(tables={}, known_at=day), outcome.life, as_of=day)
            found.append((agreement, outcome, [line for line in lines if line.kind != "facts"]))
    return found


def test_every_open_step_is_listed_once(dockets) -> None:
    """Nothing that somebody may still do is forgotten, and nothing is listed twice, or that would be refused."""
    for _, outcome, lines in dockets:
        listed = [(d.clause, d.scope, d.period, d.rule, d.step, d.opened) for d in lines if d.key.startswith("case/")]
        assert len(listed) == len(set(listed))
        for case in outcome.life.cases:
            for record in case.steps:
                where = (case.clause, case.scope, case.period, case.rule, record.name, record.opened)
                if record.state in ONGOING and case.withdrawn is None and not follows_today(case, outcome):
                    assert (where in listed) != is_used_up(record, outcome), where


def is_used_up(record: StepRecord, outcome: Outcome) -> bool:
    """Tell whether the one audit of the year (P23) was called for, and the time of another one ends with the year."""
    day = outcome.example.as_of
    if day is None or record.step.again != "once a year" or record.due is None or record.due.year > day.year:
        return False
    steps = (one for case in outcome.life.cases for one in case.steps if one.name == record.name)
    return any(one.state is StepState.DONE and one.ended is not None and one.ended.year == day.year for one in steps)


def follows_today(case: CaseRecord, outcome: Outcome) -> bool:
    """Tell whether a step of a case runs out on the day of the example, so that what follows it is for tomorrow."""
    return any(is_last_day(record, outcome.example.as_of or date.min) for record in case.steps)


def test_every_line_has_a_name_of_its_own(dockets) -> None:
    """Two lines never share a key, so that no calendar takes one for the other."""
    for _, _, lines in dockets:
        keys = [line.key for line in lines]
        assert all(keys) and len(set(keys)) == len(keys)


def test_every_line_says_what_and_what_follows_in_a_sentence(dockets) -> None:
    """Beginning with a capital and ending with a full stop, without a name in the spelling of formulas."""
    for _, _, lines in dockets:
        for line in lines:
            assert line.what[:1].isupper() or not line.what[:1].isalpha(), line.what
            assert line.if_nothing[:1].isupper() and line.if_nothing.endswith("."), line.if_nothing
            assert "_" not in line.what + line.if_nothing, line


def test_lines_stand_in_order_of_their_days(dockets) -> None:
    """Earliest first, what has no last day behind."""
    for _, _, lines in dockets:
        days = [line.due for line in lines if line.due is not None]
        assert days == sorted(days)
        assert [line.due is None for line in lines] == sorted(line.due is None for line in lines)
