"""Amendments: dated changes, merged key by key; their problems point into their own files."""

from datetime import date

import pytest

from comity.agreement.model import Agreement, DatedMap, Formula
from comity.agreement.read import read_agreement
from comity.kernel.problem import Problem
from tests.agreement.documents import AMENDMENTS, HERE, SMALL, errors

FIRST = """\
comity: 1
amends: small
title: First amendment
in force: 2027-01-01
changes:
"""


def amended(*amendments: str, main: str = SMALL) -> tuple[Agreement | None, list[Problem]]:
    files = [(f"amendments/{n}.yaml", text.encode()) for n, text in enumerate(amendments, 1)]
    found, problems = read_agreement(("agreement.yaml", main.encode()), files)
    return found, errors(problems)


def sound(*amendments: str, main: str = SMALL) -> Agreement:
    found, problems = amended(*amendments, main=main)
    assert problems == []
    assert found is not None
    return found


def expected(agreement: Agreement, day: date) -> list[str]:
    term = agreement.as_of(day).settings["expected"]
    assert isinstance(term, DatedMap)
    return [entry.text for _, entry in term.entries if isinstance(entry, Formula)]


def test_terms_are_those_of_the_day() -> None:
    """Before its day an amendment changes nothing; from its day on it holds."""
    agreement = sound(FIRST + "  title: Amended\n")
    assert agreement.as_of(date(2026, 12, 31)).title == "A small alliance"
    assert agreement.as_of(date(2027, 1, 1)).title == "Amended"
    assert agreement.as_of(date(2020, 1, 1)).title == "A small alliance"
    assert [(one.title, one.in_force, one.file) for one in agreement.amendments] == [
        ("First amendment", date(2027, 1, 1), "amendments/1.yaml")
    ]


def test_maps_merge_and_texts_replace() -> None:
    """A new entry of a dated value joins the old ones; a text takes the place of the old one."""
    agreement = sound(FIRST + "  settings: {expected: {2028-01-01: 97%}}\n  parties: {finch: Finch plc}\n")
    assert expected(agreement, date(2026, 6, 1)) == ["95%", "96%"]
    assert expected(agreement, date(2027, 6, 1)) == ["95%", "96%", "97%"]
    parties = agreement.as_of(date(2027, 6, 1)).parties
    assert [party.legal_name for party in parties.values()] == ["Finch plc", "Heron Ltd"]


def test_removed_takes_a_key_out() -> None:
    """What is removed is gone from that day on, and was there before."""
    agreement = sound(FIRST + "  clauses: {supply: removed}\n")
    assert list(agreement.as_of(date(2026, 1, 1)).clauses) == ["supply"]
    assert list(agreement.as_of(date(2027, 1, 1)).clauses) == []


def test_amendments_build_on_one_another() -> None:
    """The second one changes what the first one left."""
    second = FIRST.replace("2027-01-01", "2028-01-01")
    agreement = sound(FIRST + "  settings: {cap: USD 5k}\n", second + "  settings: {cap: removed}\n")
    assert "cap" in agreement.as_of(date(2027, 6, 1)).settings
    assert "cap" not in agreement.as_of(date(2028, 1, 1)).settings


def test_each_version_has_its_own_digest() -> None:
    """Two parties can compare the terms of any day."""
    agreement = sound(FIRST + "  title: Amended\n")
    assert len({terms.digest for _, terms in agreement.versions}) == 2


