"""How a problem reads."""

import pytest

from comity.kernel.problem import Place, Problem, Refused, Related


def caret_line(excerpt: str, column: int) -> str:
    """Return the line with the caret of a problem in a column of a line."""
    problem = Problem(code="CMY-204", place=Place(file="a.yaml", line=1, column=column, excerpt=excerpt), why="wrong")
    return str(problem).splitlines()[2]


def test_a_problem_shows_place_reason_excerpt_related_places_and_hint() -> None:
    """Everything needed to mend it stands in one text, in the order one reads it."""
    place = Place(file="agreement.yaml", line=41, column=5, excerpt="    threshold: 95%")
    start = Related(place=Place(file="agreement.yaml", line=12, column=3), says="the clause applies from 2025-04-01")
    problem = Problem(
        code="CMY-204", place=place, why="threshold has no value on 2025-04-01", hint="Add a value.", related=(start,)
    )
    assert str(problem) == (
        "agreement.yaml:41:5: CMY-204 threshold has no value on 2025-04-01\n"
        "        threshold: 95%\n"
        "        ^\n"
        "  see agreement.yaml:12:3: the clause applies from 2025-04-01\n"
        "  Add a value."
    )


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place(file="a.yaml"), "a.yaml"),
        (Place(file="a.yaml", line=3), "a.yaml:3"),
        (Place(file="a.yaml", line=3, column=7), "a.yaml:3:7"),
        (Place(file="facts.xlsx", cell="B7"), "facts.xlsx (B7)"),
    ],
)
def test_places_are_written_so_that_editors_open_them(place: Place, text: str) -> None:
    """File, line and column joined by colons; a cell in brackets."""
    assert str(place) == text


@pytest.mark.parametrize(
    ("excerpt", "column", "line"),
    [
        ("ab: c", 5, "        ^"),
        ("\tab: c", 2, "    \t^"),
        ("a\tb", 3, "     \t^"),
        ("名前: x", 5, "          ^"),
        ("e\u0301t: x", 3, "     ^"),
        ("ab", 4, "       ^"),
        ("", 1, ""),
    ],
)
def test_the_caret_stands_under_its_character(excerpt: str, column: int, line: str) -> None:
    """Tabs are repeated, wide characters take two columns, combining marks none; past the end it still counts."""
    if excerpt:
        assert caret_line(excerpt, column) == line
    else:
        problem = Problem(code="CMY-101", place=Place(file="a.yaml", line=1, column=column), why="empty")
        assert str(problem) == "a.yaml:1:1: CMY-101 empty"


def test_an_excerpt_cannot_steer_the_terminal() -> None:
    """Escape sequences and signs that turn the text around are shown as replacement characters."""
    place = Place(file="a.yaml", line=1, excerpt="a\x1b[2Jb\u202ec\u2028d\n")
    shown = str(Problem(code="CMY-101", place=place, why="wrong")).splitlines()[1:]
    assert shown == ["    a\ufffd[2Jb\ufffdc\ufffdd"]


def test_a_refusal_carries_all_its_problems() -> None:
    """Its message is the text of every problem."""
    problems = [Problem(code=f"CMY-10{n}", place=Place(file="a.yaml"), why=f"reason {n}") for n in (1, 2)]
    refused = Refused(*problems)
    assert refused.problems == tuple(problems)
    assert str(refused) == "a.yaml: CMY-101 reason 1\na.yaml: CMY-102 reason 2"
