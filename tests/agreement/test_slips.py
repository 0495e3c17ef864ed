"""Slips of the pen that people make who come from word processors and other languages, and the hints they get."""

import pytest

from comity.agreement.read import read
from comity.kernel.problem import Problem
from tests.agreement.documents import SMALL

EXAMPLE = """\
examples:
  - says: x
    given: {fill_rate: {2027-03: 94%}}
    expect: {supply: {2027-03: {verdict: missed}}}
"""


def the(old: str, new: str, text: str = SMALL) -> Problem:
    """Return the one problem of the small agreement with a part replaced."""
    assert old in text
    (problem,) = read(text.replace(old, new, 1).encode(), "agreement.yaml")[1]
    return problem


def after(problem: Problem) -> str:
    """Return the line of a problem from its place on."""
    assert problem.place.column is not None
    return problem.place.excerpt[problem.place.column - 1 :]


@pytest.mark.parametrize(
    ("old", "new", "meant"),
    [
        ("at least: expected", "at least: 95,5%", "95.5%"),
        ("at least: expected", "at least: USD 1.333,33 / USD 1", "USD 1333.33"),
        ("at least: expected", "at least: 0,5 * expected", "0.5"),
        ("2026-01-01: 95%,", "2026-01-01: 95,5%,", "95.5%"),
        ("    at least: expected", "    at least: expected\n    round: 0,1%", "0.1%"),
    ],
)
def test_a_decimal_comma_is_shown_as_a_point(old: str, new: str, meant: str) -> None:
    """In a formula, inside braces and in other forms: the number is written out as it was meant."""
    problem = the(old, new)
    assert "decimals have a point" in f"{problem.why} {problem.hint}".lower()
    assert meant in f"{problem.why} {problem.hint}"


def test_a_comma_between_thousands_is_no_decimal_comma() -> None:
    """`1,000` is told to go without its comma, and two arguments to be apart."""
    assert "1000" in the("at least: expected", "at least: 1,000").hint
    assert the("at least: expected", "at least: fill_rate, 5").hint == "A number has no comma: 1000, not 1,000."


@pytest.mark.parametrize(
    ("old", "new", "place", "hint"),
    [
        ("owed by: finch", "owed by:finch", ":finch", "Write owed by: finch"),
        ("title: A small", "title:A small", ":A small alliance", "Write title: A small alliance"),
        ("at least: expected", "at least:expected", ":expected", "Write at least: expected"),
        ("{finch: Finch Ltd,", "{finch:Finch Ltd,", "finch:Finch", "Put a space after the colon: finch: Finch Ltd"),
        ("every: month, unit", "every:month, unit", "every:month", "Put a space after the colon: every: month"),
    ],
)
def test_a_colon_without_a_space_is_told_at_the_colon(old: str, new: str, place: str, hint: str) -> None:
    """YAML sees it only a line later, or as a value without a key; the reader is sent to the colon itself."""
    problem = the(old, new)
    assert after(problem).startswith(place)
    assert problem.hint == hint


def test_a_second_colon_is_told_as_before() -> None:
    """A text with a colon in it is not taken for a key that lacks its space."""
    problem = the("title: A small alliance", "title: Part 1: supply")
    assert problem.why == "a second colon followed by a space stands in this line"
    assert "Put a text that contains a colon in quotes" in problem.hint


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("owed by: finch", "owed by: “finch”", "take them out, finch"),
        ("starts: 2026-01-01", "starts: „2026-01-01“", "take them out, 2026-01-01"),
        ("every: month\n    at", "every: ’month’\n    at", "take them out, month"),
        ("at least: expected", "at least: “95%”", "Take them out: 95%."),
        ("title: A small alliance", "title: “A: B”", "Curly quotes are letters to YAML"),
    ],
)
def test_curly_quotes_are_told_to_go(old: str, new: str, hint: str) -> None:
    """Word processors put them there; the hint says what is left when they are gone."""
    assert hint in the(old, new).hint


def test_curly_quotes_in_a_title_are_a_matter_of_taste() -> None:
    """Prose may be written in any quotes."""
    text = SMALL.replace("title: A small alliance", "title: “A small alliance”")
    assert read(text.encode(), "agreement.yaml")[1] == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("currency: USD", "currency: UDS", "CMY-205"),
        ("reported by: heron", "reported by: {heron: UDS k}", "CMY-205"),
        ("filled: number,", "filled: number, worth: money in UDS,", "CMY-205"),
        ("settings:\n", "settings:\n  fee: UDS 50m\n", "CMY-305"),
    ],
)
def test_three_capitals_are_not_yet_a_currency(old: str, new: str, code: str) -> None:
    """ISO 4217 knows no UDS; wherever money is written, the swapped letters are put right."""
    problem = the(old, new)
    assert problem.code == code
    assert "UDS is no currency of ISO 4217" in problem.why
    assert "did you mean USD?" in f"{problem.why} {problem.hint}".replace("Did", "did")


def test_an_end_before_the_start_is_one_mistake() -> None:
    """Periods that lie outside such a term are not told as well: nothing could lie in it."""
    assert the("ends: 2028-12-31", "ends: 2025-12-31", SMALL + EXAMPLE).code == "CMY-219"
    clause = SMALL.replace("    at least: expected\n", "    at least: expected\n    ends: 2025-12-31\n")
    assert the("title", "title", clause + EXAMPLE).code == "CMY-219"
