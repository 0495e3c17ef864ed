"""The metrics: a list of them, and a page for each with its chart, its words, its corrections and all its periods."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from comity.kernel.figure import Exact, Figure
from comity.kernel.numbers import in_whole, in_words, is_currency
from comity.kernel.words import and_list, capital, day, period_name, plural
from comity.reports.charts.difference import draw_difference
from comity.reports.charts.series import draw_series
from comity.reports.html import PAIR_HEIGHT
from comity.reports.view.comparisons import compared
from comity.reports.view.metric_charts import GRAIN_WORDS
from comity.reports.view.metrics import leading
from comity.reports.view.model import ComparisonView, MetricCard
from comity.web.alliances.pages.kit import HIGH, Kit, chip_cell, drawn_twice, state_cell
from comity.web.alliances.pages.metric_rows import corrections, margin, periods, reached, target_text
from comity.web.alliances.pages.metric_words import about, faces, lead
from comity.web.alliances.pieces import Block, Page, around
from comity.web.alliances.rendered import rendered
from comity.web.amounts import counted
from comity.web.listing import Cell, Column, Listing

COLUMNS = (
    Column("metric", "Metric"),
    Column("period", "Period"),
    Column("figure", "Figure", "number"),
    Column("target", "Target", "number"),
    Column("margin", "Margin", "number"),
    Column("reached", "Target reached"),
    Column("state", "State"),
    Column("known", "Known since", "date"),
)
NO_METRICS = (
    "No metric is measured that you may see. Metrics stand under metrics in agreement.yaml, and the command comity "
    "catalogue lists those that can be taken over."
)


def pages(kit: Kit) -> Iterator[Page]:
    """Yield the list of metrics, and a page for each that the reader sees."""
    head = (rendered("lead.html.j2", lead=_of_all(kit)),) if kit.standing.figures else ()
    yield Page(page="metrics", title="Metrics", blocks=(*head, _list(kit)))
    places = [(kit.context.title("metrics", name), kit.deep.metric(name)) for name in kit.standing.figures]
    for at, name in enumerate(kit.standing.figures):
        beside = around("metric", places, at)
        yield Page(page="metric", key=name, title=places[at][0], blocks=tuple(_blocks(name, kit)), around=beside)


# -- the list ---------------------------------------------------------------------------------


def _of_all(kit: Kit) -> str:
    """Return one sentence about all metrics: how many have a target, and which are short of it."""
    latest = [(name, figure) for name, figures in kit.standing.figures.items() for figure in _latest(figures)]
    judged = [(_title(*one, kit), target.reached) for one in latest if (target := kit.context.target(one[1]))]
    short = [title for title, found in judged if found is False]
    absent = sum(figure.value is None for _, figure in latest)
    told = f"{plural(len(latest), 'figure')}, {in_words(len(judged))} with a target"
    if judged:
        told += f"; short of it: {and_list(short, 5)}" if short else "; none is short of it"
    return f"{told}. {capital(in_words(absent))} without a value." if absent else f"{told}."


def _list(kit: Kit) -> Listing:
    rows = tuple(row for name, figures in kit.standing.figures.items() for row in _rows(name, figures, kit))
    return Listing(name="metrics", caption="Latest figures", columns=COLUMNS, rows=rows, empty=NO_METRICS)


def _latest(figures: Sequence[Figure]) -> list[Figure]:
    """Return the latest figure of each member."""
    scopes = dict.fromkeys(figure.scope for figure in figures)
    return [leading([one for one in figures if one.scope == scope]) for scope in scopes]


def _title(name: str, figure: Figure, kit: Kit) -> str:
    """Return a metric with its member, as clauses are named."""
    return kit.context.title("metrics", name) + (f", {figure.member}" if figure.scope else "")


def _rows(name: str, figures: tuple[Figure, ...], kit: Kit) -> Iterator[tuple[Cell, ...]]:
    """Yield the latest figure of each member of a metric; of one without figures, that it has none."""
    if not figures:
        title = Cell(kit.context.title("metrics", name), href=kit.near.metric(name))
        yield (title, Cell(""), Cell("no figure yet"), *(Cell(""),) * 5)
    for figure in _latest(figures):
        href = kit.near.made(name, figure.member, figure.period.name) if figure.derivation else ""
        yield Cell(_title(name, figure, kit), href=kit.near.metric(name)), *_figure(figure, href, kit)


def _figure(figure: Figure, href: str, kit: Kit) -> tuple[Cell, ...]:
    context, target = kit.context, kit.context.target(figure)
    text = context.value(figure, figure.value) if figure.value is not None else "no figure"
    return (
        Cell(period_name(figure.period), figure.period.first.isoformat()),
        counted(text, figure.value, figure.unit, href=href),
        counted(target_text(figure, context), target.value if target is not None else None, figure.unit),
        margin(figure, context),
        chip_cell(reached(figure, context)),
        state_cell(figure.state),
        Cell(day(figure.known) if figure.known else "", figure.known.isoformat() if figure.known else ""),
    )


# -- a page -----------------------------------------------------------------------------------


def _blocks(name: str, kit: Kit) -> Iterator[Block]:
    figures = kit.standing.figures[name]
    card = next((card for card in kit.sheet.metrics if card.name == name), None)
    pairs = _pairs(name, kit)
    has_target = bool(kit.standing.targets.get(name))
    alone = len(pairs) == 1 and not has_target
    metric = kit.context.metric(name)
    yield rendered(
        "metric.html.j2", links=kit.deep, lead=lead(name, figures, kit), faces=faces(figures, kit),
        grain=capital(f"by {GRAIN_WORDS[metric.every]}") if metric is not None else "All periods",
        unit=figures[0].unit if figures else "", about=about(name, kit),
        charts=[_pair(pairs[0])] if alone else _charts(name, card, kit), says=pairs[0].sentence if alone else "",
        empty=card.empty if card is not None else "No period has begun yet.",
        corrected=name in kit.standing.restated and not alone,
    )  # fmt: skip
    yield from _people(name, kit)
    if pairs and not alone:
        charts = {one.id: _pair(one) for one in pairs}
        yield rendered("reported_by.html.j2", links=kit.deep, comparisons=pairs, charts=charts)
    if figures:
        yield periods(name, figures, kit)
    if name in kit.standing.restated:
        yield corrections(name, kit)


def _charts(name: str, card: MetricCard | None, kit: Kit) -> list[str]:
    """Return the charts of a metric, a member each, with what its figures were before they were corrected."""
    charts = card.charts if card is not None else ()
    height, low = (HIGH, 200) if len(charts) == 1 else (HIGH / 2, 110)
    was = {(one.scope, one.period): _whole(one.was, one.unit) for one in reversed(kit.standing.restated.get(name, ()))}
    scopes = list(dict.fromkeys(figure.scope for figure in kit.standing.figures[name]))
    found = []
    for scope, series in zip(scopes, charts, strict=False):
        points = tuple(replace(point, was=was.get((scope, point.period))) for point in series.points)
        found.append(drawn_twice(partial(draw_series, replace(series, points=points)), height, low))
    return found


def _whole(value: Exact, unit: str) -> Exact:
    """Return a value as charts draw it: an amount in `EUR m` in euros."""
    return in_whole(value, unit)[0] if is_currency(unit) else value


def _people(name: str, kit: Kit) -> Iterator[str]:
    """Yield both parties' sides of a judged metric."""
    own = [one for one in kit.sheet.judgements if one.metric == name]
    if own:
        yield rendered("judged_by.html.j2", links=kit.deep, judgements=own)


def _pairs(name: str, kit: Kit) -> list[ComparisonView]:
    """Return both reporters' accounts of the fact that a metric shows, where two report it."""
    ids = {f"compared-{one.table}-{one.column}" for one in compared(kit.context, name)}
    return [one for one in kit.sheet.comparisons if one.id in ids and one.chart is not None]


def _pair(of: ComparisonView) -> str:
    return drawn_twice(partial(draw_difference, of.chart), PAIR_HEIGHT, 260) if of.chart is not None else ""
