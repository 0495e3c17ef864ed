"""Numbers of cells with what they count: dollars, percent, days. Who makes a cell says it; nothing is read from texts.

A page writes `USD 3,700m` or `14.9%`, and a cell carries the bare number beside it with its unit, as kernel.numbers has
it: some amounts are in millions (`EUR m`), and `percent` alone is a share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from comity.kernel import exact
from comity.kernel.figure import Exact
from comity.kernel.numbers import MINUS, PERCENT, is_currency
from comity.web.listing import MOST_DECIMALS, Cell, number

POINTS = "points"
_CENTS, _MOST_PLACES, _MOST_CUT = 2, 4, 2


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit (web.listing.Cell.unit), and whether it was cut off (`cut`).

    `places` are the decimals with which it is shown; of a share those of its percentage.
    """

    value: Decimal
    unit: str = ""
    places: int = 0
    cut: bool = False


# -- cells that hold numbers ------------------------------------------------------------------


def counted(text: str, value: Exact | None, unit: str = "", *, href: str = "", sub: str = "") -> Cell:
    """Return a cell that shows a number of a unit as `text`; None is no number. It is cut off at ten decimals."""
    if value is None:
        return Cell(text, href=href, sub=sub)
    kept = exact.to_decimal(value, MOST_DECIMALS)
    cut = kept is not value and Fraction(kept) != Fraction(value)
    return Cell(text, exact.text(kept), href=href, sub=sub, unit=unit, cut=cut)


def counted_apart(text: str, value: Exact | None, unit: str = "") -> Cell:
    """Return a cell that shows a difference as `text`: of two percentages it is in points, 5 for 0.05."""
    if value is None or unit != PERCENT:
        return counted(text, value, unit)
    return counted(text, exact.mul(value, exact.HUNDRED), POINTS)


def between(text: str, low: Exact, high: Exact, unit: str = "") -> Cell:
    """Return a cell that shows a number, or a range as `text`, which sorts by its lower end and is exported whole."""
    cell = counted(text, low, unit)
    return cell if low == high else replace(cell, full=text)


def in_full(value: Decimal, unit: str) -> str:
    """Return a number as it was reported, with all its decimals: money names its currency, `−USD 83,700,000`."""
    text, sign = f"{value.copy_abs():,f}", MINUS if value < 0 else ""
    text = text.rstrip("0").rstrip(".") if "." in text else text
    code, _, scale = unit.partition(" ")
    return f"{sign}{code} {text}{scale}" if is_currency(unit) else f"{sign}{text}"


# -- and what they hold -----------------------------------------------------------------------


def amount_of(cell: Cell) -> Amount | None:
    """Return the number of a cell as files have it; None where it holds none, or a range (`79 to 82`)."""
    found = number(cell if cell.full is None else Cell(cell.full))
    if found is None:
        return None
    cut = cell.cut and cell.full is None
    return Amount(found, cell.unit, _places(found, cell.unit, cut=cut), cut)


def _places(value: Decimal, unit: str, *, cut: bool) -> int:
    """Return with how many decimals a number is shown: all it has where it has no unit, and else a few."""
    decimals = len(plain(value, unit).partition(".")[2].rstrip("0"))
    if cut:
        return min(decimals, _MOST_CUT)
    if is_currency(unit) and decimals:
        return max(_CENTS, min(decimals, _MOST_PLACES))
    return min(decimals, _MOST_PLACES) if unit else decimals


def plain(value: Decimal, unit: str) -> str:
    """Return a number without its unit, in full: of a share its percentage."""
    return exact.text(exact.mul(value, exact.HUNDRED)) if unit == PERCENT else f"{value:f}"


def alike(amounts: Sequence[Amount]) -> list[Amount]:
    """Return the amounts of a column so that, where all are of one unit, all have the same decimals."""
    if len({one.unit for one in amounts}) > 1:
        return [*amounts]
    places = max((one.places for one in amounts), default=0)
    return [replace(one, places=places) for one in amounts]


def unit_label(unit: str) -> str:
    """Return a unit as files name it: `%` for a share."""
    return "%" if unit == PERCENT else unit
