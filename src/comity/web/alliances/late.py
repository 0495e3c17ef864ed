"""What of the docket is past its day, counted and called the same on every page that says it."""

from __future__ import annotations

from comity.kernel.numbers import in_words
from comity.kernel.words import and_list
from comity.reports.view.model import Sheet


def late_words(sheet: Sheet) -> str:
    """Return how many lines of the docket are overdue, and how many are sums to pay whose day has come; "" for none.

    One line is what people count: a report that both parties owe for a period is one, and so is what is left to pay of
    the old settlements of an account.
    """
    overdue = sum(line.overdue for line in sheet.docket)
    payable = sum(line.payable for line in sheet.docket)
    told = [(overdue, "overdue"), (payable, "payable")]
    return and_list([f"{in_words(count)} {word}" for count, word in told if count])
