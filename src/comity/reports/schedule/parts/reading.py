"""How formulas and figures are read: the rules of the language as contract text, as far as they are needed."""

from __future__ import annotations

from collections.abc import Iterator

from comity.agreement.formula import tree
from comity.agreement.formula.functions import AGGREGATES, WINDOWED
from comity.agreement.formula.parts import every_step, formulas
from comity.agreement.model import Formula
from comity.reports.schedule.english.names import PUBLISHED, Book, layers


def reading_rules(book: Book) -> Iterator[str]:
    """Yield the rules, each a paragraph."""
    used = {
        node.function
        for formula in all_formulas(book)
        for node in tree.walk(formula.node)
        if isinstance(node, tree.Call)
    }
    terms = book.terms
    yield "Numbers are exact. Nothing is rounded unless this Schedule says so, and a division is exact."
    yield (
        "A metric in a formula stands for its figure for the same period and the same member; a term stands for the "
        "value it has on the first day of the period measured (of an entry: on its day; of a first period that is cut: "
        "on the day it starts)."
    )
    if used & AGGREGATES:
        yield (
            "A sum, number, mean, median, smallest or greatest over the entries of a report takes the entries of the "
            "period measured and, where something is measured separately for each member, of that member. A report of "
            "no entries gives a sum and a number of 0, and no value for the others; a report that has not been made is "
            "missing."
        )
    if used & WINDOWED or "running" in used:
        yield from _of_windows(used)
    if "days_running" in used:
        yield (
            "The days that relief has been running are counted from the first day of the event to the end of the "
            "period, both included, while a claim of it is in force."
        )
    if "running" in used:
        yield "A count of consecutive periods steps over periods that are Excused or not yet due."
    if any("step" in layers(term) for term in terms.settings.values()):
        yield (
            "In a table of steps the value is that of the greatest step that is not above the number looked up. What "
            "has no step is Undetermined."
        )
    yield (
        "Brackets in a formula show what is computed first. Where a formula joins claims by “and” and “or”, brackets "
        "show which belong together."
    )
    if terms.rates:
        yield (
            f"Money reported in another currency is converted into {terms.currency} at the rates of "
            f"{book.report(terms.rates)}{', which both parties trust' if _is_published(book) else ''}."
        )
    elif terms.currency:
        yield f"Money is reckoned in {terms.currency}."


def _of_windows(used: set[str]) -> Iterator[str]:
    yield (
        "A span of periods ends with the period measured and includes it; a span written as a duration holds the "
        "periods that end within it, counted back from the end of the period measured. If a period of the span is "
        "Undetermined, the answer is known only where every possible value of that period gives the same answer."
    )
    yield (
        "Excused periods keep their place in a number of periods but count neither way; a total, a mean, a highest or "
        "a lowest leaves them out."
    )
    if used & {"total", "mean", "highest", "lowest"}:
        yield (
            "A total or a mean over a number of periods exists once that number of periods exists, unless a smaller "
            "number is stated; a count of periods needs no full span."
        )


def _is_published(book: Book) -> bool:
    table = book.terms.facts.get(book.terms.rates or "")
    return table is not None and table.reporters[0].party == PUBLISHED


def all_formulas(book: Book) -> Iterator[Formula]:
    """Yield every formula of the agreement."""
    terms = book.terms
    values = [*terms.settings.values(), *(metric.target for metric in terms.metrics.values())]
    values += [cap.at_most for account in terms.accounts.values() for cap in account.caps]
    values += [clause.threshold for clause in terms.clauses.values()]
    for value in values:
        yield from formulas(value) if value is not None else ()
    yield from (metric.formula for metric in terms.metrics.values())
    firsts = [step for steps in terms.ladders.values() for step in steps]
    for clause in terms.clauses.values():
        own = (clause.measure, clause.missed_if, *clause.let.values(), *(r.measure for r in clause.relief.values()))
        yield from (formula for formula in own if formula is not None)
        firsts += clause.rules.values()
    for step in (later for first in firsts for later in every_step(first)):
        own = (step.condition, step.when, step.unless, step.pay, step.at_most)
        yield from (formula for formula in own if formula is not None)
        yield from (formula for term in step.set.values() for formula in formulas(term))
