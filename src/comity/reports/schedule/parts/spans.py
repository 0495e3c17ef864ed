"""The periods a clause tests, and the periods for which each dated threshold counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from comity.agreement.formula import tree
from comity.agreement.model import Clause, DatedMap, Formula, KeyedMap, Term
from comity.kernel.period import Grain
from comity.reports.schedule.english.names import Book
from comity.reports.schedule.english.speech import Speech, clause_speech
from comity.reports.schedule.english.terms import term_text
from comity.reports.schedule.english.times import concerned, cut_note, first_day, last_day, point
from comity.reports.schedule.english.words import NOUNS, capital, day, named, period_named, plural, quoted, sentences
from comity.reports.schedule.model import Table


def spans(clause: Clause, book: Book) -> str:
    """Return which periods a clause tests: the first, the last, and which of them are cut."""
    first, last = first_day(clause, book), last_day(clause, book)
    speech = clause_speech(book, clause)
    begins = day(first) if first is not None else point(clause.starts, speech) if clause.starts else ""
    ends = day(last) if last is not None else point(clause.ends, speech) if clause.ends else ""
    from_to = f"from {begins} {f'to {ends}' if ends else 'without an agreed last day'}"
    outlives = (
        "" if clause.ends is None else " This clause has a last day of its own, whatever the end of the Agreement."
    )
    verb = "tests" if clause.relation else "applies to"
    if not isinstance(clause.every, Grain):
        what = f"each {speech.period} whose day lies in the time" if clause.table else "the whole time"
        return f"The clause {verb} {what} {from_to}.{outlives}"
    known = _first_and_last(clause.every, book, first, last) if first is not None else ""
    return sentences(f"The clause {verb} each {NOUNS[clause.every]} {from_to}.", known) + outlives


def _first_and_last(grain: Grain, book: Book, first: date, last: date | None) -> str:
    calendar = book.terms.calendar
    begin = calendar.containing(grain, first)
    parts = [f"The first is {period_named(begin)}{_cut(cut_note(begin, first, last))}"]
    if last is not None:
        end = calendar.containing(grain, last)
        parts.append(f"the last is {period_named(end)}{_cut(cut_note(end, first, last))}")
    return ", ".join(parts) + "."


def _cut(days: str) -> str:
    return f" (cut to {days}; the Threshold is not reduced in proportion)" if days else ""


# -- thresholds that depend on days or members ------------------------------------------------


def threshold_table(clause: Clause, speech: Speech) -> Table | None:
    """Return the thresholds with the periods they count for; None where there is only one.

    So it is where a rule may change them: the clause names the setting, whose own table says what it is at first.
    """
    term, terms = clause.threshold, speech.book.terms
    if isinstance(term, Formula) and isinstance(term.node, tree.Name) and str(term.node) not in terms.changeable:
        term = terms.settings.get(str(term.node), term)
    if not isinstance(term, DatedMap | KeyedMap):
        return None
    rows = list(_rows(term, clause, speech, ""))
    member = " and ".join(named(column) for column in clause.per) or "Member"
    heads = (member, "Threshold", "In force from", f"{capital(plural(speech.period))} concerned")
    # Columns that say nothing, because nothing depends on members or on days, are left out.
    kept = [n for n in range(len(heads)) if any(row[n] for row in rows)]
    rows = [tuple(row[n] or ("The start", "All")[n - 2] for n in kept) for row in rows]
    return Table(
        caption=f"Thresholds of {named(clause.name)}",
        key=thresholds_key(clause),
        head=tuple(heads[n] for n in kept),
        rows=tuple(rows),
        widths=(3,) * len(kept),
    )


def thresholds_key(clause: Clause) -> str:
    """Return the key that references to the thresholds of a clause use."""
    return f"thresholds {clause.name}"


def _rows(term: Term, clause: Clause, speech: Speech, member: str) -> Iterator[tuple[str, ...]]:
    match term:
        case KeyedMap():
            for name, entry in term.entries.items():
                yield from _rows(entry, clause, speech, f"{member}, {quoted(name)}" if member else quoted(name))
        case DatedMap():
            changes = [since for since, _ in term.entries]
            for (since, entry), periods in zip(term.entries, _concerned(changes, clause, speech.book), strict=True):
                yield member, capital(term_text(entry, speech)), day(since), capital(periods)
        case _:
            yield member, capital(term_text(term, speech)), "", ""


def _concerned(changes: list[date], clause: Clause, book: Book) -> list[str]:
    first, last = first_day(clause, book), last_day(clause, book)
    if not isinstance(clause.every, Grain):
        return [f"entries of {day(change)} and later, until the next change" for change in changes]
    if first is None:
        return [f"those that begin on or after {day(change)}, until the next change" for change in changes]
    return concerned(changes, clause.every, book.terms.calendar, first, last)
