"""The scorecard: weights, anchors, the shape between them, periods looked back on, gates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from comity.agreement.model import Dimension, ScoredMetric
from comity.reports.schedule.english.formula import value
from comity.reports.schedule.english.names import Book
from comity.reports.schedule.english.speech import plain_speech
from comity.reports.schedule.english.words import capital, listed, named, number, percent
from comity.reports.schedule.markup import plain, strong
from comity.reports.schedule.model import Block, Item, Paragraph, Table


def scorecard(book: Book) -> Iterator[Block]:
    """Yield the blocks of the scorecard; none where there is no scorecard."""
    dimensions = tuple(book.terms.scorecard.values())
    if not dimensions:
        return
    table = Table(
        caption="Scorecard",
        head=("Dimension and its weight", "Metric", "Weight within it", "Floor", "Target", "Stretch"),
        rows=tuple(_rows(book, dimensions)),
        widths=(5, 5, 3, 3, 3, 3),
    )
    text = (
        "A metric scores 0 at or below its floor and 100 at its target, in proportion between them (where the floor is "
        "the higher number, lower is better). Above the target it stays at 100, or rises in proportion to 120 at the "
        "stretch where one is stated. The score of a dimension is the mean of its metrics by their weights, the total "
        "that of the dimensions by theirs. What has no figure is not filled in: the score is then a range."
    )
    yield Item(text=text, title="Scorecard", below=(table,))
    yield from _parts(dimensions)
    yield from _shapes(book, dimensions)
    yield from _periods(dimensions)
    yield from _gates(dimensions, "")
    for dimension in _all(dimensions):
        if dimension.says:
            yield Paragraph(text=f"{named(dimension.name)}: {plain(dimension.says)}", kind="note")


def _all(dimensions: Sequence[Dimension]) -> Iterator[Dimension]:
    for dimension in dimensions:
        yield dimension
        yield from _all(dimension.parts)


# -- the table --------------------------------------------------------------------------------


def _rows(book: Book, dimensions: Sequence[Dimension], above: str = "") -> Iterator[tuple[str, ...]]:
    whole = _total([one.weight for one in dimensions])
    for dimension in dimensions:
        of = f" of {named(above)}" if above else ""
        gate = " (gate)" if dimension.gate else ""
        first = f"{strong(named(dimension.name))}, {_share(dimension.weight, whole)}{of}{gate}"
        if dimension.parts:
            yield (first, "Made of its parts, which follow", "", "", "", "")
            yield from _rows(book, dimension.parts, dimension.name)
            continue
        inside = _total([metric.weight for metric in dimension.metrics])
        for place, metric in enumerate(dimension.metrics):
            head = first if place == 0 else ""
            yield (head, _scored(metric), _share(metric.weight, inside), *_anchors(book, metric))


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


# -- what differs from the plain rule ---------------------------------------------------------


def _parts(dimensions: Sequence[Dimension]) -> Iterator[Block]:
    if any(dimension.parts for dimension in _all(dimensions)):
        text = "The score of a dimension that is made of parts is the mean of its parts by their weights."
        yield Item(text=text, title="Parts")


def _each(dimensions: Sequence[Dimension]) -> Iterator[tuple[Dimension, ScoredMetric]]:
    """Yield every scored metric with the dimension it stands in."""
    for dimension in _all(dimensions):
        if not dimension.parts:
            yield from ((dimension, metric) for metric in dimension.metrics)


def _shapes(book: Book, dimensions: Sequence[Dimension]) -> Iterator[Block]:
    speech = plain_speech(book)
    for dimension, metric in _each(dimensions):
        of = f"Between floor and target, the {_scored(metric)} in {named(dimension.name)} scores"
        if metric.points:
            points = [f"{number(point.score)} at {value(point.at.node, speech)}" for point in metric.points]
            yield Item(text=f"{of} {listed(points)}, and in proportion between these figures.", title="Points")
        if metric.halfway is not None:
            text = (
                f"{of} 50 at {value(metric.halfway.node, speech)}. Elsewhere it follows the exponential curve through "
                "0 at the floor, 50 at that figure and 100 at the target, rounded half to even to 12 decimal places."
            )
            yield Item(text=text, title="Curve")


def _periods(dimensions: Sequence[Dimension]) -> Iterator[Block]:
    for dimension, metric in _each(dimensions):
        if not metric.recent:
            continue
        weights = listed([number(weight) for weight in metric.recent])
        text = (
            f"The score of the {_scored(metric)} in {named(dimension.name)} is the mean of its scores in the latest "
            f"periods that are due, by these weights, the latest period first: {weights}. While there are fewer "
            "periods than weights, the mean is taken over those there are."
        )
        yield Item(text=text, title="Earlier periods")


def _gates(dimensions: Sequence[Dimension], above: str) -> Iterator[Block]:
    gated = [named(dimension.name) for dimension in dimensions if dimension.gate]
    if gated:
        capped = f"the score of {named(above)}" if above else "the total"
        below = f"If a metric of {listed(gated, 'or')} is below its floor"
        yield Item(text=f"{below}, {capped} is no higher than the score of that dimension.", title="Gate")
    for dimension in dimensions:
        yield from _gates(dimension.parts, dimension.name)
