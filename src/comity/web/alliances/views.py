"""The pages of alliances."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from comity.kernel.problem import Refused
from comity.opening.alliance import open_agreement
from comity.standing.sight import sights
from comity.web.access import Access, of_alliance, people
from comity.web.alliances.folders import folder_of, source_of, standing_of
from comity.web.alliances.models import Membership, Projection
from comity.web.alliances.projections import projection
from comity.web.people.models import User
from comity.web.people.roles import READERS, Role


@require_GET
@people
def portfolio(request: HttpRequest) -> HttpResponse:
    """Show the alliances in which a person takes part, with what each comes to today."""
    user = request.user
    assert isinstance(user, User)
    held: dict[int, list[Membership]] = {}
    for one in Membership.objects.select_related("alliance").filter(user=user).order_by("alliance__title"):
        held.setdefault(one.alliance_id, []).append(one)
    wanted = request.GET.get("q", "").strip().lower()
    rows = [_row(of) for of in held.values() if wanted in of[0].alliance.title.lower()]
    kept = (
        Projection.objects.filter(alliance__in=held, as_of=_today())
        .select_related("alliance")
        .defer("body", "document")
    )
    known = {(one.alliance_id, one.reader): one.summary for one in kept if one.source == source_of(one.alliance)}
    for row in rows:
        summary = known.get((row["alliance"].pk, row.pop("key")))
        row["summary"] = summary if row["reads"] else None
    return render(
        request, "portfolio.html.j2",
        {"rows": rows, "count": len(held), "q": request.GET.get("q", "")}, using="jinja",
    )  # fmt: skip


def _row(held: list[Membership]) -> dict[str, Any]:
    reading = [one for one in held if one.role in READERS]
    names = {name for one in reading for name in one.reader.names}
    return {
        "alliance": held[0].alliance,
        "roles": [Role(one.role).label for one in held],
        "reads": bool(reading),
        "key": "|".join(sorted(names)),
    }


@require_GET
@of_alliance(READERS)
def overview(request: HttpRequest, access: Access) -> HttpResponse:
    """Show the standing of an alliance today, as this reader may see it."""
    return _page(request, access, "overview.html.j2", "overview")


@require_GET
@of_alliance(READERS)
def agreement(request: HttpRequest, access: Access) -> HttpResponse:
    """Show the agreement as it was signed, with its amendments."""
    return _page(request, access, "agreement.html.j2", "agreement", texts=lambda: _texts(access))


def _texts(access: Access) -> list[tuple[str, str]]:
    """Return the texts that count: where there is a record, those that were signed, whatever lies in the folder."""
    folder = open_agreement(folder_of(access.alliance), known_at=_today()).folder
    return [(name, text.decode("utf-8")) for name, text in (folder.agreement, *folder.amendments)]


@require_GET
@of_alliance(READERS)
def document(request: HttpRequest, access: Access) -> HttpResponse:
    """Give the standing as one JSON document (docs/reference/json.md)."""
    return _file(access, lambda: projection(access.alliance, access.reader).document, "json", "application/json")


@require_GET
@of_alliance(READERS)
def calendar(request: HttpRequest, access: Access) -> HttpResponse:
    """Give the docket as a calendar file."""
    made = lambda: projection(access.alliance, access.reader).calendar  # noqa: E731 - what may be refused
    return _file(access, made, "ics", "text/calendar; charset=utf-8")


@require_GET
@of_alliance(READERS)
def report(request: HttpRequest, access: Access) -> HttpResponse:
    """Give the standing as a PDF."""
    from comity.reports.pdf import pdf
    from comity.standing.visible import visible

    def made() -> bytes:
        return pdf(visible(standing_of(access.alliance, _today()), access.reader))

    return _file(access, made, "pdf", "application/pdf")


def _file(access: Access, made: Callable[[], str | bytes], kind: str, media: str) -> HttpResponse:
    """Give a file to keep; where the alliance's files have problems, say only that: its page says more."""
    try:
        response = HttpResponse(made(), content_type=media)
    except Refused:
        said = "The files of this alliance have problems; its page says which."
        return HttpResponse(said, content_type="text/plain; charset=utf-8", status=503)
    name = f"{access.alliance.slug}-{_today().isoformat()}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _page(request: HttpRequest, access: Access, template: str, here: str, **more: object) -> HttpResponse:
    """Render a page of an alliance; where its files have problems, the page says these instead."""
    shown = {"alliance": access.alliance, "roles": [Role(one).label for one in access.roles], "here": here, **more}
    try:
        made = projection(access.alliance, access.reader)
    except Refused as refused:
        problems = (
            refused.problems if _sees_all(access) else [replace(one, why="", hint="") for one in refused.problems]
        )
        return render(request, "problems.html.j2", {**shown, "problems": problems}, using="jinja", status=503)
    more = {name: value() if callable(value) else value for name, value in more.items()}
    shown |= {**more, "summary": made.summary, "body": made.body}
    return render(request, template, shown, using="jinja")


def _sees_all(access: Access) -> bool:
    """Tell whether a reader sees the whole alliance: problems quote the rows of files. Those of texts may be told."""
    try:
        agreement = open_agreement(folder_of(access.alliance), known_at=_today()).agreement
    except Refused:
        return True  # no file of facts was read
    return sights(agreement, access.reader, _today()).whole


def _today() -> date:
    return timezone.now().date()
