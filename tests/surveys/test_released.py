"""The file of a wave: written and read the same, and believed in nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.surveys.document import MOST_BYTES
from comity.surveys.released import DAMAGED, ItemResult, Released, Theme, digest, read, write
from comity.surveys.wave import shared
from tests.surveys.making import answered, party_of, released

PEOPLE = [*party_of("fern", [4, 4, 5, 3, 4, 5], "team"), *party_of("lark", [2, 3, 2, 1, 3, 2])]
THEME = Theme(name="Slow", of="trust", count=5, direction="bad", confirmed_by="Anna")
WAVE = replace(released(PEOPLE, earlier=[released(PEOPLE, wave="2025-H1")]), themes=(THEME,))


def changed(path: list[Any], value: object) -> bytes:
    """Return the file of the wave with one value replaced."""
    document = json.loads(write(WAVE))
    at = document
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return json.dumps(document).encode()


def why(data: bytes) -> str:
    wave, problems = read(data, "surveys/health/2026-H1.json")
    assert wave is None
    assert [one.code for one in problems] == [DAMAGED]
    return problems[0].why


def test_what_is_written_is_read_again() -> None:
    """Results and an open wave come back as they were, and have the same digest each time."""
    for wave in (WAVE, shared(answered(PEOPLE), 5)):
        assert read(write(wave), "x") == (wave, [])
        assert digest(write(wave)) == digest(write(wave))


def test_numbers_are_texts_of_two_decimals() -> None:
    """No float stands in the file, and no number says more than two decimals."""
    document = json.loads(write(WAVE), parse_float=pytest.fail)
    score = document["dimensions"][0]["score"]
    assert isinstance(score, str) and len(score.partition(".")[2]) <= 2
    assert WAVE.dimensions[0].score == Decimal(score)


def test_how_far_apart_peoples_means_lie_is_in_no_file_and_is_not_read() -> None:
    """Beside the counts the standard deviation of the means would tell single people's answers: it is refused."""
    assert '"spread"' not in write(WAVE).decode()
    assert "dimensions[0]: nothing is called 'spread' here" in why(changed(["dimensions", 0, "spread"], "0.68"))


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (["format"], "comity survey results 9", "format"),
        (["scale"], [1], "scale: 2 entries are expected here, not 1"),
        (["closed"], "2026-02-30", "closed: a day is expected here"),
        (["least"], "five", "least: a whole number is expected here"),
        (["least"], 1, "least: the least group has 3 people or more"),
        (["dimensions", 0, "mean"], "1", "dimensions[0].mean: it contradicts the levels of its questions"),
        (["dimensions", 0, "questions"], ["call", "x"], "dimensions[0].mean: it rests on a question that is not shown"),
        (["dimensions", 0, "bounds"], ["1", "1.1"], "dimensions[0].mean: it lies outside its bounds"),
        (["gaps", 0, "verdict"], "<b>alike</b>", "gaps[0].verdict: it is none of aligned, apart, cannot tell"),
        (["gaps", 0, "difference"], "-3.9", "gaps[0]: the difference lies outside its interval"),
        (["gaps", 0, "low"], None, "gaps[0]: a difference stands with both ends of its interval"),
        (["changes", 0, "high"], None, "changes[0]: a difference stands with both ends of its interval"),
        (["changes", 0, "verdict"], "sank", "changes[0].verdict: it is none of cannot tell, fell, rose, steady"),
        (["themes", 0, "count"], 1, "themes[0]: it would speak of fewer than 5 people"),
        (["themes", 0, "direction"], "dire", "themes[0].direction: it is none of bad, good, mixed"),
        (["least"], True, "least: a whole number is expected here"),
        (["items", 0, "answered"], -1, "items[0].answered"),
        (["items", 0, "levels"], None, "items[0]: a hidden question has no number, and a reason"),
        (["items", 0, "levels"], [9, 0, 0, 0, 0], "items[0]: its levels do not add up to those who answered"),
        (["items", 0, "levels"], [0, 0, 0], "items[0]: its levels do not add up to those who answered"),
        (["dimensions", 0, "score"], 3.5, "stands without quotes"),
        (["dimensions", 0, "score"], "1e9", "dimensions[0].score: a number in quotes is expected here"),
        (["dimensions", 0, "score"], "9", "dimensions[0]: its score lies outside its interval or the scale"),
        (["dimensions", 0, "answered"], 4, "dimensions[0]: it would speak of fewer than 5 people"),
        (["responses", 0, "answered"], 99, "responses[0]: more people answered than were asked"),
        (["extra"], "x", "nothing is called 'extra' here"),
        (["survey"], "x" * 5000, "survey: a text of at most 4000 characters"),
        (["survey"], "heal\x1b[2Jth", "survey: the text holds characters that cannot be seen"),
        (["items"], {"0": 1}, "items: a list is expected here"),
        (["items", 0], [], "items[0]: an object is expected here"),
    ],
)
def test_a_damaged_file_is_one_problem_that_names_the_place(path: list[Any], value: object, says: str) -> None:
    """Whatever is wrong, it is said where, and nothing of the file is used."""
    assert says in why(changed(path, value))


def test_a_missing_key_a_key_twice_and_no_json_at_all() -> None:
    """A file that was cut off, has a key twice or holds something else is refused."""
    document = json.loads(write(WAVE))
    del document["items"]
    assert "items: it is missing" in why(json.dumps(document).encode())
    assert "stands twice" in why(write(WAVE).replace(b'"wave":', b'"survey": "x", "wave":', 1))
    assert "no JSON" in why(write(WAVE)[:-40])
    assert "no JSON" in why(b"\xff\xfe")
    assert "no JSON" in why(b"[" * 100_000)
    assert "no JSON object" in why(b"[1]")
    assert "more than 8 MiB" in why(b" " * (MOST_BYTES + 1))


def test_a_file_that_shows_a_small_group_is_not_believed() -> None:
    """Nobody's software writes a cell of four where five are the least; if a file has one, it was tampered with."""
    small = ItemResult(question="trust1", of="trust", group="fern", answered=4, levels=(0, 0, 4, 0, 0), cannot_judge=0)
    assert "fewer than 5 people" in why(write(replace(WAVE, items=(small,))))


@given(st.integers(0, len(write(WAVE)) - 1), st.integers(0, 255))
def test_no_byte_makes_reading_fail(place: int, byte: int) -> None:
    """A file with any byte changed is read or refused, never more."""
    data = bytearray(write(WAVE))
    data[place] = byte
    wave, problems = read(bytes(data), "x")
    assert (wave is None) == bool(problems)
    assert wave is None or isinstance(wave, Released)
