"""What needs people: open steps, misses without a position, disputed, overdue, undetermined."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from comity.clauses.model import Outcome, Verdict
from comity.facts.model import Comparison, Reported
from comity.standing.decisions import decisions
from comity.standing.model import Decision, Due
from tests.standing.agreements import CALENDAR, TODAY, agreement, table, verdict


def needed(
    verdicts: Sequence[Verdict] = (), comparisons: Sequence[Comparison] = (), due: Sequence[Due] = ()
) -> tuple[Decision, ...]:
    """Return the decisions on 20 April 2026."""
    both = agreement(table("10 days after period end", "aster", "borealis"))
    return decisions(both, {"quality": tuple(verdicts)}, comparisons, due, as_of=TODAY)


def line(what: str = "Give notice", month: str = "2026-03", **more: object) -> Due:
    """A line of the docket about the clause: Borealis may give notice until 30 April."""
    values: dict[str, object] = {
        "kind": "step", "party": "borealis", "modal": "may", "clause": "quality", "rule": "failure", "step": "notice",
        "period": CALENDAR.period(month), "due": date(2026, 4, 30), "state": "due",
        "why": f"Quality, {month}: 93% against at least 95%", "if_nothing": "The right lapses.", "key": f"case/{month}",
    }  # fmt: skip
    return Due(what=what, **{**values, **more})  # type: ignore[arg-type]


def test_an_open_step_is_a_decision() -> None:
    """What may be done, by whom and by when, why, and what follows; the miss gives it its kind."""
    (found,) = needed([verdict(Outcome.MISSED)], due=[line()])
    assert (found.kind, found.title, found.who, found.by) == ("missed", "Give notice", ("borealis",), date(2026, 4, 30))
    assert found.says == "Quality, 2026-03: 93% against at least 95%."
    assert (found.if_nothing, found.line) == ("The right lapses.", "case/2026-03")


def test_what_is_overdue_stands_first_with_the_day_it_was_due() -> None:
    """Earliest first: facts due on 10 March come before a notice until 30 April, and say since when they are late."""
    facts = [
        Due(kind="facts", what="Work", table="work", party="aster", period=CALENDAR.period(month), due=day,
            state="overdue", if_nothing="Success rate cannot be computed.")
        for month, day in (("2026-02", date(2026, 3, 10)), ("2026-03", date(2026, 4, 10)))
    ]  # fmt: skip
    first, second = needed(due=[line(), *facts])
    assert (first.kind, first.by, second.by) == ("overdue", date(2026, 3, 10), date(2026, 4, 30))
    assert first.says == "Aster reports it; the latest was due 10 Apr."
    (only,) = needed(due=facts[:1])
    assert (only.by, only.says) == (date(2026, 3, 10), "Aster reports it.")


def test_a_step_that_follows_from_no_miss_is_open() -> None:
    """A right to audit is no consequence of a miss."""
    assert [d.kind for d in needed([verdict(Outcome.MET)], due=[line()])] == ["open"]


def test_the_same_step_for_several_periods_is_one_decision() -> None:
    """The earliest leads, the others are named."""
    (found,) = needed(due=[line(month="2026-02"), line(month="2026-03"), line(month="2026-04")])
    assert found.says == "Quality, 2026-02: 93% against at least 95%. Also open for 2026-03 and 2026-04."


def test_what_is_far_away_or_stands_still_is_not_to_be_decided_now() -> None:
    """It stays on the docket."""
    assert needed(due=[line(state="later"), line(state="tolled", due=None)]) == ()


def test_nobody_decides_what_figures_decide() -> None:
    """A probation asks for nothing."""
    assert needed(due=[line(kind="condition", party="", modal="")]) == ()


def test_a_miss_with_nothing_to_be_done_asks_for_nothing() -> None:
    """A credit that followed by itself, or a position that was taken, leaves nothing to decide."""
    assert needed([verdict(Outcome.MISSED)]) == ()


def test_levels_and_claims_are_kinds_of_their_own() -> None:
    """A dispute to be settled, and a relief to be answered."""
    assert [d.kind for d in needed(due=[line(kind="level"), line(kind="claim", step="storm")])] == [
        "disputed",
        "claimed",
    ]


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


def test_an_objection_is_not_called_a_second_report() -> None:
    """Only Aster reports work; Borealis objects to what it reported, and has reported nothing itself."""
    found = decisions(agreement(), {}, [comparison("2026-01", "differs")], (), as_of=TODAY)
    assert [d.title for d in found] == ["Work: Borealis disputes what Aster reported in 2026-01"]


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
    found = needed(comparisons=[comparison("2026-01", "differs")], due=[line()])
    assert [d.by for d in found] == [date(2026, 4, 30), None]
