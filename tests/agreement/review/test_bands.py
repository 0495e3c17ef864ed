"""Bands: what lies between two of them, below all of them, and across a threshold."""

import pytest

from tests.agreement.review.documents import codes, line, spoilt, the

UNROUNDED = spoilt(("    round: 0.1%\n", ""))


def test_a_value_between_two_bands_is_told_where_nothing_is_rounded() -> None:
    """98.95% lies between 98% and 99%: the finding says on which side it falls, and what `round` would make of it."""
    problem = the("CMY-811", UNROUNDED)
    assert "98.95% lies between 98% and 99%, and counts as 98%" in problem.why
    assert "round: 0.1% if it shall become 99%" in problem.hint
    assert line(problem) == "points_for(value)}"


def test_a_clause_that_rounds_has_no_gap() -> None:
    """Rounding in the clause closes the gap as well as rounding in the metric."""
    assert "CMY-811" not in codes(UNROUNDED.replace("    at least: 99%\n", "    at least: 99%\n    round: 0.1%\n"))


def test_what_lies_below_all_bands_needs_an_else() -> None:
    """Without `else` a fill rate of 80% has no points, and the payment is undetermined."""
    problem = the("CMY-812", spoilt((", else: 4}", "}")))
    assert problem.why.startswith("points_for has no value below 97%")
    assert line(problem).startswith("{99%: 0")


def test_bands_that_begin_where_the_rule_begins_need_no_else() -> None:
    """A rule that fires from one point on reads the table from one point on; one that fires before does not."""
    table = (
        "points_for: {99%: 0, 98%: 1, 97%: 2, else: 4}",
        "points_for: {99%: 0, 98%: 1, 97%: 2, else: 4}\n  rate: {1: 3%, 3: 12%}",
    )
    text = spoilt(
        table,
        (
            "credit:\n        then: {pay: points * 3%",
            "credit:\n        when: points >= 1\n        then: {pay: rate(points)",
        ),
    )
    assert codes(text) == []
    assert codes(text.replace("when: points >= 1", "when: points >= 0.5")) == ["CMY-812"]


@pytest.mark.parametrize("slip", ["98%: 3, 97%: 2", "98%: 1, 97%: 6"])
def test_values_that_rise_and_fall_are_told(slip: str) -> None:
    """A worse band that costs less than a better one is a slip more often than a bargain."""
    assert "rise and fall" in the("CMY-813", spoilt(("98%: 1, 97%: 2", slip))).why


def test_a_threshold_inside_a_band_is_told() -> None:
    """At 98.5% the clause is met at 98.7%, and the points of the band from 98% count all the same."""
    problem = the("CMY-814", spoilt(("at least: 99%", "at least: 98.5%")))
    assert "98.5% lies inside the band of points_for that begins at 98%" in problem.why
    assert line(problem) == "98.5%"
    assert "CMY-814" not in codes(spoilt(("at least: 99%", "at least: 98%")))
