"""The backtest: the terms run once as agreed, and once for each value of each threshold that is tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from comity.agreement.formula.evaluate import evaluate
from comity.clauses.life.fold import Fold
from comity.clauses.life.model import Life
from comity.clauses.model import Outcome
from comity.kernel import exact
from comity.kernel.figure import Exact
from comity.standing.backtest.bench import Bench, reaches_metrics
from comity.standing.backtest.dials import Dial, dials
from comity.standing.backtest.model import Backtest, Sum, Sweep, Tried
from comity.standing.backtest.reach import Reach, reach_of
from comity.standing.backtest.sweep import values
from comity.standing.backtest.tally import counts, firings, money, tallied
from comity.standing.backtest.turning import FACTOR, POINTS, VALUE
from comity.standing.backtest.words import shown

Wanted = Sequence[tuple[Dial, Sequence[Exact] | None]]
"""Thresholds to turn, each with the values to try; None: those that the data suggest."""


@dataclass(frozen=True, slots=True)
class _Base:
    """The terms as agreed, and what came of them."""

    bench: Bench
    life: Life
    result: Tried
    folds: list[Fold] = field(default_factory=list)

    def fold(self) -> Fold:
        """Return the fold itself, run once, where conditions have to be looked into."""
        if not self.folds:
            bench = self.bench
            fold = Fold(bench.agreement, bench.known, bench.acts, bench.as_of, other=bench.other, shape=bench.shape)
            self.folds.append(fold.run())
        return self.folds[0]


def run(
    bench: Bench, assumed: Sequence[str], wanted: Wanted | None = None, told: Callable[[str], None] = lambda name: None
) -> Backtest:
    """Return the backtest, without `wanted` of every threshold found. `told` hears of each before it is tried."""
    life = bench.live()
    base = _Base(bench, life, _result(life, bench.last))
    sweeps = []
    for dial, asked in wanted if wanted is not None else [(dial, None) for dial in dials(bench.terms)]:
        told(dial.name)
        sweeps.append(_swept(base, dial, asked if asked is not None else _values(base, dial)))
    return Backtest(
        terms=bench.terms, first=bench.terms.starts, last=bench.last, as_of=bench.as_of, assumed=tuple(assumed),
        tally=tallied(life, bench.terms, bench.last), sweeps=tuple(sweeps),
    )  # fmt: skip


def _swept(base: _Base, dial: Dial, tried: Iterable[Exact]) -> Sweep:
    ordered = sorted(dict.fromkeys([*tried, dial.agreed]))
    found = tuple(_tried(base, dial, ordered))
    moved = [name for name in base.bench.terms.clauses if len({_said(one, name) for one in found}) > 1]
    return Sweep(
        name=dial.name, about=dial.about, unit=dial.unit, by=dial.by, tried=found,
        clauses=tuple(dict.fromkeys([*dial.clauses, *moved])),
    )  # fmt: skip


def _tried(base: _Base, dial: Dial, tried: Sequence[Exact]) -> Iterator[Tried]:
    """Yield what came of each value; clauses and accounts that the threshold does not reach came out as agreed."""
    bench, reach = base.bench, None
    if not (dial.is_setting and reaches_metrics(dial.name, bench.terms)):
        reach = reach_of(dial, bench.terms)
        bench = bench.narrowed(reach)
    for value in tried:
        said = shown(value, dial.unit, dial.by)
        if value == dial.agreed:
            yield replace(base.result, value=value, shown=said, agreed=True)
            continue
        found = _result(bench.turned(dial, value).live(), bench.last)
        yield replace(_merged(base.result, found, reach) if reach is not None else found, value=value, shown=said)


def _result(life: Life, last: date) -> Tried:
    """Return the numbers of a life, not yet said for which value."""
    accrued, paid = money(life, last)
    return Tried(
        value=Decimal(0), shown="", agreed=False, missed=counts(life, last, Outcome.MISSED),
        undetermined=counts(life, last, Outcome.UNDETERMINED), fired=firings(life, last), accrued=accrued, paid=paid,
    )  # fmt: skip


def _merged(agreed: Tried, found: Tried, reach: Reach) -> Tried:
    """Return what was found of the clauses and accounts reached, and what was agreed of all others."""

    def accounts(before: Mapping[str, Sum], now: Mapping[str, Sum]) -> dict[str, Sum]:
        kept = {name: amount for name, amount in before.items() if name not in reach.accounts}
        return {**kept, **{name: amount for name, amount in now.items() if name in reach.accounts}}

    fired = {rule: count for rule, count in agreed.fired.items() if rule[0] not in reach.clauses}
    return replace(
        found,
        missed={**agreed.missed, **found.missed},
        undetermined={**agreed.undetermined, **found.undetermined},
        fired={**fired, **found.fired},
        accrued=accounts(agreed.accrued, found.accrued),
        paid=accounts(agreed.paid, found.paid),
    )


def _said(one: Tried, clause: str) -> tuple[int, int]:
    """Return what a value does to a clause's verdicts."""
    return one.missed.get(clause, 0), one.undetermined.get(clause, 0)


# -- what a threshold is compared with ----------------------------------------------------------


def _values(base: _Base, dial: Dial) -> list[Exact]:
    measured = list(_compared(base, dial) if dial.side is not None else _against(dial, base.life, base.bench.last))
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


def _compared(base: _Base, dial: Dial) -> Iterator[Exact]:
    """Yield what a condition compares its number with, in every period tested."""
    assert dial.side is not None
    for track in base.fold().court.tracks[dial.clauses[0]].values():
        for index, span in enumerate(track.spans):
            if span.period.last <= base.bench.last and track.exists(index):
                value = evaluate(dial.side, track.env(index))
                if isinstance(value, Exact):
                    yield value
