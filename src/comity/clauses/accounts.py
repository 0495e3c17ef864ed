"""The remedy account: what clauses award, cut to the caps of the account, and booked once known.

A claim is posted in its own period, when what it is worth after caps is first known. Whatever changes that later, a
restated fact or a late posting that takes a share of a cap, is booked as a difference in the period of the day it
became known; what was posted stays. Sections 6, 7 and 12 of the language.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from comity.agreement.model import Account
from comity.clauses.caps import Caps, LimitOf, Passage
from comity.clauses.journal import BookedIn, Journal
from comity.clauses.postings import Claim, Entry, Held, Key, Worth
from comity.clauses.sharing import Amount, earliest, order, undetermined
from comity.clauses.sums import LATEST, Place, Sums
from comity.kernel import exact
from comity.kernel.calendar import Calendar
from comity.kernel.figure import Exact, Unknown
from comity.kernel.period import Period

CENT = Decimal("0.01")


class Ledger:
    """One account over time. Put and drop claims, then settle the day; views speak of the last day settled.

    `cap_limit(index, period, scope)` gives the limit of a cap for the period of the latest posting and the member of
    the cap's own `per`. It is asked when claims of a day are settled, and again at each settling while its answer is
    unknown; where another answer may have changed, say so with `touch`. `unit` is the currency's smallest unit.
    `amended` are later versions of the account with the day each is in force from: a claim falls under the version of
    its period's first day.
    """

    __slots__ = (
        "_accrued", "_caps", "_claims", "_dirty", "_fallen", "_groups", "_journal", "_open", "_order",
        "_scale", "_unit", "_unknown", "_versions", "_worth", "account", "calendar",
    )  # fmt: skip

    def __init__(
        self,
        account: Account,
        cap_limit: LimitOf,
        calendar: Calendar,
        *,
        unit: Decimal = CENT,
        amended: Sequence[tuple[date, Account]] = (),
    ) -> None:
        self.account = account
        self.calendar = calendar
        self._versions = ((date.min, account), *amended)
        self._unit = unit
        self._scale = int(exact.div(Decimal(1), unit))
        self._caps = Caps(((date.min, account), *amended), cap_limit, calendar, self._scale)
        self._journal = Journal(unit)
        self._claims: dict[Key, Claim] = {}
        self._groups: dict[Place, tuple[dict[Key, Claim], dict[Key, Amount]]] = {}
        self._order: list[Place] = []
        self._dirty: set[Place] = set()
        self._fallen: dict[Key, Claim] = {}
        self._worth: dict[Key, Amount] = {}
        self._accrued = Sums()
        self._unknown: dict[Key, Unknown] = {}
        self._open: dict[Key, Unknown] = {}

    def account_on(self, day: date) -> Account:
        """Return the account as agreed on a day."""
        return next(version for since, version in reversed(self._versions) if since <= day)

    # -- claims ---------------------------------------------------------------------------

    def put(self, claim: Claim) -> None:
        """Add a claim, or say what it is worth now. ValueError for an amount with parts of the smallest unit."""
        units = self._units(claim.amount)
        old = self._claims.get(claim.key)
        if old is not None:
            if old == claim:
                return
            self._remove(old)
        self._fallen.pop(claim.key, None)
        place = self._caps.place(claim.period)
        if place not in self._groups:
            self._groups[place] = {}, {}
            insort(self._order, place)
        claims, amounts = self._groups[place]
        claims[claim.key] = self._claims[claim.key] = claim
        amounts[claim.key] = units
        if isinstance(units, Unknown):
            self._unknown[claim.key] = undetermined(units)
        else:
            self._accrued.add(place, units)
        self._dirty.add(place)

    def drop(self, key: Key) -> None:
        """Take back a claim that fell: it is worth 0 now. A key that was never put is no mistake."""
        claim = self._claims.pop(key, None)
        if claim is not None:
            self._remove(claim)
            self._fallen[key] = claim

    def touch(self, period: Period) -> bool:
        """Say that the limits of caps may have changed for postings of a period; tells whether there are any."""
        low, high = (period.first, 0), (period.last, LATEST)
        places = self._order[bisect_left(self._order, low) : bisect_left(self._order, high)]
        self._dirty.update(places)
        return bool(places) or self._caps.is_waiting

    def _remove(self, claim: Claim) -> None:
        place = self._caps.place(claim.period)
        claims, amounts = self._groups[place]
        del claims[claim.key]
        units = amounts.pop(claim.key)
        if isinstance(units, int):
            self._accrued.add(place, -units)
        self._unknown.pop(claim.key, None)
        self._open.pop(claim.key, None)
        self._dirty.add(place)

    def _units(self, amount: Exact | Unknown) -> Amount:
        if isinstance(amount, Unknown):
            return amount
        numerator, denominator = amount.as_integer_ratio()
        units, rest = divmod(numerator * self._scale, denominator)
        if rest:
            raise ValueError(f"{exact.text(amount)} is no multiple of the smallest unit, {exact.text(self._unit)}")
        return units

    # -- settling -------------------------------------------------------------------------

    def settle(self, day: date, booked_in: BookedIn) -> list[Entry]:
        """Book what is known now, and return all entries of the day. ValueError for a day before the last one.

        `booked_in(day, claim)` gives the period of a difference. Several settlings of one day count as one at its end.
        """
        self.book(day, booked_in)
        return self._journal.today

    def book(self, day: date, booked_in: BookedIn) -> None:
        """Book what is known now, as `settle` does."""
        self._journal.begin(day)
        changed = self._recompute()
        for key in changed:
            amount = self._worth[key]
            if isinstance(amount, Unknown):
                self._journal.withdraw(key)
            else:
                self._journal.book(self._claims[key], amount)
        for key, claim in self._fallen.items():
            self._worth.pop(key, None)
            self._journal.fall(claim)
        if changed or self._fallen:
            self._journal.write(booked_in)
        self._fallen.clear()

    def _recompute(self) -> set[Key]:
        """Share anew from the earliest place that changed; returns the claims whose worth changed."""
        self._dirty.update(self._caps.now_known())
        changed: set[Key] = set()
        if not self._dirty:
            return changed
        later_too = False
        for place in self._order[bisect_left(self._order, min(self._dirty)) :]:
            if later_too or place in self._dirty:
                later_too |= self._share(place, changed)
        self._dirty.clear()
        return changed

    def _share(self, place: Place, changed: set[Key]) -> bool:
        """Let the claims of a place through the caps; says whether what follows has to be shared anew."""
        worth, affects_later = self._caps.let_through(place, *self._groups[place])
        for key, amount in worth.items():
            if isinstance(amount, Unknown):
                self._open[key] = undetermined(amount)
            elif self._open:
                self._open.pop(key, None)
            if self._worth.get(key) != amount:
                self._worth[key] = amount
                changed.add(key)
        return affects_later

    # -- views ----------------------------------------------------------------------------

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, by the day they became known, then by period and name."""
        return self._journal.entries

    @property
    def claims(self) -> Mapping[Key, Claim]:
        """The claims that stand, by key."""
        return self._claims

    def undetermined(self) -> Iterable[tuple[Claim, Unknown]]:
        """Yield the claims whose worth is unknown, with the reason."""
        return ((self._claims[key], unknown) for key, unknown in self._open.items())

    def accrued(self, period: Period | str) -> Decimal | Unknown:
        """Return what the claims of a period are worth before caps, as known now."""
        span = self._period(period)
        unknown = self._unknowns(self._unknown, span.first, span.last)
        return unknown or self._journal.money(self._accrued.between((span.first, 0), (span.last, LATEST)))

    def paid(self, period: Period | str) -> Decimal | Unknown:
        """Return the sum of what was booked in a period: unknown while a claim of the period is."""
        span = self._period(period)
        unknown = self._unknowns(self._open, span.first, span.last)
        return unknown or self._journal.money(self._journal.between(span.first, span.last))

    def balance(self, period: Period | str) -> Decimal | Unknown:
        """Return the sum of what was booked up to the end of a period: unknown while a claim up to then is."""
        last = self._period(period).last
        unknown = self._unknowns(self._open, date.min, last)
        return unknown or self._journal.money(self._journal.between(date.min, last))

    def cap_reached(self, period: Period | str) -> bool | Unknown:
        """Say whether a cap is reached at the end of a period, or was with one of its postings."""
        span = self._period(period)
        return self._caps.reached(span.first, span.last)

    def known(self, period: Period) -> date | None:
        """Return the day since which the account shows what it does for a period; None where nothing was booked."""
        return self._journal.known(period.first, period.last)

    def paid_of(self, key: Key) -> Decimal | Unknown:
        """Return what a claim is worth after caps, as of the last settling; 0 for what is not claimed."""
        worth = self._worth.get(key, 0)
        return undetermined(worth) if isinstance(worth, Unknown) else self._journal.money(worth)

    def derivation(self, key: Key) -> Worth:
        """Return how a claim came to what it is worth; KeyError where it does not stand."""
        claim = self._claims[key]
        place = self._caps.place(claim.period)
        passages = self._caps.passages(place, *self._groups[place])
        return Worth(
            claim=claim,
            caps=tuple(self._held(passage, key) for passage in passages if key in passage.before),
            paid=self.paid_of(key),
            entries=tuple(entry for entry in self.entries if entry.key == key),
        )

    def _held(self, passage: Passage, key: Key) -> Held:
        sharing = sorted((self._claims[each] for each in passage.before), key=order)
        return Held(
            cap=passage.cap,
            period=passage.period,
            scope=passage.scope,
            limit=passage.limit,
            used=self._money(passage.used),
            left=self._money(passage.room),
            sharing=tuple((each, self._money(passage.before[each.key])) for each in sharing),
            before=self._money(passage.before[key]),
            after=self._money(passage.after[key]),
        )

    def _money(self, amount: Amount) -> Decimal | Unknown:
        return amount if isinstance(amount, Unknown) else self._journal.money(amount)

    def _period(self, period: Period | str) -> Period:
        return self.calendar.period(period) if isinstance(period, str) else period

    def _unknowns(self, unknowns: Mapping[Key, Unknown], first: date, last: date) -> Unknown | None:
        """Return an unknown among the claims whose periods end on some days."""
        if not unknowns:
            return None
        found = [unknown for key, unknown in unknowns.items() if first <= self._claims[key].period.last <= last]
        return earliest(found) if found else None
