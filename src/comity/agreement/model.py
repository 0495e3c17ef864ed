"""The agreement as frozen values, as the reader builds them. Every formula is parsed, every place is kept.

Optional things are None or empty. Maps keep the order in which they were written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from comity.agreement.clauses_model import Account, Cap, Clause, Relief, Step
from comity.agreement.facts_model import Column, FactTable, Metric, Milestone, Party, Reporter, Survey
from comity.agreement.terms_model import DatedMap, Formula, KeyedMap, Rounding, StepTable, Term, Unset, Word
from comity.agreement.views_model import Body, Dimension, ScoredMetric, ScorePoint, Visibility
from comity.kernel.calendar import Calendar
from comity.kernel.problem import Place
from comity.kernel.values import dataclass

__all__ = [
    "Account",
    "Agreement",
    "Amendment",
    "Body",
    "Cap",
    "Clause",
    "Column",
    "DatedMap",
    "Dimension",
    "Example",
    "FactTable",
    "Formula",
    "KeyedMap",
    "Metric",
    "Milestone",
    "Party",
    "Relief",
    "Reporter",
    "Rounding",
    "ScorePoint",
    "ScoredMetric",
    "Step",
    "StepTable",
    "Survey",
    "Term",
    "Terms",
    "Unset",
    "Visibility",
    "Word",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A worked example, still as written: nested mappings and lists of text with places (reader.Node).

    What it gives and expects is looked up by whoever runs it (standing.examples).
    """

    says: str
    given: object
    acts: object
    as_of: date | None
    expect: object
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the parties agreed, as it stood on one day: the agreement with its amendments up to then.

    `digest` is the SHA-256 of the merged document in a canonical form, so that two parties can compare it.
    `ends` is None where it depends on an event that has not happened. `changeable` are the settings that a
    step can change.
    """

    alliance: str
    title: str
    parties: Mapping[str, Party]
    calendar: Calendar
    starts: date
    place: Place
    digest: str
    currency: str | None = None
    ends: date | None = None
    rates: str | None = None
    objectives: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Term] = field(default_factory=dict)
    facts: Mapping[str, FactTable] = field(default_factory=dict)
    metrics: Mapping[str, Metric] = field(default_factory=dict)
    milestones: Mapping[str, Milestone] = field(default_factory=dict)
    surveys: Mapping[str, Survey] = field(default_factory=dict)
    accounts: Mapping[str, Account] = field(default_factory=dict)
    clauses: Mapping[str, Clause] = field(default_factory=dict)
    ladders: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)
    scorecard: Mapping[str, Dimension] = field(default_factory=dict)
    governance: Mapping[str, Body] = field(default_factory=dict)
    visibility: Mapping[str, Visibility] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    says: str = ""
    illustrative: frozenset[str] = frozenset()
    changeable: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A dated change of the agreement: from `in_force` on, the merged terms hold."""

    title: str
    in_force: date
    file: str
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The agreement with its amendments: a history of terms.

    `versions` holds (day from which they are in force, terms), earliest first; the first entry is the
    agreement as signed.
    """

    versions: tuple[tuple[date, Terms], ...]
    amendments: tuple[Amendment, ...] = ()

    def as_of(self, day: date) -> Terms:
        """Return the terms in force on a day; before the first amendment, those first signed."""
        current = self.versions[0][1]
        for from_day, terms in self.versions[1:]:
            if from_day <= day:
                current = terms
        return current
