"""From answers to what is released: figures from shown cells only, and a reason for everything that is not told."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from comity.surveys.measured import rounded
from comity.surveys.methods import SEVERITY
from comity.surveys.released import ALL, ItemResult, Released
from comity.surveys.results import digest_of, release
from comity.surveys.wave import Answer
from tests.surveys.making import CALL, CLOSED, QUESTIONS, TRUST, answer, answered, party_of, released, terms

FERN, LARK = party_of("fern", [4, 4, 5, 3, 4, 5, 4], "team"), party_of("lark", [2, 3, 2, 1, 3, 2, 3, 2])
WAVE = released([*FERN, *LARK])


def item(wave: Released, question: str, group: str) -> ItemResult:
    return next(one for one in wave.items if (one.question, one.group) == (question, group))


def gap(wave: Released, of: str) -> tuple[str, Decimal | None, str]:
    one = next(one for one in wave.gaps if one.of == of)
    return one.verdict, one.difference, one.reason


def test_levels_are_counted_as_they_were_chosen() -> None:
    """Seven of fern: one chose 3, four 4, two 5; all fifteen together, and those of lark."""
    assert item(WAVE, "trust1", "fern").levels == (0, 0, 1, 4, 2)
    assert item(WAVE, "trust1", "lark").levels == (1, 4, 3, 0, 0)
    assert item(WAVE, "trust1", ALL).levels == (1, 4, 4, 4, 2)


def test_a_reversed_question_is_turned_round_for_its_dimension_only() -> None:
    """`We check what they say` at 2 counts as 4 for trust; its own counts stay as chosen."""
    assert item(WAVE, "trust2", "fern").levels == (2, 4, 1, 0, 0)
    trust = WAVE.dimension("trust", "fern")
    assert trust is not None and trust.mean == rounded(29 / 7)


def test_a_score_stands_with_its_interval_and_the_bounds_of_silence() -> None:
    """One of fern's eight is silent: with a 1 the mean would be 3.75, with a 5 it would be 4.25."""
    trust = WAVE.dimension("trust", "fern")
    assert trust is not None and trust.score is not None and trust.low is not None and trust.high is not None
    assert 1 <= trust.low < trust.score < trust.high <= 5
    assert trust.bounds == (Decimal("3.75"), Decimal("4.25"))
    assert trust.questions == ("trust1", "trust2")


def test_the_partners_are_apart_and_it_is_said_by_how_much() -> None:
    """Fern sees trust at 4.1, lark at 2.3: that is no chance."""
    verdict, difference, _ = gap(WAVE, "trust")
    assert verdict == "apart" and difference == rounded(29 / 7 - 18 / 8)


def test_a_party_of_four_is_hidden_and_nothing_of_it_is_left() -> None:
    """Four of fern answered: fern has no number anywhere; everybody together are shown, since lark is hidden too."""
    wave = released([*FERN[:4], *LARK])
    hidden = item(wave, "trust1", "fern")
    assert (hidden.levels, hidden.answered, hidden.cannot_judge) == (None, None, None)
    assert hidden.reason == "fewer than 5 answered"
    assert item(wave, "trust1", "lark").reason == "subtracting it from what is shown would leave fewer than 5"
    assert item(wave, "trust1", ALL).answered == 12
    trust = wave.dimension("trust", "fern")
    assert trust is not None and (trust.score, trust.mean, trust.answered, trust.bounds) == (None, None, None, None)
    assert gap(wave, "trust") == ("cannot tell", None, "fern: fewer than 5 answered")


def test_a_question_that_few_could_judge_is_left_out_of_its_dimension() -> None:
    """Three of lark know whom to call: the question is hidden for both, and communication of lark says why."""
    unsure = [answer("lark", {"trust1": 2, "trust2": 4, "call": 3 if n < 3 else None}) for n in range(8)]
    wave = released([*FERN, *unsure])
    assert item(wave, "call", "lark").reason == "fewer than 5 answered"
    assert item(wave, "call", "fern").levels is None
    assert item(wave, "trust1", "lark").levels is not None
    communication = wave.dimension("communication", "lark")
    assert communication is not None and communication.reason == "fewer than 5 answered"


def test_one_who_cannot_judge_is_not_given_away() -> None:
    """All of fern answered but one who could not judge; the number is told only within a group that is shown."""
    unsure = [replace(FERN[0], given=(replace(FERN[0].given[0], level=None), *FERN[0].given[1:])), *FERN[1:]]
    wave = released([*unsure, *LARK])
    assert item(wave, "trust1", "fern").cannot_judge == 1 and item(wave, "trust1", "fern").answered == 6


