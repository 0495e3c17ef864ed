"""Sealed tables of rows that come from no file: exact numbers, empty cells, and a digest of what they say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from comity.agreement.model import Column, FactTable
from comity.facts.made import sealed_rows
from comity.kernel.problem import Place

HERE = Place(file="test")
DAY = date(2026, 3, 31)
TYPES = {"name": "text", "day": "date", "worth": "money"}
COLUMNS = {name: Column(name=name, type=type_, place=HERE) for name, type_ in TYPES.items()}
TABLE = FactTable(name="made", reporters=(), every=None, columns=COLUMNS, place=HERE)


def row(name: str, worth: Decimal | None, **more: object) -> dict[str, Any]:
    """A row with all that sealing adds."""
    added = {"_first": DAY, "_last": DAY, "_reporter": "", "_known_at": DAY, "_file": "", "_row": 0, "_disputed": False}
    return {"name": name, "day": DAY, "worth": worth, **added, **more}


@pytest.mark.parametrize(
    "worths",
    [
        [Decimal(5), None],
        [Decimal("0.1"), Decimal(10) ** 20],
        [Decimal(2) ** 63, Decimal(-3)],
        [None, None],
        [],
    ],
)
def test_numbers_stay_exact_and_empty_cells_empty(worths: list[Decimal | None]) -> None:
    """Small and large, with decimals and without, and none at all."""
    sealed = sealed_rows(TABLE, [row("a", worth) for worth in worths], covers=["2026"])
    found = sealed.rows.column("worth").to_pylist()
    assert [None if one is None else Decimal(one) for one in found] == worths


def test_the_digest_is_of_what_rows_say_and_since_when() -> None:
    """Where a row was read is no part of it; its values and the day it was known are, and what is complete."""
    plain = sealed_rows(TABLE, [row("a", Decimal(1))], covers=["2026"]).digest
    assert sealed_rows(TABLE, [row("a", Decimal(1), _file="other.yaml", _row=7)], covers=["2026"]).digest == plain
    others = [
        sealed_rows(TABLE, [row("a", Decimal(2))], covers=["2026"]),
        sealed_rows(TABLE, [row("a", Decimal(1), _known_at=date(2026, 4, 1))], covers=["2026"]),
        sealed_rows(TABLE, [row("a", Decimal(1))], covers=["2027"]),
    ]
    assert plain not in {other.digest for other in others}


def test_no_row_is_ever_superseded() -> None:
    """The history is the rows themselves."""
    sealed = sealed_rows(TABLE, [row("a", None), row("b", None)], covers=())
    assert sealed.history.column("_superseded_at").to_pylist() == [None, None]
    assert sealed.history.num_rows == sealed.rows.num_rows == 2
