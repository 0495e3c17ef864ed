"""The pages about figures: metrics, clauses and the scorecard, made from the same words and addresses."""

from __future__ import annotations

from collections.abc import Iterator

from comity.reports.view.model import Sheet
from comity.standing.model import Standing
from comity.web.alliances.pages import clauses, metrics, scorecard
from comity.web.alliances.pages.kit import kit_of
from comity.web.alliances.pieces import Page


def pages(standing: Standing, sheet: Sheet) -> Iterator[Page]:
    """Yield the pages of all metrics, all clauses and the scorecard."""
    kit = kit_of(standing, sheet)
    yield from metrics.pages(kit)
    yield from clauses.pages(kit)
    yield from scorecard.pages(kit)
