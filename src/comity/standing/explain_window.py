"""What a formula gathers from elsewhere: the periods of a window, the members of an aggregate."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from comity.agreement.formula import tree
from comity.agreement.formula.env import Env
from comity.agreement.formula.evaluate import Result, evaluate
from comity.agreement.formula.functions import AGGREGATES, WINDOWED
from comity.agreement.formula.history import Reach
from comity.agreement.formula.windows import SILENT, reach, window
from comity.clauses.aggregate import RowEnv
from comity.clauses.court import periods_inside
from comity.clauses.env import ClauseEnv
from comity.kernel.figure import Unknown
from comity.kernel.period import Period
from comity.standing.explain_words import where

ANOTHER_PERIOD: dict[str, Callable[[tree.Call, Env], Period | None]] = {
    "previous": lambda call, env: env.before(env.period),
    "year_ago": lambda call, env: env.terms.calendar.year_ago(env.period),
    "opening": lambda call, env: next(iter(_finer(call, env)), None),
    "closing": lambda call, env: next(reversed(_finer(call, env)), None),
}
"""The time functions that look at one other period, and which it is."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """One of the values that were gathered: where it stands (a period, a member), and what it is.

    `env` is where it was evaluated, None where that is not needed to explain it.
    """

    name: str
    value: Result
    env: Env | None = None

    @property
    def is_silent(self) -> bool:
        """Tell whether it has no value and is left out: excused, or not due."""
        return isinstance(self.value, Unknown) and self.value.state in SILENT


def gathered(call: tree.Call, env: Env) -> list[Gathered] | None:
    """Return what a time function or an aggregate looks at, earliest first; None for any other call."""
    if call.function in WINDOWED:
        found = reach(env, call.arguments[1], evaluate)
        return None if isinstance(found, Unknown) else _periods(call, env, list(window(env, call.arguments[0], found)))
    if call.function == "running":
        return _run(call, env)
    if call.function in ANOTHER_PERIOD:
        period = ANOTHER_PERIOD[call.function](call, env)
        return _periods(call, env, [period] if period is not None and env.exists(period) else [])
    if call.function in AGGREGATES and call.arguments and isinstance(env, ClauseEnv):
        return _members(call, env)
    return None


def _finer(call: tree.Call, env: Env) -> list[Period]:
    return env.terms.calendar.children(env.period, env.grain_of(call.arguments[0]))


def _periods(call: tree.Call, env: Env, periods: list[Period]) -> list[Gathered]:
    of = call.arguments[0]
    return [Gathered(period.name, env.elsewhere(of, period), env.at(period)) for period in reversed(periods)]


def _run(call: tree.Call, env: Env) -> list[Gathered]:
    """Return the periods of a run that ends here, and the one that broke it."""
    taken: list[Period] = []
    for period in window(env, call.arguments[0], Reach()):
        taken.append(period)
        if env.elsewhere(call.arguments[0], period) is False:
            break
    return _periods(call, env, taken)


# -- aggregates over members ------------------------------------------------------------------


def _members(call: tree.Call, env: ClauseEnv) -> list[Gathered] | None:
    """Return the values an aggregate takes over another clause, or over the members of a wider metric."""
    mentioned = [name.parts[0] for name in tree.names(call)]
    clause = next((name for name in mentioned if name in env.terms.clauses), None)
    if clause is not None:
        return list(_of_clause(call, clause, env))
    metrics = env.terms.metrics
    wider = next((name for name in mentioned if name in metrics and len(metrics[name].per) > len(env.scope)), None)
    return _of_metric(call, wider, env) if wider is not None else None


@dataclass(frozen=True, slots=True)
class RowOf:
    """A period of another clause as a row: its names are the columns."""

    env: ClauseEnv

    def __call__(self, column: str) -> Result:
        """Return what the row holds in a column."""
        if column == "period":
            return str(self.env.period)
        return self.env.resolve(tree.Name(start=0, end=0, parts=(column,)))


def _of_clause(call: tree.Call, name: str, env: ClauseEnv) -> Iterator[Gathered]:
    """Yield the values over the periods of another clause that lie in this one, those a filter leaves out aside."""
    argument = call.arguments[0]
    star = isinstance(argument, tree.Name) and argument.parts == ("*",)
    for scope, track in env.court.tracks[name].items():
        if not all(pair in scope for pair in env.scope):
            continue
        for index in periods_inside(track, env.period):
            inner = RowEnv.of(env, name, RowOf(track.env(index)))
            if track.exists(index) and (call.where is None or evaluate(call.where, inner) is True):
                value = True if star else evaluate(argument, inner)
                yield Gathered(f"{name} {where(scope, track.spans[index].period)}", value, inner)


def _of_metric(call: tree.Call, name: str, env: ClauseEnv) -> list[Gathered]:
    """Return the figures of members, where the aggregate is of the metric alone and unfiltered."""
    if call.where is not None or not isinstance(call.arguments[0], tree.Name):
        return []
    found = []
    for scope in env.figures.scopes(name, env.period.name):
        known = [figure for day, figure in env.figures.cell(name, scope, env.period.name) if day <= env.as_of]
        if all(pair in scope for pair in env.scope) and known:
            last = known[-1]
            value = last.value if last.value is not None else Unknown(last.state, last.reason)
            found.append(Gathered(f"{name} {where(scope, env.period)}", value))
    return found
