"""What an explanation of a clause looks into: everything that happened, and how each figure was made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from comity.agreement.formula.evaluate import Result
from comity.clauses.known import Cell
from comity.clauses.life.fold import Fold
from comity.kernel.figure import Scope, Unknown
from comity.kernel.period import Period
from comity.metrics.exhibits import Step
from comity.standing.timeline import Late

Derived = Callable[[str, Scope, Period], Step | None]
"""How the figure that counts was made, down to its fact rows; None where that is not known, as for one given."""


def not_derived(metric: str, scope: Scope, period: Period) -> Step | None:
    """Say of no figure how it was made."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The fold that ran up to the day of evaluation, the derivation of figures, and which came too late to count."""

    fold: Fold
    derived: Derived = not_derived
    late: Mapping[Cell, Late] = field(default_factory=dict)

    @property
    def currency(self) -> str | None:
        """The currency of the agreement."""
        return self.fold.agreement.versions[-1][1].currency


def doubted(step: Step, value: Result) -> Step:
    """Return a step that says, where its value is not known, in which state it is and why."""
    return replace(step, state=value.state, reason=value.reason) if isinstance(value, Unknown) else step
