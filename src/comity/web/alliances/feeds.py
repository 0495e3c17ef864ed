"""Calendar feeds: the docket under an address that a calendar program can ask for without logging in."""

from __future__ import annotations

import secrets
from hashlib import sha256

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from comity.kernel.problem import Refused
from comity.web.access import Access, everybody, of_alliance, person_of, reading
from comity.web.alliances.models import Feed
from comity.web.alliances.projections import projection
from comity.web.alliances.views import no_file
from comity.web.people.roles import READERS


@require_POST
@of_alliance(READERS)
def make(request: HttpRequest, access: Access) -> HttpResponse:
    """Make the address of a person's calendar of an alliance; it is shown once, and the one before ends."""
    user, key = person_of(request), secrets.token_urlsafe(32)
    Feed.objects.update_or_create(user=user, alliance=access.alliance, defaults={"digest": _digest(key)})
    address = request.build_absolute_uri(reverse("feed", kwargs={"key": key}))
    messages.success(
        request,
        f"Subscribe to {address} in your calendar program. The address is shown only now, whoever has it reads your "
        "docket of this alliance, and an earlier one no longer works.",
    )
    return redirect("docket", slug=access.alliance.slug)


@require_GET
@everybody
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """Give the docket as a calendar, as the person to whom the address belongs may see it today."""
    found = Feed.objects.select_related("alliance", "user").filter(digest=_digest(key), user__is_active=True).first()
    access = reading(found.user, found.alliance) if found is not None else None
    if access is None:
        raise Http404
    try:
        calendar = projection(access.alliance, access.reader).calendar
    except Refused:
        return no_file()
    return HttpResponse(calendar, content_type="text/calendar; charset=utf-8")


def _digest(key: str) -> str:
    return sha256(key.encode()).hexdigest()
