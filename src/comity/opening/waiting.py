"""Files of facts that wait for their first row, told in one warning: a new folder has one for each table owed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from comity.kernel.problem import Problem
from comity.kernel.words import and_list

EMPTY = "CMY-436"


def together(problems: Sequence[Problem]) -> list[Problem]:
    """Return problems with all warnings of empty files as one, in the place of the first; others stay as they are."""
    empty = [problem for problem in problems if problem.code == EMPTY]
    if len(empty) < 2:
        return list(problems)
    tables = list(dict.fromkeys(PurePosixPath(problem.place.file).parent.name for problem in empty))
    why = f"this file and {len(empty) - 1} more have a header and no rows: facts of {and_list(sorted(tables))}"
    one = replace(empty[0], why=why)
    return [one if problem is empty[0] else problem for problem in problems if problem not in empty[1:]]
