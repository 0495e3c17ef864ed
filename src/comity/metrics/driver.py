"""What the engine asks of a database."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol, TypeAlias

import pyarrow as pa

Source: TypeAlias = pa.Table | Path
"""Where a table's rows are: in memory, or in a Parquet file."""


class Driver(Protocol):
    """Runs SQL over named tables. Raises Refused (CMY-503, CMY-504) where the database cannot give an exact answer."""

    def execute(self, sql: str, tables: Mapping[str, Source]) -> pa.Table:
        """Return all rows that one SELECT statement gives over these tables."""
