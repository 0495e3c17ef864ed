"""The charts of a metric, as data, with what they say to who cannot see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from comity.facts.model import Comparison
from comity.kernel.figure import Exact, Figure, Scope, State
from comity.kernel.numbers import PERCENT, in_whole, is_currency
from comity.kernel.period import Grain
from comity.kernel.words import period_name, periods_named, plural
from comity.reports.charts.points import Point
from comity.reports.charts.series import Series
from comity.reports.view.comparisons import second_report
from comity.reports.view.context import Context, tables_behind
from comity.standing.model import Target
from comity.standing.words import state_word

MOST_CHARTS = 4
_FEW = 4
GRAIN_WORDS = {
    Grain.DAY: "day",
    Grain.WEEK: "week",
    Grain.MONTH: "month",
    Grain.QUARTER: "quarter",
    Grain.YEAR: "year",
    Grain.CONTRACT_YEAR: "contract year",
}


def metric_charts(
    name: str, members: dict[Scope, list[Figure]], reports: Sequence[Comparison], context: Context
) -> tuple[Series, ...]:
    """Return one chart for each member, on one scale; none for more members than a card can hold."""
    if len(members) > MOST_CHARTS:
        return ()
    shared = _reach([f for own in members.values() for f in own], context) if len(members) > 1 else ()
    drawn = [_series(name, own, reports, shared, context) for own in members.values()]
    return (*(replace(series, named_periods=False) for series in drawn[:-1]), drawn[-1])


def _reach(figures: Sequence[Figure], context: Context) -> tuple[Exact, ...]:
    """Return the lowest and highest value or target of all members, which their charts share."""
    values = [_whole(f, f.value) for f in figures]
    values += [_whole(f, t.value) for f in figures if (t := context.target(f)) is not None]
    known = [value for value in values if value is not None]
    return (min(known), max(known)) if known else ()


def _whole(figure: Figure, value: Exact | None) -> Fraction | None:
    """Return a value as it is drawn: an amount in `EUR m` in euros."""
    if value is None:
        return None
    return in_whole(value, figure.unit)[0] if is_currency(figure.unit) else Fraction(value)


def _series(
    name: str, own: Sequence[Figure], reports: Sequence[Comparison], shared: tuple[Exact, ...], context: Context
) -> Series:
    others = {c.period: report.converted for c in reports if (report := second_report(c, context)) is not None}
    points = tuple(
        Point(
            period=f.period,
            value=_whole(f, f.value),
            state=f.state,
            target=_whole(f, t.value) if (t := context.target(f)) is not None else None,
            other=others.get(f.period),
        )
        for f in own
    )
    known = [f for f in own if f.value is not None]
    zeros = sum(f.value == 0 for f in known)
    counted = len(known) <= _FEW or own[0].period.grain is Grain.YEAR or 3 * zeros >= len(known)
    bars = not shared and own[0].unit != PERCENT and counted
    return Series(
        points=points,
        unit=in_whole(Fraction(0), own[0].unit)[1] if is_currency(own[0].unit) else own[0].unit,
        label=_label(name, own, bars, bool(others), context),
        ink=_ink(name, context),
        bars=bars,
        heading=own[0].member,
        axis_values=shared,
    )


def _ink(name: str, context: Context) -> str:
    """Return the colour of a figure: its reporter's where one party alone stands behind it, or is counted."""
    metric = context.metric(name)
    tables = tables_behind(context.terms, metric.formula.node) if metric is not None else set()
    parties = list(context.terms.parties)
    counted = {r.party for t in tables for r in context.terms.facts[t].reporters[:1]}
    if len(counted) == 1 and (party := counted.pop()) in parties[:2]:
        return "ab"[parties.index(party)]
    return "s"


def _label(name: str, own: Sequence[Figure], bars: bool, two: bool, context: Context) -> str:
    """Describe a chart for who cannot see it: what, over which periods, from what to what, what is absent."""
    known = [f for f in own if f.value is not None]
    title = context.title("metrics", name) + (f", {own[0].member}" if own[0].scope else "")
    what = f"of {title} by {GRAIN_WORDS[own[0].period.grain]}"
    if not known:
        return f"Chart {what}: no figure."
    kind = f"{'Bar' if bars else 'Line'} chart {what}"
    first, last = known[0], known[-1]
    spoken = [
        f"{kind}, {period_name(first.period)} to {period_name(last.period)}",
        f"from {_said(first, context)} to {_said(last, context)}",
    ]
    absent = [f.period for f in own if f.state is State.MISSING]
    if absent:
        spoken.append(f"missing {periods_named(absent)}")
    if (target := context.target(last)) is not None:
        spoken.append(f"target {context.value(last, target.value)}, {_reached_word(target)}")
    if two:
        spoken.append("with the values of both reporters")
    return "; ".join(spoken) + "."


def _reached_word(target: Target) -> str:
    return {True: "reached", False: "not reached", None: "cannot be said"}[target.reached]


def _said(figure: Figure, context: Context) -> str:
    text = context.value(figure, figure.value) if figure.value is not None else "no figure"
    return text if figure.state is State.FINAL else f"{text} ({state_word(figure.state)})"


def empty_words(figures: Sequence[Figure], members: dict[Scope, list[Figure]]) -> str:
    """Say why there is no chart, in words; empty where there is one."""
    if len(members) > MOST_CHARTS:
        return f"{plural(len(members), 'member')}, too many for a chart"
    if any(f.value is not None for f in figures):
        return ""
    return "No figure in any period so far."
