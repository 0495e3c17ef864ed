"""Scorecard, governance, surveys and visibility."""

from __future__ import annotations

from collections.abc import Iterator

from comity.agreement.model import Body, Visibility
from comity.reports.schedule.english.names import Book
from comity.reports.schedule.english.speech import parties_listed, plain_speech
from comity.reports.schedule.english.times import point
from comity.reports.schedule.english.words import (
    NOUNS,
    counted,
    duration,
    listed,
    named,
    quoted,
    sentences,
)
from comity.reports.schedule.markup import plain, strong
from comity.reports.schedule.model import Block, Item, Section
from comity.reports.schedule.parts.scorecard import scorecard
from comity.reports.schedule.parts.surveys import surveys


def views(book: Book) -> Section | None:
    """Return the section of scorecard, governance, surveys and visibility; None where there are none of them."""
    blocks = [*scorecard(book), *_governance(book), *surveys(book), *_visibility(book)]
    if not blocks:
        return None
    return Section(title="Scorecard, governance, surveys and visibility", blocks=tuple(blocks), key="governance")


# -- governance -------------------------------------------------------------------------------


def _governance(book: Book) -> Iterator[Block]:
    bodies = tuple(book.terms.governance.values())
    if bodies:
        text = (
            "A body may decide what this Schedule leaves to it, and recommend. Only an amendment changes the Agreement."
        )
        yield Item(text=text, title="Governance", below=tuple(_body(book, body) for body in bodies))


def _body(book: Book, body: Body) -> Item:
    speech = plain_speech(book)
    members = listed(
        [f"{counted(count, 'member')} named by {book.party(name)}" for name, count in body.members.items()]
    )
    text = sentences(
        f"It has {members}." if members else "",
        f"Chair: {plain(body.chair)}." if body.chair else "",
        f"It decides by: {plain(body.decides)}." if body.decides else "",
        f"It meets: {plain(body.meets)}." if body.meets else "",
        f"Its minutes are sent no later than {point(body.minutes, speech)}." if body.minutes else "",
        f"Note: {plain(body.says)}" if body.says else "",
    )
    return Item(text=text, title=named(body.name))


# -- visibility -------------------------------------------------------------------------------


def _visibility(book: Book) -> Iterator[Block]:
    entries = tuple(book.terms.visibility.values())
    if entries:
        below = tuple(Item(text=_entry(book, entry)) for entry in entries)
        text = (
            "What is not named here may be seen by the people of both parties according to their roles. What rests on "
            "something that a reader may not see in full is not shown to that reader either, unless it is named here."
        )
        yield Item(text=text, title="Visibility", below=below)


def _entry(book: Book, entry: Visibility) -> str:
    limits = entry.grain or entry.older_than or entry.groups_of is not None
    return sentences(
        f"{strong(quoted(named(entry.name)))} may be seen by {parties_listed(book, entry.seen_by)}.",
        "The following limits hold for readers outside the alliance." if "everyone" in entry.seen_by and limits else "",
        f"The finest period shown is the {NOUNS[entry.grain]}." if entry.grain else "",
        f"Only what is older than {duration(entry.older_than)} is shown." if entry.older_than else "",
        f"No group of fewer than {entry.groups_of} is shown." if entry.groups_of is not None else "",
    )
