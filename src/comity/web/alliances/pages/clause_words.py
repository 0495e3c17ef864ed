"""The words of a clause, as the schedule says them, and its test in numbers now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from comity.agreement.model import Clause
from comity.clauses.model import Verdict
from comity.kernel.figure import Exact
from comity.kernel.numbers import exact_places, format_value
from comity.kernel.words import and_list, capital, named
from comity.reports.schedule.english.speech import clause_key
from comity.reports.schedule.html import html
from comity.reports.view.clauses import margin_text, period_text, test_text, verdict_places
from comity.reports.view.judged import judged
from comity.standing.words import outcome_word, party_name
from comity.web.alliances.pages.faces import Told
from comity.web.alliances.pages.kit import Kit


def schedule_of(name: str, kit: Kit) -> str:
    """Return the section of the schedule that is a clause, with its number there."""
    own = tuple(one for one in kit.schedule.sections if one.key == clause_key(name))
    return html(replace(kit.schedule, opening=(), sections=own))


def now(name: str, kit: Kit) -> list[Told]:
    """Return what the test is made of today: the parties, the formula, and the latest numbers put into it."""
    clause = kit.standing.terms.clauses[name]
    return [*_agreed(clause, kit), *_numbers(clause, kit), *_beside(clause, kit)]


def _agreed(clause: Clause, kit: Kit) -> Iterator[Told]:
    by, to = party_name(kit.standing.terms, clause.owed_by), party_name(kit.standing.terms, clause.owed_to)
    yield Told(label="Owed by", words=((by, ""),))
    yield Told(label="Owed to", words=((to, ""),))
    formula = clause.measure or clause.missed_if
    if formula is not None:
        yield Told(label="Measure" if clause.measure is not None else "Missed if", words=((formula.text, "code"),))
    if clause.round is not None:
        yield Told(label="Rounded to", words=((clause.round.text, ""),))
    for name, formula in clause.let.items():
        yield Told(label=named(name), words=((formula.text, "code"),))


def _numbers(clause: Clause, kit: Kit) -> Iterator[Told]:
    """Yield the latest verdict of each member in numbers."""
    verdicts = kit.standing.verdicts.get(clause.name)
    for one in sorted(judged([verdicts]), key=lambda one: one.scope) if verdicts else ():
        verdict = one.latest
        label = f"{period_text(verdict, kit.context)}{f', {verdict.member}' if one.scope else ''}"
        href = kit.deep.verdict((verdict.clause, verdict.member, verdict.period.name))
        yield Told(label=label, words=((_in_numbers(verdict, clause, kit), href),))


def _in_numbers(verdict: Verdict, clause: Clause, kit: Kit) -> str:
    word = capital(outcome_word(verdict.outcome))
    if verdict.value is None:
        why = kit.context.spoken(verdict.reason)
        return f"{word}: {why}" if why else word
    value = format_value(verdict.value, verdict.unit, verdict_places(clause, kit.context, verdict.unit))
    told = [f"{value} {test_text(verdict, clause, kit.context)}", margin_text(verdict, clause, kit.context)]
    told += [f"{named(name).lower()} {_said(found)}" for name, found in verdict.names.items() if _is_number(found)]
    return f"{word}: {', '.join(told)}"


def _is_number(found: object) -> bool:
    return isinstance(found, Exact) and not isinstance(found, bool)


def _said(found: object) -> str:
    assert isinstance(found, Exact)
    return format_value(found, "", exact_places(found, 4))


def _beside(clause: Clause, kit: Kit) -> Iterator[Told]:
    measured = [name for name in sorted(kit.mentions[clause.name]) if kit.deep.metric(name)]
    if measured:
        words = tuple((kit.context.title("metrics", name), kit.deep.metric(name)) for name in measured)
        yield Told(label="Rests on", words=words)
    others = [name for name in sorted(kit.mentions[clause.name]) if kit.deep.clause(name) and name != clause.name]
    users = [name for name in kit.users_of(clause.name) if kit.deep.clause(name) and name != clause.name]
    for label, names in (("Reads", others), ("Read by", users)):
        if names:
            words = tuple((kit.context.title("clauses", name), kit.deep.clause(name)) for name in names)
            yield Told(label=label, words=words)
    if clause.serves:
        yield Told(label="Objective", words=((and_list([named(one) for one in clause.serves]), ""),))
