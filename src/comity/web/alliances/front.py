"""The overview as one person is given it: held until anything it shows changes, but for the token of its one form.

It is what most people open first and most often. Who is there, and whether they may read it, is asked at every request
(web.access); what they are given then depends on the files, the day, the reader and the names in its frame alone.
"""

from __future__ import annotations

import re

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from comity.web.access import Access, person_of
from comity.web.alliances.folders import source_of
from comity.web.alliances.frame import frame
from comity.web.alliances.projections import projection
from comity.web.day import today
from comity.web.held import Held

MOST_PAGES = 128
"""How many a process holds, of some 60 KB each."""
_PAGES: Held[tuple[bytes, bytes]] = Held(MOST_PAGES)
_TOKEN = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")\w+')


def front(request: HttpRequest, access: Access) -> HttpResponse:
    """Return the overview of an alliance for the person of a request. Raises Refused with the problems of its files."""
    person, alliance, around = person_of(request), access.alliance, frame(access, "overview")
    state = today(), source_of(alliance), access.reader, str(person), person.is_admin, alliance.title, around["roles"]

    def page() -> str:
        body = projection(alliance, access.reader).body
        return render_to_string("overview.html.j2", {**around, "body": body}, request, using="jinja")

    def parts() -> tuple[bytes, bytes]:
        before, after = _TOKEN.split(page())  # one form, which logs out
        return before.encode(), after.encode()

    if get_messages(request):
        return HttpResponse(page())
    before, after = _PAGES.get((person.pk, alliance.pk), state, parts)
    return HttpResponse(b"".join((before, get_token(request).encode(), after)))
