"""From bytes to nodes: texts stay texts, places are those an editor shows."""

import pytest

from comity.agreement.compose import compose
from comity.agreement.nodes import Mapping, Scalar, Sequence


def composed(text: str) -> Mapping:
    root, problems = compose(text.encode(), "f.yaml")
    assert problems == []
    assert isinstance(root, Mapping)
    return root


@pytest.mark.parametrize("written", ["no", "1.10", "2026-01-01", "0x10", "null", "1_000", "12:30:00", "1e3"])
def test_a_scalar_is_the_text_that_was_written(written: str) -> None:
    """YAML's own numbers, dates and truths are not used."""
    assert composed(f"a: {written}").text("a") == written


def test_quotes_are_kept_apart_from_the_text() -> None:
    """A quoted text has no quotes, and says that it was quoted."""
    root = composed("a: 'x'\nb: x\n")
    quoted, plain = root.get("a"), root.get("b")
    assert isinstance(quoted, Scalar) and isinstance(plain, Scalar)
    assert (quoted.text, quoted.quoted) == ("x", True)
    assert (plain.text, plain.quoted) == ("x", False)


def test_the_place_of_a_quoted_text_is_its_first_character() -> None:
    """A formula in quotes is reported where the formula stands, not where the quote does."""
    node = composed('a: "x"').get("a")
    assert node is not None
    assert (node.place.line, node.place.column, node.place.excerpt) == (1, 5, 'a: "x"')


def test_the_place_of_a_text_below_its_key_is_the_line_on_which_it_begins() -> None:
    """A folded text stands where people read it."""
    node = composed("a: >-\n  one\n  two\n").get("a")
    assert isinstance(node, Scalar)
    assert (node.text, node.place.line, node.place.column) == ("one two", 2, 3)


def test_columns_count_characters_and_windows_line_ends_count_once() -> None:
    """Accents before a key move nothing, nor do carriage returns."""
    root, problems = compose("é: {b: c}\r\nd: e\r\n".encode(), "f.yaml")
    assert problems == []
    assert isinstance(root, Mapping)
    first, second = root.entries[0][1], root.entries[1][0]
    assert (first.place.line, first.place.column) == (1, 4)
    assert (second.place.line, second.place.column, second.place.excerpt) == (2, 1, "d: e")


def test_an_alias_repeats_a_value_and_keeps_its_place() -> None:
    """What an alias repeats is reported where it is written."""
    root = composed("a: &x {b: c}\nd: *x\n")
    assert root.get("a") is root.get("d")


def test_the_order_of_keys_is_kept() -> None:
    """Rules are examined in the order written."""
    assert composed("b: 1\na: 2\nc: 3\n").names == ("b", "a", "c")


def test_lists_in_brackets_and_with_dashes_are_alike() -> None:
    """Both ways to write a list give the same items."""
    root = composed("a: [x, y]\nb:\n- x\n- y\n")
    one, other = root.get("a"), root.get("b")
    assert isinstance(one, Sequence) and isinstance(other, Sequence)
    texts = [[item.text for item in many.items if isinstance(item, Scalar)] for many in (one, other)]
    assert texts == [["x", "y"], ["x", "y"]]


def test_a_mistake_in_one_entry_leaves_the_others() -> None:
    """A duplicate key, an empty value and a tag are told at once, and what is sound is kept."""
    root, problems = compose(b"a: 1\na: 2\nb:\nc: !x 3\nd: 4\n", "f.yaml")
    assert [problem.code for problem in problems] == ["CMY-110", "CMY-111", "CMY-114"]
    assert isinstance(root, Mapping)
    assert root.names == ("a", "c", "d")


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    """Some editors begin a file with a mark that nobody sees."""
    root, problems = compose(b"\xef\xbb\xbfa: b", "f.yaml")
    assert problems == []
    assert isinstance(root, Mapping)
    assert root.names == ("a",)
