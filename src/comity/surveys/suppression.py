"""What may be shown: no cell, no difference of cells and no difference between waves is about fewer than the minimum.

Source: complementary suppression, Cox 1980, Suppression methodology and statistical disclosure control, Journal of the
American Statistical Association 75. Here the protection is exact instead of by rules of thumb: every shown cell is a
sum over people; whatever a reader can compute from shown cells is a combination of those sums; a set of cells is
safe if no combination speaks of fewer people than the minimum. Combinations are found by linear algebra.

Waves. Tokens are not tied to answers, so nobody knows who answered twice, and a group of 9 after one of 8 might give
the newcomer away. Everybody answers anew, and a reader compares. Where a group has 1 to `least` - 1 people more or
fewer than in another wave, and each level was chosen as often or more (fewer), the difference looks like the answers of
those who came (left), and may be just that: the later table is not shown. Where some level moved the other way, people
who stayed have changed their minds, and the difference says nothing of anybody.

What it does not guard against: people who tell their own answers to each other, and answers on which a whole group
agrees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from comity.surveys.disclosure import isolated
from comity.surveys.matrix import Floats
from comity.surveys.waves import Group, Watch

LEAST = 5
_OTHER_WAVE = "comparing it with what another wave showed would leave fewer than {}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """A table: the answers by these traits. `waves` are added up in each cell; () makes a cell for every wave."""

    by: tuple[str, ...]
    waves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCell:
    """A cell of a slice: the people of these waves with these traits. `answered` is for the program only."""

    waves: tuple[str, ...]
    traits: tuple[tuple[str, str], ...]
    answered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenCell:
    """A cell that is not shown, and why, in words that give nothing away."""

    cell: TableCell
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed:
    """What may be shown, and what is hidden, in the order in which it was decided."""

    shown: tuple[TableCell, ...]
    hidden: tuple[HiddenCell, ...]


def suppress(groups: Sequence[Group], slices: Sequence[Slice], *, least: int = LEAST) -> Suppressed:
    """Decide which cells of the slices are shown.

    Waves come in the order of time, slices in the order of their worth. An earlier wave never depends on a later one:
    what was shown once stays shown. Within a wave a cell is shown unless it would, with all shown before, leave a
    combination about fewer than `least` people; so no hidden cell could be shown besides. The same groups give
    the same decision on every machine.

    Decide for each item, with the people who answered that item; and leave an item that is hidden in a cell out of the
    figures of its dimension in that cell, since the dimension less the items shown would be the item.
    """
    waves = list(dict.fromkeys(group.wave for group in groups))
    layers, sizes = _layers(groups, waves)
    watch = Watch(groups, [one.by for one in slices], least)
    shown: list[TableCell] = []
    hidden: list[HiddenCell] = []
    rows: list[Floats] = []
    for cell in _cells(groups, slices, waves):
        row = _row(cell, layers)
        if cell.answered < least:
            hidden.append(HiddenCell(cell=cell, reason=f"fewer than {least} answered"))
        elif isolated(np.array([*rows, row]), sizes, least):
            hidden.append(HiddenCell(cell=cell, reason=_reason(cell, shown, rows, row, sizes, least)))
        elif watch.given_away(np.array([*rows, row]), [(one.traits, frozenset({one.wave})) for one in layers]):
            hidden.append(HiddenCell(cell=cell, reason=_OTHER_WAVE.format(least)))
        else:
            shown.append(cell)
            rows.append(row)
    return Suppressed(shown=tuple(shown), hidden=tuple(hidden))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layer:
    """People that no cell tells apart: the same traits, and of the same wave."""

    traits: Mapping[str, str]
    wave: str


def _layers(groups: Sequence[Group], waves: Sequence[str]) -> tuple[list[_Layer], Floats]:
    """Return the layers and their sizes."""
    counts: dict[tuple[tuple[str, str], ...], dict[str, int]] = {}
    for group in groups:
        of = counts.setdefault(tuple(sorted(group.traits.items())), {})
        of[group.wave] = of.get(group.wave, 0) + group.answered
    found = [
        (_Layer(traits=dict(traits), wave=wave), of[wave])
        for traits, of in counts.items() for wave in waves if of.get(wave)
    ]  # fmt: skip
    return [layer for layer, _ in found], np.array([size for _, size in found], dtype=np.float64)


def _cells(groups: Sequence[Group], slices: Sequence[Slice], waves: Sequence[str]) -> list[TableCell]:
    """Return all cells once, as they are to be decided: by their last wave, then by slice, the largest first."""
    ranked: dict[tuple[object, ...], tuple[tuple[int, int, int], TableCell]] = {}
    for rank, one in enumerate(slices):
        for spans in [one.waves] if one.waves else [(wave,) for wave in waves]:
            counts: dict[tuple[tuple[str, str], ...], int] = {}
            for group in groups:
                if group.wave in spans:
                    traits = tuple((name, group.traits[name]) for name in one.by)
                    counts[traits] = counts.get(traits, 0) + group.answered
            last = max(waves.index(wave) for wave in spans if wave in waves) if set(spans) & set(waves) else 0
            for traits, count in counts.items():
                cell = TableCell(waves=tuple(spans), traits=traits, answered=count)
                ranked.setdefault((frozenset(spans), frozenset(traits)), ((last, rank, -count), cell))
    return [cell for _, cell in sorted(ranked.values(), key=lambda pair: (pair[0], pair[1].traits, pair[1].waves))]


def _row(cell: TableCell, layers: Sequence[_Layer]) -> Floats:
    """Return whether each layer counts in a cell, as 1 or 0."""
    return np.array(
        [
            float(layer.wave in cell.waves) if all(layer.traits[name] == value for name, value in cell.traits) else 0.0
            for layer in layers
        ]
    )


def _reason(
    cell: TableCell, shown: Sequence[TableCell], rows: Sequence[Floats], row: Floats, sizes: Floats, least: int
) -> str:
    """Say whether cells of the same waves suffice to isolate a group, or only those of other waves do."""
    same = [kept for one, kept in zip(shown, rows, strict=True) if set(one.waves) <= set(cell.waves)]
    if isolated(np.array([*same, row]), sizes, least):
        return f"subtracting it from what is shown would leave fewer than {least}"
    return _OTHER_WAVE.format(least)
