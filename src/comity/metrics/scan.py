"""The SQL of one scan: a single GROUP BY that yields every primitive of a table, period by period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from comity.kernel.period import Grain, Period
from comity.metrics.columns import Columns
from comity.metrics.emit import NotInSql, condition, expression, quoted
from comity.metrics.plan import Primitive, ScanPlan

TRUNCATED = {Grain.WEEK: "week", Grain.MONTH: "month", Grain.QUARTER: "quarter", Grain.YEAR: "year"}


def scan(plan: ScanPlan, columns: Columns, periods: Sequence[Period], written: Mapping[str, str] | None = None) -> str:
    """Return the SELECT of a scan; `written` holds the SQL of primitives by key, as far as it is made already.

    Its columns are `bucket` (first day of the period), `s0` … (the members), `rows`, `known` (latest day a row
    was known), `disputed` (whether any row is), and `p0` … (the primitives). A row belongs to the period in which
    its last day lies: a week to the month of its Sunday, a row with a day to the period of that day.
    """
    ready = written or {}
    members = [_member(column, columns) for column in plan.key.per]
    selected = [
        f"{bucket(plan.key.grain, periods)} AS bucket",
        *(f"{member} AS s{index}" for index, member in enumerate(members)),
        "count(*) AS rows",
        f"{_of_all('max', '_known_at', columns)} AS known",
        f"{_of_all('bool_or', '_disputed', columns)} AS disputed",
        *(
            f"{ready.get(part.key) or aggregate(part, columns)} AS p{index}"
            for index, part in enumerate(plan.primitives)
        ),
    ]
    groups = ", ".join(str(index + 1) for index in range(1 + len(members)))
    return f"SELECT {', '.join(selected)} FROM {quoted(plan.key.table)} GROUP BY {groups}"


def _of_all(function: str, column: str, columns: Columns) -> str:
    """Return an aggregate of a column, or the one value that all its cells have."""
    return columns[column].constant or f"{function}({quoted(column)})"


def _member(column: str, columns: Columns) -> str:
    text = columns[column].name == "text"
    return quoted(column) if text else f"CAST({quoted(column)} AS VARCHAR)"


def bucket(grain: Grain, periods: Sequence[Period]) -> str:
    """Return the SQL of the first day of the period in which a row's last day lies.

    Ordinary calendar periods are truncated dates. Years that begin on another day, contract years and what is
    made of them are looked up among the periods themselves; days outside them all give NULL.
    """
    if grain is Grain.DAY:
        return '"_last"'
    if all(_ordinary(period) for period in periods):
        if grain is Grain.MONTH:  # half the cost of truncating
            return '"_last" - CAST(day("_last") - 1 AS INTEGER)'
        return f"CAST(date_trunc('{TRUNCATED[grain]}', \"_last\") AS DATE)"
    first, last = periods[0].first.isoformat(), periods[-1].last.isoformat()
    chain = " ".join(
        f"WHEN \"_last\" <= DATE '{period.last.isoformat()}' THEN DATE '{period.first.isoformat()}'"
        for period in periods
    )
    inside = f"\"_last\" BETWEEN DATE '{first}' AND DATE '{last}'"
    return f"CASE WHEN {inside} THEN CASE {chain} END END"


def _ordinary(period: Period) -> bool:
    """Tell whether a period begins and ends where the plain calendar's does."""
    if _truncated(period.grain, period.last) != period.first:
        return False
    if period.last == date.max:  # no day comes after it in which the next could begin
        return True
    after = period.last + timedelta(days=1)
    return _truncated(period.grain, after) == after


def _truncated(grain: Grain, day: date) -> date | None:
    match grain:
        case Grain.WEEK:
            return day - timedelta(days=day.weekday())
        case Grain.MONTH:
            return day.replace(day=1)
        case Grain.QUARTER:
            return date(day.year, day.month - (day.month - 1) % 3, 1)
        case Grain.YEAR:
            return date(day.year, 1, 1)
    return None


def aggregate(part: Primitive, columns: Columns) -> str:
    """Return the SQL of a primitive. Raises NotInSql where it cannot be computed exactly."""
    test = condition(part.predicate, columns).text if part.predicate is not None else None
    if part.expression is None:
        return _count(test)
    value = expression(part.expression, columns)
    if part.function == "count" and not value.nullable:
        return _count(test)
    kept = value.text if test is None else f"CASE WHEN {test} THEN {value.text} END"
    match part.function:
        case "sum":
            return _sum(kept, value.kind.name)
        case "count":
            return f"count({kept})"
        case "count distinct":
            return f"count(DISTINCT {kept})"
    if value.kind.name not in ("int", "decimal", "date"):
        raise NotInSql(f"{part.function} of {value.kind.name}")
    if part.function in ("min", "max"):
        return f"{part.function}({kept})"
    # The two middle values, found exactly: the database's own median would cut their mean off.
    if value.kind.name == "date":
        raise NotInSql("a median of dates")
    return f"quantile_disc({kept}, 0.5)" if part.function == "lower median" else f"-quantile_disc(-({kept}), 0.5)"


def _count(test: str | None) -> str:
    """Return a count of rows; count_if costs a third of counting a CASE, and grows in proportion (measured)."""
    return "count(*)" if test is None else f"count_if({test})"


def _sum(kept: str, kind: str) -> str:
    if kind == "int":
        return f"CAST(sum({kept}) AS DECIMAL(38, 0))"
    if kind == "decimal":
        return f"sum({kept})"
    raise NotInSql(f"a sum of {kind}")
