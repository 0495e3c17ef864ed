"""How much an agreement asks for is counted before it is computed, and never less than comes of it."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from comity.adapters.duckdb import DuckDBDriver
from comity.agreement.acts import Act
from comity.agreement.model import Agreement
from comity.agreement.read import read_agreement
from comity.facts.load import load
from comity.facts.model import Facts, RawFile
from comity.kernel.problem import Place, Severity
from comity.standing.asked import asked, too_much
from comity.standing.standing import standing
from comity.standing.worked.run import run_examples

TODAY = date(2026, 8, 20)
TEXT = """
comity: 1
alliance: counted
title: Counted
parties: {fern: Fern Ltd, lark: Lark plc}
currency: USD
starts: 2026-01-01
facts:
  visits:
    reported by: fern
    every: month
    due: 5 days after period end
    columns: {month: period, shop: text, n: number}
metrics:
  reach: {is: sum(visits.n), every: month, per: shop}
  all_shops: {is: sum(visits.n), every: quarter}
clauses:
  seen: {owed by: fern, owed to: lark, measure: reach, every: month, per: shop, at least: 5}
"""


def agreement(text: str) -> Agreement:
    found, problems = read_agreement(("agreement.yaml", text.encode()))
    assert found is not None and [str(one) for one in problems if one.severity is Severity.ERROR] == []
    return found


def facts(of: Agreement, rows: list[tuple[str, str, str]]) -> Facts:
    """Return visits by (month, shop, day known)."""
    columns = {
        "month": [row[0] for row in rows], "shop": [row[1] for row in rows], "n": ["7"] * len(rows),
        "reported_by": ["fern"] * len(rows), "known_at": [row[2] for row in rows],
    }  # fmt: skip
    file = RawFile(path="visits.csv", digest="visits", table=pa.table(columns))
    found, problems = load({"visits": [file]}, of.versions[-1][1], TODAY)
    assert [str(one) for one in problems if one.severity is Severity.ERROR] == []
    return found


def count(text: str, rows: list[tuple[str, str, str]]) -> int:
    of = agreement(text)
    return sum(one.count for one in asked(of, facts(of, rows), as_of=TODAY))


SHOPS = [(month, shop, "2026-08-01") for month in ("2026-02", "2026-04", "2026-05") for shop in ("a", "b", "c")]


@pytest.mark.parametrize("rows", [SHOPS, SHOPS[:4], [*SHOPS, ("2026-06", "d", "2026-08-02")]])
def test_never_less_is_counted_than_comes_of_it(rows) -> None:
    """Every figure and verdict is counted, also of months for which nobody reported and all shops are expected."""
    of = agreement(TEXT)
    told = asked(of, facts(of, rows), as_of=TODAY)
    found = standing(of, facts(of, rows), as_of=TODAY, known_at=TODAY, driver=DuckDBDriver())
    assert sum(map(len, found.figures.values())) <= sum(one.count for one in told if "metric" in one.what)
    assert sum(map(len, found.verdicts.values())) <= sum(one.count for one in told if "clause" in one.what)


def test_days_members_and_early_starts_count() -> None:
    """Eight months of three shops and three quarters; days instead of months, or a start in 1800, ask for more."""
    assert count(TEXT, SHOPS) == 8 * 3 + 3 + 8 * 3 + 8
    assert count(TEXT.replace("2026-01-01", "1800-01-01"), SHOPS) > 2_700 * 3
    assert count(TEXT.replace("every: quarter", "every: day"), SHOPS) == 8 * 3 + 232 + 8 * 3 + 8


def test_members_that_come_and_go_count_where_they_are() -> None:
    """A shop of each month of its own is one figure a month, not all shops in every month."""
    rows = [(f"2026-0{n}", f"shop {n} {k}", "2026-08-01") for n in range(1, 9) for k in range(50)]
    of = agreement(TEXT)
    (reach,) = [one for one in asked(of, facts(of, rows), as_of=TODAY) if "Reach" in one.what]
    assert reach.count == 8 * 50


def test_each_day_of_corrections_counts_once_more() -> None:
    """All figures are measured as they were before a correction: two days of corrections are three times the work."""
    corrected = [*SHOPS, ("2026-02", "a", "2026-08-03"), ("2026-02", "b", "2026-08-05")]
    assert count(TEXT, corrected) == 3 * (8 * 3 + 3) + 8 * 3 + 8


def test_what_asks_for_too_much_is_told_with_what_asks_for_most() -> None:
    """The problem names the metric, stands at it, and says how much is asked and allowed."""
    of = agreement(TEXT.replace("every: quarter", "every: day"))
    told = asked(of, facts(of, SHOPS), as_of=TODAY)
    total = sum(one.count for one in told)
    assert too_much(told, total, "less") is None
    problem = too_much(told, total - 1, "less")
    assert problem is not None and problem.code == "CMY-988" and "All shops" in problem.why and "232" in problem.why
    assert "all_shops" in problem.place.excerpt and problem.hint == "less"


@pytest.mark.parametrize("day", ["9999-12-31", "9000-01-01"])
def test_an_example_of_a_day_thousands_of_years_away_is_refused(day: str) -> None:
    """It is not computed for hours, nor ends in an error: the example is told, and those after it are not run."""
    example = f"examples:\n- {{says: late, as of: {day}, given: {{}}, expect: {{}}}}\n"
    text = TEXT.replace("every: month, per: shop}", "every: day, per: shop}").replace("measure: reach, every: month",
        "measure: reach, every: day").replace("every: quarter", "every: day") + example  # fmt: skip
    outcomes, problems = run_examples(agreement(text), DuckDBDriver())
    assert outcomes == [] and [one.code for one in problems] == ["CMY-988"]
    assert problems[0].place.excerpt.startswith("- {says: late")


def test_a_milestone_late_for_centuries_counts() -> None:
    """How late it is changes day by day, and each day is a line of its history."""
    of = agreement(TEXT + "milestones: {launch: {due: 1800-01-01, owed by: fern}}\n")
    (late,) = [one for one in asked(of, facts(of, SHOPS), as_of=TODAY) if "milestone" in one.what]
    assert late.count == (TODAY - date(1800, 1, 1)).days


def test_claims_that_leave_rows_out_are_measured_before_each_correction_too() -> None:
    """Two days of corrections and three such claims are three times four passes over the figures, not six."""
    text = TEXT.replace("at least: 5}", "at least: 5, relief: {flood: {effect: exclude}}}")
    of, corrected = agreement(text), [*SHOPS, ("2026-02", "a", "2026-08-03"), ("2026-02", "b", "2026-08-05")]
    claim = Act(
        on=date(2026, 8, 10), by=("fern",), do="claim", place=Place(file="acts.yaml"), about=("seen",), relief="flood"
    )
    told = asked(of, facts(of, corrected), [claim] * 3, as_of=TODAY)
    assert sum(one.count for one in told if "metric" in one.what) == 3 * 4 * (8 * 3 + 3)
