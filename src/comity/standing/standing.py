"""The fold: agreement and facts become the standing of an alliance on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from comity.agreement.acts import Act
from comity.agreement.formula.env import Env
from comity.agreement.formula.values import lookup
from comity.agreement.model import Agreement
from comity.facts.model import Facts
from comity.kernel import exact
from comity.kernel.figure import Exact, Figure
from comity.metrics.driver import Driver
from comity.scorecards.score import score
from comity.standing.decisions import decisions, refused_acts
from comity.standing.decisions_paid import denied_payments
from comity.standing.docket import docket
from comity.standing.due.deadlines import is_unseen
from comity.standing.index import FigureIndex
from comity.standing.inputs import Earlier, inputs_of
from comity.standing.judgements import judgements
from comity.standing.life import lived
from comity.standing.model import Due, Standing, Target
from comity.standing.movable import moot_disputes
from comity.standing.restated import restated
from comity.standing.surveyed import scored_figures


def standing(
    agreement: Agreement, facts: Facts, acts: Sequence[Act] = (), *, as_of: date, known_at: date, driver: Driver,
    earlier: Earlier | None = None,
) -> Standing:  # fmt: skip
    """Return the standing on `as_of`, from facts sealed as known on `known_at`. Pure but for the driver's work.

    `acts` are in the order of the record; those received after `known_at` are not known yet. `earlier` gives the facts
    before each correction; without it, corrections are taken as if they had been there from the start.
    """
    terms = agreement.as_of(as_of)
    seen = [act for act in acts if act.on <= known_at]
    found = inputs_of(agreement, facts, seen, as_of=as_of, driver=driver, earlier=earlier)
    figures, life = found.figures, lived(found, seen, as_of)
    index = FigureIndex({**figures, **scored_figures(terms, facts.surveyed, as_of)})
    verdicts = life.verdicts
    comparisons = tuple(c for table in facts.tables.values() for c in table.comparisons)
    judged = judgements(agreement, facts, figures, as_of=as_of, driver=driver)
    due = docket(agreement, facts, life, seen, as_of=as_of, judgements=judged)
    return Standing(
        agreement=agreement,
        terms=terms,
        as_of=as_of,
        known_at=known_at,
        figures=figures,
        targets=targets(agreement, figures, as_of=as_of),
        verdicts=verdicts,
        comparisons=comparisons,
        score=score(terms, index, as_of=as_of),
        decisions=(
            *decisions(agreement, verdicts, comparisons, _seen(due, known_at), as_of=as_of),
            *denied_payments(life, terms, as_of=as_of),
            *refused_acts(life, terms, as_of=as_of),
        ),
        docket=due,
        life=life,
        problems=facts.problems,
        judgements=judged,
        surveyed=facts.surveyed,
        restated=restated(figures, found.known),
        moot=moot_disputes(found),
    )


def _seen(lines: Iterable[Due], known_at: date) -> list[Due]:
    return [line for line in lines if not is_unseen(line, known_at)]


def targets(
    agreement: Agreement, figures: Mapping[str, Sequence[Figure]], *, as_of: date
) -> Mapping[str, tuple[Target, ...]]:
    """Return the agreed target of every metric that has one, period by period, and whether it was reached."""
    return {name: tuple(_targets(agreement, of, as_of)) for name, of in figures.items()}


def _targets(agreement: Agreement, figures: Sequence[Figure], as_of: date) -> Iterator[Target]:
    for figure in figures:
        terms = agreement.as_of(figure.period.first)
        metric = terms.metrics.get(figure.metric)
        if metric is None or metric.target is None:
            continue
        env = Env(terms, figure.period, figure.scope, as_of, terms.starts)
        value = lookup(metric.target, env, "the target")
        if isinstance(value, Exact) and not isinstance(value, bool):
            yield Target(
                metric=figure.metric,
                period=figure.period,
                scope=figure.scope,
                value=value,
                reached=_reached(figure, value, metric.better),
            )


def _reached(figure: Figure, target: Exact, better: str | None) -> bool | None:
    if figure.value is None:
        return None
    order = exact.compare(figure.value, target)
    return order <= 0 if better == "lower" else order >= 0
