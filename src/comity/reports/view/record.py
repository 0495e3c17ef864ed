"""What the record changed and refused: terms set by a step, acts that count for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from comity.agreement.acts import Act
from comity.agreement.formula.evaluate import Result
from comity.agreement.model import Formula, Term
from comity.clauses.life.model import Refusal
from comity.clauses.settings import Change
from comity.kernel.figure import Unknown
from comity.kernel.numbers import PERCENT, format_value, in_words
from comity.kernel.words import and_list, capital, day, decapital, named
from comity.reports.view.context import Context
from comity.reports.view.life_model import ChangeView, RefusedView
from comity.standing.due.deadlines import RECENT
from comity.standing.words import party_name

MOST_CHANGES = 8
"""How many changed terms a sheet shows; the JSON document has all."""


def changes_view(context: Context) -> tuple[ChangeView, ...]:
    """Return the terms that steps have changed, the latest first."""
    changes = [change for of in context.standing.life.settings.changes.values() for change in of]
    latest = sorted(changes, key=lambda change: (change.first, change.number), reverse=True)
    return tuple(_change(change, context) for change in latest[:MOST_CHANGES])


def _change(change: Change, context: Context) -> ChangeView:
    members = f", {', '.join(change.members)}" if change.members else ""
    return ChangeView(
        term=named(change.setting) + members,
        value=value_text(change.value, context.terms.settings.get(change.setting)),
        holds=_holds(change, context.standing.as_of),
        known=day(change.known, context.standing.as_of),
    )


def _holds(change: Change, today: date) -> str:
    said = f"from {day(change.first, today)}"
    if change.last is not None:
        said += f" to {day(change.last, today)}"
    if change.reversed_on is not None:
        return f"{said}; reversed on {day(change.reversed_on, today)}"
    return said if change.first <= today else f"{said}, not yet"


def value_text(value: Result, term: Term | None = None) -> str:
    """Return the value of a setting as the agreement writes such values: `yes`, `95%`, `USD 5,000`."""
    match value:
        case None | Unknown():
            return "not known"
        case bool():
            return "yes" if value else "no"
        case date():
            return day(value)
        case Decimal() | Fraction():
            return format_value(value, _unit(term))
    return str(value)


def _unit(term: Term | None) -> str:
    """Return the unit in which a setting is agreed, as far as its text says."""
    texts = [term] if isinstance(term, Formula) else list(_formulas(term))
    text = texts[0].text if texts else ""
    if "%" in text:
        return PERCENT
    return text[:3] if text[:3].isupper() and text[3:4] == " " else ""


def _formulas(term: object) -> Iterator[Formula]:
    entries = getattr(term, "entries", ())
    for entry in entries.values() if hasattr(entries, "values") else (value for _, value in entries):
        if isinstance(entry, Formula):
            yield entry
        else:
            yield from _formulas(entry)


# -- refused acts -----------------------------------------------------------------------------


def refused_view(context: Context) -> tuple[RefusedView, ...]:
    """Return the acts that count for nothing, the latest first."""
    refused = sorted(context.standing.life.refused, key=lambda refusal: refusal.act.on, reverse=True)
    return tuple(_refused(refusal, context) for refusal in refused)


def refused_lately(context: Context) -> str:
    """Say which acts of the last quarter count for nothing, the latest by name: whoever sent it may believe it does."""
    today = context.standing.as_of
    since = today - RECENT
    late = [one for one in context.standing.life.refused if since <= one.act.on <= today]
    if not late:
        return ""
    shown = _refused(max(late, key=lambda one: one.act.on), context)
    act = f"{decapital(shown.what)} by {shown.who} on {shown.when}: {decapital(shown.why)}"
    if len(late) == 1:
        return f"One act of the last quarter counts for nothing, the {act}"
    return f"{capital(in_words(len(late)))} acts of the last quarter count for nothing, the latest the {act}"


def _refused(refusal: Refusal, context: Context) -> RefusedView:
    act = refusal.act
    return RefusedView(
        when=day(act.on, context.standing.as_of),
        who=and_list([party_name(context.terms, name) for name in act.by]),
        what=capital(_deed(act)),
        about=_about(act, context),
        why=capital(context.spoken(refusal.reason)) + ".",
        place=f"{act.place.file}:{act.place.line}" if act.source else "",
    )


def _deed(act: Act) -> str:
    if act.choose:
        return f"choose {act.choose}"
    return f"{act.do} {act.relief.replace('_', ' ')}".strip()


def _about(act: Act, context: Context) -> str:
    if not act.about:
        return ""
    first, *rest = act.about
    title = context.title("clauses", first) if first in context.terms.clauses else named(first)
    return ", ".join([title, *(context.period(word) for word in rest)])
