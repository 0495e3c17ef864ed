"""The page: one self-contained HTML document, without script and without a request to anywhere."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from comity.reports.charts.bars import score_bar
from comity.reports.charts.difference import draw_difference
from comity.reports.charts.series import draw_series
from comity.reports.charts.shapes import Drawing
from comity.reports.charts.svg import page_svg, symbols
from comity.reports.view.model import MetricCard, ScoreRow, Sheet
from comity.reports.view.sheet import view
from comity.standing.model import Standing

CARD_WIDTH, CARD_HEIGHT, MEMBER_HEIGHT, PERIODS_HEIGHT = 270, 132, 64, 14
PAIR_WIDTH, PAIR_HEIGHT = 860, 320

LEGEND = (
    ("final", "Final"),
    ("provisional", "Provisional"),
    ("disputed", "Disputed"),
    ("missing", "Missing"),
    ("not_due", "Not due"),
    ("excused", "Excused"),
    ("undetermined", "Undetermined"),
)


def page(standing: Standing) -> str:
    """Return the standing as an HTML document."""
    sheet = view(standing)
    environment = _environment()
    css, _, _ = environment.loader.get_source(environment, "page.css")  # type: ignore[union-attr]
    return environment.get_template("page.html.j2").render(
        sheet=sheet,
        css=Markup(css),  # noqa: S704 - our own style sheet
        symbols=_markup(symbols()),
        charts=_charts(sheet),
        bars=_bars(sheet),
        legend=LEGEND,
    )


@cache
def _environment() -> Environment:
    loader = PackageLoader("comity.reports", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)


def _markup(svg: str) -> Markup:
    return Markup(svg)  # noqa: S704 - charts.svg escapes every text in it


def _charts(sheet: Sheet) -> dict[str, Markup | list[Markup]]:
    found: dict[str, Markup | list[Markup]] = {card.id: [_svg(d) for d in drawings(card)] for card in sheet.metrics}
    for item in sheet.comparisons:
        drawn = draw_difference(item.chart, PAIR_WIDTH, PAIR_HEIGHT) if item.chart is not None else None
        found[item.id] = _svg(drawn) if drawn is not None else Markup("")
    return found


def drawings(card: MetricCard, width: float = CARD_WIDTH, height: float = CARD_HEIGHT) -> list[Drawing]:
    """Return the charts of a card: one, or one a member, lower."""
    if len(card.charts) > 1:
        height = MEMBER_HEIGHT
    drawn = [draw_series(s, width, height + (PERIODS_HEIGHT if s.named_periods else 0)) for s in card.charts]
    return [drawing for drawing in drawn if drawing is not None]


def bar(row: ScoreRow) -> Drawing:
    """Return the bar of a score."""
    return score_bar(row.low, row.high, row.bar_label)


def _bars(sheet: Sheet) -> dict[str, Markup]:
    if sheet.scorecard is None:
        return {}
    return {row.title: _svg(bar(row)) for row in (*sheet.scorecard.rows, sheet.scorecard.total)}


def _svg(drawing: Drawing) -> Markup:
    return _markup(page_svg(drawing))
