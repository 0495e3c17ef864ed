"""A small linear programme, solved exactly: the simplex method on fractions, with Bland's rule against circles.

G. B. Dantzig 1951; R. G. Bland 1977, New finite pivoting rules for the simplex method. Made for some dozens of rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

Row = list[Fraction]


def minimise(costs: Sequence[Fraction], rows: Sequence[Sequence[Fraction]], sides: Sequence[Fraction]) -> Row | None:
    """Return the x >= 0 with `rows` x = `sides` that makes `costs` x smallest; None where there is no such x.

    The smallest value must exist; every side is at least 0.
    """
    width = len(costs)
    slack = _slacks(rows, width)
    # Phase 1: rows without a slack get an artificial variable, which is made 0. The last column holds the sides.
    bare = [i for i in range(len(rows)) if i not in slack]
    table = [
        [*map(Fraction, row), *(Fraction(i == k) for k in bare), Fraction(side)]
        for i, (row, side) in enumerate(zip(rows, sides, strict=True))
    ]
    basis = [slack[i] if i in slack else width + bare.index(i) for i in range(len(rows))]
    _improve(table, basis, [Fraction(0)] * width + [Fraction(1)] * len(bare), width + len(bare))
    if any(column >= width and table[i][-1] for i, column in enumerate(basis)):
        return None
    _drive_out(table, basis, width)
    _improve(table, basis, [*map(Fraction, costs), *([Fraction(0)] * len(bare))], width)
    found = [Fraction(0)] * width
    for i, column in enumerate(basis):
        if column < width:
            found[column] = table[i][-1]
    return found


def _slacks(rows: Sequence[Sequence[Fraction]], width: int) -> dict[int, int]:
    """Return for each row that has one a column that is 1 there and 0 in every other row: it can begin in the basis."""
    found: dict[int, int] = {}
    for column in range(width):
        used = [i for i, row in enumerate(rows) if row[column]]
        if len(used) == 1 and rows[used[0]][column] == 1:
            found.setdefault(used[0], column)
    return found


def _improve(table: list[Row], basis: list[int], costs: Sequence[Fraction], width: int) -> None:
    """Pivot until no column among the first `width` lowers the cost."""
    reduced = [
        costs[column] - sum((costs[basis[i]] * row[column] for i, row in enumerate(table)), Fraction(0))
        for column in range(width)
    ]
    while True:
        entering = next((column for column in range(width) if reduced[column] < 0), None)
        if entering is None:
            return
        steps = [(row[-1] / row[entering], basis[i], i) for i, row in enumerate(table) if row[entering] > 0]
        if not steps:
            raise ValueError("the programme has no smallest value")
        _, _, leaving = min(steps)
        _pivot(table, basis, leaving, entering)
        factor = reduced[entering]
        reduced = [one - factor * table[leaving][column] for column, one in enumerate(reduced)]


def _drive_out(table: list[Row], basis: list[int], width: int) -> None:
    """Take artificial variables that stand at 0 out of the basis, wherever their row allows it."""
    for i, column in enumerate(basis):
        if column >= width:
            entering = next((c for c in range(width) if table[i][c]), None)
            if entering is not None:
                _pivot(table, basis, i, entering)


def _pivot(table: list[Row], basis: list[int], leaving: int, entering: int) -> None:
    by = table[leaving][entering]
    table[leaving] = [one / by for one in table[leaving]]
    for i, row in enumerate(table):
        if i != leaving and row[entering]:
            factor = row[entering]
            table[i] = [a - factor * b if b else a for a, b in zip(row, table[leaving], strict=True)]
    basis[leaving] = entering
