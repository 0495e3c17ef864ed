"""The backtest: the terms run once as agreed, and once for each value of each threshold that is tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from comity.agreement.formula.evaluate import evaluate
from comity.clauses.life.fold import Fold
from comity.clauses.life.model import Life
from comity.clauses.model import Outcome
from comity.kernel import exact
from comity.kernel.figure import Exact
from comity.standing.backtest.bench import Bench
from comity.standing.backtest.dials import Dial, dials
from comity.standing.backtest.model import Backtest, Sweep, Tried
from comity.standing.backtest.sweep import values
from comity.standing.backtest.tally import counts, firings, money, tallied
from comity.standing.backtest.turning import FACTOR, POINTS, VALUE
from comity.standing.backtest.words import shown

Wanted = Sequence[tuple[Dial, Sequence[Exact] | None]]
"""Thresholds to turn, each with the values to try; None: those that the data suggest."""


def run(
    bench: Bench, assumed: Sequence[str], wanted: Wanted | None = None, told: Callable[[str], None] = lambda name: None
) -> Backtest:
    """Return the backtest, without `wanted` of every threshold found. `told` hears of each before it is tried."""
    life = bench.live()
    sweeps = []
    for dial, asked in wanted if wanted is not None else [(dial, None) for dial in dials(bench.terms)]:
        told(dial.name)
        sweeps.append(_swept(bench, dial, asked if asked is not None else _values(bench, dial, life)))
    return Backtest(
        terms=bench.terms, first=bench.terms.starts, last=bench.last, as_of=bench.as_of, assumed=tuple(assumed),
        tally=tallied(life, bench.terms, bench.last), sweeps=tuple(sweeps),
    )  # fmt: skip


def _swept(bench: Bench, dial: Dial, tried: Iterable[Exact]) -> Sweep:
    ordered = sorted(dict.fromkeys([*tried, dial.agreed]))
    found = tuple(_tried(bench, dial, value) for value in ordered)
    moved = [name for name in bench.terms.clauses if len({_said(one, name) for one in found}) > 1]
    return Sweep(
        name=dial.name, about=dial.about, unit=dial.unit, by=dial.by, tried=found,
        clauses=tuple(dict.fromkeys([*dial.clauses, *moved])),
    )  # fmt: skip


def _said(one: Tried, clause: str) -> tuple[int, int]:
    """Return what a value does to a clause's verdicts."""
    return one.missed.get(clause, 0), one.undetermined.get(clause, 0)


def _tried(bench: Bench, dial: Dial, value: Exact) -> Tried:
    agreed = value == dial.agreed
    life = (bench if agreed else bench.turned(dial, value)).live()
    accrued, paid = money(life, bench.last)
    return Tried(
        value=value, shown=shown(value, dial.unit, dial.by), agreed=agreed,
        missed=counts(life, bench.last, Outcome.MISSED),
        undetermined=counts(life, bench.last, Outcome.UNDETERMINED), fired=firings(life, bench.last),
        accrued=accrued, paid=paid,
    )  # fmt: skip


# -- what a threshold is compared with ----------------------------------------------------------


def _values(bench: Bench, dial: Dial, life: Life) -> list[Exact]:
    measured = list(_compared(bench, dial) if dial.side is not None else _against(dial, life, bench.last))
    return values(
        dial.agreed, measured, least_step=dial.step if dial.by != FACTOR else Decimal(0),
        whole=dial.whole, percent=dial.unit == "percent" and dial.by == VALUE,
    )  # fmt: skip


def _against(dial: Dial, life: Life, last: date) -> Iterator[Exact]:
    """Yield what verdicts say of a threshold: the value that would just have met it, or the shift that would."""
    for clause in dial.clauses:
        for verdict in life.verdicts.get(clause, ()):
            value, threshold = verdict.value, verdict.threshold
            if verdict.period.last > last or value is None or threshold is None:
                continue
            if dial.by == FACTOR and threshold:
                yield exact.div(value, threshold)
            elif dial.by == POINTS:
                yield exact.sub(value, threshold)
            elif dial.by == VALUE and threshold == dial.agreed:
                yield value
            elif dial.by == VALUE:
                # The threshold is a formula: how far the value was from it is what the number may move by.
                yield from _around(dial.agreed, exact.sub(value, threshold))


def _around(agreed: Exact, distance: Exact) -> Iterator[Exact]:
    """Yield the numbers a distance away to both sides, without changing sign."""
    for number in (exact.add(agreed, distance), exact.sub(agreed, distance)):
        if number >= 0 or agreed < 0:
            yield number


def _compared(bench: Bench, dial: Dial) -> Iterator[Exact]:
    """Yield what a condition compares its number with, in every period tested."""
    assert dial.side is not None
    fold = Fold(bench.agreement, bench.known, bench.acts, bench.as_of, other=bench.other, shape=bench.shape).run()
    for track in fold.court.tracks[dial.clauses[0]].values():
        for index, span in enumerate(track.spans):
            if span.period.last <= bench.last and track.exists(index):
                value = evaluate(dial.side, track.env(index))
                if isinstance(value, Exact):
                    yield value
