"""An entry in words: what it reads, how it is measured, and lines that an agreement can take as they are."""

from __future__ import annotations

import pytest

from comity.agreement.read import read_agreement
from comity.catalogue.load import catalogue, from_document
from comity.catalogue.model import Entry
from comity.kernel.problem import Problem
from comity.reports.catalogue.words import (
    PARTNER,
    PARTY,
    also_given,
    column_type,
    dated_by,
    expected,
    flow,
    given,
    levels,
    lines,
    measured,
    placeholders,
    reads,
    table_lines,
    unit,
)
from tests.catalogue.test_search import entry, table

HEAD = """comity: 1
alliance: pasted
title: Pasted
parties: {fern: Fern Ltd, lark: Lark Ltd}
currency: USD
starts: 2026-01-01
"""


def small(**changed: object) -> Entry:
    """Return an entry with some terms of its own."""
    found = from_document({"entries": [entry("trial", **changed)], "tables": []}).entry("trial")
    assert found is not None
    return found


def problems_of(pasted: str) -> list[Problem]:
    """Return what is wrong with an agreement into which lines were pasted."""
    text = HEAD + pasted.replace(PARTNER, "lark").replace(PARTY, "fern") + "\n"
    return list(read_agreement(("agreement.yaml", text.encode()))[1])


@pytest.mark.parametrize("name", sorted(catalogue().entries))
def test_the_lines_of_an_entry_can_be_pasted(name: str) -> None:
    """With the parties' names put in, an agreement of these lines has no problem, pinned versions included."""
    found = catalogue().entry(name)
    assert found is not None
    assert [str(problem) for problem in problems_of(lines(found, catalogue()))] == []


@pytest.mark.parametrize("name", sorted(catalogue().tables))
def test_the_lines_of_a_table_can_be_pasted(name: str) -> None:
    """A table is owed as it stands in the catalogue."""
    found = catalogue().table(name)
    assert found is not None
    assert [str(problem) for problem in problems_of(table_lines(found))] == []


@pytest.mark.parametrize("name", sorted(catalogue().entries))
def test_an_entry_reads_columns_that_exist(name: str) -> None:
    """Every table that a formula names is a standard one, or the milestones, and has the columns it reads."""
    found = catalogue().entry(name)
    assert found is not None
    for read in reads(found, catalogue()):
        assert read.columns
        assert (read.table is None) == (read.name == "milestones")
        assert all(column_type(read.table, column) for column in read.columns) if read.table else True


def test_how_an_entry_is_measured() -> None:
    """Unit, period, members, rounding and the good direction, in one line."""
    terms = {"is": "sum(sales.amount)", "every": "month", "per": ["party", "cost_centre"], "better": "lower"}
    found = small(define=terms | {"unit": "percent", "round": "0.1%"})
    said = "percent, by month, for each party and cost centre, rounded to 0.1%; lower is better"
    assert measured(found, catalogue()) == said


def test_a_unit_that_is_not_written_is_money_or_a_number() -> None:
    """An amount of sales is money, and a count of rows has no unit."""
    assert unit(small(define={"is": "sum(sales.amount)", "every": "month"}), catalogue()) == "money"
    assert unit(small(define={"is": "count(tickets.priority)", "every": "month"}), catalogue()) == "number"


def test_the_facts_of_an_example_have_all_columns() -> None:
    """A column that only some rows have is empty in the others."""
    example = {"says": "One.", "given": {"sales": [{"a": "1"}, {"b": "2"}]}, "expect": {}}
    sheet = given(small(example=example))[0]
    assert (sheet.caption, sheet.head, sheet.rows) == ("sales", ("a", "b"), (("1", ""), ("", "2")))


def test_the_figures_of_an_example_stand_below_their_members() -> None:
    """One row for each member and period."""
    example = {
        "says": "One.",
        "given": {},
        "expect": {"fern": {"2026": "1%", "2027": "missing"}, "lark": {"2026": "2%"}},
    }
    sheet = expected(small(define={"is": "1", "every": "year", "per": "party"}, example=example))
    assert sheet.head == ("party", "Period", "Figure")
    assert sheet.rows == (("fern", "2026", "1%"), ("fern", "2027", "missing"), ("lark", "2026", "2%"))


def test_what_else_an_example_rests_on() -> None:
    """Settings are told each in one line of YAML; milestones and acts are sheets beside the tables of facts."""
    example = {
        "says": "One.", "given": {}, "expect": {},
        "settings": {"rate": "8%"}, "milestones": {"first": {"due": "2026-06-30"}}, "acts": [{"do": "complete"}],
    }  # fmt: skip
    assert also_given(small(example=example)) == (("setting rate", "8%"),)
    sheets = given(small(example=example))
    assert [(sheet.caption, sheet.rows) for sheet in sheets] == [
        ("milestones", (("first", "2026-06-30"),)), ("acts", (("complete",),)),
    ]  # fmt: skip


def test_a_judged_entry_asks_for_its_judges() -> None:
    """The lines name a role of each party, and the levels are told with their meaning."""
    terms = {"is": "avg(ratings.level)", "every": "quarter", "levels": {"0": "Never.", "100": "Always."}}
    found = small(define=terms)
    assert "judged by: {PARTY: alliance manager, PARTNER: alliance manager}" in lines(found, catalogue())
    assert levels(found) == (("0", "Never."), ("100", "Always."))
    assert placeholders(lines(found, catalogue())) == "Put the parties' short names in the place of PARTY and PARTNER."


def test_parameters_become_settings_with_what_they_say() -> None:
    """The default stands there to be changed, quoted where YAML would divide it."""
    found = small(parameters={"kind": {"default": "a: b", "says": "Which kind."}})
    assert lines(found, catalogue()).startswith("settings:\n  # Which kind.\n  kind: 'a: b'\nfacts:\n")


def test_a_tree_in_one_line_reads_back_as_it_was() -> None:
    """Texts that YAML would divide are quoted inside a line, and stand as they are by themselves."""
    assert flow({"says": "one, two", "of": ("a", "b's"), "n": "1"}) == "{says: 'one, two', of: [a, 'b''s'], n: 1}"
    assert flow("one, two") == "one, two"


def test_a_table_says_when_its_rows_count() -> None:
    """By the period it is reported for, or by the first date of a row."""
    rows = {"every": "row", "columns": {"what": "text", "opened": "date", "closed": "date"}}
    known = from_document(
        {
            "entries": [],
            "tables": [table("sales"), table("cases", define=rows, columns=dict.fromkeys(rows["columns"], "x"))],
        }
    )
    said = [dated_by(found) for name in ("sales", "cases") if (found := known.table(name)) is not None]
    assert said == ["reported every month", "a row belongs to the period of its opened"]
