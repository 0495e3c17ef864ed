"""Numbers and amounts in columns, exactly as written: never through a float."""

from __future__ import annotations

import re
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from comity.agreement.model import Column
from comity.facts import digits
from comity.facts.cells import each_distinct
from comity.facts.found import indices, shown
from comity.facts.money import AMOUNTS, PLAIN_NUMBERS, Denomination
from comity.facts.sheet import Sheet
from comity.kernel import exact, lexical

_HINTS = {
    "number": "Numbers are written 3700, 3700.5, -12 or 97%, without separators of thousands.",
    "money": "Amounts are written 3700.5 in the money of the column, or with it: EUR 3,476m.",
    "rounding": "A rounding is the unit rounded to: 10, 1 or 0.1.",
}
_POWER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_MOST_DIGITS = f"At most {digits.WHOLE} digits before and {digits.AFTER} after the point are kept."


def numbers(sheet: Sheet, column: Column, money: list[Denomination], which: pa.Array) -> pa.Array:
    """Return a column of numbers, or of amounts in whole units of their currency.

    `money` are the denominations that occur in the column, `which` says for each row which of them its cell is
    in. Cells that hold no such number are problems and come back empty.
    """
    values = sheet.columns[column.name]
    plain = all(one.scale == 1 for one in money)
    if pa.types.is_integer(values.type) and plain and not pa.types.is_uint64(values.type):
        return pc.cast(values, pa.int64())
    text, in_units = _plain(sheet, column, money, which)
    # A cell that names its money is in whole units of it: the last of the powers, 0, is its own.
    powers = pa.array([*(one.scale.adjusted() for one in money), 0])
    power = pc.take(powers, pc.if_else(in_units, len(money), pc.cast(which, pa.int64())))
    read = digits.decimals(_bounded(sheet, column, text, power))
    if plain:
        return digits.narrow(read)
    tens = digits.decimal_array([Decimal(10**exponent) for exponent in range(10)])
    return digits.multiply(read, pc.take(tens, power))


def _plain(sheet: Sheet, column: Column, money: list[Denomination], which: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Return the cells as plain numbers, and which of them are in whole units because they name their money."""
    text = sheet.text(column.name)
    odd = pc.invert(pc.fill_null(pc.match_substring_regex(text, digits.PLAIN), True))
    if not pc.any(odd).as_py():
        return text, odd
    other = pc.if_else(odd, text, pa.scalar(None, pa.string()))
    units = pa.repeat(pa.scalar(False), sheet.count)
    if column.type in AMOUNTS and money != [PLAIN_NUMBERS]:
        stated = each_distinct(other, _currency, pa.string())
        units = pc.and_(odd, pc.is_valid(stated))
        _check_currency(sheet, column, stated, money, which)
    written = each_distinct(other, _spelt_out, pa.string())
    bad = indices(pc.and_(odd, pc.is_null(written)))
    noun = {"number": "number", "money": "amount of money", "rounding": "rounding"}[column.type]
    sheet.found.cells("CMY-427", column.name, bad, lambda i: f"{shown(text[i])} is no {noun}", _HINTS[column.type])
    return pc.if_else(odd, written, text), units


def _currency(text: str) -> str | None:
    try:
        return lexical.money(text)[1]
    except ValueError:
        return None


def _spelt_out(text: str) -> str | None:
    """Return what is no plain number as one (`97%`, `1.5e6`, `EUR 3,476m`); None where it is none at all."""
    try:
        if text.endswith("%"):
            return exact.text(lexical.percentage(text))
        if text[:3].isalpha() and text[3:4] == " ":
            return exact.text(lexical.money(text)[0])
    except ValueError:
        return None
    return f"{Decimal(text):f}" if _POWER.fullmatch(text) else None


def _check_currency(sheet: Sheet, column: Column, stated: pa.Array, money: list[Denomination], which: pa.Array) -> None:
    agreed = pc.take(pa.array([one.currency for one in money], pa.string()), which)
    bad = indices(pc.fill_null(pc.not_equal(stated, agreed), pc.is_valid(stated)))
    sheet.found.cells(
        "CMY-428",
        column.name,
        bad,
        lambda i: f"{shown(sheet.text(column.name)[i])} is not in {agreed[i]}, in which {column.name} is reported",
        "A column holds one currency for each reporter; the agreement says which, and its rates convert it.",
    )


def _bounded(sheet: Sheet, column: Column, text: pa.Array, power: pa.Array) -> pa.Array:
    """Return the numbers that have no more digits than are kept, written out in full; the others are problems.

    `power` says for each row with which power of ten it will be multiplied.
    """
    before, after = pc.add(digits.digits_before(text), power), digits.digits_after(text)
    long = pc.or_(pc.greater(before, digits.WHOLE), pc.greater(after, digits.AFTER))
    bad = indices(long)
    if not bad:
        return text
    sheet.found.cells(
        "CMY-429", column.name, bad, lambda i: f"{shown(text[i])} has too many digits", _MOST_DIGITS + " Round it."
    )
    return pc.if_else(long, pa.scalar(None, pa.string()), text)
