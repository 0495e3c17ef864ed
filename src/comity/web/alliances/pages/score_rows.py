"""The levels of the scorecard as a listing: dimensions, parts and metrics, each with weight, anchors and points."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from comity.kernel import exact
from comity.kernel.figure import Exact
from comity.kernel.numbers import PERCENT, format_value
from comity.kernel.words import named, period_name
from comity.reports.scorecard.words import percent, points
from comity.scorecards.model import DimensionScore, MetricScore, Score
from comity.scorecards.robust.sensitivity import shares
from comity.web.alliances.pages.kit import Kit
from comity.web.amounts import POINTS, between, counted
from comity.web.listing import Cell, Column, Listing

COLUMNS = (
    Column("part", "Dimension and metric"), Column("score", "Score", "number"),
    Column("points", "Adds to the total", "number"), Column("weight", "Weight", "number"),
    Column("whole", "Of the whole", "number"),
    Column("figure", "Figure", "number"), Column("period", "Period"), Column("floor", "Floor: 0", "number"),
    Column("target", "Target: 100", "number"), Column("stretch", "Stretch: 120", "number"),
    Column("covered", "Covered", "number"),
)  # fmt: skip
CAPTION = "Weights and value functions"
EMPTY = Cell("")


def levels(score: Score, kit: Kit) -> Listing:
    """Return the scorecard level by level. Each row adds to the total what its weight and its score come to."""
    whole = shares(score)
    rows = [row for one in score.dimensions for row in _dimension(one, whole[one.name], whole[one.name], (), kit)]
    capped = f"capped by {named(score.gated_by)}" if score.gated_by else ""
    rows.append((
        Cell("Total", sub=capped), *(_score(score.low, score.high),) * 2, EMPTY, _share(Decimal(1)), *(EMPTY,) * 5,
        _share(score.coverage),
    ))  # fmt: skip
    return Listing(name="levels", caption=CAPTION, columns=COLUMNS, rows=tuple(rows))


def _dimension(
    of: DimensionScore, weight: Exact, share: Exact, above: tuple[str, ...], kit: Kit
) -> Iterator[tuple[Cell, ...]]:  # fmt: skip
    path = (*above, named(of.name))
    yield (
        Cell(" › ".join(path), sub=_note(of)), _score(of.low, of.high),
        _score(exact.mul(of.low, share), exact.mul(of.high, share)), _share(weight),
        _share(share), *(EMPTY,) * 5, _share(of.coverage),
    )  # fmt: skip
    whole = exact.total(part.weight for part in of.parts)
    for part in of.parts:
        own = exact.div(part.weight, whole) if whole else whole
        yield from _dimension(part, own, exact.mul(share, own), path, kit)
    for metric in of.metrics if not of.parts else ():
        yield _metric(metric, share, path, kit)


def _note(of: DimensionScore) -> str:
    said = [f"capped by {named(of.gated_by)}"] if of.gated_by else []
    said += ["gate: it caps the total while below its floor"] if of.gate else []
    said += ["below its floor"] if of.below_floor else []
    return "; ".join(said)


def _metric(of: MetricScore, share: Exact, path: tuple[str, ...], kit: Kit) -> tuple[Cell, ...]:
    own = exact.mul(share, of.weight)
    title = kit.context.title("metrics", of.metric)
    asked, why = "asked of people" if _asked(of) else "", kit.dated.spoken(of.reason)
    figure = of.figure
    href = ""
    if figure is not None and figure.value is not None:
        href = kit.near.made(of.metric, figure.member, figure.period.name)
    return (
        Cell(title, " › ".join((*path, title)), _page(of, kit), sub="; ".join(filter(None, (asked, why)))),
        _score(of.low, of.high), _score(exact.mul(of.low, own), exact.mul(of.high, own)),
        _share(of.weight), _share(own),
        _figure(of, kit, href), Cell(period_name(figure.period) if figure is not None else ""),
        *(_anchor(value, of) for value in (of.floor, of.target, of.stretch)),
        _share(of.coverage),
    )  # fmt: skip


def _page(of: MetricScore, kit: Kit) -> str:
    """Return where a metric is shown: its page, or what people answered."""
    return kit.near.place("surveys") if _asked(of) else kit.near.metric(of.metric)


def _asked(of: MetricScore) -> bool:
    return of.metric.startswith("survey(")


def _figure(of: MetricScore, kit: Kit, href: str) -> Cell:
    figure = of.figure
    if figure is None or figure.value is None:
        return Cell("no figure")
    if not href and _asked(of):
        href = kit.near.place("surveys")
    return counted(kit.context.value(figure, figure.value), figure.value, figure.unit, href=href)


def _anchor(value: Exact | None, of: MetricScore) -> Cell:
    unit = of.figure.unit if of.figure is not None else ""
    return EMPTY if value is None else counted(format_value(value, unit), value, unit)


def _score(low: Exact, high: Exact) -> Cell:
    """Return a score, or the range that missing figures leave open, which sorts by its lower end."""
    return between(points(low, high), low, high, POINTS)


def _share(of: Exact) -> Cell:
    return counted(percent(of), of, PERCENT)
