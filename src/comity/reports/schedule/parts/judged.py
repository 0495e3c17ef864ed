"""Section 3, judged metrics: what each level means, who judges, and that nobody's judgement is averaged away."""

from __future__ import annotations

from collections.abc import Iterator

from comity.agreement.judging import judging_of
from comity.agreement.model import Metric
from comity.kernel import exact
from comity.kernel.numbers import PERCENT
from comity.reports.schedule.english.names import Book
from comity.reports.schedule.english.words import capital, listed, named, number, sentences
from comity.reports.schedule.markup import plain, strong
from comity.reports.schedule.model import Item, Table

_EACH = (
    "The following metrics are judged by people. Whoever judges chooses one of the levels stated, and none between "
    "them, and may say why. The judgements of each party are shown beside those of the other with the gap between them."
)
_LATE = (
    "A figure rests on the judgements of all roles named for it; while one of them is not reported after its due day, "
    "the figure is missing."
)


def judged(book: Book) -> Iterator[Item]:
    """Yield the items on judged metrics; none where nothing is judged."""
    found = [metric for metric in book.terms.metrics.values() if metric.is_judged]
    if not found:
        return
    below = tuple(
        Item(text=_judges(book, metric), title=named(metric.name), below=(_levels(metric),)) for metric in found
    )
    yield Item(text=sentences(_EACH, _LATE), title="Judged metrics", below=below)


def _judges(book: Book, metric: Metric) -> str:
    roles = [
        f"for {book.party(party)} {listed([f'the {plain(role)}' for role in roles])}"
        for party, roles in metric.judged_by.items()
    ]
    judging = judging_of(metric, book.terms)
    where = f" in {book.report(judging.table)}" if judging is not None else ""
    own = judging is not None and judging.party in metric.per
    together = "" if own or len(metric.judged_by) < 2 else "The figure is one for the parties together."
    priced = "The parties agree that payments may depend on these judgements." if metric.priced else ""
    return sentences(f"{capital(f'judged{where}, ')}{listed(roles)}.", together, priced)


def _levels(metric: Metric) -> Table:
    """Return the levels with their descriptions, lowest first as agreed."""
    percent = metric.unit == PERCENT
    rows = [
        (strong(f"{number(exact.mul(level, exact.HUNDRED))}%" if percent else number(level)), plain(says))
        for level, says in metric.levels.items()
    ]
    return Table(
        caption=f"Levels of {named(metric.name)}", head=("Level", "What it means"), rows=tuple(rows), widths=(2, 16)
    )
