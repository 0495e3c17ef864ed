"""What somebody could do to a pack who can rewrite all of it but has no key: each is found, and said where."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from io import BytesIO

import pytest

from comity.evidence import verify as verify_module
from comity.evidence import versions
from comity.evidence.pack import Expected, Opening, write_pack
from comity.evidence.report import Found, Report
from comity.record.commitment import commitment
from comity.record.envelope import Envelope, opened
from comity.record.keys import SecretKey
from tests.evidence.making import (
    ANSWERS,
    AS_OF,
    FEBRUARY,
    JANUARY,
    SALTS,
    Making,
    evaluation,
    moment,
    one,
    verified,
    whole,
)
from tests.record.making import FERN, LARK, OTHER

Change = Callable[[Making], None]


def defect(made: Making) -> tuple[str, str, int | None]:
    """Return what the first defect of a pack is: the word for it, what it is about, and its position."""
    found = verified(made.pack()).defect
    assert found is not None
    return found.found.value, found.about, found.position


# -- an honest pack ---------------------------------------------------------------------------


def test_an_honest_pack_is_proven(kits: bytes) -> None:
    """Record, checkpoint, files and both standings are proven; what is pending and erased is named."""
    report = verified(kits)
    assert report.is_proven
    assert (report.entries, report.final) == (11, 10)
    assert [(found.found.value, found.about, found.position) for found in report.findings] == [
        ("proven", "record", None),
        ("proven", "checkpoint", None),
        ("attested", "checkpoint", None),
        ("proven", "file", None),
        ("attested", "personal data", 6),
        ("erased", "personal data", 9),
        ("proven", "standing", 8),
        ("proven", "standing", None),
        ("attested", "standing", 7),
    ]


def test_figures_made_from_erased_answers_are_attested_by_name(kits: bytes) -> None:
    """One of two respondents was erased: the rating rests on the file that Lark signed, and on nothing more."""
    [found] = [finding for finding in verified(kits).findings if finding.figures]
    assert found.found is Found.ATTESTED
    assert found.figures == ("rating",)
    assert "of which 1 was erased since" in found.says
    assert "2026-Q1" in found.says


# -- the record -------------------------------------------------------------------------------


def edited(made: Making) -> None:
    there = opened(made.entries[4])
    payload = there.payload.replace(b'"rows":1', b'"rows":2')
    made.entries[4] = Envelope(payload, there.key_id, there.signature).encoded()


def left_out(made: Making) -> None:
    del made.entries[5]


def turned_round(made: Making) -> None:
    made.entries[4], made.entries[5] = made.entries[5], made.entries[4]


def cut_off(made: Making) -> None:
    del made.entries[8:]


@pytest.mark.parametrize(
    ("change", "position"),
    [(edited, 4), (left_out, 5), (turned_round, 4), (cut_off, 8)],
    ids=["edited", "left out", "turned round", "cut off"],
)
def test_a_changed_record_is_corrupt_where_it_was_changed(change: Change, position: int) -> None:
    """An entry edited, left out, put elsewhere, or the end cut off: told with its position, and nothing after it."""
    made = whole()
    change(made)
    report = verified(made.pack())
    assert report.defect is not None
    assert (report.defect.about, report.defect.position) == ("record", position)
    assert report.findings[-1] is report.defect


def test_the_keys_come_from_the_contract_and_not_from_the_pack() -> None:
    """A record that is sound in itself, opened with other keys than those trusted, is not believed at all."""
    keys = {"fern": (FERN,), "lark": (OTHER,)}
    found = verified(whole().pack(), keys=keys).defect
    assert found is not None
    assert "other keys" in found.says
    assert found.position == 0


def test_the_list_of_keys_must_be_that_of_the_record() -> None:
    """keys.json is for people; where it names another key than the record, somebody would be misled."""
    made = whole()
    shown = replace(made.history.keys[LARK.public.key_id], public=OTHER.public.data)
    made.history.keys[LARK.public.key_id] = shown
    assert defect(made)[:2] == ("corrupt", "record")


def test_a_cosignature_of_a_stranger_is_not_passed_over() -> None:
    """A line under a checkpoint in Lark's name by a key that Lark never had is a defect, though no one needs it."""
    made = whole()
    made.checkpoints[0] = made.checkpoints[0].cosigned("lark", OTHER, 1_772_000_000)
    assert defect(made)[:2] == ("corrupt", "checkpoint")


