"""Numbers on which a dispute ended and that nobody has reported yet: they count once the reporter hands them in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from comity.agreement.formula.constants import constant
from comity.agreement.model import FactTable, Terms
from comity.facts.contested import Contested, found_rows, written
from comity.facts.keys import keyed
from comity.facts.model import Facts
from comity.facts.money import denomination
from comity.kernel import exact
from comity.kernel.figure import Exact
from comity.kernel.words import day as in_words
from comity.standing.disputes import is_numeric, only_row, period_of, row_named, spelt
from comity.standing.docket import in_order
from comity.standing.model import Due, Standing
from comity.standing.words import party_name

KIND = "correction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A dispute that ended on another number than is reported: `reporter` reports `reported`, written as a value."""

    dispute: Contested
    reporter: str
    reported: str

    @property
    def row(self) -> str:
        """The row as people name it: `2026-01 north`."""
        return " ".join(filter(None, [self.dispute.period, *self.dispute.scope.values()]))


def corrections(facts: Facts, disputes: Iterable[Contested], terms: Terms) -> list[Correction]:
    """Return what disputes ended on by the day up to which the facts are known, and no report has carried since.

    Of disputes of one datum the last counts. What is in the facts no more needs no correction.
    """
    made = (_correction(facts, one, terms) for one in _ended(disputes, facts.known_at))
    return [one for one in made if one is not None]


def with_corrections(found: Standing, facts: Facts, disputes: Iterable[Contested]) -> Standing:
    """Return a standing with these corrections on its docket. `facts` are those that the standing rests on.

    They change nothing else of it: what is reported counts, as long as it is.
    """
    terms = found.agreement.versions[-1][1]
    day = found.as_of
    by_now = [
        one if one.until is None or one.until <= day else replace(one, until=None, agreed="")  # open still on that day
        for one in disputes
        if one.since <= day
    ]
    lines = [_line(one, terms, found.as_of) for one in corrections(facts, by_now, terms)]
    return replace(found, docket=in_order([*found.docket, *lines])) if lines else found


def _ended(disputes: Iterable[Contested], known_at: date) -> Iterator[Contested]:
    last: dict[tuple[object, ...], Contested] = {}
    for one in disputes:
        if one.since <= known_at:
            last[one.table, one.period, tuple(sorted(one.scope.items())), one.column] = one
    yield from (one for one in last.values() if one.agreed and one.until is not None and one.until <= known_at)


def _correction(facts: Facts, one: Contested, terms: Terms) -> Correction | None:
    sealed, declared = facts.tables.get(one.table), terms.facts.get(one.table)
    agreed = constant(one.agreed, terms)
    if sealed is None or declared is None or not isinstance(agreed, Exact) or not is_numeric(declared, one.column):
        return None
    table = keyed(declared, terms)
    row = only_row(sealed, one, table)
    if row is None or row[one.column] is None:
        return None
    reporter, history = row["_reporter"], replace(sealed, rows=sealed.history)
    later = [history.rows.slice(index, 1).to_pylist()[0] for index in found_rows(history, one, table)]
    if any(_is_settled(each, agreed, one, table, terms) for each in later if each["_reporter"] == reporter):
        return None
    reported = written(row[one.column], table.columns[one.column], terms)
    return Correction(dispute=one, reporter=reporter, reported=reported)


def _is_settled(row: dict[str, Any], agreed: Exact, one: Contested, table: FactTable, terms: Terms) -> bool:
    """Tell whether a row, of any day, carries the number and held once the dispute had ended.

    What is reported in another currency than it is computed in seldom comes to the same number when it is converted:
    there the next report is taken for the one that was agreed on.
    """
    gone = row["_superseded_at"]
    if one.until is None or (gone is not None and gone <= one.until):
        return False
    money = denomination(table, table.columns[one.column], row["_reporter"], terms.currency)
    if money.currency not in (None, terms.currency):
        return bool(row["_known_at"] >= one.until)
    return row[one.column] is not None and exact.compare(row[one.column], agreed) == 0


def _line(one: Correction, terms: Terms, as_of: date) -> Due:
    dispute = one.dispute
    ended = in_words(dispute.until or dispute.since, as_of)
    return Due(
        kind=KIND,
        modal="may",
        what=f"{row_named(dispute, terms)}: report {spelt(dispute, dispute.agreed, terms)} for {dispute.column}",
        table=dispute.table,
        party=one.reporter,
        period=period_of(dispute, terms),
        due=None,
        state="open",
        why=f"{party_name(terms, dispute.by)} ended its dispute on that number on {ended} (entry {dispute.row} of the "
        f"record); {one.reported} is reported",
        if_nothing=f"What is reported, {one.reported}, goes on counting.",
        opened=dispute.until,
        key="/".join([KIND, dispute.table, dispute.period, *dispute.scope.values(), dispute.column]),
    )
