"""What says it is durable: the bytes of a file reach the disk, then its name does."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from comity.adapters.blobs import Blobs
from comity.adapters.durable import write_durably
from comity.adapters.keyring import add_secret_key
from comity.adapters.record_place import opened
from comity.adapters.timestamps import Stamps
from comity.adapters.vault import Vault
from comity.kernel.problem import Refused
from comity.record.keys import SecretKey

WRITERS: dict[str, Callable[[Path], object]] = {
    "a file": lambda place: Blobs(place / "blobs").keep(b"orders"),
    "a secret key": lambda _: add_secret_key("fern_lark", "fern", SecretKey.new()),
    "a time stamp": lambda place: Stamps(place / "tst").keep(5, b"stamp"),
    "personal data": lambda place: Vault(place / "vault", "fern_lark").put("person", b"name"),
}


@pytest.mark.skipif(os.name != "posix", reason="names need not be synced elsewhere")
@pytest.mark.parametrize("what", WRITERS)
def test_the_name_of_a_file_is_synced_after_its_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """The last that reaches the disk is the folder in which the file has its name."""
    monkeypatch.setenv("COMITY_KEYS", str(tmp_path / "keys"))
    synced: list[bool] = []
    real = os.fsync

    def seen(descriptor: int) -> None:
        synced.append(Path(f"/proc/self/fd/{descriptor}").resolve().is_dir())
        real(descriptor)

    monkeypatch.setattr(os, "fsync", seen)
    WRITERS[what](tmp_path)
    assert False in synced
    assert synced[-1] is True


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk fails before the new file is whole: the old one still has all its bytes."""
    path = tmp_path / "trust.yaml"
    write_durably(path, b"old")

    def fails(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError, match="no space left"):
        write_durably(path, b"new")
    assert path.read_bytes() == b"old"


def test_a_record_that_is_refused_is_let_go_of(tmp_path: Path) -> None:
    """A file that is no database is refused, and no connection to it stays open."""
    (tmp_path / "record.sqlite").write_bytes(b"no database" * 100)
    with pytest.raises(Refused, match="damaged") as refused:  # what it holds on to is not collected before the end
        opened(tmp_path, "")
    held = [one.resolve() for one in Path("/proc/self/fd").iterdir()]
    assert refused.value.problems[0].code == "CMY-908"
    assert (tmp_path / "record.sqlite").resolve() not in held
