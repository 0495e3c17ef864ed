"""What needs people: missed, disputed, overdue, undetermined; and what the docket lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pyarrow as pa

from comity.agreement.formula.parse import parse
from comity.agreement.model import Agreement, Clause, Column, FactTable, Formula, Metric, Party, Reporter, Step, Terms
from comity.clauses.model import Outcome, Verdict
from comity.facts.model import Comparison, Facts, Reported, SealedTable
from comity.kernel import lexical
from comity.kernel.calendar import Calendar
from comity.kernel.figure import State
from comity.kernel.period import Grain
from comity.kernel.problem import Place
from comity.standing.decisions import decisions
from comity.standing.docket import docket
from comity.standing.model import Decision, Due

HERE = Place(file="test")
START = date(2026, 1, 1)
TODAY = date(2026, 4, 20)
CALENDAR = Calendar(term_starts=START)
PARTIES = {name: Party(name=name, legal_name=name.title(), place=HERE) for name in ("aster", "borealis")}


def formula(text: str) -> Formula:
    """Parse a formula that must be right."""
    node, problems = parse(text, HERE)
    assert node is not None, problems
    return Formula(text=text, node=node, place=HERE)


def clause(*rules: Step) -> Clause:
    """A monthly clause that Aster owes Borealis."""
    return Clause(
        name="quality",
        owed_by="aster",
        owed_to="borealis",
        every=Grain.MONTH,
        place=HERE,
        measure=formula("rate"),
        relation="at least",
        threshold=formula("95%"),
        rules={f"rule{n}": rule for n, rule in enumerate(rules)},
    )


def table(due: str | None = "10 days after period end", *reporters: str) -> FactTable:
    """A monthly table of facts."""
    columns = {
        "month": Column(name="month", type="period", place=HERE),
        "amount": Column(name="amount", type="number", place=HERE),
    }
    return FactTable(
        name="work",
        reporters=tuple(Reporter(party=party) for party in reporters or ("aster",)),
        every=Grain.MONTH,
        columns=columns,
        place=HERE,
        due=lexical.deadline(due) if due else None,
    )


def agreement(owed: FactTable | None = None, tested: Clause | None = None) -> Agreement:
    """An agreement between Aster and Borealis."""
    rate = Metric(name="rate", formula=formula("sum(work.amount)"), every=Grain.MONTH, place=HERE, title="Success rate")
    terms = Terms(
        alliance="test",
        title="Test",
        parties=PARTIES,
        calendar=CALENDAR,
        starts=START,
        place=HERE,
        digest="0",
        facts={"work": owed or table()},
        metrics={"rate": rate},
        clauses={"quality": tested or clause()},
    )
    return Agreement(versions=((START, terms),))


def verdict(outcome: Outcome, month: str = "2026-03", reason: str = "") -> Verdict:
    """A verdict on the clause, known on 10 April 2026."""
    return Verdict(
        clause="quality",
        period=CALENDAR.period(month),
        scope=(),
        outcome=outcome,
        state=State.FINAL,
        unit="percent",
        value=Decimal("0.93"),
        threshold=Decimal("0.95"),
        reason=reason,
        known=date(2026, 4, 10),
    )


def needed(
    verdicts: Sequence[Verdict] = (),
    comparisons: Sequence[Comparison] = (),
    due: Sequence[Due] = (),
    of: Clause | None = None,
) -> tuple[Decision, ...]:
    """Return the decisions on 20 April 2026."""
    return decisions(agreement(tested=of), {"quality": tuple(verdicts)}, comparisons, due, as_of=TODAY)


def facts(*reported: tuple[str, str], covered_by: frozenset[tuple[str, str]] = frozenset()) -> Facts:
    """Facts in which (party, month) were reported on 5 April 2026."""
    rows = pa.table(
        {
            "month": pa.array([month for _, month in reported], pa.string()),
            "_reporter": pa.array([party for party, _ in reported], pa.string()),
            "_known_at": pa.array([date(2026, 4, 5) for _ in reported], pa.date32()),
        }
    )
    sealed = SealedTable(name="work", rows=rows, history=rows, digest="0", covered_by=covered_by)
    return Facts(tables={"work": sealed}, known_at=TODAY)


# -- decisions --------------------------------------------------------------------------------


def test_only_the_latest_verdict_asks_for_a_decision() -> None:
    """A miss of January that February made good is history."""
    assert needed([verdict(Outcome.MISSED, "2026-01"), verdict(Outcome.MET, "2026-02")]) == ()
    found = needed(
        [verdict(Outcome.MET, "2026-02"), verdict(Outcome.MISSED, "2026-03"), verdict(Outcome.NOT_DUE, "2026-04")]
    )
    assert [(d.kind, d.title) for d in found] == [("missed", "Quality: missed in 2026-03")]


def test_a_miss_names_who_may_act_and_by_when() -> None:
    """Notice within 20 days of the day the miss was known, 10 April, is due on 30 April."""
    notice = Step(
        place=HERE,
        then=(Step(place=HERE, modal="may", who=("borealis",), do="notice", within=lexical.deadline("20 days")),),
    )
    found = needed([verdict(Outcome.MISSED)], of=clause(notice))[0]
    assert (found.who, found.by) == (("borealis",), date(2026, 4, 30))
    assert "93% against at least 95%" in found.says
    assert "notice" in found.if_nothing


def test_a_miss_without_an_agreed_step_says_so() -> None:
    """Where no step follows, the page does not make one up."""
    found = needed([verdict(Outcome.MISSED)])[0]
    assert found.by is None
    assert found.if_nothing == "The miss stays on the record; no step of a party is open."


def test_a_step_whose_time_is_over_is_not_offered() -> None:
    """Notice within 5 days of 10 April can no longer be served on 20 April."""
    notice = Step(
        place=HERE,
        then=(Step(place=HERE, modal="may", who=("borealis",), do="notice", within=lexical.deadline("5 days")),),
    )
    assert needed([verdict(Outcome.MISSED)], of=clause(notice))[0].by is None


def test_an_undetermined_verdict_gives_its_reason() -> None:
    """What cannot be judged is for both parties to clear up."""
    found = needed([verdict(Outcome.UNDETERMINED, reason="work 2026-03 is missing")])[0]
    assert (found.kind, found.who) == ("undetermined", ("aster", "borealis"))
    assert found.says == "Work 2026-03 is missing."


def comparison(month: str, state: str) -> Comparison:
    """A datum that both parties reported."""

    def report(who: str, value: str) -> Reported:
        return Reported(
            reporter=who,
            value=Decimal(value),
            currency=None,
            converted=Decimal(value),
            rate=None,
            rounding=Decimal(0),
            known_at=date(2026, 4, 5),
            file="f",
            row=2,
        )

    return Comparison(
        table="work",
        column="amount",
        period=CALENDAR.period(month),
        scope=(),
        missing=(),
        state=state,
        reports=(report("aster", "100"), report("borealis", "90")),
        difference=Decimal("-0.1"),
        reason="10 apart",
    )


def test_reports_that_differ_are_one_decision_a_table() -> None:
    """Two months in dispute are named together; what agrees is not mentioned."""
    found = needed(
        comparisons=[
            comparison("2026-01", "differs"),
            comparison("2026-02", "agreed"),
            comparison("2026-03", "differs"),
        ]
    )
    assert [(d.kind, d.title) for d in found] == [
        ("disputed", "Work: Aster and Borealis differ in 2026-01 and 2026-03")
    ]
    assert found[0].who == ("aster", "borealis")


def test_decisions_with_a_date_come_first() -> None:
    """What has a deadline is read before what has none."""
    notice = Step(
        place=HERE,
        then=(Step(place=HERE, modal="may", who=("borealis",), do="notice", within=lexical.deadline("20 days")),),
    )
    found = needed([verdict(Outcome.MISSED)], [comparison("2026-01", "differs")], of=clause(notice))
    assert [d.kind for d in found] == ["missed", "disputed"]


# -- docket -----------------------------------------------------------------------------------


def test_facts_not_reported_by_their_day_are_overdue() -> None:
    """February was due on 10 March, March on 10 April; on 20 April March is missing and overdue."""
    found = docket(agreement(), facts(("aster", "2026-01"), ("aster", "2026-02")), as_of=TODAY)
    assert [(d.period.name, d.due, d.state) for d in found][:2] == [
        ("2026-03", date(2026, 4, 10), "overdue"),
        ("2026-04", date(2026, 5, 10), "due"),
    ]
    assert found[0].if_nothing == "Success rate cannot be computed."


def test_each_reporter_owes_its_own_report() -> None:
    """Where two parties report the same fact, the one who did not is named."""
    reported = facts(
        ("aster", "2026-01"),
        ("aster", "2026-02"),
        ("aster", "2026-03"),
        ("borealis", "2026-01"),
        ("borealis", "2026-02"),
    )
    found = docket(agreement(table("10 days after period end", "aster", "borealis")), reported, as_of=TODAY)
    assert [(d.party, d.period.name) for d in found if d.state == "overdue"] == [("borealis", "2026-03")]


def test_a_period_reported_as_empty_is_reported() -> None:
    """A file that covers a month without a row owes nothing more for it."""
    found = docket(
        agreement(),
        facts(("aster", "2026-01"), ("aster", "2026-02"), covered_by=frozenset({("aster", "2026-03")})),
        as_of=TODAY,
    )
    assert [d.period.name for d in found if d.state == "overdue"] == []


def test_a_table_without_a_due_day_owes_nothing_by_a_day() -> None:
    """Nobody is called late where no day was agreed."""
    assert docket(agreement(table(None)), facts(), as_of=TODAY) == ()


def test_overdue_facts_of_one_party_are_one_decision() -> None:
    """Four months that one party owes are named as a stretch."""
    due = docket(agreement(), facts(), as_of=date(2026, 5, 20))
    found = decisions(agreement(), {}, (), due, as_of=date(2026, 5, 20))
    assert [d.title for d in found] == ["Work for 4 periods, 2026-01 to 2026-04: not in the record"]


def test_a_table_added_by_an_amendment_owes_nothing_before_it() -> None:
    """Facts first owed from April on are not overdue for January to March."""
    first = replace(agreement().versions[0][1], facts={})
    amended = replace(first, facts={"work": table()})
    history = Agreement(versions=((START, first), (date(2026, 4, 1), amended)))
    found = docket(history, facts(), as_of=date(2026, 5, 20))
    assert [d.period.name for d in found if d.state == "overdue"] == ["2026-04"]


def test_an_empty_period_that_one_party_declares_still_awaits_the_other() -> None:
    """Borealis says that March was empty; Aster, who reports the same, has not said anything yet."""
    reported = facts(
        *((party, f"2026-0{n}") for party in ("aster", "borealis") for n in (1, 2)),
        covered_by=frozenset({("borealis", "2026-03")}),
    )
    found = docket(agreement(table("10 days after period end", "aster", "borealis")), reported, as_of=TODAY)
    assert [(d.party, d.period.name) for d in found if d.state == "overdue"] == [("aster", "2026-03")]
