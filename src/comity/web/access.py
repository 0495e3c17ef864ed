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
from comity.web.people.models import User
from comity.web.people.roles import READERS, Role
from comity.web.rows import rows

EVERYBODY, PEOPLE, ADMINS, STARTERS = "everybody", "people", "admins", "starters"
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Access:
    """An alliance as a person has it open: their roles there, the party of each (`held`), and the reader they are."""

    alliance: Alliance
    roles: frozenset[str]
    reader: Reader
    held: frozenset[tuple[str, str]] = frozenset()


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


def starters(view: View) -> View:
    """Open a page to those who may begin an alliance: administrators, and who manages one already."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_start(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    guarded.open_to = STARTERS  # type: ignore[attr-defined]
    return guarded


def may_start(user: object) -> bool:
    """Tell whether a person may begin an alliance."""
    if not isinstance(user, User):
        return False
    return user.is_admin or user.memberships.filter(role=Role.MANAGER).exists()


def person_of(request: HttpRequest) -> User:
    """Return who is logged in, on a page that nobody else opens."""
    user = request.user
    assert isinstance(user, User)
    return user


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
    held = rows(Membership, user=person, alliance__slug=slug)
    if not held:
        raise Http404
    access = _access(held, roles)
    if access is None:
        raise PermissionDenied
    return access


def reading(user: User, alliance: Alliance) -> Access | None:
    """Return an alliance as a person reads it; None where they do not, or not any more."""
    return _access(_held(user.pk, alliance), READERS)


def _held(person: int, alliance: Alliance) -> list[Membership]:
    held = rows(Membership, user=person, alliance=alliance.pk)
    for one in held:
        one.alliance = alliance
    return held


def _access(held: list[Membership], roles: frozenset[Any]) -> Access | None:
    usable = [one for one in held if one.role in roles]
    if not usable:
        return None
    names = frozenset(name for one in usable for name in one.reader.names)
    pairs = frozenset((one.role, one.party) for one in held)
    return Access(usable[0].alliance, frozenset(one.role for one in held), Reader(names), pairs)
