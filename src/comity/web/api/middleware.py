"""What the API has of its own on the way in and out: no cookies, and every failure as a problem."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from comity.web.api import problems
from comity.web.middleware import Answer

BELOW = "/api/"


class ApiAnswers:
    """Answers below /api/: a browser's cookies are not looked at, and whatever fails is told as a problem (RFC 9457).

    It stands outermost, so that failures of Django itself are told in the same form: an address that does not exist,
    a method that is not known, a defect.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        if not request.path_info.startswith(BELOW):
            return self.answer(request)
        request.META.pop("HTTP_COOKIE", None)
        response = self.answer(request)
        if response.status_code < 400 or response["Content-Type"] == problems.MEDIA:
            return response
        return _problem(response)


def _problem(response: HttpResponse) -> HttpResponse:
    """Return the problem that an answer of Django's comes to, with the headers that it had."""
    found = problems.answer(problems.Wrong(status=response.status_code))
    kept = {name: said for name, said in response.items() if name.lower() not in ("content-type", "content-length")}
    for name, said in kept.items():
        found[name] = said
    return found
