"""Severity of raters: measured where raters are linked, refused with the reason where they are not."""

import numpy as np
import pytest

from comity.surveys.linking import unlinked
from comity.surveys.model import CannotTell
from comity.surveys.severity import Judged, Severity, severity

SCALE = (1, 5)
ITEMS = ("trust", "speed", "candour")


def survey(severities: dict[str, float], merits: dict[str, float], *, overlap: float, seed: int = 4) -> list[Judged]:
    """Simulate raters who each judge their own share of the alliances, and others with a probability."""
    chance = np.random.default_rng(seed)
    steps = np.cumsum([0.0, -1.5, -0.5, 0.5, 1.5])
    found = []
    for number, (rater, severe) in enumerate(severities.items()):
        for place, (thing, merit) in enumerate(merits.items()):
            if place % len(severities) != number and chance.random() >= overlap:
                continue
            for item in ITEMS:
                odds = np.exp(np.arange(5) * (merit - severe) - steps)
                level = int(chance.choice(5, p=odds / odds.sum())) + 1
                found.append(Judged(rater=rater, thing=thing, item=item, level=level))
    return found


RATERS = {"alice": -1.2, "bob": 0.0, "carol": 0.2, "dan": 1.0}
THINGS = {f"alliance {n:02}": merit for n, merit in enumerate(np.linspace(-1.5, 1.5, 16))}


def measured(answers: list[Judged]) -> Severity:
    found = severity(answers, SCALE)
    assert isinstance(found, Severity)
    return found


def test_a_severe_rater_is_recognised_where_raters_share_alliances() -> None:
    """Alice is mild and Dan severe: their measures say so, within three standard errors of the truth."""
    found = measured(survey(RATERS, THINGS, overlap=0.5))
    assert min(found.raters, key=lambda one: one.value).name == "alice"
    assert max(found.raters, key=lambda one: one.value).name == "dan"
    for one in found.raters:
        assert abs(one.value - RATERS[one.name]) < 3 * one.error
    assert sum(one.value for one in found.raters) == pytest.approx(0, abs=1e-9)
    assert found.rater_spread.separation > 2


def test_objects_are_ranked_better_than_by_their_means() -> None:
    """With severity taken out, the order of the alliances comes nearer to the true one."""
    gained = []
    for seed in range(6):
        answers = survey(RATERS, THINGS, overlap=0.4, seed=seed)
        found = measured(answers)
        plain = [np.mean([a.level for a in answers if a.thing == one.name]) for one in found.objects]
        true = [THINGS[one.name] for one in found.objects]
        gained.append(np.corrcoef([one.value for one in found.objects], true)[0, 1] - np.corrcoef(plain, true)[0, 1])
    assert np.mean(gained) > 0.02


def test_raters_who_each_see_one_alliance_are_refused_and_named() -> None:
    """Nested raters: a severe rater cannot be told from a poor alliance, and the reason names who is not linked."""
    found = severity(survey(RATERS, THINGS, overlap=0.0), SCALE)
    assert isinstance(found, CannotTell)
    assert "alice; bob; carol; dan" in found.reason and "cannot be told" in found.reason


def test_one_shared_alliance_links_two_groups() -> None:
    """Two groups of raters without a common alliance are refused; one common alliance is enough to compare them."""
    rows = [("alice", "a", "x"), ("bob", "a", "x"), ("carol", "b", "x"), ("dan", "b", "x")]
    assert "alice, bob; carol, dan" in unlinked(rows)
    assert unlinked([*rows, ("bob", "b", "x")]) == ""


def test_raters_who_answered_different_items_are_refused_too() -> None:
    """Linked by the alliance but not by the items: a severe rater looks like a hard item."""
    rows = [("alice", "a", "x"), ("alice", "b", "x"), ("bob", "a", "y"), ("bob", "b", "y")]
    assert "hard item" in unlinked(rows)


def test_an_erratic_rater_misfits() -> None:
    """A rater who answers by lot has infit and outfit far above those of the others."""
    answers = survey(RATERS | {"eve": 0.0}, THINGS, overlap=0.6)
    chance = np.random.default_rng(1)
    answers = [
        Judged(rater=a.rater, thing=a.thing, item=a.item, level=int(chance.integers(1, 6))) if a.rater == "eve" else a
        for a in answers
    ]
    fit = {one.name: (one.infit, one.outfit) for one in measured(answers).raters}
    assert min(fit["eve"]) > 1.4 > max(max(fit[name]) for name in RATERS)


def test_a_rater_who_always_gives_the_highest_answer_stays_finite() -> None:
    """The prior holds a rater without variation at a finite, mild measure with a large error."""
    answers = [
        Judged(rater=a.rater, thing=a.thing, item=a.item, level=5) if a.rater == "alice" else a
        for a in survey(RATERS, THINGS, overlap=0.5)
    ]
    alice = next(one for one in measured(answers).raters if one.name == "alice")
    assert -8 < alice.value < -2
    assert np.isfinite(alice.error) and alice.error > 0.3


def test_what_cannot_be_compared_is_refused() -> None:
    """One rater alone, and an answer outside the scale."""
    rows = survey(RATERS, THINGS, overlap=0.5)
    alone = severity([one for one in rows if one.rater == "bob"], SCALE)
    assert isinstance(alone, CannotTell) and "comparison" in alone.reason
    outside = severity([*rows, Judged(rater="bob", thing="alliance 00", item="trust", level=6)], SCALE)
    assert isinstance(outside, CannotTell) and "outside" in outside.reason


def test_measures_solve_the_equations_of_the_model() -> None:
    """For every rater, the levels given and those expected differ only by the pull of the prior."""
    answers = survey(RATERS, THINGS, overlap=0.5)
    found = measured(answers)
    value = {one.name: one.value for group in (found.raters, found.objects, found.items) for one in group}
    steps = np.concatenate([[0.0], np.cumsum(found.steps)])
    for one in found.raters:
        rest = 0.0
        for a in answers:
            if a.rater == one.name:
                odds = np.exp(np.arange(5) * (value[a.thing] - value[a.rater] - value[a.item]) - steps)
                rest += a.level - 1 - (odds / odds.sum()) @ np.arange(5)
        assert rest == pytest.approx(-one.value, abs=0.5)
