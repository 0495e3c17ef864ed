"""The scorecard: its levels with weights and anchors, what it depends on, and how it went over the quarters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial

from markupsafe import Markup

from comity.kernel import exact
from comity.kernel.figure import State
from comity.kernel.numbers import MINUS, PERCENT
from comity.kernel.period import Grain
from comity.reports.charts.points import Point
from comity.reports.charts.series import Series, draw_series
from comity.reports.charts.svg import page_svg
from comity.reports.html import bar
from comity.reports.scorecard.model import Grid, Part
from comity.reports.scorecard.score import score_leaf
from comity.reports.view.dependence import dependence_view
from comity.reports.view.model import ScoreRow
from comity.scorecards.model import Score
from comity.scorecards.robust.moments import moments
from comity.standing.dependence import dependence, scored_index
from comity.web.alliances.pages.kit import Kit, drawn_twice
from comity.web.alliances.pages.score_rows import levels
from comity.web.alliances.pieces import Block, Page
from comity.web.alliances.rendered import rendered
from comity.web.amounts import counted
from comity.web.listing import Cell, Column, Listing

FEW = 2
"""A history needs that many quarters with a score."""

_PLAIN = re.compile(f"{MINUS}?[0-9][0-9,]*(?:\\.[0-9]+)?%?")


def pages(kit: Kit) -> Iterator[Page]:
    """Yield the page of the scorecard; without one it says how an alliance gets one."""
    score = kit.standing.score
    blocks = tuple(_blocks(score, kit)) if score is not None else (_none(kit),)
    yield Page(page="scorecard", title="Scorecard", blocks=blocks)


def _none(kit: Kit) -> str:
    return rendered("no_score.html.j2", agreed=bool(kit.standing.terms.scorecard))


def _blocks(score: Score, kit: Kit) -> Iterator[Block]:
    found = dependence(kit.standing, score, {})
    leaf = score_leaf(kit.standing, score, found)
    scorecard = kit.sheet.scorecard
    assert scorecard is not None  # there is a score
    rows = [*scorecard.rows, scorecard.total]
    yield rendered(
        "scores.html.j2", links=replace(kit.near, score="#list-levels"), lead=leaf.lead, sheet=kit.sheet,
        score=scorecard, bars={row.title: _bar(row) for row in rows},
    )  # fmt: skip
    yield levels(score, kit)
    yield from _history(score, kit)
    if dependence_view(kit.context) is None and len(score.dimensions) < FEW:
        return
    for part in leaf.parts[1:]:
        yield from _part(part)


def _bar(row: ScoreRow) -> Markup:
    return Markup(page_svg(bar(row)))  # nosec B704  # noqa: S704 - our own chart


# -- over the quarters ------------------------------------------------------------------------


def _history(score: Score, kit: Kit) -> Iterator[str]:
    """Yield the chart of the total at the end of each quarter, where there are at least two to compare."""
    standing = kit.standing
    found = moments(standing.terms, scored_index(standing), as_of=standing.as_of)
    if sum(one.score.score is not None for one in found) < FEW:
        return
    quarters = {one.name: one for one in standing.terms.calendar.between(Grain.QUARTER, found[0].on, found[-1].on)}
    points = tuple(
        Point(
            period=quarters[one.name], value=one.score.score, target=100,  # type: ignore[arg-type]
            state=State.FINAL if one.score.score is not None else State.UNDETERMINED,
        )
        for one in found
    )  # fmt: skip
    label = f"Chart of the score at the end of each quarter, {found[0].name} to {found[-1].name}; the target is 100."
    series = Series(points=points, unit="", label=label)
    yield rendered("history.html.j2", chart=drawn_twice(partial(draw_series, series), 220, 180))


# -- what it depends on -----------------------------------------------------------------------


def _part(part: Part) -> Iterator[Block]:
    """Yield a section of the view of `comity score`: its chart and sentences, then its table as a listing."""
    if part.chart is not None or part.says:
        chart = page_svg(part.chart) if part.chart is not None else ""
        yield rendered("score_part.html.j2", it=part, chart=chart)
    if part.grid is not None:
        yield _listing(part, part.grid)


def _listing(part: Part, grid: Grid) -> Listing:
    numbers = [word.startswith(">") for word in grid.head]
    columns = tuple(
        Column(f"c{place}", word.removeprefix(">") or "Note", "number" if numbers[place] else "text")
        for place, word in enumerate(grid.head)
    )
    rows = tuple(tuple(_cell(text) for text in row) for row in grid.rows)
    return Listing(name=part.id, caption=grid.caption, columns=columns, rows=rows)


def _cell(text: str) -> Cell:
    """Return a cell with the number that it shows, if it shows one: a grid has words, and of units shares alone."""
    if not _PLAIN.fullmatch(text):
        return Cell(text)
    plain = text.replace(",", "").replace(MINUS, "-")
    if not plain.endswith("%"):
        return counted(text, Decimal(plain))
    return counted(text, exact.div(Decimal(plain.rstrip("%")), Decimal(100)), PERCENT)
