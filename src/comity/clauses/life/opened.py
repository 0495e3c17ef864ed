"""Every step is a table: a row for each time it was opened, with `opened`, `due`, `ended` and `amount` (section 3)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from comity.agreement.formula import tree
from comity.agreement.formula.env import NOT_HERE, Elsewhere
from comity.agreement.formula.evaluate import Result
from comity.agreement.formula.parts import every_step
from comity.agreement.model import Step
from comity.clauses.aggregate import ColumnOf, over_rows
from comity.clauses.env import ClauseEnv
from comity.clauses.life.cases import Case, Run
from comity.clauses.life.model import StepState
from comity.clauses.needs import STEP_COLUMNS

if TYPE_CHECKING:
    from comity.clauses.life.fold import Fold

NEVER = (StepState.VOID, StepState.PASSED_OVER)


def over_steps(fold: Fold, call: tree.Call, env: ClauseEnv) -> Result | Elsewhere:
    """Return an aggregate over a step's table, as accounts are read: cases about periods within the clause's.

    A clause that has such a step sees its own member's only, others those of every member that shares their columns.
    What is void or was passed over, and what a withdrawn case had opened, counts as never opened.
    """
    table = next((n.parts[0] for n in tree.names(call) if len(n.parts) == 2 and n.parts[1] in STEP_COLUMNS), "")
    return over_rows(call, table, _rows(fold, table, env), env) if table else NOT_HERE


def _rows(fold: Fold, table: str, env: ClauseEnv) -> Iterator[ColumnOf]:
    steps = [step for rule in env.clause.rules.values() for step in every_step(rule)]
    own = any(table in (step.name, step.do) for step in steps)
    for case in fold.cases:
        within = env.period.first <= case.period.last <= env.period.last
        shares = case.track is env.track if own else all(pair in case.track.scope for pair in env.scope)
        if within and shares and case.withdrawn is None:
            if case.rule is not None and case.rule.name == table and not _names_a_step(case.rule, table):
                yield partial(_of_case, fold, case)
            yield from (partial(_of_run, run) for run in case.runs if run.name == table and run.state not in NEVER)


def _names_a_step(rule: Step, table: str) -> bool:
    return any(table in (step.name, step.do) for step in every_step(rule) if step is not rule)


def _of_run(run: Run, column: str) -> Result:
    found: Result = getattr(run, column)
    return found


def _of_case(fold: Fold, case: Case, column: str) -> Result:
    """Return what the table of a rule holds: the day a case was opened, and what it pays before the caps."""
    if column == "amount":
        return fold.purse.of_case(case, "pay")
    return case.opened if column == "opened" else None
