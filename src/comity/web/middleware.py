"""What every answer carries."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]
ONE_MINUTE = 60.0
MOST_NOTED = 10_000
"""Sessions of which a process remembers when it noted them."""


class NotStored:
    """Tells browsers and proxies to keep no page of a person who is logged in: the next reader may be another."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request, and say that the answer is not to be kept unless it says itself that it may be."""
        response = self.answer(request)
        if "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        return response


class Bounded:
    """Refuses a body that is larger than the workplace takes, by what the request says of it: no byte of it is read.

    A body of which nothing says how large it is is not read either: WSGI has none then.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request, with 413 if its body is too large."""
        from comity.web.plain import too_large

        told = request.META.get("CONTENT_LENGTH") or "0"
        size = int(told) if told.isascii() and told.isdigit() else 0
        return self.answer(request) if size <= settings.UPLOAD_BYTES else too_large(request)


class SeenSessions:
    """Notes when a session was last used, for the list of them: once a minute, so that reading need not write.

    What was noted is held by the process; another one notes once more, which does no harm.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.noted: dict[str, float] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note the session of a request if it was not just noted, and answer it."""
        key = request.session.session_key
        if key and self.noted.get(key, -ONE_MINUTE) + ONE_MINUTE <= monotonic() and request.user.is_authenticated:
            from allauth.usersessions.models import UserSession

            if len(self.noted) > MOST_NOTED:
                self.noted.clear()
            self.noted[key] = monotonic()
            UserSession.objects.create_from_request(request)
        return self.answer(request)
