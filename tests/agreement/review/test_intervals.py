"""Intervals and conditions are never wrong: what is said to be impossible no number makes true."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from comity.agreement.formula.parse import parse
from comity.agreement.formula.tree import Between, Binary, Node, Number, Unary
from comity.agreement.review import interval as iv
from comity.agreement.review.conditions import always, never
from comity.agreement.review.interval import Interval
from comity.agreement.review.linear import linear
from comity.agreement.review.ranges import Ranges
from tests.agreement.documents import terms

SMALL = st.integers(-4, 4).map(Decimal)
ENDS = st.one_of(st.none(), SMALL)
SPOT = Ranges(terms=terms())


@st.composite
def intervals(draw) -> Interval:
    """Return an interval that holds at least one number."""
    found = Interval(draw(ENDS), draw(ENDS), draw(st.booleans()), draw(st.booleans()))
    found = Interval(
        found.low, found.high, found.low_open and found.low is not None, found.high_open and found.high is not None
    )
    assume(not found.empty)
    return found


@st.composite
def members(draw, within: Interval) -> Decimal:
    """Return a number that lies in an interval."""
    value = Decimal(draw(st.integers(-24, 24))) / 4
    assume(value in within)
    return value


@given(st.data())
def test_sums_products_and_quotients_lie_in_what_is_said_of_them(data) -> None:
    """For any two intervals and any number in each: the result lies in the interval of the results."""
    one, other = data.draw(intervals()), data.draw(intervals())
    x, y = data.draw(members(one)), data.draw(members(other))
    assert x + y in iv.added(one, other)
    assert x * y in iv.times(one, other)
    assert -x in iv.negated(one)
    assert abs(x) in iv.magnitude(one)
    if y != 0:
        assert Fraction(x) / Fraction(y) in iv.divided(one, other)


@given(st.data())
def test_what_lies_in_both_lies_in_the_meeting_and_what_lies_in_one_in_the_hull(data) -> None:
    """A number of the meeting is one of both, and the hull loses no number of either."""
    one, other = data.draw(intervals()), data.draw(intervals())
    x = data.draw(members(one))
    assert x in iv.hull([one, other])
    assert (x in other) == (x in iv.meet(one, other))


# -- conditions -------------------------------------------------------------------------------

VALUES = [Decimal(n) / 2 for n in range(-12, 13)]
NUMBERS = st.integers(-3, 3)
COMPARISONS = st.tuples(
    st.sampled_from(["x", "y", "x + y", "2 * x - 1", "x - y"]),
    st.sampled_from(["<", "<=", ">", ">=", "=", "<>"]),
    NUMBERS,
)
CONDITIONS = st.recursive(
    st.one_of(
        COMPARISONS.map(lambda one: f"{one[0]} {one[1]} ({one[2]})"),
        st.tuples(NUMBERS, NUMBERS).map(lambda two: f"x between ({two[0]}) and ({two[1]})"),
        st.sampled_from(["missed", "met"]),
    ),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
            lambda three: f"({three[0]}) {three[1]} ({three[2]})"
        ),
        inner.map(lambda one: f"not ({one})"),
    ),
    max_leaves=5,
)


def number(node: Node, x: Decimal, y: Decimal) -> Decimal:
    match node:
        case Number(value=value):
            return value
        case Unary():
            return -number(node.operand, x, y)
        case Binary():
            one, other = number(node.left, x, y), number(node.right, x, y)
            return {"+": one + other, "-": one - other, "*": one * other}[node.operator]
    return x if str(node) == "x" else y


def holds(node: Node, x: Decimal, y: Decimal, verdict: str) -> bool:
    """Evaluate a condition as its author would, with none of the code under test."""
    match node:
        case Unary(operator="not"):
            return not holds(node.operand, x, y, verdict)
        case Binary(operator="and"):
            return holds(node.left, x, y, verdict) and holds(node.right, x, y, verdict)
        case Binary(operator="or"):
            return holds(node.left, x, y, verdict) or holds(node.right, x, y, verdict)
        case Binary():
            one, other = number(node.left, x, y), number(node.right, x, y)
            return {
                "<": one < other,
                "<=": one <= other,
                ">": one > other,
                ">=": one >= other,
                "=": one == other,
                "<>": one != other,
            }[node.operator]
    if isinstance(node, Between):
        return number(node.low, x, y) <= number(node.operand, x, y) <= number(node.high, x, y)
    return str(node) == verdict


@settings(max_examples=300)
@given(CONDITIONS)
def test_what_is_never_true_is_true_of_no_number(text: str) -> None:
    """Tried with many numbers and both verdicts; and what is always true is true of all of them."""
    node, problems = parse(text)
    assert node is not None and problems == []
    tried = [holds(node, x, y, verdict) for x in VALUES for y in VALUES[::4] for verdict in ("missed", "met", "")]
    if never(node, SPOT):
        assert not any(tried)
    if always(node, SPOT):
        assert all(tried)


@settings(max_examples=200)
@given(COMPARISONS, COMPARISONS)
def test_two_comparisons_of_one_number_are_decided_completely(one, other) -> None:
    """What contradicts is found, not only never wrongly found: for conditions on x alone both agree."""
    text = f"x {one[1]} ({one[2]}) and x {other[1]} ({other[2]})"
    node, _ = parse(text)
    assert node is not None
    tried = any(holds(node, x, Decimal(0), "") for x in VALUES)
    assert never(node, SPOT) is not tried


@given(st.integers(-5, 5), st.integers(-5, 5))
def test_a_sum_of_multiples_is_the_same_however_it_is_written(a: int, b: int) -> None:
    """A number and its multiples are collected; what cancels out leaves no trace."""
    node, _ = parse(f"({a}) * x + ({b}) - x * ({a}) + x / 4")
    assert node is not None
    found = linear(node, SPOT)
    assert (found.constant, dict(found.parts)) == (Decimal(b), {"x": Decimal("0.25")})
