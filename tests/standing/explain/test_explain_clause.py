"""What a clause says of a period, explained: every part of it on one agreement that uses most mechanics."""

from __future__ import annotations

import pytest

from comity.standing.explain_clause import explain_clause, unknown_name
from comity.standing.explain_desk import Desk
from tests.standing.explain.builders import agreement, desk, told, under
from tests.standing.explain.harbour import HARBOUR

AGREED = agreement(HARBOUR)
MISSED, STORM, RESTATED, THIRD, PAID = range(5)


@pytest.fixture(scope="module")
def missed() -> Desk:
    """January and March are missed; Ibis gives notice, Heron disputes and cures."""
    return desk(AGREED, MISSED)


@pytest.fixture(scope="module")
def storm() -> Desk:
    """A storm is claimed in time for January and too late for February."""
    return desk(AGREED, STORM)


def test_a_verdict_is_told_in_the_order_in_which_it_is_reached(missed: Desk) -> None:
    """Measure, rounding, threshold with its entry, comparison with what equality means, shortfall, day."""
    lines = told(missed, "supply", "2026-03")
    assert lines[0] == "supply 2026-03 = missed  Share of orders filled"
    assert [line for line in lines if line.startswith("  ") and line[2] != " "][:6] == [
        "  raw, filled / ordered = 93.12%  9,312 / 10,000 = 93.12%",
        "  rounded = 93.1%  93.12% rounded half up to 0.1%",
        "  threshold, at least = 95.0%  entry of 2026-01-01, in force on 2026-03-01, the first day measured; "
        "the next begins on 2026-04-01",
        "  comparison  93.1% >= 95.0% = no; a value equal to the threshold is met",
        "  shortfall = 1.9 points  95.0% - 93.1% = 1.9%",
        "  known = 2026-04-10  the later of 2026-03-31, the end of the period, and the day the last fact was known",
    ]
    assert lines[-1].startswith("  terms in force on 2026-03-01  not amended  #")


def test_a_dated_threshold_names_the_entry_that_holds(missed: Desk) -> None:
    """In April the entry of April holds, and no other follows."""
    (line,) = under(told(missed, "supply", "2026-04"), "threshold")
    assert line == "threshold, at least = 96.0%  entry of 2026-04-01, in force on 2026-04-01, the first day measured"


def test_a_number_that_never_ends_is_printed_as_the_quotient_it_is() -> None:
    """A third is cut for the eye and stated exactly beside it; rounding begins from the exact number."""
    lines = told(desk(AGREED, THIRD), "supply", "2026-05")
    assert "  raw, filled / ordered = 33.33333…% (exactly 1/3)  1 / 3 = 33.33333…% (exactly 1/3)" in lines
    assert "  rounded = 33.3%  33.33333…% (exactly 1/3) rounded half up to 0.1%" in lines


def test_relief_in_time_shows_raw_and_adjusted_side_by_side(storm: Desk) -> None:
    """The claim with its event, evidence and last day, the measure taken again, and that it is excused by it alone."""
    lines = told(storm, "supply", "2026-01")
    assert lines[0].startswith("supply 2026-01 = excused [provisional] storm from 2026-01-02, claimed on 2026-01-09")
    assert "  raw, filled / ordered = 94.5%  9,450 / 10,000 = 94.5%" in lines
    claim = under(lines, "relief storm")
    assert claim[0] == (
        "relief storm = claimed  claimed by heron on 2026-01-09 for the event of 2026-01-02 to 2026-01-05; its own "
        "measure takes the place of the clause's and the test is taken again; evidence: report of the harbour"
    )
    assert claim[1].strip() == (
        "in time until 2026-01-09  5 business days after event, 2026-01-02 (Fri), which is not counted; "
        "claimed on 2026-01-09"
    )
    assert "  (filled + lost) / ordered = 95.3%  (9,450 + 80) / 10,000 = 95.3%; with this relief" in claim
    (compared,) = under(lines, "comparison")
    assert compared.endswith(
        "95.3% >= 95.0% = yes; a value equal to the threshold is met; met only with relief, so excused"
    )


