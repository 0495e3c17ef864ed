"""A backtest as one self-contained HTML document, in the manner of the page of a standing."""

from __future__ import annotations

from datetime import date
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from comity.reports.backtest.model import BacktestView
from comity.reports.backtest.view import view
from comity.reports.charts.series import draw_series
from comity.reports.charts.shapes import Drawing
from comity.reports.charts.svg import page_svg, symbols
from comity.reports.charts.sweep import draw_sweep
from comity.standing.backtest.model import Backtest

ACCOUNT_WIDTH, ACCOUNT_HEIGHT = 860, 150
SWEEP_WIDTH, SWEEP_HEIGHT, PLAIN_HEIGHT = 600, 270, 170

LEGEND = (
    ("missed", "Missed"),
    ("undetermined", "Undetermined"),
    ("excused", "Excused"),
    ("met", "Met"),
    ("not_due", "Not due"),
)


def page(backtest: Backtest, known_at: date) -> str:
    """Return a backtest as an HTML document."""
    shown = view(backtest, known_at)
    environment = _environment()
    sheets = [environment.loader.get_source(environment, name)[0] for name in ("page.css", "backtest.css")]  # type: ignore[union-attr]
    return environment.get_template("backtest.html.j2").render(
        it=shown,
        css=Markup("\n".join(sheets)),  # nosec B704  # noqa: S704 - our own style sheets
        symbols=_markup(symbols()),
        charts={name: _markup(page_svg(drawing)) for name, drawing in drawings(shown).items()},
        legend=LEGEND,
    )


def drawings(shown: BacktestView) -> dict[str, Drawing]:
    """Return the charts of a backtest by the id of what they belong to; parts without a chart are left out."""
    found: dict[str, Drawing] = {}
    for account in shown.accounts:
        drawn = draw_series(account.chart, ACCOUNT_WIDTH, ACCOUNT_HEIGHT) if account.chart is not None else None
        if drawn is not None:
            found[account.id] = drawn
    for part in shown.sweeps:
        height = SWEEP_HEIGHT if part.chart.currency else PLAIN_HEIGHT
        found[part.id] = draw_sweep(part.chart, SWEEP_WIDTH, height)
    return found


@cache
def _environment() -> Environment:
    loader = PackageLoader("comity.reports", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)


def _markup(svg: str) -> Markup:
    return Markup(svg)  # nosec B704  # noqa: S704 - charts.svg escapes every text in it
