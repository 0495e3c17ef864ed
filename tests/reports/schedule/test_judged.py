"""Judged metrics in the schedule: every level, every judge, and whose entries are whose."""

from pathlib import Path

from tests.reports.schedule.builders import said

TEXT = (Path(__file__).parents[2] / "agreement" / "agreements" / "judged.yaml").read_text(encoding="utf-8")
WHOLE = said(head=TEXT)


def test_every_level_is_printed_with_its_meaning() -> None:
    """What counsel signs is what people judge on; levels of a percentage are percentages."""
    rows = [" ".join(row.replace("|", " ").replace("**", "").split()) for row in WHOLE.splitlines()]
    for row in ("75 Problems are told before they are found.", "100% Every question is answered within a day."):
        assert row in rows


def test_the_judges_of_each_party_are_named() -> None:
    """Roles and parties, and in which report they judge."""
    assert (
        "Judged in the Ratings Report, for Fern the alliance manager and for Lark the alliance manager and the sponsor."
        in WHOLE
    )


def test_all_roles_are_needed_and_none_is_averaged_away() -> None:
    """A reader learns what a silent role does."""
    assert "A figure rests on the judgements of all roles named for it" in WHOLE
    assert "shown beside those of the other with the gap between them" in WHOLE


def test_whose_entries_are_whose_is_said() -> None:
    """Each party's own entries are not two reports of one fact."""
    assert "Fern and Lark each report their own entries; no party reports for another" in WHOLE
    assert "report the same facts" not in WHOLE


def test_an_agreed_price_is_said() -> None:
    """`priced: agreed` stands in the text, and only where it is agreed."""
    words = "The parties agree that payments may depend on these judgements."
    assert WHOLE.count(words) == 1
    assert words not in said(head=TEXT.replace("    priced: agreed\n", ""))
