"""What comparing two waves could give away: groups that differ by a few people, and else look the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, permutations

import numpy as np

from comity.surveys.matrix import Floats

_ZERO = 1e-9
People = frozenset[frozenset[tuple[str, str]]]  # the groups, by their traits, that a cell adds up


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The people of a wave who share all traits that slices speak of (party, role...), and how many answered.

    `levels` says how often each level of the scale was chosen, lowest first; waves are compared by it. Without it every
    small difference between waves is feared.
    """

    wave: str
    traits: Mapping[str, str]
    answered: int
    levels: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Watch:
    """The unions of groups that give somebody away if a reader can compute them in both of two waves.

    Unions are the cells of all tables, shown or not, and what is left of one after another is taken away.
    """

    groups: Sequence[Group]
    tables: Sequence[tuple[str, ...]]
    least: int
    feared: tuple[tuple[People, str, str], ...] = field(init=False)

    def __post_init__(self) -> None:
        waves = list(dict.fromkeys(group.wave for group in self.groups))
        unions = self._unions()
        pairs = [(of, a, b) for of in unions for a, b in combinations(waves, 2) if self._feared(of, a, b)]
        object.__setattr__(self, "feared", tuple(pairs))

    def given_away(self, rows: Floats, layers: Sequence[tuple[Mapping[str, str], frozenset[str]]]) -> bool:
        """Return whether shown rows (cells x layers) let a reader compute a feared union in both of its waves."""
        _, values, vectors = np.linalg.svd(rows, full_matrices=False)
        span = vectors[values > _ZERO * max(1.0, values.max(initial=0.0))]

        def computable(union: People, wave: str) -> bool:
            wanted = np.array([float(frozenset(traits.items()) in union and wave in waves) for traits, waves in layers])
            return bool(np.linalg.norm(wanted - (wanted @ span.T) @ span) < _ZERO * max(1.0, len(wanted)))

        return any(computable(union, a) and computable(union, b) for union, a, b in self.feared)

    def _unions(self) -> list[People]:
        cells: dict[People, None] = {}
        for by in self.tables:
            of: dict[tuple[str, ...], set[frozenset[tuple[str, str]]]] = {}
            for group in self.groups:
                of.setdefault(tuple(group.traits[name] for name in by), set()).add(frozenset(group.traits.items()))
            cells |= {frozenset(members): None for members in of.values()}
        rests = {whole - part: None for whole, part in permutations(cells, 2) if part < whole}
        return list(cells | rests)

    def _feared(self, union: People, first: str, second: str) -> bool:
        """Return whether a union differs by a few people between waves, all levels moving the same way."""
        (few, levels_few), (many, levels_many) = sorted(
            (self._sum(union, wave) for wave in (first, second)), key=lambda pair: pair[0]
        )
        if not few or not 0 < many - few < self.least:
            return False
        return all(a <= b for a, b in zip(levels_few, levels_many, strict=False))

    def _sum(self, union: People, wave: str) -> tuple[int, tuple[int, ...]]:
        """Return how many of a union answered in a wave, and how often each level was chosen."""
        members = [one for one in self.groups if one.wave == wave and frozenset(one.traits.items()) in union]
        known = all(one.levels for one in members if one.answered)
        levels = zip(*(one.levels for one in members if one.levels), strict=True) if known else ()
        return sum(one.answered for one in members), tuple(sum(column) for column in levels)
