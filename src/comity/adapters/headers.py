"""What a reader of one kind of file gives back, and the names of columns: all there, each once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from comity.kernel.problem import Place, Problem


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of a file, the number of its first row, and whether rows are numbered as the lines of a text."""

    table: pa.Table
    first_row: int
    rows_are_lines: bool = False


MOST_COLUMNS = 2_000
_LISTED = 20


def check_header(names: Sequence[str], path: str, row: int | None) -> list[Problem]:
    """Return what is wrong with the names of columns: none at all, one left out, one unreadable, one used twice."""
    where = f"row {row}" if row is not None else ""
    if not any(names):
        hint = "The first row names the columns."
        return [Problem(code="CMY-403", place=Place(file=path, cell=where), why="the file has no header", hint=hint)]
    if len(names) > MOST_COLUMNS:
        why = f"the file has {len(names):,} columns; at most {MOST_COLUMNS:,} are read"
        return [Problem(code="CMY-402", place=Place(file=path, cell=where), why=why)]
    first: dict[str, int] = {}
    problems = []
    for position, name in enumerate(names, 1):
        earlier = first.setdefault(name, position)
        if name and name.isprintable() and earlier == position:
            continue
        why, hint = _wrong_name(name, position, earlier)
        column = name if name.isprintable() else ""
        cell = ", ".join(filter(None, (where, f"column {column or position}")))
        problems.append(Problem(code="CMY-404", place=Place(file=path, cell=cell), why=why, hint=hint))
    return problems[:_LISTED]


def _wrong_name(name: str, position: int, earlier: int) -> tuple[str, str]:
    if not name:
        return f"column {position} has no name", "Name it or remove it."
    if not name.isprintable():
        return f"the name of column {position} holds characters that cannot be seen: {ascii(name)[:60]}", "Rename it."
    where = f"as columns {earlier} and {position}"
    return f"the column {name} is there twice: {where}", "Remove one of them, or give it another name."
