"""Evidence on the command line: a pack is exported, verified by somebody else, and erasure leaves it proven."""

import errno
import hashlib
import json
import os
import shutil
from datetime import date
from pathlib import Path
from typing import BinaryIO

import pytest

from comity.adapters.desk import open_desk
from comity.adapters.vault import Vault
from tests.cli.conftest import Comity
from tests.evidence.authority import made, serving
from tests.evidence.making import AGREEMENT, ANSWERS, FEBRUARY, JANUARY, RATINGS, SUBJECTS

DAYS = ("--as-of", "2026-04-30", "--known-at", "2026-04-30")


@pytest.fixture
def desk(tmp_path: Path, comity: Comity, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Fern's folder, which holds the keys of both and keeps the record; both have signed and cosigned."""
    monkeypatch.setenv("COMITY_KEYS", str(tmp_path / "keys"))
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "fern"
    folder.mkdir()
    (folder / "agreement.yaml").write_bytes(AGREEMENT)
    assert comity("key", "new", folder, "lark").status == 0
    (folder / "record" / "party").unlink()  # what follows is done in one folder for both
    assert comity("key", "new", folder, "fern").status == 0
    assert comity("sign", folder, "--as", "fern", "--on", "2026-01-05").status == 0
    as_keeper(
        folder,
        "lark",
        lambda lark: lark.sign("agreement.signed", _signed(folder), day=date(2026, 1, 5), refs=_proposal(folder)),
    )
    for name, data in (("2026-01", JANUARY), ("2026-02", FEBRUARY)):
        submitted(folder, "orders", name, data)
    return folder


def as_keeper(folder: Path, party: str, signed) -> str:
    """Let a party sign an entry and the keeper record it; its leaf."""
    signer = open_desk(folder, me=party)
    data = signed(signer)
    signer.store.close()
    keeper = open_desk(folder, me="fern")
    leaf = keeper.record(data).leaf
    keeper.store.close()
    return leaf


def _proposal(folder: Path) -> list[str]:
    desk = open_desk(folder)
    leaf = desk.documents().proposals[0].origin.leaf
    desk.store.close()
    return [leaf]


def _signed(folder: Path) -> dict[str, str]:
    desk = open_desk(folder)
    digest = desk.documents().proposals[0].digest
    desk.store.close()
    return {"digest": digest}


def submitted(folder: Path, table: str, name: str, data: bytes, refs: tuple[str, ...] = ()) -> None:
    """Let Lark hand in a file of facts."""
    desk = open_desk(folder)
    body = {
        "table": table, "path": f"facts/{table}/{name}.csv", "digest": desk.blobs.keep(data), "rows": 1,
        "periods": [name], "about": {},
    }  # fmt: skip
    desk.store.close()
    as_keeper(folder, "lark", lambda lark: lark.sign("facts.submitted", body, day=date(2026, 4, 9), refs=refs))


@pytest.fixture
def surveyed(desk: Path) -> Path:
    """The same with the answers of two respondents in the vault, and the rating made from them."""
    vault = Vault(desk / "record" / "vault", "kits")
    made = [vault.put(name, answer) for name, answer in zip(SUBJECTS, ANSWERS, strict=True)]
    body = {"wave": "2026-Q1", "commitments": made}
    leaf = as_keeper(desk, "fern", lambda fern: fern.sign("survey.committed", body, day=date(2026, 4, 8)))
    submitted(desk, "ratings", "2026-Q1", RATINGS, (leaf,))
    return desk


def cosigned(folder: Path, comity: Comity) -> None:
    """Let both cosign."""
    for party in ("fern", "lark"):
        assert comity("cosign", folder, "--as", party, "--yes").status == 0


def trust(folder: Path) -> tuple[str, Path]:
    """Return how the trust file is named to `comity verify`."""
    return "--trust", folder / "record" / "trust.yaml"


def test_a_pack_is_exported_and_proven(desk: Path, comity: Comity, tmp_path: Path) -> None:
    """What export says to run proves the record, its files and the standing, whose missed verdict is named."""
    cosigned(desk, comity)
    out = comity("export", desk, *DAYS).out
    assert out.startswith("wrote kits-6.zip: 6 entries (6 final), 1 checkpoint, 4 files")
    proven = comity("verify", tmp_path / "kits-6.zip", *trust(desk))
    assert proven.status == 0
    assert proven.out.startswith("Proven: the record of kits (comity/kits), 6 entries, all of them final.")
    assert "missed: supply 2026-02" in " ".join(proven.out.split())


def test_the_standing_in_a_pack_is_that_of_the_folder(desk: Path, comity: Comity, tmp_path: Path) -> None:
    """What `comity evaluate --json` prints is, in canonical form, the document that the pack expects."""
    from hashlib import sha256

    from comity.evidence.compare import result_bytes
    from comity.evidence.pack import Pack

    assert comity("export", desk, *DAYS).status == 0
    printed = json.loads(comity("evaluate", desk, *DAYS, "--json").out)
    with (tmp_path / "kits-6.zip").open("rb") as archive:
        [expected] = Pack(archive).expected
    assert sha256(result_bytes(printed)).hexdigest() == expected.result


def test_a_damaged_file_is_not_packed(desk: Path, comity: Comity, tmp_path: Path) -> None:
    """One byte of February was lost on the disk: it is told as a file that is not here, and the pack is well-formed."""
    blob = desk / "record" / "blobs" / hashlib.sha256(FEBRUARY).hexdigest()
    blob.write_bytes(FEBRUARY[:-1])
    ran = comity("export", desk, *DAYS)
    assert ran.status == 0
    said = " ".join(ran.err.split())
    assert "CMY-952 warning: facts/orders/2026-02.csv of entry 5 is damaged here" in said
    report = comity("verify", tmp_path / "kits-6.zip", *trust(desk))
    assert (report.status, "missing" in report.out, "corrupt" in report.out) == (1, True, False)


def test_two_exports_are_one_file(desk: Path, comity: Comity, tmp_path: Path) -> None:
    """The same record and days give the same bytes, wherever they are written."""
    for name in ("one.zip", "sub/two.zip"):
        assert comity("export", desk, *DAYS, "--out", tmp_path / name).status == 0
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "sub" / "two.zip").read_bytes()


