"""`comity sign` and `comity amend`: what is in force is what every party has signed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Comity
from tests.cli.record.conftest import AGREEMENT, AMENDMENT, JANUARY, Pair


@pytest.fixture
def amendment(pair: Pair) -> Path:
    """An amendment in a file of its own."""
    path = pair.file.parent / "2026-03-01-threshold.yaml"
    path.write_text(AMENDMENT, encoding="utf-8")
    return path


def thresholds(pair: Pair, day: str, folder: Path | None = None) -> list[str]:
    """Return the thresholds of January to March as of, and as known on, a day."""
    ran = pair.run("evaluate", folder or pair.marten, "--as-of", day, "--known-at", day, "--json")
    return [one["threshold"] for one in json.loads(ran.out)["verdicts"]["delivery"][:3]]


def test_an_agreement_with_errors_is_not_signed(
    comity: Comity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `comity check` refuses opens no record."""
    monkeypatch.setenv("COMITY_KEYS", str(tmp_path / "keys"))
    text = AGREEMENT
    (tmp_path / "agreement.yaml").write_text(text, encoding="utf-8")
    for party in ("heron", "marten"):
        comity("key", "new", tmp_path, party)
    (tmp_path / "agreement.yaml").write_text(text.replace("measure: on_time", "measure: on_tim"), encoding="utf-8")
    ran = comity("sign", tmp_path)
    assert (ran.status, "on_tim" in ran.err) == (1, True)
    assert not (tmp_path / "record" / "record.sqlite").exists()


