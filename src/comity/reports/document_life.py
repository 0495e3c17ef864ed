"""The life of the clauses in the JSON document: cases, remedies, reliefs, statuses, settings, refused acts, docket."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from comity.agreement.formula.evaluate import Result
from comity.clauses.accounts import Ledger
from comity.clauses.life.model import CaseRecord, Life, PaymentRecord, Refusal, StepRecord
from comity.clauses.postings import Entry, Key
from comity.clauses.remitted import Payable, Remittance, discharge
from comity.clauses.settings import Change
from comity.clauses.settlements import settlements
from comity.kernel.figure import Exact, Scope, Unknown
from comity.kernel.period import Period
from comity.kernel.problem import Place
from comity.standing.due.awaited import deed_words
from comity.standing.due.consequences import About
from comity.standing.due.positions import Claimed, claims_made
from comity.standing.due.settled import is_final
from comity.standing.model import Due, Standing

Json = dict[str, Any]


def life_data(standing: Standing) -> Json:
    """Return everything that became of the clauses, as plain values in a stable order."""
    life, final = standing.life, is_final(standing.life)
    return {
        "cases": [_case(case, standing) for case in life.cases],
        "remedies": {name: _account(ledger, standing, final) for name, ledger in life.ledgers.items()},
        "reliefs": [_relief(made) for made in claims_made(life)],
        "statuses": [_status(where, words) for where, words in life.statuses.items()],
        "settings": {name: [_change(one) for one in of] for name, of in life.settings.changes.items()},
        "refused": [_refused(one) for one in life.refused],
    }


# -- values -----------------------------------------------------------------------------------


def exact_text(value: Exact | None) -> str | None:
    """Return an exact number as text that loses nothing: `3700000000`, `0.149`, `1/3`."""
    if value is None:
        return None
    if isinstance(value, Fraction):
        return str(value.numerator) if value.denominator == 1 else f"{value.numerator}/{value.denominator}"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def value_data(value: Result) -> Json | str | bool | None:
    """Return any value of a formula: numbers and days as text; what is unknown with its state, reason and bounds."""
    if isinstance(value, Unknown):
        known = {"low": exact_text(value.low), "high": exact_text(value.high)}
        return {"state": value.state.value, "reason": value.reason, **known}
    if value is None or isinstance(value, bool | str):
        return value
    return exact_text(value) if isinstance(value, Decimal | Fraction) else value.isoformat()


def period_data(period: Period | None) -> Json:
    """Return a period with its first and last day; all null where there is none."""
    if period is None:
        return {"period": None, "first": None, "last": None}
    return {"period": period.name, "first": period.first.isoformat(), "last": period.last.isoformat()}


def day_data(day: date | None) -> str | None:
    """Return a day as an ISO date."""
    return day.isoformat() if day is not None else None


def place_data(place: Place) -> Json:
    """Return a place in a file."""
    return {"file": place.file, "line": place.line, "column": place.column, "cell": place.cell}


# -- cases ------------------------------------------------------------------------------------


def _case(case: CaseRecord, standing: Standing) -> Json:
    return {
        "clause": case.clause,
        "scope": dict(case.scope),
        **period_data(case.period),
        "rule": case.rule or None,
        "opened": case.opened.isoformat(),
        "measured": case.measured.isoformat(),
        "open": case.is_open,
        "withdrawn": day_data(case.withdrawn),
        "statuses": [{"on": on.isoformat(), "status": word} for on, word in case.statuses],
        "steps": [_step(step, case, standing) for step in case.steps],
        "payments": [_payment(payment) for payment in case.payments],
    }


def _step(record: StepRecord, case: CaseRecord, standing: Standing) -> Json:
    step = record.step
    terms = standing.agreement.as_of(case.period.first)
    clause = terms.clauses.get(case.clause)
    return {
        "step": record.name,
        "what": deed_words(record, About(terms, clause)) if clause is not None else record.name,
        "modal": step.modal,
        "who": list(step.who),
        "level": step.level or None,
        "state": record.state.value,
        "opened": record.opened.isoformat(),
        "due": day_data(record.due),
        "ended": day_data(record.ended),
        "amount": value_data(record.amount),
        "options": list(step.choose),
        "chosen": record.chosen or None,
        "reason": record.reason,
        "renewed": record.renewed,
    }


def _payment(payment: PaymentRecord) -> Json:
    return {
        "account": payment.account,
        "payer": payment.payer,
        "payee": payment.payee,
        "formula": payment.step.pay.text if payment.step.pay is not None else "",
        "amount": value_data(payment.amount),
        "paid": value_data(payment.paid),
        "first": payment.first,
    }


# -- remedies ---------------------------------------------------------------------------------


def _account(ledger: Ledger, standing: Standing, final: Callable[[Entry], bool]) -> Json:
    account = ledger.account
    claimed = [claim.period for claim in ledger.claims.values()]
    periods = sorted({*claimed, *(entry.period for entry in ledger.entries)}, key=lambda p: (p.last, p.first, p.name))
    origin = _origins(standing.life)
    remitted = standing.life.remitted.get(account.name, ())
    paid = discharge(settlements(ledger, as_of=standing.as_of, is_final=final), remitted)
    return {
        "owed_by": account.owed_by,
        "owed_to": account.owed_to,
        "settle": account.settle,
        "periods": [_account_period(ledger, period) for period in periods],
        "entries": [_entry(entry, origin) for entry in ledger.entries],
        "settlements": [_settlement(one) for one in paid.payables],
        "remittances": [_remittance(one) for one in remitted],
        "credits": {name: exact_text(amount) for name, amount in sorted(paid.credits.items())},
        "undetermined": [
            {**period_data(claim.period), **_origin(claim.key, origin), "reason": why.reason}
            for claim, why in ledger.undetermined()
        ],
    }


def _account_period(ledger: Ledger, period: Period) -> Json:
    return {
        **period_data(period),
        "accrued": value_data(ledger.accrued(period)),
        "paid": value_data(ledger.paid(period)),
        "balance": value_data(ledger.balance(period)),
        "cap_reached": value_data(ledger.cap_reached(period)),
    }


def _origins(life: Life) -> dict[Key, CaseRecord]:
    return {payment.key: case for case in life.cases for payment in case.payments}


def _origin(key: Key, origins: dict[Key, CaseRecord]) -> Json:
    """Return the case that a claim on an account comes from; nulls where an example posted it."""
    case = origins.get(key)
    if case is None:
        return {"clause": None, "scope": {}, "for": None, "rule": None}
    return {"clause": case.clause, "scope": dict(case.scope), "for": case.period.name, "rule": case.rule or None}


def _entry(entry: Entry, origins: dict[Key, CaseRecord]) -> Json:
    return {
        **period_data(entry.period),
        "known": entry.day.isoformat(),
        "kind": entry.says,
        "amount": exact_text(entry.amount),
        **_origin(entry.key, origins),
    }


def _settlement(payable: Payable) -> Json:
    one = payable.settlement
    return {
        **period_data(one.period),
        "amount": value_data(one.amount),
        "payer": one.payer or None,
        "payee": one.payee or None,
        "state": one.state,
        "due": day_data(one.due),
        "paid": exact_text(payable.paid),
        "left": value_data(payable.left),
    }


def _remittance(one: Remittance) -> Json:
    return {
        **period_data(one.period),
        "on": one.on.isoformat(),
        "payer": one.payer,
        "payee": one.payee,
        "amount": exact_text(one.amount),
        "reference": one.reference or None,
        "state": one.state,
        "answered": day_data(one.answered),
    }


# -- reliefs, statuses, settings, refused acts ------------------------------------------------


def _relief(made: Claimed) -> Json:
    claim = made.claim
    return {
        "clause": made.clause,
        "scope": dict(made.scope),
        "periods": list(made.periods),
        "relief": claim.relief.name,
        "effect": claim.relief.effect,
        "by": claim.by,
        "on": claim.on.isoformat(),
        "from": claim.first.isoformat(),
        "to": day_data(claim.last),
        "state": claim.state,
        "values": {name: value_data(value) for name, value in claim.values.items()},
    }


def _status(where: tuple[str, Scope, str], words: Iterable[str]) -> Json:
    clause, scope, period = where
    return {"clause": clause, "scope": dict(scope), "period": period, "statuses": list(words)}


def _change(change: Change) -> Json:
    return {
        "members": list(change.members),
        "value": value_data(change.value),
        "from": change.first.isoformat(),
        "to": day_data(change.last),
        "known": change.known.isoformat(),
        "reversed": day_data(change.reversed_on),
    }


def _refused(refusal: Refusal) -> Json:
    act = refusal.act
    return {
        "on": act.on.isoformat(),
        "by": list(act.by),
        "do": act.do,
        "about": " ".join(act.about) or None,
        "choose": act.choose or None,
        "relief": act.relief or None,
        "reason": refusal.reason,
        "place": place_data(act.place),
    }


# -- docket -----------------------------------------------------------------------------------


def due_data(due: Due) -> Json:
    """Return a line of the docket."""
    return {
        "what": due.what,
        "table": due.table,
        "party": due.party,
        **period_data(due.period),
        "due": day_data(due.due),
        "state": due.state,
        "if_nothing": due.if_nothing,
        "id": due.key,
        "kind": due.kind,
        "parties": list(due.parties),
        "modal": due.modal,
        "clause": due.clause or None,
        "scope": dict(due.scope),
        "rule": due.rule or None,
        "step": due.step or None,
        "why": due.why,
        "opened": day_data(due.opened),
        "left": {"count": due.left.count, "unit": due.left.unit} if due.left is not None else None,
        "moved": due.moved,
    }
