"""The words every schedule defines: verdicts, values of a test, periods. Only those that the agreement uses."""

from __future__ import annotations

from collections.abc import Iterator

from comity.agreement.formula import tree
from comity.agreement.formula.parts import every_step
from comity.kernel.lexical import MONTHS
from comity.kernel.period import Grain
from comity.reports.schedule.english.names import Book
from comity.reports.schedule.english.words import NOUNS
from comity.reports.schedule.markup import reference
from comity.reports.schedule.parts.reading import all_formulas

Words = Iterator[tuple[str, str]]


def general_words(book: Book) -> Words:
    """Yield the words of tests and verdicts with their meanings."""
    clauses = book.terms.clauses.values()
    yield "Agreement", "means the agreement of which this Schedule is part."
    yield "Business Day", f"means a day described in {reference('business days')}."
    if not clauses:
        return
    yield "Case", "means what is opened each time a rule of this Schedule applies, with all steps that follow from it."
    yield (
        "Undetermined",
        (
            "means that a figure or a test cannot be known, because a fact it needs is missing or disputed, a term is "
            "still to be agreed, or a division by zero would be needed. What is Undetermined is neither Met nor "
            "Missed, and an Undetermined amount is not zero."
        ),
    )
    yield (
        "Measured Day",
        (
            "means, for what follows from figures, the last day of the period measured; for what follows from an act "
            "or from the lapse of time, the day of that act or lapse."
        ),
    )
    if any(clause.relation for clause in clauses):
        yield "Missed", "means that the test of a clause is failed. A clause that is Missed is not thereby breached."
        yield "Met", "means that the test of a clause is passed."
        yield "Excused", f"means that a clause would be Missed but for relief under {reference('relief')}."
    if any(clause.measure is not None for clause in clauses):
        yield from _of_measures()


def _of_measures() -> Words:
    yield "Raw Value", "means what a clause measures, before relief and rounding."
    yield "Measured Value", "means the Raw Value after relief and then after the rounding that the clause states."
    yield "Threshold", "means the value with which a clause compares the Measured Value."
    yield (
        "Shortfall",
        (
            "means the Threshold minus the Measured Value where the Measured Value shall be at least, or more than, "
            "the Threshold, and the Measured Value minus the Threshold where it shall be at most, or less than, the "
            "Threshold. It is negative where the Measured Value is better than the Threshold."
        ),
    )
    yield (
        "Points Short",
        "means the Shortfall of percentages in percentage points, that is 100 multiplied by the Shortfall.",
    )


# -- periods ----------------------------------------------------------------------------------


def period_words(book: Book) -> Words:
    """Yield the periods the agreement measures by."""
    used = grains(book)
    month, of_month = book.terms.calendar.year_starts
    meanings = {
        Grain.DAY: "means a calendar day in the agreed time zone.",
        Grain.WEEK: "means seven days from Monday to Sunday; a week has the number that ISO 8601 gives it.",
        Grain.MONTH: "means a calendar month.",
        Grain.QUARTER: "means three calendar months, the first Quarter of a calendar year being January to March.",
        Grain.YEAR: f"means the twelve months that begin on {of_month} {MONTHS[month - 1]}.",
        Grain.CONTRACT_YEAR: f"means a year of the term as printed in {reference('contract years')}.",
    }
    for grain, meaning in meanings.items():
        if grain in used:
            yield NOUNS[grain], meaning


def grains(book: Book) -> set[Grain]:
    """Return the kinds of period that the agreement uses anywhere."""
    terms = book.terms
    found: set[Grain | str | None] = {table.every for table in terms.facts.values()}
    found |= {metric.every for metric in terms.metrics.values()}
    found |= {clause.every for clause in terms.clauses.values()}
    found |= {cap.every for account in terms.accounts.values() for cap in account.caps}
    found |= {account.settle.removeprefix("every ") for account in terms.accounts.values()}
    found |= {entry.grain for entry in terms.visibility.values()}
    found |= set(_spans(book))
    # A year is needed wherever its first day is not 1 January: quarters and windows belong to it.
    if terms.calendar.year_starts != (1, 1):
        found.add(Grain.YEAR)
    return {Grain(one) for one in found if one in list(Grain)}


def _spans(book: Book) -> Iterator[str]:
    """Yield the spans of `once a quarter`, and of windows such as the year so far."""
    for clause in book.terms.clauses.values():
        for rule in clause.rules.values():
            yield from (step.again.removeprefix("once a ") for step in every_step(rule))
    for formula in all_formulas(book):
        yield from (str(name).replace("_", " ") for name in tree.names(formula.node))
