"""Problems of files: which of them stop the work, and where their files are for whoever reads them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from comity.kernel.problem import Place, Problem, Severity


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that stop the work."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def located(problems: Iterable[Problem], folder: Path) -> list[Problem]:
    """Return problems with their files as seen from where the user stands, so that an editor finds them.

    Below the command line, files are named from the alliance folder on, the same for both parties.
    """

    def seen(place: Place) -> Place:
        path = folder / place.file
        return replace(place, file=str(path)) if path.exists() or path.is_symlink() else place

    return [
        replace(
            problem,
            place=seen(problem.place),
            related=tuple(replace(near, place=seen(near.place)) for near in problem.related),
        )
        for problem in problems
    ]
