"""What a reader may see, name by name: the agreement's `visibility`, and what follows from it for all that rests on it.

A figure that may not be seen can often be computed from another that may: sales from their growth, a shortfall from the
credit, a part of a score from the total. So what rests on something that a reader does not see whole is not shown
either, unless the agreement opens it by an entry of its own. What nobody thought of stays closed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date

from comity.agreement.formula import tree
from comity.agreement.model import Agreement, Clause, Dimension, Formula, Step, Terms, Visibility
from comity.kernel.calendar import Calendar
from comity.kernel.period import Grain, Period

EVERYONE = "everyone"
_FINEST_FIRST = (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: a party's people, members of bodies, or both. Without a name it is a stranger to the alliance."""

    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sight:
    """What a reader sees of something: all of it, or, as an entry limits it, long or old periods only, or nothing."""

    whole: bool = False
    limits: Visibility | None = None

    @property
    def nothing(self) -> bool:
        """Whether nothing of it is shown."""
        return not self.whole and self.limits is None

    def shows(self, period: Period, calendar: Calendar, as_of: date) -> bool:
        """Tell whether what was measured for a period is shown on a day."""
        if self.limits is None:
            return self.whole
        age, grain = self.limits.older_than, self.limits.grain
        old = age is None or calendar.add(period.last, age) <= as_of
        return old and (grain is None or _length(period.grain) >= _length(grain))


WHOLE, NOTHING = Sight(whole=True), Sight()


@dataclass(frozen=True, slots=True)
class Sights:
    """What a reader sees of everything that the agreement names; `grounded` is what rests on nothing but the whole."""

    of: Mapping[str, Sight]
    grounded: frozenset[str]

    @property
    def whole(self) -> bool:
        """Whether the reader sees everything."""
        return all(sight.whole for sight in self.of.values())


def sights(agreement: Agreement, reader: Reader, on: date) -> Sights:
    """Return what a reader sees, by the entries in force on a day.

    A table that only the reader's own party reports, and what rests on such tables alone, it always sees: it has them.
    """
    entries = agreement.as_of(on).visibility
    reads = _reads(agreement)
    own = _own(agreement, reads, reader)
    least = {name: survey.groups_of for name, survey in agreement.as_of(on).surveys.items()}
    found = dict.fromkeys(reads, WHOLE if reader.names else NOTHING)
    closing = True
    while closing:  # from everything open, close what rests on something that is not whole, until nothing changes
        closing = False
        for name, of in reads.items():
            usual = WHOLE if reader.names and all(found[one].whole for one in of) else NOTHING
            seen = usual
            if name in own:
                seen = WHOLE
            elif name in entries:
                seen = _by_entry(entries[name], reader, usual, least.get(name, 0))
            if seen != found[name]:
                found[name], closing = seen, True
    grounded = (name for name in reads if all(found[one].whole for one in _below(name, reads)))
    return Sights(found, frozenset(grounded))


def _by_entry(entry: Visibility, reader: Reader, usual: Sight, least: int) -> Sight:
    """Return the sight that an entry gives. Opened to everyone, it takes nothing from who sees the whole anyway.

    `least` is the smallest group of which a survey says anything to anybody.
    """
    if EVERYONE in entry.seen_by and usual.whole:
        return usual
    if not reader.names.intersection(entry.seen_by) and EVERYONE not in entry.seen_by:
        return NOTHING
    limited = entry.grain is not None or entry.older_than is not None or (entry.groups_of or 0) > least
    return Sight(limits=entry) if limited else WHOLE


def _length(grain: Grain) -> int:
    """Return the place of a grain among all; years of every kind, and the whole term, are longest and equal."""
    return _FINEST_FIRST.index(grain) if grain in _FINEST_FIRST else len(_FINEST_FIRST)


# -- what rests on what -----------------------------------------------------------------------


