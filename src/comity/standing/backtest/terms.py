"""The terms to be tested, laid over the time of the facts: their start moved back, their first values with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from comity.agreement.model import Account, Agreement, Cap, Clause, DatedMap, KeyedMap, Term, Terms
from comity.kernel.calendar import Calendar
from comity.kernel.grains import same_day
from comity.kernel.words import and_list, day, decapital, named


def laid_over(agreement: Agreement, first: date) -> tuple[Agreement, list[str]]:
    """Return the agreement as it reads today, in force from the first day of the facts, and what that assumes."""
    terms = agreement.versions[-1][1]
    assumed = [_amended(agreement)] if agreement.amendments else []
    earlier = first < terms.starts
    if earlier:
        assumed.append(
            f"The agreement starts on {day(terms.starts)}; the test lays it over facts from {day(first)} on."
        )
    elif first > terms.starts:
        assumed.append(f"The agreement starts on {day(terms.starts)}; the test begins on {day(first)}.")
    laid, held = _holding_from(terms, first)
    if held:
        assumed.append(f"Values dated later hold before that as first agreed: {and_list(held, most=8)}.")
    if earlier:
        laid, begun = _begun_with(laid)
        if begun:
            assumed.append(f"Clauses with a start of their own begin with the test: {and_list(begun, most=8)}.")
    if laid.ends is not None and laid.ends < first:
        laid = replace(laid, ends=None)
        assumed.append("The agreement had ended before these facts; the test takes it as still in force.")
    return Agreement(versions=((first, laid),)), assumed


def without_term(agreement: Agreement) -> Agreement:
    """Return the agreement with no bounds to its term, so that facts from before it are read as well."""
    versions = tuple((since, replace(terms, starts=date.min, ends=None)) for since, terms in agreement.versions)
    return replace(agreement, versions=versions)


def _amended(agreement: Agreement) -> str:
    titles = and_list([one.title for one in agreement.amendments], most=6)
    return f"The terms are those of today, as amended by {titles}, from the first fact on."


def _holding_from(terms: Terms, first: date) -> tuple[Terms, list[str]]:
    """Let terms begin on a day, and dated values with them; returns also which values had to be moved for that."""
    held: list[str] = []
    change = _from(first, held)
    laid = replace(
        terms,
        starts=first,
        calendar=_calendar(terms.calendar, first),
        settings={name: change(_said(name), term) for name, term in terms.settings.items()},
        accounts={name: _account(account, change) for name, account in terms.accounts.items()},
        clauses={name: _clause(clause, change) for name, clause in terms.clauses.items()},
        metrics={
            name: replace(metric, target=change(f"target of {_said(name)}", metric.target)) if metric.target else metric
            for name, metric in terms.metrics.items()
        },
    )
    return laid, held


def _begun_with(terms: Terms) -> tuple[Terms, list[str]]:
    """Let the clauses that begin on a fixed day begin with the terms; one that counts from an event keeps its start."""
    fixed = {
        name: replace(clause, starts=None)
        for name, clause in terms.clauses.items()
        if clause.starts is not None and clause.starts.kind == "date"
    }
    return replace(terms, clauses={**terms.clauses, **fixed}), [_said(name) for name in fixed]


def _said(name: str) -> str:
    return decapital(named(name))


Change = Callable[[str, Term], Term]
"""Gives a term that holds earlier; the name is what it is called where it had to be changed."""


def _from(first: date, held: list[str]) -> Change:
    def change(name: str, term: Term) -> Term:
        match term:
            case DatedMap():
                entries = tuple((since, change(name, entry)) for since, entry in term.entries)
                if entries[0][0] > first:
                    held.append(name)
                    entries = ((first, entries[0][1]), *entries[1:])
                return replace(term, entries=entries)
            case KeyedMap():
                return replace(term, entries={key: change(f"{name} ({key})", one) for key, one in term.entries.items()})
        return term

    return change


def _account(account: Account, change: Change) -> Account:
    def moved(cap: Cap) -> Cap:
        return replace(cap, at_most=change(f"cap of {_said(account.name)}", cap.at_most))

    return replace(account, caps=tuple(moved(cap) for cap in account.caps))


def _clause(clause: Clause, change: Change) -> Clause:
    if clause.threshold is None:
        return clause
    return replace(clause, threshold=change(f"threshold of {_said(clause.name)}", clause.threshold))


def _calendar(calendar: Calendar, first: date) -> Calendar:
    """Return the calendar with contract years from an anniversary before the first fact, so that their days stay."""
    starts = calendar.term_starts
    if starts is None or starts <= first:
        return calendar
    before = same_day(first.year, starts.month, starts.day)
    if before > first:
        before = same_day(first.year - 1, starts.month, starts.day)
    return replace(calendar, term_starts=before)
