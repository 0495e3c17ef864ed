"""What is owed through an account, what was booked in it, and how an amount came about, as values.

Amounts are positive from the account's `owed_by` to its `owed_to` and negative the other way, in whole smallest units
of the agreement's currency.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from decimal import Decimal

from comity.agreement.model import Cap
from comity.kernel import exact
from comity.kernel.figure import Exact, Scope, Unknown
from comity.kernel.period import Period
from comity.kernel.values import dataclass

Key = Hashable
"""The identity of what is owed: clause, scope, period, step and ordinal, in whatever form its owner likes."""

POSTED = "posted"
DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a clause awards before the caps of its account.

    `period` is the one it belongs to: that of the rule that fired, or of the day a later step was measured; its last
    day places the claim in time. `name` decides who gets the last cent where claims share a cap equally. `restated`
    marks what came to light only when a fact was restated: by what was known before nothing was owed, so all of it is
    a difference.
    """

    key: Key
    name: str
    period: Period
    scope: Scope
    amount: Exact | Unknown
    restated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the account: an amount booked in a period and known on a day. It is never changed afterwards.

    `says` is `posted` for what a claim was first worth after caps, booked in the claim's own period, and `difference`
    for what that changed by later.
    """

    key: Key
    period: Period
    day: date
    amount: Decimal
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One claim before one cap: what the cap allows, what was left of it, and what the claim kept.

    `limit` is what the cap's formula gives for `period` and `scope`, `used` what earlier postings of its span hold of
    it, `left` the rest, never below zero. `sharing` are all claims that stand before the cap together, this one
    included, each with its amount before the cap; `before` and `after` are this one's.
    """

    cap: Cap
    period: Period
    scope: Scope
    limit: Exact | Unknown
    used: Decimal | Unknown
    left: Decimal | Unknown
    sharing: tuple[tuple[Claim, Decimal | Unknown], ...]
    before: Decimal | Unknown
    after: Decimal | Unknown

    @property
    def cut(self) -> Decimal | Unknown:
        """What the cap took from the claim."""
        if isinstance(self.before, Unknown) or isinstance(self.after, Unknown):
            return self.after
        return exact.to_decimal(exact.sub(self.before, self.after))


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """How a claim came to what is paid: through each cap in turn, inner first. Negative claims meet no cap."""

    claim: Claim
    caps: tuple[Held, ...]
    paid: Decimal | Unknown
    entries: tuple[Entry, ...]
