"""The remedy accounts: entries with a running balance, pending or final, differences in both directions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal

from comity.agreement.review.ranges import constant
from comity.clauses.accounts import Ledger
from comity.clauses.life.model import CaseRecord, PaymentRecord
from comity.clauses.postings import DIFFERENCE, Entry, Held, Key
from comity.clauses.remitted import Remittance, discharge, total
from comity.clauses.settlements import FINAL, Settlement, settlements
from comity.kernel.figure import Exact, Unknown
from comity.kernel.numbers import format_value
from comity.kernel.words import and_list, day, period_name
from comity.reports.view.context import Context
from comity.reports.view.life_model import AccountView, EntryView
from comity.reports.view.model import Chip, DerivationView, Digest, Shown
from comity.reports.view.names import account_id
from comity.reports.view.owed import owed
from comity.reports.view.remittances import credit_words, remittance_row
from comity.reports.view.spoken_formulas import amount_words, limit_words
from comity.standing.due.settled import is_final
from comity.standing.words import account_title, party_name

MOST_ENTRIES = 6
"""How many entries an account shows; earlier ones are brought forward as one sum."""

ZERO = Decimal(0)
Posted = Mapping[Key, tuple[CaseRecord, PaymentRecord]]


def accounts_view(
    context: Context, most: int = MOST_ENTRIES, names: Collection[str] | None = None
) -> tuple[AccountView, ...]:  # fmt: skip
    """Return the accounts in which something was booked, or waits for an amount that is not known.

    Each shows its latest `most` entries. `names` are the accounts wanted; all of them without it.
    """
    posted = {p.key: (case, p) for case in context.standing.life.cases for p in case.payments}
    ledgers = context.standing.life.ledgers.values()
    final = is_final(context.standing.life)
    remitted = context.standing.life.remitted
    return tuple(
        _account(ledger, posted, final, most, context)
        for ledger in ledgers
        if names is None or ledger.account.name in names
        if ledger.entries or list(ledger.undetermined()) or remitted.get(ledger.account.name)
    )


def _account(
    ledger: Ledger, posted: Posted, final: Callable[[Entry], bool], most: int, context: Context
) -> AccountView:  # fmt: skip
    remitted = context.standing.life.remitted.get(ledger.account.name, ())
    every: list[Entry | Remittance] = [*ledger.entries, *remitted]
    lines = sorted(every, key=_day)
    earlier, shown = lines[:-most], lines[-most:]
    balance = total(_moves(line, ledger) for line in earlier)
    paid = discharge(settlements(ledger, as_of=context.standing.as_of, is_final=final), remitted)
    by_entry = {id(entry): one.settlement for one in paid.payables for entry in one.settlement.entries}
    rows = []
    for line in shown:
        balance = total((balance, _moves(line, ledger)))
        if isinstance(line, Remittance):
            rows.append(remittance_row(line, _signed(line, ledger), balance, context))
        else:
            rows.append(_entry(line, balance, by_entry.get(id(line)), ledger, posted, context))
    comes_to, says = owed(ledger, paid, context)
    return AccountView(
        id=account_id(ledger.account.name),
        title=_title(ledger, context),
        says=_says(ledger, context),
        opening=_money(total(_moves(line, ledger) for line in earlier), context) if earlier else "",
        entries=tuple(rows),
        open=tuple(_open(ledger, posted, context)),
        total=comes_to,
        total_says=", ".join([says, *credit_words(paid, context)]),
    )


def _day(line: Entry | Remittance) -> date:
    return line.on if isinstance(line, Remittance) else line.day


def _moves(line: Entry | Remittance, ledger: Ledger) -> Decimal:
    """Return what a line adds to what `owed_by` owes: what was booked, less what it paid."""
    if isinstance(line, Entry):
        return line.amount
    return _signed(line, ledger) if line.counts else ZERO


def _signed(one: Remittance, ledger: Ledger) -> Decimal:
    return -one.amount if one.payer == ledger.account.owed_by else one.amount


def _money(amount: Exact, context: Context) -> str:
    return format_value(amount, context.terms.currency or "")


def _title(ledger: Ledger, context: Context) -> str:
    name = ledger.account.name
    title = account_title(context.terms, name)
    return title if name in context.terms.accounts else f"{title}, at once"


def _party(name: str, context: Context) -> str:
    return party_name(context.terms, name)


def _says(ledger: Ledger, context: Context) -> str:
    account = ledger.account
    caps = [f"{limit_words(cap, context)} {_every(cap.every)}" for cap in account.caps]
    settle = "with the next invoice" if account.settle == "next invoice" else account.settle
    said = f"{_party(account.owed_by, context)} to {_party(account.owed_to, context)}; settled {settle}"
    return f"{said}; capped at {and_list(caps)}" if caps else said


def _every(span: str) -> str:
    """Return the span of a cap: `each month`, `in any 12 months`."""
    if span == "life":
        return "over the whole term"
    return f"in any {span}" if span[:1].isdigit() else f"each {span}"


# -- entries ----------------------------------------------------------------------------------


def _entry(
    entry: Entry, balance: Decimal, settlement: Settlement | None, ledger: Ledger, posted: Posted, context: Context
) -> EntryView:  # fmt: skip
    difference = entry.says == DIFFERENCE
    final = settlement is not None and settlement.state == FINAL
    return EntryView(
        when=day(entry.day, context.today),
        what=_what(entry.key, posted, context),
        how=_difference(entry, ledger, posted, context) if difference else _how(entry.key, ledger, posted, context),
        amount=Shown(_money(entry.amount, context), _note(entry, ledger, posted, context)),
        balance=_money(balance, context),
        chip=Chip("final", "Final") if final else Chip("provisional", "Pending"),
        settles=_settles(settlement, context),
        difference=difference,
        day=entry.day.isoformat(),
        plain=str(entry.amount),
        after=str(balance),
    )


def _what(key: Key, posted: Posted, context: Context) -> str:
    if key not in posted:
        return "Posted in the examples"
    case, _ = posted[key]
    members = "".join(f", {name}" for _, name in case.scope)
    return f"{context.title('clauses', case.clause)}{members}, {context.period(case.period.name)}"


def _difference(entry: Entry, ledger: Ledger, posted: Posted, context: Context) -> str:
    booked = f"booked in {period_name(entry.period)}"
    if entry.key in posted and posted[entry.key][0].withdrawn is not None:
        return f"taken back: {_fallen(posted[entry.key][0], context)}; {booked}"
    first = next(one for one in ledger.entries if one.key == entry.key)
    if first is entry:
        return "; ".join(
            filter(None, (_how(entry.key, ledger, posted, context), f"known later than its period, {booked}"))
        )
    return f"difference to what was posted before; {booked}"


def _fallen(case: CaseRecord, context: Context) -> str:
    """Return why what a case paid is not owed: its cause is gone, or in doubt, as while a figure is disputed."""
    unsure = context.standing.life.unsure.get((case.clause, case.scope, case.period.name), ())
    return "whether it is owed is open" if case.rule in unsure else "the miss is gone"


def _how(key: Key, ledger: Ledger, posted: Posted, context: Context) -> str:
    if key not in posted:
        return ""
    case, payment = posted[key]
    text = payment.step.pay.text.strip() if payment.step.pay is not None else ""
    said = "what was paid, given back" if text == "-paid" else case.rule.replace("_", " ")
    cuts = [held for held in _held(key, ledger) if held.cut]
    if cuts and isinstance(payment.amount, Exact):
        return ": ".join(filter(None, (said, f"{_money(payment.amount, context)}, cut by a cap")))
    return said if case.rule else ", ".join(filter(None, (said, "after a dispute")))


def _amount(case: CaseRecord, payment: PaymentRecord, context: Context) -> str:
    """Return how the amount is made, as the schedule says it; an amount that is written out needs no words."""
    pay, terms = payment.step.pay, context.terms_of(case.period)
    clause = terms.clauses.get(case.clause)
    if pay is None or clause is None or constant(pay.node) is not None:
        return ""
    return amount_words(pay.node, clause, case.rule, terms, context)


def _held(key: Key, ledger: Ledger) -> tuple[Held, ...]:
    return ledger.derivation(key).caps if key in ledger.claims else ()


def _settles(settlement: Settlement | None, context: Context) -> str:
    if settlement is None:
        return ""
    if settlement.due is None:
        return "with the next invoice"
    return f"due {day(settlement.due, context.today)}"


def _note(entry: Entry, ledger: Ledger, posted: Posted, context: Context) -> int:
    """Return the number of the derivation of what an entry rests on."""
    if entry.key not in posted:
        return 0
    case, payment = posted[entry.key]
    paid = ledger.paid_of(entry.key)
    return context.note(
        ("payment", case.clause, ", ".join(name for _, name in case.scope), case.period.name, str(entry.key)),
        DerivationView(
            number=0,
            title=f"{_what(entry.key, posted, context)}, {case.rule.replace('_', ' ') or 'dispute'}",
            value=_money(paid, context) if not isinstance(paid, Unknown) else "not known",
            formula=payment.step.pay.text if payment.step.pay is not None else "",
            inputs=tuple(_inputs(entry.key, ledger, case, payment, context)),
            digests=(Digest("terms", context.terms_of(case.period).digest),),
        ),
    )


def _inputs(
    key: Key, ledger: Ledger, case: CaseRecord, payment: PaymentRecord, context: Context
) -> Iterator[str]:  # fmt: skip
    if said := _amount(case, payment, context):
        yield said
    if isinstance(payment.amount, Exact):
        yield f"before caps: {_money(payment.amount, context)}"
    for held in _held(key, ledger):
        if isinstance(held.limit, Exact) and not isinstance(held.left, Unknown):
            yield f"cap {_every(held.cap.every)}: {_money(held.limit, context)}, {_money(held.left, context)} left"


def _open(ledger: Ledger, posted: Posted, context: Context) -> Iterator[str]:
    """Yield what is claimed and not known yet, with the reason."""
    for claim, why in ledger.undetermined():
        yield f"{_what(claim.key, posted, context)}: not known, {context.spoken(why.reason)}"
