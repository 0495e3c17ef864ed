"""Problems on their way to the reader."""

from __future__ import annotations

from collections.abc import Iterable

import click

from comity.kernel.problem import Problem, Severity
from comity.opening.problems import errors


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
