"""Anonymity over the real outputs: the attacker has every file, export and screen of all waves, and finds nobody.

The attacker reads only what is given out: the JSON file, the long CSV, the workbook's tables and the terminal's text.
Each number is a sum over people; the attacker combines them all. Who is behind them is known to the test alone.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from comity.adapters.answer_sheets import csv_text
from comity.agreement.model import Agreement
from comity.agreement.read import read_agreement
from comity.reports.survey_page import wave_page
from comity.reports.survey_tables import EVERYBODY, long_table, sheets
from comity.reports.survey_text import show_open, show_results
from comity.reports.view.survey_model import SurveyView
from comity.reports.view.surveys import survey_view
from comity.standing.surveyed import surveys_of
from comity.surveys import measured, results
from comity.surveys.model import Estimate, Interval
from comity.surveys.ordinal import DimensionEstimate
from comity.surveys.released import ALL, DimensionResult, Released, read, write
from comity.surveys.results import release
from comity.surveys.themes import Coding, Meant, comments_of, found_themes
from comity.surveys.wave import Answer, responses, shared
from tests.surveys.attack import attack, rank
from tests.surveys.making import CLOSED, PARTIES, answer, answered, terms

KEYS = ("trust1", "trust2", "call")
ROLES = {"fern": {"manager": 2, "team": 8}, "lark": {"": 9}}
LEAST = 5


# -- the people ------------------------------------------------------------------------------------


@st.composite
def people(draw: st.DrawFn) -> list[Answer]:
    """Return who answered in a wave: up to all of them, with few different levels, so that waves may look alike."""
    found = []
    for party, roles in ROLES.items():
        for role, asked in roles.items():
            for _ in range(draw(st.integers(0, asked))):
                levels = {key: draw(st.sampled_from([2, 4, 4, None])) for key in KEYS if draw(st.integers(0, 5))}
                found.append(answer(party, levels, role))
    return [one for one in found if any(given_.level is not None for given_ in one.given)]


@st.composite
def waves(draw: st.DrawFn) -> list[list[Answer]]:
    """Return the people of up to three waves; a later one is often the one before with a few who came or left."""
    found = [draw(people())]
    for _ in range(draw(st.integers(0, 2))):
        if draw(st.booleans()):
            found.append(draw(people()))
            continue
        kept = found[-1][draw(st.integers(0, 2)) :]
        new = [
            answer(party, dict.fromkeys(KEYS, 4), next(iter(ROLES[party])))
            for party in draw(st.sampled_from([("fern",), ("lark",), ()]))
        ]
        fits = [
            one
            for one in new
            if sum((other.party, other.role) == (one.party, one.role) for other in kept) < ROLES[one.party][one.role]
        ]
        found.append([*kept, *fits])
    return found


def chosen(person: Answer, question: str) -> int | None:
    return next((one.level for one in person.given if one.question == question), None)


def judged(person: Answer, question: str) -> bool:
    """Whether a person said something of a question, be it that they cannot judge."""
    return any(one.question == question for one in person.given)


quickly = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


# -- what is given out -----------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The score is a function of the same people as the mean beside it; its value does not matter to the attacker."""
    middle = Estimate(value=3.0, interval=Interval(low=2.0, high=4.0))
    fixed = DimensionEstimate(
        shares=(), top=middle, position=middle, mean_of_codes=3.0, spread=1.0, respondents=5, answers=5
    )
    monkeypatch.setattr(measured, "estimate", lambda rows, scale: fixed)
    monkeypatch.setattr(results, "reliability", lambda *_: ())  # speaks of everybody together only


def all_waves(found: Sequence[Sequence[Answer]]) -> list[Released]:
    """Return what the waves release, one after the other, each as a reader of its file has it."""
    out: list[Released] = []
    for number, answers in enumerate(found):
        ballot = answered(answers, ROLES, wave=f"{2026 + number}")
        made = release(ballot, terms(least=LEAST), closed=CLOSED.replace(year=2026 + number), earlier=out)
        again, problems = read(write(made), "x")
        assert problems == [] and isinstance(again, Released)
        out.append(again)
    return out


@dataclass(frozen=True)
class Told:
    """A number that is given out: of which wave, question and group, and how many people it counts at which level."""

    wave: int
    question: str
    group: str
    counts: Mapping[str, int]


def told_by_json(found: Sequence[Released]) -> Iterator[Told]:
    for number, wave in enumerate(found):
        for one in json.loads(write(wave))["items"]:
            if one["levels"] is not None:
                counts = {f"level {level}": count for level, count in enumerate(one["levels"], 1)}
                yield Told(number, one["question"], one["group"], {**counts, "cannot judge": one["cannot_judge"]})


