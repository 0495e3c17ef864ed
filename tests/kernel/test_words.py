"""Words that every view shares: the day from which something counts, and that on which it was signed."""

from __future__ import annotations

import shlex
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from comity.kernel.words import dated, day, in_shell, signed_apart

COUNTS = date(2026, 1, 15)


@pytest.mark.parametrize(
    ("signed", "shown"),
    [
        (datetime(2026, 1, 15, 23, 59, tzinfo=UTC), "2026-01-15"),
        (datetime(2026, 3, 2, 9, tzinfo=UTC), "2026-01-15, signed 2026-03-02"),
        (datetime(2026, 1, 16, 1, 10, tzinfo=UTC), "2026-01-15, signed 2026-01-16 01:10 UTC"),
        (datetime(2026, 1, 14, 22, 5, tzinfo=UTC), "2026-01-15, signed 2026-01-14 22:05 UTC"),
        (datetime(2026, 1, 16, 1, tzinfo=timezone(timedelta(hours=2))), "2026-01-15"),
    ],
)
def test_both_days_are_said_where_they_differ_with_the_time_where_it_may_be_the_zone(
    signed: datetime, shown: str
) -> None:
    """The day of signing is that in UTC; next to the other it says when, so that nobody reads it as dated back."""
    assert dated(COUNTS, signed) == shown


def test_the_day_of_signing_is_spelt_as_the_page_spells_days() -> None:
    """In words in the workplace, and nothing where there is one day."""
    assert signed_apart(COUNTS, datetime(2026, 3, 2, 9, tzinfo=UTC), day) == "2 Mar 2026"
    assert signed_apart(COUNTS, datetime(2026, 1, 15, 9, tzinfo=UTC), day) == ""


@pytest.mark.parametrize("path", ["supply", "../Fern & Lark", "it's", "a b/c.csv", "-x y", "$HOME"])
def test_a_path_in_a_command_is_one_word_of_it(path: str) -> None:
    """A shell reads the very path; an ordinary one stays as it is."""
    assert shlex.split(f"comity log {in_shell(path)} 3") == ["comity", "log", path, "3"]
    assert in_shell("/srv/alliances/fern_lark-2.d") == "/srv/alliances/fern_lark-2.d"
