"""Milestones as a table of metrics: figures by the period of the due day, as known on each day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.adapters.duckdb import DuckDBDriver
from comity.agreement.acts import Act
from comity.agreement.model import Agreement
from comity.facts.load import load
from comity.facts.model import Facts
from comity.kernel.figure import Exact, State
from comity.metrics.explain import explain
from comity.standing.backtest.bench import bench_of
from comity.standing.docket import docket
from comity.standing.inputs import Inputs, inputs_of
from comity.standing.life import life_of
from comity.standing.milestone_table import with_milestone_table, with_milestones
from comity.standing.milestones import courses_of
from tests.clauses.life.drawing import act
from tests.clauses.life.reading import agreed
from tests.standing.reported import Rows, facts_of
from tests.standing.reported import inputs as reported

TEXT = """
comity: 1
alliance: table
title: Milestones as a table
parties: {yard: Yard, line: Line}
currency: USD
starts: 2026-01-01
milestones:
  keel: {due: 2026-03-20, owed by: yard, accepted by: line, within: 10 days, worth: USD 50k}
  hull: {due: 2026-03-31, owed by: yard, accepted by: line, worth: USD 100.5}
  berth: {due: 2026-02-28, owed by: line}
  launch: {due: 2026-06-30, owed by: yard, worth: USD 200k}
metrics:
  on_time: {is: count_if(milestones.done <= milestones.due) / count(milestones.milestone), every: quarter}
  slippage: {is: avg(milestones.days_late), every: quarter}
  worst: {is: max(milestones.days_late) filter (where milestones.owner = 'yard'), every: quarter}
  late: {is: count_if(milestones.days_late > 0), every: quarter}
  earned: {is: sum(milestones.worth) filter (where milestones.earned is not null), unit: USD, every: quarter}
  open: {is: count_if(milestones.done is null), every: quarter}
  doubled: {is: 2 * open, every: quarter}
clauses:
  nothing_open: {owed by: yard, owed to: line, measure: open, every: quarter, at most: 0}
  sums: {owed by: yard, owed to: line, measure: sum(milestones.worth), every: quarter, at least: USD 1}
"""
AGREEMENT = agreed(TEXT)
MARCH, JUNE = date(2026, 3, 31), date(2026, 6, 30)
FIRST, SECOND = "2026-Q1", "2026-Q2"
HULL = act(date(2026, 4, 12), "yard", "complete", "hull")


def nothing(agreement: Agreement, known: date) -> Facts:
    """No facts at all: the agreement owes none."""
    facts, problems = load({}, agreement.versions[-1][1], known)
    assert problems == []
    return facts


def found(*acts: Act, as_of: date = JUNE, agreement: Agreement = AGREEMENT) -> Inputs:
    """Figures and their history."""
    return inputs_of(agreement, nothing(agreement, as_of), acts, as_of=as_of, driver=DuckDBDriver())


def figures(inputs: Inputs, period: str = FIRST) -> Mapping[str, Exact | str]:
    """The figures of a period, each its value or its state."""
    every = (figure for of in inputs.figures.values() for figure in of if figure.period.name == period)
    return {figure.metric: figure.value if figure.value is not None else figure.state.value for figure in every}


def history(inputs: Inputs, metric: str, period: str = FIRST) -> list[tuple[str, object]]:
    """The days on which a figure changed, and what it was from then on, as clauses see it."""
    cell = inputs.known.cell(metric, (), period)
    return [(f"{day}", of.value if of.value is not None else of.state.value) for day, of in cell]


# -- one clock: the period --------------------------------------------------------------------


def test_a_milestone_belongs_to_the_period_of_its_due_day() -> None:
    """The hull of March, done in April, counts in the first quarter; the launch of June in the second."""
    inputs = found(HULL, as_of=date(2026, 7, 1))
    assert figures(inputs)["open"] == 2
    assert figures(inputs, SECOND)["open"] == 1


def test_a_milestone_that_is_not_due_counts_nowhere() -> None:
    """While its quarter runs, and on its own day, nothing is late: the figures are not due."""
    assert set(figures(found(), SECOND).values()) == {"not_due"}
    assert figures(found(as_of=date(2026, 7, 1)), SECOND)["late"] == 1


def test_a_sum_of_amounts_is_exact() -> None:
    """Cents beside thousands lose nothing."""
    acts = [act(date(2026, 3, 1), "yard", "complete", name) for name in ("keel", "hull")]
    acts.append(act(date(2026, 3, 2), "line", "accept", "hull"))
    assert figures(found(*acts))["earned"] == Decimal("50100.5")


def test_an_amendment_that_moves_the_day_moves_the_milestone_to_its_period() -> None:
    """Moved to 30 April from 1 March on, the hull is no longer one of the first quarter."""
    text = "comity: 1\namends: table\ntitle: First\nin force: 2026-03-01\n"
    text += "changes: {milestones: {hull: {due: 2026-04-30}}}\n"
    inputs = found(as_of=date(2026, 7, 1), agreement=agreed(TEXT, text))
    assert (figures(inputs)["open"], figures(inputs, SECOND)["open"]) == (2, 2)


# -- the other clock: the day it was known ----------------------------------------------------


def test_what_is_late_is_known_when_its_day_has_passed() -> None:
    """The last of the quarter is due on 31 March; on 1 April it is late."""
    assert history(found(as_of=date(2026, 4, 5)), "late") == [("2026-04-01", 3)]


def test_what_is_done_in_time_is_known_when_the_period_is_over() -> None:
    """All was done by 20 March, and the figure counts from the quarter's last day."""
    acts = [act(date(2026, 2, 20), *what) for what in (("line", "complete", "berth"), ("yard", "complete", "keel"))]
    acts.append(act(date(2026, 3, 20), "yard", "complete", "hull"))
    assert history(found(*acts), "on_time") == [("2026-03-31", 1)]


