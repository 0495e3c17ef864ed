"""What needs people now: open steps, misses without a position, facts that disagree or are overdue, open verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from comity.agreement.model import Agreement, Terms
from comity.clauses.life.model import Life
from comity.clauses.model import Outcome, Verdict
from comity.facts.model import Comparison
from comity.kernel.figure import Scope
from comity.kernel.words import and_list, capital, named
from comity.kernel.words import day as in_words
from comity.standing.due.deadlines import RECENT
from comity.standing.model import Decision, Due
from comity.standing.words import is_objection, objecting, party_name

SETTLED = (Outcome.MET, Outcome.MISSED, Outcome.EXCUSED, Outcome.UNDETERMINED)


def decisions(
    agreement: Agreement,
    verdicts: Mapping[str, Sequence[Verdict]],
    comparisons: Iterable[Comparison],
    docket: Iterable[Due],
    *,
    as_of: date,
) -> tuple[Decision, ...]:
    """Return what needs a decision: those with a date first, earliest first, then those that anybody may take any day.

    `docket` holds the open steps; one whose time lies beyond its horizon is not to be decided now.
    """
    terms = agreement.as_of(as_of)
    latest = [_latest(of) for of in verdicts.values()]
    lines = list(docket)
    found = [
        *_open(lines, verdicts, terms),
        *_disputed(comparisons, terms),
        *_overdue(lines, terms, as_of),
        *_silent_roles(lines, terms, as_of),
        *_late_milestones(lines),
        *(d for of in latest for d in _undetermined(of, terms)),
    ]
    return tuple(sorted(found, key=lambda d: (d.by is None, d.by or date.max)))


def _latest(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Return the latest verdict of each member that is due."""
    found = {v.scope: v for v in verdicts if v.outcome in SETTLED}
    return list(found.values())


def refused_acts(life: Life, terms: Terms, *, as_of: date) -> Iterator[Decision]:
    """Yield the acts of the last quarter that count for nothing: whoever sent them may believe that they do."""
    for refusal in life.refused:
        act = refusal.act
        if as_of - RECENT <= act.on <= as_of:
            who = and_list([party_name(terms, name) for name in act.by])
            yield Decision(
                kind="refused",
                subject=act.about[0] if act.about else "",
                title=f"{capital(act.do)} by {who} on {in_words(act.on, as_of)} counts for nothing",
                says=f"{capital(refusal.reason)}.",
                who=act.by,
                if_nothing="It stays on record as refused, and no clock stops for it.",
            )


# -- open steps, claims, misses without a position --------------------------------------------

ACTED_ON = ("step", "choice", "payment", "level", "claim", "position", "acceptance")
"""Kinds of lines of the docket on which somebody decides."""


def _open(docket: Iterable[Due], verdicts: Mapping[str, Sequence[Verdict]], terms: Terms) -> Iterator[Decision]:
    """Yield a decision for each step that somebody may or must take, the same step of several periods together."""
    together: dict[tuple[object, ...], list[Due]] = {}
    for line in docket:
        if line.kind in ACTED_ON and line.party and line.state not in ("tolled", "later"):
            key = (line.kind, line.clause, line.scope, line.rule, line.step, line.party)
            together.setdefault(key, []).append(line)
    missed = {(v.clause, v.scope, v.period.name) for of in verdicts.values() for v in of if v.outcome is Outcome.MISSED}
    yield from (_decision(lines, missed, terms) for lines in together.values())


def _decision(lines: Sequence[Due], missed: set[tuple[str, Scope, str]], terms: Terms) -> Decision:
    first = lines[0]
    others = [line.period.name for line in lines[1:] if line.period is not None]
    also = f" Also open for {_periods(others)}." if others else ""
    return Decision(
        kind=_kind(first, missed),
        subject=first.clause,
        scope=first.scope,
        title=first.what,
        says=f"{first.why}.{also}",
        who=first.parties,
        if_nothing=first.if_nothing,
        by=first.due,
        line=first.key,
    )


def _kind(line: Due, missed: set[tuple[str, Scope, str]]) -> str:
    if line.kind in ("level", "claim"):
        return {"level": "disputed", "claim": "claimed"}[line.kind]
    period = line.period.name if line.period is not None else ""
    return "missed" if (line.clause, line.scope, period) in missed else "open"


def _where(verdict: Verdict) -> str:
    return f"{verdict.period}, {verdict.member}" if verdict.scope else verdict.period.name


