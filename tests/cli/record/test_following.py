"""After `comity sign` and `comity amend` the folder holds what was signed, and no text is lost by it."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import pytest

from comity.adapters import durable
from comity.adapters.desk import open_desk
from comity.cli.following import followed
from tests.cli.record.conftest import AGREEMENT, AMENDMENT, Pair

NAME = "2026-03-01.yaml"
"""The file of the fixture `proposed`."""


def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Sit at a terminal on which somebody says yes to the record and no to everything else; return what is asked."""
    questions: list[str] = []

    def confirm(text: str, **_: object) -> bool:
        questions.append(text)
        return text.startswith("Record it?")

    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(click, "confirm", confirm)
    return questions


def test_a_signed_amendment_is_written_into_both_folders(proposed: Pair) -> None:
    """By who proposes it and by who signs it; nothing has to be copied from the blobs by hand."""
    ran = proposed.run("sign", proposed.marten, "--on", "2026-02-20", "--yes")
    assert f"wrote {proposed.marten}/amendments/{NAME}, as it was signed\n" in ran.out
    for folder in (proposed.heron, proposed.marten):
        assert (folder / "amendments" / NAME).read_text(encoding="utf-8") == AMENDMENT
    assert "it is signed by all" in proposed.comity("sign", proposed.marten).err


