"""Starting processes that write."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[3]


def writing(place: str, entries: Sequence[bytes], file: Path) -> subprocess.Popen[str]:
    """Start a process that appends entries one by one; it prints the position of each that is acknowledged."""
    file.write_text("\n".join(data.hex() for data in entries), encoding="ascii")
    command = [sys.executable, "-m", "tests.record.stores.writer", str(file), place]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def first_acknowledged(process: subprocess.Popen[str]) -> int:
    """Wait until a process has appended its first entry and return its position."""
    assert process.stdout is not None
    assert process.stderr is not None
    line = process.stdout.readline()
    assert line, process.stderr.read()
    return int(line)


def acknowledged(process: subprocess.Popen[str]) -> list[int]:
    """Wait for the end of a process and return the positions it acknowledged; a last line that is torn is none."""
    out, _ = process.communicate(timeout=300)
    return [int(line) for line in out.splitlines(keepends=True) if line.endswith("\n")]
