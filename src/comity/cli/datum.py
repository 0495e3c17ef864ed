"""One datum of the facts in a record, as people name it: its table, its period, its members, its column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from comity.cli.signing import refused
from comity.opening.alliance import Opened, open_acts, open_facts, open_from
from comity.opening.source import source_at

if TYPE_CHECKING:
    from comity.adapters.desk import Desk
    from comity.agreement.model import Column, FactTable, Terms
    from comity.facts.model import SealedTable
    from comity.kernel.period import Period
    from comity.kernel.problem import Refused
    from comity.record.documents import Contest, Documents, Submitted


@dataclass(frozen=True, slots=True, kw_only=True)
class Datum:
    """A datum that is there: its row as sealed, and the submission that it came with."""

    table: FactTable
    period: str
    scope: Mapping[str, str]
    column: str
    row: Mapping[str, Any]
    submission: Submitted

    @property
    def body(self) -> dict[str, object]:
        """What an entry says of it."""
        named = {"table": self.table.name, "period": self.period, "column": self.column}
        return {**named, "scope": dict(self.scope)}

    @property
    def members(self) -> Mapping[str, str]:
        """The columns of its row, as texts."""
        return {name: str(value) for name, value in self.row.items()}

    @property
    def words(self) -> str:
        """The datum as people say it."""
        members = "".join(f" {member}" for member in self.scope.values())
        return f"{self.table.name} {self.period}{members}, {self.column}"


def opened_now(desk: Desk, day: date) -> Opened:
    """Open the alliance as the record has it on a day. Raises Refused."""
    return open_from(desk.folder, source_at(desk), known_at=day)


def scope_of(desk: Desk, table: FactTable, terms: Terms, members: Sequence[str]) -> dict[str, str]:
    """Return the members of a row by the columns that identify it, in their order. Raises Refused."""
    from comity.facts.keys import keyed

    columns = [name for name in keyed(table, terms).key if name != table.period_column]
    if len(members) > len(columns):
        known = " and ".join(columns) or "the period alone"
        raise refused(desk, f"a row of {table.name} is known by its period and {known}")
    return dict(zip(columns, members, strict=False))


def datum(desk: Desk, opened: Opened, day: date, about: Sequence[str], column: str) -> Datum:
    """Return the datum that words name: TABLE PERIOD MEMBER…, and a column. Raises Refused where it is not there.

    `opened` is the alliance as the record has it on that day.
    """
    from comity.facts.contested import Contested, found_rows
    from comity.facts.keys import keyed

    terms = opened.agreement.versions[-1][1]
    table = terms.facts[about[0]]
    period = about[1] if len(about) > 1 else ""
    scope = scope_of(desk, table, terms, about[2:])
    if column not in table.columns or table.columns[column].type not in ("number", "money"):
        numbers = ", ".join(c.name for c in table.columns.values() if c.type in ("number", "money"))
        raise refused(desk, f"name a column of numbers of {table.name} with --column", f"It has {numbers}.")
    sealed = open_facts(opened, known_at=day).tables[table.name]
    wanted = Contested(
        table=table.name, period=period, scope=scope, column=column, by=desk.me, value="", reason="", since=day,
        until=None, file="", row=0,
    )  # fmt: skip
    rows = found_rows(sealed, wanted, keyed(table, terms))
    if len(rows) != 1:
        raise _not_one(desk, table, sealed, about, day, len(rows))
    [row] = sealed.rows.slice(rows[0], 1).to_pylist()
    submission = _submission(desk.documents(), row["_file"])
    return Datum(table=table, period=period, scope=scope, column=column, row=row, submission=submission)


def _not_one(desk: Desk, table: FactTable, sealed: SealedTable, about: Sequence[str], day: date, rows: int) -> Refused:
    """Return that words name no row, or several: what is missing of them, or that nothing is reported so far."""
    why = f"{f'{rows} rows are' if rows else 'no row is'} known of {' '.join(about)} on {day}"
    periods = sealed.rows.column(table.period_column).to_pylist() if table.period_column else []
    if rows or len(about) < 2 or about[1] in map(str, periods):
        return refused(desk, why, "Name TABLE PERIOD and each member.")
    last = f"; the last period reported by then is {max(map(str, periods))}" if periods else ""
    return refused(desk, why, f"Nothing is reported of {about[0]} {about[1]} by {day}{last}.")


def number_of(desk: Desk, text: str, column: Column, terms: Terms) -> Decimal:
    """Return the number that a text stands for, in whole units. Raises Refused where the column may not hold it."""
    from comity.agreement.formula.constants import constant, currencies
    from comity.facts.conditions import meets

    try:
        number = constant(text, terms)
    except ValueError:
        number = None
    money = f", an amount in {terms.currency} such as {terms.currency} 5k" if column.type == "money" else ""
    rule = f"{column.name} is declared as {column.condition.text if column.condition else column.type}{money}."
    if not isinstance(number, Decimal):
        raise refused(desk, f"{text} is no number", f"Write it as in the agreement: 3290, 96%, USD 5k. {rule}")
    if foreign := currencies(text) - ({terms.currency} if column.type == "money" else set()):
        why = f"{text} is in {' and '.join(sorted(foreign))}, and {column.name} is not"
        raise refused(desk, why, f"Figures are computed, and compared, in {terms.currency}. {rule}" if money else rule)
    if not meets(column, number):
        raise refused(desk, f"{text} is not what {column.name} may hold", rule)
    return number


def _submission(found: Documents, path: str) -> Submitted:
    from comity.record.files import paths_of

    return dict(zip(paths_of(found.facts), found.facts, strict=True))[path]


def final_since(one: Datum, terms: Terms, day: date) -> date | None:
    """Return the day after which a datum is final, if that has passed; None while it can still be disputed."""
    from comity.clauses.finality import last_day

    if one.table.final is None or one.table.every is None:
        return None
    last = last_day(one.table, one.table.final, terms.calendar.period(one.period), terms, one.row["_known_at"])
    return last if day > last else None


def last_day_over(
    opened: Opened, table: FactTable, period: str, members: Mapping[str, str], day: date
) -> date | None:  # fmt: skip
    """Return the last day on which a correction of a row moved a verdict or an amount, where a day is past it.

    `members` are columns of the row, as texts; `opened` is the alliance as the record has it on that day.
    """
    if table.every is None:
        return None
    of = opened.agreement.as_of(day).calendar.period(period)
    return last_days_over(opened, table, {of: members}, day).get(of)


def last_days_over(
    opened: Opened, table: FactTable, rows: Mapping[Period, Mapping[str, str]], day: date
) -> dict[Period, date]:  # fmt: skip
    """Return the same of rows of several periods, each with its members as texts; only the periods that are over."""
    from comity.adapters.duckdb import DuckDBDriver
    from comity.standing.inputs import inputs_of
    from comity.standing.movable import last_day_to_move

    found = inputs_of(
        opened.agreement, open_facts(opened, known_at=day), open_acts(opened), as_of=day, driver=DuckDBDriver(),
        earlier=lambda eve: open_facts(opened, known_at=eve),
    )  # fmt: skip
    days = {period: last_day_to_move(found, table.name, period, members) for period, members in rows.items()}
    return {period: last for period, last in days.items() if last is not None and day > last}


def open_contests(found: Documents, by: str) -> list[Contest]:
    """Return the disputes of single data that a party has raised and not ended."""
    return [one for one in found.contests if one.until is None and one.origin.actor == by]
