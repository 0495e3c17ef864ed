"""The balance of what is measured: leading and lagging, counted and judged, each objective, no figure without its pair.

What an entry of the catalogue measures is known from the catalogue; of a metric that the parties defined themselves it
is not. So the set as a whole is questioned only where it draws on the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator

from comity.agreement.formula import tree
from comity.agreement.model import Terms
from comity.agreement.review.desk import Desk, finding
from comity.catalogue.load import catalogue
from comity.catalogue.model import FAMILIES, Entry
from comity.kernel.problem import Problem

ENOUGH = 4
"""With fewer entries of the catalogue nobody set out to measure an alliance as a whole."""
MOST = 25
"""More metrics than this are reported by somebody and looked at by nobody. Ours, from practice; no standard says it."""


def balance(desk: Desk) -> Iterator[Problem]:
    """Find objectives that nothing serves, a set that is lopsided or too large, and metrics without their pair."""
    if desk.reconstructed:
        return
    yield from _unserved(desk)
    yield from _too_many(desk)
    entries = entries_of(desk.terms)
    yield from _alone(desk, entries)
    if len(entries) >= ENOUGH:
        yield from _lopsided(desk, list(entries.values()))


def entries_of(terms: Terms) -> dict[str, Entry]:
    """Return the metrics that are entries of the catalogue: name in the agreement -> entry."""
    found = {}
    for metric in terms.metrics.values():
        name, _, version = metric.catalogue.partition(" ")
        entry = catalogue().entry(name, int(version)) if name and version else None
        if entry is not None:
            found[metric.name] = entry
    return found


def _unserved(desk: Desk) -> Iterator[Problem]:
    terms = desk.terms
    served = {
        *(objective for metric in terms.metrics.values() for objective in metric.serves),
        *(objective for clause in terms.clauses.values() for objective in clause.serves),
        *(objective for milestone in terms.milestones.values() for objective in milestone.serves),
        *(item for survey in terms.surveys.values() for item in survey.items),
    }
    for name in terms.objectives:
        if name not in served and served:
            why = f"nothing serves the objective {name}: no metric, no clause, no milestone, no item of a survey"
            hint = f"Write serves: {name} at what shows whether it is reached; `comity suggest` names entries for it."
            yield finding("CMY-871", desk.at("objectives", name), why, hint)


def _too_many(desk: Desk) -> Iterator[Problem]:
    shown = [metric for metric in desk.terms.metrics.values() if metric.target is not None or metric.catalogue]
    if len(shown) > MOST:
        why = f"{len(shown)} metrics are more than people can run; about {MOST} is the most that a committee looks at"
        hint = "Keep those that change a decision, and leave the rest to the teams."
        yield finding("CMY-872", desk.at("metrics", shown[MOST].name), why, hint)


def _alone(desk: Desk, entries: dict[str, Entry]) -> Iterator[Problem]:
    """A metric that can be gamed stands beside one that shows it, if it counts for anything."""
    there = {entry.name for entry in entries.values()}
    counts = _counted(desk.terms)
    for name, entry in entries.items():
        if name in counts and there.isdisjoint(entry.pair_with):
            why = f"{name} can be made to look good ({entry.gaming.rstrip('.')}), and nothing here would show it"
            yield finding("CMY-873", desk.at("metrics", name), why, f"Add {' or '.join(entry.pair_with)}.")


def _counted(terms: Terms) -> set[str]:
    """Return the metrics that somebody has a reason to make look good: with a target, a score or a clause."""
    scored = {one.metric for dimension in terms.scorecard.values() for one in dimension.metrics}
    tested = {
        name
        for clause in terms.clauses.values()
        for formula in (clause.measure, clause.missed_if)
        if formula is not None
        for name in {written.parts[0] for written in tree.names(formula.node)} & terms.metrics.keys()
    }
    return scored | tested | {metric.name for metric in terms.metrics.values() if metric.target is not None}


def _lopsided(desk: Desk, entries: list[Entry]) -> Iterator[Problem]:
    place = desk.root.key("metrics")
    at = place.place if place is not None else desk.root.place
    if all(entry.signal == "lagging" for entry in entries):
        why = f"all {len(entries)} metrics of the catalogue look back: the first sign of trouble will be the damage"
        yield finding("CMY-874", at, why, "Add a leading one; `comity catalogue` says which they are.")
    judged = any(entry.nature == "qualitative" for entry in entries) or desk.terms.surveys
    if not judged:
        why = "nothing asks people: partners leave alliances whose figures were good"
        hint = "Add a judged metric, such as trust, or a survey: instrument: alliance-health-check-short 1."
        yield finding("CMY-875", at, why, hint)
    families = {entry.family for entry in entries}
    if len(families) == 1:
        about = FAMILIES[families.pop()].lower()
        why = f"all {len(entries)} metrics of the catalogue are about one thing: {about}"
        yield finding("CMY-876", at, why, "Objectives, operations and the relationship show earlier what money shows.")
