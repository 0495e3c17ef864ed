"""Months and days of the engine's texts, as pages for people write them."""

from __future__ import annotations

import pytest

from comity.reports.months import with_months


@pytest.mark.parametrize(
    ("engine", "people"),
    [
        ("cases lacks 2025-11, 2025-12", "cases lacks Nov 2025, Dec 2025"),
        ("reported by aster, known 2025-02-06; agreed.", "reported by aster, known 6 Feb 2025; agreed."),
        ("in force on 2026-10", "in force on Oct 2026"),
        ("2026-Q3, 2026, 2026-W10 and 2026-13", "2026-Q3, 2026, 2026-W10 and 2026-13"),
        ("facts/work/2026-10.csv, 2026-10-part.csv", "facts/work/2026-10.csv, 2026-10-part.csv"),
        ("2026-02-30", "2026-02-30"),
        ("Supply, 2026-03, north: 95% (2026-03)", "Supply, Mar 2026, north: 95% (Mar 2026)"),
        ("", ""),
    ],
)
def test_months_and_days_that_stand_alone_are_in_words(engine: str, people: str) -> None:
    """Names of files keep theirs, and so does what is no day of the calendar."""
    assert with_months(engine) == people
