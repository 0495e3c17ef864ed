"""Where the numbers and the people who were asked say opposite things about the same dimension or objective.

The rule is that of ADR 21: the numbers are all met and people are unhappy, or none is met and people are content.
Numbers in between, answers that leave it open, and stale answers say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from comity.agreement.model import Metric
from comity.clauses.model import Outcome, Verdict
from comity.kernel import exact
from comity.kernel.figure import Figure, State
from comity.metrics.surveys import surveys_read
from comity.scorecards.curves import FULL
from comity.scorecards.model import MetricScore
from comity.standing.surveyed import survey_of
from comity.surveys.released import DimensionResult, Released, Theme

if TYPE_CHECKING:
    from comity.standing.model import Standing

UNHAPPY, CONTENT = "people unhappy", "people content"
_DIRECTIONS = {UNHAPPY: ("bad", "mixed"), CONTENT: ("good", "mixed")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One number: a figure against its target, or the verdict of a clause; whether it is met."""

    kind: str
    name: str
    is_met: bool
    figure: Figure | None = None
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """Numbers and people against each other. `kind` is UNHAPPY (the numbers are met) or CONTENT (none is).

    `about` is a dimension of the scorecard, or an objective; `because` says what made the answers low or high.
    """

    kind: str
    about: str
    numbers: tuple[Told, ...]
    survey: str
    wave: str
    people: DimensionResult
    because: str
    themes: tuple[Theme, ...]


def contrasts(standing: Standing) -> tuple[Contrast, ...]:
    """Return every contrast, in the order of the scorecard, then of the objectives.

    Where a reader may not see some of the numbers there is none: those that are left could say something else.
    """
    found: dict[tuple[str, str, str], Contrast] = {}
    for about, objectives, metrics, (survey, dimension) in _pairs(standing):
        held = standing.surveys.get(survey)
        wave = held.latest if held is not None and not held.stale else None
        people = wave.dimension(dimension) if wave is not None else None
        if wave is None or people is None or people.score is None or _withheld(standing, objectives, metrics):
            continue
        numbers = tuple(_of_metrics(standing, metrics)) or tuple(_of_objectives(standing, objectives))
        kind, because = _mood(people, wave, _anchors(standing, survey, dimension))
        if not numbers or not kind or {told.is_met for told in numbers} != {kind == UNHAPPY}:
            continue
        found.setdefault(
            (about, survey, dimension),
            Contrast(
                kind=kind, about=about, numbers=numbers, survey=survey, wave=wave.wave, people=people, because=because,
                themes=_themes(wave, dimension, kind),
            ),
        )  # fmt: skip
    return tuple(found.values())


def _pairs(standing: Standing) -> Iterator[tuple[str, frozenset[str], frozenset[str], tuple[str, str]]]:
    """Yield (about, objectives, metrics, survey and dimension): what stands in one dimension, or under one name."""
    terms = standing.terms
    for dimension in terms.scorecard.values():
        names = frozenset(one.metric for one in dimension.metrics if one.metric in terms.metrics)
        served = {objective for name in names for objective in terms.metrics[name].serves}
        objectives = frozenset(served | ({dimension.name} & set(terms.objectives)))
        for one in dimension.metrics:
            if one.metric.startswith("survey("):
                yield dimension.name, objectives, names, survey_of(one.metric)
    for survey in terms.surveys.values():
        for name in survey.dimensions:
            if name in terms.objectives:
                yield name, frozenset((name,)), frozenset(), (survey.name, name)


def _withheld(standing: Standing, objectives: frozenset[str], metrics: frozenset[str]) -> bool:
    """Tell whether something is kept from the reader that the numbers would have to be taken from."""
    terms, hidden = standing.terms, set(standing.withheld)
    if metrics:
        return bool(hidden & metrics)
    serving = {one.name for of in (terms.metrics, terms.clauses) for one in of.values() if objectives & set(one.serves)}
    return bool(hidden & serving)


# -- numbers ----------------------------------------------------------------------------------


