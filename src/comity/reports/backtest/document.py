"""A backtest as one JSON document. Money, ratios and thresholds are strings, so that no reader rounds them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from comity.clauses.model import Outcome
from comity.kernel import exact
from comity.kernel.figure import Scope
from comity.standing.backtest.model import AccountTally, Backtest, ClauseTally, Sum, Sweep, Tried

VERSION = 1
"""The version of this form; a change that a reader would stumble over raises it."""


def document(backtest: Backtest, known_at: date) -> dict[str, Any]:
    """Return a backtest as JSON-ready data."""
    terms = backtest.terms
    return {
        "comity_backtest": VERSION,
        "alliance": terms.alliance,
        "title": terms.title,
        "terms": terms.digest,
        "currency": terms.currency,
        "first": backtest.first.isoformat(),
        "last": backtest.last.isoformat(),
        "as_of": backtest.as_of.isoformat(),
        "known_at": known_at.isoformat(),
        "assumed": list(backtest.assumed),
        "clauses": [_clause(clause) for clause in backtest.tally.clauses],
        "accounts": [_account(account) for account in backtest.tally.accounts],
        "settings": [
            {"setting": name, "member": member, "value": value, "from": first.isoformat()}
            for name, member, value, first in backtest.tally.settings
        ],
        "thresholds": [_sweep(sweep) for sweep in backtest.sweeps],
    }


def _clause(clause: ClauseTally) -> dict[str, Any]:
    return {
        "clause": clause.name,
        "members": [
            {
                "scope": _scope(member.scope),
                "counts": {outcome.value: member.count(outcome) for outcome in Outcome},
                "verdicts": [
                    {"period": period.name, "verdict": outcome.value} | ({"reason": reason} if reason else {})
                    for period, outcome, reason in member.verdicts
                ],
            }
            for member in clause.members
        ],
        "rules": [
            {
                "rule": rule.name,
                "unsure": rule.unsure,
                "fired": [
                    {"scope": _scope(one.scope), "period": one.period.name, "known": one.known.isoformat()}
                    for one in rule.fired
                ],
            }
            for rule in clause.rules
        ],
        "steps": [
            {
                "rule": step.rule,
                "step": step.name,
                "who": list(step.who),
                "modal": step.modal,
                "opened": step.opened,
                "done": step.done,
                "lapsed": step.lapsed,
                "open": step.open,
                "first_opened": step.first.isoformat(),
            }
            for step in clause.steps
        ],
    }


def _scope(scope: Scope) -> dict[str, str]:
    return dict(scope)


def _account(account: AccountTally) -> dict[str, Any]:
    return {
        "account": account.name,
        "owed_by": account.owed_by,
        "owed_to": account.owed_to,
        "awarded": _sum(account.accrued),
        "after_caps": _sum(account.paid),
        "cap_reached": [period.name for period in account.cuts],
        "periods": [
            {"period": period.name, "awarded": _sum(accrued), "after_caps": _sum(paid)}
            for period, accrued, paid in account.periods
        ],
    }


def _sum(found: Sum) -> dict[str, Any]:
    return {"known": exact.text(found.known), "unknown": found.unknown}


def _sweep(sweep: Sweep) -> dict[str, Any]:
    return {
        "threshold": sweep.name,
        "about": sweep.about,
        "unit": sweep.unit,
        "by": sweep.by,
        "clauses": list(sweep.clauses),
        "values": [_tried(one, sweep) for one in sweep.tried],
    }


def _tried(one: Tried, sweep: Sweep) -> dict[str, Any]:
    fired: Mapping[tuple[str, str], int] = one.fired
    return {
        "value": exact.text(one.value),
        "agreed": one.agreed,
        "missed": {name: one.missed.get(name, 0) for name in sweep.clauses},
        "undetermined": {name: one.undetermined.get(name, 0) for name in sweep.clauses},
        "fired": {
            f"{clause}.{rule}": count for (clause, rule), count in sorted(fired.items()) if clause in sweep.clauses
        },
        "awarded": {account: _sum(found) for account, found in sorted(one.accrued.items())},
        "after_caps": {account: _sum(found) for account, found in sorted(one.paid.items())},
    }
