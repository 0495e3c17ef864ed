"""Verification says where the first defect is, and holds for proven exactly what comes before it."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from comity.record.envelope import Envelope, opened
from comity.record.verify import BLOCK, Verified, verify_record
from tests.record.making import cosigned, record, trust

LAST = 2 * BLOCK + 40
HISTORY, ENTRIES = record(LAST)
EARLY, _ = record(9)


def forged(data: bytes) -> bytes:
    """Return an entry with the signature of nothing."""
    there = opened(data)
    return Envelope(there.payload, there.key_id, bytes(64)).encoded()


def exchanged(**places: Callable[[bytes], bytes]) -> list[bytes]:
    """Return the record with some entries changed: `at_7=change`."""
    entries = list(ENTRIES)
    for place, change in places.items():
        number = int(place.removeprefix("at_"))
        entries[number] = change(entries[number])
    return entries


def verified(entries: list[bytes]) -> Verified:
    """Verify a record that was cosigned early and at its end."""
    return verify_record(entries, [cosigned(HISTORY.checkpoint()), cosigned(EARLY.checkpoint())], trust())


def test_a_long_record_is_proven_to_its_end() -> None:
    """Several blocks of entries, with both checkpoints final."""
    found = verified(ENTRIES)
    assert found.failure is None
    assert found.history.state() == HISTORY.state()
    assert sorted(found.finals) == [10, LAST + 1]


@pytest.mark.parametrize("at", [1, 5, 10, 300, BLOCK - 1, BLOCK, BLOCK + 1, LAST])
def test_what_comes_before_a_wrong_signature_is_proven(at: int) -> None:
    """The history ends before the entry whose signature is wrong, wherever it stands; so do the final checkpoints."""
    found = verified(exchanged(**{f"at_{at}": forged}))
    assert found.failure is not None
    assert (found.failure.position, found.failure.refusal.kind) == (at, "bad-signature")
    before, _ = record(at - 1)
    assert found.history.state() == before.state()
    assert sorted(found.finals) == [size for size in (10,) if size <= at]


def test_of_several_defects_the_first_is_told() -> None:
    """Of a wrong signature and a wrong spelling, in one block or in two, the one that stands first is told."""
    for first, second in ((3, 7), (3, BLOCK + 7), (BLOCK + 7, BLOCK + 9)):
        one, other = f"at_{first}", f"at_{second}"
        found = verified(exchanged(**{one: forged, other: lambda data: data + b" "})).failure
        assert found is not None
        assert (found.position, found.refusal.kind) == (first, "bad-signature")
        found = verified(exchanged(**{one: lambda data: data + b" ", other: forged})).failure
        assert found is not None
        assert (found.position, found.refusal.kind) == (first, "bad-envelope")


def test_a_pool_of_processes_proves_the_same() -> None:
    """By processes as by threads: a sound record is proven, and a wrong signature found in its place."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        found = verify_record(ENTRIES, [], trust(), pool)
        wrong = verify_record(exchanged(at_700=forged), [], trust(), pool)
    assert found.failure is None
    assert found.history.state() == HISTORY.state()
    assert wrong.failure is not None
    assert (wrong.failure.position, wrong.history.size) == (700, 700)
