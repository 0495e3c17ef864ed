"""`comity suggest`, as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Comity

AGREEMENT = """\
comity: 1
alliance: kits
title: Fern and Lark, kits
parties: {fern: Fern Ltd, lark: Lark Ltd}
currency: USD
starts: 2026-01-01
objectives: {supply: Deliver what is ordered on time., trust: Trust each other.}
"""


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A draft with objectives and nothing that measures them."""
    (tmp_path / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    return tmp_path


def test_each_suggestion_comes_with_its_reason(comity: Comity, draft: Path) -> None:
    """Entries stand with the objective they speak of, and the lines to add follow."""
    ran = comity("suggest", draft, "--kind", "supply")
    assert ran.status == 0
    assert "It speaks of the objective supply: supply, deliver, ordered and time." in ran.out
    assert "It is usual in an alliance of the kind supply." in ran.out
    assert "delivery_on_time: {catalogue: delivery_on_time 1, serves: supply}" in ran.out


def test_json_has_names_reasons_and_lines(comity: Comity, draft: Path) -> None:
    """Other programs get the same set as one document."""
    data = json.loads(comity("suggest", draft, "--json").out)
    names = [one["name"] for one in data["suggestions"]]
    assert {"delivery_on_time", "trust"} <= set(names)
    assert all(one["reasons"] for one in data["suggestions"])
    assert all(f"  {name}: {{catalogue: {name} " in data["lines"] for name in names)


def test_a_survey_is_suggested_where_nobody_is_asked(comity: Comity, draft: Path) -> None:
    """The short instrument, pinned, with how many people are asked; with a survey in the agreement there is none."""
    line = "  health: {instrument: alliance-health-check-short 1, every: 6 months, asks: {fern: 8, lark: 8}}"
    ran = comity("suggest", draft)
    assert "Short alliance health check" in ran.out
    assert f"surveys:\n{line}" in ran.out
    (draft / "agreement.yaml").write_text(f"{AGREEMENT}surveys:\n{line}\n", encoding="utf-8")
    assert "health check" not in comity("suggest", draft).out
    assert json.loads(comity("suggest", draft, "--json").out)["survey"] is None


def test_a_kind_that_is_none_lists_the_kinds(comity: Comity, draft: Path) -> None:
    """A misspelt kind is wrong usage, and the kinds are told."""
    ran = comity("suggest", draft, "--kind", "suply")
    assert ran.status == 2
    assert "supply" in ran.err


def test_the_lines_can_be_pasted(comity: Comity, draft: Path) -> None:
    """The agreement with the suggested lines, judged metrics among them, passes `check`."""
    lines = json.loads(comity("suggest", draft, "--json").out)["lines"]
    (draft / "agreement.yaml").write_text(AGREEMENT + lines + "\n", encoding="utf-8")
    assert comity("check", draft).status == 0
