"""Who has judged: the ratings that a judged metric counts, and the roles that have given none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from comity.agreement.formula import tree
from comity.agreement.judging import Judging, judging_of
from comity.agreement.model import Metric
from comity.kernel.figure import Scope, State, Unknown
from comity.kernel.period import Period
from comity.kernel.words import and_list
from comity.metrics.env import MetricEnv
from comity.metrics.evidence import evidence

if TYPE_CHECKING:
    from comity.metrics.engine import Engine


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """What one role of one party judged: a level, and why it says so; `file` and `row` are where it stands."""

    party: str
    role: str
    level: Decimal
    reason: str
    known: date
    file: str
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratings:
    """The ratings that a judged figure counts, in the order of its judges, and who of them has given none."""

    given: tuple[Rating, ...]
    lacking: tuple[tuple[str, str], ...]


def ratings_of(engine: Engine, metric: Metric, scope: Scope, period: Period) -> Ratings:
    """Return who judged what for a figure; a role must have judged in each period of the table that it needs."""
    terms = engine.terms(period.first)
    judging = judging_of(metric, terms)
    if judging is None or judging.table not in engine.facts.tables:
        return Ratings(given=(), lacking=())
    rows = list(_rows(engine, judging, scope, period))
    wanted = [
        (party, role)
        for party, roles in metric.judged_by.items()
        for role in roles
        if _asked(judging, scope, party, role)
    ]
    order = {judge: at for at, judge in enumerate(wanted)}
    given = [_rating(row, judging) for row in rows]
    given.sort(key=lambda one: (order.get((one.party, one.role), len(order)), one.known, one.row))
    owed = engine.coverage(terms, judging.table).owed(period)
    there = {
        (row[judging.party], row[judging.role], of.first)
        for row in rows
        for of in owed
        if of.first <= row["_last"] <= of.last
    }
    lacking = [judge for judge in wanted if any((*judge, of.first) not in there for of in owed)]
    return Ratings(given=tuple(given), lacking=tuple(lacking))


def unjudged(engine: Engine, metric: Metric, scope: Scope, period: Period) -> Unknown | None:
    """Return why a judged figure has no value yet although there are ratings: a role has not judged."""
    lacking = ratings_of(engine, metric, scope, period).lacking
    if not lacking:
        return None
    terms = engine.terms(period.first)
    judging = judging_of(metric, terms)
    table = judging.table if judging is not None else ""
    coverage = engine.coverage(terms, table)
    owed = coverage.owed(period)
    due = coverage.due(owed[-1] if owed else period)
    said = lacking_words(lacking, metric.name)
    if due >= engine.as_of:
        return Unknown(State.NOT_DUE, f"{said} yet; {table} for {period} is due on {due}")
    return Unknown(State.MISSING, said)


def lacking_words(lacking: tuple[tuple[str, str], ...], metric: str) -> str:
    """Return a sentence that says who has not judged: `the sponsor of lark has not judged trust`."""
    names = and_list([f"the {role} of {party}" for party, role in lacking], most=len(lacking))
    return f"{names} {'has' if len(lacking) == 1 else 'have'} not judged {metric}"


def _rows(engine: Engine, judging: Judging, scope: Scope, period: Period) -> Iterator[dict[str, Any]]:
    """Yield the rows that any aggregate of the metric counted, each once, with a level in them."""
    seen: set[tuple[str, int]] = set()
    for call in judging.calls:
        for one in evidence(call, engine.facts.tables[judging.table], MetricEnv(engine, period, scope)):
            row = dict(one.row)
            place = (row["_file"], row["_row"])
            if place not in seen and row[judging.level] is not None:
                seen.add(place)
                yield row


def _asked(judging: Judging, scope: Scope, party: str, role: str) -> bool:
    """Say whether a figure for a member rests on a role's judgement."""
    members = dict(scope)
    return members.get(judging.party, party) == party and members.get(judging.role, role) == role


def _rating(row: dict[str, Any], judging: Judging) -> Rating:
    return Rating(
        party=row[judging.party],
        role=row[judging.role] or "",
        level=Decimal(row[judging.level]),
        reason=(row[judging.reason] or "") if judging.reason else "",
        known=row["_known_at"],
        file=row["_file"],
        row=row["_row"],
    )


# -- in explanations --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Judged:
    """A judged metric whose aggregate is explained, and how it reads its ratings."""

    metric: Metric
    judging: Judging

    def text(self, row: Mapping[str, Any]) -> str:
        """Return who judged a row, what its level means, and why they say so."""
        party, role, level = row[self.judging.party], row[self.judging.role], row[self.judging.level]
        said = f"judged by the {role} of {party}, known {row['_known_at']}"
        means = self.metric.levels.get(Decimal(level)) if level is not None else None
        why = row[self.judging.reason] if self.judging.reason else None
        parts = (said, means and f"means: {means.rstrip('.')}", why and f"because: {why.rstrip('.')}")
        return "; ".join(part for part in parts if part)


def judged_by_call(engine: Engine, call: tree.Call, period: Period) -> Judged | None:
    """Return the judged metric of which an aggregate is a part; None for any other aggregate."""
    terms = engine.terms(period.first)
    for metric in terms.metrics.values():
        judging = judging_of(metric, terms)
        if judging is not None and any(call is own for own in judging.calls):
            return Judged(metric, judging)
    return None
