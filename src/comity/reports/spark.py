"""Metrics as lines of a table: the latest figure and its history in one character a period, gaps visible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from comity.kernel.figure import Exact, Figure, Scope, State
from comity.kernel.words import period_name
from comity.reports.view.context import Context
from comity.standing.model import Standing
from comity.standing.words import state_word

LEVELS = "▁▂▃▄▅▆▇█"
PLAIN_LEVELS = "_.-~=+*#"
GAP = "·"
PLAIN_GAP = " "


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricRow:
    """A metric for one member: its latest figure as text ("" if there is none), target, history, and what came since.

    `metric` is its title, `title` what stands in the row: for further members of a metric only the member.

    `since` says which later periods have no figure, `2 later missing`; `mark` is the state of the latest figure.
    """

    metric: str
    title: str
    member: str
    dagger: bool
    period: str
    figure: str
    target: str
    mark: str
    state: str
    history: str
    plain_history: str
    since: str


def metric_rows(standing: Standing, periods: int) -> Iterator[MetricRow]:
    """Yield one row a metric and member, in the order of the agreement; the history has at most so many periods."""
    context = Context(standing)
    for metric, figures in standing.figures.items():
        scopes = list(dict.fromkeys(figure.scope for figure in figures))
        for number, scope in enumerate(scopes):
            row = _row(metric, scope, [f for f in figures if f.scope == scope], context, periods)
            yield replace(row, title=f"  \N{HORIZONTAL ELLIPSIS} {row.member}") if number else row


def _row(metric: str, scope: Scope, figures: Sequence[Figure], context: Context, periods: int) -> MetricRow:
    begun = [figure for figure in figures if figure.state is not State.NOT_DUE]
    known = [n for n, figure in enumerate(begun) if figure.value is not None]
    latest = begun[known[-1]] if known else None
    recent = begun[max(known[-1] + 1 - periods, 0) : known[-1] + 1] if known else []
    target = context.target(latest) if latest is not None else None
    title = context.title("metrics", metric)
    member = ", ".join(name for _, name in scope)
    return MetricRow(
        metric=title,
        title=f"{title}, {member}" if member else title,
        member=member,
        dagger=context.illustrative(f"metrics.{metric}"),
        period=period_name(latest.period) if latest else "",
        figure=context.value(latest, latest.value) if latest and latest.value is not None else "",
        target=context.value(latest, target.value) if latest and target else "",
        mark=latest.state.value if latest else "missing",
        state=state_word(latest.state) if latest else "missing",
        history=history([figure.value for figure in recent], LEVELS, GAP),
        plain_history=history([figure.value for figure in recent], PLAIN_LEVELS, PLAIN_GAP),
        since=_since(begun[known[-1] + 1 :]) if known else "",
    )


def history(values: Sequence[Exact | None], levels: str, gap: str) -> str:
    """Return one character a value, from the lowest to the highest of them; `gap` where there is none."""
    known = [Fraction(value) for value in values if value is not None]
    if not known:
        return ""
    low, spread = min(known), max(known) - min(known)
    top = len(levels) - 1

    def level(value: Exact) -> str:
        return levels[round((Fraction(value) - low) / spread * top)] if spread else levels[top // 2]

    return "".join(gap if value is None else level(value) for value in values)


def _since(later: Sequence[Figure]) -> str:
    """Say what came after the latest figure: `3 later missing`."""
    if not later:
        return ""
    states = dict.fromkeys(state_word(figure.state) for figure in later)
    return f"{len(later)} later {' or '.join(states)}"
