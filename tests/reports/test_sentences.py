"""The sentence that leads a sheet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from comity.clauses.model import Outcome
from comity.reports.sentences import agreed_sentence, clauses_part, lead_sentence, unseen_sentence
from tests.reports.builders import empty, no_figures, rich

MET, MISSED, OPEN, EXCUSED, LATER = (
    Outcome.MET,
    Outcome.MISSED,
    Outcome.UNDETERMINED,
    Outcome.EXCUSED,
    Outcome.NOT_DUE,
)


@pytest.mark.parametrize(
    ("outcomes", "text"),
    [
        ([], ""),
        ([LATER], "no clause is due yet"),
        ([MET], "the one clause is met"),
        ([MET, MET], "both clauses are met"),
        ([MET] * 9, "all nine clauses are met"),
        ([MET, LATER], "the one clause due so far is met"),
        ([MET, MET, LATER], "the two clauses due so far are met"),
        ([MISSED], "the one clause was missed"),
        ([MISSED] * 2, "both clauses were missed"),
        ([OPEN] * 3, "none of the three clauses can be judged yet"),
        ([OPEN] * 2, "neither of the two clauses can be judged yet"),
        ([OPEN], "the one clause cannot be judged yet"),
        ([MISSED, MET], "one of two clauses was missed"),
        ([MISSED] * 2 + [MET] * 7, "two of nine clauses were missed"),
        ([MISSED] * 2 + [OPEN] * 2 + [MET] * 5, "two of nine clauses were missed and two cannot be judged yet"),
        ([OPEN] + [MET] * 13, "one of 14 clauses cannot be judged yet"),
        ([EXCUSED], "the one clause is excused"),
        ([EXCUSED, MET, MET], "two of three clauses are met and one is excused"),
    ],
)
def test_clauses_are_counted_in_words(outcomes: list[Outcome], text: str) -> None:
    """None, one, several; what was missed first, then what cannot be judged, else what is met."""
    assert clauses_part(outcomes) == text


def test_the_lead_says_clauses_overdue_reports_and_differences() -> None:
    """One sentence that a reader could repeat in a meeting."""
    assert lead_sentence(rich()) == (
        "Two of seven clauses were missed and one cannot be judged yet; two reports are overdue; "
        "the reports of net sales differ in one period."
    )


def test_the_lead_leaves_out_what_is_not() -> None:
    """Without overdue reports and differences nothing is said of them, and one is singular."""
    standing = rich()
    one = replace(standing, docket=standing.docket[:1], comparisons=())
    assert lead_sentence(one).endswith("cannot be judged yet; one report is overdue.")
    assert lead_sentence(no_figures()) == "The one clause cannot be judged yet."


def test_what_fell_due_after_the_day_of_knowledge_is_not_called_overdue() -> None:
    """Known on 14 August, nobody can say on 6 February what came since: it is said in one line and not as late."""
    standing = rich()
    assert unseen_sentence(standing) == ""
    early = replace(standing, known_at=date(2024, 8, 14))
    assert unseen_sentence(early) == (
        "What became known after 14 Aug 2024 is left out; "
        "what fell due since (2 lines of the docket) is not called overdue."
    )
    assert "overdue" not in lead_sentence(early)
    assert unseen_sentence(replace(standing, docket=(), known_at=date(2025, 1, 31))) == (
        "What became known after 31 Jan is left out."
    )


def test_a_wave_of_a_survey_that_fell_due_since_is_counted_with_the_reports() -> None:
    """All that is late by the day of the sheet and not by the day of knowledge is in the count, whatever it is."""
    standing = rich()
    wave = replace(standing.docket[0], kind="survey", key="survey/health/after start")
    early = replace(standing, known_at=date(2024, 8, 14), docket=(*standing.docket, wave))
    assert "what fell due since (3 lines of the docket) is not called overdue." in unseen_sentence(early)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, ""),
        (1, "1 number that was agreed on is not reported yet and not counted here: see the docket."),
        (2, "2 numbers that were agreed on are not reported yet and not counted here: see the docket."),
    ],
)
def test_numbers_that_were_agreed_on_and_are_not_reported_are_counted(count: int, said: str) -> None:
    """As many as the docket has corrections; what else is due is none."""
    standing = rich()
    waiting = [replace(standing.docket[0], kind="correction", key=f"correction/{n}") for n in range(count)]
    assert agreed_sentence(replace(standing, docket=(*standing.docket, *waiting))) == said


def test_reports_and_milestones_that_are_late_are_counted_apart() -> None:
    """A milestone is no report."""
    standing = rich()
    first, second = (replace(standing.docket[0], kind="milestone", key=f"milestone/{name}") for name in ("a", "b"))
    said = lead_sentence(replace(standing, docket=(standing.docket[0], first, second), comparisons=()))
    assert said.endswith("cannot be judged yet; one report and two milestones are overdue.")


def test_a_report_that_both_parties_owe_is_one_as_in_the_docket() -> None:
    """Both are late with one table for one period: the docket has one line for it, and the sentence one report."""
    standing = rich()
    both = tuple(replace(standing.docket[0], party=name, key=f"facts/{name}") for name in standing.terms.parties)
    assert lead_sentence(replace(standing, docket=both, comparisons=())).endswith("; one report is overdue.")


def test_the_lead_of_an_empty_standing_says_so() -> None:
    """No clauses, no facts: a sentence all the same."""
    assert lead_sentence(empty()) == "Nothing has been judged yet, nothing is overdue and no reports differ."
