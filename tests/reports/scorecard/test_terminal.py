"""Scores and weights in a terminal of any width."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from comity.reports.scorecard.model import Grid, Leaf, Part
from comity.reports.scorecard.terminal import show

HEAD = ("Heavier", "Lighter", ">Together", ">Aster would need", ">Borealis would need", "")
ROWS = (
    ("Relationship", "Commitment", "1.46", "below 0.67", "below 0.67", "seen differently"),
    ("Commitment", "Value", "1", "1.67", "0.6", ""),
)


def printed(width: int) -> str:
    """Return what a view with one wide table prints."""
    grid = Grid(caption="Pairs", head=HEAD, rows=ROWS)
    part = Part(id="order", title="What would change the order", note="", grid=grid)
    leaf = Leaf(title="Aster and Borealis", about="Weights", lead="They disagree.", parts=(part,))
    console = Console(width=width, file=io.StringIO(), highlight=False)
    show(leaf, console)
    return console.file.getvalue()  # type: ignore[attr-defined]


@pytest.mark.parametrize("width", [40, 60, 80, 90, 100, 120, 160])
def test_no_word_and_no_number_is_broken(width: int) -> None:
    """Where the table does not fit, its rows stand below each other with their cells named."""
    said = printed(width)
    words = {word for row in ROWS for cell in row for word in cell.split()}
    assert words <= set(said.replace(";", " ").split())
    assert all(len(line) <= width for line in said.splitlines())


def test_a_wide_terminal_shows_a_table_and_a_narrow_one_names_each_cell() -> None:
    """In a table the heads stand above their columns once; below each other each cell has its own."""
    assert printed(160).count("Lighter") == 1
    assert printed(60).count("Lighter") == 2 and "Lighter Value; Together 1" in printed(60)
