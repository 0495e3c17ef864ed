"""The caps of an account: what each lets through, in the order written, and which of them are reached.

Postings stand in time by the last day of their period. Those of an earlier day keep their place under a cap; those of
one day share what is left. What counts against a cap is what was let through by all of them: what an outer cap cuts is
no posting, and takes no room of an inner one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from comity.agreement.formula.evaluate import Result
from comity.agreement.model import Account, Cap
from comity.clauses.postings import Claim, Key
from comity.clauses.sharing import Amount, earliest, shared, undetermined
from comity.clauses.sums import LATEST, Line, Place
from comity.kernel import lexical
from comity.kernel.calendar import Calendar
from comity.kernel.deadline import Duration
from comity.kernel.figure import Exact, Scope, State, Unknown
from comity.kernel.period import Grain, Period

LimitOf = Callable[[int, Period, Scope], Result]
"""What the cap of an index gives for the period of the latest posting and the member of the cap's own `per`."""

_ONE_DAY = timedelta(days=1)


class Passage(NamedTuple):
    """Claims of one day that met one cap together, with what they were worth before and after it.

    `number` is the cap's place in the account, from 0.
    """

    number: int
    cap: Cap
    period: Period
    scope: Scope
    limit: Exact | Unknown
    used: Amount
    room: Amount
    before: Mapping[Key, Amount]
    after: Mapping[Key, Amount]


_LineKey = tuple[tuple[str, ...], Scope]
_Groups = Mapping[tuple[str, ...], Mapping[Scope, list[Key]]]
"""For each `per` of a cap, the claims that meet it, by the member it is counted for."""


class Caps:
    """The caps of an account in all its versions, and what was let through by them so far."""

    __slots__ = ("_calendar", "_limit_of", "_lines", "_pers", "_scale", "_spans", "_touched", "_versions", "_waiting")

    def __init__(
        self, versions: Sequence[tuple[date, Account]], limit_of: LimitOf, calendar: Calendar, scale: int
    ) -> None:
        """`scale` is the number of smallest units in one unit of the currency."""
        self._versions = versions
        self._limit_of = limit_of
        self._calendar = calendar
        self._scale = scale
        caps = [cap for _, account in versions for cap in account.caps]
        self._pers = list(dict.fromkeys(cap.per for cap in caps))
        self._spans = {cap.every: _span(cap.every) for cap in caps}
        self._lines: dict[_LineKey, Line] = {}
        self._touched: dict[Place, dict[_LineKey, None]] = {}
        self._waiting: dict[Place, list[Passage]] = {}

    def place(self, period: Period) -> Place:
        """Return where a posting of a period stands; the account's terms are those of the period's first day."""
        versions = self._versions
        version = len(versions) - 1
        while version and versions[version][0] > period.first:
            version -= 1
        return period.last, version

    # -- letting through ------------------------------------------------------------------

    def let_through(
        self, place: Place, claims: Mapping[Key, Claim], amounts: Mapping[Key, Amount]
    ) -> tuple[dict[Key, Amount], bool]:
        """Return what the claims of a place are worth after all caps, and whether later places are affected."""
        groups = {per: _by_member(per, claims, amounts) for per in self._pers}
        passages, worth = self._passages(place, claims, amounts, groups)
        if self._waiting:
            self._waiting.pop(place, None)
        waiting = [each for each in passages if isinstance(each.limit, Unknown)]
        if waiting:
            self._waiting[place] = waiting
        return worth, self._remember(place, worth, groups, passages)

    def passages(self, place: Place, claims: Mapping[Key, Claim], amounts: Mapping[Key, Amount]) -> list[Passage]:
        """Return how the claims of a place pass each cap in turn."""
        groups = {per: _by_member(per, claims, amounts) for per in self._pers}
        return self._passages(place, claims, amounts, groups)[0]

    def _passages(
        self, place: Place, claims: Mapping[Key, Claim], amounts: Mapping[Key, Amount], groups: _Groups
    ) -> tuple[list[Passage], dict[Key, Amount]]:
        """Return the passages, and what the claims are worth in the end."""
        passages: list[Passage] = []
        worth = dict(amounts)
        for index, cap in enumerate(self._versions[place[1]][1].caps):
            for scope, keys in groups[cap.per].items():
                passage = self._pass(place, index, scope, {key: worth[key] for key in keys}, claims)
                passages.append(passage)
                worth.update(passage.after)
        return passages, worth

    def _pass(
        self, place: Place, index: int, scope: Scope, before: Mapping[Key, Amount], claims: Mapping[Key, Claim]
    ) -> Passage:
        cap = self._versions[place[1]][1].caps[index]
        periods = [claims[key].period for key in before]
        period = max(periods, key=_begun) if len(periods) > 1 else periods[0]
        limit = _amount(self._limit_of(index, period, scope))
        used, sure = self._used(cap, scope, period, place)
        room = self._room(limit, used, sure)
        return Passage(index, cap, period, scope, limit, used, room, before, shared(before, room, claims))

    def _used(self, cap: Cap, scope: Scope, period: Period, before: Place) -> tuple[Amount, int]:
        """Return what postings in a cap's span hold of it before a place, and the part of that which is known."""
        line = self._lines.get((cap.per, scope))
        if line is None:
            return 0, 0
        low = (self._opens(cap, period.last, period.grain), 0)
        sure = line.posted.between(low, before)
        unknown = line.first_unknown(low, before)
        return sure if unknown is None else unknown, sure

    def _room(self, limit: Exact | Unknown, used: Amount, sure: int) -> Amount:
        if isinstance(limit, Unknown):
            return undetermined(limit)
        room = max(0, self._units(limit) - sure)
        # What is unknown can only take more: where nothing is left, nothing is left whatever it was.
        return used if room and isinstance(used, Unknown) else room

    def _units(self, limit: Exact) -> int:
        # Rounded down: a cap of a fraction of a cent must not be exceeded by the rest of it.
        numerator, denominator = limit.as_integer_ratio()
        return numerator * self._scale // denominator

    def _opens(self, cap: Cap, day: date, grain: Grain) -> date:
        """Return the first day of the span of a cap in which a day lies, or that ends with it.

        A span of `3 periods` counts those of the grain of the posting.
        """
        span = self._spans[cap.every]
        if span is None:
            return date.min
        if isinstance(span, Grain):
            return self._calendar.containing(span, day).first
        try:
            if span.unit == "period":
                return self._calendar.shift(self._calendar.containing(grain, day), 1 - span.count).first
            return self._calendar.add(day, Duration(-span.count, span.unit)) + _ONE_DAY
        except ValueError:
            return date.min

    # -- what was let through -------------------------------------------------------------

    def _remember(
        self,
        place: Place,
        worth: Mapping[Key, Amount],
        groups: _Groups,
        passages: Sequence[Passage],
    ) -> bool:
        """Note what was let through at a place, member by member; says whether that differs from before."""
        changed = False
        now: dict[_LineKey, None] = {}
        for per, members in groups.items():
            for scope, keys in members.items():
                now[per, scope] = None
                line = self._lines.get((per, scope))
                if line is None:
                    line = self._lines[per, scope] = Line()
                changed |= line.set(place, *_sum([worth[key] for key in keys]))
                line.limits[place] = {}
        for passage in passages:
            limit = passage.limit if isinstance(passage.limit, Unknown) else self._units(passage.limit)
            self._lines[passage.cap.per, passage.scope].limits[place][passage.number] = limit, passage.period.grain
        for gone in self._touched.get(place, ()):
            if gone not in now:
                self._lines[gone].discard(place)
                changed = True
        self._touched[place] = now
        return changed

    @property
    def is_waiting(self) -> bool:
        """Whether a limit was unknown when last asked for."""
        return bool(self._waiting)

    def now_known(self) -> list[Place]:
        """Return the places at which a limit was unknown when last asked for, and is known now."""
        if not self._waiting:
            return []
        return [
            place
            for place, passages in self._waiting.items()
            if any(
                not isinstance(_amount(self._limit_of(each.number, each.period, each.scope)), Unknown)
                for each in passages
            )
        ]

    # -- reached --------------------------------------------------------------------------

    def reached(self, first: date, last: date) -> bool | Unknown:
        """Say whether any cap is reached at the end of some days, or was by a posting of these days.

        A cap is reached when its positive postings come up to it. Without a posting in its span it is not.
        """
        open_: list[Unknown] = []
        for line in self._lines.values():
            for day in {place[0] for place in line.posted.within((first, 0), (last, LATEST))} | {last}:
                for truth in self._reached_on(day, line):
                    if truth is True:
                        return True
                    open_ += [truth] if isinstance(truth, Unknown) else []
        return earliest(open_) if open_ else False

    def _reached_on(self, day: date, line: Line) -> Iterator[bool | Unknown]:
        latest = line.posted.latest((day, LATEST))
        if latest is None:
            return
        for index, (limit, grain) in line.limits[latest].items():
            low = (self._opens(self._versions[latest[1]][1].caps[index], day, grain), 0)
            if latest < low:
                continue
            unknown = line.first_unknown(low, (day, LATEST))
            if isinstance(limit, Unknown):
                yield undetermined(limit)
            elif line.posted.between(low, (day, LATEST)) >= limit:
                yield True
            else:
                yield unknown if unknown is not None else False


