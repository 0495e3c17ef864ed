"""Exact arithmetic: Decimal wherever a number is finite in base ten, otherwise Fraction; never a float.

Every function takes exact numbers and returns one, so that both parties compute the same number to the
last digit on any machine. A float anywhere is a mistake of ours and raises TypeError.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import (
    MAX_EMAX,
    MAX_PREC,
    MIN_EMIN,
    ROUND_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
)
from fractions import Fraction
from functools import cmp_to_key, reduce
from math import isqrt
from typing import cast

Exact = Decimal | Fraction
"""An exact number: Decimal wherever it is finite in base ten, otherwise Fraction."""

HUNDRED = Decimal(100)
_ZERO = Decimal(0)
DIGITS = 28
"""Significant digits with which a number that never ends in base ten is written."""

MOST_BITS = 14_000
"""How large a power may become: about 4,200 digits, far beyond any agreement, and written at once."""

# Inexact is trapped: what does not fit into the digits is computed as a Fraction instead of being rounded.
_FAST = Context(prec=60, traps=[InvalidOperation, DivisionByZero, Overflow, Inexact])
_ROUND = Context(prec=60, traps=[InvalidOperation, DivisionByZero, Overflow])
_ROOT = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[InvalidOperation])
_SHIFT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[InvalidOperation, Overflow, Inexact])


def add(a: Exact, b: Exact) -> Exact:
    """Return the sum."""
    if type(a) is Decimal and type(b) is Decimal:
        try:
            return _FAST.add(a, b)
        except Inexact:
            pass
    return _normal(_fraction(a) + _fraction(b))


def sub(a: Exact, b: Exact) -> Exact:
    """Return the difference `a - b`."""
    if type(a) is Decimal and type(b) is Decimal:
        try:
            return _FAST.subtract(a, b)
        except Inexact:
            pass
    return _normal(_fraction(a) - _fraction(b))


def differences(minuends: Sequence[object], subtrahends: Sequence[object]) -> list[Exact | None]:
    """Return the difference of each pair, None where one of the two is no number; quicker than `sub` one by one."""
    end = min(leading(minuends), leading(subtrahends))
    rest = zip(minuends[end:], subtrahends[end:], strict=True)
    return [*each("-", minuends[:end], subtrahends[:end]), *(_difference(a, b) for a, b in rest)]


def _difference(a: object, b: object) -> Exact | None:
    return sub(a, b) if isinstance(a, Exact) and isinstance(b, Exact) else None


def leading(values: Sequence[object]) -> int:
    """Return how many values stand up to the last decimal, 0 where not all of these are decimals.

    Most columns are decimals as far as they are known: what can be computed of all of them at once.
    """
    end = len(values)
    while end and type(values[end - 1]) is not Decimal:
        end -= 1
    return end if set(map(type, values[:end])) <= {Decimal} else 0


def each(operator: str, lefts: Sequence[object], rights: Sequence[object]) -> list[Exact]:
    """Return the sum, difference or product (`+`, `-`, `*`) of each pair of decimals; quicker than one by one."""
    try:
        found = list(map(_QUICK[operator], lefts, rights))  # type: ignore[arg-type]
    except Inexact:
        return [_SLOW[operator](a, b) for a, b in zip(lefts, rights, strict=True)]  # type: ignore[arg-type]
    return [one or one.copy_abs() for one in found] if operator == "*" else [*found]  # 0 for -0


def total(numbers: Iterable[Exact]) -> Exact:
    """Return the sum of some numbers, 0 of none."""
    numbers = numbers if isinstance(numbers, Sequence) else list(numbers)
    if leading(numbers) == len(numbers):
        try:
            return reduce(_FAST.add, numbers, _ZERO)
        except Inexact:
            pass
    return reduce(add, numbers, cast("Exact", _ZERO))


def mul(a: Exact, b: Exact) -> Exact:
    """Return the product."""
    if type(a) is Decimal and type(b) is Decimal:
        try:
            product = _FAST.multiply(a, b)
            return product or product.copy_abs()  # 0 for -0
        except Inexact:
            pass
    return _normal(_fraction(a) * _fraction(b))


def div(a: Exact, b: Exact) -> Exact:
    """Return the quotient `a / b`; ZeroDivisionError where `b` is 0."""
    if b == 0:
        raise ZeroDivisionError("division by zero")
    if type(a) is Decimal and type(b) is Decimal:
        try:
            return _unsigned_zero(_FAST.divide(a, b))
        except Inexact:
            (n, m), (p, q) = a.as_integer_ratio(), b.as_integer_ratio()
            return _normal(Fraction(n * q, m * p))
    return _normal(_fraction(a) / _fraction(b))


_QUICK = {"+": _FAST.add, "-": _FAST.subtract, "*": _FAST.multiply}
_SLOW = {"+": add, "-": sub, "*": mul}


def mod(a: Exact, b: Exact) -> Exact:
    """Return the remainder of `a / b` with the sign of `a`, as in SQL; ZeroDivisionError where `b` is 0."""
    if b == 0:
        raise ZeroDivisionError("division by zero")
    dividend, divisor = _fraction(a), _fraction(b)
    return _normal(dividend - divisor * int(dividend / divisor))


def sqrt(a: Exact) -> Exact:
    """Return the square root: exact where it is a number with an end or a fraction, else 28 digits, half even.

    ValueError below zero.
    """
    n, d = _fraction(a).as_integer_ratio()
    if n < 0:
        raise ValueError("the square root of a number below zero")
    top, bottom = isqrt(n), isqrt(d)
    if top * top == n and bottom * bottom == d:
        return _normal(Fraction(top, bottom))
    # At least one digit more than is kept. The 1 put behind stands for the rest, which never ends: it is no half.
    shift = DIGITS + 2 - (n.bit_length() - d.bit_length()) * 30_103 // 200_000
    up, down = 10 ** (2 * max(shift, 0)), 10 ** (2 * max(-shift, 0))
    root = isqrt(n * up // (d * down))
    return _ROOT.scaleb(_ROOT.plus(Decimal(10 * root + 1)), -shift - 1)


def power(a: Exact, n: int) -> Exact:
    """Return `a` to the whole power `n`, exactly; 1 where `n` is 0.

    ZeroDivisionError for a negative power of 0, ValueError where the result would have more than about 4,200 digits.
    """
    if n < 0:
        return div(Decimal(1), power(a, -n))
    top, bottom = _fraction(a).as_integer_ratio()
    if n * max(top.bit_length() - 1, bottom.bit_length() - 1) > MOST_BITS:
        raise ValueError("the power has too many digits")
    return _normal(Fraction(top**n, bottom**n))


def neg(a: Exact) -> Exact:
    """Return `-a`."""
    return a.copy_negate() if type(a) is Decimal and a else _normal(-_fraction(a))


def magnitude(a: Exact) -> Exact:
    """Return the absolute value."""
    return a.copy_abs() if type(a) is Decimal else _normal(abs(_fraction(a)))


def compare(a: Exact, b: Exact) -> int:
    """Return -1, 0 or 1 as `a` is less than, equal to or greater than `b`."""
    if type(a) is Decimal and type(b) is Decimal:
        return (a > b) - (a < b)
    (n, m), (p, q) = _fraction(a).as_integer_ratio(), _fraction(b).as_integer_ratio()
    return (n * q > p * m) - (n * q < p * m)


def least(values: Iterable[Exact]) -> Exact:
    """Return the smallest of some numbers; ValueError where there is none."""
    return min(values, key=cmp_to_key(compare))


def greatest(values: Iterable[Exact]) -> Exact:
    """Return the greatest of some numbers; ValueError where there is none."""
    return max(values, key=cmp_to_key(compare))


def floor(a: Exact) -> Decimal:
    """Return the greatest whole number not above `a`."""
    return Decimal(_fraction(a).__floor__())


def ceil(a: Exact) -> Decimal:
    """Return the smallest whole number not below `a`."""
    return Decimal(_fraction(a).__ceil__())


MODES: dict[str, Callable[[int, int, int], bool]] = {
    "half up": lambda whole, rest, of: 2 * rest >= of,
    "half even": lambda whole, rest, of: 2 * rest > of or (2 * rest == of and whole % 2 == 1),
    "down": lambda whole, rest, of: False,
    "up": lambda whole, rest, of: rest > 0,
}
"""How to round, as written in an agreement: `half up` and `up` go away from zero, `down` toward zero.

