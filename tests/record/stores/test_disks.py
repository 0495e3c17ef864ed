"""A record in a SQLite file, on a disk that is full, loses power, or holds a damaged log."""

import random
import shutil
from pathlib import Path

import apsw
import pytest

from comity.adapters.record_sqlite import SQLiteStore
from comity.record.refusal import Refusal
from comity.record.verify import verify_record
from tests.record.making import record, trust
from tests.record.stores.disks import Remembering, Small

OFF, NORMAL, FULL = 0, 1, 2


def kept(path: Path) -> list[bytes]:
    """Return the entries of a record, which verifies."""
    store = SQLiteStore(path)
    entries = list(store.entries())
    found = verify_record(entries, [], trust())
    assert found.failure is None
    assert store.history().root == found.history.root
    store.close()
    return entries


# -- a full disk ------------------------------------------------------------------------------


def until_refused(store: SQLiteStore, entries: list[bytes]) -> tuple[int, Refusal]:
    """Append one by one until one is refused; return how many were recorded, and the refusal."""
    for number, data in enumerate(entries):
        try:
            store.append([data])
        except Refusal as refusal:
            return number, refusal
    raise AssertionError("nothing was refused")


def test_a_full_disk_is_a_refusal_and_loses_nothing(tmp_path: Path) -> None:
    """What the disk has no room for is refused, all before it stays, and with room again the record goes on."""
    disk = Small()
    path = tmp_path / "record.sqlite"
    _, entries = record(60)
    store = SQLiteStore(path, vfs=disk.name)
    store.append(entries[:1])
    disk.room = (tmp_path / "record.sqlite-wal").stat().st_size + 200_000
    recorded, why = until_refused(store, entries)
    assert why.kind == "storage"
    assert 1 < recorded < 60
    assert list(store.entries()) == entries[:recorded]
    assert store.history().size == recorded
    disk.room = 2**40
    store.append(entries[recorded:])
    store.close()
    assert kept(path) == entries


def test_a_batch_that_has_no_room_is_not_recorded_in_part(tmp_path: Path) -> None:
    """Of a batch of which only the first entries had room, none is there."""
    disk = Small()
    _, entries = record(2_000)
    store = SQLiteStore(tmp_path / "record.sqlite", vfs=disk.name)
    store.append(entries[:3])
    disk.room = 1_000_000
    with pytest.raises(Refusal) as why:
        store.append(entries[3:])
    assert why.value.kind == "storage"
    assert list(store.entries()) == entries[:3]
    store.close()


# -- a loss of power --------------------------------------------------------------------------


def lost(tmp_path: Path, synchronous: int, times: int) -> list[str]:
    """Append, lose power at random moments, and return what was lost each time that something was."""
    disk = Remembering()
    _, entries = record(60)
    store = SQLiteStore(tmp_path / "record.sqlite", vfs=disk.name)
    connection = store._connection
    connection.pragma("synchronous", synchronous)
    connection.pragma("wal_autocheckpoint", 40)  # so that the log is also taken into the file, several times
    done = []
    for data in entries:
        store.append([data])
        done.append(len(disk.log))
    luck = random.Random(7)
    moments = [luck.randint(done[0], len(disk.log)) for _ in range(times)]
    found = [
        loss_of(disk.after_power_loss(moment, luck), entries, sum(one <= moment for one in done), tmp_path / "after")
        for moment in moments
    ]
    store.close()
    return [loss for loss in found if loss]