def _begun(period: Period) -> tuple[date, str]:
    return period.first, period.name


def _span(every: str) -> Grain | Duration | None:
    """Return the span of a cap as written; None for `life`."""
    if every == "life":
        return None
    return Grain(every) if every in list(Grain) else lexical.duration(every)


def _by_member(
    per: tuple[str, ...], claims: Mapping[Key, Claim], amounts: Mapping[Key, Amount]
) -> dict[Scope, list[Key]]:
    """Group the claims that meet a cap, the positive and the unknown ones, by the member it is counted for."""
    if not per:
        keys = [key for key, amount in amounts.items() if isinstance(amount, Unknown) or amount > 0]
        return {(): keys} if keys else {}
    groups: dict[Scope, list[Key]] = {}
    for key, amount in amounts.items():
        if isinstance(amount, Unknown) or amount > 0:
            groups.setdefault(_member(per, claims[key].scope), []).append(key)
    return groups


def _member(per: tuple[str, ...], scope: Scope) -> Scope:
    if len(scope) == 1:
        return scope if scope[0][0] in per else ()
    members = dict(scope)
    return tuple((column, members[column]) for column in per if column in members)


def _amount(limit: Result) -> Exact | Unknown:
    if isinstance(limit, Unknown):
        return limit
    if isinstance(limit, Exact):
        return limit
    return Unknown(State.UNDETERMINED, "the cap is empty" if limit is None else "the cap is no amount")


def _sum(amounts: Sequence[Amount]) -> tuple[int, Unknown | None]:
    known, unknown = 0, []
    for amount in amounts:
        if isinstance(amount, Unknown):
            unknown.append(amount)
        else:
            known += amount
    return known, undetermined(earliest(unknown)) if unknown else None
