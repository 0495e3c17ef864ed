"""Cells as text: whatever a file holds, trimmed, with empty cells as null."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc


def one_array(values: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Return a column as one array, a dictionary as the values it stands for."""
    array = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    if isinstance(array, pa.ChunkedArray):  # combine_chunks keeps a column without chunks chunked
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], array.type)
    return array.dictionary_decode() if pa.types.is_dictionary(array.type) else array


def as_text(values: pa.Array) -> pa.Array:
    """Return cells as trimmed text, empty ones as null.

    Doubles are written with the fewest digits that give the same double, days as 2026-03-31; a moment that is
    midnight without a time zone is its day. ArrowInvalid or ArrowNotImplementedError for what has no text.
    """
    if pa.types.is_timestamp(values.type) and values.type.tz is None:
        values = _days_or_moments(values)
    text = pc.utf8_trim_whitespace(pc.cast(values, pa.string()))
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


def _days_or_moments(values: pa.Array) -> pa.Array:
    days = pc.cast(values, pa.date32(), safe=False)
    whole = pc.all(pc.equal(pc.cast(days, values.type), values)).as_py()
    return days if whole is not False else values


def distinct(values: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Return the distinct values and, for each cell, which of them it holds."""
    encoded = values.dictionary_encode()
    return encoded.dictionary, encoded.indices


def each_distinct(values: pa.Array, function: Callable[[Any], Any], type_: pa.DataType) -> pa.Array:
    """Apply a Python function once to every distinct cell; null stays null."""
    known, which = distinct(values)
    made = pa.array([None if value is None else function(value) for value in known.to_pylist()], type_)
    return pc.take(made, which)
