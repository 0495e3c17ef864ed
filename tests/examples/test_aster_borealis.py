"""The fictional example: its facts are those that its script makes, and its story is told as the README says."""

import csv
import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from comity.cli.main import run

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "aster-borealis"


def test_the_script_makes_the_committed_facts(tmp_path: Path) -> None:
    """Built again, every file of facts is the same byte for byte."""
    subprocess.run([sys.executable, EXAMPLE / "build.py", tmp_path], check=True)
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.csv")}
    committed = {path.relative_to(EXAMPLE / "facts"): path.read_bytes() for path in EXAMPLE.rglob("*.csv")}
    assert made == committed
    assert len(made) == 9


def rows(file: str) -> list[dict[str, str]]:
    with (EXAMPLE / "facts" / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def standing(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The standing on 12 July 2026, from what was known then."""
    assert run(["evaluate", str(EXAMPLE), "--as-of", "2026-07-12", "--known-at", "2026-07-12", "--json"]) == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def threshold(service: str, month: str) -> Fraction:
    """The thresholds of the agreement and its amendment, written here a second time."""
    percent = {
        "claims": 92,
        "phone": 86 if month < "2026-01" else 88,
        "portal": 97 if month < "2026-04" else 96,
    }
    return Fraction(percent[service], 100)


def to_a_tenth(share: Fraction) -> Fraction:
    """Round a share half up to a tenth of a percent."""
    return Fraction((share * 2000 + 1).__floor__() // 2, 1000)


def test_answers_in_time_are_judged_by_the_term_of_the_month(standing) -> None:
    """Every reported month of every service has the verdict of an independent computation, correction included."""
    reported = {(r["service"], r["month"]): r for r in [*rows("work/aster.csv"), *rows("work/aster-correction.csv")]}
    wanted = {
        key: "met" if to_a_tenth(Fraction(int(r["in_time"]), int(r["requests"]))) >= threshold(*key) else "missed"
        for key, r in reported.items()
    }
    verdicts = {(v["scope"]["service"], v["period"]): v["verdict"] for v in standing["verdicts"]["answers_in_time"]}
    assert {key: verdicts[key] for key in wanted} == wanted
    assert {key for key, verdict in wanted.items() if verdict == "missed"} == {
        ("claims", "2025-10"),
        ("claims", "2025-11"),
        ("phone", "2026-01"),
        ("phone", "2026-03"),
        ("phone", "2026-06"),
    }
    assert verdicts["portal", "2026-03"] == "undetermined"


def test_the_two_counts_of_february_differ(standing) -> None:
    """A figure on which the parties differ by more than the tolerance is disputed; what both give, stands."""
    figures = {f["period"]: f for f in standing["figures"]["cases_handled"]}
    assert figures["2026-02"]["state"] == "disputed"
    assert {p for p, f in figures.items() if f["state"] == "disputed"} == {"2026-02"}
    for clause, outcome in (("cost_limit", "missed"), ("sends_cases", "met")):
        verdict = next(v for v in standing["verdicts"][clause] if v["period"] == "2026-02")
        assert (verdict["verdict"], verdict["state"]) == (outcome, "disputed")


def test_missing_and_not_due_are_told_apart(standing) -> None:
    """March of the portal never came; the counts of June are due in three days; July is not over."""
    portal = {f["period"]: f["state"] for f in standing["figures"]["timeliness"] if f["scope"]["service"] == "portal"}
    assert portal["2026-03"] == "missing"
    counted = {f["period"]: f["state"] for f in standing["figures"]["cases_handled"]}
    assert (counted["2026-06"], counted["2026-07"]) == ("not_due", "not_due")


def test_billing_agrees_in_two_currencies(standing) -> None:
    """Euros billed and dollars booked agree within their rounding in every month that both reported."""
    rate = {r["month"]: Fraction(r["rate"]) for r in rows("rates/rates.csv")}
    euros = {r["month"]: Fraction(r["amount"]) for r in rows("billing/aster.csv")}
    for row in rows("billing/borealis.csv"):
        month = row["month"]
        assert (
            abs(euros[month] * rate[month] - Fraction(row["amount"])) <= Fraction(1, 2) + Fraction(1, 20) * rate[month]
        )
    states = {c["state"] for c in standing["comparisons"] if c["table"] == "billing" and len(c["reports"]) == 2}
    assert states == {"agreed"}


def test_the_scorecard_shows_its_gap(standing) -> None:
    """Escalations were never reported, so the relationship and the total are ranges."""
    card = standing["scorecard"]
    assert card["score"] is None
    assert Fraction(card["low"]) < Fraction(card["high"])
    assert Fraction(card["coverage"]) == Fraction(95, 100)
