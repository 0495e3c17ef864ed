"""What changed from one version of a schedule to the next, line by line and word by word, as counsel reads it.

What stands elsewhere with the same words only moved: it is neither struck nor set, and said once, where it stands now.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import count

from comity.kernel.words import plural
from comity.reports.schedule.model import Schedule
from comity.reports.schedule.plain import lines

_HEADED = r"(?:Annex [A-Z]|[0-9]+)(?=  )|[0-9A-Z]+\.[0-9]+(?= (?!\|))|Table [0-9]+(?=: )"
"""The number of a section, an item or a table as it stands before it; the first cell of a table is none."""
_LABEL = re.compile(rf"^({_HEADED}|\([a-z]+\)(?= (?!\|))):?\s+")
_TABLE = re.compile(r"\bTable [0-9]+")
_NUMBER = re.compile(rf"^(?:{_HEADED})|(?<=\bclause )[0-9]+(?:\.[0-9]+)?(?![0-9.]*[0-9])|{_TABLE.pattern}")
_WORDS = re.compile(r"\s+|[^\s]+")
AROUND = 30
"""Words and spaces of what stayed that are shown on each side of a change."""
ALIKE = 0.5
"""From which likeness on two lines count as one that was changed, not as one gone and one new."""

Placed = tuple[str, int, str]
"""A line with the title of its section and its depth: section, depth, text."""
Opcode = tuple[str, int, int, int, int]
"""A stretch of two versions, as difflib tells it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed (`kind` same), went (gone), came (new) or stood elsewhere before (moved)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line that changed: its pieces, its depth, and the title of the section it stands in.

    `note` says of a passage that moved, whose first line this is, from where and how long it is.
    """

    section: str
    depth: int
    pieces: tuple[Piece, ...]
    note: str = ""


def redline(before: Schedule, after: Schedule) -> tuple[Line, ...]:
    """Return the lines that differ, in their order.

    Of an unchanged line only the numbers may differ, its own and those it refers to: it is left out. The old text is
    compared with its numbers as they are in the new one, so that what is marked is what was changed.
    """
    was, new = list(_placed(before)), list(_placed(after))
    # Clauses often differ by the number of their table alone: by it none of them is to be taken for another.
    old = _renumbered(was, new, *_compared(_without_tables(was), _without_tables(new)))
    changes, moved = _compared(old, new)
    stays, passages = set(moved.values()), _passages(moved, was, new)
    found: list[Line] = []
    for kind, old_from, old_to, new_from, new_to in changes:
        if kind != "equal":
            left = [old[at] for at in range(old_from, old_to) if at not in stays]
            came = [(new[at], passages.get(at)) for at in range(new_from, new_to)]
            found += _changed(left, came)
    return tuple(found)


def _compared(old: Sequence[Placed], new: Sequence[Placed]) -> tuple[list[Opcode], dict[int, int]]:
    """Return how one version becomes the other, line by line without their numbers, and which lines moved."""
    texts = [_unnumbered(one[2]) for one in old], [_unnumbered(one[2]) for one in new]
    changes: list[Opcode] = [*SequenceMatcher(None, *texts, False).get_opcodes()]
    return changes, _moved(*texts, [one for one in changes if one[0] != "equal"])


def _renumbered(
    old: Sequence[Placed], new: Sequence[Placed], changes: Sequence[Opcode], moved: Mapping[int, int]
) -> list[Placed]:
    """Return the old lines with the numbers that the same sections and items have in the new version."""
    pairs = [(was + at, now + at) for kind, was, end, now, _ in changes if kind == "equal" for at in range(end - was)]
    pairs += [(was, now) for now, was in moved.items()]
    labels = [(_LABEL.match(old[was][2]), _LABEL.match(new[now][2])) for was, now in pairs]
    numbers = {was[1]: now[1] for was, now in labels if was and now}

    def now_called(match: re.Match[str]) -> str:
        section, point, item = match[0].partition(".")
        return numbers.get(match[0], f"{numbers.get(section, section)}{point}{item}")

    return [(_NUMBER.sub(now_called, section), depth, _NUMBER.sub(now_called, line)) for section, depth, line in old]


def _without_tables(found: Iterable[Placed]) -> list[Placed]:
    return [(section, depth, _TABLE.sub("Table", line)) for section, depth, line in found]


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
    return _LABEL.sub("", line)


# -- what only moved ----------------------------------------------------------------------------


def _moved(old: Sequence[str], new: Sequence[str], changes: Sequence[Opcode]) -> dict[int, int]:
    """Return which new lines are old ones that stand elsewhere: place now -> place before.

    A line that either version has once is the same line wherever it stands. Of lines that say the same more than once
    only those beside such a one moved with it.
    """
    gone = {at for _, first, last, _, _ in changes for at in range(first, last)}
    came = {at for _, _, _, first, last in changes for at in range(first, last)}
    before, after = Counter(old), Counter(new)
    places = {old[at]: at for at in gone if before[old[at]] == 1}
    found = {at: places[new[at]] for at in sorted(came) if after[new[at]] == 1 and new[at] in places}
    for step in (1, -1):
        for at in sorted(found, reverse=step < 0):
            _extend(found, at, step, old, new, gone, came)
    return found


def _extend(
    found: dict[int, int], at: int, step: int, old: Sequence[str], new: Sequence[str], gone: set[int], came: set[int]
) -> None:
    """Add the lines next to one that moved, as long as both versions go on with the same words."""
    taken = set(found.values())
    here, there = at + step, found[at] + step
    while here in came - found.keys() and there in gone - taken and new[here] == old[there]:
        found[here] = there
        here, there = here + step, there + step


def _passages(moved: Mapping[int, int], old: Sequence[Placed], new: Sequence[Placed]) -> dict[int, tuple[Line, ...]]:
    """Return what is shown of each line that moved: of a passage one line, at its first place, and no more."""
    return {
        at: () if moved.get(at - 1) == was - 1 else (_passage(new[at], old[was], _length(moved, at)),)
        for at, was in moved.items()
    }


def _length(moved: Mapping[int, int], at: int) -> int:
    """Return how many lines from one on moved together."""
    return next(n for n in count(1) if moved.get(at + n) != moved[at] + n)


def _passage(now: Placed, was: Placed, length: int) -> Line:
    section, depth, text = now
    label = _LABEL.match(was[2])
    place = label[1] if label and not label[1].startswith("(") else was[0] or "the opening"
    more = f", with {plural(length - 1, 'line')} after it" if length > 1 else ""
    words = _WORDS.findall(text)
    shown = text if len(words) <= AROUND else f"{''.join(words[:AROUND]).rstrip()} …"
    note = f"moved from {place}{more}; the words are the same"
    return Line(section=section, depth=depth, pieces=(Piece("moved", shown),), note=note)


# -- what changed -------------------------------------------------------------------------------


def _changed(old: Sequence[Placed], new: Sequence[tuple[Placed, tuple[Line, ...] | None]]) -> Iterator[Line]:
    """Yield the lines of a stretch that was replaced, each new one against the first old one that is like it.

    What went stands before what came in its place. With a line that moved comes what is shown of it.
    """
    left, came = list(old), list[Line]()
    for one, told in new:
        if told is not None:
            came += told
            continue
        at = next((place for place, gone in enumerate(left) if _alike(gone[2], one[2])), None)
        if at is None:
            came += _whole("new", [one])
            continue
        yield from _whole("gone", left[:at])
        yield from came
        section, depth, text = one
        yield Line(section=section, depth=depth, pieces=tuple(_pieces(left[at][2], text)))
        del left[: at + 1]
        came.clear()
    yield from _whole("gone", left)
    yield from came


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
