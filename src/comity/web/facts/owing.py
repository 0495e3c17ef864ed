"""What is owed, by whom, by when: the lines that lead the page of facts, what is late before what comes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from comity.agreement.model import Terms
from comity.kernel.period import Period
from comity.kernel.words import day as in_words
from comity.kernel.words import named, periods_named, time_left
from comity.standing.words import party_name
from comity.web.facts.owed import Owed

COMING = 4
"""Reports of a party that are due next and shown at once; of the others only how many there are."""

Table = tuple[str, Sequence[Owed], Terms, date]
"""A table: its name, the periods that have begun, its terms, and the day on which this is asked."""


@dataclass(frozen=True, slots=True)
class Line:
    """A table that one party owes for some periods: when it is, or was, due, in words."""

    table: str
    title: str
    periods: str
    due: date
    when: str
    left: str
    late: bool


@dataclass(frozen=True, slots=True)
class Owing:
    """What one party owes; `who` is the heading, and `more` says how much comes after the lines."""

    who: str
    lines: tuple[Line, ...]
    more: int


def owed_by_party(tables: Iterable[Table], mine: frozenset[str]) -> list[Owing]:
    """Return what each party owes, those of the reader (`mine`) first; who owes nothing now or next is not there."""
    found: dict[tuple[bool, str], list[Line]] = {}
    for name, owed, terms, as_of in tables:
        for party in dict.fromkeys(party for one in owed for party in one.reported):
            who = "You owe" if party in mine else f"{party_name(terms, party)} owes"
            found.setdefault((party not in mine, who), []).extend(_lines(name, owed, party, as_of))
    return [_owing(who, lines) for (_, who), lines in sorted(found.items(), key=lambda item: item[0]) if lines]


def _owing(who: str, lines: Sequence[Line]) -> Owing:
    late = [one for one in lines if one.late]
    coming = sorted((one for one in lines if not one.late), key=lambda one: one.due)
    shown = (*sorted(late, key=lambda one: one.due), *coming[:COMING])
    return Owing(who, shown, len(coming) - len(coming[:COMING]))


def _lines(name: str, owed: Sequence[Owed], party: str, as_of: date) -> Iterator[Line]:
    """Yield what is late of a table in one line, and what is due next of it."""
    late = [one for one in owed if party in one.late(as_of)]
    if late:
        due = min(one.due for one in late if one.due is not None)
        yield _line(name, [one.period for one in late], due, as_of, late=True)
    coming = [(one.due, one.period) for one in owed if one.open(party) and one.due is not None and one.due >= as_of]
    if coming:
        due, period = min(coming)
        yield _line(name, [period], due, as_of, late=False)


def _line(name: str, periods: Sequence[Period], due: date, as_of: date, *, late: bool) -> Line:
    when = f"{'since' if late else 'by'} {in_words(due, as_of)}"
    left = "" if late else time_left(due, as_of)
    return Line(name, named(name), periods_named(periods), due, when, left, late)
