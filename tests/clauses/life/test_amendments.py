"""Amendments in the middle of a history: each period is judged by the terms of its first day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from comity.clauses.life.live import live
from comity.clauses.life.model import Life
from tests.clauses.life.drawing import History, figure, known
from tests.clauses.life.reading import agreed

MAIN = """
comity: 1
alliance: amended
title: Amended
parties: {maker: Maker, buyer: Buyer}
currency: USD
starts: 2026-01-01
facts:
  parts: {reported by: maker, every: month, columns: {month: period, good: number, all: number}}
metrics:
  good: {is: sum(parts.good) / sum(parts.all), unit: percent, every: month}
accounts:
  credits: {owed by: maker, owed to: buyer, settle: every month, caps: [{at most: USD 300, every: month}]}
clauses:
  quality:
    owed by: maker
    owed to: buyer
    measure: good
    every: month
    at least: 90%
    let: {in_a_row: running(missed)}
    rules:
      credit: {then: {pay: points_short * USD 100, into: credits}}
      streak: {when: running(missed) >= 3, again: after a clear period, then: {declare: streak}}
"""

RISE = """
comity: 1
amends: amended
title: A higher level
in force: 2026-03-15
changes:
  clauses: {quality: {at least: 95%}}
  accounts: {credits: {caps: [{at most: USD 600, every: month}]}}
"""

SECOND = """
comity: 1
amends: amended
title: A second clause, and the end of the first
in force: 2026-05-01
changes:
  clauses:
    quality: removed
    quarterly:
      owed by: maker
      owed to: buyer
      measure: mean(good, 3)
      every: quarter
      at least: 95%
      rules: {noted: {then: {declare: noted}}}
"""


def lived(values: dict[str, str], *amendments: str, as_of: date = date(2026, 8, 31)) -> Life:
    """What became of the clauses, with figures known on the last day of their month."""
    cells: dict[tuple[str, tuple[tuple[str, str], ...], str], History] = {}
    agreement = agreed(MAIN, *amendments)
    for month, value in values.items():
        last = agreement.as_of(as_of).calendar.period(month).last
        cells["good", (), month] = ((last, figure("good", (), month, Decimal(value), last)),)
    return live(agreement, known(cells), as_of=as_of)


YEAR = {f"2026-0{n}": "0.94" for n in range(1, 8)}


def test_a_higher_level_begins_with_the_first_period_after_it() -> None:
    """Agreed on 15 March, 95% is asked of April first; March, which had begun before, is judged by 90%."""
    found = {v.period.name: (v.outcome.value, v.threshold) for v in lived(YEAR, RISE).verdicts["quality"]}
    assert found["2026-03"] == ("met", Decimal("0.9"))
    assert found["2026-04"] == ("missed", Decimal("0.95"))


def test_a_streak_goes_on_across_an_amendment() -> None:
    """Two misses by the old level and one by the new make three running; a figure met by the old level is none."""
    life = lived({**YEAR, "2026-02": "0.89", "2026-03": "0.89"}, RISE)
    assert {where[2] for where, rules in life.fires.items() if "streak" in rules} == {"2026-04"}
    assert {where[2] for where, rules in lived(YEAR, RISE).fires.items() if "streak" in rules} == {"2026-06"}


def test_a_cap_is_that_of_the_period_it_is_met_by() -> None:
    """Five points short cost 500: at most 300 of them by the old account, all by the new one."""
    life = lived({"2026-02": "0.85", "2026-04": "0.90"}, RISE)
    assert life.ledgers["credits"].paid("2026-02") == 300
    assert life.ledgers["credits"].paid("2026-04") == 500


def test_a_clause_taken_out_judges_nothing_that_begins_later() -> None:
    """From May on the first clause is gone; its verdicts and payments of earlier months stand."""
    life = lived({**YEAR, "2026-01": "0.89"}, SECOND)
    assert [verdict.period.name for verdict in life.verdicts["quality"]][-1] == "2026-04"
    assert life.ledgers["credits"].balance("2026-08") == 100


def test_a_clause_put_in_begins_with_the_first_whole_period() -> None:
    """In force from May, the quarterly clause leaves the second quarter alone, which had begun in April."""
    life = lived(YEAR, SECOND, as_of=date(2026, 10, 31))
    assert [verdict.period.name for verdict in life.verdicts["quarterly"]] == ["2026-Q3", "2026-Q4"]


def test_an_amendment_to_come_changes_nothing_yet() -> None:
    """As of April an agreed change of May cannot be seen in any verdict, payment or balance."""
    day = date(2026, 4, 30)
    one, other = lived(YEAR, RISE, as_of=day), lived(YEAR, RISE, SECOND, as_of=day)
    assert one.verdicts["quality"] == other.verdicts["quality"]
    assert one.ledgers["credits"].entries == other.ledgers["credits"].entries
