"""Weights from judgements: published examples to their printed digits, and what contradicts is named."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.problem import Place, Severity
from comity.scorecards.weights import bestworst, pairs
from comity.scorecards.weights.elicit import elicit
from comity.scorecards.weights.model import BestWorst, Judgement, Pairs, Swing
from comity.scorecards.weights.simplex import minimise

CAR = ("quality", "price", "comfort", "safety", "style")
HOUSE = ("size", "transportation", "neighbourhood", "age", "yard", "modern", "condition", "financing")
HOUSE_ROWS = """1 5 3 7 6 6 1/3 1/4
1/5 1 1/3 5 3 3 1/5 1/7
1/3 3 1 6 3 4 6 1/5
1/7 1/5 1/6 1 1/3 1/4 1/7 1/8
1/6 1/3 1/3 3 1 1/2 1/5 1/6
1/6 1/3 1/4 4 2 1 1/5 1/6
3 5 1/6 7 5 5 1 1/2
4 7 5 8 6 6 2 1"""


def car(best_over: str, over_worst: str) -> BestWorst:
    """The car of Rezaei 2016: best is price, worst is style."""
    over, under = (dict(zip(CAR, map(Fraction, text.split()), strict=True)) for text in (best_over, over_worst))
    return BestWorst(best="price", worst="style", best_over=over, over_worst=under)


def house() -> Pairs:
    """Saaty's house, one comparison for each pair."""
    rows = [[Fraction(cell) for cell in line.split()] for line in HOUSE_ROWS.splitlines()]
    return Pairs(over={(HOUSE[i], HOUSE[j]): rows[i][j] for i, j in combinations(range(8), 2)})


def judged(about: object) -> Judgement:
    return Judgement(party="fern", about=about, place=Place(file="weights/fern.yaml", line=1))


@pytest.mark.parametrize(
    ("best_over", "over_worst", "weights", "xi"),
    [
        ("2 1 4 2 8", "4 8 2 4 1", [0.2105, 0.4211, 0.1053, 0.2105, 0.0526], 0),
        ("2 1 4 3 8", "4 8 2 3 1", [0.2295, 0.4481, 0.1148, 0.1530, 0.0546], 0.0109),
    ],
)
def test_the_car_of_rezaei(best_over: str, over_worst: str, weights: list[float], xi: float) -> None:
    """Rezaei 2016, Omega 64, tables 2 and 3 with the linear results of section 4, to the printed digits."""
    found, deviation = bestworst.best_worst(car(best_over, over_worst))
    assert [round(float(one), 4) for one in found.values()] == weights
    assert round(float(deviation), 4) == xi
    assert sum(found.values()) == 1


def test_the_judgement_that_fits_least_in_best_worst() -> None:
    """Price over safety 3 and safety over style 3 make 9, price over style is 8: 8/3 would fit; ratio 1/56."""
    fits = bestworst.consistency(car("2 1 4 3 8", "4 8 2 3 1"))
    assert fits.ratio == pytest.approx(1 / 56)
    assert (fits.limit, fits.fine) == (0.2958, True)
    assert fits.worst is not None
    assert (fits.worst.second, fits.worst.said, round(fits.worst.fits, 2)) == ("safety", 3, 2.67)


def test_best_worst_that_contradicts_itself_is_told() -> None:
    """Comfort 8 times below the best and 8 times above the worst: a warning that says what to judge again."""
    _, (problem,) = elicit(judged(car("2 1 8 3 8", "4 8 8 3 1")), CAR)
    assert (problem.code, problem.severity) == ("CMY-484", Severity.WARNING)
    assert "price over comfort, said to be 8; 1 would fit" in problem.hint


def test_the_house_of_saaty() -> None:
    """Saaty 1990, EJOR 48: lambda 9.669, CR .169 and the printed priorities; too high, and the warning says so."""
    found, (problem,) = elicit(judged(house()), HOUSE)
    rows = pairs.matrix(HOUSE, house())
    assert round(pairs.eigen(rows)[1], 3) == 9.669
    assert [round(one, 3) for one in found.weights.values()] == [0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333]
    assert found.consistency is not None
    assert (round(found.consistency.ratio, 3), found.consistency.fine) == (0.169, False)
    assert problem.code == "CMY-484"
    assert "0.169" in problem.why
    assert "neighbourhood over condition, said to be 6; 1.1 would fit" in problem.hint


