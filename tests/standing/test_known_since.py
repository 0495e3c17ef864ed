"""Since when a verdict is known: not before the last fact it rests on, also where it rests on an account alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from comity.opening.alliance import open_agreement, standing_of

DAY, EVE, FOLDER = date(2026, 11, 26), date(2026, 11, 9), Path("examples/aster-borealis")


def test_a_verdict_on_an_account_is_known_when_what_is_paid_into_it_is() -> None:
    """Whether a cap was reached in October is known in November, with the figures for which credits are due."""
    opened = open_agreement(FOLDER, known_at=DAY)
    found = standing_of(opened, as_of=DAY, known_at=DAY)
    (october,) = [one for one in found.verdicts["credits_at_maximum"] if one.period.name == "2026-10"]
    paying = [one.known for one in found.verdicts["answers_in_time"] if one.period.name == "2026-10"]
    assert october.known == date(2026, 11, 10)  # the day on which the cap was known, 2.5% of what was billed
    earlier = standing_of(open_agreement(FOLDER, known_at=EVE), as_of=EVE, known_at=EVE)
    assert [one.outcome.value for one in earlier.verdicts["credits_at_maximum"] if one.period.name == "2026-10"] == [
        "not_due"
    ]
    assert october.known >= max(day for day in paying if day is not None)
