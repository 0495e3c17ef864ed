"""`comity log --proof` and `comity verify --proof`: one entry for somebody who is to see no other."""

from __future__ import annotations

import json
from datetime import date, datetime, tzinfo
from pathlib import Path

import pytest

from comity.adapters.desk import open_desk
from comity.agreement.trusted import key_text
from comity.cli import proving
from comity.record.keys import SecretKey
from tests.cli.record.conftest import JANUARY, Pair


@pytest.fixture
def proof(pair: Pair) -> Path:
    """The proof that Heron submitted its deliveries of January, in a file."""
    pair.submit(JANUARY, "2026-02-03")
    pair.cosign()
    path = pair.file.parent / "january.tlog-proof"
    path.write_text(pair.run("log", pair.heron, "--proof", "4").out, encoding="utf-8")
    return path


def test_one_entry_is_proven_to_a_stranger(pair: Pair, proof: Path) -> None:
    """With the trust file and the proof alone: what was signed, by whom, and when each party cosigned it."""
    trust = pair.marten / "record" / "trust.yaml"
    ran = pair.run("verify", "--proof", proof, "--trust", trust)
    assert ran.out.startswith("Proven: this is entry 4 of the record of heron_marten (comity/heron_marten), and final.")
    for said in ("submits facts/deliveries/facts.csv", "cosigned   by heron", "cosigned   by marten", "trust file"):
        assert said in ran.out
    found = json.loads(pair.run("verify", "--proof", proof, "--trust", trust, "--json").out)
    [logged] = [one for one in json.loads(pair.run("log", pair.heron, "--json").out)["entries"] if one["position"] == 4]
    assert (found["proven"], found["position"], found["leaf"]) == (True, 4, logged["leaf"])
    assert found["payload"]["body"]["rows"] == 1