def told_by_csv(found: Sequence[Released]) -> Iterator[Told]:
    for number, wave in enumerate(found):
        cells: dict[tuple[str, str], dict[str, int]] = {}
        for row in csv.DictReader(io.StringIO(csv_text(long_table(wave)))):
            if row["part"] == "questions" and (row["name"].startswith("level ") or row["name"] == "cannot judge"):
                cells.setdefault((row["question"], row["group"]), {})[row["name"]] = int(row["value"])
        for (question, group), counts in cells.items():
            yield Told(number, question, ALL if group == EVERYBODY else group, counts)


def seen(wave: Released) -> SurveyView:
    """Return a wave as the page shows it."""
    of = surveys_of(AGREEMENT, [wave], as_of=wave.closed, known_at=wave.closed)["health"]
    return survey_view(of, AGREEMENT.as_of(wave.closed), wave.closed)


def screen(found: Sequence[Released]) -> str:
    console = Console(file=io.StringIO(), width=200, highlight=False)
    for wave in found:
        show_results(wave, console, seen(wave))
    return console.file.getvalue()  # type: ignore[attr-defined]


def agreement() -> Agreement:
    """Return an agreement with the survey of these waves; the names of the parties are in its terms only."""
    text = """comity: 1
alliance: fern_lark
title: Fern and Lark
parties: {fern: Fern Ltd, lark: Lark plc}
starts: 2026-01-01
surveys:
  health:
    every: 6 months
    asks: {fern: {manager: 2, team: 8}, lark: 9}
    scale: 1 to 5
    questions:
      trust1: {of: trust, asks: They do what they promised.}
      call: {of: communication, asks: We know whom to call.}
"""
    found, problems = read_agreement(("agreement.yaml", text.encode()))
    assert found is not None, problems
    return found


AGREEMENT = agreement()


# -- the attack ------------------------------------------------------------------------------------


def row(told: Told, question: str, everybody: Sequence[tuple[int, Answer]], *, wider: bool) -> list[int]:
    """Return who counts in a cell: everybody of its wave and group who chose a level, or also who could not judge."""
    return [
        int(
            number == told.wave
            and told.group in (ALL, one.party)
            and (judged(one, question) if wider else chosen(one, question) is not None)
        )
        for number, one in everybody
    ]


@quickly
@given(waves())
def test_no_combination_of_cells_speaks_of_a_small_group(found: list[list[Answer]]) -> None:
    """Over all files and exports of all waves: the attacker combines every cell of a question in vain."""
    out = all_waves(found)
    everybody = [(number, one) for number, answers in enumerate(found) for one in answers]
    told = list(told_by_json(out))
    assert sorted(map(repr, told_by_csv(out))) == sorted(map(repr, told))
    for question in KEYS:
        cells = [one for one in told if one.question == question]
        for wider in (False, True):
            assert attack([row(one, question, everybody, wider=wider) for one in cells], LEAST) is None


@quickly
@given(waves())
def test_no_difference_of_waves_shows_who_came_or_left(found: list[list[Answer]]) -> None:
    """A table that differs by a few people and else fits another wave's can be computed in one of the two at most."""
    out = all_waves(found)
    told = list(told_by_json(out))
    for question in KEYS:
        for group in (ALL, *PARTIES):
            for first, second in combinations(range(len(out)), 2):
                few, many = sorted((tally(found[n], question, group) for n in (first, second)), key=sum)
                came = [b - a for a, b in zip(few, many, strict=True)]
                if sum(few) and 0 < sum(came) < LEAST and min(came) >= 0:
                    assert not all(computable(told, n, question, group, found) for n in (first, second))


def tally(answers: Sequence[Answer], question: str, group: str) -> list[int]:
    of = [chosen(one, question) for one in answers if group in (ALL, one.party)]
    return [of.count(level) for level in range(1, 6)]


def computable(told: Sequence[Told], wave: int, question: str, group: str, found: Sequence[Sequence[Answer]]) -> bool:
    """Whether the cells that were given out add up to a group's, or differ by it."""
    parties = [party for party in PARTIES if sum(tally(found[wave], question, party))]
    vector = {
        one.group: [int(one.group in (ALL, party)) for party in parties]
        for one in told
        if (one.wave, one.question) == (wave, question)
    }
    wanted = [int(group in (ALL, party)) for party in parties]
    rows = list(vector.values())
    return bool(rows) and rank([*rows, wanted]) == rank(rows)


