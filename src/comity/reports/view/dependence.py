"""How far a score depends on its weights, short enough for the page: `comity score` says all of it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from comity.kernel import exact
from comity.kernel.words import and_list, named
from comity.reports.charts.stability import StabilityChart, StabilityRow
from comity.reports.view.context import Context
from comity.reports.view.model import Cell, DependenceView, TwinTable

if TYPE_CHECKING:
    # It brings numpy along, which a view does not need.
    from comity.scorecards.robust.sensitivity import Course, Sensitivity


def dependence_view(context: Context) -> DependenceView | None:
    """Return what the score depends on; None where nobody asked, or where one dimension has all the weight."""
    found = context.standing.sensitivity
    if found is None or len(found.levers) < 2:
        return None
    course = found.course
    return DependenceView(
        says=tuple(_says(found, context)),
        chart=_chart(course) if course is not None else None,
        twin=_twin(course) if course is not None else None,
        quarters=_quarters(course, context) if course is not None else None,
    )


def _says(found: Sensitivity, context: Context) -> Iterator[str]:
    spread = {one.name: exact.magnitude(exact.sub(one.at_all.low, one.at_none.low)) for one in found.levers}
    widest = max(spread, key=lambda name: Fraction(spread[name]))
    if not spread[widest]:
        yield "Nothing is known yet that the weights could change."
        return
    points = _points(Fraction(spread[widest]))
    yield f"The total depends most on the weight of {named(widest)}: {points} between no weight and all of it."
    if found.course is None:
        yield "Quarters cannot be compared yet: fewer than two are known in every dimension."
        return
    yield from _course(found.course, context)


def _points(value: Fraction) -> str:
    whole = int(value + Fraction(1, 2))
    return f"{whole} point{'' if whole == 1 else 's'}"


def _course(course: Course, context: Context) -> Iterator[str]:
    agreed = course.views[0]
    best = agreed.order[0]
    name = context.period(course.moments[best].name)
    share = f"{course.acceptable[best][0]:.0%}"
    yield f"Of {len(course.moments)} quarters {name} is the best, as it is for {share} of all possible weights."
    tight = min(course.intervals, key=lambda one: _room(course, one))
    low, high = course.intervals[tight].first
    if _room(course, tight) < 1:
        yield f"It stays the best while the weight of {named(tight)} lies within {low:.0%} to {high:.0%}."
    if course.between:
        between = max(range(len(course.moments)), key=lambda i: course.between[i][0])
        of_them = f"{context.period(course.moments[between].name)} for {course.between[between][0]:.0%} of them"
        yield f"Between the weights that the parties judged, the best is {of_them}."
    yield from _other_ways(course, context)


def _room(course: Course, name: str) -> float:
    low, high = course.intervals[name].first
    return high - low


def _other_ways(course: Course, context: Context) -> Iterator[str]:
    """Say which other ways to add up put another quarter first, and what they warn of."""
    agreed, *others = course.views
    other = [view for view in others if view.order[0] != agreed.order[0]]
    if other:
        each = [f"{view.name} {context.period(course.moments[view.order[0]].name)}" for view in other]
        yield f"Added up otherwise another quarter comes first: by {and_list(each)}."
    else:
        yield f"It comes first by {and_list([view.name for view in others])} as well."
    turned = [view.name for view in others if view.reversals]
    relative = [view.name for view in others if view.warning]
    if turned:
        changes = "changes" if len(turned) == 1 else "change"
        yield f"{and_list(turned)} {changes} the order of the others when one quarter is left out: a view, and no more."
    elif relative:
        verb = "compares" if len(relative) == 1 else "compare"
        yield f"{and_list(relative)} {verb} quarters with one another, so that one more could change the order."


def _chart(course: Course) -> StabilityChart:
    rows = tuple(
        StabilityRow(title=named(name), weight=one.weight, first=one.first, order=one.order)
        for name, one in course.intervals.items()
    )
    label = "How far the weight of each dimension may move before another quarter comes first, or the order changes"
    return StabilityChart(rows=rows, label=label)


def _twin(course: Course) -> TwinTable:
    rows = tuple(
        (Cell(named(name)), Cell(f"{one.weight:.0%}"), Cell(_within(one.first)), Cell(_within(one.order)))
        for name, one in course.intervals.items()
    )
    return TwinTable(
        caption="The weights of each dimension for which the best quarter, and the whole order, stay",
        head=("Dimension", "As agreed", "Same first", "Same order"),
        rows=rows,
    )


def _within(ends: tuple[float, float]) -> str:
    return f"{ends[0]:.0%} to {ends[1]:.0%}"


def _quarters(course: Course, context: Context) -> TwinTable:
    rows = tuple(
        (
            Cell(context.period(moment.name)),
            *(Cell(str(view.order.index(place) + 1)) for view in course.views),
            Cell(f"{course.acceptable[place][0]:.0%}"),
        )
        for place, moment in enumerate(course.moments)
    )
    return TwinTable(
        caption="Rank of each quarter by several ways to add up, and the share of all weights that put it first",
        head=("Quarter", *(view.name for view in course.views), "First for"),
        rows=rows,
    )
