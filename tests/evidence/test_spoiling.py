"""What one party, or whoever carries a pack, could do so that a verification says something else than it should."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from comity.evidence import bag
from comity.evidence.again import Again
from comity.evidence.compare import additions, differences
from comity.evidence.pack import MOST_SMALL, Opening
from comity.evidence.report import Found
from comity.evidence.verify import Given, verify_pack
from comity.evidence.zipped import Source, measured, members_of, pieces, write
from comity.record.note import Cosignature, key_hash
from tests.evidence.making import AS_OF, JANUARY, WHO, Making, verified
from tests.record.making import LARK, OTHER, enrolled, trust

LAST = 253402300799
"""The last second of the year 9999."""


def final() -> Making:
    """Return a record of an agreement and one file, which both cosigned."""
    made = Making()
    made.agree(date(2026, 1, 5))
    made.submit("orders", "2026-01", JANUARY, date(2026, 2, 5))
    made.cosign(date(2026, 2, 6))
    return made


def held(data: bytes) -> Source:
    """Return a source of some bytes."""
    return lambda: iter((data,))


def test_a_file_beside_the_folder_cannot_stand_in_for_the_one_within() -> None:
    """Who unpacks it would read the forged entries in the folder, while those outside of it were verified."""
    archive = BytesIO(final().pack())
    files = {one.name: b"".join(pieces(archive, one)) for one in members_of(archive)}
    name = "kits-evidence/data/entries.jsonl"
    files |= {name: b"forged\n", "data/entries.jsonl": files[name]}
    out = BytesIO()
    write(out, [(measured(of, held(data)), held(data)) for of, data in files.items()])
    report = verified(out.getvalue(), evaluates=False)
    assert not report.is_proven
    assert "data/entries.jsonl does not lie in the folder" in report.findings[0].says


def late_claim(made: Making) -> None:
    """Lark dates an entry to the last day there is."""
    made.say("lark", "note.said", {}, date(2026, 2, 7), claimed_at=datetime(9999, 12, 31, 12, tzinfo=UTC))


def late_cosignature(made: Making) -> None:
    """Lark cosigns at the last second there is."""
    made.checkpoints = [replace(made.checkpoints[0], cosignatures=()).cosigned("fern", WHO["fern"], 1_772_000_000)]
    made.checkpoints = [made.checkpoints[0].cosigned("lark", LARK, LAST)]


def submission_without_a_table(made: Making) -> None:
    """Lark submits a file made from answers, and says of no table."""
    answers = made.survey(date(2026, 4, 8))
    made.say("lark", "facts.submitted", {"path": "x", "digest": made.keep(b"x")}, date(2026, 4, 9), [answers])


def proposal_half_malformed(made: Making) -> None:
    """Lark proposes a file that it never hands over, and something that is no file."""
    files = [{"path": "x", "digest": "a" * 64}, 5]
    made.say("lark", "agreement.proposed", {"files": files, "digest": "x"}, date(2026, 2, 8))


@pytest.mark.parametrize(
    "change", [late_claim, late_cosignature, submission_without_a_table, proposal_half_malformed]
)  # fmt: skip
def test_one_party_cannot_spoil_the_record_for_the_other(change: Callable[[Making], None]) -> None:
    """Whatever a party signs, verification ends with a report, and what counts for nothing leaves it proven."""
    made = final()
    change(made)
    assert verified(made.pack(), evaluates=False).is_proven


def test_a_cosignature_that_nobody_verifies_dates_nothing() -> None:
    """A second line of one key, and one of a key that was enrolled later: either would have made the record younger."""
    twice = final()
    [checkpoint] = twice.checkpoints
    again = replace(checkpoint.cosignatures[1], time=4_102_444_800, signature=bytes(64))
    twice.checkpoints = [replace(checkpoint, cosignatures=(*checkpoint.cosignatures, again))]
    assert verified(twice.pack(), evaluates=False).findings[0].found is Found.CORRUPT

    later = final()
    later.say("lark", "key.enrolled", enrolled(OTHER), date(2026, 2, 7))
    mark = key_hash("lark", OTHER.public)
    fake = Cosignature(name="lark", key_hash=mark, time=4_102_444_800, signature=bytes(64))
    later.checkpoints = [later.checkpoints[0].with_cosignatures([fake])]
    defect = verified(later.pack(), evaluates=False).defect
    assert defect is not None
    assert "by no key it had" in defect.says


def test_a_version_of_five_thousand_digits_is_none() -> None:
    """Python refuses to read such a number; here it is a pack of another form."""
    info = "External-Description: x\nExternal-Identifier: x\nPayload-Oxum: 1.1\nComity-Pack: {}\n"
    assert bag.version_of(info.format(1).encode()) == 1
    assert bag.version_of(info.format("9" * 5000).encode()) is None


def test_many_personal_data_are_read_as_they_were_written() -> None:
    """More openings than are read of a small file at once."""
    made = final()
    made.openings = [Opening(commitment="a" * 64, subject="s", salt=bytes(32), payload=bytes(MOST_SMALL))]
    assert [one.about for one in verified(made.pack(), evaluates=False).of(Found.CORRUPT)] == ["personal data"]


@pytest.mark.parametrize(
    "recorded", [b'{"figures":{"m":5}}', b'{"figures":{"m":[5]}}', b'{"figures":{"m":[{"scope":[1]}]}}', b"[" * 200_000]
)
def test_any_recorded_document_can_be_compared(recorded: bytes) -> None:
    """A party may have recorded the digest of anything; that it differs is told, and nothing is raised."""
    again = b'{"figures":{"m":[{"period":"2026-01","value":"1"}]}}'
    assert len(differences(recorded, again)) == 1
    assert additions(recorded, again) is None


def test_a_later_version_does_not_excuse_other_terms() -> None:
    """A standing of which less was recorded, and under another agreement than its entry names, is corrupt."""
    made = final()
    body = {"as_of": f"{AS_OF}", "known_at": f"{AS_OF}", "result": made.keep(b'{"a":1}'), "agreement": "f" * 64}
    made.say("fern", "evaluation.made", body, AS_OF)
    for terms, found in (("f" * 64, Found.PROVEN), ("e" * 64, Found.CORRUPT)):
        again = Again(document=b'{"a":1,"b":2}', terms=terms, reads={})
        report = verify_pack(BytesIO(made.pack()), Given(trust=trust(), evaluate=lambda *_, again=again: again))
        assert [one.found for one in report.findings if one.about == "standing"] == [found]
