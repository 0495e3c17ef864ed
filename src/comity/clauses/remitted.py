"""What the parties say they paid on an account, and which settlements that discharges.

A payment never moves what was posted: what is owed and what was paid are kept apart, and what is left follows from
both. So it is nothing in which order figures, differences and payments became known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from comity.clauses.accounts import Ledger
from comity.clauses.settlements import Settlement, settlements
from comity.clauses.sharing import earliest
from comity.kernel import exact
from comity.kernel.figure import Unknown
from comity.kernel.period import Period

STATED = "stated"
CONFIRMED = "confirmed"
DENIED = "denied"

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remittance:
    """Money that one party says it paid to the other on an account, on the day on which it said so.

    `amount` is more than 0. `period` is the one it was paid for, None where none was named; `reference` tells payments
    apart that are alike. `state` is `stated` until the payee answers, `confirmed`, or `denied`: the payee says that it
    has not received it, and it discharges nothing. `answered` is the day of the answer that holds.
    """

    account: str
    payer: str
    payee: str
    amount: Decimal
    on: date
    period: Period | None = None
    reference: str = ""
    state: str = STATED
    answered: date | None = None

    @property
    def counts(self) -> bool:
        """Whether it discharges anything."""
        return self.state != DENIED

    def concerns(self, period: Period) -> bool:
        """Tell whether it was paid for a settlement of a period: for one that shares days with it, or for any."""
        return self.period is None or _overlap(self.period, period)


@dataclass(frozen=True, slots=True, kw_only=True)
class Payable:
    """A settlement and what was paid on it: each payment with the part of it that was taken for this settlement."""

    settlement: Settlement
    parts: tuple[tuple[Remittance, Decimal], ...] = ()

    @property
    def paid(self) -> Decimal:
        """What was paid on it, never more than it comes to."""
        return total(part for _, part in self.parts)

    @property
    def left(self) -> Decimal | Unknown:
        """What the payer still owes of it."""
        amount = self.settlement.amount
        return amount if isinstance(amount, Unknown) else exact.to_decimal(exact.sub(amount, self.paid))


@dataclass(frozen=True, slots=True, kw_only=True)
class Discharge:
    """All settlements of an account, in order of time, with what was paid on them.

    `credits` is what each party has paid beyond what it owes, by party; those with nothing are left out. It is not
    owed back: it is taken for what that party owes next on the account. `kept`, by party too, is what waits for a
    settlement that is not known: whether it is beyond what is owed nobody can say.
    """

    payables: tuple[Payable, ...]
    credits: Mapping[str, Decimal]
    kept: Mapping[str, Decimal] = field(default_factory=dict)


def discharge(found: Sequence[Settlement], remitted: Iterable[Remittance]) -> Discharge:
    """Return which settlements, given in order of time, the payments that count discharge.

    A payment is taken for the settlements of the period it names; what is over goes to later ones that its payer owes,
    never to earlier ones. Then what names no period goes to the oldest that is left. A payment never goes past a
    settlement that is not known, no matter whether it was before: it is kept for it.
    """
    parts: list[list[tuple[Remittance, Decimal]]] = [[] for _ in found]
    left = [each.amount if isinstance(each.amount, Decimal) else ZERO for each in found]
    counted = sorted((one for one in remitted if one.counts), key=_order)
    over = {at: one.amount for at, one in enumerate(counted)}
    for takes in (_own, _later, _any):
        for at, one in enumerate(counted):
            for to in takes(one, found):
                if not over[at]:
                    break
                part = exact.to_decimal(exact.least((over[at], left[to])))
                if part:
                    parts[to].append((one, part))
                    over[at], left[to] = _less(over[at], part), _less(left[to], part)
    payables = (Payable(settlement=each, parts=tuple(of)) for each, of in zip(found, parts, strict=True))
    waits = [_first_unknown(one, found) < len(found) for one in counted]
    beyond, kept = (
        _by_payer((one, over[at]) for at, one in enumerate(counted) if waits[at] is kind) for kind in (False, True)
    )
    return Discharge(payables=tuple(payables), credits=beyond, kept=kept)


def _by_payer(over: Iterable[tuple[Remittance, Decimal]]) -> dict[str, Decimal]:
    """Return what is over of the payments of each party; those with nothing are left out."""
    found: dict[str, Decimal] = {}
    for one, amount in over:
        if amount:
            found[one.payer] = total((found.get(one.payer, ZERO), amount))
    return found


def outstanding(found: Discharge, owed_by: str) -> tuple[Decimal, Decimal]:
    """Return what is left of all that `owed_by` owes, and of all that the other party owes; credits are not owed back.

    The two are not taken off one another: they are payments of their own. Of a settlement that is not known, what was
    booked stands so long, as far as no payment is kept for it.
    """
    forth, back = (
        [one for one in found.payables if (one.settlement.payer == owed_by) is kind] for kind in (True, False)
    )
    unknown = (one.settlement for one in found.payables if isinstance(one.settlement.amount, Unknown))
    booked = [total(entry.amount for entry in one.entries) for one in unknown]
    kept = total(amount for name, amount in found.kept.items() if name == owed_by)
    returned = total(amount for name, amount in found.kept.items() if name != owed_by)
    return (
        total([*_known(forth), _less_at_most(total(one for one in booked if one > 0), kept)]),
        total([*_known(back), _less_at_most(total(-one for one in booked if one < 0), returned)]),
    )


def _known(payables: Iterable[Payable]) -> Iterator[Decimal]:
    return (left for left in (one.left for one in payables) if isinstance(left, Decimal))


def _less_at_most(amount: Decimal, part: Decimal) -> Decimal:
    return _less(amount, exact.to_decimal(exact.least((amount, part))))


def unpaid(ledger: Ledger, remitted: Iterable[Remittance], period: Period, *, as_of: date) -> Decimal | Unknown:
    """Return what is left to pay of the settlements that share days with a period, as of a day.

    It is positive where the account's `owed_by` owes it, negative the other way; unknown while one of them is.
    """
    found = discharge(settlements(ledger, as_of=as_of), remitted).payables
    of = [one for one in found if _overlap(one.settlement.period, period)]
    lefts = [(one.left, one.settlement.payer == ledger.account.owed_by) for one in of]
    unknown = [left for left, _ in lefts if isinstance(left, Unknown)]
    if unknown:
        return earliest(unknown)
    return total(left if forth else -left for left, forth in lefts if not isinstance(left, Unknown))


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Return the exact sum of amounts."""
    return exact.to_decimal(exact.total(list(amounts)))


