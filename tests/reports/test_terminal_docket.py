"""The docket in a terminal: as many lines are counted as are shown."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

from rich.console import Console

from comity.reports.sentences import unseen_sentence
from comity.reports.terminal_life import show_docket
from comity.standing.model import Due, Standing
from tests.reports.builders import rich


def owed_by(party: str, state: str = "due", day: date = date(2025, 2, 20)) -> Due:
    """Return a line of a table that both parties report."""
    return Due(
        what="Cases Jan 2025: report", due=day, state=state, if_nothing="Cases handled cannot be computed.",
        party=party, table="cases", key=f"facts/cases/2025-01/{party}",
    )  # fmt: skip


def printed(standing: Standing, *lines: Due) -> str:
    """Return a docket as it is printed."""
    out = io.StringIO()
    show_docket(standing, lines, Console(file=out, width=100))
    return out.getvalue()


def test_what_both_parties_owe_is_one_line_and_counted_as_one() -> None:
    """Two parties that report one table have one line on the docket, and the sentence above it says one."""
    both = [owed_by(party) for party in list(rich().terms.parties)[:2]]
    out = printed(rich(), *both)
    assert "One line on the docket; the next day is Thu 20 Feb 2025." in out
    assert out.count("report") == 1


def test_overdue_lines_and_those_that_nobody_can_judge_are_counted_as_shown() -> None:
    """Both are late with one table: one overdue; before it is known who reported since, one line is said to be open."""
    both = [owed_by(party, "overdue", date(2024, 9, 1)) for party in list(rich().terms.parties)[:2]]
    assert "One line on the docket, one overdue." in printed(rich(), *both)
    early = replace(rich(), known_at=date(2024, 8, 14), docket=tuple(both))
    assert "(1 line of the docket) is not called overdue" in unseen_sentence(early)
