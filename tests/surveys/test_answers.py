"""Files of answers: everything wrong with them is told with row and column, and nothing is half taken in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from comity.surveys.answers import Asked, read_answers
from comity.surveys.interviews import read_interviews
from comity.surveys.sheet import Row, Sheet
from comity.surveys.wave import Batch, Both, Coded, Given, Said, take_back, take_in
from tests.surveys.making import QUESTIONS, opened

ASKED = Asked(questions=QUESTIONS, scale=(1, 5))
BALLOT, INVITATIONS = opened()
TOKENS = [one.token for one in INVITATIONS]  # two managers and six of the team of fern, then nine of lark


def sheet(*rows: Mapping[str, str], columns: Sequence[str] = ()) -> Sheet:
    names = columns or list(dict.fromkeys(name for row in rows for name in row))
    return Sheet(
        file="answers.csv", columns=tuple(names), rows=tuple(Row(number=n, cells=row) for n, row in enumerate(rows, 2))
    )


def problems(*rows: Mapping[str, str], **more: object) -> list[tuple[str, str, str]]:
    """Return place, code and reason of everything that is wrong; then nothing may be taken in."""
    batch, found = read_answers(sheet(*rows), ASKED, BALLOT, **more)  # type: ignore[arg-type]
    assert (batch is None) == bool(found)
    return [(one.place.cell, one.code, one.why) for one in found]


def test_a_row_becomes_an_answer_without_its_token() -> None:
    """Party and role come with the token; levels, "cannot judge" and words are kept, an empty cell is not."""
    row = {"token": TOKENS[0], "trust1": "4", "trust2": "cannot judge", "change": "Less mail.", "quote": "yes"}
    batch, found = read_answers(sheet(row), ASKED, BALLOT)
    assert found == [] and batch is not None
    [one] = batch.answers
    assert (one.party, one.role, one.quotable) == ("fern", "manager", True)
    assert one.given == (Given(question="trust1", level=4), Given(question="trust2", level=None))
    assert one.said == (Said(question="change", text="Less mail."),)
    assert TOKENS[0] not in repr(batch)


@pytest.mark.parametrize("cell", ["6", "0", "-1"])
def test_an_answer_outside_its_scale(cell: str) -> None:
    """A six where five is the greatest."""
    assert problems({"token": TOKENS[0], "trust1": cell}) == [
        ("row 2, column trust1", "CMY-464", "this level lies outside the scale")
    ]


@pytest.mark.parametrize("cell", ["good", "4.5", "4 or 5", "٤", "9" * 5000, "1e0"])
def test_text_in_a_level(cell: str) -> None:
    """Words where a level belongs; what somebody wrote is not repeated in the problem."""
    [(place, code, why)] = problems({"token": TOKENS[0], "trust1": cell})
    assert (place, code, why) == ("row 2, column trust1", "CMY-464", "this is no level of the scale")


def test_two_answers_with_one_token() -> None:
    """The second row with a token is refused, and both rows are named."""
    row = {"token": TOKENS[0], "trust1": "4"}
    assert problems(row, row) == [("row 3, column token", "CMY-463", "two answers have this token: rows 2 and 3")]


def test_a_token_that_was_never_given_out_and_one_that_was_used() -> None:
    """An unknown token, a mistyped one, and one with which somebody has answered."""
    [(place, code, why)] = problems({"token": "abc", "trust1": "4"})
    assert (place, code, why) == ("row 2, column token", "CMY-463", "this token was not given out for this wave")
    batch, _ = read_answers(sheet({"token": TOKENS[0], "trust1": "4"}), ASKED, BALLOT)
    assert batch is not None
    used = take_in(BALLOT, batch)
    new = {"token": TOKENS[1], "trust1": "4"}
    _, found = read_answers(sheet({"token": TOKENS[0], "trust1": "4"}, new), ASKED, used)
    assert [one.why for one in found] == ["somebody has answered with this token already"]
    # Read to be taken back both are in order: who has answered is not told.
    batch, found = read_answers(sheet({"token": TOKENS[0], "trust1": "4"}, new), ASKED, used, undo=True)
    assert found == [] and batch is not None and take_back(used, batch) is None


def test_the_same_file_twice_is_one_problem() -> None:
    """Not one a row: the file as a whole was taken in before."""
    rows = [{"token": token, "trust1": "4"} for token in TOKENS[:6]]
    batch, _ = read_answers(sheet(*rows), ASKED, BALLOT)
    assert batch is not None
    _, found = read_answers(sheet(*rows), ASKED, take_in(BALLOT, batch))
    assert [one.why for one in found] == ["all 6 answers of this file have tokens that were used already"]


def test_the_same_file_without_tokens_is_not_taken_in_twice() -> None:
    """Two of the nine of lark on paper: the file again, in whatever order, is refused; one more person is not."""
    rows = [{"party": "lark", "trust1": "4"}, {"party": "lark", "trust1": "2"}]
    batch, _ = read_answers(sheet(*rows), ASKED, BALLOT)
    assert batch is not None
    taken = take_in(BALLOT, batch)
    _, found = read_answers(sheet(*reversed(rows)), ASKED, taken)
    assert [(one.code, one.why) for one in found] == [("CMY-470", "these answers were taken in before, as one file")]
    assert read_answers(sheet(rows[0]), ASKED, taken)[1] == []
    back = take_back(taken, batch)
    assert back == BALLOT and read_answers(sheet(*rows), ASKED, back)[1] == []


def test_people_with_tokens_may_answer_alike() -> None:
    """Five of lark all choose 4, and four others as well: their tokens say that they are others."""
    rows = [{"token": token, "trust1": "4"} for token in TOKENS[:6]]
    first, _ = read_answers(sheet(*rows[:3]), ASKED, BALLOT)
    assert first is not None
    second, found = read_answers(sheet(*rows[3:]), ASKED, take_in(BALLOT, first, least=3))
    assert found == [] and second is not None


@pytest.mark.parametrize("cell", ["4", "4.0", "4.00"])
def test_a_whole_number_with_a_point(cell: str) -> None:
    """Spreadsheets write 4 as 4.0."""
    batch, found = read_answers(sheet({"token": TOKENS[0], "trust1": cell}), ASKED, BALLOT)
    assert found == [] and batch is not None and batch.answers[0].given == (Given(question="trust1", level=4),)


def test_answers_collected_without_tokens() -> None:
    """A party and a role instead of a token; never more of them than people asked."""
    rows = [{"party": "fern", "role": "manager", "trust1": "4"}] * 2
    batch, found = read_answers(sheet(*rows), ASKED, BALLOT)
    assert found == [] and batch is not None and batch.used == ()
    assert problems(*rows, rows[0]) == [
        ("", "CMY-465", "fern manager: 3 answers come, but of 2 asked only 2 have not answered yet")
    ]
    _, found = read_answers(sheet({**rows[0], "trust1": "3"}), ASKED, take_in(BALLOT, batch))
    assert [one.why for one in found] == ["fern manager: 1 answers come, but of 2 asked only 0 have not answered yet"]


def test_a_party_or_role_that_is_not_asked() -> None:
    """An unknown party, a role that lark does not have, and nobody at all."""
    rows = ({"party": "finch", "trust1": "4"}, {"party": "lark", "role": "board", "trust1": "4"}, {"trust1": "4"})
    assert [place for place, *_ in problems(*rows)] == [
        "row 2, column party",
        "row 3, column role",
        "row 4, column token",
    ]


def test_a_token_and_another_party_beside_it() -> None:
    """The token says fern, the row lark: one of them is wrong, and it is not guessed which."""
    [(place, code, _)] = problems({"token": TOKENS[0], "party": "lark", "trust1": "4"})
    assert (place, code) == ("row 2, column party", "CMY-463")


def test_a_column_that_means_nothing_is_not_passed_over() -> None:
    """A mistyped question would lose its answers silently."""
    _, found = read_answers(sheet({"token": TOKENS[0], "trust_1": "4", "call": "3"}), ASKED, BALLOT)
    assert [(one.code, one.hint) for one in found] == [("CMY-462", "Did you mean trust1?")]


def test_a_file_without_tokens_or_without_questions() -> None:
    """Columns that have to be there."""
    _, found = read_answers(sheet({"trust1": "4"}), ASKED, BALLOT)
    assert [one.why for one in found] == ["there is no column token"]
    _, found = read_answers(sheet({"token": TOKENS[0]}), ASKED, BALLOT)
    assert [one.why for one in found] == ["there is no question"]
    _, found = read_answers(sheet(columns=("token", "trust1")), ASKED, BALLOT)
    assert [one.why for one in found] == ["the file has no answers"]


def test_an_empty_answer_is_no_answer() -> None:
    """Somebody who judges nothing and says nothing did not answer: counted they would change the rate."""
    rows = ({"token": TOKENS[0], "trust1": "?"}, {"token": TOKENS[1], "call": "3"})
    assert problems(*rows) == [("row 2", "CMY-465", "this row answers nothing")]


def test_all_problems_of_a_file_are_told_at_once() -> None:
    """Three rows, three defects, nothing taken in."""
    rows = (
        {"token": TOKENS[0], "trust1": "7"},
        {"token": "x", "trust1": "2"},
        {"token": TOKENS[1], "quote": "perhaps", "call": "1"},
    )
    assert [code for _, code, _ in problems(*rows)] == ["CMY-464", "CMY-463", "CMY-464"]


# -- interviews -----------------------------------------------------------------------------------


def coded(*rows: tuple[str, str, Mapping[str, str]]) -> tuple[Batch | None, list[str]]:
    """Return what interviews (token, coder, levels) come to, and what is wrong."""
    found, wrong = read_interviews(sheet(*({"token": t, "coder": c, **levels} for t, c, levels in rows)), ASKED, BALLOT)
    return found, [one.why for one in wrong]


def test_two_coders_who_agree_make_an_answer() -> None:
    """Both chose the same levels: that is the answer, and the pairs are kept to tell how far they agreed."""
    batch, wrong = coded(
        (TOKENS[0], "ada", {"trust1": "4", "call": "2"}), (TOKENS[0], "ben", {"trust1": "4", "call": "2"})
    )
    assert wrong == [] and batch is not None
    [one] = batch.answers
    assert {given.question: given.level for given in one.given} == {"trust1": 4, "call": 2}
    assert batch.coded == (
        Coded(coders=("ada", "ben"),
              levels=(Both(question="trust1", first=4, second=4), Both(question="call", first=2, second=2))),
    )  # fmt: skip


def test_where_coders_differ_what_they_settled_on_counts() -> None:
    """Trust was settled as 3; about the call they did not settle, and it is left out."""
    batch, wrong = coded(
        (TOKENS[0], "ada", {"trust1": "4", "trust2": "1", "call": "2"}),
        (TOKENS[0], "ben", {"trust1": "3", "trust2": "1", "call": "5"}),
        (TOKENS[0], "agreed", {"trust1": "3"}),
    )
    assert wrong == [] and batch is not None
    assert {given.question: given.level for given in batch.answers[0].given} == {"trust1": 3, "trust2": 1}
    [codes] = batch.coded
    assert codes.coders == ("ada", "ben")
    assert Both(question="trust1", first=4, second=3) in codes.levels
    assert Both(question="call", first=2, second=5) in codes.levels
    assert (len(batch.coded), batch.unsettled) == (1, 1)


def test_who_coded_what_is_kept_whichever_row_came_first() -> None:
    """Coders stand in the order of letters: the row that stands first in the file is not the first coder's."""
    rows = [
        (TOKENS[0], "ben", {"trust1": "3"}),
        (TOKENS[0], "ada", {"trust1": "4"}),
        (TOKENS[0], "agreed", {"trust1": "4"}),
    ]
    (batch, _), (turned, _) = coded(*rows), coded(*reversed(rows))
    assert batch is not None and turned is not None and batch.coded == turned.coded
    assert batch.coded[0].levels == (Both(question="trust1", first=4, second=3),)


