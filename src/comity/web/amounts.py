"""What the number of a cell counts: dollars, percent, days. It is read from how the page writes it.

A page writes `USD 3,700m`, `14.9%` or `34 days`, and a cell carries the bare number beside it, which alone would leave
whoever opens a file guessing. Some numbers are in millions already (`EUR m`), some percentages are shares and some are
not: the two together tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from comity.kernel.lexical import SCALES
from comity.kernel.numbers import MINUS, is_currency, unit_word
from comity.web.listing import Cell, number

PERCENT, POINTS = "%", "points"
_SHOWN = re.compile(
    r"(at (least|most) )?[+-]?((?P<currency>[A-Z]{3}) )?(?P<shown>[0-9][0-9,]*(\.[0-9]+)?)(?P<mark>k|m|bn|%)?"
    r"( (?P<word>[^0-9]+))?"
)
_MOST_CENTS = 4


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit: a currency (`USD`, also `EUR m`), `%`, `points`, another word, or "" for a bare number.

    Of a percentage the value is the share: 0.149 is 14.9 %. `places` are the decimals with which it is shown.
    """

    value: Decimal
    unit: str = ""
    places: int = 0


def amount_of(cell: Cell) -> Amount | None:
    """Return the number of a cell with its unit; None where it holds none, or more than one (`79 to 82`)."""
    if cell.full is not None:
        found = number(Cell(cell.full))
        return None if found is None else Amount(found, places=_decimals(found))
    value = number(cell)
    if value is None:
        return None
    written = _SHOWN.fullmatch(cell.text.replace(MINUS, "-"))
    if written is not None:
        return _read(value, written)
    return None if any(letter.isdigit() for letter in cell.text) else Amount(value, places=_decimals(value))


def _read(value: Decimal, written: re.Match[str]) -> Amount:
    mark, word = written["mark"] or "", written["word"] or ""
    shown = Decimal(written["shown"].replace(",", ""))
    places = _decimals(shown)
    if written["currency"]:
        scale = _scale(abs(value), shown * SCALES.get(mark, Decimal(1)), _last(shown) * SCALES.get(mark, Decimal(1)))
        cents = min(_decimals(value.normalize()), _MOST_CENTS)
        return Amount(value, f"{written['currency']} {scale}".rstrip(), 2 if cents == 1 else cents)
    if mark == "%":
        return Amount(value if _is_share(value, shown) else value.scaleb(-2), PERCENT, places)
    if word.rstrip("s") == "point":
        return Amount(value.scaleb(2) if _is_share(value, shown) else value, POINTS, places)
    return Amount(value, f"{mark} {word}".strip(), places)


def _is_share(value: Decimal, shown: Decimal) -> bool:
    """Say whether 14.9 is shown for 0.149, and not for 14.9."""
    return abs(abs(value).scaleb(2) - shown) <= _last(shown)


def _scale(value: Decimal, shown: Decimal, last: Decimal) -> str:
    """Return in which thousands or millions an amount is carried, which is shown in whole units of its currency."""
    near = (letter for letter, size in {"": Decimal(1), **SCALES}.items() if abs(value * size - shown) <= last)
    return next(near, "")


def _last(shown: Decimal) -> Decimal:
    """Return what one more in the last digit of a number would add."""
    return Decimal((0, (1,), int(shown.as_tuple().exponent)))


def _decimals(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))


def alike(amounts: Sequence[Amount]) -> list[Amount]:
    """Return the amounts of a column so that a unit is said in one way; of one unit, all have the same decimals.

    `1 day` is of the same unit as `2 days`, and nothing at all of that of the others.
    """
    units = dict.fromkeys(one.unit for one in amounts if one.value)
    same = {unit_word(unit, "1"): unit for unit in units if not is_currency(unit)}
    only = next(iter(units)) if len({same.get(unit, unit) for unit in units}) == 1 else None
    told = [replace(one, unit=_unit(one, same, only)) for one in amounts]
    if len({one.unit for one in told}) > 1:
        return told
    places = max((one.places for one in told), default=0)
    return [replace(one, places=places) for one in told]


def _unit(one: Amount, same: dict[str, str], only: str | None) -> str:
    return same.get(one.unit, one.unit) if one.value or only is None else same.get(only, only)
