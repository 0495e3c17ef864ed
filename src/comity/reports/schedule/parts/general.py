"""Relief, waiver and reservation; restatement and finality: the rules that hold for every clause."""

from __future__ import annotations

from collections.abc import Iterator

from comity.agreement.formula.parts import every_step
from comity.reports.schedule.english.names import Book, report_term
from comity.reports.schedule.english.times import point
from comity.reports.schedule.model import Item, Section
from comity.reports.schedule.parts.facts import report_speech


def relief(book: Book) -> Section:
    """Return the section of relief, waiver and reservation."""
    blocks = tuple(Item(text=text, title=title) for title, text in _relief(book))
    return Section(title="Relief, waiver and reservation", blocks=blocks, key="relief")


def _relief(book: Book) -> Iterator[tuple[str, str]]:
    if any(clause.relief for clause in book.terms.clauses.values()):
        yield (
            "Claims",
            (
                "A claim of relief names the period and the event and states what the clause requires. A claim made "
                "too late changes nothing. A claim made in time takes effect at once, provisionally, until the other "
                "party accepts it; if it is rejected, the result of the test is disputed. A claim may come until the "
                "facts of the period are final, unless the clause sets a time."
            ),
        )
        yield (
            "Effect",
            (
                "Where relief leads to a new test and the test is then passed, the clause is Excused; but for the "
                "event it was Met. Where it is still failed, the clause is Missed by the adjusted value. The figures "
                "before and after relief are shown side by side."
            ),
        )
        yield (
            "What excused means",
            (
                "A period that is Excused triggers nothing that rests on a miss: no payment and no right, the other "
                "party’s right to terminate included."
            ),
        )
    yield (
        "Waiver",
        (
            "The party to which a clause is owed may in every case waive a miss or reserve its rights, until the facts "
            "of the period are final. A waiver concerns the period it names and no other; from then on that period "
            "counts as Excused in every count. The silence of a party is not a waiver, unless a clause says that it is."
        ),
    )
    yield "Reservation", "Rights that are reserved are kept: the period remains Missed and counts as such."
    yield (
        "Cure",
        ("A period that is declared “cured” remains Missed and counts as such, unless a condition says otherwise."),
    )
    yield (
        "End of the Agreement",
        (
            "When the Agreement ends, steps that are not yet due become void. Amounts accrued, cures by payment and "
            "disputes already begun survive."
        ),
    )
    if any(list(every_step(rule))[1:] for clause in book.terms.clauses.values() for rule in clause.rules.values()):
        yield (
            "Cases",
            (
                "A case is open while one of its steps is open. On a closed case acts are refused, but for a dispute, "
                "a restatement, a waiver and a reservation. If a case is closed with nothing done, waived or reserved, "
                "it is recorded as “no position taken”. While a step waits for a later result, results of later "
                "periods count, but the Threshold, the Shortfall, payments and values stated in acts stay those of the "
                "case. A step with a time limit that waits for a result lapses only once all periods that ended within "
                "the limit are known. Where an act and a lapse fall on one day, the act comes first."
            ),
        )


def restatement(book: Book) -> Section:
    """Return the section of restatement and finality."""
    blocks = tuple(Item(text=text, title=title) for title, text in _restatement(book))
    return Section(title="Restatement and finality", blocks=blocks, key="restatement")


def _restatement(book: Book) -> Iterator[tuple[str, str]]:
    yield (
        "Restatement",
        (
            "A party that reported a fact may restate it. A restatement that is received in time leads to a new "
            "computation of everything that rests on the fact, by the terms of the period concerned. Amounts posted "
            "stay; the difference, up or down, is posted to the same account in the period of the day on which the "
            "restatement became known. Steps not yet done become void where their cause has gone; acts done stand."
        ),
    )
    yield (
        "Too late",
        ("A restatement that is received later is recorded and shown beside the earlier figure, and moves no money."),
    )
    for table in book.terms.facts.values():
        if table.restate is None and table.final is None:
            continue
        speech = report_speech(book, table)
        parts = []
        if table.restate is not None:
            parts.append(f"a restatement is in time until {_point(point(table.restate, speech))}")
        if table.final is not None:
            parts.append(
                f"the facts are final from {_point(point(table.final, speech))} and change only by a restatement in "
                "time"
            )
        yield report_term(table.name), f"For this report, {' and '.join(parts)}."
    if any(table.restate is None and table.final is None for table in book.terms.facts.values()):
        yield "Other reports", "Where no day is stated for a report, a restatement is in time at any time."
    yield (
        "Periods declared final",
        (
            "A period that is declared “final” is closed for restatement even before these days. A change of a term "
            "that followed from a figure is reversed from the day on which the restatement became known, but for the "
            "termination of the Agreement."
        ),
    )


def _point(said: str) -> str:
    return said.replace("the last fact needed was reported", "the day of the report")
