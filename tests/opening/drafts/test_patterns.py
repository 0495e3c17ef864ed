"""Patterns of clauses: what a form says becomes terms, and the terms are read as that form again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.catalogue.sets import starter_set
from comity.opening.drafts.emit import plain
from comity.opening.drafts.patterns.find import PATTERNS, promises, said_by, with_promise, without_promise
from comity.opening.drafts.reading import reading
from comity.opening.drafts.text import node_at, tree

SUPPLY = starter_set("supply")
BASE = {
    "title": "Fill rate", "owed_by": "supplier", "owed_to": "customer", "measure": "fill_rate", "every": "month",
    "per": "", "relation": "at least", "threshold": "95%", "serves": "reliance", "ladder": "disputes",
    "amount": "USD 5k", "due": "2027-06-30", "accepted_by": "customer", "evidence": "the minutes, signed",
}  # fmt: skip
OF_PATTERN = {
    "minimum": {"measure": "cost_savings", "every": "quarter", "threshold": "USD 10k"},
    "credit": {"from_2": "90%", "amount_2": "USD 10k", "cap": "USD 60k", "cap_every": "quarter"},
    "milestone": {"within": "10 business days"},
    "delay": {"measure": "days_late", "every": "row of milestones", "relation": "at most", "threshold": "0"},
}


def values_of(name: str, **more: str) -> dict[str, str]:
    asked = {one.name: one.begin for one in PATTERNS[name].asks}
    return (
        asked
        | {key: BASE[key] for key in BASE if key in asked or key in ("every", "per")}
        | OF_PATTERN.get(name, {})
        | more
    )


def draft_for(name: str) -> str:
    """Return a draft on which a pattern can stand: damages for delay need a milestone."""
    return with_promise(SUPPLY, PATTERNS["milestone"], "launch", values_of("milestone")) if name == "delay" else SUPPLY


@pytest.mark.parametrize("name", PATTERNS)
def test_each_pattern_is_sound_and_is_read_as_itself(name: str) -> None:
    """Its terms have no problem, the form finds its answers in them, and saving it again changes nothing."""
    pattern, before, values = PATTERNS[name], draft_for(name), values_of(name)
    text = with_promise(before, pattern, "mine", values)
    assert reading(text).problems == ()
    found, read = said_by(text, pattern.section, "mine")
    assert found is pattern and read is not None
    assert {one.name: read[one.name] for one in pattern.asks} == {one.name: values[one.name] for one in pattern.asks}
    assert with_promise(text, pattern, "mine", read) == text
    assert without_promise(text, pattern.section, "mine") == before


@pytest.mark.parametrize("name", PATTERNS)
def test_what_is_added_by_hand_makes_an_entry_one_of_that_hand(name: str) -> None:
    """A sentence more than the form could say, and no form offers to change the entry."""
    pattern = PATTERNS[name]
    text = with_promise(draft_for(name), pattern, "mine", values_of(name))
    more = text.replace(
        "  mine:\n    title: Fill rate\n", "  mine:\n    title: Fill rate\n    says: As agreed in March.\n"
    )
    assert more != text and said_by(more, pattern.section, "mine") == (None, None)
    assert any(one.name == "mine" and one.pattern is None for one in promises(more))


@pytest.mark.parametrize(
    ("relation", "threshold", "expected"),
    [
        ("at least", "95%", {"95%": "USD 0", "90%": "USD 5k", "else": "USD 10k"}),
        ("at most", "95%", {"95%": "USD 5k", "90%": "USD 10k", "else": "USD 0"}),
        ("at least", "least_on_time", {"90%": "USD 5k", "else": "USD 10k"}),
        ("at most", "least_on_time", {"90%": "USD 10k", "else": "USD 5k"}),
    ],
)
def test_bands_follow_the_direction_in_which_a_figure_gets_worse(
    relation: str, threshold: str, expected: dict[str, str]
) -> None:
    """Below 90% costs more where more is better; from it up where less is. What is met costs nothing."""
    values = values_of("credit", relation=relation, threshold=threshold)
    text = with_promise(SUPPLY, PATTERNS["credit"], "mine", values)
    node = node_at(tree(text), ("settings", "mine_credit"))
    assert node is not None and plain(node) == expected
    found, read = said_by(text, "clauses", "mine")
    assert (
        found is PATTERNS["credit"] and read is not None and read["from_2"] == "90%" and read["amount_2"] == "USD 10k"
    )


def test_a_band_that_is_taken_back_takes_its_table_along() -> None:
    """With one sum left for every miss, the clause pays it and the step table is gone."""
    text = with_promise(SUPPLY, PATTERNS["credit"], "mine", values_of("credit"))
    text = with_promise(text, PATTERNS["credit"], "mine", values_of("credit", from_2="", amount_2=""))
    assert node_at(tree(text), ("settings", "mine_credit")) is None
    assert "pay: USD 5k" in text and reading(text).problems == ()


def test_clauses_of_the_starter_sets_stay_with_the_hand_that_wrote_them() -> None:
    """They say more than a form can; their milestones, which do not, can be changed in one."""
    assert [one.pattern for one in promises(SUPPLY)] == [None, None]
    named = {one.name: one.pattern for one in promises(starter_set("licensing"))}
    assert named["royalties"] is None and named["first_sale"] is PATTERNS["milestone"]


WORDS = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x24F, exclude_categories=("Cc", "Cf")), min_size=1, max_size=20
)
TEXTS = WORDS.map(lambda text: " ".join(text.split())).filter(bool)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(PATTERNS)), TEXTS, TEXTS, st.booleans())
def test_forms_to_text_to_forms_is_stable(name: str, title: str, sum_or_reason: str, capped: bool) -> None:
    """Whatever is typed, sense or not: the form that wrote it reads it again, and writes the same text."""
    pattern = PATTERNS[name]
    values = values_of(name, title=title, evidence=sum_or_reason) | ({} if capped else {"cap": ""})
    text = with_promise(SUPPLY, pattern, "mine", values)
    found, read = said_by(text, pattern.section, "mine")
    assert found is pattern and read is not None and read["title"] == title
    assert with_promise(text, pattern, "mine", read) == text