def _of_metrics(standing: Standing, names: frozenset[str]) -> Iterator[Told]:
    """Yield what is known of the metrics of a dimension, but for those that people judge or answer."""
    for name, metric in standing.terms.metrics.items():
        if name in names and not _asks_people(metric, standing.terms.metrics):
            yield from _figure(standing, name)


def _of_objectives(standing: Standing, objectives: frozenset[str]) -> Iterator[Told]:
    """Yield what is known of the metrics and clauses that serve some objectives."""
    terms = standing.terms
    serving = frozenset(name for name, metric in terms.metrics.items() if objectives & set(metric.serves))
    yield from _of_metrics(standing, serving)
    for clause in terms.clauses.values():
        if objectives & set(clause.serves):
            yield from _verdicts(standing.verdicts.get(clause.name, ()))


def _asks_people(metric: Metric, metrics: Mapping[str, Metric]) -> bool:
    """Tell whether a metric is itself what people judge or answer."""
    return metric.is_judged or any(surveys_read(metric.formula.node))


def _figure(standing: Standing, name: str) -> Iterator[Told]:
    """Yield the latest known figure of each member, against its target, else against that of the scorecard."""
    targets = {(one.scope, one.period.name): one.reached for one in standing.targets.get(name, ())}
    latest = {
        figure.scope: figure
        for figure in standing.figures.get(name, ())
        if figure.value is not None and figure.state is not State.DISPUTED
    }
    scored = _scored(standing, name)
    for figure in latest.values():
        reached = targets.get((figure.scope, figure.period.name))
        if reached is None and scored is not None and scored.score is not None and scored.figure == figure:
            reached = exact.compare(scored.score, FULL) >= 0
        if reached is not None:
            yield Told(kind="metric", name=name, is_met=reached, figure=figure)


def _verdicts(verdicts: tuple[Verdict, ...]) -> Iterator[Told]:
    latest = {one.scope: one for one in verdicts if one.outcome in (Outcome.MET, Outcome.MISSED)}
    for verdict in latest.values():
        is_met = verdict.outcome is Outcome.MET
        yield Told(kind="clause", name=verdict.clause, is_met=is_met, verdict=verdict)


def _scored(standing: Standing, name: str) -> MetricScore | None:
    dimensions = standing.score.dimensions if standing.score is not None else ()
    return next((one for of in dimensions for one in of.metrics if one.metric == name), None)


# -- people -----------------------------------------------------------------------------------


def _anchors(standing: Standing, survey: str, dimension: str) -> MetricScore | None:
    dimensions = standing.score.dimensions if standing.score is not None else ()
    metrics = (one for of in dimensions for one in of.metrics if one.metric.startswith("survey("))
    return next((one for one in metrics if survey_of(one.metric) == (survey, dimension)), None)


def _mood(people: DimensionResult, wave: Released, scored: MetricScore | None) -> tuple[str, str]:
    """Return UNHAPPY or CONTENT with what made it so; "" where the answers say neither clearly."""
    if people.score is None or people.low is None or people.high is None:
        return "", ""
    if scored is not None and scored.floor is not None and scored.target is not None:
        if exact.compare(people.score, scored.floor) < 0:
            return UNHAPPY, f"below its floor of {exact.text(scored.floor)}"
        if exact.compare(people.score, scored.target) >= 0:
            return CONTENT, f"at or above its target of {exact.text(scored.target)}"
    middle = Decimal(sum(wave.scale)) / 2
    if people.high < middle:
        return UNHAPPY, f"with its whole interval below the middle of the scale, {exact.text(middle)}"
    if people.low > middle and (scored is None or scored.target is None):
        return CONTENT, f"with its whole interval above the middle of the scale, {exact.text(middle)}"
    return "", ""


def _themes(wave: Released, dimension: str, kind: str) -> tuple[Theme, ...]:
    """Return the themes that speak of the dimension or of nothing in particular, those of most people first."""
    wanted = [one for one in wave.themes if one.of in (dimension, "") and one.direction in _DIRECTIONS[kind]]
    return tuple(sorted(wanted, key=lambda one: (one.of != dimension, -one.count, one.name)))
