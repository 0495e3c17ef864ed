"""What needs people now: missed clauses, facts that disagree, facts overdue, verdicts that cannot be given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from comity.agreement.model import Agreement, Clause, Step, Terms
from comity.clauses.model import Outcome, Verdict
from comity.facts.model import Comparison
from comity.kernel.numbers import format_value
from comity.kernel.period import Grain
from comity.kernel.words import and_list, named
from comity.kernel.words import day as in_words
from comity.standing.model import Decision, Due
from comity.standing.words import party_name

SETTLED = (Outcome.MET, Outcome.MISSED, Outcome.EXCUSED, Outcome.UNDETERMINED)


def decisions(
    agreement: Agreement,
    verdicts: Mapping[str, Sequence[Verdict]],
    comparisons: Iterable[Comparison],
    docket: Iterable[Due],
    *,
    as_of: date,
) -> tuple[Decision, ...]:
    """Return what needs a decision, those with a date first, then missed, disputed, overdue, undetermined."""
    terms = agreement.as_of(as_of)
    latest = [_latest(of) for of in verdicts.values()]
    found = [
        *(d for of in latest for d in _missed(of, agreement, as_of)),
        *_disputed(comparisons, terms),
        *_overdue(docket, terms, as_of),
        *(d for of in latest for d in _undetermined(of, terms)),
    ]
    return tuple(sorted(found, key=lambda d: (d.by is None, d.by or date.max)))


def _latest(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Return the latest verdict of each member that is due."""
    found = {v.scope: v for v in verdicts if v.outcome in SETTLED}
    return list(found.values())


# -- missed -----------------------------------------------------------------------------------


def _missed(verdicts: Iterable[Verdict], agreement: Agreement, as_of: date) -> Iterator[Decision]:
    for verdict in verdicts:
        terms = agreement.as_of(verdict.period.first)
        clause = terms.clauses.get(verdict.clause)
        if verdict.outcome is not Outcome.MISSED or clause is None:
            continue
        step = _first_step(clause)
        by = _step_day(step, clause, verdict, terms) if step else None
        if by is not None and by < as_of:
            step = by = None
        yield Decision(
            kind="missed",
            subject=clause.name,
            title=f"{clause.title or named(clause.name)}: missed in {_where(verdict)}",
            says=_test(verdict, clause),
            who=step.who if step else (clause.owed_to,),
            if_nothing=_lapse(step, terms),
            by=by,
        )


def _where(verdict: Verdict) -> str:
    return f"{verdict.period}, {verdict.member}" if verdict.scope else verdict.period.name


def _test(verdict: Verdict, clause: Clause) -> str:
    if verdict.value is None or verdict.threshold is None:
        return "The condition agreed as a miss holds."
    found, agreed = format_value(verdict.value, verdict.unit), format_value(verdict.threshold, verdict.unit)
    return f"{found} against {clause.relation} {agreed}."


def _first_step(clause: Clause) -> Step | None:
    """Return the first step that a miss opens for a party, if a rule fires on the miss alone."""
    for rule in clause.rules.values():
        if rule.when is None and not rule.again:
            for step in (rule, *rule.then):
                if step.modal and step.condition is None:
                    return step
    return None


def _step_day(step: Step, clause: Clause, verdict: Verdict, terms: Terms) -> date | None:
    if step.within is None or verdict.known is None:
        return None
    anchors = {
        "": verdict.known,
        "report": verdict.known,
        "period end": verdict.period.last,
        "period start": verdict.period.first,
        "starts": terms.starts,
    }
    every = clause.every if isinstance(clause.every, Grain) else None
    day = terms.calendar.deadline_day(step.within, anchors, every)
    return terms.calendar.roll_day(day) if day else None


def _lapse(step: Step | None, terms: Terms) -> str:
    if step is None:
        return "The miss stays on the record; no step of a party is open."
    who, act = and_list([party_name(terms, p) for p in step.who]), step.do or step.name or "act"
    word = "must" if step.modal == "must" else "may"
    return f"{who} {word} act ({act}); after that day the step lapses."


# -- disputed, overdue, undetermined ----------------------------------------------------------


def _disputed(comparisons: Iterable[Comparison], terms: Terms) -> Iterator[Decision]:
    differing = [c for c in comparisons if c.state == "differs"]
    for table, group in groupby(sorted(differing, key=lambda c: (c.table, c.period.first)), key=lambda c: c.table):
        cases = list(group)
        names = and_list([party_name(terms, r.reporter) for r in cases[-1].reports])
        yield Decision(
            kind="disputed",
            subject=table,
            title=f"{named(table)}: {names} differ in {_periods([c.period.name for c in cases])}",
            says=cases[-1].reason,
            who=tuple(r.reporter for r in cases[-1].reports),
            if_nothing="What comes out differently on the two accounts stays undetermined.",
        )


def _overdue(docket: Iterable[Due], terms: Terms, as_of: date) -> Iterator[Decision]:
    late = sorted((d for d in docket if d.state == "overdue"), key=lambda d: (d.table, d.party, d.due))
    for (table, party), group in groupby(late, key=lambda d: (d.table, d.party)):
        cases = list(group)
        yield Decision(
            kind="overdue",
            subject=table,
            title=f"{named(table)} for {_periods([c.period.name for c in cases])} is not in the record",
            says=f"{party_name(terms, party)} reports it; the latest was due {in_words(cases[-1].due, as_of)}.",
            who=(party,),
            if_nothing=cases[-1].if_nothing,
        )


def _undetermined(verdicts: Iterable[Verdict], terms: Terms) -> Iterator[Decision]:
    for verdict in verdicts:
        clause = terms.clauses.get(verdict.clause)
        if verdict.outcome is not Outcome.UNDETERMINED or clause is None:
            continue
        yield Decision(
            kind="undetermined",
            subject=clause.name,
            title=f"{clause.title or named(clause.name)}: cannot be judged for {_where(verdict)}",
            says=verdict.reason[:1].upper() + verdict.reason[1:] + ".",
            who=tuple(dict.fromkeys((clause.owed_by, clause.owed_to))),
            if_nothing="The verdict stays open; nothing counts as met or missed.",
        )


def _periods(names: Sequence[str]) -> str:
    if len(names) <= 3:
        return and_list(names)
    return f"{len(names)} periods, {names[0]} to {names[-1]}"
