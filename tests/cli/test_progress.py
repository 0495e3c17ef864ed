"""The sign of life during long work."""

import os
import pty
import subprocess
import sys

WORK = "import time; from comity.cli.progress import working\nwith working('Evaluating'): time.sleep({})"


def stderr_of(seconds: float, *, terminal: bool) -> str:
    ours, theirs = pty.openpty() if terminal else os.pipe()
    subprocess.run(
        [sys.executable, "-c", WORK.format(seconds)], stderr=theirs, check=True, env={**os.environ, "TERM": "xterm"}
    )
    os.close(theirs)
    try:
        return os.read(ours, 10_000).decode()
    except OSError:  # a terminal nobody has written to
        return ""
    finally:
        os.close(ours)


def test_long_work_shows_a_sign_of_life_in_a_terminal() -> None:
    """After a moment the terminal says what is being done."""
    assert "Evaluating" in stderr_of(1.5, terminal=True)


def test_short_work_shows_nothing() -> None:
    """Nothing flickers where the answer comes at once."""
    assert stderr_of(0, terminal=True) == ""


def test_no_sign_of_life_in_a_pipe() -> None:
    """A log file gets no spinner."""
    assert stderr_of(1.2, terminal=False) == ""
