"""Notices and time: how days are counted, business days, contract years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from comity.kernel.period import Grain, Period
from comity.reports.schedule.english.names import Book
from comity.reports.schedule.english.words import day, listed, period_named
from comity.reports.schedule.markup import plain
from comity.reports.schedule.model import Block, Item, Section, Table
from comity.reports.schedule.parts.vocabulary import grains

MOST_YEARS = 12
_FEW_YEARS = 3


def time(book: Book) -> Section:
    """Return the section of notices and time."""
    blocks: list[Block] = [
        Item(text=_business_days(book), title="Business Days", key="business days"),
        Item(text=_zone(book), title="Days"),
        *(Item(text=text, title=title) for title, text in _rules(book)),
    ]
    if Grain.CONTRACT_YEAR in grains(book):
        blocks.append(_contract_years(book))
    return Section(title="Notices and time", blocks=tuple(blocks), key="time")


def _business_days(book: Book) -> str:
    calendar = book.terms.calendar
    if calendar.places:
        places = listed([plain(place) for place in calendar.places])
        each = " in every one of these places" if len(calendar.places) > 1 else ""
        said = (
            f"A Business Day is a day that is a business day{each} by the published holidays of {places} (codes of ISO "
            "3166). Which days these are is fixed by the version of the calendar in use when this Schedule was signed."
        )
    else:
        said = "A Business Day is a day from Monday to Friday."
    if calendar.holidays:
        added = listed([day(holiday) for holiday in sorted(calendar.holidays)])
        said += f" The following are not Business Days either: {added}."
    return said


def _zone(book: Book) -> str:
    calendar = book.terms.calendar
    return (
        f"A day begins and ends at midnight in the time zone {plain(calendar.time_zone)}, whether it has 23, 24 or 25 "
        "hours. A time limit ends at the end of its last day."
    )


def _rules(book: Book) -> Iterator[tuple[str, str]]:
    yield (
        "Acts",
        (
            "An act under this Schedule is performed by a party in its own name and counts on the day on which it is "
            "received by the other. Words in quotation marks are the name under which an act, a status or a relief is "
            "recorded. An act that no open step awaits is refused."
        ),
    )
    yield (
        "Opening of steps",
        (
            "Where no other day is stated, time runs from the day on which a right or duty opens. It opens on the day "
            "on which its cause is known: for what follows from a test, the later of the end of the period and the day "
            "on which the last fact needed was reported; for what follows from an act, the day of the act; for what "
            "follows from a lapse, the last day of the time that lapsed. A step whose time has passed before it could "
            "open is passed over, and what is agreed for the case that it is not done follows."
        ),
    )
    yield (
        "Counting",
        (
            "The day from which a time limit runs is not counted. A number of months ends on the day of the same "
            "number, or on the last day of a shorter month; counted from the last day of a month it ends on the last "
            "day of a month. A number of Business Days counts Business Days only. A time limit counted backwards, "
            "“before” a day, requires the act on or before the day so found. A number of periods ends with the last of "
            "that number of periods that begin after the Measured Day."
        ),
    )
    yield "Days that are not Business Days", _roll(book)
    yield (
        "When a test is known",
        (
            "The result of a test is known on the later of the end of the period and the day on which the last fact "
            "needed was reported. An entry belongs to the period of its day; a period that straddles two longer ones "
            "belongs to the one in which it ends."
        ),
    )


def _roll(book: Book) -> str:
    return {
        "none": "A time limit that ends on a day that is not a Business Day ends on that day; it is not moved.",
        "next": "The time limit of a step that ends on another day is moved to the next Business Day.",
        "previous": "The time limit of a step that ends on another day is moved to the Business Day before.",
    }[book.terms.calendar.roll] + (
        "" if book.terms.calendar.roll == "none" else " Periods, the day of an event and amounts are never moved."
    )


# -- contract years ---------------------------------------------------------------------------


def _contract_years(book: Book) -> Item:
    years = contract_years(book)
    rows = tuple((period_named(year), day(year.first), day(_last(year, book.terms.ends))) for year in years)
    table = Table(
        caption="Contract Years", head=("Contract Year", "First day", "Last day"), rows=rows, widths=(2, 2, 2)
    )
    more = (
        "" if book.terms.ends and years[-1].last >= book.terms.ends else " Later Contract Years follow in the same way."
    )
    text = f"Contract Years begin on {day(book.terms.starts)} and on each anniversary of that day.{more}"
    return Item(text=text, title="Contract Years", key="contract years", below=(table,))


def contract_years(book: Book) -> list[Period]:
    """Return the contract years that are printed: all of the term, or the first few of a long or open one."""
    terms = book.terms
    if terms.ends is not None:
        return terms.calendar.between(Grain.CONTRACT_YEAR, terms.starts, terms.ends)[:MOST_YEARS]
    first = terms.calendar.containing(Grain.CONTRACT_YEAR, terms.starts)
    return [terms.calendar.shift(first, n) for n in range(_FEW_YEARS)]


def _last(year: Period, ends: date | None) -> date:
    return min(year.last, ends) if ends else year.last
