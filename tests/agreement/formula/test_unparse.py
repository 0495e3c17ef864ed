"""The canonical text of a formula: read again, it is the same formula."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from comity.agreement.formula import tree
from comity.agreement.formula.parse import parse, unparse
from tests.agreement.formula.trees import bare, formulas


@given(formulas())
def test_written_and_read_again_a_tree_is_the_same(node: tree.Node) -> None:
    """For every tree, parse(unparse(tree)) is that tree but for its offsets."""
    again, problems = parse(unparse(node))
    assert problems == []
    assert bare(again) == bare(node)


@given(formulas())
def test_the_canonical_text_is_stable(node: tree.Node) -> None:
    """Writing, reading and writing once more changes nothing: digests can rest on it."""
    text = unparse(node)
    again, _ = parse(text)
    assert again is not None
    assert unparse(again) == text


@given(st.text(max_size=60) | st.text("abs(). ,+-*/<>='10%é\n", max_size=40))
@example("'")
@example("a.b.c")
@example("--" * 20)
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    """Whatever stands in a formula, there is either a tree or a problem with its column; nothing is raised."""
    node, problems = parse(text)
    assert (node is None) == bool(problems)
    assert all(problem.place.column is not None and problem.why for problem in problems)


@given(formulas())
def test_offsets_lie_within_their_parents(node: tree.Node) -> None:
    """In a tree that was read, every part lies within the whole."""
    again, _ = parse(unparse(node))
    assert again is not None
    for part in tree.walk(again):
        assert all(part.start <= child.start <= child.end <= part.end for child in tree.children(part))


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("((a))+((b*c))", "a + b * c"),
        ("a-(b-c)", "a - (b - c)"),
        ("USD 2.50m", "USD 2500000"),
        ("97.0%", "97%"),
        ("1.500", "1.5"),
        ("yes", "true"),
        ("a!=b", "a <> b"),
        ("1 months", "1 month"),
        ("- (-a)", "-(-a)"),
        ("(a = b) = c", "(a = b) = c"),
        ("not (a and b)", "not (a and b)"),
        ("x in (status)", "x in status"),
    ],
)
def test_one_spelling_for_what_means_the_same(text: str, canonical: str) -> None:
    """Brackets, spaces, zeros and short forms that make no difference are gone."""
    node, _ = parse(text)
    assert node is not None
    assert unparse(node) == canonical