def test_a_circle_of_comparisons_is_named() -> None:
    """Quality above growth, growth above trust, trust above quality: the three are named in the warning."""
    names = ("quality", "growth", "trust")
    over = {("quality", "growth"): Fraction(5), ("growth", "trust"): Fraction(5), ("trust", "quality"): Fraction(5)}
    _, (problem,) = elicit(judged(Pairs(over=over)), names)
    assert "quality is held above growth, growth above trust, and trust above quality" in problem.why


def test_swing_points_are_shares_of_their_sum() -> None:
    """100, 60 and 40 points are half, 30% and 20%; nothing can contradict."""
    points = {"quality": Fraction(100), "growth": Fraction(60), "trust": Fraction(40)}
    found, problems = elicit(judged(Swing(points=points)), tuple(points))
    assert (found.weights, found.consistency, problems) == ({"quality": 0.5, "growth": 0.3, "trust": 0.2}, None, [])


RAW = st.lists(st.integers(1, 9), min_size=2, max_size=6)


@given(RAW)
def test_consistent_comparisons_give_the_weights_they_came_from(raw: list[int]) -> None:
    """From the ratios of known weights every method finds those weights, with a ratio of 0."""
    names = tuple(f"d{number}" for number in range(len(raw)))
    whole = sum(raw)
    over = {(names[i], names[j]): Fraction(raw[i], raw[j]) for i, j in combinations(range(len(raw)), 2)}
    by_pairs, warned = elicit(judged(Pairs(over=over)), names)
    assert list(by_pairs.weights.values()) == pytest.approx([one / whole for one in raw], abs=1e-9)
    assert warned == []
    best, worst = raw.index(max(raw)), len(raw) - 1 - raw[::-1].index(min(raw))
    if best != worst:
        about = BestWorst(
            best=names[best], worst=names[worst],
            best_over={name: Fraction(raw[best], one) for name, one in zip(names, raw, strict=True)},
            over_worst={name: Fraction(one, raw[worst]) for name, one in zip(names, raw, strict=True)},
        )  # fmt: skip
        weights, deviation = bestworst.best_worst(about)
        assert deviation == 0
        assert list(weights.values()) == [Fraction(one, whole) for one in raw]


@given(st.lists(st.integers(1, 9), min_size=3, max_size=5), st.lists(st.integers(1, 9), min_size=5, max_size=5))
def test_no_other_weights_come_nearer_to_the_judgements(over: list[int], under: list[int]) -> None:
    """Rezaei's xi is the least possible: weights moved a little in any direction are no nearer."""
    names = [f"d{number}" for number in range(len(over))]
    best_over = dict(zip(names, map(Fraction, [1, *over[1:-1], 9]), strict=True))
    over_worst = dict(zip(names, map(Fraction, [9, *under[1 : len(over) - 1], 1]), strict=True))
    about = BestWorst(best=names[0], worst=names[-1], best_over=best_over, over_worst=over_worst)
    weights, deviation = bestworst.best_worst(about)

    def furthest(held: dict[str, Fraction]) -> Fraction:
        return max(
            *(abs(held[names[0]] - best_over[one] * held[one]) for one in names[1:]),
            *(abs(held[one] - over_worst[one] * held[names[-1]]) for one in names[:-1]),
        )

    assert furthest(weights) == deviation
    for moved, other in combinations(names, 2):
        for step in (Fraction(1, 200), Fraction(-1, 200)):
            assert furthest(weights | {moved: weights[moved] + step, other: weights[other] - step}) >= deviation


def test_a_programme_without_a_solution_is_told() -> None:
    """X = 1 and x = 2 at once have no solution; x + y = 2 with cost x has x = 0."""
    one = Fraction(1)
    assert minimise([one], [[one], [one]], [one, 2 * one]) is None
    assert minimise([one, Fraction(0)], [[one, one]], [2 * one]) == [0, 2]
