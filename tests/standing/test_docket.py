"""The docket: what is due, by whom, by when, why, and what happens if nothing is done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest

from comity.agreement.model import Agreement, Column, Milestone
from comity.clauses.settlements import settlements
from comity.facts.model import Facts, SealedTable
from comity.kernel import lexical
from comity.kernel.deadline import Duration
from comity.kernel.period import Grain
from comity.standing.decisions import decisions
from comity.standing.docket import docket
from comity.standing.due.settled import is_final
from tests.standing.agreements import HERE, START, TODAY, agreement, facts, formula, lines, lived, table

SUPPLY = """
comity: 1
alliance: test
title: Test
parties: {{aster: Aster Ltd, borealis: Borealis SA}}
currency: USD
starts: 2026-01-01
calendar: {{holidays: [2026-02-16], roll: {roll}}}
facts:
  orders: {{reported by: aster, every: month, due: 5 days after period end, columns: {{month: period, filled: number}}}}
metrics:
  fill_rate: {{is: sum(orders.filled), every: month, unit: percent}}
accounts:
  credits: {{owed by: aster, owed to: borealis, settle: every quarter}}
clauses:
  supply:
    title: Supply
    owed by: aster
    owed to: borealis
    measure: fill_rate
    every: month
    at least: 95%
    ladder: standard
    relief:
      storm: {{effect: excuse, within: 20 days after event}}
    rules:
      failure:
        {rule}
ladders:
  standard:
    - {{level: managers, within: 10 business days after dispute}}
    - {{level: arbitration}}
examples:
  - says: One month is missed.
    given: {{fill_rate: {given}}}
    acts: {acts}
    as of: {as_of}
    expect: {{supply: {{2026-01: {{fires: [failure]}}}}}}
