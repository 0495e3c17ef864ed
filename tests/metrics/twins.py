"""Random expressions, each said three times: in the agreement's language, in SQL by hand, and as plain Python.

The three are written independently, part by part, so that what one gets wrong the others do not. A cell may be
empty (None). Python computes with fractions.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Twin:
    """An expression: as a formula, as SQL, and as a function of a row (None: unknown)."""

    formula: str
    sql: str
    value: Callable[[Row], Any]


def _column(name: str) -> Twin:
    def value(row: Row) -> Any:
        cell = row[name]
        return Fraction(cell) if isinstance(cell, int | Decimal) and not isinstance(cell, bool) else cell

    return Twin(f"t.{name}", name, value)


def _strictly(function: Callable[..., Any], *parts: Twin) -> Callable[[Row], Any]:
    def value(row: Row) -> Any:
        values = [part.value(row) for part in parts]
        return None if None in values else function(*values)

    return value


def _literal(value: Decimal) -> Twin:
    text = format(value, "f")
    return Twin(text, text, lambda row: Fraction(value))


NUMBER_COLUMNS = st.sampled_from([_column("whole"), _column("amount"), _column("rate")])
LITERALS = st.sampled_from([Decimal(text) for text in ("0", "1", "2", "15", "0.5", "0.25", "99.99", "1000")]).map(
    _literal
)
LEAVES = st.one_of(NUMBER_COLUMNS, LITERALS)


def _infix(sign: str, left: Twin, right: Twin) -> Twin:
    functions: dict[str, Callable[[Any, Any], Any]] = {
        "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b,
    }  # fmt: skip
    value = _strictly(functions[sign], left, right)
    return Twin(f"({left.formula} {sign} {right.formula})", f"({left.sql} {sign} {right.sql})", value)


def _negative(part: Twin) -> Twin:
    return Twin(f"(-({part.formula}))", f"(0 - ({part.sql}))", _strictly(lambda a: -a, part))


def _function(name: str, part: Twin) -> Twin:
    functions: dict[str, Callable[[Any], Any]] = {
        "abs": abs, "floor": lambda a: Fraction(math.floor(a)), "ceil": lambda a: Fraction(math.ceil(a)),
    }  # fmt: skip
    sql = f"CAST({name}(CAST({part.sql} AS DECIMAL(38, 8))) AS DECIMAL(38, 8))"
    return Twin(f"{name}({part.formula})", sql, _strictly(functions[name], part))


def _rounded(part: Twin, places: int) -> Twin:
    def half_up(value: Fraction) -> Fraction:
        scaled = abs(value) * 10**places
        whole = math.floor(scaled + Fraction(1, 2))
        return Fraction(whole if value >= 0 else -whole, 10**places)

    sql = f"CAST(round(CAST({part.sql} AS DECIMAL(38, 8)), {places}) AS DECIMAL(38, 8))"
    return Twin(f"round({part.formula}, {places})", sql, _strictly(half_up, part))


def _extreme(name: str, left: Twin, right: Twin) -> Twin:
    sign = "<=" if name == "least" else ">="
    first, second = (f"{a.sql} {sign} {b.sql} THEN {a.sql}" for a, b in ((left, right), (right, left)))
    sql = f"(CASE WHEN {first} WHEN {second} END)"
    value = _strictly(min if name == "least" else max, left, right)
    return Twin(f"{name}({left.formula}, {right.formula})", sql, value)


def _coalesced(column: Twin, other: Twin) -> Twin:
    def value(row: Row) -> Any:
        found = column.value(row)
        return other.value(row) if found is None else found

    sql = f"(CASE WHEN {column.sql} IS NULL THEN {other.sql} ELSE {column.sql} END)"
    return Twin(f"coalesce({column.formula}, {other.formula})", sql, value)


def _chosen(test: Twin, yes: Twin, no: Twin) -> Twin:
    def value(row: Row) -> Any:
        holds = test.value(row)
        return None if holds is None else yes.value(row) if holds else no.value(row)

    sql = f"(CASE WHEN {test.sql} THEN {yes.sql} WHEN NOT ({test.sql}) THEN {no.sql} END)"
    return Twin(f"case when {test.formula} then {yes.formula} else {no.formula} end", sql, value)


def _compared(sign: str, left: Twin, right: Twin) -> Twin:
    functions: dict[str, Callable[[Any, Any], bool]] = {
        "=": lambda a, b: a == b, "<>": lambda a, b: a != b, "<": lambda a, b: a < b,
        "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
    }  # fmt: skip
    value = _strictly(functions[sign], left, right)
    return Twin(f"{left.formula} {sign} {right.formula}", f"({left.sql} {sign} {right.sql})", value)


def _between(part: Twin, low: Twin, high: Twin) -> Twin:
    above, below = _compared(">=", part, low), _compared("<=", part, high)
    both = _joined("and", above, below)
    formula = f"{part.formula} between {low.formula} and {high.formula}"
    return Twin(formula, f"({part.sql} >= {low.sql} AND {part.sql} <= {high.sql})", both.value)


def _among(options: list[str], negated: bool) -> Twin:
    listed = ", ".join("'" + option.replace("'", "''") + "'" for option in options)
    column = _column("kind")
    equal = " OR ".join("kind = '" + option.replace("'", "''") + "'" for option in options)

    def value(row: Row) -> Any:
        kind = column.value(row)
        return None if kind is None else (kind in options) is not negated

    word = "not in" if negated else "in"
    return Twin(f"t.kind {word} ({listed})", f"({'NOT' if negated else ''} ({equal}))", value)


def _joined(word: str, left: Twin, right: Twin) -> Twin:
    decisive = word == "or"

    def value(row: Row) -> Any:
        values = {left.value(row), right.value(row)}
        return decisive if decisive in values else None if None in values else not decisive

    sql = f"({left.sql} {word.upper()} {right.sql})"
    return Twin(f"({left.formula} {word} {right.formula})", sql, value)


def _negated(part: Twin) -> Twin:
    return Twin(f"not ({part.formula})", f"(NOT {part.sql})", _strictly(lambda a: not a, part))


def _emptiness(part: Twin, negated: bool) -> Twin:
    word = "is not null" if negated else "is null"
    return Twin(
        f"{part.formula} {word}", f"({part.sql} {word.upper()})", lambda row: (part.value(row) is None) is not negated
    )


SIGNS = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
KINDS = ["a", "b", "it's", 'say "x"']


def conditions(numbers: st.SearchStrategy[Twin]) -> st.SearchStrategy[Twin]:
    """Conditions over numbers, texts, truths and empty cells."""
    simple = st.one_of(
        st.builds(_compared, SIGNS, numbers, numbers),
        st.builds(_between, numbers, LITERALS, LITERALS),
        st.builds(_among, st.lists(st.sampled_from(KINDS), min_size=1, max_size=3), st.booleans()),
        st.just(_column("flag")),
        st.builds(_emptiness, NUMBER_COLUMNS, st.booleans()),
    )
    return st.recursive(
        simple,
        lambda inner: st.one_of(
            st.builds(_joined, st.sampled_from(["and", "or"]), inner, inner), st.builds(_negated, inner)
        ),
        max_leaves=4,
    )


PRODUCTS = st.builds(_infix, st.just("*"), LEAVES, LEAVES)
"""Products of two only: three columns of four decimal places each would leave the 38 digits."""


def _deeper(inner: st.SearchStrategy[Twin]) -> st.SearchStrategy[Twin]:
    return st.one_of(
        st.builds(_infix, st.sampled_from(["+", "-"]), inner, inner),
        st.builds(_negative, inner),
        st.builds(_function, st.sampled_from(["abs", "floor", "ceil"]), inner),
        st.builds(_rounded, inner, st.integers(0, 3)),
        st.builds(_extreme, st.sampled_from(["least", "greatest"]), inner, inner),
        st.builds(_coalesced, NUMBER_COLUMNS, inner),
        st.builds(_chosen, conditions(LEAVES), inner, inner),
    )


NUMBERS = st.recursive(st.one_of(LEAVES, PRODUCTS), _deeper, max_leaves=5)
CONDITIONS = conditions(NUMBERS)

AMOUNTS = st.decimals(min_value=-9999, max_value=9999, places=4, allow_nan=False)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "whole": st.none() | st.integers(-1000, 1000),
            "amount": st.none() | AMOUNTS,
            "rate": AMOUNTS,
            "kind": st.none() | st.sampled_from(KINDS),
            "flag": st.none() | st.booleans(),
            "member": st.sampled_from(["x", "y"]),
            "month": st.sampled_from(["2026-01", "2026-02", "2026-03"]),
        }
    ),
    max_size=12,
)
