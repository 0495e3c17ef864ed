"""Prose and clause draw one line; percentages are written as percentages."""

import pytest

from tests.agreement.review.documents import codes, line, spoilt, the


def titled(title: str) -> str:
    return spoilt(("title: Orders filled", f"title: {title}"))


@pytest.mark.parametrize(
    "title",
    [
        "More than 99% of orders are filled",
        "The share filled exceeds 99 %",
        "Filled, above 99 percent",
        "Not more than 99% would be a miss",
        "99% or less is a miss",
    ],
)
def test_prose_that_puts_the_threshold_on_the_other_side_is_told(title: str) -> None:
    """The clause says `at least 99%`, so 99% itself is met; the title says it is not."""
    problem = the("CMY-815", titled(title))
    assert "they differ at 99% itself" in problem.why
    assert line(problem) == title


@pytest.mark.parametrize(
    "title",
    [
        "At least 99% of orders are filled",
        "Less than 99% is a miss",
        "Not less than 99% of orders",
        "99% or more of all orders",
        "More than 95% of all customers ask for it",
        "Over the year orders are filled",
    ],
)
def test_prose_that_draws_the_same_line_or_speaks_of_something_else_is_not(title: str) -> None:
    """The complement draws the same line, and another number is another matter."""
    assert codes(titled(title)) == []


def test_a_clause_that_limits_what_is_better_is_told() -> None:
    """`at most` on a metric of which more is better contradicts it; without a direction nothing does."""
    text = spoilt(("    at least: 99%", "    at most: 99%"))
    assert the("CMY-816", text).why == "supply asks for at most, but for fill_rate higher is better"
    assert "CMY-816" not in codes(text.replace("    better: higher\n", ""))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("at least: 99%", "at least: 99"),
        ("    better: higher\n", "    better: higher\n    target: 99.5\n"),
        ("accounts:\n", "scorecard: {a: {weight: 1, metrics: {fill_rate: {floor: 90%, target: 99}}}}\naccounts:\n"),
        ("{99%: 0, 98%: 1, 97%: 2, else: 4}", "{99: 0, 98: 1, 97: 2, else: 4}"),
        ("    better: higher\n", "    better: higher\n    target: {2026-01-01: -15}\n"),
    ],
    ids=["threshold", "target", "anchor", "steps", "a fall"],
)
def test_a_bare_number_against_a_percentage_is_told(old: str, new: str) -> None:
    """99 is 9,900 %: the percent sign is missing."""
    problem = the("CMY-808", spoilt((old, new)))
    assert "percent" in problem.why
    assert problem.hint.endswith("%.")


def test_a_setting_that_is_held_against_a_percentage_is_looked_at_too() -> None:
    """A target left open in a setting is filled in there: 15 is 1,500 %, and the finding stands where it is written."""
    text = spoilt(("settings:\n", "settings:\n  filled_target: 15\n"),
                  ("    better: higher\n", "    better: higher\n    target: filled_target\n"))  # fmt: skip
    problem = the("CMY-808", text)
    assert (problem.why, problem.hint) == ("fill_rate is a percentage, and 15 is 1500%", "Write 15%.")
    assert line(problem) == "15"
    assert "CMY-808" not in codes(text.replace("filled_target: 15", "filled_target: 15%"))
    assert "CMY-808" not in codes(text.replace("filled_target: 15", "filled_target: unset"))


def test_a_percentage_above_one_hundred_is_no_slip() -> None:
    """110% has its sign, and a bare 1 is all of it."""
    assert "CMY-808" not in codes(spoilt(("at least: 99%", "at least: 110%")))
    assert "CMY-808" not in codes(spoilt(("at least: 99%", "at least: 1")))
