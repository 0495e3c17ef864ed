"""Redlines: what counsel sees of two versions of a schedule."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from comity.reports.schedule.model import Item, Schedule, Section
from comity.reports.schedule.numbering import numbered
from comity.reports.schedule.redline import Piece, redline


def schedule(*items: str, before: tuple[str, ...] = ()) -> Schedule:
    """Return a numbered schedule with one section of some items, behind another where `before` has any."""
    sections = [
        Section(title=title, blocks=tuple(Item(text=text) for text in texts))
        for title, texts in (("Before", before), ("Prices", items))
        if texts
    ]
    return numbered(Schedule(title="T", version="v", day=date(2026, 1, 1), opening=(), sections=tuple(sections)))


def said(before: Schedule, after: Schedule, kinds: tuple[str, ...]) -> str:
    return " ".join(one.text for line in redline(before, after) for one in line.pieces if one.kind in kinds)


def test_a_changed_number_is_the_only_thing_marked() -> None:
    """Of a sentence in which one figure changed that figure is struck and the new one set, and the rest stays."""
    found = redline(schedule("At least 95.0 % of answers."), schedule("At least 96.5 % of answers."))
    assert [one.kind for one in found[0].pieces] == ["same", "gone", "new", "same"]
    assert Piece("gone", "95.0") in found[0].pieces and Piece("new", "96.5") in found[0].pieces
    assert found[0].section == "1  Prices"


def test_a_new_clause_does_not_mark_what_only_moved_on_by_a_number() -> None:
    """A section put in front renumbers the others; these are not shown as changed."""
    before, after = schedule("One.", "Two."), schedule("One.", "Two.", before=("New.",))
    assert "One." not in said(before, after, ("gone", "new")) and "New." in said(before, after, ("new",))


def test_two_schedules_that_say_the_same_have_no_redline() -> None:
    """Nothing changed, nothing shown."""
    assert redline(schedule("One.", "Two."), schedule("One.", "Two.")) == ()


def test_what_went_stands_before_what_came_in_its_place() -> None:
    """Rows that were replaced by others altogether are struck first, then set."""
    found = redline(schedule("Alpha one."), schedule("Something else entirely."))
    assert [line.pieces[0].kind for line in found] == ["gone", "new"]


def test_of_a_long_sentence_only_what_is_near_the_change_is_shown() -> None:
    """A word that changed in the middle of three hundred is not lost among them."""
    long = " ".join(f"w{n}" for n in range(300))
    (line,) = redline(schedule(f"{long} old {long}"), schedule(f"{long} new {long}"))
    text = "".join(one.text for one in line.pieces)
    assert "…" in text and len(text.split()) < 80 and Piece("gone", "old") in line.pieces


WORDS = st.lists(st.sampled_from(["pay", "credit", "95", "96", "month", "notice"]), min_size=1, max_size=8).map(
    " ".join
)


@given(st.lists(WORDS, max_size=6), st.lists(WORDS, max_size=6))
def test_nothing_that_changed_is_left_out(old: list[str], new: list[str]) -> None:
    """Every sentence of one version that the other does not have is in the redline, struck or set, word by word."""
    lines = redline(schedule("Same.", *old), schedule("Same.", *new))
    gone = ["".join(one.text for one in line.pieces if one.kind != "new") for line in lines]
    came = ["".join(one.text for one in line.pieces if one.kind != "gone") for line in lines]
    assert all(any(text in line for line in gone) for text in set(old) - set(new))
    assert all(any(text in line for line in came) for text in set(new) - set(old))
