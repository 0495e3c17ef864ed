"""Why a clause stands as it does for a period: from the verdict and what followed down to the rows of the files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from difflib import get_close_matches

from comity.agreement.acts import Act
from comity.agreement.model import Agreement
from comity.clauses.life.fold import Fold
from comity.clauses.track import Track
from comity.facts.model import Facts
from comity.kernel.figure import Scope
from comity.kernel.period import Grain, Period
from comity.kernel.problem import Place, Problem
from comity.metrics.ask import no_such_period
from comity.metrics.driver import Driver
from comity.metrics.exhibits import Step
from comity.metrics.explain import explain
from comity.metrics.scopes import Given
from comity.standing.explain_desk import Derived, Desk
from comity.standing.explain_rules import case_steps, rule_steps
from comity.standing.explain_verdict import outcome_words, verdict_state, verdict_steps
from comity.standing.explain_words import where
from comity.standing.inputs import Earlier, Inputs, inputs_of


def explain_clause(desk: Desk, clause: str, period: str, member: str = "") -> tuple[Step | None, list[Problem]]:
    """Return the derivation of what a clause says of a period, or what is wrong with the question (CMY-501, CMY-502).

    `period` is the name of a period, or the day or key of a row; `member` the members of the scope, joined by `, `.
    """
    agreement = desk.fold.agreement
    tracks = desk.fold.court.tracks.get(clause)
    if tracks is None:
        wrong = unknown_name(agreement, clause)
        return None, [wrong] if wrong is not None else []
    track = next((each for each in tracks.values() if _member(each.scope) == member), None)
    if track is None:
        return None, [_no_member(agreement, clause, member, [_member(scope) for scope in tracks])]
    index = _index(track, period)
    if index is None:
        return None, [_no_period(desk, track, period)]
    return explained(desk, track, index), []


def desk_of(
    agreement: Agreement, facts: Facts, acts: Sequence[Act] = (), *, as_of: date, driver: Driver,
    earlier: Earlier | None = None, given: Given | None = None,
) -> Desk:  # fmt: skip
    """Return everything that explanations of clauses look into: the fold up to a day, and the way to each figure.

    `acts` are those known, in the order of the record; `earlier` gives the facts before each correction.
    """
    found = inputs_of(agreement, facts, acts, as_of=as_of, driver=driver, earlier=earlier, given=given)
    fold = Fold(found.agreement, found.known, acts, as_of, other=found.other, excluded=found.excluded).run()
    fold.refused.extend(found.refused)
    return Desk(fold=fold, derived=_derived(found, as_of, driver, given or {}), late=found.late)


def _derived(found: Inputs, as_of: date, driver: Driver, given: Given) -> Derived:
    """Return how figures were made, each from the facts that it counts by: without what came too late for it."""
    made: dict[tuple[str, Scope, str], Step | None] = {}

    def derived(metric: str, scope: Scope, period: Period) -> Step | None:
        if given:  # figures of a worked example rest on no rows
            return None
        key = (metric, scope, period.name)
        if key not in made:
            late = found.late.get(key)
            made[key], _ = explain(
                found.agreement, late.before.facts if late is not None else found.facts, as_of=as_of, driver=driver,
                metric=metric, period=period.name, member=_member(scope),
            )  # fmt: skip
        return made[key]

    return derived


def explained(desk: Desk, track: Track, index: int) -> Step:
    """Return the explanation of one period of a clause for one member."""
    span, verdict = track.spans[index], track.verdict(index)
    clause = span.clause
    tested = bool(clause.relation or clause.missed_if)
    below = [*verdict_steps(desk, track, index), *rule_steps(desk, track, index), *_others(desk, track, index)]
    below += [*_declared(track, index), _terms(desk, span.period.first)]
    return Step(
        kind="verdict", label=f"{clause.name} {where(track.scope, span.period)}", text=clause.title,
        value=outcome_words(verdict) if tested else "no test of its own",
        state=verdict_state(verdict) if tested else None, reason=verdict.reason if verdict and tested else "",
        place=clause.place, children=tuple(below),
    )  # fmt: skip


def _others(desk: Desk, track: Track, index: int) -> Iterator[Step]:
    """Yield the cases about a period that no rule opened: disputes, waivers, reservations."""
    for case in desk.fold.cases:
        if case.track is track and case.index == index and case.rule is None:
            below = tuple(case_steps(desk, case))
            yield Step(kind="case", label="case without a rule", text=f"opened {case.opened}", value="", children=below)


def _declared(track: Track, index: int) -> Iterator[Step]:
    """Yield the statuses that stand for a period."""
    words = track.statuses.get(index, ())
    if words:
        yield Step(kind="status", label="status", text="in the order declared", value=", ".join(words))


def _terms(desk: Desk, day: date) -> Step:
    """Return the terms in force on the first day of a period."""
    agreement = desk.fold.agreement
    terms = agreement.as_of(day)
    applied = [one.title for one in agreement.amendments if one.in_force <= day]
    text = f"as amended by {', '.join(applied)}" if applied else "not amended"
    return Step(
        kind="terms", label=f"terms in force on {day}", text=text, value="", place=terms.place, digest=terms.digest
    )


# -- what is asked ----------------------------------------------------------------------------


def _member(scope: Scope) -> str:
    return ", ".join(name for _, name in scope)


def _index(track: Track, period: str) -> int | None:
    """Return the index of a period by its name; of a row also by its key."""
    if period in track.index:
        return track.index[period]
    for at, span in enumerate(track.spans):
        table = span.terms.facts.get(span.clause.table)
        if span.row is not None and table is not None and table.key:
            row = span.row.states[-1][1]
            if period == " ".join(str(row.get(column)) for column in table.key):
                return at
    return None


def unknown_name(agreement: Agreement, name: str) -> Problem | None:
    """Return what is wrong with asking for a name that no version of the agreement gives to a metric or clause."""
    known = {n for _, terms in agreement.versions for n in (*terms.metrics, *terms.clauses)}
    if name in known:
        return None
    terms = agreement.versions[-1][1]
    near = get_close_matches(name, known, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join([*terms.metrics, *terms.clauses])}."
    why = f"the agreement has no metric or clause {name}"
    return Problem(code="CMY-501", place=Place(file=terms.place.file), why=why, hint=hint)


def _no_member(agreement: Agreement, clause: str, member: str, known: Sequence[str]) -> Problem:
    why = f"{clause} is not measured for {member!r}" if member else f"{clause} needs a member"
    listed = ", ".join(f"{name!r}" for name in known[:20] if name)
    hint = f"Its members are {listed}." if listed else "It has no members; leave the member out."
    return Problem(code="CMY-502", place=_place(agreement, clause), why=why, hint=hint)


def _no_period(desk: Desk, track: Track, period: str) -> Problem:
    agreement, names = desk.fold.agreement, list(track.index)
    as_of = desk.fold.court.as_of
    clause = next(t.clauses[track.name] for _, t in reversed(agreement.versions) if track.name in t.clauses)
    why, hint = f"{track.name} has no period {period}", ""
    if isinstance(clause.every, Grain):
        why, hint = no_such_period(track.name, period, clause.every, agreement.as_of(as_of), as_of)
    known = f"It has {len(names)}, from {names[0]} to {names[-1]}." if names else "None of its periods has begun."
    return Problem(code="CMY-502", place=_place(agreement, track.name), why=why, hint=hint or known)


def _place(agreement: Agreement, clause: str) -> Place:
    found = [terms.clauses[clause].place for _, terms in agreement.versions if clause in terms.clauses]
    return found[-1]
