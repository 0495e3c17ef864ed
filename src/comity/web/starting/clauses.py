"""The step of promises: clauses and milestones, each a form of its pattern, and those that are written by hand."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.text import slugify

from comity.agreement.model import Terms
from comity.agreement.nodes import Mapping as MapNode
from comity.kernel.problem import Refused
from comity.opening.drafts.patterns.find import PATTERNS, promises, said_by, with_promise, without_promise
from comity.opening.drafts.patterns.model import Asked, Pattern
from comity.opening.drafts.text import Path, tree
from comity.web.starting.fields import Plain, chosen, sum_in
from comity.web.starting.page import Desk, go, keep, on_fields, shown, told

BANDS = (2, 3, 4)
HIDDEN = {"every": "", "per": ""}
"""What a clause takes over from its metric, and no form asks for."""


class PromiseForm(forms.Form):
    """The questions of a pattern, with the parties, metrics, objectives and ladders of a draft to choose from."""

    def __init__(self, pattern: Pattern, terms: Terms, data: Any = None, initial: Any = None) -> None:
        self.pattern, self.terms = pattern, terms
        super().__init__(data, initial={one.name: one.begin for one in pattern.asks} | dict(initial or {}))
        for one in pattern.asks:
            self.fields[one.name] = _field(one, terms)
            self.fields[one.name].wide = one.wide  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse one party on both sides, and a band that says half; write sums with their currency."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("owed_by") and given.get("owed_by") in (given.get("owed_to"), given.get("accepted_by")):
            self.add_error("owed_to" if "owed_to" in given else "accepted_by", "Choose the other party.")
        for one in self.pattern.asks:
            if one.kind == "money" and given.get(one.name):
                given[one.name] = sum_in(self.terms.currency or "", given[one.name])
        for band in BANDS if "from_2" in self.fields else ():
            for part, other in (("from", "amount"), ("amount", "from")):
                if given.get(f"{part}_{band}") and given.get(f"{other}_{band}") == "":
                    self.add_error(f"{other}_{band}", "A band has both, or neither.")
        return given

    @property
    def values(self) -> dict[str, str]:
        """The answers, with the periods and members of the metric."""
        metric = self.terms.metrics.get(self.cleaned_data.get("measure", ""))
        per = {"every": str(metric.every), "per": ", ".join(metric.per)} if metric is not None else HIDDEN
        return {
            **HIDDEN,
            "relation": "at most",
            **{one.name: self.cleaned_data[one.name] for one in self.pattern.asks},
            **per,
        }


def _field(one: Asked, terms: Terms) -> forms.Field:
    offered = {
        "party": [(name, party.legal_name) for name, party in terms.parties.items()],
        "metric": [(name, f"{metric.title or name}, each {metric.every}") for name, metric in terms.metrics.items()],
        "objective": [(name, says) for name, says in terms.objectives.items()],
        "ladder": [(name, name.replace("_", " ")) for name in terms.ladders],
        "choice": list(one.choices),
    }.get(one.kind)
    if offered is not None:
        return chosen(one.label, offered, required=one.needed, help_text=one.help)
    return Plain(one.label, help_text=one.help, required=one.needed)


def clauses_step(on: Desk) -> HttpResponse:
    """Show all promises and the patterns for more, or take one out."""
    if on.request.method != "POST":
        return shown(on, "clauses", promises=promises(on.text), patterns=PATTERNS.values(), terms=on.read.terms)
    section, _, name = on.request.POST.get("remove", "").partition("/")
    if section not in ("clauses", "milestones"):
        return go(on.draft, "check")
    try:
        text = without_promise(on.text, section, name)
    except Refused as refused:
        messages.error(on.request, told(refused.problems[0]))
        return go(on.draft, on.step)
    return keep(on, text, f"{name} taken out", on.step)


def promise_form(on: Desk, kind: str, name: str) -> HttpResponse:
    """Show the form of a pattern, for a new promise ("") or one that the text has, or write it. Raises Http404."""
    pattern, terms = PATTERNS.get(kind), on.read.terms
    if pattern is None:
        raise Http404
    if terms is None or not terms.parties:
        return go(on.draft, "clauses")
    values = None
    if name:
        found, values = said_by(on.text, pattern.section, name)
        if found is not pattern:
            raise Http404
    if on.request.method != "POST":
        form = PromiseForm(pattern, terms, initial=values)
        return shown(on, "promise", form=form, pattern=pattern, name=name)
    form = PromiseForm(pattern, terms, on.request.POST)
    if form.is_valid():
        chosen_name = name or free_name(on.text, form.cleaned_data["title"])
        text = _written(on, form, chosen_name)
        if form.is_valid():
            return keep(on, text, form.cleaned_data["title"], "clauses")
    return shown(on, "promise", status=422, form=form, pattern=pattern, name=name)


def _written(on: Desk, form: PromiseForm, name: str) -> str:
    pattern, values = form.pattern, form.values
    try:
        text = with_promise(on.text, pattern, name, values)
    except Refused as refused:
        form.add_error(None, told(refused.problems[0]))
        return on.text
    on_fields(form, on.text, text, _places(form, name, values["relation"]))
    return text


def _places(form: PromiseForm, name: str, relation: str) -> dict[str, Path]:
    """Return where the answers stand, those with lines of their own before those that share the rules."""
    found = {one.name: form.pattern.pointed(name, one.name) for one in form.pattern.asks}
    found |= {"threshold": ("clauses", name, relation)} if "threshold" in found else {}
    found.pop("relation", None)
    return dict(sorted(found.items(), key=lambda one: one[1][-1] == "rules"))


def free_name(text: str, title: str) -> str:
    """Return a name for a new promise: words of its title, and nothing else of the draft is called so."""
    root = tree(text)
    sections = [section for _, section in root or () if isinstance(section, MapNode)]
    taken = {name for section in sections for name in section.names}
    plain = re.sub("[^a-z0-9]+", "_", slugify(title)).strip("_")[:40].strip("_")
    name = plain if re.match("[a-z]", plain) else f"promise_{plain}".strip("_")
    others = (f"{name}_{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (name, f"{name}_clause", *others) if one not in taken)
