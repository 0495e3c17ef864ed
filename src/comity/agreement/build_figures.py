"""From the values of keys to facts, metrics, milestones, accounts and the scorecard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from comity.agreement.model import (
    Account,
    Cap,
    Dimension,
    FactTable,
    Metric,
    Milestone,
    ScoredMetric,
)
from comity.agreement.nodes import listed, shown
from comity.agreement.notes import Notes, Values
from comity.agreement.reporting import of_reporters
from comity.kernel.guess import guess


def _table(values: Values, notes: Notes) -> FactTable | None:
    if not values.has("reported by", "every", "columns"):
        return None
    every = values["every"]
    table = FactTable(
        name=values.name,
        place=values.place,
        reporters=values["reported by"],
        every=None if every == "row" else every,
        columns=values["columns"],
        key=values.get("key", ()),
        due=values.get("due"),
        final=values.get("final"),
        restate=values.get("restate"),
        tolerance=values.get("tolerance", Decimal(0)),
        says=values.get("says", ""),
        catalogue=values.get("catalogue", ""),
    )
    _time_columns(table, values, notes)
    table = of_reporters(table, values, notes)
    for node, name in zip(listed(values.node.get("key")), table.key, strict=False):
        if name not in table.columns and name not in notes.broken:
            hint = guess(name, table.columns) or f"Its columns are {', '.join(table.columns)}."
            notes.add("CMY-206", node, f"{table.name} has no column {shown(name)}", hint)
    return table


def _time_columns(table: FactTable, values: Values, notes: Notes) -> None:
    """A table per period has one column for the period, a table of rows a date."""
    wanted = "period" if table.every else "date"
    of_type = [column for column in table.columns.values() if column.type == wanted]
    written = values.node.mapping("columns")
    unread = written is not None and any(name in notes.broken for name in written.names)
    if not of_type and not unread:
        kind = f"every {table.every}" if table.every else "row by row"
        why = f"{table.name} is reported {kind}, but none of its columns is a {wanted}"
        notes.add("CMY-216", values.at("columns"), why, f"Add a column: {table.every or 'day'}: {wanted}")
    if wanted == "period" and len(of_type) > 1:
        why = f"{table.name} has two columns of periods, {of_type[0].name} and {of_type[1].name}"
        notes.add("CMY-216", of_type[1].place, why, "Keep the one the row is about; make the other a date or a text.")


def _metric(values: Values, notes: Notes) -> Metric | None:
    if not values.has("is", "every"):
        return None
    return Metric(
        name=values.name,
        place=values.place,
        formula=values["is"],
        every=values["every"],
        per=values.get("per", ()),
        unit=values.get("unit", ""),
        round=values.get("round"),
        better=values.get("better"),
        serves=values.get("serves", ()),
        target=values.get("target"),
        title=values.get("title", ""),
        says=values.get("says", ""),
        levels=values.get("levels", {}),
        judged_by=values.get("judged by", {}),
        priced=values.get("priced") == "agreed",
        catalogue=values.get("catalogue", ""),
    )


def _milestone(values: Values, notes: Notes) -> Milestone | None:
    if not values.has("due"):
        return None
    return Milestone(
        name=values.name,
        place=values.place,
        due=values["due"],
        owed_by=values.get("owed by"),
        accepted_by=values.get("accepted by"),
        within=values.get("within"),
        worth=values.get("worth"),
        evidence=values.get("evidence", ""),
        serves=values.get("serves", ()),
        title=values.get("title", ""),
        says=values.get("says", ""),
    )


def _account(values: Values, notes: Notes) -> Account | None:
    if not values.has("owed by", "owed to", "settle"):
        return None
    return Account(
        name=values.name,
        place=values.place,
        owed_by=values["owed by"],
        owed_to=values["owed to"],
        settle=values["settle"],
        caps=values.get("caps", ()),
        title=values.get("title", ""),
        says=values.get("says", ""),
    )


def _cap(values: Values, notes: Notes) -> Cap | None:
    if not values.has("at most", "every"):
        return None
    return Cap(at_most=values["at most"], every=values["every"], per=values.get("per", ()), place=values.place)


def _dimension(values: Values, notes: Notes) -> Dimension | None:
    if not _metrics_or_parts(values, notes) or not values.has("weight"):
        return None
    metrics: Mapping[str, ScoredMetric] = values.get("metrics", {})
    parts: Mapping[str, Dimension] = values.get("parts", {})
    return Dimension(
        name=values.name,
        place=values.place,
        weight=values["weight"],
        metrics=(*metrics.values(), *(metric for part in parts.values() for metric in part.metrics)),
        gate=values.get("gate") == "floor",
        says=values.get("says", ""),
        parts=tuple(parts.values()),
    )


def _metrics_or_parts(values: Values, notes: Notes) -> bool:
    """A dimension is scored by metrics or is made of parts: note where it has none of them, or both."""
    written = [key for key in ("metrics", "parts") if values.written(key)]
    if not written and not {"metrics", "parts"} & set(values.node.lost):
        hint = "Write metrics: {fill_rate: {floor: 90%, target: 97%}}, or parts: and dimensions below it."
        notes.add("CMY-202", values.place, f"the dimension {shown(values.name)} needs the key `metrics`", hint)
    if len(written) == 2:
        why = f"the dimension {shown(values.name)} has metrics and parts: it would be scored twice"
        notes.add("CMY-249", values.at("parts"), why, "Put its metrics into a part of their own.")
    return len(written) == 1 and values.has(written[0])


def _scored(values: Values, notes: Notes) -> ScoredMetric | None:
    if not values.has("floor", "target"):
        return None
    return ScoredMetric(
        metric=values.name,
        place=values.place,
        floor=values["floor"],
        target=values["target"],
        weight=values.get("weight", Decimal(1)),
        stretch=values.get("stretch"),
        points=values.get("points", ()),
        halfway=values.get("halfway"),
        recent=values.get("recent", ()),
    )


FIGURES: Mapping[str, Callable[[Values, Notes], Any]] = {
    "facts": _table,
    "metrics": _metric,
    "milestones": _milestone,
    "accounts": _account,
    "cap": _cap,
    "scorecard": _dimension,
    "scored": _scored,
}
