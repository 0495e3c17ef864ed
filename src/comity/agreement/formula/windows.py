"""Time functions: the same formula in other periods.

A window is evaluated both ways where a period is undetermined: a count comes back with its bounds, so that
"three misses of six" is decided by three known misses whatever the unknown period was. Excused and not-due
periods have no value: `running` steps over them, `times` gives them their place and counts nothing, the
numeric functions leave them out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from comity.agreement.formula import tree
from comity.agreement.formula.history import Reach
from comity.kernel import exact
from comity.kernel.deadline import Duration
from comity.kernel.figure import Exact, State, Unknown, Value
from comity.kernel.period import Grain, Period

if TYPE_CHECKING:
    from comity.agreement.formula.env import Env

Result = Value | None
Evaluate = Callable[[tree.Node, "Env"], Result]
SPANS = {"quarter": Grain.QUARTER, "year": Grain.YEAR, "contract_year": Grain.CONTRACT_YEAR}
SILENT = (State.EXCUSED, State.NOT_DUE)
NOT_FULL = Unknown(State.NOT_DUE, "the window is not full yet")


def reach(env: Env, width: tree.Node, evaluate: Evaluate) -> Reach | Unknown:
    """Return how far back a window reaches from the period of an environment. A width not known gives no window."""
    if isinstance(width, tree.Number):
        return Reach(count=int(width.value))
    calendar = env.terms.calendar
    name = width.parts[0] if isinstance(width, tree.Name) else ""
    if name == "life":
        return Reach()
    if name in SPANS:
        return Reach(after=calendar.containing(SPANS[name], env.period.last).first - timedelta(days=1))
    duration = width.value if isinstance(width, tree.Span) else env.duration(name)
    if duration is not None and duration.unit != "period":
        return Reach(after=calendar.add(env.period.last, Duration(-duration.count, duration.unit)))
    count = Decimal(duration.count) if duration is not None else evaluate(width, env)
    if not isinstance(count, Exact):
        return count if isinstance(count, Unknown) else Unknown(State.UNDETERMINED, "the window is no number")
    return Reach(count=int(count))


def window(env: Env, node: tree.Node, found: Reach) -> Iterator[Period]:
    """Yield the periods of a window, latest first; those before the history starts do not exist."""
    period: Period | None = env.current(node)
    left = found.count
    while period is not None and env.exists(period):
        if (found.after is not None and period.last <= found.after) or left == 0:
            return
        yield period
        period = env.before(period)
        left = left if left is None else left - 1


# -- numbers over a window --------------------------------------------------------------------


def _numeric(fold: Callable[[list[Exact]], Exact]) -> Callable[[tree.Call, Env, Evaluate], Result]:
    def call(node: tree.Call, env: Env, evaluate: Evaluate) -> Result:
        found = reach(env, node.arguments[1], evaluate)
        if isinstance(found, Unknown):
            return found
        wanted = None if found.count is None else Decimal(found.count)
        least: Result = wanted if len(node.arguments) < 3 else evaluate(node.arguments[2], env)
        if isinstance(least, Unknown):
            return least
        of = node.arguments[0]
        values = [env.elsewhere(of, period) for period in window(env, of, found)]
        return folded_window(fold, values, int(least) if isinstance(least, Exact) else None)

    return call


def folded_window(fold: Callable[[list[Exact]], Exact], values: list[Result], least: int | None) -> Result:
    """Return a number over the values of a window; not due until `least` of its periods exist."""
    existing = [v for v in values if not (isinstance(v, Unknown) and v.state is State.NOT_DUE)]
    if not existing or (least is not None and len(existing) < least):
        return NOT_FULL
    counted = [v for v in existing if not (isinstance(v, Unknown) and v.state is State.EXCUSED)]
    if not counted:
        return Unknown(State.EXCUSED, "every period of the window is excused")
    numbers = [v for v in counted if isinstance(v, Exact)]
    if len(numbers) < len(counted):
        unknown = next(v for v in counted if not isinstance(v, Exact))
        return Unknown(State.UNDETERMINED, unknown.reason if isinstance(unknown, Unknown) else "an empty column")
    return fold(numbers)


def _mean(numbers: list[Exact]) -> Exact:
    return exact.div(exact.total(numbers), Decimal(len(numbers)))


# -- counts -----------------------------------------------------------------------------------


def _times(node: tree.Call, env: Env, evaluate: Evaluate) -> Result:
    found = reach(env, node.arguments[1], evaluate)
    if isinstance(found, Unknown):
        return found
    history = env.history(node.arguments[0])
    if history is not None:
        return history.times(found)
    sure, open_, reason = 0, 0, ""
    for period in window(env, node.arguments[0], found):
        truth = env.elsewhere(node.arguments[0], period)
        if truth is True:
            sure += 1
        elif is_open(truth):
            open_ += 1
            reason = reason or why(truth)
    return between(sure, sure + open_, reason)


def _running(node: tree.Call, env: Env, evaluate: Evaluate) -> Result:
    history = env.history(node.arguments[0])
    if history is not None:
        return history.running()
    sure: int | None = None
    count, reason = 0, ""
    for period in window(env, node.arguments[0], Reach()):
        truth = env.elsewhere(node.arguments[0], period)
        if truth is False:
            break
        if truth is True:
            count += 1
        elif is_open(truth):
            # If it was not true the run ends here; if it was, it goes on.
            sure = count if sure is None else sure
            count += 1
            reason = reason or why(truth)
    return between(count if sure is None else sure, count, reason)


def is_open(truth: Result) -> bool:
    """Tell whether a truth may still turn out either way; excused and not-due periods are silent."""
    return truth is None or (isinstance(truth, Unknown) and truth.state not in SILENT)


def why(truth: Result) -> str:
    """Return why a truth is not known."""
    return truth.reason if isinstance(truth, Unknown) else "an empty column"


def between(low: int, high: int, reason: str) -> Value:
    """Return a count; where some of what it counts is unknown, an unknown with its bounds."""
    if low == high:
        return Decimal(low)
    return Unknown(State.UNDETERMINED, reason, Decimal(low), Decimal(high))


# -- another period ---------------------------------------------------------------------------


def _before(env: Env, period: Period, node: tree.Node) -> Result:
    if not env.exists(period):
        return Unknown(State.NOT_DUE, f"{period} is before the start")
    return env.elsewhere(node, period)


def _previous(node: tree.Call, env: Env, evaluate: Evaluate) -> Result:
    earlier = env.before(env.period)
    if earlier is not None:
        return env.elsewhere(node.arguments[0], earlier)
    if len(node.arguments) > 1:
        return evaluate(node.arguments[1], env)
    return Unknown(State.NOT_DUE, f"there is no period before {env.period}")


def _year_ago(node: tree.Call, env: Env, evaluate: Evaluate) -> Result:
    return _before(env, env.terms.calendar.year_ago(env.period), node.arguments[0])


def _edge(index: int) -> Callable[[tree.Call, Env, Evaluate], Result]:
    def call(node: tree.Call, env: Env, evaluate: Evaluate) -> Result:
        finer = env.terms.calendar.children(env.period, env.grain_of(node.arguments[0]))
        if not finer:
            return Unknown(State.NOT_DUE, f"no {env.grain_of(node.arguments[0])} ends in {env.period}")
        return _before(env, finer[index], node.arguments[0])

    return call


FOLDS: dict[str, Callable[[list[Exact]], Exact]] = {
    "total": exact.total, "mean": _mean, "highest": exact.greatest, "lowest": exact.least,
}  # fmt: skip
"""The numbers over a window, by the function's name."""

TIME_FUNCTIONS: dict[str, Callable[[tree.Call, Env, Evaluate], Result]] = {
    **{name: _numeric(fold) for name, fold in FOLDS.items()},
    "times": _times,
    "running": _running,
    "previous": _previous,
    "year_ago": _year_ago,
    "opening": _edge(0),
    "closing": _edge(-1),
}
"""The functions of language.md section 3 that look at other periods."""