"""
JANUARY = "{2026-01: 93%}"
NOTICE = "then: {may: borealis, do: notice, within: 20 days, else: {declare: reserved}}"


def supply(
    rule: str = NOTICE, acts: str = "[]", as_of: str = "2026-02-10", given: str = JANUARY, roll: str = "none"
) -> str:
    """The agreement, with one rule and one worked example; January is known on 5 February."""
    return SUPPLY.format(rule=rule, acts=acts, as_of=as_of, given=given, roll=roll)


# -- open steps -------------------------------------------------------------------------------


def test_a_notice_says_who_may_give_it_until_when_and_why() -> None:
    """Known on 5 February, 20 days end on the 25th; unused, the right is recorded as reserved."""
    (line,) = lines(supply(), kind="step")
    assert (line.what, line.party, line.modal) == ("Give notice", "borealis", "may")
    assert (line.due, line.left, line.state) == (date(2026, 2, 25), Duration(15, "day"), "due")
    assert line.why == "Supply, 2026-01: 93% against at least 95%"
    assert line.if_nothing == "The right lapses and is recorded as reserved."
    assert line.key == "case/supply/2026-01/failure/notice"


def test_business_days_are_counted_as_such_and_the_holiday_is_named() -> None:
    """Ten business days after 5 February end on the 20th, because Monday the 16th is a holiday."""
    (line,) = lines(supply("then: {may: borealis, do: notice, within: 10 business days, else: {declare: reserved}}"))
    assert (line.due, line.left) == (date(2026, 2, 20), Duration(7, "business day"))
    assert line.moved == "Mon 16 Feb 2026 is a holiday"


def test_a_deadline_that_was_rolled_says_from_where() -> None:
    """Sixteen days after 5 February end on Saturday the 21st and are rolled to Monday."""
    rule = "then: {may: borealis, do: notice, within: 16 days, else: {declare: reserved}}"
    (line,) = lines(supply(rule, roll="next"))
    assert (line.due, line.moved) == (date(2026, 2, 23), "Sat 21 Feb 2026 is no business day")
    (plain,) = lines(supply(rule))
    assert (plain.due, plain.moved) == (date(2026, 2, 21), "")


AUDIT = "then: {may: borealis, do: audit notice, again: once a year, within: TIME, else: {declare: closed}}"
TWO_MISSED = "{2026-01: 93%, 2026-02: 93%}"
AUDITED = "[{on: 2026-03-10, by: borealis, do: audit notice, about: supply 2026-01}]"


def audits(time: str) -> list[tuple[str, str]]:
    """The audits that may be called for on 20 March, after one for January was: for which month, and why."""
    found = lines(supply(AUDIT.replace("TIME", time), AUDITED, "2026-03-20", TWO_MISSED), kind="step")
    return [(str(line.period), line.why) for line in found]


def test_a_right_that_was_used_as_often_as_it_may_be_is_no_decision() -> None:
    """One audit a year: after that of January, none can be called for while the time for February runs."""
    assert audits("60 days") == []


def test_a_right_that_can_be_used_again_later_says_from_when() -> None:
    """With two years for each month, both audits are open, and neither can be called for before next year."""
    found = sorted((month, said.rpartition("; ")[2]) for month, said in audits("2 years"))
    why = "it may be done once a year, so not before 1 Jan 2027"
    assert found == [("2026-01", why), ("2026-02", why)]


CURE = """then:
          must: aster
          do: cure
          within: 20 days
          else: {may: borealis, do: notice of termination, within: 30 days, else: {declare: reserved}}"""


def test_on_its_last_day_a_step_can_still_be_done() -> None:
    """Until midnight the cure is due, and the termination that would follow it is not open."""
    (line,) = lines(supply(CURE, as_of="2026-02-25"))
    assert (line.what, line.due, line.left) == ("Cure", date(2026, 2, 25), Duration(0, "day"))
    assert line.if_nothing == "Borealis may then give notice of termination within 30 days."
    (after,) = lines(supply(CURE, as_of="2026-02-26"))
    assert (after.what, after.due) == ("Give notice of termination", date(2026, 3, 27))


def test_a_cure_done_on_its_last_day_is_off_the_docket() -> None:
    """What was done in time is not listed on that day."""
    assert lines(supply(CURE, acts="[{on: 2026-02-25, by: aster, do: cure}]", as_of="2026-02-25")) == []


def test_a_choice_names_its_options() -> None:
    """Who elects reads what there is to elect."""
    rule = """then:
          name: election
          may: borealis
          choose: {waive: {declare: waived}, terminate: {set: {agreement: terminated}}}
          within: 60 days
          else: {declare: reserved}"""
    (line,) = lines(supply(rule))
    assert (line.kind, line.what) == ("choice", "Election: waive or terminate")


def test_a_payment_awaited_says_the_sum_and_who_gets_it() -> None:
    """A sum that may be paid to keep a right, and what follows without it."""
    rule = """then:
          name: pay to keep
          may: aster
          pay: USD 60k
          within: 60 days after period end
          then: {declare: cured}
          else: {may: borealis, do: notice, within: 30 days, else: {declare: reserved}}"""
    (line,) = lines(supply(rule), kind="payment")
    assert (line.what, line.due) == ("Pay Borealis USD 60,000 (pay to keep)", date(2026, 4, 1))
    assert line.if_nothing == "The right lapses; Borealis may then give notice within 30 days."


def test_a_condition_awaits_nobody() -> None:
    """Probation is decided by figures; it ends early with a miss."""
    rule = """then:
          name: probation
          when: running(met) >= 2
          unless: missed
          within: 3 periods
          then: {declare: rescinded}
          else: {may: borealis, do: notice, within: 30 days, else: {declare: reserved}}"""
    (line,) = lines(supply(rule))
    assert (line.kind, line.party, line.modal) == ("condition", "", "")
    assert line.what == "Probation: watched until running(met) >= 2"
    assert line.if_nothing == "Borealis may then give notice within 30 days. The same follows as soon as missed."


def test_a_condition_whose_facts_are_late_waits_for_them() -> None:
    """Past its last day it has not lapsed, and is not called overdue: the facts of its periods are not there."""
    rule = "then: {name: earn back, when: value >= 97%, within: 2 periods, then: {declare: earned back}}"
    (line,) = lines(supply(rule, as_of="2026-05-31"), kind="condition")
    assert (line.due, line.state) == (date(2026, 3, 31), "open")
    assert line.if_nothing == "It waits for the facts of the periods up to 31 Mar."


def test_a_step_without_a_time_stays_open() -> None:
    """Nothing is made up where no time is agreed."""
    (line,) = lines(supply("then: {may: borealis, do: notice, then: {declare: noticed}}"))
    assert (line.due, line.state, line.left) == (None, "open", None)
    assert line.if_nothing == "It stays open: no time is agreed for it."


def test_a_dispute_stops_the_clock_and_opens_a_level() -> None:
    """The cure of the disputing party is tolled; the managers have ten business days, then it goes to arbitration."""
    acts = "[{on: 2026-02-10, by: aster, do: dispute, about: supply 2026-01}]"
    level, tolled = lines(supply(CURE, acts=acts, as_of="2026-02-12"))
    assert (level.kind, level.parties, level.modal) == ("level", ("aster", "borealis", "managers"), "may")
    assert (level.what, level.due) == ("Managers: settle or decide", date(2026, 2, 25))
    assert level.if_nothing == "The matter goes to the next level: arbitration."
    assert (tolled.what, tolled.due, tolled.state) == ("Cure", None, "tolled")
    assert tolled.why.endswith("clock stands still since 10 Feb")


def test_a_step_has_the_same_key_whenever_it_is_listed() -> None:
    """A calendar knows it again; the second opening of a step that may be done again is another one."""
    keys = [lines(supply(as_of=day), kind="step")[0].key for day in ("2026-02-06", "2026-02-20")]
    assert keys[0] == keys[1]
    rule = "then: {may: borealis, do: notice, again: each period, within: 1 year}"
    acts = "[{on: 2026-02-08, by: borealis, do: notice}]"
    (again,) = lines(supply(rule, acts=acts), kind="step")
    assert again.key == "case/supply/2026-01/failure/notice/2"


# -- positions and claims ---------------------------------------------------------------------


def test_a_miss_with_nothing_done_is_a_position_not_taken() -> None:
    """Once the right has lapsed without a word, the miss waits for a position; silence is no waiver."""
    rule = "then: {may: borealis, do: notice, within: 5 days}"
    (line,) = lines(supply(rule, as_of="2026-02-12"))
    assert (line.kind, line.party, line.what) == ("position", "borealis", "Waive or reserve: no position is taken")
    assert line.why == "Supply, 2026-01: 93% against at least 95%"
    assert line.if_nothing == "The misses stay as they are; silence is not recorded as a waiver."


@pytest.mark.parametrize(
    ("rule", "acts"),
    [
        (NOTICE, "[]"),
        ("then: {may: borealis, do: notice, within: 5 days}", "[{on: 2026-02-09, by: borealis, do: notice}]"),
        (
            "then: {may: borealis, do: notice, within: 5 days}",
            "[{on: 2026-02-11, by: borealis, do: reserve, about: supply 2026-01}]",
        ),
        ("then: {pay: USD 1000, into: credits}", "[]"),
    ],
    ids=["a step is open", "notice was given", "rights were reserved", "a credit followed by itself"],
)
def test_what_counts_as_a_position(rule: str, acts: str) -> None:
    """An open step, a step done, a status, or a payment that the miss brought about."""
    assert lines(supply(rule, acts, as_of="2026-02-12"), kind="position") == []


def test_misses_of_a_clause_without_a_position_are_one_line() -> None:
    """Three months are named together, with the last figure."""
    given = "{2026-01..2026-02: 93%, 2026-03: 94%}"
    rule = "then: {may: borealis, do: notice, within: 5 days}"
    (line,) = lines(supply(rule, given=given, as_of="2026-04-30"))
    assert line.why == "Supply: missed in 2026-01, 2026-02 and 2026-03, last with 94% against at least 95%"


EVENT = "{from: 2026-02-03, to: 2026-02-04}"
CLAIM = f"{{on: 2026-02-08, by: aster, do: claim, relief: storm, about: supply 2026-02, with: {EVENT}}}"


def test_a_claim_of_relief_awaits_an_answer() -> None:
    """It has effect already; the other party accepts or rejects it, and no day is agreed for that."""
    given = "{2026-01..2026-02: 93%}"
    (line,) = lines(supply(acts=f"[{CLAIM}]", given=given, as_of="2026-03-10"), kind="claim")
    assert (line.what, line.party, line.due) == ("Accept or reject the claim of storm", "borealis", None)
    assert line.why == "Supply, 2026-02: claimed by Aster on 8 Feb"
    assert line.if_nothing == "The relief stands provisionally: 2026-02 is excused."
    accepted = f"[{CLAIM}, {{on: 2026-03-09, by: borealis, do: accept, about: supply 2026-02}}]"
    assert lines(supply(acts=accepted, given=given, as_of="2026-03-10"), kind="claim") == []


# -- settlements ------------------------------------------------------------------------------


CREDIT = "then: {pay: USD 1000, into: credits}"


def test_a_settlement_is_due_with_its_quarter() -> None:
    """In February the credit of January is owed with the end of March, and more may come."""
    (line,) = lines(supply(CREDIT), kind="settlement")
    assert (line.what, line.party) == ("Credits 2026-Q1: pay Borealis USD 1,000 so far", "aster")
    assert (line.due, line.state) == (date(2026, 3, 31), "due")


def test_a_settlement_whose_day_has_come_is_payable_not_overdue() -> None:
    """Nobody has stated that it was paid, so it is payable and stays."""
    (line,) = lines(supply(CREDIT, as_of="2026-04-15"), kind="settlement")
    assert (line.what, line.state) == ("Credits 2026-Q1: pay Borealis USD 1,000", "payable")


def test_a_debt_stays_on_the_docket_after_a_quarter() -> None:
    """In August the credit of the first quarter is owed as it was in April, due since the end of March."""
    (line,) = lines(supply(CREDIT, as_of="2026-08-15"), kind="settlement")
    assert (line.what, line.party) == ("Credits 2026-Q1: pay Borealis USD 1,000", "aster")
    assert (line.due, line.state) == (date(2026, 3, 31), "payable")
    assert line.why == "1 settlement of more than a quarter ago, due since 31 Mar"
    assert line.if_nothing == "It stays owed until its payment is stated."


def test_what_is_in_dispute_is_not_called_final() -> None:
    """The credit follows from a final figure, until Aster disputes the month: then what it comes to is open."""
    dispute = "[{on: 2026-04-02, by: aster, do: dispute, about: supply 2026-01}]"
    assert settlement_states("[]") == ["final"]
    assert settlement_states(dispute) == ["pending"]


def settlement_states(acts: str) -> list[str]:
    """Return whether the settlements of the credits are final, with or without a dispute."""
    _, life = lived(supply(CREDIT, acts=acts, as_of="2026-04-15"))
    found = settlements(life.ledgers["credits"], as_of=date(2026, 4, 15), is_final=is_final(life))
    return [one.state for one in found]


def test_older_debts_of_an_account_are_one_line() -> None:
    """Three quarters with a miss each are one sum a year later; the fourth keeps its own line while it is recent."""
    given = "{2026-01: 93%, 2026-04: 93%, 2026-07: 93%, 2026-11: 93%}"
    older, recent = lines(supply(CREDIT, given=given, as_of="2027-01-20"), kind="settlement")
    assert older.what == "Credits 2026-Q1 to 2026-Q3: pay Borealis USD 3,000"
    assert older.why == "3 settlements of more than a quarter ago, due since 31 Mar 2026"
    assert older.if_nothing == "They stay owed until their payment is stated."
    assert recent.what == "Credits 2026-Q4: pay Borealis USD 1,000"


# -- facts ------------------------------------------------------------------------------------


def test_facts_not_reported_by_their_day_are_overdue() -> None:
    """February was due on 10 March, March on 10 April; on 20 April March is missing and overdue."""
    found = docket(agreement(), facts(("aster", "2026-01"), ("aster", "2026-02")), as_of=TODAY)
    assert [(d.period and d.period.name, d.due, d.state) for d in found][:2] == [
        ("2026-03", date(2026, 4, 10), "overdue"),
        ("2026-04", date(2026, 5, 10), "due"),
    ]
    assert found[0].if_nothing == "Success rate cannot be computed."
    assert found[0].left == Duration(-10, "day")


def overdue(*reported: tuple[str, str], owed: Agreement, empty: frozenset[tuple[str, str]] = frozenset()) -> list:
    found = docket(owed, facts(*reported, covered_by=empty), as_of=TODAY)
    return [(d.party, d.period.name) for d in found if d.state == "overdue" and d.period]


BOTH = agreement(table("10 days after period end", "aster", "borealis"))
TWO_MONTHS = tuple((party, f"2026-0{n}") for party in ("aster", "borealis") for n in (1, 2))


def test_each_reporter_owes_its_own_report() -> None:
    """Where two parties report the same fact, the one who did not is named."""
    assert overdue(*TWO_MONTHS, ("aster", "2026-03"), owed=BOTH) == [("borealis", "2026-03")]


def test_what_one_of_two_has_reported_is_computed_from_that_alone() -> None:
    """The metric has its figure from Aster's report, so the missing one of Borealis leaves it without a second word."""
    found = docket(BOTH, facts(*TWO_MONTHS, ("aster", "2026-03")), as_of=TODAY)
    (line,) = [one for one in found if one.state == "overdue"]
    assert line.if_nothing == "Success rate rests on what Aster reported alone."
    (first, _) = [one for one in docket(BOTH, facts(*TWO_MONTHS), as_of=TODAY) if one.state == "overdue"]
    assert first.if_nothing == "Success rate cannot be computed."


