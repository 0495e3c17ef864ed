"""A payment explained: formula, own limit, rounding, and what became of it in the account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from comity.agreement.formula.evaluate import Result, evaluate
from comity.agreement.model import Step as Consequence
from comity.clauses.accounts import Ledger
from comity.clauses.life.cases import Case, Payment
from comity.clauses.life.envs import CaseEnv, case_env
from comity.clauses.postings import POSTED, Entry, Worth
from comity.clauses.remitted import Payable, discharge
from comity.clauses.settlements import Settlement, settlements
from comity.kernel import exact
from comity.kernel.currencies import minor_unit, round_money
from comity.kernel.figure import Exact
from comity.metrics.exhibits import Step
from comity.standing.explain_caps import cap_step
from comity.standing.explain_desk import Desk, doubted
from comity.standing.explain_formula import formula_step
from comity.standing.explain_words import amount, full, operand


def payment_step(desk: Desk, case: Case, payment: Payment) -> Step:
    """Return a payment of a case, from its formula to its settlement."""
    ledger = desk.fold.purse.ledgers[payment.account]
    env = case_env(case, payment.values)
    below = [*amount_steps(desk, payment.step, env), *_posted(desk, case, payment, ledger)]
    about = f"into {payment.account}" if payment.step.into else "no account is named: settled at once, without a cap"
    reversed_ = "; it runs against the direction of the account" if payment.sign < 0 and payment.step.into else ""
    step = Step(
        kind="payment", label=f"pay, {payment.payer} to {payment.payee}", text=f"{about}{reversed_}",
        value=amount(payment.amount, desk.currency), place=payment.step.place, children=tuple(below),
    )  # fmt: skip
    return doubted(step, payment.amount)


def amount_steps(desk: Desk, step: Consequence, env: CaseEnv) -> Iterator[Step]:
    """Yield how an amount came about: its formula, its own `at most`, its rounding."""
    if step.pay is None:
        return
    yield formula_step(desk, step.pay, env)
    value = evaluate(step.pay.node, env)
    if step.at_most is not None:
        most = evaluate(step.at_most.node, env)
        yield _limited(desk, step, env, value, most)
        if isinstance(value, Exact) and isinstance(most, Exact):
            value = exact.least((value, most))
    if isinstance(value, Exact):
        done, unit = round_money(value, desk.currency), minor_unit(desk.currency)
        text = f"{full(value)} rounded half up to {amount(unit, desk.currency)}"
        yield Step(kind="rounding", label="rounded once", text=text, value=amount(done, desk.currency))


def _limited(desk: Desk, step: Consequence, env: CaseEnv, value: Result, most: Result) -> Step:
    assert step.at_most is not None
    below = formula_step(desk, step.at_most, env)
    opened = below if below.text or below.children else None
    text = below.text
    if isinstance(value, Exact) and isinstance(most, Exact):
        least = f"least({operand(value)}, {operand(most)}) = {full(exact.least((value, most)))}"
        text = "; ".join(filter(None, (text, least)))
    limit = Step(
        kind="limit", label=f"at most, {opened.label}" if opened is not None else "at most", text=text,
        value=amount(most, desk.currency), children=opened.children if opened is not None else (),
    )  # fmt: skip
    return doubted(limit, most)


# -- the account ------------------------------------------------------------------------------


def _posted(desk: Desk, case: Case, payment: Payment, ledger: Ledger) -> Iterator[Step]:
    """Yield what became of a payment in its account: through the caps, booked, settled."""
    worth = _worth(ledger, payment)
    if worth is None:
        yield from _fallen(desk, case, payment, ledger)
        return
    if payment.sign < 0 and worth.caps == () and ledger.account.caps:
        yield Step(
            kind="cap", label="no cap", text="negative amounts meet no cap, and free no room under one", value=""
        )
    caps = ledger.account.caps
    for held in worth.caps:
        number = caps.index(held.cap) + 1 if held.cap in caps else 1
        yield cap_step(desk, ledger, worth.claim, held, f"cap {number} of {len(caps)}")
    paid = exact.neg(worth.paid) if payment.sign < 0 and isinstance(worth.paid, Exact) else worth.paid
    label = "paid after the caps" if worth.caps else "paid"
    booked = tuple(_entries(desk, ledger, worth.entries))
    yield doubted(Step(kind="paid", label=label, text="", value=amount(paid, desk.currency), children=booked), paid)


def _worth(ledger: Ledger, payment: Payment) -> Worth | None:
    return ledger.derivation(payment.key) if payment.key in ledger.claims else None


def _fallen(desk: Desk, case: Case, payment: Payment, ledger: Ledger) -> Iterator[Step]:
    """Yield what is left of a payment whose cause fell: what was posted, and that it was given back."""
    entries = tuple(entry for entry in ledger.entries if entry.key == payment.key)
    text = f"its cause fell on {case.withdrawn}; what was posted is given back"
    value = amount(Decimal(0), desk.currency)
    yield Step(kind="paid", label="paid", text=text, value=value, children=tuple(_entries(desk, ledger, entries)))


def _entries(desk: Desk, ledger: Ledger, entries: tuple[Entry, ...]) -> Iterator[Step]:
    """Yield the lines of the account in the order they were booked, then the settlements they are part of."""
    for entry in entries:
        posted = entry.says == POSTED
        text = f"booked in {entry.period}, known {entry.day}"
        label = "posted" if posted else "difference, booked later"
        yield Step(kind="entry", label=label, text=text, value=amount(entry.amount, desk.currency))
    if len(entries) > 1:
        total = exact.total([entry.amount for entry in entries])
        written = " + ".join(operand(entry.amount) for entry in entries)
        yield Step(kind="entry", label="together", text=f"{written} = {full(total)}", value="")
    remitted = desk.fold.remittances.of.get(ledger.account.name, ())
    for payable in discharge(settlements(ledger, as_of=desk.fold.court.as_of), remitted).payables:
        if any(entry in entries for entry in payable.settlement.entries):
            yield replace(_settlement(desk, ledger, payable.settlement), children=tuple(_paid(desk, payable)))


def _paid(desk: Desk, payable: Payable) -> Iterator[Step]:
    """Yield the payments made that were taken for a settlement, and what is left of it."""
    for one, part in payable.parts:
        said = f"{one.state} {one.answered or one.on}" + (f", {one.reference}" if one.reference else "")
        of_all = f", part of {amount(one.amount, desk.currency)}" if part != one.amount else ""
        value = amount(part, desk.currency)
        yield Step(kind="remittance", label=f"{one.payer} paid on {one.on}", text=f"{said}{of_all}", value=value)
    if payable.parts:
        yield Step(kind="remittance", label="left to pay", text="", value=amount(payable.left, desk.currency))


def _settlement(desk: Desk, ledger: Ledger, settled: Settlement) -> Step:
    """Return the net that falls due with a settlement of the account."""
    written = " + ".join(operand(entry.amount) for entry in settled.entries)
    net = exact.total([entry.amount for entry in settled.entries])
    text = f"{_when(ledger, settled.due)}; {written} = {full(net)}" if len(settled.entries) > 1 else ""
    value = amount(settled.amount, desk.currency)
    if settled.payer and settled.amount:
        value += f", {settled.payer} to {settled.payee}"
    step = Step(
        kind="settlement", label=f"settled {ledger.account.settle}, {settled.period}",
        text=text or _when(ledger, settled.due), value=value,
    )  # fmt: skip
    return doubted(step, settled.amount)


def _when(ledger: Ledger, due: date | None) -> str:
    if due is not None:
        return f"due {due}"
    return "with the next invoice" if ledger.account.settle == "next invoice" else "the day is not known yet"