# -- disputed, overdue, undetermined ----------------------------------------------------------


def _disputed(comparisons: Iterable[Comparison], terms: Terms) -> Iterator[Decision]:
    differing = [c for c in comparisons if c.state == "differs"]
    for table, group in groupby(sorted(differing, key=lambda c: (c.table, c.period.first)), key=lambda c: c.table):
        cases = list(group)
        last = cases[-1]
        names = and_list([party_name(terms, r.reporter) for r in last.reports])
        said = objecting(terms, last) if is_objection(terms, last) else f"{names} differ"
        yield Decision(
            kind="disputed",
            subject=table,
            title=f"{named(table)}: {said} in {_periods([c.period.name for c in cases])}",
            says=last.reason,
            who=tuple(r.reporter for r in last.reports),
            if_nothing="What comes out differently on the two accounts stays undetermined.",
        )


def _overdue(docket: Iterable[Due], terms: Terms, as_of: date) -> Iterator[Decision]:
    late = [d for d in docket if d.state == "overdue" and d.kind == "facts"]
    for (_, party), group in groupby(sorted(late, key=_by_table), key=lambda d: (d.table, d.party)):
        yield _late(list(group), "not in the record", f"{party_name(terms, party)} reports it", as_of)


def _late(lines: Sequence[Due], what: str, says: str, as_of: date) -> Decision:
    """Return one decision for the lines of a table that one party is late with, whatever the periods."""
    first, last = lines[0], lines[-1]
    periods = _periods([line.period.name for line in lines if line.period])
    return Decision(
        kind="overdue",
        subject=first.table,
        title=f"{named(first.table)} for {periods}: {what}",
        says=f"{says}{_latest_due(lines, as_of)}.",
        who=(first.party,),
        if_nothing=last.if_nothing,
        by=first.due,
        line=first.key,
    )


def _latest_due(lines: Sequence[Due], as_of: date) -> str:
    """Say when the latest of several lines was due; the first of them stands as the day of the decision."""
    if len(lines) < 2 or lines[-1].due is None:
        return ""
    return f"; the latest was due {in_words(lines[-1].due, as_of)}"


def _silent_roles(docket: Iterable[Due], terms: Terms, as_of: date) -> Iterator[Decision]:
    """Yield one for each role that has not judged by its day, whatever the periods."""
    late = [line for line in docket if line.kind == "judgement" and line.state == "overdue"]
    for (_, party, role), group in groupby(sorted(late, key=_by_role), key=lambda d: (d.table, d.party, d.step)):
        cases = list(group)
        silent = f"the {role} of {party_name(terms, party)} has not judged"
        yield _late(cases, silent, cases[-1].why.partition(";")[0], as_of)


def _by_role(line: Due) -> tuple[str, str, str, date]:
    return line.table, line.party, line.step, line.due or date.max


def _late_milestones(docket: Iterable[Due]) -> Iterator[Decision]:
    for line in docket:
        if line.kind == "milestone" and line.state == "overdue" and line.due is not None:
            yield Decision(
                kind="overdue",
                subject=line.key.removeprefix("milestone/"),
                title=f"{line.what.removesuffix(': complete')}: not done",
                says=f"{line.why}.",
                who=line.parties,
                if_nothing=line.if_nothing,
                by=line.due,
                line=line.key,
            )


def _by_table(line: Due) -> tuple[str, str, date]:
    return line.table, line.party, line.due or date.max


def _undetermined(verdicts: Iterable[Verdict], terms: Terms) -> Iterator[Decision]:
    for verdict in verdicts:
        clause = terms.clauses.get(verdict.clause)
        if verdict.outcome is not Outcome.UNDETERMINED or clause is None:
            continue
        yield Decision(
            kind="undetermined",
            subject=clause.name,
            scope=verdict.scope,
            title=f"{clause.title or named(clause.name)}: cannot be judged for {_where(verdict)}",
            says=verdict.reason[:1].upper() + verdict.reason[1:] + ".",
            who=tuple(dict.fromkeys((clause.owed_by, clause.owed_to))),
            if_nothing="The verdict stays open; nothing counts as met or missed.",
        )


def _periods(names: Sequence[str]) -> str:
    if len(names) <= 3:
        return and_list(names)
    return f"{len(names)} periods, {names[0]} to {names[-1]}"
