"""`comity sync`, `cosign` and `log`: two copies meet by a file, become final, and are read."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from comity.adapters.clock import today
from comity.adapters.desk import open_desk
from comity.adapters.record_sqlite import SQLiteStore
from comity.kernel.problem import Refused
from comity.record.exchange import cosign
from comity.record.refusal import Refusal
from tests.cli.conftest import Comity
from tests.cli.record.conftest import FEBRUARY, JANUARY, Pair


def entries(pair: Pair, folder: Path) -> list[dict[str, str]]:
    """Return what `comity log --json` lists."""
    found: list[dict[str, str]] = json.loads(pair.run("log", folder, "--json").out)["entries"]
    return found


def test_what_both_signed_while_apart_comes_into_one_order(pair: Pair) -> None:
    """Heron submits, Marten attests an evaluation; after they met, both copies and their files are the same."""
    pair.submit(JANUARY, "2026-02-03")
    pair.run("attest", pair.marten, "--on", "2026-02-03")
    pair.meet()
    assert entries(pair, pair.heron) == entries(pair, pair.marten)
    assert [one["type"] for one in entries(pair, pair.heron)][4:] == ["facts.submitted", "evaluation.made"]
    blobs = [{path.name for path in (of / "record" / "blobs").iterdir()} for of in (pair.heron, pair.marten)]
    assert blobs[0] <= blobs[1]


def test_both_days_are_shown_where_an_entry_was_signed_on_another_than_it_counts_from(pair: Pair) -> None:
    """In the log and where it comes in: Heron submits for a day long past, then for today, which has one day."""
    pair.submit(JANUARY, "2026-02-03")
    pair.run("event", pair.heron, "merger")
    now = entries(pair, pair.heron)[-1]["claimed_at"][:10]
    shown = [line[16:] for line in pair.run("log", pair.heron).out.splitlines()[4:6]]
    assert shown[0].startswith(f"2026-02-03, signed {now}  pending  heron: submits")
    assert shown[1].startswith(f"{now:<29}  pending  heron: states")
    pair.run("sync", pair.heron, pair.file)
    told = pair.run("sync", pair.marten, pair.file).out.splitlines()
    assert f"     4  2026-02-03, signed {now}  heron: submits facts/deliveries/facts.csv, rows: 1" in told
    assert f"     5  {now:<29}  heron: states an event: merger" in told


def test_of_many_entries_that_come_in_the_first_and_the_last_are_listed(pair: Pair) -> None:
    """Of 24, ten at either end and how many lie between: a screen is not flooded, and nothing is passed over."""
    desk = open_desk(pair.heron)
    for number in range(24):
        desk.record(desk.sign("event.occurred", {"name": f"event {number}"}))
    desk.store.close()
    pair.run("sync", pair.heron, pair.file)
    told = pair.run("sync", pair.marten, pair.file).out.splitlines()
    numbers = [int(line.rpartition(" ")[2]) for line in told if "states an event" in line]
    assert numbers == [*range(10), *range(14, 24)]
    assert "4 entries between them" in told[11]


def test_the_file_between_two_copies_is_the_same_each_time(pair: Pair) -> None:
    """The same record gives the same bytes, so that a file can be compared with the one sent before."""
    pair.run("sync", pair.heron, pair.file)
    before = pair.file.read_bytes()
    pair.run("sync", pair.heron, pair.file)
    assert pair.file.read_bytes() == before


def test_a_copy_that_contradicts_this_one_is_refused_with_its_proof(pair: Pair) -> None:
    """Heron shows Marten one history, then another: Marten keeps its own, and both entries of the same place."""
    shutil.copytree(pair.heron, pair.file.parent / "other")
    pair.submit(JANUARY, "2026-02-03")
    pair.run("cosign", pair.heron)
    pair.meet()
    before = entries(pair, pair.marten)
    other = Pair(heron=pair.file.parent / "other", marten=pair.marten, file=pair.file, comity=pair.comity)
    other.submit(FEBRUARY, "2026-03-04")
    pair.file.unlink()
    other.run("sync", other.heron, pair.file, "--new")
    ran = pair.comity("sync", pair.marten, pair.file)
    assert (ran.status, "CMY-907" in ran.err) == (1, True)
    proof = json.loads(pair.file.with_name("shared.comity.fork.json").read_text(encoding="utf-8"))
    assert proof["position"] == 4
    assert proof["here"] != proof["there"]
    assert len(proof["checkpoints"]) == 1
    assert entries(pair, pair.marten) == before


@pytest.mark.parametrize("name", ["entries.jsonl", "blobs"])
def test_a_copy_that_was_changed_on_the_way_is_not_believed(pair: Pair, name: str) -> None:
    """One other letter in an entry or in a file: the copy is refused."""
    pair.submit(JANUARY, "2026-02-03")
    pair.run("sync", pair.heron, pair.file)
    changed = pair.file.with_name("changed.comity")
    with zipfile.ZipFile(pair.file) as old, zipfile.ZipFile(changed, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == name:
                data = data.replace(b'"sig":"', b'"sig":"A', 1)
            elif info.filename.startswith(name) and data.startswith(b"month"):
                data = data.replace(b"975", b"999")
            new.writestr(info, data)
    ran = pair.comity("sync", pair.marten, changed)
    assert (ran.status, "CMY-906" in ran.err) == (1, True)


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_a_file_that_is_no_copy_changes_nothing(pair: Pair, content: bytes) -> None:
    """It is refused with a problem, and stays as it is."""
    pair.file.write_bytes(content)
    ran = pair.comity("sync", pair.marten, pair.file)
    assert (ran.status, "CMY-906" in ran.err) == (1, True)
    assert pair.file.read_bytes() == content


def test_a_record_is_believed_from_the_keys_of_the_trust_file_alone(pair: Pair, comity: Comity, tmp_path: Path) -> None:
    """A folder whose contract names another key of Heron does not take this record, and is left without one."""
    folder = tmp_path / "stranger"
    shutil.copytree(pair.marten, folder, ignore=shutil.ignore_patterns("record.*", "blobs"))
    text = (folder / "record" / "trust.yaml").read_text()
    heron, marten = (line.split("[")[1].rstrip("]") for line in text.splitlines() if "[" in line)
    (folder / "record" / "trust.yaml").write_text(text.replace(heron, "@").replace(marten, heron).replace("@", marten))
    ran = comity("sync", folder, pair.file)
    assert (ran.status, "CMY-906" in ran.err) == (1, True)
    assert not (folder / "record" / "record.sqlite").exists()


def test_what_all_have_cosigned_is_final(pair: Pair) -> None:
    """Before Marten cosigns nothing is, and after it everything so far; a later entry is pending again."""
    pair.submit(JANUARY, "2026-02-03")
    pair.meet()
    assert "final once marten has cosigned" in pair.run("cosign", pair.heron).out
    pair.meet()
    assert {one["state"] for one in entries(pair, pair.marten)} == {"pending"}
    assert "5 entries are final" in pair.run("cosign", pair.marten).out
    pair.meet()
    assert {one["state"] for one in entries(pair, pair.heron)} == {"final"}


def test_nothing_counts_from_before_what_its_signer_has_seen(pair: Pair) -> None:
    """Once a checkpoint is final, nobody who has seen it can make an entry that counts from an earlier day."""
    pair.cosign()
    path = pair.file.parent / "facts.csv"
    path.write_text(JANUARY, encoding="utf-8")
    ran = pair.comity("submit", pair.heron, "deliveries", path, "--on", "2026-02-03")
    assert (ran.status, "CMY-913" in ran.err) == (1, True)


def test_who_has_cosigned_signs_for_no_earlier_day(pair: Pair) -> None:
    """Heron cosigned alone: nothing is final, and yet it can add nothing to what it cosigned."""
    pair.run("cosign", pair.heron)
    ran = pair.comity("waive", pair.heron, "delivery", "2026-01", "--on", "2026-02-03")
    assert (ran.status, "heron itself cosigned the record without it" in ran.err) == (1, True)


def test_what_happened_before_the_record_was_opened_is_recorded_with_both_days(pair: Pair) -> None:
    """It was opened for 2 January: an event of the year before is taken, and the log says when it was signed."""
    pair.run("event", pair.heron, "merger", "--on", "2025-12-01")
    assert re.search(r"2025-12-01, signed \d{4}-\d\d-\d\d", pair.run("log", pair.heron).out)


def test_nothing_is_signed_for_a_day_before_what_it_answers(pair: Pair) -> None:
    """Facts are not attested, nor is an agreement signed, from before they were there; from their day on they are."""
    pair.submit(JANUARY, "2026-02-03")
    text = pair.heron / "agreement.yaml"
    text.write_text(text.read_text(encoding="utf-8").replace("at least: 97%", "at least: 96%"), encoding="utf-8")
    pair.run("sign", pair.heron, "--on", "2026-03-02")
    pair.meet()
    for day, entry, *words in (("2026-02-03", 4, "attest", pair.marten, "4"), ("2026-03-02", 5, "sign", pair.marten)):
        ran = pair.comity(*words, "--on", "2026-01-20")
        assert (ran.status, f"but entry {entry}, which it answers, counts from {day}" in ran.err) == (1, True)
        pair.run(*words, "--on", day)


def test_what_was_recorded_for_a_day_before_what_it_answers_stays(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """An older program let it in: it counts, is taken over without a warning, and is told before one cosigns."""
    pair.submit(JANUARY, "2026-02-03")
    pair.meet()
    with monkeypatch.context() as patch:
        patch.setattr("comity.adapters.first_day.FirstDay.refusal", lambda *_: None)
        pair.run("attest", pair.marten, "4", "--on", "2026-01-20")
    pair.run("sync", pair.marten, pair.file)
    pair.run("sync", pair.heron, pair.file)
    told = "before you cosign: entry 5, facts.attested of marten: it would count from 2026-01-20, but entry 4"
    assert "CMY-913" not in pair.comity("docket", pair.heron).err
    assert told in pair.run("cosign", pair.heron).out


def test_nobody_cosigns_while_own_entries_wait(pair: Pair) -> None:
    """What waits for Heron would count from before what Marten cosigned: it is taken there first."""
    pair.run("attest", pair.marten, "--on", "2026-02-03")
    ran = pair.comity("cosign", pair.marten)
    assert (ran.status, "CMY-905" in ran.err, "an entry of marten would be left out" in ran.err) == (1, True, True)
    pair.meet()
    assert "cosigns 5 entries" in pair.run("cosign", pair.marten).out


def test_cosigning_has_no_day_of_its_own(pair: Pair) -> None:
    """A cosignature bears the time at which it is made: another day cannot be asked for."""
    assert pair.comity("cosign", pair.heron, "--on", "2026-02-03").status == 2


def test_what_the_keeper_dated_back_is_repeated_until_it_is_final(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """Marten is told at each command and before it cosigns, not at the one meeting alone; by cosigning it accepts."""
    pair.cosign()
    with monkeypatch.context() as patch:
        patch.setattr("comity.adapters.desk.wrong_day", lambda *_: "")
        pair.submit(JANUARY, "2026-02-03")
    pair.run("sync", pair.heron, pair.file)
    assert "before you cosign: entry 4" in pair.run("sync", pair.marten, pair.file).out
    assert "before you cosign" not in pair.run("sync", pair.marten, pair.file).out
    for _ in range(2):
        said = pair.comity("docket", pair.marten).err
        assert "CMY-913 warning: entry 4, facts.submitted of heron, counts provisionally" in said
    pair.run("cosign", pair.heron)
    pair.run("sync", pair.heron, pair.file)
    pair.run("sync", pair.marten, pair.file)
    assert "before you cosign: entry 4, facts.submitted of heron: it would count" in pair.run("cosign", pair.marten).out
    assert "CMY-913" not in pair.comity("docket", pair.marten).err


@pytest.mark.parametrize("command", ["log", "attest", "respond"])
def test_a_number_in_other_digits_names_no_entry(pair: Pair, command: str) -> None:
    """A raised two is a digit to Python and no number: it is told, as every other name that means nothing."""
    more = ("answer", "\N{SUPERSCRIPT TWO}", "--says", "Yes.") if command == "respond" else ("\N{SUPERSCRIPT TWO}",)
    ran = pair.comity(command, pair.heron, *more)
    assert (ran.status, "CMY-912" in ran.err) == (1, True)


def test_a_party_file_that_is_no_text_is_told(pair: Pair) -> None:
    """Whose copy it is cannot be read from bytes that are not UTF-8."""
    (pair.heron / "record" / "party").write_bytes(b"\xff\xfe")
    ran = pair.comity("log", pair.heron)
    assert (ran.status, "CMY-903" in ran.err) == (1, True)


def test_nothing_counts_from_a_day_to_come(pair: Pair) -> None:
    """A notice is not given in advance: it is refused, and no notice of tomorrow stands before that."""
    ran = pair.comity("waive", pair.marten, "delivery", "2026-01", "--on", "2199-01-01")
    assert (ran.status, "CMY-913" in ran.err, "is tomorrow" in ran.err) == (1, True, False)
    assert "An entry counts from tomorrow at the latest, and from a day that is past as long as nobody" in ran.err


def test_the_keeper_does_not_order_what_is_dated_as_no_entry_may_be(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Marten's program was made to sign for a day long past: the keeper tells it and leaves it out."""
    pair.cosign()
    monkeypatch.setattr("comity.adapters.desk.wrong_day", lambda *_: "")
    pair.run("attest", pair.marten, "--on", "2026-02-03")
    monkeypatch.undo()
    monkeypatch.setenv("COMITY_KEYS", str(pair.file.parent / "keys"))
    pair.run("sync", pair.marten, pair.file)
    out = pair.run("sync", pair.heron, pair.file).out
    assert "not recorded: evaluation.made of marten (" in out
    assert "it would count from 2026-02-03" in out
    assert len(entries(pair, pair.heron)) == 4


