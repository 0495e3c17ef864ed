"""Small alliances for the tests of metrics: terms, tables of facts and the figures they give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pyarrow as pa

from comity.adapters.duckdb import DuckDBDriver
from comity.agreement.formula.parse import parse
from comity.agreement.formula.tree import Node
from comity.agreement.model import (
    Agreement,
    Column,
    FactTable,
    Formula,
    Metric,
    Party,
    Reporter,
    Rounding,
    Term,
    Terms,
)
from comity.facts.model import Comparison, Facts, SealedTable
from comity.kernel.calendar import Calendar
from comity.kernel.deadline import Deadline, Duration
from comity.kernel.figure import Figure
from comity.kernel.period import Grain
from comity.kernel.problem import Place
from comity.metrics.measure import Measurement, measure

PLACE = Place(file="agreement.yaml", line=1, column=1)
STARTS = date(2026, 1, 1)
KNOWN = date(2026, 12, 1)
DRIVER = DuckDBDriver(threads=1)

ARROW = {
    "period": pa.string(),
    "date": pa.date32(),
    "text": pa.string(),
    "number": pa.decimal128(18, 4),
    "money": pa.decimal128(18, 2),
    "whole": pa.int64(),
    "truth": pa.bool_(),
}


def tree(text: str) -> Node:
    """Return the tree of a formula that is known to be right."""
    node, problems = parse(text)
    assert node is not None, problems
    return node


def formula(text: str) -> Formula:
    """Return a formula with its tree."""
    return Formula(text=text, node=tree(text), place=PLACE)


def metric(name: str, text: str, every: Grain = Grain.MONTH, **more: Any) -> Metric:
    """Return a metric; `rounding` may be given as a step."""
    step = more.pop("rounding", None)
    rounding = Rounding(step=Decimal(step), mode="half up", text=step) if step else None
    return Metric(name=name, formula=formula(text), every=every, place=PLACE, round=rounding, **more)


def after(days: int, anchor: str = "period end") -> Deadline:
    """Return a deadline some days after an anchor."""
    return Deadline(text=f"{days} days after {anchor}", kind="after", duration=Duration(days, "day"), anchor=anchor)


def owed(name: str, columns: Mapping[str, str], every: Grain | None = Grain.MONTH, **more: Any) -> FactTable:
    """Return a table owed by borealis, with columns given as name: type."""
    return FactTable(
        name=name,
        reporters=more.pop("reporters", (Reporter(party="borealis"),)),
        every=every,
        columns={
            column: Column(name=column, type="number" if kind == "whole" else kind, place=PLACE)
            for column, kind in columns.items()
        },
        place=PLACE,
        **more,
    )


def terms(
    facts: Sequence[FactTable],
    metrics: Sequence[Metric],
    *,
    settings: Mapping[str, Term] | None = None,
    calendar: Calendar | None = None,
    starts: date = STARTS,
    **more: Any,
) -> Terms:
    """Return terms between aster and borealis."""
    return Terms(
        alliance="lark",
        title="Lark",
        parties={name: Party(name=name, legal_name=name.title(), place=PLACE) for name in ("aster", "borealis")},
        calendar=calendar or Calendar(term_starts=starts),
        starts=starts,
        place=PLACE,
        digest="terms",
        currency="USD",
        settings=settings or {},
        facts={table.name: table for table in facts},
        metrics={each.name: each for each in metrics},
        **more,
    )


def agreed(*versions: Terms | tuple[date, Terms]) -> Agreement:
    """Return an agreement; the first terms hold from their start."""
    dated = [entry if isinstance(entry, tuple) else (entry.starts, entry) for entry in versions]
    return Agreement(versions=tuple(dated))


def sealed(
    table: FactTable,
    rows: Sequence[Mapping[str, Any]],
    *,
    kinds: Mapping[str, str] | None = None,
    covers: Sequence[str] = (),
    comparisons: Sequence[Comparison] = (),
    calendar: Calendar | None = None,
) -> SealedTable:
    """Return rows as the facts layer seals them; `_known_at` and `_disputed` may be given row by row."""
    calendar = calendar or Calendar(term_starts=STARTS)
    kinds = dict(kinds or {})
    columns: dict[str, pa.Array] = {}
    for column in table.columns.values():
        type_ = ARROW[kinds.get(column.name, column.type)]
        columns[column.name] = pa.array([row.get(column.name) for row in rows], type_)
    spans = [_span(table, row, calendar) for row in rows]
    columns["_first"] = pa.array([first for first, _ in spans], pa.date32())
    columns["_last"] = pa.array([last for _, last in spans], pa.date32())
    columns["_reporter"] = pa.array([row.get("_reporter", "borealis") for row in rows], pa.string())
    columns["_known_at"] = pa.array([row.get("_known_at", KNOWN) for row in rows], pa.date32())
    columns["_file"] = pa.array([f"facts/{table.name}/all.csv"] * len(rows), pa.string())
    columns["_row"] = pa.array(range(2, len(rows) + 2), pa.int64())
    columns["_disputed"] = pa.array([row.get("_disputed", False) for row in rows], pa.bool_())
    arrow = pa.table(columns)
    digest = sha256(repr([table.name, sorted(map(repr, rows))]).encode()).hexdigest()
    return SealedTable(
        name=table.name,
        rows=arrow,
        history=arrow,
        digest=digest,
        covers=frozenset(covers),
        comparisons=tuple(comparisons),
    )


def _span(table: FactTable, row: Mapping[str, Any], calendar: Calendar) -> tuple[date, date]:
    value = row[table.period_column or ""]
    if isinstance(value, date):
        return value, value
    period = calendar.period(value)
    return period.first, period.last


def facts(*tables: SealedTable) -> Facts:
    """Return facts known on a late day."""
    return Facts(tables={table.name: table for table in tables}, known_at=KNOWN)


def measured(terms_: Terms | Agreement, *tables: SealedTable, as_of: date = KNOWN) -> Measurement:
    """Measure an alliance."""
    agreement = terms_ if isinstance(terms_, Agreement) else agreed(terms_)
    return measure(agreement, facts(*tables), as_of=as_of, driver=DRIVER)


def figure(measurement: Measurement, name: str, period: str, member: str = "") -> Figure:
    """Return the one figure of a metric for a period and member."""
    found = [f for f in measurement.figures[name] if f.period.name == period and f.member == member]
    assert len(found) == 1, [str(f.period) for f in measurement.figures[name]]
    return found[0]
