"""Views of scores and weights in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.text import Text

from comity.reports.scorecard.model import Grid, Leaf, Part
from comity.reports.terminal_parts import new_table, printing, section


def show(leaf: Leaf, console: Console) -> None:
    """Print a view: what it is about, the sentence that says it all, then its sections."""
    with printing(console):
        console.print(Group(Text(leaf.title, "bold"), Text(leaf.about, "dim"), Text(), Text(leaf.lead)))
        for part in leaf.parts:
            console.print()
            console.print(section(part.title, Text(part.note, "dim"), Group(*_body(part))))


def _body(part: Part) -> Iterator[RenderableType]:
    if part.grid is not None and part.grid.rows:
        yield _table(part.grid)
    for sentence in part.says:
        yield Text(sentence, "dim" if part.grid is not None else "")


def _table(grid: Grid) -> RenderableType:
    table = new_table(*grid.head)
    for row in grid.rows:
        table.add_row(*(Text(cell, "bold" if row[0] == "Total" else "") for cell in row))
    return table
