"""`comity draft`: the schedule on disk."""

from __future__ import annotations

import pytest

from tests.cli.conftest import EXAMPLES

SMALL = EXAMPLES / "clauses" / "p13-pay-to-keep"


def test_both_files_are_written(comity, tmp_path) -> None:
    """schedule.docx and schedule.pdf, each named on the screen."""
    ran = comity("draft", SMALL, "--out", tmp_path / "made")
    assert ran.status == 0
    for name, begins in (("schedule.docx", b"PK"), ("schedule.pdf", b"%PDF")):
        path = tmp_path / "made" / name
        assert f"wrote {path}" in ran.out
        assert path.read_bytes().startswith(begins)


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_one_format_alone(comity, tmp_path, kind) -> None:
    """`--format` leaves the other file out."""
    assert comity("draft", SMALL, "--out", tmp_path, "--format", kind).status == 0
    assert [path.name for path in tmp_path.iterdir()] == [f"schedule.{kind}"]


def test_a_new_alliance_can_be_drafted(comity, alliance, tmp_path) -> None:
    """What `comity init` writes is an agreement like any other."""
    assert comity("draft", alliance, "--out", tmp_path / "out").status == 0


def test_an_agreement_that_cannot_be_read_is_refused(comity, alliance, tmp_path) -> None:
    """No schedule is made of an agreement with errors; its problems are printed."""
    path = alliance / "agreement.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("owed by:", "owed bi:", 1), encoding="utf-8")
    ran = comity("draft", alliance, "--out", tmp_path / "out")
    assert ran.status == 1
    assert "CMY-" in ran.err
    assert not (tmp_path / "out").exists()


def test_an_example_that_fails_is_told_and_ends_with_1(comity, alliance, tmp_path) -> None:
    """The schedule is written all the same, so that the parties see where words and examples part."""
    path = alliance / "agreement.yaml"
    written = path.read_text(encoding="utf-8")
    assert "verdict: met" in written
    path.write_text(written.replace("verdict: met", "verdict: missed", 1), encoding="utf-8")
    ran = comity("draft", alliance, "--out", tmp_path / "out")
    assert ran.status == 1
    assert "CMY-601" in ran.err
    assert (tmp_path / "out" / "schedule.docx").exists()


def test_a_folder_that_is_none_is_told(comity, tmp_path) -> None:
    """Without an agreement there is nothing to draft."""
    ran = comity("draft", tmp_path / "nowhere")
    assert ran.status == 1
    assert ran.out == ""
