"""Every line of arithmetic that an explanation prints is computed again, by a calculator that knows no engine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from comity.clauses.track import Track
from comity.kernel.figure import Exact
from comity.metrics.exhibits import Step
from comity.standing.explain_clause import explained
from comity.standing.explain_desk import Desk
from tests.standing.explain.arithmetic import OPEN, Calculator, claims, disagreement
from tests.standing.explain.builders import agreement, desk
from tests.standing.explain.harbour import HARBOUR

EXAMPLES = Path(__file__).parent.parent.parent.parent / "examples" / "clauses"
SCENARIOS = sorted(path for path in EXAMPLES.rglob("agreement.yaml") if path.parent.name != "clock-change")
MOST = 30
"""Periods of a clause that are looked at in one example; daily clauses have hundreds alike."""


def periods(of: Desk) -> Iterator[tuple[Track, int, Step]]:
    """Yield the explanation of every period of every clause."""
    for tracks in of.fold.court.tracks.values():
        for track in tracks.values():
            for index in range(len(track.spans))[:MOST]:
                yield track, index, explained(of, track, index)


def steps(step: Step, kind: str) -> Iterator[Step]:
    """Yield the steps of a kind, at any level."""
    if step.kind == kind:
        yield step
    for child in step.children:
        yield from steps(child, kind)


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.parent.name)
def test_a_pocket_calculator_agrees_with_every_line(path: Path) -> None:
    """Each `arithmetic = result` of the clause patterns comes out as printed; verdicts and payments follow."""
    agreed = agreement(path.read_bytes())
    for example in range(len(agreed.versions[-1][1].examples)):
        of = desk(agreed, example)
        for track, index, step in periods(of):
            for claim in claims(step):
                assert disagreement(claim) == "", f"{example} {step.label}"
            assert_verdict_follows(track, index, step)
            assert_payments_are_shown(of, track, index, step)


def assert_verdict_follows(track: Track, index: int, step: Step) -> None:
    """The printed comparison alone gives the printed verdict, where nothing but the test decides it."""
    verdict = track.verdict(index)
    if verdict is None or verdict.outcome.value not in ("met", "missed") or index in track.upheld:
        return
    for compared in (child for child in step.children if child.kind == "test" and child.label == "comparison"):
        written, _, truth = compared.text.partition(";")[0].rpartition(" = ")
        assert truth == ("yes" if verdict.outcome.value == "met" else "no"), step.label
        assert OPEN.search(written) or Calculator(written).result() is (truth == "yes"), step.label


def assert_payments_are_shown(of: Desk, track: Track, index: int, step: Step) -> None:
    """Each payment of a period stands there with its amount, and what was booked adds up to what was paid."""
    cases = [case for case in of.fold.cases if case.track is track and case.index == index]
    amounts = [payment.amount for case in cases for payment in case.payments if isinstance(payment.amount, Exact)]
    shown = [_number(one.value) for one in steps(step, "payment") if one.label.startswith("pay, ")]
    assert [amount for amount in amounts if amount not in shown] == []
    for paid in steps(step, "paid"):
        booked = [_number(entry.value) for entry in paid.children if entry.kind == "entry" and entry.value]
        known = [amount for amount in booked if amount is not None]
        if known and len(known) == len(booked):
            # An account runs one way; a payment against it is booked with the other sign.
            assert abs(sum(known, Decimal(0))) == abs(_number(paid.value) or Decimal(0)), step.label


def _number(value: str) -> Decimal | None:
    found = re.search(r"-?[\d,]+(\.\d+)?$", value)
    return Decimal(found[0].replace(",", "")) if found is not None else None


def test_the_calculator_finds_a_wrong_line() -> None:
    """The control: a wrong sum, a wrong truth and a wrong quotient are all noticed."""
    assert disagreement("2 + 2 = 5") != ""
    assert disagreement("96.4% >= 96.5% = yes") != ""
    assert disagreement("1 / 3 = 0.33333… (exactly 2/3)") != ""
    assert disagreement("10,000 * 10,000 / 15,000 = 6,666.66667…") != ""
    assert disagreement("10,000 * 10,000 / 15,000 = 6,666.66666…") == ""
    assert disagreement("case when no then rate else least(2,500, (-3)) end = -3") == ""


def test_there_is_something_to_compute() -> None:
    """The scenario of the harbour alone prints dozens of lines of arithmetic."""
    found = [claim for _, _, step in periods(desk(agreement(HARBOUR))) for claim in claims(step)]
    assert len(found) > 30
