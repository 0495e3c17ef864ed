"""Coders of interviews: how far they agreed and who is stricter, or why nobody can tell."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from random import Random

import pytest

from comity.surveys.calibration import Habit
from comity.surveys.coding import coders, habit_of
from comity.surveys.methods import BESIDE, CODERS, LINKED
from comity.surveys.model import Interval
from comity.surveys.released import Reliability
from comity.surveys.wave import Both, Coded

SCALE, QUESTIONS = (1, 5), ("trust1", "trust2", "call", "aims")


def interview(names: tuple[str, str], *levels: tuple[int, int]) -> Coded:
    """Return an interview as two coders judged it, a pair of levels a question."""
    pairs = zip(QUESTIONS, levels, strict=False)
    return Coded(coders=names, levels=tuple(Both(question=key, first=a, second=b) for key, (a, b) in pairs))


def drawn(pairs: Sequence[tuple[str, str]], strict: dict[str, int], seed: int = 1) -> list[Coded]:
    """Return interviews in which each coder is as many levels below the truth as they are strict, or one off."""
    chance = Random(seed)
    found = []
    for names in pairs:
        truth = [chance.randint(3, 5) for _ in QUESTIONS]
        both = [[max(1, t - strict.get(name, 0) - (chance.random() < 0.15)) for t in truth] for name in names]
        found.append(interview(names, *zip(*both, strict=True)))
    return found


def by_method(found: Sequence[Reliability]) -> dict[str, Reliability]:
    return {one.method: one for one in found}


def value(one: Reliability) -> Decimal:
    assert one.value is not None, one.reason
    return one.value


def test_two_coders_are_linked_and_the_stricter_one_is_named() -> None:
    """Ben goes a level lower than Ada in each of ten interviews: both are told by how much, and in which direction."""
    found = by_method(coders(drawn([("ada", "ben")] * 10, {"ben": 1}), SCALE, 5))
    ada, ben = found[BESIDE + "ada"], found[BESIDE + "ben"]
    assert ada.value is not None and ben.value is not None and ada.low is not None and ben.high is not None
    assert ada.value == -ben.value and abs(ada.value - 1) < Decimal("0.2")
    assert ada.low > 0 > ben.high
    assert ada.reason.startswith("Milder:") and ben.reason.startswith("Harsher:")
    assert "Many-facet Rasch severity +" in ben.reason and "severity -" in ada.reason
    assert found[CODERS].value is not None
    assert value(found[LINKED]) > 1  # the two are well told apart


def test_the_difference_is_that_of_interviews_worked_out_by_hand() -> None:
    """Five interviews of one question, first less second 1, 0, 1, 0, 1: mean .6, standard error .245, t of 4 2.132."""
    levels = [(4, 3), (3, 3), (5, 4), (2, 2), (3, 2)]
    found = by_method(coders([interview(("ada", "ben"), pair) for pair in levels], SCALE, 5))
    ada = found[BESIDE + "ada"]
    assert (ada.value, ada.low, ada.high) == (Decimal("0.6"), Decimal("0.08"), Decimal("1.12"))


def test_coders_who_judge_alike_are_in_line() -> None:
    """The same levels in eight interviews: the interval has the width of rounding, and lies within half a level."""
    same = [interview(("ada", "ben"), (4, 4), (3, 3), (n % 5 + 1, n % 5 + 1), (2, 2)) for n in range(8)]
    found = by_method(coders(same, SCALE, 5))
    assert found[BESIDE + "ada"].value == 0 and found[BESIDE + "ada"].reason.startswith("In line:")
    assert found[CODERS].value == 1
    assert value(found[LINKED]) < 1


def test_coders_who_share_no_interview_are_told_apart_where_others_link_them() -> None:
    """Ada and Cid never read the same notes; Ben read with both. Cid is stricter than Ben, Ben as Ada."""
    pairs = [("ada", "ben")] * 6 + [("ben", "cid")] * 6
    found = by_method(coders(drawn(pairs, {"cid": 1}), SCALE, 5))
    cid = found[BESIDE + "cid"]
    assert cid.high is not None and cid.high < 0 and found[LINKED].value is not None


def test_where_nobody_links_two_pairs_severity_is_refused_with_the_reason() -> None:
    """Two pairs over different interviews: a strict pair cannot be told from poor interviews. Agreement is told."""
    found = by_method(coders(drawn([("ada", "ben")] * 5 + [("cid", "dot")] * 5, {"cid": 1, "dot": 1}), SCALE, 5))
    assert found[LINKED].value is None
    assert found[LINKED].reason == (
        "no interview links these groups of coders, so a severe coder cannot be told from a poor interview: "
        "ada, ben; cid, dot. Let some coders of each group judge an interview of another."
    )
    assert found[CODERS].value is not None and not any(name.startswith(BESIDE) for name in found)


def test_of_few_interviews_nothing_is_told() -> None:
    """Four interviews, and of one coder two among six: what is told would speak of few people's answers."""
    found = coders(drawn([("ada", "ben")] * 4, {}), SCALE, 5)
    assert [one.reason for one in found] == ["fewer than 5 interviews were coded twice"] * 2
    rare = by_method(coders(drawn([("ada", "ben")] * 6 + [("ada", "cid")] * 2, {}), SCALE, 5))
    assert rare[BESIDE + "cid"].value is None
    assert rare[BESIDE + "cid"].reason == "fewer than 5 interviews were coded by cid and another"


@pytest.mark.parametrize(
    ("low", "high", "habit"),
    [(-0.4, 0.4, Habit.IN_LINE), (0.1, 0.9, Habit.MILDER), (-0.9, -0.1, Habit.HARSHER), (-0.2, 0.6, Habit.CANNOT_TELL)],
)
def test_the_habit_follows_from_the_interval(low: float, high: float, habit: Habit) -> None:
    """Within half a level in line, wholly on one side milder or harsher, else nobody can tell."""
    assert habit_of(Interval(low=low, high=high)) is habit
