"""The digest of the rows of a table: equal for equal rows, whatever files they came in."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from comity.facts.cells import one_array

_FORMAT = b"comity facts 1\n"


def digest(name: str, rows: pa.Table, columns: Iterable[str], covers: Iterable[str]) -> str:
    """Return the SHA-256 of a table's name, its rows in their order, and the periods declared complete.

    Only the named columns count. Each contributes its name, its type, which cells are empty, and its values in
    Arrow's little-endian layout with empty cells as zero.
    """
    whole = sha256(_FORMAT)
    _text(whole, name)
    for period in sorted(covers):
        _text(whole, period)
    for column in columns:
        values = one_array(rows.column(column))
        _text(whole, f"{column} {values.type} {len(values)}")
        _part(whole, _bytes(pc.cast(pc.is_valid(values), pa.uint8())))
        for part in _content(values):
            _part(whole, part)
    return whole.hexdigest()


def _content(values: pa.Array) -> Iterable[Any]:
    """Return the bytes of an array's values, the same for the same values."""
    if pa.types.is_string(values.type):
        filled = pc.fill_null(values, "")
        yield _bytes(pc.cast(pc.binary_length(filled), pa.int32()))
        _, ends, data = filled.buffers()
        if len(filled) and data is not None:
            edges = (filled.offset, filled.offset + len(filled))
            first, last = (struct.unpack_from("<i", ends, 4 * at)[0] for at in edges)
            yield data.slice(first, last - first)
    elif pa.types.is_boolean(values.type):
        yield _bytes(pc.cast(pc.fill_null(values, False), pa.uint8()))
    else:
        yield _bytes(pc.fill_null(values, _nothing(values.type)))


def _nothing(type_: pa.DataType) -> pa.Scalar:
    """Return the value whose bytes are all zero."""
    if pa.types.is_date32(type_):
        return pa.scalar(date(1970, 1, 1), type_)
    return pa.scalar(Decimal(0) if pa.types.is_decimal(type_) else 0, type_)


def _bytes(values: pa.Array) -> Any:
    """Return the buffer of a column of fixed width, cut to its values."""
    data = values.buffers()[1]
    width = values.type.bit_width // 8
    return data.slice(values.offset * width, len(values) * width) if data is not None else b""


def _text(whole: Any, text: str) -> None:
    _part(whole, text.encode())


def _part(whole: Any, part: Any) -> None:
    """Add a part with its length before it, so that no two sequences of parts read the same."""
    whole.update(struct.pack("<q", len(part)))
    whole.update(part)
