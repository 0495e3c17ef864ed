"""A formula explained: its arithmetic, and below it everything it read, down to the rows of the files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from comity.agreement.formula import tree
from comity.agreement.formula.env import Env
from comity.agreement.formula.evaluate import evaluate
from comity.agreement.formula.functions import FUNCTIONS, TIME
from comity.agreement.formula.unparse import unparse
from comity.agreement.inline import inline_name
from comity.agreement.model import Formula, Metric
from comity.clauses.aggregate import RowEnv
from comity.clauses.env import ClauseEnv, RelievedEnv
from comity.clauses.life.envs import CaseEnv
from comity.clauses.model import VERDICT_NAMES
from comity.kernel.figure import Figure, State, Unknown
from comity.kernel.words import plural
from comity.metrics.arithmetic import SCALARS
from comity.metrics.exhibits import Step
from comity.metrics.words import places_of
from comity.standing.explain_arithmetic import arithmetic, unit_of
from comity.standing.explain_desk import Desk, doubted
from comity.standing.explain_terms import setting_step
from comity.standing.explain_window import Gathered, RowOf, gathered
from comity.standing.explain_words import where, words

DEEPEST = 4
"""Names of names are opened so deep; further down stands only what they are worth."""

MOST_DERIVED = 4
"""The figures of a window that are opened down to their rows; longer windows list their figures only."""


def formula_step(
    desk: Desk, formula: Formula, env: Env, *, kind: str = "formula", unit: str = "", depth: int = 0, note: str = ""
) -> Step:  # fmt: skip
    """Return a formula with its arithmetic and its inputs. `note` is said after the arithmetic."""
    value = evaluate(formula.node, env)
    text = "; ".join(filter(None, (arithmetic(formula.node, env, unit), note)))
    shown = words(value, unit or unit_of(formula.node, env))
    below = tuple(inputs(desk, formula.node, env, depth))
    step = Step(kind=kind, label=formula.text, text=text, value=shown, place=formula.place, children=below)
    return doubted(step, value)


def inputs(desk: Desk, node: tree.Node, env: Env, depth: int = 0) -> list[Step]:
    """Return what a formula read, each thing once, in the order it is written."""
    found: dict[str, Step] = {}
    if depth < DEEPEST:
        for part in _read(node, env):
            step = _input(desk, part, env, depth)
            if step is not None:
                found.setdefault(unparse(part), step)
    return list(found.values())


def _read(node: tree.Node, env: Env) -> Iterator[tree.Name | tree.Call]:
    """Yield the names and calls that a formula evaluates; of a case only the branch it takes."""
    match node:
        case tree.Name():
            yield node
        case tree.Call() if node.function in SCALARS:
            for argument in node.arguments:
                yield from _read(argument, env)
        case tree.Call():
            yield node
        case tree.Case():
            yield from _read_case(node, env)
        case _:
            for child in tree.children(node):
                yield from _read(child, env)


def _read_case(node: tree.Case, env: Env) -> Iterator[tree.Name | tree.Call]:
    for when, then in node.branches:
        yield from _read(when, env)
        if evaluate(when, env) is True:
            yield from _read(then, env)
            return
    if node.otherwise is not None:
        yield from _read(node.otherwise, env)


def _input(desk: Desk, node: tree.Name | tree.Call, env: Env, depth: int) -> Step | None:
    if isinstance(node, tree.Call):
        return _call(desk, node, env, depth)
    if len(node.parts) == 1:
        return _name(desk, node, env, depth)
    inner = _inside(node, env)
    if inner is not None:
        return _name(desk, replace(node, parts=node.parts[1:]), inner, depth)
    return _pair(desk, node, env)


def _inside(name: tree.Name, env: Env) -> ClauseEnv | None:
    """Return the clause whose name a name of two parts means: the own one, or the one an aggregate goes through."""
    row = getattr(env, "row", None) if isinstance(env, RowEnv) else None
    if isinstance(row, RowOf) and name.parts[0] == row.env.clause.name:
        return row.env
    return env if isinstance(env, ClauseEnv) and name.parts[0] == env.clause.name else None


# -- names ------------------------------------------------------------------------------------


def _name(desk: Desk, name: tree.Name, env: Env, depth: int) -> Step | None:
    """Return what a name stands for; None where its value in the arithmetic says all there is."""
    word = name.parts[0]
    if isinstance(env, CaseEnv | RelievedEnv) and word in env.values:
        return Step(kind="value", label=word, text="as the act carried it", value=words(env.values[word]))
    clause = env.clause if isinstance(env, ClauseEnv) else None
    if clause is not None and word in clause.let:
        return name_step(desk, word, clause.let[word], env, depth)
    if word in ("pay", "paid", "status"):
        return Step(kind="truth", label=word, text=_said(word), value=words(env.resolve(name)))
    bound = word in VERDICT_NAMES or (clause is not None and word in clause.rules)
    if bound or any(word == column for column, _ in env.scope):
        return None
    if isinstance(env, ClauseEnv) and word not in env.terms.metrics and word in env.plan:
        return _column(word, env)
    if word in env.terms.metrics:
        return figure_step(desk, env.terms.metrics[word], env)
    return setting_step(desk, name, env) if word in env.terms.settings else None


def _said(word: str) -> str:
    return {"pay": "before the caps", "paid": "after the caps"}.get(word, "declared last")


def name_step(desk: Desk, word: str, formula: Formula, env: Env, depth: int = 0) -> Step:
    """Return a name under `let` with its formula, arithmetic and inputs."""
    found = formula_step(desk, formula, env, kind="name", unit=unit_of(formula.node, env), depth=depth + 1)
    return replace(found, label=f"{word}, {formula.text}")


def _column(word: str, env: ClauseEnv) -> Step:
    row = env.clause.table or "row"
    value = env.resolve(tree.Name(parts=(word,), start=0, end=0))
    return doubted(Step(kind="row", label=word, text=f"of {row} {env.period}", value=words(value)), value)


def _pair(desk: Desk, name: tree.Name, env: Env) -> Step | None:
    """Return what a name of two parts stands for: a column, a payment of a rule, an account."""
    value = env.resolve(name)
    first, second = name.parts
    text = ""
    if first in env.terms.accounts:
        text = f"the account, in {env.period}"
    elif isinstance(env, ClauseEnv) and first in env.clause.rules:
        text = f"{_said(second)}, of the rule {first}"
    return doubted(Step(kind="row", label=str(name), text=text, value=words(value)), value)


# -- figures ----------------------------------------------------------------------------------


def figure_step(desk: Desk, metric: Metric, env: Env) -> Step:
    """Return the figure of a metric, with every figure it had before, and how it was made."""
    scope = tuple(pair for pair in env.scope if pair[0] in metric.per)
    period = env.period
    figures = env.figures if isinstance(env, ClauseEnv) else desk.fold.figures
    cell = [(day, figure) for day, figure in figures.cell(metric.name, scope, period.name) if day <= env.as_of]
    derived = desk.derived(metric.name, scope, period)
    if not cell:
        reason = f"{metric.name} has no figure for {period}"
        label = f"{metric.name} {where(scope, period)}"
        empty = Step(
            kind="figure", label=label, text="", value="no value", state=State.UNDETERMINED, reason=reason
        )  # fmt: skip
        return derived or empty
    day, figure = cell[-1]
    return Step(
        kind="figure", label=f"{metric.name} {where(scope, period)}", text=_since(day, figure),
        value=_worth(figure, metric), state=figure.state, reason=figure.reason, place=metric.place,
        children=(
            *_before(cell[:-1], metric), *(derived.children if derived is not None else ()),
            *_late(desk, figure, metric),
        ),
    )  # fmt: skip


def _since(day: date, figure: Figure) -> str:
    return f"counts from {day}" if figure.value is not None else ""


def _worth(figure: Figure, metric: Metric) -> str:
    if figure.value is None:
        return "no value"
    return words(figure.value, figure.unit, places_of(metric, figure.unit))


def _before(cell: Sequence[tuple[date, Figure]], metric: Metric) -> Iterator[Step]:
    """Yield the figures that a later one took the place of."""
    for day, figure in cell:
        if figure.state is not State.NOT_DUE:
            yield Step(
                kind="before", label=f"from {day}", text="until the next one", value=_worth(figure, metric),
                reason=figure.reason,
            )  # fmt: skip


def _late(desk: Desk, figure: Figure, metric: Metric) -> Iterator[Step]:
    """Yield what came of a figure after the last day to restate it, where that is another figure."""
    late = desk.late.get((figure.metric, figure.scope, figure.period.name))
    if late is not None and (late.figure.value, late.figure.state) != (figure.value, figure.state):
        text = f"on record, and moves nothing: it could be corrected until {late.last}"
        yield Step(
            kind="before", label=f"from {late.since}", text=text, value=_worth(late.figure, metric),
            state=late.figure.state, reason=late.figure.reason,
        )  # fmt: skip


# -- calls ------------------------------------------------------------------------------------


def _call(desk: Desk, call: tree.Call, env: Env, depth: int) -> Step | None:
    if call.function in env.terms.settings:
        return setting_step(desk, call, env)
    inline = env.terms.metrics.get(inline_name(call, env.clause)) if isinstance(env, ClauseEnv) else None
    if inline is not None:
        return replace(figure_step(desk, inline, env), label=f"{unparse(call)} {where(env.scope, env.period)}")
    value = evaluate(call, env)
    found = gathered(call, env)
    below = tuple(_gathered(desk, call, found or [], depth))
    shown = words(value, unit_of(call, env))
    step = Step(kind="window", label=unparse(call), text=_window_text(call, found), value=shown, children=below)
    return doubted(step, value)


def _window_text(call: tree.Call, found: list[Gathered] | None) -> str:
    if found is None:
        return ""
    what = "period" if FUNCTIONS[call.function].family == TIME else "value"
    silent = sum(one.is_silent for one in found)
    note = f", {silent} of them {_silence(call)}" if silent else ""
    return f"{plural(len(found), what)}{note}" if found else f"no {what} yet"


def _silence(call: tree.Call) -> str:
    """Return what becomes of a period that has no value: counts give it its place, numbers leave it out."""
    return "not counted" if call.function in ("times", "running") else "left out"


def _gathered(desk: Desk, call: tree.Call, found: list[Gathered], depth: int) -> Iterator[Step]:
    """Yield the values of a window; those of few periods with how each was made, runs that are left out in a line."""
    opened = len(found) <= MOST_DERIVED and depth + 2 < DEEPEST
    for _, run in groupby(found, key=_alike):
        together = list(run)
        if len(together) > 1 and together[0].is_silent:
            label, text = (
                f"{together[0].name} to {together[-1].name}",
                f"{plural(len(together), 'period')}, {_silence(call)}",
            )
            step = Step(kind="period", label=label, text=text, value=words(together[0].value))
            yield doubted(step, together[0].value)
        else:
            yield from (_one(desk, call, one, depth + 2 if opened else DEEPEST) for one in together)


def _alike(one: Gathered) -> object:
    """Return what successive values that are left out have in common; every other value stands alone."""
    return one.value.state if one.is_silent and isinstance(one.value, Unknown) else one


def _one(desk: Desk, call: tree.Call, one: Gathered, depth: int) -> Step:
    """Return one value of a window."""
    of, worked, below, unit = call.arguments[0], "", list[Step](), ""
    if one.env is not None:
        worked, unit, below = arithmetic(of, one.env), unit_of(of, one.env), inputs(desk, of, one.env, depth)
    text = "; ".join(filter(None, (worked, _silence(call) if one.is_silent else "")))
    step = Step(kind="period", label=one.name, text=text, value=words(one.value, unit), children=tuple(below))
    return doubted(step, one.value)
