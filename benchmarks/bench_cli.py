"""Whole processes of the command line, as a user waits for them."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

from benchmarks.measure import Result, median_seconds

ROOT = Path(__file__).parent.parent
COMITY = Path(sys.executable).parent / "comity"

COMMANDS: tuple[tuple[tuple[str, ...], float], ...] = (
    (("--help",), 0.3),
    (("evaluate", "examples/regeneron-sanofi"), 2.0),
    (("evaluate", "examples/express"), 4.0),
)


def call(arguments: tuple[str, ...]) -> None:
    """Run one command; problems found (exit code 1) are an answer too, wrong usage is not."""
    done = subprocess.run([str(COMITY), *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"comity {' '.join(arguments)} ended with {done.returncode}: {done.stderr[-500:]}")


def bench() -> list[Result]:
    """Return the median of five runs of each command."""
    build_flights()
    return [
        Result(name=f"comity {' '.join(arguments)}", value=median_seconds(partial(call, arguments)), unit="s", bar=bar)
        for arguments, bar in COMMANDS
    ]


def build_flights() -> None:
    """Make the facts of the express example, which are not committed."""
    if not any((ROOT / "examples/express/facts/flights").glob("*.parquet")):
        subprocess.run([sys.executable, "examples/express/build.py"], cwd=ROOT, check=True)
