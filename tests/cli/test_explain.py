"""`comity explain` for clauses, as a user runs it: on the draft of Wren and Kite, laid into its own term."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Comity
from tests.standing.backtest.draft import AGREEMENT, write

DAYS = ("--as-of", "2025-12-31", "--known-at", "2026-02-01")


@pytest.fixture
def carriage(tmp_path: Path) -> Path:
    """The alliance of Wren and Kite as if it had been signed for 2024."""
    text = AGREEMENT.partition("examples:")[0].replace("2026-01-01", "2024-01-01").replace("2027-01-01", "2025-01-01")
    return write(tmp_path / "carriage", text)


def kinds(step: dict[str, Any]) -> set[str]:
    """Return the kinds of steps of an explanation."""
    return {step["kind"]}.union(*(kinds(child) for child in step["because"]))


def test_a_clause_is_explained_down_to_the_rows_of_the_files(comity: Comity, carriage: Path) -> None:
    """From the verdict through payment and cap to the row of the file that it rests on."""
    ran = comity("explain", carriage, "punctuality", "2024-03", "--member", "south", *DAYS)
    assert ran.status == 0
    assert ran.out.startswith("punctuality 2024-03 (south) = missed  Punctuality\n")
    for said in ("915 / 1,000", "facts/deliveries/history.csv row 7", "cap 1 of 1, every month", "500 + 500 = 1,000"):
        assert said in " ".join(ran.out.replace("│", " ").split())


def test_json_is_the_same_tree(comity: Comity, carriage: Path) -> None:
    """Verdict, measure, threshold, rule, payment, cap, facts: each a step with what it rests on."""
    ran = comity("explain", carriage, "punctuality", "2024-03", "--member", "south", "--json", *DAYS)
    data = json.loads(ran.out)
    assert (data["kind"], data["value"]) == ("verdict", "missed")
    wanted = {"raw", "rounding", "threshold", "test", "shortfall", "rule", "payment", "cap", "figure", "fact", "terms"}
    assert wanted <= kinds(data)


def test_a_metric_is_explained_as_before(comity: Comity, carriage: Path) -> None:
    """The same command, the same words."""
    ran = comity("explain", carriage, "parcels", "2024-07", *DAYS)
    assert ran.status == 0 and ran.out.startswith("parcels 2024-07 = 1,800  Parcels\n")


def test_a_name_that_is_neither_is_refused_with_a_guess(comity: Comity, carriage: Path) -> None:
    """One letter too few, and the clause is named."""
    ran = comity("explain", carriage, "punctualty", "2024-03", *DAYS)
    assert ran.status == 1
    assert (
        "CMY-501 the agreement has no metric or clause punctualty" in ran.err and "Did you mean punctuality?" in ran.err
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("2024-03",), "punctuality needs a member"),
        (("2024-03", "--member", "east"), "punctuality is not measured for 'east'"),
        (("2031-03", "--member", "south"), "2031-03 lies after the agreement"),
    ],
)
def test_a_question_without_an_answer_says_what_can_be_asked(
    comity: Comity, carriage: Path, asked: tuple[str, ...], said: str
) -> None:  # fmt: skip
    """The place of the clause, the reason, and the members or periods there are."""
    ran = comity("explain", carriage, "punctuality", *asked, *DAYS)
    assert ran.status == 1 and f"CMY-502 {said}" in ran.err
    assert str(carriage / "agreement.yaml") in ran.err


def test_acts_not_known_yet_explain_nothing(comity: Comity, carriage: Path) -> None:
    """A notice received after `--known-at` is not in the tree; with a later day it is."""
    (carriage / "acts").mkdir()
    (carriage / "acts" / "2024.yaml").write_text(
        "- {on: 2024-06-20, by: kite, do: notice, about: punctuality north 2024-05}\n", encoding="utf-8"
    )
    asked = ("explain", carriage, "punctuality", "2024-05", "--member", "north", "--as-of", "2024-06-30")
    assert "step notice = done 2024-06-20" in comity(*asked, "--known-at", "2026-02-01").out
    assert "act notice" not in comity(*asked, "--known-at", "2024-06-19").out
