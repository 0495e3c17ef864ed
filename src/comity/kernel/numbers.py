"""Exact numbers as text: digits, money, percentages, differences. Rounding is half up, away from zero."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from comity.kernel.figure import Exact

MINUS = "\N{MINUS SIGN}"
PERCENT = "percent"

_MILLION = 10**6
_BILLION = 10**9
_SHOWN_IN_BILLIONS = 10**11
_SCALES = {"k": 10**3, "m": _MILLION, "bn": _BILLION}
_MOST_MONEY_PLACES = 3
_MOST_PLACES = 2
_MOST_PLACES_IN_FULL = 4


def digits(value: Exact, places: int) -> str:
    """Return a number with comma thousands, `places` decimals and a true minus: `−1,234.50`."""
    scaled = abs(Fraction(value)) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    whole, part = divmod(units, 10**places)
    text = f"{whole:,}" + (f".{part:0{places}d}" if places else "")
    return MINUS + text if value < 0 and units else text


def exact_places(value: Exact, most: int) -> int:
    """Return how many decimals a number needs to be shown in full, at most `most`."""
    fraction = Fraction(value)
    return next((n for n in range(most) if (fraction * 10**n).denominator == 1), most)


def is_currency(unit: str) -> bool:
    """Say whether a unit is a currency code (three capitals), or one with a scale (`EUR m`)."""
    code, _, scale = unit.partition(" ")
    return len(code) == 3 and code.isalpha() and code.isupper() and (not scale or scale in _SCALES)


def in_whole(value: Exact, unit: str) -> tuple[Fraction, str]:
    """Return an amount in whole units with its bare currency: 8,293 `EUR m` is 8,293,000,000 `EUR`."""
    code, _, scale = unit.partition(" ")
    return Fraction(value) * _SCALES.get(scale, 1), code


def places_for(values: Iterable[Exact], unit: str, step: Decimal | None = None) -> int:
    """Return the decimals that all values of one metric are shown with.

    `step` is the unit the metric rounds to; without one, as many as the values need, within reason.
    Money from a million up is shown in millions, so its decimals count in millions.
    """
    known = list(values)
    in_millions = is_currency(unit) and any(abs(Fraction(value)) >= _MILLION for value in known)
    factor = Fraction(1, _MILLION) if in_millions else Fraction(100 if unit == PERCENT else 1)
    if step is not None:
        return exact_places(Fraction(step) * factor, 8 if not in_millions else _MOST_MONEY_PLACES)
    most = _MOST_MONEY_PLACES if in_millions else _MOST_PLACES
    return max((exact_places(Fraction(value) * factor, most) for value in known), default=0)


def rounded_places(unit: str, step: Decimal | None) -> int:
    """Return the decimals of what is rounded to `step`, wherever it is shown: 97.0% where that is 0.1%.

    0 without a step, and for money, whose decimals are its cents.
    """
    return 0 if step is None or is_currency(unit) else places_for((), unit, step)


def format_value(value: Exact, unit: str, places: int | None = None) -> str:
    """Return a value with its unit: `USD 3,700m`, `USD 359,000`, `14.9%`, `34 days`, `1,204`.

    `unit` is a currency code (also `EUR m`), `percent` (the value 0.149 is 14.9%), another word or "". `places` are the
    decimals of the number as shown (of millions where it is shown in millions); None shows what it needs.
    """
    if is_currency(unit):
        return money(*in_whole(value, unit), places)
    if unit == PERCENT:
        hundredfold = Fraction(value) * 100
        return digits(hundredfold, exact_places(hundredfold, _MOST_PLACES) if places is None else places) + "%"
    text = digits(value, exact_places(value, _MOST_PLACES) if places is None else places)
    return f"{text} {unit_word(unit, text)}".rstrip()


def money(value: Exact, currency: str, places: int | None = None) -> str:
    """Return an amount: in full below a million, then in millions (`USD 14,150m`), from 100bn in billions.

    The sign stands before the currency: `−USD 164m`. Below a million `places` say nothing: an amount is whole or
    has its cents, and only a price below one more than that.
    """
    size = abs(Fraction(value))
    scale, suffix = _money_scale(size)
    shown = size / scale
    if not suffix:
        places = _cents(shown)
    elif places is None or scale == _BILLION:
        places = exact_places(shown, _MOST_MONEY_PLACES)
    text = digits(shown, places)
    return f"{MINUS if value < 0 and text.strip('0.,') else ''}{currency} {text}{suffix}"


def money_in_full(value: Exact, currency: str) -> str:
    """Return an amount in full, whatever its size, cents to the fourth decimal: `USD 1,208,200`, `−USD 1,333.30`."""
    places = exact_places(value, _MOST_PLACES_IN_FULL)
    text = digits(abs(Fraction(value)), max(places, 2) if places else 0)
    return f"{MINUS if value < 0 and text.strip('0.,') else ''}{currency} {text}".strip()


def _cents(amount: Fraction) -> int:
    if amount < 1:
        return max(2, exact_places(amount, 4)) if amount else 0
    return 0 if amount.denominator == 1 else 2


def _money_scale(size: Fraction) -> tuple[int, str]:
    if size >= _SHOWN_IN_BILLIONS:
        return _BILLION, "bn"
    return (_MILLION, "m") if size >= _MILLION else (1, "")


def format_difference(value: Exact, unit: str, places: int | None = None) -> str:
    """Return a difference with its sign: `−5.1 points` (of percentages), `+USD 1,150m`, `+2 days`."""
    if unit == PERCENT:
        text = digits(Fraction(value) * 100, exact_places(Fraction(value) * 100, 2) if places is None else places)
        text = f"{text} {'point' if text.lstrip(MINUS) == '1' else 'points'}"
    else:
        text = format_value(value, unit, places)
    return text if text.startswith(MINUS) or value <= 0 else f"+{text}"


def share(value: Exact, places: int = 2) -> str:
    """Return a relative difference as a signed percentage: `+0.13%`, `−4.90%`, `0.00%`."""
    text = digits(Fraction(value) * 100, places)
    return f"{'+' if value > 0 and text.strip('0.') else ''}{text}%"


def unit_word(unit: str, number: str) -> str:
    """Return the unit to stand after a number: `1 day`, `2 days`."""
    return unit[:-1] if number.lstrip(MINUS) == "1" and len(unit) > 2 and unit.endswith("s") else unit


def in_words(count: int) -> str:
    """Return a small count as a word, as running text wants it: `no`, `one` … `twelve`, `13`."""
    return _WORDS[count] if count < len(_WORDS) else f"{count:,}"


_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
