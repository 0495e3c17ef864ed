"""Several processes write one record at the same time, on SQLite and on PostgreSQL."""

from base64 import b64encode
from hashlib import sha256
from itertools import chain
from pathlib import Path

import pytest

from comity.record.history import OPENED, History, read_entry
from comity.record.keys import SecretKey
from comity.record.merkle import inclusion_proof, verify_inclusion
from comity.record.store import taken
from comity.record.verify import Trust, verify_record
from tests.record.making import ALLIANCE, ORIGIN, entry
from tests.record.stores.places import opened_at
from tests.record.stores.processes import acknowledged, writing

WRITERS = {f"writer_{number}": SecretKey(sha256(b"writer %d" % number).digest()) for number in range(8)}
TRUST = Trust(
    alliance=ALLIANCE, origin=ORIGIN, keys={name: (key.public.data,) for name, key in WRITERS.items()}
)  # fmt: skip


def opening() -> bytes:
    """Return the entry that opens a record of eight parties."""
    named = {name: [{"key": b64encode(key.public.data).decode(), "may": ["*"]}] for name, key in WRITERS.items()}
    body = {"origin": ORIGIN, "keeper": "writer_0", "parties": named}
    return entry(History(), "writer_0", WRITERS["writer_0"], OPENED, body)


def signed(name: str, count: int) -> list[bytes]:
    """Return entries of one writer, signed beforehand: an entry names no entry of the others."""
    history = History()
    taken(history, opening(), {})
    entries = []
    for number in range(count):
        entries.append(entry(history, name, WRITERS[name], body={"n": number}))
        taken(history, entries[-1], {})
    return entries


@pytest.mark.parametrize("count", [10, pytest.param(500, marks=pytest.mark.soak)])
def test_eight_writers_lose_nothing_and_double_nothing(place: str, tmp_path: Path, count: int) -> None:
    """Each of eight processes has its entries recorded, once and in its own order; the record is one and verifies."""
    store = opened_at(place)
    store.append([opening()])
    sent = {name: signed(name, count) for name in WRITERS}
    processes = {name: writing(place, sent[name], tmp_path / name) for name in WRITERS}
    positions = {name: acknowledged(process) for name, process in processes.items()}
    entries = list(store.entries())
    assert len(entries) == 1 + 8 * count
    for name in WRITERS:
        assert positions[name] == sorted(positions[name])
        assert [entries[position] for position in positions[name]] == sent[name]
    assert sorted(chain(*positions.values())) == list(range(1, 1 + 8 * count))
    assert_proven(entries, store.leaves(len(entries)), store.history())
    store.close()


def assert_proven(entries: list[bytes], leaves: list[bytes], history: History) -> None:
    """Assert that a record verifies from the keys of the contract, and that entries are proven to be in it."""
    found = verify_record(entries, [], TRUST)
    assert found.failure is None
    assert found.history.state() == history.state()
    for position in range(0, len(entries), len(entries) // 8):
        proof = inclusion_proof(position, leaves)
        verify_inclusion(position, len(leaves), read_entry(entries[position]).leaf, proof, history.root)
