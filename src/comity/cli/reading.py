"""`--reader`: who reads what a command shows, and so what it may show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from comity.standing.model import Standing

reader: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--reader",
    "readers",
    multiple=True,
    metavar="NAME",
    help="Show only what the people of this party or body may see, or `everyone`; may be given twice.",
)


def seen_by(standing: Standing, readers: Sequence[str]) -> Standing:
    """Return what readers may see by the agreement's `visibility`; all of it where none is named.

    A usage error for a name that is no party and no body of the agreement.
    """
    if not readers:
        return standing
    from comity.standing.sight import EVERYONE, Reader
    from comity.standing.visible import visible

    terms = standing.terms
    known = [*terms.parties, *terms.governance, EVERYONE]
    for name in readers:
        if name not in known:
            raise click.UsageError(f"there is no party or body {name!r} to read. Known here: {', '.join(known)}.")
    return visible(standing, Reader(frozenset(readers) - {EVERYONE}))