def test_a_newcomer_between_two_waves_is_not_given_away() -> None:
    """Lark answers the same again, and one more person chooses 5: lark's second table would be that person's answer."""
    again = released([*FERN, *LARK, *party_of("lark", [5])], [WAVE], wave="2027-H1")
    hidden = item(again, "trust1", "lark")
    assert hidden.levels is None
    assert hidden.reason == "comparing it with what another wave showed would leave fewer than 5"
    assert item(again, "trust1", ALL).levels is None


def test_a_change_is_told_from_what_earlier_waves_released() -> None:
    """Everybody of lark rises by one level: told from the released file of the first wave, without its answers."""
    raised = party_of("lark", [3, 4, 3, 2, 4, 3, 4, 3])
    again = released([*FERN, *raised], [WAVE], wave="2027-H1")
    of = {(one.of, one.group): one for one in again.changes}
    assert (of["trust", "lark"].verdict, of["trust", "lark"].difference) == ("rose", Decimal(1))
    assert of["trust", "lark"].since == "2026-H1"
    assert of["trust", "fern"].verdict == "steady"


def test_a_change_is_not_told_where_the_question_has_changed() -> None:
    """The call is worded anew: its dimension cannot be compared, trust can."""
    new = replace(CALL, says={"en": "We know whom to write to."})
    asked = terms([one if one.key != "call" else new for one in QUESTIONS])
    again = release(answered([*FERN, *LARK], wave="2027-H1"), asked, closed=CLOSED.replace(year=2027), earlier=[WAVE])
    of = {one.of: one for one in again.changes if one.group == ALL}
    assert of["communication"].reason == "a question has been worded anew since"
    assert of["trust"].difference is not None


def test_a_change_of_a_hidden_group_is_not_told() -> None:
    """Four of fern answered in the first wave: of fern there is nothing to compare with."""
    first = released([*FERN[:4], *LARK])
    moved = [*party_of("fern", [3, 3, 2, 3, 3, 2, 3], "team"), *party_of("lark", [3, 3, 3, 4, 3, 4, 3, 4])]
    again = released(moved, [first], wave="2027-H1")
    of = {one.group: one for one in again.changes if one.of == "trust"}
    assert of["fern"].difference is None and of["fern"].reason == "in the wave 2026-H1: fewer than 5 answered"


def test_severity_is_refused_with_its_reason() -> None:
    """Each party looks at the alliance from its own side, so that strict people cannot be told from a poor side."""
    one = next(one for one in WAVE.reliability if one.method == SEVERITY)
    assert one.value is None and "no object links these groups of raters" in one.reason


def test_every_coefficient_says_what_it_answers() -> None:
    """Alpha, omega, Krippendorff's alpha and the ICC answer different questions, and each says its own."""
    assert all(one.says.endswith("?") or "?" in one.says for one in WAVE.reliability)
    assert {one.method for one in WAVE.reliability} >= {
        "Cronbach's alpha",
        "Krippendorff's alpha (ordinal)",
        "ICC(A,1)",
    }
    assert all((one.value is None) <= bool(one.reason) for one in WAVE.reliability)


def test_nobody_answered() -> None:
    """A wave without answers releases reasons and no number, and does not fail."""
    wave = released([])
    assert all(one.levels is None for one in wave.items) and all(one.score is None for one in wave.dimensions)
    assert all(one.verdict == "cannot tell" for one in wave.gaps)


@pytest.mark.parametrize("level", [1, 3, 5])
def test_everybody_of_one_mind(level: int) -> None:
    """All choose the same level: the score stays on the scale, and consistency cannot be told."""
    people: list[Answer] = [*party_of("fern", [level] * 8, "team"), *party_of("lark", [level] * 9)]
    wave = released(people)
    trust = wave.dimension("trust")
    assert trust is not None and trust.score is not None and 1 <= trust.score <= 5
    assert trust.score == pytest.approx(Decimal(3), abs=Decimal("0.1")) or level != 3


def test_the_commitments_have_one_digest_in_any_order() -> None:
    """The file names the sealed answers by one digest, which no order of theirs changes."""
    assert digest_of(["b", "a"]) == digest_of(["a", "b"]) != digest_of(["a"])
    assert digest_of([]) == ""


def test_questions_are_kept_as_they_were_asked() -> None:
    """The results can be read without the agreement: each question stands with its words and whether it is reversed."""
    assert [one.key for one in WAVE.questions] == [one.key for one in QUESTIONS]
    assert WAVE.questions[0].says == TRUST.says["en"] and WAVE.questions[1].reverse
