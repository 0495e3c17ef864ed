"""Scores over waves: joined where they speak of the same, and not where the questions or their words differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from comity.catalogue.instrument import Question
from comity.surveys.released import ALL, Released
from comity.surveys.series import broken
from comity.surveys.wave import Answer
from tests.surveys.making import CHECK, TRUST, answer, party_of, released

FERN, LARK = [3, 4, 4, 5, 3, 4, 4, 5], [2, 3, 3, 4, 2, 3]
MORE = Question(key="trust3", of="trust", says={"en": "They tell us early."})


def people() -> list[Answer]:
    return [*party_of("fern", FERN, "team")[:6], *party_of("lark", LARK)]


def asked(questions: Sequence[Question], *earlier: Released, wave: str = "2027-H1") -> Released:
    """Release a wave that asks other questions than the first one."""
    levels = [dict.fromkeys([one.key for one in questions], 1 + n % 5) for n in range(12)]
    return released([answer("lark" if n % 2 else "fern", of, "" if n % 2 else "team") for n, of in enumerate(levels)],
                    earlier, wave=wave, questions=tuple(questions))  # fmt: skip


def test_the_same_questions_are_joined() -> None:
    """Two waves that ask the same are one line for everybody and each party."""
    first = asked([TRUST, CHECK])
    second = asked([TRUST, CHECK], first)
    assert [broken(first, second, "trust", group) for group in (ALL, "fern", "lark")] == ["", "", ""]


@pytest.mark.parametrize(
    ("questions", "why"),
    [
        ([TRUST, CHECK, MORE], "not the same questions are shown as in 2026-H1"),
        ([TRUST], "not the same questions are shown as in 2026-H1"),
        ([TRUST, replace(CHECK, says={"en": "We verify."})], "a question was worded otherwise in 2026-H1"),
        ([TRUST, replace(CHECK, reverse=False)], "a question was worded otherwise in 2026-H1"),
    ],
)
def test_other_questions_break_the_line_as_they_break_the_change(questions: Sequence[Question], why: str) -> None:
    """A question more, one less, other words, or one turned round: no line, as no change is judged either."""
    first = asked([TRUST, CHECK], wave="2026-H1")
    second = asked(questions, first)
    assert broken(first, second, "trust", ALL) == why
    assert [one.difference for one in second.changes if (one.of, one.group) == ("trust", ALL)] == [None]


def test_another_scale_breaks_the_line() -> None:
    """A 4 of 5 is no 4 of 7."""
    first = asked([TRUST, CHECK])
    assert broken(replace(first, scale=(1, 7)), asked([TRUST, CHECK]), "trust", ALL) == (
        "the wave 2027-H1 had another scale"
    )


def test_where_a_score_is_hidden_there_is_no_line_to_break() -> None:
    """The gap in the line has its own reason already."""
    first, second = released(people()), released(people()[:3], wave="2027")
    assert second.dimension("trust") is not None and broken(first, second, "trust", ALL) == ""
    assert broken(first, second, "nothing", ALL) == ""
