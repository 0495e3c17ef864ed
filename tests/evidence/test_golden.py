"""Packs of every format version verify for ever: they were made once, and are never made again."""

from functools import partial
from io import BytesIO
from pathlib import Path

import pytest

from comity.agreement.trusted import read_trust
from comity.evidence.pack import Pack, Packed, write_pack
from comity.evidence.report import Found
from comity.evidence.stamps import read_authorities
from comity.record.verify import verify_record
from tests.cli.conftest import Comity, comity  # noqa: F401
from tests.evidence.making import verified
from tests.record.making import trust

GOLDEN = Path(__file__).parent / "golden"
PACKS = sorted(GOLDEN.glob("*.zip"))


def test_there_is_a_golden_pack_of_each_version() -> None:
    """Each version has its pack with everything in it; a new version brings a new one and keeps the old ones."""
    from comity.evidence.bag import VERSION

    assert {path.name for path in PACKS} >= {f"whole-{number}.zip" for number in range(1, VERSION + 1)}


def test_their_keys_are_those_of_the_tests() -> None:
    """The trust file beside them says what the tests know of Fern and Lark."""
    assert read_trust((GOLDEN / "trust.yaml").read_bytes(), "trust.yaml")[0] == trust()


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_a_golden_pack_is_proven(path: Path) -> None:
    """Everything in it is verified and evaluated again by the program as it is today."""
    authorities = read_authorities((GOLDEN / "authority.pem").read_bytes())
    report = verified(path.read_bytes(), authorities=authorities)
    assert report.defect is None


def test_the_whole_one_has_every_kind_of_finding() -> None:
    """It proves record, checkpoint, time, files, personal data and standings, and names what was erased."""
    authorities = read_authorities((GOLDEN / "authority.pem").read_bytes())
    report = verified((GOLDEN / "whole-1.zip").read_bytes(), authorities=authorities)
    proven = {finding.about for finding in report.of(Found.PROVEN)}
    assert proven == {"record", "checkpoint", "time", "file", "personal data", "standing"}
    assert len(report.of(Found.ERASED)) == 1
    assert sum(finding.about == "standing" for finding in report.of(Found.PROVEN)) == 4


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_a_golden_pack_is_written_again_in_the_same_bytes(path: Path) -> None:
    """The spelling of a version never changes: what is read from the pack makes the same pack."""
    pack = Pack(BytesIO(path.read_bytes()))
    found = verify_record(pack.entries(), pack.checkpoints, trust())
    again = Packed(
        history=found.history, entries=pack.entries, checkpoints=pack.checkpoints, stamps=pack.stamps,
        blobs={digest: partial(pack.blob, digest) for digest in pack.blobs}, openings=pack.openings,
        expected=pack.expected,
    )  # fmt: skip
    out = BytesIO()
    write_pack(out, again)
    assert out.getvalue() == path.read_bytes()


def test_the_command_proves_it(comity: Comity) -> None:  # noqa: F811
    """`comity verify` with the files beside it ends with exit code 0."""
    files = ("--trust", GOLDEN / "trust.yaml", "--authority", GOLDEN / "authority.pem")
    assert comity("verify", GOLDEN / "whole-1.zip", *files).status == 0
