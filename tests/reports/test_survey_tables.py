"""Results of a wave as tables and bars: good to the right, the middle level on both sides of the middle."""

from __future__ import annotations

from datetime import date

import pytest

from comity.reports.survey_tables import bars, long_table, sheets
from comity.reports.survey_words import invitation
from comity.surveys.released import ALL, ItemResult, Question, Released


def wave(levels: tuple[int, ...], *, reverse: bool = False, scale: tuple[int, int] = (1, 5)) -> Released:
    """Return a wave with one question."""
    item = ItemResult(question="q", of="trust", group=ALL, answered=sum(levels), levels=levels, cannot_judge=1)
    hidden = ItemResult(question="q", of="trust", group="fern", reason="fewer than 5 answered")
    return Released(
        survey="health", wave="2026-H1", keeper="fern", opened=date(2026, 3, 2), closed=date(2026, 3, 16), scale=scale,
        least=5, languages=("en",), questions=(Question(key="q", of="trust", says="=Is it so?", reverse=reverse),),
        responses=(), items=(item, hidden), dimensions=(),
    )  # fmt: skip


def bar(found: Released) -> str:
    return next(bars(found))[2].strip()


def test_each_person_is_a_digit_around_the_middle() -> None:
    """One chose 1, three the middle, two chose 5: of the three one stands left and two stand right."""
    assert bar(wave((1, 0, 3, 0, 2))) == "13|3355"


def test_a_reversed_question_is_turned_round() -> None:
    """Two chose 1, which is the good end there: they stand right."""
    assert bar(wave((2, 0, 0, 0, 4), reverse=True)) == "1111|55"


def test_a_scale_without_a_middle_is_cut_in_half() -> None:
    """Of four levels two stand on either side."""
    assert bar(wave((1, 2, 3, 1), scale=(1, 4))) == "122|3334"


def test_many_people_are_drawn_to_scale() -> None:
    """Two hundred people take no more room than the bar has."""
    drawn = bar(wave((0, 0, 0, 150, 50)))
    assert len(drawn) <= 31 and drawn.count("4") == 3 * drawn.count("5") - 1


def test_a_hidden_cell_has_its_reason_and_no_bar() -> None:
    """Of fern there is a reason beside, and in the tables no number."""
    assert list(bars(wave((1, 0, 3, 0, 2))))[1] == ("q", "fern", "", "not shown: fewer than 5 answered")
    [(_, (header, _, fern))] = sheets(wave((1, 0, 3, 0, 2)))
    assert dict(zip(header, fern, strict=True))["level 3"] == ""
    assert [row[5] for row in long_table(wave((1, 0, 3, 0, 2))) if row[4] == "fern"] == ["not shown", "asks"]


@pytest.mark.parametrize(
    ("language", "word"), [("en", "token"), ("de", "Code"), ("de-AT", "Code"), ("fr", "code"), ("pl", "token")]
)
def test_invitations_are_written_in_the_language_of_the_survey(language: str, word: str) -> None:
    """In its own words or, where there are none, in English; each says when, how small a group, and what a token is."""
    text = invitation("How we work", date(2026, 3, 16), 5, language, questions=12)
    assert (
        word in text and "2026-03-16" in text and " 5 " in text and all(len(line) <= 78 for line in text.splitlines())
    )
    assert invitation("How we work", date(2026, 3, 16), 5, language, questions=12, reminder=True) != text


def test_an_invitation_says_how_long_its_own_questions_take() -> None:
    """Ten questions five minutes, all of the health check twenty."""
    texts = [invitation("How we work", date(2026, 3, 16), 5, "en", questions=count) for count in (3, 10, 39)]
    assert [text.partition("about ")[2].split()[0] for text in texts] == ["5", "5", "20"]