def test_a_late_completion_restates_the_figure_of_its_due_period() -> None:
    """Two open in the first quarter from 12 April on, three before; what is computed from it follows."""
    assert history(found(HULL), "open") == [("2026-04-01", 3), ("2026-04-12", 2)]
    assert history(found(HULL), "doubled") == [("2026-04-01", 6), ("2026-04-12", 4)]


def test_an_acceptance_restates_what_is_earned_and_nothing_else() -> None:
    """Accepted on 2 May: from then on the hull's worth is earned, while what is open stays as it was."""
    inputs = found(HULL, act(date(2026, 5, 2), "line", "accept", "hull"))
    assert history(inputs, "earned") == [("2026-04-01", 0), ("2026-05-02", Decimal("100.5"))]
    assert history(inputs, "open")[-1][0] == "2026-04-12"


def test_a_rejection_puts_the_figure_back() -> None:
    """Done on 12 April, rejected on the 20th: open again from that day."""
    inputs = found(HULL, act(date(2026, 4, 20), "line", "reject", "hull", written={"reason": "leaks"}))
    assert history(inputs, "open") == [("2026-04-01", 3), ("2026-04-12", 2), ("2026-04-20", 3)]


def test_silence_that_accepts_changes_a_figure_on_its_last_day() -> None:
    """Completed on 2 April, the keel is deemed accepted on the 12th."""
    inputs = found(act(date(2026, 4, 2), "yard", "complete", "keel"))
    assert history(inputs, "earned") == [("2026-04-01", 0), ("2026-04-12", 50_000)]


def test_days_late_that_still_grow_are_shown_and_judge_nothing() -> None:
    """Shown to people, the mean counts to the day of evaluation, provisionally; clauses wait until it is done."""
    inputs = found(HULL, as_of=date(2026, 4, 30))
    [shown] = [one for one in inputs.figures["slippage"] if one.period.name == FIRST]
    assert (shown.value, shown.state) == (Fraction(41 + 12 + 61, 3), State.PROVISIONAL)
    assert shown.reason == "keel is not done yet: its days late are counted to 2026-04-30"
    assert history(inputs, "slippage") == [("2026-04-01", "undetermined")]


