"""Processes are started when they are asked for, and are gone afterwards."""

import os
import subprocess
import sys
from concurrent.futures import Executor

import pytest

from comity.cli.processes import starting


def test_processes_work_and_end() -> None:
    """What is asked for works in another process, and takes no more work once the block is left."""
    with starting() as processes:
        pool = processes()
        assert isinstance(pool, Executor)
        assert pool.submit(os.getpid).result() != os.getpid()
    with pytest.raises(RuntimeError):
        pool.submit(os.getpid)


def test_nothing_is_started_that_nobody_asks_for() -> None:
    """A short record costs no process: what starts them is not even loaded."""
    code = (
        "import sys\nfrom comity.cli.processes import starting\nwith starting(): pass\n"
        "sys.exit('multiprocessing' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
