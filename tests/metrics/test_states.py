"""Every state a figure can have, and in plain words why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from comity.agreement.model import DatedMap, Unset
from comity.facts.model import Comparison
from comity.kernel.calendar import Calendar
from comity.kernel.figure import Figure, State
from comity.kernel.period import Grain
from tests.metrics.builders import PLACE, after, figure, formula, measured, metric, owed, sealed, terms

SALES = owed("sales", {"month": "period", "product": "text", "net": "money", "units": "number"}, due=after(10))
FINAL = owed("sales", {"month": "period", "product": "text", "net": "money", "units": "number"}, final=after(90))
TICKETS = owed("tickets", {"opened": "date", "team": "text", "hours": "number"}, every=None, due=after(5))


def sale(month: str, net: str | None, product: str = "a", **more: Any) -> dict[str, Any]:
    """Return a row of sales."""
    return {"month": month, "product": product, "net": None if net is None else Decimal(net), **more}


def one(
    text: str, rows: Sequence[dict[str, Any]], period: str = "2026-02", *, as_of: date = date(2026, 12, 1),
    table: Any = SALES, every: Grain = Grain.MONTH, covers: Sequence[str] = (), settings: Any = None,
) -> Figure:  # fmt: skip
    """Return one figure of one metric over one table."""
    agreement = terms([table], [metric("m", text, every)], settings=settings)
    return figure(measured(agreement, sealed(table, rows, covers=covers), as_of=as_of), "m", period)


def test_final() -> None:
    """Reported, and nothing says that it may still change: final, known on the day its facts were."""
    found = one("sum(sales.net)", [sale("2026-02", "5", _known_at=date(2026, 3, day)) for day in (4, 7)])
    assert (found.value, found.state, found.reason, found.known) == (10, State.FINAL, "", date(2026, 3, 7))


@pytest.mark.parametrize(("as_of", "state"), [(date(2026, 5, 29), "provisional"), (date(2026, 5, 30), "final")])
def test_provisional_until_the_table_is_final(as_of: date, state: str) -> None:
    """90 days after the end of February is 29 May: final from the day after."""
    found = one("sum(sales.net)", [sale("2026-02", "5")], as_of=as_of, table=FINAL)
    assert (found.value, found.state) == (5, state)
    assert found.reason == ("sales is final after 2026-05-29" if state == "provisional" else "")


@pytest.mark.parametrize(("known", "state"), [(date(2026, 3, 1), "final"), (date(2026, 3, 2), "provisional")])
def test_final_some_days_after_the_report(known: date, state: str) -> None:
    """A deadline may count from the day the facts came."""
    table = owed("sales", {"month": "period", "product": "text", "net": "money"}, final=after(30, "report"))
    rows = [sale("2026-02", "5", _known_at=known)]
    assert one("sum(sales.net)", rows, table=table, as_of=date(2026, 4, 1)).state == state


def test_final_after_something_that_has_not_happened() -> None:
    """While the day is not known, the figure is provisional and says no day."""
    table = owed("sales", {"month": "period", "product": "text", "net": "money"}, final=after(30, "audit"))
    found = one("sum(sales.net)", [sale("2026-02", "5")], table=table)
    assert (found.state, found.reason) == (State.PROVISIONAL, "sales is not final yet")


def test_a_metric_finer_than_its_facts_has_no_figure_where_none_is_owed() -> None:
    """A quarter reported as one is no January."""
    table = owed("sales", {"quarter": "period", "net": "money"}, every=Grain.QUARTER)
    found = one("sum(sales.net)", [{"quarter": "2026-Q1", "net": Decimal(9)}], "2026-01", table=table)
    assert (found.value, found.state) == (None, State.UNDETERMINED)
    assert found.reason == "no quarter of sales ends in 2026-01"


def test_not_due_while_the_period_runs() -> None:
    """A month that is not over has no figure, whatever was reported; on its last day it is over."""
    rows = [sale("2026-02", "5")]
    found = one("sum(sales.net)", rows, as_of=date(2026, 2, 27))
    assert (found.value, found.state, found.reason) == (None, State.NOT_DUE, "2026-02 ends on 2026-02-28")
    assert one("sum(sales.net)", rows, as_of=date(2026, 2, 28)).value == 5


@pytest.mark.parametrize(
    ("as_of", "state", "reason"),
    [
        (date(2026, 3, 10), "not_due", "sales for 2026-02 is due from borealis on 2026-03-10"),
        (
            date(2026, 3, 11),
            "missing",
            "sales for 2026-02 was due from borealis on 2026-03-10 and has not been reported",
        ),
    ],
)
def test_not_due_until_the_due_day_has_passed_then_missing(as_of: date, state: str, reason: str) -> None:
    """No report yet: not due up to and with its due day, missing from the day after; the reason says who owes it."""
    found = one("sum(sales.net)", [sale("2026-01", "5")], as_of=as_of)
    assert (found.value, found.state, found.reason, found.known) == (None, state, reason, None)


def test_without_a_due_day_nobody_is_late() -> None:
    """Facts that nobody owes by a day are not in the record, and no party is named."""
    found = one("sum(sales.net)", [sale("2026-01", "5")], table=FINAL)
    assert (found.state, found.reason) == (State.MISSING, "sales for 2026-02 is not in the record")


def test_a_late_report_is_no_longer_missing() -> None:
    """By any later day on which it arrives it is not missing."""
    found = one("sum(sales.net)", [sale("2026-02", "5", _known_at=date(2026, 9, 1))])
    assert (found.value, found.state, found.known) == (5, State.FINAL, date(2026, 9, 1))


def test_a_period_reported_as_empty_has_sum_and_count_zero() -> None:
    """A file that covers the period says there was nothing: 0, but no smallest, largest or mean."""
    for text, value in [("sum(sales.net)", 0), ("count(sales.net)", 0), ("count_if(sales.net > 1)", 0)]:
        found = one(text, [], covers=["2026-02"])
        assert (found.value, found.state) == (value, State.FINAL)
    for text in ("min(sales.net)", "max(sales.net)", "avg(sales.net)", "median(sales.net)"):
        found = one(text, [], covers=["2026-02"])
        assert (found.value, found.state) == (None, State.UNDETERMINED)
        assert found.reason == "there are no rows to take it from"


def test_a_year_declared_complete_covers_its_months() -> None:
    """What covers a longer period covers all of it."""
    assert one("sum(sales.net)", [], covers=["2026"]).value == 0


def test_no_row_that_meets_the_condition_is_zero() -> None:
    """The month is reported; a product without sales has sold nothing."""
    assert one("sum(sales.net) filter (where sales.product = 'z')", [sale("2026-02", "5")]).value == 0


def test_division_by_zero() -> None:
    """A ratio to nothing is undetermined, never 0 and never 100 %."""
    found = one("sum(sales.net) / sum(sales.units)", [sale("2026-02", "5", units=Decimal(0))])
    assert (found.value, found.state, found.reason) == (None, State.UNDETERMINED, "division by zero")


def test_an_unset_setting() -> None:
    """What was agreed to be filled in later leaves the figure undetermined and is named."""
    found = one("sum(sales.net) * rate", [sale("2026-02", "5")], settings={"rate": Unset(place=PLACE)})
    assert (found.value, found.state, found.reason) == (None, State.UNDETERMINED, "rate is unset")


def test_an_unset_setting_inside_an_aggregate() -> None:
    """The same holds where the setting is compared with every row."""
    found = one("count_if(sales.net > rate)", [sale("2026-02", "5")], settings={"rate": Unset(place=PLACE)})
    assert (found.value, found.state, found.reason) == (None, State.UNDETERMINED, "rate is unset")


def test_an_empty_cell_of_a_period_is_missing_and_not_zero() -> None:
    """A row came, but the amount in it is blank: nothing was reported."""
    found = one("sum(sales.net)", [sale("2026-02", None), sale("2026-03", "1")])
    assert (found.value, found.state) == (None, State.MISSING)
    assert found.reason == "sales.net for 2026-02 was due from borealis on 2026-03-10 and has not been reported"


def test_one_empty_cell_among_filled_ones_is_passed_over() -> None:
    """As in SQL; a formula that minds can ask `is null`."""
    rows = [sale("2026-02", "5"), sale("2026-02", None, "b")]
    assert one("sum(sales.net)", rows).value == 5
    assert one("count_if(sales.net is null)", rows).value == 1


def test_rows_without_a_value_are_said_beside_the_figure() -> None:
    """What is passed over is told: a sum of one of two rows is a figure, and its reader knows that a row is empty."""
    rows = [sale("2026-02", "5"), sale("2026-02", None, "b"), sale("2026-02", "7", "c")]
    for text, value in (("sum(sales.net)", 12), ("avg(sales.net)", 6)):
        found = one(text, rows)
        assert (found.value, found.state) == (value, State.FINAL)
        assert found.reason == "1 of 3 rows has no value in sales.net"
    assert one("sum(sales.net) filter (where sales.net is not null)", rows).reason == ""
    assert one("sum(case when sales.net > 6 then sales.net end)", rows).reason == ""
    assert one("sum(sales.net)", [rows[0], rows[2]]).reason == ""


def test_a_sum_over_empty_cells_only_is_not_zero() -> None:
    """Rows with a day came, but nothing is in them; where no row meets the condition, the sum is 0."""
    rows = [{"opened": date(2026, 2, 3), "team": "a", "hours": None}]
    for text in ("sum(tickets.hours)", "sum(case when tickets.hours > 1 then 2 else 3 end)"):
        found = one(text, rows, table=TICKETS)
        assert (found.value, found.state) == (None, State.UNDETERMINED)
        assert found.reason == "no row has a value: cells of tickets.hours are empty"
    for text in (
        "sum(tickets.hours) filter (where tickets.team = 'z')",
        "sum(case when tickets.team = 'z' then 1 end)",
    ):
        assert one(text, rows, table=TICKETS).value == 0


def test_a_condition_that_no_row_decides_is_met_by_none() -> None:
    """Where the column of the condition and that of the sum are both empty, no row meets it, and the sum is 0."""
    rows = [{"opened": date(2026, 2, 3), "team": None, "hours": None}]
    found = one("sum(tickets.hours) filter (where tickets.team = 'z')", rows, table=TICKETS)
    assert (found.value, found.reason) == (0, "")


def test_a_quarter_with_a_month_missing_is_undetermined_and_names_it() -> None:
    """Two of three months are no quarter."""
    rows = [sale("2026-01", "5"), sale("2026-03", "5")]
    found = one("sum(sales.net)", rows, "2026-Q1", every=Grain.QUARTER)
    assert (found.value, found.state) == (None, State.UNDETERMINED)
    assert found.reason == "sales lacks 2026-02, which was due from borealis on 2026-03-10 and has not been reported"


def test_a_quarter_without_any_month_is_missing() -> None:
    """Nothing of it was reported."""
    found = one("sum(sales.net)", [sale("2026-05", "5")], "2026-Q1", every=Grain.QUARTER)
    assert (found.state, found.reason.startswith("sales for 2026-Q1 was due")) == (State.MISSING, True)


def test_a_quarter_whose_last_month_is_not_due_is_not_due() -> None:
    """The quarter is over, March may still be reported; February is late, but that decides nothing yet."""
    rows = [sale("2026-01", "5")]
    found = one("sum(sales.net)", rows, "2026-Q1", every=Grain.QUARTER, as_of=date(2026, 4, 5))
    assert (found.state, found.reason) == (State.NOT_DUE, "sales for 2026-03 is due from borealis on 2026-04-10")


def test_a_quarter_that_begins_before_the_term_needs_only_the_months_of_the_term() -> None:
    """Months that ended before the term began are nobody's debt."""
    agreement = terms([SALES], [metric("m", "sum(sales.net)", Grain.QUARTER)], starts=date(2026, 2, 10))
    rows = [sale("2026-02", "5"), sale("2026-03", "7")]
    assert figure(measured(agreement, sealed(SALES, rows)), "m", "2026-Q1").value == 12


