"""The record: a whole million of entries. To make them takes minutes, and to hold them 3 GB, so few rounds are run."""

from __future__ import annotations

import gc

from benchmarks.bench_record import Made, made, signatures_alone, whole
from benchmarks.measure import Result, seconds
from comity.cli.processes import starting
from comity.record.verify import MANY, cores

ROUNDS, ENTRIES = 3, 1_000_000


def bench() -> list[Result]:
    """Return how long the verification takes against that of the signatures alone, both on all cores, in turns."""
    gc.disable()  # else making them takes twice as long: there is nothing to collect
    record = made(ENTRIES)
    gc.enable()
    with starting() as processes:
        pool = processes()
        whole(Made(record.entries[: MANY + 1], ()), lambda: pool)  # the processes are there from then on
        rounds = [
            (seconds(lambda: whole(record, lambda: pool)), seconds(lambda: signatures_alone(record)))
            for _ in range(ROUNDS)
        ]
    took, alone = (min(times) for times in zip(*rounds, strict=True))
    ratios = ", ".join(f"{ours / bare:.2f}" for ours, bare in rounds)
    name = f"record: verify {ENTRIES:,} entries by processes, against their signatures alone"
    note = f"{took:.0f} s against {alone:.0f}, {cores()} cores; rounds {ratios}"
    return [Result(name=name, value=took / alone, unit="x", bar=1.25, note=note)]


if __name__ == "__main__":
    from benchmarks.__main__ import main

    raise SystemExit(main(["bench_record_million"]))
