"""The overview as one person is given it: held until anything it shows changes, but for the token of its forms.

It is what most people open first and most often. Who is there, and whether they may read it, is asked at every request
(web.access); what they are given then depends on the files, the day, the reader and the names in its frame alone.
"""

from __future__ import annotations

import re

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from comity.web.access import Access, person_of
from comity.web.alliances.folders import source_of
from comity.web.alliances.frame import frame
from comity.web.alliances.projections import projection
from comity.web.day import today
from comity.web.form_token import form_token
from comity.web.held import Held

MOST_PAGES = 128
"""How many a process holds, of some 60 KB each."""
_PAGES: Held[tuple[bytes, ...]] = Held(MOST_PAGES)
_TOKEN = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")\w+')


def front(request: HttpRequest, access: Access) -> HttpResponse:
    """Return the overview of an alliance for the person of a request. Raises Refused with the problems of its files."""
    person, alliance, around = person_of(request), access.alliance, frame(access, "overview")
    names = str(person), person.is_admin, alliance.title, around["roles"]

    def page() -> str:
        body = projection(alliance, access.reader).body
        return render_to_string("overview.html.j2", {**around, "body": body}, request, using="jinja")

    def parts() -> tuple[bytes, ...]:
        """Return the page without the tokens: the first stands after the first part, and so on."""
        return tuple(part.encode() for part in _TOKEN.split(page()))

    if get_messages(request):
        return HttpResponse(page())
    held = _PAGES.get((person.pk, alliance.pk), (today(), source_of(alliance), access.reader, names), parts)
    return HttpResponse(form_token(request).encode().join(held))
