"""Waves of surveys: one that is due, and one that is open until a day. What a stale result means is said there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from comity.kernel.deadline import Duration
from comity.kernel.words import and_list, named
from comity.kernel.words import day as in_words
from comity.standing.model import Due
from comity.standing.surveyed import OpenWave, SurveyStanding


def surveys_due(surveys: Mapping[str, SurveyStanding], *, as_of: date, until: date) -> Iterator[Due]:
    """Yield a line for each open wave, and for each wave that is due by a day or overdue."""
    for survey in surveys.values():
        if survey.open is not None:
            yield _open(survey, survey.open, as_of)
        elif survey.due is not None and survey.due <= until:
            yield _to_hold(survey, survey.due, as_of)


def _open(survey: SurveyStanding, wave: OpenWave, as_of: date) -> Due:
    counts = [f"{one.answered} of {one.invited} of {one.party}" for one in wave.responses if one.answered is not None]
    over = wave.closes is not None and wave.closes < as_of
    return Due(
        kind="survey",
        what=f"{_title(survey)}, wave {wave.wave}: {'close it' if over else 'answer'}",
        party=", ".join(survey.survey.asks),
        due=wave.closes,
        state="open" if wave.closes is None else "overdue" if over else "due",
        why=f"Answered so far: {and_list(counts, most=9)}" if counts else f"Open since {in_words(wave.opened)}",
        if_nothing="Nothing is shown before the wave is closed; who has not answered by then is not counted.",
        opened=wave.opened,
        left=_left(wave.closes, as_of),
        key=f"survey/{survey.survey.name}/{wave.wave}",
    )


def _to_hold(survey: SurveyStanding, due: date, as_of: date) -> Due:
    name, last = survey.survey.name, survey.latest
    before = f"the last wave, {last.wave}, closed on {in_words(last.closed)}" if last else "no wave was held yet"
    rest = f"survey({name}.…) rests on the answers of {last.wave}" if last else f"survey({name}.…) has no value"
    stale = ", which are stale" if survey.stale else ""
    return Due(
        kind="survey",
        what=f"{_title(survey)}: hold a wave",
        party=", ".join(survey.survey.asks),
        due=due,
        state="overdue" if due < as_of else "due",
        why=f"Every {survey.survey.every}; {before}",
        if_nothing=f"{rest}{stale}.",
        left=_left(due, as_of),
        key=f"survey/{name}/after {last.wave if last else 'start'}",
    )


def _title(survey: SurveyStanding) -> str:
    return f"Survey {survey.survey.title or named(survey.survey.name)}"


def _left(due: date | None, as_of: date) -> Duration | None:
    return Duration((due - as_of).days, "day") if due is not None else None
