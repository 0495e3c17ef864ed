"""The track of a clause for one member: its periods in order, and what is known of each.

For a clause over rows every fact row is a period of its own. Everything computed is kept until something it rests on
changes (`forget`), so that a new figure costs the same however long the history is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from comity.agreement.formula import tree
from comity.agreement.formula.env import Seen
from comity.agreement.formula.evaluate import Result
from comity.agreement.model import Clause, Terms
from comity.clauses.ahead import Ahead, ahead_of
from comity.clauses.env import ClauseEnv
from comity.clauses.known import Row, RowHistory
from comity.clauses.model import Outcome, Verdict
from comity.clauses.relief import ReliefClaim, extended
from comity.clauses.series import HistoryAt, Series
from comity.clauses.verdict import judged
from comity.kernel.deadline import Duration
from comity.kernel.figure import Scope, State, Unknown
from comity.kernel.period import Period
from comity.kernel.values import dataclass

if TYPE_CHECKING:
    from comity.clauses.court import Court
    from comity.clauses.text import Text


@dataclass(frozen=True, slots=True)
class Span:
    """One period of a clause, cut to its term, with the clause and the terms that hold in it."""

    period: Period
    text: Text
    row: RowHistory | None = None

    @property
    def clause(self) -> Clause:
        """The clause that holds in the period."""
        return self.text.clause

    @property
    def terms(self) -> Terms:
        """The terms that hold in the period."""
        return self.text.terms


class Course:
    """The periods of a clause, in order, as its tracks begin with them."""

    __slots__ = ("firsts", "has_rows", "index", "is_bare", "lasts", "spans", "text", "windows")

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = spans
        self.firsts = [span.period.first for span in spans]
        self.lasts = [span.period.last for span in spans]
        self.index = {span.period.name: at for at, span in enumerate(spans)}
        texts = {id(span.text): span.text for span in spans}
        self.text = next(iter(texts.values())) if len(texts) == 1 else None
        self.is_bare = not all(text.has_test for text in texts.values())
        self.has_rows = any(span.row is not None for span in spans)
        # By its length, the first period of the window that ends with each: found once for all lives.
        self.windows: dict[Duration, list[int]] = {}


class Track:
    """One clause for one member of its scope."""

    def __init__(self, court: Court, name: str, scope: Scope, course: Course) -> None:
        """`course` are the periods of the clause, with the clause and the terms that hold in each."""
        self.court = court
        self.name = name
        self.scope = scope
        self.spans = list(course.spans)
        self.firsts = course.firsts.copy()
        self.lasts = course.lasts.copy()
        self.index = course.index.copy()
        self.text = course.text
        self.is_bare = course.is_bare
        self.has_rows = course.has_rows
        self.windows = course.windows
        # The day on which the last row came into the record; until then rows between others are not there yet.
        self.complete_on = max((s.row.states[0][0] for s in self.spans if s.row is not None), default=date.min)
        self.claims: dict[int, list[ReliefClaim]] = {}
        self.statuses: dict[int, list[str]] = {}
        self.ordinals: dict[int, list[int]] = {}  # the place of each status among all that were ever declared
        self.waived: set[int] = set()
        self.closed: dict[int, date] = {}
        self.blocked: dict[tuple[str, int], frozenset[int]] = {}  # by rule and period: the open cases in its way
        self.upheld: dict[int, str] = {}
        self.fired: dict[str, set[int]] = {}
        self.whens: dict[str, dict[int, Result]] = {}
        self._verdicts: list[Verdict | None] = [None] * len(self.spans)
        self._judged = [False] * len(self.spans)
        self._top = -1  # the last period judged, and the last that anything was computed for
        self._reach = -1
        self._series: dict[int, Series] = {}
        self.ahead: Ahead | None = None

    # -- what is known ------------------------------------------------------------------------

    def verdict(self, index: int) -> Verdict | None:
        """Return the verdict on a period as things are known now; None where the member is not measured in it."""
        if self.ahead is not None:
            return self._ahead_of_time(self.ahead, index)
        if not self._judged[index]:
            # A verdict that needs itself in the same period is refused by `check`; None ends it here.
            self._judged[index] = True
            self._verdicts[index] = None
            self._top = max(self._top, index)
            self.note(index)
            if self.exists(index):
                self._verdicts[index] = judged(self, index)
        return self._verdicts[index]

    def verdicts(self) -> Sequence[Verdict | None]:
        """Return the verdicts on all periods as things are known now."""
        if self.ahead is not None and self.court.seen >= self.court.as_of:
            return self.ahead.verdicts
        return [self.verdict(at) for at in range(len(self.spans))]

    def judge_ahead(self, touched: frozenset[str]) -> None:
        """Judge all periods together, where that is possible; `touched` are the clauses that acts are about."""
        self.ahead = ahead_of(self, touched)
        self._judged = [False] * len(self.spans)
        self._series.clear()

    def _ahead_of_time(self, ahead: Ahead, index: int) -> Verdict | None:
        """Return a verdict judged ahead of time, as far as it is known now."""
        verdict = ahead.verdicts[index]
        now = self.court.seen
        if verdict is None or now >= self.court.as_of or ahead.is_known(index, now):
            return verdict
        return Verdict(
            clause=self.name, period=verdict.period, scope=self.scope, outcome=Outcome.NOT_DUE, state=State.NOT_DUE,
            unit=verdict.unit, reason="the facts are not in the record yet",
        )  # fmt: skip

    def when(self, rule: str, index: int) -> Result:
        """Return whether the condition of a rule held for a period when it was last looked at; None if it never was."""
        if self.ahead is not None:
            known = rule in self.ahead.whens and self.ahead.is_known(index, self.court.seen)
            return self.ahead.whens[rule][index] if known else None
        return self.whens.get(rule, {}).get(index)

    def open_whens(self) -> set[int]:
        """Return the periods in which the condition of a rule was not known."""
        if self.ahead is not None:
            ahead = self.ahead.whens.values()
            return {at for column in ahead for at, when in enumerate(column) if isinstance(when, Unknown)}
        return {at for column in self.whens.values() for at, when in column.items() if isinstance(when, Unknown)}

    def hold(self, index: int, verdict: Verdict) -> None:
        """Keep a verdict while the names that rest on it are still computed."""
        self._verdicts[index] = verdict

    def exists(self, index: int) -> bool:
        """Tell whether the member is measured in a period; a row only once it is in the record."""
        span = self.spans[index]
        if span.row is not None:
            return span.row.at(self.court.seen) is not None
        return not self.scope or self.court.is_member(span, self.scope)

    def row(self, index: int) -> Row | None:
        """Return the row that is a period, as known now, its dates moved by relief that extends them."""
        history = self.spans[index].row
        if history is None:
            return None
        now = min(self.court.seen, self.closed.get(index, self.court.seen))
        return extended(history.at(now), self.claims.get(index, ()), now)

    def env(self, index: int, seen: Seen | None = None) -> ClauseEnv:
        """Return the environment of a period."""
        return ClauseEnv(self, self.spans[index].period, index, seen)

    def history(self, node: tree.Node, env: ClauseEnv) -> HistoryAt | None:
        """Return the history of a condition up to the period of an environment."""
        series = self.series(node)
        series.upto(env.index)
        return HistoryAt(series, env.index, env.floor, env.seen)

    def series(self, node: tree.Node) -> Series:
        """Return the values of a formula in all periods."""
        found = self._series.get(id(node))
        if found is None:
            found = self._series[id(node)] = Series(self, node)
        return found

    # -- changes ------------------------------------------------------------------------------

    def first_touched(self, day: date) -> int:
        """Return the index of the first period that does not end before a day."""
        return bisect_left(self.lasts, day)

    def first_ending_after(self, day: date) -> int:
        """Return the index of the first period that ends after a day."""
        return bisect_right(self.lasts, day)

    def share(self, other: Track) -> None:
        """Share with the track of another account all that does not rest on figures."""
        self.claims, self.statuses, self.waived, self.upheld = other.claims, other.statuses, other.waived, other.upheld
        self.ordinals, self.fired, self.closed = other.ordinals, other.fired, other.closed

    def note(self, index: int) -> None:
        """Note that something was computed for a period, which may have to be forgotten."""
        self._reach = max(self._reach, index)

    def forget(self, index: int) -> None:
        """Forget verdicts and values from a period on: something they rest on has changed."""
        if self.ahead is not None or index > self._reach:
            return
        self._reach = index - 1
        for at in range(index, self._top + 1):
            self._judged[at] = False
        self._top = min(self._top, index - 1)
        self.forget_values(index)

    def forget_open(self) -> None:
        """Forget what was not decided when it was last looked at: time has passed."""
        for at in range(self._top + 1):
            verdict = self._verdicts[at]
            if verdict is not None and verdict.outcome in (Outcome.NOT_DUE, Outcome.UNDETERMINED):
                self._judged[at] = False
                self.forget_values(at)

    def forget_values(self, index: int) -> None:
        """Forget the values of formulas from a period on; verdicts stay."""
        for series in self._series.values():
            series.cut(index)

    def release(self) -> None:
        """Let go of what refers to the track."""
        self.ahead = None
        self._series.clear()

    def cut(self, day: date) -> None:
        """End the track before a day: periods that begin on it or later fall away, the one it lies in is shortened."""
        index = bisect_left(self.lasts, day)
        if index >= len(self.spans):
            return
        self.windows = {}
        self.forget(index)
        keep = index
        first = self.spans[index].period
        if first.first < day and self.spans[index].row is None:
            cut = self.court.calendar.cut(first, None, date.fromordinal(day.toordinal() - 1))
            self.spans[index] = Span(cut, self.spans[index].text)
            self.lasts[index] = cut.last
            keep = index + 1
        for gone in self.spans[keep:]:
            self.index.pop(gone.period.name, None)
        del self.spans[keep:], self.firsts[keep:], self.lasts[keep:]
        if self.ahead is not None:
            self.ahead.cut(keep)
            if keep > index and (shortened := self.ahead.verdicts[index]) is not None:
                self.ahead.verdicts[index] = replace(shortened, period=self.spans[index].period)
        del self._verdicts[keep:], self._judged[keep:]
