"""What is owed apart from clauses: facts to report, facts that become final, milestones to reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from comity.agreement.acts import Act
from comity.agreement.inline import with_inline_metrics
from comity.agreement.model import Agreement, FactTable, Terms
from comity.clauses.life.model import Life
from comity.facts.model import Facts
from comity.kernel.deadline import Deadline
from comity.kernel.period import Grain, Period
from comity.kernel.words import and_list, named
from comity.kernel.words import day as in_words
from comity.standing.due.deadlines import anchors_of, moved_by, time_until
from comity.standing.due.reported import Reports, owed_by, reports_of
from comity.standing.milestones import MILESTONES, REASON, Course, courses_of, due_day
from comity.standing.model import Due
from comity.standing.words import party_name


def facts_due(agreement: Agreement, facts: Facts, *, as_of: date, until: date) -> Iterator[Due]:
    """Yield the facts overdue and those due by a day, and the days on which reported ones become final.

    Only tables owed by an agreed day are listed, one whose rows have days for each period of a metric that reads it.
    The terms are those of the period.
    """
    inlined = with_inline_metrics(agreement)
    for name in dict.fromkeys(name for _, terms in agreement.versions for name in terms.facts):
        reports = reports_of(name, inlined, facts)
        for period in _owed(name, inlined, as_of, until):
            terms = agreement.as_of(period.first)
            yield from _to_report(terms.facts[name], period, terms, reports, as_of, until)
            for line in _to_become_final(terms.facts[name], period, terms, reports, as_of, until):
                yield replace(line, if_nothing=BUT_FOR_DISPUTES) if _is_disputed(name, period, facts) else line


def _owed(name: str, inlined: Agreement, as_of: date, until: date) -> Iterator[Period]:
    """Yield the periods for which a table is owed, by the terms of each."""
    grains = {id(terms): owed_by(name, terms) for _, terms in inlined.versions}
    for grain in dict.fromkeys(grains.values()):
        if grain is not None:
            periods = _periods(grain, inlined.as_of(as_of), as_of, until)
            yield from (period for period in periods if grains[id(inlined.as_of(period.first))] is grain)


def _periods(grain: Grain, terms: Terms, as_of: date, until: date) -> list[Period]:
    if as_of < terms.starts:
        return []
    return terms.calendar.between(grain, terms.starts, min(until, terms.ends) if terms.ends else until)


# -- to report --------------------------------------------------------------------------------


def _to_report(
    table: FactTable, period: Period, terms: Terms, reports: Reports, as_of: date, until: date
) -> Iterator[Due]:  # fmt: skip
    anchors = anchors_of(period, terms)
    day = terms.calendar.deadline_day(table.due, anchors, table.every) if table.due is not None else None
    if table.due is None or day is None or day > until:
        return
    for reporter in table.reporters:
        if reporter.party in terms.parties and not reports.has(reporter.party, period):
            yield Due(
                kind="facts",
                what=f"{named(table.name)} {period}: report",
                table=table.name,
                party=reporter.party,
                period=period,
                due=day,
                state="overdue" if day < as_of else "due",
                why=f"Due {table.due}",
                if_nothing=_unreported(table, terms, _others(table, reporter.party, period, reports)),
                left=time_until(day, as_of, table.due, terms.calendar),
                moved=moved_by(table.due, day, anchors, terms.calendar, table.every),
                key=f"facts/{table.name}/{period}/{reporter.party}",
            )


def _others(table: FactTable, party: str, period: Period, reports: Reports) -> list[str]:
    """Return the other parties that have reported a period already."""
    parties = dict.fromkeys(one.party for one in table.reporters if one.party != party)
    return [other for other in parties if reports.has(other, period)]


def _unreported(table: FactTable, terms: Terms, others: Sequence[str]) -> str:
    resting = [m.title or named(m.name) for m in terms.metrics.values() if f"{table.name}." in m.formula.text]
    if not resting:
        return "No metric rests on it."
    what = f"{resting[0]} and {len(resting) - 1} more" if len(resting) > 1 else resting[0]
    if not others:
        return f"{what} cannot be computed."
    names = and_list([party_name(terms, one) for one in others])
    return f"{what} {'rest' if len(resting) > 1 else 'rests'} on what {names} reported alone."


# -- to become final --------------------------------------------------------------------------


def _to_become_final(
    table: FactTable, period: Period, terms: Terms, reports: Reports, as_of: date, until: date
) -> Iterator[Due]:  # fmt: skip
    """Yield the last day on which a statement may be corrected or disputed, once somebody has reported it."""
    days = reports.of(period)
    if table.final is None or not days:
        return
    anchors = anchors_of(period, terms) | {"report": max(days)}
    day = terms.calendar.deadline_day(table.final, anchors, table.every)
    if day is None or not as_of <= day <= until:
        return
    yield Due(
        kind="final",
        modal="may",
        what=f"{named(table.name)} {period}: correct or dispute",
        table=table.name,
        party=", ".join(terms.parties),
        period=period,
        due=day,
        state="due",
        why=f"Final {table.final}",
        if_nothing=_final(table, day, anchors, terms, as_of),
        left=time_until(day, as_of, table.final, terms.calendar),
        moved=moved_by(table.final, day, anchors, terms.calendar, table.every),
        key=f"final/{table.name}/{period}",
    )


BUT_FOR_DISPUTES = "The figures are final, but for those that rest on what is disputed."


def _is_disputed(name: str, period: Period, facts: Facts) -> bool:
    sealed = facts.tables.get(name)
    compared = sealed.comparisons if sealed is not None else ()
    return any(one.state == "differs" and period.first <= one.period.last <= period.last for one in compared)


def _final(table: FactTable, final: date, anchors: Mapping[str, date], terms: Terms, as_of: date) -> str:
    restate: Deadline | None = table.restate
    last = terms.calendar.deadline_day(restate, anchors, table.every) if restate is not None else None
    if last is not None and last > final:
        return f"The figures are final; a restatement still moves money until {in_words(last, as_of)}."
    return "The figures are final."


# -- milestones -------------------------------------------------------------------------------


def milestones_due(terms: Terms, life: Life | None, acts: Sequence[Act], *, as_of: date, until: date) -> Iterator[Due]:
    """Yield the milestones that are not done, with the day to which relief has moved them, and those to be accepted."""
    for name, course in courses_of(terms, acts, as_of).items():
        agreed, stage = due_day(course.milestone, terms), course.at(as_of)
        if agreed is None:
            continue
        if stage.done is None:
            day = _extended(name, agreed, life)
            if day <= until:
                yield _milestone(course, day, agreed, terms, as_of)
        elif course.milestone.accepted_by is not None and stage.accepted is None:
            yield _acceptance(course, course.milestone.accepted_by, terms, as_of, until)


def _extended(name: str, agreed: date, life: Life | None) -> date:
    """Return the due day with the delay that relief allows, as the clauses over milestones see it."""
    rows = life.rows.items() if life is not None else ()
    moved = [row["due"] for (_, _, period), row in rows if period == name and "days_late" in row]
    return max([agreed, *(day for day in moved if isinstance(day, date))])


def _milestone(course: Course, day: date, agreed: date, terms: Terms, as_of: date) -> Due:
    milestone, stage = course.milestone, course.at(as_of)
    clauses = [c.title or named(c.name) for c in terms.clauses.values() if c.table == MILESTONES]
    counted = f"{and_list(clauses)} counts the days late." if clauses else "It is shown as late; no clause rests on it."
    rejected = stage.act.written.get(REASON) if stage.act is not None else None
    said = [
        f"Milestone agreed for {in_words(agreed, as_of)}",
        f"rejected on {in_words(stage.since, as_of)}: {rejected}" if rejected else "",
        f"evidence: {milestone.evidence}" if milestone.evidence else "",
        f"to be accepted by {milestone.accepted_by}" if milestone.accepted_by else "",
        f"worth {milestone.worth.text}" if milestone.worth else "",
    ]
    return Due(
        kind="milestone",
        what=f"{named(milestone.name)}: complete",
        table=MILESTONES,
        party=milestone.owed_by or ", ".join(terms.parties),
        due=day,
        state="overdue" if day < as_of else "due",
        why="; ".join(part for part in said if part),
        if_nothing=counted if len(clauses) < 2 else counted.replace("counts", "count"),
        left=time_until(day, as_of, None, terms.calendar),
        moved=f"relief has moved it from {in_words(agreed, as_of)}" if day != agreed else "",
        key=f"milestone/{milestone.name}",
    )


def _acceptance(course: Course, party: str, terms: Terms, as_of: date, until: date) -> Due:
    """Return that a complete milestone is to be accepted or rejected, by a day where one is agreed."""
    milestone, stage = course.milestone, course.at(as_of)
    done, day = stage.done or as_of, stage.until
    within = Deadline(text=str(milestone.within), kind="after", duration=milestone.within) if day is not None else None
    handed_in = stage.act.written.get("evidence") if stage.act is not None else None
    evidence = f"; evidence: {handed_in or milestone.evidence}" if handed_in or milestone.evidence else ""
    worth = f", and what it is worth ({milestone.worth.text}) is not earned" if milestone.worth else ""
    return Due(
        kind="acceptance",
        modal="may",
        what=f"{named(milestone.name)}: accept or reject",
        table=MILESTONES,
        party=party,
        due=day,
        state="open" if day is None else "due" if day <= until else "later",
        step=milestone.name,
        why=f"Complete since {in_words(done, as_of)}{evidence}",
        if_nothing="It is deemed accepted." if day is not None else f"It stays without acceptance{worth}.",
        opened=done,
        left=time_until(day, as_of, within, terms.calendar) if day is not None else None,
        moved=moved_by(within, day, {"": done}, terms.calendar) if day is not None else "",
        key=f"milestone/{milestone.name}/acceptance",
    )


def together(lines: Iterable[Due]) -> list[list[Due]]:
    """Return lines of a docket as people count them: what several parties owe alike is one."""
    found: dict[tuple[str, date | None, str], list[Due]] = {}
    for line in lines:
        key = line.what if line.kind == "facts" else line.key
        found.setdefault((key, line.due, line.kind), []).append(line)
    return list(found.values())


def farthest(as_of: date, ahead: timedelta) -> date:
    """Return the day so far ahead, or the last there is."""
    return as_of + min(ahead, date.max - as_of)
