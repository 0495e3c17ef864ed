"""The gap between partners: verdicts that a steering committee can act on."""

from random import Random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.surveys.compare import Difference, Sample, chance, difference, holm
from comity.surveys.gap import GapVerdict, gaps
from comity.surveys.measured import Rows, respondent_means
from comity.surveys.model import CannotTell

FERN = [4.2, 3.8, 4.6, 4.0, 4.4, 3.6]
LARK = [2.4, 2.8, 2.0, 3.0, 2.6, 2.2]


def verdict(first: list[float], second: list[float], margin: float = 0.5, **rest: float) -> tuple[GapVerdict, str]:
    found = gaps({"trust": (Sample(means=first), Sample(means=second))}, margin=margin, **rest)[0]
    return found.verdict, found.reason


def test_welch_reproduces_a_published_example() -> None:
    """Welch's t of R's `sleep` data (Student 1908): t = -1.8608, df 17.776, 95 % from -3.3654832 to 0.2054832."""
    first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    found = difference(Sample(means=first), Sample(means=second), confidence=0.95)
    assert isinstance(found, Difference)
    assert (round(found.value / found.error, 4), round(found.df, 3)) == (-1.8608, 17.776)
    assert (round(found.interval.low, 7), round(found.interval.high, 7)) == (-3.3654832, 0.2054832)
    assert round(chance(found), 5) == 0.07939


def test_partners_who_differ_by_more_than_a_level_are_apart() -> None:
    """Fern is content with trust, Lark is not."""
    assert verdict(FERN, LARK)[0] is GapVerdict.APART


def test_partners_who_agree_closely_are_aligned_only_where_the_interval_shows_it() -> None:
    """Aligned is a claim that needs evidence: the same means from few and scattered answers are not enough."""
    close = [3.9, 4.0, 4.1, 4.0, 3.9, 4.1]
    assert verdict(close, close)[0] is GapVerdict.ALIGNED
    found, reason = verdict([1.0, 5.0, 3.0], [5.0, 3.0, 1.0])
    assert found is GapVerdict.CANNOT_TELL and "more answers" in reason


def test_a_real_but_small_gap_is_aligned_and_says_that_it_is_there() -> None:
    """A gap of a tenth of a level does not matter, however certain it is."""
    found, reason = verdict([4.1, 4.1, 4.12, 4.11], [4.0, 4.0, 4.02, 4.01])
    assert found is GapVerdict.ALIGNED and "though there is one" in reason


def test_a_gap_among_many_dimensions_is_judged_with_the_others() -> None:
    """Eleven dimensions without a gap and one that would stand out alone: by chance one such is expected."""
    quiet = (Sample(means=[3.0, 4.0, 3.5, 4.5]), Sample(means=[3.1, 4.1, 3.4, 4.4]))
    loud = (Sample(means=[4.0, 4.6, 4.4, 4.9]), Sample(means=[3.2, 4.2, 3.4, 4.3]))
    alone = gaps({"trust": loud}, margin=0.3)[0]
    among = gaps({"trust": loud, **{f"dimension {n}": quiet for n in range(11)}}, margin=0.3)[0]
    assert alone.verdict is GapVerdict.APART
    assert among.verdict is GapVerdict.CANNOT_TELL and "all dimensions" in among.reason
    assert among.difference == alone.difference


def test_a_census_has_no_doubt_from_sampling() -> None:
    """Where all six people of both sides answered, the gap is known, and its interval is the gap itself."""
    found = difference(Sample(means=FERN, population=6), Sample(means=LARK, population=6))
    assert isinstance(found, Difference)
    assert found.interval.low == found.value == found.interval.high
    half = difference(Sample(means=FERN, population=12), Sample(means=LARK, population=12))
    many = difference(Sample(means=FERN), Sample(means=LARK))
    assert isinstance(half, Difference) and isinstance(many, Difference)
    assert half.error == pytest.approx(many.error * 0.5**0.5)


def test_what_floating_point_leaves_of_no_gap_is_no_gap() -> None:
    """0.1 + 0.2 is not 0.3 to a computer; a census of two equal sides still finds no gap at all."""
    first = Sample(means=[0.1 + 0.2, 1.0], population=2)
    found = gaps({"trust": (first, Sample(means=[0.3, 1.0], population=2))}, margin=0.5)[0]
    assert isinstance(found.difference, Difference) and found.difference.value == 0
    assert found.verdict is GapVerdict.ALIGNED and "though" not in found.reason


def test_people_who_happen_to_agree_exactly_do_not_make_a_certain_gap() -> None:
    """Three answers of 4 on each side: with the step of the scale there is a width, without it no statement."""
    same = Sample(means=[4.0, 4.0, 4.0])
    assert isinstance(difference(same, same), CannotTell)
    found = difference(same, same, step=1.0)
    assert isinstance(found, Difference) and found.interval.high > 0.3


