"""What happens at once: payments, changes of terms, statuses, ladders that open."""

from __future__ import annotations

from collections.abc import Iterator

from comity.agreement.model import Step, Term, Word
from comity.reports.schedule.english.formula import atom, condition, value
from comity.reports.schedule.english.names import layers
from comity.reports.schedule.english.speech import Speech, account_key, ladder_key
from comity.reports.schedule.english.terms import term_text
from comity.reports.schedule.english.words import duration, named, quoted
from comity.reports.schedule.markup import named_reference, plain, reference


def is_immediate(step: Step) -> bool:
    """Say whether a consequence happens at once and awaits nothing: no act, no choice, no condition, no level."""
    return not (step.modal or step.when is not None or step.level)


def effects(step: Step, speech: Speech) -> Iterator[str]:
    """Yield what a consequence brings about, each as a sentence without its full stop, in the order of events."""
    guard = f"if {condition(step.condition.node, speech)}, " if step.condition is not None else ""
    note = f" (note: {plain(step.says)})" if step.says else ""
    for said in own_effects(step, speech):
        yield f"{guard}{said}{note}"
        note = ""


def own_effects(step: Step, speech: Speech) -> Iterator[str]:
    """Yield what a step itself pays, changes, declares and opens once it is done, but for a payment it awaits."""
    if step.pay is not None and not step.modal:
        yield payment(step, speech, "shall")
    if step.set:
        changes = [_changed(name, term, speech) for name, term in step.set.items()]
        yield f"{', and '.join(changes)}{_when(step, speech)}"
    if step.declare:
        yield f"the case and its {speech.period} are declared {quoted(step.declare)}"
    if step.ladder:
        yield f"the matter goes to {named_reference(ladder_key(step.ladder))}"


def parties_of(step: Step, speech: Speech) -> tuple[str, str]:
    """Return who pays and who is paid, in words: of an awaited payment whoever acts, else the party that owes."""
    clause, book = speech.clause, speech.book
    owed_by, owed_to = (clause.owed_by, clause.owed_to) if clause else ("", "")
    acting = step.who[0] if step.modal and step.who else owed_by
    payer = step.payer or acting
    payee = step.payee or (owed_by if payer == owed_to else owed_to)
    return (
        book.party(payer) if payer else "the party that owes the disputed clause",
        book.party(payee) if payee else "the party to which it is owed",
    )


def payment(step: Step, speech: Speech, modal: str) -> str:
    """Return a payment as a sentence: who pays whom, how much, up to what, into which account."""
    if step.pay is None:
        return ""
    payer, payee = parties_of(step, speech)
    most = f", but not more than {atom(step.at_most.node, speech)}" if step.at_most is not None else ""
    into = f", posted to {speech.book.account(step.into)} ({reference(account_key(step.into))})" if step.into else ""
    said = f"{payer} {modal} pay {payee} an amount equal to {value(step.pay.node, speech)}{most}{into}"
    if modal == "shall" and not step.into and not step.modal:
        said += " (settled at once, without a cap)"
    return said


# -- changes of terms -------------------------------------------------------------------------


def _changed(name: str, term: Term, speech: Speech) -> str:
    if name == "agreement" and isinstance(term, Word):
        return {
            "terminated": "the Agreement is terminated",
            "in force": "the Agreement is in force",
        }.get(term.text, f"the status of the Agreement changes to {quoted(term.text)}")
    if name == "ends":
        return f"the end of the Agreement changes to {term_text(term, speech)}"
    clause = speech.clause
    setting = speech.book.terms.settings.get(name)
    members = ""
    if clause is not None and clause.per and setting is not None and "keyed" in layers(setting):
        members = f" for that {' and '.join(named(column) for column in clause.per)}"
    return f"the term {quoted(named(name))}{members} changes to {term_text(term, speech)}"


def _when(step: Step, speech: Speech) -> str:
    if step.holds_from_period_start:
        start = f" with effect from the first day of the {speech.period} itself"
    elif step.after is not None:
        start = f" with effect from the end of the day {duration(step.after)} after the Measured Day"
    else:
        start = " with effect from the end of the Measured Day"
    lasts = f", for {duration(step.lasts)} and then back to what it would otherwise be" if step.lasts else ""
    return start + lasts