def _own(agreement: Agreement, reads: Mapping[str, frozenset[str]], reader: Reader) -> set[str]:
    """Return what rests on tables alone that only parties of the reader report."""
    tables = {name: table for _, terms in agreement.versions for name, table in terms.facts.items()}
    others = {
        name for name, table in tables.items()
        if table.reporter_column or not {one.party for one in table.reporters} <= reader.names
    }  # fmt: skip
    settings = {name for _, terms in agreement.versions for name in terms.settings}
    metrics = {name for _, terms in agreement.versions for name in terms.metrics}
    found = set()
    for name in tables | dict.fromkeys(metrics):
        below = _below(name, reads)
        if below & set(tables) and not below & others and below <= set(tables) | metrics | settings:
            found.add(name)
    return found


def _below(name: str, reads: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return everything that something rests on, through whatever lies between, itself included."""
    found, more = {name}, {name}
    while more:
        more = {below for one in more for below in reads.get(one, ())} - found
        found |= more
    return frozenset(found)


def _reads(agreement: Agreement) -> dict[str, frozenset[str]]:
    """Return, for everything named in any version of the agreement, what it reads and what writes into it."""
    found: dict[str, set[str]] = {}
    for _, terms in agreement.versions:
        things = dict(_named(terms))
        for name, thing in things.items():
            found.setdefault(name, set()).update(set(_mentions(thing)) & things.keys() - {name})
        for name, thing in (*terms.clauses.items(), *terms.ladders.items()):
            for step in _steps(thing):
                for written in {step.into, *step.set} & things.keys():
                    found[written].add(name)
        for clause in terms.clauses.values():
            if any(step.pay is not None and not step.into for step in _steps_of(clause, terms)):
                # What goes into no account by name has one of the two parties (clauses.life.money).
                found.setdefault(f"{clause.owed_by} to {clause.owed_to}", set()).add(clause.name)
    return {name: frozenset(of & found.keys()) for name, of in found.items()}


def _named(terms: Terms) -> Iterator[tuple[str, object]]:
    """Yield what the agreement names; where two sorts of things share a name, both are closed if one is."""
    sorts = (
        terms.facts, terms.settings, terms.metrics, terms.milestones, terms.surveys, terms.accounts, terms.clauses,
        terms.scorecard,
    )  # fmt: skip
    merged: dict[str, list[object]] = {}
    for sort in sorts:
        for name, thing in sort.items():
            merged.setdefault(name, []).append(thing)
    for name, ladder in terms.ladders.items():
        merged.setdefault(name, []).append(ladder)
    yield from merged.items()


def _mentions(thing: object) -> Iterator[str]:
    """Yield the names that a part of the agreement mentions in formulas, scores, payments and ladders."""
    if isinstance(thing, Formula):
        yield from (name for found in tree.names(thing.node) for name in found.parts)
        yield from (below.function for below in tree.walk(thing.node) if isinstance(below, tree.Call))
        return
    if isinstance(thing, Step):
        yield from (thing.into, thing.ladder)
    if isinstance(thing, Clause):
        yield from (thing.table, thing.ladder)
    if isinstance(thing, Dimension):
        for scored in thing.metrics:
            yield from scored.metric.removeprefix("survey(").rstrip(" )").split(".")
    for below in _parts(thing):
        yield from _mentions(below)


def _steps(thing: object) -> Iterator[Step]:
    if isinstance(thing, Step):
        yield thing
    for below in _parts(thing):
        yield from _steps(below)


def _steps_of(clause: Clause, terms: Terms) -> Iterator[Step]:
    """Yield the steps of a clause, and of the ladders that it or one of them names."""
    own = list(_steps(clause))
    yield from own
    for ladder in {clause.ladder, *(step.ladder for step in own)} & terms.ladders.keys():
        yield from _steps(terms.ladders[ladder])


def _parts(thing: object) -> Iterator[object]:
    if isinstance(thing, Mapping):
        yield from thing.values()
    elif isinstance(thing, tuple | list):
        yield from thing
    elif is_dataclass(thing) and not isinstance(thing, tree.Node):
        yield from (getattr(thing, one.name) for one in fields(thing))
