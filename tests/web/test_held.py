"""What a process holds of what it has made."""

from __future__ import annotations

from contextlib import suppress
from itertools import count

from comity.web.held import Held


def test_a_thing_is_made_once_in_one_state_and_again_in_another() -> None:
    """What is held is given again while that from which it was made is the same, and never after it has changed."""
    held, numbers = Held[int](most=3), count()
    given = [held.get("fern", state, lambda: next(numbers)) for state in ("a", "a", "b", "b", "a")]
    assert given == [0, 0, 1, 1, 2]


def test_those_go_first_for_which_nobody_asked_longest() -> None:
    """However many there are, no more are held than was said, and those that are asked for stay."""
    held = Held[str](most=2)
    made: list[str] = []

    def making(key: str) -> str:
        made.append(key)
        return key

    def get(key: str) -> None:
        held.get(key, 0, lambda: making(key))

    for key in ("fern", "lark", "fern", "moss", "fern", "lark"):
        get(key)
    assert made == ["fern", "lark", "moss", "lark"]
    assert len(held) == 2


def test_what_was_refused_is_not_held() -> None:
    """Where making it fails, nothing is held: the next who asks has it made again."""
    held = Held[int](most=2)
    calls: list[int] = []

    def refused() -> int:
        calls.append(1)
        raise ValueError

    for _ in range(2):
        with suppress(ValueError):
            held.get("fern", 0, refused)
    assert (len(calls), len(held)) == (2, 0)


def test_of_two_who_make_it_at_once_both_get_the_same() -> None:
    """While one makes it another asks and has it first: both are given that one."""
    held = Held[str](most=2)

    def slowly() -> str:
        held.get("fern", 0, lambda: "the quick one")
        return "the slow one"

    slow = held.get("fern", 0, slowly)
    assert (slow, held.get("fern", 0, lambda: "a third")) == ("the quick one", "the quick one")
