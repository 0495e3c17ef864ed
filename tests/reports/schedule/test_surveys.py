"""Surveys in the schedule: whom they ask, in which languages, and every question as far as the agreement wrote it."""

from __future__ import annotations

from comity.agreement.read import read
from comity.reports.schedule.plain import text
from comity.reports.schedule.write import schedule_of_terms

HEAD = """\
comity: 1
alliance: small
parties: {finch: Finch Ltd, heron: Heron Ltd}
starts: 2026-01-01
surveys:
  pulse:
    every: 6 months
    asks: {finch: {alliance manager: 1, team: 6}, heron: 8}
"""


def said(survey: str) -> str:
    """Return the schedule of an agreement with one survey, in one line."""
    terms, problems = read((HEAD + survey).encode(), "agreement.yaml")
    assert terms is not None
    assert problems == []
    return " ".join(text(schedule_of_terms(terms)).split())


def test_a_survey_of_one_language_says_whom_it_asks_and_what_is_hidden() -> None:
    """Roles in brackets, one person in the singular, the smallest group that is shown, the statements."""
    found = said("    scale: 1 to 7\n    items: {trust: We rely on them.}\n")
    assert "1 person (Alliance Manager) and 6 people (Team) of Finch and 8 people of Heron" in found
    assert "Answers run from 1 to 7 and are anonymous" in found
    assert "fewer than 5 people are not shown" in found
    assert "Trust: We rely on them." in found
    assert "It is put in" not in found


def test_own_questions_are_said_in_full() -> None:
    """Both languages, every level, which end is the good one, the source, and that a question is open."""
    found = said(
        "    scale: 1 to 5\n    languages: [de, en]\n    questions:\n"
        "      late: {of: openness, asks: {en: How late?, de: Wie spät?}, reverse: yes, cites: our book,\n"
        "        levels: {1: {en: Never., de: Nie.}, 5: {en: Always., de: Immer.}}}\n"
        "      wish: {asks: {en: What?, de: Was?}, open: yes}\n"
    )
    assert "It is put in German and English. In doubt the wording in German holds." in found
    assert "Openness (Late): German: Wie spät? English: How late?" in found
    assert "1: German: Nie. English: Never. 5: German: Immer. English: Always." in found
    assert "Of its levels 1 is the good end, and it counts as 5." in found
    assert "Source: our book." in found
    assert "Open Question" in found


def test_of_an_instrument_the_questions_stand_and_where_the_levels_are() -> None:
    """A version of the catalogue never changes, so its levels need not be repeated."""
    found = said("    instrument: alliance-health-check-short 1\n")
    assert "in version 1 of the Comity catalogue, which does not change" in found
    assert (
        "Trust (Keeps Word): Does the person at our partner with whom you work most keep what he or she promises?"
        in found
    )
    assert "Promises are broken" not in found


def test_an_interview_says_that_others_choose_the_answers() -> None:
    """Who talks and who judges are different people."""
    assert "two other people read the notes and choose the answers" in said("    instrument: alliance-interview 1\n")
