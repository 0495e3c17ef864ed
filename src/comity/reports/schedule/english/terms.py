"""Values of the agreement in words, and those that are long as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from comity.agreement.formula import tree
from comity.agreement.formula.check import check
from comity.agreement.formula.context import Context
from comity.agreement.formula.contexts import clause_context, metric_context
from comity.agreement.formula.parts import every_step, formulas
from comity.agreement.formula.types import Kind, Maybe
from comity.agreement.model import DatedMap, Formula, KeyedMap, StepTable, Term, Unset, Word
from comity.reports.schedule.english.formula import value
from comity.reports.schedule.english.names import Book, layers
from comity.reports.schedule.english.speech import Speech
from comity.reports.schedule.english.words import day, listed, money, named, number, percent, quoted

UNSET = "still to be agreed (until then, whatever needs it is Undetermined)"
Wording = Callable[[Decimal], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One value out of a map: the days, the member or the number it is for, and the value in words."""

    labels: tuple[str, ...]
    said: str


def term_text(term: Term, speech: Speech, at: Wording = number) -> str:
    """Return a value in a sentence. `at` says the thresholds of a step table."""
    match term:
        case Formula():
            return value(term.node, speech)
        case Word():
            return quoted(term.text)
        case Unset():
            return UNSET
        case DatedMap():
            return listed([f"{term_text(entry, speech, at)} from {day(since)}" for since, entry in term.entries])
        case KeyedMap():
            return listed([f"{term_text(e, speech, at)} for {quoted(m)}" for m, e in term.entries.items()])
        case StepTable():
            parts = [f"{term_text(entry, speech, at)} from {at(threshold)}" for threshold, entry in term.entries]
            return listed([*parts, f"below that {_otherwise(term, speech, at)}"])


def _otherwise(term: StepTable, speech: Speech, at: Wording) -> str:
    return "no value (Undetermined)" if term.otherwise is None else term_text(term.otherwise, speech, at)


def lines(term: Term, speech: Speech, at: Wording = number) -> Iterator[Line]:
    """Yield the entries of a value, however its maps nest: members first, then days, then steps, as written."""
    match term:
        case DatedMap():
            for since, entry in term.entries:
                yield from _under(f"from {day(since)}", entry, speech, at)
        case KeyedMap():
            for member, entry in term.entries.items():
                yield from _under(quoted(member), entry, speech, at)
        case StepTable():
            yield from _steps(term, speech, at)
        case _:
            yield Line(labels=(), said=term_text(term, speech, at))


def _steps(term: StepTable, speech: Speech, at: Wording) -> Iterator[Line]:
    thresholds = [threshold for threshold, _ in term.entries]
    for number_, (threshold, entry) in enumerate(term.entries):
        following = thresholds[number_ + 1] if number_ + 1 < len(thresholds) else None
        until = f" and less than {at(following)}" if following is not None else " or more"
        start = f"at least {at(threshold)}" if following is not None else at(threshold)
        yield from _under(start + until, entry, speech, at)
    label = f"less than {at(thresholds[0])}" if thresholds else "any number"
    yield Line(labels=(label,), said=_otherwise(term, speech, at))


def _under(label: str, entry: Term, speech: Speech, at: Wording) -> Iterator[Line]:
    for line in lines(entry, speech, at):
        yield Line(labels=(label, *line.labels), said=line.said)


def depth(term: Term) -> int:
    """Return how many maps nest in a value."""
    match term:
        case DatedMap():
            return 1 + max((depth(entry) for _, entry in term.entries), default=0)
        case KeyedMap():
            return 1 + max((depth(entry) for entry in term.entries.values()), default=0)
        case StepTable():
            return 1 + max((depth(entry) for _, entry in term.entries), default=0)
        case _:
            return 0


def heads(term: Term) -> tuple[str, ...]:
    """Return the headings of the columns that `lines` labels."""
    match term:
        case DatedMap(entries=((_, first), *_)):
            return ("In force", *heads(first))
        case KeyedMap(entries=entries) if entries:
            return ("For", *heads(next(iter(entries.values()))))
        case StepTable(entries=((_, first), *_)):
            return ("For a number of", *heads(first))
        case _:
            return ()


# -- what the thresholds of a step table are --------------------------------------------------


def wording_of(name: str, book: Book) -> Wording:
    """Return how the thresholds of a step table are said, found from a call of it: percentages, money or numbers."""
    for node, context in _calls(name, book):
        kinds = layers(book.terms.settings[name])
        argument = node.arguments[-1] if "step" in kinds else None
        if argument is not None:
            text = Formula(text="", node=argument, place=book.terms.place)
            return _wording(check(text, context)[0])
    return number


def _wording(found: Maybe) -> Wording:
    if found is None:
        return number
    if found.kind is Kind.MONEY:
        return lambda amount: money(amount, found.currency)
    return percent if found.percent else number


def _calls(name: str, book: Book) -> Iterator[tuple[tree.Call, Context]]:
    for formula, context in _formulas(book):
        for node in tree.walk(formula.node):
            if isinstance(node, tree.Call) and node.function == name:
                yield node, context


def _formulas(book: Book) -> Iterator[tuple[Formula, Context]]:
    """Yield every formula that can call a setting, with the context it stands in."""
    for metric in book.terms.metrics.values():
        yield metric.formula, metric_context(book.world, metric)
    for clause in book.terms.clauses.values():
        context = clause_context(book.world, clause)
        own = [clause.measure, clause.missed_if, *clause.let.values()]
        own += list(formulas(clause.threshold)) if clause.threshold is not None else []
        own += [relief.measure for relief in clause.relief.values()]
        for rule in clause.rules.values():
            for step in every_step(rule):
                own += [step.condition, step.when, step.unless, step.pay, step.at_most]
                own += [formula for term in step.set.values() for formula in formulas(term)]
        yield from ((formula, context) for formula in own if formula is not None)


def members_named(term: Term) -> tuple[str, ...]:
    """Return the members for which a value is written, outermost first."""
    match term:
        case KeyedMap():
            return tuple(term.entries)
        case DatedMap(entries=((_, first), *_)):
            return members_named(first)
        case _:
            return ()


def term_label(name: str) -> str:
    """Return the defined term of a setting."""
    return named(name)
