"""What a backtest found, as values. Amounts are in the agreement's currency; a sum with unknown parts says how many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from comity.agreement.model import Terms
from comity.clauses.model import Outcome
from comity.kernel.figure import Exact, Scope
from comity.kernel.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A sum of amounts: of those that are known, and how many are not."""

    known: Decimal = Decimal(0)
    unknown: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """A rule that fired: for which member and period, and the day its cause was known."""

    scope: Scope
    period: Period
    known: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTally:
    """How often a rule fired and when; `unsure` counts the periods in which that could not be decided."""

    name: str
    fired: tuple[Firing, ...]
    unsure: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTally:
    """How often a step would have opened, since when first, and what came of it while nobody acted.

    A step that awaits a condition can be `done` without anybody's act.
    """

    rule: str
    name: str
    who: tuple[str, ...]
    modal: str
    opened: int
    first: date
    done: int
    lapsed: int
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberTally:
    """The verdicts on a clause for one member, period by period."""

    scope: Scope
    verdicts: tuple[tuple[Period, Outcome, str], ...]

    def count(self, outcome: Outcome) -> int:
        """Return how many periods had a verdict."""
        return sum(found is outcome for _, found, _ in self.verdicts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseTally:
    """A clause over the whole time. `members` is empty for a clause that has rules only."""

    name: str
    members: tuple[MemberTally, ...]
    rules: tuple[RuleTally, ...]
    steps: tuple[StepTally, ...]

    def count(self, outcome: Outcome) -> int:
        """Return how many periods of all members had a verdict."""
        return sum(member.count(outcome) for member in self.members)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountTally:
    """An account: what clauses awarded and what was left after the caps, by period and in all.

    `cuts` are the periods in which a cap took something, `owed_by` owes positive amounts to `owed_to`.
    """

    name: str
    owed_by: str
    owed_to: str
    periods: tuple[tuple[Period, Sum, Sum], ...]
    accrued: Sum
    paid: Sum
    cuts: tuple[Period, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What the terms would have done: clauses, accounts, and settings that rules would have changed by themselves.

    A change of a setting is (setting, member or "", value in words, first day).
    """

    clauses: tuple[ClauseTally, ...]
    accounts: tuple[AccountTally, ...]
    settings: tuple[tuple[str, str, str, date], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One value tried: misses and undetermined periods by clause, firings by (clause, rule), money by account."""

    value: Exact
    shown: str
    agreed: bool
    missed: Mapping[str, int]
    undetermined: Mapping[str, int]
    fired: Mapping[tuple[str, str], int]
    accrued: Mapping[str, Sum]
    paid: Mapping[str, Sum]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """A threshold and what it does to misses and money when it alone is moved.

    `about` says what it is, in words; `by` whether the value itself is tried, or a shift of several agreed values, in
    points or as a factor. `clauses` are the clauses it decides.
    """

    name: str
    about: str
    unit: str
    by: str
    clauses: tuple[str, ...]
    tried: tuple[Tried, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """A whole backtest: the terms tested, the days covered, what was assumed, what was found.

    `first` and `last` are the days of the facts tested, `as_of` the day of evaluation: by then the last facts were due.
    """

    terms: Terms
    first: date
    last: date
    as_of: date
    assumed: tuple[str, ...]
    tally: Tally
    sweeps: tuple[Sweep, ...] = field(default=())