def test_weeks_belong_to_the_month_of_their_last_day() -> None:
    """The week that ends on Sunday 1 March 2026 counts for March, and February needs four weeks."""
    table = owed("weeks", {"week": "period", "done": "number"}, every=Grain.WEEK)
    names = [period.name for period in Calendar().between(Grain.WEEK, date(2026, 1, 1), date(2026, 4, 1))]
    rows = [{"week": name, "done": Decimal(1)} for name in names]
    for month, weeks in (("2026-01", 4), ("2026-02", 4), ("2026-03", 5)):
        assert one("sum(weeks.done)", rows, month, table=table).value == weeks


def dispute(column: str, month: str = "2026-02", scope: Any = ()) -> Comparison:
    """Return two reports that differ."""
    period = Calendar().period(month)
    return Comparison(
        table="sales", column=column, period=period, scope=scope, reports=(), missing=(), state="differs",
        difference=Decimal("0.02"), reason="2 % apart",
    )  # fmt: skip


def disputed(text: str, *comparisons: Comparison, month: str = "2026-02") -> Figure:
    """Return a figure over two products in two months, one row of which is disputed."""
    rows = [sale(each, "5", product, units=Decimal(1)) for each in ("2026-02", "2026-03") for product in "ab"]
    rows[0]["_disputed"] = True
    table = sealed(SALES, rows, comparisons=comparisons)
    return figure(measured(terms([SALES], [metric("m", text)]), table), "m", month)