def test_a_claim_that_came_too_late_is_shown_with_the_reason(storm: Desk) -> None:
    """It changes nothing, and says why."""
    lines = told(storm, "supply", "2026-02")
    assert (
        "  relief storm = refused  claimed by heron on 2026-02-12; the claim came on 12 Feb; it had to come by 10 Feb"
        in (lines)
    )
    assert "  comparison  93.0% >= 95.0% = no; a value equal to the threshold is met" in lines


def test_a_rule_lists_the_periods_it_counted(missed: Desk) -> None:
    """Two of three: January and March were missed, February was not; it has not fired before."""
    rule = under(told(missed, "supply", "2026-03"), "rule repeated")
    assert rule[0] == "rule repeated = fired  known 2026-04-10, measured 2026-03-31"
    assert [line.strip() for line in rule[1:6]] == [
        "when times(missed, 3) >= 2 = yes  2 >= 2 = yes",
        "times(missed, 3) = 2  3 periods",
        "2026-01 = yes",
        "2026-02 = no",
        "2026-03 = yes",
    ]
    assert rule[6].strip() == (
        "again: after a clear period  since it last fired one determined period must have been clear; "
        "it has not fired before"
    )


def test_an_excused_period_is_said_to_be_not_counted(storm: Desk) -> None:
    """The excused January has its place among the three months and counts nothing."""
    counted = under(told(storm, "supply", "2026-02"), "times(missed, 3)")
    assert counted[0] == "times(missed, 3) = 1  2 periods, 1 of them not counted"
    assert counted[1].strip().startswith("2026-01 = excused")
    assert counted[1].endswith("not counted")


def test_a_payment_is_told_from_its_formula_to_its_settlement(missed: Desk) -> None:
    """Formula with numbers, own limit, rounding, both caps with what earlier months used, bookings, settlement."""
    pay = under(told(missed, "supply", "2026-03"), "pay, heron to ibis")
    assert [line.strip() for line in pay] == [
        "pay, heron to ibis = USD 2,500  into credits",
        "points_short * credit_rate * charge  1.9 * 2% * 70,000 = 2,660",
        "credit_rate = 2%  entry of 2026-01-01, in force on 2026-03-01, the first day measured; "
        "the next begins on 2026-07-01",
        "charge 2026-03 = USD 70,000  counts from 2026-04-10",
        "at most = USD 2,500  least(2,660, 2,500) = 2,500",
        "rounded once = USD 2,500  2,500 rounded half up to USD 0.01",
        "cap 1 of 2, every month = USD 2,500  not reached",
        "limit, 5% * charge = USD 3,500  for 2026-03; 5% * 70,000 = 3,500",
        "charge 2026-03 = USD 70,000  counts from 2026-04-10",
        "used by earlier postings = USD 0  since 2026-03-01, before 2026-03",
        "left = USD 3,500  3,500 - 0 = 3,500",
        "cap 2 of 2, every 3 months = USD 2,500  not reached",
        "limit = USD 5,000  for 2026-03",
        "used by earlier postings = USD 2,500  since 2026-01-01, before 2026-03",
        "supply credit 2026-01 = USD 2,500",
        "left = USD 2,500  5,000 - 2,500 = 2,500",
        "paid after the caps = USD 2,500",
        "posted = USD 2,500  booked in 2026-03, known 2026-04-10",
        "settled every quarter, 2026-Q1 = USD 5,000, heron to ibis  due 2026-04-10; 2,500 + 2,500 = 5,000",
    ]


def test_what_was_paid_stands_below_the_settlement_that_it_discharges() -> None:
    """400 confirmed and 100 stated of 600: whose word each is, and what is left."""
    paid = under(told(desk(AGREED, PAID), "supply", "2026-01"), "settled every quarter")
    assert [line.strip() for line in paid[1:4]] == [
        "heron paid on 2026-04-05 = USD 400  confirmed 2026-04-07, first half",
        "heron paid on 2026-04-09 = USD 100  stated 2026-04-09",
        "left to pay = USD 100",
    ]