@quickly
@given(waves())
def test_sums_of_dimensions_follow_from_the_counts_that_are_shown(found: list[list[Answer]]) -> None:
    """Means, bounds, gaps and changes can all be computed from the cells: so they add nothing to what the attacker has.

    A mean over what each person answered would not: less the questions' own sums it leaves those who left one out.
    """
    out = all_waves(found)
    for number, wave in enumerate(out):
        means = {(one.of, one.group): mean_of(wave, one) for one in wave.dimensions if one.mean is not None}
        asked = {one.party: one.invited for one in wave.responses if not one.role}
        for one in wave.dimensions:
            if one.mean is None or one.bounds is None or one.answered is None:
                continue
            invited = asked[one.group] if one.group else sum(asked.values())
            assert alike(one.mean, means[one.of, one.group])
            for bound, end in zip(one.bounds, wave.scale, strict=True):
                sums = [Fraction(total + end * (invited - count), invited) for total, count in totals(wave, one)]
                assert alike(bound, sum(sums) / len(sums))
        for gap in wave.gaps:
            if gap.difference is not None:
                first, second = (means[gap.of, party] for party in gap.parties)
                assert alike(gap.difference, first - second)
        for change in wave.changes:
            if change.difference is not None:
                before = out[number - 1].dimension(change.of, change.group)
                assert before is not None and before.mean is not None
                assert alike(change.difference, means[change.of, change.group] - Fraction(before.mean))


def alike(number: Decimal, computed: Fraction) -> bool:
    """Whether a number that is given out is the computed one, rounded."""
    return abs(Fraction(number) - computed) <= Fraction(1, 198)


def mean_of(wave: Released, one: DimensionResult) -> Fraction:
    """Return a dimension's mean as any reader can compute it from the counts of its questions."""
    found = totals(wave, one)
    return sum((Fraction(total, count) for total, count in found), Fraction()) / len(found)


def totals(wave: Released, one: DimensionResult) -> list[tuple[int, int]]:
    """Return the sum of levels and the number of answers of each question of a dimension, from what is shown."""
    reverse = {question.key for question in wave.questions if question.reverse}
    own = [item for item in wave.items if item.group == one.group and item.question in one.questions]
    assert all(item.levels is not None and item.of == one.of for item in own) and own
    found = []
    for item in own:
        levels = item.levels or ()
        counted = levels[::-1] if item.question in reverse else levels
        found.append((sum(level * count for level, count in enumerate(counted, 1)), sum(levels)))
    return found


JOINT = {"dimensions": {"score", "low", "high"}, "gaps": {"low", "high", "verdict", "reason"},
         "changes": {"low", "high", "verdict", "reason"}, "reliability": {"value", "low", "high"}}  # fmt: skip
"""What is said of several answers of a person at once, and in docs/reference/surveys.md not promised to be safe."""


@quickly
@given(waves(), st.randoms(use_true_random=False))
def test_nothing_else_of_the_file_tells_which_answers_are_one_persons(
    found: list[list[Answer]], chance: Random
) -> None:
    """Whoever exchanges two people's answers to a question changes nothing in the file but what is named as joint."""
    exchanged = []
    for answers in found:
        levels = [{one.question: one.level for one in person.given} for person in answers]
        for party in PARTIES:
            for key in KEYS:
                those = [n for n, one in enumerate(answers) if one.party == party and levels[n].get(key) is not None]
                given_ = [levels[n][key] for n in those]
                chance.shuffle(given_)
                for n, level in zip(those, given_, strict=True):
                    levels[n][key] = level
        exchanged.append([answer(one.party, of, one.role) for one, of in zip(answers, levels, strict=True)])
    assert [plain(wave) for wave in all_waves(exchanged)] == [plain(wave) for wave in all_waves(found)]


def plain(wave: Released) -> dict[str, object]:
    """Return the whole file of a wave but for what is joint."""
    return {
        part: [{key: one[key] for key in one if key not in JOINT[part]} for one in rows] if part in JOINT else rows
        for part, rows in json.loads(write(wave)).items()
    }


