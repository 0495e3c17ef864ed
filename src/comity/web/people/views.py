"""The administrator's pages: who works here, invitations, and roles in alliances."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from comity.web.access import admins
from comity.web.alliances.models import Alliance, Feed, Membership
from comity.web.people.granting import ALL, all_together, said, together, wrong
from comity.web.people.models import Organisation, User
from comity.web.people.roles import READERS, Role
from comity.web.sure import to_confirm

ROLE_ENDS = (
    "The role can be given again. With a person's last role in an alliance ends their calendar address there, "
    "which cannot be had back: they make a new one."
)
CLOSED_ENDS = (
    "They can log in no more. All their roles are taken back, and their sessions, tokens and calendar addresses end. "
    "None of that can be undone; what they did stays in the record."
)
RESET_ENDS = (
    "The old one ends at once, and with it their sessions, tokens and calendar addresses, which cannot be had back. "
    "The new one is shown once, for you to pass on."
)


@require_GET
@admins
def directory(request: HttpRequest) -> HttpResponse:
    """Show the people of the workplace, their roles, and the forms to invite and to grant: in the one alliance chosen.

    `?alliance=KEY` chooses it; where there is one alone, it is chosen.
    """
    return _shown(request, request.GET.get("alliance", ""), {})


def _shown(request: HttpRequest, asked: str, refused: dict[str, str]) -> HttpResponse:
    """Show the page; `refused` says of each field of a form sent what is wrong; the form keeps what was chosen."""
    alliances = list(Alliance.objects.order_by("title"))
    users = User.objects.select_related("organisation").prefetch_related("memberships__alliance").order_by("name")
    found = {
        "users": users,
        "together": {user.pk: all_together(user) for user in users},
        "alliances": alliances,
        "alliance": next((one for one in alliances if str(one.pk) == asked or len(alliances) == 1), None),
        "roles": Role.choices,
        "all_parties": ALL,
        "refused": refused,
        "posted": request.POST,
    }
    return render(request, "people.html.j2", found, using="jinja", status=422 if refused else 200)


@require_POST
@admins
def invite(request: HttpRequest) -> HttpResponse:
    """Make an account with a password that is shown once, to be changed at the first visit."""
    email, name = request.POST.get("email", "").strip().lower(), request.POST.get("name", "").strip()
    company = request.POST.get("organisation", "").strip()
    try:
        validate_email(email)
        if not name:
            raise ValidationError("Give the person's name.")
        password = secrets.token_urlsafe(12)
        with transaction.atomic():
            organisation = Organisation.objects.get_or_create(name=company[:200])[0] if company else None
            User.objects.create_user(email, password, name=name[:200], organisation=organisation)
    except ValidationError as failure:
        messages.error(request, " ".join(failure.messages))
    except IntegrityError:
        messages.error(request, f"{email} works here already.")
    else:
        messages.success(request, f"{name} can log in as {email} with the password {password} (shown only now).")
    return redirect("people")


@require_POST
@admins
def grant(request: HttpRequest) -> HttpResponse:
    """Give a person a role in an alliance, for a party; where something is not chosen, the form says what."""
    user = User.objects.filter(pk=_number(request, "user")).first()
    alliance = Alliance.objects.filter(pk=_number(request, "alliance")).first()
    role, party = request.POST.get("role", ""), request.POST.get("party", "").strip()
    if alliance is None:
        messages.error(request, "Choose an alliance.")
        return redirect("people")
    refused = wrong(user, alliance, role, party)
    if user is None or refused:
        return _shown(request, str(alliance.pk), refused)
    bodies = [name for name in request.POST.getlist("bodies") if name in alliance.bodies]
    messages.success(request, _given(user, alliance, role, "" if role == Role.AUDITOR else party, bodies))
    return redirect(f"{reverse('people')}?alliance={alliance.pk}")


def _given(user: User, alliance: Alliance, role: str, party: str, bodies: list[str]) -> str:
    """Store a role, and return what is to be said of it: also for whom it ended, and what all roles open together."""
    mine = Membership.objects.filter(user=user, alliance=alliance)
    with transaction.atomic():
        before = mine.filter(role=role).values_list("party", flat=True).first()
        Membership.objects.update_or_create(
            user=user, alliance=alliance, role=role, defaults={"party": party, "bodies": bodies}
        )
    moved = f", and no longer for {alliance.parties.get(before, before)}" if before and before != party else ""
    says = f"{user} is {said(role, party, alliance.parties)} in {alliance}{moved}."
    return f"{says} {together(mine.select_related('alliance'))}".rstrip()


@require_POST
@admins
def revoke(request: HttpRequest) -> HttpResponse:
    """Take a role back; with the last one that reads ends the calendar address, also if there is a role again."""
    held = Membership.objects.filter(pk=_number(request, "membership")).first()
    if held is not None:
        if asked := to_confirm(
            request, title="Take a role back?", button="Take it back", back="people",
            says=(f"{held}. What the role opens is closed at once.", ROLE_ENDS),
        ):  # fmt: skip
            return asked
        told, of = str(held), {"user_id": held.user_id, "alliance_id": held.alliance_id}
        with transaction.atomic():
            held.delete()
            if not Membership.objects.filter(**of, role__in=READERS).exists():
                Feed.objects.filter(**of).delete()
        messages.success(request, f"Taken back: {told}.")
    return redirect("people")


@require_POST
@admins
def reset(request: HttpRequest) -> HttpResponse:
    """Give a person a new password, shown once, or close their account, roles too: what opens without it ends."""
    user = User.objects.filter(pk=_number(request, "user")).first()
    if user is None or user == request.user:
        messages.error(request, "Choose somebody else than yourself.")
        return redirect("people")
    if asked := _asked(request, user):
        return asked
    password = secrets.token_urlsafe(12)
    with transaction.atomic():
        user.is_active = "close" not in request.POST
        user.set_password(password if user.is_active else None)  # every session of the old password ends
        user.save()
        user.tokens.filter(revoked=None).update(revoked=timezone.now())
        user.feeds.all().delete()
        if not user.is_active:
            user.memberships.all().delete()
    if user.is_active:
        messages.success(request, f"{user} can log in as {user.email} with the password {password} (shown only now).")
    else:
        messages.success(request, f"The account of {user} is closed, and all roles are taken back.")
    return redirect("people")


def _asked(request: HttpRequest, user: User) -> HttpResponse | None:
    """Ask before a password or an account ends, unless that was asked already."""
    who = f"{user}, {user.email}."
    if "close" in request.POST:
        title, button, ends = f"Close the account of {user}?", "Close the account", CLOSED_ENDS
    else:
        title, button, ends = f"Give {user} a new password?", "Make a new password", RESET_ENDS
    return to_confirm(request, title=title, says=(who, ends), button=button, back="people")


def _number(request: HttpRequest, name: str) -> int:
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0
