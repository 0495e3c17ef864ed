"""What a report rests on, said in one place: who keeps the record, how much is final, who signed, the checkpoint."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from comity.reports.html import page
from comity.reports.pdf import pdf
from comity.reports.view.rests import rests_on
from comity.standing.recorded import RecordState
from tests.reports.builders import rich

BOTH = {"borealis": date(2023, 12, 14), "aster": date(2023, 12, 11)}
RECORD = RecordState(keeper="aster", entries=9, final=9, waiting=0, signed=(BOTH,), size=12, root="ab" * 32)


def words(**changed: object) -> str:
    """Return all that is said of a record, with the root as it is shown."""
    found = rests_on(replace(rich(), recorded=replace(RECORD, **changed)))  # type: ignore[arg-type]
    return " ".join(filter(None, [found.says, found.checkpoint, found.root.short if found.root else ""]))


def test_a_record_says_who_keeps_it_who_signed_and_from_what_it_can_be_computed_again() -> None:
    """All days have their year, also that of the report: it is read long after."""
    assert words() == (
        "Record kept by Aster: 9 entries by 6 Feb 2025, all final. Agreement signed by Aster on 11 Dec 2023 and "
        "Borealis on 14 Dec 2023. Can be computed again from the checkpoint of 12 entries with the root abab…abab"
    )


def test_what_is_not_final_yet_is_counted() -> None:
    """Of 9 entries the checkpoint covers 7, and 1 is not even in the record of the keeper."""
    assert "9 entries by 6 Feb 2025, 7 of them final, 1 waiting for the keeper." in words(final=7, waiting=1, size=7)
    assert "Final up to the checkpoint of 7 entries" in words(final=7, size=7)
    assert words(final=0, size=0, root="").endswith("No checkpoint yet that all parties have cosigned.")


@pytest.mark.parametrize(
    ("signed", "said"),
    [
        ({"aster": date(2023, 12, 11)}, "Agreement signed by Aster on 11 Dec 2023, unsigned by Borealis."),
        ({}, "Agreement unsigned by Aster and Borealis."),
        (
            {"archive": date(2023, 12, 11)},
            "Agreement unsigned by Aster and Borealis, recorded by Archive on 11 Dec 2023.",
        ),
    ],
)
def test_who_has_not_signed_is_named(signed: dict[str, date], said: str) -> None:
    """An archive that wrote down what is public is no party, and its signature is none of theirs."""
    assert said in words(signed=(signed,))


def test_what_was_changed_names_both_signings() -> None:
    """The terms of a day may be those first signed, though a change of them is signed by then: neither is left out."""
    changed = {"aster": date(2024, 5, 12), "borealis": date(2024, 5, 14)}
    said = words(signed=(BOTH, changed, changed))
    assert "Agreement signed by Aster on 11 Dec 2023 and Borealis on" in said
    assert "Its latest text, after 2 changes, signed by Aster on 12 May 2024 and Borealis on 14 May 2024." in said


def test_a_folder_without_a_record_says_so() -> None:
    """Nobody takes what stands in its files for something that was signed."""
    assert rests_on(rich()).says.startswith("From a folder, without a record")


def test_the_page_and_the_pdf_say_it() -> None:
    """Both, and the page has the whole root behind the short one."""
    recorded = replace(rich(), recorded=RECORD)
    assert f'with the root <code title="{RECORD.root}">abab…abab</code>.' in page(recorded)
    assert "From a folder, without a record" in page(rich())
    assert pdf(recorded) != pdf(rich())
