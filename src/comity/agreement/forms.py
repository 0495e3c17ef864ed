"""The forms of single values: texts, days, periods, spans, shares, formulas, and maps that are values."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from comity.agreement import values
from comity.agreement.form import SCALAR, Form, lexical_form, pattern
from comity.agreement.model import Rounding
from comity.agreement.nodes import Node, Scalar, shown
from comity.agreement.notes import Notes
from comity.kernel import lexical
from comity.kernel.deadline import Deadline, Duration
from comity.kernel.guess import guess
from comity.kernel.period import Grain


def _prose(node: Node, notes: Notes) -> str | None:
    """Read free text: as it was written, but for spaces around it."""
    if notes.text(node, "a text") is None or not isinstance(node, Scalar):
        return None
    return node.text.strip()


def _version(text: str) -> str:
    if text != "1":
        raise ValueError(f"version {shown(text)} of the language is not known; this is version 1")
    return text


def _rounding(text: str) -> Rounding:
    step, mode = lexical.rounding(text)
    return Rounding(step=step, mode=mode, text=text)


def _share(text: str) -> Any:
    """Read `40%` or `1`: a part of a whole."""
    found = lexical.percentage(text) if text.endswith("%") else lexical.number(text)
    if found < 0:
        raise ValueError(f"{text} is less than nothing")
    return found


def _deadline(text: str) -> Deadline:
    if re.fullmatch(r"[0-9]{1,4}[./ -][0-9]{1,2}[./ -][0-9]{1,4}", text):
        lexical.date(text)
    return lexical.deadline(text)


def _count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise ValueError(f"{text!r} is no whole number; write it in digits, such as 5")
    return int(text)


def _period_or(*more: str) -> Callable[[str], Grain | str]:
    """Return a reader of a kind of period, or one of some words besides."""

    def read(text: str) -> Grain | str:
        if text in more:
            return text
        try:
            return lexical.grain(text)
        except ValueError as reason:
            raise ValueError(
                f"{reason}{''.join(f', {word}' for word in more)}. {guess(text, [*Grain, *more])}"
            ) from None

    return read


def _tested(node: Node, notes: Notes) -> Grain | str | None:
    """Read what a clause tests: a period, `once`, or each row of a table."""
    found: Grain | str | None = notes.lexical(node, "a kind of period", _clause_period)
    if isinstance(found, str) and found.startswith("row of "):
        notes.refer(node, found.removeprefix("row of "), "table", "milestones")
    return found


def _clause_period(text: str) -> Grain | str:
    if re.fullmatch(r"row of [a-z_][a-z0-9_]*", text):
        return text
    try:
        return _period_or("once")(text)
    except ValueError:
        hint = guess(text, [*Grain, "once"])
        raise ValueError(
            f"{text!r} is no kind of period; there are {', '.join(Grain)}, once, and row of TABLE. {hint}".rstrip()
        ) from None


def _interval(text: str) -> Duration | Grain:
    return lexical.duration(text) if text[:1].isdigit() else lexical.grain(text)


def _cap_period(text: str) -> str:
    if text == "life" or text in list(Grain):
        return text
    try:
        return str(lexical.duration(text))
    except ValueError:
        raise ValueError(f"{text!r} is no span of a cap; write a period such as month, life, or 12 months") from None


def _settle(text: str) -> str:
    if text in ("at once", "next invoice") or text.removeprefix("every ") in list(Grain):
        return text
    raise ValueError(f"{text!r} is no time to settle; write at once, next invoice, every month, every quarter …")


AGAIN = ("each period", "after a clear period", "when closed", "from zero", "never")


def _again(text: str) -> str:
    if text in AGAIN or text.removeprefix("once a ") in list(Grain):
        return text
    hint = guess(text, [*AGAIN, *(f"once a {grain}" for grain in Grain)])
    choice = ", ".join(AGAIN)
    raise ValueError(
        f"{text!r} does not say when it may fire again; write {choice}, or once a quarter. {hint}".rstrip()
    )


def _scale(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"([0-9]{1,3}) to ([0-9]{1,3})", text)
    if match is None or int(match[1]) >= int(match[2]):
        raise ValueError(f"{text!r} is no scale; scales are written 1 to 5")
    return int(match[1]), int(match[2])


_GRAINS = {"enum": list(Grain)}
PROSE = Form(says="free text", read=_prose, schema=SCALAR)
WORD = Form(says="words", read=lambda node, notes: notes.text(node, "a word"), schema=SCALAR)
VERSION = lexical_form("`1`", _version, {"enum": [1, "1"]})
DATE = lexical_form("a date", lexical.date, pattern(r"^\d{4}-\d{2}-\d{2}$"))
DAY_OF_YEAR = lexical_form("a day of the year", lexical.day_of_year, pattern(r"^\d{1,2} [A-Z][a-z]+$"))
TIME_ZONE = lexical_form("a time zone", lexical.time_zone)
CURRENCY = lexical_form("a currency", lexical.currency, pattern("^[A-Z]{3}$"))
DEADLINE = lexical_form("a deadline", _deadline, SCALAR)
DURATION = lexical_form("a duration", lexical.duration, pattern(r"^\d+ [a-z ]+$"))
ROUNDING = lexical_form("a unit and how to round to it", _rounding)
SHARE = lexical_form("a percentage or a number", _share)
COUNT = lexical_form("a whole number", _count, {"type": ["integer", "string"]})
PERIOD = lexical_form("a kind of period", lexical.grain, _GRAINS)
FACT_PERIOD = lexical_form("a kind of period, or `row`", _period_or("row"), {"enum": [*Grain, "row"]})
CLAUSE_PERIOD = Form(
    says="a kind of period, `row of` a table, or `once`",
    read=_tested,
    schema={"anyOf": [{"enum": [*Grain, "once"]}, pattern("^row of ")]},
)
INTERVAL = lexical_form("a kind of period or a duration", _interval, {"anyOf": [_GRAINS, pattern(r"^\d+ ")]})
CAP_PERIOD = lexical_form("a kind of period, `life`, or a duration", _cap_period, SCALAR)
SETTLE = lexical_form(
    "`at once`, `next invoice`, or `every` and a kind of period",
    _settle,
    {"enum": ["at once", "next invoice", *(f"every {grain}" for grain in Grain)]},
)
AGAIN_FORM = lexical_form(
    "when it may happen again (section 5)", _again, {"enum": [*AGAIN, *(f"once a {grain}" for grain in Grain)]}
)
SCALE = lexical_form("a least and a greatest answer", _scale, pattern(r"^\d+ to \d+$"))

# -- formulas and values ----------------------------------------------------------------------

FORMULA = Form(says="a formula", read=values.formula, schema=SCALAR)
VALUE = Form(says="a formula, or a map of them", read=values.value, schema={"$ref": "#/$defs/value"})
SETTING = Form(says="a formula, words, or a map of them", read=values.value_or_word, schema={"$ref": "#/$defs/value"})


def _due(node: Node, notes: Notes) -> Any:
    """Read when a milestone is due: a deadline, or `unset`."""
    if isinstance(node, Scalar) and node.text.strip() == values.UNSET:
        return values.value(node, notes)
    return DEADLINE.read(node, notes)


DUE = Form(says="a deadline, or `unset`", read=_due, schema=SCALAR)