def test_nothing_is_written_where_the_answer_is_no(proposed: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal it is asked after the signature, which stands either way."""
    asked = at_a_terminal(monkeypatch)
    ran = proposed.run("sign", proposed.marten, "--on", "2026-02-20")
    assert asked[1] == f"Bring the folder {proposed.marten} up to what was signed: write amendments/{NAME}?"
    assert not (proposed.marten / "amendments").exists()
    assert "Signed by all parties" in ran.out


def test_a_text_with_changes_of_ones_own_stays(proposed: Pair) -> None:
    """Marten's draft is in no proposal: it is kept, and so is said, with the place of the signed text."""
    draft = AGREEMENT.replace("97%", "98%")
    (proposed.marten / "agreement.yaml").write_text(draft, encoding="utf-8")
    ran = proposed.run("sign", proposed.marten, "--on", "2026-02-20", "--yes")
    assert (proposed.marten / "agreement.yaml").read_text(encoding="utf-8") == draft
    assert f"{proposed.marten}/agreement.yaml stays: it has changes that nobody proposed." in ran.out
    signed = Path(ran.out.split("As it was signed it is ")[1].splitlines()[0])
    assert signed.read_text(encoding="utf-8") == AGREEMENT
    assert (proposed.marten / "amendments" / NAME).exists()


def test_a_text_that_was_in_force_gives_way(pair: Pair) -> None:
    """Heron changes the agreement itself; the old text, which Marten's folder holds, stays in the record."""
    changed = AGREEMENT.replace("97%", "96%")
    (pair.heron / "agreement.yaml").write_text(changed, encoding="utf-8")
    pair.run("sign", pair.heron, "--on", "2026-02-10")
    pair.meet()
    pair.run("sign", pair.marten, "--on", "2026-02-20")
    assert (pair.marten / "agreement.yaml").read_text(encoding="utf-8") == changed
    blobs = [one.read_bytes() for one in (pair.marten / "record" / "blobs").iterdir()]
    assert AGREEMENT.encode() in blobs


def test_an_amendment_that_was_replaced_leaves_the_folder_and_a_draft_does_not(proposed: Pair) -> None:
    """Left there, it would be proposed again by the next `sign`; the file that nobody proposed is not touched."""
    other = proposed.file.parent / "2026-04-01.yaml"
    other.write_text(AMENDMENT.replace("90%", "93%"), encoding="utf-8")
    proposed.run("amend", proposed.marten, other, "--instead", "--on", "2026-02-11")
    proposed.meet()
    draft = proposed.heron / "amendments" / "2027-01-01-draft.yaml"
    draft.write_text(AMENDMENT.replace("2026-03-01", "2027-01-01"), encoding="utf-8")
    ran = proposed.run("sign", proposed.heron, "--on", "2026-02-12")
    assert f"took away {proposed.heron}/amendments/{NAME}, which is no part of what was signed" in ran.out
    assert sorted(one.name for one in draft.parent.iterdir()) == ["2026-04-01.yaml", draft.name]


def test_an_amendment_that_is_taken_out_leaves_both_folders(proposed: Pair) -> None:
    """Named with --without, it is left out although its file is still there; then the file goes too, in each folder."""
    proposed.run("sign", proposed.marten, "--on", "2026-02-20")
    proposed.meet()
    ran = proposed.run("sign", proposed.heron, "--without", f"amendments/{NAME}", "--on", "2026-02-25")
    assert f"  takes out amendments/{NAME}, in force from 2026-03-01\n" in ran.out
    proposed.meet()
    proposed.run("sign", proposed.marten, "--on", "2026-02-26")
    assert not [file for one in (proposed.heron, proposed.marten) for file in (one / "amendments").iterdir()]


def test_a_folder_without_an_agreement_stays_without_one(proposed: Pair) -> None:
    """Marten works from the record alone: no text appears in a folder that held none."""
    (proposed.marten / "agreement.yaml").unlink()
    proposed.run("sign", proposed.marten, "--on", "2026-02-20")
    assert sorted(one.name for one in proposed.marten.iterdir()) == ["record"]


@pytest.mark.parametrize("path", ["../2026.yaml", "amendments/../../2026.yaml", "/2026.yaml", "record/trust.yaml"])
def test_nothing_is_written_outside_of_the_agreement(pair: Pair, path: str) -> None:
    """The other party names the files that it proposes: a path may lead neither out of the folder nor to its keys."""
    before = {one: one.read_bytes() for one in pair.file.parent.rglob("*.yaml")}
    texts = [("agreement.yaml", AGREEMENT.encode()), (path, AMENDMENT.encode())]
    assert not followed(open_desk(pair.heron), texts, yes=True)
    assert {one: one.read_bytes() for one in pair.file.parent.rglob("*.yaml")} == before


@pytest.mark.parametrize("name", ["a" * 260, "a\0b", "a\x1b[2J"])
def test_a_name_that_no_disk_takes_is_told(pair: Pair, capsys: pytest.CaptureFixture[str], name: str) -> None:
    """The other party names what it proposes: it is signed by then, and not written under a name like this."""
    texts = [("agreement.yaml", AGREEMENT.encode()), (f"amendments/{name}.yaml", AMENDMENT.encode())]
    assert not followed(open_desk(pair.heron), texts, yes=True)
    out = capsys.readouterr().out
    assert (" is not written: that is no name of an amendment. It is " in out, name in out) == (True, False)
    assert not (pair.heron / "amendments").exists()


def test_a_folder_that_cannot_be_written_is_told(proposed: Pair) -> None:
    """A file stands where the amendments go: the signature is recorded all the same, and the rest is said."""
    (proposed.marten / "amendments").write_text("notes", encoding="utf-8")
    ran = proposed.run("sign", proposed.marten, "--on", "2026-02-20")
    why = f"({proposed.marten}/amendments: File exists)"
    assert f"The folder could not be brought up to what was signed {why}" in ran.out
    assert f"What is recorded stands; the texts are in {proposed.marten}/record/blobs" in ran.out
    assert "Signed by all parties" in ran.out


def without_capitals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a file be written as on a disk where names that differ in capitals alone are one file."""
    write = durable.write_durably

    def written(path: Path, data: bytes) -> None:
        same = [one for one in path.parent.iterdir() if one.name.casefold() == path.name.casefold()]
        write(same[0] if same else path, data)

    monkeypatch.setattr(durable, "write_durably", written)


def test_where_only_capitals_change_the_text_stays(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """`Price.yaml` becomes `price.yaml`: the old name goes before the new one comes, for they may be one file."""
    without_capitals(monkeypatch)
    desk, folder = open_desk(pair.heron), pair.heron / "amendments"
    folder.mkdir()
    (folder / "Price.yaml").write_text(AMENDMENT, encoding="utf-8")
    desk.blobs.keep(AMENDMENT.encode())
    texts = [("agreement.yaml", AGREEMENT.encode()), ("amendments/price.yaml", AMENDMENT.encode())]
    assert followed(desk, texts, yes=True)
    assert {one.name: one.read_text(encoding="utf-8") for one in folder.iterdir()} == {"price.yaml": AMENDMENT}


def test_a_draft_under_a_name_in_capitals_stays(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """`PRICE.yaml` has changes that nobody proposed: what was signed as `price.yaml` is not written over it."""
    without_capitals(monkeypatch)
    desk, draft = open_desk(pair.heron), pair.heron / "amendments" / "PRICE.yaml"
    draft.parent.mkdir()
    draft.write_text("mine", encoding="utf-8")
    texts = [("agreement.yaml", AGREEMENT.encode()), ("amendments/price.yaml", AMENDMENT.encode())]
    assert not followed(desk, texts, yes=True)
    assert (draft.read_text(encoding="utf-8"), [*draft.parent.iterdir()]) == ("mine", [draft])