def loss_of(files: dict[str, bytes], entries: list[bytes], acknowledged: int, folder: Path) -> str:
    """Return what a disk lacks of that which was acknowledged; empty where it lacks nothing."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    try:
        there = kept(folder / "record.sqlite")
    except (Refusal, apsw.Error) as failure:
        return f"corrupt: {failure}"
    if there != entries[: len(there)]:
        return "other entries"
    return f"{acknowledged - len(there)} entries" if len(there) < acknowledged else ""


@pytest.mark.parametrize("times", [20, pytest.param(300, marks=pytest.mark.soak)])
def test_a_loss_of_power_takes_nothing_acknowledged(tmp_path: Path, times: int) -> None:
    """Power fails while entries are appended, and of what was not synced each sector arrives or not."""
    assert lost(tmp_path, FULL, times) == []


@pytest.mark.parametrize("synchronous", [NORMAL, OFF])
def test_the_simulated_loss_of_power_finds_what_is_not_synced(tmp_path: Path, synchronous: int) -> None:
    """The control: the same record with weaker syncing loses acknowledged entries, nearly every time."""
    assert len(lost(tmp_path, synchronous, 20)) >= 10


# -- a damaged log ----------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, list[bytes]]:
    """The file of a record with its log and its head, as they lay there while it was open, and its entries."""
    (tmp_path / "open").mkdir()
    _, entries = record(30)
    store = SQLiteStore(tmp_path / "open" / "record.sqlite")
    for data in entries:
        store.append([data])
    shutil.copytree(tmp_path / "open", tmp_path / "copy", ignore=shutil.ignore_patterns("*-shm"))
    store.close()
    return tmp_path / "copy" / "record.sqlite", entries


@pytest.mark.parametrize("seed", range(10))
def test_a_torn_log_leaves_a_beginning_and_its_head_tells(files: tuple[Path, list[bytes]], seed: int) -> None:
    """A log that is cut off or damaged somewhere holds a valid beginning; the head outside says that more was there."""
    path, entries = files
    log = path.with_name("record.sqlite-wal")
    data = bytearray(log.read_bytes())
    luck = random.Random(seed)
    at = luck.randrange(len(data) // 3, len(data) - 32_000)
    if seed % 2:
        del data[at:]
    else:
        data[at : at + 100] = luck.randbytes(100)
    log.write_bytes(data)
    with pytest.raises(Refusal, match="31 entries were recorded") as why:
        SQLiteStore(path)
    assert why.value.kind == "truncated"
    path.with_name("record.head.txt").unlink()
    there = kept(path)
    assert there == entries[: len(there)]
    assert len(there) < len(entries)


@pytest.mark.parametrize("what", ["log", "file"])
def test_an_empty_database_is_found_out(files: tuple[Path, list[bytes]], what: str) -> None:
    """The log or the whole file is gone: SQLite opens an empty database, and the head outside refuses it."""
    path, _ = files
    path.with_name("record.sqlite-wal").unlink()
    if what == "file":
        path.unlink()
    with pytest.raises(Refusal, match="and 0 are here") as why:
        SQLiteStore(path)
    assert why.value.kind == "truncated"


def test_a_head_that_fell_behind_refuses_nothing(files: tuple[Path, list[bytes]]) -> None:
    """A process may die between its commit and the head; an older head, or one that is torn, is no reason to refuse."""
    path, entries = files
    head = path.with_name("record.head.txt")
    earlier, _ = record(7)
    for text in (earlier.checkpoint().note(), "comity/kits\n3", ""):
        head.write_text(text, encoding="utf-8")
        assert kept(path) == entries


def test_another_record_under_a_head_is_a_fork(files: tuple[Path, list[bytes]]) -> None:
    """A file whose entries were exchanged does not fit the head that was noted."""
    path, _ = files
    other, _ = record(7, kind="facts.attested")
    path.with_name("record.head.txt").write_text(other.checkpoint().note(), encoding="utf-8")
    with pytest.raises(Refusal) as why:
        SQLiteStore(path)
    assert why.value.kind == "fork"


def test_what_is_no_database_is_a_refusal(tmp_path: Path) -> None:
    """A file of another kind under the name of the record is refused with kind `storage`."""
    path = tmp_path / "record.sqlite"
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(Refusal) as why:
        SQLiteStore(path)
    assert why.value.kind == "storage"


def test_entries_cannot_be_changed_in_the_file(tmp_path: Path) -> None:
    """Whoever opens the file with another program is kept from changing or removing entries by mistake."""
    _, entries = record(3)
    store = SQLiteStore(tmp_path / "record.sqlite")
    store.append(entries)
    for statement in ("update entries set data = x'00'", "delete from entries"):
        with pytest.raises(apsw.ConstraintError, match="entries stay"):
            store._connection.execute(statement)
    store.close()
    assert kept(tmp_path / "record.sqlite") == entries
