"""The scorecard in detail: every level with its contribution, coverage and bounds, and what it depends on."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from comity.kernel import exact
from comity.kernel.figure import Exact
from comity.kernel.numbers import format_value
from comity.kernel.words import and_list, day, named
from comity.reports.charts.levers import LeverChart, LeverRow, draw_levers
from comity.reports.scorecard.model import Grid, Leaf, Part
from comity.reports.scorecard.words import percent, points
from comity.reports.view.context import Context
from comity.reports.view.scorecard import gate_sentence
from comity.scorecards.model import DimensionScore, MetricScore, Score
from comity.scorecards.robust.sensitivity import Course, Sensitivity, shares
from comity.standing.model import Standing

CHART_WIDTH = 640
INDENT = "\N{NO-BREAK SPACE}" * 3


def score_leaf(standing: Standing, score: Score, found: Sensitivity) -> Leaf:
    """Return the view of a score and of what it depends on."""
    context = Context(standing)
    parts = [_tree(score, context), *_weights(score, found), *_course(score, found.course, context)]
    when = f"as of {day(standing.as_of)}, known at {day(standing.known_at)}"
    return Leaf(title=standing.terms.title, about=f"The scorecard {when}", lead=_lead(score), parts=tuple(parts))


def _lead(score: Score) -> str:
    total = points(score.low, score.high)
    covered = f"{percent(score.coverage)} of its weight is covered"
    if score.score is not None:
        said = f"The score is {total}, on a scale where the targets together are 100."
    else:
        said = f"The score lies within {total}, where the targets together are 100: {covered}."
    if score.gated_by:
        return f"{said} {named(score.gated_by)} is below its floor and caps the total at its own score."
    return said


# -- the tree ---------------------------------------------------------------------------------


def _tree(score: Score, context: Context) -> Part:
    rows: list[tuple[str, ...]] = []
    whole = shares(score)
    for dimension in score.dimensions:
        rows += _dimension(dimension, whole[dimension.name], whole[dimension.name], context, 0)
    rows.append(("Total", "", points(score.low, score.high), "", percent(score.coverage), ""))
    return Part(
        id="score",
        title="Scorecard",
        note="weight within what it belongs to; points are what it adds to the total",
        grid=Grid(
            caption="The scorecard, level by level",
            head=("Dimension", ">Weight", ">Score", ">Points", ">Covered", "How"),
            rows=tuple(rows),
        ),
        says=tuple(_gates(score)),
    )


def _dimension(
    dimension: DimensionScore, weight: Exact, of_total: Exact, context: Context, depth: int
) -> Iterator[tuple[str, ...]]:  # fmt: skip
    yield (
        INDENT * depth + named(dimension.name), percent(weight), points(dimension.low, dimension.high),
        points(exact.mul(dimension.low, of_total), exact.mul(dimension.high, of_total)),
        percent(dimension.coverage), _standing_of(dimension),
    )  # fmt: skip
    whole = exact.total(part.weight for part in dimension.parts)
    for part in dimension.parts:
        share = exact.div(part.weight, whole) if whole else whole
        yield from _dimension(part, share, exact.mul(of_total, share), context, depth + 1)
    for metric in dimension.metrics if not dimension.parts else ():
        yield _metric(metric, of_total, context, depth + 1)


def _standing_of(dimension: DimensionScore) -> str:
    said = "gate, below its floor" if dimension.gate and dimension.below_floor else "gate" if dimension.gate else ""
    if dimension.gated_by:
        said = f"capped by {named(dimension.gated_by)}{f'; {said}' if said else ''}"
    return said


def _metric(metric: MetricScore, of_total: Exact, context: Context, depth: int) -> tuple[str, ...]:
    share = exact.mul(of_total, metric.weight)
    return (
        INDENT * depth + context.title("metrics", metric.metric), percent(metric.weight),
        points(metric.low, metric.high),
        points(exact.mul(metric.low, share), exact.mul(metric.high, share)),
        percent(metric.coverage), _how(metric, context),
    )  # fmt: skip


def _how(metric: MetricScore, context: Context) -> str:
    """Return the figure with its anchors; over several periods, each score; without a score, why."""
    figure = metric.figure
    if metric.score is None:
        return context.spoken(metric.reason)
    if metric.periods:
        each = [
            f"{context.period(one.figure.period.name)}: {points(one.low, one.high)} ({percent(one.weight)})"
            for one in metric.periods
        ]
        return ", ".join(each)
    if figure is None or figure.value is None:
        return ""
    anchors = [
        f"{word} {format_value(value, figure.unit)}"
        for word, value in (("floor", metric.floor), ("target", metric.target), ("stretch", metric.stretch))
        if value is not None
    ]
    member = f", {figure.member}" if figure.scope else ""
    when = context.period(figure.period.name)
    return f"{context.value(figure, figure.value)} in {when}{member} ({', '.join(anchors)})"


def _gates(score: Score) -> Iterator[str]:
    if any(one.gate for one in score.dimensions):
        yield gate_sentence(score)
    if score.score is None:
        yield "A range is what missing figures leave open. Nothing is filled in for them."


# -- weights ----------------------------------------------------------------------------------


def _weights(score: Score, found: Sensitivity) -> Iterator[Part]:
    agreed = (score.low, score.high)
    if len(found.levers) > 1:
        rows = tuple(
            (
                named(one.name), percent(one.weight), points(one.at_none.low, one.at_none.high), points(*agreed),
                points(one.at_all.low, one.at_all.high),
            )
            for one in found.levers
        )  # fmt: skip
        drawn = LeverChart(
            rows=tuple(
                LeverRow(
                    title=named(one.name), at_none=(one.at_none.low, one.at_none.high),
                    at_all=(one.at_all.low, one.at_all.high),
                )
                for one in found.levers
            ),
            agreed=agreed,
            label=f"The total from no weight to all weight of each dimension; as agreed {points(*agreed)}",
        )  # fmt: skip
        yield Part(
            id="sensitivity",
            title="What each weight does to the total",
            note="one weight moved from nothing to everything, the others in proportion; gates stay",
            grid=Grid(
                caption="The total with the weight of one dimension at nothing, as agreed, and at everything",
                head=("Dimension", ">Weight", ">At nothing", ">As agreed", ">At everything"),
                rows=rows,
            ),
            chart=draw_levers(drawn, CHART_WIDTH),
            says=(_most(found),),
        )
    if found.alternatives:
        yield _alternatives(score, found)


def _most(found: Sensitivity) -> str:
    spread = {one.name: exact.magnitude(exact.sub(one.at_all.low, one.at_none.low)) for one in found.levers}
    name = max(spread, key=lambda one: Fraction(spread[one]))
    if not spread[name]:
        return "Nothing is known yet that the weights could change."
    wide = points(spread[name], spread[name])
    return f"The total depends most on the weight of {named(name)}: {wide} points from end to end."


def _alternatives(score: Score, found: Sensitivity) -> Part:
    names = [one.name for one in score.dimensions]
    agreed = shares(score)
    rows = [("As agreed", *(percent(agreed[name]) for name in names), points(score.low, score.high))]
    for one in found.alternatives:
        held = shares(one.score)
        rows.append((one.name, *(percent(held[name]) for name in names), points(one.score.low, one.score.high)))
    return Part(
        id="others",
        title="The total with other weights",
        note="figures, anchors and gates as they are",
        grid=Grid(
            caption="The total with other weights",
            head=("Weights", *(f">{named(name)}" for name in names), ">Total"),
            rows=tuple(rows),
        ),
    )


# -- earlier days -----------------------------------------------------------------------------


def _course(score: Score, found: Course | None, context: Context) -> Iterator[Part]:
    if found is None:
        return
    names = [one.name for one in score.dimensions]
    rows = tuple(
        (
            context.period(moment.name), points(moment.score.low, moment.score.high),
            *(points(one.low, one.high) for one in moment.score.dimensions),
        )
        for moment in found.moments
    )  # fmt: skip
    yield Part(
        id="quarters",
        title="Quarters compared",
        note="today's anchors and weights, figures as known today",
        grid=Grid(
            caption="The latest quarters, and their scores",
            head=("Quarter", ">Total", *(f">{named(name)}" for name in names)),
            rows=rows,
        ),
        says=tuple(_left_out(found, context)),
    )
    yield _ranks(found, context)
    yield _stability(found)


def _left_out(found: Course, context: Context) -> Iterator[str]:
    if found.left_out:
        left = and_list([context.period(name) for name in found.left_out])
        yield f"Not compared, since some dimension is not fully known: {left}."


def _ranks(found: Course, context: Context) -> Part:
    rows = tuple(
        (
            context.period(moment.name),
            *(str(view.order.index(i) + 1) for view in found.views),
            percent(found.acceptable[i][0]),
            *((percent(found.between[i][0]),) if found.between else ()),
        )
        for i, moment in enumerate(found.moments)
    )
    head = (
        "Quarter", *(f">{view.name}" for view in found.views), ">First for",
        *((">First between the parties",) if found.between else ()),
    )  # fmt: skip
    return Part(
        id="ranks",
        title="Which quarter was the best",
        note="its rank by the agreed weights, added up in several ways, and by other weights",
        grid=Grid(caption="The rank of each quarter by several ways to add up", head=head, rows=rows),
        says=tuple(_said(found, context)),
    )


def _said(found: Course, context: Context) -> Iterator[str]:
    yield "First for: the share of all possible weights that put this quarter first; equal totals share the place."
    if found.between:
        yield "First between the parties: the same over every compromise between the weights that the parties judged."
    gated = [context.period(moment.name) for moment in found.moments if moment.score.gated_by]
    if gated:
        yield f"Ranks leave gates aside, since these do not depend on weights. A gate caps {and_list(gated)}."
    for view in found.views:
        if view.reversals:
            dropped = and_list([context.period(found.moments[i].name) for i in view.reversals])
            yield f"{view.warning}. Here that is so without {dropped}."
        elif view.warning:
            yield f"{view.warning}."


def _stability(found: Course) -> Part:
    rows = tuple(
        (
            named(name), percent(one.weight), f"{percent(one.first[0])} to {percent(one.first[1])}",
            f"{percent(one.order[0])} to {percent(one.order[1])}",
        )
        for name, one in found.intervals.items()
    )  # fmt: skip
    return Part(
        id="stability",
        title="How far a weight may move",
        note="one weight moved, the others in proportion",
        grid=Grid(
            caption="The weights of each dimension for which the order of the quarters stays",
            head=("Dimension", ">Weight", ">Same best quarter", ">Same order"),
            rows=rows,
        ),
    )
