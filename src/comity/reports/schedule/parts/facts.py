"""Section 2: the facts that are owed, and what each report holds."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from comity.agreement.model import Column, FactTable, Reporter
from comity.reports.schedule.english.formula import condition
from comity.reports.schedule.english.names import Book, report_term
from comity.reports.schedule.english.speech import Speech, column_speech, plain_speech
from comity.reports.schedule.english.times import point
from comity.reports.schedule.english.words import NOUNS, capital, listed, named, percent, quoted, sentences
from comity.reports.schedule.markup import plain, strong
from comity.reports.schedule.model import Block, Item, Paragraph, Section, Table

_SCALES = {Decimal(1): "", Decimal(10**3): " thousands", Decimal(10**6): " millions", Decimal(10**9): " billions"}


def facts(book: Book) -> Section:
    """Return the section of facts owed; where none are, it says so."""
    tables = book.terms.facts.values()
    if not tables:
        return Section(title="Facts owed", blocks=(Item(text="No facts are owed under this Schedule."),), key="facts")
    owed = Table(
        caption="Facts owed",
        head=("Report", "Reported by", "For", "Due", "Final", "Restatement"),
        rows=tuple(_row(book, table) for table in tables),
        widths=(4, 4, 3, 4, 4, 4),
    )
    held = Table(
        caption="What the reports state",
        head=("Report", "Entry", "What it states"),
        rows=tuple(row for table in tables for row in _columns(book, table)),
        widths=(4, 4, 10),
    )
    blocks: list[Block] = [
        Item(text="The parties report the following facts:", title="What is owed", below=(owed,)),
        Item(text="Each entry of a report states the following:", title="What it states", below=(held,)),
    ]
    blocks += [Item(text=text, title=title) for title, text in _rules(book)]
    notes = [Paragraph(text=f"{report_term(t.name)}: {plain(t.says)}", kind="note") for t in tables if t.says]
    return Section(title="Facts owed", blocks=(*blocks, *notes), key="facts")


def report_speech(book: Book, table: FactTable) -> Speech:
    """Return the speech of the deadlines of a report."""
    noun = NOUNS[table.every] if table.every else "entry"
    return Speech(book=book, period=noun, values=plain_speech(book).values)


def _row(book: Book, table: FactTable) -> tuple[str, ...]:
    speech = report_speech(book, table)

    def days(deadline: object, missing: str) -> str:
        said = point(deadline, speech) if deadline is not None else missing  # type: ignore[arg-type]
        return capital(said.replace("the last fact needed was reported", "the report"))

    return (
        strong(report_term(table.name)),
        capital(listed([_reporter(book, one) for one in table.reporters])),
        f"Each {NOUNS[table.every]}" if table.every else "Each entry, on its own day",
        days(table.due, "no day agreed"),
        days(table.final, "no day agreed"),
        f"Until {days(table.restate, '')[:1].lower()}{days(table.restate, '')[1:]}"
        if table.restate
        else _restatable(table),
    )


def _restatable(table: FactTable) -> str:
    return "Until final" if table.final else "At any time"


def _reporter(book: Book, reporter: Reporter) -> str:
    said = book.reporter(reporter.party)
    return f"{said} in {reporter.currency}{_SCALES[reporter.scale]}" if reporter.currency else said


def _rules(book: Book) -> Iterator[tuple[str, str]]:
    tables = book.terms.facts.values()
    if any(table.due for table in tables):
        yield (
            "Late reports",
            (
                "A fact that is not reported by the end of its due day is missing until it is reported; what needs it "
                "is Undetermined for that time. A fact that is missing is never taken to be zero."
            ),
        )
    for table in tables:
        if table.reporter_column is not None:
            yield f"Each party's own entries in {report_term(table.name)}", _own_entries(book, table)
        elif len(table.reporters) > 1:
            yield f"Two reports of {report_term(table.name)}", _several(book, table)


def _several(book: Book, table: FactTable) -> str:
    names = listed([book.reporter(one.party) for one in table.reporters])
    rounding = any(column.type == "rounding" for column in table.columns.values())
    within = f"differ by no more than {percent(table.tolerance)}" if table.tolerance else "do not differ"
    also = ", or lie within the rounding that each of them states" if rounding else ""
    return sentences(
        f"{capital(names)} report the same facts. Their reports agree if they {within}{also}; the number of "
        f"{book.reporter(table.reporters[0].party)} then counts.",
        "Otherwise the fact is disputed, and what would depend on it is Undetermined until it is settled.",
    )


def _own_entries(book: Book, table: FactTable) -> str:
    names = listed([book.reporter(one.party) for one in table.reporters])
    if len(table.reporters) == 1:
        return f"{capital(names)} reports its own entries."
    return sentences(
        f"{capital(names)} each report their own entries; no party reports for another, and nothing is compared.",
        "What needs the entries of all of them is missing while those of one are.",
    )


# -- columns ----------------------------------------------------------------------------------


def _columns(book: Book, table: FactTable) -> Iterator[tuple[str, ...]]:
    keys = table.key
    for number, column in enumerate(table.columns.values()):
        said = column_text(book, column, table)
        if column.name in keys:
            said += "; identifies the entry" + (f" (with {_others(keys, column.name)})" if len(keys) > 1 else "")
        yield (strong(report_term(table.name)) if number == 0 else "", named(column.name), capital(said))


def _others(keys: tuple[str, ...], own: str) -> str:
    return listed([named(key) for key in keys if key != own])


def column_text(book: Book, column: Column, table: FactTable | None = None) -> str:
    """Return what a column, or a value that an act carries, may hold: its type, unit and condition."""
    said = _type(column, table)
    if column.condition is None:
        return said
    subject = f"the {'value' if column.type == 'truth' else column.type} "
    claim = condition(column.condition.node, column_speech(book, column))
    if claim.startswith(subject) and claim.count(subject) == 1:
        return f"{said} that {claim.removeprefix(subject)}"
    return f"{said}, provided that {claim}"


def _type(column: Column, table: FactTable | None) -> str:
    if column.type == "reporter":
        return "the party whose entry it is, which reports it"
    if column.words:
        return f"one of {listed([quoted(word) for word in column.words], 'or')}"
    match column.type:
        case "period":
            return f"the {NOUNS[table.every]}" if table is not None and table.every else "a period"
        case "number":
            return f"a number{f' in {plain(column.unit)}' if column.unit else ''}"
        case "money":
            scale = _SCALES[column.scale or Decimal(1)]
            return f"an amount of money{f' in {column.currency}{scale}' if column.currency else ''}"
        case "truth":
            return "yes or no"
        case "rounding":
            return "the unit to which the amounts of the entry are rounded"
        case "date":
            is_day = table is not None and table.every is None and column.name == table.period_column
            return "the day of the entry" if is_day else "a day"
    return "a text"


def sources(book: Book, tables: list[str]) -> str:
    """Return where facts come from: reports, who makes them and when."""
    said = []
    for name in tables:
        table = book.terms.facts.get(name)
        if table is None:
            said.append("the list of Milestones")
            continue
        who = listed([book.reporter(one.party) for one in table.reporters])
        said.append(f"{book.report(name)} ({who})")
    return listed(said)
