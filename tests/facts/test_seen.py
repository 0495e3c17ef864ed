"""Rows as somebody may see them, held against the rule said row by row."""

from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from comity.facts.seen import seen_rows

START = date(2026, 1, 1)
DAYS = st.integers(0, 9).map(lambda n: START + timedelta(days=n))
ROWS = st.lists(st.tuples(st.sampled_from(["fern", "lark"]), DAYS, DAYS, st.none() | DAYS), max_size=8)
COLUMNS = {"_reporter": pa.string(), "_first": pa.date32(), "_known_at": pa.date32(), "_superseded_at": pa.date32()}


@given(ROWS, DAYS, st.sets(DAYS), st.sets(st.sampled_from(["fern", "lark", "board"])))
def test_ones_own_rows_and_the_known_and_open_ones_of_others(rows, known_at, opened, own) -> None:
    """Nothing else passes, in no other order; a later correction of another's row is not told."""
    columns = zip(COLUMNS.items(), zip(*rows, strict=True) if rows else ((),) * 4, strict=True)
    history = pa.table({name: pa.array(values, type_) for (name, type_), values in columns})
    wanted = [
        (who, first, known, until if who in own or until is None or until <= known_at else None)
        for who, first, known, until in rows
        if who in own or (known <= known_at and first in opened)
    ]
    seen = seen_rows(history, own, known_at, opened.__contains__)
    assert [tuple(row.values()) for row in seen.to_pylist()] == wanted
