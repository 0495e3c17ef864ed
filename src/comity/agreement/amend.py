"""Amendments: dated documents that change an agreement, merged key by key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import pairwise

from comity.agreement.entry import read_entry
from comity.agreement.model import Amendment, Terms
from comity.agreement.nodes import Mapping, Node, Scalar, shown
from comity.agreement.notes import Notes, Values
from comity.kernel.guess import guess
from comity.kernel.problem import Place, Problem, Related
from comity.kernel.values import dataclass

REMOVED = "removed"
FIXED = ("comity", "alliance", "starts")
"""What no amendment changes: the language, who the alliance is, and the day contract years run from."""

Compose = Callable[[bytes, str], tuple[Mapping | None, list[Problem]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An amendment as it was read: what it says of itself, and its partial agreement with places."""

    amendment: Amendment
    amends: str
    changes: Mapping
    place: Place
    amends_place: Place

    def refused(self, first: Terms) -> list[Problem]:
        """Return why this amendment cannot change these terms: another alliance, or a day before they start."""
        if first.alliance and self.amends != first.alliance:
            why = f"this amends {shown(self.amends)}, but the agreement is that of {first.alliance}"
            near = Related(place=first.place, says="the agreement begins here")
            return [_problem("CMY-230", self.amends_place, why, guess(self.amends, [first.alliance]), near)]
        if self.amendment.in_force < first.starts:
            why = f"in force from {self.amendment.in_force}, before the agreement starts on {first.starts}"
            return [_problem("CMY-232", self.place, why, "Write the terms into the agreement itself.")]
        return []


def read_amendments(documents: Iterable[tuple[str, bytes]], compose: Compose) -> tuple[list[Change], list[Problem]]:
    """Read amendments; returns those that can be used, earliest first, and what is wrong with the others."""
    changes: list[Change] = []
    problems: list[Problem] = []
    for file, data in documents:
        root, found = compose(data, file)
        problems += found
        if root is not None:
            change, found = _change(root, file)
            problems += found
            if change is not None:
                changes.append(change)
    problems += _out_of_order(changes)
    ordered = sorted(changes, key=lambda change: change.amendment.in_force)
    return _distinct(ordered, problems), problems


def merge(root: Mapping, change: Change) -> tuple[Mapping, list[Problem]]:
    """Return the agreement with an amendment's changes, whose nodes keep their places.

    Maps merge key by key, texts and lists replace, the text `removed` takes a key out.
    """
    problems: list[Problem] = []
    for name in FIXED:
        key = change.changes.key(name)
        if key is not None:
            hint = "Make a new agreement." if name != "starts" else "Contract years are counted from it."
            problems.append(_problem("CMY-234", key.place, f"an amendment cannot change `{name}`", hint))
    changes = [(key, value) for key, value in change.changes if key.text not in FIXED]
    changed = merged(root, Mapping(entries=tuple(changes), place=change.changes.place), problems)
    return changed, problems


def _change(root: Mapping, file: str) -> tuple[Change | None, list[Problem]]:
    notes = Notes(entry=read_entry)
    values: Values | None = read_entry("amendment", None, root, notes)
    if values is None or not values.has("amends", "in force", "changes"):
        return None, notes.problems
    if not values["changes"].entries:
        notes.add("CMY-235", values.at("changes"), "this amendment changes nothing", "Write what it changes.")
    day: date = values["in force"]
    amendment = Amendment(title=values.get("title", ""), in_force=day, file=file, says=values.get("says", ""))
    change = Change(
        amendment=amendment,
        amends=values["amends"],
        changes=values["changes"],
        place=values.at("in force"),
        amends_place=values.at("amends"),
    )
    return change, notes.problems


def _out_of_order(changes: Sequence[Change]) -> list[Problem]:
    """Two amendments in one order by file name and in the other by date: somebody will misread them."""
    return [
        _problem(
            "CMY-232",
            later.place,
            f"in force from {later.amendment.in_force}, but its file comes after one in force from "
            f"{earlier.amendment.in_force}",
            "Name the files so that their order is that of their days: 2027-01-01-prices.yaml.",
            Related(place=earlier.place, says="the later day stands here"),
        )
        for earlier, later in pairwise(changes)
        if later.amendment.in_force < earlier.amendment.in_force
    ]


def _distinct(ordered: list[Change], problems: list[Problem]) -> list[Change]:
    """Leave out an amendment in force on the same day as another: which one holds would be a guess."""
    kept: list[Change] = []
    for change in ordered:
        if kept and kept[-1].amendment.in_force == change.amendment.in_force:
            why = f"two amendments are in force from {change.amendment.in_force}; which one holds?"
            near = Related(place=kept[-1].place, says="the other one")
            problems.append(_problem("CMY-231", change.place, why, "Put both into one amendment.", near))
        else:
            kept.append(change)
    return kept


def merged(old: Mapping, new: Mapping, problems: list[Problem]) -> Mapping:
    """Return a map with the changes of another: maps merge, the rest replaces; `removed` takes out what is there."""
    entries: dict[str, tuple[Scalar, Node]] = {key.text: (key, value) for key, value in old}
    for key, value in new:
        before = entries.get(key.text)
        if isinstance(value, Scalar) and value.text.strip() == REMOVED:
            if before is None:
                why = f"{shown(key.text)} cannot be removed: it is not there"
                problems.append(_problem("CMY-233", key.place, why, guess(key.text, entries)))
            entries.pop(key.text, None)
        elif before is not None and isinstance(before[1], Mapping) and isinstance(value, Mapping):
            entries[key.text] = (before[0], merged(before[1], value, problems))
        else:
            entries[key.text] = (key, _without_removals(value, problems))
    return Mapping(entries=tuple(entries.values()), place=old.place)


def _without_removals(node: Node, problems: list[Problem]) -> Node:
    """Return something new as it is; taking out of it what never was there is a problem."""
    if not isinstance(node, Mapping):
        return node
    return merged(Mapping(entries=(), place=node.place), node, problems)


def _problem(code: str, place: Place, why: str, hint: str = "", *related: Related) -> Problem:
    return Problem(code=code, place=place, why=why, hint=hint, related=related)
