"""Views of scores and weights in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from comity.reports.scorecard.model import Grid, Leaf, Part
from comity.reports.terminal_parts import new_table, printing, section

GUTTER, INDENT = 3, 2
"""What stands between two columns, and before the first."""


def show(leaf: Leaf, console: Console) -> None:
    """Print a view: what it is about, the sentence that says it all, then its sections."""
    with printing(console):
        console.print(Group(Text(leaf.title, "bold"), Text(leaf.about, "dim"), Text(), Text(leaf.lead)))
        for part in leaf.parts:
            console.print()
            console.print(section(part.title, Text(part.note, "dim"), Group(*_body(part, console.width))))


def _body(part: Part, width: int) -> Iterator[RenderableType]:
    if part.grid is not None and part.grid.rows:
        yield _table(part.grid) if _least(part.grid) <= width - INDENT else _stacked(part.grid)
    for sentence in part.says:
        yield Text(sentence, "dim" if part.grid is not None else "")


def _table(grid: Grid) -> RenderableType:
    table = new_table(*grid.head)
    for row in grid.rows:
        table.add_row(*(Text(cell, "bold" if row[0] == "Total" else "") for cell in row))
    return table


def _least(grid: Grid) -> int:
    """Return how wide a table must be for no word of it to be broken; numbers stay in one line."""
    columns = zip(*(map(str, row) for row in (grid.head, *grid.rows)), strict=True)
    return sum(
        max(map(_whole if head.startswith(">") else _longest, (head, *cells))) + GUTTER for head, *cells in columns
    )


def _whole(text: str) -> int:
    return len(text.lstrip(">"))


def _longest(text: str) -> int:
    return max(map(len, text.split()), default=0)


def _stacked(grid: Grid) -> RenderableType:
    """Return the rows below each other, each with its cells named: for a terminal that the table does not fit in."""
    heads = [head.lstrip(">") for head in grid.head]
    found = []
    for first, *cells in grid.rows:
        named = [f"{head} {cell}".strip() for head, cell in zip(heads[1:], cells, strict=True) if cell]
        found.append(Text.assemble((first, "bold"), "\n", Text("; ".join(named))))
    return Group(*(Padding(row, (0, 0, 1, 0)) for row in found))
