"""The metric engine against hand-written SQL on the flights, and how long a thousand metrics take to plan."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.flights import BY_HAND, ENDS, KNOWN, METRICS, agreement, facts, write_parquet
from benchmarks.measure import Result
from comity.adapters.duckdb import DuckDBDriver
from comity.metrics.driver import Source
from comity.metrics.engine import Engine
from comity.metrics.measure import measure

ROUNDS = 21
THREADS = 2


class ParquetDriver:
    """Reads the flights from their Parquet file, whatever table it is given."""

    def __init__(self, path: Path) -> None:
        self.driver = DuckDBDriver(threads=THREADS)
        self.path = path

    def execute(self, sql: str, tables: Mapping[str, Source]) -> pa.Table:
        """Run a statement over the file."""
        return self.driver.execute(sql, dict.fromkeys(tables, self.path))


def interleaved(ours: Callable[[], object], theirs: Callable[[], object]) -> dict[str, tuple[float, float]]:
    """Return the medians of wall clock and CPU time, (ours, theirs), called in turns after a warm-up."""
    ours(), theirs()
    found: dict[str, list[tuple[float, float]]] = {"wall": [], "CPU": []}
    for _ in range(ROUNDS):
        mine, yours = _timed(ours), _timed(theirs)
        for kind, a, b in zip(found, mine, yours, strict=True):
            found[kind].append((a, b))
    return {
        kind: (statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs))
        for kind, pairs in found.items()
    }


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def against_sql(folder: Path) -> list[Result]:
    """Compare ten metrics by month and origin with the SQL a person would write for the same figures."""
    path = folder / "flights.parquet"
    write_parquet(path)
    agreed, known, driver = agreement(METRICS), facts(pq.read_table(path)), ParquetDriver(path)

    def comity() -> object:
        return measure(agreed, known, as_of=KNOWN, driver=driver)

    def by_hand() -> object:
        return driver.execute(BY_HAND, {"flights": path}).to_pylist()

    times = interleaved(comity, by_hand)
    return [
        Result(name=f"flights: ten metrics against SQL by hand, {kind}", value=a / b, unit="x", bar=1.3,
               note=f"{a * 1000:.0f} ms against {b * 1000:.0f} ms, until {ENDS}")
        for kind, (a, b) in times.items()
    ]  # fmt: skip


class Emitted(Exception):
    """Raised with the first statement, in place of running it."""


class Emitting:
    """A driver that runs nothing."""

    def execute(self, sql: str, tables: Mapping[str, Source]) -> pa.Table:
        """Raise the statement."""
        raise Emitted(sql)


def thousand(folder: Path) -> Result:
    """Time the way from a thousand formulas to their SQL."""
    known = facts(pq.read_table(folder / "flights.parquet"))
    texts = {f"m{n}": f"sum(flights.arr_delay) filter (where flights.distance > {n}) / count(*)"
             f" filter (where flights.origin = 'EWR' and flights.distance > {n})" for n in range(1000)}  # fmt: skip

    def work() -> None:
        try:
            Engine(agreement(texts), known, KNOWN, Emitting()).prepare()
        except Emitted as emitted:
            if str(emitted).count("sum(CASE") != len(texts):
                raise RuntimeError("not all metrics are in the statement") from None

    seconds = statistics.median(_timed(work)[1] for _ in range(7))
    return Result(name="1000 metrics: parse, plan, emit, CPU", value=seconds, unit="s", bar=0.5)


def bench() -> list[Result]:
    """Return what is measured here."""
    with TemporaryDirectory() as folder:
        return [*against_sql(Path(folder)), thousand(Path(folder))]


if __name__ == "__main__":
    from benchmarks.__main__ import main

    raise SystemExit(main(["bench_metrics"]))
