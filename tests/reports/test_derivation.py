"""An explanation of a clause in a terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from comity.reports.derivation import show
from comity.standing.explain_clause import explain_clause
from tests.standing.explain.builders import agreement, desk
from tests.standing.explain.harbour import HARBOUR


def printed(width: int = 100, example: int = 0, period: str = "2026-03") -> str:
    """Return a clause of the harbour as a terminal shows it."""
    step, _ = explain_clause(desk(agreement(HARBOUR), example), "supply", period)
    assert step is not None
    stream = io.StringIO()
    show(step, Console(file=stream, width=width, highlight=False))
    return stream.getvalue()


def test_the_verdict_comes_first_and_the_terms_last() -> None:
    """Who reads one line has the verdict; who reads all knows under which terms."""
    lines = printed().splitlines()
    assert lines[0] == "supply 2026-03 = missed  Share of orders filled"
    assert lines[-1].startswith("└── terms in force on 2026-03-01  not amended  terms ")


def test_a_formula_stands_above_its_arithmetic() -> None:
    """The formula of a payment and its numbers are two lines; the value is not said twice."""
    text = printed(140)
    assert "points_short * credit_rate * charge\n" in text
    assert "1.9 * 2% * 70,000 = 2,660\n" in text
    assert "charge = 2,660" not in text


def test_doubt_is_said_once() -> None:
    """What is undetermined says so, and why, without repeating the word."""
    text = printed(200, example=3, period="2026-05")
    assert "rule repeated = did not fire  undetermined: filled for 2026-04 is not given" in text
    assert "undetermined  undetermined" not in text


@pytest.mark.parametrize("width", [80, 100, 160])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    """Long lines wrap beside their branch."""
    assert max(map(len, printed(width).splitlines())) <= width
