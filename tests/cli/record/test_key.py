"""`comity key`: keys are made, exchanged, enrolled and revoked; secret ones stay where they are."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Comity
from tests.cli.record.conftest import AGREEMENT, Pair, public_key


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An alliance folder without keys."""
    monkeypatch.setenv("COMITY_KEYS", str(tmp_path / "keys"))
    (tmp_path / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    return tmp_path


def test_a_secret_key_is_kept_outside_the_folder_for_its_owner_alone(comity: Comity, folder: Path) -> None:
    """What lies in the folder is public; the secret one is in $COMITY_KEYS, mode 0600."""
    assert comity("key", "new", folder, "heron").status == 0
    secret = folder / "keys" / "heron_marten.heron.key"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert secret.read_text().strip() not in (folder / "record" / "trust.yaml").read_text()


def test_a_secret_key_that_others_may_read_is_not_used(pair: Pair) -> None:
    """A key file with another mode is refused, with what mends it."""
    path = pair.file.parent / "keys" / "heron_marten.heron.key"
    path.chmod(0o644)
    ran = pair.comity("cosign", pair.heron)
    assert ran.status == 1
    assert "CMY-903" in ran.err
    assert "chmod 600" in ran.err


@pytest.mark.parametrize("key", ["", "x", "A" * 43 + "=", "!" * 44])
def test_a_text_that_is_no_key_is_not_taken_in(comity: Comity, folder: Path, key: str) -> None:
    """A key of small order, or no key at all, never comes into the trust file."""
    ran = comity("key", "add", folder, "marten", key)
    assert (ran.status, "CMY-903" in ran.err) == (1, True)
    assert not (folder / "record" / "trust.yaml").exists()


def test_a_party_that_the_agreement_does_not_know_gets_no_key(comity: Comity, folder: Path) -> None:
    """A slip in the name of a party is found at once."""
    ran = comity("key", "new", folder, "herron")
    assert (ran.status, "Its parties: heron, marten." in ran.err) == (1, True)


def test_a_party_has_one_key_before_the_record_is_opened(comity: Comity, folder: Path) -> None:
    """Who asks twice is shown the key that is there."""
    comity("key", "new", folder, "heron")
    assert public_key(folder) in comity("key", "new", folder, "heron").err


def test_a_key_is_rotated_by_enrolling_a_further_one_and_revoking_the_old(pair: Pair) -> None:
    """The new key signs from its enrolment on; after the revocation the old one is marked, and what it signed stays."""
    old = pair.run("key", "list", pair.heron).out.split()[1]
    pair.run("key", "new", pair.heron, "heron")
    pair.run("key", "revoke", pair.heron, old, "--reason", "replaced")
    listed = pair.run("key", "list", pair.heron).out
    assert f"{old}  since entry 0, revoked by entry 5  (here)" in listed
    pair.submit("month,depot,on_time,orders,charges\n2026-01,north,975,1000,10000\n", "2026-02-03")
    pair.meet()
    assert "facts/deliveries/facts.csv" in pair.run("log", pair.marten).out


def test_the_only_key_of_a_party_is_not_revoked(pair: Pair) -> None:
    """Without any key a party could not even enrol another one."""
    only = pair.run("key", "list", pair.heron).out.split()[1]
    ran = pair.comity("key", "revoke", pair.heron, only, "--reason", "lost")
    assert (ran.status, "the only key of heron" in ran.err) == (1, True)


def test_the_trust_file_of_an_open_record_stays(pair: Pair) -> None:
    """After the opening a key of the other party comes by its own entry only."""
    ran = pair.comity("key", "add", pair.heron, "marten", public_key(pair.heron))
    assert (ran.status, "the record is open" in ran.err) == (1, True)
