"""The head of the schedule: who agreed it, for which term, for which purpose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from comity.agreement.model import Amendment
from comity.reports.schedule.english.names import Book
from comity.reports.schedule.english.words import day, listed, named, quoted
from comity.reports.schedule.markup import plain, strong
from comity.reports.schedule.model import Block, Paragraph


def opening(book: Book, amendments: Sequence[Amendment], in_force: date) -> tuple[Block, ...]:
    """Return the paragraphs before the first section."""
    return tuple(Paragraph(text=text, kind=kind) for text, kind in _paragraphs(book, amendments, in_force))


def _paragraphs(book: Book, amendments: Sequence[Amendment], in_force: date) -> Iterator[tuple[str, str]]:
    terms = book.terms
    parties = [f"{plain(p.legal_name)} ({_article(book, p.name)}{_term(book, p.name)})" for p in terms.parties.values()]
    yield f"Between {listed(parties)}.", "body"
    ends = f"to {day(terms.ends)}" if terms.ends else "without an agreed last day"
    yield (
        (
            f"This Schedule states what the parties to the alliance {quoted(terms.alliance)} owe each other, how it is "
            f"measured and what follows. It holds for the term from {day(terms.starts)} {ends}. It says in words what "
            "the agreement computes; both are meant to say the same, and the worked examples in the annex are part of "
            "the agreement."
        ),
        "body",
    )
    if amendments:
        made = listed([f"{quoted(a.title)}, in force from {day(a.in_force)}" for a in amendments])
        yield (
            (
                f"It is the text as amended by {made}, and holds from {day(in_force)}. Periods that began earlier are "
                "measured by the text then in force."
            ),
            "body",
        )
    for amendment in amendments:
        if amendment.says:
            yield f"On the amendment {quoted(amendment.title)}: {plain(amendment.says)}", "note"
    if terms.objectives:
        yield "The parties pursue these objectives:", "body"
        for name, sentence in terms.objectives.items():
            yield f"{strong(named(name))}: {plain(sentence)}", "definition"
    if terms.says:
        yield plain(terms.says), "note"
    if terms.illustrative:
        paths = listed([quoted(path) for path in sorted(terms.illustrative)])
        yield f"The following was added for illustration and is not a term that the parties agreed: {paths}.", "note"


def _article(book: Book, party: str) -> str:
    return "the " if book.party(party).startswith("the ") else ""


def _term(book: Book, party: str) -> str:
    return strong(quoted(book.party_term(party)))
