"""What an example gives and what is found for it, in plain Python.

No line of comity is used here or in the modules beside it: they read what an example gives and who does what, and
derive amounts, days and verdicts from the words of the pattern with fractions, dates and published holidays alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

from tests.examples.clauses.days import day, through

UNKNOWN = "undetermined"
Found = dict[tuple[str, ...], Any]
"""What was computed: path in `expect` -> value; a path without its day -> a function of the day (a setting)."""

UNITS = {"": 1, "k": 1_000, "m": 1_000_000, "bn": 1_000_000_000}
NUMBER = re.compile(r"(?:[A-Z]{3} )?(-?[0-9.]+)(k|m|bn|%)?")


def number(text: str) -> Fraction:
    """Read `97%`, `USD -25k`, `AUD 1.35m`, `12`."""
    match = NUMBER.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no number")
    digits, unit = match.groups()
    return Fraction(digits) / 100 if unit == "%" else Fraction(digits) * UNITS[unit or ""]


def per_cent(value: int | str) -> Fraction:
    """Return 97 as 97%."""
    return Fraction(value) / 100


# -- numbers ----------------------------------------------------------------------------------


def half_up(value: Fraction, step: Fraction) -> Fraction:
    """Round to a step, a half away from zero."""
    whole = (abs(value) / step * 2 + 1).__floor__() // 2
    return whole * step * (-1 if value < 0 else 1)


def cents(value: Fraction) -> Fraction:
    """Round an amount to cents, a half away from zero."""
    return half_up(value, Fraction(1, 100))


def shared(limit: Fraction, amounts: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Hold amounts together to a limit: pro rata, in cents, by largest remainder, ties by name."""
    total = sum(amounts.values(), Fraction())
    if total <= limit:
        return dict(amounts)
    exact = {name: amount * limit / total * 100 for name, amount in amounts.items()}
    parts = {name: share.__floor__() for name, share in exact.items()}
    left = (limit * 100).__floor__() - sum(parts.values())
    for name in sorted(exact, key=lambda n: (parts[n] - exact[n], n))[:left]:
        parts[name] += 1
    return {name: Fraction(part, 100) for name, part in parts.items()}


def either_way(truths: Iterable[bool | None], question: Callable[[list[bool]], Any]) -> Any:
    """Answer a question about truths of which some are unknown: the answer if all possibilities agree on it."""
    known = list(truths)
    possible = [(True, False) if truth is None else (truth,) for truth in known]
    answers = {question(list(one)) for one in product(*possible)}
    return answers.pop() if len(answers) == 1 else UNKNOWN


def run_length(truths: list[bool]) -> int:
    """Return how many truths hold without a gap up to and with the last."""
    count = 0
    for truth in reversed(truths):
        if not truth:
            break
        count += 1
    return count


# -- examples ---------------------------------------------------------------------------------


def names_of(key: str) -> list[str]:
    """Return what a key stands for: `a, b` and `2026-01..2026-03` stand for several."""
    names: list[str] = []
    for part in key.split(", "):
        first, dots, last = part.partition("..")
        names += through(first, last) if dots else [first]
    return names


def leaves(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every path and value below a node of YAML, keys that stand for several spread out."""
    if not isinstance(node, dict):
        yield path, node
        return
    for key, below in node.items():
        for name in names_of(key):
            yield from leaves(below, (*path, name))


@dataclass
class Act:
    """An act of an example; `used` once some step, claim or dispute took it."""

    on: date
    by: list[str]
    do: str
    about: str
    relief: str
    choose: str
    values: dict[str, Any]
    used: bool = False


@dataclass
class Example:
    """What an example gives, and what the parties do in it."""

    raw: dict[str, Any]
    acts: list[Act] = field(default_factory=list)

    def __post_init__(self) -> None:
        for act in self.raw.get("acts", []):
            by = act["by"] if isinstance(act["by"], list) else [act["by"]]
            words = {key: act.get(key, "") for key in ("do", "about", "relief", "choose")}
            self.acts.append(Act(on=day(act["on"]), by=by, values=act.get("with", {}), **words))

    @property
    def as_of(self) -> date:
        """The day of evaluation; the end of time where the example names none."""
        return day(self.raw["as of"]) if "as of" in self.raw else date.max

    def figures(self, name: str, *members: str) -> dict[str, Fraction]:
        """Return the figures given of a metric for one member, by period."""
        given = dict(leaves(self.raw.get("given", {}).get(name, {})))
        return {path[-1]: number(text) for path, text in given.items() if path[:-1] == members}

    def members(self, name: str) -> list[str]:
        """Return the members for which a metric is given."""
        return list(dict.fromkeys(path[0] for path, _ in leaves(self.raw.get("given", {}).get(name, {})) if path))

    def rows(self, name: str) -> list[dict[str, str]]:
        """Return the rows of facts given of a table."""
        given = self.raw.get("given", {}).get(name, [])
        return given if isinstance(given, list) else []

    def take(self, do: str, first: date, last: date, about: str = "", **wanted: Any) -> Act | None:
        """Take the first act not yet used that was received from `first` to `last`, or None."""
        for act in self.acts:
            fits = act.do == do and not act.used and (not about or act.about in ("", about))
            if fits and first <= act.on <= last and all(getattr(act, k) == v for k, v in wanted.items()):
                act.used = True
                return act
        return None

    def refused(self) -> list[str]:
        """Return the days of acts that nothing took."""
        return [act.on.isoformat() for act in self.acts if not act.used]


@dataclass
class Case:
    """The case of one clause, member and period; writes its steps into what was found."""

    found: Found
    at: tuple[str, ...]
    as_of: date

    def says(self, **words: Any) -> None:
        """Write names bound for the period."""
        for word, value in words.items():
            self.found[(*self.at, word)] = value

    def step(self, name: str, opened: date, due: date | None, done: date | None, **more: Any) -> date | None:
        """Write a step that is done on a day in its time, else lapses when it is due; returns the day it ended."""
        if opened > self.as_of:
            return None
        ended = done or due
        over = ended is not None and ended <= self.as_of
        state = ("done" if done else "lapsed") if over else "open"
        words = {"opened": opened, "state": state, **more} | ({"due": due} if due else {})
        for word, value in words.items():
            self.found[(*self.at, "steps", name, word)] = value
        if over:
            self.found[(*self.at, "steps", name, "ended")] = ended
        return ended if over else None

    def passed_over(self, name: str) -> None:
        """Write a step that never opened."""
        self.found[(*self.at, "steps", name, "state")] = "passed over"


def same(written: Any, computed: Any) -> bool:
    """Say whether what an example expects is what was computed."""
    if isinstance(computed, list):
        wanted = written if isinstance(written, list) else [] if written == "none" else [written]
        return sorted(wanted) == sorted(computed)
    if isinstance(computed, bool):
        return written in (("yes", "true") if computed else ("no", "false"))
    if isinstance(computed, date):
        return bool(written == computed.isoformat())
    if isinstance(computed, int | Fraction):
        return NUMBER.fullmatch(written) is not None and number(written) == computed
    return bool(written == computed)


def looked_up(found: Found, path: tuple[str, ...]) -> Any:
    """Return what was computed for a path of `expect`; KeyError if nothing was."""
    if path in found:
        return found[path]
    on_day = found[path[:-1]]
    if not callable(on_day):
        raise KeyError(path)
    return on_day(day(path[-1]))
