"""What no results that we released can hold: numbers that disagree, groups below the least, words that mean nothing.

Whoever edits the file of a wave by hand has to keep all of this, and still has another digest than the record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comity.surveys.released import DimensionResult, ItemResult, Released

SMALLEST = 3
"""No agreement has a smaller least group: each of two could read the other's answer."""
_GAPS = frozenset({"aligned", "apart", "cannot tell"})
_CHANGES = frozenset({"rose", "fell", "steady", "cannot tell"})
_DIRECTIONS = frozenset({"good", "bad", "mixed"})
_MOST_LEVELS = 100
_ROUNDED = Fraction(1, 200)


def contradictions(wave: Released) -> Iterator[tuple[str, str]]:
    """Yield the path of each contradiction in released results, and why it is one."""
    if wave.least < SMALLEST:
        yield "least", f"the least group has {SMALLEST} people or more"
    if not 0 < wave.scale[1] - wave.scale[0] <= _MOST_LEVELS:
        yield "scale", "it has no levels"
        return
    for place, item in enumerate(wave.items):
        yield from ((f"items[{place}]", why) for why in _wrong_item(item, wave))
    means = question_means(wave)
    for place, found in enumerate(wave.dimensions):
        yield from ((f"dimensions[{place}]", why) for why in _wrong_dimension(found, wave))
        yield from ((f"dimensions[{place}].mean", why) for why in _wrong_mean(found, means))
    yield from _wrong_words(wave)


def _wrong_item(item: ItemResult, wave: Released) -> Iterator[str]:
    if item.answered is None or item.levels is None:
        if (item.answered, item.levels, item.cannot_judge) != (None, None, None) or not item.reason:
            yield "a hidden question has no number, and a reason"
    elif len(item.levels) != wave.scale[1] - wave.scale[0] + 1 or sum(item.levels) != item.answered:
        yield "its levels do not add up to those who answered"
    elif item.answered < wave.least:
        yield f"it would speak of fewer than {wave.least} people"


def _wrong_dimension(found: DimensionResult, wave: Released) -> Iterator[str]:
    numbers = (found.score, found.low, found.high)
    if found.score is None or found.low is None or found.high is None:
        if numbers != (None, None, None) or not found.reason:
            yield "a score stands with its interval, or there is a reason"
    elif not wave.scale[0] <= found.low <= found.score <= found.high <= wave.scale[1]:
        yield "its score lies outside its interval or the scale"
    if found.answered is not None and found.answered < wave.least:
        yield f"it would speak of fewer than {wave.least} people"


Means = Mapping[tuple[str, str], Fraction]
"""(question, group) -> the mean of its levels, a reversed question turned round; only of what is shown."""


def question_means(wave: Released) -> Means:
    """Return the mean of every question that is shown, by group, exactly."""
    reverse = {one.key for one in wave.questions if one.reverse}
    found = {}
    for item in wave.items:
        if item.levels and sum(item.levels):
            mean = Fraction(sum(place * count for place, count in enumerate(item.levels)), sum(item.levels))
            ends = sum(wave.scale)
            level = wave.scale[0] + mean
            found[item.question, item.group] = ends - level if item.question in reverse else level
    return found


def _wrong_mean(found: DimensionResult, means: Means) -> Iterator[str]:
    """Yield why a mean is not that of the questions' means, which anybody can work out from their levels."""
    if found.mean is None:
        return
    levels = [means.get((question, found.group)) for question in found.questions]
    known = [one for one in levels if one is not None]
    if not known or len(known) < len(levels):
        yield "it rests on a question that is not shown"
    elif abs(Fraction(found.mean) - sum(known, Fraction()) / len(known)) > _ROUNDED:
        yield "it contradicts the levels of its questions"
    elif found.bounds is not None and not found.bounds[0] <= found.mean <= found.bounds[1]:
        yield "it lies outside its bounds"


def _wrong_words(wave: Released) -> Iterator[tuple[str, str]]:
    for place, gap in enumerate(wave.gaps):
        if gap.verdict not in _GAPS:
            yield f"gaps[{place}].verdict", f"it is none of {', '.join(sorted(_GAPS))}"
        yield from ((f"gaps[{place}]", why) for why in _wrong_difference(gap.difference, gap.low, gap.high))
    for place, change in enumerate(wave.changes):
        if change.verdict not in _CHANGES:
            yield f"changes[{place}].verdict", f"it is none of {', '.join(sorted(_CHANGES))}"
        yield from ((f"changes[{place}]", why) for why in _wrong_difference(change.difference, change.low, change.high))
    for place, one in enumerate(wave.reliability):
        if (one.low is None) is not (one.high is None) or (one.value is None and one.low is not None):
            yield f"reliability[{place}]", "an interval has two ends, and stands with a value"
    for place, theme in enumerate(wave.themes):
        if theme.count < wave.least:
            yield f"themes[{place}]", f"it would speak of fewer than {wave.least} people"
        if theme.direction not in _DIRECTIONS:
            yield f"themes[{place}].direction", f"it is none of {', '.join(sorted(_DIRECTIONS))}"


def _wrong_difference(value: Decimal | None, low: Decimal | None, high: Decimal | None) -> Iterator[str]:
    if value is None or low is None or high is None:
        if (value, low, high) != (None, None, None):
            yield "a difference stands with both ends of its interval"
    elif not low <= value <= high:
        yield "the difference lies outside its interval"
