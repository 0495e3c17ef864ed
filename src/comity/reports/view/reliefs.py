"""Claims of relief: raw and adjusted side by side, and how they were answered."""

from __future__ import annotations

from collections.abc import Iterator

from comity.clauses.model import Outcome, Verdict
from comity.kernel.figure import Exact
from comity.kernel.numbers import format_value
from comity.kernel.words import capital, day, named, plural
from comity.reports.view.clauses import verdict_places
from comity.reports.view.context import Context
from comity.reports.view.life_model import ReliefView
from comity.reports.view.model import Chip, Shown
from comity.standing.due.because import verdict_on
from comity.standing.due.positions import Claimed, claims_made
from comity.standing.words import outcome_word, party_name

MOST_PERIODS = 4
"""How many periods of one claim have rows of their own; a longer event is one row."""

MOST_ROWS = 8
"""How many rows a sheet shows; the JSON document has all claims."""

ANSWERS = {
    "claimed": "not answered yet",
    "accepted": "accepted",
    "rejected": "rejected, the verdict is disputed",
    "fallen": "found not to hold",
}
NONE = Shown("\N{EN DASH}")


def reliefs_view(context: Context, most: int | None = MOST_ROWS) -> tuple[ReliefView, ...]:
    """Return the claims made in time, the latest first, each with the periods it touches; `most` rows, or all."""
    made = claims_made(context.standing.life)
    return tuple(row for claim in reversed(made) for row in _rows(claim, context))[:most]


def _rows(made: Claimed, context: Context) -> Iterator[ReliefView]:
    found = [verdict_on(context.standing.life, made.clause, made.scope, period) for period in made.periods]
    verdicts = [v for v in found if v is not None and v.outcome is not Outcome.NOT_DUE]
    if not verdicts or len(verdicts) > MOST_PERIODS:
        yield _row(made, None, context)
        return
    yield from (_row(made, verdict, context) for verdict in verdicts)


def _row(made: Claimed, verdict: Verdict | None, context: Context) -> ReliefView:
    claim, today = made.claim, context.today
    last = f" to {day(claim.last, today)}" if claim.last is not None else ", still going on"
    event = day(claim.first, today) + (last if claim.last != claim.first else "")
    member = "".join(f", {name}" for _, name in made.scope)
    raw, adjusted = _figures(made, verdict, context)
    return ReliefView(
        clause=context.title("clauses", made.clause) + member,
        period=context.period(verdict.period.name) if verdict is not None else plural(len(made.periods), "period"),
        relief=named(claim.relief.name),
        claimed=f"{party_name(context.terms, claim.by)}, {day(claim.on, today)}",
        event=event,
        raw=raw,
        adjusted=adjusted,
        chip=_chip(verdict, made, context),
        answer=ANSWERS.get(claim.state, claim.state),
        name=made.clause,
        about=_about(made, verdict),
    )


def _about(made: Claimed, verdict: Verdict | None) -> tuple[str, str, str] | None:
    """Return what the figures of a row are of, None where it shows none."""
    if verdict is None or verdict.raw is None:
        return None
    return made.clause, verdict.member, verdict.period.name


def _figures(made: Claimed, verdict: Verdict | None, context: Context) -> tuple[Shown, Shown]:
    """Return the raw figure and the adjusted one; a relief that excuses the period as such adjusts none."""
    if verdict is None or verdict.raw is None:
        return NONE, NONE
    adjusts = made.claim.relief.effect != "excuse" and verdict.value is not None
    return _shown(verdict.raw, verdict, context), _shown(verdict.value, verdict, context) if adjusts else NONE


def _shown(value: Exact | None, verdict: Verdict, context: Context) -> Shown:
    if value is None:
        return NONE
    clause = context.terms.clauses.get(verdict.clause)
    return Shown(format_value(value, verdict.unit, verdict_places(clause, context, verdict.unit)))


def _chip(verdict: Verdict | None, made: Claimed, context: Context) -> Chip:
    clause = context.terms.clauses.get(made.clause)
    if verdict is None or clause is None or not (clause.relation or clause.missed_if):
        return (
            Chip("excused", "In force") if made.claim.state in ("claimed", "accepted") else Chip("not_due", "No effect")
        )
    return Chip(verdict.outcome.value, capital(outcome_word(verdict.outcome)))
