"""Whether the facts a figure needs are there: reported, not due yet, missing, or final.

A table with declared periods owes each of its periods; a metric of a longer period needs all of them that end
in it and overlap the term. A table whose rows have days owes the metric's own period. A fact not reported by
the end of its due day is missing; a file that declares that it covers a period makes it complete without rows.
Where each party reports its own rows, a figure for one of them needs that party's report, and a figure for both
together needs both.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from comity.agreement.model import FactTable, Terms
from comity.facts.covers import joined
from comity.facts.model import SealedTable
from comity.kernel.deadline import Deadline
from comity.kernel.figure import State, Unknown
from comity.kernel.period import Grain, Period
from comity.kernel.words import and_list
from comity.metrics.cube import Members
from comity.metrics.rows import member_text


@dataclass(frozen=True, slots=True)
class Needed:
    """What an aggregate needs of a table: which period's facts, and in which columns they must not be empty.

    `has_rows` says whether the scan found any row for this period and member, `known` when the last was known.
    """

    period: Period
    members: Members
    per: tuple[str, ...]
    has_rows: bool
    columns: tuple[str, ...] = ()
    known: date | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """Why facts cannot be used, if so; else whether they are provisional or final, and why."""

    unknown: Unknown | None
    state: State
    reason: str


class Coverage:
    """What is known of one table, as of a day."""

    def __init__(self, terms: Terms, table: FactTable, sealed: SealedTable, as_of: date) -> None:
        self.terms = terms
        self.table = table
        self.sealed = sealed
        self.as_of = as_of
        self.own = table.reporter_column
        self._named: dict[tuple[tuple[str, ...], tuple[str, ...]], set[tuple[date, Members]]] = {}
        self._assessed: dict[Hashable, Assessment] = {}
        self._owed: dict[Period, tuple[Period, ...]] = {}
        self._spans = joined([terms.calendar.period(name) for name in sealed.covers])
        self._spans_of: dict[str, list[tuple[date, date]]] = {}

    def assessed(self, needed: Needed) -> Assessment:
        """Return whether the facts of a period can be used, and how sure they are; found once for equal needs."""
        key = (needed.period.name, needed.members, needed.per, needed.has_rows, needed.columns, needed.known)
        if key not in self._assessed:
            self._assessed[key] = self._assess(needed)
        return self._assessed[key]

    def _assess(self, needed: Needed) -> Assessment:
        unknown = self.unknown(needed)
        if unknown is not None:
            return Assessment(unknown, unknown.state, unknown.reason)
        if self.table.final is None:
            return Assessment(None, State.FINAL, "")
        final = self.final_on(needed)
        if final is not None and final < self.as_of:
            return Assessment(None, State.FINAL, "")
        said = f"final after {final}" if final else "not final yet"
        return Assessment(None, State.PROVISIONAL, f"{self.table.name} is {said}")

    def unknown(self, needed: Needed) -> Unknown | None:
        """Return why the facts of a period cannot be used yet; None if they are there."""
        period = needed.period
        if period.last > self.as_of:
            return Unknown(State.NOT_DUE, f"{period} ends on {period.last}")
        if not self.owed(period):
            return Unknown(State.UNDETERMINED, f"no {self.table.every} of {self.table.name} ends in {period}")
        open_ = [owed for owed in self.owed(period) if not self._reported(owed, needed)]
        if not open_:
            return None
        for owed in open_:
            due = self.due(owed)
            if due >= self.as_of:
                return Unknown(State.NOT_DUE, f"{self._what(owed, needed)} is due{self._who(owed, needed)} on {due}")
        return self._missing(open_, needed)

    def _missing(self, open_: Sequence[Period], needed: Needed) -> Unknown:
        late = "is not in the record"
        if self.table.due is not None:
            late = f"was due{self._who(open_[0], needed)} on {self.due(open_[0])} and has not been reported"
        silent = self._silent(open_[0], needed)
        if silent and len(open_) == len(self.owed(needed.period)):
            due = f", which was due on {self.due(open_[0])}" if self.table.due is not None else ""
            have = "has" if len(silent) == 1 else "have"
            return Unknown(
                State.MISSING, f"{and_list(silent)} {have} not reported {self.table.name} for {open_[0]}{due}"
            )
        if len(open_) == len(self.owed(needed.period)):
            what = self._what(open_[0] if len(open_) == 1 else needed.period, needed)
            return Unknown(State.MISSING, f"{what} {late}")
        names = ", ".join(owed.name for owed in open_)
        return Unknown(State.UNDETERMINED, f"{self._what(None, needed)} lacks {names}, which {late}")

    def _what(self, owed: Period | None, needed: Needed) -> str:
        """Return the fact in words: `sales`, `sales.net` where cells are empty, with period and member."""
        name = self.table.name
        if needed.columns and owed is not None and self._reported(owed, replace(needed, columns=())):
            name = ", ".join(f"{name}.{column}" for column in needed.columns)
        named = [member for column, member in zip(needed.per, needed.members, strict=False) if column != self.own]
        member = f" ({', '.join(named)})" if named else ""
        return f"{name} for {owed}{member}" if owed is not None else f"{name}{member}"

    def owed(self, period: Period) -> tuple[Period, ...]:
        """Return the periods of the table that a metric's period needs: those ending in it, within the term."""
        if period not in self._owed:
            every = self.table.every
            inside = self.terms.calendar.children(period, every) if every else [period]
            starts, ends = self.terms.starts, self.terms.ends
            self._owed[period] = tuple(
                owed for owed in inside if owed.last >= starts and (ends is None or owed.first <= ends)
            )
        return self._owed[period]

    def _reported(self, owed: Period, needed: Needed) -> bool:
        if self._silent(owed, needed):
            return False
        if self.covered(owed, self._party(needed)):
            return True
        if owed == needed.period and not needed.columns:
            return needed.has_rows
        return (owed.first, needed.members) in self._present(needed.per, needed.columns, owed.grain)

    def _present(self, per: tuple[str, ...], columns: tuple[str, ...], grain: Grain) -> set[tuple[date, Members]]:
        """Return the (first day of a period, members) for which there are rows with all these columns filled."""
        key = (per, (*columns, grain))
        if key not in self._named:
            rows = self.sealed.rows
            for column in columns:
                rows = rows.filter(pc.is_valid(rows.column(column)))
            self._named[key] = self._names(rows, per, grain)
        return self._named[key]

    def _names(self, rows: pa.Table, per: tuple[str, ...], grain: Grain) -> set[tuple[date, Members]]:
        distinct = rows.select(["_last", *per]).group_by(["_last", *per]).aggregate([])
        columns = [distinct.column(name).to_pylist() for name in ("_last", *per)]
        containing = self.terms.calendar.containing
        return {
            (containing(grain, last).first, tuple(member_text(member) for member in members))
            for last, *members in zip(*columns, strict=True)
        }

    def covered(self, owed: Period, party: str = "") -> bool:
        """Tell whether files declare that they are complete for all days of a period.

        Where each party reports its own rows: those of that party, or of each of them where none is named.
        """
        if self.own is not None:
            parties = [party] if party else [reporter.party for reporter in self.table.reporters]
            return all(self._covered_by(one, owed) for one in parties)
        if owed.name in self.sealed.covers:
            return True
        return any(first <= owed.first and owed.last <= last for first, last in self._spans)

    # -- where each party reports its own rows -----------------------------------------------

    def _covered_by(self, party: str, owed: Period) -> bool:
        if party not in self._spans_of:
            names = [name for who, name in self.sealed.covered_by if who == party]
            self._spans_of[party] = joined([self.terms.calendar.period(name) for name in names])
        return any(first <= owed.first and owed.last <= last for first, last in self._spans_of[party])

    def _party(self, needed: Needed) -> str:
        """Return the party whose rows are needed; "" where it is not one party's."""
        return dict(zip(needed.per, needed.members, strict=False)).get(self.own or "", "")

    def _silent(self, owed: Period, needed: Needed) -> tuple[str, ...]:
        """Return the parties that have not reported a period for which the rows of all of them are needed."""
        if self.own is None or self._party(needed):
            return ()
        there = self._present((self.own,), (), owed.grain)
        parties = [reporter.party for reporter in self.table.reporters]
        return tuple(
            party for party in parties if (owed.first, (party,)) not in there and not self._covered_by(party, owed)
        )

    def _who(self, owed: Period, needed: Needed) -> str:
        """Return who owes what is needed, as ` from x and y`: of parties that report their own, those concerned."""
        party = self._party(needed)
        concerned = (party,) if party else self._silent(owed, needed)
        return f" from {' and '.join(concerned)}" if concerned else owers(self.table)

    def due(self, owed: Period) -> date:
        """Return the day by which the facts of a period are due; without a deadline, its last day."""
        return self._deadline(self.table.due, owed) or owed.last

    def final_on(self, needed: Needed) -> date | None:
        """Return the day from whose end the facts of a period are final, None if that is not known yet."""
        owed = self.owed(needed.period)
        return self._deadline(self.table.final, owed[-1] if owed else needed.period, needed.known)

    def _deadline(self, deadline: Deadline | None, owed: Period, report: date | None = None) -> date | None:
        if deadline is None:
            return None
        anchors = {"period start": owed.first, "period end": owed.last, "day": owed.last, "starts": self.terms.starts}
        if self.terms.ends is not None:
            anchors["ends"] = self.terms.ends
        if report is not None:
            anchors["report"] = report
        return self.terms.calendar.deadline_day(deadline, anchors, self.table.every)


def owers(table: FactTable) -> str:
    """Return who owes a table, as ` from x and y`; nothing for facts from a public source."""
    parties = [reporter.party for reporter in table.reporters if reporter.party != "published"]
    return f" from {' and '.join(parties)}" if parties else ""
