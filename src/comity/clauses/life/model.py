"""What became of the obligations of an agreement: cases, steps, payments, settings, acts that were refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum

from comity.agreement.acts import Act
from comity.agreement.formula.evaluate import Result
from comity.agreement.model import Step
from comity.clauses.accounts import Ledger
from comity.clauses.model import Verdict
from comity.clauses.relief import ReliefClaim
from comity.clauses.remitted import Remittance
from comity.clauses.settings import Timeline
from comity.kernel.figure import Scope
from comity.kernel.period import Period
from comity.kernel.values import dataclass


class StepState(StrEnum):
    """The state of a step (language, section 7)."""

    OPEN = "open"
    TOLLED = "tolled"
    DONE = "done"
    LAPSED = "lapsed"
    PASSED_OVER = "passed over"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRecord:
    """A step of a case: who may or must do what, since when, until when, and what came of it.

    `due` is the last day (None: no time is set, or it counts from something that has not happened), `ended` the day it
    was done, lapsed or became void. `amount` is the sum awaited, `paid` what was paid of it (None: nothing). `renewed`
    marks a step that opened anew after it was done.
    """

    name: str
    step: Step
    state: StepState
    opened: date
    due: date | None
    ended: date | None
    amount: Result = None
    paid: Result = None
    chosen: str = ""
    reason: str = ""
    renewed: bool = False
    level: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRecord:
    """A payment that followed: from whom to whom, before the caps and after, and the account it is posted to."""

    step: Step
    account: str
    key: object
    payer: str
    payee: str
    amount: Result
    paid: Result
    first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """A case: the clause, member and period it is about, the rule that fired, its steps, payments and statuses.

    `opened` is the day its cause was known, `measured` the day it was measured. `withdrawn` is the day on which a
    restatement or a determination took the cause away. A case without a rule is a dispute.
    """

    clause: str
    scope: Scope
    period: Period
    rule: str
    opened: date
    measured: date
    steps: tuple[StepRecord, ...]
    payments: tuple[PaymentRecord, ...]
    statuses: tuple[tuple[date, str], ...]
    is_open: bool
    withdrawn: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An act that counts for nothing, and why."""

    act: Act
    reason: str


Where = tuple[str, Scope, str]
"""Clause, member, name of the period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """Everything that became of an agreement's clauses by a day.

    `verdicts` are those of clauses that have a test, by clause, in order of scope, then period. `fires` names the rules
    that fired for a period, `unsure` those that could not be decided. `statuses` lists what was declared for a period.
    `reliefs` are the claims made in time. `remitted` is what was paid on each account, in the order of the acts.
    """

    verdicts: Mapping[str, tuple[Verdict, ...]]
    bare: Mapping[Where, Verdict]
    cases: tuple[CaseRecord, ...]
    fires: Mapping[Where, tuple[str, ...]]
    unsure: Mapping[Where, tuple[str, ...]]
    statuses: Mapping[Where, tuple[str, ...]]
    ledgers: Mapping[str, Ledger]
    settings: Timeline
    refused: tuple[Refusal, ...]
    reliefs: Mapping[Where, tuple[ReliefClaim, ...]]
    rows: Mapping[Where, Mapping[str, Result]] = field(default_factory=dict)
    remitted: Mapping[str, tuple[Remittance, ...]] = field(default_factory=dict)

    def cases_of(self, clause: str, scope: Scope, period: str) -> list[CaseRecord]:
        """Return the cases about a period of a clause, in the order in which they were opened."""
        return [c for c in self.cases if (c.clause, c.scope, c.period.name) == (clause, scope, period)]

    def amount(self, clause: str, scope: Scope, period: str, *, rule: str = "", capped: bool = False) -> Result:
        """Return what each rule that fired first paid for a period, before the caps or after; None for nothing."""
        from comity.clauses.life.money import added

        found = [
            payment
            for case in self.cases_of(clause, scope, period)
            if not case.withdrawn and rule in ("", case.rule)
            for payment in case.payments
            if payment.first
        ]
        amounts = [payment.paid if capped else payment.amount for payment in found]
        return added(amounts) if amounts else None
