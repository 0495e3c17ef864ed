"""Values, members and periods as worked examples write them, in the words of the schedule."""

from __future__ import annotations

from collections.abc import Iterator

from comity.agreement.nodes import Mapping, Node, Scalar, Sequence
from comity.kernel import lexical
from comity.reports.schedule.english.names import Book
from comity.reports.schedule.english.words import day, listed, money, number, percent, period_named, quoted
from comity.reports.schedule.markup import plain


def leaves(node: Node, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Scalar]]:
    """Yield every text below a node with the keys that lead to it; the items of a list share their path."""
    match node:
        case Scalar():
            yield path, node
        case Sequence():
            for item in node.items:
                yield from leaves(item, path)
        case Mapping():
            for key, below in node:
                yield from leaves(below, (*path, key.text))


def value_shown(text: str) -> str:
    """Return a value as the schedule writes it: amounts in full, days in words, numbers with thousands."""
    for read in (_money, _percent, _number, _day):
        try:
            return read(text)
        except ValueError:
            continue
    return {"true": "yes", "false": "no"}.get(text, plain(text))


def _money(text: str) -> str:
    amount, currency = lexical.money(text)
    return money(amount, currency)


def _percent(text: str) -> str:
    return percent(lexical.percentage(text))


def _number(text: str) -> str:
    return number(lexical.number(text))


def _day(text: str) -> str:
    return day(lexical.date(text))


def periods_shown(path: tuple[str, ...], book: Book) -> str:
    """Return members and periods in words: `“uptime”, March 2026`."""
    return ", ".join(_key(text, book) for text in path) or "—"


def _key(text: str, book: Book) -> str:
    return listed([_range(part.strip(), book) for part in text.split(",")])


def _range(text: str, book: Book) -> str:
    first, dots, last = text.partition("..")
    names = [_period(name.strip(), book) for name in (first, last) if name.strip()]
    return " to ".join(names) if dots else names[0]


def _period(name: str, book: Book) -> str:
    try:
        return period_named(book.terms.calendar.period(name))
    except ValueError:
        return quoted(name)
