"""The parties together: a fair mean, whole percentages, and what would change the order."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.problem import Place
from comity.scorecards.weights.combine import consensus, geometric, percentages
from comity.scorecards.weights.model import Consistency, Elicited

NAMES = ("a", "b", "c")


def party(name: str, ratio: float | None = None, **weights: float) -> Elicited:
    """A party's weights; with a ratio, that of its comparisons, of which .1 is the limit."""
    fits = Consistency(ratio=ratio, limit=0.1, measure="ratio") if ratio is not None else None
    return Elicited(party=name, method="swing", weights=weights, place=Place(file=name), consistency=fits)


def test_what_one_holds_twice_and_the_other_half_is_equal() -> None:
    """Fern holds a twice as important as b, Lark half as important: together they weigh the same."""
    found = consensus([party("fern", a=2 / 3, b=1 / 3), party("lark", a=1 / 3, b=2 / 3)], ["fern", "lark"])
    assert found.together == pytest.approx({"a": 0.5, "b": 0.5})
    assert found.steps[0].apart
    assert found.proposal == {"a": 50, "b": 50}


def test_what_a_party_would_have_to_say_for_two_to_change_places() -> None:
    """Fern 4 times, Lark equal: together twice; they change places below 1 time for Fern, or a quarter for Lark."""
    found = consensus([party("fern", a=0.8, b=0.2), party("lark", a=0.5, b=0.5)], ["fern", "lark"])
    (step,) = found.steps
    assert step.ratio == pytest.approx(2)
    assert not step.apart
    assert [(one.party, round(one.said, 6), round(one.needed, 6)) for one in step.needed] == [
        ("fern", 4, 1), ("lark", 1, 0.25),
    ]  # fmt: skip


WEIGHTS = st.lists(st.integers(1, 100), min_size=3, max_size=3)


def shares(raw: list[int]) -> dict[str, float]:
    return {name: one / sum(raw) for name, one in zip(NAMES, raw, strict=True)}


@given(WEIGHTS, WEIGHTS)
def test_what_is_needed_brings_two_neighbours_level(one: list[int], other: list[int]) -> None:
    """Give a party exactly the ratio that is named, and the two dimensions weigh the same together."""
    found = consensus([party("fern", **shares(one)), party("lark", **shares(other))], ["fern", "lark"])
    for step in found.steps:
        changed = shares(one)
        changed[step.above] = changed[step.below] * step.needed[0].needed
        together = geometric([changed, shares(other)])
        assert together[step.above] == pytest.approx(together[step.below])


@given(WEIGHTS, WEIGHTS)
def test_the_common_weight_lies_between_the_parties(one: list[int], other: list[int]) -> None:
    """Each ratio of two weights together lies between those of the parties."""
    ratios = [held["a"] / held["b"] for held in (shares(one), shares(other))]
    together = geometric([shares(one), shares(other)])
    assert min(ratios) - 1e-9 <= together["a"] / together["b"] <= max(ratios) + 1e-9


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=9))
def test_proposed_percentages_are_whole_and_add_up(raw: list[int]) -> None:
    """Largest remainder: each within one point of its weight, and 100 together."""
    weights: Mapping[str, float] = {f"d{n}": one / sum(raw) for n, one in enumerate(raw)}
    found = percentages(weights)
    assert sum(found.values()) == 100
    assert all(abs(found[name] - 100 * weight) < 1 + 1e-6 for name, weight in weights.items())


@pytest.mark.parametrize(
    ("judged", "open_"),
    [([party("fern", a=0.5, b=0.5)], ("lark",)),
     ([party("fern", a=0.5, b=0.5), party("lark", 0.3, a=0.9, b=0.1)], ("lark",))],
)  # fmt: skip
def test_nothing_is_proposed_while_a_party_is_open(judged: list[Elicited], open_: tuple[str, ...]) -> None:
    """A party that has not judged, or contradicts itself, must not be outvoted by arithmetic."""
    found = consensus(judged, ["fern", "lark"])
    assert (found.proposal, found.open) == (None, open_)