def test_an_entry_is_shown_in_full_as_it_was_signed(pair: Pair) -> None:
    """By its number or by the start of its leaf."""
    [first] = [one for one in entries(pair, pair.heron) if one["position"] == 1]
    by_number = json.loads(pair.run("log", pair.heron, "1").out)
    assert by_number == json.loads(pair.run("log", pair.heron, first["leaf"][:8]).out)
    assert by_number["payload"]["type"] == "agreement.proposed"
    assert pair.comity("log", pair.heron, "99").status == 1


@pytest.mark.parametrize(("name", "digits"), [("position", 4), ("leaf", 8), ("entry_id", 32)])
def test_what_waits_can_be_withdrawn_the_last_one_first(pair: Pair, name: str, digits: int) -> None:
    """Under any name that `log` shows; the first of two not before the second, which the hint names as `log` does."""
    for day in ("2026-02-03", "2026-02-04"):
        pair.run("attest", pair.marten, "--on", day)
    [*_, recorded, first, second] = entries(pair, pair.marten)
    ran = pair.comity("log", pair.marten, "--withdraw", str(first[name])[:digits])
    assert (ran.status, f"--withdraw {second['leaf'][:8]}" in ran.err) == (1, True)
    assert second["leaf"][:8] in pair.run("log", pair.marten).out
    for one in (second, first):
        pair.run("log", pair.marten, "--withdraw", str(one[name])[:digits])
    assert len(entries(pair, pair.marten)) == 4
    ran = pair.comity("log", pair.marten, "--withdraw", str(recorded[name])[:digits])
    assert (ran.status, "entry 3 does not wait: it is recorded, and stays" in ran.err) == (1, True)


