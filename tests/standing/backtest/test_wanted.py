"""What can be asked to be varied, and what is answered where it cannot."""

from __future__ import annotations

from decimal import Decimal

import pytest

from comity.standing.backtest.wanted import wanted
from tests.standing.backtest.draft import AGREEMENT
from tests.standing.explain.builders import agreement

TERMS = agreement(AGREEMENT).versions[0][1]


@pytest.mark.parametrize(
    ("asked", "name", "values"),
    [
        ("credit_share=4%, 6%", "credit_share", [Decimal("0.04"), Decimal("0.06")]),
        ("punctuality=-1%,+0.5%", "punctuality", [Decimal("-0.01"), Decimal("0.005")]),
        ("least_parcels=x0.9,x1.1", "least_parcels", [Decimal("0.9"), Decimal("1.1")]),
        ("punctuality.repeated=2,4", "punctuality.repeated", [2, 4]),
        ("punctuality", "punctuality", None),
    ],
)
def test_values_are_read_as_the_agreement_writes_them(asked: str, name: str, values: list[Decimal] | None) -> None:
    """A number itself, points with their sign, factors with an x; without values the data suggest them."""
    found, problems = wanted([asked], TERMS)
    assert problems == [] and found is not None
    assert [(dial.name, tried) for dial, tried in found] == [(name, values)]


@pytest.mark.parametrize(
    ("asked", "why", "hint"),
    [
        ("punctualty=1%", "there is no clause or setting punctualty to vary", "Did you mean punctuality?"),
        ("zzz=1", "there is no clause or setting zzz to vary", "These can be varied: punctuality, "),
        ("volume=2000", "volume holds no number that could be moved", "These can be varied: "),
        ("credit_share=many", "many is no value for credit_share", "Write values as the agreement does"),
        ("credit_share=", "nothing is no value for credit_share", "94%,95% or USD 2k,USD 3k"),
        ("credit_share= ,", "nothing is no value for credit_share", "Write values as the agreement does"),
        ("punctuality=94%", "94% is no value for punctuality", "write the points with their sign: punctuality=-1%,+1%"),
        ("least_parcels=2000", "2000 is no value for least_parcels", "write it with an x: least_parcels=x0.9,x1.1"),
    ],
)
def test_what_cannot_be_varied_is_said_with_what_can(asked: str, why: str, hint: str) -> None:
    """Every problem has its reason, and a way on."""
    _, (problem,) = wanted([asked], TERMS)
    assert (problem.code, problem.why) == ("CMY-708", why)
    assert hint in problem.hint


def test_nothing_asked_means_every_threshold() -> None:
    """None stands for all that the agreement has."""
    assert wanted([], TERMS) == (None, [])
