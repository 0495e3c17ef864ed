"""The line about signatures: who has signed, who has not, and what the figures are worth until then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from comity.reports.html import page
from comity.reports.pdf import pdf
from comity.reports.view.sheet import view
from tests.reports.builders import rich


@pytest.mark.parametrize(
    ("signed", "line"),
    [
        (None, ""),
        (("aster", "borealis"), ""),
        (("archive", "aster", "borealis"), ""),
        (("borealis",), "Not signed by all parties yet: Borealis has, Aster has not. Until then figures are what the "
         "agreement would come to."),
        (("archive",), "Not signed with Comity: archive recorded it, no party has signed it here. Figures are what "
         "it comes to."),
        ((), "Not signed with Comity: nobody has signed this text. Figures are what it comes to as it is written."),
    ],
)  # fmt: skip
def test_it_names_who_has_signed_and_who_has_not(signed: tuple[str, ...] | None, line: str) -> None:
    """Nothing is said where all have, or where nobody asked; an archive that keeps the record is no party."""
    assert view(replace(rich(), signed=signed)).unsigned == line


def test_the_page_and_the_pdf_say_it_near_the_top() -> None:
    """A report of what is not signed says so before the first figure; of any other nothing changes."""
    unsigned = replace(rich(), signed=("borealis",))
    text = page(unsigned)
    assert text.index("Not signed by all parties yet") < text.index("Decide now")
    assert "Not signed" not in page(rich())
    assert pdf(unsigned) != pdf(rich())