def test_an_entry_that_was_overtaken_is_told_and_made_anew(pair: Pair) -> None:
    """Marten withdraws what Heron has put in order already, and signs another one: that one cannot be recorded."""
    pair.run("attest", pair.marten, "--on", "2026-02-03")
    pair.run("sync", pair.marten, pair.file)
    name = entries(pair, pair.marten)[-1]["entry_id"]
    pair.run("sync", pair.heron, pair.file)
    pair.run("log", pair.marten, "--withdraw", name)
    pair.run("attest", pair.marten, "--on", "2026-02-05")
    pair.run("sync", pair.marten, pair.file)
    assert "cannot be recorded any more" in pair.run("log", pair.marten).out
    assert "CMY-910 warning" in pair.run("evaluate", pair.marten).err
    stuck = pair.run("log", pair.marten).out.splitlines()[-2].split()[1]
    pair.run("log", pair.marten, "--withdraw", stuck)
    assert "CMY-910" not in pair.run("evaluate", pair.marten).err


def test_a_folder_without_anything_is_told_how_to_begin(pair: Pair, tmp_path: Path) -> None:
    """Neither a record nor a copy."""
    ran = pair.comity("sync", tmp_path, tmp_path / "nothing.comity")
    assert (ran.status, "comity sign FOLDER" in ran.err) == (1, True)


