"""The plain clauses of the pool once more, by plain recursion over days and months: slow, and written from the text.

It knows nothing of series, running sums, verdicts judged ahead of time, or of what has to be looked at again: on every
day on which a figure became known, every later month is looked at anew. Unknown months are tried both ways.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

from tests.clauses.life.drawing import LAST, MONTHS, History, pool

THRESHOLD = Decimal("0.95")
LASTS = tuple(pool().versions[0][1].calendar.period(month).last for month in MONTHS)
TIME_TO_ACT = timedelta(days=35)

Truth = bool | str
"""Missed or not; "unknown" while it is missing, "silent" before the facts are due."""


@dataclass(frozen=True)
class Rule:
    """A rule of the pool: `streak_from_zero` looks for a streak, and begins again from zero."""

    when: str
    again: str

    @staticmethod
    def named(clause: str) -> Rule:
        """Return the rule of a clause of the pool."""
        when, _, again = clause.partition("_")
        return Rule(when, again.replace("_", " "))


@dataclass
class Firing:
    """A month for which a rule has fired, and the day on which it did."""

    month: int
    day: date


@dataclass
class Naive:
    """What became of one plain clause, day by day."""

    rule: Rule
    histories: Sequence[History]
    firings: list[Firing] = field(default_factory=list)
    fallen: dict[int, Firing] = field(default_factory=dict)
    seen: dict[int, Truth] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)

    def run(self, until: date) -> Naive:
        """Go through every day on which a figure became known or went missing."""
        days = sorted({day for history in self.histories for day, _ in history if day <= until})
        for day in days:
            changed = [at for at, history in enumerate(self.histories) if any(since == day for since, _ in history)]
            restated = any(self._was_known(at, day) for at in changed)
            for month in range(min(changed), len(MONTHS)):
                if self.missed(month, day) != "silent":
                    self._look(month, day, restated)
        return self

    def _was_known(self, month: int, day: date) -> bool:
        return any(since < day and figure.value is not None for since, figure in self.histories[month])

    # -- what is known ------------------------------------------------------------------------

    def missed(self, month: int, day: date) -> Truth:
        """Return whether a month was missed, as known on a day."""
        known = [figure for since, figure in self.histories[month] if since <= day]
        if LASTS[month] > day or not known:
            return "silent" if LASTS[month] > day or self.histories[month] else "unknown"
        value = known[-1].value
        return "unknown" if value is None else value < THRESHOLD

    def condition(self, month: int, day: date, floor: int) -> Truth:
        """Return whether the rule's condition holds for a month; unknown months are tried both ways."""
        truths = [self.missed(at, day) for at in range(floor, month + 1)]
        open_ = [at for at, truth in enumerate(truths) if truth == "unknown"]
        answers = set()
        for tried in product((True, False), repeat=len(open_)):
            now = list(truths)
            for at, truth in zip(open_, tried, strict=True):
                now[at] = truth
            answers.add(self._holds(now, floor))
        return answers.pop() if len(answers) == 1 else "unknown"

    def _holds(self, truths: list[Truth], floor: int) -> Truth:
        if self.rule.when == "plain":
            return truths[-1]
        if self.rule.when == "streak":
            return _streak(truths) >= 2
        if self.rule.when == "window":
            return truths[-3:].count(True) >= 2
        month = floor + len(truths) - 1
        return truths[max(month // 3 * 3 - floor, 0) :].count(True) >= 2

    # -- what follows -------------------------------------------------------------------------

    def _look(self, month: int, day: date, restated: bool) -> None:
        floor = 0
        if self.rule.again == "from zero":
            floor = max((firing.month + 1 for firing in self.firings if firing.month < month), default=0)
        truth = self.seen[month] = self.condition(month, day, floor)
        fired = next((firing for firing in self.firings if firing.month == month), None)
        if fired is not None:
            if truth in (False, "silent") or (truth == "unknown" and restated):
                self.firings.remove(fired)
                self.fallen[month] = fired
        elif truth is True and self._may(month, day):
            # One that had fallen stands again as it stood.
            self.firings.append(self.fallen.pop(month, Firing(month, day)))

    def _may(self, month: int, day: date) -> bool:
        match self.rule.again:
            case "when closed":
                if any(day < firing.day + TIME_TO_ACT for firing in self.firings):
                    self.blocked.add(month)
                return month not in self.blocked
            case "after a clear period":
                return all(self._clear_between(*sorted((month, firing.month))) for firing in self._next_to(month))
            case "once a quarter":
                return all(firing.month // 3 != month // 3 for firing in self.firings)
            case "once a year" | "never":
                return not self.firings
        return True

    def _next_to(self, month: int) -> list[Firing]:
        before = [firing for firing in self.firings if firing.month < month]
        after = [firing for firing in self.firings if firing.month > month]
        return [
            *([max(before, key=lambda firing: firing.month)] if before else []),
            *([min(after, key=lambda firing: firing.month)] if after else []),
        ]

    def _clear_between(self, one: int, other: int) -> bool:
        return any(self.seen.get(at) is False for at in range(one + 1, other))


def _streak(truths: Sequence[Truth]) -> int:
    count = 0
    for truth in reversed(truths):
        if truth is False:
            break
        count += truth is True
    return count


def naive(
    clause: str, cells: Mapping[tuple[str, tuple[tuple[str, str], ...], str], History], until: date = LAST
) -> Naive:
    """Return what became of a plain clause of the pool by a day."""
    return Naive(Rule.named(clause), [cells.get(("good", (), month), ()) for month in MONTHS]).run(until)


def outcomes(found: Naive, day: date) -> dict[str, str]:
    """Return the verdict on every month that had begun by a day, in a word."""
    words = {True: "missed", False: "met", "unknown": "undetermined", "silent": "not_due"}
    begun = [at for at in range(len(MONTHS)) if LASTS[at].replace(day=1) <= day]
    return {MONTHS[at]: words[found.missed(at, day)] for at in begun}
