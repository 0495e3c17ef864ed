"""What a problem of a row tells to do: it stands in the table of an upload under "What to do"."""

from __future__ import annotations

import pyarrow as pa
import pytest

from comity.facts.keys import RATE
from comity.facts.model import RawFile
from comity.kernel.problem import Problem
from tests.facts.builders import LEVELS, RATES, checked, file_of, owed
from tests.facts.test_validate import DAY, FAULTS, levels

WORDS = "Write one of these words as it stands here; small and capital letters count."


def problem(code: str, table, raw: RawFile, **more) -> Problem:
    """Return the one problem of a code."""
    (found,) = [one for one in checked(table, raw, **more)[1] if one.code == code]
    return found


@pytest.mark.parametrize("fault", sorted({*FAULTS} - {"empty_period", "empty_key"}))
def test_every_fault_of_a_row_says_what_to_do(fault: str) -> None:
    """No fault leaves the person who uploads alone with what is wrong."""
    changed, code, *_ = FAULTS[fault]
    hint = problem(code, LEVELS, levels(**changed), ends=pa.scalar("2026-12-31").cast(pa.date32()).as_py()).hint
    assert hint.endswith((".", ")"))


def test_a_broken_condition_says_which_value_would_do() -> None:
    """The hint repeats what the agreement asks of the column, and names the way out if the value is right."""
    hint = problem("CMY-430", LEVELS, levels(good=["-1"])).hint
    assert hint == "Write a value that meets good >= 0. If -1 is right, only an amendment of the agreement lets it in."


def test_a_rate_of_zero_is_told_by_its_condition() -> None:
    """The hint speaks of the column at hand, whatever its name."""
    raw = file_of({"quarter": ["2026-Q1"], "currency": ["EUR"], RATE: ["0"]}, known_at=DAY)
    assert "Write a value that meets rate > 0" in problem("CMY-430", RATES, raw).hint


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("reportd", f"Did you mean reported? {WORDS}"),
        ("REPORTED", f"Did you mean reported? {WORDS}"),
        ("guessed", WORDS),
    ],
)
def test_a_word_that_is_not_allowed_says_what_to_write(written: str, hint: str) -> None:
    """The word that was meant is named where one is near, also where only its capitals differ."""
    table = owed("t", {"month": "period", "status": ["reported", "derived"]})
    raw = file_of({"month": ["2026-01"], "status": [written]}, known_at=DAY)
    assert problem("CMY-434", table, raw).hint == hint
