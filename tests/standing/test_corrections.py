"""Corrections in files of facts: what they still move, and from when on they are only on record."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from comity.clauses.model import Outcome
from comity.cli.alliance import open_standing

ALLIANCE = Path(__file__).parent / "alliances" / "late-correction"


@pytest.mark.parametrize(
    ("restate", "outcome", "booked"),
    [("2 months", Outcome.MISSED, Decimal(1000)), ("2 years", Outcome.MET, Decimal(0))],
)
def test_a_correction_moves_money_until_the_day_to_restate(
    tmp_path: Path, restate: str, outcome: Outcome, booked: Decimal
) -> None:
    """Within two years the corrected January is met and its credit goes back; after two months it changes nothing."""
    folder = tmp_path / "alliance"
    for file in ALLIANCE.rglob("*.*"):
        target = folder / file.relative_to(ALLIANCE)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(file.read_text().replace("restate: 2 months", f"restate: {restate}"))
    day = date(2026, 12, 31)
    standing = open_standing(folder, as_of=day, known_at=day)
    verdict = standing.verdicts["q"][0]
    assert verdict.outcome is outcome
    assert sum(entry.amount for ledger in standing.life.ledgers.values() for entry in ledger.entries) == booked
