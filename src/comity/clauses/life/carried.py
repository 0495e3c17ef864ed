"""The values that an act must carry: which, of what kind, under which condition (language, section 7, `with`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from comity.agreement.formula.env import Env
from comity.agreement.formula.evaluate import evaluate
from comity.agreement.model import Column
from comity.kernel.figure import Exact, Value

EnvOf = Callable[[Mapping[str, Value]], Env]
"""The environment in which conditions on values are looked at, with those values as names."""

_KINDS: Mapping[str, tuple[Any, str]] = {
    "number": (Exact, "a number"), "money": (Exact, "an amount"), "date": (date, "a date"),
    "period": (date, "a period"), "truth": (bool, "yes or no"),
}  # fmt: skip
"""What a value of a column's type is, and how it is called. A period stands for its last day."""


def unfit(what: str, columns: Mapping[str, Column], values: Mapping[str, Value], env_of: EnvOf) -> str:
    """Return why the values of an act do not fit what it must carry, "" if they do."""
    for name, column in columns.items():
        if name not in values:
            return f"{what} must carry {name}"
        wrong = _one(column, values[name], env_of)
        if wrong:
            return wrong
    return ""


def _one(column: Column, value: Value, env_of: EnvOf) -> str:
    if column.words and str(value) not in column.words:
        return f"{column.name} is one of {', '.join(column.words)}, not {value}"
    kind, called = _KINDS.get(column.type, (object, ""))
    if not isinstance(value, kind):
        return f"{column.name} is {called}, not {value}"
    if column.condition is None:
        return ""
    # A condition calls the value by the name of the column, by its type, or `value`.
    env = env_of({column.name: value, column.type: value, "value": value})
    if evaluate(column.condition.node, env) is True:
        return ""
    return f"{column.name} is to be as agreed: {column.condition.text}"
