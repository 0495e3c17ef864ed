"""Edits of an agreement's text: one entry changes, and every other line stays as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.catalogue.sets import KINDS, starter_set
from comity.kernel.problem import Refused
from comity.opening.drafts.emit import entry_lines, flow, lines_of, plain, scalar
from comity.opening.drafts.text import drop, drop_items, node_at, put, span, tree

TEXT = """\
# A draft with comments that belong to people.
title: Supply          # as people call it
parties: {fern: Fern Ltd, lark: Lark Ltd}
settings:
  # -- to be agreed
  least: unset         # such as 98%
  most: 'a: b'

metrics:
  fill_rate: {catalogue: fill_rate 1, serves: quality}
examples:
  - says: one
    given: {fill_rate: {2027-01: 98%}}
  - {says: two}
"""


def changed(before: str, after: str) -> list[str]:
    """Return the lines that a text has and the earlier one had not."""
    return [line for line in after.splitlines() if line not in before.splitlines()]


def test_a_value_is_replaced_where_it_stands_and_the_comment_behind_it_keeps_its_column() -> None:
    """Who set `least` to 98% changed one word; what the comment says about it is still there."""
    after = put(TEXT, ("settings", "least"), "98%")
    assert changed(TEXT, after) == ["  least: 98%           # such as 98%"]


def test_a_key_more_in_braces_stays_in_their_line() -> None:
    """A metric in one line gets its target in that line."""
    after = put(TEXT, ("metrics", "fill_rate", "target"), "98%")
    assert changed(TEXT, after) == ["  fill_rate: {catalogue: fill_rate 1, serves: quality, target: 98%}"]


def test_a_new_entry_goes_to_the_end_of_its_section() -> None:
    """A metric is added below the last one; nothing else moves."""
    after = put(TEXT, ("metrics", "trust"), entry_lines("trust", {"catalogue": "trust 1"}))
    assert changed(TEXT, after) == ["  trust:", "    catalogue: trust 1"]
    assert after.index("trust:") < after.index("examples:")


def test_a_new_section_finds_its_place_in_the_order_of_reading() -> None:
    """Clauses come after metrics and before examples, whatever is there already."""
    after = put(TEXT, ("clauses", "supply"), entry_lines("supply", {"title": "Supply"}))
    assert after.index("metrics:") < after.index("clauses:") < after.index("examples:")


def test_a_map_in_braces_is_unfolded_when_something_is_added_to_it() -> None:
    """Parties in one line become a line each; the two that were there say the same as before."""
    after = put(TEXT, ("parties", "holly"), ["holly: Holly, Ltd"])
    assert "parties:\n  fern: Fern Ltd\n  lark: Lark Ltd\n  holly: Holly, Ltd\n" in after


def test_what_is_taken_out_leaves_its_neighbours_with_their_comments() -> None:
    """The comment above an entry belongs to it; a section whose last entry goes, goes too."""
    assert changed(TEXT, drop(TEXT, ("settings", "most"))) == []
    assert "metrics" not in drop(TEXT, ("metrics", "fill_rate"))
    assert drop(TEXT, ("settings", "no_such")) == TEXT


def test_examples_are_taken_out_one_by_one() -> None:
    """The second example goes, the first stays; without both there is no list left."""
    assert "says: two" not in drop_items(TEXT, ("examples",), [1])
    assert "says: one" in drop_items(TEXT, ("examples",), [1])
    assert "examples" not in drop_items(TEXT, ("examples",), [0, 1])


def test_comments_of_an_entry_that_is_written_anew_stay_above_it() -> None:
    """A form cannot know what a comment meant, so it keeps it."""
    text = TEXT.replace("  fill_rate: {", "  fill_rate:    # agreed in March\n    {")
    after = put(text, ("metrics", "fill_rate"), entry_lines("fill_rate", {"catalogue": "fill_rate 2"}))
    assert "  # agreed in March\n  fill_rate:\n    catalogue: fill_rate 2\n" in after


@pytest.mark.parametrize(
    "text",
    [
        "title: x\nsettings:\nends: 2029-12-31\n",
        "a: &x {b: c}\nsettings: {d: *x,\n  e: f}\n",
        "settings: {a: 1, # why\n  b: 2}\n",
        "title: [x\n",
    ],
    ids=["empty section", "alias", "comment in braces", "no yaml"],
)
def test_what_a_form_cannot_change_without_changing_more_is_refused(text: str) -> None:
    """CMY-986 names the place; the text is left as it is, for a hand that knows what it means."""
    with pytest.raises(Refused) as refused:
        put(text, ("settings", "least"), "98%")
    assert refused.value.problems[0].code == "CMY-986"


def test_an_anchor_that_is_used_elsewhere_keeps_its_entry() -> None:
    """Taking out a step that another clause repeats would take both: it is refused."""
    with pytest.raises(Refused):
        drop("clauses:\n  a: &x {title: A}\n  b: *x\n", ("clauses", "a"))


PRINTED = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp")),
    max_size=30,
)


@given(PRINTED)
def test_every_text_is_read_as_it_was_written(text: str) -> None:
    """Colons, quotes, hashes, brackets: what a person types into a field is what the agreement says."""
    flat = " ".join(text.split())
    written = put(TEXT, ("settings", "least"), ["least: " + scalar(text)]) if flat else TEXT
    node = node_at(tree(written), ("settings", "least"))
    assert not flat or (node is not None and plain(node) == flat)
    inside = tree(f"a: {flow([text, {'k': text}])}\n") if flat else None
    assert inside is None or plain(inside) == {"a": (flat, {"k": flat})}


@given(PRINTED.filter(str.strip), PRINTED.filter(str.strip))
def test_maps_and_lists_are_read_as_they_were_written(name: str, text: str) -> None:
    """Whatever a form composes, in one line or in many, comes back the same."""
    value = {name: text, "list": (text, {name: (text,), "deep": {"er": {name: text}}})}
    root = tree("\n".join(lines_of("top", value)) + "\n")
    key, flat = " ".join(name.split()), " ".join(text.split())
    if key in ("list", "deep"):
        return
    assert root is not None and plain(root) == {
        "top": {key: flat, "list": (flat, {key: (flat,), "deep": {"er": {key: flat}}})}
    }


@pytest.mark.parametrize("kind", KINDS)
def test_every_entry_of_every_starter_set_can_be_pointed_at(kind: str) -> None:
    """The spans of the sections follow one another, and each begins with its own key."""
    text = starter_set(kind)
    lines, root, last = text.split("\n"), tree(text), 0
    assert root is not None
    for key, _ in root:
        found = span(text, (key.text,))
        assert found is not None and last <= found[0] < found[1]
        assert lines[found[0]].startswith(f"{key.text}:")
        last = found[1]
