"""Tables in which each party reports its own rows: what a column of the type `reporter` asks of its table."""

from __future__ import annotations

from dataclasses import replace

from comity.agreement.columns import PUBLISHED, REPORTER
from comity.agreement.model import FactTable
from comity.agreement.notes import Notes, Values
from comity.kernel.problem import Related


def of_reporters(table: FactTable, values: Values, notes: Notes) -> FactTable:
    """Return a table whose reporter column knows the parties that report it; what does not fit is noted (CMY-247)."""
    found = [column for column in table.columns.values() if column.type == REPORTER]
    if not found:
        return table
    own = found[0]
    if len(found) > 1:
        near = Related(place=own.place, says="the first one")
        why = f"{table.name} has two columns of the type reporter, {own.name} and {found[1].name}"
        notes.add("CMY-247", found[1].place, why, "A row is reported by one party; make the other a text.", near)
    if any(reporter.party == PUBLISHED for reporter in table.reporters):
        why = f"{table.name} is published, so no party reports a row of its own"
        notes.add("CMY-247", own.place, why, f"Make {own.name} a text, or name the parties under `reported by`.")
    if table.key and own.name not in table.key:
        why = f"{own.name} says whose row it is, but it is not among the columns that identify a row"
        notes.add("CMY-247", values.at("key"), why, f"Write key: [{', '.join((*table.key, own.name))}].")
    if table.tolerance:
        why = f"each party reports its own rows of {table.name}, so nothing is compared that could be tolerated"
        notes.add("CMY-247", values.at("tolerance"), why, "Take `tolerance` out.")
    parties = tuple(reporter.party for reporter in table.reporters)
    return replace(table, columns={**table.columns, own.name: replace(own, words=parties)})