@pytest.mark.parametrize(
    ("amendment", "code", "line"),
    [
        (FIRST.replace("small", "smal") + "  title: x\n", "CMY-230", 2),
        (FIRST.replace("2027-01-01", "2025-01-01") + "  title: x\n", "CMY-232", 4),
        (FIRST + "  clauses: {suply: removed}\n", "CMY-233", 6),
        (FIRST + "  settings: {price: {north: removed}}\n", "CMY-233", 6),
        (FIRST + "  starts: 2027-01-01\n", "CMY-234", 6),
        (FIRST.replace("changes:", "changes: {}"), "CMY-235", 5),
        (FIRST + "  clauses: {supply: {at lest: 97%}}\n", "CMY-201", 6),
        (FIRST + "  metrics: {fill_rate: {is: sum(orders.fild)}}\n", "CMY-320", 6),
        (FIRST + "  title: x\n  title: y\n", "CMY-110", 7),
        (FIRST.replace("in force: 2027-01-01\n", "") + "  title: x\n", "CMY-202", 1),
    ],
    ids=["another alliance", "before the start", "nothing to remove", "nothing to remove in something new",
         "the start itself", "no change", "unknown key", "unknown column", "duplicate key", "no day"],
)  # fmt: skip
def test_a_problem_of_an_amendment_points_into_its_file(amendment: str, code: str, line: int) -> None:
    """Whatever is wrong with an amendment is told once, where it was written."""
    _, problems = amended(amendment)
    assert code in [problem.code for problem in problems]
    problem = next(problem for problem in problems if problem.code == code)
    assert (problem.place.file, problem.place.line) == ("amendments/1.yaml", line)


def test_a_key_without_its_blank_is_known_where_the_agreement_has_it_already() -> None:
    """`atleast` is meant to change `at least`: no other key is proposed because that one is there."""
    _, problems = amended(FIRST + "  clauses: {supply: {atleast: 97%}}\n")
    assert [problem.hint for problem in problems if problem.code == "CMY-201"] == ["Did you mean at least?"]


def test_what_an_amendment_adds_needs_no_value_before_its_day() -> None:
    """A clause that comes with the amendment may read a value that begins with the amendment."""
    added = "  clauses: {more: {owed by: finch, owed to: heron, measure: fill_rate, every: month, at least: %s}}\n"
    assert sound(FIRST + added % "{2027-01-01: 90%}").versions[1][1].clauses["more"].relation == "at least"
    _, problems = amended(FIRST + added % "{2027-02-01: 90%}")
    assert [(problem.code, problem.place.line) for problem in problems] == [("CMY-204", 6)]


def test_two_amendments_of_one_day_are_refused() -> None:
    """Which one holds would be a guess; the other one is named."""
    _, problems = amended(FIRST + "  title: x\n", FIRST + "  title: y\n")
    assert [(problem.code, problem.place.file) for problem in problems] == [("CMY-231", "amendments/2.yaml")]
    assert problems[0].related[0].place.file == "amendments/1.yaml"


def test_amendments_out_of_order_are_refused() -> None:
    """Files that stand in another order than their days mislead whoever reads the folder."""
    later = FIRST.replace("2027-01-01", "2028-01-01")
    _, problems = amended(later + "  title: x\n", FIRST + "  title: y\n")
    assert [problem.code for problem in problems] == ["CMY-232"]


def test_a_fault_of_the_agreement_is_told_once_however_many_versions_repeat_it() -> None:
    """Three versions of the terms, one problem."""
    second = FIRST.replace("2027-01-01", "2028-01-01")
    broken = SMALL.replace("owed by: finch", "owed by: fink")
    _, problems = amended(FIRST + "  title: x\n", second + "  title: y\n", main=broken)
    assert [(problem.code, problem.place.file) for problem in problems] == [("CMY-206", "agreement.yaml")]


def test_the_amended_licence_is_free_of_errors() -> None:
    """A larger agreement with its amendment reads without an error, and the territory is agreed at last."""
    main = HERE / "agreements" / "licence.yaml"
    files = [(path.name, path.read_bytes()) for path in AMENDMENTS]
    agreement, problems = read_agreement((main.name, main.read_bytes()), files)
    assert errors(problems) == []
    assert agreement is not None
    assert "books_disputed" not in agreement.as_of(date(2029, 1, 1)).clauses["least_sales_met"].rules
