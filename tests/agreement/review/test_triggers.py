"""Tests and conditions whose outcome does not depend on the facts."""

import pytest

from tests.agreement.review.documents import codes, line, spoilt, the


def when(condition: str, again: str = "after a clear period") -> str:
    return spoilt(
        ("when: times(missed, 4) >= 2", f"when: {condition}"), ("again: after a clear period", f"again: {again}")
    )


@pytest.mark.parametrize(
    ("condition", "because"),
    [
        ("times(missed, 4) >= 5", "times(missed, 4) is between 0 and 4"),
        ("times(missed, 3) > 3", "times(missed, 3) is between 0 and 3"),
        ("times(missed, 12 months) > 12", "times(missed, 12 months) is between 0 and 12"),
        ("times(missed, quarter) >= 4", "times(missed, quarter) is between 0 and 3"),
        ("running(missed) > 36", "running(missed) is between 0 and 36"),
        ("value < 0%", "value is at least 0%"),
        ("value > 99% and value < 98%", "exclude each other"),
        ("missed and met", "exclude each other"),
        ("missed and value >= 99%", "exclude each other"),
        ("missed and points_short < 0", "exclude each other"),
        ("times(missed, 4) - 1 > 3", "between -1 and 3"),
        ("not (running(missed) >= 0)", "running(missed) is between 0 and 36"),
        ("points in (5, 6)", "exclude each other"),
        ("month(period_end) = 13", "month(period_end) is between 1 and 12"),
        ("times(missed, 4) >= 3 and times(missed, 4) <= 2", "exclude each other"),
        ("missed and not missed", "exclude each other"),
    ],
)
def test_a_rule_that_can_never_fire_is_told(condition: str, because: str) -> None:
    """Whatever the parties report, the condition is false: the finding says what the decisive part can be at all."""
    problem = the("CMY-821", when(condition))
    assert problem.why.startswith("the rule repeated can never come to anything")
    assert because in problem.why
    assert line(problem) == condition


@pytest.mark.parametrize(
    ("condition", "because"),
    [
        ("running(missed) >= 0", "running(missed) is between 0 and 36"),
        ("times(missed, 4) <= 4", "times(missed, 4) is between 0 and 4"),
        ("value >= 99% or value < 99%", "exclude each other"),
        ("not (times(missed, 4) > 4)", "times(missed, 4) is between 0 and 4"),
    ],
)
def test_a_rule_that_always_fires_is_told(condition: str, because: str) -> None:
    """A condition without an alternative is no condition."""
    assert "does not depend on the facts" in the("CMY-822", when(condition)).why
    assert because in the("CMY-822", when(condition)).why or "value" in condition


@pytest.mark.parametrize(
    "condition",
    [
        "times(missed, 4) >= 4",
        "times(missed, 3) > 2",
        "times(missed, 12 months) >= 12",
        "running(missed) >= 1",
        "value < 98% and value > 97%",
        "missed and value < 98%",
        "missed and points_short > 0",
        "missed or met",
        "points in (2, 4)",
        "month(period_end) not in (11, 12)",
        "times(missed, 4) - 1 > 2",
        "excused and running(missed) >= 2",
    ],
)
def test_a_condition_that_the_facts_decide_is_left_alone(condition: str) -> None:
    """The strictest count that can be reached, and bands that overlap, are bargains like any other."""
    assert codes(when(condition)) == []


def test_true_is_how_a_rule_without_condition_is_written() -> None:
    """`when: true` is meant; nobody is asked about it."""
    assert codes(when("true", "each period")) == []


@pytest.mark.parametrize(
    ("relation", "what"),
    [
        ("at least: 0%", "can never be missed with `at least 0%`"),
        ("above: 0%", ""),
        ("at least: -5%", "can never be missed with `at least -5%`"),
        ("below: 0%", "can never be met with `below 0%`"),
    ],
)
def test_a_test_that_decides_nothing_is_told(relation: str, what: str) -> None:
    """A share of what is not negative is at least 0% whatever is reported; whether it is above, the facts decide."""
    text = spoilt(("    at least: 99%", f"    {relation}"), ("    better: higher\n", ""))
    found = [code for code in codes(text) if code == "CMY-823"]
    if what:
        assert what in the("CMY-823", text).why
    else:
        assert found == []


def test_a_share_of_counted_rows_never_exceeds_all_of_them() -> None:
    """What is counted above the line is counted below it as well, so `at most 100%` promises nothing."""
    text = spoilt(
        (
            "filled: number >= 0, ordered: number >= 0, charges: money >= 0",
            "in_time: yes or no, region: text, charges: money >= 0",
        ),
        ("sum(orders.filled) / sum(orders.ordered)", "count_if(orders.in_time) / count(orders.region)"),
        ("    better: higher\n", ""),
        ("    at least: 99%", "    at most: 100%"),
    )
    assert "its value is between 0% and 100% whatever is reported" in the("CMY-823", text).why
    other = text.replace("count(orders.region)", "count_if(orders.region = 'north')")
    assert "CMY-823" not in codes(other)


def test_a_condition_of_a_miss_is_looked_at_as_well() -> None:
    """Late by less than no days can never be missed."""
    text = spoilt(
        ("    measure: fill_rate\n", ""),
        ("    at least: 99%\n", "    missed if: fill_rate < 0% and charges > 0\n"),
        ("let: {points: points_for(value)}", "let: {points: points_for(fill_rate)}"),
    )
    assert the("CMY-823", text).why.startswith("supply can never be missed")
    assert "CMY-823" not in codes(text.replace("fill_rate < 0%", "fill_rate < 95%"))


def test_a_setting_that_a_step_changes_proves_nothing() -> None:
    """An allowance of five in a window of four never fires, unless a step may lower it."""
    text = when("times(missed, 4) >= allowed").replace("settings:\n", "settings:\n  allowed: 5\n")
    assert the("CMY-821", text).place.line
    lowered = text.replace("{set: {agreement: terminated}}", "{set: {allowed: 3}}")
    assert "CMY-821" not in codes(lowered)


def test_a_step_that_lapses_at_once_is_told() -> None:
    """`unless` that is always true ends the step as it opens."""
    step = (
        "{name: probation, when: met, unless: missed, within: 3 periods, then: {declare: cured}, else: {declare: open}}"
    )
    watch = f"      watch:\n        then: {step}\n"
    text = spoilt(("      repeated:\n", f"{watch}      repeated:\n"))
    assert codes(text) == []
    at_once = text.replace("unless: missed", "unless: running(missed) >= 0")
    assert the("CMY-822", at_once).why.startswith("`unless` ends the step at once")
    never = text.replace("unless: missed", "unless: missed and met")
    assert the("CMY-821", never).why.startswith("`unless` never ends the step")


def test_a_window_longer_than_the_term_is_told() -> None:
    """Forty-eight months in a term of thirty-six: the count never looks at a full window, the mean is never due."""
    problem = the("CMY-824", when("times(missed, 48) >= 2"))
    assert (
        problem.why
        == "times(missed, 48) looks back 48 periods, and the term has 36, so it never looks at a full window"
    )
    mean = spoilt(
        ("measure: fill_rate", "measure: mean(fill_rate, 40)"),
        ("    at least: 99%\n", "    round: 0.1%\n    at least: 99%\n"),
    )
    assert the("CMY-824", mean).why.endswith("so it is never due")
    assert codes(when("times(missed, 36 months) >= 2")) == []
    assert "CMY-824" not in codes(when("times(missed, 48) >= 2").replace("ends: 2028-12-31\n", ""))
