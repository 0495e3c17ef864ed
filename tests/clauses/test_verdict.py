"""Verdicts on plain tests: relation, rounding, dated thresholds, unknowns, scope."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.agreement.formula.parse import parse
from comity.agreement.model import Agreement, Clause, DatedMap, Formula, KeyedMap, Metric, Rounding, Term, Terms
from comity.clauses.known import Known, known_once
from comity.clauses.life.live import live
from comity.clauses.model import Outcome, Verdict
from comity.kernel.calendar import Calendar
from comity.kernel.figure import Figure, Scope, State
from comity.kernel.period import Grain, Period
from comity.kernel.problem import Place

HERE = Place(file="test")
START = date(2026, 1, 1)
CALENDAR = Calendar(term_starts=START)
TENTH = Rounding(step=Decimal("0.001"), mode="half up", text="0.1%")


def formula(text: str) -> Formula:
    """Parse a formula that must be right."""
    node, problems = parse(text, HERE)
    assert node is not None, problems
    return Formula(text=text, node=node, place=HERE)


class Given:
    """Figures of one metric `rate`, given by month and member."""

    def __init__(self, cells: dict[str, Decimal | State], member: str = "") -> None:
        self.scope: Scope = (("service", member),) if member else ()
        self.cells = {name: self._figure(name, found) for name, found in cells.items()}

    def _figure(self, name: str, found: Decimal | State) -> Figure:
        value = found if isinstance(found, Decimal) else None
        state = State.FINAL if isinstance(found, Decimal) else found
        if state is State.DISPUTED:
            value = Decimal("0.90")
        return Figure(
            metric="rate",
            period=CALENDAR.period(name),
            scope=self.scope,
            value=value,
            unit="percent",
            state=state,
            reason="" if value else f"rate {name} is {state}",
            known=date(2026, 2, 5),
        )

    def known(self, as_of: date) -> Known:
        """The figures as clauses see them."""
        return Known(cells=known_once(self.cells.values(), as_of))


def judge(agreed: Agreement, figures: Given, *, as_of: date) -> Mapping[str, tuple[Verdict, ...]]:
    """Judge all clauses as of a day."""
    return live(agreed, figures.known(as_of), as_of=as_of).verdicts


def agreement(clause: Clause, per: tuple[str, ...] = ()) -> Agreement:
    """An agreement with one metric and one clause."""
    rate = Metric(name="rate", formula=formula("1"), every=Grain.MONTH, place=HERE, per=per, unit="percent")
    terms = Terms(
        alliance="test",
        title="Test",
        parties={},
        calendar=CALENDAR,
        starts=START,
        place=HERE,
        digest="0",
        metrics={"rate": rate},
        clauses={clause.name: clause},
    )
    return Agreement(versions=((START, terms),))


def quality(relation: str = "at least", threshold: Term | None = None, **more: Any) -> Clause:
    """A monthly clause on `rate`."""
    whole: dict[str, Any] = {"every": Grain.MONTH, "measure": formula("rate")} | more
    return Clause(
        name="quality",
        owed_by="a",
        owed_to="b",
        place=HERE,
        relation=relation,
        threshold=threshold or formula("95%"),
        **whole,
    )


def verdicts(clause: Clause, cells: dict[str, Decimal | State], member: str = "") -> dict[str, Verdict]:
    """Judge a clause at the end of 2026, by period."""
    per = ("service",) if member else ()
    found = judge(agreement(clause, per), Given(cells, member), as_of=date(2026, 12, 31))
    return {verdict.period.name: verdict for verdict in found["quality"]}


@pytest.mark.parametrize(
    ("relation", "value", "outcome"),
    [
        ("at least", "0.95", Outcome.MET),
        ("at least", "0.9499", Outcome.MISSED),
        ("above", "0.95", Outcome.MISSED),
        ("above", "0.9501", Outcome.MET),
        ("at most", "0.95", Outcome.MET),
        ("at most", "0.9501", Outcome.MISSED),
        ("below", "0.95", Outcome.MISSED),
        ("below", "0.9499", Outcome.MET),
    ],
)
def test_equality_is_what_the_words_say(relation: str, value: str, outcome: Outcome) -> None:
    """At least and at most include the threshold; above and below do not."""
    found = verdicts(quality(relation), {"2026-03": Decimal(value)})["2026-03"]
    assert found.outcome is outcome


def test_the_declared_rounding_comes_before_the_comparison() -> None:
    """94.95 rounds to 95.0 and is met; 94.94 rounds to 94.9 and is missed."""
    found = verdicts(quality(round=TENTH), {"2026-01": Decimal("0.9495"), "2026-02": Decimal("0.9494")})
    assert (found["2026-01"].outcome, found["2026-01"].value) == (Outcome.MET, Decimal("0.95"))
    assert found["2026-01"].raw == Decimal("0.9495")
    assert (found["2026-02"].outcome, found["2026-02"].shortfall) == (Outcome.MISSED, Decimal("0.001"))


def test_a_shortfall_is_positive_when_missed_on_either_side() -> None:
    """For `at most` and `below` the shortfall is what the value exceeds."""
    assert verdicts(quality("at most"), {"2026-01": Decimal("0.97")})["2026-01"].shortfall == Decimal("0.02")
    assert verdicts(quality("at least"), {"2026-01": Decimal("0.97")})["2026-01"].shortfall == Decimal("-0.02")


def test_a_dated_threshold_is_that_of_the_first_day() -> None:
    """A threshold that rises on 15 June is first applied to July."""
    rising = DatedMap(entries=((START, formula("95%")), (date(2026, 6, 15), formula("97%"))), place=HERE)
    found = verdicts(quality(threshold=rising), {"2026-06": Decimal("0.96"), "2026-07": Decimal("0.96")})
    assert found["2026-06"].outcome is Outcome.MET
    assert found["2026-07"].outcome is Outcome.MISSED


@pytest.mark.parametrize("state", [State.MISSING, State.UNDETERMINED, State.DISPUTED])
def test_what_cannot_be_known_is_undetermined(state: State) -> None:
    """A missing, undetermined or disputed figure is neither met nor missed, and the reason is named."""
    found = verdicts(quality(), {"2026-03": state})["2026-03"]
    assert found.outcome is Outcome.UNDETERMINED
    assert found.reason


def test_a_period_that_is_not_over_is_not_due() -> None:
    """Nothing is judged before the period ends."""
    found = judge(agreement(quality()), Given({"2026-12": Decimal("0.5")}), as_of=date(2026, 12, 30))["quality"]
    assert found[-1].outcome is Outcome.NOT_DUE


def test_a_condition_with_an_unknown_that_cannot_matter_is_decided() -> None:
    """`missed if` is met as soon as one of its conditions is false, whatever the other is."""
    clause = Clause(
        name="quality",
        owed_by="a",
        owed_to="b",
        place=HERE,
        every=Grain.MONTH,
        missed_if=formula("rate > 50% and previous(rate) > 50%"),
    )
    found = verdicts(
        clause,
        {
            "2026-03": Decimal("0.4"),
            "2026-04": Decimal("0.6"),
            "2026-02": State.MISSING,
            "2026-05": State.MISSING,
            "2026-06": Decimal("0.6"),
        },
    )
    assert found["2026-03"].outcome is Outcome.MET
    assert found["2026-04"].outcome is Outcome.MET
    assert found["2026-06"].outcome is Outcome.UNDETERMINED


def test_a_verdict_that_the_bounds_of_a_count_decide_says_why_there_is_no_value() -> None:
    """Two misses are one too many whatever the missing month was; the verdict says which figure is missing."""
    clause = quality("at most", formula("1"), measure=formula("times(rate < 95%, 3)"))
    low = Decimal("0.9")
    found = verdicts(clause, {"2026-01": low, "2026-02": low, "2026-03": State.MISSING})["2026-03"]
    assert (found.outcome, found.value) == (Outcome.MISSED, None)
    assert found.reason == "rate 2026-03 is missing"


def test_names_bound_by_let_see_the_verdict_and_its_history() -> None:
    """Points double from the second miss running."""
    clause = quality(let={"points": formula("case when missed then 1 else 0 end * greatest(running(missed), 1)")})
    low, high = Decimal("0.9"), Decimal("0.96")
    found = verdicts(clause, {"2026-01": low, "2026-02": low, "2026-03": high, "2026-04": low})
    assert [found[f"2026-0{n}"].names["points"] for n in (1, 2, 3, 4)] == [1, 2, 0, 1]


def test_members_come_from_the_keys_of_the_threshold() -> None:
    """A member that the facts do not name is still owed, and undetermined."""
    keyed = KeyedMap(entries={"core": formula("95%"), "desk": formula("90%")}, place=HERE)
    clause = quality(threshold=keyed, per=("service",))
    found = judge(
        agreement(clause, ("service",)), Given({"2026-01": Decimal("0.94")}, "core"), as_of=date(2026, 1, 31)
    )["quality"]
    assert [(v.member, v.outcome) for v in found] == [("core", Outcome.MISSED), ("desk", Outcome.UNDETERMINED)]


def test_a_clause_begins_and_ends_with_its_term() -> None:
    """The first and last periods are cut to the term, and none lies outside."""
    clause = quality()
    terms = agreement(clause).versions[0][1]
    assert {p.name for p in _periods(terms, date(2026, 3, 15))} == {"2026-01", "2026-02", "2026-03"}


def _periods(terms: Terms, as_of: date) -> list[Period]:
    found = judge(Agreement(versions=((START, terms),)), Given({}), as_of=as_of)["quality"]
    return [verdict.period for verdict in found]


@given(st.decimals(0, 1, places=4), st.decimals(0, 1, places=3))
def test_a_verdict_is_the_comparison_of_the_rounded_value(value: Decimal, threshold: Decimal) -> None:
    """Whatever the numbers, met means that the rounded value is at least the threshold."""
    clause = quality(threshold=formula(str(threshold)), round=TENTH)
    found = verdicts(clause, {"2026-01": value})["2026-01"]
    rounded = (value * 1000 + Decimal("0.5")).to_integral_value(rounding="ROUND_FLOOR") / 1000
    assert (found.outcome is Outcome.MET) == (rounded >= threshold)
