"""Results of a wave as tables and bars: good to the right, the middle level on both sides of the middle."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from comity.reports.survey_tables import bars, best, long_table, sheets
from comity.reports.survey_words import Wave, invitation
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


ASKED = Wave(title="How we work", closes=date(2026, 3, 16), least=5, questions=12)


@pytest.mark.parametrize(
    ("language", "word"), [("en", "token"), ("de", "Code"), ("de-AT", "Code"), ("fr", "code"), ("pl", "token")]
)
def test_invitations_are_written_in_the_language_of_the_survey(language: str, word: str) -> None:
    """In its own words or, where there are none, in English; each says when, how small a group, and what a token is."""
    text = invitation(ASKED, language)
    assert (
        word in text and "2026-03-16" in text and " 5 " in text and all(len(line) <= 78 for line in text.splitlines())
    )
    assert invitation(ASKED, language, reminder=True) != text


@pytest.mark.parametrize(
    ("language", "token", "open_"),
    [("en", "[TOKEN]", "[HOW IT COMES BACK]"), ("de", "[CODE]", "[WIE ER"), ("fr", "[CODE]", "[COMMENT")],
)
def test_an_invitation_names_the_way_back(language: str, token: str, open_: str) -> None:
    """It says what to do with the token and where the sheet goes; what nobody said yet is a place in brackets.

    A reminder says it again: whoever lost the letter would not know.
    """
    for reminder in (False, True):
        text = invitation(ASKED, language, reminder=reminder)
        assert open_ in text and (token in text) is not reminder
        known = invitation(replace(ASKED, back="the box in the hall."), language, reminder=reminder)
        assert "the box in the hall. " in " ".join(known.split())
        assert open_ not in known and "{" not in known


def test_whoever_is_interviewed_is_told_to_bring_the_token() -> None:
    """An interview has no sheet to give back: the text names when and where."""
    text = invitation(replace(ASKED, interview=True), "en")
    assert "[WHEN AND WHERE]" in text and "questionnaire" not in text


def test_an_invitation_says_how_long_its_own_questions_take() -> None:
    """Ten questions five minutes, all of the health check twenty."""
    texts = [invitation(replace(ASKED, questions=count), "en") for count in (3, 10, 39)]
    assert [text.partition("about ")[2].split()[0] for text in texts] == ["5", "5", "20"]


def test_the_best_levels_are_a_share_of_the_distribution() -> None:
    """Of 1, 0, 3, 0, 2 answers a third chose 4 or 5; turned round 1 or 2 are the good end; of a hidden cell nothing."""
    shown = ItemResult(question="call", of="trust", group=ALL, answered=6, levels=(1, 0, 3, 0, 2))
    assert (best(shown, reverse=False), best(shown, reverse=True)) == ("33%", "17%")
    assert best(ItemResult(question="call", of="trust", group=ALL, reason="few"), reverse=False) == ""
    assert best(replace(shown, levels=(2, 4), answered=6), reverse=False) == "67%"  # of two levels one is the best
