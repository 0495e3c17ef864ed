"""Change between waves."""

from comity.surveys.change import ChangeVerdict, changes
from comity.surveys.compare import Difference, Sample

SPRING = Sample(means=[2.4, 2.8, 2.0, 3.0, 2.6, 2.2])
AUTUMN = Sample(means=[4.2, 3.8, 4.6, 4.0, 4.4, 3.6])


def test_a_rise_and_a_fall_are_named_in_the_direction_of_time() -> None:
    """From spring to autumn trust rose by 1.6 levels; the other way round it fell."""
    rose, fell = changes({"trust": (SPRING, AUTUMN), "commitment": (AUTUMN, SPRING)}, margin=0.5)
    assert (rose.verdict, fell.verdict) == (ChangeVerdict.ROSE, ChangeVerdict.FELL)
    assert isinstance(rose.difference, Difference) and round(rose.difference.value, 2) == 1.6


def test_steady_has_to_be_shown_too() -> None:
    """Nothing moved and the answers lie close together: steady. Scattered answers: cannot tell."""
    close, wide = Sample(means=[3.9, 4.0, 4.1, 4.0, 4.0]), Sample(means=[1.0, 5.0, 3.0])
    steady, unclear = changes({"trust": (close, close), "commitment": (wide, wide)}, margin=0.5)
    assert steady.verdict is ChangeVerdict.STEADY
    assert unclear.verdict is ChangeVerdict.CANNOT_TELL and "more answers" in unclear.reason


def test_a_wave_with_one_respondent_says_nothing_of_change() -> None:
    """One answer has no spread, so no change can be judged."""
    found = changes({"trust": (SPRING, Sample(means=[5.0]))}, margin=0.5)[0]
    assert found.verdict is ChangeVerdict.CANNOT_TELL and "1 respondent" in found.reason


def test_a_change_that_would_stand_out_alone_is_judged_with_the_others() -> None:
    """Holm applies across dimensions, and the reason says so."""
    loud = (Sample(means=[3.2, 4.2, 3.4, 4.3]), Sample(means=[4.0, 4.6, 4.4, 4.9]))
    quiet = (Sample(means=[3.0, 4.0, 3.5, 4.5]), Sample(means=[3.1, 4.1, 3.4, 4.4]))
    found = changes({"trust": loud, **{f"dimension {n}": quiet for n in range(11)}}, margin=0.3)[0]
    assert found.verdict is ChangeVerdict.CANNOT_TELL and "all dimensions" in found.reason
