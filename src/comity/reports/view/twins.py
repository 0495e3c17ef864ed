"""The table beside a metric's charts: all its values."""

from __future__ import annotations

from collections.abc import Sequence

from comity.kernel.figure import Figure, Scope, State
from comity.kernel.words import capital, day, period_name
from comity.reports.view.context import Context
from comity.reports.view.metric_charts import MOST_CHARTS
from comity.reports.view.model import Cell, TwinTable
from comity.standing.words import state_word


def metric_twin(name: str, members: dict[Scope, list[Figure]], context: Context) -> TwinTable:
    """Return all values of a metric as a table; of many members, their latest."""
    title = context.title("metrics", name)
    if len(members) == 1:
        return _plain_twin(title, next(iter(members.values())), context)
    return _member_twin(title, members, context)


def _plain_twin(title: str, own: Sequence[Figure], context: Context) -> TwinTable:
    has_target = any(context.target(f) is not None for f in own)
    has_reason = any(f.reason for f in own)
    head = ["Period", "Figure", *(["Target"] if has_target else []), "State", "Known", *(["Why"] if has_reason else [])]
    return TwinTable(
        caption=f"{title}, all periods, newest first",
        head=tuple(head),
        rows=tuple(_plain_row(f, has_target, has_reason, context) for f in reversed(own)),
    )


def _plain_row(figure: Figure, has_target: bool, has_reason: bool, context: Context) -> tuple[Cell, ...]:
    target = context.target(figure)
    shown = context.value(figure, target.value) if target is not None else "none"
    mark = "" if figure.state is State.FINAL else figure.state.value
    why = capital(context.spoken(figure.reason))
    return (
        Cell(period_name(figure.period)),
        Cell(context.value(figure, figure.value) if figure.value is not None else "no figure"),
        *((Cell(shown),) if has_target else ()),
        Cell(capital(state_word(figure.state)), mark),
        Cell(day(figure.known) if figure.known is not None else "not known"),
        *((Cell(why, "why" if why else ""),) if has_reason else ()),
    )


def _member_twin(title: str, members: dict[Scope, list[Figure]], context: Context) -> TwinTable:
    """Return periods as rows and members as columns; with many members the other way round, latest periods."""
    cells = {(f.scope, f.period): f for own in members.values() for f in own}
    periods = sorted({period for _, period in cells}, reverse=True)
    if len(members) > 2 * MOST_CHARTS:
        shown = periods[:6]
        rows = [[Cell(_named(scope)), *(_cell(cells.get((scope, p)), context) for p in shown)] for scope in members]
        head = ["Member", *(period_name(p) for p in shown)]
        caption = f"{title}, latest periods by member"
    else:
        rows = [[Cell(period_name(p)), *(_cell(cells.get((scope, p)), context) for scope in members)] for p in periods]
        head = ["Period", *(_named(scope) for scope in members)]
        caption = f"{title}, all periods, newest first"
    return TwinTable(caption=caption, head=tuple(head), rows=tuple(tuple(row) for row in rows))


def _named(scope: Scope) -> str:
    return ", ".join(member for _, member in scope) or "all"


def _cell(figure: Figure | None, context: Context) -> Cell:
    if figure is None:
        return Cell("none")
    word = state_word(figure.state)
    if figure.value is None:
        return Cell(word, figure.state.value, context.spoken(figure.reason))
    mark = "" if figure.state is State.FINAL else figure.state.value
    return Cell(context.value(figure, figure.value), mark, word if mark else "")
