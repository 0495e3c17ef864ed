"""All addresses of the workplace."""

from __future__ import annotations

from django.urls import include, path

from comity.web import plain
from comity.web.accounts import kept
from comity.web.alliances import views as alliances
from comity.web.people import views as people

urlpatterns = [
    path("", alliances.portfolio, name="portfolio"),
    path("alliances/<slug:slug>/", alliances.overview, name="overview"),
    path("alliances/<slug:slug>/agreement/", alliances.agreement, name="agreement"),
    path("alliances/<slug:slug>/standing.json", alliances.document, name="document"),
    path("alliances/<slug:slug>/docket.ics", alliances.calendar, name="calendar"),
    path("alliances/<slug:slug>/standing.pdf", alliances.report, name="report"),
    path("people/", people.directory, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/grant/", people.grant, name="grant"),
    path("people/reset/", people.reset, name="reset"),
    path("people/revoke/", people.revoke, name="revoke"),
    path("style-<slug:version>.css", plain.style_sheet, name="style"),
    path("health", plain.health, name="health"),
    path("accounts/", include(kept())),
]
handler403 = "comity.web.plain.forbidden"
handler404 = "comity.web.plain.missing"
handler500 = "comity.web.plain.broken"
