"""Surveys in the JSON document: the released results of every closed wave, and of an open one only the counts."""

from __future__ import annotations

from typing import Any

from comity.reports.document_life import day_data, exact_text, period_data
from comity.standing.contrasts import Contrast, Told, contrasts
from comity.standing.model import Standing
from comity.standing.surveyed import OpenWave, SurveyStanding
from comity.surveys.document import to_document

Json = dict[str, Any]


def surveys_data(standing: Standing) -> Json:
    """Return the surveys by name, and where numbers and people are against each other, as plain values.

    What a wave hides is null there with its `reason`, exactly as in the file that both parties share.
    """
    return {
        "surveys": {name: _survey(of) for name, of in standing.surveys.items()},
        "contrasts": [_contrast(one) for one in contrasts(standing)],
    }


def _survey(of: SurveyStanding) -> Json:
    return {
        "due": day_data(of.due),
        "stale": of.stale,
        "open": _open(of.open) if of.open is not None else None,
        "waves": [to_document(wave) for wave in of.waves],
    }


def _open(wave: OpenWave) -> Json:
    return {
        "wave": wave.wave,
        "opened": wave.opened.isoformat(),
        "closes": day_data(wave.closes),
        "responses": to_document(wave.responses),
    }


def _contrast(one: Contrast) -> Json:
    return {
        "kind": one.kind,
        "about": one.about,
        "numbers": [_told(told) for told in one.numbers],
        "survey": one.survey,
        "dimension": one.people.of,
        "wave": one.wave,
        "score": exact_text(one.people.score),
        "because": one.because,
        "themes": [theme.name for theme in one.themes],
    }


def _told(told: Told) -> Json:
    found = told.figure or told.verdict
    return {
        "kind": told.kind,
        "name": told.name,
        "scope": dict(found.scope) if found is not None else {},
        "period": period_data(found.period if found is not None else None)["period"],
        "met": told.is_met,
    }
