"""Currencies are those of ISO 4217."""

import pytest

from comity.kernel.lexical import currency, is_currency, money


@pytest.mark.parametrize("code", ["USD", "EUR", "XAF", "CHF", "HRK"])
def test_a_code_of_the_list_is_read(code: str) -> None:
    """Current codes are known, and those retired a few years ago, which older facts still use."""
    assert currency(code) == code
    assert is_currency(code)


@pytest.mark.parametrize("code", ["UDS", "FTE", "usd", "EURO", ""])
def test_any_other_three_letters_are_refused(code: str) -> None:
    """A slip, a unit, small letters and a word are no currency."""
    assert not is_currency(code)
    with pytest.raises(ValueError, match="is no currency"):
        currency(code)


def test_an_amount_names_a_currency_that_exists() -> None:
    """`UDS 50` is refused for its currency, `USD 10,5` for its comma, with how it is written."""
    with pytest.raises(ValueError, match=r"UDS is no currency of ISO 4217; did you mean USD\?"):
        money("UDS 50")
    with pytest.raises(ValueError, match=r"decimals have a point: USD 10\.5"):
        money("USD 10,5")