def test_a_checkpoint_of_another_history_is_a_fork() -> None:
    """A checkpoint that both cosigned over other entries stands against the record."""
    made, other = whole(), whole()
    other.say("fern", "concern.raised", {"text": "another history"}, date(2026, 5, 5))
    other.cosign(date(2026, 5, 6))
    made.say("fern", "concern.raised", {"text": "this one"}, date(2026, 5, 5))
    made.checkpoints.append(other.checkpoints[-1])
    assert defect(made) == ("corrupt", "record", 11)


def test_without_its_last_checkpoint_less_is_final() -> None:
    """Whoever leaves out a checkpoint leaves out a proof: what it covered is then attested only, and said to be."""
    made = whole()
    made.checkpoints.pop()
    assert defect(made) == ("corrupt", "record", 10)  # the last entry says that its signer had seen it
    made.entries.pop()
    report = verified(made.pack())
    assert (report.is_proven, report.final) == (True, 5)
    assert "5 entries, from position 5 on" in one(report, Found.ATTESTED, "checkpoint").says


def test_a_record_without_checkpoints_has_nothing_final() -> None:
    """Signed entries alone are attested, each by its signer."""
    made = Making()
    made.agree(date(2026, 1, 5))
    report = verified(made.pack())
    assert report.is_proven
    assert "no entry is final" in one(report, Found.ATTESTED, "checkpoint").says


@pytest.mark.parametrize(("claimed", "word"), [(date(2026, 1, 20), "later"), (date(2026, 6, 1), "earlier")])
def test_an_impossible_time_is_named(claimed: date, word: str) -> None:
    """An entry dated before a checkpoint that its signer had seen, or after one that covers it, is called out."""
    made = whole()
    made.say("lark", "concern.raised", {"text": "late"}, date(2026, 5, 4), claimed_at=moment(claimed))
    made.cosign(date(2026, 5, 6))
    found = next(found for found in verified(made.pack()).findings if found.about == "time")
    assert (found.position, found.says.endswith(word)) == (11, True)


def test_an_entry_dated_back_is_named() -> None:
    """Lark submits facts in May that count from February, when the record was final without them: told by number."""
    made = whole()
    made.submit("orders", "2026-01", JANUARY.replace(b"96", b"90"), date(2026, 5, 4))
    assert not [found for found in verified(made.pack()).findings if found.about == "time"]
    body = {
        "table": "orders",
        "path": "facts/orders/2026-01.csv",
        "digest": made.keep(JANUARY),
        "rows": 1,
        "periods": [],
    }
    made.say("lark", "facts.submitted", body, date(2026, 5, 4), effective_at=date(2026, 2, 5))
    made.say("fern", "concern.raised", {"text": "to come"}, date(2026, 5, 4), effective_at=date(2026, 5, 9))
    says = one(verified(made.pack()), Found.ATTESTED, "time").says
    assert "entry 12 of lark (2026-02-05; final before it on 2026-05-03)" in says
    assert "entry 13 of fern (2026-05-09; signed on 2026-05-04)" in says


# -- files ------------------------------------------------------------------------------------


def test_a_file_that_is_not_there_is_missing() -> None:
    """Without the facts of February nothing is computed again, and the pack is not proven."""
    made = whole()
    del made.blobs[sha256(FEBRUARY).hexdigest()]
    report = verified(made.pack())
    assert defect(made) == ("missing", "file", 5)
    assert "facts/orders/2026-02.csv" in report.defect.says if report.defect else False
    assert "not computed again" in report.of(Found.ATTESTED)[-2].says


