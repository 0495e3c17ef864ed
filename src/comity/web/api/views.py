"""The page "Your tokens": to see them, to make one after proving again who one is, and to end one."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comity.web.access import people, person_of
from comity.web.alliances.models import Alliance
from comity.web.api import tokens
from comity.web.api.models import Scope
from comity.web.people.models import User
from comity.web.sure import to_confirm

NAME = "Say in a few words what the token is for."
SCOPES = "Choose at least one thing that it may be used for."
LIVES = "Choose how long it is to live."
COVERS = "Choose the alliances that it covers, or all."
FULL = f"You have {tokens.MOST} tokens. End one before you make another."


@require_GET
@people
def listed(request: HttpRequest) -> HttpResponse:
    """Show the live tokens of a person."""
    return render(
        request, "tokens.html.j2", {"tokens": tokens.live(person_of(request)), "scopes": _SAYS}, using="jinja"
    )


@require_http_methods(["GET", "POST"])
@people
@reauthentication_required  # type: ignore[untyped-decorator]
def new(request: HttpRequest) -> HttpResponse:
    """Make a token, and show it: this once."""
    user = person_of(request)
    own = list(Alliance.objects.filter(memberships__user=user).distinct().order_by("title"))
    shown = {
        "alliances": own,
        "scopes": Scope.choices,
        "lives": tokens.LIVES,
        "usual": 90,
        "problems": [],
        "shown_once": "",
    }
    if request.method == "POST":
        shown |= _made(request, user, own)
    return render(request, "token_new.html.j2", {**shown, "posted": request.POST}, using="jinja")


@require_POST
@people
def end(request: HttpRequest) -> HttpResponse:
    """End a token of one's own."""
    wanted = [one for one in tokens.live(person_of(request)) if str(one.pk) == request.POST.get("token")]
    says = [f"{one.name}: whatever program holds it reads nothing more from now on." for one in wanted]
    if says:
        says.append("It cannot be had back: a new one has to be made, and given to the program.")
        if asked := to_confirm(request, title="End this token?", says=says, button="End it", back="tokens"):
            return asked
    tokens.revoke(wanted)
    for one in wanted:
        messages.success(request, f"The token {one.name} is ended.")
    return redirect("tokens")


def _made(request: HttpRequest, user: User, own: list[Alliance]) -> dict[str, object]:
    """Make the token that a form asks for; returns what the page shows of it, or what is lacking."""
    name = " ".join(request.POST.get("name", "").split())[:100]
    scopes = [scope for scope in Scope.values if scope in request.POST.getlist("scopes")]
    days = next((one for one in tokens.LIVES if str(one) == request.POST.get("days")), None)
    chosen = [one for one in own if one.slug in request.POST.getlist("alliances")]
    everywhere = request.POST.get("everywhere") == "yes"
    wrong = [(not name, NAME), (not scopes, SCOPES), (days is None, LIVES), (not chosen and not everywhere, COVERS)]
    problems = [says for is_wrong, says in wrong if is_wrong]
    if len(tokens.live(user)) >= tokens.MOST:
        problems = [FULL]
    if problems or days is None:
        return {"problems": problems}
    token, secret = tokens.make(user, name, scopes, days=days, alliances=None if everywhere else chosen)
    return {"token": token, "shown_once": secret}


_SAYS = dict(Scope.choices)
