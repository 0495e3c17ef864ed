"""Asking before what cannot be undone: a page that says what follows, with the form sent once more."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

_OWN = ("sure", "csrfmiddlewaretoken")


def to_confirm(
    request: HttpRequest, *, title: str, says: Sequence[str], button: str, back: str
) -> HttpResponse | None:  # fmt: skip
    """Return the page that asks whether somebody means what they sent; None where they have said so.

    `says` are the sentences of what follows, `button` does it, `back` is the name of the page that leaves it.
    """
    if request.POST.get("sure") == "yes":
        return None
    sent = [(name, value) for name, values in request.POST.lists() if name not in _OWN for value in values]
    shown = {"title": title, "says": says, "button": button, "back": back, "sent": sent, "action": request.path}
    return render(request, "sure.html.j2", shown, using="jinja")
