"""What an entry changes: two standings of one day held against one another, figure by figure, verdict by verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from comity.clauses.life.model import CaseRecord, StepState
from comity.kernel import exact
from comity.kernel.figure import Exact, Figure
from comity.kernel.numbers import format_value
from comity.kernel.period import Period
from comity.standing.changed import NO_DATA, Changed
from comity.standing.changes_paid import Says, paid_changes
from comity.standing.model import Standing
from comity.standing.words import account_title, outcome_word, parties_named, state_word, title_of


def changes(before: Standing, after: Standing, says: Says = str) -> list[Changed]:
    """Return what an entry changes, in the order of kinds; empty where it changes nothing.

    `says` names periods and days.
    """
    return [
        *_figures(before, after, says),
        *_verdicts(before, after, says),
        *_steps(before, after, says),
        *_money(before, after, says),
        *paid_changes(before, after, says),
    ]


def _figures(before: Standing, after: Standing, says: Says) -> Iterator[Changed]:
    old = {_cell(one): one for of in before.figures.values() for one in of}
    for of in after.figures.values():
        for one in of:
            was = old.get(_cell(one))
            if _said(was) != _said(one):
                title = title_of(after.terms, "metrics", one.metric)
                yield Changed(
                    kind="figure", what=_about(title, one.period, one.scope, says), before=_said(was), after=_said(one)
                )


def _cell(one: Figure) -> tuple[object, ...]:
    return one.metric, one.scope, one.period.name


def _said(one: Figure | None) -> str:
    if one is None:
        return NO_DATA
    if one.value is None:
        return state_word(one.state)
    said = format_value(one.value, one.unit)
    return f"{said}, {state_word(one.state)}"


def _verdicts(before: Standing, after: Standing, says: Says) -> Iterator[Changed]:
    old = {(v.clause, v.scope, v.period.name): v for of in before.verdicts.values() for v in of}
    for of in after.verdicts.values():
        for one in of:
            was = old.get((one.clause, one.scope, one.period.name))
            if was is None or was.outcome is not one.outcome:
                title = title_of(after.terms, "clauses", one.clause)
                said = outcome_word(was.outcome) if was is not None else NO_DATA
                about = _about(title, one.period, one.scope, says)
                yield Changed(kind="verdict", what=about, before=said, after=outcome_word(one.outcome))


_Run = tuple[object, ...]


def _steps(before: Standing, after: Standing, says: Says) -> Iterator[Changed]:
    old = {key: said for key, _, said in _runs(before, says)}
    for key, what, said in _runs(after, says):
        was = old.get(key, "")
        if was != said:
            yield Changed(kind="step", what=what, before=was or "not there", after=said)


def _runs(standing: Standing, says: Says) -> Iterable[tuple[_Run, str, str]]:
    for case in standing.life.cases:
        seen: dict[str, int] = {}
        for step in case.steps:
            number = seen[step.name] = seen.get(step.name, 0) + 1
            what = f"{step.name} ({_case(case, standing, says)})"
            who = f" by {parties_named(standing.terms, *step.step.who)}" if step.step.who else ""
            said = step.state.value
            if step.state is StepState.OPEN:
                said = f"open{who}, until {says(step.due)}" if step.due is not None else f"open{who}"
            elif step.ended is not None:
                said = f"{said} on {says(step.ended)}"
            yield (case.clause, case.scope, case.period.name, case.rule, step.name, number), what, said


def _case(case: CaseRecord, standing: Standing, says: Says) -> str:
    return _about(title_of(standing.terms, "clauses", case.clause), case.period, case.scope, says)


def _money(before: Standing, after: Standing, says: Says) -> Iterator[Changed]:
    currency = after.terms.currency or ""
    for name, ledger in after.life.ledgers.items():
        old, new = _booked(before, name), _booked(after, name)
        for key in sorted({*old, *new}, key=lambda period: (period.last, period.first)):
            was, now = old.get(key, Decimal(0)), new.get(key, Decimal(0))
            if was == now:
                continue
            account = ledger.account
            apart = exact.to_decimal(exact.sub(now, was))
            who = (account.owed_by, account.owed_to) if apart > 0 else (account.owed_to, account.owed_by)
            yield Changed(
                kind="money", what=f"{account_title(after.terms, name)}, booked in {says(key)}",
                before=format_value(was, currency), after=format_value(now, currency), difference=apart,
                between=f"{parties_named(after.terms, who[0])} to {parties_named(after.terms, who[1])}",
            )  # fmt: skip


def _booked(standing: Standing, name: str) -> Mapping[Period, Decimal]:
    """Return what was booked in each period of an account."""
    found: dict[Period, Decimal] = {}
    ledger = standing.life.ledgers.get(name)
    for entry in ledger.entries if ledger is not None else ():
        found[entry.period] = exact.to_decimal(exact.add(found.get(entry.period, Decimal(0)), entry.amount))
    return found


def _about(title: str, period: Period, scope: Iterable[tuple[str, str]], says: Says) -> str:
    members = "".join(f", {member}" for _, member in scope)
    return f"{title}, {says(period)}{members}"


def owed(one: Changed, currency: str) -> str:
    """Return the difference of a change of money, without its sign, and who owes it to whom."""
    amount: Exact = exact.magnitude(one.difference or Decimal(0))
    return f"{format_value(amount, currency)}, {one.between}"
