"""Until when a correction of a row moves a verdict or an amount of its period."""

from __future__ import annotations

from datetime import date

import pytest

from comity.agreement.model import Agreement
from comity.clauses.model import Verdict
from comity.standing.movable import last_day_to_move
from tests.clauses.life.reading import agreed
from tests.standing.reported import Rows, inputs, lived

TEXT = """
comity: 1
alliance: until_when
title: Until when it can be corrected
parties: {mill: Mill, shop: Shop}
starts: 2026-01-01
facts:
  sacks:
    reported by: mill
    every: month
    restate: 90 days after period end
    columns: {month: period, good: number, all: number}
metrics:
  purity: {is: sum(sacks.good) / sum(sacks.all), every: month}
clauses:
  flour: {owed by: mill, owed to: shop, measure: purity, every: month, at least: 95%}
"""
AUGUST = date(2026, 8, 31)
IN_TIME = "restate: 90 days after period end"
QUARTER = "metrics:\n  quarterly: {is: sum(sacks.good) / sum(sacks.all), every: quarter}"


def sack(month: str, good: int, known: str, whole: int = 100) -> dict[str, str]:
    """A month's report: of its sacks so many were good."""
    return {"month": month, "good": f"{good}", "all": f"{whole}", "reported_by": "mill", "known_at": known}


def last_day(text: str, *files: Rows, **members: str) -> date | None:
    """Return the last day for January."""
    agreement: Agreement = agreed(text)
    found = inputs(agreement, "sacks", files, as_of=AUGUST)
    return last_day_to_move(found, "sacks", agreement.as_of(AUGUST).calendar.period("2026-01"), members)


JANUARY = [sack("2026-01", 93, "2026-02-08")]
WITHOUT = {
    "no end is agreed": (TEXT.replace(f"    {IN_TIME}\n", ""), JANUARY),
    "no metric rests on it": (TEXT[: TEXT.index("metrics:")] + "metrics: {one: {is: 1, every: month}}\n", JANUARY),
    "one of its metrics has no figure yet": (
        TEXT.replace("metrics:", "metrics:\n  good: {is: sum(sacks.good), every: month}"),
        [sack("2026-01", 0, "2026-02-08", whole=0)],
    ),
    "a clause goes through it row by row": (
        TEXT + "  row: {owed by: mill, owed to: shop, every: row of sacks, missed if: sacks.good < 90}\n", JANUARY
    ),
}  # fmt: skip


def verdict(day: str) -> Verdict:
    """Return the verdict on January, of which 93 sacks were good, when it is corrected to 96 on a day."""
    corrected = [sack("2026-01", 96, day)]
    return lived(agreed(TEXT), "sacks", [JANUARY, corrected], as_of=AUGUST).verdicts["flour"][0]


def test_a_correction_moves_something_up_to_that_day_and_nothing_after_it() -> None:
    """1 May is the ninetieth day after January: corrected on that day the month is met, on the next it stays missed."""
    assert last_day(TEXT, JANUARY) == date(2026, 5, 1)
    assert [verdict(day).outcome.value for day in ("2026-05-01", "2026-05-02")] == ["met", "missed"]


def test_it_is_the_latest_day_of_all_figures_that_rest_on_the_row() -> None:
    """The quarter can be corrected until 29 June, and so long a correction of January moves it."""
    text = TEXT.replace("metrics:", QUARTER)
    whole = [sack(f"2026-0{month}", 93, f"2026-0{month + 1}-08") for month in (1, 2, 3)]
    assert last_day(text, whole) == date(2026, 6, 29)


def test_it_counts_what_a_clause_computes_itself() -> None:
    """No metric has the quarter, but a clause does."""
    clause = "  sum: {owed by: mill, owed to: shop, measure: sum(sacks.good), every: quarter, at least: 280}\n"
    whole = [sack(f"2026-0{month}", 93, f"2026-0{month + 1}-08") for month in (1, 2, 3)]
    assert last_day(TEXT + clause, whole) == date(2026, 6, 29)


def test_it_counts_from_the_first_report_and_not_from_a_correction() -> None:
    """First known on 8 February, 60 days after that is 9 April, whatever was corrected in March."""
    text = TEXT.replace(IN_TIME, "restate: 60 days after report")
    assert last_day(text, JANUARY, [sack("2026-01", 94, "2026-03-20")]) == date(2026, 4, 9)


def test_only_figures_of_its_own_members_count() -> None:
    """The east has no figure yet; the west has, and its row is corrected until 1 May."""
    text = TEXT.replace("good: number", "site: text, good: number").replace("{is: sum", "{per: site, is: sum")
    text = text.replace("measure: purity", "measure: purity, per: site")
    rows = [{**JANUARY[0], "site": "west"}, {**sack("2026-01", 0, "2026-02-08", whole=0), "site": "east"}]
    assert (last_day(text, rows, site="west"), last_day(text, rows, site="east")) == (date(2026, 5, 1), None)


def test_figures_of_other_tables_do_not_count() -> None:
    """Bags were never reported, and have no figure; sacks are corrected until 1 May."""
    bags = "facts:\n  bags: {reported by: mill, every: month, columns: {month: period, count: number}}"
    text = TEXT.replace("facts:", bags).replace("metrics:", "metrics:\n  bags: {is: sum(bags.count), every: month}")
    assert last_day(text, JANUARY) == date(2026, 5, 1)


def test_where_no_restatement_is_agreed_it_is_the_day_on_which_facts_are_final() -> None:
    """As clauses take it."""
    assert last_day(TEXT.replace("restate", "final"), JANUARY) == date(2026, 5, 1)


@pytest.mark.parametrize("why", WITHOUT)
def test_there_is_no_such_day_where_something_may_still_move(why: str) -> None:
    """Nobody is told that nothing follows where that is not certain."""
    text, rows = WITHOUT[why]
    assert last_day(text, rows) is None
