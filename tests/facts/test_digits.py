"""Columns of exact numbers in the narrowest type that holds them."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pytest

from comity.facts.digits import narrow


@pytest.mark.parametrize("text", ["0.123456789012345678", "-0.000000000000000001", "-0.999999999999999999"])
def test_a_column_with_eighteen_places_and_nothing_before_the_point_stays_as_it_is(text: str) -> None:
    """Its type has no digit left before the point, to which rounding could go up; narrowing it fails on nothing."""
    values = pa.array([Decimal(text)], pa.decimal128(18, 18))
    assert narrow(values).to_pylist() == [Decimal(text)]
    assert narrow(narrow(values)).type == values.type
