"""All addresses of the workplace."""

from __future__ import annotations

from django.urls import include, path

from comity.web import plain
from comity.web.accounts import kept
from comity.web.alliances import derivations, feeds, records
from comity.web.alliances import views as alliances
from comity.web.api import service as api
from comity.web.api import views as tokens
from comity.web.facts import views as facts
from comity.web.people import views as people
from comity.web.starting import views as starting

urlpatterns = [
    path("", alliances.portfolio, name="portfolio"),
    path("alliances/<slug:slug>/", alliances.overview, name="overview"),
    path("alliances/<slug:slug>/docket/", alliances.page("docket"), name="docket"),
    path("alliances/<slug:slug>/docket/<slug:key>/", alliances.page("docket"), name="month"),
    path("alliances/<slug:slug>/docket/feed", feeds.make, name="make_feed"),
    path("feeds/<slug:key>.ics", feeds.feed, name="feed"),
    path("alliances/<slug:slug>/metrics/", alliances.page("metrics"), name="metrics"),
    path("alliances/<slug:slug>/metrics/<slug:key>/", alliances.page("metric"), name="metric"),
    path("alliances/<slug:slug>/metrics/<slug:key>/<path:period>/", derivations.figure, name="figure"),
    path("alliances/<slug:slug>/clauses/", alliances.page("clauses"), name="clauses"),
    path("alliances/<slug:slug>/clauses/<slug:key>/", alliances.page("clause"), name="clause"),
    path("alliances/<slug:slug>/clauses/<slug:key>/<path:period>/", derivations.verdict, name="verdict"),
    path("alliances/<slug:slug>/scorecard/", alliances.page("scorecard"), name="scorecard"),
    path("alliances/<slug:slug>/agreement/", alliances.agreement, name="agreement"),
    path("alliances/<slug:slug>/agreement/changes/<int:version>/", alliances.changes, name="changes"),
    path("alliances/<slug:slug>/agreement/schedule.<slug:kind>", alliances.schedule, name="schedule"),
    path("alliances/<slug:slug>/agreement/examples/", alliances.examples, name="examples"),
    path("alliances/<slug:slug>/facts/", facts.facts, name="facts"),
    path("alliances/<slug:slug>/facts/<slug:key>/", facts.table, name="table"),
    path("alliances/<slug:slug>/facts/<slug:key>/template.<slug:kind>", facts.template, name="template"),
    path("alliances/<slug:slug>/facts/<slug:key>/upload", facts.upload, name="upload"),
    path("alliances/<slug:slug>/facts/<slug:key>/upload/<slug:token>/", facts.preview, name="preview"),
    path("alliances/<slug:slug>/facts/<slug:key>/upload/<slug:token>/store", facts.store, name="store"),
    path("alliances/<slug:slug>/facts/<slug:key>/file/<str:file>/receipt", facts.receipt, name="receipt"),
    path("alliances/<slug:slug>/facts/<slug:key>/file/<str:file>", facts.stored_file, name="stored_file"),
    path("alliances/<slug:slug>/record/", records.record, name="record"),
    path("alliances/<slug:slug>/record/<int:number>/", records.entry, name="entry"),
    path("alliances/<slug:slug>/record/<int:number>/proof", records.proof, name="proof"),
    path("alliances/<slug:slug>/record/pack.zip", records.pack, name="pack"),
    path("alliances/<slug:slug>/standing.json", alliances.document, name="document"),
    path("alliances/<slug:slug>/docket.ics", alliances.calendar, name="calendar"),
    path("alliances/<slug:slug>/standing.pdf", alliances.report, name="report"),
    path("new/", starting.start, name="start"),
    path("new/<int:number>/undo", starting.undo, name="start_undo"),
    path("new/<int:number>/throw-away", starting.throw_away, name="start_throw_away"),
    path("new/<int:number>/promises/<slug:kind>/", starting.promise, name="start_promise"),
    path("new/<int:number>/<slug:step>/", starting.step, name="start_step"),
    path("people/", people.directory, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/grant/", people.grant, name="grant"),
    path("people/reset/", people.reset, name="reset"),
    path("people/revoke/", people.revoke, name="revoke"),
    path("style-<slug:version>.css", plain.style_sheet, name="style"),
    path("favicon.ico", plain.icon, name="icon"),
    path("health", plain.health, name="health"),
    path("tokens/", tokens.listed, name="tokens"),
    path("tokens/new/", tokens.new, name="token_new"),
    path("tokens/end/", tokens.end, name="token_end"),
    path("api/v1/", include(api.routes())),
    path("accounts/", include(kept())),
]
handler403 = "comity.web.plain.forbidden"
handler404 = "comity.web.plain.missing"
handler500 = "comity.web.plain.broken"
