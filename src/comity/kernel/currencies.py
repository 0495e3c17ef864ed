"""The smallest unit of each currency, and the one rule by which money is rounded to it.

Source: ISO 4217, list of current currencies, column "minor unit". Only the exceptions are listed; two decimals are the
rule, also for codes that the list does not know.
"""

from __future__ import annotations

from decimal import Decimal

from comity.kernel import exact
from comity.kernel.exact import Exact

_DECIMALS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_UNITS = {code: Decimal((0, (1,), -places)) for places, codes in _DECIMALS.items() for code in codes.split()}
_CENT = Decimal("0.01")


def minor_unit(currency: str | None) -> Decimal:
    """Return the smallest unit of a currency (`USD`: 0.01, `JPY`: 1, `KWD`: 0.001); without one, 0.01."""
    return _UNITS.get(currency or "", _CENT)


def round_money(value: Exact, currency: str | None) -> Decimal:
    """Return an amount in whole smallest units of its currency, rounded half up, away from zero."""
    return exact.round_to(value, minor_unit(currency), "half up")
