"""Time stamps by an authority: asked for over HTTP, kept in the pack, verified against the roots that are trusted."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from comity.adapters.timestamps import Stamps, ask
from comity.evidence.report import Found
from comity.evidence.stamps import read_authorities, stamped
from comity.record.refusal import Refusal
from tests.evidence.authority import Authority, made, serving
from tests.evidence.making import Making, one, verified, whole

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl plays the authority")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """An authority of this machine."""
    return made(tmp_path_factory.mktemp("authority") / "tsa")


@pytest.fixture(scope="module")
def record(authority: Authority) -> Making:
    """The record of Fern and Lark with its last checkpoint stamped."""
    record = whole()
    with serving(authority) as here:
        record.stamps[10] = ask(here.url, stamped(record.checkpoints[-1]))
    return record


def test_a_stamp_by_a_trusted_authority_proves_when_the_record_was_there(record: Making, authority: Authority) -> None:
    """With the authority's root the time is proven, and the report names who stamped it."""
    report = verified(record.pack(), authorities=read_authorities(authority.root))
    assert report.is_proven
    says = one(report, Found.PROVEN, "time").says
    assert says.startswith("the first 10 entries were there on ")
    assert "CN=Stamps_of_the_tests" in says


def test_without_a_trusted_authority_a_stamp_is_attested(record: Making) -> None:
    """Nobody said whom to trust: the stamp is about this checkpoint, and its time is what it claims."""
    report = verified(record.pack())
    assert report.is_proven
    assert "--authority" in one(report, Found.ATTESTED, "time").says


def test_a_stamp_by_somebody_else_is_corrupt(record: Making, tmp_path: Path) -> None:
    """A stamp by an authority whose root is not among those trusted is told, and the pack is not proven."""
    other = made(tmp_path / "other")
    found = verified(record.pack(), authorities=read_authorities(other.root)).defect
    assert found is not None
    assert (found.about, found.found) == ("time", Found.CORRUPT)
    assert "not by an authority that is trusted" in found.says


@pytest.mark.parametrize("trusted", [True, False])
def test_a_stamp_of_another_checkpoint_is_corrupt(record: Making, authority: Authority, trusted: bool) -> None:
    """The stamp of the larger checkpoint under the smaller one, with or without a trusted authority."""
    moved = whole()
    moved.stamps[5] = record.stamps[10]
    found = verified(moved.pack(), authorities=read_authorities(authority.root) if trusted else ()).defect
    assert found is not None
    assert "of something else" in found.says


def test_a_stamp_without_its_checkpoint_is_corrupt(record: Making) -> None:
    """A stamp for a size at which nobody cosigned anything stamps nothing."""
    moved = whole()
    moved.stamps[7] = record.stamps[10]
    found = verified(moved.pack()).defect
    assert found is not None
    assert "no checkpoint" in found.says


def test_a_changed_stamp_is_corrupt(record: Making, authority: Authority) -> None:
    """The time in a stamp put back by a year: the authority's signature does not cover it."""
    token = record.stamps[10]
    year = datetime.now(UTC).year
    at = token.index(f"{year}".encode(), token.index(b"\x18\x0f"))
    changed = whole()
    changed.stamps[10] = token[:at] + f"{year - 1}".encode() + token[at + 4 :]
    found = verified(changed.pack(), authorities=read_authorities(authority.root)).defect
    assert found is not None
    assert found.about == "time"


def test_an_authority_that_answers_with_something_else_is_refused(authority: Authority) -> None:
    """Garbage, nobody there, or no address at all: refused, in words."""
    with serving(authority, garbled=True) as here, pytest.raises(Refusal, match="something else than a time stamp"):
        ask(here.url, b"text")
    with pytest.raises(Refusal, match="cannot be reached"):
        ask(here.url, b"text")
    with pytest.raises(Refusal, match="no address"):
        ask("file:///etc/passwd", b"text")


def test_stamps_are_kept_by_the_size_of_their_checkpoint(tmp_path: Path) -> None:
    """What was kept is there again, and other files in the folder are none."""
    stamps = Stamps(tmp_path / "tst")
    assert stamps.all() == {}
    stamps.keep(10, b"a token")
    (tmp_path / "tst" / "notes.txt").write_text("x")
    assert Stamps(tmp_path / "tst").all() == {10: b"a token"}


def test_roots_are_read_from_pem_only() -> None:
    """What is no certificate is refused in words."""
    with pytest.raises(Refusal, match="no file of certificates"):
        read_authorities(b"no certificate")
