"""The catalogue: how long it takes to load, and to check an agreement that takes twenty of its metrics."""

from __future__ import annotations

import os
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
START = "import comity.cli.main"
LOAD = "from comity.catalogue.load import catalogue; catalogue().latest"

_HEAD = """comity: 1
alliance: bench
title: Twenty metrics of the catalogue
parties: {fern: Fern Ltd, lark: Lark Ltd}
currency: USD
starts: 2026-01-01
"""


def bench() -> list[Result]:
    """Return what reading every entry adds to a command that has begun, and what a check of twenty metrics takes."""
    began, loaded = _median(START), _median(f"{START}; {LOAD}")
    bare, alone = _median("pass"), _median(LOAD)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "agreement.yaml").write_text(agreement(), encoding="utf-8")
        checked = median_seconds(partial(_run, str(COMITY), "check", folder), times=TIMES)
    note = f"{len(catalogue().entries)} entries; {alone - bare:.2f} s in a Python that has loaded nothing else"
    return [
        Result(name="load the catalogue, every entry", value=loaded - began, unit="s", bar=0.06, note=note),
        Result(name="comity check, 20 of its metrics", value=checked, unit="s", bar=0.5, note="whole process"),
    ]


def _median(code: str) -> float:
    return median_seconds(partial(_run, sys.executable, "-c", code), times=TIMES)


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
    # Compiled code is kept, as it is where Comity is installed: else each run would compile what was edited last.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=kept)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}: {(done.stdout + done.stderr)[-800:]}")
