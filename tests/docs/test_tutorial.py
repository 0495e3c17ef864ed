"""Whoever follows a tutorial sees what it shows; each uses the commands it is about, so that this is not empty."""

from pathlib import Path

from tests.docs.tutorials import commands, follow


def test_whoever_follows_the_tutorial_sees_what_it_shows(tmp_path: Path) -> None:
    """Clauses: from an empty folder to the contract text, file by file and command by command."""
    follow("clauses.md", tmp_path)


def test_every_step_is_shown() -> None:
    """The page uses each command that a clause needs."""
    assert commands("clauses.md") == {"check", "backtest", "evaluate", "docket", "explain", "draft"}


def test_two_parties_who_follow_it_see_what_it_shows(tmp_path: Path) -> None:
    """The record: from two keys to entries that both have cosigned, and a pack of them that is proven."""
    follow("record.md", tmp_path)


def test_every_step_of_a_record_is_shown() -> None:
    """The page uses each command that a record needs."""
    needed = {"key", "sign", "sync", "submit", "notice", "dispute", "settle", "concern", "respond", "disclose"}
    needed |= {"pay", "amend", "docket", "attest", "hold", "erase", "survey"}
    assert needed | {"cosign", "log", "evaluate", "export", "verify"} <= commands("record.md")


def test_who_follows_it_sees_what_it_shows(tmp_path: Path) -> None:
    """Surveys: from an empty folder to questionnaires, two waves, and what else the page shows."""
    follow("surveys.md", tmp_path)


def test_every_step_of_a_survey_is_shown() -> None:
    """The page uses each command that a survey needs."""
    assert {"catalogue", "check", "survey"} <= commands("surveys.md")
