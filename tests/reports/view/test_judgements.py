"""Judged metrics in words, on the page, on paper, in the terminal and in the JSON document."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader
from rich.console import Console

from comity.reports.document import document
from comity.reports.html import page
from comity.reports.pdf import pdf
from comity.reports.terminal import show
from comity.reports.view.judgement_model import JudgementView
from comity.reports.view.sheet import view
from comity.standing.model import Standing
from tests.reports.builders import rated, rich

COMPLETE, SILENT = "2026-05-01", "2026-07-20"


def card(day: str) -> JudgementView:
    (found,) = view(rated(day)).judgements
    return found


def test_each_party_has_its_own_column_and_mark() -> None:
    """Figures side by side in the parties' marks, the nearest levels with their words, who judged what and why."""
    shown = card(COMPLETE)
    assert (shown.title, shown.period) == ("Trust", "2026-Q1")
    assert [(side.party, side.mark, side.figure.text) for side in shown.sides] == [
        ("Fern", "first", "75.0"), ("Lark", "second", "37.5"),
    ]  # fmt: skip
    assert [(a.level, a.says) for a in shown.sides[1].anchors] == [("25", "Doubted."), ("50", "Kept when reminded.")]
    assert [(r.role, r.level, r.why) for r in shown.sides[1].ratings] == [
        ("Manager", "50", "We had to ask"), ("Sponsor", "25", ""),
    ]  # fmt: skip


def test_the_gap_is_a_number_of_its_own() -> None:
    """It is the difference of the sides, and nowhere stands their mean, 56.25."""
    shown = card(COMPLETE)
    assert (shown.gap, shown.gap_says) == ("37.5 points", "No earlier gap to compare with.")
    assert "56" not in page(rated(COMPLETE)).partition('aria-labelledby="judged"')[2].partition("</section>")[0]


def test_a_silent_role_is_said_and_nothing_stands_in_its_place() -> None:
    """Lark's sponsor was silent: no figure and no gap, with the reason; what its manager judged is shown."""
    shown = card(SILENT)
    lark = shown.sides[1]
    assert shown.period == "2026-Q2"
    assert (lark.figure.text, lark.known, lark.lacking) == ("No figure", False, "The sponsor has not judged.")
    assert lark.chip is not None
    assert lark.chip.mark == "missing"
    assert [(r.role, r.level, r.says) for r in lark.ratings] == [("Manager", "75", "Kept.")]
    assert (shown.gap, shown.gap_says) == ("", "No gap can be given: the sponsor of Lark has not judged trust.")


def test_while_nobody_has_judged_the_last_judgements_stay() -> None:
    """In October nobody has judged the third quarter: the second is shown, and who is silent is said."""
    shown = card("2026-10-20")
    assert shown.period == "2026-Q2"
    assert shown.later == "Fern and Lark have not judged 2026-Q3."


def test_the_table_has_every_period_newest_first() -> None:
    """Both parties and the gap; a figure that is missing says why."""
    twin = card(SILENT).twin
    assert twin.head == ("Period", "Fern", "Lark", "Gap")
    assert [[cell.text for cell in row] for row in twin.rows] == [
        ["2026-Q2", "75.0", "missing", "not known"],
        ["2026-Q1", "75.0", "37.5", "37.5 points"],
    ]
    assert twin.rows[0][2].title == "the sponsor of Lark has not judged trust"


def printed(standing: Standing) -> str:
    stream = io.StringIO()
    show(view(standing), standing, Console(file=stream, width=100, highlight=False))
    return stream.getvalue()


WORDS = ("Judged by people", "Fern", "Lark", "The sponsor has not judged.", "Plans come unasked", "Kept.")


@pytest.mark.parametrize("word", WORDS)
def test_every_view_says_the_same(word: str) -> None:
    """Page, terminal and PDF show who judged, what, why, and who was silent."""
    standing = rated(SILENT)
    paper = "".join(part.extract_text() for part in PdfReader(io.BytesIO(pdf(standing))).pages)
    assert word in page(standing)
    assert word in printed(standing)
    assert "".join(word.split()) in "".join(paper.split())


def test_without_judged_metrics_nothing_is_said_of_them() -> None:
    """An alliance that judges nothing has no such section in any view."""
    assert view(rich()).judgements == ()
    assert document(rich())["judgements"] == {}
    assert "Judged by people" not in page(rich())
    assert "Judged by people" not in printed(rich())


def test_the_document_holds_each_side_and_no_mean() -> None:
    """Exact numbers as text, the agreed levels, the ratings with their file and row, and who is lacking."""
    first, second = document(rated(SILENT))["judgements"]["trust"]
    assert (first["gap"], second["gap"]) == ("37.5", None)
    assert second["reason"] == "the sponsor of lark has not judged trust"
    assert [side["value"] for side in first["sides"]] == ["75", "37.5"]
    assert second["sides"][1]["lacking"] == ["sponsor"]
    assert second["sides"][1]["ratings"] == [
        {
            "role": "manager", "level": "75", "why": "Plans come unasked", "known_at": "2026-07-10",
            "file": "facts/ratings/lark-2026-07-10.csv", "row": 2,
        }
    ]  # fmt: skip
    assert [level["level"] for level in first["levels"]] == ["0", "25", "50", "75", "100"]
