"""Holds: which stand after some entries."""

from datetime import date

from comity.evidence.holds import holds
from comity.record.history import read_entry
from tests.evidence.making import Making

DAY = date(2026, 5, 1)


def standing(*says: tuple[str, str, str]) -> list[tuple[str, str, str]]:
    """Return who holds whose data, and why, after parties placed and lifted holds."""
    made = Making()
    for actor, word, subject in says:
        made.say(actor, f"hold.{word}", {"subject": subject, "reason": f"{actor} on {subject}"}, DAY)
    return [(one.actor, one.subject, one.reason) for one in holds(map(read_entry, made.entries))]


def test_a_hold_stands_until_its_own_party_lifts_it() -> None:
    """Lark cannot lift what Fern placed, and lifting one subject leaves the other held."""
    first, second = ("fern", "placed", "respondent_1"), ("lark", "placed", "respondent_2")
    both = [("fern", "respondent_1", "fern on respondent_1"), ("lark", "respondent_2", "lark on respondent_2")]
    assert standing(first, second) == both
    assert standing(first, second, ("lark", "lifted", "respondent_1")) == both
    assert standing(first, second, ("fern", "lifted", "respondent_1")) == both[1:]
    assert standing(first, second, ("fern", "lifted", "respondent_1"), first) == [both[1], both[0]]


def test_a_hold_placed_twice_is_one_hold() -> None:
    """The first entry counts; one lifting ends it."""
    placed = ("fern", "placed", "respondent_1")
    assert len(standing(placed, placed)) == 1
    assert standing(placed, placed, ("fern", "lifted", "respondent_1")) == []
