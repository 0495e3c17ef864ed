"""Problems on their way to the reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import click

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


def tell(problems: Iterable[Problem]) -> None:
    """Print problems on stderr, one after another, warnings marked as such."""
    for problem in problems:
        click.echo(text(problem), err=True)


def text(problem: Problem) -> str:
    """Return a problem as it is printed: `file:line:column: CMY-204 …`, excerpt, caret, related places, hint."""
    said = str(problem)
    if problem.severity is Severity.WARNING:
        said = said.replace(f"{problem.code} ", f"{problem.code} warning: ", 1)
    return said


def counted(problems: Iterable[Problem]) -> str:
    """Return how many problems there are, in words: `2 problems and 1 warning`."""
    found = list(problems)
    bad = len(errors(found))
    parts = ((bad, "problem"), (len(found) - bad, "warning"))
    return " and ".join(plural(count, noun) for count, noun in parts if count)


def plural(count: int, noun: str) -> str:
    """Return a count with its noun: `1 clause`, `2 clauses`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
