"""The fictional example: its facts are those that its script makes, and its figures are those of a second computation.

What became of the clauses is in test_aster_borealis_life.py.
"""

import json
import subprocess
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from comity.cli.main import run
from tests.examples.aster import EXAMPLE, EXCUSED, MONTHS, SERVICES, is_missed, rates, rows, threshold, timeliness


def test_the_script_makes_the_committed_facts(tmp_path: Path) -> None:
    """Built again, every file of facts is the same byte for byte."""
    subprocess.run([sys.executable, EXAMPLE / "build.py", tmp_path], check=True)
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.csv")}
    committed = {path.relative_to(EXAMPLE / "facts"): path.read_bytes() for path in EXAMPLE.rglob("*.csv")}
    assert made == committed
    assert len(made) == 12


def test_the_folder_has_nothing_to_mend(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    """Agreement, amendment, facts, acts and worked examples: `comity check` finds nothing, not even a warning."""
    monkeypatch.setattr("comity.cli.check.today", lambda: date(2026, 12, 31))  # the last act is of 4 December
    assert run(["check", str(EXAMPLE)]) == 0
    said = capsys.readouterr()
    assert said.out.endswith("worked examples): no problem found.\n")
    assert said.err == ""


@pytest.fixture(scope="module")
def standing() -> dict[str, Any]:
    """The standing on 12 July 2026, from what was known then."""
    command = [sys.executable, "-m", "comity", "evaluate", str(EXAMPLE), "--json"]
    clocks = ["--as-of", "2026-07-12", "--known-at", "2026-07-12"]
    said = subprocess.run([*command, *clocks], check=True, capture_output=True, encoding="utf-8")
    document: dict[str, Any] = json.loads(said.stdout)
    return document


def test_answers_in_time_are_judged_by_the_term_of_the_month(standing: dict[str, Any]) -> None:
    """Every reported month of every service has the verdict of the second computation, by the same threshold."""
    verdicts = {(v["scope"]["service"], v["period"]): v for v in standing["verdicts"]["answers_in_time"]}
    for service in SERVICES:
        for month in (m for m in MONTHS if m <= "2026-06"):
            found, share = verdicts[service, month], timeliness(service, month)
            assert Fraction(found["threshold"]) == threshold(service, month)
            if share is None:
                assert found["verdict"] == "undetermined"
            elif (service, month) not in EXCUSED:
                assert Fraction(found["value"]) == share
                assert found["verdict"] == ("missed" if is_missed(service, month) else "met")


def test_the_misses_are_those_of_the_story(standing: dict[str, Any]) -> None:
    """No month is missed by chance: the generator only fills in between."""
    missed = {(s, m) for s in SERVICES for m in MONTHS if m <= "2026-06" and is_missed(s, m)}
    assert missed == {
        ("portal", "2024-08"), ("phone", "2024-09"), ("portal", "2025-03"),
        ("claims", "2025-10"), ("claims", "2025-11"), ("claims", "2025-12"), ("claims", "2026-01"),
        ("phone", "2026-01"), ("phone", "2026-02"), ("phone", "2026-03"), ("phone", "2026-06"),
    }  # fmt: skip
    for clause, periods in {
        "cost_limit": {"2025-07", "2026-02", "2026-05"},
        "audited_quality": {"2025-Q4"},
        "minimum_cases": {"2024", "2025"},
        "cost_share": {"2025"},
    }.items():
        assert {v["period"] for v in standing["verdicts"][clause] if v["verdict"] == "missed"} == periods, clause


def test_the_two_counts_of_february_differ(standing: dict[str, Any]) -> None:
    """A figure on which the parties differ by more than the tolerance is disputed; what both give, stands."""
    figures = {f["period"]: f for f in standing["figures"]["cases_handled"]}
    assert {period for period, figure in figures.items() if figure["state"] == "disputed"} == {"2026-02"}
    verdict = next(v for v in standing["verdicts"]["cost_limit"] if v["period"] == "2026-02")
    assert (verdict["verdict"], verdict["state"]) == ("missed", "disputed")


def test_missing_and_not_due_are_told_apart(standing: dict[str, Any]) -> None:
    """March of the portal never came; the counts of June are due in three days; July is not over."""
    portal = {f["period"]: f["state"] for f in standing["figures"]["timeliness"] if f["scope"]["service"] == "portal"}
    assert portal["2026-03"] == "missing"
    counted = {f["period"]: f["state"] for f in standing["figures"]["cases_handled"]}
    assert (counted["2026-06"], counted["2026-07"]) == ("not_due", "not_due")


def test_billing_agrees_in_two_currencies(standing: dict[str, Any]) -> None:
    """Euros billed and dollars booked agree within their rounding in every month that both reported."""
    euros = {row["month"]: Fraction(row["amount"]) for row in rows("billing/aster.csv")}
    for row in rows("billing/borealis.csv"):
        rate = rates()[row["month"]]
        assert abs(euros[row["month"]] * rate - Fraction(row["amount"])) <= Fraction(1, 2) + Fraction(1, 20) * rate
    states = {c["state"] for c in standing["comparisons"] if c["table"] == "billing" and len(c["reports"]) == 2}
    assert states == {"agreed"}


def test_the_scorecard_shows_its_gap(standing: dict[str, Any]) -> None:
    """Escalations have not been reported since 2025: a fifth of the relationship is open, so 3 % of the whole."""
    card = standing["scorecard"]
    assert card["score"] is None
    assert Fraction(card["low"]) < Fraction(card["high"])
    assert Fraction(card["coverage"]) == Fraction(97, 100)