def test_a_period_reported_as_empty_is_reported() -> None:
    """A file that covers a month without a row owes nothing more for it, and speaks for its party alone."""
    empty = frozenset({("borealis", "2026-03")})
    assert overdue(*TWO_MONTHS, ("aster", "2026-03"), owed=BOTH, empty=empty) == []
    assert overdue(*TWO_MONTHS, owed=BOTH, empty=empty) == [("aster", "2026-03")]


def test_a_table_without_a_due_day_owes_nothing_by_a_day() -> None:
    """Nobody is called late where no day was agreed."""
    assert docket(agreement(table(None)), facts(), as_of=TODAY) == ()


def test_a_table_added_by_an_amendment_owes_nothing_before_it() -> None:
    """Facts first owed from April on are not overdue for January to March."""
    first = replace(agreement().versions[0][1], facts={})
    amended = replace(first, facts={"work": table()})
    history = Agreement(versions=((START, first), (date(2026, 4, 1), amended)))
    found = docket(history, facts(), as_of=date(2026, 5, 20))
    assert [d.period.name for d in found if d.state == "overdue" and d.period] == ["2026-04"]


def test_overdue_facts_of_one_party_are_one_decision() -> None:
    """Four months that one party owes are named as a stretch."""
    due = docket(agreement(), facts(), as_of=date(2026, 5, 20))
    found = decisions(agreement(), {}, (), due, as_of=date(2026, 5, 20))
    assert [d.title for d in found] == ["Work for 4 periods, 2026-01 to 2026-04: not in the record"]


