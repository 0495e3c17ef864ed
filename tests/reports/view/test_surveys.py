"""What the sheet says of surveys, and what it never says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from comity.reports.view.context import Context
from comity.reports.view.contrasts import contrasts_view
from comity.reports.view.sheet import view
from comity.reports.view.survey_model import SurveyView
from comity.reports.view.survey_reliance import reliability_text, relied_on
from comity.reports.view.surveys import surveys_view
from comity.standing.model import Standing
from comity.surveys.methods import BESIDE, CODERS, LINKED
from comity.surveys.released import Reliability, Theme
from tests.standing.waves import TEXT, later, opened, released, stood

YEAR_END = date(2026, 12, 31)


@cache
def year_end() -> Standing:
    """The standing with two closed waves."""
    return stood(YEAR_END, released(), later())


def seen(of: Standing) -> SurveyView:
    """Return the one survey of a standing as it is shown."""
    (found,) = surveys_view(Context(of))
    return found


def test_one_sentence_says_where_the_parties_are_apart_and_what_fell() -> None:
    """The largest gap with whose people see it lower, then the largest fall."""
    assert seen(year_end()).lead == (
        "Trust: apart by 0.8; the people of Lark see it lower. Trust fell by 0.5 since 2026-H1."
    )


def test_without_a_gap_the_sentence_says_what_is_lowest() -> None:
    """Parties that see all alike, or of whom it cannot be told, are told what they might talk about."""
    wave = released()
    aligned = tuple(replace(gap, verdict="aligned", difference=Decimal(0)) for gap in wave.gaps)
    unclear = tuple(replace(gap, verdict="cannot tell") for gap in wave.gaps)
    lowest = "lowest of all is Communication with 2.8 of 5."
    day = date(2026, 7, 1)
    assert seen(stood(day, replace(wave, gaps=aligned))).lead == f"The parties see every dimension alike; {lowest}"
    assert seen(stood(day, replace(wave, gaps=unclear))).lead == (
        f"Whether the parties see things alike cannot be told from these answers; {lowest}"
    )


def test_stale_answers_are_called_stale_on_top() -> None:
    """Two intervals after the last wave, in the sentence and as a chip."""
    found = seen(stood(date(2027, 9, 30), released()))
    assert found.lead.endswith("These answers are stale: they were given until 15 Jun 2026.")
    assert found.stale is not None


def test_before_the_first_wave_the_page_says_what_is_absent_and_what_brings_it() -> None:
    """No number, no table; the day by which the first wave is due."""
    found = seen(stood(date(2025, 9, 1)))
    assert found.lead == "No wave was held yet, so nobody's answers are in the record. The first is due by 1 Jan 2026."
    assert (found.rows, found.gaps, found.answers) == ((), None, ())
    assert seen(stood(date(2026, 2, 1))).lead.endswith("The first was due by 1 Jan.")


def test_of_an_open_wave_only_the_counts_are_told() -> None:
    """How many of each party answered, until when it is open, and that nothing is shown before."""
    found = seen(stood(date(2026, 12, 5), opened()))
    assert found.open == (
        "Wave 2026-H2 is open until 20 Dec. So far 5 of 8 of Fern and 6 of 9 of Lark have answered. "
        "Nothing of it is shown before it is closed."
    )
    assert found.lead == "No results yet: nothing is shown before the first wave is closed."


def test_a_row_has_each_groups_score_the_gap_and_the_change() -> None:
    """Scores with intervals, the verdict in words with its numbers; a hidden group has its reason and no number."""
    trust, communication, _ = seen(year_end()).rows
    assert [(cell.score, cell.interval) for cell in trust.cells] == [
        ("2.9", "2.8 to 4.0"), ("3.9", "3.4 to 4.4"), ("3.1", "2.5 to 3.6"),
    ]  # fmt: skip
    assert (trust.gap, trust.gap_says, trust.change) == ("Apart by 0.8", "+0.8 (+0.3 to +1.3)", "Fell by 0.5")
    hidden = communication.cells[1:]
    assert [(cell.score, cell.interval, cell.reason) for cell in hidden] == [
        ("", "", "fewer than 5 answered"), ("", "", "would reveal another group"),
    ]  # fmt: skip
    assert (communication.gap, communication.gap_strong) == ("Cannot tell", False)


def test_the_silent_are_bounded_in_words() -> None:
    """What those could change who did not answer; and that nobody was silent, where so."""
    assert seen(year_end()).silence == (
        "Whatever those think who did not answer, the mean of all who were asked would lie within: "
        "Trust 2.4 to 4.0, Communication 1.9 to 3.3 and Conflict 2.8 to 4.0.",
        "With each party weighted by those who were asked, no mean moves by 0.05 or more. Roles are not weighted: that "
        "would tell what each of them answered.",
    )
    one_of_lark = tuple(replace(one, invited=30) if one.party == "lark" else one for one in released().responses)
    said = seen(stood(date(2026, 7, 1), replace(released(), responses=one_of_lark))).silence[1]
    assert said.startswith(
        "With each party weighted by those who were asked, the mean would be: Trust 2.91 instead of "
    )
    everybody = tuple(replace(one, answered=one.invited) for one in released().responses)
    assert seen(stood(date(2026, 7, 1), replace(released(), responses=everybody))).silence == (
        "Everybody who was asked answered.",
    )


def test_reliability_is_said_as_a_committee_would_use_it() -> None:
    """Where a score speaks for its questions, where not, and how alike people answer."""

    def one(method: str, of: str, value: str | None) -> Reliability:
        return Reliability(method=method, of=of, says="", value=Decimal(value) if value is not None else None)

    found = [
        one("Cronbach's alpha", "trust", "0.5"), one("McDonald's omega", "trust", "0.85"),
        one("Cronbach's alpha", "conflict", "0.7"), one("McDonald's omega", "conflict", None),
        one("McDonald's omega", "fit", "0.4"), one("McDonald's omega", "aims", None),
        one("Krippendorff's alpha (ordinal)", "", "0.31"),
    ]  # fmt: skip
    assert relied_on(found, {"trust": "Trust", "conflict": "Conflict", "fit": "Fit", "aims": "Aims"}) == (
        "The questions of Trust belong together, so that the score speaks for all of them.",
        "The questions of Conflict belong together fairly well.",
        "The questions of Fit hardly belong together: read them one by one.",
        "Whether the questions of Aims belong together cannot be told.",
        "People see the alliance differently (agreement 0.31): look at the spread of the answers, not at scores alone.",
    )


def test_coders_are_spoken_of_as_what_they_are() -> None:
    """Levels beside the others, and no good or weak; a sentence for a habit, none for chance, one for a refusal."""
    ben = Reliability(method=f"{BESIDE}ben", of="", says="How many?", value=Decimal("-0.62"), low=Decimal("-0.9"),
                      high=Decimal("-0.3"), reason="Harsher: so it is.")  # fmt: skip
    cid = replace(ben, method=f"{BESIDE}cid", high=Decimal("0.1"))
    apart = Reliability(method=LINKED, of="", says="How far?", value=Decimal("1.4"))
    agreed = Reliability(method=CODERS, of="", says="Alike?", value=Decimal("0.71"))
    assert reliability_text(ben)[0] == "\N{MINUS SIGN}0.6 levels (\N{MINUS SIGN}0.9 to \N{MINUS SIGN}0.3)"
    assert reliability_text(apart)[0] == "separation 1.40"
    assert relied_on([agreed, ben, cid, apart], {}) == (
        "The coders judged the same interviews fairly alike (agreement 0.71).",
        "The coder ben gives lower levels than the others to the same interviews, by 0.6.",
    )
    refused = replace(apart, value=None, reason="no interview links these coders. Let some.")
    assert relied_on([replace(agreed, value=None, reason="fewer than 5 interviews were coded twice"), refused], {}) == (
        "How far the coders agreed cannot be told: fewer than 5 interviews were coded twice.",
        "Whether one coder is stricter than another cannot be told: no interview links these coders. Let some.",
    )


def test_every_chart_has_its_table() -> None:
    """The gaps, the answers and the waves, with a row for each group of each dimension or question."""
    found = seen(year_end())
    tables = (found.scores_twin, found.levels_twin, found.waves_twin)
    assert [len(table.rows) if table is not None else 0 for table in tables] == [9, 9, 18]
    assert (found.gaps is not None, len(found.answers), len(found.profiles)) == (True, 3, 3)


def test_a_change_that_rests_on_other_questions_is_no_line() -> None:
    """Trust asks two questions since the second wave: its line is broken there, and a sentence says why; no other."""
    two = tuple(
        replace(one, questions=("trust", "trust2")) if one.of == "trust" and one.questions else one
        for one in later().dimensions
    )
    found = seen(stood(YEAR_END, released(), replace(later(), dimensions=two)))
    assert [{line.breaks for line in one.chart.lines} for one in found.profiles] == [
        {frozenset({1})}, {frozenset()}, {frozenset()},
    ]  # fmt: skip
    assert found.breaks == (
        "Trust: the scores of 2026-H2 do not follow those before them, since not the same questions are shown as in "
        "2026-H1.",
    )
    assert seen(year_end()).breaks == ()
    of_lark = tuple(replace(one, questions=("trust",)) if (one.of, one.group) in (("trust", ""), ("trust", "fern"))
                    else one for one in two)  # fmt: skip
    found = seen(stood(YEAR_END, released(), replace(later(), dimensions=of_lark)))
    assert found.breaks[0].startswith("Trust, Lark: the scores of 2026-H2 do not follow")


def test_of_three_parties_every_pair_has_its_sentence() -> None:
    """The table has one column for a gap, and three parties have three: each is said, on page and screen."""
    first = released().gaps
    more = [replace(gap, parties=("fern", "wren"), verdict="aligned", difference=Decimal(0)) for gap in first]
    found = seen(stood(date(2026, 7, 1), replace(released(), gaps=(*first, *more))))
    assert found.gaps is None
    assert found.notes == (
        "Fern and Lark: apart on Trust by 0.8; aligned on Conflict; it cannot be told on Communication.",
        "Fern and Wren: aligned on Trust, Communication and Conflict.",
    )
    assert seen(year_end()).notes == ()


def test_an_overdue_wave_is_in_the_sentence_on_top_and_leads_to_its_survey() -> None:
    """Six months after the first wave none was held: the page does not say that nothing is overdue."""
    sheet = view(stood(date(2027, 1, 10), released()))
    assert "one survey wave is overdue" in sheet.lead.lower()
    assert [one.link for one in sheet.decisions if "hold a wave" in one.title] == ["survey-health"]


# -- numbers and people -----------------------------------------------------------------------

MIXED = TEXT.replace(
    "metrics: {survey(health.trust): {floor: 2, target: 4}}",
    "metrics: {on_time: {floor: 80%, target: 95%}, survey(health.trust): {floor: 3, target: 4}}",
)
"""The survey stands in one dimension with the deliveries, of which 96 to 98 of 100 are in time."""


def told(text: str, *waves: object, day: date = YEAR_END) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Return every contrast in words."""
    found = contrasts_view(Context(stood(day, *waves, text=text)))  # type: ignore[arg-type]
    return [(one.title, one.numbers, one.people, one.themes) for one in found]