def _overlap(one: Period, other: Period) -> bool:
    return one.first <= other.last and other.first <= one.last


def _order(one: Remittance) -> tuple[object, ...]:
    """Return the place of a payment among all: by what it is, so that those of one day have one order."""
    period = (one.period.last, one.period.first) if one.period is not None else (date.max, date.max)
    return one.on, period, one.amount, one.payer, one.reference


def _less(amount: Decimal, part: Decimal) -> Decimal:
    return exact.to_decimal(exact.sub(amount, part))


# -- which settlements a payment may be taken for ---------------------------------------------


def _owed(one: Remittance, found: Sequence[Settlement]) -> Iterator[int]:
    for at, each in enumerate(found):
        if each.payer == one.payer and isinstance(each.amount, Decimal):
            yield at


def _own(one: Remittance, found: Sequence[Settlement]) -> Iterator[int]:
    return (at for at in _owed(one, found) if one.period is not None and one.concerns(found[at].period))


def _later(one: Remittance, found: Sequence[Settlement]) -> Iterator[int]:
    period, end = one.period, _first_unknown(one, found)
    if period is None:
        return iter(())
    return (at for at in _owed(one, found) if at < end and found[at].period.first > period.last)


def _any(one: Remittance, found: Sequence[Settlement]) -> Iterator[int]:
    end = _first_unknown(one, found)
    return (at for at in _owed(one, found) if one.period is None and at < end)


def _first_unknown(one: Remittance, found: Sequence[Settlement]) -> int:
    """Return the place of the first settlement that is not known and that a payment may be for; `len` without one.

    What it was paid for comes before anything later.
    """
    for at, each in enumerate(found):
        if isinstance(each.amount, Unknown) and (one.period is None or each.period.last >= one.period.first):
            return at
    return len(found)