def test_a_restatement_shows_the_figure_before_it_and_the_difference_booked_later() -> None:
    """The charge was 30,000 and became 33,333.33: 600 were posted, 66.67 followed in May, together 666.67."""
    lines = told(desk(AGREED, RESTATED), "supply", "2026-01")
    charge = under(lines, "charge 2026-01")
    assert charge[0] == "charge 2026-01 = USD 33,333.33 restated on 2026-05-20  counts from 2026-05-20"
    assert charge[1].strip() == "from 2026-02-10 = USD 30,000  until the next one"
    paid = [line.strip() for line in under(lines, "paid after the caps")]
    assert paid[1:4] == [
        "posted = USD 600  booked in 2026-01, known 2026-02-10",
        "difference, booked later = USD 66.67  booked in 2026-05, known 2026-05-20",
        "together  600 + 66.67 = 666.67",
    ]
    assert "left = USD 1,666.66  1,666.6665 - 0 = 1,666.6665; whole units only" in [line.strip() for line in lines]


def test_a_step_says_why_it_opened_how_it_was_due_and_by_which_act_it_was_done(missed: Desk) -> None:
    """Notice, then a cure whose clock stood still while Heron's dispute climbed the ladder."""
    lines = told(missed, "supply", "2026-03")
    assert [line.strip() for line in under(lines, "step notice")] == [
        "step notice = done 2026-04-14  ibis may",
        "opened = 2026-04-10  repeated fired; its cause was known on 2026-04-10",
        "due = 2026-04-15 (Wed)  3 business days after the day it opened, 2026-04-10 (Fri), which is not counted",
        "not counted  2 days of weekends",
        "act notice = 2026-04-14  received from ibis; By courier.",
        "followed  heron must recovery plan",
    ]
    assert [line.strip() for line in under(lines, "step cure")] == [
        "step cure = done 2026-05-12  heron must",
        "opened = 2026-04-14  notice was done on 2026-04-14",
        "due = 2026-04-28 (Tue)  10 business days after notice, 2026-04-14 (Tue), which is not counted",
        "not counted  4 days of weekends",
        "clock stood still = 2026-05-18 (Mon)  from 2026-04-16 to 2026-05-06: the ladder standard, on the dispute of "
        "heron; 8 business days of its time were left",
        "act recovery plan = 2026-05-12  received from heron",
        "followed  declares cured",
    ]
    assert "  status = cured  in the order declared" in lines


def test_a_deadline_that_was_moved_says_from_where_and_why(missed: Desk) -> None:
    """Ten days after the dispute end on a Sunday; the agreement rolls to Monday."""
    level = [line.strip() for line in under(told(missed, "supply", "2026-03"), "step managers")]
    assert level[2:] == [
        "due = 2026-04-26 (Sun)  10 days after dispute, 2026-04-16 (Thu), which is not counted",
        "moved = 2026-04-27 (Mon)  2026-04-26 (Sun) is no business day (a weekend); roll: next",
    ]
    assert level[1] == ("opened = 2026-04-16  level 1 of 2 of the ladder standard, disputed by heron on 2026-04-16")


def test_what_cannot_be_asked_is_answered_with_what_can(missed: Desk) -> None:
    """No such clause, no such member, no such period: each names what there is."""
    assert unknown_name(AGREED, "supply") is None and unknown_name(AGREED, "charge") is None
    wrong = unknown_name(AGREED, "suply")
    assert wrong is not None and (wrong.code, wrong.hint) == ("CMY-501", "Did you mean supply?")
    step, (no_member,) = explain_clause(missed, "supply", "2026-03", "north")
    assert step is None and no_member.code == "CMY-502"
    assert no_member.hint == "It has no members; leave the member out."
    _, (no_period,) = explain_clause(missed, "supply", "2027-03")
    assert no_period.why.startswith("2027-03 has not begun")
    _, (of_a_quarter,) = explain_clause(missed, "supply", "2026-Q1")
    assert of_a_quarter.why == "supply is measured every month, and 2026-Q1 is a quarter"
    assert of_a_quarter.hint == "It has 6, from 2026-01 to 2026-06."
