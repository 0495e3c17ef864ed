"""Two sides of a dimension: the partners of one wave, or one group in two waves, from what may be shown of both."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from statistics import fmean

from comity.catalogue.instrument import Question
from comity.surveys import change as changing
from comity.surveys import gap as gapping
from comity.surveys.compare import Difference, Sample
from comity.surveys.document import one_line
from comity.surveys.measured import Measured, heavier, rounded
from comity.surveys.model import CannotTell
from comity.surveys.released import Change, DimensionResult, Gap, Released

CANNOT_TELL = "cannot tell"
PART = 8
"""What part of the scale is a difference that matters: half a level where there are five."""


def margin_of(scale: tuple[int, int]) -> float:
    """Return the difference that would matter, in levels."""
    return (scale[1] - scale[0]) / PART


def gaps_between(
    parties: tuple[str, str], sides: Mapping[str, tuple[Measured, Measured]], scale: tuple[int, int]
) -> list[Gap]:  # fmt: skip
    """Judge the gap between two parties on each dimension; what cannot be compared says why."""
    why = {of: _incomparable(*pair) for of, pair in sides.items()}
    pairs = {of: (pair[0].sample, pair[1].sample) for of, pair in sides.items() if not why[of]}
    steps = {of: _step(pair) for of, pair in sides.items()}
    found = {one.dimension: one for one in gapping.gaps(pairs, margin=margin_of(scale), steps=steps)}
    gaps = []
    for of in sides:
        if why[of]:
            gaps.append(Gap(of=of, parties=parties, verdict=CANNOT_TELL, reason=why[of]))
            continue
        one = found[of]
        gaps.append(
            Gap(of=of, parties=parties, verdict=one.verdict.value, reason=one.reason, **_numbers(one.difference))
        )  # fmt: skip
    return gaps


def changed(
    group: str, now: Mapping[str, Measured], scale: tuple[int, int], before: Released, questions: Sequence[Question]
) -> list[Change]:  # fmt: skip
    """Judge the change of a group since an earlier wave on each dimension."""
    pairs: dict[str, tuple[Sample, Sample]] = {}
    why: dict[str, str] = {}
    for of, one in now.items():
        earlier = before.dimension(of, group)
        why[of] = _not_the_same(one.result, earlier, scale, before, questions)
        if not why[of] and earlier is not None:
            asked = sum(part.invited for part in before.responses if not part.role and group in ("", part.party))
            pairs[of] = (_sample(earlier, before, asked), one.sample)
    found = {
        one.dimension: one
        for one in changing.changes(pairs, margin=margin_of(scale), steps={of: _step([one]) for of, one in now.items()})
    }
    changes = []
    for of in now:
        judged = found.get(of)
        verdict, reason = (judged.verdict.value, judged.reason) if judged else (CANNOT_TELL, why[of])
        numbers = _numbers(judged.difference) if judged else {}
        changes.append(Change(of=of, group=group, since=before.wave, verdict=verdict, reason=reason, **numbers))
    return changes


def _incomparable(first: Measured, second: Measured) -> str:
    """Return why two parties cannot be compared on a dimension, "" where they can."""
    for one in (first, second):
        if one.result.answered is None:
            return f"{one.result.group}: {one.result.reason}"
    if first.result.questions != second.result.questions:
        return "not the same questions are shown of both parties"
    return ""


def _not_the_same(
    now: DimensionResult, earlier: DimensionResult | None, scale: tuple[int, int], before: Released,
    questions: Sequence[Question],
) -> str:  # fmt: skip
    """Return why a dimension cannot be compared with an earlier wave, "" where it can."""
    if earlier is None:
        return f"the wave {before.wave} did not ask about it"
    if now.answered is None:
        return now.reason
    if earlier.answered is None or earlier.mean is None:
        return f"in the wave {before.wave}: {earlier.reason}"
    if before.scale != scale:
        return f"the wave {before.wave} had another scale"
    if earlier.questions != now.questions:
        return "not the same questions are shown of both waves"
    asked = {one.key: (one.says, one.reverse) for one in before.questions}
    language = before.languages[0] if before.languages else ""
    for question in questions:
        if question.key in now.questions and asked.get(question.key) != (
            one_line(question.says.get(language, "")),
            question.reverse,
        ):
            return "a question has been worded anew since"
    return ""


def _sample(of: DimensionResult, wave: Released, population: int) -> Sample:
    """Return means with the number and the mean that were released, as far apart as the questions' counts allow.

    How people's own means differed is not released. The standard deviation of a mean is at most the mean of the
    standard deviations, so the change is rather called open than certain. Half of the means lie above the mean and half
    as far below it; of an odd number one lies on it.
    """
    tables = [
        one.levels for one in wave.items
        if one.group == of.group and one.question in of.questions and one.levels is not None
    ]  # fmt: skip
    count, mean = of.answered or 0, float(of.mean or 0)
    spread = fmean([_deviation(levels, count) for levels in tables]) if tables and count > 1 else 0.0
    pairs = count // 2
    away = spread * math.sqrt((count - 1) / (2 * pairs)) if pairs else 0.0
    means = [mean + away] * pairs + [mean - away] * pairs + [mean] * (count % 2)
    return Sample(means=means, population=population, least=min((sum(levels) for levels in tables), default=None))


def _deviation(levels: Sequence[int], count: int) -> float:
    """Return the standard deviation of the values that `count` people have by one question, see `respondent_means`."""
    answered = sum(levels)
    mean = sum(level * many for level, many in enumerate(levels)) / answered
    squares = sum(many * (level - mean) ** 2 for level, many in enumerate(levels))
    return heavier(count, answered) * math.sqrt(squares / (count - 1))


def _step(of: Iterable[Measured]) -> float:
    """Return the step between two respondents' means of a dimension: one level over its questions."""
    return 1 / max(1, *(len(one.result.questions) for one in of))


def _numbers(found: Difference | CannotTell) -> dict[str, Decimal]:
    if isinstance(found, CannotTell):
        return {}
    low, high = found.interval.low, found.interval.high
    return {"difference": rounded(found.value), "low": rounded(low), "high": rounded(high)}
