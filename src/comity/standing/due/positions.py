"""What awaits an answer without a step: claims of relief, and misses on which nobody has taken a position."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from comity.agreement.model import Agreement, Clause, Terms
from comity.clauses.life.model import CaseRecord, Life, StepState
from comity.clauses.model import Outcome, Verdict
from comity.clauses.relief import CLAIMED, ReliefClaim
from comity.kernel.figure import Scope
from comity.kernel.period import Period
from comity.kernel.words import and_list, named, plural
from comity.kernel.words import day as in_words
from comity.standing.due.awaited import awaited
from comity.standing.due.because import place_words, test_words, verdict_on
from comity.standing.model import Due
from comity.standing.words import outcome_word, party_name

ACTED = (StepState.DONE, StepState.OPEN, StepState.TOLLED)
MOST_NAMED = 6
"""How many periods a line names before it only counts them."""


# -- misses without a position ----------------------------------------------------------------


def positions_due(agreement: Agreement, life: Life, *, as_of: date) -> Iterator[Due]:
    """Yield a line for each clause and member with misses on which no position was taken, all its periods together.

    A position is a step done or still open, a status declared, or a payment that followed by itself. The silence of a
    party is never a waiver, so that the misses stay listed until one is taken.
    """
    for misses in without_position(life, as_of=as_of).values():
        yield from _position(misses, agreement, as_of)


def without_position(life: Life, *, as_of: date) -> dict[tuple[str, Scope], list[Verdict]]:
    """Return the misses on which no position was taken, of each clause and member, in the order of their periods."""
    acted = _acted_on(life, as_of)
    found: dict[tuple[str, Scope], list[Verdict]] = {}
    for verdicts in life.verdicts.values():
        for verdict in verdicts:
            if verdict.outcome is Outcome.MISSED and not _has_position(verdict, life, acted):
                found.setdefault((verdict.clause, verdict.scope), []).append(verdict)
    return found


Where = tuple[str, Scope, str]


def _acted_on(life: Life, as_of: date) -> set[Where]:
    return {
        (case.clause, case.scope, case.period.name)
        for case in life.cases
        if case.withdrawn is None and (_is_acted_on(case) or awaited(case, as_of))
    }


def _is_acted_on(case: CaseRecord) -> bool:
    done = any(record.state in ACTED for record in case.steps)
    return done or bool(case.payments) or bool(case.statuses)


def _has_position(verdict: Verdict, life: Life, acted: set[Where]) -> bool:
    where = (verdict.clause, verdict.scope, verdict.period.name)
    return where in acted or bool(life.statuses.get(where))


def _position(misses: Sequence[Verdict], agreement: Agreement, as_of: date) -> Iterator[Due]:
    last = misses[-1]
    terms = agreement.as_of(last.period.first)
    clause = terms.clauses.get(last.clause)
    if clause is None:
        return
    names = [verdict.period.name for verdict in misses]
    yield Due(
        kind="position",
        modal="may",
        what="Waive or reserve: no position is taken",
        clause=last.clause,
        scope=last.scope,
        period=last.period,
        party=clause.owed_to,
        due=None,
        state="open",
        why=_missed(names, last, clause, terms),
        if_nothing="The misses stay as they are; silence is not recorded as a waiver.",
        opened=last.known if last.known is not None and last.known <= as_of else None,
        key="/".join(["position", last.clause, *(name for _, name in last.scope)]),
    )


def _missed(names: Sequence[str], last: Verdict, clause: Clause, terms: Terms) -> str:
    if len(names) == 1:
        return f"{place_words(terms, last.clause, last.scope, names[0])}: {test_words(last, clause)}"
    where = place_words(terms, last.clause, last.scope, "")
    figure = f", last with {test_words(last, clause)}" if last.value is not None and last.threshold is not None else ""
    return f"{where}: missed in {_listed(names)}{figure}"


def _listed(names: Sequence[str]) -> str:
    if len(names) <= MOST_NAMED:
        return and_list(names, most=MOST_NAMED)
    return f"{plural(len(names), 'period')}, {names[0]} to {names[-1]}"


# -- claims of relief -------------------------------------------------------------------------


@dataclass(slots=True)
class Claimed:
    """One claim of relief and the periods it is made for."""

    clause: str
    scope: Scope
    claim: ReliefClaim
    periods: list[str] = field(default_factory=list)


def claims_made(life: Life) -> list[Claimed]:
    """Return the claims made in time, each once, with its periods, in the order in which they were made."""
    found: dict[int, Claimed] = {}
    for (clause, scope, period), claims in life.reliefs.items():
        for claim in claims:
            found.setdefault(id(claim), Claimed(clause, scope, claim)).periods.append(period)
    return sorted(found.values(), key=lambda one: (one.claim.on, one.clause, one.scope, one.claim.key))


def claims_due(agreement: Agreement, life: Life, *, as_of: date) -> Iterator[Due]:
    """Yield a line for each claim of relief that the other party has neither accepted nor rejected."""
    for made in claims_made(life):
        terms = agreement.as_of(made.claim.first)
        clause = terms.clauses.get(made.clause)
        if made.claim.state != CLAIMED or clause is None:
            continue
        words = named(made.claim.relief.name).lower()
        yield Due(
            kind="claim",
            modal="may",
            what=f"Accept or reject the claim of {words}",
            clause=made.clause,
            scope=made.scope,
            period=_period(made, life),
            step=made.claim.relief.name,
            party=clause.owed_to,
            due=None,
            state="open",
            why=f"{place_words(terms, made.clause, made.scope, _listed(made.periods))}: claimed by "
            f"{party_name(terms, made.claim.by)} on {in_words(made.claim.on, as_of)}",
            if_nothing=f"The relief stands provisionally{_effect(made, life)}.",
            opened=made.claim.on,
            key="/".join(
                ["claim", made.clause, *(name for _, name in made.scope), made.periods[0], made.claim.relief.name,
                 made.claim.on.isoformat()]
            ),
        )  # fmt: skip


def _period(made: Claimed, life: Life) -> Period | None:
    verdict = verdict_on(life, made.clause, made.scope, made.periods[0])
    return verdict.period if verdict is not None else None


def _effect(made: Claimed, life: Life) -> str:
    """Return how the periods of a claim stand while it does, in words."""
    verdicts = [verdict_on(life, made.clause, made.scope, period) for period in made.periods]
    decided = [v for v in verdicts if v is not None and v.outcome in (Outcome.EXCUSED, Outcome.MISSED, Outcome.MET)]
    return f": {and_list([f'{v.period} is {outcome_word(v.outcome)}' for v in decided])}" if decided else ""
