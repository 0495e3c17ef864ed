"""What went wrong, as RFC 9457 says it: `application/problem+json`, with Comity's own problems where there are any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

import orjson
from django.http import HttpResponse

from comity.kernel.problem import Problem
from comity.reports.document import problem_data

MEDIA = "application/problem+json"
Json = dict[str, Any]

SAYS = {
    400: "The request cannot be read.",
    401: "Send a token that is in force: Authorization: Bearer comity_…",
    403: "This is not for your role, or not for this token.",
    404: "There is nothing here, or nothing for the owner of this token.",
    405: "This resource does not know this method; Allow names those it knows.",
    409: "The same request is being worked on.",
    411: "Say how long the body is: Content-Length.",
    413: "The body is larger than is taken here.",
    415: "This type of content is not taken here.",
    422: "What was sent cannot be used.",
    429: "Too many requests; Retry-After says when to go on.",
    500: "This is a defect of Comity. Nothing that you sent was kept.",
    503: "The files of this alliance have problems, so nothing is shown that might be wrong.",
}
"""Status -> what it means here, where nothing more is known."""
TITLES = {413: "Content Too Large", 422: "Unprocessable Content"}
"""Where Python before 3.13 knows the names of RFC 9110's forerunner."""


class Wrong(Exception):
    """Raised where a request ends without what it asked for: its status, why, and headers that tell what to do."""

    def __init__(
        self, *, status: int, detail: str = "", problems: Iterable[Json] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status, detail)
        self.status = status
        self.detail = detail
        self.problems = tuple(problems)
        self.headers = dict(headers or {})


def in_field(source: str, name: str, why: str, hint: str = "") -> Json:
    """Return a problem of a part of the request (`query`, `path`, `header`), in the form of all problems."""
    place = {"file": source, "line": None, "column": None, "cell": name}
    return {"code": None, "severity": "error", "place": place, "why": why, "hint": hint, "related": []}


def told(problems: Iterable[Problem]) -> tuple[Json, ...]:
    """Return Comity's problems as plain values, as they stand in every JSON document."""
    return tuple(problem_data(one) for one in problems)


def answer(wrong: Wrong) -> HttpResponse:
    """Return the answer that says what is wrong. `code`, `place` and `hint` are those of the first problem."""
    first = wrong.problems[0] if wrong.problems else {}
    body = {
        "type": "about:blank",
        "title": TITLES.get(wrong.status) or HTTPStatus(wrong.status).phrase,
        "status": wrong.status,
        "detail": wrong.detail or first.get("why") or SAYS.get(wrong.status, ""),
        "code": first.get("code"),
        "place": first.get("place"),
        "hint": first.get("hint", ""),
        "problems": list(wrong.problems),
    }
    headers = {"Cache-Control": "no-store", **wrong.headers}
    return HttpResponse(orjson.dumps(body), status=wrong.status, content_type=MEDIA, headers=headers)
