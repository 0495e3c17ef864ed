"""The trust file: whom a record is believed from."""

from __future__ import annotations

import pytest

from comity.agreement.trusted import key_text, read_key, read_trust, trust_text
from comity.record.refusal import Refusal
from tests.record.making import FERN, trust

GOOD = trust_text(trust())
KEY = key_text(FERN.public.data)


def test_a_trust_file_is_read_as_it_was_written() -> None:
    """Alliance, origin, and the keys of each party."""
    found, problems = read_trust(GOOD.encode(), "trust.yaml")
    assert (found, problems) == (trust(), [])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", ""),
        ("- fern", "a trust file is a map"),
        (GOOD.replace("origin: comity/kits\n", ""), "does not say `origin`"),
        (GOOD + "witness: heron\n", "has no key witness"),
        (GOOD.replace(KEY, KEY[:-2]), "a public key is 32 bytes"),
        (GOOD.replace(KEY, "A" * 43 + "="), "full order"),
        ("alliance: kits\norigin: a\nkeys: [x]\n", "a list for each party"),
    ],
)
def test_a_trust_file_that_is_wrong_is_trusted_in_nothing(text: str, why: str) -> None:
    """Each defect is told, and no half of a file is used."""
    found, problems = read_trust(text.encode(), "trust.yaml")
    assert found is None
    assert any(why in problem.why for problem in problems)


def test_an_agreement_in_place_of_a_trust_file_is_told_once() -> None:
    """Not each of its keys is a problem: it is another file, and where the right one lies is said."""
    text = "comity: 1\nalliance: kits\ntitle: Kits\nparties: {fern: Fern}\nstarts: 2026-01-01\n"
    found, problems = read_trust(text.encode(), "agreement.yaml")
    assert (found, [problem.why for problem in problems]) == (None, ["this is an agreement, not a trust file"])
    assert "record/trust.yaml" in problems[0].hint


def test_a_key_has_one_spelling() -> None:
    """The last letter of base64 has unused bits; only one letter is right."""
    assert read_key(KEY) == FERN.public
    at = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    other = KEY[:-2] + at[at.index(KEY[-2]) ^ 1] + "="
    with pytest.raises(Refusal):
        read_key(other)
