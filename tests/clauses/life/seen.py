"""What a life comes to, in plain values that can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from comity.agreement.acts import Act
from comity.agreement.model import Agreement
from comity.clauses.known import Figures
from comity.clauses.life.live import live
from comity.clauses.life.model import Life
from comity.kernel.figure import Unknown
from comity.kernel.period import Grain, Period

FAR = date(2027, 12, 31)
EVER = Period(date(2026, 1, 1), FAR, Grain.DAY, "ever")


def plain(value: Any) -> Any:
    """Return a value; of an unknown one only its state, since reasons are words."""
    return value.state.value if isinstance(value, Unknown) else value


def lived(agreement: Agreement, figures: Figures, acts: Sequence[Act] = (), *, as_of: date) -> Life:
    """Return the life of an agreement's clauses."""
    return live(agreement, figures, acts, as_of=as_of)


def verdicts(life: Life) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """Return outcome, value and threshold of every verdict."""
    return {
        (v.clause, v.scope, v.period.name): (
            v.outcome,
            v.value,
            v.threshold,
            {name: plain(value) for name, value in v.names.items()},
        )
        for of in life.verdicts.values()
        for v in of
    }


def balances(life: Life) -> dict[str, Any]:
    """Return what each account comes to in the end."""
    return {name: plain(ledger.balance(EVER)) for name, ledger in life.ledgers.items()}


def settings(life: Life, names: Sequence[str], first: date, last: date) -> dict[tuple[str, date], Any]:
    """Return what settings are on every day of a span, as far as steps changed them."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    found = {(name, day): life.settings.at(name, (), day) for name in names for day in days}
    return {key: change.value if change is not None else None for key, change in found.items()}


def steps(life: Life) -> list[tuple[Any, ...]]:
    """Return the steps of all cases that stand, in the order of the cases."""
    return [
        (c.clause, c.scope, c.period.name, c.rule, s.name, s.state, s.opened, s.due, s.ended, s.chosen)
        for c in sorted(life.cases, key=lambda case: (case.clause, case.scope, case.period.name, case.rule))
        if c.withdrawn is None
        for s in c.steps
    ]


def payments(life: Life) -> dict[object, tuple[Any, ...]]:
    """Return the payments of all cases that stand: account, amount before the caps, after them."""
    return {
        (c.clause, c.scope, c.period.name, c.rule, at): (p.account, plain(p.amount), plain(p.paid))
        for c in life.cases
        if c.withdrawn is None
        for at, p in enumerate(c.payments)
    }


def summary(life: Life, as_of: date) -> dict[str, Any]:
    """Return everything that a party could read of a life."""
    return {
        "verdicts": verdicts(life),
        "fires": dict(life.fires),
        "statuses": dict(life.statuses),
        "steps": steps(life),
        "payments": payments(life),
        "balances": balances(life),
        "settings": settings(life, ("cut", "mark", "agreement"), date(2026, 1, 1), as_of),
        "refused": sorted(one.act.on for one in life.refused),
    }


def differences(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return where two summaries differ, for a message that can be read."""
    found: dict[str, Any] = {}
    for key, value in one.items():
        if value != other[key]:
            found[key] = _apart(value, other[key])
    return found


def _apart(one: Any, other: Any) -> Any:
    if isinstance(one, dict):
        keys = [*one, *(key for key in other if key not in one)]
        return {key: (one.get(key), other.get(key)) for key in keys if one.get(key) != other.get(key)}
    if isinstance(one, list):
        return [item for item in one if item not in other], [item for item in other if item not in one]
    return one, other