@pytest.mark.parametrize(
    ("side", "word"),
    [
        (Sample(means=[]), "no respondent"),
        (Sample(means=[3.0]), "1 respondent"),
        (Sample(means=[3.0, 4.0], population=1), "more people answered"),
    ],
)
def test_a_side_that_shows_no_spread_leaves_it_open(side: Sample, word: str) -> None:
    """With nobody, one person, or impossible numbers on a side, the verdict is cannot tell, and says why."""
    found = gaps({"trust": (Sample(means=FERN), side)}, margin=0.5)[0]
    assert found.verdict is GapVerdict.CANNOT_TELL and word in found.reason


def team(chance: Random, people: int, left_out: float) -> Rows:
    """Return the answers of people who feel 3 on average to two questions, some of which they leave out."""
    rows = []
    for _ in range(people):
        own = chance.gauss(3, 0.5)
        row = [min(5, max(1, round(own + chance.gauss(0, 0.8)))) for _ in range(2)]
        kept = [level if chance.random() > left_out else None for level in row]
        rows.append(kept if any(kept) else [row[0], None])
    return rows if all(any(column) for column in zip(*rows, strict=True)) else team(chance, people, left_out)


@pytest.mark.parametrize("people", [6, 10, 15])
@pytest.mark.parametrize("left_out", [0, 0.2, 0.4])
def test_where_questions_are_left_out_the_interval_is_right_as_often_as_it_says(people: int, left_out: float) -> None:
    """There is no gap, and nine of ten 90 % intervals hold 0; with others' means for what is missing it was 81 %."""
    chance, held = Random(1), 0
    for _ in range(600):
        sides = [Sample(means=respondent_means(team(chance, people, left_out))) for _ in range(2)]
        found = difference(*sides, step=0.5)
        assert isinstance(found, Difference)
        held += found.interval.holds(0)
    assert 0.86 <= held / 600 <= 0.94


def test_a_group_of_which_everybody_answered_something_is_not_known_for_certain() -> None:
    """Seven of seven answer, three of them the first question only and three the second: there is still an interval."""
    first: Rows = [[5, None]] * 3 + [[None, 3]] * 3 + [[4, 4]]
    sides = [
        Sample(means=respondent_means(first), population=7, least=4),
        Sample(means=respondent_means([[3, 3]] * 7), population=7, least=7),
    ]
    found = difference(*sides, step=0.5)
    assert isinstance(found, Difference) and found.interval.low < found.value < found.interval.high


@given(st.lists(st.tuples(st.integers(1, 5), st.none() | st.integers(1, 5)), min_size=1, max_size=9))
def test_the_mean_of_respondents_is_that_of_the_questions_means(rows: list[tuple[int, int | None]]) -> None:
    """Whatever is left out, the group's mean follows from the counts; with full rows each has their own mean."""
    columns = [[level for level in column if level is not None] for column in zip(*rows, strict=True)]
    if all(columns):
        found = respondent_means(rows)
        assert fmean(found) == pytest.approx(fmean(fmean(column) for column in columns))
        if all(level is not None for _, level in rows):
            assert found == pytest.approx([fmean(row) for row in rows])  # type: ignore[type-var]


def test_holm_reproduces_a_worked_example() -> None:
    """Adjusted p values of .01 .04 .03 .005 are .03 .06 .06 .02, as R's p.adjust gives them."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


@given(st.lists(st.floats(0, 1), max_size=9))
def test_holm_never_lowers_a_p_value_nor_changes_their_order(values: list[float]) -> None:
    """Adjusted values lie between p and the Bonferroni bound, and keep the order."""
    found = holm(values)
    for p, adjusted in zip(values, found, strict=True):
        assert p <= adjusted <= min(1.0, len(values) * max(values))
    order = sorted(range(len(values)), key=values.__getitem__)
    assert [found[place] for place in order] == sorted(found)


means = st.lists(st.floats(1, 5), min_size=2, max_size=6)


@given(means, means)
def test_a_gap_seen_from_the_other_side_is_the_same_gap(first: list[float], second: list[float]) -> None:
    """Exchanging the partners turns the sign and nothing else."""
    one = difference(Sample(means=first), Sample(means=second), step=0.2)
    other = difference(Sample(means=second), Sample(means=first), step=0.2)
    assert isinstance(one, Difference) and isinstance(other, Difference)
    assert (one.value, one.error) == pytest.approx((-other.value, other.error))
    assert one.interval.low == pytest.approx(-other.interval.high)
