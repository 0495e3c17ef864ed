"""Clauses in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from comity.agreement.model import Clause
from comity.clauses.model import Outcome
from comity.kernel.figure import State
from comity.reports.view.cases import cases_view
from comity.reports.view.clauses import clauses_view
from comity.reports.view.context import Context
from comity.reports.view.model import ClauseRow
from tests.reports.builders import (
    PLACE,
    clause,
    figures,
    judged,
    lived,
    metric,
    quarter,
    quarters,
    rich,
    rounding,
    standing,
    terms,
    verdict,
)
from tests.standing.agreements import formula as parsed


def rows(of) -> dict[str, ClauseRow]:
    return {row.title: row for row in clauses_view(Context(of)).rows}


def test_what_needs_attention_comes_first() -> None:
    """Missed, undetermined, excused, met, not due; counted in the same order."""
    seen = clauses_view(Context(rich()))
    assert [row.chip.word for row in seen.rows] == [
        *["Missed"] * 2,
        "Undetermined",
        "Excused",
        *["Met"] * 4,
        "Not due",
    ]
    assert [chip.word for chip in seen.counts] == ["2 missed", "1 undetermined", "1 excused", "4 met", "1 not due"]
    assert seen.counted == "latest verdicts on 7 clauses, one for each member"


def test_where_each_clause_has_one_verdict_nothing_is_said_of_members() -> None:
    """The counts are of clauses then, as the sentence at the top counts them."""
    one = replace(rich(), verdicts={"sales_growth": rich().verdicts["sales_growth"]})
    assert clauses_view(Context(one)).counted == ""


def test_a_missed_clause_says_figure_test_margin_and_next_date() -> None:
    """All that a reader needs to repeat it, with both words where the figure is provisional."""
    row = rows(rich())["Quarterly sales growth"]
    assert (row.figure.text, row.period, row.test) == ("14.9%", "2024-Q4", "at least 20.0%")
    assert (row.margin, row.strong_margin) == ("−5.1 points", True)
    assert row.state is not None and row.state.word == "Provisional"
    assert (row.owes, row.next_when, row.next_what) == ("Borealis owes Aster", "14 Feb", "Net sales 2024-Q4, Borealis")
    assert row.next_day == "2025-02-14"


def test_a_clause_with_an_open_case_says_who_acts_next() -> None:
    """The earliest last day of an open step; a probation is decided by figures; the case is a link away."""
    south, north = rows(lived())["Supply fill rate, south"], rows(lived())["Supply fill rate, north"]
    assert (south.next_when, south.next_what) == (
        "19 Aug", "supply managers: settle or decide, Thistle, Wren or Supply managers"
    )  # fmt: skip
    assert north.next_what == "probation, decided by figures"
    context = Context(lived())
    cases_view(context)
    linked = {row.title: row.cases for row in clauses_view(context).rows}
    assert linked["Supply fill rate, south"] == ("case-supply-south-2026_06-repeated",)


def test_a_row_is_named_and_not_dated() -> None:
    """A milestone is judged for itself, not in a month."""
    row = rows(lived())["Milestones on time"]
    assert (row.figure.text, row.preposition, row.period) == ("12", "for", "portal")


def test_an_undetermined_clause_says_why_and_what_it_waits_for() -> None:
    """No figure, no margin; the reason, and the facts whose absence it is."""
    row = rows(rich())["Development balance repaid"]
    assert row.figure.text == "The report of Borealis is missing" and row.margin == "not known"
    assert row.next_when == "overdue" and row.next_what == "Share of profits 2024-Q2, Aster"


def test_an_excused_clause_shows_raw_and_adjusted() -> None:
    """Relief hides nothing."""
    row = rows(rich())["Batch release time"]
    assert (row.figure.text, row.figure_after, row.margin) == ("34 days", ", 28 days adjusted", "+2 days")


def test_a_clause_not_due_has_no_margin() -> None:
    """Not applicable is an en dash, unlike unknown."""
    row = rows(rich())["Joint development plan"]
    assert row.margin == "–" and row.figure.text == "Due by 31 Mar"


def test_a_period_that_runs_does_not_hide_the_verdict_before_it() -> None:
    """The latest period that is due leads; the strip ends with it and names every period."""
    row = rows(rich())["Supply fill rate"]
    assert row.period == "Jan 2025" and row.chip.mark == "missed"
    assert row.strip[-1].word == "Jan 2025: missed" and len(row.strip) == 12
    assert row.strip_label.startswith("12 recent periods, oldest first: Feb 2024 met, ")


def test_each_member_has_its_row() -> None:
    """A clause per site is judged site by site."""
    assert {"Deliveries on time, Porto", "Deliveries on time, Gdansk", "Deliveries on time, Cork"} <= set(rows(rich()))


def test_many_members_are_summed_up() -> None:
    """Those that need attention have rows of their own; one row counts the others."""
    (missed,) = judged("rate", quarters(2024, 1), ["0.5"], "0.9")
    (met,) = judged("rate", quarters(2024, 1), ["0.95"], "0.9")
    sites = [replace(met, scope=(("site", f"S{n}"),)) for n in range(40)]
    sites[33] = replace(missed, scope=sites[33].scope)
    agreed = terms(clauses={"rate": clause("rate", "x", "at least", "90%", per=("site",))})
    found = clauses_view(Context(standing(agreed, verdicts={"rate": tuple(sites)}))).rows
    assert [row.title for row in found] == [
        *[f"Rate, S{n}" for n in (33, 0, 1, 2, 3)],
        "Rate, 35 other members",
    ]
    assert found[-1].figure.text == "35 met" and found[-1].margin == "" and found[-1].strip == ()


def test_a_figure_is_linked_to_the_metric_it_is_or_to_its_own_derivation() -> None:
    """A measure that is a metric shares the metric's entry; a computed one has its own, with its inputs."""
    context = Context(rich())
    clauses_view(context)
    of = {entry.title: entry for entry in context.derivations}
    assert [d.label for d in of["Fill rate, Jan 2025"].digests] == ["definition", "facts", "terms"]
    annual = of["Annual sales minimum, 2024"]
    assert annual.value == "USD 14,150m" and annual.inputs == ("Annual sales, 2024: USD 14,160m",)


