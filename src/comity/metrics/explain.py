"""Why a figure is what it is: the tree from the figure down to the rows of the files it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from comity.agreement.formula import tree
from comity.agreement.formula.evaluate import Result, evaluate
from comity.agreement.formula.unparse import unparse
from comity.agreement.model import Agreement, Metric
from comity.facts.model import Facts
from comity.kernel.figure import Figure, Scope, State, Unknown
from comity.kernel.period import Period
from comity.kernel.problem import Problem
from comity.metrics.arithmetic import arithmetic
from comity.metrics.ask import asked
from comity.metrics.driver import Driver
from comity.metrics.engine import Engine
from comity.metrics.exhibits import Step, fact_steps, setting_step
from comity.metrics.trace import Read, TracingEnv
from comity.metrics.words import number_words, places_of, shown

DEEPEST = 12
MOST_OPENED = 4
"""More figures of the same metric than this, as in a window of twelve months, are listed without their own tree."""


def explain(
    agreement: Agreement, facts: Facts, *, as_of: date, driver: Driver, metric: str, period: str, member: str = ""
) -> tuple[Step | None, list[Problem]]:
    """Return the derivation of one figure, or what is wrong with the question (CMY-501, CMY-502)."""
    engine = Engine(agreement, facts, as_of, driver)
    question, problems = asked(engine, metric, period, member)
    if question is None:
        return None, problems
    figure = engine.figure(metric, question.scope, question.period)
    return (_Explainer(engine).figure(figure, 0) if figure is not None else None), []


@dataclass(frozen=True, slots=True)
class _Explainer:
    """Builds the steps of one explanation."""

    engine: Engine

    def figure(self, figure: Figure, depth: int) -> Step:
        """Return a figure with its formula, its inputs, and the terms it was computed under."""
        terms = self.engine.terms(figure.period.first)
        metric = terms.metrics[figure.metric]
        env = TracingEnv(self.engine, figure.period, figure.scope)
        children: tuple[Step, ...] = ()
        if figure.period.last <= self.engine.as_of and depth < DEEPEST:
            value = evaluate(metric.formula.node, env)
            children = (self._formula(metric, figure, env, value, depth), *self._terms(figure.period, depth))
        return Step(
            kind="figure", label=_label(metric.name, figure.period, figure.scope),
            text=metric.title or "", value=_figure_words(figure, metric), state=figure.state, reason=figure.reason,
            place=metric.place, children=children,
        )  # fmt: skip

    def _formula(self, metric: Metric, figure: Figure, env: TracingEnv, value: Result, depth: int) -> Step:
        definition = figure.derivation.definition if figure.derivation else ""
        written = arithmetic(metric.formula.node, self.engine.env(figure.period, figure.scope))
        rounded = f"rounded {metric.round.mode} to {metric.round.text}" if metric.round else ""
        return Step(
            kind="formula", label=metric.formula.text, text=", ".join(filter(None, (written, rounded))),
            value=shown(value), place=metric.formula.place, digest=definition,
            children=tuple(self._inputs(env.reads, depth)),
        )  # fmt: skip

    def _inputs(self, reads: list[Read], depth: int) -> list[Step]:
        counts: dict[str, int] = {}
        for read in reads:
            counts[unparse(read.node)] = counts.get(unparse(read.node), 0) + 1
        return [self._input(read, depth, counts[unparse(read.node)] <= MOST_OPENED) for read in reads]

    def _input(self, read: Read, depth: int, opened: bool) -> Step:
        match read.kind:
            case "figure":
                return self._inner_figure(read, depth if opened else DEEPEST)
            case "aggregate" if isinstance(read.node, tree.Call):
                return fact_steps(self.engine, read.node, read, opened)
        return setting_step(self.engine, read)

    def _inner_figure(self, read: Read, depth: int) -> Step:
        members = dict(read.scope)
        name = unparse(read.node)
        metric = self.engine.terms(read.period.first).metrics[name]
        scope = tuple((column, members[column]) for column in metric.per if column in members)
        figure = self.engine.figure(name, scope, read.period)
        if figure is None:
            state = read.value.state if isinstance(read.value, Unknown) else State.UNDETERMINED
            return Step(kind="figure", label=name, text="", value=shown(read.value), state=state)
        return self.figure(figure, depth + 1)

    def _terms(self, period: Period, depth: int) -> tuple[Step, ...]:
        """Return the terms in force on the first day of a period, with the amendments among them.

        Below the figure asked for they are said only where they differ from those in force today.
        """
        terms = self.engine.terms(period.first)
        if depth and terms is self.engine.terms(self.engine.as_of):
            return ()
        applied = [one.title for one in self.engine.agreement.amendments if one.in_force <= period.first]
        text = f"as amended by {', '.join(applied)}" if applied else "not amended"
        label = f"terms in force on {period.first}"
        return (Step(kind="terms", label=label, text=text, value="", place=terms.place, digest=terms.digest),)


def _label(metric: str, period: Period, scope: Scope) -> str:
    member = ", ".join(name for _, name in scope)
    return f"{metric} {period} ({member})" if member else f"{metric} {period}"


def _figure_words(figure: Figure, metric: Metric) -> str:
    if figure.value is None:
        return "no value"
    return number_words(figure.value, figure.unit, places_of(metric, figure.unit))
