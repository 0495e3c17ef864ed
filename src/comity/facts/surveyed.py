"""What the closed waves of surveys say of each dimension, as figures read it: a shared fact, known on the closing day.

How a score was made from answers, and what was held back for the sake of the people who answered, is decided before it
comes here (surveys.released); there are no answers here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from comity.kernel.figure import Exact


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyScore:
    """The score of one dimension in one wave, of all who were asked together (`party` is "") or of one party's people.

    `value` lies on the scale of the survey, `low` and `high` are the ends of its 90 % interval; all None where it is
    not shown, and `reason` says why. `digest` identifies the released results of the wave.
    """

    survey: str
    dimension: str
    wave: str
    closed: date
    digest: str
    party: str = ""
    value: Exact | None = None
    low: Exact | None = None
    high: Exact | None = None
    reason: str = ""


def of_dimension(
    surveyed: Iterable[SurveyScore], survey: str, dimension: str, party: str = ""
) -> tuple[SurveyScore, ...]:  # fmt: skip
    """Return the scores of one dimension, wave after wave in the order of their closing."""
    found = (one for one in surveyed if (one.survey, one.dimension, one.party) == (survey, dimension, party))
    return tuple(sorted(found, key=lambda one: (one.closed, one.wave)))


def latest(scores: Sequence[SurveyScore], day: date) -> SurveyScore | None:
    """Return the score of the latest wave that was closed by the end of a day; None where there was none."""
    return next((one for one in reversed(scores) if one.closed <= day), None)