def test_the_day_before_facts_become_final_is_on_the_docket() -> None:
    """Both parties may still correct or dispute March until 30 April; afterwards only a restatement moves money."""
    owed = agreement(table(final="30 days after period end", restate="1 year after period end"))
    found = docket(owed, facts(("aster", "2026-02"), ("aster", "2026-03")), as_of=TODAY)
    (line,) = [d for d in found if d.kind == "final"]
    assert (line.what, line.due, line.parties) == (
        "Work 2026-03: correct or dispute", date(2026, 4, 30), ("aster", "borealis")
    )  # fmt: skip
    assert line.if_nothing == "The figures are final; a restatement still moves money until 31 Mar 2027."


def test_facts_nobody_reported_do_not_become_final() -> None:
    """There is nothing to correct yet."""
    owed = agreement(table(final="30 days after period end"))
    assert [d.kind for d in docket(owed, facts(), as_of=TODAY) if d.kind == "final"] == []


def test_the_horizon_can_be_moved() -> None:
    """A quarter ahead unless a day is named."""
    ahead = docket(agreement(), facts(), as_of=TODAY, until=date(2026, 12, 31))
    assert max(d.due for d in ahead if d.due) == date(2026, 12, 10)
    assert max(d.due for d in docket(agreement(), facts(), as_of=TODAY) if d.due) == date(2026, 7, 10)


