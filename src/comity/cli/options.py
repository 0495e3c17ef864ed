"""Arguments and options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from comity.adapters.clock import today
from comity.kernel import lexical

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""The years in which a day makes sense; each period from the start to `--as-of` is computed."""


class Day(click.ParamType):  # type: ignore[type-arg]
    """A calendar day, written `2026-03-31`."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day, or fail with a usage error that shows how a day is written."""
        if isinstance(value, date):
            return value
        try:
            day = lexical.date(value)
        except ValueError:
            self.fail(f"{value!r} is not a day. Write year-month-day, such as 2026-03-31.", param, ctx)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.fail(f"{value} is too far away; years from {FIRST_YEAR} to {LAST_YEAR} are known.", param, ctx)
        return day


folder: Decorator = click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")

as_json: Decorator = click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")


def both_clocks(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--as-of` and `--known-at`, both today if not given."""
    known_at = click.option(
        "--known-at",
        type=Day(),
        metavar="DATE",
        default=today,
        help="Use only the facts that were known on this day.  [default: today]",
    )
    as_of = click.option(
        "--as-of",
        type=Day(),
        metavar="DATE",
        default=today,
        help="Evaluate as if this were today.  [default: today]",
    )
    return as_of(known_at(command))
