"""Scores as clauses read them: the period they ask for, with the periods before it where these count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from comity.agreement.model import Agreement
from comity.clauses.known import Known
from comity.kernel.figure import Figure, State, Unknown
from comity.standing.scored import ScoredByPeriod
from tests.agreement.documents import SMALL, terms

TERMS = terms(SMALL + "scorecard: {a: {weight: 1, metrics: {fill_rate: {floor: 0, target: 1, recent: [3, 1]}}}}\n")


def scored(figures: Mapping[str, str | None]) -> ScoredByPeriod:
    """The score of figures by month, each known five days after its month; None where one is missing."""
    cells = {}
    for name, value in figures.items():
        period = TERMS.calendar.period(name)
        figure = Figure(
            metric="fill_rate", period=period, scope=(), unit="", value=None if value is None else Decimal(value),
            state=State.MISSING if value is None else State.FINAL,
        )  # fmt: skip
        cells["fill_rate", (), name] = ((replace(period).last.replace(day=28), figure),)
    return ScoredByPeriod(Agreement(versions=((TERMS.starts, TERMS),), amendments=()), Known(cells=cells))


def at(by: ScoredByPeriod, month: str, now: date = date(2026, 12, 31)) -> object:
    found = by.score("a", TERMS.calendar.period(month), now)
    return None if isinstance(found, Unknown) else found


def test_the_period_before_counts_with_its_weight() -> None:
    """February at 80%, January at 40%, weights 3 and 1: 70; in January there is nothing before the start."""
    by = scored({"2026-01": "0.4", "2026-02": "0.8"})
    assert (at(by, "2026-01"), at(by, "2026-02")) == (40, 70)


def test_later_periods_are_not_seen_and_unknown_ones_leave_it_open() -> None:
    """January scores as if February had not been; a missing or unreported month before makes February undetermined."""
    assert at(scored({"2026-01": "0.4", "2026-02": "0.8", "2026-03": "0"}), "2026-02") == 70
    assert at(scored({"2026-01": None, "2026-02": "0.8"}), "2026-02") is None
    assert at(scored({"2026-02": "0.8"}), "2026-02") is None


def test_a_period_that_is_not_known_yet_has_no_score() -> None:
    """Before February's figure is known January's does not stand in for it."""
    assert at(scored({"2026-01": "0.4", "2026-02": "0.8"}), "2026-02", now=date(2026, 2, 15)) is None
