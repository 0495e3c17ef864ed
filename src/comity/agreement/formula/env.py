"""The environment a formula is evaluated in: what its names mean for one period and one member."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import Enum
from typing import Self

from comity.agreement.formula import tree
from comity.agreement.formula.evaluate import evaluate
from comity.agreement.formula.history import History
from comity.agreement.formula.values import lookup
from comity.agreement.model import DatedMap, Formula, KeyedMap, Terms
from comity.kernel.deadline import Duration
from comity.kernel.figure import Scope, State, Unknown, Value
from comity.kernel.period import Grain, Period


class Elsewhere(Enum):
    """The answer of a subclass that does not know a name or a call."""

    NOT_HERE = "not here"


NOT_HERE = Elsewhere.NOT_HERE
GRAINS = (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR, Grain.CONTRACT_YEAR)


class Seen:
    """What an evaluation rested on: the latest day a fact was known, and the states of its inputs.

    `reasons` say why a figure is not final; `notes` belong to the figure whatever its state, as the interval of an
    estimate does.
    """

    __slots__ = ("known", "notes", "reasons", "states")

    def __init__(self, known: date | None = None) -> None:
        self.known = known
        self.states: set[State] = set()
        self.reasons: list[str] = []
        self.notes: list[str] = []

    def add(self, state: State, known: date | None, reason: str = "") -> None:
        """Note an input that was read."""
        self.states.add(state)
        if known is not None and (self.known is None or known > self.known):
            self.known = known
        if reason and reason not in self.reasons:
            self.reasons.append(reason)

    def merge(self, other: Seen) -> None:
        """Note all that another evaluation rested on."""
        for state in other.states:
            self.add(state, other.known)
        for reason in other.reasons:
            if reason not in self.reasons:
                self.reasons.append(reason)
        self.note(*other.notes)

    def note(self, *notes: str) -> None:
        """Note what belongs to the figure whatever its state."""
        self.notes += [one for one in notes if one not in self.notes]


class Env:
    """Names of the terms for one period and one member of the scope.

    Metrics, aggregates, and what a clause binds are added by subclasses, which override `other_name` and
    `other_call`, and `at` to move to another period.
    """

    __slots__ = ("as_of", "history_start", "period", "remembered", "scope", "seen", "terms")

    def __init__(
        self, terms: Terms, period: Period, scope: Scope, as_of: date, history_start: date, seen: Seen | None = None
    ) -> None:
        self.terms = terms
        self.period = period
        self.scope = scope
        self.as_of = as_of
        self.history_start = history_start
        self.seen = seen if seen is not None else Seen()
        # A name is evaluated once here, however often formulas mention it: chains of names would double each time.
        self.remembered: dict[str, Value | None] = {}

    @property
    def day(self) -> date:
        """The day whose terms hold: the first day of the period."""
        return self.period.first

    def at(self, period: Period) -> Self:
        """Return the environment of the same member in another period; what it reads is noted here too."""
        return type(self)(self.terms, period, self.scope, self.as_of, self.history_start, self.seen)

    # -- the periods that time functions look at ----------------------------------------------

    def current(self, node: tree.Node) -> Period:
        """Return the period in which a window over a formula ends: of the finest metric it mentions."""
        return self.terms.calendar.containing(self.grain_of(node), self.period.last)

    def before(self, period: Period) -> Period | None:
        """Return the period before one, None where the history does not reach."""
        earlier = self.terms.calendar.shift(period, -1)
        return earlier if self.exists(earlier) else None

    def exists(self, period: Period) -> bool:
        """Tell whether a period belongs to the history."""
        return period.last >= self.history_start

    def elsewhere(self, node: tree.Node, period: Period) -> Value | None:
        """Return the value of a formula in another period."""
        return evaluate(node, self.at(period))

    def history(self, node: tree.Node) -> History | None:
        """Return what is remembered of a condition's truth in all periods, where that is kept."""
        return None

    # -- names --------------------------------------------------------------------------------

    def resolve(self, name: tree.Name) -> Value | None:
        """Return what a name means here; None is an empty column."""
        word = name.parts[0]
        if len(name.parts) == 1:
            for column, member in self.scope:
                if column == word:
                    return member
            match word:
                case "today":
                    return self.as_of
                case "period_start":
                    return self.period.first
                case "period_end":
                    return self.period.last
        found = self.other_name(name)
        if found is not NOT_HERE:
            return found
        if len(name.parts) == 1 and word in self.terms.settings:
            return self._setting(word)
        return Unknown(State.UNDETERMINED, f"{name} is not known here")

    def invoke(self, call: tree.Call) -> Value | None:
        """Return the value of a call that is no scalar and no time function."""
        found = self.other_call(call)
        if found is not NOT_HERE:
            return found
        if call.function in self.terms.settings:
            return self._setting(call.function, call.arguments)
        return Unknown(State.UNDETERMINED, f"{call.function}() is not known here")

    def _setting(self, name: str, arguments: Sequence[tree.Node] = ()) -> Value | None:
        if name in self.terms.changeable:
            # Better no verdict than one by a value that a step may have changed.
            return Unknown(State.UNDETERMINED, f"{name} can be changed by a step, and steps are not followed yet")
        if arguments:
            return lookup(self.terms.settings[name], self, name, arguments)
        if name not in self.remembered:
            self.remembered[name] = lookup(self.terms.settings[name], self, name)
        return self.remembered[name]

    def duration(self, name: str) -> Duration | None:
        """Return the duration that a setting holds on this day; None if it holds none, or if a step can change it."""
        term = self.terms.settings.get(name) if name not in self.terms.changeable else None
        if isinstance(term, DatedMap):
            term = next((entry for day, entry in reversed(term.entries) if day <= self.day), None)
        node = term.node if isinstance(term, Formula) else None
        return node.value if isinstance(node, tree.Span) else None

    def other_name(self, name: tree.Name) -> Value | Elsewhere | None:
        """Return what a subclass knows by this name, or NOT_HERE."""
        return NOT_HERE

    def other_call(self, call: tree.Call) -> Value | Elsewhere | None:
        """Return what a subclass knows of this call, or NOT_HERE."""
        return NOT_HERE

    def listed(self, name: tree.Name) -> tuple[str, ...] | None:
        """Return the words of a name that stands for a list (`status`), None for any other name."""
        return None

    def member_of(self, keyed: KeyedMap) -> str | None:
        """Return the member by which a keyed map is read by bare name: that of the first scope column."""
        return self.scope[0][1] if self.scope else None

    def grain_of(self, node: tree.Node) -> Grain:
        """Return the finest period among the metrics a formula mentions, else that of this environment."""
        metrics = self.terms.metrics
        found = [metrics[n.parts[0]].every for n in tree.names(node) if n.parts[0] in metrics]
        return min(found, key=GRAINS.index) if found else self.period.grain
