"""A process, or the whole database server, is killed while it appends: what was acknowledged is there."""

import random
import time
from pathlib import Path

import pytest

from comity.record.refusal import Refusal
from comity.record.verify import verify_record
from tests.record.making import record, trust
from tests.record.stores.places import opened_at
from tests.record.stores.processes import acknowledged, first_acknowledged, writing
from tests.record.stores.server import Server


def assert_kept(place: str, entries: list[bytes], positions: list[int]) -> int:
    """Assert that a record is the beginning of these entries and holds all positions; return how long it is."""
    store = opened_at(place)
    history = store.history()
    kept = list(store.entries(0, history.size))  # a server may still be recording what a dead writer sent last
    store.close()
    assert kept == entries[: len(kept)]
    assert len(kept) > max(positions, default=-1)
    assert history.size == len(kept)
    found = verify_record(kept, [], trust())
    assert found.failure is None
    assert found.history.root == history.root
    return len(kept)


@pytest.mark.parametrize("kills", [5, pytest.param(200, marks=pytest.mark.soak)])
def test_a_writer_is_killed(place: str, tmp_path: Path, kills: int) -> None:
    """SIGKILL at a random moment of appending, again and again: nothing acknowledged is lost, and writing goes on."""
    moments = random.Random(5)
    _, entries = record(100 * kills)  # a writer appends at most 100 before it is killed
    size = 0
    for _ in range(kills):
        process = writing(place, entries[size : size + 100], tmp_path / "entries")
        first = first_acknowledged(process)
        time.sleep(moments.uniform(0, 0.1))
        process.kill()
        positions = [first, *acknowledged(process)]
        size = assert_kept(place, entries, positions)
    assert size >= kills


@pytest.mark.parametrize("kills", [2, pytest.param(50, marks=pytest.mark.soak)])
def test_the_server_is_killed(server: Server, tmp_path: Path, kills: int) -> None:
    """SIGKILL of PostgreSQL with all its processes: what it acknowledged is there when it runs again."""
    moments = random.Random(6)
    place = f"postgres {tmp_path} {server.database()}"
    _, entries = record(200 * kills)
    size = 0
    for _ in range(kills):
        process = writing(place, entries[size : size + 200], tmp_path / "entries")
        first = first_acknowledged(process)
        time.sleep(moments.uniform(0, 0.3))
        server.kill()
        server.start()
        positions = [first, *acknowledged(process)]
        size = assert_kept(place, entries, positions)
    assert size >= kills


def test_a_lost_server_is_a_refusal(server: Server, tmp_path: Path) -> None:
    """A store whose server is gone refuses with kind `storage`, and says that appending again is safe."""
    place = f"postgres {tmp_path} {server.database()}"
    _, entries = record(2)
    store = opened_at(place)
    store.append(entries[:1])
    server.kill()
    with pytest.raises(Refusal, match="append again") as why:
        store.append(entries[1:])
    assert why.value.kind == "storage"
    server.start()
    store.close()
    again = opened_at(place)
    again.append(entries)
    assert list(again.entries()) == entries
    again.close()
