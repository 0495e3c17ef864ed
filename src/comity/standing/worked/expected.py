"""What an example expects, held against what was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from comity.agreement.formula.constants import constant
from comity.agreement.formula.env import Env
from comity.agreement.formula.evaluate import Result as Value
from comity.agreement.formula.values import lookup
from comity.agreement.model import Agreement, Clause, Example, Terms
from comity.agreement.nodes import Node, Scalar, Sequence, listed
from comity.clauses.life.model import Life, StepRecord, StepState
from comity.clauses.model import Verdict
from comity.clauses.remitted import unpaid
from comity.kernel import exact
from comity.kernel.figure import Exact, Figure, Scope, Unknown
from comity.kernel.lexical import is_currency
from comity.kernel.period import Grain
from comity.standing.index import FigureIndex
from comity.standing.worked.given import by_member, entries, periods_named
from comity.standing.worked.model import Expectation, Result

OF_VERDICT = frozenset({"raw", "value", "threshold", "shortfall", "points_short", "missed", "met", "excused"})
OF_AGREEMENT = ("agreement", "ends")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the engine found for an example."""

    agreement: Agreement
    terms: Terms
    figures: FigureIndex
    life: Life
    as_of: date

    @property
    def verdicts(self) -> Mapping[tuple[str, Scope, str], Verdict]:
        """The verdicts, and what is known of clauses without a test, by clause, member and period."""
        given = {(v.clause, v.scope, v.period.name): v for of in self.life.verdicts.values() for v in of}
        return {**self.life.bare, **given}


def check_all(example: Example, found: Found) -> Iterator[Expectation]:
    """Yield every expectation of an example with what was found."""
    verdicts = found.verdicts
    for key, node in entries(example.expect):
        if key.text in found.terms.clauses:
            yield from _of_clause(key.text, node, found, verdicts)
        elif key.text in found.terms.metrics:
            yield from _of_metric(key.text, node, found)
        elif key.text in found.terms.accounts:
            yield from _of_account(key.text, node, found)
        elif key.text == "refused":
            yield from _refused(node, found)
        elif key.text in found.terms.settings or key.text in OF_AGREEMENT:
            yield from _of_setting(key.text, node, found)


# -- clauses ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Spot:
    """One period of one member of a clause, and what was found there."""

    clause: Clause
    scope: Scope
    period: str
    verdict: Verdict | None

    @property
    def about(self) -> str:
        return " ".join([self.clause.name, *(member for _, member in self.scope), self.period])


def _of_clause(
    name: str, node: Node, found: Found, verdicts: Mapping[tuple[str, Scope, str], Verdict]
) -> Iterator[Expectation]:  # fmt: skip
    clause = found.terms.clauses[name]
    for scope, cells in by_member(clause.per, node):
        for key, words in entries(cells):
            for period in _names(key, found.terms):
                spot = _Spot(clause, scope, period, verdicts.get((name, scope, period)))
                for word, expected in entries(words):
                    yield from _of_word(spot, word.text, expected, found)


def _names(key: Scalar, terms: Terms) -> list[str]:
    return [period.name for period in periods_named(key.text, terms)] or [key.text]


def _of_word(spot: _Spot, word: str, node: Node, found: Found) -> Iterator[Expectation]:
    if word == "steps":
        yield from _of_steps(spot, node, found)
    elif word == "fires":
        yield _of_fires(spot, node, found)
    elif isinstance(node, Scalar):
        yield _of_value(spot, word, node, found)


def _of_value(spot: _Spot, word: str, node: Scalar, found: Found) -> Expectation:
    where = (spot.clause.name, spot.scope, spot.period)
    if word == "status":
        words = found.life.statuses.get(where, ())
        return _expectation(spot.about, word, node, words[-1] if words else "none", held=node.text in words[-1:])
    if word in ("pay", "paid"):
        amount = found.life.amount(*where, capped=word == "paid")
        return _compared(spot.about, word, node, amount, found)
    if word in spot.clause.rules:
        return _compared(spot.about, word, node, word in found.life.fires.get(where, ()), found)
    known = word in OF_VERDICT or word == "verdict" or (spot.verdict is not None and word in spot.verdict.names)
    if not known:
        return _compared(spot.about, word, node, found.life.rows.get(where, {}).get(word), found)
    if spot.verdict is None:
        return _expectation(spot.about, word, node, "no verdict", held=node.text in ("not_due", "not due"))
    return _compared(spot.about, word, node, _word(spot.verdict, word), found)


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


