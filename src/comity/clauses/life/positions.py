"""Statuses as they stood at an earlier moment: what was waived or cured later does not change what followed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from comity.clauses.track import Track

if TYPE_CHECKING:
    from comity.clauses.life.fold import Fold


@contextmanager
def as_declared(fold: Fold, track: Track, number: int) -> Iterator[None]:
    """Let only the statuses stand that were among the first `number` declared in the agreement."""
    if not any(ordinals and ordinals[-1] > number for ordinals in track.ordinals.values()):
        yield
        return
    twin = fold.court.other.twin(track) if fold.court.other is not None else None
    tracks = [one for one in (track, twin) if one is not None]
    statuses, waived = track.statuses, track.waived
    earlier = {
        at: [word for word, ordinal in zip(words, track.ordinals.get(at, ()), strict=True) if ordinal <= number]
        for at, words in statuses.items()
    }
    for one in tracks:
        one.statuses, one.waived = earlier, {at for at, words in earlier.items() if "waived" in words}
        one.forget_values(0)
    yield
    for one in tracks:
        one.statuses, one.waived = statuses, waived
        one.forget_values(0)