def test_a_record_is_not_opened_without_the_keys_of_all_parties(
    comity: Comity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever opens it alone would have a record of its own."""
    monkeypatch.setenv("COMITY_KEYS", str(tmp_path / "keys"))
    (tmp_path / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    comity("key", "new", tmp_path, "heron")
    ran = comity("sign", tmp_path)
    assert (ran.status, "holds no key of marten" in ran.err) == (1, True)


def test_an_amendment_holds_once_both_have_signed_it(pair: Pair, amendment: Path) -> None:
    """Heron proposes 90 % from March; until Marten signs on 20 February the old terms hold for every month."""
    pair.submit(JANUARY.replace("2026-01", "2026-03"), "2026-04-03")
    pair.meet()
    assert thresholds(pair, "2026-04-05") == ["0.97"] * 3
    pair.run("amend", pair.heron, amendment, "--on", "2026-02-10")
    pair.meet()
    assert thresholds(pair, "2026-04-05") == ["0.97"] * 3
    assert "in force from 2026-03-01" in pair.run("sign", pair.marten, "--on", "2026-02-20").out
    pair.meet()
    assert thresholds(pair, "2026-04-05", pair.heron) == ["0.97", "0.97", "0.9"]


def test_an_earlier_day_does_not_know_an_amendment_that_was_signed_later(pair: Pair, amendment: Path) -> None:
    """As known on 19 February, the terms are those signed in January, though the amendment says `in force` before."""
    pair.run("amend", pair.heron, amendment, "--on", "2026-02-10")
    pair.meet()
    pair.run("sign", pair.marten, "--on", "2026-02-20")
    say = [
        json.loads(pair.run("evaluate", pair.marten, "--as-of", "2026-03-05", "--known-at", day, "--json").out)["terms"]
        for day in ("2026-02-19", "2026-02-20")
    ]
    assert say[0] != say[1]


def test_an_amendment_with_errors_is_not_proposed(pair: Pair, amendment: Path) -> None:
    """The problem points into the file of the amendment."""
    amendment.write_text(AMENDMENT.replace("delivery", "delivry"), encoding="utf-8")
    ran = pair.comity("amend", pair.heron, amendment)
    assert ran.status == 1
    assert f"{amendment}:5:" in ran.err
    assert len(pair.run("log", pair.heron).out.splitlines()) == 5


def test_an_amendment_that_check_refuses_is_not_signed(pair: Pair, amendment: Path) -> None:
    """Its worked example does not come out: `amend` refuses it as `sign` would, in the file that was given."""
    example = "{given: {on_time: {2026-03: 95%}}, expect: {delivery: {2026-03: {verdict: missed}}}}"
    changes = f"changes: {{clauses: {{delivery: {{at least: 90%}}}}, examples: [{example}]}}"
    amendment.write_text(AMENDMENT[: AMENDMENT.index("changes")] + changes + "\n", encoding="utf-8")
    ran = pair.comity("amend", pair.heron, amendment)
    assert (ran.status, f"{amendment}:5:" in ran.err, "verdict" in ran.err) == (1, True, True)
    assert len(pair.run("log", pair.heron).out.splitlines()) == 5


def test_what_check_warns_of_is_told_before_an_amendment_is_signed(pair: Pair, amendment: Path) -> None:
    """Days out of order are no error; who signs reads of them first, not by a `check` afterwards."""
    amendment.write_text(AMENDMENT.replace("90%", "{2026-09-01: 90%, 2026-03-01: 95%}"), encoding="utf-8")
    ran = pair.run("amend", pair.heron, amendment)
    assert f"{amendment}:5:" in ran.err and "CMY-210 warning" in ran.err


def test_what_is_being_signed_is_not_said_to_be_unknown_to_the_record(pair: Pair) -> None:
    """The amendment lies in the folder already: that the record does not know it is what `amend` is run for."""
    path = pair.heron / "amendments" / "2026-03-01-threshold.yaml"
    path.parent.mkdir()
    path.write_text(AMENDMENT, encoding="utf-8")
    assert "CMY-909" not in pair.run("amend", pair.heron, path).err


def test_a_second_proposal_waits_for_the_first(pair: Pair, amendment: Path) -> None:
    """One change after another, so that nobody signs what was written on another basis."""
    pair.run("amend", pair.heron, amendment)
    again = amendment.with_name("2026-04-01-other.yaml")
    again.write_text(AMENDMENT.replace("2026-03-01", "2026-04-01"), encoding="utf-8")
    ran = pair.comity("amend", pair.heron, again)
    assert (ran.status, "what heron proposed with entry 4 is not signed by marten yet" in ran.err) == (1, True)
    assert f"`comity amend {pair.heron} {again} --instead` proposes this in its place." in ran.err
    assert "comity sign" not in ran.err


def test_a_proposal_of_the_other_party_is_signed_or_answered_with_another(pair: Pair, amendment: Path) -> None:
    """Marten is told both ways; what it proposes instead is what Heron signs, and the first proposal has lapsed."""
    pair.run("amend", pair.heron, amendment, "--on", "2026-02-10")
    pair.meet()
    other = amendment.with_name("2026-03-01-other.yaml")
    other.write_text(AMENDMENT.replace("90%", "93%"), encoding="utf-8")
    told = pair.comity("amend", pair.marten, other, "--on", "2026-02-11").err
    assert f"`comity sign {pair.marten}` signs it. `comity amend {pair.marten} {other} --instead`" in told
    ran = pair.run("amend", pair.marten, other, "--instead", "--on", "2026-02-11")
    assert "in place of what heron proposed with entry 4, which lapses once all have signed this" in ran.out
    pair.meet()
    pair.run("sign", pair.heron, "--on", "2026-02-12")
    assert thresholds(pair, "2026-04-05", pair.heron) == ["0.97", "0.97", "0.93"]


def test_who_proposed_instead_does_not_sign_the_other_unawares(pair: Pair, amendment: Path) -> None:
    """Marten answered with a proposal of its own: `sign` once more would put that of Heron in force."""
    pair.run("amend", pair.heron, amendment, "--on", "2026-02-10")
    pair.meet()
    amendment.write_text(AMENDMENT.replace("90%", "93%"), encoding="utf-8")
    pair.run("amend", pair.marten, amendment, "--instead", "--on", "2026-02-11")
    ran = pair.comity("sign", pair.marten)
    assert (ran.status, "it is signed by marten, and awaits heron" in ran.err) == (1, True)


def test_an_amendment_is_proposed_instead_of_something(pair: Pair, amendment: Path) -> None:
    """Where nothing waits, --instead is a mistake: somebody looked at another folder, or an older copy."""
    ran = pair.comity("amend", pair.heron, amendment, "--instead")
    assert (ran.status, "nothing waits for a signature" in ran.err) == (1, True)


@pytest.mark.parametrize("more", [(), ("--instead",)])
def test_an_agreement_that_is_not_in_force_is_not_amended(
    comity: Comity, signed_alone: Path, tmp_path: Path, more: tuple[str, ...]
) -> None:
    """Before all have signed the agreement itself, its own text is what is changed."""
    (tmp_path / "change.yaml").write_text(AMENDMENT, encoding="utf-8")
    ran = comity("amend", signed_alone, tmp_path / "change.yaml", *more)
    assert (ran.status, "the agreement itself is not signed by all yet" in ran.err) == (1, True)
    assert f"Change agreement.yaml instead: `comity sign {signed_alone}` proposes it" in ran.err


def test_an_amendment_for_a_day_to_come_is_not_said_to_be_in_force(pair: Pair, amendment: Path) -> None:
    """Signed in February for March, it will be in force; signed in April, it is."""
    ran = pair.run("amend", pair.heron, amendment, "--on", "2026-02-10")
    assert ran.out.endswith("It will be in force from 2026-03-01, once marten has signed it too.\n")
    pair.meet()
    ran = pair.run("sign", pair.marten, "--on", "2026-02-20")
    assert ran.out.endswith("Signed by all parties: it will be in force from 2026-03-01.\n")


def test_an_amendment_whose_day_has_come_is_in_force(pair: Pair, amendment: Path) -> None:
    """Signed in April for March it holds at once."""
    pair.run("amend", pair.heron, amendment, "--on", "2026-02-10")
    pair.meet()
    ran = pair.run("sign", pair.marten, "--on", "2026-04-20")
    assert ran.out.endswith("Signed by all parties: it is in force.\n")


def test_only_what_is_new_decides_from_which_day_a_change_holds(pair: Pair, amendment: Path) -> None:
    """The amendment of March is in force; one for September, proposed in April, is still to come."""
    pair.run("amend", pair.heron, amendment, "--on", "2026-02-10")
    pair.meet()
    pair.run("sign", pair.marten, "--on", "2026-02-20")
    pair.meet()
    later = amendment.with_name("2026-09-01.yaml")
    later.write_text(AMENDMENT.replace("2026-03-01", "2026-09-01"), encoding="utf-8")
    ran = pair.run("amend", pair.heron, later, "--on", "2026-04-10")
    assert ran.out.endswith("It will be in force from 2026-09-01, once marten has signed it too.\n")


def test_what_changes_at_once_is_in_force_at_once(pair: Pair, amendment: Path) -> None:
    """Heron changes the text of the agreement, and adds an amendment for later: the text holds from now on."""
    (pair.heron / "amendments").mkdir()
    (pair.heron / "amendments" / amendment.name).write_text(AMENDMENT, encoding="utf-8")
    (pair.heron / "agreement.yaml").write_text(AGREEMENT.replace("97%", "96%"), encoding="utf-8")
    ran = pair.run("sign", pair.heron, "--on", "2026-02-10")
    assert ran.out.endswith("It is in force once marten has signed it too.\n")


def test_what_is_signed_by_all_is_not_signed_again(pair: Pair) -> None:
    """There is nothing left to sign, and that is said."""
    ran = pair.comity("sign", pair.heron)
    assert (ran.status, "it is signed by all" in ran.err) == (1, True)


def test_a_text_in_the_folder_that_nobody_signed_is_named(pair: Pair) -> None:
    """An agreement that was edited in the folder does not count; a warning says so, and `sign` proposes it."""
    path = pair.marten / "agreement.yaml"
    path.write_text(AGREEMENT.replace("97%", "50%"), encoding="utf-8")
    assert f"{path}: CMY-909 warning" in pair.run("evaluate", pair.marten, "--as-of", "2026-01-31").err
    assert "in place of what is in force" in pair.run("sign", pair.marten).out
    assert "proposes the agreement" in pair.run("log", pair.marten).out.splitlines()[4]


def test_a_first_agreement_is_in_force_whatever_day_an_amendment_names(comity: Comity, signed_alone: Path) -> None:
    """Nothing is in force yet: with an amendment for March, the agreement itself holds once Marten has signed."""
    (signed_alone / "amendments").mkdir()
    (signed_alone / "amendments" / "2026-03-01.yaml").write_text(AMENDMENT, encoding="utf-8")
    ran = comity("sign", signed_alone, "--on", "2026-02-10")
    assert ran.out.endswith("It is in force once marten has signed it too.\n")


def amended(pair: Pair, amendment: Path) -> None:
    """Let Heron propose the amendment and Marten sign it; no folder has its file in `amendments/` any more."""
    pair.run("amend", pair.heron, amendment, "--on", "2026-02-10")
    pair.meet()
    pair.run("sign", pair.marten, "--on", "2026-02-20")
    pair.meet()
    for folder in (pair.heron, pair.marten):
        (folder / "amendments" / amendment.name).unlink()


@pytest.mark.parametrize("party", ["heron", "marten"])
def test_an_amendment_in_force_is_not_taken_out_unawares(pair: Pair, amendment: Path, party: str) -> None:
    """`sign` once more in a folder without the amendment would propose to undo it: it is refused, and written there."""
    amended(pair, amendment)
    folder = getattr(pair, party)
    ran = pair.comity("sign", folder)
    assert (ran.status, "this would have taken out amendments/2026-03-01-threshold.yaml" in ran.err) == (1, True)
    assert (folder / "amendments" / amendment.name).read_text(encoding="utf-8") == AMENDMENT
    assert "it is signed by all" in pair.comity("sign", folder).err


def test_an_amendment_that_was_edited_in_the_folder_is_not_taken_out_unawares(pair: Pair, amendment: Path) -> None:
    """The edited text stays, and the place of the signed one is told."""
    amended(pair, amendment)
    path = pair.heron / "amendments" / amendment.name
    path.write_text(AMENDMENT.replace("90%", "91%"), encoding="utf-8")
    ran = pair.comity("sign", pair.heron)
    assert (ran.status, "this would take out amendments/2026-03-01-threshold.yaml" in ran.err) == (1, True)
    kept = next(one for one in (pair.heron / "record" / "blobs").rglob("*") if one.is_file() and one.name in ran.err)
    assert kept.read_text(encoding="utf-8") == AMENDMENT
    assert path.read_text(encoding="utf-8") == AMENDMENT.replace("90%", "91%")


def test_an_amendment_in_force_is_taken_out_by_who_names_it(pair: Pair, amendment: Path) -> None:
    """Named with --without it is left out, and what is shown before says from when it was in force."""
    amended(pair, amendment)
    ran = pair.run("sign", pair.heron, "--without", "amendments/2026-03-01-threshold.yaml")
    assert "  takes out amendments/2026-03-01-threshold.yaml, in force from 2026-03-01\n" in ran.out
    assert "once marten has signed it too" in ran.out
    pair.meet()
    assert "  takes out amendments/2026-03-01-threshold.yaml, in force" in pair.run("sign", pair.marten).out


def test_an_amendment_that_awaits_the_other_party_is_not_replaced_unawares(pair: Pair, amendment: Path) -> None:
    """Heron proposed it and signs once more: its offer would lapse without a word."""
    pair.run("amend", pair.heron, amendment, "--on", "2026-02-10")
    (pair.heron / "amendments" / amendment.name).unlink()
    assert "this would have taken out amendments/2026-03-01-threshold.yaml" in pair.comity("sign", pair.heron).err


def test_only_an_amendment_that_would_be_taken_out_is_named_with_without(pair: Pair) -> None:
    """A name mistyped is told, and nothing is recorded."""
    (pair.heron / "agreement.yaml").write_text(AGREEMENT.replace("97%", "98%"), encoding="utf-8")
    ran = pair.comity("sign", pair.heron, "--without", "amendments/other.yaml")
    assert (ran.status, "amendments/other.yaml would not be taken out" in ran.err) == (1, True)
