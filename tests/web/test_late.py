"""What of the docket is late, counted in words."""

from __future__ import annotations

from dataclasses import replace

from comity.reports.view.model import DueView
from comity.reports.view.sheet import view
from comity.web.alliances.late import late_words
from tests.reports.rich import rich


def due(left: str, **more: bool) -> DueView:
    """Return a line of a docket."""
    return DueView(**{"when": "", "overdue": False, "what": "", "who": "", "if_nothing": "", "left": left, **more})


def test_what_is_payable_is_known_and_not_read_from_words() -> None:
    """A line is payable because the standing says so, however the time left is worded."""
    sheet = view(rich())
    lines = (due("since 3 days", payable=True), due("payable in full on delivery"), due("2 days ago", overdue=True))
    assert late_words(replace(sheet, docket=lines)) == "one overdue and one payable"
    assert late_words(replace(sheet, docket=())) == ""
