"""The JSON document."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from comity.reports.document import document, exact_text
from tests.reports.builders import ALL, rich

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
SCHEMA = json.loads((REFERENCE / "standing.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ALL)
def test_every_document_follows_the_schema(name) -> None:
    """The schema allows no key that it does not describe."""
    Draft202012Validator.check_schema(SCHEMA)
    written = json.loads(json.dumps(document(ALL[name]())))
    errors = [f"{list(e.absolute_path)}: {e.message}" for e in Draft202012Validator(SCHEMA).iter_errors(written)]
    assert errors == []


def test_keys_stand_in_the_order_of_the_schema() -> None:
    """Documentation, schema and document agree, and the order is stable."""
    assert list(document(rich())) == list(SCHEMA["properties"])
    assert json.dumps(document(rich())) == json.dumps(document(rich()))


def test_numbers_lose_nothing() -> None:
    """Decimals in full and without an exponent, ratios as ratios, nothing as null."""
    assert exact_text(Decimal("3.7E+9")) == "3700000000"
    assert exact_text(Decimal("0.1490")) == "0.149"
    assert exact_text(Decimal(100)) == "100"
    assert exact_text(Fraction(1, 3)) == "1/3"
    assert exact_text(Fraction(-6, 3)) == "-2"
    assert exact_text(None) is None


def test_no_number_that_counts_is_a_float() -> None:
    """Money and ratios are strings, so that no reader rounds them by accident."""

    def floats(value: object) -> bool:
        if isinstance(value, dict):
            return any(map(floats, value.values()))
        return any(map(floats, value)) if isinstance(value, list) else isinstance(value, float)

    assert not floats(document(rich()))


def test_what_is_not_known_is_null_with_its_reason() -> None:
    """Never 0."""
    found = document(rich())["figures"]["share_of_profits"][-1]
    assert found["value"] is None and found["state"] == "missing" and "not in the record" in found["reason"]
