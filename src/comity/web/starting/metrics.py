"""The step of metrics: what is measured, what the catalogue has besides, and who reports the facts it needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, QueryDict

from comity.agreement.model import Terms
from comity.agreement.suggest import suggest, tables_read
from comity.agreement.suggest_survey import suggest_survey, survey_lines
from comity.catalogue.load import catalogue
from comity.catalogue.model import FAMILIES, Entry
from comity.kernel.problem import Refused
from comity.opening.drafts.measures import (
    found_in_catalogue,
    measured,
    owed_tables,
    with_entries,
    with_lines,
    with_reporter,
    without_metrics,
)
from comity.web.starting.page import Desk, go, keep, shown, told


@dataclass(frozen=True, slots=True)
class Offer:
    """An entry of the catalogue that could be added: the tables it needs, whether they are owed, and why it is here."""

    entry: Entry
    family: str
    tables: tuple[tuple[str, bool], ...]
    reasons: tuple[str, ...] = ()
    serves: str = ""


def metrics_step(on: Desk) -> HttpResponse:
    """Show what is measured and what could be, or add and take out."""
    if on.request.method == "POST":
        return _changed(on)
    words = " ".join(on.request.GET.get("q", "").split())[:100]
    return _page(on, words)


def _page(on: Desk, words: str) -> HttpResponse:
    terms = on.read.terms
    rows = measured(on.text, terms)
    there = {one.entry.name for one in rows if one.entry is not None}
    suggested = suggest(terms, on.draft.kind) if terms is not None else []
    survey = suggest_survey(terms) if terms is not None else None
    return shown(
        on, "metrics", rows=rows, words=words,
        found=[_offer(entry, terms) for entry in found_in_catalogue(words) if entry.name not in there],
        suggested=[_offer(one.entry, terms, one.reasons, one.objective) for one in suggested],
        survey=survey, tables=owed_tables(terms) if terms is not None else (), families=FAMILIES,
        objectives=list(terms.objectives) if terms is not None else [],
        parties={name: party.legal_name for name, party in terms.parties.items()} if terms is not None else {},
    )  # fmt: skip


def _offer(entry: Entry, terms: Terms | None, reasons: tuple[str, ...] = (), serves: str = "") -> Offer:
    owed = terms.facts if terms is not None else {}
    tables = tuple((name, name in owed) for name in tables_read(entry) if name != "milestones")
    return Offer(entry, FAMILIES[entry.family], tables, reasons, serves)


def _changed(on: Desk) -> HttpResponse:
    data, terms = on.request.POST, on.read.terms
    if terms is None:
        return go(on.draft, on.step)
    did = data.get("do", "")
    try:
        if did == "add":
            text, says = _added(on.text, terms, data.getlist("entry"), data), "metrics of the catalogue"
        elif did == "survey":
            text, says = _surveyed(on.text, terms), "a survey"
        elif did == "remove":
            text, says = without_metrics(on.text, data.getlist("metric")), "metrics taken out"
        elif did == "reporters":
            text, says = _reported(on.text, terms, data), "who reports"
        else:
            return go(on.draft, "targets")
    except Refused as refused:
        messages.error(on.request, told(refused.problems[0]))
        return go(on.draft, on.step)
    return keep(on, text, says, on.step)


def _added(text: str, terms: Terms, names: Iterable[str], data: QueryDict) -> str:
    known = [name for name in dict.fromkeys(names) if catalogue().entry(name) is not None]
    serves = {name: data.get(f"serves_{name}") or data.get("serves") or "" for name in known}
    return with_entries(text, terms, {n: one if one in terms.objectives else "" for n, one in serves.items()})


def _surveyed(text: str, terms: Terms) -> str:
    survey = suggest_survey(terms)
    return with_lines(text, survey_lines(survey, terms)) if survey is not None else text


def _reported(text: str, terms: Terms, data: QueryDict) -> str:
    for table, reporter in owed_tables(terms):
        chosen = data.get(f"reporter_{table}", "")
        if chosen in terms.parties and reporter in terms.parties and chosen != reporter:
            text = with_reporter(text, table, chosen)
    return text
