"""Surveys in words: what the closed waves released, and of an open one only how many have answered.

Everything here comes from the released results: what they hide is in no view.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from comity.agreement.model import Survey, Terms
from comity.kernel.words import and_list, capital, day, named, plural
from comity.reports.view import survey_charts, survey_twins
from comity.reports.view.context import Context
from comity.reports.view.model import Chip
from comity.reports.view.survey_model import (
    DimensionRow,
    GroupView,
    ReliabilityRow,
    ScoreCell,
    SurveyView,
    ThemeView,
)
from comity.reports.view.survey_reliance import reliability_text, relied_on
from comity.reports.view.survey_words import (
    change_text,
    gap_text,
    interval,
    lead,
    number,
    pair_texts,
    silence,
)
from comity.standing.surveyed import OpenWave, SurveyStanding
from comity.standing.words import is_illustrative, party_name
from comity.surveys.released import ALL, DimensionResult, Released, Response, Theme

EVERYBODY = "Everybody"
_MARKS = ("first", "second")
_DIRECTIONS = {"bad": "a worry", "good": "a strength", "mixed": "seen both ways"}


def surveys_view(context: Context) -> tuple[SurveyView, ...]:
    """Return a view for each survey, in the order of the agreement."""
    standing = context.standing
    return tuple(survey_view(of, standing.terms, standing.as_of) for of in standing.surveys.values())


def titles_of(survey: Survey, wave: Released | None = None) -> dict[str, str]:
    """Return the titles of all dimensions: those of the agreement, else their names in words."""
    names = [*survey.dimensions, *(_asked_about(wave) if wave is not None else ())]
    language = survey.languages[0] if survey.languages else ""
    return {name: survey.titles.get(name, {}).get(language) or named(name) for name in dict.fromkeys(names)}


def _asked_about(wave: Released) -> Iterator[str]:
    """Yield every dimension that a wave speaks of anywhere: its file may come from other hands."""
    for part in (wave.dimensions, wave.gaps, wave.changes, wave.items):
        yield from (one.of for one in part)


def survey_view(of: SurveyStanding, terms: Terms, as_of: date) -> SurveyView:
    """Return a survey as it is seen on a day: its latest wave in detail, with names as in these terms."""
    wave, name = of.latest, of.survey.name
    titles = titles_of(of.survey, wave)
    view = SurveyView(
        id=f"survey-{name}",
        title=of.survey.title or named(name),
        dagger=is_illustrative(terms, f"surveys.{name}"),
        lead=lead(of, titles, terms, as_of),
        wave=_wave_text(wave) if wave is not None else "",
        stale=Chip("undetermined", "Stale") if of.stale else None,
        open=_open_text(of.open, terms, as_of) if of.open is not None else "",
    )
    return _with_results(view, of, wave, titles, terms) if wave is not None else view


def _with_results(
    view: SurveyView, of: SurveyStanding, wave: Released, titles: dict[str, str], terms: Terms
) -> SurveyView:  # fmt: skip
    groups = groups_of(wave, terms)
    whole = [one for one in wave.dimensions if one.group == ALL]
    answers = survey_charts.answers(wave, groups, titles)
    return replace(
        view,
        groups=tuple(_group(name, shown, mark, wave) for name, (shown, mark) in groups.items()),
        rows=tuple(_row(name, wave, groups, titles) for name in dict.fromkeys(one.of for one in wave.dimensions)),
        compared=_compared(wave, of),
        gaps=survey_charts.gaps_chart(wave, groups, titles),
        answers=answers,
        folded=len(answers) > survey_charts.FEW,
        profiles=survey_charts.profiles(of.waves, groups, titles),
        breaks=survey_charts.breaks(of.waves, groups, titles),
        relied_on=relied_on(wave.reliability, titles),
        reliability=tuple(_reliability(wave, titles)),
        silence=silence(whole, wave, titles),
        themes=tuple(_theme(one, titles) for one in wave.themes),
        notes=(*pair_texts(wave, titles, terms), *wave.notes),
        scores_twin=survey_twins.scores_twin(wave, groups, titles),
        levels_twin=survey_twins.levels_twin(wave, groups),
        waves_twin=survey_twins.waves_twin(of, groups, titles),
    )  # fmt: skip


Groups = Mapping[str, tuple[str, str]]
"""Group -> its name in words and the mark of a party."""


def groups_of(wave: Released, terms: Terms) -> Groups:
    """Return everybody and the parties, in the order of the agreement; a party wears the same mark everywhere."""
    there = {one.group for one in wave.dimensions} | {one.group for one in wave.items}
    parties = list(terms.parties)
    found = {ALL: (EVERYBODY, "")} if ALL in there else {}
    for place, party in enumerate(parties):
        if party in there:
            found[party] = (party_name(terms, party), _MARKS[place] if place < len(_MARKS) else "")
    return found


def _wave_text(wave: Released) -> str:
    asked = [one for one in wave.responses if one.role == ""]
    answered = sum(one.answered for one in asked if one.answered is not None)
    known = all(one.answered is not None for one in asked)
    count = f"; {answered} of {sum(one.invited for one in asked)} answered" if known and asked else ""
    return f"Wave {wave.wave}, open {day(wave.opened)} to {day(wave.closed)}{count}"


def _open_text(wave: OpenWave, terms: Terms, as_of: date) -> str:
    until = f" until {day(wave.closes, as_of)}" if wave.closes is not None else ""
    counts = [
        f"{one.answered} of {one.invited} of {party_name(terms, one.party)}"
        for one in wave.responses
        if one.answered is not None
    ]
    so_far = f" So far {and_list(counts)} have answered." if counts else ""
    return f"Wave {wave.wave} is open{until}.{so_far} Nothing of it is shown before it is closed."


def _group(group: str, shown: str, mark: str, wave: Released) -> GroupView:
    if group == ALL:
        return GroupView(name=shown, mark=mark, response="")
    whole = [one for one in wave.responses if (one.party, one.role) == (group, "")]
    roles = [one for one in wave.responses if one.party == group and one.role]
    said = [_response(one) for one in whole] + [
        f"{capital(one.role.replace('_', ' '))}: {_response(one)}" for one in roles
    ]
    return GroupView(name=shown, mark=mark, response="; ".join(said))


def _response(one: Response) -> str:
    if one.answered is None:
        return f"{one.invited} asked; not shown how many answered: {one.reason}"
    rate = f" ({share_text(one.answered, one.invited)})" if one.invited else ""
    return f"{one.answered} of {one.invited} answered{rate}"


def share_text(part: int, whole: int) -> str:
    """Return a share in whole percent."""
    return f"{(200 * part + whole) // (2 * whole)}%"


# -- dimensions -------------------------------------------------------------------------------


def _row(name: str, wave: Released, groups: Groups, titles: dict[str, str]) -> DimensionRow:
    gap = next((one for one in wave.gaps if one.of == name), None)
    change = next((one for one in wave.changes if (one.of, one.group) == (name, ALL)), None)
    verdict, gap_says, strong = gap_text(gap)
    moved, change_says = change_text(change)
    return DimensionRow(
        title=titles[name],
        cells=tuple(_cell(wave.dimension(name, group)) for group in groups),
        gap=capital(verdict),
        gap_says=gap_says,
        gap_strong=strong,
        change=capital(moved),
        change_says=change_says,
    )


def _cell(found: DimensionResult | None) -> ScoreCell:
    if found is None:
        return ScoreCell(score="", interval="", reason="not asked")
    if found.score is None:
        return ScoreCell(score="", interval="", reason=found.reason)
    return ScoreCell(score=number(found.score), interval=interval(found.low, found.high))


def _compared(wave: Released, of: SurveyStanding) -> str:
    since = list(dict.fromkeys(one.since for one in wave.changes))
    return f"Since {and_list(since)}" if since else "Since the wave before" if len(of.waves) > 1 else ""


# -- words about the answers ------------------------------------------------------------------


def _reliability(wave: Released, titles: dict[str, str]) -> Iterator[ReliabilityRow]:
    for one in wave.reliability:
        value, says = reliability_text(one)
        about = titles.get(one.of, named(one.of)) if one.of else "All questions"
        yield ReliabilityRow(about=about, method=one.method, value=value, says=says)


def _theme(one: Theme, titles: dict[str, str]) -> ThemeView:
    return ThemeView(
        name=one.name,
        about=titles.get(one.of, named(one.of)) if one.of else "",
        count=plural(one.count, "person", "people"),
        direction=_DIRECTIONS.get(one.direction, one.direction),
        evidence=", ".join(one.evidence),
        confirmed=one.confirmed_by,
        quotes=one.quotes,
    )