def test_a_disputed_input_makes_the_figure_disputed_with_the_counting_value() -> None:
    """Two reporters differ: the figure shows the value that counts, and says that it is disputed."""
    found = disputed("sum(sales.net)", dispute("net", scope=(("product", "a"),)))
    assert (found.value, found.state) == (10, State.DISPUTED)
    assert found.reason == "sales.net for 2026-02 is disputed: 2 % apart"


def test_a_dispute_about_another_column_or_period_changes_nothing() -> None:
    """Only what a figure uses can make it disputed."""
    assert disputed("sum(sales.units)", dispute("net")).state is State.FINAL
    assert disputed("sum(sales.net)", dispute("net"), month="2026-03").state is State.FINAL


def test_a_dispute_without_comparison_counts_for_the_whole_row() -> None:
    """A row that a party disputes otherwise disputes every figure it enters."""
    found = disputed("sum(sales.units)")
    assert (found.state, found.reason) == (State.DISPUTED, "sales is disputed for 2026-02")


def test_what_is_derived_takes_the_weakest_state() -> None:
    """Disputed before provisional before final, through other metrics."""
    rows = [sale("2026-02", "5", _disputed=True), sale("2026-03", "8")]
    metrics = [metric("net", "sum(sales.net)"), metric("growth", "net / previous(net) - 1")]
    found = measured(terms([FINAL], metrics), sealed(FINAL, rows), as_of=date(2026, 4, 1))
    assert figure(found, "net", "2026-02").state is State.DISPUTED
    assert figure(found, "net", "2026-03").state is State.PROVISIONAL
    growth = figure(found, "growth", "2026-03")
    assert (growth.value, growth.state) == (Decimal("0.6"), State.DISPUTED)
    assert "sales is disputed for 2026-02" in growth.reason


