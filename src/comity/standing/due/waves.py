"""Waves of surveys: one that is due, one that is open until a day, and when to remind those who were asked.

Nobody knows who has not answered, nor whether a reminder was sent: it goes to everybody, half-way through the wave.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from comity.kernel.deadline import Duration
from comity.kernel.words import and_list, capital, named
from comity.kernel.words import day as in_words
from comity.standing.model import Decision, Due
from comity.standing.surveyed import OpenWave, SurveyStanding

REMINDER, AHEAD = "reminder", "reminder to come"


def surveys_due(surveys: Mapping[str, SurveyStanding], *, as_of: date, until: date) -> Iterator[Due]:
    """Yield a line for each open wave, and for each wave that is due by a day or overdue."""
    for survey in surveys.values():
        if survey.open is not None:
            yield _open(survey, survey.open, as_of)
            yield from _reminder(survey, survey.open, as_of)
        elif survey.due is not None and survey.due <= until:
            yield _to_hold(survey, survey.due, as_of)


def decided_now(lines: Iterable[Due]) -> Iterator[Decision]:
    """Yield what somebody has to do about a survey now: hold a wave that is overdue, close it, remind people."""
    for line in lines:
        if line.kind == "survey" and (line.state == "overdue" or line.step == REMINDER):
            yield Decision(
                kind="overdue" if line.state == "overdue" else "open",
                subject=line.key.split("/")[1],
                title=line.what,
                says=f"{line.why}.",
                who=line.parties,
                if_nothing=line.if_nothing,
                by=line.due,
                line=line.key,
            )


def _open(survey: SurveyStanding, wave: OpenWave, as_of: date) -> Due:
    counts = [f"{one.answered} of {one.invited} of {one.party}" for one in wave.responses if one.answered is not None]
    over = wave.closes is not None and wave.closes < as_of
    return Due(
        kind="survey",
        what=f"{_title(survey)}, wave {wave.wave}: {'close it' if over else 'answer'}",
        party=wave.keeper if over else ", ".join(survey.survey.asks),
        due=wave.closes,
        state="open" if wave.closes is None else "overdue" if over else "due",
        why=f"Answered so far: {and_list(counts, most=9)}" if counts else f"Open since {in_words(wave.opened)}",
        if_nothing="Nothing is shown before the wave is closed; who has not answered by then is not counted.",
        opened=wave.opened,
        left=_left(wave.closes, as_of),
        key=f"survey/{survey.survey.name}/{wave.wave}",
    )


def _reminder(survey: SurveyStanding, wave: OpenWave, as_of: date) -> Iterator[Due]:
    """Yield a line for the middle of a wave, and from then on until its end, unless everybody has answered."""
    if wave.closes is None or as_of >= wave.closes or wave.silent == 0:
        return
    middle = half_way(wave.opened, wave.closes)
    missing = f"{wave.silent} have not answered" if wave.silent is not None else "some have not answered"
    now = as_of >= middle
    yield Due(
        kind="survey",
        what=f"{_title(survey)}, wave {wave.wave}: remind everybody",
        party=wave.keeper,
        due=wave.closes if now else middle,
        state="due",
        why=f"{capital(missing)}{_SINCE if now else ''}; nobody knows who, so that it goes to all",
        if_nothing="Where too few of a group answer, the group cannot be shown.",
        opened=wave.opened,
        left=_left(wave.closes if now else middle, as_of),
        key=f"survey/{survey.survey.name}/{wave.wave}/reminder",
        step=REMINDER if now else AHEAD,
    )


_SINCE = ", and half of the time is over"


def half_way(opened: date, closes: date) -> date:
    """Return the day on which people are reminded: the middle of a wave, the later one of two."""
    return opened + timedelta(days=((closes - opened).days + 1) // 2)


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
