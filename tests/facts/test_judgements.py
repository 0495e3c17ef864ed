"""Ratings against the levels and the judges that are agreed."""

import pytest

from comity.kernel.problem import Problem
from tests.metrics.ratings import FERN, HEAD, LARK, agreement, handed_in, loaded

ALLIANCE = agreement()
AMENDED = """\
comity: 1
amends: fern_lark
title: Three levels and another judge
in force: 2026-07-01
changes:
  metrics:
    trust:
      levels: {0: Broken., 25: removed, 50: Kept when reminded., 75: removed, 100: Kept.}
      judged by: {fern: sponsor}
"""


def problems(*rows: str, party: str = "lark", of=ALLIANCE) -> list[Problem]:
    """Return what is wrong with a party's ratings."""
    return loaded(of, {"ratings": [handed_in("ratings", party, HEAD + "\n".join(rows))]})[1]


def test_ratings_on_the_levels_by_the_judges_are_taken() -> None:
    """Both files count, row by row."""
    facts, found = loaded(ALLIANCE, {"ratings": [FERN, LARK]})
    assert found == []
    assert facts.tables["ratings"].rows.num_rows == 3


def test_a_rating_between_two_levels_is_a_problem_with_its_row() -> None:
    """60 has no description, so nobody could say what it means; the file is not taken."""
    (found,) = problems("2026-Q1,manager,trust,50,", "2026-Q1,sponsor,trust,60,")
    assert (found.code, found.place.line, found.place.cell) == ("CMY-452", 3, "row 3, column level")
    assert found.why == "60 is none of the levels on which trust is judged"
    assert found.hint == "Its levels are 0, 25, 50, 75 and 100; choose the one whose description fits."


@pytest.mark.parametrize(
    ("party", "role", "why"),
    [
        ("lark", "sponser", "'sponser' of lark does not judge trust; there the manager and sponsor do. "
                            "Did you mean sponsor?"),
        ("fern", "sponsor", "'sponsor' of fern does not judge trust; there the manager does"),
    ],
)  # fmt: skip
def test_a_role_that_does_not_judge_is_a_problem(party: str, role: str, why: str) -> None:
    """Nobody can shift a judgement by letting more people judge."""
    found = problems(f"2026-Q1,{role},trust,50,", party=party)
    assert [(one.code, one.why) for one in found] == [("CMY-453", why)]


def test_a_rating_that_no_judged_metric_counts_is_anybodys() -> None:
    """The levels of trust say nothing of openness, which is only noted."""
    assert problems("2026-Q1,guest,openness,42,") == []


def test_a_row_without_a_level_is_no_rating() -> None:
    """Who gives no level is taken at his word: there is none."""
    assert problems("2026-Q1,sponsor,trust,,No opinion") == []


def test_each_rating_is_checked_by_the_terms_of_its_day() -> None:
    """From July three levels and another judge hold: the old ratings stay right, and new ones are measured anew."""
    of = agreement(amended=AMENDED)
    assert problems("2026-Q1,manager,trust,25,", party="fern", of=of) == []
    assert problems("2026-Q3,sponsor,trust,100,", party="fern", of=of) == []
    found = problems("2026-Q3,manager,trust,25,", party="fern", of=of)
    assert [one.code for one in found] == ["CMY-452", "CMY-453"]
