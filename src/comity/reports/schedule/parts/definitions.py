"""Section 1: the defined terms, the settings with their values, and how formulas are read."""

from __future__ import annotations

from collections.abc import Iterator

from comity.agreement.formula.parts import every_step
from comity.agreement.model import KeyedMap, Term, Unset
from comity.kernel.period import Grain
from comity.reports.schedule.english.names import Book, account_term, is_table, report_term
from comity.reports.schedule.english.speech import account_key, plain_speech, rule_key, setting_key
from comity.reports.schedule.english.terms import depth, heads, lines, term_text, wording_of
from comity.reports.schedule.english.words import NOUNS, counted, listed, named, quoted
from comity.reports.schedule.markup import plain, reference, strong
from comity.reports.schedule.model import Block, Item, Paragraph, Section, Table
from comity.reports.schedule.parts.reading import reading_rules
from comity.reports.schedule.parts.vocabulary import general_words, period_words

CHANGED = "the value it has from time to time under "


def definitions(book: Book) -> Section:
    """Return the section of defined terms."""
    found = sorted(_all(book), key=lambda pair: pair[0].lower())
    terms = tuple(Paragraph(text=f"{strong(quoted(term))} {said}", kind="definition") for term, said in found)
    blocks: list[Block] = [Item(text="In this Schedule:", title="Defined terms", below=terms)]
    tables = tuple(_table(book, name, term) for name, term in book.terms.settings.items() if has_table(term))
    if tables:
        text = "The terms whose value depends on the day, on a number or on a member have the values in these tables."
        blocks.append(Item(text=text, title="Tables of values", below=tables))
    rules = tuple(Item(text=text) for text in reading_rules(book))
    blocks.append(Item(text="Formulas and figures are read as follows:", title="Reading", below=rules))
    return Section(title="Definitions", blocks=tuple(blocks), key="definitions")


def _all(book: Book) -> Iterator[tuple[str, str]]:
    terms = book.terms
    yield from general_words(book)
    yield from period_words(book)
    for party in terms.parties.values():
        yield book.party_term(party.name), f"means {plain(party.legal_name).rstrip('.')}."
    for name, table in terms.facts.items():
        yield report_term(name), f"means the facts owed under {reference('facts')}, {_every(table.every)}."
    for metric in terms.metrics.values():
        yield named(metric.name), f"means the metric of that name in {reference('metrics')}."
    for name, term in terms.settings.items():
        yield named(name), setting_text(book, name, term)
    for name in terms.milestones:
        yield named(name), f"means the milestone of that name in {reference('milestones')}."
    for name in terms.accounts:
        yield account_term(name), f"means the account of {reference(account_key(name))}."
    for name, body in terms.governance.items():
        members = listed(
            [f"{counted(count, 'member')} of {book.party(party)}" for party, count in body.members.items()]
        )
        yield (
            named(name),
            f"means the body of that name in {reference('governance')}{f', with {members}' if members else ''}.",
        )


def _every(every: Grain | None) -> str:
    return f"for each {NOUNS[every]}" if every else "entry by entry"


# -- settings ---------------------------------------------------------------------------------


def has_table(term: Term) -> bool:
    """Say whether the values of a setting stand in a table of their own."""
    return is_table(term) or isinstance(term, KeyedMap)


def setting_text(book: Book, name: str, term: Term) -> str:
    """Return what a setting means: its value, or where its values stand, and by what it can change."""
    changes = changed_by(book, name)
    also = f" It changes under {listed(changes)}." if changes else ""
    if has_table(term):
        return f"has the values in {reference(setting_key(name))}.{also}"
    verb = "is" if isinstance(term, Unset) else "means, at first," if changes else "means"
    return f"{verb} {term_text(term, plain_speech(book))}.{also}"


def changed_by(book: Book, name: str) -> list[str]:
    """Return references to every rule and ladder by which a setting can change."""
    found: dict[str, None] = {}
    for clause in book.terms.clauses.values():
        for rule_name, rule in clause.rules.items():
            if any(name in step.set for step in every_step(rule)):
                found[reference(rule_key(clause.name, rule_name))] = None
    for steps in book.terms.ladders.values():
        if any(name in later.set for step in steps for later in every_step(step)):
            found[reference("disputes")] = None
    return list(found)


def _table(book: Book, name: str, term: Term) -> Table:
    at = wording_of(name, book)
    columns = max(depth(term), 1)
    rows = []
    for line in lines(term, plain_speech(book), at):
        labels = (*line.labels, *([""] * (columns - len(line.labels))))
        rows.append((*labels, line.said))
    head = (*(*heads(term), *([""] * columns))[:columns], named(name))
    return Table(caption=named(name), key=setting_key(name), head=head, rows=tuple(rows), widths=(*([2] * columns), 3))
