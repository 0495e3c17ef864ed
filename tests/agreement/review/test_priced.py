"""Surveys that decide payments: told wherever an answer reaches money, unless the parties agreed to it."""

import pytest

from tests.agreement.review.documents import codes, line, spoilt, the

SURVEY = (
    "surveys: {pulse: {every: year, asks: {finch: 5, heron: 5}, scale: 1 to 5, items: {trust: We rely on them.}}}\n"
)
OLD = "        then: {pay: points * 3% * charges, into: credits}\n"


def paying(rule: str) -> str:
    return spoilt((OLD, rule), ("clauses:\n", f"{SURVEY}clauses:\n"))


@pytest.mark.parametrize(
    "rule",
    [
        "        then: {pay: survey(pulse.trust) * charges, into: credits}\n",
        "        when: survey(pulse.trust) < 3\n        then: {pay: points * 3% * charges, into: credits}\n",
        "        then: {pay: points * 3% * charges, into: credits, if: survey(pulse.trust) < 3}\n",
    ],
    ids=["amount", "condition of the rule", "condition of the payment"],
)
def test_a_survey_that_decides_a_payment_is_told(rule: str) -> None:
    """By its amount or by a condition on the way; `priced: agreed` in the survey says that this is meant."""
    problem = the("CMY-228", paying(rule))
    assert "survey pulse.trust" in problem.why
    assert line(problem).startswith(("survey(pulse.trust) *", "points * 3%"))
    agreed = paying(rule).replace("scale: 1 to 5,", "scale: 1 to 5, priced: agreed,")
    assert "CMY-228" not in codes(agreed)


def test_a_survey_that_is_only_asked_is_not_told() -> None:
    """Answers that cost nobody anything are the rule."""
    assert "CMY-228" not in codes(paying(OLD))
