"""What a figure comes to that changed after the last day on which a correction of it moves something.

Such a correction is on record and moves nothing, and neither does a dispute that is raised so late. A dispute that was
raised in time stays open until it ends, on whatever day, and what is reported of its datum by then counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from comity.agreement.model import FactTable
from comity.facts.data import data_within, disputed_data
from comity.facts.model import Facts
from comity.kernel.figure import Figure, State


def moved_late(
    history: Sequence[tuple[date, Figure]], figure: Figure, tables: Sequence[FactTable], in_time: Facts, now: Facts
) -> Figure | None:  # fmt: skip
    """Return what a figure counts as that changed too late to be restated; None where nothing follows.

    `in_time` are the facts as known on the last day for corrections, `now` those of the figure; `tables` those that it
    rests on, with their keys. Only what ends a dispute that stood on that day counts. Where another datum of the figure
    was changed since, which moves nothing, it becomes again what it was before the dispute.
    """
    if not history or history[-1][1].state is not State.DISPUTED:
        return None
    disputed = disputed_data(in_time, tables)
    is_open = not disputed.isdisjoint(disputed_data(now, tables))
    if is_open and figure.value == history[-1][1].value:
        return figure
    sound = (one for _, one in reversed(history) if one.value is not None and one.state is not State.DISPUTED)
    before = next(sound, None)
    if not _moved(figure, tables, in_time, now) <= disputed:
        return None if is_open else before
    if is_open or figure.state is not State.DISPUTED:
        return figure
    return replace(figure, state=before.state if before is not None else State.FINAL, reason="")


def _moved(figure: Figure, tables: Sequence[FactTable], in_time: Facts, now: Facts) -> set[tuple[object, ...]]:
    """Return the data of a figure's period and member that are others than they were in time."""
    was, found = (data_within(facts, tables, figure.period, dict(figure.scope)) for facts in (in_time, now))
    return {datum for datum in was.keys() | found.keys() if was.get(datum) != found.get(datum)}
