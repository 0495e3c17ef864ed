"""What somebody asks to be varied: `service_level=94%,95%`, `minimum=x0.9,x1.1`, `punctuality.repeated=2,4`."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from comity.agreement.formula.constants import constant
from comity.agreement.model import Terms
from comity.kernel.figure import Exact
from comity.kernel.problem import Place, Problem
from comity.standing.backtest.dials import Dial, clause_dial, dials, setting_dial
from comity.standing.backtest.turning import FACTOR, POINTS

Wanted = list[tuple[Dial, list[Exact] | None]]
CODE = "CMY-708"


def wanted(asked: Iterable[str], terms: Terms) -> tuple[Wanted | None, list[Problem]]:
    """Return the thresholds asked for with their values, and what is wrong (CMY-708); None where nothing is asked."""
    found: Wanted = []
    problems: list[Problem] = []
    for text in asked:
        name, asks, values = text.partition("=")
        dial = _dial(name.strip(), terms)
        if dial is None:
            problems.append(_unknown(name.strip(), terms))
            continue
        read = {part: _value(part, dial, terms) for part in map(str.strip, values.split(",")) if part}
        problems += [_no_value(dial, part, terms) for part, value in read.items() if value is None]
        if asks and not read:
            problems.append(_no_value(dial, "nothing", terms))
        # Without a value the data suggest them, as for every threshold.
        found.append((dial, [value for value in read.values() if value is not None] or None))
    return (found or None), problems


def _dial(name: str, terms: Terms) -> Dial | None:
    """Return the threshold of a name: one that decides clauses, or any other setting that is a number."""
    known = {dial.name: dial for dial in dials(terms)}
    if name in known:
        return known[name]
    clause = terms.clauses.get(name)
    return clause_dial(clause) if clause is not None else setting_dial(name, terms)


def _value(text: str, dial: Dial, terms: Terms) -> Exact | None:
    """Return a value that was asked for; a shift is written with its sign, a factor with an x."""
    if dial.by == FACTOR:
        text = text.removeprefix("x") if text.startswith("x") else ""
    elif dial.by == POINTS and text[:1] not in ("+", "-"):
        return None
    value = constant(text.removeprefix("+"), terms)
    return value if isinstance(value, Exact) and not isinstance(value, bool) else None


def _unknown(name: str, terms: Terms) -> Problem:
    names = [dial.name for dial in dials(terms)]
    near = get_close_matches(name, names, n=1)
    known = name in terms.clauses or name in terms.settings
    why = f"{name} holds no number that could be moved" if known else f"there is no clause or setting {name} to vary"
    hint = f"Did you mean {near[0]}?" if near else f"These can be varied: {', '.join(names)}." if names else ""
    return Problem(code=CODE, place=Place(file=terms.place.file), why=why, hint=hint)


def _no_value(dial: Dial, text: str, terms: Terms) -> Problem:
    hints = {
        POINTS: f"Its agreed values are shifted together; write the points with their sign: {dial.name}=-1%,+1%.",
        FACTOR: f"Its agreed values are moved by one factor; write it with an x: {dial.name}=x0.9,x1.1.",
    }
    hint = hints.get(
        dial.by, "Write values as the agreement does, with a comma between them: 94%,95% or USD 2k,USD 3k."
    )
    return Problem(code=CODE, place=Place(file=terms.place.file), why=f"{text} is no value for {dial.name}", hint=hint)
