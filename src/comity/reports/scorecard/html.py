"""Views of scores and weights as one self-contained HTML document; every chart has its table below it."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from comity.reports.charts.svg import page_svg, symbols
from comity.reports.scorecard.model import Leaf


def page(leaf: Leaf) -> str:
    """Return a view as an HTML document."""
    environment = _environment()
    sheets = [environment.loader.get_source(environment, name)[0] for name in ("page.css", "score.css")]  # type: ignore[union-attr]
    return environment.get_template("score.html.j2").render(
        it=leaf,
        css=Markup("\n".join(sheets)),  # nosec B704  # noqa: S704 - our own style sheets
        symbols=Markup(symbols()),  # nosec B704  # noqa: S704 - our own icons
        charts={part.id: _svg(part.chart) for part in leaf.parts if part.chart is not None},
    )


def _svg(chart: object) -> Markup:
    return Markup(page_svg(chart))  # type: ignore[arg-type]  # nosec B704  # noqa: S704 - charts.svg escapes every text in it


@cache
def _environment() -> Environment:
    loader = PackageLoader("comity.reports", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
