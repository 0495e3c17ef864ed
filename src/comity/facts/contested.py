"""Facts of which a party disputes single data: each is held against what that party says, as another report would be.

So a figure that rests on it is `disputed`, and a verdict is decided where it comes out the same on either account.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import reduce
from hashlib import sha256
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from comity.agreement.formula.constants import constant
from comity.agreement.model import Column, FactTable, Terms
from comity.facts.keys import keyed
from comity.facts.model import Comparison, Facts, Reported, SealedTable
from comity.facts.reconcile import DISPUTED
from comity.kernel import exact
from comity.kernel.figure import Exact
from comity.kernel.numbers import exact_places, money_in_full
from comity.kernel.period import Grain, Period

CENTS = 4
"""Decimals of an amount that is shown in full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contested:
    """A datum that `by` disputes from `since` on, up to the day before `until` (None: still).

    `scope` names the members of the row as far as it takes to find it. `value` is what it holds for right, written as
    in an agreement (`4524`, `96%`, `USD 5k`), "" where it does not say; `agreed` likewise the number on which it ended,
    which counts once it is reported (standing.corrections). `file` and `row` say where the dispute stands.
    """

    table: str
    period: str
    scope: Mapping[str, str]
    column: str
    by: str
    value: str
    reason: str
    since: date
    until: date | None
    file: str
    row: int
    agreed: str = ""


def contested(facts: Facts, disputes: Iterable[Contested], terms: Terms) -> Facts:
    """Return the facts with the data marked that are disputed on the day up to which they are known.

    A dispute whose datum is not in the facts (any more) changes nothing.
    """
    standing: dict[str, list[Contested]] = {}
    days: set[date] = set()
    for one in disputes:
        if one.since <= facts.known_at and one.table in facts.tables and one.table in terms.facts:
            days |= {day for day in (one.since, one.until) if day is not None and day <= facts.known_at}
            if one.until is None or one.until > facts.known_at:
                standing.setdefault(one.table, []).append(one)
    tables = {
        name: _contested(table, standing[name], keyed(terms.facts[name], terms), terms) if name in standing else table
        for name, table in facts.tables.items()
    }
    return replace(facts, tables=tables, contested=tuple(sorted(days)))


def found_rows(sealed: SealedTable, one: Contested, table: FactTable) -> list[int]:
    """Return the numbers of the rows of a sealed table that a dispute is about."""
    wanted = {**({table.period_column: one.period} if table.period_column else {}), **one.scope}
    names = list(wanted)
    if not set(names) <= set(sealed.rows.column_names) or one.column not in sealed.rows.column_names:
        return []
    rows = sealed.rows.select(names)
    # Texts, the period among them, are compared all at once: a table may be long, and disputes may be many.
    texts = [name for name in names if pa.types.is_string(rows.schema.field(name).type)]
    alike = [pc.equal(rows.column(name), wanted[name]) for name in texts]
    places = pc.indices_nonzero(reduce(pc.and_, alike)) if alike else pa.array(range(rows.num_rows), pa.uint64())
    return [
        index
        for index, row in zip(places.to_pylist(), rows.take(places).to_pylist(), strict=True)
        if all(str(row[name]) == wanted[name] for name in names)
    ]


def written(value: Exact, column: Column, terms: Terms) -> str:
    """Return a number of a sealed row as people read it, complete, amounts in whole units: `975`, `USD 10,000`."""
    if column.type != "money" or not terms.currency:
        return exact.text(value)
    if exact_places(value, CENTS + 1) > CENTS:  # an amount would be shown rounded, and two might look alike
        return f"{terms.currency} {exact.text(value)}"
    return money_in_full(value, terms.currency)


def _contested(sealed: SealedTable, disputes: Sequence[Contested], table: FactTable, terms: Terms) -> SealedTable:
    marked: set[int] = set()
    comparisons = list(sealed.comparisons)
    for one in disputes:
        for index in found_rows(sealed, one, table):
            made = _comparison(sealed.rows.slice(index, 1).to_pylist()[0], one, table, terms)
            if made is not None:
                marked.add(index)
                comparisons = [*(other for other in comparisons if _datum(other) != _datum(made)), made]
    before = sealed.rows.column(DISPUTED).to_pylist()
    flags = pa.array([index in marked or bool(was) for index, was in enumerate(before)], pa.bool_())
    rows = sealed.rows.set_column(sealed.rows.column_names.index(DISPUTED), DISPUTED, flags)
    return replace(
        sealed, rows=rows, comparisons=tuple(sorted(comparisons, key=lambda c: (c.period, c.scope))),
        digest=_digest(sealed.digest, disputes),
    )  # fmt: skip


def _datum(one: Comparison) -> tuple[object, ...]:
    return one.column, one.period, one.scope


def _digest(before: str, disputes: Iterable[Contested]) -> str:
    """Whoever has the same rows and another dispute does not compute the same."""
    whole = sha256(before.encode())
    for one in disputes:
        said = (one.period, *sorted(f"{name} {member}" for name, member in one.scope.items()), one.column, one.by)
        whole.update("\n".join((*said, one.value, "")).encode())
    return whole.hexdigest()


def _comparison(row: Mapping[str, Any], one: Contested, table: FactTable, terms: Terms) -> Comparison | None:
    reported = row[one.column]
    if reported is None or isinstance(reported, bool) or not isinstance(reported, int | Decimal):
        return None
    ours = _report(row["_reporter"], Decimal(reported), row["_known_at"], row["_file"], row["_row"])
    value = constant(one.value, terms) if one.value else None
    theirs = _report(one.by, value if isinstance(value, Exact) else ours.value, one.since, one.file, one.row)
    return Comparison(
        table=table.name, column=one.column, period=_period(row, table, terms), scope=tuple(_scope(row, table)),
        reports=(ours, theirs), missing=(), state="differs", difference=_share(ours, theirs), reason=_reason(one, ours),
    )  # fmt: skip


def _report(reporter: str, value: Exact, known_at: date, file: str, row: int) -> Reported:
    return Reported(
        reporter=reporter, value=value, currency=None, converted=value, rate=None, rounding=Decimal(0),
        known_at=known_at, file=file, row=row,
    )  # fmt: skip


def _reason(one: Contested, ours: Reported) -> str:
    said = f"{one.by} disputes what {ours.reporter} reported"
    instead = f" and holds {one.value} for right" if one.value else ""
    return f"{said}{instead}: {one.reason}" if one.reason else f"{said}{instead}."


def _share(ours: Reported, theirs: Reported) -> Exact | None:
    if ours.converted == 0:
        return None
    return exact.div(exact.sub(theirs.converted, ours.converted), ours.converted)


def _period(row: Mapping[str, Any], table: FactTable, terms: Terms) -> Period:
    name = table.period_column
    if table.every is not None and name is not None:
        return terms.calendar.period(row[name])
    return terms.calendar.containing(Grain.DAY, row["_first"])


def _scope(row: Mapping[str, Any], table: FactTable) -> Iterator[tuple[str, str]]:
    return ((name, str(row[name])) for name in table.key if name != table.period_column)