def test_a_file_cannot_take_the_place_of_another() -> None:
    """Other facts under the digest of those that were signed are found before anything is computed."""
    made = whole()
    made.blobs[sha256(FEBRUARY).hexdigest()] = FEBRUARY.replace(b"90", b"99")
    assert defect(made) == ("corrupt", "pack", None)


def test_a_file_that_no_entry_names_is_not_evidence() -> None:
    """A file slipped into the pack is called out: whoever looks through it must not take it for signed."""
    made = whole()
    made.keep(b"an invented letter")
    assert defect(made)[:2] == ("corrupt", "file")


def test_a_document_known_by_its_digest_only_is_attested() -> None:
    """A disclosure names the digest of what was shown to somebody; it is not here, and need not be."""
    made = whole()
    digest = sha256(b"what the auditor saw").hexdigest()
    made.say("fern", "disclosure.made", {"to": "auditor", "what": "the ledger", "digest": digest}, date(2026, 5, 5))
    report = verified(made.pack())
    assert report.is_proven
    found = [finding for finding in report.of(Found.ATTESTED) if finding.about == "file"]
    assert [finding.says.endswith("the ledger") for finding in found] == [True]


def test_an_entry_whose_body_has_another_form_is_told() -> None:
    """Signed by a party, and still no submission: it counts for nothing, and spoils the record for nobody."""
    made = whole()
    made.say("lark", "facts.submitted", {"table": "orders", "path": "x.csv", "digest": "none"}, date(2026, 5, 5))
    report = verified(made.pack())
    assert report.is_proven
    assert one(report, Found.ATTESTED, "record").position == 11


def test_an_entry_that_names_the_form_of_another_type_is_told() -> None:
    """Fern raises a concern and calls it facts: what it is, its type says; that it says otherwise is named."""
    made = whole()
    made.say("fern", "concern.raised", {"text": "x"}, date(2026, 5, 5), schema="facts.submitted/1")
    made.say("fern", "concern.raised", {"text": "y"}, date(2026, 5, 5), schema="concern.raised/2")
    found = one(verified(made.pack()), Found.ATTESTED, "record")
    assert found.says == "this concern.raised calls itself facts.submitted/1, the form of another type"
    assert found.position == 11


@pytest.mark.parametrize("key", ["as_of", "known_at"])
@pytest.mark.parametrize("day", ["20260430", "2026-W18-4"])
def test_a_day_in_a_body_has_one_spelling(key: str, day: str) -> None:
    """ISO 8601 has several for one day, and an evaluation of any but 2026-04-30 counts for nothing."""
    made = whole()
    body = {**evaluation(made, made.evaluate(AS_OF, AS_OF)), key: day}
    made.say("fern", "evaluation.made", body, date(2026, 5, 5))
    report = verified(made.pack())
    assert report.is_proven
    assert one(report, Found.ATTESTED, "record").position == 11


@pytest.mark.parametrize("commitment", ["x", 5])
def test_an_act_that_names_personal_data_in_another_form_counts_all_the_same(commitment: object) -> None:
    """A notice with a commitment that is none counts in the standing, so it is not said to count for nothing."""
    made = whole()
    body = {"do": "notice", "about": "quality 2026-03", "commitment": commitment}
    made.say("fern", "clause.act", body, date(2026, 5, 5))
    report = verified(made.pack())
    assert report.is_proven
    says = [finding.says for finding in report.of(Found.ATTESTED) if finding.position == 11]
    assert says == ["this clause.act names personal data in another form; that part of it counts for nothing"]


# -- personal data ----------------------------------------------------------------------------


def test_personal_data_that_were_put_in_are_proven() -> None:
    """The answer that was not erased opens its commitment."""
    made = whole()
    made.open_answers(0)
    report = verified(made.pack())
    assert report.is_proven
    assert "1 piece" in one(report, Found.PROVEN, "personal data").says


