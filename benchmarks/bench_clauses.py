"""Verdicts, windows, credits and elections of a thousand alliances over five years, on one core."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

from benchmarks.alliances import agreement, figures
from benchmarks.measure import Result
from comity.clauses.known import Known, known_once
from comity.clauses.life.live import live
from comity.clauses.life.shape import shape_of
from comity.kernel.figure import Figure

ALLIANCES, MONTHS = 1_000, 60
SHARE = 10
"""One alliance in so many is measured; the work of each is the same, and the whole is what they take together."""


def bench() -> list[Result]:
    """Measure the verdicts of all alliances, and how their time grows with the length of the history."""
    agreed = agreement()
    shape = shape_of(agreed)

    def judge(of: list[Figure]) -> int:
        as_of = max(figure.known for figure in of if figure.known) + timedelta(days=40)
        life = live(agreed, Known(cells=known_once(of, as_of)), as_of=as_of, shape=shape)
        return sum(1 for verdicts in life.verdicts.values() for verdict in verdicts if verdict.known)

    drawn = list(figures(ALLIANCES // SHARE, MONTHS))
    judge(drawn[0])
    start = time.process_time()
    count = sum(judge(of) for of in drawn)
    spent = (time.process_time() - start) * SHARE
    short, long_ = next(figures(1, 24)), next(figures(1, 240))
    return [
        Result(name="720,000 verdicts with windows and credits", value=spent, unit="s", bar=10,
               note=f"CPU; {count * SHARE:,} verdicts, measured on {len(drawn)} of {ALLIANCES:,} alliances"),
        Result(name="verdicts: 10 times the periods", value=_ratio(judge, short, long_), unit="x", bar=11),
    ]  # fmt: skip


def _ratio(judge: Callable[[list[Figure]], int], short: list[Figure], long_: list[Figure]) -> float:
    """Return how many times as long a history of ten times the periods takes, both measured in turns."""
    brief: list[float] = []
    whole: list[float] = []
    for _ in range(7):
        for times, of, spent in ((10, short, brief), (1, long_, whole)):
            start = time.process_time()
            for _ in range(times):
                judge(of)
            spent.append((time.process_time() - start) / times)
    return sorted(whole)[3] / sorted(brief)[3]
