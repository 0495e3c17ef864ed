"""Surveys in the standing: which waves are closed or open, what is due next, and their scores as figures read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from comity.agreement.model import Agreement, Survey, Terms
from comity.facts.model import Facts
from comity.facts.surveyed import SurveyScore, latest, of_dimension
from comity.kernel.figure import Figure, State
from comity.kernel.period import Grain
from comity.metrics.surveys import fresh_until, next_wave, said
from comity.surveys.released import Opened, Released, Response, Wave, digest, write


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWave:
    """A wave in which people are answering. `closes` is the day on which it should close, None where it is not known.

    Of the answers nothing is known but how many of each party there are. `keeper` is the party that opened it, and
    takes the answers in.
    """

    wave: str
    keeper: str
    opened: date
    closes: date | None
    responses: tuple[Response, ...]

    @property
    def silent(self) -> int | None:
        """How many have not answered; None where it is not told of every party."""
        missing = [one.invited - one.answered for one in self.responses if not one.role and one.answered is not None]
        parties = [one for one in self.responses if not one.role]
        return sum(missing) if parties and len(missing) == len(parties) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyStanding:
    """A survey on a day: its closed waves in the order of their closing, the open one, and when the next is due.

    `due` is None while a wave is open. `stale` tells that the latest results are older than twice the agreed time
    between two waves.
    """

    survey: Survey
    waves: tuple[Released, ...]
    open: OpenWave | None
    due: date | None
    stale: bool

    @property
    def latest(self) -> Released | None:
        """The wave that was closed last."""
        return self.waves[-1] if self.waves else None


# -- figures ----------------------------------------------------------------------------------


def with_surveys(facts: Facts, waves: Iterable[Wave]) -> Facts:
    """Return facts with the scores of all waves that were closed by the day on which they are known."""
    closed = [one for one in waves if isinstance(one, Released) and one.closed <= facts.known_at]
    return replace(facts, surveyed=tuple(score for wave in closed for score in scores_of(wave))) if closed else facts


@lru_cache(maxsize=256)
def scores_of(wave: Released) -> tuple[SurveyScore, ...]:
    """Return the score of every dimension and group of a wave, shown or not.

    Remembered, since the facts of every earlier day ask for the same waves again.
    """
    identity = digest(write(wave))
    return tuple(
        SurveyScore(
            survey=wave.survey, dimension=one.of, wave=wave.wave, closed=wave.closed, digest=identity, party=one.group,
            value=one.score, low=one.low, high=one.high, reason=one.reason,
        )
        for one in wave.dimensions
    )  # fmt: skip


def scored_figures(terms: Terms, surveyed: Sequence[SurveyScore], day: date) -> Mapping[str, tuple[Figure, ...]]:
    """Return, for each survey that the scorecard scores, a figure for every wave closed by a day.

    They are keyed as the scorecard writes them, `survey(health.trust)`; the period is the day of closing.
    """
    found: dict[str, tuple[Figure, ...]] = {}
    for dimension in terms.scorecard.values():
        for one in dimension.metrics:
            if one.metric not in terms.metrics and one.metric.startswith("survey("):
                found[one.metric] = tuple(_figures(one.metric, terms, surveyed, day))
    return found


def survey_of(metric: str) -> tuple[str, str]:
    """Return the survey and the dimension that a metric of the scorecard is."""
    survey, _, dimension = metric.removeprefix("survey(").rstrip(" )").partition(".")
    return survey.strip(), dimension.strip()


def _figures(metric: str, terms: Terms, surveyed: Sequence[SurveyScore], day: date) -> Iterator[Figure]:
    survey, dimension = survey_of(metric)
    scores = [one for one in of_dimension(surveyed, survey, dimension) if one.closed <= day]
    last = latest(scores, day)
    for score in scores:
        known = score.value is not None
        until = day if score is last else score.closed
        note = said(score, terms.surveys.get(survey), terms.calendar, until)
        yield Figure(
            metric=metric,
            period=terms.calendar.containing(Grain.DAY, score.closed),
            scope=(),
            value=score.value,
            unit="",
            state=State.FINAL if known else State.UNDETERMINED,
            reason=note if known else f"{metric} of {score.wave} is not shown: {score.reason}",
            known=score.closed,
        )


# -- the surveys of a standing ----------------------------------------------------------------


def surveys_of(
    agreement: Agreement, waves: Sequence[Wave], *, as_of: date, known_at: date
) -> Mapping[str, SurveyStanding]:  # fmt: skip
    """Return every survey of the agreement, and every other that has a wave, as it stands on a day.

    A wave that was closed later than the day, or later than what is known, was open then, and how many had answered is
    not known any more.
    """
    terms, day = agreement.as_of(as_of), min(as_of, known_at)
    agreed = {name: survey for _, of in agreement.versions for name, survey in of.surveys.items()} | dict(terms.surveys)
    return {
        name: _standing(survey, [one for one in waves if one.survey == name and one.opened <= day], terms, day, as_of)
        for name, survey in agreed.items()
    }


def _standing(survey: Survey, waves: Sequence[Wave], terms: Terms, day: date, as_of: date) -> SurveyStanding:
    closed = [one for one in waves if isinstance(one, Released) and one.closed <= day]
    closed.sort(key=lambda one: (one.closed, one.wave))
    running = [one for one in waves if one not in closed]
    running.sort(key=lambda one: one.opened)
    last = closed[-1].closed if closed else None
    in_force = survey.name in terms.surveys and not (terms.ends is not None and as_of > terms.ends)
    calendar = terms.calendar
    return SurveyStanding(
        survey=survey,
        waves=tuple(closed),
        open=_open(running[-1]) if running else None,
        due=next_wave(last or terms.starts, survey, calendar) if in_force and not running else None,
        stale=last is not None and as_of > fresh_until(last, survey, calendar),
    )


def _open(wave: Wave) -> OpenWave:
    if isinstance(wave, Opened):
        return OpenWave(
            wave=wave.wave, keeper=wave.keeper, opened=wave.opened, closes=wave.closes, responses=wave.responses
        )  # fmt: skip
    return OpenWave(wave=wave.wave, keeper=wave.keeper, opened=wave.opened, closes=None, responses=())
