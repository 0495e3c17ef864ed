"""What an agreement begins with, in forms and in the text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from comity.catalogue.sets import KINDS, starter_set
from comity.opening.drafts.names import names_of, renamed, with_names
from comity.opening.drafts.reading import examined, new_errors, reading

SUPPLY = starter_set("supply")


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_form_shows_and_gives_back_changes_nothing(kind: str) -> None:
    """Opening the form and saving it leaves every byte of the draft."""
    text = starter_set(kind)
    assert with_names(text, names_of(text)) == text


@pytest.mark.parametrize("kind", KINDS)
def test_parties_get_other_names_wherever_they_are_meant(kind: str) -> None:
    """Both are renamed; the draft has no problem more, and its worked examples still come out."""
    text = starter_set(kind)
    for new, (old, _) in zip(("fern", "lark"), names_of(text).parties, strict=True):
        after = renamed(text, old, new)
        assert after is not None
        text = after
    assert [name for name, _ in names_of(text).parties] == ["fern", "lark"]
    assert examined(text).problems == ()


def test_a_column_that_is_called_like_a_party_keeps_its_name() -> None:
    """`customer` is a party and a column here: the column stays, and so does the sentence that speaks of customers."""
    text = SUPPLY.replace("product_fill:", "product_fill:", 1)
    after = renamed(text, "customer", "lark")
    assert after is not None and "The customer can plan" in after


@pytest.mark.parametrize("new", ["", "Lark", "lark ltd", "1lark", "supplier", "../x"])
def test_a_party_gets_no_name_that_cannot_be_one(new: str) -> None:
    """Capitals, blanks, paths, and the name of the other party are no names."""
    assert renamed(SUPPLY, "customer", new) is None


def test_a_name_that_means_something_else_is_not_taken() -> None:
    """A party cannot be called like a table: formulas would not know which is meant."""
    after = renamed(SUPPLY, "customer", "deliveries")
    assert after is None or not new_errors(SUPPLY, after)


def test_terms_that_held_from_the_first_day_hold_from_the_new_one() -> None:
    """The threshold dated 2027-01-01 is dated 2026-10-01 when the alliance starts then."""
    names = names_of(SUPPLY)
    after = with_names(SUPPLY, replace(names, keys=names.keys | {"starts": "2026-10-01"}))
    assert "least_on_time: {2026-10-01: 95%, 2028-01-01: 96%}" in after
    assert reading(after).problems == ()


@pytest.mark.parametrize("kind", KINDS)
def test_sums_follow_another_currency(kind: str) -> None:
    """In every starter set each sum has the new currency and its old number, and the worked examples still come out."""
    text = starter_set(kind)
    names = names_of(text)
    after = with_names(text, replace(names, keys=names.keys | {"currency": "EUR"}))
    assert "USD" not in after and examined(after).problems == ()
    assert after.replace("EUR", "USD") == text


@pytest.mark.parametrize("currency", ["\\d", "\\1", "E\\U", "\\g<0>"])
def test_a_backslash_is_no_currency_and_no_error(currency: str) -> None:
    """What somebody types is a text: nothing in it is obeyed, and the draft says what is wrong with it."""
    names = names_of(SUPPLY)
    after = with_names(SUPPLY, replace(names, keys=names.keys | {"currency": currency}))
    assert "USD" in after


def test_sums_do_not_follow_what_is_no_currency() -> None:
    """With a currency that cannot be one, no sum is touched: the problem stays at the currency."""
    names = names_of(SUPPLY)
    after = with_names(SUPPLY, replace(names, keys=names.keys | {"currency": "dollars"}))
    assert after == SUPPLY.replace("currency: USD", "currency: dollars")


def test_a_third_party_and_places_are_written_and_read_again() -> None:
    """What was written is what the form shows next time, signs of YAML included."""
    names = names_of(SUPPLY)
    wanted = replace(
        names, parties=(*names.parties, ("third", "Ash & Co: #1, 'the' [best]")), places="US, GB",
        keys=names.keys | {"title": "- not a list: {", "time zone": "Europe/Berlin", "roll": ""},
    )  # fmt: skip
    after = with_names(SUPPLY, wanted)
    assert names_of(after) == wanted
    assert with_names(after, names).replace("  roll: next\n", "").count("\n") >= SUPPLY.count("\n") - 2


def test_an_objective_that_is_taken_out_is_missed_where_it_was_served() -> None:
    """The form writes what it was told; `check` says which metrics served the objective."""
    names = names_of(SUPPLY)
    after = with_names(SUPPLY, replace(names, objectives=names.objectives[1:]))
    assert any("reliance" in problem.why for problem in reading(after).problems)
