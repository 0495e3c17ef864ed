"""Waves of surveys as a record tells of them: opened, closed by their keeper, and known from the day of the entry."""

from __future__ import annotations

from datetime import date

import pytest

from comity.record.documents import documents
from tests.record.test_documents import FEB, JAN, MAR, Story

OPENED = {
    "survey": "health",
    "wave": "2026-H1",
    "closes": "2026-02-10",
    "instrument": "",
    "asked": {"fern": 8, "lark": 9},
}


def closed(digest: str = "a") -> dict[str, object]:
    return {"survey": "health", "wave": "2026-H1", "path": "surveys/health/2026-H1.json", "digest": digest * 64,
            "commitments": []}  # fmt: skip


def test_a_wave_is_open_from_its_entry_until_that_of_its_closing() -> None:
    """Who opened it, until when it is to be open, and how many are asked; after closing the digest of the results."""
    story = Story()
    story.add("fern", "survey.opened", OPENED, JAN)
    (one,) = story.found.waves.open()
    assert (one.origin.actor, one.closes, dict(one.asked)) == ("fern", date(2026, 2, 10), {"fern": 8, "lark": 9})
    story.add("fern", "survey.closed", closed(), FEB)
    assert story.found.waves.open() == ()
    assert [(wave.digest, wave.since) for wave in story.found.waves.current()] == [("a" * 64, FEB)]
    assert story.found.known_on(JAN).waves.current() == ()
    assert len(story.found.known_on(JAN).waves.open()) == 1


def test_the_keeper_may_add_to_its_results_and_the_day_of_closing_stays() -> None:
    """Themes read from comments in March: the later file counts from March, the wave was closed in February."""
    story = Story()
    story.add("fern", "survey.opened", OPENED, JAN)
    story.add("fern", "survey.closed", closed("a"), FEB)
    story.add("fern", "survey.closed", closed("b"), MAR)
    assert [(wave.digest, wave.since) for wave in story.found.waves.current()] == [("b" * 64, FEB)]
    assert [wave.digest for wave in story.found.known_on(FEB).waves.current()] == ["a" * 64]


def test_nobody_but_the_keeper_closes_a_wave() -> None:
    """Results that the other party puts in their place count for nothing, before the closing and after it."""
    story = Story()
    story.add("fern", "survey.opened", OPENED, JAN)
    story.add("lark", "survey.closed", closed("c"), JAN)
    assert story.found.waves.current() == ()
    story.add("fern", "survey.closed", closed("a"), FEB)
    story.add("lark", "survey.closed", closed("d"), MAR)
    assert [wave.digest for wave in story.found.waves.current()] == ["a" * 64]


def test_a_wave_that_nobody_opened_is_closed_by_nobody() -> None:
    """Lark closes what Fern has yet to open: it counts for nothing, then and later, and Fern's own results count."""
    story = Story()
    story.add("lark", "survey.closed", closed("c"), JAN)
    assert story.found.waves.current() == ()
    story.add("fern", "survey.opened", OPENED, JAN)
    assert len(story.found.waves.open()) == 1
    story.add("fern", "survey.closed", closed("a"), FEB)
    story.add("lark", "survey.closed", closed("d"), MAR)
    assert [(wave.origin.actor, wave.digest) for wave in story.found.waves.current()] == [("fern", "a" * 64)]


def test_a_closing_before_the_opening_is_dropped() -> None:
    """Results that were there before anybody was asked are none, though the same party opens the wave later."""
    story = Story()
    story.add("fern", "survey.closed", closed("a"), JAN)
    story.add("fern", "survey.opened", OPENED, FEB)
    assert (len(story.found.waves.open()), story.found.waves.closed) == (1, ())


@pytest.mark.parametrize(
    "body",
    [
        {**OPENED, "closes": "soon"}, {**OPENED, "closes": 5}, {**OPENED, "asked": ["fern"]}, {**OPENED, "wave": ""},
        {key: value for key, value in OPENED.items() if key != "survey"},
    ],
)  # fmt: skip
def test_a_body_in_another_form_opens_nothing(body: dict[str, object]) -> None:
    """It counts for nothing and spoils nothing else."""
    story = Story()
    story.add("fern", "survey.opened", body, JAN)
    story.add("fern", "survey.closed", {**closed(), "digest": "short"}, FEB)
    assert documents(story.entries).waves.opened == ()
    assert documents(story.entries).waves.closed == ()


@pytest.mark.parametrize("day", ["20260210", "2026-W07-2", "10 February 2026", "2026-02-30", 20260210])
def test_the_day_until_which_a_wave_is_open_has_one_spelling(day: object) -> None:
    """Two programs must not read two days, nor one of them none: any but 2026-02-10 opens no wave."""
    story = Story()
    story.add("fern", "survey.opened", {**OPENED, "closes": day}, JAN)
    assert story.found.waves.open() == ()
