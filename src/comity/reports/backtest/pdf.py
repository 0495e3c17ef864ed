"""A backtest on paper, made by typst with the letterhead and the parts of the standing's report."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any

import typst

from comity.reports.backtest.html import LEGEND, drawings
from comity.reports.backtest.model import BacktestView, ClauseLine
from comity.reports.backtest.view import view
from comity.reports.charts.marks import MARKS
from comity.reports.charts.svg import LIGHT, paper_icon, paper_strip, paper_svg
from comity.standing.backtest.model import Backtest

_MOST_COLUMNS = 6
"""Columns of a table that stands beside its chart; wider ones are shown in brief, the page has them whole."""

PARTS_END = "// -- head"
"""The line of the report's template below which its own content begins; what is above both share."""


def pdf(backtest: Backtest, known_at: date) -> bytes:
    """Return a backtest as a tagged PDF (PDF/UA-1), the same bytes for the same backtest and fonts."""
    shown = view(backtest, known_at)
    # Warnings are taken and dropped: they name fonts of the chain that this machine lacks.
    made, _ = typst.compile_with_warnings(
        _template(),
        format="pdf",
        sys_inputs={"data": json.dumps(_data(shown), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=datetime.combine(backtest.as_of, time(), tzinfo=UTC),
    )
    return bytes(made)


@cache
def _template() -> bytes:
    templates = files("comity.reports").joinpath("templates")
    parts = templates.joinpath("report.typ").read_text(encoding="utf-8").partition(PARTS_END)[0]
    return (parts + templates.joinpath("backtest.typ").read_text(encoding="utf-8")).encode()


def _data(shown: BacktestView) -> dict[str, Any]:
    """Return all that the template shows: texts, and drawings as SVG."""
    charts = {name: {"svg": paper_svg(drawn), "label": drawn.label} for name, drawn in drawings(shown).items()}
    without_charts = replace(
        shown,
        accounts=tuple(replace(account, chart=None) for account in shown.accounts),
        sweeps=(),
    )  # fmt: skip
    return asdict(without_charts) | {
        "colours": LIGHT,
        "icons": {name: paper_icon(name) for name in MARKS},
        "legend": LEGEND,
        "charts": charts,
        "lines": [_line(line) for line in shown.clauses],
        "sweeps": [
            {"id": one.id, "title": one.title, "dagger": one.dagger, "agreed": one.agreed, "says": one.says,
             "table": asdict(one.table if len(one.table.head) <= _MOST_COLUMNS else one.brief)}
            for one in shown.sweeps
        ],
        "terms_short": shown.terms.short,
    }  # fmt: skip


def _line(line: ClauseLine) -> dict[str, Any]:
    return asdict(line) | {"strip": paper_strip([mark.mark for mark in line.strip])}
