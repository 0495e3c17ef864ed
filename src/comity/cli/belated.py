"""What a file of facts corrects after the last day on which a correction moves anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from comity.cli.datum import last_days_over
from comity.cli.handed import Handed
from comity.kernel.words import periods_named
from comity.opening.alliance import Opened, open_facts

if TYPE_CHECKING:
    from comity.facts.data import Datum
    from comity.facts.model import Facts
    from comity.kernel.period import Period

_Changed = Mapping["Period", set["Datum"]]
"""The data reported before that a file changes, by the period of their row."""


def belated_lines(opened: Opened, handed: Handed, was: Facts, facts: Facts, day: date) -> Iterator[str]:
    """Yield of which periods a file corrects what was reported before and moves nothing by it, in one line.

    `was` are the facts as known on `day` without the file, `facts` those with it; `opened` is the alliance without it.
    """
    changed = _changed(handed, was, facts)
    if not changed:
        return
    # Of all members of a period together: it is told where nothing of the period can move any more.
    over = last_days_over(opened, handed.table, {period: {} for period in changed}, day)
    late = {one: last for one, last in over.items() if not _ends_a_dispute(opened, handed, was, changed[one], last)}
    if not late:
        return
    names, last = periods_named(sorted(late, key=lambda one: one.first)), max(late.values())
    when, whose = (f"{last}", "Its") if len(late) == 1 else (f"{last} at the latest", "Their")
    moves = f"what is reported now moves no verdict and no amount of {names if len(late) == 1 else 'them'}"
    shown = f"{whose} figures show it all the same."
    yield f"  {handed.table.name} {names} could be corrected until {when}: {moves}. {shown}"


def _changed(handed: Handed, was: Facts, facts: Facts) -> dict[Period, set[Datum]]:
    """Return the data that a file changes of rows that were reported before, by period; none of rows with own days."""
    from comity.facts.data import data_within
    from comity.facts.keys import keyed

    name = handed.table.period_column
    if handed.table.every is None or name is None:
        return {}
    tables, calendar = [keyed(handed.table, handed.terms)], handed.terms.calendar
    names = {*handed.submission.rows.column(name).to_pylist(), *handed.submission.covers}
    found = {}
    for period in map(calendar.period, sorted(names)):
        before, after = (data_within(of, tables, period, {}) for of in (was, facts))
        found[period] = {datum for datum, value in before.items() if after.get(datum) != value}
    return {period: data for period, data in found.items() if data}


def _ends_a_dispute(opened: Opened, handed: Handed, was: Facts, data: set[Datum], last: date) -> bool:
    """Tell whether some data are in dispute since the last day for corrections or before: what is reported counts."""
    from comity.facts.data import disputed_data
    from comity.facts.keys import keyed

    tables = [keyed(handed.table, handed.terms)]
    disputed = data & disputed_data(was, tables)
    return bool(disputed) and not disputed.isdisjoint(disputed_data(open_facts(opened, known_at=last), tables))