def without_files(file: Path) -> None:
    """Take all files of facts out of a copy on its way, as a party could that does not want to show them."""
    with zipfile.ZipFile(file) as old:
        kept = [(info, old.read(info)) for info in old.infolist()]
    with zipfile.ZipFile(file, "w") as new:
        for info, data in kept:
            if not data.startswith(b"month"):
                new.writestr(info, data)


def test_the_keeper_does_not_order_an_entry_whose_file_is_withheld(pair: Pair) -> None:
    """It would be missing in every pack from then on. Once its file comes with it, it is put in order."""
    desk = open_desk(pair.marten)
    body = {"table": "deliveries", "path": "facts/deliveries/a.csv", "digest": sha256(JANUARY.encode()).hexdigest()}
    data = desk.sign("facts.submitted", body)
    with pytest.raises(Refused, match="is not here"):
        desk.record(data)  # not even its signer's own copy takes it
    desk.blobs.keep(JANUARY.encode())
    desk.record(data)
    desk.store.close()
    pair.run("sync", pair.marten, pair.file)
    whole = pair.file.read_bytes()
    without_files(pair.file)
    out = pair.run("sync", pair.heron, pair.file).out
    assert "put in order: 0 entries" in out
    assert "not recorded: facts.submitted of marten (" in out
    assert "is not here; it comes with a copy that marten writes by `comity sync`" in out
    pair.file.write_bytes(whole)
    assert "put in order: 1 entry" in pair.run("sync", pair.heron, pair.file).out


