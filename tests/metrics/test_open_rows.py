"""Aggregates over rows that are not settled yet: decided where the answer cannot change, provisional where it can."""

from __future__ import annotations

from datetime import date

import pytest

from comity.adapters.duckdb import DuckDBDriver
from comity.facts.load import load
from comity.kernel.figure import Figure
from comity.metrics.measure import measure
from comity.standing.milestone_table import with_milestones
from tests.clauses.life.reading import agreed

TEXT = """
comity: 1
alliance: open
title: Open rows
parties: {{yard: Yard, line: Line}}
starts: 2026-01-01
milestones:
  keel: {{due: 2026-03-20, owed by: yard}}
  berth: {{due: 2026-03-31, owed by: line}}
metrics:
  asked: {{is: "{formula}", every: quarter{per}}}
"""


def asked(formula: str, day: date, per: str = "") -> list[Figure]:
    """The figures of the first quarter on a day on which nothing is done, by member."""
    agreement = agreed(TEXT.format(formula=formula, per=f", per: {per}" if per else ""))
    facts, _ = load({}, agreement.versions[-1][1], day)
    tabled, facts = with_milestones(agreement, facts, (), as_of=day)
    return list(measure(tabled, facts, as_of=day, driver=DuckDBDriver()).figures["asked"])[:2]


@pytest.mark.parametrize(
    ("formula", "value", "state"),
    [
        ("sum(milestones.days_late)", 20 + 9, "provisional"),
        ("max(milestones.days_late)", 20, "provisional"),
        ("count_if(milestones.days_late > 0)", 2, "final"),
        ("count_if(milestones.days_late > 15)", 1, "provisional"),
        ("count_if(milestones.days_late > 5)", 2, "final"),
        ("count_if(milestones.days_late >= 0 and milestones.owner = 'line')", 1, "final"),
        ("sum(milestones.days_late) filter (where milestones.done is not null)", 0, "final"),
        ("sum(milestones.days_late) filter (where milestones.owner = 'line')", 9, "provisional"),
        ("count(milestones.milestone) filter (where milestones.days_late > 30)", 0, "provisional"),
        ("count(milestones.milestone)", 2, "final"),
    ],
)
def test_only_what_can_still_change_is_provisional(formula: str, value: int, state: str) -> None:
    """On 9 April the keel is 20 days late and the berth 9: what is more than that is open, what is less is certain."""
    [figure] = asked(formula, date(2026, 4, 9))[:1]
    assert (figure.value, figure.state.value) == (value, state)


def test_a_member_depends_on_its_own_rows_only() -> None:
    """On 31 March the berth of the line may still be in time, while the keel of the yard is late."""
    figures = asked("sum(milestones.days_late)", date(2026, 3, 31), "owner")
    found = {figure.member: figure.state.value for figure in figures}
    assert found == {"line": "not_due", "yard": "provisional"}


def test_a_figure_of_rows_that_may_still_be_in_time_is_not_due_and_says_of_which() -> None:
    """Until its day has passed nobody is late."""
    [figure] = asked("count_if(milestones.done is null)", date(2026, 3, 31))
    assert (figure.state.value, figure.reason) == ("not_due", "berth is due on 2026-03-31")
