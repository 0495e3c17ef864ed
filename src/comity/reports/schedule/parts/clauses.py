"""A section for each clause: obligation, measurement, periods, rounding, own terms, relief, rules, disputes."""

from __future__ import annotations

from collections.abc import Iterator

from comity.agreement.formula import tree
from comity.agreement.model import Clause, DatedMap, KeyedMap, Term
from comity.reports.schedule.english.formula import condition, value
from comity.reports.schedule.english.names import MILESTONES, Book
from comity.reports.schedule.english.speech import Speech, clause_key, clause_speech, ladder_key
from comity.reports.schedule.english.terms import term_text
from comity.reports.schedule.english.times import rounded
from comity.reports.schedule.english.words import capital, listed, named, quoted, sentences
from comity.reports.schedule.markup import named_reference, plain, reference, strong
from comity.reports.schedule.model import Block, Item, Paragraph, Section
from comity.reports.schedule.parts.facts import sources
from comity.reports.schedule.parts.metrics import tables_under
from comity.reports.schedule.parts.reliefs import reliefs
from comity.reports.schedule.parts.rules import rules
from comity.reports.schedule.parts.spans import spans, threshold_table, thresholds_key

RELATIONS = {
    "at least": ("is at least", "passes the test"),
    "above": ("is more than", "fails the test"),
    "at most": ("is at most", "passes the test"),
    "below": ("is less than", "fails the test"),
}


def clauses(book: Book) -> Iterator[Section]:
    """Yield one section for each clause, in the order of the agreement."""
    for clause in book.terms.clauses.values():
        yield _section(book, clause)


def _section(book: Book, clause: Clause) -> Section:
    speech = clause_speech(book, clause)
    blocks: list[Block] = [_obligation(clause, speech)]
    if clause.measure is not None:
        blocks += [_measurement(clause, speech), _rounding(clause)]
    blocks.append(Item(text=spans(clause, book), title="Periods"))
    if clause.let:
        own = [Item(text=f"{strong(quoted(named(name)))} {_let(name, clause, speech)}.") for name in clause.let]
        blocks.append(Item(text="In this clause:", title="Terms of this clause", below=tuple(own)))
    blocks += reliefs(clause, speech)
    blocks += rules(clause, speech)
    blocks.append(_disputes(clause))
    if clause.serves:
        text = f"This clause serves {listed([named(name) for name in clause.serves])}."
        blocks.append(Item(text=text, title="Objectives"))
    if clause.says:
        blocks.append(Paragraph(text=plain(clause.says), kind="note"))
    return Section(title=plain(book.clause_title(clause.name)), blocks=tuple(blocks), key=clause_key(clause.name))


# -- the test ---------------------------------------------------------------------------------


def _obligation(clause: Clause, speech: Speech) -> Item:
    book = speech.book
    owner, owed = capital(book.party(clause.owed_by)), book.party(clause.owed_to)
    where = _each(clause, book)
    if clause.missed_if is not None:
        return _missed_if(clause, speech, where)
    if clause.measure is None or clause.threshold is None:
        text = (
            f"{owner} owes {owed} what is stated in the rules of this clause, {where}. The clause has no test of its "
            "own and is neither Met nor Missed."
        )
        return Item(text=text, title="Obligation")
    table = threshold_table(clause, speech)
    relation, equal = RELATIONS[clause.relation]
    limit = (
        f"the Threshold in {reference(thresholds_key(clause))}" if table else threshold_text(clause.threshold, speech)
    )
    subject = value(clause.measure.node, speech) if isinstance(clause.measure.node, tree.Name) else "the Measured Value"
    text = sentences(
        f"{owner} shall ensure towards {owed} that, {where}, {subject} {relation} {limit}.",
        f"A Measured Value exactly equal to the Threshold {equal}.",
    )
    return Item(text=text, title="Obligation", below=(table,) if table else ())


def _missed_if(clause: Clause, speech: Speech, where: str) -> Item:
    assert clause.missed_if is not None
    owner, owed = capital(speech.book.party(clause.owed_by)), speech.book.party(clause.owed_to)
    if isinstance(clause.missed_if.node, tree.Truth):
        always = _always(clause.missed_if.node)
        text = f"{owner} owes it to {owed} that this does not occur: {where}, this clause is {always}."
        return Item(text=text, title="Obligation")
    claim = condition(clause.missed_if.node, speech)
    text = (
        f"{owner} shall ensure towards {owed} that, {where}, the following is not so: {claim}. Where it is so, this "
        "clause is Missed; where it is not so, it is Met; where it cannot be known, it is Undetermined."
    )
    return Item(text=text, title="Obligation")


def _always(node: tree.Truth) -> str:
    return "Missed without further condition" if node.value else "Met without further condition"


def _each(clause: Clause, book: Book) -> str:
    scope = f", separately for each {' and '.join(named(column) for column in clause.per)}" if clause.per else ""
    if clause.table == MILESTONES:
        return f"for each Milestone{scope}"
    if clause.table:
        return f"for each entry of {book.report(clause.table)}{scope}"
    if clause.every == "once":
        return f"once, for the whole term{scope}"
    return f"in each {book.period_of(clause)}{scope}"


def threshold_text(term: Term, speech: Speech) -> str:
    """Return a threshold in a sentence; of a setting the constant value it has is said as well."""
    said = term_text(term, speech)
    node = getattr(term, "node", None)
    if isinstance(node, tree.Name) and str(node) in speech.book.terms.settings:
        setting = speech.book.terms.settings[str(node)]
        if not isinstance(setting, DatedMap | KeyedMap):
            first = "at first " if str(node) in speech.book.terms.changeable else ""
            return f"{said} ({first}{term_text(setting, speech)})"
    return said


# -- how it is measured -----------------------------------------------------------------------


def _measurement(clause: Clause, speech: Speech) -> Item:
    assert clause.measure is not None
    book = speech.book
    tables = tables_under(book, clause.measure)
    if clause.table:
        tables = {clause.table: None, **tables}
    text = sentences(
        f"The Raw Value is {value(clause.measure.node, speech)}.",
        f"It rests on {sources(book, list(tables))}." if tables else "It rests on no report.",
        f"Metrics are defined in {reference('metrics')}." if book.terms.metrics else "",
    )
    return Item(text=text, title="Measurement")


def _rounding(clause: Clause) -> Item:
    if clause.round is None:
        text = (
            "The value is not rounded before it is compared with the Threshold; bands, shortfalls and money use it "
            "exactly."
        )
    else:
        text = (
            f"Before it is compared with the Threshold the value is rounded {rounded(clause.round)}. Bands, shortfalls "
            "and money use the rounded value."
        )
    return Item(text=text, title="Rounding")


def _let(name: str, clause: Clause, speech: Speech) -> str:
    node = clause.let[name].node
    if is_claim(node):
        return f"is true where {condition(node, speech)}"
    return f"means {value(node, speech)}"


def is_claim(node: tree.Node) -> bool:
    """Say whether a formula is a condition by its form."""
    match node:
        case tree.Binary():
            return node.operator not in "+-*/"
        case tree.Unary():
            return node.operator == "not"
        case tree.Between() | tree.In() | tree.IsNull() | tree.Truth():
            return True
        case tree.Name(parts=(word,)):
            return word in ("missed", "met", "excused")
        case _:
            return False


def _disputes(clause: Clause) -> Item:
    if clause.ladder:
        text = f"Disputes about this clause go to {named_reference(ladder_key(clause.ladder))}."
    else:
        text = "No procedure is agreed in this Schedule for disputes about this clause."
    return Item(text=text, title="Disputes")
