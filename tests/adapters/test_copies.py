"""The file between two copies: bounded, in one spelling, and nothing in it but a record."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.adapters.blobs import Blobs
from comity.adapters.copies import read_copy, take_blobs, write_copy
from comity.record.exchange import Copy
from comity.record.history import History
from comity.record.refusal import Refusal
from comity.record.store import taken
from tests.record.making import FERN, cosigned, entry, record


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A record of six entries with a checkpoint, a file that one of them names, and a file that none does; written."""
    blobs = Blobs(tmp_path / "blobs")
    blobs.keep(b"not submitted")
    history, entries = story(blobs)
    path = tmp_path / "shared.comity"
    write_copy(path, Copy(entries=entries, checkpoints=[cosigned(history.checkpoint())], waiting=entries[:1]), blobs)
    return path


def story(blobs: Blobs) -> tuple[History, list[bytes]]:
    """Return a record of which the last entry names a file."""
    history, entries = record(4)
    body = {"table": "orders", "digest": blobs.keep(b"month,orders\n2026-01,7\n")}
    entries.append(entry(history, "fern", FERN, body=body))
    taken(history, entries[-1], {})
    return history, entries


def rewritten(path: Path, change: Callable[[zipfile.ZipFile], None]) -> Path:
    """Return a copy of a file to which something was added."""
    other = path.with_name("other.comity")
    other.write_bytes(path.read_bytes())
    with zipfile.ZipFile(other, "a") as archive:
        change(archive)
    return other


def test_a_copy_is_read_as_it_was_written(written: Path, tmp_path: Path) -> None:
    """Entries, what waits, checkpoints, and the files that entries name: not one that was never submitted."""
    found = read_copy(written)
    history, entries = story(Blobs(tmp_path / "again"))
    assert (list(found.copy.entries), list(found.copy.waiting)) == (entries, entries[:1])
    assert [one.root for one in found.copy.checkpoints] == [history.root]
    other = Blobs(tmp_path / "other")
    assert found.digests == set(Blobs(tmp_path / "again").digests())
    assert take_blobs(written, found.digests, other) == 1
    assert set(other.digests()) == found.digests
    assert take_blobs(written, found.digests, other) == 0


@pytest.mark.parametrize("name", ["../entries.jsonl", "/etc/passwd", "blobs/../x", "checkpoints/x.txt", "README"])
def test_a_copy_holds_nothing_but_a_record(written: Path, name: str) -> None:
    """No path leaves the copy, and nothing is read that a record has not."""
    with pytest.raises(Refusal, match="holds no"):
        read_copy(rewritten(written, lambda archive: archive.writestr(name, b"")))


def test_a_copy_is_not_compressed(written: Path) -> None:
    """So that a small file cannot stand for a large one."""
    bomb = "checkpoints/9.txt"
    with pytest.raises(Refusal, match="not compressed"):
        read_copy(rewritten(written, lambda zipped: zipped.writestr(bomb, bytes(10**6), zipfile.ZIP_DEFLATED)))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_stands_once_in_a_copy(written: Path) -> None:
    """Two readers must not read two records from one file."""
    with pytest.raises(Refusal, match="one name twice"):
        read_copy(rewritten(written, lambda archive: archive.writestr("entries.jsonl", b"")))


def test_a_file_under_another_digest_is_not_taken(written: Path, tmp_path: Path) -> None:
    """The name of a file is the digest of its bytes, or it is refused."""
    name = "0" * 64
    other = rewritten(written, lambda archive: archive.writestr(f"blobs/{name}", b"other"))
    with pytest.raises(Refusal, match="other bytes"):
        take_blobs(other, [name], Blobs(tmp_path / "other"))


def test_a_new_file_is_hashed_once(written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file may be large: whether its bytes are those of its digest is found in one reading."""
    found, hashed = read_copy(written), []

    def counted(data: bytes = b"") -> Any:
        hashed.append(len(data))
        return sha256(data)

    monkeypatch.setattr(hashlib, "sha256", counted)
    assert take_blobs(written, found.digests, Blobs(tmp_path / "other")) == len(hashed) == 1


def test_a_copy_that_is_cut_off_is_refused(written: Path) -> None:
    """At every tenth byte."""
    data = written.read_bytes()
    cut = written.with_name("cut.comity")
    for end in range(0, len(data), max(1, len(data) // 10)):
        cut.write_bytes(data[:end])
        with pytest.raises(Refusal):
            read_copy(cut)


@given(share=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_changed_bit_anywhere_is_refused_or_says_nothing_else(written: Path, share: float, bit: int) -> None:
    """Wherever a bit of a copy flips, reading it and its files ends in a refusal that names a copy, or reads a record.

    It never ends in an error of the zip itself.
    """
    data = bytearray(written.read_bytes())
    data[int(share * len(data))] ^= 1 << bit
    other = written.with_name("flipped.comity")
    other.write_bytes(data)
    with TemporaryDirectory() as place:
        blobs = Blobs(Path(place))
        try:
            found = read_copy(other)
            taken_over = take_blobs(other, found.digests, blobs)
        except Refusal:
            return
        assert taken_over == len(found.digests) == len(list(blobs.digests()))


def test_a_changed_byte_of_a_file_in_it_is_refused_though_the_file_is_here(written: Path, tmp_path: Path) -> None:
    """The file within the copy has another byte: it is a bad copy, also for whoever holds the file already."""
    found = read_copy(written)
    here = Blobs(tmp_path / "here")
    take_blobs(written, found.digests, here)
    written.write_bytes(written.read_bytes().replace(b"2026-01,7", b"2026-01,8"))
    for blobs in (here, Blobs(tmp_path / "empty")):
        with pytest.raises(Refusal) as refusal:
            take_blobs(written, found.digests, blobs)
        assert refusal.value.kind == "bad-copy"


def test_a_copy_that_is_not_there_is_not_called_damaged(tmp_path: Path) -> None:
    """A missing file keeps its own message."""
    with pytest.raises(FileNotFoundError):
        read_copy(tmp_path / "missing.comity")


def test_what_is_wrong_with_a_copy_is_said_as_it_is(written: Path) -> None:
    """A checkpoint in another spelling is told as that, and not as a file that is no copy."""

    def change(archive: zipfile.ZipFile) -> None:
        archive.writestr("checkpoints/9.txt", "no note")

    with pytest.raises(Refusal) as raised:
        read_copy(rewritten(written, change))
    assert raised.value.kind == "bad-note"
