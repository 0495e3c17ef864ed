"""The tables beside the charts of a survey: every number that is shown, and the reason of each that is not."""

from __future__ import annotations

from collections.abc import Mapping

from comity.kernel.numbers import digits
from comity.kernel.words import capital, named
from comity.reports.survey_tables import best, best_name
from comity.reports.view.model import Cell, TwinTable
from comity.reports.view.survey_words import interval, number
from comity.standing.surveyed import SurveyStanding
from comity.surveys.model import CannotTell
from comity.surveys.released import ALL, DimensionResult, Released
from comity.surveys.weighted import weighted

Groups = Mapping[str, tuple[str, str]]


def scores_twin(wave: Released, groups: Groups, titles: dict[str, str]) -> TwinTable:
    """Return the scores of every dimension and group, with interval, means and bounds."""
    rows = []
    for one in wave.dimensions:
        group = groups.get(one.group, (one.group, ""))[0]
        if one.score is None or one.low is None or one.high is None:
            rows.append((Cell(titles[one.of]), Cell(group), *[Cell("not shown")] * 6, Cell(one.reason, "why")))
            continue
        bounds = f"{digits(one.bounds[0], 2)} to {digits(one.bounds[1], 2)}" if one.bounds else "none"
        rows.append((
            Cell(titles[one.of]), Cell(group), Cell(digits(one.score, 2)),
            Cell(f"{digits(one.low, 2)} to {digits(one.high, 2)}"),
            Cell(digits(one.mean, 2) if one.mean is not None else "none"), Cell(_by_asked(wave, one)),
            Cell(f"{one.answered}"), Cell(bounds),
            Cell("", "why"),
        ))  # fmt: skip
    return TwinTable(
        caption=f"Scores of wave {wave.wave}: ordinal estimate with 90 % interval, mean as answered "
        "and with each party weighted by those asked, and bounds with the silent",
        head=(
            "Dimension",
            "Group",
            "Score",
            "Interval",
            "Mean",
            "By those asked",
            "Answered",
            "With the silent",
            "Why",
        ),
        rows=tuple(rows),
    )


def _by_asked(wave: Released, one: DimensionResult) -> str:
    if one.group != ALL:
        return ""
    found = weighted(wave, one.of)
    return found.reason if isinstance(found, CannotTell) else digits(found, 2)


def levels_twin(wave: Released, groups: Groups) -> TwinTable:
    """Return the answers to every question by group and level, and the share of the two best levels."""
    says = {question.key: question.says for question in wave.questions}
    reverse = {question.key for question in wave.questions if question.reverse}
    levels = range(wave.scale[0], wave.scale[1] + 1)
    rows = []
    for one in wave.items:
        head = (Cell(says.get(one.question, named(one.question))), Cell(groups.get(one.group, (one.group, ""))[0]))
        if one.levels is None:
            rows.append((*head, *[Cell("not shown")] * (len(levels) + 2), Cell(one.reason, "why")))
        else:
            counts = [Cell(f"{count}") for count in one.levels]
            share = Cell(best(one, reverse=one.question in reverse))
            rows.append((*head, *counts, Cell(f"{one.cannot_judge or 0}"), share, Cell("", "why")))
    return TwinTable(
        caption=f"Answers of wave {wave.wave} by question, group and level",
        head=(
            "Question",
            "Group",
            *(f"{level}" for level in levels),
            "Cannot judge",
            capital(best_name(wave.scale)),
            "Why",
        ),
        rows=tuple(rows),
    )


def waves_twin(of: SurveyStanding, groups: Groups, titles: dict[str, str]) -> TwinTable:
    """Return the scores of all waves, newest first."""
    rows = []
    for wave in reversed(of.waves):
        for one in wave.dimensions:
            group = groups.get(one.group, (one.group, ""))[0]
            head = (Cell(wave.wave), Cell(titles.get(one.of, named(one.of))), Cell(group))
            if one.score is None:
                rows.append((*head, Cell("not shown"), Cell(""), Cell(one.reason, "why")))
            else:
                rows.append((*head, Cell(number(one.score)), Cell(interval(one.low, one.high)), Cell("", "why")))
    return TwinTable(
        caption="All waves, newest first",
        head=("Wave", "Dimension", "Group", "Score", "Interval", "Why"),
        rows=tuple(rows),
    )
