"""The JSON document."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from comity.reports.document import document
from comity.reports.document_life import exact_text
from tests.reports.builders import ALL, lived, rich

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


def test_a_case_says_its_steps_with_states_and_days() -> None:
    """Notice given, recovery plan tolled by the dispute, the managers' level open until 19 August."""
    (case,) = [c for c in document(lived())["cases"] if c["scope"] == {"region": "south"} and c["rule"] == "repeated"]
    assert (case["clause"], case["period"], case["open"], case["withdrawn"]) == ("supply", "2026-06", True, None)
    assert [(s["step"], s["state"], s["due"], s["ended"]) for s in case["steps"]] == [
        ("notice", "done", "2026-07-21", "2026-07-20"),
        ("recovery plan", "tolled", "2026-08-19", None),
        ("supply managers", "open", "2026-08-19", None),
    ]


def test_a_remedy_account_shows_periods_entries_and_settlements() -> None:
    """March was worth 10,500, then 7,980: the difference is booked in June, and what was posted stays."""
    account = document(lived())["remedies"]["credits"]
    march, june = account["periods"][1], account["periods"][3]
    assert (march["period"], march["accrued"], march["paid"]) == ("2026-03", "7980", "10500")
    assert (june["period"], june["paid"], june["balance"]) == ("2026-06", "2640", "29440")
    differences = [e for e in account["entries"] if e["kind"] == "difference"]
    assert [(e["period"], e["for"], e["amount"], e["known"]) for e in differences] == [
        ("2026-06", "2026-03", "-2520", "2026-06-02")
    ]
    assert [(s["period"], s["amount"], s["state"], s["due"]) for s in account["settlements"]] == [
        ("2026-Q1", "14500", "final", "2026-04-08"),
        ("2026-Q2", "14940", "pending", "2026-07-07"),
    ]


def test_the_entries_of_an_account_add_up_to_its_balance() -> None:
    """What was paid by period, and what was booked, come to the same."""
    for account in document(lived())["remedies"].values():
        booked = sum(Decimal(entry["amount"]) for entry in account["entries"])
        assert booked == sum(Decimal(period["paid"]) for period in account["periods"])
        assert booked == Decimal(account["periods"][-1]["balance"])


def test_acts_refused_and_claims_of_relief_are_listed() -> None:
    """Each with its reason, or its state."""
    found = document(lived())
    assert [(r["on"], r["reason"]) for r in found["refused"]][1] == (
        "2026-08-03", "the claim came on 3 Aug; it had to come by 17 Jun"
    )  # fmt: skip
    (claim,) = found["reliefs"]
    assert (claim["relief"], claim["state"], claim["periods"]) == ("storm", "claimed", ["2026-07"])


def test_a_decision_names_the_line_of_the_docket_it_rests_on() -> None:
    """So that a reader finds the unit of the time left and the member."""
    found = document(lived())
    ids = [line["id"] for line in found["docket"]]
    assert len(set(ids)) == len(ids)
    overdue, level, *_ = found["decisions"]
    assert (overdue["line"], overdue["scope"]) == ("facts/complaints/2026-07/wren", {})
    assert level["line"] in ids and level["scope"] == {"region": "south"}
