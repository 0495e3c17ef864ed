"""What nobody has decided in a draft: names to replace, unset terms, placeholders."""

from __future__ import annotations

import pytest

from comity.catalogue.sets import KINDS, starter_set
from comity.opening.drafts.reading import reading
from comity.opening.drafts.unfilled import decided, placeholders, to_replace, unset

TEXT = """\
title: Test
parties:
  fern: Fern Ltd (replace)
  lark: Lark plc
settings:
  least: 95%                          # placeholder
  cap: USD 60k                        # placeholder: credits of a quarter
  goal: unset                         # a placeholder is none of it
  word: 'no # placeholder'
# placeholder
clauses:
  supply: {says: Nothing to (replace) here.}
"""


def test_names_to_replace_are_told_with_their_place() -> None:
    """A legal name that ends with (replace) is one, a sentence that speaks of it is none."""
    (found,) = to_replace(TEXT)
    assert (found.code, found.place.line, found.place.column) == ("CMY-995", 3, 9)
    assert found.why == "the party fern is still called Fern Ltd (replace)"


@pytest.mark.parametrize("kind", KINDS)
def test_every_starter_set_has_its_parties_to_replace(kind: str) -> None:
    """Each set begins with a name for either party that only shows where a name goes."""
    assert len(to_replace(starter_set(kind))) == 2


def test_unset_terms_and_placeholders_are_told_by_line() -> None:
    """What a comment calls a placeholder is one, a line of comment alone or a text is none."""
    assert [(one.name, one.line) for one in unset(TEXT)] == [("goal", 8)]
    assert [(one.name, one.line) for one in placeholders(TEXT)] == [("least", 6), ("cap", 7), ("goal", 8)]


def test_what_is_decided_is_no_placeholder_any_more() -> None:
    """The mark goes and what else the comment says stays, in its column; the text means the same."""
    text = decided(decided(TEXT, ("settings", "least")), ("settings", "cap"))
    assert "  least: 95%\n  cap: USD 60k                        # credits of a quarter\n" in text
    assert decided(TEXT, ("settings", "word")) == TEXT == decided(TEXT, ("settings", "none"))
    whole = starter_set("supply")
    assert reading(decided(whole, ("settings", "severity"))).errors == reading(whole).errors == ()


def test_nothing_is_told_of_a_text_that_cannot_be_read() -> None:
    """Half a bracket has neither names nor terms."""
    assert to_replace("title: [") == () and unset("title: [") == [] and placeholders("title: [") == []