Each tells of a positive number whether its whole part becomes one more, where `rest / of` is left.
"""

_ROUNDINGS = {"half up": ROUND_HALF_UP, "half even": ROUND_HALF_EVEN, "down": ROUND_DOWN, "up": ROUND_UP}


def round_to(value: Exact, step: Decimal, mode: str) -> Decimal:
    """Return the multiple of `step` that `value` rounds to; `mode` is one of MODES, `step` is above zero."""
    if step <= 0:
        raise ValueError(f"rounding needs a unit above zero, not {text(step)}")
    if type(value) is Decimal and step.as_tuple().digits == (1,):
        try:
            return _unsigned_zero(value.quantize(step, _ROUNDINGS[mode], _ROUND))
        except InvalidOperation:
            pass
    (n, d), (p, q) = _fraction(value).as_integer_ratio(), step.as_integer_ratio()
    of = d * p
    whole, rest = divmod(abs(n) * q, of)
    whole += MODES[mode](whole, rest, of)
    return _SHIFT.multiply(Decimal(whole if n >= 0 else -whole), step)


def rounded(values: Sequence[object], step: Decimal, mode: str) -> list[object]:
    """Return all numbers among some values rounded, the others as they are; quicker than `round_to` one by one."""
    end = leading(values) if step > 0 and step.as_tuple().digits == (1,) else 0
    rounding, found = _ROUNDINGS[mode], list[Decimal]()
    try:
        found = [value.quantize(step, rounding, _ROUND) for value in values[:end]]  # type: ignore[attr-defined]
    except InvalidOperation:
        end = 0
    rest = [round_to(value, step, mode) if isinstance(value, Exact) else value for value in values[end:]]
    return [*map(_unsigned_zero, found), *rest]


def to_decimal(value: Exact, places: int = DIGITS) -> Decimal:
    """Return the number with at most `places` decimal places, rounded half even; for display, never for money."""
    if type(value) is Decimal and int(value.as_tuple().exponent) >= -places:
        return value
    return round_to(value, Decimal((0, (1,), -places)), "half even")


def text(value: Exact) -> str:
    """Write a number in full: no exponent, no trailing zeros after the point, `0` never with a sign.

    Equal numbers have the same text. A Fraction that never ends in base ten gets 28 significant digits.
    """
    number = value if type(value) is Decimal and value.is_finite() else _normal(_fraction(value))
    if isinstance(number, Fraction):
        number = Context(prec=DIGITS).divide(Decimal(number.numerator), Decimal(number.denominator))
    written = f"{number:f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return "0" if not number else written


def fraction_text(value: Exact) -> str | None:
    """Write a Fraction as `2/3`; None for a number that is finite in base ten."""
    number = _normal(_fraction(value))
    if isinstance(number, Decimal):
        return None
    return f"{Decimal(number.numerator)}/{Decimal(number.denominator)}"  # an int of many digits refuses to be written


def _unsigned_zero(value: Decimal) -> Decimal:
    """Return 0 for the -0 that Decimal makes of `-1 * 0`; nobody should have to read it."""
    return value or value.copy_abs()


def _fraction(value: object) -> Fraction:
    """Return the number as a Fraction; TypeError for a float, a truth, a text or what is not finite."""
    if type(value) is Fraction:
        return value
    if isinstance(value, bool) or not isinstance(value, Decimal | Fraction | int):
        raise TypeError(f"not an exact number: {value!r}")
    if isinstance(value, Decimal) and not value.is_finite():
        raise TypeError(f"not a finite number: {value!r}")
    return Fraction(value)


def _normal(value: Fraction) -> Exact:
    """Return a Decimal if the number is finite in base ten (its denominator has only the factors 2 and 5)."""
    rest = value.denominator
    twos = (rest & -rest).bit_length() - 1
    rest >>= twos
    fives = 0
    while rest % 5 == 0:
        rest //= 5
        fives += 1
    if rest != 1:
        return value
    places = max(twos, fives)
    digits = value.numerator * 2 ** (places - twos) * 5 ** (places - fives)
    return _SHIFT.scaleb(Decimal(digits), -places) if places else Decimal(digits)