# -- rows with days ---------------------------------------------------------------------------


def test_a_table_of_rows_is_owed_for_each_period_of_a_metric_that_reads_it() -> None:
    """Visits have days and no period of their own; the monthly rate reads them, so March without a visit is overdue."""
    assert overdue_visits("2026-01-09", "2026-02-27") == [("aster", "2026-03")]
    assert overdue_visits("2026-01-09", "2026-02-27", "2026-03-31") == []


def test_a_month_without_rows_may_be_declared_complete() -> None:
    """Who covers the first quarter says that nothing happened in it; March is not asked for."""
    assert overdue_visits(covers=frozenset({("aster", "2026-Q1")})) == []


def test_the_shortest_period_that_is_read_is_owed() -> None:
    """Beside the monthly rate a yearly one changes nothing; without the monthly one the year is owed."""
    assert overdue_visits("2026-01-09", every=Grain.YEAR) == []
    found = docket(visited(Grain.YEAR), visits("2026-01-09"), as_of=date(2027, 1, 20))
    assert [line.what for line in found if line.state == "overdue"] == []
    first, *_ = docket(visited(Grain.YEAR), visits(), as_of=date(2027, 1, 20))
    assert (first.what, first.state) == ("Visits 2026: report", "overdue")


def test_rows_nobody_reads_are_not_asked_for() -> None:
    """No metric says by which period they are owed."""
    terms = replace(visited().versions[0][1], metrics={})
    assert docket(Agreement(versions=((START, terms),)), visits(), as_of=TODAY) == ()