def test_what_the_keeper_ordered_without_its_file_or_day_is_told_before_one_cosigns(pair: Pair) -> None:
    """Marten takes the record over, since its order is Heron's; and reads what it would be cosigning."""
    pair.submit(JANUARY, "2026-02-03")
    pair.run("sync", pair.heron, pair.file)
    without_files(pair.file)
    out = pair.run("sync", pair.marten, pair.file).out
    assert "before you cosign: entry 4, facts.submitted of heron: its file facts/deliveries/" in out


def test_a_meeting_that_is_broken_off_leaves_the_copy_as_it_was(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full at the last entry: neither entries nor checkpoints of the other copy are here."""
    before = entries(pair, pair.marten)
    for text, day in ((JANUARY, "2026-02-03"), (FEBRUARY, f"{today()}")):
        pair.submit(text, day)
        pair.run("cosign", pair.heron)
    pair.run("sync", pair.heron, pair.file)
    add = SQLiteStore._add

    def full(store: SQLiteStore, *values: Any) -> None:
        add(store, *values)
        raise Refusal("storage", "the disk is full")

    monkeypatch.setattr(SQLiteStore, "_add", full)
    ran = pair.comity("sync", pair.marten, pair.file)
    assert (ran.status, "the disk is full" in ran.err) == (1, True)
    monkeypatch.setattr(SQLiteStore, "_add", add)
    assert entries(pair, pair.marten) == before
    assert "2 entries new here" in pair.run("sync", pair.marten, pair.file).out


def test_a_cosignature_from_the_future_is_not_taken(pair: Pair) -> None:
    """Heron cosigns in 2100: Marten could sign nothing until then. It is told, and the record goes on."""
    pair.submit(JANUARY, "2026-02-03")
    pair.meet()
    heron = open_desk(pair.heron)
    cosign(heron.store, "heron", heron.key(), 4_102_444_800)
    heron.store.close()
    pair.run("cosign", pair.marten)
    pair.run("sync", pair.heron, pair.file)
    out = pair.run("sync", pair.marten, pair.file).out
    assert "not taken: a cosignature of heron from 2100-01-01 00:00 UTC, which is to come" in out
    pair.run("attest", pair.marten)
