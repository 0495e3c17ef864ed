"""A formula of a clause in all its periods, evaluated once for each and counted as it goes.

Windows over the history of a clause (`times`, `running`, `total` …) read the same formula again and again. Here each
value is kept until something it rests on changes, and truths are counted with running sums, so that a window costs
the same however long the history is.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from comity.agreement.formula import tree
from comity.agreement.formula.env import Seen
from comity.agreement.formula.evaluate import Result, evaluate
from comity.agreement.formula.history import Reach
from comity.agreement.formula.windows import between, is_open, why
from comity.kernel.figure import State, Value

if TYPE_CHECKING:
    from comity.clauses.track import Track


class Series:
    """The values of one formula, by index of the clause's periods."""

    __slots__ = ("doubt", "high", "known", "low", "node", "open", "seen", "track", "true", "values")

    def __init__(self, track: Track, node: tree.Node) -> None:
        self.track = track
        self.node = node
        self.values: list[Result] = []
        self.seen: list[Seen] = []
        # Running sums up to each period: truths, open truths; and the run that ends there, at least and at most.
        self.true: list[int] = []
        self.open: list[int] = []
        self.low: list[int] = []
        self.high: list[int] = []
        self.known: list[date | None] = []
        self.doubt: list[int] = []

    def upto(self, index: int) -> None:
        """Evaluate what is not known yet, up to and with an index."""
        while len(self.values) <= index:
            at = len(self.values)
            seen = Seen()
            value = evaluate(self.node, self.track.env(at, seen))
            if len(self.values) == at:  # the formula may have asked for its own earlier periods
                self._add(value, seen)

    def _add(self, value: Result, seen: Seen) -> None:
        at = len(self.values) - 1
        true, open_ = (self.true[at], self.open[at]) if at >= 0 else (0, 0)
        low, high = (self.low[at], self.high[at]) if at >= 0 else (0, 0)
        known = self.known[at] if at >= 0 else None
        if value is True:
            true, low, high = true + 1, low + 1, high + 1
        elif value is False:
            low = high = 0
        elif is_open(value):
            # If it was not true the run ends here; if it was, it goes on.
            open_, low, high = open_ + 1, 0, high + 1
        self.values.append(value)
        self.seen.append(seen)
        self.true.append(true)
        self.open.append(open_)
        self.low.append(low)
        self.high.append(high)
        self.doubt.append((self.doubt[at] if at >= 0 else 0) + (State.DISPUTED in seen.states))
        self.known.append(seen.known if known is None or (seen.known is not None and seen.known > known) else known)

    def cut(self, index: int) -> None:
        """Forget everything from an index on."""
        if len(self.values) > index:
            for column in (self.values, self.seen, self.true, self.open, self.low, self.high, self.known, self.doubt):
                del column[index:]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class HistoryAt:
    """The history of a condition up to a period, seen from an evaluation that notes what it reads.

    `floor` is the index of the first period that counts.
    """

    series: Series
    index: int
    floor: int
    seen: Seen

    def times(self, reach: Reach) -> Value:
        """Return in how many periods of a window the condition was true."""
        first = self.floor
        if reach.after is not None:
            first = max(first, bisect_right(self.series.track.lasts, reach.after))
        if reach.count is not None:
            first = max(first, self.index - reach.count + 1)
        self._note(first)
        true = self._sum(self.series.true, first)
        open_ = self._sum(self.series.open, first)
        return between(true, true + open_, self._reason(first) if open_ else "")

    def running(self) -> Value:
        """Return how many periods up to this one had it true without a gap."""
        series, at = self.series, self.index
        if at < self.floor:
            return between(0, 0, "")
        true, open_ = self._sum(series.true, self.floor), self._sum(series.open, self.floor)
        low, high = min(series.low[at], true), min(series.high[at], true + open_)
        self._note(max(self.floor, at - high + 1))
        return between(low, high, self._reason(self.floor) if low != high else "")

    def _sum(self, sums: list[int], first: int) -> int:
        if first > self.index:
            return 0
        return sums[self.index] - (sums[first - 1] if first else 0)

    def _note(self, first: int) -> None:
        """Note what the window rests on: the latest day anything up to here was known, and doubts within it."""
        series = self.series
        if self.index < first:
            return
        self.seen.add(State.FINAL, series.known[self.index])
        if self._sum(series.doubt, first):
            doubtful = (series.seen[at] for at in range(self.index, first - 1, -1))
            self.seen.merge(next(seen for seen in doubtful if State.DISPUTED in seen.states))

    def _reason(self, first: int) -> str:
        values = self.series.values
        return next((why(values[at]) for at in range(self.index, first - 1, -1) if is_open(values[at])), "")
