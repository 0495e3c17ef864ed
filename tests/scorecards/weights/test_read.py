"""Judgements as parties write them: every method is read, and what is wrong is told where it stands."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from comity.scorecards.weights.model import BestWorst, Pairs, Stated, Swing
from comity.scorecards.weights.read import read_judgement, read_judgements

PARTIES, NAMES = ("fern", "lark"), ("quality", "growth", "trust")
SWING = "party: fern\nswing: {quality: 100, growth: 60, trust: 40}\n"
BEST_WORST = """party: fern
best worst:
  best: quality
  worst: growth
  best over: {growth: 7, trust: 3}
  over worst: {quality: 7, trust: 2.5}
"""
PAIRS = "party: fern\npairs: {quality over growth: 7, trust over quality: 1/3, trust over growth: 2}\n"
STATED = "party: fern\nweights: {quality: 50%, growth: 30%, trust: 20%}\n"


def read(text: str) -> tuple[object, list[str]]:
    """Return what was judged, and the codes of the problems."""
    found, problems = read_judgement(text.encode(), "weights/fern.yaml", PARTIES, NAMES)
    assert all(problem.place.line for problem in problems)
    return found.about if found is not None else None, [problem.code for problem in problems]


def test_every_method_is_read() -> None:
    """Points, both vectors, pairs in either direction, plain weights."""
    assert read(SWING) == (Swing(points={"quality": Decimal(100), "growth": Decimal(60), "trust": Decimal(40)}), [])
    over, under = {"quality": 1, "growth": 7, "trust": 3}, {"quality": 7, "growth": 1, "trust": Decimal("2.5")}
    assert read(BEST_WORST) == (BestWorst(best="quality", worst="growth", best_over=over, over_worst=under), [])
    compared = {("quality", "growth"): 7, ("trust", "quality"): Fraction(1, 3), ("trust", "growth"): 2}
    assert read(PAIRS) == (Pairs(over=compared), [])
    shares = {"quality": Decimal("0.5"), "growth": Decimal("0.3"), "trust": Decimal("0.2")}
    assert read(STATED) == (Stated(weights=shares), [])


@pytest.mark.parametrize(
    ("text", "old", "new", "code"),
    [
        (SWING, "100", "90", "CMY-482"),
        (SWING, "60", "0", "CMY-482"),
        (SWING, "60", "much", "CMY-482"),
        (SWING, "60", "101", "CMY-482"),
        (SWING, "growth", "grwth", "CMY-481"),
        (SWING, ", trust: 40", "", "CMY-481"),
        (SWING, "fern", "frn", "CMY-208"),
        (SWING, "party: fern\n", "", "CMY-202"),
        (SWING, "swing", "swings", "CMY-201"),
        (SWING, "swing: {", "weights: {quality: 1}\nswing: {", "CMY-202"),
        (SWING, "{quality: 100, growth: 60, trust: 40}", "100", "CMY-203"),
        (STATED, "20%", "10%", "CMY-211"),
        (BEST_WORST, "over worst: {quality: 7", "over worst: {quality: 5", "CMY-483"),
        (BEST_WORST, "worst: growth", "worst: quality", "CMY-483"),
        (BEST_WORST, "trust: 3", "trust: 8", "CMY-483"),
        (BEST_WORST, "trust: 3", "trust: 1/3", "CMY-482"),
        (BEST_WORST, "  worst: growth\n", "", "CMY-202"),
        (BEST_WORST, "trust: 3", "growth: 3", "CMY-110"),
        (PAIRS, "trust over growth: 2", "growth over trust: 2, trust over growth: 2", "CMY-483"),
        (PAIRS, "trust over growth", "trust and growth", "CMY-481"),
        (PAIRS, ", trust over growth: 2", "", "CMY-481"),
        (PAIRS, "growth: 2", "growth: 12", "CMY-205"),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(text: str, old: str, new: str, code: str) -> None:
    """Off the scale, left out, said twice, contradicting itself, not adding up: a problem, and no judgement."""
    assert old in text
    found, codes = read(text.replace(old, new))
    assert found is None
    assert codes[0] == code


def test_weights_that_do_not_add_up_show_their_sum() -> None:
    """50% + 30% + 10% are 90%: said with the sum, as on the scorecard itself."""
    _, (problem,) = read_judgement(STATED.replace("20%", "10%").encode(), "w.yaml", PARTIES, NAMES)
    assert problem.why == "the weights add up to 90%, not 100%: 50% + 30% + 10%"


def test_a_party_judges_once() -> None:
    """Two files of one party: the second is refused, with the place of the first; the order is that of the parties."""
    files = [
        ("a.yaml", SWING.replace("fern", "lark").encode()),
        ("b.yaml", SWING.encode()),
        ("c.yaml", STATED.encode()),
    ]
    found, (problem,) = read_judgements(files, PARTIES, NAMES)
    assert [one.party for one in found] == ["fern", "lark"]
    assert (problem.code, problem.related[0].place.file) == ("CMY-481", "b.yaml")


@pytest.mark.parametrize(
    ("method", "why"),
    [
        ("pairs", "not every pair is compared: quality over growth, quality over trust, growth over trust"),
        ("swing", "`swing` leaves out quality, growth, trust"),
        ("weights", "`weights` leaves out quality, growth, trust"),
        ("best worst", "`best worst` needs the key `best`"),
    ],
)
def test_a_method_that_is_empty_is_not_taken_for_the_whole_file(method: str, why: str) -> None:
    """What is missing is named; the keys of the file itself are no dimensions."""
    _, problems = read_judgement(f"party: fern\n{method}: {{}}\n".encode(), "weights/fern.yaml", PARTIES, NAMES)
    assert problems[0].why == why
    assert not any("party" in one.why for one in problems)
