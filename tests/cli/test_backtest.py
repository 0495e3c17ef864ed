"""`comity backtest`, as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import EXAMPLES, Comity
from tests.standing.backtest.draft import AGREEMENT, write

KNOWN = ("--known-at", "2026-02-01")


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A draft for 2026 with facts of 2024 and 2025."""
    return write(tmp_path / "draft")


def test_a_draft_is_tested_on_facts_from_before_it(comity: Comity, draft: Path) -> None:
    """Other commands refuse such facts; here they are the point, and what is assumed is said."""
    ran = comity("backtest", draft, *KNOWN)
    assert ran.status == 0
    assert "Wren would have paid USD 8,200 and Kite USD" in ran.out
    assert "- The agreement starts on 1 Jan 2026; the test lays it over facts from 1 Jan 2024 on." in ran.out
    assert "- Nobody acts: elections lapse" in ran.out


def test_json_is_one_document_and_nothing_else(comity: Comity, draft: Path) -> None:
    """It can be piped; warnings go elsewhere."""
    data = json.loads(comity("backtest", draft, "--json", *KNOWN).out)
    assert (data["first"], data["last"], data["as_of"]) == ("2024-01-01", "2025-12-31", "2026-01-10")


def test_days_narrow_the_test(comity: Comity, draft: Path) -> None:
    """Four months of 2025: March and April are missed in the north, March in the south."""
    data = json.loads(comity("backtest", draft, "--from", "2025-01-01", "--to", "2025-04-30", "--json", *KNOWN).out)
    missed = {member["scope"]["region"]: member["counts"]["missed"] for member in data["clauses"][0]["members"]}
    assert missed == {"north": 2, "south": 1}


def test_values_can_be_chosen(comity: Comity, draft: Path) -> None:
    """Only what was asked is varied."""
    data = json.loads(comity("backtest", draft, "--vary", "credit_share=4%,6%", "--json", *KNOWN).out)
    (found,) = data["thresholds"]
    assert [one["value"] for one in found["values"]] == ["0.04", "0.05", "0.06"]


def test_page_pdf_and_tables_are_written(comity: Comity, draft: Path, tmp_path: Path) -> None:
    """Named after the last day tested, so that one backtest does not replace another."""
    out = tmp_path / "out"
    ran = comity("backtest", draft, "--out", out, *KNOWN)
    names = sorted(path.name for path in out.iterdir())
    assert names == [
        f"backtest-2025-12-31{ending}"
        for ending in ("-accounts.csv", "-rules.csv", "-steps.csv", "-thresholds.csv", "-verdicts.csv", ".html", ".pdf")
    ]
    assert f"wrote {out / 'backtest-2025-12-31.html'}" in ran.out
    assert (out / "backtest-2025-12-31.pdf").read_bytes().startswith(b"%PDF")


def test_the_same_folder_gives_the_same_files(comity: Comity, draft: Path, tmp_path: Path) -> None:
    """On either party's machine."""
    for name in ("one", "two"):
        assert comity("backtest", draft, "--out", tmp_path / name, *KNOWN).status == 0
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("punctualty=1%", "CMY-708 there is no clause or setting punctualty to vary"),
        ("punctuality=94%", "CMY-708 94% is no value for punctuality"),
    ],
)
def test_what_cannot_be_varied_is_a_problem(comity: Comity, draft: Path, asked: str, said: str) -> None:
    """With a hint, and without any result."""
    ran = comity("backtest", draft, "--vary", asked, *KNOWN)
    assert (ran.status, ran.out) == (1, "") and said in ran.err


def test_without_facts_there_is_nothing_to_test(comity: Comity, tmp_path: Path) -> None:
    """No table of zeros: the reason, and where facts belong."""
    (tmp_path / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    ran = comity("backtest", tmp_path)
    assert (ran.status, ran.out) == (1, "")
    assert "CMY-709 there is no fact that a clause rests on" in ran.err


def test_days_in_the_wrong_order_are_wrong_usage(comity: Comity, draft: Path) -> None:
    """Exit code 2, as for every wrong call."""
    ran = comity("backtest", draft, "--from", "2025-06-01", "--to", "2025-01-31", *KNOWN)
    assert ran.status == 2 and "--from 2025-06-01 lies after --to 2025-01-31" in ran.err


@pytest.mark.parametrize(
    ("name", "days"), [("regeneron-sanofi", ()), ("aster-borealis", ("--from", "2026-01-01", "--to", "2026-06-30"))]
)
def test_the_examples_can_be_tested(comity: Comity, name: str, days: tuple[str, ...]) -> None:
    """Public figures with gaps and a fictional alliance with most mechanics: both give a whole backtest."""
    ran = comity("backtest", EXAMPLES / name, "--json", *days)
    data = json.loads(ran.out)
    assert ran.status == 0 and data["clauses"]
    for sweep in data["thresholds"]:
        assert sum(one["agreed"] for one in sweep["values"]) == 1
