"""The workplace with two more pages, which are empty: what Django and the server cost, without and with a login."""

from __future__ import annotations

import os

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.web.settings")


def empty(request: HttpRequest) -> HttpResponse:
    """Answer with nothing."""
    return HttpResponse(b"")


@login_required
def empty_for_people(request: HttpRequest) -> HttpResponse:
    """Answer with nothing whoever is logged in."""
    return HttpResponse(b"")


def __getattr__(name: str) -> object:
    """Make the application, and its addresses, when they are asked for: both need the settings."""
    if name == "urlpatterns":
        from comity.web.urls import urlpatterns

        return [path("empty", empty), path("empty-for-people", empty_for_people), *urlpatterns]
    if name == "application":
        from django.conf import settings

        settings.ROOT_URLCONF = "benchmarks.empty"
        from comity.web.wsgi import application

        return application
    raise AttributeError(name)
