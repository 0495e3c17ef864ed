"""Redlines: what counsel sees of two versions of a schedule."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from comity.agreement.read import read_agreement
from comity.reports.schedule.model import Item, Schedule, Section, Table
from comity.reports.schedule.numbering import numbered
from comity.reports.schedule.redline import Piece, redline
from comity.reports.schedule.write import schedule_of_terms
from tests.reports.schedule.builders import ASTER


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


def test_a_reference_to_what_only_has_another_number_is_no_change() -> None:
    """A section in front makes clause 1.1 clause 2.1: whoever refers to it still means the same."""
    before = schedule("Pay.", "See clause 1.1 and clause 1.1(a).")
    after = schedule("Pay.", "See clause 2.1 and clause 2.1(a).", before=("New.",))
    assert "clause" not in said(before, after, ("gone", "new"))


def test_a_reference_that_kept_its_number_and_means_something_else_is_a_change() -> None:
    """`Clause 1.1` was the payment, and is the new section's first item now: the same letters, another meaning."""
    before, after = schedule("Pay.", "See clause 1.1."), schedule("Pay.", "See clause 1.1.", before=("New.",))
    (line,) = [one for one in redline(before, after) if one.section == "2  Prices"]
    assert [one.text for one in line.pieces if one.kind in ("gone", "new")] == ["2.1.", "1.1."]


def test_a_number_in_a_table_is_no_number_of_a_clause() -> None:
    """Of a row of a table that begins with a number, another number is a change: `3 | USD 5` is not `4 | USD 5`."""

    def rows(*found: tuple[str, str]) -> Schedule:
        table = Table(head=("Points", "Sum"), rows=found, widths=(1, 1))
        sections = (Section(title="Prices", blocks=(table,)),)
        return numbered(Schedule(title="T", version="v", day=date(2026, 1, 1), opening=(), sections=sections))

    before, after = rows(("1", "USD 1"), ("3", "USD 5")), rows(("1", "USD 1"), ("4", "USD 5"))
    assert said(before, after, ("gone",)) == "3" and said(before, after, ("new",)) == "4"
    before, after = rows(("1.5", "USD 1"), ("3", "USD 5")), rows(("1.6", "USD 1"), ("3", "USD 5"))
    assert said(before, after, ("gone",)) == "1.5" and said(before, after, ("new",)) == "1.6"


def with_table(text: str, *, before: tuple[str, ...] = ()) -> Schedule:
    """Return a schedule with an item and a table of fees below it, behind other tables where `before` names any."""

    def table(caption: str) -> Table:
        rows = (("gold", "USD 5"), ("silver", "USD 3"))
        return Table(caption=caption, head=("Level", "Sum"), rows=rows, widths=(1, 1))

    blocks = (*map(table, before), Item(text=text, below=(table("Fees"),)))
    sections = (Section(title="Prices", blocks=blocks),)
    return numbered(Schedule(title="T", version="v", day=date(2026, 1, 1), opening=(), sections=sections))


def test_a_table_that_only_has_another_number_is_no_change() -> None:
    """A table in front makes the fees Table 2: neither they nor what refers to them are struck or set."""
    before, after = with_table("Pay as Table 1 says."), with_table("Pay as Table 2 says.", before=("Levels",))
    assert said(before, after, ("gone",)) == ""
    assert "Fees" not in said(before, after, ("new",)) and "Levels" in said(before, after, ("new",))
    assert said(after, before, ("new",)) == "" and "Pay" not in said(after, before, ("gone", "moved"))


def test_a_reference_that_means_another_table_now_is_a_change() -> None:
    """`Table 1` was that of the fees, and is that of the levels now."""
    before, after = with_table("Pay as Table 1 says."), with_table("Pay as Table 1 says.", before=("Levels",))
    assert said(before, after, ("gone",)) == "2" and "1" in said(before, after, ("new",)).split()


def test_an_amendment_of_one_member_strikes_no_value_of_the_others() -> None:
    """Aster's threshold for the portal is another until September: those for claims and phone are not touched."""
    amendments = tuple((one.name, one.read_bytes()) for one in sorted((ASTER.parent / "amendments").iterdir()))
    agreement, _ = read_agreement(("agreement.yaml", ASTER.read_bytes()), amendments)
    assert agreement is not None
    before, after = (schedule_of_terms(terms, day=since) for since, terms in agreement.versions)
    gone = said(before, after, ("gone",))
    assert "%" not in gone and "claims" not in gone


LONG = tuple(f"Item {word} says something of its own." for word in ("one", "two", "three", "four", "five", "six"))


def test_a_passage_that_moved_is_neither_struck_nor_set() -> None:
    """The last two items come first: one quiet line says from where they moved, and nothing else is shown."""
    (line,) = redline(schedule(*LONG), schedule(*LONG[4:], *LONG[:4]))
    assert [one.kind for one in line.pieces] == ["moved"] and "Item five" in line.pieces[0].text
    assert line.note == "moved from 1.5, with 1 line after it; the words are the same"


def test_an_item_that_moved_to_another_section_is_told_there() -> None:
    """An item that left one section for another is shown where it stands now, and not as gone where it stood."""
    found = redline(schedule(*LONG, before=("First.",)), schedule(*LONG[1:], before=("First.", LONG[0])))
    assert [(line.section, line.pieces[0].kind) for line in found] == [("1  Before", "moved")]


def test_a_sentence_that_many_clauses_have_did_not_move_from_one_to_another() -> None:
    """`Serves Service.` goes with one clause and comes with another: it is struck there and set here."""
    old, new = (*LONG[:2], "Serves S.", *LONG[2:4], "Serves S."), (*LONG[:2], "Serves S.", LONG[2], "Other words.")
    found = redline(schedule(*old, before=("First.",)), schedule(*new, before=("First.", "Serves S.")))
    kinds = [one.kind for line in found for one in line.pieces if "Serves" in one.text]
    assert sorted(kinds) == ["gone", "new"]


def test_what_is_changed_and_moved_is_not_called_moved() -> None:
    """An item that moved with another figure in it is shown as gone and new: its words are not the same."""
    changed = LONG[5].replace("six", "seven")
    found = redline(schedule(*LONG), schedule(changed, *LONG[:5]))
    assert {one.kind for line in found for one in line.pieces} >= {"gone", "new"}
    assert all(line.note == "" for line in found)


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


@given(st.permutations(LONG))
def test_another_order_strikes_and_sets_nothing(order: list[str]) -> None:
    """Whatever the order of the same items, no word is struck or set."""
    lines = redline(schedule(*LONG), schedule(*order))
    assert {one.kind for line in lines for one in line.pieces} <= {"moved"}
    assert (lines == ()) == (tuple(order) == LONG)
