"""Verdicts, windows, credits and elections of a thousand alliances over five years, on one core.

All are under one agreement and are evaluated on one day, so what follows from its text and the calendar alone is found
once. What is measured begins with an alliance's figures and ends with its whole life: verdicts, cases, steps, payments
and accounts.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from datetime import timedelta

from benchmarks.alliances import agreement, figures
from benchmarks.measure import Result
from comity.agreement.model import Agreement
from comity.clauses.known import Known, known_once
from comity.clauses.life.live import live
from comity.clauses.life.shape import shape_of
from comity.kernel.figure import Figure

ALLIANCES, MONTHS = 1_000, 60
SHARE = 10
"""One alliance in so many is measured; the work of each is the same, and the whole is what they take together."""

PASSES = 3
"""How often they are measured. The quickest pass counts: what makes others slower is other work on the machine."""

Judge = Callable[[list[Figure]], int]


def bench() -> list[Result]:
    """Measure the verdicts of all alliances, and how their time grows with the length of the history."""
    agreed = agreement()
    drawn = list(figures(ALLIANCES // SHARE, MONTHS))
    judge = _judge(agreed)
    count = sum(map(judge, drawn))
    spent = min(_spent(judge, drawn) for _ in range(PASSES)) * SHARE
    return [
        Result(name="720,000 verdicts with windows and credits", value=spent, unit="s", bar=10,
               note=f"CPU; {count * SHARE:,} verdicts, measured on {len(drawn)} of {ALLIANCES:,} alliances"),
        Result(name="verdicts: 10 times the periods", value=_growth(agreed), unit="x", bar=11),
    ]  # fmt: skip


def _judge(agreed: Agreement) -> Judge:
    """Return what makes the life of an alliance from its figures and counts its verdicts."""
    shape = shape_of(agreed)

    def judge(of: list[Figure]) -> int:
        as_of = max(figure.known for figure in of if figure.known) + timedelta(days=40)
        life = live(agreed, Known(cells=known_once(of, as_of)), as_of=as_of, shape=shape)
        return sum(1 for verdicts in life.verdicts.values() for verdict in verdicts if verdict.known)

    return judge


def _spent(judge: Judge, drawn: Sequence[list[Figure]]) -> float:
    """Return the seconds of CPU that some alliances take."""
    start = time.process_time()
    for of in drawn:
        judge(of)
    return time.process_time() - start


def _growth(agreed: Agreement) -> float:
    """Return how many times as long a history of ten times the periods takes.

    Each long history is measured between two rounds of short ones of the same size together, so that whatever else
    the machine does touches both alike; the median of several such ratios counts.
    """
    short, long_ = list(figures(10, 24)), list(figures(1, 240))
    brief, whole = _judge(agreed), _judge(agreed)
    _spent(brief, short), _spent(whole, long_)
    ratios = []
    before = _spent(brief, short)
    for _ in range(9):
        between = _spent(whole, long_)
        after = _spent(brief, short)
        ratios.append(between / ((before + after) / 2 / len(short)))
        before = after
    return statistics.median(ratios)
