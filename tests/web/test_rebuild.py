"""`comity rebuild` as an operator runs it: a process of its own, on the data folder of a workplace."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from tests.web.workplace import write_alliances


def rebuild(data: Path) -> subprocess.CompletedProcess[str]:
    """Run the command; what it says and how it ends."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("COMITY_", "DJANGO_"))}
    command = [sys.executable, "-m", "comity", "rebuild", "--data", str(data)]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)


def test_where_nobody_reads_there_is_nothing_to_make(tmp_path: Path) -> None:
    """Alliances are entered, and a projection is made for each kind of reader: of a new workplace there is none."""
    write_alliances(tmp_path)
    found = rebuild(tmp_path)
    assert (found.returncode, found.stdout) == (0, "made 0 projections\n")


def test_an_alliance_that_cannot_be_read_is_told_and_ends_with_one(tmp_path: Path) -> None:
    """The others are made all the same; whoever runs it by night learns by the exit code that one was not."""
    write_alliances(tmp_path)
    (tmp_path / "alliances" / "other" / "agreement.yaml").write_text("alliance: [\n")
    found = rebuild(tmp_path)
    assert found.returncode == 1
    assert "CMY-105" in found.stderr and "made 0 projections" in found.stdout


def test_a_port_that_is_taken_is_not_shared(tmp_path: Path) -> None:
    """Where another server listens, the start is refused before anything is made, and says what to do."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        command = [sys.executable, "-m", "comity", "serve", "--data", str(tmp_path / "new"), "--port"]
        found = subprocess.run(
            [*command, str(other.getsockname()[1])], capture_output=True, text=True, check=False, timeout=60
        )
    assert found.returncode == 1 and "CMY-987" in found.stderr and "--port" in found.stderr
    assert not (tmp_path / "new").exists()
