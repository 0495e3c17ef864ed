"""Time functions: the same formula in other periods.

A window is evaluated both ways where a period is undetermined: a count comes back with its bounds, so that
"three misses of six" is decided by three known misses whatever the unknown period was. Excused and not-due
periods have no value: `running` steps over them, `times` gives them their place and counts nothing, the
numeric functions leave them out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from comity.agreement.formula import tree
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


def window(
    env: Env, node: tree.Node, width: tree.Node, evaluate: Evaluate
) -> tuple[list[Period], Decimal | None] | Unknown:
    """Return the periods of a window, latest first, and how many there should be (None: any number).

    Periods before the history starts do not exist. The periods are those of the finest metric in `node`.
    A width that is not known gives no window.
    """
    calendar = env.terms.calendar
    last = calendar.containing(env.grain_of(node), env.period.last)
    name = width.parts[0] if isinstance(width, tree.Name) else ""
    if name == "life":
        return _back_to(env, last, env.history_start), None
    if name in SPANS:
        span = calendar.containing(SPANS[name], env.period.last)
        return _back_to(env, last, max(span.first, env.history_start)), None
    duration = width.value if isinstance(width, tree.Span) else env.duration(name)
    if duration is not None and duration.unit != "period":
        after = calendar.add(env.period.last, Duration(-duration.count, duration.unit))
        return _ending_after(env, last, after), None
    count = Decimal(duration.count) if duration is not None else evaluate(width, env)
    if not isinstance(count, Exact):
        return count if isinstance(count, Unknown) else Unknown(State.UNDETERMINED, "the window is no number")
    return list(islice(_backwards(env, last), int(count))), Decimal(int(count))


def _backwards(env: Env, last: Period) -> Iterator[Period]:
    period = last
    while period.last >= env.history_start:
        yield period
        period = env.terms.calendar.shift(period, -1)


def _back_to(env: Env, last: Period, first: date) -> list[Period]:
    found, period = [], last
    while period.last >= first:
        found.append(period)
        period = env.terms.calendar.shift(period, -1)
    return found


def _ending_after(env: Env, last: Period, after: date) -> list[Period]:
    return [p for p in _back_to(env, last, max(after + timedelta(days=1), env.history_start)) if p.last > after]


# -- numbers over a window --------------------------------------------------------------------


def _numeric(fold: Callable[[list[Exact]], Exact]) -> Callable[[tree.Call, Env, Evaluate], Result]:
    def call(node: tree.Call, env: Env, evaluate: Evaluate) -> Result:
        found = window(env, node.arguments[0], node.arguments[1], evaluate)
        if isinstance(found, Unknown):
            return found
        periods, wanted = found
        least: Result = wanted if len(node.arguments) < 3 else evaluate(node.arguments[2], env)
        if isinstance(least, Unknown):
            return least
        values = [evaluate(node.arguments[0], env.at(period)) for period in periods]
        return _folded(fold, values, int(least) if isinstance(least, Exact) else None)

    return call


def _folded(fold: Callable[[list[Exact]], Exact], values: list[Result], least: int | None) -> Result:
    existing = [v for v in values if not (isinstance(v, Unknown) and v.state is State.NOT_DUE)]
    if not existing or (least is not None and len(existing) < least):
        return Unknown(State.NOT_DUE, "the window is not full yet")
    counted = [v for v in existing if not (isinstance(v, Unknown) and v.state is State.EXCUSED)]
    if not counted:
        return Unknown(State.EXCUSED, "every period of the window is excused")
    numbers = [v for v in counted if isinstance(v, Exact)]
    if len(numbers) < len(counted):
        unknown = next(v for v in counted if not isinstance(v, Exact))
        return Unknown(State.UNDETERMINED, unknown.reason if isinstance(unknown, Unknown) else "an empty column")
    return fold(numbers)


def _total(numbers: list[Exact]) -> Exact:
    total: Exact = Decimal(0)
    for number in numbers:
        total = exact.add(total, number)
    return total


def _mean(numbers: list[Exact]) -> Exact:
    return exact.div(_total(numbers), Decimal(len(numbers)))


# -- counts -----------------------------------------------------------------------------------


def _times(node: tree.Call, env: Env, evaluate: Evaluate) -> Result:
    found = window(env, node.arguments[0], node.arguments[1], evaluate)
    if isinstance(found, Unknown):
        return found
    periods, _ = found
    sure, open_, reason = 0, 0, ""
    for period in periods:
        truth = evaluate(node.arguments[0], env.at(period))
        if truth is True:
            sure += 1
        elif truth is None or (isinstance(truth, Unknown) and truth.state not in SILENT):
            open_ += 1
            reason = reason or (truth.reason if isinstance(truth, Unknown) else "an empty column")
    return _between(sure, sure + open_, reason)


def _running(node: tree.Call, env: Env, evaluate: Evaluate) -> Result:
    period = env.terms.calendar.containing(env.grain_of(node.arguments[0]), env.period.last)
    sure: int | None = None
    count, reason = 0, ""
    while period.last >= env.history_start:
        truth = evaluate(node.arguments[0], env.at(period))
        if truth is False:
            break
        if truth is True:
            count += 1
        elif truth is None or (isinstance(truth, Unknown) and truth.state not in SILENT):
            # If it was not true the run ends here; if it was, it goes on.
            sure = count if sure is None else sure
            count += 1
            reason = reason or (truth.reason if isinstance(truth, Unknown) else "an empty column")
        period = env.terms.calendar.shift(period, -1)
    return _between(count if sure is None else sure, count, reason)


def _between(low: int, high: int, reason: str) -> Result:
    if low == high:
        return Decimal(low)
    return Unknown(State.UNDETERMINED, reason, Decimal(low), Decimal(high))


# -- another period ---------------------------------------------------------------------------


def _before(env: Env, period: Period, node: tree.Node, evaluate: Evaluate) -> Result:
    if period.last < env.history_start:
        return Unknown(State.NOT_DUE, f"{period} is before the start")
    return evaluate(node, env.at(period))


def _previous(node: tree.Call, env: Env, evaluate: Evaluate) -> Result:
    period = env.terms.calendar.shift(env.period, -1)
    if period.last < env.history_start and len(node.arguments) > 1:
        return evaluate(node.arguments[1], env)
    return _before(env, period, node.arguments[0], evaluate)


def _year_ago(node: tree.Call, env: Env, evaluate: Evaluate) -> Result:
    return _before(env, env.terms.calendar.year_ago(env.period), node.arguments[0], evaluate)


def _edge(index: int) -> Callable[[tree.Call, Env, Evaluate], Result]:
    def call(node: tree.Call, env: Env, evaluate: Evaluate) -> Result:
        finer = env.terms.calendar.children(env.period, env.grain_of(node.arguments[0]))
        if not finer:
            return Unknown(State.NOT_DUE, f"no {env.grain_of(node.arguments[0])} ends in {env.period}")
        return _before(env, finer[index], node.arguments[0], evaluate)

    return call


TIME_FUNCTIONS: dict[str, Callable[[tree.Call, Env, Evaluate], Result]] = {
    "total": _numeric(_total),
    "mean": _numeric(_mean),
    "highest": _numeric(exact.greatest),
    "lowest": _numeric(exact.least),
    "times": _times,
    "running": _running,
    "previous": _previous,
    "year_ago": _year_ago,
    "opening": _edge(0),
    "closing": _edge(-1),
}
"""The functions of language.md section 3 that look at other periods."""
