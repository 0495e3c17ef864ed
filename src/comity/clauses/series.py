"""A formula of a clause in all its periods, evaluated once for each and counted as it goes.

Windows over the history of a clause (`times`, `running`, `total` …) read the same formula again and again. Here each
value is kept until something it rests on changes, and truths are counted with running sums, so that a window costs
the same however long the history is.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from comity.agreement.formula import tree
from comity.agreement.formula.env import Seen
from comity.agreement.formula.evaluate import Result, evaluate
from comity.agreement.formula.history import Reach
from comity.agreement.formula.windows import between, is_open, why
from comity.kernel.figure import State, Value
from comity.kernel.values import dataclass

if TYPE_CHECKING:
    from comity.clauses.track import Track


class Tally(NamedTuple):
    """What was counted up to and with a period: truths and open truths, the run that ends there (at least, at most).

    `known` is the latest day on which anything up to here was known, `doubt` the number of periods in dispute.
    """

    true: int = 0
    open: int = 0
    low: int = 0
    high: int = 0
    known: date | None = None
    doubt: int = 0


class Series:
    """The values of one formula, by index of the clause's periods."""

    __slots__ = ("_found", "_top", "node", "tallies", "track")

    def __init__(self, track: Track, node: tree.Node) -> None:
        self.track = track
        self.node = node
        self.tallies: list[Tally] = []
        self._found: dict[int, tuple[Result, Seen]] = {}
        self._top = -1

    def at(self, index: int) -> tuple[Result, Seen]:
        """Return the value in a period, and what it rests on."""
        found = self._found.get(index)
        if found is None:
            seen = Seen()
            found = self._found[index] = evaluate(self.node, self.track.env(index, seen)), seen
            self._top = max(self._top, index)
            self.track.note(index)
        return found

    def upto(self, index: int) -> None:
        """Count up to and with a period."""
        while len(self.tallies) <= index:
            at = len(self.tallies)
            value, seen = self.at(at)
            if len(self.tallies) == at:  # the formula may have asked for its own earlier periods
                self.tallies.append(_counted(self.tallies[-1] if at else Tally(), value, seen))

    def cut(self, index: int) -> None:
        """Forget everything from an index on."""
        del self.tallies[index:]
        for at in range(index, self._top + 1):
            self._found.pop(at, None)
        self._top = min(self._top, index - 1)


def _counted(before: Tally, value: Result, seen: Seen) -> Tally:
    true, open_, low, high, known, doubt = before
    if value is True:
        true, low, high = true + 1, low + 1, high + 1
    elif value is False:
        low = high = 0
    elif is_open(value):
        # If it was not true the run ends here; if it was, it goes on.
        open_, low, high = open_ + 1, 0, high + 1
    if seen.known is not None and (known is None or seen.known > known):
        known = seen.known
    return Tally(true, open_, low, high, known, doubt + (State.DISPUTED in seen.states))


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
        true, open_, _ = self._since(first)
        return between(true, true + open_, self._reason(first) if open_ else "")

    def running(self) -> Value:
        """Return how many periods up to this one had it true without a gap."""
        at = self.index
        if at < self.floor:
            return between(0, 0, "")
        tally, (true, open_, _) = self.series.tallies[at], self._since(self.floor)
        low, high = min(tally.low, true), min(tally.high, true + open_)
        self._note(max(self.floor, at - high + 1))
        return between(low, high, self._reason(self.floor) if low != high else "")

    def _since(self, first: int) -> tuple[int, int, int]:
        """Return the truths, open truths and periods in dispute from an index on."""
        if first > self.index:
            return 0, 0, 0
        now = self.series.tallies[self.index]
        before = self.series.tallies[first - 1] if first else Tally()
        return now.true - before.true, now.open - before.open, now.doubt - before.doubt

    def _note(self, first: int) -> None:
        """Note what the window rests on: the latest day anything up to here was known, and doubts within it."""
        series = self.series
        if self.index < first:
            return
        self.seen.add(State.FINAL, series.tallies[self.index].known)
        if self._since(first)[2]:
            doubtful = (series.at(at)[1] for at in range(self.index, first - 1, -1))
            self.seen.merge(next(seen for seen in doubtful if State.DISPUTED in seen.states))

    def _reason(self, first: int) -> str:
        values = (self.series.at(at)[0] for at in range(self.index, first - 1, -1))
        return next((why(value) for value in values if is_open(value)), "")
