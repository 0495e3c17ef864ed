"""What changed from one version of a schedule to the next, line by line and word by word, as counsel reads it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from comity.reports.schedule.model import Schedule
from comity.reports.schedule.plain import lines

_WORDS = re.compile(r"\s+|[^\s]+")
AROUND = 30
"""Words and spaces of what stayed that are shown on each side of a change."""
ALIKE = 0.5
"""From which likeness on two lines count as one that was changed, not as one gone and one new."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed (`kind` same), went (gone) or came (new)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line that changed: its pieces, its depth, and the title of the section it stands in."""

    section: str
    depth: int
    pieces: tuple[Piece, ...]


def redline(before: Schedule, after: Schedule) -> tuple[Line, ...]:
    """Return the lines that differ, in their order. Of an unchanged line only its number may differ: it is left out."""
    old, new = list(_placed(before)), list(_placed(after))
    matcher = SequenceMatcher(None, [_unnumbered(one[2]) for one in old], [_unnumbered(one[2]) for one in new], False)
    found: list[Line] = []
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind != "equal":
            found += _changed(old[old_from:old_to], new[new_from:new_to])
    return tuple(found)


Placed = tuple[str, int, str]


def _placed(schedule: Schedule) -> Iterator[Placed]:
    """Yield the lines with the title of their section and their depth."""
    titles = {f"{one.number}  " for one in schedule.sections}
    section = ""
    for depth, line in lines(schedule):
        if any(line.startswith(title) for title in titles) and depth == 0:
            section = line
        if line:
            yield section, depth, line


def _unnumbered(line: str) -> str:
    return re.sub(r"^(Annex [A-Z]|[0-9.]+|\([a-z]+\))\s+", "", line)


def _changed(old: Sequence[Placed], new: Sequence[Placed]) -> Iterator[Line]:
    """Yield the lines of a stretch that was replaced, each new one against the first old one that is like it.

    What went stands before what came in its place.
    """
    left, came = list(old), list[Placed]()
    for one in new:
        at = next((place for place, gone in enumerate(left) if _alike(gone[2], one[2])), None)
        if at is None:
            came.append(one)
            continue
        yield from _whole("gone", left[:at])
        yield from _whole("new", came)
        section, depth, text = one
        yield Line(section=section, depth=depth, pieces=tuple(_pieces(left[at][2], text)))
        del left[: at + 1]
        came.clear()
    yield from _whole("gone", left)
    yield from _whole("new", came)


def _whole(kind: str, lines: Iterable[Placed]) -> Iterator[Line]:
    yield from (Line(section=section, depth=depth, pieces=(Piece(kind, text),)) for section, depth, text in lines)


def _alike(old: str, new: str) -> bool:
    return SequenceMatcher(None, _unnumbered(old).split(), _unnumbered(new).split(), False).ratio() >= ALIKE


def _pieces(old: str, new: str) -> Iterator[Piece]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, before, after, False).get_opcodes():
        if kind == "equal":
            yield Piece("same", _shortened(before[old_from:old_to]))
            continue
        if old_to > old_from:
            yield Piece("gone", "".join(before[old_from:old_to]))
        if new_to > new_from:
            yield Piece("new", "".join(after[new_from:new_to]))


def _shortened(words: Sequence[str]) -> str:
    """Return words that stayed, without the middle of a long stretch."""
    if len(words) <= 2 * AROUND:
        return "".join(words)
    return f"{''.join(words[:AROUND])}… {''.join(words[-AROUND:]).lstrip()}"
