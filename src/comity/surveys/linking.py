"""Whether a design links its raters: severity and merit can only be told apart where raters share objects.

Source: Weeks & Williams 1964, A note on the determination of connectedness in an N-way cross classification,
Technometrics 6; connectedness is full rank of the design, up to one constant a facet.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

SHOWN = 5


def unlinked(answers: Sequence[tuple[str, str, str]], *, rater: str = "rater", thing: str = "object") -> str:
    """Return why answers (rater, object, item) do not link the raters, or "" where they do.

    `rater` and `thing` are what the reason calls a rater and an object.
    """
    groups = _groups([(rater, thing) for rater, thing, _ in answers])
    if len(groups) > 1:
        parts = "; ".join(_some(group) for group in groups[:SHOWN])
        more = f"; and {len(groups) - SHOWN} groups more" if len(groups) > SHOWN else ""
        return (
            f"no {thing} links these groups of {rater}s, so a severe {rater} cannot be told from a poor {thing}: "
            f"{parts}{more}. Let some {rater}s of each group judge an {thing} of another."
        )
    if not _full_rank(answers):
        return f"{rater}s answered different items, so a severe {rater} cannot be told from a hard item"
    return ""


def _groups(pairs: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Return the raters in groups that share no object, each sorted."""
    leader: dict[tuple[str, str], tuple[str, str]] = {}

    def find(node: tuple[str, str]) -> tuple[str, str]:
        while leader.setdefault(node, node) != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    for rater, thing in pairs:
        leader[find(("rater", rater))] = find(("object", thing))
    groups: dict[tuple[str, str], list[str]] = {}
    for rater in sorted({rater for rater, _ in pairs}):
        groups.setdefault(find(("rater", rater)), []).append(rater)
    return list(groups.values())


def _full_rank(answers: Sequence[tuple[str, str, str]]) -> bool:
    facets = [sorted({row[facet] for row in answers}) for facet in range(3)]
    names = [(facet, name) for facet in range(3) for name in facets[facet]]
    column = {key: place for place, key in enumerate(names)}
    rows = sorted(set(answers))
    design = np.zeros((len(rows), len(column)))
    for number, row in enumerate(rows):
        design[number, [column[facet, name] for facet, name in enumerate(row)]] = 1
    # The smaller square has the same rank.
    return bool(np.linalg.matrix_rank(design.T @ design, hermitian=True) == len(column) - 2)


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
