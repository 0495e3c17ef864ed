"""Clocks: a time that is over before its step can open."""

import pytest

from tests.agreement.review.documents import codes, line, spoilt, the

CURE = """\
          may: heron
          do: notice
          within: 60 days after report
          then:
            name: cure
            must: finch
            do: mend
            within: {cure}
            then: {{declare: cured}}
            else:
              name: election
              may: heron
              do: notice of termination
              within: {election}
              then: {{set: {{agreement: terminated}}}}
              else: {{declare: reserved}}
          else: {{declare: reserved}}
"""
OLD = """\
          may: heron
          do: notice of termination
          within: 60 days after report
          then: {set: {agreement: terminated}}
          else: {declare: reserved}
"""


def cured(cure: str, election: str) -> str:
    return spoilt((OLD, CURE.format(cure=cure, election=election)))


def test_a_time_that_is_over_before_the_facts_are_due_is_told() -> None:
    """Facts are due 30 days after the month; a notice within 20 days after it can be missed without a chance."""
    text = spoilt(("60 days after report", "20 days after period end"), ("due: 10 days", "due: 30 days"))
    problem = the("CMY-841", text)
    assert problem.why == (
        "20 days after period end: this time is over before the facts are due (orders 30 days after period end)"
    )
    assert line(problem) == "20 days after period end"
    assert codes(text.replace("20 days after period end", "40 days after period end")) == []
    assert codes(text.replace("20 days after period end", "20 days after report")) == []


@pytest.mark.parametrize(
    ("cure", "election"),
    [("90 days after notice", "60 days after notice"), ("60 days after notice", "60 days after notice")],
)
def test_a_cure_that_outlasts_the_election_after_it_is_told(cure: str, election: str) -> None:
    """Both count from the notice: when the cure has failed, the time to elect is over."""
    problem = the("CMY-842", cured(cure, election))
    assert problem.why == f"{election}: this time is over when the step before it ends, on its last day"
    assert problem.related[0].says == f"the step before it may end {cure}"
    assert line(problem) == election


@pytest.mark.parametrize(
    ("cure", "election"),
    [
        ("30 days after notice", "60 days after notice"),
        ("90 days after notice", "60 days"),
        ("30 days", "30 days after cure"),
    ],
)
def test_a_time_that_runs_on_is_left_alone(cure: str, election: str) -> None:
    """A longer time from the same day, or one that begins with the step, leaves days to act."""
    assert codes(cured(cure, election)) == []


def test_calendar_months_are_followed_as_the_calendar_counts_them() -> None:
    """A cure of one month and an election of 31 days from the same notice: over in some months, not in all."""
    assert codes(cured("1 month after notice", "31 days after notice")) == []
    assert "CMY-842" in codes(cured("1 month after notice", "28 days after notice"))


def test_a_level_whose_time_is_over_when_the_level_before_ends_is_told() -> None:
    """Both count from the dispute, and the second is the shorter."""
    levels = "    - {level: project managers, within: 35 days after dispute}\n"
    levels += "    - {level: mediation, within: 21 days after dispute}\n"
    text = spoilt(("    - {level: project managers, within: 10 business days}\n", levels))
    assert line(the("CMY-842", text)).startswith("21 days after dispute")
    assert codes(text.replace("21 days after", "42 days after")) == []
