"""The terms to be tested, laid over the time of the facts: their start moved back, their first values with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from comity.agreement.model import Account, Agreement, Cap, Clause, DatedMap, KeyedMap, Term, Terms
from comity.kernel.calendar import Calendar
from comity.kernel.grains import same_day
from comity.kernel.words import and_list


def laid_over(agreement: Agreement, first: date) -> tuple[Agreement, list[str]]:
    """Return the agreement as it reads today, in force from the first day of the facts, and what that assumes."""
    terms = agreement.versions[-1][1]
    assumed = [_amended(agreement)] if agreement.amendments else []
    if first < terms.starts:
        terms, moved = _moved_back(terms, first)
        assumed += moved
    elif first > terms.starts:
        assumed.append(f"The agreement starts on {terms.starts}; the test begins with the facts, on {first}.")
        terms = replace(terms, starts=first)
    if terms.ends is not None and terms.ends < first:
        terms = replace(terms, ends=None)
        assumed.append("The agreement had ended before these facts; the test takes it as still in force.")
    return Agreement(versions=((first, terms),)), assumed


def without_term(agreement: Agreement) -> Agreement:
    """Return the agreement with no bounds to its term, so that facts from before it are read as well."""
    versions = tuple((day, replace(terms, starts=date.min, ends=None)) for day, terms in agreement.versions)
    return replace(agreement, versions=versions)


def _amended(agreement: Agreement) -> str:
    titles = and_list([one.title for one in agreement.amendments], most=6)
    return f"The terms are those of today, as amended by {titles}, from the first fact on."


def _moved_back(terms: Terms, first: date) -> tuple[Terms, list[str]]:
    """Let terms begin earlier: values dated later hold as first agreed, clauses with a fixed start begin with them."""
    held: list[str] = []
    change = _from(first, held)
    moved = replace(
        terms,
        starts=first,
        calendar=_calendar(terms.calendar, first),
        settings={name: change(f"setting {name}", term) for name, term in terms.settings.items()},
        accounts={name: _account(account, change) for name, account in terms.accounts.items()},
        clauses={name: _clause(clause, change) for name, clause in terms.clauses.items()},
        metrics={
            name: replace(metric, target=change(f"target of {name}", metric.target)) if metric.target else metric
            for name, metric in terms.metrics.items()
        },
    )
    assumed = [f"The agreement starts on {terms.starts}; the test lays it over facts from {first} on."]
    if held:
        assumed.append(f"Values dated later hold before that as first agreed: {and_list(held, most=8)}.")
    fixed = [
        name for name, clause in terms.clauses.items() if clause.starts is not None and not moved.clauses[name].starts
    ]
    if fixed:
        assumed.append(f"Clauses with a start of their own begin with the test: {and_list(fixed, most=8)}.")
    return moved, assumed


Change = Callable[[str, Term], Term]
"""Gives a term that holds earlier; the name is what it is called where it had to be changed."""


def _from(first: date, held: list[str]) -> Change:
    def change(name: str, term: Term) -> Term:
        match term:
            case DatedMap():
                entries = tuple((day, change(name, entry)) for day, entry in term.entries)
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
        return replace(cap, at_most=change(f"cap of {account.name}", cap.at_most))

    return replace(account, caps=tuple(moved(cap) for cap in account.caps))


def _clause(clause: Clause, change: Change) -> Clause:
    threshold = change(f"threshold of {clause.name}", clause.threshold) if clause.threshold is not None else None
    fixed = clause.starts is not None and clause.starts.kind == "date"
    return replace(clause, threshold=threshold, starts=None if fixed else clause.starts)


def _calendar(calendar: Calendar, first: date) -> Calendar:
    """Return the calendar with contract years from an anniversary before the first fact, so that their days stay."""
    starts = calendar.term_starts
    if starts is None or starts <= first:
        return calendar
    before = same_day(first.year, starts.month, starts.day)
    if before > first:
        before = same_day(first.year - 1, starts.month, starts.day)
    return replace(calendar, term_starts=before)