def test_a_changed_pack_is_not_proven_and_the_place_is_told(desk: Path, comity: Comity, tmp_path: Path) -> None:
    """One byte in the middle of the entries: exit code 1, the first line says what and where."""
    assert comity("export", desk, *DAYS, "--out", tmp_path / "x.zip").status == 0
    data = bytearray((tmp_path / "x.zip").read_bytes())
    data[data.index(b'{"payload":"') + 200] ^= 1
    (tmp_path / "x.zip").write_bytes(data)
    found = comity("verify", tmp_path / "x.zip", *trust(desk))
    assert found.status == 1
    assert found.out.startswith("Not proven: at byte ")
    assert "data/entries.jsonl" in found.out
    as_json = comity("verify", tmp_path / "x.zip", *trust(desk), "--json")
    assert as_json.status == 1
    assert json.loads(as_json.out)["defect"]["found"] == "corrupt"


def test_a_missing_file_is_told_when_exporting_and_when_verifying(desk: Path, comity: Comity, tmp_path: Path) -> None:
    """Facts were lost from the folder: export warns, and verification says which file is missing."""
    from hashlib import sha256

    (desk / "record" / "blobs" / sha256(FEBRUARY).hexdigest()).unlink()
    made_ = comity("export", desk, *DAYS, "--out", tmp_path / "x.zip")
    assert made_.status == 0
    assert "CMY-952 warning" in made_.err
    found = comity("verify", tmp_path / "x.zip", *trust(desk))
    assert found.status == 1
    assert found.out.startswith("Not proven: entry 5: facts/orders/2026-02.csv")


def test_what_is_no_pack_is_said_in_words(desk: Path, comity: Comity, tmp_path: Path) -> None:
    """No such file, no zip, no trust file, no PEM: a problem or a report, never a traceback."""
    (tmp_path / "text.zip").write_text("not a zip archive, though it is long enough to be looked at")
    assert comity("verify", tmp_path / "none.zip", *trust(desk)).err.count("CMY-951") == 1
    assert comity("verify", tmp_path / "text.zip", *trust(desk)).status == 1
    assert "CMY-902" in comity("verify", tmp_path / "text.zip", "--trust", tmp_path / "none.yaml").err
    pem = ("--authority", tmp_path / "text.zip")
    assert "CMY-954" in comity("verify", tmp_path / "text.zip", *trust(desk), *pem).err
    assert comity("verify", tmp_path / "text.zip").status == 2
    assert "CMY-901" in comity("export", tmp_path).err


