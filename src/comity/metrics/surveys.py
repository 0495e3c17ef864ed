"""What `survey(health.trust)` is worth in a period: the score of the latest wave closed by the period's end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from comity.agreement.formula import tree
from comity.agreement.model import Survey
from comity.facts.surveyed import SurveyScore, latest, of_dimension
from comity.kernel.calendar import Calendar
from comity.kernel.deadline import Duration
from comity.kernel.figure import State, Unknown
from comity.kernel.numbers import digits, exact_places

if TYPE_CHECKING:
    from comity.agreement.formula.env import Env
    from comity.agreement.formula.evaluate import Result

PARTY = "party"
"""The scope column by which a survey is read for each party: `per: party`."""


def surveys_read(node: tree.Node) -> Iterator[tuple[str, str]]:
    """Yield (survey, dimension) of each survey that a formula reads itself."""
    for part in tree.walk(node):
        if isinstance(part, tree.Call) and part.function == "survey" and part.arguments:
            yield survey_named(part)


def survey_named(call: tree.Call) -> tuple[str, str]:
    """Return the survey and the dimension that a call names."""
    argument = call.arguments[0]
    parts = argument.parts if isinstance(argument, tree.Name) else ("",)
    return parts[0], parts[-1]


class Surveys:
    """The scores of all waves, found by dimension and party."""

    def __init__(self, surveyed: Sequence[SurveyScore]) -> None:
        self._surveyed = surveyed
        self._found: dict[tuple[str, str, str], tuple[SurveyScore, ...]] = {}

    def read(self, call: tree.Call, env: Env) -> Result:
        """Return the score for the period of an environment; where the scope has a party, of that party's people.

        What it rests on is noted: the wave, its interval, and whether the wave is older than twice the time between
        two waves.
        """
        survey, dimension = survey_named(call)
        scores = self._scores(survey, dimension, dict(env.scope).get(PARTY, ""))
        score = latest(scores, env.period.last)
        if score is None:
            return Unknown(State.UNDETERMINED, f"no wave of the survey {survey} was closed by {env.period.last}")
        if score.value is None:
            reason = f"survey({survey}.{dimension}) of {score.wave} is not shown: {score.reason}"
            return Unknown(State.UNDETERMINED, reason)
        env.seen.add(State.FINAL, score.closed)
        env.seen.note(said(score, env.terms.surveys.get(survey), env.terms.calendar, env.period.last))
        return score.value

    def _scores(self, survey: str, dimension: str, party: str) -> tuple[SurveyScore, ...]:
        key = (survey, dimension, party)
        if key not in self._found:
            self._found[key] = of_dimension(self._surveyed, *key)
        return self._found[key]


def said(score: SurveyScore, survey: Survey | None, calendar: Calendar, day: date) -> str:
    """Return what belongs to a score in words: its wave, its interval, and on a day on which it is stale that it is."""
    text = f"survey({score.survey}.{score.dimension}) of {score.wave}, closed on {score.closed}"
    if score.low is not None and score.high is not None:
        low, high = (digits(end, exact_places(end, 2)) for end in (score.low, score.high))
        text += f", 90% interval {low} to {high}"
    if survey is not None and day > fresh_until(score.closed, survey, calendar):
        text += f"; stale, since a new wave was due by {next_wave(score.closed, survey, calendar)}"
    return text


def next_wave(closed: date, survey: Survey, calendar: Calendar) -> date:
    """Return the day by which the wave after one that closed on a day is to be held; without end, `date.max`."""
    try:
        if isinstance(survey.every, Duration):
            return calendar.add(closed, survey.every)
        return calendar.shift(calendar.containing(survey.every, closed), 1).last
    except (ValueError, OverflowError):  # so far off that no calendar reaches it, or a duration in periods
        return date.max


def fresh_until(closed: date, survey: Survey, calendar: Calendar) -> date:
    """Return the last day on which the results of a wave are not stale: twice the time between two waves later."""
    return next_wave(next_wave(closed, survey, calendar), survey, calendar)
