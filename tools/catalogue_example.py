"""The worked example of an entry of the catalogue, computed, as the reports show a metric: chart and table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from html import escape
from importlib.resources import files

from comity.agreement.acts import Act, read_acts
from comity.agreement.model import Agreement
from comity.agreement.nodes import Node
from comity.agreement.read import read_agreement
from comity.catalogue.example import agreement_of
from comity.catalogue.model import Catalogue, Entry
from comity.facts.load import load
from comity.metrics.driver import Driver
from comity.reports.catalogue.words import OWN, reads
from comity.reports.charts.series import draw_series
from comity.reports.charts.svg import FONTS, page_svg
from comity.reports.view.context import Context
from comity.reports.view.metrics import metrics_view
from comity.reports.view.model import MetricCard
from comity.standing.standing import standing
from comity.standing.worked.given import Given, given
from comity.standing.worked.run import _when_facts_are_due

WIDTH, HEIGHT, GAP = 640, 200, 16
"""The size of a chart, and the space between two, in pixels."""


def card_of(entry: Entry, known: Catalogue, driver: Driver) -> MetricCard:
    """Return the card that the page of a standing would show of the worked example. ValueError with the problems."""
    tables = [read.name for read in reads(entry, known) if read.name != OWN]
    agreement, problems = read_agreement((f"{entry.name}.yaml", agreement_of(entry, tables, known)))
    if agreement is None or problems:
        raise ValueError("\n".join(map(str, problems)))
    terms = agreement.versions[-1][1]
    example = terms.examples[0]
    supplied = given(example, terms)
    acts, wrong = read_acts(example.acts if isinstance(example.acts, Node) else None, agreement)
    if wrong:
        raise ValueError("\n".join(map(str, wrong)))
    return _card(entry, agreement, supplied, acts, driver)


def _card(
    entry: Entry, agreement: Agreement, supplied: Given, acts: Sequence[Act], driver: Driver
) -> MetricCard:  # fmt: skip
    day = _evaluated(agreement, supplied, acts)
    facts, problems = load(supplied.files, agreement.versions[-1][1], known_at=day, agreement=agreement)
    if problems:
        raise ValueError("\n".join(map(str, problems)))
    found = standing(agreement, facts, acts, as_of=day, known_at=day, driver=driver)
    return next(card for card in metrics_view(Context(found)) if card.id == f"metric-{entry.name}")


def _evaluated(agreement: Agreement, supplied: Given, acts: Iterable[Act]) -> date:
    """Return the day as of which `comity check` runs the example."""
    terms = agreement.versions[-1][1]
    return max([_when_facts_are_due(supplied.last, terms), *(act.on + timedelta(days=1) for act in acts)])


# -- the chart ---------------------------------------------------------------------------------


def chart(card: MetricCard) -> str:
    """Return the charts of a card, one below the other, as an SVG for light and dark readers; "" where there is none.

    It has its own ground, so that it can be read where the page around it is dark and the reader's system is light.
    """
    known = [series for series in card.charts if any(point.value is not None for point in series.points)]
    named = [replace(series, named_periods=series is known[-1]) for series in known]
    drawings = [drawing for series in named if (drawing := draw_series(series, WIDTH, HEIGHT)) is not None]
    if not drawings:
        return ""
    width, height = WIDTH + 2 * GAP, len(drawings) * (HEIGHT + GAP) + GAP
    label = " ".join(escape(drawing.label) for drawing in drawings)
    body = "".join(
        f'<g transform="translate({GAP} {GAP + number * (HEIGHT + GAP)})">{_inside(page_svg(drawing))}</g>\n'
        for number, drawing in enumerate(drawings)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'class="chart" font-family="{FONTS}">\n<title>{label}</title>\n<style>{_style(body)}</style>\n'
        f'<rect width="{width}" height="{height}" rx="6" class="c-ground"/>\n{body}</svg>\n'
    )


def _inside(svg: str) -> str:
    return svg[svg.index(">") + 1 : svg.rindex("</svg>")]


def _style(body: str) -> str:
    """Return the colours that a drawing needs, from the style of the page: light, and dark where the system is dark."""
    css = _page_css()
    used = {"ground", *re.findall(r'class="c-([\w-]+)"', body)}
    rules = [".chart text { font-size: 11px; fill: var(--ink2); }", ".c-ground { fill: var(--surface); }"]
    rules += [rule for rule in re.findall(r"[^{}\n]*\.c-[^{}]*\{[^{}]*\}", css) if used & set(_ROLE.findall(rule))]
    needed = set(re.findall(r"var\((--[\w-]+)\)", " ".join(rules)))
    light, dark = (_tokens(block, needed) for block in re.findall(r":root \{(.*?)\}", css, re.DOTALL)[:2])
    tokens = f":root {{ {light} }} @media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}"
    return "\n".join([tokens, *(rule.strip() for rule in rules)])


_ROLE = re.compile(r"\.c-([\w-]+)")


def _tokens(block: str, needed: set[str]) -> str:
    return " ".join(f"{name}: {value};" for name, value in re.findall(r"(--[\w-]+): ([^;]+);", block) if name in needed)


@cache
def _page_css() -> str:
    return files("comity.reports").joinpath("templates/page.css").read_text(encoding="utf-8")
