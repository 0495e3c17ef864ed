"""Open disputes of single numbers on the docket: who ends one, who answers it, and until when it stands there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from comity.adapters.duckdb import DuckDBDriver
from comity.facts.contested import contested
from comity.reports.document import document
from comity.standing.disputes import KIND, with_disputes
from comity.standing.model import Due, Standing
from comity.standing.sight import Reader
from comity.standing.standing import standing
from comity.standing.visible import visible
from tests.standing.test_agreed_numbers import EARLY, ENDED, RAISED, SETTLED, TODAY, agreement, facts

OPEN = replace(SETTLED, until=None, agreed="")
END = ("lark", "Orders 2026-01, north: end the dispute of filled")
ANSWER = ("fern", "Orders 2026-01, north: correct filled, or hold to it")


def stood(*reports: tuple[date, str], dispute: object = OPEN, as_of: date = TODAY, known_at: date = TODAY) -> Standing:
    """Return the standing with what is disputed of these reports of Fern on its docket."""
    found = contested(facts(*reports, known_at=known_at), [dispute], agreement().versions[0][1])  # type: ignore[list-item]
    bare = standing(agreement(), found, as_of=as_of, known_at=known_at, driver=DuckDBDriver())
    return with_disputes(bare, found, [dispute])  # type: ignore[list-item]


def lines(found: Standing) -> list[Due]:
    return [line for line in found.docket if line.kind == KIND]


def told(found: Standing) -> list[tuple[str, str]]:
    """Return who has which dispute on the docket."""
    return [(line.party, line.what) for line in lines(found)]


def test_who_raised_a_dispute_ends_it_and_who_reported_answers_it() -> None:
    """Each has its own line, with both numbers, the day, the entry, and the command that does it."""
    found = stood((EARLY, "100"))
    assert told(found) == [ANSWER, END]
    answer, end = lines(found)
    accounts = "10 Feb (entry 7 of the record): Fern reports 100, Lark holds 90 for right"
    holds = "to hold to it nothing is recorded: Lark ends the dispute"
    assert answer.why == f"Lark disputes it since {accounts}; comity submit FOLDER orders FILE corrects it; {holds}"
    assert end.why == f"Open since {accounts}; comity settle FOLDER orders 2026-01 north ends it"


@pytest.mark.parametrize(
    ("reports", "found"),
    [
        ([(EARLY, "100"), (date(2026, 3, 5), "97")], [ANSWER, END]),
        ([(EARLY, "100"), (date(2026, 3, 5), "90.0")], [END]),
        ([(EARLY, "")], []),
        ([], []),
    ],
)  # fmt: skip
def test_once_the_number_held_for_right_is_reported_nothing_is_left_to_answer(
    reports: list[tuple[date, str]], found: list[tuple[str, str]]
) -> None:
    """Then only its raiser can end it; another number leaves it open for both, and none at all is no dispute."""
    standing_ = stood(*reports)
    assert told(standing_) == found
    if found == [END]:
        assert "Fern reports 90, as was held for right; comity settle" in lines(standing_)[0].why
    alike = [line.if_nothing.endswith("though it comes out the same on either account.") for line in lines(standing_)]
    assert alike == [found == [END]] * len(found)


@pytest.mark.parametrize(
    ("as_of", "known_at", "until", "count"),
    [
        (date(2026, 2, 9), TODAY, None, 0),
        (RAISED, TODAY, None, 2),
        (TODAY, date(2026, 2, 9), None, 0),
        (TODAY, TODAY, ENDED, 0),
        (date(2026, 2, 28), TODAY, ENDED, 0),
        (date(2026, 2, 28), date(2026, 2, 28), ENDED, 2),
        (ENDED, TODAY, ENDED, 0),
        (TODAY, date(2026, 2, 28), ENDED, 2),
    ],
)
def test_a_dispute_stands_there_from_its_day_until_it_ends(
    as_of: date, known_at: date, until: date | None, count: int
) -> None:
    """On both clocks: not before it was raised or known, and no longer once it is known to have ended."""
    found = stood((EARLY, "100"), dispute=replace(OPEN, until=until), as_of=as_of, known_at=known_at)
    assert len(told(found)) == count


@pytest.mark.parametrize(
    "more",
    [{"table": "nothing"}, {"column": "region"}, {"column": "nothing"}, {"period": "2026-07"}, {"period": ""}],
)
def test_what_names_no_number_of_the_facts_is_not_told(more: dict[str, str]) -> None:
    """Whatever a party wrote into its entries, it stops nobody's docket."""
    assert told(stood((EARLY, "100"), dispute=replace(OPEN, **more))) == []


def test_a_dispute_that_says_no_number_and_one_that_is_no_number_are_told_as_they_are() -> None:
    """Neither is what is reported, so both stay to be answered."""
    whys = [lines(stood((EARLY, "100"), dispute=replace(OPEN, value=value)))[0].why for value in ("", "many")]
    assert ["Fern reports 100; comity" in whys[0], "Lark holds many for right" in whys[1]] == [True, True]


def test_nobody_answers_for_who_is_no_party() -> None:
    """A number that was published is nobody's to correct: its raiser alone has a line."""
    whole = facts((EARLY, "100"))
    rows = whole.tables["orders"].rows
    at = rows.column_names.index("_reporter")
    rows = rows.set_column(at, "_reporter", [["published"] * rows.num_rows])
    found = replace(whole, tables={**whole.tables, "orders": replace(whole.tables["orders"], rows=rows)})
    bare = standing(agreement(), found, as_of=TODAY, known_at=TODAY, driver=DuckDBDriver())
    assert told(with_disputes(bare, found, [OPEN])) == [END]


def test_a_dispute_is_shown_to_who_may_see_the_table() -> None:
    """It names a number of the table: a reader to whom that is closed does not see it."""
    whole = stood((EARLY, "100"))
    shown = [told(visible(whole, Reader(frozenset(names)))) for names in ({"lark"}, set())]
    assert shown == [[ANSWER, END], []]


def test_no_line_of_it_is_in_the_evaluated_document() -> None:
    """What an evaluation recorded before there were such lines holds: the document is the same with and without."""
    whole = stood((EARLY, "100"))
    assert document(whole) == document(replace(whole, docket=tuple(one for one in whole.docket if one.kind != KIND)))


def test_members_are_named_in_the_order_in_which_commands_take_them() -> None:
    """An entry has them in alphabetical order, and the key of the table in its own."""
    from comity.standing.disputes import members

    terms = agreement().versions[0][1]
    orders = replace(terms.facts["orders"], key=("month", "depot", "city"))
    dispute = replace(OPEN, scope={"city": "York", "depot": "north"})
    assert members(dispute, replace(terms, facts={"orders": orders})) == ["north", "York"]
