"""The attacker: everything that can be computed from shown numbers, person by person, in exact arithmetic.

This knows nothing of how cells are chosen. Each shown number is a sum over people, one row of ones and noughts. The
attacker wins if some combination of rows speaks of fewer people than the minimum, and of at least one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

Row = Sequence[int]


def attack(rows: Sequence[Row], least: int) -> list[int] | None:
    """Return people (columns) whom some combination of rows singles out, fewer than `least`; None if there are none."""
    alike: dict[tuple[int, ...], list[int]] = {}
    for person in range(len(rows[0]) if rows else 0):
        alike.setdefault(tuple(row[person] for row in rows), []).append(person)
    classes = [members for column, members in alike.items() if any(column)]
    table = [[row[members[0]] for members in classes] for row in rows]
    whole = rank(table)
    for chosen in _few(classes, least):
        rest = [[cell for place, cell in enumerate(row) if place not in chosen] for row in table]
        if rank(rest) < whole:  # some combination is nothing outside the chosen classes, and something within
            return sorted(person for place in chosen for person in classes[place])
    return None


def rank(table: Sequence[Sequence[int]]) -> int:
    """Return the rank of a matrix, by elimination in fractions."""
    columns = sorted(set(zip(*table, strict=True)))  # a column that stands twice adds nothing
    rows = [[Fraction(cell) for cell in row] for row in zip(*columns, strict=True)]
    found = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((n for n in range(found, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for n in range(found + 1, len(rows)):
            if rows[n][column]:
                factor = rows[n][column] / rows[found][column]
                rows[n] = [a - factor * b for a, b in zip(rows[n], rows[found], strict=True)]
        found += 1
    return found


def _few(classes: Sequence[Sequence[int]], least: int, start: int = 0) -> Iterator[tuple[int, ...]]:
    """Yield sets of classes with fewer than `least` people in all."""
    for place in range(start, len(classes)):
        left = least - len(classes[place])
        if left > 0:
            yield (place,)
            yield from ((place, *more) for more in _few(classes, left, place + 1))
