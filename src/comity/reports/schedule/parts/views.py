"""Scorecard, governance, surveys and visibility."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from comity.agreement.model import Body, Dimension, ScoredMetric, Survey, Visibility
from comity.kernel.period import Grain
from comity.reports.schedule.english.formula import value
from comity.reports.schedule.english.names import Book
from comity.reports.schedule.english.speech import parties_listed, plain_speech
from comity.reports.schedule.english.times import point
from comity.reports.schedule.english.words import (
    NOUNS,
    capital,
    counted,
    duration,
    listed,
    named,
    number,
    percent,
    quoted,
    sentences,
)
from comity.reports.schedule.markup import plain, strong
from comity.reports.schedule.model import Block, Item, Paragraph, Section, Table


def views(book: Book) -> Section | None:
    """Return the section of scorecard, governance, surveys and visibility; None where there are none of them."""
    blocks = [*_scorecard(book), *_governance(book), *_surveys(book), *_visibility(book)]
    if not blocks:
        return None
    return Section(title="Scorecard, governance, surveys and visibility", blocks=tuple(blocks), key="governance")


# -- scorecard --------------------------------------------------------------------------------


def _scorecard(book: Book) -> Iterator[Block]:
    dimensions = tuple(book.terms.scorecard.values())
    if not dimensions:
        return
    rows = tuple(row for dimension in dimensions for row in _dimension(book, dimension))
    table = Table(
        caption="Scorecard",
        head=("Dimension and its weight", "Metric", "Weight within it", "Floor", "Target", "Stretch"),
        rows=rows,
        widths=(5, 5, 3, 3, 3, 3),
    )
    text = (
        "A metric scores 0 at or below its floor and 100 at its target, in proportion between them (where the floor is "
        "the higher number, lower is better). Above the target it stays at 100, or rises in proportion to 120 at the "
        "stretch where one is stated. The score of a dimension is the mean of its metrics by their weights, the total "
        "that of the dimensions by theirs. What has no figure is not filled in: the score is then a range."
    )
    yield Item(text=text, title="Scorecard", below=(table,))
    gated = [named(dimension.name) for dimension in dimensions if dimension.gate]
    if gated:
        below = f"If a metric of {listed(gated, 'or')} is below its floor"
        yield Item(text=f"{below}, the total is no higher than the score of that dimension.", title="Gate")
    for dimension in dimensions:
        if dimension.says:
            yield Paragraph(text=f"{named(dimension.name)}: {plain(dimension.says)}", kind="note")


def _dimension(book: Book, dimension: Dimension) -> Iterator[tuple[str, ...]]:
    all_of_it = _total([one.weight for one in book.terms.scorecard.values()])
    inside = _total([metric.weight for metric in dimension.metrics])
    gate = " (gate)" if dimension.gate else ""
    for place, metric in enumerate(dimension.metrics):
        first = f"{strong(named(dimension.name))}, {_share(dimension.weight, all_of_it)}{gate}" if place == 0 else ""
        yield (first, _scored(metric), _share(metric.weight, inside), *_anchors(book, metric))


def _total(weights: list[Decimal]) -> Decimal:
    return sum(weights, Decimal(0))


def _share(weight: Decimal, total: Decimal) -> str:
    if total == 1:
        return percent(weight)
    return f"{number(weight)} of {number(total)} parts"


def _scored(metric: ScoredMetric) -> str:
    if metric.metric.startswith("survey("):
        survey, _, item = metric.metric.removeprefix("survey(").removesuffix(")").partition(".")
        return f"{named(survey)} Survey on {named(item)}"
    return named(metric.metric)


def _anchors(book: Book, metric: ScoredMetric) -> tuple[str, ...]:
    speech = plain_speech(book)
    anchors = (metric.floor, metric.target, metric.stretch)
    return tuple("None" if anchor is None else capital(value(anchor.node, speech)) for anchor in anchors)


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


# -- surveys and visibility -------------------------------------------------------------------


def _surveys(book: Book) -> Iterator[Block]:
    for survey in book.terms.surveys.values():
        yield _survey(book, survey)


def _survey(book: Book, survey: Survey) -> Item:
    every = f"each {NOUNS[survey.every]}" if isinstance(survey.every, Grain) else f"every {duration(survey.every)}"
    asked = listed([f"{counted(count, 'person')} of {book.party(name)}" for name, count in survey.asks.items()])
    asked = asked.replace("persons", "people")
    low, high = survey.scale
    priced = "The parties agree that payments may depend on its answers. " if survey.priced else ""
    items = tuple(Item(text=f"{strong(named(name))}: {plain(says)}") for name, says in survey.items.items())
    text = (
        f"The survey is held {every} among {asked}. Answers run from {low} to {high} and are anonymous; answers of "
        f"fewer than {survey.groups_of} people are not shown. {priced}The statements are:"
    )
    return Item(text=text, title=f"{named(survey.name)} Survey", below=items)


def _visibility(book: Book) -> Iterator[Block]:
    entries = tuple(book.terms.visibility.values())
    if entries:
        below = tuple(Item(text=_entry(book, entry)) for entry in entries)
        text = "What is not named here may be seen by the people of both parties according to their roles."
        yield Item(text=text, title="Visibility", below=below)


def _entry(book: Book, entry: Visibility) -> str:
    return sentences(
        f"{strong(quoted(named(entry.name)))} may be seen by {parties_listed(book, entry.seen_by)}.",
        f"The finest period shown is the {NOUNS[entry.grain]}." if entry.grain else "",
        f"Only what is older than {duration(entry.older_than)} is shown." if entry.older_than else "",
        f"No group of fewer than {entry.groups_of} is shown." if entry.groups_of is not None else "",
    )
