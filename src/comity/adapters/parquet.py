"""Parquet files of facts."""

from __future__ import annotations

from typing import BinaryIO

import pyarrow as pa

from comity.adapters.headers import Contents, check_header
from comity.kernel.problem import Place, Problem

MOST_ROWS = 50_000_000
MOST_BYTES = 8 * 2**30
"""A small file can hold endless repetitions: what it would become is bounded before it is read."""


def read(stream: BinaryIO, path: str) -> tuple[Contents | None, list[Problem]]:
    """Return the table of a Parquet file."""
    from pyarrow import parquet  # takes 50 ms, which alliances without such files need not spend

    try:
        file = parquet.ParquetFile(stream)
        wrong = _too_much(file.metadata, path) or check_header(file.schema_arrow.names, path, None)
        return (None, wrong) if wrong else (Contents(file.read(), first_row=1), [])
    except (pa.ArrowException, OSError, ValueError) as failure:
        reason = str(failure).splitlines()[0].rstrip(".")
        why = f"it cannot be read as Parquet: {reason}"
        hint = "Write the file again; it is damaged or of another kind."
        return None, [Problem(code="CMY-407", place=Place(file=path), why=why, hint=hint)]


def _too_much(metadata: pa.lib._Weakrefable, path: str) -> list[Problem]:
    groups = (metadata.row_group(at) for at in range(metadata.num_row_groups))
    unpacked = sum(group.total_byte_size for group in groups)
    if metadata.num_rows <= MOST_ROWS and unpacked <= MOST_BYTES:
        return []
    why = f"the file holds {metadata.num_rows:,} rows and {unpacked / 2**30:,.1f} GiB unpacked"
    hint = f"At most {MOST_ROWS:,} rows and {MOST_BYTES // 2**30} GiB are read from one file; split it."
    return [Problem(code="CMY-402", place=Place(file=path), why=why, hint=hint)]
