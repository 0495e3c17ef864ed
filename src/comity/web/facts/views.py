"""The pages of facts, templates to fill in, and the way of an upload: sent, looked at, confirmed."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from contextlib import suppress
from datetime import date
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from comity.adapters.folder import FACTS as FACTS_FOLDER
from comity.facts.sheet import KNOWN_AT
from comity.kernel.problem import Refused
from comity.kernel.words import day as in_words
from comity.kernel.words import named
from comity.opening.alliance import Opened, open_agreement, open_facts
from comity.web.access import Access, of_alliance
from comity.web.alliances.folders import folder_of
from comity.web.alliances.frame import frame
from comity.web.alliances.signing import unsigned_of
from comity.web.alliances.views import blocks_page, kept_file, problems_page
from comity.web.day import today
from comity.web.exports import MEDIA
from comity.web.facts import pending
from comity.web.facts.complete import COVERS, about_of, command
from comity.web.facts.kept import is_of, piece_of, reporters
from comity.web.facts.owed import owed_periods
from comity.web.facts.prepared import Prepared, warned
from comity.web.facts.reading import shown_name
from comity.web.facts.tables import FACTS, TABLE
from comity.web.facts.template import template as filled_template
from comity.web.facts.uploads import UPLOADERS, confirm, next_step, owed_table, parties_of, prepare
from comity.web.people.roles import READERS


@require_GET
@of_alliance(READERS)
def facts(request: HttpRequest, access: Access) -> HttpResponse:
    """Show the tables of facts: what they hold, who reports them, what is owed and late."""
    try:
        made, piece = piece_of(access, FACTS)
    except Refused as refused:
        return problems_page(request, access, FACTS, refused)
    return blocks_page(request, access, FACTS, made, piece.title, piece.blocks)


@require_GET
@of_alliance(READERS)
def table(request: HttpRequest, access: Access, key: str) -> HttpResponse:
    """Show a table: what is owed, both reports, its rows and files; and take an upload from who reports it."""
    try:
        made, piece = piece_of(access, TABLE, key)
        parties = parties_of(access, reporters(access.alliance, key))
    except Refused as refused:
        return problems_page(request, access, FACTS, refused)
    more = {"key": key, "parties": parties, "limit": settings.CONFIG.upload_mib}
    return blocks_page(request, access, FACTS, made, piece.title, piece.blocks, template="table.html.j2", **more)


@require_GET
@of_alliance(READERS)
def template(request: HttpRequest, access: Access, key: str, kind: str) -> HttpResponse:
    """Give the file to fill in for a table, with the periods that the reader's party owes, or with what it reported."""
    try:
        opened = open_agreement(folder_of(access.alliance), known_at=today())
        owed, known = owed_table(opened, key), open_facts(opened, known_at=today())
    except Refused as refused:
        return problems_page(request, access, FACTS, refused)
    if kind not in MEDIA:
        raise Http404
    terms = opened.agreement.versions[-1][1]
    mine = [one.party for one in owed.reporters if one.party in access.reader.names]
    periods = owed_periods(key, opened.agreement, known, today())
    again = known.tables[key].history if "reported" in request.GET else None
    made = filled_template(kind, owed, terms, periods, mine, today(), again)
    return kept_file(
        made, f"{access.alliance.slug}-{key}{'-reported' if again is not None else ''}.{kind}", MEDIA[kind]
    )


@require_POST
@of_alliance(UPLOADERS)
def upload(request: HttpRequest, access: Access, key: str) -> HttpResponse:
    """Take a file, and lead to what it would change; where it cannot be used, say what is wrong with it."""
    sent = request.FILES.get("file")
    if not isinstance(sent, UploadedFile):
        messages.error(request, "Choose a file first.")
        return redirect("table", slug=access.alliance.slug, key=key)
    token, place = pending.new_place()
    source = place / "upload"
    try:
        with source.open("wb") as out:
            for chunk in sent.chunks():
                out.write(chunk)
        made = prepare(access, key, sent.name or "", source, pending.stored_in(place), request.POST.get("covers", ""))
    except Refused as refused:
        pending.drop(place)
        return _refused(request, access, key, shown_name(sent.name or ""), refused)
    except BaseException:
        pending.drop(place)
        raise
    source.unlink()
    pending.keep(place, made, request.user.pk or 0)
    return redirect("preview", slug=access.alliance.slug, key=key, token=token)


