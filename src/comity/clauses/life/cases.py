"""Cases and their steps while the fold runs. What is handed out at the end is frozen (clauses.life.model)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date

from comity.agreement.formula.evaluate import Result
from comity.agreement.model import Step
from comity.clauses.columns import Column
from comity.clauses.life.model import StepState
from comity.clauses.settings import Change
from comity.clauses.track import Track
from comity.kernel.figure import Value
from comity.kernel.period import Period

ONGOING = (StepState.OPEN, StepState.TOLLED)


@dataclass(slots=True, kw_only=True)
class Payment:
    """Something a case pays: the step, the key of its claim on the account, and its amount in its own direction.

    `occasion` is the number of the list of consequences in which the case paid it; all lists that happened in the case
    are counted, from 1, also those in which nothing was paid. `sign` is -1 where it runs against the account's own
    direction. `declared` is how many statuses had been declared in the agreement when it was posted. `period` is the
    one it belongs to; `restated` marks what only came to light by a restatement.
    """

    key: Hashable
    step: Step
    account: str
    sign: int
    amount: Result
    occasion: int
    period: Period
    restated: bool
    declared: int
    values: Mapping[str, Value]
    payer: str
    payee: str


@dataclass(slots=True, kw_only=True, eq=False)
class Run:
    """A step that was opened: what it awaits, until when, and what came of it.

    `foreseen` are the columns of its conditions where they are judged ahead of time, `passed` the first period of which
    it is not settled yet that neither came about.
    """

    step: Step
    case: Case
    name: str
    opened: date
    measured: date
    values: Mapping[str, Value]
    due: date | None = None
    state: StepState = StepState.OPEN
    ended: date | None = None
    amount: Result = None
    received: dict[str, Mapping[str, Value]] = field(default_factory=dict)
    paid_in: Result = None
    chosen: str = ""
    foreseen: tuple[int, Column, Column] | None = None
    passed: int | None = None
    looked: date | None = None
    stopped: int = 0
    left: int | None = None
    voided: StepState | None = None
    ladder: LadderRun | None = None
    renewed: bool = False
    reason: str = ""

    @property
    def is_ongoing(self) -> bool:
        """Tell whether the step is open or its clock stands still."""
        return self.state in ONGOING


@dataclass(slots=True, kw_only=True, eq=False)
class LadderRun:
    """A ladder that was opened in a case. `party` is who disputes, "" where a step opened it."""

    name: str
    case: Case
    steps: tuple[Step, ...]
    opened: date
    party: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    at: int = -1
    outcome: str = ""
    ended: date | None = None
    tolls: list[Run] = field(default_factory=list)
    passed: list[Step] = field(default_factory=list)


@dataclass(slots=True, kw_only=True, eq=False)
class Case:
    """What followed when a rule fired for a period; without a rule, a dispute about the period.

    `declared` is how many statuses had been declared in the agreement when it opened, `ordinals` are the places of its
    own among them. `before` is what the condition was before a restatement brought the case about, None where none did.
    `is_secondary` is true where it came about only because `again` no longer stood in its way, since another period had
    changed: if that changes back, it has no place any more. `reversed` are the settings that its fall has reversed.
    """

    track: Track
    index: int
    period: Period
    rule: Step | None
    opened: date
    measured: date
    number: int
    runs: list[Run] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    statuses: list[tuple[date, str]] = field(default_factory=list)
    ordinals: list[int] = field(default_factory=list)
    ladders: list[LadderRun] = field(default_factory=list)
    anchors: dict[str, date] = field(default_factory=dict)
    values: dict[str, Value] = field(default_factory=dict)
    occasions: int = 0
    declared: int = 0
    before: Result = None
    is_secondary: bool = False
    reversed: list[Change] = field(default_factory=list)
    withdrawn: date | None = None

    @property
    def is_closed(self) -> bool:
        """Tell whether no step of the case is open."""
        return not self.runs or not any(run.is_ongoing for run in self.runs)

    @property
    def name(self) -> str:
        """The name of the rule, or `dispute`."""
        return self.rule.name if self.rule is not None else "dispute"
