"""`comity sign` and `comity key` before the record is open: what is refused leaves nothing that blocks the folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import apsw
import pytest

from comity.adapters import record_sqlite
from comity.adapters.record_place import opened
from tests.cli.record.conftest import Pair


@pytest.fixture
def unopened(pair: Pair) -> Pair:
    """Both folders with their keys, and no record yet."""
    for folder in (pair.heron, pair.marten):
        for name in ("record.sqlite", "record.head.txt"):
            (folder / "record" / name).unlink()
    return pair


def keys_of(folder: Path, party: str) -> str:
    """Return the public key of a party in a trust file."""
    lines = (folder / "record" / "trust.yaml").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.strip().startswith(f"{party}:")).split("[")[1].rstrip("]")


def test_a_first_signing_that_failed_can_be_done_again(unopened: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """Heron signs where its secret key is not: no record is left, and with the key it is opened as if never tried."""
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("COMITY_KEYS", str(unopened.file.parent / "elsewhere"))
        ran = unopened.comity("sign", unopened.heron)
    assert (ran.status, "CMY-903" in ran.err) == (1, True)
    assert not (unopened.heron / "record" / "record.sqlite").exists()
    assert "recorded: entry 0" in unopened.run("sign", unopened.heron).out


def test_an_opening_for_a_day_to_come_leaves_nothing(unopened: Pair) -> None:
    """A day that is years ahead is refused; the record is then opened for a day that may be."""
    ran = unopened.comity("sign", unopened.heron, "--on", "2027-12-01")
    assert (ran.status, "CMY-913" in ran.err) == (1, True)
    assert not (unopened.heron / "record" / "record.sqlite").exists()
    assert "recorded: entry 0" in unopened.run("sign", unopened.heron, "--on", "2026-01-02").out


def test_an_opening_that_was_interrupted_is_none(unopened: Pair) -> None:
    """The process was killed after it had made the file: keys are still taken in, and the record is opened."""
    opened(unopened.heron / "record", "").close()
    unopened.run("key", "add", unopened.heron, "marten", keys_of(unopened.heron, "marten"))
    assert unopened.comity("log", unopened.heron).status == 1
    assert "recorded: entry 0" in unopened.run("sign", unopened.heron).out


def test_a_folder_that_says_not_whose_it_is_opens_no_record(unopened: Pair) -> None:
    """On a new machine with keys added by hand `sign` asks for the party; a party that is none is named."""
    (unopened.heron / "record" / "party").unlink()
    ran = unopened.comity("sign", unopened.heron)
    assert (ran.status, "--as heron or marten" in ran.err) == (1, True)
    assert "there is no party bob" in unopened.comity("sign", unopened.heron, "--as", "bob").err
    assert not (unopened.heron / "record" / "record.sqlite").exists()


def test_a_signer_that_is_no_party_of_an_open_record_is_named(pair: Pair) -> None:
    """Not a key is missing but the party: the parties that there are follow."""
    err = pair.comity("cosign", pair.heron, "--as", "bob").err
    assert "there is no party bob" in err
    assert "heron, marten" in err


def test_a_key_of_one_party_is_not_taken_in_for_another(unopened: Pair) -> None:
    """Heron pastes its own key as Marten's; once more for itself it is nothing new."""
    trust = unopened.heron / "record" / "trust.yaml"
    before, own = trust.read_bytes(), keys_of(unopened.heron, "heron")
    ran = unopened.comity("key", "add", unopened.heron, "marten", own)
    assert (ran.status, "this is the key of heron" in ran.err) == (1, True)
    unopened.run("key", "add", unopened.heron, "heron", own)
    assert trust.read_bytes() == before


def test_a_folder_is_not_made_into_that_of_the_other_party(unopened: Pair) -> None:
    """`key new` for Marten in Heron's folder: refused, and the folder stays Heron's."""
    ran = unopened.comity("key", "new", unopened.heron, "marten")
    assert (ran.status, "this is the folder of heron" in ran.err) == (1, True)
    assert (unopened.heron / "record" / "party").read_text(encoding="utf-8") == "heron\n"