@quickly
@given(people())
def test_what_is_hidden_is_absent_from_every_output(answers: list[Answer]) -> None:
    """A hidden cell has no number in the file, in no table, none on the screen, and none on the page of the wave."""
    [wave] = all_waves([answers])
    document = json.loads(write(wave))
    hidden = [one for one in document["items"] + document["dimensions"] if one["reason"]]
    for one in hidden:
        assert {
            value for key, value in one.items() if key not in ("question", "of", "group", "reason", "questions")
        } == {None}
    for name, (header, *rows) in sheets(wave):
        for cells in (dict(zip(header, one, strict=True)) for one in rows):
            if cells.get("not shown") and name in ("questions", "dimensions"):
                kept = {"question", "dimension", "group", "not shown", "asks", "reversed"}
                assert {cell for key, cell in cells.items() if key not in kept} == {""}
    lines = screen([wave]).splitlines()
    assert sum("not shown" in line and "|" in line for line in lines) == 0
    view = seen(wave)
    groups = {group.name: key for group, key in zip(view.groups, (ALL, *PARTIES), strict=True)}
    for twin in (view.scores_twin, view.levels_twin):
        for line in twin.rows if twin is not None else ():
            if line[-1].text:
                assert line[1].text in groups and not any(char.isdigit() for one in line[2:-1] for char in one.text)
    drawn = [(row, chart) for one in view.answers for chart in [one.chart] for item in chart.items for row in item.rows]
    assert all(row.counts is None and not row.after for row, _ in drawn if row.reason.startswith(("fewer", "subtr")))
    assert view.lead in screen([wave]) and "</html>" in wave_page(view, AGREEMENT.as_of(wave.closed))


@quickly
@given(people())
def test_whether_somebody_of_a_small_role_answered_cannot_be_computed(answers: list[Answer]) -> None:
    """Rates of response are sums over people asked, and are attacked the same way."""
    ballot = answered(answers, ROLES)
    asked = [(party, role) for party, roles in ROLES.items() for role, count in roles.items() for _ in range(count)]
    rows = [
        [int(one.party == party and one.role in ("", role)) for party, role in asked]
        for one in responses(ballot, LEAST) if one.answered is not None
    ]  # fmt: skip
    assert attack(rows, LEAST) is None


@quickly
@given(people(), people())
def test_an_open_wave_shows_the_same_whatever_was_answered(one: list[Answer], other: list[Answer]) -> None:
    """Two waves in which as many of each party answered look the same while they are open, byte for byte."""
    kept = {party: min(sum(a.party == party for a in of) for of in (one, other)) for party in PARTIES}
    outputs = set()
    for answers in (one, other):
        few = [a for party in PARTIES for a in [a for a in answers if a.party == party][: kept[party]]]
        wave = shared(answered(few, ROLES), LEAST)
        console = Console(file=io.StringIO(), width=200)
        show_open(wave, console)
        outputs.add((write(wave), console.file.getvalue()))  # type: ignore[attr-defined]
    assert len(outputs) == 1


@quickly
@given(st.integers(0, 12), st.integers(0, 10**6))
def test_no_word_of_few_people_is_released(writers: int, seed: int) -> None:
    """What was written in words appears nowhere, but as a theme of at least five people, in the coder's words."""
    chance = Random(seed)
    texts = [f"secret{n} slow decisions" if chance.random() < 0.6 else f"secret{n} good call" for n in range(writers)]
    answers = [answer("lark" if n < 9 else "fern", {"trust1": 3, "trust2": 3, "call": 3}, "" if n < 9 else "team", text)
               for n, text in enumerate(texts)]  # fmt: skip
    comments = comments_of(answers)
    slow = Meant(name="decisions are slow", of="trust", direction="bad", words=("slow",), confirmed_by="Anna Sorge")
    coding = Coding(themes=(slow,), second={}, agreed={}, quoted=frozenset(one.number for one in comments),
                    first={one.number: frozenset({slow.name}) for one in comments if "slow" in one.text})  # fmt: skip
    themes = found_themes(coding, comments, LEAST)
    wave = release(answered(answers, ROLES), terms(), closed=CLOSED, themes=themes)
    everything = write(wave).decode() + csv_text(long_table(wave)) + screen([wave])
    assert "secret" not in everything
    assert bool(themes) == (sum("slow" in text for text in texts) >= LEAST)
    assert ("decisions are slow" in everything) == bool(themes)


def test_the_attacker_can_win_over_documents() -> None:
    """Released without care, a file gives people away, and the attacker finds them."""
    answers = [answer("lark", dict.fromkeys(KEYS, 4)) for _ in range(8)] + [
        answer("fern", dict.fromkeys(KEYS, 2), "team")
    ]
    everybody = [(0, one) for one in answers]
    careless = [Told(0, "call", ALL, {}), Told(0, "call", "lark", {})]
    assert attack([row(one, "call", everybody, wider=False) for one in careless], LEAST) == [8]
