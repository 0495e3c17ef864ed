"""The vault: personal data that can be read with the key of their subject, and by nobody once it is erased."""

import os
import stat
from pathlib import Path

import pytest

from comity.adapters.vault import Vault
from comity.record.commitment import opens
from comity.record.refusal import Refusal


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    """A vault whose keys lie in another folder."""
    return Vault(tmp_path / "folder" / "vault", "kits", tmp_path / "keys")


def kind(call, *arguments) -> str:
    """Return the kind of refusal that a call meets."""
    with pytest.raises(Refusal) as refused:
        call(*arguments)
    return refused.value.kind


def every_byte(folder: Path) -> bytes:
    """Return the bytes of all files below a folder."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_what_is_put_in_comes_out(vault: Vault) -> None:
    """Payload and salt come back, and open the commitment that goes into the record."""
    made = vault.put("respondent_1", b"7, it got better")
    kept = vault.open("respondent_1", made)
    assert kept.payload == b"7, it got better"
    assert opens(made, kept.salt, kept.payload)
    assert list(vault.everything()) == [kept]


def test_the_same_answer_twice_gives_two_commitments(vault: Vault) -> None:
    """A fresh salt each time: nobody sees from the record that two respondents gave one answer."""
    assert vault.put("respondent_1", b"7") != vault.put("respondent_1", b"7")


def test_nothing_lies_in_the_folder_in_clear(vault: Vault, tmp_path: Path) -> None:
    """Neither the payload nor its salt can be found in the alliance folder, nor the key that would open them."""
    made = vault.put("respondent_1", b"a sentence that somebody wrote")
    kept = vault.open("respondent_1", made)
    lying = every_byte(tmp_path / "folder")
    key = every_byte(tmp_path / "keys")
    assert len(key) == 32  # AES-256
    assert all(secret not in lying for secret in (kept.payload, kept.salt, key))


@pytest.mark.skipif(os.name != "posix", reason="modes of files are those of POSIX")
def test_nobody_else_may_read_keys_and_boxes(vault: Vault, tmp_path: Path) -> None:
    """Every file is readable by its owner alone."""
    vault.put("respondent_1", b"7")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 2
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_each_subject_has_its_own_key(vault: Vault, tmp_path: Path) -> None:
    """Erasing one respondent leaves the other's answer readable."""
    one, other = vault.put("respondent_1", b"7"), vault.put("respondent_2", b"8")
    assert len(list((tmp_path / "keys").rglob("*.key"))) == 2
    assert vault.erase("respondent_1") == 1
    assert kind(vault.open, "respondent_1", one) == "missing"
    assert vault.open("respondent_2", other).payload == b"8"
    assert vault.subjects() == ["respondent_2"]


def test_a_copy_of_the_folder_cannot_be_read_after_erasure(vault: Vault, tmp_path: Path) -> None:
    """Somebody kept an old backup of the folder: without the key it says nothing, and that is told as erased."""
    made = vault.put("respondent_1", b"7")
    box = tmp_path / "folder" / "vault" / "respondent_1" / f"{made}.box"
    backup = box.read_bytes()
    vault.erase("respondent_1")
    box.parent.mkdir()
    box.write_bytes(backup)
    assert kind(vault.open, "respondent_1", made) == "erased"
    assert list(vault.everything()) == []


def test_an_erasure_that_was_interrupted_is_finished(vault: Vault, tmp_path: Path) -> None:
    """The key is gone and a box is left: the subject is still known, and erasing again removes the rest."""
    vault.put("respondent_1", b"7")
    (tmp_path / "keys" / "kits.vault" / "respondent_1.key").unlink()
    assert vault.subjects() == ["respondent_1"]
    assert vault.erase("respondent_1") == 1
    assert vault.subjects() == []
    assert vault.erase("respondent_1") == 0


def test_a_damaged_box_is_corrupt(vault: Vault, tmp_path: Path) -> None:
    """One bit in the box: AES-GCM does not open it, and it is told from what is missing or erased."""
    made = vault.put("respondent_1", b"7")
    box = tmp_path / "folder" / "vault" / "respondent_1" / f"{made}.box"
    data = box.read_bytes()
    box.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    assert kind(vault.open, "respondent_1", made) == "corrupt"
    box.write_bytes(b"")
    assert kind(vault.open, "respondent_1", made) == "corrupt"


def test_a_box_opens_in_no_other_place(vault: Vault, tmp_path: Path) -> None:
    """The box of one commitment under the name of another is corrupt, though the key is the same."""
    one, other = vault.put("respondent_1", b"7"), vault.put("respondent_1", b"8")
    place = tmp_path / "folder" / "vault" / "respondent_1"
    (place / f"{other}.box").write_bytes((place / f"{one}.box").read_bytes())
    assert kind(vault.open, "respondent_1", other) == "corrupt"


@pytest.mark.parametrize("name", ["Jane Doe", "../evil", "", "7", "a/b", ".", "ünal", "x" * 65])
def test_a_subject_is_a_pseudonym(vault: Vault, name: str) -> None:
    """A name, or a path, is refused: it would stand in the record for ever, or lead elsewhere."""
    assert kind(vault.put, name, b"7") == "bad-subject"
