"""A dimension of a survey as a part of the scorecard: what people answered, how the parties differ, what they said."""

from __future__ import annotations

from collections.abc import Iterator

from comity.kernel.numbers import digits, format_value
from comity.kernel.words import and_list, plural
from comity.reports.view.context import Context
from comity.reports.view.model import ScorePart
from comity.reports.view.survey_words import gap_text, interval
from comity.scorecards.model import MetricScore
from comity.standing.surveyed import survey_of
from comity.standing.words import party_name
from comity.surveys.released import Released

MOST_THEMES = 3


def people_part(part: MetricScore, title: str, score: str, context: Context) -> ScorePart:
    """Return what people answered of one dimension, with the gap between the parties and the themes beside it."""
    survey, dimension = survey_of(part.metric)
    held = context.standing.surveys.get(survey)
    wave = held.latest if held is not None else None
    figure = part.figure
    if figure is None or figure.value is None or wave is None:
        return ScorePart(title=title, mark="people", says=context.spoken(part.reason), score=score)
    found = wave.dimension(dimension)
    ends = interval(found.low, found.high) if found is not None else ""
    within = f", 90% interval {ends}" if ends else ""
    stale = "; stale" if held is not None and held.stale else ""
    says = f"{digits(figure.value, 1)}{within}, wave {wave.wave}{stale}; {anchors_text(part)}"
    return ScorePart(title=title, mark="people", says=says, score=score, more=tuple(_more(wave, dimension, context)))


def anchors_text(part: MetricScore, between: str = ", ") -> str:
    """Return the anchors of a metric: `floor 80%, target 95%`."""
    unit = part.figure.unit if part.figure is not None else ""
    return between.join(
        f"{word} {format_value(value, unit)}"
        for word, value in (("floor", part.floor), ("target", part.target), ("stretch", part.stretch))
        if value is not None
    )


def _more(wave: Released, dimension: str, context: Context) -> Iterator[str]:
    for gap in wave.gaps:
        if gap.of == dimension:
            verdict, size, _ = gap_text(gap)
            parties = and_list([party_name(context.terms, party) for party in gap.parties])
            yield f"{parties}: {verdict}{f', {size}' if size else ''}"
    themes = sorted((one for one in wave.themes if one.of == dimension), key=lambda one: -one.count)[:MOST_THEMES]
    if themes:
        said = and_list([f"{one.name} ({plural(one.count, 'person', 'people')})" for one in themes])
        yield f"In their own words: {said}"
