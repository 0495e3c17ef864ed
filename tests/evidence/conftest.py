"""Packs that several tests read."""

import pytest

from tests.evidence.making import AS_OF, whole


@pytest.fixture(scope="session")
def kits() -> bytes:
    """The pack of Fern and Lark's record with the standing it comes to."""
    made = whole()
    made.expect(AS_OF)
    return made.pack()
