"""Who may open what: one decorator for every page, one loader for every alliance.

A page says to whom it is open, and `open_to` is what the table of routes and roles is made from (tests/web). Of an
alliance in which somebody has no role there is, for them, no page: 404. In one in which they have another role: 403.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from comity.standing.sight import Reader
from comity.web.alliances.models import Alliance, Membership

EVERYBODY, PEOPLE, ADMINS = "everybody", "people", "admins"
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Access:
    """An alliance as one person has it open: their roles there, and the reader they are."""

    alliance: Alliance
    roles: frozenset[str]
    reader: Reader


def everybody(view: View) -> View:
    """Open a page to anybody, logged in or not."""
    view.open_to = EVERYBODY  # type: ignore[attr-defined]
    return view


def people(view: View) -> View:
    """Open a page to whoever is logged in."""
    guarded = login_required(view)
    guarded.open_to = PEOPLE  # type: ignore[attr-defined]
    return guarded


def admins(view: View) -> View:
    """Open a page to the administrators of the workplace."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not getattr(request.user, "is_admin", False):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    guarded.open_to = ADMINS  # type: ignore[attr-defined]
    return guarded


def of_alliance(
    roles: frozenset[Any],
) -> Callable[[Callable[Concatenate[HttpRequest, Access, ...], HttpResponse]], View]:
    """Open a page of an alliance to people who have one of some roles there; the page receives their Access."""

    def opened(view: Callable[Concatenate[HttpRequest, Access, ...], HttpResponse]) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            return view(request, load(request, slug, roles), **kwargs)

        guarded.open_to = roles  # type: ignore[attr-defined]
        return guarded

    return opened


def load(request: HttpRequest, slug: str, roles: frozenset[Any]) -> Access:
    """Return an alliance for the person of a request. Raises Http404 to strangers, PermissionDenied to other roles."""
    person = request.user.pk or 0  # whoever is not logged in has no role
    held = list(Membership.objects.select_related("alliance").filter(user_id=person, alliance__slug=slug))
    if not held:
        raise Http404
    usable = [one for one in held if one.role in roles]
    if not usable:
        raise PermissionDenied
    names = frozenset(name for one in usable for name in one.reader.names)
    return Access(usable[0].alliance, frozenset(one.role for one in held), Reader(names))
