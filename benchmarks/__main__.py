"""Run every benchmark and print one table. Exit code 1 if a bar is missed."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from benchmarks.measure import Result


def modules() -> list[str]:
    """Return the benchmark modules by name, in alphabetical order."""
    return sorted(path.stem for path in Path(__file__).parent.glob("bench_*.py"))


def collect(names: list[str]) -> list[Result]:
    """Run the benchmarks of the given modules."""
    results: list[Result] = []
    for name in names:
        print(f"{name} …", file=sys.stderr, flush=True)
        results += importlib.import_module(f"benchmarks.{name}").bench()
    return results


def table(results: list[Result]) -> str:
    """Return the results as a table in plain text."""
    width = max(len(result.name) for result in results)
    lines = [f"{'benchmark':<{width}}  {'measured':>10}  {'bar':>8}"]
    for result in results:
        bar = f"{result.bar:.2f} {result.unit}" if result.bar is not None else ""
        mark = "" if result.kept else "  MISSED"
        measured = f"{result.value:.2f} {result.unit}"
        lines.append(f"{result.name:<{width}}  {measured:>10}  {bar:>8}{mark}  {result.note}".rstrip())
    return "\n".join(lines)


def main(wanted: list[str]) -> int:
    """Run all benchmarks, or those named; return 1 if a bar is missed, 2 for a name that no benchmark has."""
    if unknown := sorted(set(wanted) - set(modules())):
        print(f"no benchmark is called {', '.join(unknown)}; there are: {', '.join(modules())}", file=sys.stderr)
        return 2
    results = collect([name for name in modules() if not wanted or name in wanted])
    print(table(results))
    return 0 if all(result.kept for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
