"""Words of a backtest: values and shifts as people write them."""

from __future__ import annotations

from decimal import Decimal

from comity.kernel import exact
from comity.kernel.figure import Exact
from comity.kernel.numbers import format_difference, format_value
from comity.standing.backtest.turning import FACTOR, POINTS

AS_AGREED = "as agreed"


def shown(value: Exact, unit: str, by: str) -> str:
    """Return a value that was tried: `95.5%`, `USD 2,500`, `3`; of a shift `+0.5 points`, `+10%` or `as agreed`."""
    if by == POINTS:
        return format_difference(value, "percent") if value else AS_AGREED
    if by == FACTOR:
        share = exact.mul(exact.sub(value, Decimal(1)), exact.HUNDRED)
        return f"{format_difference(share, '')}%" if share else AS_AGREED
    return format_value(value, unit)
