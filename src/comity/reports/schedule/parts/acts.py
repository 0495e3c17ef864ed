"""The acts of a step in words: who shall or may do what."""

from __future__ import annotations

from comity.agreement.model import Step
from comity.reports.schedule.english.names import Book
from comity.reports.schedule.english.words import capital, listed, named, quoted
from comity.reports.schedule.parts.facts import column_text

_VERBS = frozenset(
    """accept appoint audit cancel confirm convene correct cure deliver fix inspect make meet notify object open pay
    rectify reject release remedy remove repair replace resume return review sign step stop submit suspend terminate
    test withdraw""".split()
)
_GIVEN = ("notice", "consent", "notification", "approval", "warning")
_MADE = ("plan", "report", "analysis", "statement", "cause", "proposal", "forecast", "certificate")


def act_words(act: str) -> str:
    """Return an act as a verb with its recorded words in quotation marks: `give “notice”`, `“step in”`."""
    words = act.lower().replace("-", " ").split()
    if any(word in _GIVEN for word in words):
        return f"give {quoted(act)}"
    if any(word in _MADE for word in words):
        return f"deliver {quoted(act)}"
    return quoted(act) if words and words[0] in _VERBS else f"perform {quoted(act)}"


def actors(step: Step, book: Book) -> str:
    """Return who shall or may act, with the verb: `the Supplier shall`, `the Buyer and the Supplier shall each`."""
    names = book.actors(step.who, "and" if step.modal == "must" else "or")
    if step.modal == "must":
        return f"{names} shall{' each' if len(step.who) > 1 else ''}"
    return f"{'either of ' if len(step.who) == 2 else 'any of ' if len(step.who) > 2 else ''}{names} may"


def carried(step: Step, book: Book) -> str:
    """Return what an act must state, as a sentence; nothing where it carries no values."""
    if not step.carries:
        return ""
    values = [f"{named(name)} ({column_text(book, column)})" for name, column in step.carries.items()]
    several = " If several parties act, they must state the same." if len(step.who) > 1 else ""
    return f"The act must state {listed(values)}; an act that does not is refused.{several}"


def again_words(step: Step, per: tuple[str, ...]) -> str:
    """Return how often a step may be done, as a sentence; nothing where it is not said."""
    if not step.again:
        return ""
    scope = f" for each {' and '.join(named(column) for column in per)}" if per else ""
    if step.again == "never":
        limit = f"It may be done only once in the life of the Agreement{scope}, over all cases"
    elif step.again.startswith("once a "):
        span = named(step.again.removeprefix("once a "))
        limit = f"It may be done only once in any {span}{scope}, over all cases, and opens anew after it was done"
    else:
        return f"It may be done again ({step.again}): it opens anew each time it was done."
    return f"{limit}. An act beyond that is refused; if it can no longer be done when it would open, it is passed over."


def title_of(step: Step) -> str:
    """Return the title of a step: its name, its act or its level."""
    said = step.name or step.do or step.level
    if said:
        return capital(said)
    return "Choice" if step.choose else "Payment" if step.pay is not None else "Condition" if step.when else "Step"
