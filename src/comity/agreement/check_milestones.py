"""Milestones that fit together: who accepts them, by when, and what they are worth."""

from __future__ import annotations

from comity.agreement.formula import tree
from comity.agreement.model import Milestone, Terms
from comity.agreement.nodes import Mapping
from comity.agreement.notes import Notes
from comity.agreement.worth import is_money
from comity.kernel.problem import Related


def check_milestones(terms: Terms, root: Mapping, notes: Notes) -> None:
    """Note acceptance by the party that owes it, time for one that nobody agreed to, and worths that do not add up."""
    written = root.mapping("milestones")
    for milestone in terms.milestones.values():
        entry = written.mapping(milestone.name) if written is not None else None
        if entry is not None:
            _acceptance(milestone, entry, notes)
            _worth(milestone, entry, terms, notes)


def _acceptance(milestone: Milestone, entry: Mapping, notes: Notes) -> None:
    if milestone.accepted_by is not None and milestone.accepted_by == milestone.owed_by:
        why = f"{milestone.accepted_by} would accept what it owes itself"
        notes.add("CMY-221", entry.get("accepted by") or entry, why, "`accepted by` names the other party.")
    if milestone.within is None:
        return
    node = entry.get("within") or entry
    if milestone.accepted_by is None and entry.get("accepted by") is None:
        why = "`within` sets a time for an acceptance that is not agreed"
        notes.add("CMY-221", node, why, "Add `accepted by:` with the party that accepts.")
    if milestone.within.unit == "period":
        notes.add("CMY-205", node, "a milestone has no periods that could be counted", "Write days, weeks or months.")


def _worth(milestone: Milestone, entry: Mapping, terms: Terms, notes: Notes) -> None:
    """Require worths that can be added up: all money in the agreement's currency, or all numbers."""
    if milestone.worth is None:
        return
    node, written = entry.get("worth") or entry, milestone.worth.node
    if isinstance(written, tree.Money) and terms.currency is not None and written.currency != terms.currency:
        why = f"this amount is in {written.currency}, but the agreement counts in {terms.currency}"
        notes.add("CMY-205", node, why, f"Write what it comes to in {terms.currency}.")
    first = next(one for one in terms.milestones.values() if one.worth is not None)
    if first.worth is not None and is_money(first.worth) != is_money(milestone.worth):
        words = ("money", "a number") if is_money(milestone.worth) else ("a number", "money")
        why = f"{milestone.name} is worth {words[0]}, but {first.name} is worth {words[1]}: they cannot be added up"
        near = Related(place=first.worth.place, says=f"what {first.name} is worth")
        notes.add("CMY-205", node, why, "Write all of them as money, or all as numbers.", near)
