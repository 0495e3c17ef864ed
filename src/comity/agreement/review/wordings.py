"""How a finding says numbers, intervals and names."""

from __future__ import annotations

from comity.agreement.formula import tree
from comity.agreement.review.interval import Interval
from comity.kernel import exact
from comity.kernel.exact import Exact
from comity.kernel.words import and_list


def number(value: Exact, *, percent: bool = False) -> str:
    """Return a number as agreements write it: `0.97`, or `97%`."""
    return f"{exact.text(exact.mul(value, exact.HUNDRED))}%" if percent else exact.text(value)


def reach(found: Interval, *, percent: bool = False) -> str:
    """Return an interval in words: `between 0 and 4`, `at least 0`, `always 1`."""
    low = number(found.low, percent=percent) if found.low is not None else ""
    high = number(found.high, percent=percent) if found.high is not None else ""
    if low and high:
        return f"always {low}" if low == high else f"between {low} and {high}"
    if low:
        return f"{'above' if found.low_open else 'at least'} {low}"
    return f"{'below' if found.high_open else 'at most'} {high}" if high else "any number"


def is_percent(node: tree.Node) -> bool:
    """Say whether a percentage is written anywhere in a formula."""
    return any(isinstance(below, tree.Number) and below.percent for below in tree.walk(node))


def quoted(names: list[str]) -> str:
    """Return names as a sentence lists them."""
    return and_list(names, most=6)


def verb(count: int, one: str, many: str) -> str:
    """Return the form of a verb that goes with how many there are."""
    return one if count == 1 else many
