"""One wave of a survey as a page of its own: what the sheet shows of it, without the rest of the alliance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from comity.agreement.model import Terms
from comity.kernel.words import and_list
from comity.reports.charts.shapes import Drawing
from comity.reports.charts.svg import page_svg, symbols
from comity.reports.html import ONE_PAGE, survey_drawings
from comity.reports.view.survey_model import SurveyView


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """What the section of surveys reads of a sheet."""

    surveys: tuple[SurveyView, ...]


def wave_page(view: SurveyView, terms: Terms) -> str:
    """Return a survey, with its latest wave in detail, as an HTML document: no script, no request to anywhere."""
    environment = _environment()
    css, _, _ = environment.loader.get_source(environment, "page.css")  # type: ignore[union-attr]
    return environment.get_template("survey_wave.html.j2").render(
        css=_markup(css),
        symbols=_markup(symbols()),
        title=terms.title,
        wave=view.wave,
        parties=and_list([party.legal_name for party in terms.parties.values()]),
        sheet=_Sheet(surveys=(view,)),
        charts={view.id: survey_drawings(view, _svg)},
        links=ONE_PAGE,
    )


@cache
def _environment() -> Environment:
    loader = PackageLoader("comity.reports", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)


def _svg(drawing: Drawing) -> Markup:
    return _markup(page_svg(drawing))


def _markup(text: str) -> Markup:
    return Markup(text)  # nosec B704  # noqa: S704 - our own style sheet; charts.svg escapes every text in it