def test_erased_missing_and_corrupt_are_told_apart() -> None:
    """One answer erased by a signed entry, one left out without a word, one exchanged."""
    made = whole()
    both = ["a" * 64, commitment(SALTS[0], ANSWERS[0])]
    made.say("lark", "survey.committed", {"wave": "2026-Q2", "commitments": both}, date(2026, 5, 5))
    made.open_answers(0)
    assert one(verified(made.pack()), Found.ERASED, "personal data").position == 9
    assert defect(made) == ("missing", "personal data", 11)
    made.entries.pop()
    assert made.openings is not None
    made.openings = [replace(made.openings[0], payload=b"1")]
    assert defect(made) == ("corrupt", "personal data", 6)


def test_what_was_erased_must_not_come_back() -> None:
    """A pack that still holds the answer of the erased respondent breaks the erasure that it records."""
    made = whole()
    made.open_answers(0, 1)
    assert defect(made) == ("corrupt", "personal data", 6)


def test_personal_data_that_nobody_committed_to_are_not_evidence() -> None:
    """An opening of nothing is called out."""
    made = whole()
    made.open_answers(0)
    assert made.openings is not None
    made.openings.append(Opening(commitment="0" * 64, subject="nobody", salt=bytes(32), payload=b"9"))
    assert defect(made)[:2] == ("corrupt", "personal data")


def test_a_commitment_is_opened_once() -> None:
    """Two openings of one commitment, of which only one can be true: the pack is refused."""
    made = whole()
    made.open_answers(0)
    assert made.openings is not None
    made.openings.append(replace(made.openings[0], payload=b"1"))
    assert defect(made)[:2] == ("corrupt", "pack")


def test_an_erasure_that_was_signed_later_says_both_days() -> None:
    """Lark records in June that it erased an answer in May."""
    made = whole()
    body = {"subject": "respondent_1", "commitments": [commitment(SALTS[0], ANSWERS[0])]}
    made.say("lark", "erasure.made", body, date(2026, 5, 6), claimed_at=moment(date(2026, 6, 8)))
    [_, late] = verified(made.pack()).of(Found.ERASED)
    assert "by lark on 2026-05-06 (signed 2026-06-08), although" in late.says


def test_an_erasure_against_a_hold_is_told() -> None:
    """Fern holds the answer of a respondent, and Lark records that it erased it: the report says so."""
    made = whole()
    made.erase(0, date(2026, 5, 6))
    [_, late] = verified(made.pack()).of(Found.ERASED)
    assert late.says.endswith("although a hold of fern stood (entry 10)")


# -- standings --------------------------------------------------------------------------------


def test_a_wrong_standing_is_corrupt_and_its_figures_are_named() -> None:
    """Fern records that February was met. Computed again it was not, and the figure is named."""
    made = whole()
    true = made.evaluate(AS_OF, AS_OF)
    forged = true.replace(b'"0.9"', b'"0.99"')
    assert forged != true
    made.expected = [Expected(as_of=AS_OF, known_at=AS_OF, result=made.keep(forged))]
    report = verified(made.pack())
    assert report.defect is not None
    assert report.defect.about == "standing"
    assert "fill_rate 2026-02" in report.defect.says


def test_a_recorded_result_that_is_not_the_right_one_is_corrupt() -> None:
    """Only its digest was recorded; that it is another is told with the position of the entry."""
    made = whole()
    body = {"as_of": f"{AS_OF}", "known_at": f"{AS_OF}", "result": "0" * 64}
    made.say("lark", "evaluation.made", body, date(2026, 5, 5))
    assert defect(made) == ("corrupt", "standing", 11)


def test_a_standing_of_earlier_days_is_that_of_the_record_then() -> None:
    """What was recorded in March holds, though figures came later: it is computed from the entries before it."""
    made = Making()
    made.agree(date(2026, 1, 5))
    made.submit("orders", "2026-01", JANUARY, date(2026, 2, 5))
    made.evaluated(date(2026, 2, 20), date(2026, 2, 20))
    made.submit("orders", "2026-01", JANUARY.replace(b"96", b"90"), date(2026, 2, 10))
    report = verified(made.pack())
    assert "the same bytes" in one(report, Found.PROVEN, "standing").says


