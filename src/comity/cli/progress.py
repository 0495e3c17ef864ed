"""A sign of life on stderr while something takes longer than a moment, if somebody is looking at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

MOMENT = 0.8


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show `what` with a spinner on stderr once the work has taken a moment; nothing if stderr is not a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    status = Console(stderr=True).status(f"{what} …")
    timer = Timer(MOMENT, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        status.stop()
