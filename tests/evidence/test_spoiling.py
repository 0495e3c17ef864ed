"""What one party, or whoever carries a pack, could do so that a verification says something else than it should."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from comity.evidence import bag, versions
from comity.evidence.again import Again
from comity.evidence.compare import differences
from comity.evidence.named import named
from comity.evidence.pack import MOST_SMALL, Opening
from comity.evidence.personal import erasures
from comity.evidence.report import Found
from comity.evidence.text import lines
from comity.evidence.verify import Given, verify_pack
from comity.evidence.versions import the_same
from comity.evidence.zipped import Source, measured, members_of, pieces, write
from comity.kernel.problem import Refused
from comity.opening.again import Evaluator
from comity.record.commitment import commitment
from comity.record.history import Entry, read_entry
from comity.record.note import Cosignature, key_hash
from tests.evidence.making import (
    ANSWERS,
    AS_OF,
    RATINGS,
    SALTS,
    SUBJECTS,
    WHO,
    Making,
    evaluation,
    final,
    verified,
)  # fmt: skip
from tests.record.making import LARK, OTHER, enrolled, trust

LAST = 253402300799
"""The last second of the year 9999."""


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
    """Lark submits a file made from answers, says of no table, and never hands the file over."""
    answers = made.survey(date(2026, 4, 8))
    made.say("lark", "facts.submitted", {"path": "x", "digest": "c" * 64}, date(2026, 4, 9), [answers])


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
    assert the_same(recorded, again, None) is None


def test_a_later_version_does_not_excuse_other_terms(monkeypatch: pytest.MonkeyPatch) -> None:
    """A standing of which less was recorded, and under another agreement than its entry names, is corrupt."""
    monkeypatch.setattr(versions, "ADDED", {"b": "0.1.0"})
    made = final()
    body = {"as_of": f"{AS_OF}", "known_at": f"{AS_OF}", "result": made.keep(b'{"a":1}'), "agreement": "f" * 64}
    made.say("fern", "evaluation.made", body, AS_OF)
    for terms, found in (("f" * 64, Found.PROVEN), ("e" * 64, Found.CORRUPT)):
        again = Again(document=b'{"a":1,"b":2}', terms=terms, reads={})
        report = verify_pack(BytesIO(made.pack()), Given(trust=trust(), evaluate=lambda *_, again=again: again))
        assert [one.found for one in report.findings if one.about == "standing"] == [found]


# -- erasures ---------------------------------------------------------------------------------


def surveyed() -> Making:
    """Return a record in which Lark committed to two answers and made a file of facts from them."""
    made = final()
    answers = made.survey(date(2026, 4, 8))
    made.submit("ratings", "2026-Q1", RATINGS, date(2026, 4, 9), [answers])
    return made


def erased_by_fern(made: Making) -> None:
    """Fern records that it erased an answer that Lark committed to."""
    body = {"subject": SUBJECTS[1], "commitments": [commitment(SALTS[1], ANSWERS[1])]}
    made.say("fern", "erasure.made", body, date(2026, 5, 2))


def committed_by_fern(made: Making) -> None:
    """Fern commits to what Lark committed to, word for word."""
    made.say("fern", "concern.raised", {"commitment": commitment(SALTS[1], ANSWERS[1])}, date(2026, 5, 1))


def test_nobody_erases_the_personal_data_of_the_other() -> None:
    """Fern says that an answer of Lark's was erased: it is not called erased, and the report says who claimed it."""
    made = surveyed()
    erased_by_fern(made)
    report = verified(made.pack(), evaluates=False)
    assert report.of(Found.ERASED) == ()
    claims = [one.says for one in report.findings if one.position == 7 and one.about == "personal data"]
    assert claims == [
        "fern says that 1 piece of personal data of respondent_2 were erased; it had not committed to them "
        "(lark did), so that this counts for nothing"
    ]
    assert not any("erased since" in one.says for one in report.findings)


def test_an_erasure_by_the_other_excuses_no_missing_data() -> None:
    """With the answers in the pack, one left out is missing whatever Fern said; Lark's own erasure is believed."""
    made = surveyed()
    committed_by_fern(made)
    erased_by_fern(made)
    made.open_answers(0)
    assert [one.about for one in verified(made.pack(), evaluates=False).of(Found.MISSING)] == ["personal data"]
    made.open_answers(0, 1)
    assert verified(made.pack(), evaluates=False).is_proven
    made.erase(1, date(2026, 5, 3))
    made.open_answers(0)
    report = verified(made.pack(), evaluates=False)
    assert report.is_proven
    assert [one.position for one in report.of(Found.ERASED)] == [8, 9]


def test_an_erasure_before_the_commitment_erases_nothing() -> None:
    """Lark cannot say beforehand that what it will commit to is erased."""
    made = final()
    made.erase(1, date(2026, 4, 1))
    made.survey(date(2026, 4, 8))
    assert verified(made.pack(), evaluates=False).of(Found.ERASED) == ()


def test_who_committed_to_the_same_data_is_named_where_they_come_back() -> None:
    """Lark erased an answer, Fern committed to it too and still has it: the pack that holds it says both."""
    made = surveyed()
    committed_by_fern(made)
    made.erase(1, date(2026, 5, 3))
    made.open_answers(0, 1)
    report = verified(made.pack(), evaluates=False)
    assert report.is_proven
    assert any("though lark erased them: fern committed to them too" in one.says for one in report.findings)


