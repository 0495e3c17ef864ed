"""Figures that were corrected: what they were, what they became, and whether that moved anything."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from comity.cli.alliance import open_standing
from comity.standing.sight import Reader
from comity.standing.visible import visible

ALLIANCES = Path(__file__).parent / "alliances"
DAY = date(2026, 12, 31)


def altered(tmp_path: Path, before: str, after: str) -> Path:
    """Return the folder of the late correction with something else in its texts."""
    folder = tmp_path / "alliance"
    for file in (ALLIANCES / "late-correction").rglob("*.*"):
        target = folder / file.relative_to(ALLIANCES / "late-correction")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(file.read_text().replace(before, after))
    return folder


@pytest.mark.parametrize(("restate", "moves"), [("2 months", False), ("2 years", True)])
def test_a_correction_is_told_with_what_it_moved(tmp_path: Path, restate: str, moves: bool) -> None:
    """January was one number and became another, on the day that was known; too late, it moved nothing."""
    folder = altered(tmp_path, "restate: 2 months", f"restate: {restate}")
    found = [one for of in open_standing(folder, as_of=DAY, known_at=DAY).restated.values() for one in of]
    assert found and all(one.was != one.became for one in found)
    assert {one.period.name for one in found} == {"2026-01"}
    assert {one.moves for one in found} == {moves}
    assert all(one.on > one.period.last for one in found)


def test_what_was_only_late_is_no_correction() -> None:
    """The one correction of the sample is that of March in the north; late reports and disputes are none."""
    day = date(2026, 8, 14)
    found = open_standing(ALLIANCES / "thistle-wren", as_of=day, known_at=day).restated
    told = [(one.metric, one.member, one.period.name, one.was, one.became) for of in found.values() for one in of]
    assert told == [("filled", "north", "2026-03", Decimal(925), Decimal(931))]


def test_corrections_of_what_is_closed_are_not_seen(tmp_path: Path) -> None:
    """Where a reader does not see the metric, the gate takes its corrections away with its figures."""
    whole = open_standing(altered(tmp_path, "", ""), as_of=DAY, known_at=DAY)
    assert whole.restated
    assert visible(whole, Reader()).restated == {}