def test_a_metric_of_a_missing_metric_is_undetermined_for_that_reason() -> None:
    """What is missing itself is missing; what needs it is undetermined, and says what is missing."""
    metrics = [metric("net", "sum(sales.net)"), metric("double", "2 * net")]
    found = measured(terms([SALES], metrics), sealed(SALES, [sale("2026-01", "5")]))
    missing, derived = (figure(found, name, "2026-02") for name in ("net", "double"))
    assert (missing.state, derived.state) == (State.MISSING, State.UNDETERMINED)
    assert derived.reason == missing.reason


def test_windows_that_are_not_full_are_not_due() -> None:
    """A total of three months has its first figure in the third; there is no month before the start."""
    metrics = [metric("net", "sum(sales.net)"), metric("three", "total(net, 3)"), metric("change", "net-previous(net)")]
    found = measured(terms([SALES], metrics), sealed(SALES, [sale(f"2026-0{n}", "5") for n in (1, 2, 3)]))
    states = [figure(found, "three", f"2026-0{n}").state for n in (1, 2, 3)]
    assert states == [State.NOT_DUE, State.NOT_DUE, State.FINAL]
    assert figure(found, "change", "2026-01").state is State.NOT_DUE


def ticket(day: date, hours: str, team: str = "a") -> dict[str, Any]:
    """Return a row with a day."""
    return {"opened": day, "hours": Decimal(hours), "team": team}