def test_who_filters_out_what_is_open_gets_a_figure_that_stands() -> None:
    """The greatest delay of the yard depends on the keel; with the keel done it is known."""
    done = act(date(2026, 3, 21), "yard", "complete", "keel")
    assert history(found(HULL, done), "worst") == [("2026-04-01", "undetermined"), ("2026-04-12", 12)]


DAYS = st.dates(date(2026, 1, 10), date(2026, 5, 31))
ACTS = st.builds(
    lambda day, who, name: act(day, who[0], who[1], name, written={"reason": "no"}),
    DAYS,
    st.sampled_from([("yard", "complete"), ("line", "accept"), ("line", "reject"), ("line", "complete")]),
    st.sampled_from(["keel", "hull", "berth"]),
)


@given(acts=st.lists(ACTS, max_size=7), day=st.dates(MARCH, date(2026, 5, 31)))
@settings(max_examples=12)
def test_who_looks_back_sees_what_was_to_be_seen_then(acts: list[Act], day: date) -> None:
    """The history says of each day what an evaluation on that day, from the acts known on it, would have said."""
    then = found(*(one for one in acts if one.on <= day), as_of=day)
    now = found(*acts)
    for metric in ("on_time", "slippage", "worst", "late", "earned", "open"):
        assert _on(history(now, metric), day) == _on(history(then, metric), day), metric


def _on(changes: Sequence[tuple[str, object]], day: date) -> object:
    """What a history says of a day; nothing yet is not due."""
    known = [value for since, value in changes if since <= day.isoformat()]
    return known[-1] if known else "not_due"


@given(acts=st.lists(ACTS, max_size=7))
@settings(max_examples=12)
def test_figures_are_what_a_hand_would_count(acts: list[Act]) -> None:
    """Each figure, reckoned once more from the course of each milestone."""
    terms = AGREEMENT.versions[0][1]
    stages = {name: course.at(JUNE) for name, course in courses_of(terms, acts, JUNE).items() if name != "launch"}
    due = {"keel": date(2026, 3, 20), "hull": date(2026, 3, 31), "berth": date(2026, 2, 28)}
    late = {name: ((stage.done or JUNE) - due[name]).days for name, stage in stages.items()}
    earned = {"keel": Decimal(50_000), "hull": Decimal("100.5")}
    assert figures(found(*acts)) == {
        "on_time": Fraction(sum(1 for n, s in stages.items() if s.done is not None and s.done <= due[n]), 3),
        "slippage": Fraction(sum(late.values()), 3),
        "worst": max(late["keel"], late["hull"]),
        "late": sum(1 for days in late.values() if days > 0),
        "earned": sum(amount for name, amount in earned.items() if stages[name].accepted is not None),
        "open": sum(1 for stage in stages.values() if stage.done is None),
        "doubled": 2 * sum(1 for stage in stages.values() if stage.done is None),
    }


# -- who sees the table -----------------------------------------------------------------------


def test_nobody_owes_the_table() -> None:
    """It is there for measuring; the docket lists the milestones themselves, and no report of them."""
    lines = docket(AGREEMENT, nothing(AGREEMENT, MARCH), as_of=date(2026, 3, 1))
    assert {line.kind for line in lines} == {"milestone"}


def test_where_no_formula_reads_milestones_nothing_changes() -> None:
    """The agreement and its facts stay the very same."""
    plain = agreed(TEXT[: TEXT.index("metrics:")])
    facts = nothing(plain, MARCH)
    assert with_milestone_table(plain) is plain
    assert with_milestones(plain, facts, (), as_of=MARCH) == (plain, facts)


def test_a_clause_may_aggregate_over_milestones_itself() -> None:
    """The worth of all milestones of a quarter, done or not, known when the quarter is over."""
    figures_, life = life_of(AGREEMENT, nothing(AGREEMENT, JUNE), (), as_of=JUNE, driver=DuckDBDriver())
    assert set(figures_) == set(AGREEMENT.versions[0][1].metrics)
    assert [verdict.value for verdict in life.verdicts["sums"]][:1] == [Decimal("50100.5")]


