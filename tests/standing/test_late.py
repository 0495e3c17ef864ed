"""What counts after the last day for corrections: what ends a dispute of that day, and nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from comity.cli.alliance import open_standing

AGREEMENT = """\
comity: 1
alliance: fern_lark
title: Deliveries of Fern to Lark
parties: {fern: Fern Ltd, lark: Lark plc}
starts: 2026-01-01
ends: 2027-12-31
facts:
  deliveries:
    reported by: [fern, lark]
    every: month
    key: [month, depot]
    due: 5 days after period end
    restate: 60 days after period end
    columns: {month: period, depot: text, good: number >= 0}
metrics:
  good: {title: Good deliveries, is: sum(deliveries.good), every: month}
clauses:
  quality: {title: Enough good deliveries, owed by: fern, owed to: lark, measure: good, every: month, at least: 200}
"""
NORTH, SOUTH = "2026-02,north", "2026-02,south"
LAST, AFTER = "2026-04-29", "2026-09-01"


def _verdict(folder: Path, fern: list[str], lark: list[str]) -> str:
    """Return what the clause comes to for February, as of the end of the year, from rows of the two reporters."""
    (folder / "facts" / "deliveries").mkdir(parents=True)
    (folder / "agreement.yaml").write_text(AGREEMENT)
    for party, rows in (("fern", fern), ("lark", lark)):
        path = folder / "facts" / "deliveries" / f"{party}.csv"
        path.write_text("\n".join(["month,depot,good,known_at,reported_by", *(f"{row},{party}" for row in rows), ""]))
    day = date(2026, 12, 31)
    found = open_standing(folder, as_of=day, known_at=day).life.verdicts["quality"]
    return next(one.outcome.value for one in found if one.period.name == "2026-02")


@pytest.mark.parametrize(("day", "south", "verdict"), [
    (None, "100", "undetermined"),  # they differ still
    (LAST, "100", "met"), (AFTER, "100", "met"),  # in time or not: it was open on the last day
    (AFTER, "90", "undetermined"),  # with a number that was agreed on all the while, there is nothing to go back to
])  # fmt: skip
def test_what_two_reporters_come_round_to_counts_on_any_day(
    tmp_path: Path, day: str | None, south: str, verdict: str
) -> None:
    """Fern reported 80 for the north and Lark 100, and Fern comes round to it; of the south both always said 100."""
    said = [f"{NORTH},100,2026-03-02", f"{SOUTH},100,2026-03-02"]
    fern = [f"{NORTH},80,2026-03-02", said[1], *([f"{NORTH},100,{day}"] if day else [])]
    changed = [f"{SOUTH},{south},{AFTER}"] if south != "100" else []
    assert _verdict(tmp_path, [*fern, *changed], [*said, *changed]) == verdict


def test_a_correction_of_what_nobody_disputed_counts_until_the_last_day(tmp_path: Path) -> None:
    """Both correct the north together: in time it makes February good, and a day later it moves nothing."""
    rows = [f"{NORTH},80,2026-03-02", f"{SOUTH},100,2026-03-02"]
    for number, (day, verdict) in enumerate([(LAST, "met"), ("2026-04-30", "missed")]):
        both = [*rows, f"{NORTH},100,{day}"]
        assert _verdict(tmp_path / str(number), both, both) == verdict
