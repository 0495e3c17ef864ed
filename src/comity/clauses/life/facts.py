"""What steps and consequences ask of figures: whether all they read is known, and on both reporters' accounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from comity.agreement.formula import tree
from comity.agreement.formula.evaluate import Result, evaluate
from comity.agreement.model import Step
from comity.clauses.life.cases import Case, Run
from comity.clauses.life.envs import case_env
from comity.clauses.model import Outcome
from comity.clauses.needs import direct_needs
from comity.clauses.track import Track
from comity.kernel.figure import State, Unknown, Value
from comity.kernel.period import Grain, Period

if TYPE_CHECKING:
    from comity.clauses.life.fold import Fold


def facts_known(fold: Fold, track: Track, index: int, rule: Step) -> bool:
    """Tell whether the facts are there that the consequences of a rule need."""
    span = track.spans[index]
    for need in direct_needs(rule, span.clause, span.terms):
        kind, _, name = need.partition(".")
        if kind == "metrics" and not _is_known(fold, track, name, span.period):
            return False
    return True


def figures_known(fold: Fold, run: Run, period: Period) -> bool:
    """Tell whether all that the conditions of a step read in a period is there."""
    track = run.case.track
    text = track.spans[run.case.index].text
    metrics = text.awaited(run.step) & text.terms.metrics.keys()
    if any(not _is_known(fold, track, metric, period) for metric in metrics):
        return False
    index = track.index.get(period.name)
    if index is None or metrics:
        return True
    verdict = track.verdict(index)
    return verdict is not None and verdict.outcome not in (Outcome.NOT_DUE, Outcome.UNDETERMINED)


def judgeable(fold: Fold, track: Track, index: int) -> bool:
    """Tell whether all figures are there that the test of a period reads for it."""
    span = track.spans[index]
    return bool(span.text.tested) and all(_is_known(fold, track, name, span.period) for name in span.text.tested)


def _is_known(fold: Fold, track: Track, metric: str, period: Period) -> bool:
    definition = fold.agreement.as_of(period.first).metrics.get(metric)
    if definition is None:
        return True
    if definition.every is not period.grain and isinstance(definition.every, Grain):
        period = fold.court.calendar.containing(definition.every, period.last)
    scope = tuple(pair for pair in track.scope if pair[0] in definition.per)
    cell = fold.figures.cell(metric, scope, period.name)
    return any(day <= fold.court.seen and figure.value is not None for day, figure in cell)


def on_both_accounts(fold: Fold, node: tree.Node, case: Case, values: Mapping[str, Value]) -> Result:
    """Return the value of a formula of a case, unknown where reporters differ and it depends on whose is right."""
    env = case_env(case, values)
    value = evaluate(node, env)
    if State.DISPUTED not in env.seen.states or fold.court.other is None:
        return value
    twin = fold.court.other.twin(case.track)
    if twin is None:
        return value
    theirs = case_env(case, values)
    theirs.track, theirs.court, theirs.figures = twin, fold.court.other, fold.court.other.figures
    return value if evaluate(node, theirs) == value else Unknown(State.UNDETERMINED, "reporters differ")