def test_the_day_of_signing_and_a_cosignature_to_come_are_told(
    pair: Pair, proof: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The entry counts from February and was signed today; by a clock that is years behind, the rest is to come."""
    trust = pair.marten / "record" / "trust.yaml"
    found = json.loads(pair.run("verify", "--proof", proof, "--trust", trust, "--json").out)
    out = pair.run("verify", "--proof", proof, "--trust", trust).out
    assert f"heron, for 2026-02-03, signed {found['payload']['claimed_at'][:10]}" in out
    assert "still to come" not in out

    class Behind(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Behind:
            return cls(2001, 1, 1, tzinfo=tz)

    monkeypatch.setattr(proving, "datetime", Behind)
    out = pair.run("verify", "--proof", proof, "--trust", trust).out
    assert out.count(", with the first 5 entries (still to come by the clock here)\n") == 2


def test_both_copies_give_the_same_proof(pair: Pair, proof: Path) -> None:
    """An entry is named by its number or by the start of its leaf, in either copy."""
    found = json.loads(pair.run("log", pair.marten, "--json").out)["entries"][4]["leaf"]
    assert pair.run("log", pair.marten, "--proof", found[:8]).out == proof.read_text(encoding="utf-8")


def test_a_changed_proof_proves_nothing(pair: Pair, proof: Path) -> None:
    """The exit code is 1, and the reason is said, for people and as JSON."""
    proof.write_text(proof.read_text(encoding="utf-8").replace("index 4", "index 3"), encoding="utf-8")
    trust = pair.heron / "record" / "trust.yaml"
    ran = pair.comity("verify", "--proof", proof, "--trust", trust)
    assert (ran.status, ran.out.startswith("Not proven: the proof does not lead from leaf 3")) == (1, True)
    ran = pair.comity("verify", "--proof", proof, "--trust", trust, "--json")
    assert (ran.status, json.loads(ran.out)["kind"]) == (1, "bad-proof")


def test_another_trust_file_is_told_of_the_keys(pair: Pair, proof: Path) -> None:
    """The proof is whole, and the trust file another: the headline says which, the reason stands below it.

    A proof that an outsider cosigned in the names of the parties looks the same from here, and both are said.
    """
    trust = pair.file.parent / "other.yaml"
    right = (pair.heron / "record" / "trust.yaml").read_text(encoding="utf-8")
    cosigner = SecretKey.new().public.data
    keys = [line.split("[")[1].rstrip("]") for line in right.splitlines() if "[" in line]
    forged = "Either it is not the trust file of the contract, or others than the parties made this proof.\n"
    contract = "Take the trust file from the contract.\n"
    for text, first, helps, kind in (
        (right.replace(keys[0], key_text(cosigner)), "those in {} are not the keys with which", forged, "not-final"),
        (right.replace("comity/", "other/"), "{} holds those of heron_marten (other/", contract, "other-alliance"),
    ):
        assert text != right
        trust.write_text(text, encoding="utf-8")
        ran = pair.comity("verify", "--proof", proof, "--trust", trust)
        assert ran.out.startswith(f"Not proven with these keys: {first.format(trust)}")
        assert helps in ran.out.splitlines(keepends=True)[0]
        assert (ran.status, f"({kind})\n" in ran.out) == (1, True)


def test_a_proof_without_a_cosignature_is_not_put_down_to_the_keys(pair: Pair, proof: Path) -> None:
    """Marten's line was taken out: whatever the trust file, this entry is not final by it."""
    lines = proof.read_text(encoding="utf-8").splitlines(keepends=True)
    proof.write_text("".join(one for one in lines if not one.startswith("\N{EM DASH} marten ")), encoding="utf-8")
    ran = pair.comity("verify", "--proof", proof, "--trust", pair.heron / "record" / "trust.yaml")
    assert (ran.status, ran.out.startswith("Not proven: no key that is trusted of marten")) == (1, True)


def test_line_ends_that_a_mail_program_changed_are_not_called_forged(pair: Pair, proof: Path) -> None:
    """The text is that of a proof otherwise: it says so, and to ask for the file as it was written."""
    trust, text = pair.heron / "record" / "trust.yaml", proof.read_bytes()
    proof.write_bytes(text.replace(b"\n", b"\r\n"))
    ran = pair.comity("verify", "--proof", proof, "--trust", trust)
    assert ran.out.startswith("Not proven: this file is not as a proof is written. Its line ends were changed")
    assert (ran.status, "(bad-proof)" in ran.out) == (1, True)
    proof.write_bytes(text[:-40])
    assert "line ends" not in pair.comity("verify", "--proof", proof, "--trust", trust).out


def test_what_is_verified_from_is_told_where_it_is_left_out(pair: Pair) -> None:
    """Without --trust: what the file is, where a party has it, and that it does not come with the pack."""
    ran = pair.comity("verify", "evidence.zip")
    assert (ran.status, "Missing option '--trust'" in ran.err) == (2, True)
    for said in ("record/trust.yaml", "that the contract names", "what came with a pack proves nothing"):
        assert said in ran.err


def test_an_entry_that_is_not_final_has_no_proof(pair: Pair) -> None:
    """Signed by Heron and cosigned by nobody: there is nothing yet that Marten would be held to."""
    pair.submit(JANUARY, "2026-02-03")
    ran = pair.comity("log", pair.heron, "--proof", "4")
    assert (ran.status, ran.out) == (1, "")
    assert "CMY-917 there is no proof of entry 4" in ran.err.replace(f"{pair.heron}/record: ", "")


def test_a_proof_that_is_not_there_is_told(pair: Pair) -> None:
    """A name that is mistyped is a problem with its place."""
    ran = pair.comity("verify", "--proof", pair.file.parent / "none", "--trust", pair.heron / "record" / "trust.yaml")
    assert (ran.status, "CMY-917 there is no such proof" in ran.err) == (1, True)


@pytest.mark.parametrize("given", [[], ["pack.zip", "--proof", "p"], ["--proof", "p", "--authority", "a"]])
def test_a_pack_or_a_proof_is_verified(pair: Pair, given: list[str]) -> None:
    """Neither, both, and time stamps of a proof are wrong usage."""
    assert pair.comity("verify", *given, "--trust", pair.heron / "record" / "trust.yaml").status == 2


def test_what_a_proof_quotes_moves_no_cursor(pair: Pair) -> None:
    """Words of the signer are shown spelt out where a terminal would obey them, in the entry and in a refusal."""
    desk = open_desk(pair.heron)
    desk.record(desk.sign("event.occurred", {"name": "a fire \u009b2J"}, day=date(2026, 2, 3)))
    desk.store.close()
    pair.cosign()
    path, trust = pair.file.parent / "fire.tlog-proof", pair.heron / "record" / "trust.yaml"
    text = pair.run("log", pair.heron, "--proof", "4").out
    path.write_text(text, encoding="utf-8")
    out = pair.run("verify", "--proof", path, "--trust", trust).out
    assert ("\u009b" in out, "a fire \\x9b2J" in out) == (False, True)
    path.write_text(text.replace("\ncomity/", "\nc\u009b2J/"), encoding="utf-8")
    ran = pair.comity("verify", "--proof", path, "--trust", trust)
    assert (ran.status, "\u009b" in ran.out) == (1, False)