def test_numbers_that_are_met_and_people_below_the_floor_are_set_against_each_other() -> None:
    """96 of 100 against a target of 95; trust at 2.9 below the floor of 3; what people wrote about trust."""
    assert told(MIXED, released(), later()) == [(
        "The numbers are met, and people are unhappy with Trust",
        "Delivered on time, 2026-Q4: 96%, target 95%.",
        "Trust is 2.9 of 5 in wave 2026-H2, below its floor of 3.",
        ("Promises not kept, said by 5 people",),
    )]  # fmt: skip


def test_numbers_that_are_not_met_and_content_people_are_too() -> None:
    """96 of 100 misses a target of 99 %; trust at 4.2 is above its target of 4, and a good theme stands beside it."""
    text = MIXED.replace("target: 95%", "target: 99%")
    good = Theme(name="They call at once", of="trust", count=7, direction="good", confirmed_by="A. Berg")
    wave = later()
    happy = tuple(
        replace(one, score=Decimal("4.2"), high=Decimal("4.6")) if (one.of, one.group) == ("trust", "") else one
        for one in wave.dimensions
    )
    (found,) = told(text, replace(wave, dimensions=happy, themes=(good,)))
    assert (found[0], found[2], found[3]) == (
        "The numbers are not met, and people are content with Trust",
        "Trust is 4.2 of 5 in wave 2026-H2, at or above its target of 4.",
        ("They call at once, said by 7 people",),
    )


