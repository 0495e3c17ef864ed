"""Annex B: what a careful reader might still misread, said aloud for this agreement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from comity.agreement.formula.parts import every_step, leaves
from comity.agreement.model import Clause, DatedMap, KeyedMap, Step, Term, Unset
from comity.kernel.period import Grain
from comity.reports.schedule.english.names import Book
from comity.reports.schedule.english.speech import clause_key, clause_speech
from comity.reports.schedule.english.times import first_after, first_day, is_mid_period, last_day
from comity.reports.schedule.english.words import NOUNS, capital, day, listed, named, period_named, quoted
from comity.reports.schedule.markup import named_reference, reference
from comity.reports.schedule.model import Item, Section
from comity.reports.schedule.parts.rules import planned

Told = Iterator[tuple[str, str]]


def misread(book: Book) -> Section:
    """Return the annex of what might be misread."""
    blocks = tuple(Item(text=text, title=title) for title, text in _all(book))
    return Section(title="What a reader might misread", blocks=blocks, annex=True, key="misread")


def _all(book: Book) -> Told:
    yield (
        "Missed is not breached",
        (
            "This Schedule says whether a clause is Missed. Whether that is a breach of the Agreement, and what else "
            "follows from it by law, is not said here."
        ),
    )
    yield (
        "No figure is not zero",
        "A figure that is missing is neither 0 nor 100%. It decides nothing, for either party.",
    )
    clauses = list(book.terms.clauses.values())
    yield from _cut_periods(book, clauses)
    yield from _changes(book, clauses)
    steps = [(step, key, clause) for clause in clauses for step, key in _steps(book, clause)]
    yield from _duties(steps)
    yield from _rights(steps)
    yield from _own_cures(book, steps)
    yield from _silence(steps)
    yield from _relief(clauses)
    yield from _unset(book)
    if book.terms.calendar.term_starts and any(_uses_contract_years(clause) for clause in clauses):
        yield (
            "Contract Years",
            f"Contract Years run from {day(book.terms.starts)}, not from 1 January unless that is the day.",
        )


def _steps(book: Book, clause: Clause) -> Iterator[tuple[Step, str]]:
    speech = clause_speech(book, clause)
    for name, rule in clause.rules.items():
        yield from planned(clause, name, rule, speech)[0].known


def _uses_contract_years(clause: Clause) -> bool:
    return clause.every is Grain.CONTRACT_YEAR


# -- periods ----------------------------------------------------------------------------------


def _cut_periods(book: Book, clauses: list[Clause]) -> Told:
    calendar, cut = book.terms.calendar, list[str]()
    for clause in clauses:
        first, last = first_day(clause, book), last_day(clause, book)
        if not isinstance(clause.every, Grain) or first is None or clause.measure is None:
            continue
        ends = calendar.containing(clause.every, last).last != last if last is not None else False
        if calendar.containing(clause.every, first).first != first or ends:
            cut.append(reference(clause_key(clause.name)))
    if cut:
        yield (
            "Cut periods",
            (
                f"The first or the last period of {listed(cut)} is shorter than the others. Its Threshold is the same; "
                "it is not reduced in proportion to its days."
            ),
        )


def _changes(book: Book, clauses: list[Clause]) -> Told:
    """Say of each dated value which period it first concerns, by every kind of period that clauses test."""
    grains = {clause.every for clause in clauses if isinstance(clause.every, Grain)}
    grains |= {metric.every for metric in book.terms.metrics.values()} if not grains else set()
    said = []
    for name, change in _dated(book, clauses):
        for grain in Grain:
            if grain in grains and change > book.terms.starts:
                period = first_after(book.terms.calendar, grain, change, book.terms.starts)
                mid = is_mid_period(change, grain, book.terms.calendar, book.terms.starts)
                note = f", because the {NOUNS[grain]} then running keeps the earlier value" if mid else ""
                said.append(
                    f"{name} changes on {day(change)}: the first {NOUNS[grain]} measured by the new value is "
                    f"{period_named(period)}{note}"
                )
    if said:
        yield "Values that change", capital("; ".join(dict.fromkeys(said))) + "."


def _dated(book: Book, clauses: list[Clause]) -> Iterator[tuple[str, date]]:
    for setting, term in book.terms.settings.items():
        yield from ((f"the {named(setting)}", change) for change in _days(term))
    for clause in clauses:
        if clause.threshold is not None:
            where = f"the Threshold of {reference(clause_key(clause.name))}"
            yield from ((where, change) for change in _days(clause.threshold))


def _days(term: Term) -> Iterator[date]:
    match term:
        case DatedMap():
            for since, entry in term.entries:
                yield since
                yield from _days(entry)
        case KeyedMap():
            for entry in term.entries.values():
                yield from _days(entry)


# -- steps ------------------------------------------------------------------------------------

Steps = list[tuple[Step, str, Clause]]


def _duties(steps: Steps) -> Told:
    open_ended = [named_reference(key) for step, key, _ in steps if step.modal == "must" and not step.otherwise]
    if open_ended:
        yield (
            "Duties without an agreed consequence",
            (f"If what {listed(open_ended)} requires is not done, this Schedule attaches no consequence to it."),
        )


def _rights(steps: Steps) -> Told:
    lapsing = [
        named_reference(key)
        for step, key, _ in steps
        if step.modal == "may" and step.within is not None and not step.otherwise
    ]
    if lapsing:
        yield (
            "Rights that lapse",
            f"If the right in {listed(lapsing)} is not used in time, it is lost for that case; nothing else follows.",
        )


def _own_cures(book: Book, steps: Steps) -> Told:
    own = [
        (named_reference(key), book.party(clause.owed_by))
        for step, key, clause in steps
        if step.do and step.who == (clause.owed_by,) and any(later.declare == "cured" for later in step.then)
    ]
    for where, who in dict.fromkeys(own):
        yield (
            "Who says that it is cured",
            (
                f"Under {where}, {who} itself states that it has cured; no confirmation by the other party is "
                "required, which may dispute it."
            ),
        )


def _silence(steps: Steps) -> Told:
    waiving = [
        named_reference(key) for step, key, _ in steps if any(later.declare == "waived" for later in step.otherwise)
    ]
    if waiving:
        yield "Silence as a waiver", f"Under {listed(waiving)} silence is a waiver: not acting in time waives the miss."


def _relief(clauses: list[Clause]) -> Told:
    excusing = [reference(clause_key(clause.name)) for clause in clauses if clause.relief]
    if excusing:
        yield (
            "What relief also stops",
            (
                f"Relief under {listed(excusing)} stops more than money: rights that rest on misses, termination "
                "included, do not arise from a period that is Excused."
            ),
        )


def _unset(book: Book) -> Told:
    unset = [
        named(name) for name, term in book.terms.settings.items() if any(isinstance(one, Unset) for one in leaves(term))
    ]
    unset += [quoted(clause.name) for clause in book.terms.clauses.values() if _has_unset(clause)]
    if unset:
        yield (
            "Still to be agreed",
            f"{listed(unset)}: a value is still to be agreed. Until then whatever needs it is Undetermined.",
        )


def _has_unset(clause: Clause) -> bool:
    sets = [term for rule in clause.rules.values() for step in every_step(rule) for term in step.set.values()]
    terms = [*sets, *([clause.threshold] if clause.threshold is not None else [])]
    return any(isinstance(one, Unset) for term in terms for one in leaves(term))
