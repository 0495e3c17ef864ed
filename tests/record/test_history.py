"""Which entry may open a record."""

from __future__ import annotations

import pytest

from comity.record.history import History
from comity.record.refusal import Refusal
from comity.record.store import taken
from tests.record.making import FERN, LARK, enrolled, opening


def test_no_record_is_opened_with_one_key_under_two_parties() -> None:
    """It would be the key of the second alone, and nothing that the first signs could be followed."""
    parties = {"fern": [enrolled(FERN)], "lark": [enrolled(LARK), enrolled(FERN)]}
    with pytest.raises(Refusal, match="one key stands under two parties"):
        taken(History(), opening(parties=parties), {})


def test_a_key_that_one_party_names_twice_opens_a_record() -> None:
    """It is one key, whoever copied the line."""
    history = History()
    taken(history, opening(parties={"fern": [enrolled(FERN), enrolled(FERN)], "lark": [enrolled(LARK)]}), {})
    assert len(history.keys) == 2
