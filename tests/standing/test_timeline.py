"""Since when a figure was known, as files, corrections and acts say it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from comity.agreement.acts import Act, read_acts
from comity.agreement.compose import compose
from tests.clauses.life.reading import agreed
from tests.standing.reported import Rows, inputs, lived

TEXT = """
comity: 1
alliance: known
title: When it was known
parties: {mill: Mill, shop: Shop}
currency: USD
starts: 2026-01-01
facts:
  sacks:
    reported by: mill
    every: month
    due: 10 days after period end
    final: 60 days after period end
    restate: 90 days after period end
    columns: {month: period, good: number, all: number}
metrics:
  purity: {is: sum(sacks.good) / sum(sacks.all), unit: percent, every: month}
  yearly: {is: "mean(purity, 2)", unit: percent, every: month}
clauses:
  flour:
    owed by: mill
    owed to: shop
    measure: purity
    every: month
    at least: 95%
    let: {of_two: "times(missed, 2)"}
    rules:
      fine: {then: {pay: points_short * USD 100}}
      talk: {then: {must: mill, do: talk, within: 10 days after report, else: {declare: no talk}}}
"""
AGREEMENT = agreed(TEXT)
JUNE = date(2026, 6, 30)


def sack(month: str, good: int, known: str) -> dict[str, str]:
    """A month's report: of a hundred sacks so many were good."""
    return {"month": month, "good": str(good), "all": "100", "reported_by": "mill", "known_at": known}


def history(files: list[Rows], month: str, acts: tuple[Act, ...] = (), as_of: date = JUNE) -> list[tuple[str, object]]:
    """The days on which a month's purity changed, and what it was from then on."""
    known = inputs(AGREEMENT, "sacks", files, acts, as_of=as_of).known
    cell = known.cell("purity", (), month)
    return [(f"{day}", figure.value if figure.value is not None else figure.state.value) for day, figure in cell]


def test_a_figure_counts_from_the_day_its_facts_were_known() -> None:
    """Reported on 8 February, the figure of January counts from that day."""
    assert history([[sack("2026-01", 93, "2026-02-08")]], "2026-01") == [("2026-02-08", Decimal("0.93"))]


def test_a_figure_is_never_known_before_its_period_is_over() -> None:
    """Reported on 20 January already, January's figure counts from the 31st."""
    assert history([[sack("2026-01", 93, "2026-01-20")]], "2026-01") == [("2026-01-31", Decimal("0.93"))]


def test_what_is_late_was_missing_from_the_day_after_it_was_due() -> None:
    """Due on 10 February and reported on the 25th, it was missing from the 11th to the 24th."""
    found = history([[sack("2026-01", 93, "2026-02-25")]], "2026-01")
    assert found == [("2026-02-11", "missing"), ("2026-02-25", Decimal("0.93"))]


def test_what_was_never_reported_is_missing_from_the_day_after_it_was_due() -> None:
    """March was due on 10 April."""
    assert history([[sack("2026-01", 93, "2026-02-08")]], "2026-03") == [("2026-04-11", "missing")]


def test_what_is_not_due_yet_is_not_missing() -> None:
    """On 10 April, the last day for it, March is not due."""
    found = history([[sack("2026-01", 93, "2026-02-08")]], "2026-03", as_of=date(2026, 4, 10))
    assert [value for _, value in found] == ["not_due"]


def test_a_correction_counts_from_its_own_day() -> None:
    """Corrected in a second file on 20 March, January was 93% until then and 96% afterwards."""
    files: list[Rows] = [[sack("2026-01", 93, "2026-02-08")], [sack("2026-01", 96, "2026-03-20")]]
    assert history(files, "2026-01") == [("2026-02-08", Decimal("0.93")), ("2026-03-20", Decimal("0.96"))]


def test_a_correction_that_changes_nothing_is_none() -> None:
    """The same number handed in again leaves the day on which it was first known."""
    files: list[Rows] = [[sack("2026-01", 93, "2026-02-08")], [sack("2026-01", 93, "2026-03-20")]]
    assert history(files, "2026-01") == [("2026-02-08", Decimal("0.93"))]


def test_a_correction_after_the_last_day_moves_nothing() -> None:
    """1 May is the ninetieth day after January; a correction of 2 May is on record only."""
    files: list[Rows] = [[sack("2026-01", 93, "2026-02-08")], [sack("2026-01", 96, "2026-05-02")]]
    assert history(files, "2026-01") == [("2026-02-08", Decimal("0.93"))]


def test_corrected_and_corrected_back_are_two_changes() -> None:
    """From 93% to 96% and back: three entries, each with its day."""
    files: list[Rows] = [
        [sack("2026-01", 93, "2026-02-08")],
        [sack("2026-01", 96, "2026-03-20")],
        [sack("2026-01", 93, "2026-04-02")],
    ]
    assert [value for _, value in history(files, "2026-01")] == [Decimal("0.93"), Decimal("0.96"), Decimal("0.93")]


def acts(text: str) -> tuple[Act, ...]:
    """Acts as they are written."""
    found, problems = read_acts(compose(text.encode(), "acts.yaml")[0], AGREEMENT)
    assert problems == []
    return found


def test_an_act_restates_a_figure_and_all_that_is_computed_from_it() -> None:
    """January restated on 20 March moves the mean of February as well, on the same day."""
    files: list[Rows] = [[sack("2026-01", 93, "2026-02-08"), sack("2026-02", 97, "2026-03-08")]]
    said = acts("- {on: 2026-03-20, by: mill, do: restate, with: {purity: {2026-01: 95%}}}")
    known = inputs(AGREEMENT, "sacks", files, said, as_of=JUNE).known
    yearly = [(day, figure.value) for day, figure in known.cell("yearly", (), "2026-02")]
    assert yearly == [(date(2026, 3, 8), Decimal("0.95")), (date(2026, 3, 20), Decimal("0.96"))]


def test_a_report_after_the_day_of_evaluation_is_not_known_on_it() -> None:
    """As of 20 February an act of the 25th has not happened: January is missing."""
    files: list[Rows] = [[sack("2026-01", 93, "2026-02-08")]]
    said = acts("- {on: 2026-02-25, by: mill, do: report, about: purity 2026-01}")
    assert history(files, "2026-01", said, date(2026, 2, 20)) == [("2026-02-11", "missing")]
    assert history(files, "2026-01", said, date(2026, 2, 25))[-1] == ("2026-02-25", Decimal("0.93"))


def test_the_days_of_steps_follow_the_days_of_facts() -> None:
    """Reported on 25 February, the talk is due ten days later, and the fine is booked on that day, for January."""
    life = lived(AGREEMENT, "sacks", [[sack("2026-01", 93, "2026-02-25")]], as_of=JUNE)
    [step] = [step for case in life.cases for step in case.steps]
    assert (step.opened, step.due) == (date(2026, 2, 25), date(2026, 3, 7))
    [ledger] = [ledger for ledger in life.ledgers.values() if ledger.entries]
    assert [(entry.period.name, entry.day) for entry in ledger.entries] == [("2026-01", date(2026, 2, 25))]