def test_equal_milestones_have_equal_digests() -> None:
    """What a figure rests on is identified: the same acts give the same digest, another completion another one."""

    def made(*acts: Act) -> str:
        of = found(*acts).figures["open"][0].derivation
        assert of is not None
        return of.facts

    assert made(HULL) == made(HULL)
    assert made(HULL) != made()


@pytest.mark.parametrize(("by", "refused"), [("yard", 0), ("line", 1)])
def test_an_act_of_the_wrong_party_is_refused_in_the_life_of_the_alliance(by: str, refused: int) -> None:
    """Only the yard completes the hull; the refusal stands beside those of other acts."""
    acts = [act(date(2026, 4, 12), by, "complete", "hull")]
    life = life_of(AGREEMENT, nothing(AGREEMENT, JUNE), acts, as_of=JUNE, driver=DuckDBDriver())[1]
    assert len(life.refused) == refused


# -- beside facts -----------------------------------------------------------------------------

MIXED = agreed("""
comity: 1
alliance: mixed
title: Hours for each milestone
parties: {yard: Yard, line: Line}
starts: 2026-01-01
facts:
  work: {reported by: yard, every: quarter, columns: {quarter: period, hours: number}}
milestones:
  keel: {due: 2026-03-20, owed by: yard}
  hull: {due: 2026-03-31, owed by: yard}
metrics:
  hours: {is: sum(work.hours), every: quarter}
  hours_per_open: {is: sum(work.hours) / count_if(milestones.done is null), every: quarter}
clauses:
  spent: {owed by: yard, owed to: line, measure: hours_per_open, every: quarter, at most: 100}
  all_hours: {owed by: yard, owed to: line, measure: hours, every: quarter, at most: 100}
""")


def test_corrections_of_facts_and_late_completions_each_count_from_their_own_day() -> None:
    """Hours reported on 5 April, corrected on 10 and 20 April; the keel done on the 15th. Each change on its day."""
    files: list[Rows] = [[work("80", "2026-04-05")], [work("90", "2026-04-10")], [work("60", "2026-04-20")]]
    keel = act(date(2026, 4, 15), "yard", "complete", "keel")
    inputs = reported(MIXED, "work", files, [keel], as_of=JUNE)
    assert history(inputs, "hours_per_open") == [
        ("2026-04-01", "missing"), ("2026-04-05", 40), ("2026-04-10", 45), ("2026-04-15", 90), ("2026-04-20", 60),
    ]  # fmt: skip
    assert history(inputs, "hours") == [
        ("2026-04-01", "missing"), ("2026-04-05", 80), ("2026-04-10", 90), ("2026-04-20", 60),
    ]  # fmt: skip


def work(hours: str, known: str) -> dict[str, str]:
    """The hours of the first quarter as reported on a day."""
    return {"quarter": FIRST, "hours": hours, "reported_by": "yard", "known_at": known}


def test_an_explanation_leads_to_the_act_and_to_the_milestone() -> None:
    """The hull counts by the act that completed it, the others by where they are agreed."""
    tabled, facts = with_milestones(AGREEMENT, nothing(AGREEMENT, JUNE), [HULL], as_of=JUNE)
    step, problems = explain(tabled, facts, as_of=JUNE, driver=DuckDBDriver(), metric="slippage", period=FIRST)
    assert problems == []
    assert step is not None
    rows = [row for row in step.children[0].children[0].children if row.kind == "fact"]
    assert [(row.label, row.value) for row in rows] == [
        ("0.yaml row 11", "122"), ("0.yaml row 9", "102"), ("drawn row 0", "12"),
    ]  # fmt: skip


def test_a_backtest_takes_milestones_as_completed_on_record() -> None:
    """Terms tried over the past see the keel done on 15 March and the hull open, whatever the hours were."""
    facts = facts_of(MIXED, "work", [[work("90", "2026-04-05")]], JUNE)
    keel = act(date(2026, 3, 15), "yard", "complete", "keel")
    days = (date(2026, 1, 1), date(2026, 4, 20))
    bench, _ = bench_of(MIXED, facts, [keel], days, DuckDBDriver())
    [(_, figure)] = bench.known.cell("hours_per_open", (), FIRST)
    assert figure.value == 90
