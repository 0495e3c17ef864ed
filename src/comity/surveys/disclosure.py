"""Whether a reader of some sums over people can compute something that speaks of too few of them.

Shown sums are rows over layers of people. A combination of rows speaks of the layers where it is not zero. One exists
for a set of layers exactly if the rows of the null space's basis that belong to these layers are linearly dependent.
So only small sets of small layers have to be looked at, and none is overlooked.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comity.surveys.matrix import Floats

_ZERO, _CLOSE = 1e-9, 1e-6


def isolated(rows: Floats, sizes: Floats, least: int) -> bool:
    """Return whether some combination of rows, other than nothing, touches fewer than `least` people in all."""
    # Layers that no row tells apart are one to the reader, and those in no row are nothing.
    patterns, place = np.unique(rows.T, axis=0, return_inverse=True)
    merged: Floats = np.bincount(place.reshape(-1), weights=sizes).astype(np.float64)
    seen = patterns.any(axis=1)
    patterns, merged = patterns[seen], merged[seen]
    small = [int(layer) for layer in np.flatnonzero(merged < least)]
    if not small:
        return False
    null = _null_space(patterns.T)
    return any(_any_dependent(null, sets) for sets in _sets(small, merged, least))


def _null_space(rows: Floats) -> Floats:
    """Return a basis of what all rows leave undetermined (layers x dimensions), orthonormal."""
    _, values, vectors = np.linalg.svd(rows, full_matrices=True)
    rank = int(np.count_nonzero(values > _ZERO * max(1.0, values.max(initial=0.0))))
    basis: Floats = vectors[rank:].T
    return basis


def _sets(small: list[int], sizes: Floats, least: int) -> list[NDArray[np.intp]]:
    """Return the sets of small layers that have fewer than `least` people, as arrays by number of layers."""
    by_size = sorted(small, key=lambda layer: (sizes[layer], layer))
    found: list[list[list[int]]] = [[] for _ in range(least)]

    def grow(chosen: list[int], start: int, left: float) -> None:
        for place in range(start, len(by_size)):
            size = sizes[by_size[place]]
            if size > left:
                break  # those that follow are no smaller
            wider = [*chosen, by_size[place]]
            found[len(wider)].append(wider)
            grow(wider, place + 1, left - size)

    grow([], 0, least - 1)
    return [np.array(sets, dtype=np.intp) for sets in found if sets]


def _any_dependent(null: Floats, sets: NDArray[np.intp]) -> bool:
    """Return whether the rows of the null space that some set names are linearly dependent."""
    if sets.shape[1] > null.shape[1]:
        return True
    length = np.linalg.norm(null, axis=1, keepdims=True)
    if (length[np.unique(sets)] < _ZERO).any():
        return True
    unit = null / np.maximum(length, _ZERO)
    alike = unit @ unit.T
    # The determinant of the cosines sorts out nearly all sets; the few that are close are looked at again.
    close = np.linalg.det(alike[sets[:, :, None], sets[:, None, :]]) < _CLOSE
    return bool((np.linalg.svd(unit[sets[close]], compute_uv=False)[:, -1] < _ZERO).any()) if close.any() else False
