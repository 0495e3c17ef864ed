"""Verdicts as values."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date
from decimal import Decimal

import pytest

from comity.clauses.model import Outcome, Verdict, final_verdicts
from comity.kernel.figure import State
from comity.kernel.period import Grain, Period

JANUARY = Period(date(2026, 1, 1), date(2026, 1, 31), Grain.MONTH, "2026-01")
FEBRUARY = Period(date(2026, 2, 1), date(2026, 2, 28), Grain.MONTH, "2026-02")


def test_verdicts_made_together_are_those_made_one_by_one() -> None:
    """Made for many periods at once, a verdict equals one made alone; a period without an outcome has none."""
    raw, value, threshold, short = Decimal("0.9649"), Decimal("0.965"), Decimal("0.97"), Decimal("0.005")
    known, names = date(2026, 2, 5), {"points": Decimal(2)}
    found = final_verdicts(
        [
            (Outcome.MISSED, JANUARY, raw, value, threshold, short, known, names),
            (None, FEBRUARY, None, None, None, None, known, {}),
        ],
        clause="answers", scope=(("queue", "mail"),), unit="percent",
    )  # fmt: skip
    alone = Verdict(
        clause="answers", period=JANUARY, scope=(("queue", "mail"),), outcome=Outcome.MISSED, state=State.FINAL,
        unit="percent", raw=raw, value=value, threshold=threshold, shortfall=short, known=known, names=names,
    )  # fmt: skip
    assert found == [alone, None]


def test_a_verdict_made_together_with_others_cannot_be_changed() -> None:
    """It is a verdict like every other: frozen."""
    (verdict,) = final_verdicts(
        [(Outcome.MET, JANUARY, None, None, None, None, date(2026, 2, 5), {})], clause="answers", scope=(), unit=""
    )
    assert verdict is not None
    with pytest.raises(FrozenInstanceError):
        verdict.outcome = Outcome.MISSED  # type: ignore[misc]
