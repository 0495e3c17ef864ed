"""Surveys in every view: page, PDF, terminal and JSON say the same, and what is hidden is in none of them."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from rich.console import Console

from comity.reports.document import document
from comity.reports.html import page
from comity.reports.pdf import pdf
from comity.reports.terminal import show
from comity.reports.view.sheet import view
from comity.standing.model import Standing
from comity.surveys.released import Theme
from tests.reports.builders import NASTY, surveyed
from tests.standing.waves import later, released, stood

HIDDEN = 2
"""Dimensions of a party that the waves do not show."""


def terminal(of: Standing, width: int = 120) -> str:
    """Return what a terminal shows of a standing."""
    out = io.StringIO()
    show(view(of), of, Console(file=out, width=width, highlight=False, color_system=None))
    return out.getvalue()


def article(html: str) -> str:
    """Return the part of a page that shows the survey."""
    found = re.search(r'<article class="card survey".*?</article>', html, re.DOTALL)
    assert found is not None
    return found[0]


def test_the_page_says_what_matters_first_and_everything_below() -> None:
    """One sentence, who answered, each dimension by party, gaps, answers, waves, words, reliability."""
    shown = article(page(surveyed()))
    assert "Trust: apart by 0.8; the people of Lark see it lower. Trust fell by 0.5 since 2026-H1." in shown
    for heading in ("How far the parties are apart", "Answers to each question", "Over the waves", "In their own words",
                    "How far the answers can be relied on"):  # fmt: skip
        assert f"<h4>{heading}</h4>" in shown, heading
    assert shown.count('<svg class="chart"') == 1 + 3 + 3


def test_numbers_and_people_stand_beside_the_scorecard() -> None:
    """The contrast with its evidence on page and terminal, and each dimension opens into what it is made of."""
    html, said = page(surveyed()), " ".join(terminal(surveyed()).split())
    assert "Numbers and people disagree" in html
    assert "Trust is 2.9 of 5 in wave 2026-H2, below its floor of 3." in html
    assert "Promises not kept, said by 5 people" in html
    assert "What it is made of" in html
    assert "People: Trust is 2.9 of 5 in wave 2026-H2, below its floor of 3." in said
    assert "In their own words: Promises not kept (5 people)" in html


def test_the_page_says_how_far_the_score_depends_on_its_weights() -> None:
    """Sentences, the chart of the weights, and the table of quarters with each way to add up."""
    html = page(surveyed())
    assert "The total depends most on the weight of" in html
    assert "of all possible weights" in html
    for way in ("geometric mean", "TOPSIS", "PROMETHEE II"):
        assert f'<th scope="col">{way}</th>' in html


def test_a_hidden_group_has_a_reason_and_no_number_in_any_view() -> None:
    """In the JSON null, on the page and in the terminal the words."""
    found = document(surveyed())["surveys"]["health"]["waves"][-1]
    hidden = [one for one in found["dimensions"] if one["reason"]]
    assert [(one["of"], one["group"]) for one in hidden] == [("communication", "fern"), ("communication", "lark")]
    assert all(value is None for one in hidden for key, value in one.items() if key in NUMBERS)
    assert all(one["levels"] is None for one in found["items"] if one["reason"])
    shown = article(page(surveyed()))
    assert shown.count('<span class="hatched">not shown</span>') == HIDDEN
    row = next(line for line in terminal(surveyed()).splitlines() if line.strip().startswith("Communication "))
    assert re.findall(r"\d\.\d", row) == ["2.8"]


NUMBERS = ("score", "low", "high", "mean", "answered", "bounds")


def test_nothing_but_counts_is_in_any_view_of_a_wave_that_is_open() -> None:
    """Looked at on a day before its closing, a wave gives no score, no theme and no wave of that name in the JSON."""
    before = stood(date(2026, 12, 5), released(), later())
    told = json.dumps(document(before), default=str)
    assert '"wave": "2026-H2"' in told  # that it is open may be known
    found = document(before)["surveys"]["health"]
    assert [wave["wave"] for wave in found["waves"]] == ["2026-H1"]
    assert found["open"]["responses"] == []
    assert "<strong>2.9</strong>" not in article(page(before))
    assert "<strong>2.9</strong>" in article(page(surveyed()))
    assert "Fell by" not in terminal(before)


def test_what_people_wrote_is_never_markup() -> None:
    """A theme, its evidence, a quote and a question may hold anything."""
    wave = released()
    theme = Theme(name=NASTY, of="trust", count=5, direction="bad", confirmed_by=NASTY, evidence=(NASTY,),
                  quotes=(NASTY,))  # fmt: skip
    asked = tuple(replace(question, says=NASTY) for question in wave.questions)
    of = stood(date(2026, 7, 1), replace(wave, themes=(theme,), questions=asked, notes=(NASTY,)))
    assert NASTY not in page(of)
    assert pdf(of).startswith(b"%PDF")


def test_the_pdf_holds_the_survey() -> None:
    """Made without a fault as PDF/UA, and larger by the charts than without the survey."""
    with_it = pdf(surveyed())
    assert with_it.startswith(b"%PDF")
    assert len(with_it) > len(pdf(replace(surveyed(), surveys={}))) + 5_000


@pytest.mark.parametrize("width", [80, 120])
def test_the_terminal_shows_every_dimension(width: int) -> None:
    """At either width: scores, the gap with its verdict, and what people wrote."""
    said = terminal(surveyed(), width)
    for words in ("Trust", "Apart by 0.8", "not shown", "Late answers, 6 people", "Not shown: fewer than 5 answered"):
        assert words in said, words


def test_numbers_in_the_json_are_texts() -> None:
    """Scores, intervals and counts: a decimal is never a float."""

    def walk(value: Any) -> None:
        assert not isinstance(value, float)
        for below in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            walk(below)

    walk(json.loads(json.dumps(document(surveyed())["surveys"])))
