"""What the standing holds; the CLI, the page, the PDF and the JSON are views of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from comity.agreement.model import Agreement, Terms
from comity.clauses.model import Verdict
from comity.facts.model import Comparison
from comity.kernel.figure import Exact, Figure, Scope
from comity.kernel.period import Period
from comity.kernel.problem import Problem
from comity.scorecards.model import Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One line of the docket: facts owed. `state` is `overdue`, `due` (within the horizon) or `later`."""

    what: str
    table: str
    party: str
    period: Period
    due: date
    state: str
    if_nothing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Something that needs people: what happened, who decides, and what follows if nobody acts.

    `kind` is `missed`, `disputed`, `overdue` or `undetermined`; `subject` is the clause or metric or table
    concerned (its name), `by` the date by which, if one is agreed.
    """

    kind: str
    subject: str
    title: str
    says: str
    who: tuple[str, ...]
    if_nothing: str
    by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A metric's agreed target for a period, and whether the figure reached it (None: cannot be said)."""

    metric: str
    period: Period
    scope: Scope
    value: Exact
    reached: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An alliance on the day `as_of`, from what was known on `known_at`.

    `figures` are keyed by metric, each in order of scope, then period, and dense: every period of the term that
    has begun by `as_of` is there, with its state. `verdicts` likewise by clause.
    """

    agreement: Agreement
    terms: Terms
    as_of: date
    known_at: date
    figures: Mapping[str, tuple[Figure, ...]]
    targets: Mapping[str, tuple[Target, ...]]
    verdicts: Mapping[str, tuple[Verdict, ...]]
    comparisons: tuple[Comparison, ...]
    score: Score | None
    decisions: tuple[Decision, ...]
    docket: tuple[Due, ...]
    problems: tuple[Problem, ...] = ()
