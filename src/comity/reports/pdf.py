"""The PDF: the sheet on paper, made by typst. User text travels as data and is never markup."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any

import typst

from comity.reports.charts.difference import draw_difference
from comity.reports.charts.levels import LevelsChart
from comity.reports.charts.marks import MARKS
from comity.reports.charts.shapes import Drawing
from comity.reports.charts.stability import draw_stability
from comity.reports.charts.svg import LIGHT, paper_icon, paper_strip, paper_svg
from comity.reports.html import LEGEND, bar, drawings, survey_drawings
from comity.reports.view.model import ClauseRow, ComparisonView, MetricCard, ScoreRow, Sheet, TwinTable
from comity.reports.view.sheet import view
from comity.reports.view.survey_model import SurveyView
from comity.standing.model import Standing

_FEW_CARDS = 4
_WIDE, _NARROW = (390, 150), (250, 96)
_PAIR_WIDTH, _PAIR_HEIGHT = 560, 190
_SURVEY_WIDTH, _PROFILE, _WEIGHTS_WIDTH = 620, (230, 96), 380
_NO_ANSWERS = LevelsChart(items=(), scale=(1, 2), label="")
_NO_TWIN = TwinTable(caption="", head=(), rows=())


def pdf(standing: Standing) -> bytes:
    """Return the standing as a tagged PDF (PDF/UA-1), the same bytes for the same standing and fonts."""
    sheet = view(standing)
    # Warnings are taken and dropped: they name fonts of the chain that this machine lacks.
    made, _ = typst.compile_with_warnings(
        _template(),
        format="pdf",
        sys_inputs={"data": json.dumps(_data(sheet), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=datetime.combine(standing.as_of, time(), tzinfo=UTC),
    )
    return bytes(made)


@cache
def _template() -> bytes:
    return files("comity.reports").joinpath("templates/report.typ").read_bytes()


def _data(sheet: Sheet) -> dict[str, Any]:
    """Return all that the template shows: texts, and drawings as SVG."""
    columns = 2 if len(sheet.metrics) <= _FEW_CARDS else 3
    size = _WIDE if columns == 2 else _NARROW
    judged = tuple(replace(item, twin=_NO_TWIN) for item in sheet.judgements)
    scorecard = sheet.scorecard
    if scorecard is not None and scorecard.dependence is not None:
        scorecard = replace(scorecard, dependence=replace(scorecard.dependence, chart=None, twin=None, quarters=None))
    bare = replace(sheet, metrics=(), comparisons=(), judgements=judged, surveys=(), scorecard=scorecard)
    data = asdict(bare) | {
        "colours": LIGHT,
        "icons": {name: paper_icon(name) for name in MARKS},
        "legend": LEGEND,
        "columns": columns,
        "rows": [_clause(row) for row in sheet.clauses.rows],
        "cards": [_card(card, size) for card in sheet.metrics],
        "surveys": [_survey(of) for of in sheet.surveys],
        "weighed": _weighed(sheet),
        "compared": [_comparison(item) for item in sheet.comparisons],
        "proofs": _proofs(sheet),
        "terms_short": sheet.terms.short,
        "root_short": sheet.rests.root.short if sheet.rests.root is not None else "",
        "counted": sheet.counted,
    }
    if sheet.scorecard is not None:
        data["scores"] = [_score(row) for row in (*sheet.scorecard.rows, sheet.scorecard.total)]
    return data


def _proofs(sheet: Sheet) -> list[dict[str, Any]]:
    """Return the derivations, short: `same` is the number of an earlier one with the same formula and digests.

    The terms that hold for the whole sheet stand in its head and are not repeated.
    """
    seen: dict[tuple[object, ...], int] = {}
    proofs = []
    for item in sheet.derivations:
        same = seen.setdefault((item.formula, item.digests), item.number)
        own = [[digest.label, digest.short] for digest in item.digests if digest.full != sheet.terms.full]
        proofs.append(
            {
                "number": item.number,
                "title": item.title,
                "value": item.value,
                "formula": item.formula,
                "digests": own,
                "same": 0 if same == item.number else same,
            }
        )
    return proofs


def _clause(row: ClauseRow) -> dict[str, Any]:
    return asdict(row) | {"strip": paper_strip([mark.mark for mark in row.strip])}


def _score(row: ScoreRow) -> dict[str, Any]:
    return asdict(row) | {"bar": paper_svg(bar(row))}


def _card(card: MetricCard, size: tuple[float, float]) -> dict[str, Any]:
    return asdict(replace(card, charts=(), twin=_NO_TWIN)) | {"charts": _drawn(drawings(card, *size))}


def _comparison(item: ComparisonView) -> dict[str, Any]:
    drawing = draw_difference(item.chart, _PAIR_WIDTH, _PAIR_HEIGHT) if item.chart is not None else None
    return asdict(replace(item, chart=None, twin=_NO_TWIN)) | {
        "charts": _drawn([drawing] if drawing is not None else [])
    }


def _survey(of: SurveyView) -> dict[str, Any]:
    bare = replace(
        of, gaps=None, profiles=(), scores_twin=None, levels_twin=None, waves_twin=None,
        answers=tuple(replace(one, chart=_NO_ANSWERS) for one in of.answers),
    )  # fmt: skip
    found = survey_drawings(of, lambda drawing: _drawn([drawing])[0], _SURVEY_WIDTH, _PROFILE)
    return asdict(bare) | {
        "charts": found,
        "titles": [one.title for one in of.profiles],
        "compares": of.gaps is not None,
    }


def _weighed(sheet: Sheet) -> list[dict[str, str]]:
    dependence = sheet.scorecard.dependence if sheet.scorecard is not None else None
    if dependence is None or dependence.chart is None:
        return []
    return _drawn([draw_stability(dependence.chart, _WEIGHTS_WIDTH)])


def _drawn(charts: Sequence[Drawing]) -> list[dict[str, str]]:
    return [{"svg": paper_svg(drawing), "label": drawing.label} for drawing in charts]
