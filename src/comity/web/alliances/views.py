"""The pages of alliances."""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from comity.kernel.problem import Place, Problem, Refused
from comity.opening.alliance import open_agreement
from comity.standing.sight import sights
from comity.web.access import Access, View, of_alliance, people, person_of
from comity.web.alliances.folders import folder_of, source_of, standing_of
from comity.web.alliances.frame import frame
from comity.web.alliances.front import front
from comity.web.alliances.models import Piece, Projection
from comity.web.alliances.portfolio import lead as lead_of
from comity.web.alliances.portfolio import portfolio as alliances_of
from comity.web.alliances.projections import projection
from comity.web.alliances.texts import EXAMPLES, TERMS, text
from comity.web.alliances.texts import schedule as schedule_of
from comity.web.day import today
from comity.web.exports import MEDIA, exported
from comity.web.listing import listing, shown
from comity.web.people.roles import READERS

SCHEDULES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@require_GET
@people
def portfolio(request: HttpRequest) -> HttpResponse:
    """Show the alliances in which a person takes part, with what each comes to today."""
    query = request.GET.dict()
    found = alliances_of(person_of(request), query, today())
    _, _, kind = query.get("export", "").rpartition(".")
    if kind in MEDIA:
        return kept_file(exported(found, kind), f"alliances-{today().isoformat()}.{kind}", MEDIA[kind])
    return render(request, "portfolio.html.j2", {"found": found, "lead": lead_of(found)}, using="jinja")


