"""A known name in place of a wrong one."""

from __future__ import annotations

import pytest

from comity.kernel.guess import guess

KNOWN = ["let", "at_last", "at least", "at most", "measure"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [("atleast", "at least"), ("at_least", "at least"), ("AtMost", "at most"), ("mesure", "measure"), ("lett", "let")],
)
def test_blanks_and_signs_are_no_difference_and_letters_are_one(name: str, meant: str) -> None:
    """The same letters come first, though `at_last` is more like `at_least` by its signs; then the name most alike."""
    assert guess(name, KNOWN) == f"Did you mean {meant}?"


@pytest.mark.parametrize("name", ["penalty", "", "–", "~"])
def test_what_is_like_no_name_is_not_guessed(name: str) -> None:
    """Nor are signs alone the same as signs alone."""
    assert guess(name, [*KNOWN, "…"]) == ""
