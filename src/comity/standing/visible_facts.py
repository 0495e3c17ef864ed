"""The gate for reading, row by row: the facts of an alliance as one reader may see them.

`standing.visible` decides by name; here the same decision falls on rows. What the agreement does not show is not there:
of a table shown by long or old periods only, the rows of those periods; of a closed one, what the reader's own party
reported itself, and no word of what the other side did.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from comity.agreement.model import Agreement, FactTable, Terms
from comity.facts.model import Comparison, Facts, SealedTable
from comity.facts.seen import SeenTable, seen_rows
from comity.kernel.period import Grain
from comity.standing.sight import NOTHING, Reader, Sight, sights

ALL, SOME, OWN, CLOSED = "all", "some", "own", "closed"


def visible_facts(facts: Facts, agreement: Agreement, reader: Reader, as_of: date) -> Mapping[str, SeenTable]:
    """Return what a reader sees of every table, by the entries in force on a day."""
    found = sights(agreement, reader, as_of)
    gate = _Gate(agreement.versions[-1][1], reader, facts.known_at, as_of)
    return {name: gate.passed(table, found.of.get(name, NOTHING)) for name, table in facts.tables.items()}


@dataclass(frozen=True, slots=True)
class _Gate:
    """Takes from tables what a reader's sight does not show."""

    terms: Terms
    reader: Reader
    known_at: date
    as_of: date

    def passed(self, table: SealedTable, sight: Sight) -> SeenTable:
        """Return what is seen of a table."""
        owed = self.terms.facts.get(table.name)
        rows = seen_rows(table.history, self.reader.names, self.known_at, self._opens(owed, sight))
        if sight.whole:
            return SeenTable(
                name=table.name, seen=ALL, rows=rows, comparisons=table.comparisons, covered_by=table.covered_by
            )  # fmt: skip
        return SeenTable(
            name=table.name,
            seen=self._word(owed, sight),
            rows=rows,
            comparisons=tuple(one for one in table.comparisons if self._shows(one, sight)),
            covered_by=frozenset(one for one in table.covered_by if one[0] in self.reader.names),
        )

    def _word(self, owed: FactTable | None, sight: Sight) -> str:
        if not sight.nothing:
            return SOME
        reporters = {one.party for one in owed.reporters} if owed is not None else set()
        return OWN if reporters & self.reader.names else CLOSED

    def _opens(self, owed: FactTable | None, sight: Sight) -> Callable[[date], bool]:
        """Return which rows are shown, by the length and the age of the period in which their first day lies."""
        if sight.whole:
            return lambda _: True
        if owed is None or not _by_age(sight):
            return lambda _: False
        grain, calendar = owed.every or Grain.DAY, self.terms.calendar
        return lambda day: sight.shows(calendar.containing(grain, day), calendar, self.as_of)

    def _shows(self, one: Comparison, sight: Sight) -> bool:
        return _by_age(sight) and sight.shows(one.period, self.terms.calendar, self.as_of)


def _by_age(sight: Sight) -> bool:
    """Tell whether an entry shows periods by their length and age; what it shows of groups of people is no row."""
    return sight.limits is not None and not sight.limits.groups_of
