"""`comity evaluate`, `comity report` and `comity explain` on the fictional example."""

import json
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "aster-borealis"
CLOCKS = ("--as-of", "2026-07-12", "--known-at", "2026-07-12")


def test_evaluate_shows_the_standing(comity) -> None:
    """The terminal view names the alliance, both clocks, what needs a decision, and the clauses."""
    ran = comity("evaluate", EXAMPLE, *CLOCKS)
    assert (ran.status, ran.err) == (0, "")
    assert "Aster and Borealis, customer service alliance" in ran.out
    assert "As of 12 Jul 2026, known at 12 Jul 2026." in ran.out
    for section in ("Decide now", "Clauses", "Scorecard", "Metrics", "Two reporters", "Docket"):
        assert f"\n{section}" in ran.out


def test_json_is_one_document_and_nothing_else(comity) -> None:
    """`--json` prints figures, verdicts, scorecard and docket; money and ratios are strings."""
    ran = comity("evaluate", EXAMPLE, *CLOCKS, "--json")
    document = json.loads(ran.out)
    assert {"figures", "verdicts", "scorecard", "docket"} <= document.keys()
    assert _floats(document) == []


def _floats(value: object) -> list[float]:
    if isinstance(value, dict):
        return [found for item in value.values() for found in _floats(item)]
    if isinstance(value, list):
        return [found for item in value for found in _floats(item)]
    return [value] if isinstance(value, float) else []


def test_knowledge_of_an_earlier_day_is_another_standing(comity) -> None:
    """The correction of September 2025 counts from the day it was known."""
    before = comity("explain", EXAMPLE, "timeliness", "2025-09", "--member", "claims", "--known-at", "2025-11-19")
    after = comity("explain", EXAMPLE, "timeliness", "2025-09", "--member", "claims", "--known-at", "2025-11-20")
    assert "90.2%" in before.out
    assert "92.4%" in after.out


def test_evaluate_writes_nothing(comity, tmp_path, monkeypatch) -> None:
    """Only `report` and `init` write files."""
    monkeypatch.chdir(tmp_path)
    comity("evaluate", EXAMPLE, *CLOCKS)
    assert list(tmp_path.iterdir()) == []


def test_report_writes_a_page_and_a_pdf(comity, tmp_path) -> None:
    """Both files are named after the day, and their paths are printed."""
    out = tmp_path / "new" / "out"
    ran = comity("report", EXAMPLE, *CLOCKS, "--out", out)
    assert ran.status == 0
    page, pdf = out / "standing-2026-07-12.html", out / "standing-2026-07-12.pdf"
    assert ran.out.splitlines() == [f"wrote {page}", f"wrote {pdf}"]
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert pdf.read_bytes().startswith(b"%PDF-")


def test_report_can_write_one_format(comity, tmp_path) -> None:
    """With `--format html` only the page is written."""
    assert comity("report", EXAMPLE, *CLOCKS, "--out", tmp_path, "--format", "html").status == 0
    assert [path.suffix for path in tmp_path.iterdir()] == [".html"]


def test_a_report_is_the_same_every_time(comity, tmp_path) -> None:
    """The same folder, day and knowledge give the same bytes, page and PDF."""
    for name in ("first", "second"):
        comity("report", EXAMPLE, *CLOCKS, "--out", tmp_path / name)
    first, second = ({p.name: p.read_bytes() for p in (tmp_path / n).iterdir()} for n in ("first", "second"))
    assert first == second


def test_explain_goes_down_to_the_rows(comity) -> None:
    """The tree names the formula, file and row of each fact, the reporter, the day it was known, the rate."""
    ran = comity("explain", EXAMPLE, "billed", "2025-03", *CLOCKS)
    assert ran.status == 0
    for part in ("sum(billing.amount)", "billing/aster.csv row 16", "reported by aster", "EUR", "borealis"):
        assert part in ran.out


def test_explain_as_json(comity) -> None:
    """The same tree as data, with digests in full."""
    document = json.loads(comity("explain", EXAMPLE, "billed", "2025-03", *CLOCKS, "--json").out)
    assert document["label"] == "billed 2025-03"
    kinds = {step["kind"] for step in _steps(document)}
    assert {"figure", "formula", "aggregate", "fact", "terms"} <= kinds


def _steps(step: dict) -> list[dict]:
    return [step, *(inner for child in step["because"] for inner in _steps(child))]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("timelines", "2025-03"), "timeliness"),
        (("billed", "2025-Q1"), "every month"),
        (("billed", "2023-12"), "from 2024-01"),
        (("billed", "2026-09"), "--as-of 2026-09-30"),
        (("billed", "March"), "every month"),
        (("timeliness", "2025-03"), "claims"),
        (("timeliness", "2025-03", "--member", "fax"), "claims"),
        (("billed", "2025-03", "--member", "claims"), "leave the member out"),
    ],
)
def test_a_question_without_an_answer(comity, arguments, said) -> None:
    """An unknown metric, another grain, outside the term, not begun, no period, no member, a wrong member."""
    ran = comity("explain", EXAMPLE, *arguments, *CLOCKS)
    assert ran.status == 1
    assert ran.out == ""
    assert "CMY-50" in ran.err
    assert said in ran.err
