"""Verdicts of all clauses, for every period that has begun."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from comity.agreement.formula.env import Seen
from comity.agreement.model import Agreement, Clause
from comity.clauses.court import Court, Figures
from comity.clauses.env import ClauseEnv, Row
from comity.clauses.model import Verdict
from comity.clauses.verdict import give, with_names
from comity.kernel.figure import State
from comity.kernel.period import Grain, Period


def judge(
    agreement: Agreement, figures: Figures, *, as_of: date, rows: Mapping[str, pa.Table] | None = None
) -> Mapping[str, tuple[Verdict, ...]]:
    """Return the verdicts on every clause that has a test, by clause, in order of scope, then period.

    The terms of a period are those of its first day. `rows` holds the fact rows of clauses over rows.
    """
    court = Court(agreement, figures, as_of)
    names = dict.fromkeys(name for _, terms in agreement.versions for name in terms.clauses)
    return {name: tuple(_verdicts(court, name, rows or {})) for name in names}


def _verdicts(court: Court, name: str, rows: Mapping[str, pa.Table]) -> Iterable[Verdict]:
    found: list[Verdict] = []
    versions = court.agreement.versions
    for index, (_, terms) in enumerate(versions):
        clause = terms.clauses.get(name)
        if clause is None or not (clause.relation or clause.missed_if):
            continue
        until = versions[index + 1][0] if index + 1 < len(versions) else None
        begins = versions[index][0] if index else date.min
        if clause.table:
            found += _over_rows(court, clause, rows.get(clause.table), begins, until)
            continue
        for period in periods_of(court, clause):
            if begins <= period.first and (until is None or period.first < until):
                verdicts = (court.verdict(name, s, period) for s in court.scopes(clause, terms, period))
                found += [verdict for verdict in verdicts if verdict is not None]
    return sorted(found, key=lambda verdict: (verdict.scope, verdict.period.first))


def periods_of(court: Court, clause: Clause) -> list[Period]:
    """Return the periods of a clause that have begun, the first and last cut to its term."""
    terms = court.agreement.versions[-1][1]
    starts, ends = court.start_of(clause), court.end_of(clause, terms)
    if court.as_of < starts:
        return []
    if not isinstance(clause.every, Grain):
        last = ends or court.as_of
        return [Period(starts, last, Grain.DAY, "once")]
    last = min(court.as_of, ends) if ends else court.as_of
    return terms.calendar.between(clause.every, starts, last)


def _over_rows(court: Court, clause: Clause, table: pa.Table | None, begins: date, until: date | None) -> list[Verdict]:
    """Judge each fact row as a period of its own, named after its day (and its place among that day's rows)."""
    if table is None:
        return []
    start = max(court.start_of(clause), begins)
    found, seen_days = [], dict[date, int]()
    for values in table.to_pylist():
        day: date | None = values["_first"]
        if day is None or day < start or day > court.as_of or (until is not None and day >= until):
            continue
        seen_days[day] = seen_days.get(day, 0) + 1
        ordinal = f" {seen_days[day]}" if seen_days[day] > 1 else ""
        period = Period(day, day, Grain.DAY, f"{day}{ordinal}")
        found.append(_row_verdict(court, clause, period, values))
    return found


def _row_verdict(court: Court, clause: Clause, period: Period, values: Mapping[str, Any]) -> Verdict:
    row: Row = {name: value for name, value in values.items() if not name.startswith("_")}
    scope = tuple((column, str(row[column])) for column in clause.per)
    seen = Seen(known=values.get("_known_at"))
    seen.add(State.DISPUTED if values.get("_disputed") else State.FINAL, values.get("_known_at"))
    env = ClauseEnv(court, clause, period, scope, row, seen)
    return with_names(give(env), env)
