"""Verification says where the first defect is, and holds for proven exactly what comes before it."""

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from typing import Any

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


class Gone(ThreadPoolExecutor):
    """A pool whose processes were killed from outside after they had verified one part."""

    def submit(self, *args: Any, **options: Any) -> Any:
        """Take one part, lose the next, and refuse all others."""
        taken = getattr(self, "taken", 0)
        self.taken = taken + 1
        if taken > 1:
            raise BrokenExecutor("the pool is gone")
        return super().submit(*args, **options) if taken == 0 else super().submit(self._killed)

    @staticmethod
    def _killed() -> None:
        raise BrokenExecutor("a process was killed")


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the record of these tests count as one of many entries, on a machine of two cores."""
    monkeypatch.setattr("comity.record.verify.MANY", LAST)
    monkeypatch.setattr("comity.record.verify.cores", lambda: 2)


@pytest.mark.usefixtures("few")
def test_a_pool_of_processes_proves_the_same() -> None:
    """By processes as by threads: a sound record is proven, and a wrong signature found in its place."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        found = verify_record(ENTRIES, [], trust(), lambda: pool)
        wrong = verify_record(exchanged(at_700=forged), [], trust(), lambda: pool)
    assert found.failure is None
    assert found.history.state() == HISTORY.state()
    assert wrong.failure is not None
    assert (wrong.failure.position, wrong.history.size) == (700, 700)


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("at", [3, 300, 600, LAST])
def test_processes_that_are_killed_prove_nothing_and_lose_nothing(at: int) -> None:
    """Without its processes a verification goes on by itself: what is sound is proven, what is wrong is found."""
    with Gone(2) as pool:
        found = verify_record(ENTRIES, [], trust(), lambda: pool)
        wrong = verify_record(exchanged(**{f"at_{at}": forged}), [], trust(), lambda: pool)
        assert pool.taken > 4
    assert found.failure is None
    assert found.history.state() == HISTORY.state()
    assert wrong.failure is not None
    assert (wrong.failure.position, wrong.history.size) == (at, at)


@pytest.mark.parametrize(("many", "core_count"), [(LAST + 2, 2), (LAST, 1)])
def test_no_processes_are_started_for_little(monkeypatch: pytest.MonkeyPatch, many: int, core_count: int) -> None:
    """A record with fewer entries than pay for them, or a single core: nobody is asked for processes."""
    monkeypatch.setattr("comity.record.verify.MANY", many)
    monkeypatch.setattr("comity.record.verify.cores", lambda: core_count)
    assert verify_record(iter(ENTRIES), [], trust(), lambda: pytest.fail("processes were started")).failure is None