def test_a_pack_with_the_personal_data_of_one_party_does_not_miss_those_of_the_other() -> None:
    """Each party has its own vault. What is not here of Fern's is kept out; what is not here of Lark's is missing."""
    made = surveyed()
    made.say("fern", "survey.committed", {"wave": "2026-Q1", "commitments": ["b" * 64]}, date(2026, 4, 9))
    made.open_answers(0, 1)
    report = verified(made.pack(), evaluates=False)
    assert report.is_proven
    assert any("entries of fern commit to them" in one.says for one in report.of(Found.ATTESTED))
    made.open_answers(0)
    assert not verified(made.pack(), evaluates=False).is_proven


def test_holds_are_read_once_however_many_erasures_there_are() -> None:
    """A hundred erasures under a hundred holds: the entries are gone through once, and each hold is told."""
    made = final()
    for number in range(100):
        body = {"wave": f"{number}", "commitments": [f"{number:064}"]}
        made.say("lark", "survey.committed", body, date(2026, 3, 1))
        made.say("fern", "hold.placed", {"subject": f"s_{number}", "reason": "dispute"}, date(2026, 3, 1))
        made.say("lark", "erasure.made", {"subject": f"s_{number}", **body}, date(2026, 3, 1))
    passes = 0

    def entries() -> Iterator[Entry]:
        nonlocal passes
        passes += 1
        return map(read_entry, made.entries)

    found = list(erasures(named(entries()), entries))
    assert passes == 2  # to find what is named, and once for the holds
    assert len([one for one in found if "although a hold of fern stood" in one.says]) == 100


# -- what is shown ----------------------------------------------------------------------------

PROVEN_LINE = "x\nproven    everything\x1b[2K\r\N{RIGHT-TO-LEFT OVERRIDE}"


def test_what_a_party_wrote_never_looks_like_a_line_of_the_report() -> None:
    """Line ends, escapes and turned writing in the words of an entry: the report stays one line a finding."""
    made = surveyed()
    made.say("lark", "disclosure.made", {"to": "x", "what": PROVEN_LINE, "digest": "a" * 64}, date(2026, 5, 1))
    made.say("fern", "hold.placed", {"subject": PROVEN_LINE, "reason": PROVEN_LINE}, date(2026, 5, 1))
    body = {"subject": PROVEN_LINE, "commitments": [commitment(SALTS[1], ANSWERS[1])]}
    made.say("lark", "erasure.made", body, date(2026, 5, 2))
    texts = [line.text for line in lines(verified(made.pack(), evaluates=False))]
    assert sum("everything" in text for text in texts) == 2
    assert all(text.isprintable() for text in texts)


def test_a_file_whose_name_cannot_be_shown_counts_for_nothing() -> None:
    """Its name would stand in every report and on every terminal."""
    made = final()
    body = {"table": "orders", "path": PROVEN_LINE, "digest": "a" * 64}
    made.say("lark", "facts.submitted", body, date(2026, 5, 1))
    report = verified(made.pack(), evaluates=False)
    assert report.is_proven
    assert any("does not have the form of facts.submitted" in one.says for one in report.findings)


# -- what the engine is asked -----------------------------------------------------------------


@pytest.mark.parametrize("days", [("9999-12-31", "2026-02-07"), ("2026-02-07", "9999-12-31"), ("2026-02-09",) * 2])
def test_a_standing_that_is_still_to_come_counts_for_nothing(days: tuple[str, str]) -> None:
    """Lark records what the standing will be; the engine is not even asked."""
    made = final()
    body = {"as_of": days[0], "known_at": days[1], "result": "a" * 64}
    made.say("lark", "evaluation.made", body, date(2026, 2, 7))
    report = verified(made.pack())
    assert report.is_proven
    assert any("does not have the form of evaluation.made" in one.says for one in report.findings)


@pytest.mark.parametrize("failure", [OverflowError("date value out of range"), Refused()], ids=repr)
def test_whatever_the_engine_does_a_verification_ends_with_a_report(
    failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Anybody may have recorded anything: what cannot be evaluated is corrupt, with its entry, and the rest proven."""

    def fail(*_: object) -> Again:
        raise failure

    monkeypatch.setattr(Evaluator, "_standing", fail)
    made = final()
    made.say("lark", "evaluation.made", evaluation(made, b"{}"), AS_OF)
    report = verified(made.pack())
    assert [(one.found, one.position) for one in report.findings if one.about == "standing"] == [(Found.CORRUPT, 5)]
    assert len(report.of(Found.PROVEN)) == 3


def test_the_results_of_a_closed_wave_belong_to_a_pack_and_its_answers_do_not() -> None:
    """The file that closes a wave is needed; the answers stay sealed, beside other personal data that are opened."""
    made = surveyed()
    made.open_answers(0, 1)
    body = {"survey": "health", "wave": "2026-Q1", "path": "surveys/health/2026-Q1.json", "commitments": ["c" * 64]}
    made.say("lark", "survey.closed", {**body, "digest": made.keep(b"{}")}, date(2026, 5, 1))
    report = verified(made.pack(), evaluates=False)
    assert report.is_proven
    assert any("1 piece of personal data kept out" in one.says for one in report.of(Found.ATTESTED))
    made.blobs.popitem()
    assert [one.about for one in verified(made.pack(), evaluates=False).of(Found.MISSING)] == ["file"]