def test_overdue_rows_need_a_decision() -> None:
    """What the scorecard calls not reported stands in the headline too."""
    due = docket(visited(), visits("2026-01-09", "2026-02-27"), as_of=TODAY)
    found = decisions(visited(), {}, (), due, as_of=TODAY)
    assert [d.title for d in found] == ["Visits for 2026-03: not in the record"]


def visited(every: Grain = Grain.MONTH) -> Agreement:
    """An agreement with a table whose rows have days, read by one metric."""
    terms = agreement(table(None)).versions[0][1]
    columns = {
        "day": Column(name="day", type="date", place=HERE),
        "amount": Column(name="amount", type="number", place=HERE),
    }
    rows = replace(table(), name="visits", every=None, columns=columns)
    rate = replace(terms.metrics["rate"], formula=formula("sum(visits.amount)"), every=every)
    return Agreement(versions=((START, replace(terms, facts={"visits": rows}, metrics={"rate": rate})),))


def visits(*days: str, covers: frozenset[tuple[str, str]] = frozenset()) -> Facts:
    """Visits on some days, reported on 5 April 2026."""
    rows = pa.table(
        {
            "day": pa.array([date.fromisoformat(day) for day in days], pa.date32()),
            "_reporter": pa.array(["aster"] * len(days), pa.string()),
            "_known_at": pa.array([date(2026, 4, 5)] * len(days), pa.date32()),
        }
    )
    sealed = SealedTable(name="visits", rows=rows, history=rows, digest="0", covered_by=covers)
    return Facts(tables={"visits": sealed}, known_at=date(2027, 1, 20))


def overdue_visits(*days: str, every: Grain = Grain.MONTH, covers: frozenset[tuple[str, str]] = frozenset()) -> list:
    found = docket(visited(every), visits(*days, covers=covers), as_of=TODAY)
    return [(d.party, d.period.name) for d in found if d.state == "overdue" and d.period]


# -- milestones -------------------------------------------------------------------------------


def with_milestone(due: str) -> Agreement:
    terms = agreement(table(None)).versions[0][1]
    portal = Milestone(
        name="portal", due=lexical.deadline(due), place=HERE, owed_by="aster", evidence="the certificate"
    )
    return Agreement(versions=((START, replace(terms, milestones={"portal": portal})),))


def test_a_milestone_that_is_not_done_is_due_or_overdue() -> None:
    """With who owes it, what proves it, and that no clause counts the days."""
    (line,) = docket(with_milestone("2026-05-31"), Facts(tables={}, known_at=TODAY), as_of=TODAY)
    assert (line.what, line.party, line.state) == ("Portal: complete", "aster", "due")
    assert line.why == "Milestone agreed for 31 May; evidence: the certificate"
    assert line.if_nothing == "It is shown as late; no clause rests on it."
    (late,) = docket(with_milestone("2026-04-10"), Facts(tables={}, known_at=TODAY), as_of=TODAY)
    assert late.state == "overdue"
    found = decisions(with_milestone("2026-04-10"), {}, (), [late], as_of=TODAY)
    assert [(d.kind, d.title) for d in found] == [("overdue", "Portal: not done")]


# -- order ------------------------------------------------------------------------------------


def test_lines_stand_in_order_of_their_days() -> None:
    """Earliest first; what has no last day stands at the end."""
    given = "{2026-01..2026-02: 93%}"
    days = [line.due for line in lines(supply(CURE, acts=f"[{CLAIM}]", given=given, as_of="2026-02-12"))]
    assert days == [date(2026, 2, 25), None]