def test_erasure_leaves_the_record_proven(surveyed: Path, comity: Comity, tmp_path: Path) -> None:
    """A respondent is erased: payload, salt and key are gone, and the report names the rating as attested."""
    erased = comity("erase", surveyed, SUBJECTS[1], "--yes", "--on", "2026-05-02")
    assert erased.status == 0
    assert "facts/ratings/2026-Q1.csv (entry 7) was made from them" in erased.out
    left = [path.name for path in (surveyed / "record" / "vault").iterdir()]
    assert left == [SUBJECTS[0]]
    assert [path.stem for path in (tmp_path / "keys" / "kits.vault").iterdir()] == [SUBJECTS[0]]
    cosigned(surveyed, comity)
    for personal, pieces in (((), "kept out"), (("--with-personal-data",), "each as an entry commits to it")):
        assert comity("export", surveyed, *DAYS, *personal, "--out", tmp_path / "x.zip").status == 0
        report = comity("verify", tmp_path / "x.zip", *trust(surveyed))
        said = " ".join(report.out.split())
        assert report.status == 0
        assert "erased entry 8: 1 piece of personal data of respondent_2, by fern on 2026-05-02" in said
        assert "of which 1 was erased since" in said
        assert "(rating)" in said
        assert pieces in said


def test_personal_data_are_kept_out_unless_asked_for(surveyed: Path, comity: Comity, tmp_path: Path) -> None:
    """The answers are in no byte of a pack that was made without them."""
    vault = Vault(surveyed / "record" / "vault", "kits")
    kept = list(vault.everything())
    assert comity("export", surveyed, *DAYS, "--out", tmp_path / "without.zip").status == 0
    assert comity("export", surveyed, *DAYS, "--with-personal-data", "--out", tmp_path / "with.zip").status == 0
    without, withs = (tmp_path / "without.zip").read_bytes(), (tmp_path / "with.zip").read_bytes()
    assert all(one.salt.hex().encode() not in without for one in kept)
    assert all(one.salt.hex().encode() in withs for one in kept)


def test_a_hold_stops_an_erasure_until_it_is_lifted(surveyed: Path, comity: Comity) -> None:
    """Refused with who placed the hold and why; once that party lifts it, the erasure goes through."""
    assert comity("hold", surveyed, SUBJECTS[1]).status == 2
    held = comity("hold", surveyed, SUBJECTS[1], "--reason", "the dispute on ratings", "--yes")
    assert held.status == 0
    refused = comity("erase", surveyed, SUBJECTS[1], "--yes")
    assert refused.status == 1
    assert "CMY-953" in refused.err
    assert "fern, entry 8: the dispute on ratings" in refused.err
    assert f"Your own hold you can lift: comity hold {surveyed} {SUBJECTS[1]} --lift" in " ".join(refused.err.split())
    assert comity("hold", surveyed, SUBJECTS[1], "--reason", "again", "--yes").status == 1
    assert comity("hold", surveyed, SUBJECTS[1], "--lift", "--yes").status == 0
    assert comity("hold", surveyed, SUBJECTS[1], "--lift", "--yes").status == 1
    assert comity("erase", surveyed, SUBJECTS[1], "--yes").status == 0


def test_a_hold_on_a_name_that_nothing_knows_is_doubted_and_taken(surveyed: Path, comity: Comity) -> None:
    """A slip would stop no erasure: the preview says so and names who may be meant; a known name passes unsaid."""
    for name, meant in (("respondent1", " Did you mean respondent_1?"), ("nobody", "")):
        held = comity("hold", surveyed, name, "--reason", "a dispute", "--yes")
        where = "neither the vault here nor the record knows it"
        doubt = f"  Check the name: {where}, and a hold on a wrong name stops no erasure.{meant}\n"
        assert (held.status, doubt in held.out) == (0, True), held.out
    assert "Check the name" not in comity("hold", surveyed, SUBJECTS[0], "--reason", "a dispute", "--yes").out
    assert "Check the name" not in comity("hold", surveyed, "nobody", "--lift", "--yes").out


def test_where_nothing_is_kept_a_name_is_checked_by_the_record_alone(surveyed: Path, comity: Comity) -> None:
    """Lark's vault is elsewhere: what was erased or held before is known, all else cannot be checked here."""
    assert comity("erase", surveyed, SUBJECTS[1], "--yes").status == 0
    for one in Vault(surveyed / "record" / "vault", "kits").subjects():
        Vault(surveyed / "record" / "vault", "kits").erase(one)
    assert "Check the name" not in comity("hold", surveyed, SUBJECTS[1], "--reason", "a dispute", "--yes").out
    out = comity("hold", surveyed, "stranger", "--reason", "a dispute", "--yes").out
    assert "  Check the name: nothing is kept here by which to check it, and a hold on a wrong name stops no" in out


