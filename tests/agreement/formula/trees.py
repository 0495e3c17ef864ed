"""Random trees of formulas, as hypothesis draws them, and trees without their offsets."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from comity.agreement.formula import tree
from comity.agreement.formula.literals import UNITS
from comity.agreement.formula.tokens import KEYWORDS
from comity.kernel.deadline import Duration

SPAN: dict[str, Any] = {"start": st.just(0), "end": st.just(0)}

words = st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True).filter(lambda word: word not in KEYWORDS)
numbers = st.decimals(min_value=0, max_value=10**12, places=4)
names = st.builds(tree.Name, **SPAN, parts=st.lists(words, min_size=1, max_size=2).map(tuple))
texts = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf"]), max_size=12)
leaves = st.one_of(
    st.builds(tree.Number, **SPAN, value=numbers),
    st.builds(tree.Number, **SPAN, value=numbers, percent=st.just(True)),
    st.builds(tree.Money, **SPAN, amount=st.decimals(-(10**12), 10**12, places=2).map(lambda d: d + 0),
              currency=st.sampled_from(["USD", "EUR", "AUD"])),
    st.builds(tree.Text, **SPAN, value=texts),
    st.builds(tree.Truth, **SPAN, value=st.booleans()),
    st.builds(tree.Day, **SPAN, value=st.dates(date(1900, 1, 1), date(2200, 1, 1))),
    st.builds(tree.Span, **SPAN, value=st.builds(Duration, st.integers(0, 200), st.sampled_from(UNITS))),
    names,
)  # fmt: skip


def _extended(lower: st.SearchStrategy[tree.Node]) -> st.SearchStrategy[tree.Node]:
    """Return trees one level higher."""

    # A function of its own, because hypothesis writes out a strategy it knows by its parts.
    @st.composite
    def part(draw: st.DrawFn) -> tree.Node:
        return draw(lower)

    inner = part()
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    star = st.just((tree.Name(start=0, end=0, parts=("*",)),))
    listed = several.filter(lambda options: len(options) > 1 or isinstance(options[0], (tree.Name, tree.Text)))
    return st.one_of(
        st.builds(tree.Unary, **SPAN, operator=st.sampled_from(["not", "-"]), operand=inner),
        st.builds(
            tree.Binary, **SPAN, left=inner, right=inner,
            operator=st.sampled_from(["+", "-", "*", "/", "=", "<>", "<", "<=", ">", ">=", "and", "or"]),
        ),
        st.builds(tree.Between, **SPAN, operand=inner, low=inner, high=inner, negated=st.booleans()),
        st.builds(tree.In, **SPAN, operand=inner, options=listed, negated=st.booleans()),
        st.builds(tree.IsNull, **SPAN, operand=inner, negated=st.booleans()),
        st.builds(tree.Case, **SPAN, branches=st.lists(st.tuples(inner, inner), min_size=1, max_size=2).map(tuple),
                  otherwise=st.none() | inner),
        st.builds(tree.Call, **SPAN, function=words, arguments=st.one_of(several, star, st.just(())),
                  distinct=st.booleans(), where=st.none() | inner).map(_without_empty_distinct),
    )  # fmt: skip


def _without_empty_distinct(call: tree.Call) -> tree.Call:
    """`f(distinct)` cannot be written without an argument."""
    return call if call.arguments else replace(call, distinct=False)


@st.composite
def formulas(draw: st.DrawFn) -> tree.Node:
    """Return a tree of up to a dozen leaves."""
    return draw(TREES)


TREES = st.recursive(leaves, _extended, max_leaves=12)


def bare(node: Any) -> Any:
    """Return a tree without its offsets."""
    if isinstance(node, tuple):
        return tuple(bare(part) for part in node)
    if not isinstance(node, tree.Node):
        return node.normalize() if isinstance(node, Decimal) else node
    changed = {field.name: bare(getattr(node, field.name)) for field in fields(node)}
    return replace(node, **(changed | {"start": 0, "end": 0}))
