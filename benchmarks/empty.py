"""The workplace with one more page, which is empty: what Django, its middleware and the server cost by themselves."""

from __future__ import annotations

import os

from django.http import HttpRequest, HttpResponse
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.web.settings")


def empty(request: HttpRequest) -> HttpResponse:
    """Answer with nothing."""
    return HttpResponse(b"")


def __getattr__(name: str) -> object:
    """Make the application, and its addresses, when they are asked for: both need the settings."""
    if name == "urlpatterns":
        from comity.web.urls import urlpatterns

        return [path("empty", empty), *urlpatterns]
    if name == "application":
        from django.conf import settings

        settings.ROOT_URLCONF = "benchmarks.empty"
        from comity.web.wsgi import application

        return application
    raise AttributeError(name)