def test_a_condition_is_shown_in_the_words_of_the_schedule() -> None:
    """`missed if` has neither threshold nor margin; a reader of contracts reads it without symbols."""
    late = Clause(
        name="late", owed_by="aster", owed_to="aster", every=quarter(2024, 1).grain, place=PLACE,
        missed_if=parsed("late_batches > 3 and not excused"),
    )  # fmt: skip
    of = standing(
        terms(clauses={"late": late}),
        verdicts={"late": (verdict("late", quarter(2024, 4), Outcome.MISSED, unit=""),)},
    )
    row = rows(of)["Late"]
    assert (row.test, row.margin, row.owes) == (
        "missed if the Late Batches is more than 3 and this clause is not Excused",
        "–",
        "Each owes the other",
    )


def test_the_threshold_is_said_where_it_has_no_value() -> None:
    """An undetermined verdict still says what was to be reached."""
    agreed = replace(clause("growth", "growth", "at least", "20%"), threshold=parsed("20% + bonus"))
    of = standing(
        terms(clauses={"growth": agreed}),
        verdicts={"growth": judged("growth", quarters(2024, 1), [None], "0.2")},
    )
    assert rows(of)["Growth"].test == "at least 20% plus the Bonus"


def test_decimals_are_those_of_the_definition() -> None:
    """The clause's rounding, else that of the metric it measures, in figure and margin alike."""
    measured = figures("rate", quarters(2024, 1), ["0.95"], "percent")
    agreed = terms(
        metrics={"rate": metric("rate", "a / b", unit="percent", round=rounding("0.01%"))},
        clauses={"plain": clause("plain", "rate", "at least", "97%")},
    )
    given = judged("plain", quarters(2024, 1), ["0.95"], "0.97")
    row = rows(standing(agreed, {"rate": measured}, verdicts={"plain": given}))["Plain"]
    assert (row.figure.text, row.margin) == ("95.00%", "−2.00 points")
    own = replace(agreed, clauses={"plain": replace(agreed.clauses["plain"], round=rounding("1%"))})
    row = rows(standing(own, {"rate": measured}, verdicts={"plain": given}))["Plain"]
    assert (row.figure.text, row.margin) == ("95%", "−2 points")


def test_a_disputed_verdict_shows_both_words() -> None:
    """Missed on disputed figures is said with both icons."""
    given = verdict(
        "growth", quarter(2024, 4), Outcome.MISSED, Decimal("0.1"), state=State.DISPUTED, known=date(2025, 1, 9)
    )
    row = rows(
        standing(terms(clauses={"growth": clause("growth", "x", "at least", "20%")}), verdicts={"growth": (given,)})
    )
    assert row["Growth"].state is not None and row["Growth"].state.mark == "disputed"