def _of_fires(spot: _Spot, node: Node, found: Found) -> Expectation:
    where = (spot.clause.name, spot.scope, spot.period)
    fired, unsure = found.life.fires.get(where, ()), found.life.unsure.get(where, ())
    wanted = [item.text for item in listed(node) if isinstance(item, Scalar)]
    text = ", ".join(fired) or ("undetermined" if unsure else "none")
    if wanted in (["none"], ["undetermined"]):
        held = not fired and bool(unsure) is (wanted == ["undetermined"])
    else:
        held = set(wanted) == set(fired)
    shown = Scalar(text=", ".join(wanted), place=node.place)
    return _expectation(spot.about, "fires", shown, text, held=held)


# -- steps ------------------------------------------------------------------------------------


def _of_steps(spot: _Spot, node: Node, found: Found) -> Iterator[Expectation]:
    steps = [
        step for case in found.life.cases_of(spot.clause.name, spot.scope, spot.period) for step in case.steps
    ]  # fmt: skip
    for key, words in entries(node):
        step = _named(key.text, steps)
        about = f"{spot.about} {key.text}"
        for word, expected in entries(words):
            if isinstance(expected, Scalar):
                yield _of_step(about, word.text, expected, step, found)


def _named(name: str, steps: list[StepRecord]) -> StepRecord | None:
    """Return the step of a name: the latest, but for one that merely opened anew after it was done."""
    named = [step for step in steps if step.name == name]
    acted = [step for step in named if not (step.renewed and step.state is not StepState.DONE)]
    standing = [step for step in acted if step.state is not StepState.VOID] or acted
    return standing[-1] if standing else None


def _of_step(about: str, word: str, node: Scalar, step: StepRecord | None, found: Found) -> Expectation:
    if step is None:
        return _expectation(about, word, node, "no such step was opened", held=False)
    if word == "state":
        return _expectation(about, word, node, step.state.value, held=step.state.value == node.text)
    if word == "pay":
        return _compared(about, word, node, step.amount, found)
    day: date | None = getattr(step, word)
    shown = day.isoformat() if day is not None else "none"
    return _expectation(about, word, node, shown, held=shown == node.text)


# -- metrics, accounts, settings, acts --------------------------------------------------------


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
        if not isinstance(node, Scalar):
            continue
        if figure is None:
            value: Value = None
        else:
            value = figure.state.value if word == "state" or figure.value is None else figure.value
        yield _compared(about, word, node, value, found)


def _of_account(name: str, node: Node, found: Found) -> Iterator[Expectation]:
    ledger = found.life.ledgers[name]
    for key, words in entries(node):
        for period in periods_named(key.text, found.terms):
            for word, expected in entries(words):
                if isinstance(expected, Scalar):
                    if word.text == "unpaid":
                        value: Value = unpaid(ledger, found.life.remitted.get(name, ()), period, as_of=found.as_of)
                    else:
                        value = getattr(ledger, word.text)(period)
                    yield _compared(f"{name} {period}", word.text, expected, value, found)


def _refused(node: Node, found: Found) -> Iterator[Expectation]:
    days = {refusal.act.on.isoformat() for refusal in found.life.refused}
    items = node.items if isinstance(node, Sequence) else (node,)
    for item in items:
        if isinstance(item, Scalar):
            text = "refused" if item.text in days else "no act of that day was refused"
            yield _expectation("acts", "refused", item, text, held=item.text in days)


def _of_setting(name: str, node: Node, found: Found) -> Iterator[Expectation]:
    keyed = any(not periods_named(key.text, found.terms) for key, _ in entries(node))
    for scope, days in by_member(("member",) if keyed else (), node):
        for key, expected in entries(days):
            if isinstance(expected, Scalar):
                for day in periods_named(key.text, found.terms):
                    value = _setting(name, scope, day.first, found)
                    about = " ".join([name, *(m for _, m in scope), key.text])
                    yield _compared(about, "value", expected, value, found)


def _setting(name: str, scope: Scope, day: date, found: Found) -> Value:
    change = found.life.settings.at(name, tuple(member for _, member in scope), day)
    if change is not None:
        return change.value
    if name in OF_AGREEMENT:
        return "in force" if name == "agreement" else found.agreement.as_of(day).ends
    terms = found.agreement.as_of(day)
    env = Env(terms, terms.calendar.containing(Grain.DAY, day), scope, found.as_of, terms.starts)
    return lookup(terms.settings[name], env, name)


# -- comparison -------------------------------------------------------------------------------


def _compared(about: str, word: str, node: Scalar, value: Value, found: Found) -> Expectation:
    wanted = constant(node.text, found.terms)
    if value is None or isinstance(value, Unknown):
        reason = value.reason if isinstance(value, Unknown) else "nothing"
        state = value.state.value if isinstance(value, Unknown) else "none"
        open_ = isinstance(value, Unknown) and node.text == "undetermined"
        return _expectation(about, word, node, reason, held=open_ or node.text.replace(" ", "_") == state)
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