@require_GET
@of_alliance(UPLOADERS)
def preview(request: HttpRequest, access: Access, key: str, token: str) -> HttpResponse:
    """Show what an upload would change."""
    made, _ = _pending(request, access, key, token)
    try:
        unsigned = unsigned_of(_opened(access), today())
    except Refused as refused:
        return problems_page(request, access, FACTS, refused)
    said = {
        "made": made, "key": key, "token": token, "title": named(key), "next_step": next_step(made),
        "counts_from": in_words(made.known_at), "unsigned": unsigned,
    }  # fmt: skip
    return render(request, "upload.html.j2", {**frame(access, FACTS), **said}, using="jinja")


@require_POST
@of_alliance(UPLOADERS)
def store(request: HttpRequest, access: Access, key: str, token: str) -> HttpResponse:
    """Store an upload that was looked at, or forget it."""
    made, place = _pending(request, access, key, token)
    if "forget" in request.POST:
        pending.drop(place)
        messages.success(request, f"{made.upload} was not stored.")
        return redirect("table", slug=access.alliance.slug, key=key)
    try:
        confirm(access, made, pending.stored_in(place))
    except Refused as refused:
        return _refused(request, access, key, made.upload, refused)
    pending.drop(place)
    return redirect("receipt", slug=access.alliance.slug, key=key, file=made.file)


@require_GET
@of_alliance(READERS)
def receipt(request: HttpRequest, access: Access, key: str, file: str) -> HttpResponse:
    """Show what was stored: its digest, its rows, and what is still to be done where the alliance has a record."""
    stored, opened = _stored(access, key, file)
    data, covers = stored.read_bytes(), about_of(opened.folder.path, key).get(file, {}).get(COVERS, "")
    said = {
        "key": key, "file": file, "title": named(key), "day": in_words(date.fromisoformat(file[:10])),
        "counts": opened.source is None, "digest": hashlib.sha256(data).hexdigest(), "rows": _count(data),
        "known": _known(data), "unsigned": unsigned_of(opened, today()), "covers": covers,
        "next_step": command(key, file, covers),
    }  # fmt: skip
    return render(request, "receipt.html.j2", {**frame(access, FACTS), **said}, using="jinja")


@require_GET
@of_alliance(READERS)
def stored_file(request: HttpRequest, access: Access, key: str, file: str) -> HttpResponse:
    """Give a stored upload to the party whose it is, as the text it is kept as."""
    stored, _ = _stored(access, key, file)
    return kept_file(stored.read_bytes(), file, MEDIA["csv"])


# -- what they have in common -----------------------------------------------------------------


def _opened(access: Access) -> Opened:
    return open_agreement(folder_of(access.alliance), known_at=today())


def _pending(request: HttpRequest, access: Access, key: str, token: str) -> tuple[Prepared, Path]:
    """Return an upload that this person looks at. Raises Http404 where there is none of theirs, or none any more."""
    found = pending.kept(token, access.alliance.slug, key, request.user.pk or 0)
    if found is None:
        raise Http404
    return found


def _stored(access: Access, key: str, file: str) -> tuple[Path, Opened]:
    """Return a stored upload of the reader's party. Raises Http404 for every other name."""
    opened = None
    with suppress(Refused):
        opened = _opened(access)
    if opened is None or not _NAME.fullmatch(file) or not is_of(file, access.reader.names):
        raise Http404
    stored = folder_of(access.alliance) / FACTS_FOLDER / owed_table(opened, key).name / file
    if not stored.is_file():
        raise Http404
    return stored, opened


def _count(data: bytes) -> int:
    return sum(1 for _ in csv.reader(io.StringIO(data.decode()))) - 1


def _known(data: bytes) -> list[str]:
    """Return since when the rows of a stored file are known; nothing where an entry of the record says it."""
    rows = csv.DictReader(io.StringIO(data.decode()))
    return [in_words(date.fromisoformat(day)) for day in sorted({row[KNOWN_AT] for row in rows if row.get(KNOWN_AT)})]


_NAME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[a-z0-9_-]+-[0-9a-f]{12}\.csv")


def _refused(request: HttpRequest, access: Access, key: str, file: str, refused: Refused) -> HttpResponse:
    problems = [warned(one) for one in refused.problems]
    said = {"key": key, "title": named(key), "file": file, "problems": problems}
    return render(request, "refused.html.j2", {**frame(access, FACTS), **said}, using="jinja", status=422)
