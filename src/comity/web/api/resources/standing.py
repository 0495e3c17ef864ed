"""The standing of an alliance as of today: whole, and by its lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from comity.web.api import reading
from comity.web.api.answers import Cut, given, paged, value
from comity.web.api.guard import BEARER
from comity.web.api.problems import Wrong
from comity.web.api.schemas import page_of, part

router = Router(auth=BEARER, tags=["Standing"])
BELOW = "/alliances/{slug:alliance}"

LISTS = (
    ("decisions", "decision", "Decisions", "What needs people, earliest first."),
    ("docket", "due", "Docket", "What is due, earliest first; lines without a last day stand at the end."),
    ("cases", "case", "Cases", "What followed when rules fired, and disputes, in the order in which they were opened."),
    ("reliefs", "relief", "Reliefs", "Claims of relief made in time."),
    ("comparisons", "comparison", "Comparisons", "Each datum that several parties owe, and how far they are apart."),
    ("contrasts", "contrast", "Contrasts", "Where numbers and people disagree."),
)
"""Key of the document, name of an entry in its schema, title, what it is."""


@router.get(
    f"{BELOW}/standing", response=part(""), url_name="api_standing", operation_id="standing",
    summary="The whole standing",
)  # fmt: skip
def standing(request: HttpRequest, alliance: str) -> HttpResponse:
    """The document that `comity evaluate --json` prints, as the token's owner may see it (docs/reference/json.md)."""
    return given(request, reading.text(request, alliance))


@router.get(
    f"{BELOW}/docket.ics", url_name="api_calendar", operation_id="calendar", summary="The docket as a calendar",
    openapi_extra={"responses": {200: {"content": {"text/calendar": {"schema": {"type": "string"}}}}}},
)  # fmt: skip
def calendar(request: HttpRequest, alliance: str) -> HttpResponse:
    """An iCalendar file (RFC 5545)."""
    return given(request, reading.calendar(request, alliance), "text/calendar; charset=utf-8")


@router.get(
    f"{BELOW}/scorecard", response=part("scorecard"), url_name="api_scorecard", operation_id="scorecard",
    summary="The scorecard",
)  # fmt: skip
def scorecard(request: HttpRequest, alliance: str) -> HttpResponse:
    """Score, coverage, dimensions and metrics. 404 where the agreement has none, or not for this reader."""
    found = reading.standing(request, alliance)["scorecard"]
    if found is None:
        raise Wrong(status=404, detail="There is no scorecard here, or none that the token's owner sees whole.")
    return value(request, found)


@router.get(
    f"{BELOW}/surveys/{{survey}}", response=part("survey"), url_name="api_survey", operation_id="survey",
    summary="A survey",
)  # fmt: skip
def survey(request: HttpRequest, alliance: str, survey: str) -> HttpResponse:
    """What its closed waves released, and of an open one the counts alone."""
    return value(request, reading.one(reading.standing(request, alliance)["surveys"], survey))


def _list(key: str) -> Callable[..., HttpResponse]:
    def listed(request: HttpRequest, alliance: str, cut: Query[Cut]) -> HttpResponse:
        return paged(request, reading.standing(request, alliance)[key], cut)

    listed.__name__ = key
    return listed


def _routed(key: str, name: str, title: str, says: str) -> Any:
    return router.get(
        f"{BELOW}/{key}", response=page_of(title, part(name)), url_name=f"api_{key}", operation_id=key, summary=title,
        description=says,
    )(_list(key))  # fmt: skip


for _of in LISTS:
    _routed(*_of)
