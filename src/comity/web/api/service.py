"""The API itself: its routers, what becomes of failures, and its addresses in the workplace."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET
from ninja import NinjaAPI
from ninja.errors import ValidationError

from comity.web.access import everybody
from comity.web.api import openapi
from comity.web.api.answers import given
from comity.web.api.problems import Json, Wrong, answer, in_field
from comity.web.api.resources import agreement, alliances, files, measured, record, standing

TOKENS = "tokens"
"""Open to whoever holds a live token: what they get is decided in web.api.guard."""

api = NinjaAPI(
    title="Comity", version="1", openapi_url=None, docs_url=None, urls_namespace="api",
    description="The standing of alliances, for programs. Every answer is what the owner of the token may see.",
)  # fmt: skip
for _router in (alliances, standing, measured, agreement, files, record):
    api.add_router("", _router.router)


def _wrong(request: HttpRequest, wrong: Wrong | type[Wrong]) -> HttpResponse:
    assert isinstance(wrong, Wrong)
    return answer(wrong)


def _invalid(request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    assert isinstance(error, ValidationError)
    return answer(Wrong(status=422, problems=[_in_request(one) for one in error.errors]))


def _in_request(error: dict[str, Any]) -> Json:
    source, *names = map(str, error["loc"])
    return in_field(source, ".".join(names[-1:]), error["msg"])


api.add_exception_handler(Wrong, _wrong)
api.add_exception_handler(ValidationError, _invalid)
api.add_exception_handler(Http404, lambda request, error: answer(Wrong(status=404)))
api.add_exception_handler(PermissionDenied, lambda request, error: answer(Wrong(status=403)))


@require_GET
@everybody
def description(request: HttpRequest) -> HttpResponse:
    """Give the description of the API (OpenAPI 3.1), which says nothing of any alliance."""
    return given(request, openapi.kept())


def routes() -> list[URLPattern]:
    """Return the addresses below /api/v1/, each saying to whom it is open."""
    patterns = [one for one in api._get_urls() if isinstance(one, URLPattern) and one.name != "api-root"]
    for one in patterns:
        one.callback.open_to = TOKENS  # type: ignore[attr-defined]
    return [path("openapi.json", description, name="api_description"), *patterns]
