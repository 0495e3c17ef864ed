"""Verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum

from comity.kernel.figure import Exact, Scope, State, Unknown, Value
from comity.kernel.period import Period
from comity.kernel.values import dataclass

VERDICT_NAMES = ("raw", "value", "threshold", "shortfall", "points_short", "missed", "met", "excused")
"""What a clause binds of its verdict."""


class Outcome(StrEnum):
    """The verdict on one period. The engine says *missed*; whether that is a breach, people say."""

    MET = "met"
    MISSED = "missed"
    EXCUSED = "excused"
    UNDETERMINED = "undetermined"
    NOT_DUE = "not_due"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A clause judged for one period and one member of its scope.

    `raw` is the measure, `value` the measure after relief and rounding, `shortfall` as the language defines it
    (positive when missed), in the unit `unit` of the measure. `state` is the state of the figures beneath
    (final, provisional, disputed …). `reason` says why there is no verdict, or no value. `names` holds the values of
    `let`. `otherwise` is the outcome that a dispute keeps open: what it would be by the number that counts.
    """

    clause: str
    period: Period
    scope: Scope
    outcome: Outcome
    state: State
    unit: str = ""
    raw: Exact | None = None
    value: Exact | None = None
    threshold: Exact | None = None
    shortfall: Exact | None = None
    reason: str = ""
    known: date | None = None
    names: Mapping[str, Value] = field(default_factory=dict)
    otherwise: Outcome | None = None

    @property
    def member(self) -> str:
        """The scope in words, or ""."""
        return ", ".join(name for _, name in self.scope)


@dataclass(slots=True, kw_only=True)
class DraftVerdict:
    """A verdict while it is made: the same fields, not frozen yet."""

    clause: str
    period: Period
    scope: Scope
    outcome: Outcome
    state: State
    unit: str = ""
    raw: Exact | None = None
    value: Exact | None = None
    threshold: Exact | None = None
    shortfall: Exact | None = None
    reason: str = ""
    known: date | None = None
    names: Mapping[str, Value] = field(default_factory=dict)
    otherwise: Outcome | None = None


def frozen(draft: DraftVerdict) -> Verdict:
    """Return a draft as the verdict it has become; the draft is used up.

    Both classes have the same slots, so that it only changes its class. To make a verdict frozen from the start takes
    three times as long, since each field is then set by a call of `object.__setattr__`; they are made by the million.
    """
    draft.__class__ = Verdict  # type: ignore[assignment]
    return draft  # type: ignore[return-value]


Judged = tuple[
    Outcome | None, Period, Exact | None, Exact | None, Exact | None, Exact | None, date, Mapping[str, Value]
]  # fmt: skip
"""What a period comes to: outcome, period, raw, value, threshold, shortfall, the day it is known, names under `let`."""


def final_verdicts(judged: Iterable[Judged], *, clause: str, scope: Scope, unit: str) -> list[Verdict | None]:
    """Return verdicts that rest on final figures; None for a period without an outcome.

    They are filled slot by slot, since a call with fourteen names for each would take as long as all the rest.
    """
    new, found = object.__new__, list[Verdict | None]()
    for outcome, period, raw, value, threshold, shortfall, known, names in judged:
        if outcome is None:
            found.append(None)
            continue
        draft = new(DraftVerdict)
        draft.clause, draft.period, draft.scope = clause, period, scope
        draft.outcome, draft.state, draft.unit = outcome, State.FINAL, unit
        draft.raw, draft.value, draft.threshold, draft.shortfall = raw, value, threshold, shortfall
        draft.reason, draft.known, draft.names, draft.otherwise = "", known, names, None
        draft.__class__ = Verdict  # type: ignore[assignment]
        found.append(draft)  # type: ignore[arg-type]
    return found


TRUTHS = {Outcome.MET: "met", Outcome.MISSED: "missed"}


def truth_of(verdict: Verdict, word: str) -> bool | Unknown:
    """Return the truth of `missed`, `met` or `excused`; by the number that counts where reporters differ."""
    outcome = verdict.otherwise or verdict.outcome
    if outcome in TRUTHS:
        return TRUTHS[outcome] == word
    if verdict.outcome is Outcome.EXCUSED and word == "excused":
        return True
    return unknown_of(verdict)


def unknown_of(verdict: Verdict) -> Unknown:
    """Return why a verdict has no truth and no value."""
    states = {Outcome.NOT_DUE: State.NOT_DUE, Outcome.EXCUSED: State.EXCUSED}
    return Unknown(states.get(verdict.outcome, State.UNDETERMINED), verdict.reason)
