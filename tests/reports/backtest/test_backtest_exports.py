"""What a backtest gives away to other programs: the terminal's lines, one JSON document, tables as CSV."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest
from rich.console import Console

from comity.reports.backtest.document import document
from comity.reports.backtest.tables import tables
from comity.reports.backtest.terminal import show
from comity.reports.backtest.view import view
from comity.standing.backtest.model import Backtest
from tests.reports.backtest.builders import ALL, KNOWN, drafted, hostile, undecided


def printed(found: Backtest, width: int = 100, **more: object) -> str:
    """Return what a terminal shows."""
    stream = io.StringIO()
    show(view(found, KNOWN), Console(file=stream, width=width, highlight=False, **more))  # type: ignore[arg-type]
    return stream.getvalue()


def rows(found: Backtest, name: str) -> list[dict[str, str]]:
    """Return a table as a spreadsheet reads it."""
    return list(csv.DictReader(io.StringIO(tables(found)[name])))


@pytest.mark.parametrize("width", [80, 100, 132, 200])
@pytest.mark.parametrize("name", sorted(ALL))
def test_no_line_is_wider_than_the_terminal(name: str, width: int) -> None:
    """Nothing is cut, and very wide terminals are not filled."""
    text = printed(ALL[name](), width)
    assert max(map(len, text.splitlines())) <= min(width, 132)


def test_the_terminal_shows_every_part_in_order() -> None:
    """First the sentence and what is assumed, then clauses, rules, steps, accounts, other thresholds."""
    text = printed(drafted())
    order = ["Of 72 verdicts", "- Nobody acts", "Clauses", "Rules", "Steps", "Account: Credits", "Other thresholds"]
    places = [text.index(heading) for heading in order]
    assert places == sorted(places)
    assert "3 (agreed)" in text and "In all     USD 9,000    USD 8,200" in text


def test_json_carries_money_and_thresholds_as_strings() -> None:
    """No number of the document has a decimal point: readers would round it."""
    data = json.loads(json.dumps(document(drafted(), KNOWN)), parse_float=lambda text: pytest.fail(f"a float: {text}"))
    assert data["comity_backtest"] == 1
    assert data["accounts"][0]["after_caps"] == {"known": "8200", "unknown": 0}
    assert data["accounts"][0]["cap_reached"] == ["2024-03", "2024-08", "2025-03", "2025-08"]
    (agreed,) = [one for one in data["thresholds"][0]["values"] if one["agreed"]]
    assert (agreed["value"], agreed["missed"], agreed["fired"]) == (
        "0", {"punctuality": 18}, {"punctuality.credit": 18, "punctuality.repeated": 8},
    )  # fmt: skip


def test_json_and_csv_count_alike() -> None:
    """The same verdicts, firings and amounts stand in both."""
    data = document(drafted(), KNOWN)
    verdicts = rows(drafted(), "verdicts")
    for clause in data["clauses"]:
        for member in clause["members"]:
            name = ", ".join(member["scope"].values())
            own = [row for row in verdicts if (row["clause"], row["member"]) == (clause["clause"], name)]
            assert [row["verdict"] for row in own] == [one["verdict"] for one in member["verdicts"]]
    paid = sum(Decimal(row["after_caps"]) for row in rows(drafted(), "accounts") if row["account"] == "credits")
    assert paid == Decimal(data["accounts"][0]["after_caps"]["known"])
    assert len(rows(drafted(), "rules")) == sum(len(rule["fired"]) for one in data["clauses"] for rule in one["rules"])


def test_each_number_of_a_sweep_is_a_row() -> None:
    """Threshold, value, what is counted: a pivot table makes any chart of it."""
    found = rows(drafted(), "thresholds")
    agreed = [row for row in found if row["threshold"] == "punctuality" and row["agreed"] == "yes"]
    assert {(row["of"], row["name"]): row["count_or_amount"] for row in agreed} == {
        ("missed", "punctuality"): "18", ("undetermined", "punctuality"): "0",
        ("fired", "punctuality.credit"): "18", ("fired", "punctuality.repeated"): "8",
        ("awarded", "credits"): "9000", ("awarded", "kite to wren"): "1000",
        ("after caps", "credits"): "8200", ("after caps", "kite to wren"): "1000",
    }  # fmt: skip


def test_no_cell_is_a_formula_of_a_spreadsheet() -> None:
    """A member named `=…` is a text there, a negative number stays a number."""
    found = rows(hostile(), "verdicts")
    assert found[0]["member"].startswith("'=") and found[0]["reason"].startswith("'=")
    shifts = {row["value"] for row in rows(drafted(), "thresholds") if row["threshold"] == "punctuality"}
    assert "-0.005" in shifts


def test_what_is_not_known_is_counted_beside_the_sum() -> None:
    """An unknown amount is no 0: it has a column of its own."""
    first = rows(undecided(), "accounts")[0]
    assert (first["after_caps"], first["after_caps_unknown"]) == ("0", "1")


def test_a_table_without_rows_is_not_written() -> None:
    """No empty file that somebody would take for a result."""
    assert tables(ALL["empty"]()) == {}
