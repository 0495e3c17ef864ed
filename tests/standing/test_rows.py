"""Rows and milestones as clauses go through them: their names, their days, what changed and when."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from comity.agreement.acts import Act
from comity.clauses.known import RowHistory
from comity.kernel.figure import State, Unknown
from tests.clauses.life.drawing import act
from tests.clauses.life.reading import agreed
from tests.standing.reported import Rows, inputs

TEXT = """
comity: 1
alliance: rows
title: Rows
parties: {{yard: Yard, line: Line}}
starts: 2026-01-01
ends: 2028-12-31
facts:
  trips: {{reported by: yard, every: row{key}, columns: {{sailed_on: date, trip: text, late: number}}}}
milestones:
  keel: {{due: 2026-03-31, owed by: yard}}
  return: {{due: 30 days before ends, owed by: yard}}
clauses:
  trips_on_time: {{owed by: yard, owed to: line, every: row of trips, measure: late, at most: 5}}
  in_time: {{owed by: yard, owed to: line, every: row of milestones, measure: days_late, at most: 0}}
"""
KEYED = agreed(TEXT.format(key=", key: [trip]"))
UNKEYED = agreed(TEXT.format(key=""))
JUNE = date(2026, 6, 30)


def trip(day: str, name: str, late: int, known: str) -> dict[str, str]:
    """A trip as it was reported."""
    return {"sailed_on": day, "trip": name, "late": str(late), "reported_by": "yard", "known_at": known}


def rows(files: list[Rows], agreement=KEYED, as_of: date = JUNE) -> tuple[RowHistory, ...]:
    """The trips as clauses see them."""
    return tuple(inputs(agreement, "trips", files, as_of=as_of).known.rows("trips"))


def milestone(name: str, *acts: Act, as_of: date = JUNE) -> RowHistory:
    """A milestone as clauses see it."""
    files: list[Rows] = [[trip("2026-01-02", "A", 0, "2026-01-03")]]
    found = inputs(KEYED, "trips", files, acts, as_of=as_of).known.rows("milestones")
    return next(row for row in found if row.name == name)


def test_rows_are_called_by_their_day_and_numbered_within_it() -> None:
    """Two trips of one day are told apart by the order in which they became known."""
    found = rows([[trip("2026-02-03", "B", 1, "2026-02-05"), trip("2026-02-03", "A", 2, "2026-02-04")]])
    assert [(row.name, row.states[0][1]["trip"]) for row in found] == [("2026-02-03", "A"), ("2026-02-03 2", "B")]


def test_rows_stand_in_the_order_of_their_days_whenever_they_were_reported() -> None:
    """A trip of January reported in March comes first."""
    found = rows([[trip("2026-02-03", "B", 1, "2026-02-05"), trip("2026-01-09", "A", 2, "2026-03-04")]])
    assert [row.name for row in found] == ["2026-01-09", "2026-02-03"]


def test_a_corrected_row_is_known_as_it_was_and_as_it_is() -> None:
    """Nine hours until the correction of 20 March, two from then on; before it was reported there was no row."""
    [row] = rows([[trip("2026-02-03", "A", 9, "2026-02-05")], [trip("2026-02-03", "A", 2, "2026-03-20")]])
    days = [date(2026, 2, 4), date(2026, 2, 5), date(2026, 3, 19), date(2026, 3, 20)]
    assert [known["late"] if (known := row.at(day)) else None for day in days] == [None, 9, 9, 2]


def test_a_row_is_followed_by_its_key_to_another_day() -> None:
    """A correction of the day itself is still the same trip."""
    [row] = rows([[trip("2026-02-03", "A", 9, "2026-02-05")], [trip("2026-02-04", "A", 9, "2026-03-20")]])
    assert (row.day, len(row.states)) == (date(2026, 2, 4), 2)


def test_rows_without_a_key_are_followed_by_their_place_in_the_day() -> None:
    """Without a key, the second trip of a day is the second of that day."""
    files: list[Rows] = [[trip("2026-02-03", "A", 1, "2026-02-05"), trip("2026-02-03", "B", 9, "2026-02-05")]]
    found = rows(files, UNKEYED)
    assert [(row.name, row.states[-1][1]["late"]) for row in found] == [("2026-02-03", 1), ("2026-02-03 2", 9)]


# -- milestones -------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "due"), [("keel", date(2026, 3, 31)), ("return", date(2028, 12, 1))])
def test_a_milestone_is_a_row_of_the_day_it_is_due(name: str, due: date) -> None:
    """The day may be written, or be counted from the end."""
    assert milestone(name).day == due


def test_how_late_a_milestone_is_grows_until_it_is_done() -> None:
    """Not due on its day, a day late at least on the next, thirty on 30 April; twelve once it was done on 12 April."""
    open_ = milestone("keel")
    late = [(open_.at(day) or {})["days_late"] for day in (date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 30))]
    assert [one.state for one in late if isinstance(one, Unknown)] == [State.NOT_DUE, *[State.UNDETERMINED] * 2]
    assert [one.low for one in late if isinstance(one, Unknown)] == [None, 1, 30]
    done = milestone("keel", act(date(2026, 4, 12), "yard", "complete", "keel"))
    assert (done.at(JUNE) or {})["days_late"] == Decimal(12)
    assert (done.at(date(2026, 4, 11)) or {})["done"] is None


def test_a_milestone_done_early_is_so_many_days_less_than_late() -> None:
    """Done eleven days before it was due."""
    early = milestone("keel", act(date(2026, 3, 20), "yard", "complete", "keel"))
    assert (early.at(JUNE) or {})["days_late"] == -11


def test_a_milestone_completed_after_the_day_of_evaluation_is_not_done_on_it() -> None:
    """As of 31 March an act of April has not happened."""
    found = milestone("keel", act(date(2026, 4, 12), "yard", "complete", "keel"), as_of=date(2026, 4, 2))
    assert (found.at(JUNE) or {})["done"] is None


def test_who_completes_it_twice_does_not_complete_it_later() -> None:
    """The first act counts."""
    acts = [act(date(2026, 4, day), "yard", "complete", "keel") for day in (5, 12)]
    assert (milestone("keel", *acts).at(JUNE) or {})["done"] == date(2026, 4, 5)
