"""The metrics: a list of them, and a page for each with its chart, its words, its corrections and all its periods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from comity.kernel.figure import Exact, Figure
from comity.kernel.numbers import in_whole, is_currency
from comity.kernel.words import capital, day, period_name
from comity.reports.charts.difference import draw_difference
from comity.reports.charts.series import draw_series
from comity.reports.html import PAIR_HEIGHT, PAIR_WIDTH
from comity.reports.view.comparisons import compared
from comity.reports.view.metric_charts import GRAIN_WORDS
from comity.reports.view.metrics import leading
from comity.reports.view.model import ComparisonView, MetricCard
from comity.web.alliances.pages.kit import HIGH, WIDE, Kit, bare, chip_cell, drawn, state_cell
from comity.web.alliances.pages.metric_rows import corrections, margin, periods, reached, target_text
from comity.web.alliances.pages.metric_words import about, faces, lead
from comity.web.alliances.pieces import Block, Page
from comity.web.alliances.rendered import rendered
from comity.web.listing import Cell, Column, Listing

COLUMNS = (
    Column("metric", "Metric"),
    Column("member", "Member"),
    Column("period", "Period"),
    Column("figure", "Figure", "number"),
    Column("state", "State"),
    Column("target", "Target", "number"),
    Column("margin", "Margin", "number"),
    Column("reached", "Target reached"),
    Column("known", "Known since", "date"),
)
NO_METRICS = (
    "No metric is measured that you may see. Metrics are defined in the agreement under `metrics`, "
    "and `comity catalogue` lists those that can be taken over."
)


def pages(kit: Kit) -> Iterator[Page]:
    """Yield the list of metrics, and a page for each that the reader sees."""
    yield Page(page="metrics", title="Metrics", blocks=(_list(kit),))
    for name in kit.standing.figures:
        yield Page(page="metric", key=name, title=kit.context.title("metrics", name), blocks=tuple(_blocks(name, kit)))


# -- the list ---------------------------------------------------------------------------------


def _list(kit: Kit) -> Listing:
    rows = tuple(row for name, figures in kit.standing.figures.items() for row in _rows(name, figures, kit))
    has_members = any(figure.scope for of in kit.standing.figures.values() for figure in of)
    columns = COLUMNS if has_members else tuple(column for column in COLUMNS if column.key != "member")
    if not has_members:
        rows = tuple((row[0], *row[2:]) for row in rows)
    return Listing(name="metrics", caption="Latest figures", columns=columns, rows=rows, empty=NO_METRICS)


def _rows(name: str, figures: tuple[Figure, ...], kit: Kit) -> Iterator[tuple[Cell, ...]]:
    """Yield the latest figure of each member of a metric; of one without figures, that it has none."""
    title = Cell(kit.context.title("metrics", name), href=kit.near.metric(name))
    if not figures:
        yield (title, *(Cell(""),) * 2, Cell("no figure yet"), *(Cell(""),) * 5)
    for scope in dict.fromkeys(figure.scope for figure in figures):
        figure = leading([one for one in figures if one.scope == scope])
        href = kit.near.made(name, figure.member, figure.period.name) if figure.derivation else ""
        yield title, Cell(figure.member), *_figure(figure, href, kit)


def _figure(figure: Figure, href: str, kit: Kit) -> tuple[Cell, ...]:
    context, target = kit.context, kit.context.target(figure)
    text = context.value(figure, figure.value) if figure.value is not None else "no figure"
    return (
        Cell(period_name(figure.period), figure.period.first.isoformat()),
        Cell(text, bare(figure.value), href=href),
        state_cell(figure.state),
        Cell(target_text(figure, context), bare(target.value) if target is not None else ""),
        margin(figure, context),
        chip_cell(reached(figure, context)),
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
    height = HIGH if len(charts) == 1 else HIGH / 2
    was = {(one.scope, one.period): _whole(one.was, one.unit) for one in reversed(kit.standing.restated.get(name, ()))}
    scopes = list(dict.fromkeys(figure.scope for figure in kit.standing.figures[name]))
    found = []
    for scope, series in zip(scopes, charts, strict=False):
        points = tuple(replace(point, was=was.get((scope, point.period))) for point in series.points)
        found.append(drawn(draw_series(replace(series, points=points), WIDE, height)))
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
    return drawn(draw_difference(of.chart, PAIR_WIDTH, PAIR_HEIGHT) if of.chart is not None else None)
