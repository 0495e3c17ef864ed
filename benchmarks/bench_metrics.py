"""The metric engine against hand-written SQL on the flights, and how long a thousand metrics take to plan."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.flights import BY_HAND, ENDS, KNOWN, METRICS, agreement, facts, metric, write_parquet
from benchmarks.measure import Result, median_seconds
from comity.adapters.duckdb import DuckDBDriver
from comity.metrics.columns import columns_of
from comity.metrics.driver import Source
from comity.metrics.measure import measure
from comity.metrics.plan import Pass, Planner, ScanKey, aggregates, parts
from comity.metrics.scan import scan

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


def thousand(folder: Path) -> Result:
    """Time the way from a thousand formulas to their SQL."""
    rows = pq.read_table(folder / "flights.parquet")
    columns = columns_of(rows)
    texts = {f"m{n}": f"sum(flights.arr_delay) filter (where flights.distance > {n}) / count(*)"
             f" filter (where flights.origin = 'EWR' and flights.distance > {n})" for n in range(1000)}  # fmt: skip
    periods = agreement({}).versions[0][1].calendar.between

    def work() -> str:
        planner = Planner()
        for name, text in texts.items():
            defined = metric(name, text)
            for call in aggregates(defined.formula.node):
                planner.add(call, ScanKey("flights", defined.every, defined.per, Pass.SQL), parts(call))
        return "".join(scan(plan, columns, periods(plan.key.grain, KNOWN, KNOWN)) for plan in planner.scans())

    return Result(name="1000 metrics: parse, plan, emit", value=median_seconds(work, 7), unit="s", bar=0.5)


def bench() -> list[Result]:
    """Return what is measured here."""
    with TemporaryDirectory() as folder:
        return [*against_sql(Path(folder)), thousand(Path(folder))]


if __name__ == "__main__":
    from benchmarks.__main__ import main

    raise SystemExit(main(["bench_metrics"]))
