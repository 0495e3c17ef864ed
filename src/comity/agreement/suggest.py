"""A balanced set of metrics for an agreement: what shows whether its objectives are reached, and why each is in it.

First what serves each objective, by the words that the objective and the entry share; then what shows that those are
not gamed; then what is needed so that no quarter of an alliance is left out. Nothing here is statistics: every choice
comes with its reason, and the parties decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial

from comity.agreement.formula import tree
from comity.agreement.formula.parse import parse
from comity.agreement.model import Terms
from comity.agreement.review.balance import entries_of
from comity.catalogue.alike import likeness
from comity.catalogue.load import catalogue
from comity.catalogue.model import Entry, StandardTable
from comity.kernel.words import and_list, named

FOR_EACH = 2
"""Entries for one objective: a single figure is easily gamed, three are one too many to discuss."""
NEAR = 2
"""How many times less alike than the best one an entry may be and still be named beside it."""
MOST = 14
"""The most that is suggested with what is there already: one page that a committee looks at."""
QUARTERS: Mapping[str, tuple[str, ...]] = {
    "money": ("financial", "market"),
    "operations": ("operational",),
    "strategy": ("strategic",),
    "the relationship": ("relationship",),
    "governance": ("governance",),
}
"""What no alliance leaves out: the four quarters of the ASAP alliance scorecard, and how the alliance is governed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """An entry to add, the objective it serves ("" for none) and why it is in the set, each reason a sentence."""

    entry: Entry
    objective: str
    reasons: tuple[str, ...]

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that its formula reads."""
        return tables_read(self.entry)


def tables_read(entry: Entry) -> tuple[str, ...]:
    """Return the names of the tables that the formula of an entry reads, in alphabetical order."""
    return tuple(columns_read(str(entry.define["is"])))


@cache
def columns_read(formula: str) -> Mapping[str, frozenset[str]]:
    """Return the tables that a formula reads, in alphabetical order, each with the columns it reads there."""
    node = parse(formula)[0]
    found: dict[str, set[str]] = {}
    for name in tree.names(node) if node is not None else ():
        if len(name.parts) == 2:
            found.setdefault(name.parts[0], set()).add(name.parts[1])
    return {table: frozenset(found[table]) for table in sorted(found)}


def suggest(terms: Terms, kind: str = "") -> list[Suggestion]:
    """Return what to add to the metrics of an agreement, the most telling first; nothing that is there already."""
    work = _Set(terms, kind)
    work.for_objectives()
    work.for_pairs()
    work.for_quarters()
    return work.found


class _Set:
    """The set as it grows: what the agreement has, what was added, and why."""

    def __init__(self, terms: Terms, kind: str) -> None:
        self.terms = terms
        self.kind = kind
        self.there = {entry.name: entry for entry in entries_of(terms).values()}
        self.found: list[Suggestion] = []

    @property
    def chosen(self) -> dict[str, Entry]:
        """What the agreement has and what was added."""
        return {**self.there, **{one.entry.name: one.entry for one in self.found}}

    def for_objectives(self) -> None:
        """Add what shares words with each objective, in turns, so that none takes all the room."""
        ranked = {name: self._serving(f"{named(name)}. {says}") for name, says in self.terms.objectives.items()}
        for turn in range(FOR_EACH):
            for objective, entries in ranked.items():
                if turn < len(entries):
                    why = f"It speaks of the objective {objective}: {and_list(list(entries[turn][1]))}."
                    self._add(entries[turn][0], why, objective)

    def _serving(self, sentence: str) -> list[tuple[Entry, tuple[str, ...]]]:
        scored = []
        for entry in catalogue().latest:
            score, shared = likeness(sentence, entry)
            if shared:
                scored.append((score * self._weight(entry), entry, shared))
        best = sorted(scored, key=lambda one: (-one[0], one[1].name))
        return [(entry, shared) for score, entry, shared in best if score * NEAR >= best[0][0]]

    def _weight(self, entry: Entry) -> int:
        """Return how much better an entry suits: by the kind of alliance, and by the data that is owed already."""
        fits = 6 if self.kind and self.kind in entry.fits else 4
        return fits * (5 if all(self._is_owed(table, entry) for table in tables_read(entry)) else 4)

    def _is_owed(self, table: str, entry: Entry) -> bool:
        """Tell whether the agreement owes a table with every column that an entry reads in it."""
        owed = self.terms.facts.get(table)
        return owed is not None and columns_read(str(entry.define["is"]))[table] <= owed.columns.keys()

    def _fits_in(self, entry: Entry) -> bool:
        """Tell whether no table of the agreement bears the name of one that the entry reads, with other columns."""
        return all(table not in self.terms.facts or self._is_owed(table, entry) for table in tables_read(entry))

    def for_pairs(self) -> None:
        """Add, for what can be gamed, what would show it."""
        for one in list(self.found):
            if self.chosen.keys().isdisjoint(one.entry.pair_with):
                pairs = [entry for name in one.entry.pair_with if (entry := catalogue().entry(name)) is not None]
                if pairs:
                    best = max(pairs, key=self._weight)
                    self._add(best, f"It shows when {one.entry.name} is gamed: {one.entry.gaming}", one.objective)

    def for_quarters(self) -> None:
        """Add what is usual where a quarter of the alliance is measured by nothing, judgement and early signs too."""
        for quarter, families in QUARTERS.items():
            if not any(entry.family in families for entry in self.chosen.values()):
                self._best(partial(_is_among, families), f"Nothing else measures {quarter}.")
        if not any(entry.nature == "qualitative" for entry in self.chosen.values()) and not self.terms.surveys:
            self._best(lambda entry: entry.nature == "qualitative", "Nothing else asks people.")
        if not any(entry.signal == "leading" for entry in self.chosen.values()):
            self._best(lambda entry: entry.signal == "leading", "Everything else looks back.")

    def _best(self, wanted: Callable[[Entry], bool], why: str) -> None:
        suiting = [entry for entry in catalogue().latest if wanted(entry)]
        if suiting:
            best = min(suiting, key=lambda entry: (-self._weight(entry), entry.name))
            self._add(best, why, "")

    def _add(self, entry: Entry, why: str, objective: str) -> None:
        if entry.name in {*self.chosen, *self.terms.metrics} or len(self.chosen) >= MOST or not self._fits_in(entry):
            return
        self.found.append(Suggestion(entry=entry, objective=objective, reasons=(why, *self._also(entry))))

    def _also(self, entry: Entry) -> Iterator[str]:
        if self.kind and self.kind in entry.fits:
            yield f"It is usual in an alliance of the kind {self.kind}."
        owed = [table for table in tables_read(entry) if self._is_owed(table, entry)]
        if owed:
            yield f"It reads {and_list(owed)}, which the agreement owes already."


def _is_among(families: tuple[str, ...], entry: Entry) -> bool:
    return entry.family in families


def lines_to_add(found: list[Suggestion], terms: Terms) -> str:
    """Return the lines that add a set to an agreement: tables that are not owed yet, and metrics, pinned."""
    tables = dict.fromkeys(name for one in found for name in one.tables if name not in {*terms.facts, "milestones"})
    known = {name: table for name in tables if (table := catalogue().table(name)) is not None}
    owed = [
        f"  {name}: {{catalogue: {name} {table.version}, reported by: {_reporters(table, terms)}}}"
        for name, table in known.items()
    ]
    metrics = [f"  {one.entry.name}: {{{', '.join(_keys(one, terms))}}}" for one in found]
    return "\n".join([*(["facts:", *owed] if owed else []), *(["metrics:", *metrics] if metrics else [])])


def _keys(one: Suggestion, terms: Terms) -> Iterator[str]:
    yield f"catalogue: {one.entry.name} {one.entry.version}"
    if "levels" in one.entry.define:
        # Who judges is for the parties to say; a role that every alliance has stands there until they do.
        yield f"judged by: {{{', '.join(f'{party}: alliance manager' for party in terms.parties)}}}"
    if one.objective:
        yield f"serves: {one.objective}"


def _reporters(table: StandardTable, terms: Terms) -> str:
    """Return who could report a table: every party where each reports its own rows, else the first."""
    columns = table.define["columns"]
    each = isinstance(columns, Mapping) and "reporter" in columns.values()
    return f"[{', '.join(terms.parties)}]" if each else next(iter(terms.parties))
