"""What an example expects, held against what was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from comity.agreement.formula.env import Env
from comity.agreement.formula.evaluate import Result as Value
from comity.agreement.formula.values import lookup
from comity.agreement.model import Agreement, Example, Terms
from comity.agreement.nodes import Mapping as MapNode
from comity.agreement.nodes import Node, Scalar, listed
from comity.clauses.model import Verdict
from comity.kernel import exact
from comity.kernel.figure import Exact, Figure, Scope, Unknown
from comity.kernel.lexical import is_currency
from comity.kernel.period import Grain
from comity.standing.index import FigureIndex
from comity.standing.worked.given import by_member, constant, entries, periods_named
from comity.standing.worked.model import Expectation, Result

NOT_YET = "not followed yet"
OF_VERDICT = frozenset({"raw", "value", "threshold", "shortfall", "points_short", "missed", "met", "excused"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the engine found for an example."""

    agreement: Agreement
    terms: Terms
    figures: FigureIndex
    verdicts: Mapping[tuple[str, Scope, str], Verdict]
    as_of: date


def check_all(example: Example, found: Found) -> Iterator[Expectation]:
    """Yield every expectation of an example with what was found."""
    followed = not isinstance(example.acts, MapNode) and not listed_acts(example)
    for key, node in entries(example.expect):
        if not followed:
            yield from _not_followed(key.text, node)
        elif key.text in found.terms.clauses:
            yield from _of_clause(key.text, node, found)
        elif key.text in found.terms.metrics:
            yield from _of_metric(key.text, node, found)
        elif key.text in found.terms.settings and key.text not in found.terms.changeable:
            yield from _of_setting(key.text, node, found)
        else:
            yield from _not_followed(key.text, node)


def listed_acts(example: Example) -> Sequence[Node]:
    """Return the acts of an example."""
    return listed(example.acts) if isinstance(example.acts, Node) else ()


# -- clauses and metrics ----------------------------------------------------------------------


def _of_clause(name: str, node: Node, found: Found) -> Iterator[Expectation]:
    clause = found.terms.clauses[name]
    for scope, cells in by_member(clause.per, node):
        for key, words in entries(cells):
            for period in _names(key, found.terms):
                verdict = found.verdicts.get((name, scope, period))
                about = " ".join([name, *(member for _, member in scope), period])
                yield from _of_verdict(about, words, verdict, found)


def _names(key: Scalar, terms: Terms) -> list[str]:
    return [period.name for period in periods_named(key.text, terms)] or [key.text]


def _of_verdict(about: str, words: Node, verdict: Verdict | None, found: Found) -> Iterator[Expectation]:
    for word, node in entries(words):
        known = word.text == "verdict" or word.text in OF_VERDICT or (verdict and word.text in verdict.names)
        if not known or not isinstance(node, Scalar) or (verdict is not None and NOT_YET in verdict.reason):
            yield from _not_followed(f"{about} {word.text}", node)
        elif verdict is None:
            yield _expectation(about, word.text, node, "no verdict", held=node.text == "not_due")
        else:
            value = _word(verdict, word.text)
            if NOT_YET in (value.reason if isinstance(value, Unknown) else verdict.reason):
                yield from _not_followed(f"{about} {word.text}", node)
            else:
                yield _compared(about, word.text, node, value, found)


def _word(verdict: Verdict, word: str) -> Value:
    if word == "verdict":
        return verdict.outcome.value
    if word in ("missed", "met", "excused"):
        return verdict.outcome.value == word
    if word == "points_short":
        return exact.mul(verdict.shortfall, exact.HUNDRED) if verdict.shortfall is not None else None
    if word in verdict.names:
        return verdict.names[word]
    value: Exact | None = getattr(verdict, word)
    return value


def _of_metric(name: str, node: Node, found: Found) -> Iterator[Expectation]:
    metric = found.terms.metrics[name]
    for scope, cells in by_member(metric.per, node):
        for key, expected in entries(cells):
            for period in periods_named(key.text, found.terms):
                figure = found.figures.figure(name, scope, period)
                about = " ".join([name, *(member for _, member in scope), period.name])
                yield from _of_figure(about, expected, figure, found)


def _of_figure(about: str, expected: Node, figure: Figure | None, found: Found) -> Iterator[Expectation]:
    pairs = [("value", expected)] if isinstance(expected, Scalar) else [(k.text, v) for k, v in entries(expected)]
    for word, node in pairs:
        if not isinstance(node, Scalar) or word not in ("value", "state"):
            yield from _not_followed(f"{about} {word}", node)
            continue
        if figure is None:
            value: Value = None
        else:
            value = figure.state.value if word == "state" or figure.value is None else figure.value
        yield _compared(about, word, node, value, found)


# -- settings ---------------------------------------------------------------------------------


def _of_setting(name: str, node: Node, found: Found) -> Iterator[Expectation]:
    keyed = any(not periods_named(key.text, found.terms) for key, _ in entries(node))
    for scope, days in by_member(("member",) if keyed else (), node):
        for key, expected in entries(days):
            if isinstance(expected, Scalar):
                for day in periods_named(key.text, found.terms):
                    terms = found.agreement.as_of(day.first)
                    env = Env(terms, terms.calendar.containing(Grain.DAY, day.first), scope, found.as_of, terms.starts)
                    value = lookup(terms.settings[name], env, name)
                    yield _compared(" ".join([name, *(m for _, m in scope), key.text]), "value", expected, value, found)


# -- comparison -------------------------------------------------------------------------------


def _compared(about: str, word: str, node: Scalar, value: Value, found: Found) -> Expectation:
    wanted = constant(node.text, found.terms)
    if value is None or isinstance(value, Unknown):
        reason = value.reason if isinstance(value, Unknown) else "no value"
        state = value.state.value if isinstance(value, Unknown) else "undetermined"
        return _expectation(about, word, node, reason, held=node.text.replace(" ", "_") in (state, "undetermined"))
    if isinstance(wanted, Exact) and isinstance(value, Exact):
        held = exact.compare(wanted, value) == 0
    elif isinstance(wanted, bool) or isinstance(value, bool):
        held = wanted is value
    else:
        held = str(value) == node.text.replace("not due", "not_due")
    return _expectation(about, word, node, shown(value, node.text), held=held)


def shown(value: Value, expected: str) -> str:
    """Return a value in full, written as what was expected is: a percentage, an amount, a number."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, Exact):
        return str(value)
    if expected.endswith("%"):
        return exact.text(exact.mul(value, exact.HUNDRED)) + "%"
    currency = expected[:4] if is_currency(expected[:3]) else ""
    return currency + exact.text(value)


def _expectation(about: str, word: str, node: Scalar, value: str, *, held: bool) -> Expectation:
    result = Result.HELD if held else Result.FAILED
    return Expectation(about=about, word=word, expected=node.text, found=value, result=result, place=node.place)


def _not_followed(about: str, node: Node) -> Iterator[Expectation]:
    """Yield one line for all that an example expects of acts, rights and payments below a node."""
    yield Expectation(about=about, word="", expected="", found="", result=Result.NOT_FOLLOWED, place=node.place)
