"""What follows from a step in a few plain words, once it is done or once its time is over: `if nothing is done`.

The performance schedule says the same at length and with references; here a sentence has to fit a line of the docket.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from comity.agreement.formula.constants import constant
from comity.agreement.formula.tree import Unary
from comity.agreement.model import Clause, Formula, Step, Term, Terms, Word
from comity.kernel.deadline import Deadline
from comity.kernel.figure import Exact
from comity.kernel.numbers import format_value
from comity.kernel.words import and_list, capital
from comity.standing.due.act_words import act_phrase
from comity.standing.words import party_name

STATUSES = {
    "reserved": "the right is recorded as reserved",
    "waived": "the miss counts as waived",
    "cured": "the miss is recorded as cured",
    "final": "the figures of the period become final",
}
"""What is said of the standard statuses; any other is recorded in its own words."""


@dataclass(frozen=True, slots=True)
class About:
    """The terms and the clause that a step belongs to."""

    terms: Terms
    clause: Clause


def if_lapsed(step: Step, about: About, *, next_level: str | None = None) -> str:
    """Return what happens if nothing is done in time, as sentences.

    `next_level` is the level of a ladder that opens then, "" after the last one; None where the step is on no ladder.
    """
    if step.within is None:
        return "It stays open: no time is agreed for it."
    follows = consequences(step.otherwise, about)
    if next_level is not None:
        return _sentence(
            [*follows, f"the matter goes to the next level: {next_level}" if next_level else _AFTER_THE_LAST]
        )
    if step.modal == "may":
        return _right_lapses(step, follows)
    if not follows:
        return "The step lapses; no consequence is agreed." if step.modal else "It ends, and nothing follows."
    return _sentence(follows)


_AFTER_THE_LAST = "the ladder ends without an outcome, and the clocks it stopped run on"


def _right_lapses(step: Step, follows: Sequence[str]) -> str:
    if not follows:
        return "The right lapses; nothing else follows."
    if len(step.otherwise) == 1 and step.otherwise[0].declare == "reserved":
        return "The right lapses and is recorded as reserved."
    return _sentence(["the right lapses", *follows])


def if_done(step: Step, about: About) -> str:
    """Return what follows once a step is done, as a sentence; "" where nothing is agreed."""
    follows = consequences(step.then, about)
    return _sentence(follows) if follows else ""


def _sentence(parts: Sequence[str]) -> str:
    return capital("; ".join(parts)) + "."


# -- consequences -----------------------------------------------------------------------------


def consequences(steps: Sequence[Step], about: About) -> list[str]:
    """Return what follows at once, each as a sentence without capital and full stop."""
    found: list[str] = []
    for step in steps:
        guard = f"if {plain(step.condition.text)}, " if step.condition is not None else ""
        said = [opened(step, about)] if _waits(step) else [*_effects(step, about), *consequences(step.then, about)]
        found += [f"{guard}{one}" for one in said]
    return found


def _waits(step: Step) -> bool:
    return bool(step.modal or step.when is not None or step.level)


def opened(step: Step, about: About) -> str:
    """Return the step that opens then: `Wren may then give notice of termination within 30 days`."""
    if step.level:
        return f"the matter goes to the level {step.level}"
    time = within(step.within)
    if not step.who:
        return f"{step.name or 'a further condition'} begins{time}"
    then = "then" if step.modal == "must" else "may then"
    verb = "must then" if step.modal == "must" else then
    return f"{who(step, about.terms)} {verb} {deed(step, about)}{time}"


def who(step: Step, terms: Terms) -> str:
    """Return who may or must act: all of them under `must`, any of them under `may`."""
    names = [party_name(terms, name) for name in step.who]
    return and_list(names) if step.modal == "must" else _or_list(names)


def deed(step: Step, about: About) -> str:
    """Return what a step awaits as a verb: `give notice`, `choose: waive or terminate`, `pay 8% * shortfall`."""
    ways = []
    if step.do:
        ways.append(act_phrase(step.do))
    if step.choose:
        ways.append(f"choose: {_or_list(list(step.choose))}")
    if step.pay is not None:
        ways.append(f"pay {amount(step.pay, about.terms)}")
    return " or ".join(ways) or f"act ({step.name or 'no act is named'})"


def _effects(step: Step, about: About) -> list[str]:
    found: list[str] = []
    if step.pay is not None:
        found.append(_owed(step, about))
    found += [_changed(name, term, step) for name, term in step.set.items()]
    if step.declare:
        found.append(STATUSES.get(step.declare, f"it is recorded as “{step.declare}”"))
    if step.ladder:
        levels = about.terms.ladders.get(step.ladder, ())
        found.append(f"the ladder “{step.ladder}” opens{f', first level: {levels[0].level}' if levels else ''}")
    return found


def payers(step: Step, clause: Clause) -> tuple[str, str]:
    """Return who pays and who is paid: as the step says, else as the clause is owed."""
    payer = step.payer or (step.who[0] if step.modal and step.who else clause.owed_by)
    return payer, step.payee or (clause.owed_to if payer != clause.owed_to else clause.owed_by)


def amount(formula: Formula, terms: Terms) -> str:
    """Return a sum in words: an amount where the formula is one, else the formula; a long one is not repeated."""
    value = constant(formula.text, terms)
    if isinstance(value, Exact) and not isinstance(value, bool):
        return format_value(value, terms.currency or "")
    said = SUMS.get(formula.text.strip(), plain(formula.text))
    return said if len(said) <= LONGEST_SUM else "the sum agreed"


SUMS = {"paid": "what was paid", "pay": "the same amount"}
"""Formulas that are said in words of their own."""

LONGEST_SUM = 40
"""How long a formula may be to be read within a sentence."""


def _owed(step: Step, about: About) -> str:
    """Return a payment: who owes whom how much; what is paid with a minus runs the other way."""
    assert step.pay is not None
    payer, payee = payers(step, about.clause)
    sum_, turned = _without_minus(step.pay, about.terms)
    names = [party_name(about.terms, name) for name in ((payee, payer) if turned else (payer, payee))]
    return f"{names[0]} owes {names[1]} {amount(sum_, about.terms)}"


def _without_minus(formula: Formula, terms: Terms) -> tuple[Formula, bool]:
    """Return a sum without the minus in front of it, `-paid` or `USD -500`, and whether there was one."""
    node, text = formula.node, formula.text.strip()
    value = constant(text, terms)
    if isinstance(value, Exact) and not isinstance(value, bool):
        text = text if value >= 0 else f"-({text})"
        return replace(formula, text=text), value < 0
    if isinstance(node, Unary) and node.operator == "-":
        return replace(formula, text=text.removeprefix("-").strip(), node=node.operand), True
    return formula, False


def _changed(name: str, term: Term, step: Step) -> str:
    value = term.text if isinstance(term, Word | Formula) else "another value"
    if name == "agreement":
        said = "the agreement ends" if value == "terminated" else f"the agreement is {value}"
    else:
        said = f"{plain(name)} becomes {plain(value)}"
    later = f" {step.after} later" if step.after is not None else ""
    return said + later + (f" for {step.lasts}" if step.lasts is not None else "")


# -- words ------------------------------------------------------------------------------------


def within(deadline: Deadline | None) -> str:
    """Return the time for a step, with a space before it: ` within 30 days after notice`, ` by 15 March`."""
    if deadline is None:
        return ""
    return f" within {deadline.text}" if deadline.kind == "after" else f" by {deadline.text}"


def plain(text: str) -> str:
    """Return a formula or a name as people read it: without underscores and quotation marks."""
    return " ".join(text.replace("_", " ").replace("'", "").split())


def _or_list(items: Sequence[str]) -> str:
    return and_list(items, most=8).replace(" and ", " or ") if len(items) < 3 else _long_or(items)


def _long_or(items: Sequence[str]) -> str:
    return f"{', '.join(items[:-1])} or {items[-1]}"
