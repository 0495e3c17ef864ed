"""The charts of a survey: answers by question and party, the gap of each dimension, dimensions over the waves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from comity.kernel.words import and_list, named
from comity.reports.charts.gaps import Ends, GapRow, GapsChart
from comity.reports.charts.levels import LevelItem, LevelRow, LevelsChart
from comity.reports.charts.profile import Line, ProfileChart
from comity.reports.view.survey_model import AnswersView, ProfileView
from comity.reports.view.survey_words import gap_text
from comity.surveys.released import DimensionResult, Gap, ItemResult, Released
from comity.surveys.series import broken

Groups = Mapping[str, tuple[str, str]]
FEW = 4
"""The most dimensions whose answers are unfolded on the page."""


def answers(wave: Released, groups: Groups, titles: Mapping[str, str]) -> tuple[AnswersView, ...]:
    """Return the answers to every question, a chart a dimension.

    The first says what the colours mean; where there are so many that they are folded (FEW), each does.
    """
    found: list[AnswersView] = []
    names = dict.fromkeys(one.of for one in wave.items)
    for name in names:
        chart = _levels_chart(name, titles.get(name, named(name)), wave, groups, legend=not found or len(names) > FEW)
        found += [AnswersView(title=titles.get(name, named(name)), chart=chart)] if chart is not None else []
    return tuple(found)


def _levels_chart(name: str, title: str, wave: Released, groups: Groups, *, legend: bool) -> LevelsChart | None:
    says = {question.key: question.says for question in wave.questions}
    reverse = {question.key for question in wave.questions if question.reverse}
    items = []
    for key, of in groupby([one for one in wave.items if one.of == name], key=lambda one: one.question):
        rows = tuple(_row(one, groups) for one in of if one.group in groups)
        turned = " (a low answer is good)" if key in reverse else ""
        items += [LevelItem(title=says.get(key, named(key)) + turned, rows=rows)] if rows else []
    label = f"{title}: answers of wave {wave.wave} to each question, by party; the middle of the scale is one line"
    return LevelsChart(items=tuple(items), scale=wave.scale, label=label, legend=legend) if items else None


def _row(one: ItemResult, groups: Groups) -> LevelRow:
    name, mark = groups[one.group]
    answered = f"{one.answered} answered" if one.answered is not None else ""
    cannot = f", {one.cannot_judge} cannot judge" if one.cannot_judge else ""
    counts = one.levels if one.levels and sum(one.levels) else None
    reason = one.reason or "nobody chose a level"
    return LevelRow(group=name, mark=mark, counts=counts, after=f"{answered}{cannot}", reason=reason)


def gaps_chart(wave: Released, groups: Groups, titles: Mapping[str, str]) -> GapsChart | None:
    """Return both parties' scores of every dimension; None unless exactly two parties answered."""
    if not wave.gaps or len({gap.parties for gap in wave.gaps}) > 1:
        return None
    first, second = wave.gaps[0].parties
    if first not in groups or second not in groups:
        return None
    rows = tuple(_gap(gap, wave, titles) for gap in wave.gaps)
    apart = [row.title for row in rows if row.strong]
    found = f"apart on {', '.join(apart)}" if apart else "apart on none that can be told"
    return GapsChart(
        rows=rows, scale=wave.scale, first=groups[first][0], second=groups[second][0],
        label=f"Scores of {groups[first][0]} and {groups[second][0]} with 90 % intervals: {found}",
    )  # fmt: skip


def _gap(gap: Gap, wave: Released, titles: Mapping[str, str]) -> GapRow:
    verdict, says, strong = gap_text(gap)
    one, other = (_ends(wave.dimension(gap.of, party)) for party in gap.parties)
    hidden = next(
        (found.reason for party in gap.parties if (found := wave.dimension(gap.of, party)) and found.reason), ""
    )
    return GapRow(
        title=titles[gap.of], first=one, second=other, verdict=verdict, says=says if gap.difference is not None else "",
        strong=strong, reason=hidden or gap.reason,
    )  # fmt: skip


def profiles(waves: Sequence[Released], groups: Groups, titles: Mapping[str, str]) -> tuple[ProfileView, ...]:
    """Return a chart of each dimension that the latest wave asked about, over all waves; none with one wave only."""
    if len(waves) < 2:
        return ()
    names = dict.fromkeys(one.of for one in waves[-1].dimensions)
    return tuple(ProfileView(title=titles[name], chart=_profile(name, waves, groups, titles)) for name in names)


def _profile(name: str, waves: Sequence[Released], groups: Groups, titles: Mapping[str, str]) -> ProfileChart:
    parties = [group for group, (_, mark) in groups.items() if mark] or list(groups)
    # Two waves on different scales are different questions: only those of the latest are drawn.
    alike = [wave for wave in waves if wave.scale == waves[-1].scale]
    lines = tuple(_line(name, group, groups[group][1], alike) for group in parties)
    if not any(point for line in lines for point in line.points) and "" in groups:
        lines = (_line(name, "", "", alike),)
    label = f"{titles[name]} over {len(alike)} waves with 90 % intervals, by party"
    if any(line.breaks for line in lines):
        label += "; the line is broken where the questions are not the same"
    return ProfileChart(waves=tuple(wave.wave for wave in alike), lines=lines, scale=waves[-1].scale, label=label)


def _line(name: str, group: str, mark: str, waves: Sequence[Released]) -> Line:
    points = tuple(_ends(wave.dimension(name, group)) for wave in waves)
    breaks = frozenset(place for place, _ in _breaks(name, group, waves))
    return Line(mark=mark, points=points, breaks=breaks)


def _breaks(name: str, group: str, waves: Sequence[Released]) -> Iterator[tuple[int, str]]:
    """Yield each wave, by its place, before which a group's scores speak of something else, and why."""
    for place, (earlier, later) in enumerate(pairwise(waves), 1):
        if why := broken(earlier, later, name, group):
            yield place, why


def breaks(waves: Sequence[Released], groups: Groups, titles: Mapping[str, str]) -> tuple[str, ...]:
    """Return in words why scores of the dimensions of the latest wave are not joined, and of whom.

    What has one reason for the same groups stands together.
    """
    found: dict[tuple[int, str, tuple[str, ...]], list[str]] = {}
    names = dict.fromkeys(one.of for one in waves[-1].dimensions) if len(waves) > 1 else ()
    for name in names:
        whose: dict[tuple[int, str], list[str]] = {}
        for group, (shown, _) in groups.items():
            for place, why in _breaks(name, group, waves):
                whose.setdefault((place, why), []).append(shown)
        for (place, why), of in whose.items():
            found.setdefault((place, why, tuple(of)), []).append(titles[name])
    return tuple(
        f"{and_list(of, most=len(of))}{_of_whom(whom, groups)}: the scores of {waves[place].wave} do not follow those "
        f"before them, since {why}."
        for (place, why, whom), of in sorted(found.items())
    )


def _of_whom(shown: Sequence[str], groups: Groups) -> str:
    """Return whose line is broken; "" for that of everybody and each party."""
    return "" if len(shown) == len(groups) else f", {and_list(shown, most=len(shown))}"


def _ends(found: DimensionResult | None) -> Ends | None:
    if found is None or found.score is None or found.low is None or found.high is None:
        return None
    return Ends(value=float(found.score), low=float(found.low), high=float(found.high))