def test_rows_with_a_day_belong_to_the_period_of_their_day() -> None:
    """The first and the last day of a month are inside it."""
    rows = [ticket(date(2026, 1, 31), "1"), ticket(date(2026, 2, 1), "2"), ticket(date(2026, 2, 28), "4")]
    assert one("sum(tickets.hours)", rows, table=TICKETS).value == 6


def test_a_period_without_rows_is_missing_unless_it_is_covered() -> None:
    """No tickets in a month is known only if somebody says that the month is complete."""
    rows = [ticket(date(2026, 1, 31), "1")]
    late = one("count(tickets.hours)", rows, table=TICKETS)
    assert (late.state, late.reason.startswith("tickets for 2026-02 was due from borealis on 2026-03-05")) == (
        State.MISSING,
        True,
    )
    assert one("count(tickets.hours)", rows, table=TICKETS, covers=["2026-01", "2026-02"]).value == 0


def test_facts_of_the_record_are_undetermined_for_now() -> None:
    """Milestones need acts that are not followed here; a survey needs a wave that was closed."""
    found = one("count_if(milestones.days_late > 0)", [])
    assert (found.state, found.reason) == (
        State.UNDETERMINED,
        "milestones rests on acts of the parties, which are not followed yet",
    )
    assert one("survey(health.trust)", []).reason == "no wave of the survey health was closed by 2026-02-28"


def test_a_setting_is_read_as_of_the_first_day_of_each_period() -> None:
    """A dated value inside an aggregate counts from the first period that begins with it or after."""
    entries = ((date(2026, 1, 1), formula("3")), (date(2026, 2, 15), formula("6")))
    settings = {"limit_": DatedMap(entries=entries, place=PLACE)}
    rows = [sale(f"2026-0{n}", "5") for n in (1, 2, 3)]
    found = measured(
        terms([SALES], [metric("m", "count_if(sales.net > limit_)")], settings=settings), sealed(SALES, rows)
    )
    assert [figure(found, "m", f"2026-0{n}").value for n in (1, 2, 3)] == [1, 1, 0]


def test_rounding_is_applied_last_and_as_declared() -> None:
    """A third of 1 rounds to 0.33; what is computed from it uses the rounded figure."""
    metrics = [metric("m", "sum(sales.net) / 3", rounding="0.01"), metric("n", "m * 3")]
    found = measured(terms([SALES], metrics), sealed(SALES, [sale("2026-02", "1")]))
    assert figure(found, "m", "2026-02").value == Decimal("0.33")
    assert figure(found, "n", "2026-02").value == Decimal("0.99")
