"""Exact numbers in columns: from text to whole numbers or decimals, and into the narrowest type that holds them.

Up to 20 digits before and 18 after the decimal point are kept, which fills a 128-bit decimal.
"""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

WHOLE = 20
"""Digits kept before the decimal point."""
AFTER = 18
"""Digits kept after it."""
WIDE = 38
_NARROW = 18
_SOME = 1000
_INT64 = 2**63

PLAIN = r"^[+-]?[0-9]+(\.[0-9]+)?$"


def decimals(text: pa.Array) -> pa.Array:
    """Return plain numbers (PLAIN, within WHOLE and AFTER) as decimals."""
    after = pc.fill_null(pc.max(digits_after(text)), 0).as_py()
    return pc.cast(text, pa.decimal128(WIDE, after))


def digits_after(text: pa.Array) -> pa.Array:
    """Return how many digits plain numbers have after the point, zeros at the end not counted."""
    point = pc.find_substring(text, ".")
    kept = pc.utf8_length(pc.if_else(pc.greater_equal(point, 0), pc.utf8_rtrim(text, "0"), text))
    return pc.if_else(pc.greater_equal(point, 0), pc.subtract(kept, pc.add(point, 1)), 0)


def digits_before(text: pa.Array) -> pa.Array:
    """Return how many digits plain numbers have before the point, zeros in front not counted."""
    unsigned = pc.utf8_ltrim(text, "+-0")
    point = pc.find_substring(unsigned, ".")
    return pc.if_else(pc.greater_equal(point, 0), point, pc.utf8_length(unsigned))


def multiply(values: pa.Array, factors: pa.Array | pa.Scalar) -> pa.Array:
    """Return exact products in the narrowest type; ArrowInvalid where 38 digits do not hold them."""
    left, right = _wide(values, WIDE), _wide(factors, 37)
    return narrow(pc.multiply(left, right))


def _wide(values: pa.Array | pa.Scalar, digits: int) -> pa.Array | pa.Scalar:
    if pa.types.is_integer(values.type):
        values = pc.cast(values, pa.decimal128(19, 0))
    return pc.cast(values, pa.decimal256(digits, values.type.scale))


def narrow(values: pa.Array) -> pa.Array:
    """Return numbers in the narrowest type that holds all of them: int64, or a decimal of 18 or 38 digits.

    The type depends on the values alone, so that equal columns have equal types. ArrowInvalid where 38 digits
    do not hold them.
    """
    if pa.types.is_integer(values.type):
        return pc.cast(values, pa.int64())
    if values.type.scale >= values.type.precision:  # there is no room for the 1 that rounding might lead to
        values = pc.cast(values, pa.decimal128(WIDE, values.type.scale))
    scale = next(places for places in range(values.type.scale + 1) if _ends_within(values, places))
    # Nothing is lost: no value has more digits after the point than that.
    cut = pc.cast(values, pa.decimal256(76, scale), safe=False)
    span = pc.min_max(cut)
    digits = max((_digits(span[edge].as_py(), scale) for edge in ("min", "max")), default=0)
    if scale and digits <= _NARROW:
        return pc.cast(cut, pa.decimal128(_NARROW, scale))
    wide = pc.cast(cut, pa.decimal128(WIDE, scale))
    fits = not scale and all(abs(span[edge].as_py() or 0) < _INT64 for edge in ("min", "max"))
    return pc.cast(wide, pa.int64()) if fits else wide


def _ends_within(values: pa.Array, places: int) -> bool:
    """Whether no value has more digits after the point; asked of some first, since mostly the first ones say no."""
    return all(
        pc.all(pc.equal(pc.round(part, places, "towards_zero"), part)).as_py() is not False
        for part in (values.slice(0, _SOME), values)
    )


def _digits(value: Decimal | None, scale: int) -> int:
    """Return how many digits a number has, written with so many after the point."""
    return 0 if not value else max(value.adjusted() + 1 + scale, scale)


def common(types: list[pa.DataType]) -> pa.DataType:
    """Return the type that holds numbers of all these types."""
    if all(pa.types.is_integer(type_) for type_ in types):
        return pa.int64()
    return pa.decimal128(WIDE, max(type_.scale for type_ in types if pa.types.is_decimal(type_)))


def widen(values: pa.ChunkedArray, type_: pa.DataType) -> pa.ChunkedArray:
    """Return numbers in a type that `common` gave."""
    if pa.types.is_integer(values.type) and pa.types.is_decimal(type_):
        values = pc.cast(values, pa.decimal128(19, 0))
    return pc.cast(values, type_)


def decimal_array(values: list[Decimal | None]) -> pa.Array:
    """Return Python decimals as one column."""
    scale = max((-int(v.as_tuple().exponent) for v in values if v is not None), default=0)
    return pa.array(values, pa.decimal128(WIDE, max(scale, 0)))