@pytest.mark.parametrize(
    ("text", "waves", "day"),
    [
        (MIXED, (released(),), date(2026, 9, 30)),
        (MIXED, (released(trust=None),), date(2026, 9, 30)),
        (MIXED, (released(trust="2.9"),), date(2027, 9, 30)),
        (MIXED.replace("target: 95%", "target: 99%"), (released(trust="2.9"),), date(2026, 9, 30)),
        (TEXT.replace("floor: 2, target: 4", "floor: 3, target: 4"), (released(trust="2.9"),), date(2026, 9, 30)),
    ],
    ids=["neither low nor high", "not shown", "stale", "both low", "no numbers beside it"],
)
def test_in_between_hidden_stale_or_alone_nothing_is_said(text: str, waves: tuple[object, ...], day: date) -> None:
    """A contrast needs numbers that all say one thing, and fresh answers that clearly say the other."""
    assert told(text, *waves, day=day) == []


def test_a_reader_who_may_not_see_the_numbers_is_told_of_no_contrast() -> None:
    """What is left after something was withheld could say the opposite of the whole."""
    of = stood(YEAR_END, released(), later(), text=MIXED)
    assert len(contrasts_view(Context(of))) == 1
    assert contrasts_view(Context(replace(of, withheld=("on_time",)))) == ()


def test_an_objective_named_as_a_dimension_is_compared_too() -> None:
    """Without a floor the whole interval must lie below the middle of the scale: 2.3 to 2.9 does, 2.8 to 4.0 not."""
    text = TEXT.replace("objectives:", "objectives:\n  communication: We know what we need.").replace(
        "serves: service", "serves: [service, communication]"
    )
    wave = released()
    low = tuple(
        replace(one, high=Decimal("2.9")) if (one.of, one.group) == ("communication", "") else one
        for one in wave.dimensions
    )
    assert told(text, wave, day=date(2026, 9, 30)) == []
    ((title, _, people, themes),) = told(text, replace(wave, dimensions=low), day=date(2026, 9, 30))
    assert title == "The numbers are met, and people are unhappy"
    assert people.endswith("with its whole interval below the middle of the scale, 3.")
    assert themes == ("Late answers, said by 6 people",)
