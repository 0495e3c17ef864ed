"""An environment that remembers what a formula read, in the order it was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from comity.agreement.formula import tree
from comity.agreement.formula.env import Elsewhere, Seen
from comity.agreement.formula.evaluate import Result
from comity.agreement.formula.unparse import unparse
from comity.kernel.figure import Scope
from comity.kernel.period import Period
from comity.metrics.env import MetricEnv, Source


@dataclass(frozen=True, slots=True)
class Read:
    """Something a formula read: the name or call, in which period and for whom, and what it was.

    `kind` is `figure` (a metric), `aggregate` (over facts) or `setting`.
    """

    kind: str
    node: tree.Name | tree.Call
    period: Period
    scope: Scope
    value: Result


class TracingEnv(MetricEnv):
    """A metric's environment that notes every metric, aggregate and setting it gives out."""

    __slots__ = ("reads",)

    def __init__(
        self, source: Source, period: Period, scope: Scope, seen: Seen | None = None, reads: list[Read] | None = None
    ) -> None:
        super().__init__(source, period, scope, seen)
        self.reads: list[Read] = [] if reads is None else reads

    def at(self, period: Period) -> Self:
        """Return the environment of the same member in another period, with the same notes."""
        return type(self)(self.source, period, self.scope, self.seen, self.reads)

    def member(self, scope: Scope) -> Self:
        """Return the environment of another member, with the same notes."""
        return type(self)(self.source, self.period, scope, self.seen, self.reads)

    def resolve(self, name: tree.Name) -> Result:
        """Note a setting; metrics are noted where they are found."""
        value = super().resolve(name)
        word = name.parts[0]
        if len(name.parts) == 1 and word in self.terms.settings and word not in self.terms.metrics:
            self._note("setting", name, value)
        return value

    def invoke(self, call: tree.Call) -> Result:
        """Note a setting read with arguments; aggregates are noted where they are found."""
        value = super().invoke(call)
        if call.function in self.terms.settings:
            self._note("setting", call, value)
        return value

    def other_name(self, name: tree.Name) -> Result | Elsewhere:
        """Note a metric's figure."""
        value = super().other_name(name)
        if len(name.parts) == 1 and not isinstance(value, Elsewhere):
            self._note("figure", name, value)
        return value

    def other_call(self, call: tree.Call) -> Result | Elsewhere:
        """Note an aggregate over facts; one over a metric's members is noted member by member."""
        value = super().other_call(call)
        if not isinstance(value, Elsewhere) and any(len(name.parts) == 2 for name in tree.names(call)):
            self._note("aggregate", call, value)
        return value

    def _note(self, kind: str, node: tree.Name | tree.Call, value: Result) -> None:
        read = Read(kind, node, self.period, self.scope, value)
        if not any(self._same(read, earlier) for earlier in self.reads):
            self.reads.append(read)

    @staticmethod
    def _same(one: Read, other: Read) -> bool:
        return (one.period, one.scope, unparse(one.node)) == (other.period, other.scope, unparse(other.node))
