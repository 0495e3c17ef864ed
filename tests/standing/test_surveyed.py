"""What people answered, as figures, clauses, scorecard and docket read it; the days are worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from comity.agreement.read import read_agreement
from comity.clauses.model import Outcome
from comity.facts.surveyed import SurveyScore, latest, of_dimension
from comity.kernel.figure import State
from comity.standing.surveyed import scores_of
from comity.standing.worked.run import run_examples
from tests.metrics.ratings import DRIVER
from tests.standing.waves import TEXT, agreement, later, opened, released, stood

YEAR_END = date(2026, 12, 31)


def test_a_figure_takes_the_latest_wave_closed_by_the_end_of_its_period() -> None:
    """Nothing before the first wave; its score for two quarters; that of the second from the quarter of its closing."""
    found = {figure.period.name: figure for figure in stood(YEAR_END, released(), later()).figures["confidence"]}
    assert found["2026-Q1"].state is State.UNDETERMINED
    assert found["2026-Q1"].reason == "no wave of the survey health was closed by 2026-03-31"
    assert [found[name].value for name in ("2026-Q2", "2026-Q3", "2026-Q4")] == [
        Decimal("0.68"), Decimal("0.68"), Decimal("0.58"),
    ]  # fmt: skip
    assert found["2026-Q3"].known == date(2026, 6, 15)
    assert found["2026-Q3"].reason == ("survey(health.trust) of 2026-H1, closed on 2026-06-15, 90% interval 2.8 to 4")


def test_a_wave_closed_on_the_last_day_counts_and_a_day_later_does_not() -> None:
    """30 June belongs to the second quarter, 1 July no more."""
    for day, known in ((date(2026, 6, 30), True), (date(2026, 7, 1), False)):
        (figure,) = [one for one in stood(YEAR_END, released(closed=day)).figures["confidence"]
                     if one.period.name == "2026-Q2"]  # fmt: skip
        assert (figure.value is not None) is known


def test_per_party_a_survey_has_a_figure_for_each_partys_people() -> None:
    """Fern's people see trust at 3.9, Lark's at 3.1; both parties are there though no table names them."""
    found = stood(date(2026, 7, 15), released()).figures["trust_of_party"]
    second = {figure.member: figure.value for figure in found if figure.period.name == "2026-Q2"}
    assert second == {"fern": Decimal("3.9"), "lark": Decimal("3.1")}


def test_a_score_that_is_not_shown_leaves_the_figure_undetermined_with_the_reason() -> None:
    """What hides a group says why; no number stands for it, and an earlier wave does not take its place."""
    found = stood(YEAR_END, released(), replace(later(), dimensions=released(trust=None).dimensions))
    last = found.figures["confidence"][-1]
    assert (last.value, last.state) == (None, State.UNDETERMINED)
    assert last.reason == "survey(health.trust) of 2026-H2 is not shown: fewer than 5 answered"


def test_results_older_than_two_intervals_are_stale_and_say_so() -> None:
    """Every six months from 15 June 2026: stale after 15 June 2027, which the third quarter of 2027 says."""
    found = {one.period.name: one for one in stood(date(2027, 9, 30), released()).figures["confidence"]}
    assert "stale" not in found["2027-Q1"].reason
    assert found["2027-Q3"].reason.endswith("; stale, since a new wave was due by 2026-12-15")
    assert found["2027-Q3"].value == Decimal("0.68")


def test_a_clause_is_judged_by_the_wave_and_known_when_its_period_ends() -> None:
    """3.4 and 2.9 miss 3.5; before the first wave the verdict is undetermined; each miss opens a case."""
    found = stood(YEAR_END, released(), later())
    told = {verdict.period.name: verdict for verdict in found.verdicts["talk"]}
    assert told["2026-Q1"].outcome is Outcome.UNDETERMINED
    assert [(told[name].outcome, told[name].value) for name in ("2026-Q2", "2026-Q4")] == [
        (Outcome.MISSED, Decimal("3.4")), (Outcome.MISSED, Decimal("2.9")),
    ]  # fmt: skip
    assert told["2026-Q4"].known == YEAR_END
    assert len(found.life.cases) == 3


def test_a_clause_reads_a_survey_through_the_scorecard() -> None:
    """The dimension scores (3.4 - 2) / 2 = 70, then (2.9 - 2) / 2 = 45, which is less than 60."""
    text = TEXT.replace("measure: survey(health.trust)", "measure: score(relationship)").replace("3.5", "60")
    told = {one.period.name: one for one in stood(YEAR_END, released(), later(), text=text).verdicts["talk"]}
    assert [(told[name].value, told[name].outcome.value) for name in ("2026-Q3", "2026-Q4")] == [
        (Decimal(70), "met"), (Decimal(45), "missed"),
    ]  # fmt: skip
    assert told["2026-Q1"].outcome is Outcome.UNDETERMINED


def test_a_setting_may_read_a_survey_too() -> None:
    """A threshold of 2.5 that is agreed as what the survey said less 0.9 is 2.5 for 3.4."""
    text = TEXT.replace("at least: 3.5", "at least: hoped").replace(
        "clauses:", "settings: {hoped: survey(health.trust) - 0.9}\nclauses:"
    )
    told = {one.period.name: one for one in stood(date(2026, 9, 30), released(), text=text).verdicts["talk"]}
    assert (told["2026-Q3"].threshold, told["2026-Q3"].outcome) == (Decimal("2.5"), Outcome.MET)


def test_the_scorecard_scores_the_latest_wave_against_its_anchors() -> None:
    """From floor 2 to target 4 the score 3.4 is 70; without a wave nothing is filled in and the score is a range."""
    score = stood(date(2026, 7, 15), released()).score
    assert score is not None
    assert (score.dimensions[1].score, score.coverage) == (Decimal(70), 1)
    before = stood(date(2026, 5, 1)).score
    assert before is not None
    assert (before.dimensions[1].score, before.dimensions[1].metrics[0].reason) == (
        None, "no health check has been answered yet",
    )  # fmt: skip


def test_waves_weigh_by_recency_where_that_is_agreed() -> None:
    """Two thirds of 45 and one third of 70 are 53.33."""
    text = TEXT.replace("{floor: 2, target: 4}", "{floor: 2, target: 4, recent: [2, 1]}")
    score = stood(YEAR_END, released(), later(), text=text).score
    assert score is not None
    assert score.dimensions[1].score is not None
    assert round(score.dimensions[1].score, 2) == Decimal("53.33")


def test_nothing_is_known_of_a_wave_that_was_closed_later() -> None:
    """Looked back at with the knowledge of November, the wave of December is open and its answers are not counted."""
    found = stood(date(2026, 12, 5), released(), later())
    survey = found.surveys["health"]
    assert [wave.wave for wave in survey.waves] == ["2026-H1"]
    assert survey.open is not None
    assert (survey.open.wave, survey.open.responses) == ("2026-H2", ())
    assert {score.wave for score in found.surveyed} == {"2026-H1"}


def test_the_digest_of_a_figure_names_the_waves_it_rests_on() -> None:
    """Another wave, other facts behind the figure; a metric that reads no survey keeps its digest."""
    one, two = stood(YEAR_END, released()), stood(YEAR_END, released(), later())

    def behind(found: object, metric: str) -> str:
        return found.figures[metric][-1].derivation.facts  # type: ignore[attr-defined, no-any-return]

    assert behind(one, "confidence") != behind(two, "confidence")
    assert behind(one, "on_time") == behind(two, "on_time")


# -- the docket -------------------------------------------------------------------------------


def lines(day: date, *waves: object) -> list[tuple[str, date | None, str, str]]:
    """Return the lines of surveys in a docket: what, its last day, its state, and why."""
    found = stood(day, *waves)  # type: ignore[arg-type]
    return [(line.what, line.due, line.state, line.why) for line in found.docket if line.kind == "survey"]


def test_the_docket_asks_for_the_next_wave() -> None:
    """Six months after the start the first is due; six months after closing the next; later it is overdue."""
    assert lines(date(2025, 11, 1)) == [
        ("Survey Health: hold a wave", date(2026, 1, 1), "due", "Every 6 months; no wave was held yet")
    ]
    due = date(2026, 12, 15)
    why = "Every 6 months; the last wave, 2026-H1, closed on 15 Jun 2026"
    assert lines(date(2026, 11, 1), released()) == [("Survey Health: hold a wave", due, "due", why)]
    assert lines(date(2027, 1, 10), released()) == [("Survey Health: hold a wave", due, "overdue", why)]


def test_an_open_wave_is_asked_for_answers_and_then_for_its_closing() -> None:
    """How many answered is all that is told of it; half-way through, on 11 December, everybody is to be reminded."""
    why = "Answered so far: 5 of 8 of fern and 6 of 9 of lark"
    closes = date(2026, 12, 20)
    remind = "6 have not answered; nobody knows who, so that it goes to all"
    assert lines(date(2026, 12, 5), released(), opened()) == [
        ("Survey Health, wave 2026-H2: remind everybody", date(2026, 12, 11), "due", remind),
        ("Survey Health, wave 2026-H2: answer", closes, "due", why),
    ]
    assert lines(date(2026, 12, 28), released(), opened()) == [
        ("Survey Health, wave 2026-H2: close it", closes, "overdue", why)
    ]


def now(day: date, *waves: object, **more: date) -> list[tuple[str, str, date | None, tuple[str, ...]]]:
    """What of surveys is to be decided on a day: kind, title, day and parties."""
    found = stood(day, *waves, **more)  # type: ignore[arg-type]
    return [(one.kind, one.title, one.by, one.who) for one in found.decisions if one.subject == "health"]


def test_a_wave_that_is_overdue_is_to_be_decided_now() -> None:
    """Not before its day, nor on it; from the day after by both parties, until one is opened."""
    due = date(2026, 12, 15)
    assert now(date(2026, 11, 1), released()) == now(due, released()) == []
    overdue = [("overdue", "Survey Health: hold a wave", due, ("fern", "lark"))]
    assert now(date(2026, 12, 16), released()) == overdue
    assert now(date(2026, 12, 16), released(), known_at=due) == []  # nobody can say yet that none was opened
    assert now(date(2026, 12, 16), released(), opened()) != overdue


def test_half_way_through_a_wave_its_keeper_reminds_everybody_and_then_closes_it() -> None:
    """From 11 December of 1 to 20 December, as long as somebody has not answered; after the 20th it is to be closed."""
    assert now(date(2026, 12, 10), released(), opened()) == []
    remind = [("open", "Survey Health, wave 2026-H2: remind everybody", date(2026, 12, 20), ("fern",))]
    assert now(date(2026, 12, 11), released(), opened()) == now(date(2026, 12, 19), released(), opened()) == remind
    assert "6 have not answered" in lines(date(2026, 12, 11), released(), opened())[1][3]
    everybody = replace(opened(), responses=tuple(replace(one, answered=one.invited) for one in opened().responses))
    assert now(date(2026, 12, 11), released(), everybody) == []
    assert now(date(2026, 12, 28), released(), opened()) == [
        ("overdue", "Survey Health, wave 2026-H2: close it", date(2026, 12, 20), ("fern",))
    ]


def test_of_a_hidden_party_a_reminder_does_not_tell_how_many_are_silent() -> None:
    """Of one party it is not told how many answered: nor does the reminder count the silent of the other."""
    fern, lark = opened().responses
    wave = replace(opened(), responses=(fern, replace(lark, answered=None, reason="fewer than 5 were asked")))
    assert "Some have not answered" in lines(date(2026, 12, 11), released(), wave)[1][3]


# -- laws -------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 400), max_size=8), st.integers(0, 400))
def test_the_latest_wave_is_never_one_of_the_future(closings: list[int], day: int) -> None:
    """Whatever waves there are: the one that counts was closed by the day, and none closed between it and the day."""
    start = date(2026, 1, 1)
    scores = [
        SurveyScore(survey="s", dimension="d", wave=f"w{n}", closed=start + timedelta(days=at), digest="")
        for n, at in enumerate(closings)
    ]
    found = latest(of_dimension(scores, "s", "d"), start + timedelta(days=day))
    known = [at for at in closings if at <= day]
    assert (found.closed if found else None) == (start + timedelta(days=max(known)) if known else None)


def test_a_hidden_group_reaches_figures_without_a_number() -> None:
    """Of a hidden group nothing but its reason passes on: no value and no interval."""
    hidden = [one for one in scores_of(released()) if one.reason]
    assert [(one.dimension, one.party) for one in hidden] == [("communication", "fern"), ("communication", "lark")]
    assert all((one.value, one.low, one.high) == (None, None, None) for one in hidden)


# -- worked examples --------------------------------------------------------------------------


EXAMPLE = """
examples:
  - says: 3.4 of five is less than 3.5. What is closed a day after the quarter counts for the next one.
    given: {survey(health.trust): {2026-06-15: 3.4, 2026-10-01: 3.6}}
    as of: 2026-12-31
    expect:
      talk:
        2026-Q1: {verdict: undetermined}
        2026-Q2: {value: 3.4, verdict: missed, shortfall: 0.1}
        2026-Q3: {verdict: missed}
        2026-Q4: {value: 3.6, verdict: met}
  - says: Each party's own people, where a metric is measured per party.
    given: {survey(health.trust): {fern: {2026-06-15: 3.9}, lark: {2026-06-15: 3.1}}}
    as of: 2026-07-15
    expect: {trust_of_party: {fern: {2026-Q2: {value: 3.9}}, lark: {2026-Q2: {value: 3.1}}}}
"""


def test_a_worked_example_gives_what_waves_said_by_the_day_of_closing() -> None:
    """A lawyer can work out a clause on a survey without a wave: everything in the example comes out."""
    outcomes, problems = run_examples(agreement(TEXT + EXAMPLE), DRIVER)
    assert problems == []
    assert [len(outcome.expectations) for outcome in outcomes] == [7, 2]


def test_a_dimension_that_is_not_asked_about_cannot_be_given() -> None:
    """A name mistyped is guessed."""
    text = TEXT + EXAMPLE.replace("survey(health.trust): {2026", "survey(health.trsut): {2026")
    problems = read_agreement(("agreement.yaml", text.encode()))[1]
    assert [(one.code, one.hint) for one in problems] == [("CMY-224", "Did you mean survey(health.trust)?")]
