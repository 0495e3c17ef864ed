"""One dimension as one group sees it, from the questions that are shown for the group and from no others.

The group's mean is the mean of its questions' means, which everybody can compute from the counts that are shown. A
plain mean of what each answered would say more: less the questions' sums it is the answers of those few who left
something out. A question that somebody left out takes no part in their own value, and weighs the more in the values of
those who answered it (a mean of ratios, linearised: Cochran 1977, Sampling Techniques, 2.11). To put in the others'
mean would make people look more alike than anybody knows them to be.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import fmean

from comity.catalogue.instrument import Question
from comity.kernel import exact
from comity.surveys.compare import Sample
from comity.surveys.matrix import matrix
from comity.surveys.model import CannotTell, Interval
from comity.surveys.nonresponse import bounds
from comity.surveys.ordinal import estimate
from comity.surveys.released import PLACES, DimensionResult, ItemResult
from comity.surveys.wave import Answer

_STEP = Decimal(1).scaleb(-PLACES)
Rows = Sequence[Sequence[int | None]]
"""Respondents x questions: levels as they count, more being better; None where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What is released of a dimension and a group, and the respondents' means behind it, which are not."""

    result: DimensionResult
    sample: Sample


def rounded(value: float) -> Decimal:
    """Return a statistic as it is released: `PLACES` decimals, half even."""
    return exact.round_to(Decimal(repr(float(value))), _STEP, "half even")


def rows_of(people: Iterable[Answer], questions: Sequence[Question], scale: tuple[int, int]) -> Rows:
    """Return the levels of those who chose one for some of the questions, reversed questions turned round."""
    found = []
    for one in people:
        levels = {given.question: given.level for given in one.given}
        row = [_counted(question, levels.get(question.key), scale) for question in questions]
        if any(level is not None for level in row):
            found.append(row)
    return found


def dimension(
    of: str, group: str, people: Sequence[Answer], invited: int, questions: Sequence[Question],
    scale: tuple[int, int], items: Sequence[ItemResult],
) -> Measured:  # fmt: skip
    """Measure a dimension for a group; without a question that is shown there is only the reason."""
    own = [one for one in items if (one.of, one.group) == (of, group)]
    shown = {one.question for one in own if one.levels is not None}
    used = [question for question in questions if question.key in shown]
    if not used:
        reason = own[0].reason if own else "the wave did not ask about it"
        return Measured(
            result=DimensionResult(of=of, group=group, reason=reason), sample=Sample(means=(), population=0)
        )
    rows = rows_of(people, used, scale)
    means = respondent_means(rows)
    found = estimate(matrix(rows), scale)
    result = DimensionResult(
        of=of, group=group, answered=len(rows), mean=rounded(fmean(means)),
        bounds=_bounds(rows, invited, scale),
        questions=tuple(question.key for question in used),
        **({"reason": found.reason} if isinstance(found, CannotTell) else _score(found.position.value,
            found.position.interval, scale)),
    )  # fmt: skip
    least = min(len(column) for column in _columns(rows))
    return Measured(result=result, sample=Sample(means=means, population=invited, least=least))


def respondent_means(rows: Rows) -> list[float]:
    """Return a value for each respondent; their mean is the mean of the questions' means, and they vary as it does.

    Where nobody left out a question it is the respondent's own mean. An answer to a question that others left out
    weighs as much more as fewer gave one.
    """
    columns = _columns(rows)
    usual = [fmean(column) for column in columns]
    weights = [heavier(len(rows), len(column)) for column in columns]
    whole = fmean(usual)
    return [
        whole
        + fmean(
            (level - mean) * weight if level is not None else 0.0
            for level, mean, weight in zip(row, usual, weights, strict=True)
        )
        for row in rows
    ]


def heavier(people: int, answered: int) -> float:
    """Return what the deviation of an answer weighs where so many of the people answered its question.

    With it the people's values vary as the question's mean does, each variance over one less than those it is of.
    """
    return math.sqrt(people * (people - 1) / (answered * (answered - 1))) if answered > 1 else 1.0


def _columns(rows: Rows) -> list[list[int]]:
    """Return the answers to each question, those left out apart."""
    return [[level for level in column if level is not None] for column in zip(*rows, strict=True)]


def _bounds(rows: Rows, invited: int, scale: tuple[int, int]) -> tuple[Decimal, Decimal] | None:
    """Return what the mean of all asked could be: every answer that is not there at one end of the scale.

    It follows from the questions' counts and the number asked. None where more answered than were asked.
    """
    found = [bounds(column, invited, scale) for column in _columns(rows)]
    known = [one for one in found if not isinstance(one, CannotTell)]
    if len(known) < len(found):
        return None
    return rounded(fmean(one.low for one in known)), rounded(fmean(one.high for one in known))


def ends(interval: Interval) -> tuple[Decimal, Decimal]:
    """Return the ends of an interval as they are released."""
    return rounded(interval.low), rounded(interval.high)


def _score(value: float, interval: Interval, scale: tuple[int, int]) -> dict[str, Decimal]:
    """Return a score within its interval, and both within the scale, whatever rounding does."""
    low, high = (min(max(one, Decimal(scale[0])), Decimal(scale[1])) for one in ends(interval))
    return {"score": min(max(rounded(value), low), high), "low": low, "high": high}


def _counted(question: Question, level: int | None, scale: tuple[int, int]) -> int | None:
    return None if level is None else question.counted(level, scale)
