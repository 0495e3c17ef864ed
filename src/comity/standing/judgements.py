"""Judged metrics as they are shown: each party's figure beside the other's, who judged what, and the gap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from comity.agreement.judging import Judging, judging_of
from comity.agreement.model import Agreement, Metric
from comity.facts.model import Facts
from comity.kernel import exact
from comity.kernel.figure import Exact, Figure, Scope
from comity.kernel.period import Period
from comity.metrics.driver import Driver
from comity.metrics.engine import Engine
from comity.metrics.judges import ratings_of
from comity.metrics.reporting import party_column
from comity.standing.model import Judgement, Side

TOGETHER = "one figure for the parties together; what each judged is shown beside it"


def judgements(
    agreement: Agreement, facts: Facts, figures: Mapping[str, Sequence[Figure]], *, as_of: date, driver: Driver
) -> Mapping[str, tuple[Judgement, ...]]:
    """Return, for each judged metric, its periods that are over, each with every party's side; earliest first.

    Nothing is measured again: the sides hold the figures that were measured, and the ratings these counted.
    """
    judged = {name for _, terms in agreement.versions for name, metric in terms.metrics.items() if metric.is_judged}
    engine = Engine(agreement, facts, as_of, driver)
    found = {name: tuple(_of_metric(engine, name, of)) for name, of in figures.items() if name in judged}
    return {name: of for name, of in found.items() if of}


def _of_metric(engine: Engine, name: str, figures: Sequence[Figure]) -> Iterator[Judgement]:
    groups: dict[tuple[Period, Scope], list[Figure]] = {}
    for figure in figures:
        metric = engine.terms(figure.period.first).metrics.get(name)
        if metric is None or not metric.is_judged or figure.period.last > engine.as_of:
            continue
        party = party_column(metric, engine.terms(figure.period.first))
        others = tuple(pair for pair in figure.scope if pair[0] != party)
        groups.setdefault((figure.period, others), []).append(figure)
    for (period, others), of in sorted(groups.items(), key=lambda group: (group[0][1], group[0][0].first)):
        yield _judgement(engine, name, period, others, of)


def _judgement(engine: Engine, name: str, period: Period, others: Scope, figures: Sequence[Figure]) -> Judgement:
    terms = engine.terms(period.first)
    metric = terms.metrics[name]
    judging = judging_of(metric, terms)
    sides = tuple(_sides(engine, metric, judging, figures)) if judging is not None else ()
    gap, reason = _gap(metric, sides)
    return Judgement(metric=name, period=period, scope=others, sides=sides, gap=gap, reason=reason)


def _sides(engine: Engine, metric: Metric, judging: Judging, figures: Sequence[Figure]) -> Iterator[Side]:
    """Yield the sides in the order in which the agreement names the judges."""
    for party, roles in metric.judged_by.items():
        own = next((f for f in figures if dict(f.scope).get(judging.party) == party), None)
        together = next((f for f in figures if judging.party not in dict(f.scope)), None)
        figure = own or together
        if figure is None:
            continue
        ratings = ratings_of(engine, metric, figure.scope, figure.period)
        yield Side(
            party=party,
            roles=roles,
            figure=own,
            anchors=anchors(metric, own.value) if own is not None and own.value is not None else (),
            ratings=tuple(rating for rating in ratings.given if rating.party == party),
            lacking=tuple(role for of, role in ratings.lacking if of == party),
        )


def anchors(metric: Metric, value: Exact) -> tuple[tuple[Exact, str], ...]:
    """Return the levels nearest to a value with their descriptions: its own, or the one below and the one above."""
    below = [level for level in metric.levels if exact.compare(level, value) <= 0]
    above = [level for level in metric.levels if exact.compare(level, value) >= 0]
    nearest = dict.fromkeys([*below[-1:], *above[:1]])
    return tuple((level, metric.levels[level]) for level in nearest)


def _gap(metric: Metric, sides: Sequence[Side]) -> tuple[Exact | None, str]:
    """Return how far apart the sides are, the highest less the lowest; or why that is not known."""
    figures = [side.figure for side in sides if side.figure is not None]
    if len(figures) < len(sides):
        return None, TOGETHER
    if len(figures) < 2:
        return None, f"only {sides[0].party} judges {metric.name}" if sides else f"nobody has judged {metric.name}"
    for side in sides:
        if side.figure is not None and side.figure.value is None:
            return None, side.figure.reason
    values = [figure.value for figure in figures if figure.value is not None]
    return exact.sub(exact.greatest(values), exact.least(values)), ""