def test_a_trust_file_with_one_key_under_two_parties_opens_nothing(unopened: Pair) -> None:
    """Written by hand it is refused before the first entry, which no verification would have believed."""
    trust = unopened.heron / "record" / "trust.yaml"
    own, other = (keys_of(unopened.heron, party) for party in ("heron", "marten"))
    trust.write_text(trust.read_text(encoding="utf-8").replace(other, own), encoding="utf-8")
    ran = unopened.comity("sign", unopened.heron)
    assert (ran.status, "one key stands under heron and marten" in ran.err) == (1, True)
    assert not (unopened.heron / "record" / "record.sqlite").exists()


def test_an_agreement_that_was_renamed_after_the_keys_were_made_opens_no_record(unopened: Pair) -> None:
    """Its record would bear the old name for ever: both names are told, and both ways out."""
    path = unopened.heron / "agreement.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("heron_marten", "kits"), encoding="utf-8")
    ran = unopened.comity("sign", unopened.heron)
    assert (ran.status, "CMY-902" in ran.err) == (1, True)
    assert "the keys were made for the alliance heron_marten, and the agreement is that of kits" in ran.err
    assert "write `alliance: heron_marten` in the agreement" in ran.err
    assert not (unopened.heron / "record" / "record.sqlite").exists()


def test_a_record_that_another_program_holds_is_not_called_damaged(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is sent to a backup, by which entries would be lost: it is to be tried again, and then works."""
    monkeypatch.setattr(record_sqlite, "BUSY_MS", 20)
    holder = apsw.Connection(str(pair.heron / "record" / "record.sqlite"))
    holder.execute("begin immediate")
    ran = pair.comity("log", pair.heron)
    assert (ran.status, "CMY-916" in ran.err, "backup" in ran.err) == (1, True, False)
    holder.execute("rollback")
    holder.close()
    assert pair.run("log", pair.heron).out


def test_a_second_proof_of_two_histories_keeps_the_first(pair: Pair) -> None:
    """The same contradicting copy is met twice: the proof of the first time stays as it was."""
    other = pair.file.parent / "other"
    shutil.copytree(pair.heron, other)
    pair.run("event", pair.heron, "merger")
    pair.run("cosign", pair.heron)
    pair.meet()
    pair.file.unlink()
    pair.run("event", other, "takeover")
    pair.run("sync", other, pair.file, "--new")
    assert "CMY-907" in pair.comity("sync", pair.marten, pair.file).err
    first = pair.file.with_name("shared.comity.fork.json")
    first.write_text("kept", encoding="utf-8")
    assert "shared.comity.fork.2.json" in pair.comity("sync", pair.marten, pair.file).err
    assert first.read_text(encoding="utf-8") == "kept"


def test_a_copy_with_a_changed_byte_in_a_file_that_is_here_stays_as_it_is(pair: Pair) -> None:
    """Marten holds the agreement already; the copy in which it was changed is refused, and kept as evidence."""
    pair.run("sync", pair.heron, pair.file)
    data = pair.file.read_bytes()
    place = data.index(b"title: Delivery agreement")
    spoiled = data[:place] + b"T" + data[place + 1 :]
    pair.file.write_bytes(spoiled)
    ran = pair.comity("sync", pair.marten, pair.file)
    assert (ran.status, "CMY-906" in ran.err) == (1, True)
    assert pair.file.read_bytes() == spoiled


def test_a_text_that_is_no_copy_is_not_said_to_be_signed(pair: Pair) -> None:
    """A letter given to `sync` is refused in words that are true of any file."""
    pair.file.write_text("Dear Marten,\n", encoding="utf-8")
    ran = pair.comity("sync", pair.heron, pair.file)
    assert (ran.status, "CMY-906" in ran.err, "signed by" in ran.err) == (1, True, False)


@pytest.mark.parametrize("command", ["log", "evaluate", "cosign", "docket"])
def test_a_pack_in_the_place_of_a_folder_is_said_to_be_verified(pair: Pair, command: str) -> None:
    """Whoever was sent a pack has nothing to open or to begin: the hint is how it is verified."""
    pack = pair.file.with_name("evidence.ZIP")
    pair.run("export", pair.heron, "--out", pack)
    err = pair.comity(command, pack).err
    assert "this is a file, not an alliance folder" in err
    assert f"`comity verify {pack} --trust KEYS`" in err
