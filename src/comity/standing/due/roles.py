"""Roles that have not judged although others have: each is asked by name, since its table counts as reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from comity.agreement.judging import judging_of
from comity.agreement.model import Agreement, FactTable, Terms
from comity.kernel.deadline import Deadline
from comity.kernel.period import Period
from comity.kernel.words import and_list, named
from comity.standing.due.deadlines import anchors_of, moved_by, time_until
from comity.standing.model import Due, Judgement

Silent = tuple[str, Period, str, str]
"""The table, the period, the party and the role that has not judged."""


def roles_due(
    agreement: Agreement, judgements: Mapping[str, Sequence[Judgement]], listed: Iterable[Due], *, as_of: date
) -> Iterator[Due]:  # fmt: skip
    """Yield a line for each role that has not judged what others of the same table have, with all it has not judged.

    `listed` are the lines of the facts owed: a party that is asked for the whole table is not asked for each role.
    """
    asked = [line for line in listed if line.kind == "facts" and line.period is not None]
    silent: dict[Silent, list[str]] = {}
    for one in (one for of in judgements.values() for one in of):
        terms = agreement.as_of(one.period.first)
        judging = judging_of(terms.metrics[one.metric], terms)
        if judging is None or not any(side.ratings for side in one.sides):
            continue
        for side in one.sides:
            if not any(_covers(line, judging.table, side.party, one.period) for line in asked):
                for role in side.lacking:
                    silent.setdefault((judging.table, one.period, side.party, role), []).append(one.metric)
    for (table, period, party, role), metrics in silent.items():
        terms = agreement.as_of(period.first)
        yield _line(terms.facts[table], period, party, role, list(dict.fromkeys(metrics)), terms, as_of)


def _covers(line: Due, table: str, party: str, period: Period) -> bool:
    of = line.period
    return (line.table, line.party) == (table, party) and of is not None and period.first <= of.last <= period.last


def _line(
    table: FactTable, period: Period, party: str, role: str, metrics: Sequence[str], terms: Terms, as_of: date
) -> Due:  # fmt: skip
    day = _due_day(table.due, period, terms, table)
    titles = and_list([terms.metrics[name].title or named(name) for name in metrics])
    moved = moved_by(table.due, day, anchors_of(period, terms), terms.calendar, table.every) if day is not None else ""
    return Due(
        kind="judgement",
        what=f"{named(table.name)} {period}: judge as {role}",
        table=table.name,
        party=party,
        period=period,
        due=day,
        state="open" if day is None else "overdue" if day < as_of else "due",
        step=role,
        why=f"{titles}: others have judged" + (f"; due {table.due}" if table.due is not None else ""),
        if_nothing="No figure comes of it while a role is silent.",
        left=time_until(day, as_of, table.due, terms.calendar) if day is not None else None,
        moved=moved,
        key=f"judgement/{table.name}/{period}/{party}/{role}",
    )


def _due_day(due: Deadline | None, period: Period, terms: Terms, table: FactTable) -> date | None:
    return terms.calendar.deadline_day(due, anchors_of(period, terms), table.every) if due is not None else None