def kept_file(data: bytes | str, name: str, media: str) -> HttpResponse:
    """Give a file to keep under a name."""
    response = HttpResponse(data, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
@of_alliance(READERS)
def overview(request: HttpRequest, access: Access) -> HttpResponse:
    """Show the standing of an alliance today, as this reader may see it; where its files have problems, these."""
    try:
        return front(request, access)
    except Refused as refused:
        return problems_page(request, access, "overview", refused)


@require_GET
@of_alliance(READERS)
def agreement(request: HttpRequest, access: Access) -> HttpResponse:
    """Show the agreement in words beside its source, and its versions."""
    return _text(request, access, "The agreement", TERMS)


@require_GET
@of_alliance(READERS)
def changes(request: HttpRequest, access: Access, version: int) -> HttpResponse:
    """Show what a version of the agreement changed, as a redline of its words."""
    return _text(request, access, f"What version {version} changed", str(version))


@require_GET
@of_alliance(READERS)
def examples(request: HttpRequest, access: Access) -> HttpResponse:
    """Show what the worked examples of the agreement expect, and what is computed."""
    return _text(request, access, "Worked examples", EXAMPLES)


@require_GET
@of_alliance(READERS)
def schedule(request: HttpRequest, access: Access, kind: str) -> HttpResponse:
    """Give the terms as the text of a contract, DOCX or PDF."""
    if kind not in SCHEDULES:
        raise Http404
    return _file(access, lambda: schedule_of(access.alliance, kind), kind, SCHEDULES[kind])


def _text(request: HttpRequest, access: Access, title: str, key: str) -> HttpResponse:
    try:
        made, found = projection(access.alliance, access.reader), text(access.alliance, key)
    except Refused as refused:
        return problems_page(request, access, "agreement", refused)
    return blocks_page(request, access, "agreement", made, title, found.blocks)


def page(name: str) -> View:
    """Return the view of the pages of one kind (web.alliances.pieces); a `key` says which one, where there are many."""

    @require_GET
    @of_alliance(READERS)
    def shown_page(request: HttpRequest, access: Access, key: str = "") -> HttpResponse:
        return _piece(request, access, name, key)

    shown_page.__name__ = name
    return shown_page


def _piece(request: HttpRequest, access: Access, name: str, key: str) -> HttpResponse:
    try:
        made = projection(access.alliance, access.reader)
    except Refused as refused:
        return problems_page(request, access, name, refused)
    piece = get_object_or_404(made.pieces, page=name, key=key)
    above = [("Docket", reverse("docket", kwargs={"slug": access.alliance.slug}))] if name == "docket" and key else []
    return blocks_page(request, access, name, made, piece.title, piece.blocks, crumbs=above)


def blocks_page(
    request: HttpRequest, access: Access, here: str, made: Projection, title: str, written: str,
    template: str = "piece.html.j2", **filled: object,
) -> HttpResponse:  # fmt: skip
    """Show the blocks of a page, or one of its listings as a file, if that is asked for."""
    told = json.loads(written)
    beside = next((one["around"] for one in told if "around" in one), None)
    blocks = [_block(one, request) for one in told if "around" not in one]
    asked, _, kind = request.GET.get("export", "").rpartition(".")
    wanted = [one["listing"] for one in blocks if "listing" in one and one["listing"].listing.name == asked]
    if wanted and kind in MEDIA:
        named = "-".join(filter(None, [access.alliance.slug, here, _about(request), asked, today().isoformat()]))
        return kept_file(exported(wanted[0], kind), f"{named}.{kind}", MEDIA[kind])
    more = {"summary": made.summary, "title": title, "blocks": blocks, "around": beside, **filled}
    return render(request, template, {**frame(access, here), **more}, using="jinja")


def _about(request: HttpRequest) -> str:
    """Return what a page is about, for the name of a file; "" where there is one such page."""
    match = request.resolver_match
    return re.sub(r"\W+", "-", match.kwargs.get("key", "")) if match is not None else ""


def _block(told: dict[str, Any], request: HttpRequest) -> dict[str, Any]:
    return {"listing": shown(listing(told["listing"]), request.GET.dict())} if "listing" in told else told


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
        seen = projection(access.alliance, access.reader)
        kept = seen.pieces.filter(page="report").first()
        if kept is not None:
            return b64decode(kept.blocks)
        data = pdf(visible(standing_of(access.alliance, seen.as_of), access.reader))
        if source_of(access.alliance) == seen.source:  # else files came meanwhile: this one is given, and not kept
            Piece.objects.bulk_create(
                [Piece(projection=seen, page="report", title="PDF", blocks=b64encode(data).decode())],
                ignore_conflicts=True,
            )
        return data

    return _file(access, made, "pdf", "application/pdf")


def _file(access: Access, made: Callable[[], str | bytes], kind: str, media: str) -> HttpResponse:
    """Give a file to keep; where the alliance's files have problems, say only that: its page says more."""
    try:
        data = made()
    except Refused:
        return no_file()
    return kept_file(data, f"{access.alliance.slug}-{today().isoformat()}.{kind}", media)


def no_file() -> HttpResponse:
    """Say in the place of a file that there are problems: no page is expected there."""
    said = "The files of this alliance have problems; its page says which."
    return HttpResponse(said, content_type="text/plain; charset=utf-8", status=503)


def problems_page(request: HttpRequest, access: Access, here: str, refused: Refused) -> HttpResponse:
    """Say that the files of an alliance have problems: which, to a reader who sees the whole."""
    if sees_all(access):
        told = [_below(one, folder_of(access.alliance)) for one in refused.problems]
    else:
        told = [replace(one, why="", hint="") for one in refused.problems]
    return render(request, "problems.html.j2", {**frame(access, here), "problems": told}, using="jinja", status=503)


def _below(problem: Problem, folder: Path) -> Problem:
    """Return a problem with its paths as they are from the folder on: where that lies is the workplace's own matter."""

    def below(text: str) -> str:
        return text.replace(f"{folder}/", "").replace(str(folder), folder.name)

    def placed(place: Place) -> Place:
        return replace(place, file=below(place.file))

    related = tuple(replace(one, place=placed(one.place), says=below(one.says)) for one in problem.related)
    return replace(
        problem, place=placed(problem.place), why=below(problem.why), hint=below(problem.hint), related=related
    )  # fmt: skip


def sees_all(access: Access) -> bool:
    """Tell whether a reader may be told problems, which quote the rows of files: who sees the whole alliance.

    `Projection.whole` says the same; where files have problems there is no projection. Those of texts all may be told.
    """
    try:
        agreement = open_agreement(folder_of(access.alliance), known_at=today()).agreement
    except Refused:
        return True  # no file of facts was read
    return sights(agreement, access.reader, today()).whole
