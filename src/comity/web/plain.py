"""The style sheet, a sign of life, and the pages for what goes wrong."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from comity.web.access import everybody
from comity.web.style import style

ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#1D4F91" stroke-width="2.5">'
    '<circle cx="9" cy="12" r="6"/><circle cx="15" cy="12" r="6"/></svg>'
)


@require_GET
@everybody
def style_sheet(request: HttpRequest, version: str) -> HttpResponse:
    """Give the style sheet; its address changes with its content, so that it may be kept for a year."""
    response = HttpResponse(style(), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@require_GET
@everybody
def icon(request: HttpRequest) -> HttpResponse:
    """Give the icon: browsers ask for it at this address where a page names none, or where it is no page."""
    response = HttpResponse(ICON, content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=86400"
    return response


@require_GET
@everybody
def health(request: HttpRequest) -> HttpResponse:
    """Say that the application answers and reaches its database, and that this was made (`comity rebuild`)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM alliances_alliance LIMIT 1")
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that a role does not open a page."""
    return _said(request, 403, "This page is not for your role", "Somebody with another role in this alliance sees it.")


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is no such page, or none for this person."""
    return _said(request, 404, "There is no such page", "It may have moved, or you do not take part in this alliance.")


def broken(request: HttpRequest) -> HttpResponse:
    """Say that Comity itself went wrong."""
    return _said(request, 500, "Something went wrong here", "This is a defect of Comity. Nothing you entered was lost.")


def too_large(request: HttpRequest) -> HttpResponse:
    """Say that what was sent is larger than the workplace takes."""
    said = f"At most {settings.CONFIG.upload_mib} MiB are taken at once. Split the file, or save it as CSV."
    return _said(request, 413, "That is too large", said)


def _said(request: HttpRequest, status: int, title: str, says: str) -> HttpResponse:
    return render(request, "said.html.j2", {"title": title, "says": says}, status=status, using="jinja")
