"""What SQL needs to know of a table's columns: the kind of value, its digits, and whether some are empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

INT_DIGITS = 19
MOST_DIGITS = 38


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value: `int`, `decimal`, `text`, `date` or `truth`, with the digits of a number.

    `nullable` is whether it can be empty; `constant` the SQL of the one value that all cells are known to have;
    `day` the SQL of the day by which the period that a text names is placed, for the period column of a table.
    """

    name: str
    digits: int = 0
    scale: int = 0
    nullable: bool = False
    constant: str = ""
    day: str = ""

    @property
    def is_number(self) -> bool:
        """Tell whether it can be added up."""
        return self.name in ("int", "decimal")


Columns = Mapping[str, Kind]


def columns_of(table: pa.Table, period_column: str | None = None) -> Columns:
    """Return the kinds of a sealed table's columns; `nullable` only where a cell is really empty."""
    kinds = {field.name: _kind(field.type, table.column(field.name).null_count > 0) for field in table.schema}
    kinds["_known_at"] = replace(kinds["_known_at"], constant=_only_day(table.column("_known_at")))
    kinds["_disputed"] = replace(kinds["_disputed"], constant=_only_truth(table.column("_disputed")))
    if period_column in kinds and kinds[period_column].name == "text":
        kinds[period_column] = replace(kinds[period_column], day='"_last"')
    return kinds


def _only_day(days: pa.ChunkedArray) -> str:
    """Return the day that all rows were known on, as SQL; "" where they differ."""
    ends = pc.min_max(days).as_py()
    return f"DATE '{ends['min'].isoformat()}'" if ends["min"] is not None and ends["min"] == ends["max"] else ""


def _only_truth(truths: pa.ChunkedArray) -> str:
    """Return FALSE where no row is disputed."""
    return "" if pc.any(truths).as_py() else "FALSE"


def _kind(type_: pa.DataType, nullable: bool) -> Kind:
    if pa.types.is_decimal(type_):
        return Kind("decimal", type_.precision, type_.scale, nullable)
    if pa.types.is_integer(type_):
        return Kind("int", INT_DIGITS, 0, nullable)
    if pa.types.is_boolean(type_):
        return Kind("truth", nullable=nullable)
    if pa.types.is_date(type_):
        return Kind("date", nullable=nullable)
    return Kind("text", nullable=nullable)
