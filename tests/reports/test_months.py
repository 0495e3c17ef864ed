"""Months and days of the engine's lines, as pages for people write them."""

from __future__ import annotations

import pytest

from comity.reports.months import all_spoken, last_spoken, spoken


@pytest.mark.parametrize(
    ("engine", "people"),
    [
        ("2025-11", "Nov 2025"),
        ("2025-02-06", "6 Feb 2025"),
        ("2026-Q3", "2026-Q3"),
        ("2026", "2026"),
        ("2026-13", "2026-13"),
        ("2026-02-30", "2026-02-30"),
        ("order 2025-03", "order 2025-03"),
        ("2025-03 to 2025-05", "2025-03 to 2025-05"),
        ("", ""),
    ],
)
def test_a_period_is_in_words_as_a_whole(engine: str, people: str) -> None:
    """A month or a day of the calendar is spoken; what only contains one is a name."""
    assert spoken(engine) == people


@pytest.mark.parametrize(
    ("engine", "people"),
    [
        ("terms in force on 2026-10-01", "terms in force on 1 Oct 2026"),
        ("order 2025-03 was done on 2026-10-01", "order 2025-03 was done on 1 Oct 2026"),
        ("2026-10-01 (Thu)", "1 Oct 2026 (Thu)"),
        ("3 rows of orders in 2025-03", "3 rows of orders in Mar 2025"),
        ("open by aster", "open by aster"),
        ("of facts/2025-03", "of facts/2025-03"),
        ("order 2025-03 (north)", "order 2025-03 (north)"),
        ("", ""),
    ],
)
def test_the_period_that_ends_a_line_is_in_words(engine: str, people: str) -> None:
    """What stands before it is left as it is, whatever it looks like."""
    assert last_spoken(engine) == people


@pytest.mark.parametrize(
    ("engine", "people"),
    [
        ("booked in 2026-10, known 2025-02-06", "booked in Oct 2026, known 6 Feb 2025"),
        ("facts/work/2026-10.csv, 2026-10-part.csv", "facts/work/2026-10.csv, 2026-10-part.csv"),
        ("due 2026-02-30; 1 + 2 = 3", "due 2026-02-30; 1 + 2 = 3"),
    ],
)
def test_every_month_of_a_line_without_names_is_in_words(engine: str, people: str) -> None:
    """Names of files keep theirs, and so does what is no day of the calendar."""
    assert all_spoken(engine) == people
