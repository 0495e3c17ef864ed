"""The pages of the guided start: drafts, their steps, their text, and making the alliance."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from comity.agreement.model import Terms
from comity.catalogue.sets import KINDS, about_kind
from comity.kernel.words import and_list
from comity.opening.drafts.names import names_of
from comity.opening.drafts.reading import bounded, examined, stands_in_item
from comity.opening.drafts.text import drop_items, node_at, tree
from comity.opening.drafts.unfilled import placeholders, to_replace, unset
from comity.web.access import person_of, starters
from comity.web.alliances.models import Alliance
from comity.web.day import today
from comity.web.starting.clauses import clauses_step, promise_form
from comity.web.starting.making import made
from comity.web.starting.metrics import metrics_step
from comity.web.starting.models import Draft
from comity.web.starting.names import names_step
from comity.web.starting.page import STEPS, Desk, after, desk, go, keep, shown
from comity.web.starting.store import MOST_DRAFTS, Stale, begun, owned, stepped, texts_of, version
from comity.web.starting.targets import targets_step

LONGEST_TEXT = 256 * 1024
CHANGED = "This draft was changed meanwhile, in another window. Nothing of that was lost; this is how it stands now."


@require_http_methods(["GET", "POST"])
@starters
def start(request: HttpRequest) -> HttpResponse:
    """Show the kinds of alliance and the drafts that wait, or begin a draft."""
    user = person_of(request)
    drafts = list(Draft.objects.filter(owner=user, alliance=None).order_by("-changed"))
    if request.method == "POST":
        if len(drafts) >= MOST_DRAFTS:
            messages.error(request, f"You have {len(drafts)} drafts already: finish one, or throw one away.")
            return redirect("start")
        kind = request.POST.get("kind", "")
        if kind and kind not in KINDS:
            raise Http404
        return go(begun(user, kind), "names")
    titles = [(one, names_of(text).keys["title"] or "Without a title") for one, text in texts_of(drafts)]
    kinds = [(kind, about_kind(kind)) for kind in KINDS]
    return render(request, "starting/start.html.j2", {"kinds": kinds, "drafts": titles}, using="jinja")


@require_http_methods(["GET", "POST"])
@starters
def step(request: HttpRequest, number: int, step: str) -> HttpResponse:
    """Show a step of a draft, or take what its form says."""
    shows = _SHOWS.get(step)
    if shows is None:
        raise Http404
    return _at(request, number, step, shows)


@require_http_methods(["GET", "POST"])
@starters
def promise(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """Show the form of a clause or milestone, or write it: of that which `of` names, or a new one."""
    name = request.GET.get("of", "")
    return _at(request, number, "clauses", lambda on: promise_form(on, kind, name))


@require_POST
@starters
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Go back to the text before the last change, or forward again."""
    back, here = request.POST.get("way") != "forward", request.POST.get("step", "")

    def done(on: Desk) -> HttpResponse:
        stepped(on.draft, -1 if back else 1)
        return go(on.draft, here if here in _SHOWS else "names")

    return _at(request, number, here if here in STEPS else "names", done)


@require_POST
@starters
def throw_away(request: HttpRequest, number: int) -> HttpResponse:
    """Delete a draft and all its versions."""
    owned(person_of(request), number).delete()
    messages.success(request, "The draft is thrown away.")
    return redirect("start")


def _at(request: HttpRequest, number: int, step: str, shows: Callable[[Desk], HttpResponse]) -> HttpResponse:
    """Open a draft at a step. A form of an earlier version is told so; one sent twice counts once.

    What became an alliance leads to it.
    """
    if alliance := _became(request, number):
        return redirect("overview", slug=alliance.slug)
    on = desk(request, owned(person_of(request), number), step)
    try:
        if request.method == "POST" and request.POST.get("seen") != str(on.draft.at):
            raise Stale
        return shows(on)
    except Stale:
        if alliance := _became(request, number):
            return redirect("overview", slug=alliance.slug)
        now = owned(on.draft.owner, number)
        if version(now).request == on.digest:
            return go(now, after(step) if step in STEPS else "check")
        messages.warning(request, CHANGED)
        return go(now, step)


def _became(request: HttpRequest, number: int) -> Alliance | None:
    """Return the alliance that a draft of this person became, if it did."""
    drafts = Draft.objects.filter(pk=number, owner=person_of(request))
    return Alliance.objects.filter(pk__in=drafts.values("alliance")).first()


def text_step(on: Desk) -> HttpResponse:
    """Show the text to be changed by hand, or take it over: it is kept whatever it says, and forms go on from it."""
    if on.request.method != "POST":
        return shown(on, "text")
    text = on.request.POST.get("text", "").replace("\r\n", "\n").replace("\r", "\n").rstrip() + "\n"
    if len(text.encode("utf-8", "replace")) > LONGEST_TEXT:
        messages.error(on.request, f"The text has more than {LONGEST_TEXT // 1024} KiB. It was not taken over.")
        return shown(on, "text", status=422)
    if "\0" in text:  # which PostgreSQL cannot keep
        messages.error(on.request, "There is a sign in the text that nobody sees (NUL). It was not taken over.")
        return shown(on, "text", status=422)
    return keep(on, text, "by hand", "check")


def check_step(on: Desk) -> HttpResponse:
    """Show everything that is wrong, and what nobody has decided yet, or make the alliance."""
    read = bounded(examined(on.text), today(), settings.CONFIG.most_results)
    failing = stands_in_item(read.problems, node_at(tree(on.text), ("examples",)))
    if on.request.method == "POST":
        if on.request.POST.get("do") == "examples":
            return keep(on, drop_items(on.text, ("examples",), failing), "worked examples taken out", "check")
        if read.terms is not None and not read.errors and not to_replace(on.text):
            made_of_it = _make(on, read.terms)
            if made_of_it is not None:
                return made_of_it
    return shown(
        on, "check", read=read, failing=failing, terms=read.terms,
        unset=unset(on.text), placeholders=placeholders(on.text),
    )  # fmt: skip


def _make(on: Desk, terms: Terms) -> HttpResponse | None:
    """Make the alliance and lead to it; where that cannot be, say why and return None. Raises Stale."""
    party = on.request.POST.get("party", "")
    if party not in terms.parties:
        messages.error(on.request, "Choose the party for which you manage the alliance.")
        return None
    try:
        alliance = made(on.draft, on.text, terms, party)
    except OSError as error:
        messages.error(on.request, f"The folder could not be written: {error.strerror or error}. Nothing is made.")
        return None
    tables = and_list(list(terms.facts)) if terms.facts else "no table"
    legal = terms.parties[party].legal_name
    messages.success(
        on.request,
        f"{alliance} is made, and you manage it for {legal}. Next come the facts: {tables} wait for their first rows.",
    )
    return redirect("overview", slug=alliance.slug)


_SHOWS: dict[str, Callable[[Desk], HttpResponse]] = {
    "names": names_step,
    "metrics": metrics_step,
    "targets": targets_step,
    "clauses": clauses_step,
    "check": check_step,
    "text": text_step,
}
