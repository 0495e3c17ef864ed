"""A pocket calculator for printed explanations: it reads what a person reads, and knows nothing of the engine."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction

from comity.metrics.exhibits import Step

Value = Fraction | bool | str | date
TOKEN = re.compile(
    r"\s*(?:(?P<date>\d{4}-\d\d-\d\d)|(?:[A-Z]{3} )?(?P<number>\d[\d,]*(?:\.\d+)?%?)|(?P<text>'[^']*')"
    r"|(?P<word>[a-z_]\w*)|(?P<sign><>|<=|>=|[-+*/()<>=,]))"
)
OPEN = re.compile(r"\b(missing|undetermined|not due|excused|empty|disputed)\b|\d to \d")
"""Words of values that are not known: what is written with them has no number to compare with."""


class Calculator:
    """Evaluates one line of arithmetic, by recursive descent."""

    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(text.rstrip()):
            found = TOKEN.match(text, at)
            if found is None:
                raise ValueError(f"cannot read {text[at:]!r}")
            self.tokens.append((str(found.lastgroup), found[found.lastgroup or ""]))
            at = found.end()
        self.at = 0

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self, *wanted: str) -> str:
        if self.peek() in wanted and self.tokens[self.at][0] != "text":
            self.at += 1
            return self.tokens[self.at - 1][1]
        return ""

    def result(self) -> Value:
        value = self.alternative()
        if self.at != len(self.tokens):
            raise ValueError(f"left over: {self.tokens[self.at :]}")
        return value

    def alternative(self) -> Value:
        value = self.both()
        while self.take("or"):
            other = self.both()
            value = bool(value) or bool(other)
        return value

    def both(self) -> Value:
        value = self.negation()
        while self.take("and"):
            other = self.negation()
            value = bool(value) and bool(other)
        return value

    def negation(self) -> Value:
        return not self.negation() if self.take("not") else self.comparison()

    def comparison(self) -> Value:
        left = self.sum()
        sign = self.take("=", "<>", "<", "<=", ">", ">=")
        if sign:
            right = self.sum()
            return COMPARED[sign](left, right)
        if self.take("is"):
            # What is written as a value is no empty column.
            negated = bool(self.take("not"))
            assert self.take("null")
            return negated
        negated = bool(self.take("not"))
        if self.take("between"):
            low = self.sum()
            assert self.take("and")
            return (low <= left <= self.sum()) is not negated  # type: ignore[operator]
        if self.take("in"):
            return (left in self.options()) is not negated
        return left

    def options(self) -> list[Value]:
        assert self.take("(")
        found: list[Value] = []
        while not self.take(")"):
            found.append(self.alternative())
            self.take(",")
        return found

    def sum(self) -> Value:
        value = self.product()
        while sign := self.take("+", "-"):
            other = self.product()
            if isinstance(value, date) and isinstance(other, date):
                value = Fraction((value - other).days)
            else:
                value = value + other if sign == "+" else value - other  # type: ignore[operator,assignment]
        return value

    def product(self) -> Value:
        value = self.signed()
        while sign := self.take("*", "/"):
            other = self.signed()
            value = value * other if sign == "*" else value / other  # type: ignore[operator,assignment]
        return value

    def signed(self) -> Value:
        return -self.signed() if self.take("-") else self.leaf()  # type: ignore[operator,return-value]

    def leaf(self) -> Value:
        if self.take("("):
            value = self.alternative()
            assert self.take(")")
            return value
        if self.at >= len(self.tokens):
            raise ValueError("ends too early")
        kind, text = self.tokens[self.at]
        self.at += 1
        match kind:
            case "date":
                return date.fromisoformat(text)
            case "number":
                return number(text)
            case "text":
                return text[1:-1]
            case "word":
                return self.word(text)
        raise ValueError(f"unexpected {text}")

    def word(self, text: str) -> Value:
        if text in TRUTHS:
            return TRUTHS[text]
        if text == "case":
            return self.case()
        if self.peek() == "(" and text in FUNCTIONS:
            return FUNCTIONS[text](*self.options())
        raise ValueError(f"unknown word {text}")

    def case(self) -> Value:
        """Read a case: branches that were not taken may hold names, and are stepped over."""
        found: Value | None = None
        while word := self.take("when", "else"):
            if found is not None:
                self.step_over()
                continue
            holds = word == "else" or bool(self.alternative())
            if word == "when":
                assert self.take("then")
            if holds:
                found = self.alternative()
            else:
                self.step_over()
        assert self.take("end") and found is not None
        return found

    def step_over(self) -> None:
        depth = 0
        while depth or self.peek() not in ("when", "else", "end"):
            depth += (self.peek() == "case") - (self.peek() == "end")
            self.at += 1


def number(text: str) -> Fraction:
    """Return a number as people write it: `1,234.5`, `96%`."""
    digits = Fraction(text.rstrip("%").replace(",", ""))
    return digits / 100 if text.endswith("%") else digits


def _rounded(value: Fraction, places: Fraction = Fraction(0)) -> Fraction:
    unit = Fraction(1, 10 ** int(places))
    whole = (2 * abs(value / unit) + 1) // 2
    return unit * (whole if value >= 0 else -whole)


TRUTHS = {"yes": True, "no": False, "true": True, "false": False}
COMPARED: dict[str, Callable[[Value, Value], bool]] = {
    "=": lambda a, b: a == b, "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,  # type: ignore[operator]
    ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,  # type: ignore[operator]
}  # fmt: skip
FUNCTIONS: dict[str, Callable[..., Value]] = {
    "least": min,
    "greatest": max,
    "abs": abs,
    "floor": lambda x: Fraction(x.__floor__()),
    "ceil": lambda x: Fraction(x.__ceil__()),
    "round": _rounded,
    "mod": lambda a, b: a - b * int(a / b),
    "power": lambda x, n: x ** int(n),
    "month": lambda day: Fraction(day.month),
    "year": lambda day: Fraction(day.year),
    "coalesce": lambda *values: values[0],
}


def claims(step: Step) -> Iterator[str]:
    """Yield every `arithmetic = result` that an explanation prints; acts and what may follow are told in words."""
    if step.kind not in ("act", "followed"):
        yield from (piece for piece in step.text.split("; ") if " = " in piece and not OPEN.search(piece))
    for child in step.children:
        yield from claims(child)


def disagreement(claim: str) -> str:
    """Compute the left side of a claim anew; returns what differs from the right side, "" if nothing does."""
    written, _, printed = claim.rpartition(" = ")
    computed = Calculator(written).result()
    exactly = re.search(r"\(exactly (-?[\d,]+)/([\d,]+)\)", printed)
    if exactly is not None:
        stated: Value = Fraction(int(exactly[1].replace(",", "")), int(exactly[2].replace(",", "")))
    elif printed in TRUTHS:
        stated = TRUTHS[printed]
    elif re.fullmatch(r"\d{4}-\d\d-\d\d", printed):
        stated = date.fromisoformat(printed)
    else:
        stated = _stated(printed, computed)
    return "" if stated == computed else f"{claim}: computed {computed}, printed {stated}"


def _stated(printed: str, computed: Value) -> Value:
    """Return the number printed, its unit aside; one that is cut stands for all that begin with it."""
    found = re.match(r"(?:[A-Z]{3} )?(-?[\d,]+(?:\.\d+)?)(…?)(?:, rounded .*)?( ?%)?", printed)
    if found is None:
        return printed
    value = number(found[1])
    value = value / 100 if found[3] else value
    if found[2] and isinstance(computed, Fraction):
        places = len(found[1].partition(".")[2])
        return computed if int(computed * 10**places) == int(value * 10**places) else value
    return value
