"""Processes for the signatures of a long record, started only if there is one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from comity.record.verify import Processes


@contextmanager
def starting() -> Iterator[Processes]:
    """Give what starts a process for each core when it is asked; they are ended afterwards."""
    with ExitStack() as ended:

        def processes() -> Executor:
            from concurrent.futures import ProcessPoolExecutor  # loads multiprocessing, which few need
            from multiprocessing import get_context

            from comity.record.verify import cores

            return ended.enter_context(ProcessPoolExecutor(cores(), mp_context=get_context("spawn")))

        yield processes
