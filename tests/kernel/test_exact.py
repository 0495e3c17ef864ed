"""Exact arithmetic: the same last digit for everybody."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Context, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from comity.kernel import exact
from tests.kernel.strategies import decimals, fractions, long_decimals, numbers

QUANTIZE = {"half up": ROUND_HALF_UP, "half even": ROUND_HALF_EVEN, "down": ROUND_DOWN, "up": ROUND_UP}
OPERATIONS = [exact.add, exact.sub, exact.mul, exact.div, exact.mod, exact.compare]
D = Decimal
any_decimals = st.one_of(decimals, long_decimals)


@given(numbers, numbers)
def test_results_equal_those_of_fractions(a: Any, b: Any) -> None:
    """Whatever path is taken, sum, difference, product and quotient are those of rational arithmetic."""
    x, y = Fraction(a), Fraction(b)
    assert Fraction(exact.add(a, b)) == x + y
    assert Fraction(exact.sub(a, b)) == x - y
    assert Fraction(exact.mul(a, b)) == x * y
    assert Fraction(exact.neg(a)) == -x
    assert Fraction(exact.magnitude(a)) == abs(x)
    if b:
        assert Fraction(exact.div(a, b)) == x / y


@given(numbers, numbers, numbers)
def test_laws_of_a_field(a: Any, b: Any, c: Any) -> None:
    """Order and grouping of sums and products do not matter, and division undoes multiplication."""
    assert exact.add(a, b) == exact.add(b, a)
    assert exact.add(exact.add(a, b), c) == exact.add(a, exact.add(b, c))
    assert exact.mul(exact.mul(a, b), c) == exact.mul(a, exact.mul(b, c))
    assert exact.mul(a, exact.add(b, c)) == exact.add(exact.mul(a, b), exact.mul(a, c))
    assert exact.sub(exact.add(a, b), b) == a
    if b:
        assert exact.mul(exact.div(a, b), b) == a


@given(st.lists(st.tuples(any_decimals, any_decimals), max_size=6), st.sampled_from("+-*"))
def test_columns_of_decimals_give_what_pairs_give(pairs: list[tuple[Decimal, Decimal]], operator: str) -> None:
    """Computed all at once or one by one, the numbers are the same, to the sign of 0 and the places they carry."""
    one_by_one = {"+": exact.add, "-": exact.sub, "*": exact.mul}[operator]
    found = exact.each(operator, [a for a, _ in pairs], [b for _, b in pairs])
    assert list(map(repr, found)) == [repr(one_by_one(a, b)) for a, b in pairs]


@given(st.lists(numbers, max_size=6))
def test_a_total_is_the_sum_one_after_the_other(values: list[Any]) -> None:
    """The total of a column is its sum, with the places that adding one after the other gives it."""
    total: Any = D(0)
    for value in values:
        total = exact.add(total, value)
    assert repr(exact.total(values)) == repr(total)


@given(st.lists(numbers, max_size=4), st.lists(st.none() | numbers, max_size=3), st.lists(numbers, min_size=7))
def test_differences_of_columns_with_gaps(known: list[Any], rest: list[Any], others: list[Any]) -> None:
    """A column that ends in periods that are not known, or has gaps, is subtracted pair by pair."""
    minuends = [*known, *rest]
    expected = [None if a is None else exact.sub(a, b) for a, b in zip(minuends, others, strict=False)]
    found = exact.differences(minuends, others[: len(minuends)])
    assert list(map(repr, found)) == list(map(repr, expected))


@pytest.mark.parametrize(
    ("values", "count"),
    [([], 0), ([None], 0), ([D(1), None], 1), ([D(1), None, D(2)], 0), ([D(1), D(2)], 2), ([Fraction(1, 3), D(1)], 0)],
)
def test_leading_decimals(values: list[Any], count: int) -> None:
    """What stands behind the last decimal does not count; a gap before it means that each has to be looked at."""
    assert exact.leading(values) == count


@given(numbers, numbers)
def test_a_fraction_is_left_only_where_base_ten_never_ends(a: Any, b: Any) -> None:
    """A result is a Decimal exactly when its denominator has no factor but 2 and 5."""
    assume(b)
    quotient = exact.div(a, b)
    rest = Fraction(quotient).denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    assert isinstance(quotient, Decimal) == (rest == 1)


@given(numbers, numbers)
def test_compare_orders_like_fractions(a: Any, b: Any) -> None:
    """The order is that of the numbers, whichever of the two types carries them."""
    x, y = Fraction(a), Fraction(b)
    assert exact.compare(a, b) == (x > y) - (x < y)
    assert exact.compare(a, a) == 0
    assert exact.least([a, b]) == min(x, y)
    assert exact.greatest([a, b]) == max(x, y)


@given(numbers, numbers)
def test_remainder_has_the_sign_of_the_dividend(a: Any, b: Any) -> None:
    """mod(a, b) is smaller than b, signed like a, and differs from a by a whole number of b."""
    assume(b)
    rest = Fraction(exact.mod(a, b))
    assert abs(rest) < abs(Fraction(b))
    assert rest == 0 or (rest > 0) == (a > 0)
    assert ((Fraction(a) - rest) / Fraction(b)).denominator == 1


@given(numbers)
def test_the_root_of_a_square_is_exact(a: Any) -> None:
    """What was multiplied by itself is found again to the last digit, also where it is a fraction."""
    assert exact.sqrt(exact.mul(a, a)) == exact.magnitude(a)


@given(numbers)
@example(D("0.5"))
@example(D("1e-200"))
@example(D("1e4000") + 1)
@example(Fraction(1, 3 * 10**4000))
def test_a_root_is_the_nearest_number_of_28_digits(a: Any) -> None:
    """No number of 28 digits lies nearer to a root that never ends: half a step on either side encloses it."""
    a = exact.magnitude(a)
    root = exact.sqrt(a)
    if exact.mul(root, root) != a:
        assert isinstance(root, Decimal)
        assert len(root.as_tuple().digits) == 28
        half = Fraction(D((0, (5,), int(root.as_tuple().exponent) - 1)))
        assert (Fraction(root) - half) ** 2 < Fraction(a) < (Fraction(root) + half) ** 2


def test_below_zero_there_is_no_root() -> None:
    """Nor is one invented."""
    with pytest.raises(ValueError, match="below zero"):
        exact.sqrt(D(-1))


@given(numbers, st.integers(-12, 12))
def test_a_power_is_a_product(a: Any, n: int) -> None:
    """A power is 1 multiplied by its base, or divided by it, as often as it says."""
    assume(a or n >= 0)
    product: Any = D(1)
    for _ in range(abs(n)):
        product = exact.mul(product, a) if n > 0 else exact.div(product, a)
    assert exact.power(a, n) == product


def test_a_fraction_of_many_digits_is_written() -> None:
    """A present value over many periods is a fraction longer than Python writes by itself."""
    written = exact.fraction_text(exact.mul(exact.power(D(3), -5000), exact.power(D(7), -4000)))
    assert written is not None
    assert len(written) > 5000


def test_a_power_of_zero() -> None:
    """0 to the power of 0 is 1, as a product of nothing; a negative power divides by zero."""
    assert exact.power(D(0), 0) == 1
    assert exact.power(D(0), 1000) == 0
    with pytest.raises(ZeroDivisionError):
        exact.power(D(0), -1)


def test_a_power_too_large_to_write_is_refused_at_once() -> None:
    """A formula cannot make the machine stand still."""
    with pytest.raises(ValueError, match="too many digits"):
        exact.power(D(10) ** 20_000, 1000)
    assert exact.power(D(1), 1000) == 1


def test_a_sum_beyond_the_fast_digits_loses_nothing() -> None:
    """Adding one part in 10^80 is still seen."""
    tiny = D("1e-40")
    total = exact.add(D("1e40"), tiny)
    assert exact.sub(total, D("1e40")) == tiny


@pytest.mark.parametrize("divide", [exact.div, exact.mod])
@pytest.mark.parametrize("zero", [D(0), D("-0.00"), Fraction(0)])
def test_division_by_zero_is_an_error_of_its_own(divide: Any, zero: Any) -> None:
    """The caller turns ZeroDivisionError into an undetermined figure."""
    with pytest.raises(ZeroDivisionError):
        divide(D(1), zero)


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("wrong", [0.5, True, "1", None])
def test_floats_truths_and_texts_are_refused(operation: Any, wrong: Any) -> None:
    """What is not an exact number cannot slip into a figure, on either side."""
    with pytest.raises(TypeError):
        operation(wrong, D(2))
    with pytest.raises(TypeError):
        operation(D(2), wrong)


@pytest.mark.parametrize("wrong", [0.5, D("NaN"), D("Infinity"), "1"])
def test_only_finite_numbers_are_written_or_floored(wrong: Any) -> None:
    """A float, NaN or infinity is neither written nor rounded."""
    for use in (exact.text, exact.floor, exact.ceil, exact.fraction_text):
        with pytest.raises(TypeError):
            use(wrong)


@given(decimals, st.integers(-3, 6), st.sampled_from(list(QUANTIZE)))
@example(D("0.94955"), 4, "half up")
@example(D("-0.125"), 2, "half up")
@example(D("-0.125"), 2, "half even")
@example(D("2.5"), 0, "half even")
def test_rounding_agrees_with_decimals_own(value: Decimal, places: int, mode: str) -> None:
    """For units that are powers of ten, every mode does what Decimal.quantize does."""
    step = D(1).scaleb(-places)
    expected = value.quantize(step, QUANTIZE[mode], Context(prec=60))
    assert exact.round_to(value, step, mode) == expected
    assert exact.round_to(Fraction(value), step, mode) == expected


@given(numbers, st.decimals("0.0001", "1000", places=4), st.sampled_from(list(QUANTIZE)))
def test_rounding_to_any_unit_gives_the_neighbouring_multiple(value: Any, step: Decimal, mode: str) -> None:
    """The result is a multiple of the unit, at most one unit away, on the side the mode says."""
    rounded = exact.round_to(value, step, mode)
    size, was = abs(Fraction(rounded)), abs(Fraction(value))
    away = Fraction(rounded) - Fraction(value)
    assert (Fraction(rounded) / Fraction(step)).denominator == 1
    assert abs(away) < Fraction(step)
    assert abs(away) <= Fraction(step) / 2 or mode in ("up", "down")
    if away:
        assert mode != "down" or size < was
        assert mode != "up" or size > was


@pytest.mark.parametrize(
    ("value", "step", "mode", "rounded"),
    [
        (D("0.9895"), "0.001", "half up", "0.990"),  # the example of P29: 98.95 becomes 99.0
        (D("-0.0005"), "0.001", "half up", "-0.001"),
        (D("-0.0004"), "0.001", "half up", "0"),
        (Fraction(2, 3), "0.01", "down", "0.66"),
        (Fraction(-2, 3), "0.01", "up", "-0.67"),
        (D("7.5"), "5", "half even", "10"),
        (D("12.5"), "5", "half even", "10"),
        (D("12.5"), "5", "half up", "15"),
        (D(149), "100", "half up", "100"),
    ],
)
def test_rounding_examples(value: Any, step: str, mode: str, rounded: str) -> None:
    """Half up goes away from zero, down toward it, half even to the even multiple."""
    result = exact.round_to(value, D(step), mode)
    assert exact.text(result) == exact.text(D(rounded))
    assert not (result.is_zero() and result.is_signed())


@given(
    st.lists(st.none() | numbers, max_size=5),
    st.sampled_from([D("0.1"), D("0.25"), D(1), D(10), D("1E+1")]),
    st.sampled_from(list(QUANTIZE)),
)
def test_a_column_is_rounded_as_its_numbers_are(values: list[Any], step: Decimal, mode: str) -> None:
    """Rounding a column rounds each number in it and leaves alone what is none."""
    expected = [value if value is None else exact.round_to(value, step, mode) for value in values]
    assert list(map(repr, exact.rounded(values, step, mode))) == list(map(repr, expected))


def test_rounding_needs_a_unit() -> None:
    """A unit of zero is refused rather than divided by."""
    with pytest.raises(ValueError, match="above zero, not 0"):
        exact.round_to(D(1), D("0.0"), "half up")


@given(numbers)
def test_floor_and_ceil_enclose(value: Any) -> None:
    """It holds that floor <= value <= ceil, both whole, less than one apart from the value."""
    low, high = exact.floor(value), exact.ceil(value)
    assert low <= Fraction(value) <= high
    assert high - low == (0 if Fraction(value).denominator == 1 else 1)


@given(numbers)
def test_text_is_plain_and_says_the_number(value: Any) -> None:
    """No exponent; a Decimal is read back as it was, a Fraction to 28 significant digits."""
    written = exact.text(value)
    assert "E" not in written.upper()
    if isinstance(value, Decimal):
        assert Fraction(written) == Fraction(value)
    else:
        assert abs(Fraction(written) - value) <= abs(value) / 10**27


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (D("1E+5"), "100000"),
        (D("0.950"), "0.95"),
        (D("100"), "100"),
        (D("-0.00"), "0"),
        (D("1E-7"), "0.0000001"),
        (Fraction(1, 4), "0.25"),
        (Fraction(2, 3), "0.6666666666666666666666666667"),
    ],
)
def test_text_examples(value: Any, written: str) -> None:
    """Equal numbers have one text: no trailing zeros, no signed zero."""
    assert exact.text(value) == written


@given(fractions)
def test_fraction_text_only_for_what_never_ends(value: Fraction) -> None:
    """`2/3` is written for a Fraction, None for what is finite in base ten."""
    written = exact.fraction_text(value)
    finite = isinstance(exact.add(value, D(0)), Decimal)
    assert (written is None) == finite
    assert written is None or Fraction(written) == value


@given(numbers, st.integers(0, 28))
def test_to_decimal_is_at_most_half_a_place_off(value: Any, places: int) -> None:
    """The Decimal differs by half a unit of its last place at most, and has no more places than asked for."""
    decimal = exact.to_decimal(value, places)
    assert abs(Fraction(decimal) - Fraction(value)) <= Fraction(1, 2 * 10**places)
    assert (Fraction(decimal) * 10**places).denominator == 1


@pytest.mark.parametrize(
    "zero", [exact.mul(D(-1), D(0)), exact.div(D(0), D(-3)), exact.neg(D(0)), exact.sub(D(1), D(1))]
)
def test_zero_has_no_sign(zero: Decimal) -> None:
    """Nobody has to read -0."""
    assert str(zero) == "0"
