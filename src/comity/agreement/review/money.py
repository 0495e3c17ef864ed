"""Money: caps that cut every payment or none, and payments that escape the caps of others."""

from __future__ import annotations

from collections.abc import Iterator

from comity.agreement.formula.parts import every_step, formulas
from comity.agreement.model import Account, Cap, Clause, Formula, Step, Terms
from comity.agreement.review.desk import Desk, finding
from comity.agreement.review.multiples import Multiple, multiple
from comity.agreement.review.parts import mentioned
from comity.agreement.review.ranges import Ranges
from comity.kernel.problem import Problem, Related
from comity.kernel.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """An amount that a step of a clause posts; nobody has to pay it for it to count."""

    clause: Clause
    rule: Step
    step: Step
    pay: Formula


def money(desk: Desk) -> Iterator[Problem]:
    """Find caps below one credit, limits that are never reached, and payments without a limit where others have one."""
    payments = list(_payments(desk.terms))
    for account in desk.terms.accounts.values():
        into = [payment for payment in payments if payment.step.into == account.name]
        for cap in account.caps:
            yield from _below_one(account, cap, into, desk.terms)
            yield from _out_of_reach(account, cap, into, desk.terms)
        if not into and not _awaited(account, desk.terms):
            hint = "Write into: NAME where something is paid, or take the account out."
            yield finding("CMY-834", account.place, f"nothing is ever posted to the account {account.name}", hint)
    for payment in {payment.pay.place: payment for payment in payments}.values():
        yield from _own_limit(payment, desk.terms)
        yield from _unlimited(payment, desk.terms)


def _payments(terms: Terms) -> Iterator[Payment]:
    for clause in terms.clauses.values():
        for rule in clause.rules.values():
            for step in every_step(rule):
                if step.pay is not None and not step.modal:
                    yield Payment(clause=clause, rule=rule, step=step, pay=step.pay)


def _awaited(account: Account, terms: Terms) -> bool:
    """Say whether a payment that a party makes goes into an account."""
    firsts = [rule for clause in terms.clauses.values() for rule in clause.rules.values()]
    firsts += [level for levels in terms.ladders.values() for level in levels]
    return any(step.into == account.name for first in firsts for step in every_step(first))


def _amount(payment: Payment, terms: Terms) -> Multiple:
    return multiple(payment.pay.node, Ranges(terms=terms, clause=payment.clause))


def _limits(cap: Cap, terms: Terms) -> Iterator[tuple[Formula, Multiple]]:
    for formula in formulas(cap.at_most):
        yield formula, multiple(formula.node, Ranges(terms=terms))


def _below_one(account: Account, cap: Cap, payments: list[Payment], terms: Terms) -> Iterator[Problem]:
    """Even the smallest payment is more than the cap: no payment is ever made in full."""
    for formula, limit in _limits(cap, terms):
        for payment in payments:
            amount = _amount(payment, terms)
            least, most = amount.factor.low, limit.factor.high
            if amount.of == limit.of and least is not None and most is not None and least > most >= 0:
                why = f"the cap of {account.name}, {formula.text}, is below one payment of {payment.clause.name}"
                hint = f"Every payment of {payment.pay.text} is cut; raise the cap or lower the payment."
                near = Related(place=payment.pay.place, says=f"{payment.pay.text} is posted here")
                yield finding("CMY-831", formula.place, why, hint, near)
                return


def _out_of_reach(account: Account, cap: Cap, payments: list[Payment], terms: Terms) -> Iterator[Problem]:
    """All that can be posted in the span of the cap stays below it: the cap limits nothing."""
    if not payments or any(_may_repeat(payment, cap) for payment in payments):
        return
    amounts = [_amount(payment, terms) for payment in payments]
    for formula, limit in _limits(cap, terms):
        highs = [amount.factor.high for amount in amounts if amount.of == limit.of]
        known = [high for high in highs if high is not None]
        if len(known) == len(payments) and limit.factor.low is not None and 0 < sum(known) < limit.factor.low:
            why = f"the cap of {account.name}, {formula.text}, is never reached: all that is posted stays below it"
            near = Related(place=payments[0].pay.place, says="this is what is posted")
            yield finding("CMY-833", formula.place, why, "Lower the cap, or take it out.", near)


def _may_repeat(payment: Payment, cap: Cap) -> bool:
    """Say whether a clause can post more than once within the span of a cap: for members, rows or several periods."""
    clause = payment.clause
    return (bool(clause.per) and not cap.per) or str(clause.every) != cap.every


def _own_limit(payment: Payment, terms: Terms) -> Iterator[Problem]:
    """A payment that its own `at most` never cuts, or always."""
    limited = payment.step.at_most
    if limited is None:
        return
    amount, limit = _amount(payment, terms), multiple(limited.node, Ranges(terms=terms, clause=payment.clause))
    if amount.of != limit.of:
        return
    if amount.factor.high is not None and limit.factor.low is not None and amount.factor.high <= limit.factor.low:
        why = f"at most {limited.text} is never reached: {payment.pay.text} stays below it"
        yield finding("CMY-833", limited.place, why, "Lower the limit, or take it out.")
    elif amount.factor.low is not None and limit.factor.high is not None and amount.factor.low > limit.factor.high:
        why = f"{payment.pay.text} is always more than at most {limited.text}, which is what is paid"
        yield finding("CMY-831", limited.place, why, "Raise the limit, or write it as the payment.")


def _unlimited(payment: Payment, terms: Terms) -> Iterator[Problem]:
    """A payment without account and limit, where another account of the same debtor has a cap."""
    step, debtor = payment.step, payment.step.payer or payment.clause.owed_by
    if step.into or step.at_most is not None or not _on_a_miss(payment):
        return
    capped = next((a for a in terms.accounts.values() if a.owed_by == debtor and a.caps), None)
    if capped is not None:
        why = f"this payment of {payment.clause.name} goes into no account, so the caps of {capped.name} do not hold it"
        near = Related(place=capped.place, says=f"{capped.name} is capped")
        hint = f"Write into: {capped.name}, or a limit of its own: at most."
        yield finding("CMY-832", payment.pay.place, why, hint, near)


def _on_a_miss(payment: Payment) -> bool:
    """Say whether a payment follows from a miss; what is paid for another reason is no credit and needs no cap."""
    when, clause = payment.rule.when, payment.clause
    if when is None:
        return True
    said = mentioned(when.node)
    said |= {name for let in said & set(clause.let) for name in mentioned(clause.let[let].node)}
    return not said.isdisjoint(("missed", "shortfall", "points_short"))