def test_a_hold_of_the_other_party_counts_and_only_it_can_lift_it(surveyed: Path, comity: Comity) -> None:
    """Lark placed a hold: Fern can neither erase nor lift it, and is told to ask Lark."""
    body = {"subject": SUBJECTS[1], "reason": "our audit"}
    as_keeper(surveyed, "lark", lambda lark: lark.sign("hold.placed", body, day=date(2026, 5, 1)))
    refused = comity("erase", surveyed, SUBJECTS[1], "--yes").err
    assert "lark, entry 8: our audit" in refused
    assert "Only lark can lift its hold, on its own machine: ask it." in refused
    assert "--lift" not in refused
    assert comity("hold", surveyed, SUBJECTS[1], "--lift", "--yes").status == 1


def test_erasing_twice_and_erasing_nobody_are_told(surveyed: Path, comity: Comity) -> None:
    """The second time it says when and by whom it was erased; an unknown subject is named, a name is no subject."""
    assert comity("erase", surveyed, SUBJECTS[1], "--yes", "--on", "2026-05-02").status == 0
    assert "it was erased on 2026-05-02 by fern (entry 8)" in comity("erase", surveyed, SUBJECTS[1], "--yes").err
    assert "The vault knows respondent_1." in comity("erase", surveyed, "respondent_9", "--yes").err
    assert "no pseudonym" in comity("erase", surveyed, "Jane Doe", "--yes").err


def test_an_erasure_that_was_interrupted_is_finished_without_a_second_entry(surveyed: Path, comity: Comity) -> None:
    """The entry was recorded and the machine stopped: erasing again removes the payload, and records nothing."""
    vault = Vault(surveyed / "record" / "vault", "kits")
    body = {"subject": SUBJECTS[1], "commitments": vault.commitments(SUBJECTS[1])}
    as_keeper(surveyed, "fern", lambda fern: fern.sign("erasure.made", body, day=date(2026, 5, 2)))
    done = comity("erase", surveyed, SUBJECTS[1], "--yes")
    assert (done.status, "recorded:" in done.out) == (0, False)
    assert vault.subjects() == [SUBJECTS[0]]


def test_what_the_other_party_committed_to_is_erased_here_and_not_in_its_name(surveyed: Path, comity: Comity) -> None:
    """Fern's vault holds an answer that Lark committed to: it is gone here, and no entry says so for Lark."""
    vault = Vault(surveyed / "record" / "vault", "kits")
    body = {"wave": "2026-Q2", "commitments": [vault.put("respondent_7", b"7")]}
    as_keeper(surveyed, "lark", lambda lark: lark.sign("survey.committed", body, day=date(2026, 5, 1)))
    done = comity("erase", surveyed, "respondent_7", "--yes")
    assert (done.status, "recorded:" in done.out) == (0, False)
    assert "erased, with salts and key: 1 payload of respondent_7\n" in done.out  # shown before it is done
    assert "lark committed to 1 of them, and must record it too." in done.out


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl plays the authority")
def test_a_checkpoint_is_stamped_once_and_stays_stamped(desk: Path, comity: Comity, tmp_path: Path) -> None:
    """`--stamp` asks the authority, later packs carry the stamp, and `--authority` proves it."""
    authority = made(tmp_path / "tsa")
    early = comity("export", desk, *DAYS, "--stamp", "http://127.0.0.1:1/")
    assert "no checkpoint is final" in early.err
    cosigned(desk, comity)
    assert "CMY-954" in comity("export", desk, *DAYS, "--stamp", "http://127.0.0.1:1/").err
    with serving(authority) as here:
        assert "1 time stamp" in comity("export", desk, *DAYS, "--stamp", here.url, "--out", "a.zip").out
    assert "1 time stamp" in comity("export", desk, *DAYS, "--out", "b.zip").out
    assert Path("a.zip").read_bytes() == Path("b.zip").read_bytes()
    report = comity("verify", "a.zip", *trust(desk), "--authority", authority.folder / "root.pem")
    assert report.status == 0
    assert "by the time stamp of CN=Stamps_of_the_tests" in " ".join(report.out.split())


def test_a_pack_that_cannot_be_finished_leaves_no_half_of_it(
    desk: Path, comity: Comity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full in the middle: told in the system's words, and the pack from before is still whole."""
    from comity.evidence import pack

    assert comity("export", desk, *DAYS, "--out", tmp_path / "out" / "x.zip").status == 0
    before = (tmp_path / "out" / "x.zip").read_bytes()

    def full(out: BinaryIO, packed: object) -> None:
        out.write(b"PK")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(pack, "write_pack", full)
    assert "CMY-703" in comity("export", desk, *DAYS, "--out", tmp_path / "out" / "x.zip").err
    assert [path.read_bytes() for path in (tmp_path / "out").iterdir()] == [before]
