"""A calibration round: each rater beside the panel."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.surveys.calibration import Beside, Habit, Placed, calibrate, placed
from comity.surveys.model import CannotTell, Estimate

ORDER = ["closed", "guarded", "mixed", "open", "candid", "partners"]
FAIR = dict(zip(ORDER, [1, 2, 3, 4, 5, 5], strict=True))


def beside(rater: str, own: dict[str, int]) -> Beside:
    found = calibrate({"ann": FAIR, "ben": FAIR, "cid": FAIR, rater: own}, ORDER)
    assert not isinstance(found, CannotTell)
    return next(one for one in found if one.rater == rater)


def test_a_rater_who_judges_as_the_panel_is_in_line() -> None:
    """Dora gives the panel's levels for all six cases."""
    found = beside("dora", FAIR)
    assert (found.habit, found.same, found.out_of_order, found.vignettes) == (Habit.IN_LINE, 1.0, 0, 6)


def test_harsher_and_milder_raters_are_told_by_how_much() -> None:
    """Hugo gives about one level less for the same cases, Mia one more."""
    hugo = beside("hugo", {name: max(1, level - 1) for name, level in FAIR.items()})
    mia = beside("mia", {name: min(5, level + 1) for name, level in FAIR.items()})
    assert (hugo.habit, mia.habit) == (Habit.HARSHER, Habit.MILDER)
    assert isinstance(hugo.difference, Estimate) and hugo.difference.value == pytest.approx(-5 / 6)
    assert hugo.furthest[1] == -1.0


def test_an_erratic_rater_is_no_habit_but_shows_in_the_order() -> None:
    """Eve puts the worst case highest: no constant difference, but vignettes out of their order."""
    found = beside("eve", dict(zip(ORDER, [5, 1, 4, 2, 5, 3], strict=True)))
    assert found.habit is Habit.CANNOT_TELL
    assert found.out_of_order >= 5 and found.furthest == ("closed", 4.0)


def test_two_vignettes_and_two_raters_are_too_few() -> None:
    """Too few cases give no habit, too few raters no panel."""
    found = beside("finn", {"open": 1, "mixed": 1})
    assert found.habit is Habit.CANNOT_TELL and "fewer than three" in found.reason
    assert isinstance(calibrate({"ann": FAIR, "ben": FAIR}, ORDER), CannotTell)
    empty = beside("gus", {"not in the order": 3})
    assert (empty.vignettes, empty.habit) == (0, Habit.CANNOT_TELL)


@pytest.mark.parametrize(
    ("answer", "vignettes", "low", "high"),
    [(1, [2, 3, 4], 1, 1), (2, [2, 3, 4], 2, 2), (3, [1, 2, 4], 5, 5), (5, [2, 3, 4], 7, 7), (3, [3, 3, 4], 2, 4)],
)
def test_an_answer_is_placed_among_the_raters_own_vignettes(
    answer: int, vignettes: list[int], low: int, high: int
) -> None:
    """Below all is 1, equal to the first 2, above all 7; where vignettes tie it is a range (King et al. 2004)."""
    assert placed(answer, vignettes) == Placed(low=low, high=high)


@given(st.integers(1, 5), st.lists(st.integers(1, 5), min_size=1, max_size=5), st.integers(-3, 3))
def test_a_place_does_not_depend_on_how_a_rater_uses_the_scale(answer: int, levels: list[int], shift: int) -> None:
    """Whoever gives all cases and their own answer a level less lands in the same place, and the place exists."""
    found = placed(answer, levels)
    assert found == placed(answer + shift, [level + shift for level in levels])
    assert 1 <= found.low <= found.high <= 2 * len(levels) + 1
