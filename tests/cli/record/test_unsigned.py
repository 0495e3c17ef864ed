"""A report of an agreement that not all parties have signed says so, on the command line as in the workplace."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Comity
from tests.cli.record.conftest import AGREEMENT, Pair

LINE = "Not signed by all parties yet: Heron has, Marten has not."
DAY = "2026-01-06"
EARLY, LATER = "2026-01-03", "2026-01-05"


def report(comity: Comity, folder: Path, known_at: str = DAY) -> str:
    """Return the report of a folder as a page."""
    out = folder.parent / "out"
    ran = comity("report", folder, "--format", "html", "--out", out, "--as-of", known_at, "--known-at", known_at)
    assert ran.status == 0, ran.err
    return (out / f"standing-{known_at}.html").read_text()


def test_a_report_says_who_has_not_signed(comity: Comity, signed_alone: Path) -> None:
    """Heron has signed and waits for Marten: the report says that its figures are what the agreement would come to."""
    assert LINE in report(comity, signed_alone)


def test_a_report_of_what_all_have_signed_says_nothing_of_it(pair: Pair) -> None:
    """Both have signed, and nothing is held back."""
    assert "Not signed" not in report(pair.comity, pair.heron)


def test_as_known_before_the_second_signature_the_agreement_is_unsigned(pair: Pair) -> None:
    """Heron signed on 2 January, Marten on 5 January: asked for the 3rd, `evaluate` and the report say so."""
    days = {day: pair.run("evaluate", pair.heron, "--as-of", day, "--known-at", day).err for day in (EARLY, LATER)}
    assert "as known on 2026-01-03 this agreement was not signed by marten: it counted provisionally" in days[EARLY]
    assert "All have signed it since 2026-01-05" in days[EARLY]
    assert "CMY-911" not in days[LATER]
    assert LINE in report(pair.comity, pair.heron, EARLY)
    assert "Not signed" not in report(pair.comity, pair.heron, LATER)


def test_as_known_before_anybody_had_signed_nobody_is_said_to_have(pair: Pair) -> None:
    """On New Year's Day there was no signature: figures are what the text comes to."""
    assert "not signed by heron and marten" in pair.run("evaluate", pair.heron, "--known-at", "2026-01-01").err
    assert "nobody has signed this text" in report(pair.comity, pair.heron, "2026-01-01")


def test_a_report_of_a_folder_without_a_record_says_nothing_of_it(comity: Comity, tmp_path: Path) -> None:
    """No signatures are kept there, so that none is missing."""
    (tmp_path / "draft").mkdir()
    (tmp_path / "draft" / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    assert "Not signed" not in report(comity, tmp_path / "draft")