def test_the_name_of_a_coder_is_short() -> None:
    """It is released, as a pseudonym, and stands in a table."""
    _, wrong = coded((TOKENS[0], "a" * 41, {"trust1": "3"}), (TOKENS[0], "ben", {"trust1": "3"}))
    assert wrong[0] == "this name of a coder has 41 characters; at most 40 are shown"


def test_one_coder_alone_three_coders_and_the_same_one_twice() -> None:
    """An interview needs two coders, each once."""
    assert coded((TOKENS[0], "ada", {"trust1": "4"}))[1] == [
        "this interview was coded by 1; two coders are needed, each without the other"
    ]
    three = [(TOKENS[0], name, {"trust1": "4"}) for name in ("ada", "ben", "cid")]
    assert "coded by 3" in coded(*three)[1][0]
    twice = [(TOKENS[0], name, {"trust1": "4"}) for name in ("ada", "ben", "ada")]
    assert coded(*twice)[1] == ["ada coded this interview twice: rows 2 and 4"]


def test_a_level_outside_the_scale_is_told_of_the_coder_who_wrote_it() -> None:
    """Row 3 has the defect, not the interview as a whole."""
    rows = ({"token": TOKENS[0], "coder": "ada", "call": "4"}, {"token": TOKENS[0], "coder": "ben", "call": "9"})
    batch, wrong = read_interviews(sheet(*rows), ASKED, BALLOT)
    assert batch is None and [one.place.cell for one in wrong] == ["row 3, column call"]