def test_another_agreement_than_recorded_is_told() -> None:
    """The result is right and the terms are said to be others: the entry contradicts itself."""
    made = whole()
    made.evaluated(AS_OF, date(2026, 5, 5), agreement="0" * 64)
    assert defect(made) == ("corrupt", "standing", 11)


def test_a_document_of_an_earlier_version_stays_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    """A later version of Comity adds keys to the document: all that was recorded must come out again, and does."""
    monkeypatch.setattr(versions, "ADDED", {"problems": "0.1.0"})
    made = whole()
    earlier = made.evaluate(AS_OF, AS_OF).replace(b'"problems":[],', b"")
    assert earlier != made.evaluate(AS_OF, AS_OF)
    made.expected = [Expected(as_of=AS_OF, known_at=AS_OF, result=made.keep(earlier))]
    report = verified(made.pack())
    assert report.is_proven
    assert "this version adds problems" in report.of(Found.PROVEN)[-1].says


def test_without_an_evaluator_standings_are_attested() -> None:
    """Somebody who cannot evaluate sees who recorded a standing, and that it was not computed again."""
    report = verified(whole().pack(), evaluates=False)
    assert report.is_proven
    assert "recorded by fern: not computed again" in next(f for f in report.findings if f.position == 8).says


# -- the mechanisms ---------------------------------------------------------------------------


def test_a_pack_of_another_record_is_refused() -> None:
    """Trust in one alliance verifies no pack of another."""
    made = whole()
    report = verified(made.pack(), keys={"fern": (FERN,), "lark": (LARK,)})
    assert report.is_proven
    other = SecretKey(sha256(b"somebody").digest())
    assert not verified(made.pack(), keys={"fern": (other,), "lark": (LARK,)}).is_proven


def test_progress_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Long work says what it is at: reading, verifying, evaluating."""
    from comity.evidence.verify import Given, verify_pack
    from tests.record.making import trust

    told: list[str] = []
    monkeypatch.setattr(verify_module, "EVERY", 4)
    verify_pack(BytesIO(whole().pack()), Given(trust=trust(), progress=lambda what, done: told.append(what)))
    assert list(dict.fromkeys(told)) == ["Reading bytes", "Verifying entries", "Evaluating standings"]
    assert told.count("Verifying entries") == 3


def test_a_report_is_data_too(kits: bytes) -> None:
    """The report as JSON says the same: proven or not, the first defect, every finding with its place."""
    made = whole()
    left_out(made)
    data = verified(made.pack()).data()
    assert (data["format"], data["proven"], data["defect"]["position"]) == ("comity verification 1", False, 5)
    assert verified(kits).data()["defect"] is None


def test_a_record_that_cannot_be_evaluated_is_told() -> None:
    """The signed agreement cannot be read: a standing that was recorded of it cannot be proven."""
    made = Making()
    files = [{"path": "agreement.yaml", "digest": made.keep(b"no: agreement\n")}]
    made.say("fern", "agreement.proposed", {"files": files, "digest": "0" * 64}, date(2026, 1, 5))
    body = {"as_of": f"{AS_OF}", "known_at": f"{AS_OF}", "result": "0" * 64}
    made.say("fern", "evaluation.made", body, AS_OF + timedelta(days=1))
    assert defect(made) == ("corrupt", "standing", 2)


def test_writing_does_not_depend_on_the_order_of_what_is_given() -> None:
    """Files, openings and expectations in another order give the same pack."""
    made = whole()
    made.open_answers(0)
    made.expect(AS_OF)
    made.expect(AS_OF - timedelta(days=30))
    packed = made.packed()
    turned = replace(
        packed, blobs=dict(reversed(list(packed.blobs.items()))), expected=list(reversed(packed.expected)),
        checkpoints=list(reversed(packed.checkpoints)),
    )  # fmt: skip
    one_, other = BytesIO(), BytesIO()
    write_pack(one_, packed)
    write_pack(other, turned)
    assert one_.getvalue() == other.getvalue()


def test_two_reports_of_one_pack_are_equal(kits: bytes) -> None:
    """Verification rests on the pack and the keys alone."""
    first: Report = verified(kits)
    assert first == verified(kits)
