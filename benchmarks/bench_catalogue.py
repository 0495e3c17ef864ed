"""The catalogue: how long it takes to load, and to check an agreement that takes twenty of its metrics."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from benchmarks.measure import Result, median_seconds
from comity.catalogue.load import catalogue
from comity.catalogue.model import Entry
from comity.reports.catalogue.words import OWN, PARTNER, PARTY, lines, reads

COMITY = Path(sys.executable).parent / "comity"
ENTRIES = 20
TIMES = 9
LOAD = "from comity.catalogue.load import catalogue; catalogue()"

_HEAD = """comity: 1
alliance: bench
title: Twenty metrics of the catalogue
parties: {fern: Fern Ltd, lark: Lark Ltd}
currency: USD
starts: 2026-01-01
"""


def bench() -> list[Result]:
    """Return how long loading takes beyond a start of Python, and a whole `comity check` of twenty metrics."""
    bare = median_seconds(partial(_run, sys.executable, "-c", "pass"), times=TIMES)
    loaded = median_seconds(partial(_run, sys.executable, "-c", LOAD), times=TIMES)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "agreement.yaml").write_text(agreement(), encoding="utf-8")
        checked = median_seconds(partial(_run, str(COMITY), "check", folder), times=TIMES)
    count = len(catalogue().entries)
    return [
        Result(
            name="load the catalogue", value=loaded - bare, unit="s", bar=0.06, note=f"{count} entries, new process"
        ),
        Result(name="comity check, 20 of its metrics", value=checked, unit="s", bar=0.5, note="whole process"),
    ]


def agreement() -> str:
    """Return an agreement with twenty metrics from all over the catalogue, each as `comity catalogue` says to paste."""
    parts: dict[str, dict[str, None]] = {}
    for entry in chosen():
        section = ""
        for line in lines(entry, catalogue()).splitlines():
            section = section if line.startswith(" ") else line
            parts.setdefault(section, {})[line] = None
    body = "\n".join("\n".join(below) for below in parts.values())
    return f"{_HEAD}{body}\n".replace(PARTY, "fern").replace(PARTNER, "lark")


def chosen() -> list[Entry]:
    """Return twenty entries, evenly from all families, whose tables the parties report."""
    known = catalogue()
    usable = [entry for entry in known.latest if all(read.name != OWN for read in reads(entry, known))]
    return usable[:: max(1, len(usable) // ENTRIES)][:ENTRIES]


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}: {(done.stdout + done.stderr)[-800:]}")
