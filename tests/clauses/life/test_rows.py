"""Clauses over rows: rows that come late, change, or are disputed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from comity.clauses.known import Known, RowHistory
from comity.clauses.life.live import live
from comity.clauses.life.model import Life
from tests.clauses.life.reading import agreed

TRIPS = agreed("""
comity: 1
alliance: trips
title: Trips
parties: {yard: Yard, line: Line}
currency: USD
starts: 2026-01-01
facts:
  trips: {reported by: yard, every: row, key: [trip], columns: {sailed_on: date, trip: text, late: number}}
clauses:
  sailings:
    owed by: yard
    owed to: line
    every: row of trips
    missed if: late > 5
    let: {of_two: "times(missed, 2)", in_a_row: running(missed)}
    rules:
      fine: {then: {pay: late * USD 10}}
      two: {when: "times(missed, 2) >= 2", again: after a clear period, then: {declare: two}}
""")


def row(day: date, *states: tuple[date, int]) -> RowHistory:
    """A trip: its day, and from which day it was known to be how late."""
    known = tuple((since, {"sailed_on": day, "trip": f"T{day.day}", "late": Decimal(late)}) for since, late in states)
    return RowHistory(name=f"{day}", day=day, states=known)


def lived(*rows: RowHistory, as_of: date) -> Life:
    """What became of some trips."""
    ordered = tuple(sorted(rows, key=lambda one: one.day))
    return live(TRIPS, Known(cells={}, tables={"trips": ordered}), as_of=as_of)


def fires(life: Life, rule: str) -> set[str]:
    """The trips for which a rule fired."""
    return {where[2] for where, rules in life.fires.items() if rule in rules}


FIRST, SECOND, THIRD = date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3)
LATER = date(2026, 3, 20)


def test_a_row_that_is_not_in_the_record_yet_takes_no_place_in_a_window() -> None:
    """On 3 March the trip of the 2nd is not reported, and the two trips known were both late."""
    rows = row(FIRST, (FIRST, 9)), row(SECOND, (LATER, 0)), row(THIRD, (THIRD, 9))
    early = lived(*rows, as_of=THIRD)
    assert fires(early, "two") == {"2026-03-03"}
    assert "2026-03-02" not in {verdict.period.name for verdict in early.verdicts["sailings"]}


def test_a_row_that_comes_late_takes_its_place_by_its_day() -> None:
    """The trip of the 2nd, reported on the 20th, was on time: the two in a row there seemed to be were none."""
    rows = row(FIRST, (FIRST, 9)), row(SECOND, (LATER, 0)), row(THIRD, (THIRD, 9))
    later = lived(*rows, as_of=LATER)
    assert fires(later, "two") == set()
    found = {verdict.period.name: verdict for verdict in later.verdicts["sailings"]}
    assert found["2026-03-03"].names["of_two"] == 1
    assert found["2026-03-02"].known == LATER


def test_what_is_known_of_a_row_later_is_a_difference() -> None:
    """Nine hours late cost 90; corrected to seven they cost 70, and 20 go back on the day of the correction."""
    life = lived(row(FIRST, (FIRST, 9), (LATER, 7)), as_of=LATER)
    [ledger] = [ledger for ledger in life.ledgers.values() if ledger.entries]
    assert [(entry.day, entry.amount) for entry in ledger.entries] == [(FIRST, 90), (LATER, -20)]


def test_a_row_corrected_to_on_time_takes_all_of_it_back() -> None:
    """Corrected to two hours, the trip was no miss, and neither rule has fired any more."""
    life = lived(row(FIRST, (FIRST, 9), (LATER, 2)), as_of=LATER)
    assert fires(life, "fine") == set()
    assert [case.withdrawn for case in life.cases] == [LATER]


@pytest.mark.parametrize(("late", "outcome"), [(5, "met"), (6, "missed")])
def test_equal_to_the_limit_is_enough(late: int, outcome: str) -> None:
    """More than five hours is a miss, exactly five is none."""
    [verdict] = lived(row(FIRST, (FIRST, late)), as_of=LATER).verdicts["sailings"]
    assert verdict.outcome.value == outcome
