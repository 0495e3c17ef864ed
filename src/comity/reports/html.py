"""The page: one self-contained HTML document, without script and without a request to anywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol, TypeVar

from jinja2 import BaseLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from comity.reports.charts.bars import score_bar
from comity.reports.charts.difference import draw_difference
from comity.reports.charts.gaps import draw_gaps
from comity.reports.charts.levels import draw_levels
from comity.reports.charts.profile import draw_profile
from comity.reports.charts.series import draw_series
from comity.reports.charts.shapes import Drawing
from comity.reports.charts.stability import draw_stability
from comity.reports.charts.svg import page_svg, symbols
from comity.reports.view.model import MetricCard, ScoreRow, Sheet
from comity.reports.view.sheet import view
from comity.reports.view.survey_model import SurveyView
from comity.standing.model import Standing

T = TypeVar("T")

CARD_WIDTH, CARD_HEIGHT, MEMBER_HEIGHT, PERIODS_HEIGHT = 270, 132, 64, 14
PAIR_WIDTH, PAIR_HEIGHT = 860, 320
SURVEY_WIDTH, PROFILE, WEIGHTS_WIDTH = 860, (270, 116), 560

LEGEND = (
    ("final", "Final"),
    ("provisional", "Provisional"),
    ("disputed", "Disputed"),
    ("missing", "Missing"),
    ("not_due", "Not due"),
    ("excused", "Excused"),
    ("undetermined", "Undetermined"),
)


class Links(Protocol):
    """Says where the pages of what a sheet shows are, where they have pages of their own; "" where they have none."""

    def metric(self, name: str) -> str:
        """Return the address of a metric."""

    def clause(self, name: str) -> str:
        """Return the address of a clause."""

    def verdict(self, about: tuple[str, str, str]) -> str:
        """Return the address of how a verdict was reached: of a clause, a member ("" for none) and a period."""

    def scorecard(self) -> str:
        """Return the address of the scorecard."""

    def figure(self, number: int) -> str:
        """Return the address of a derivation, by its number on the sheet: `#d3` where it stands on the same page."""

    def place(self, id_: str) -> str:
        """Return the address of something by its id on the sheet."""

    def about(self, kind: str, name: str, id_: str = "") -> str:
        """Return where what a decision or a line of the docket is about is: its page, else its place on the sheet."""


@dataclass(frozen=True, slots=True)
class OnePage:
    """The links of a page that stands alone: derivations are below, and nothing else has a page."""

    def metric(self, name: str) -> str:
        """Return nothing."""
        return ""

    def clause(self, name: str) -> str:
        """Return nothing."""
        return ""

    def verdict(self, about: tuple[str, str, str]) -> str:
        """Return nothing."""
        return ""

    def scorecard(self) -> str:
        """Return nothing."""
        return ""

    def figure(self, number: int) -> str:
        """Return the place of a derivation on the page."""
        return self.place(f"d{number}")

    def place(self, id_: str) -> str:
        """Return a place on the page."""
        return f"#{id_}"

    def about(self, kind: str, name: str, id_: str = "") -> str:
        """Return its place on the page."""
        return f"#{id_}" if id_ else ""


ONE_PAGE = OnePage()


def page(standing: Standing) -> str:
    """Return the standing as an HTML document."""
    sheet = view(standing)
    made = _environment()
    css, _, _ = made.loader.get_source(made, "page.css")  # type: ignore[union-attr]
    return made.get_template("page.html.j2").render(
        css=Markup(css),  # nosec B704  # noqa: S704 - our own style sheet
        symbols=_markup(symbols()),
        legend=LEGEND,
        **drawn(sheet),
    )


def drawn(sheet: Sheet, links: Links = ONE_PAGE) -> dict[str, object]:
    """Return what the templates of sections fill in: the sheet, its charts as markup, and where its titles lead.

    With `links` figures and titles lead to their pages, and only derivations that have none stand below.
    """
    below = [one for one in sheet.derivations if links.figure(one.number).startswith("#")]
    return {"sheet": sheet, "charts": _charts(sheet), "bars": _bars(sheet), "links": links, "derivations": below}


def coded(text: object) -> Markup:
    """Return a text with what stands between backticks as code, all of it escaped; a lone backtick stays one."""
    escaped = escape(text)
    parts = str(escaped).split("`")
    if len(parts) % 2 == 0:
        return escaped
    return _markup("".join(f"<code>{part}</code>" if at % 2 else part for at, part in enumerate(parts)))


@cache
def _environment() -> Environment:
    return environment(PackageLoader("comity.reports", "templates"))


def environment(loader: BaseLoader) -> Environment:
    """Return an environment in which the sections of the page are rendered."""
    found = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    found.filters["coded"] = coded
    return found


def _markup(safe: str) -> Markup:
    return Markup(safe)  # nosec B704  # noqa: S704 - charts.svg and `coded` escape every text in it


def _charts(sheet: Sheet) -> dict[str, Any]:
    found: dict[str, Any] = {card.id: [_svg(d) for d in drawings(card)] for card in sheet.metrics}
    for item in sheet.comparisons:
        drawn = draw_difference(item.chart, PAIR_WIDTH, PAIR_HEIGHT) if item.chart is not None else None
        found[item.id] = _svg(drawn) if drawn is not None else Markup("")
    found |= {of.id: survey_drawings(of, _svg) for of in sheet.surveys}
    dependence = sheet.scorecard.dependence if sheet.scorecard is not None else None
    if dependence is not None and dependence.chart is not None:
        found["dependence"] = _svg(draw_stability(dependence.chart, WEIGHTS_WIDTH))
    return found


def survey_drawings(
    of: SurveyView, drawn: Callable[[Drawing], T], width: float = SURVEY_WIDTH, small: tuple[float, float] = PROFILE
) -> dict[str, Any]:
    """Return the charts of a survey: of its gaps, of the answers to each question, and of each dimension over waves."""
    together = [one.chart for one in of.answers]
    return {
        "gaps": drawn(draw_gaps(of.gaps, width)) if of.gaps is not None else None,
        "answers": [drawn(draw_levels(one.chart, width, together)) for one in of.answers],
        "profiles": [drawn(draw_profile(one.chart, *small)) for one in of.profiles],
    }


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
